"""What a data set holds: the readings that `thoisu read` gives, in whatever pieces they were read, and its manifest."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow.parquet as pq
import pytest

from thoisu import Reading, Skipped, read_archive
from thoisu.archive import manifest
from thoisu.archive.dataset import COLUMNS, capture_id, digest
from thoisu.archive.grouping import group
from thoisu.archive.places import Folder
from thoisu.archive.running import Here, Outcome, run
from thoisu.archive.sources import sources_of
from thoisu.archive.working import Job, terms_of
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.preparing import content_of
from thoisu.chronicle.records import Telling
from thoisu.model import reading_from_json
from thoisu.reader import read_page

from ..warcs import archive, html_of, response
from . import making

MEMORY = 1536 << 20
PAGES = 12


def built(out: Path, *given: Path, step: int = 64 << 20, memory: int = MEMORY, groups: bool = False) -> Outcome:
    """A data set made in this process, with the tables of what belongs together or without."""
    terms, folder, here = terms_of(None, memory), Folder(str(out)), Here(lambda step: None)
    sources = sources_of(map(str, given), step)
    outcome = run(sources, folder, terms, here, lambda job, result: None)
    if groups:
        group(folder, terms, here, lambda stage, done, of: None)
    return outcome


def table(out: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table, as DuckDB reads them."""
    sql = f"SELECT * FROM read_parquet('{out}/{name}/**/*.parquet', hive_partitioning = true)"
    return duckdb.connect().sql(sql).to_arrow_table().to_pylist()


def files_of(out: Path) -> dict[str, str]:
    """All files with what they hold."""
    paths = sorted(p for p in out.rglob("*") if p.is_file())
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web archive."""
    return making.warc(tmp_path_factory.mktemp("crawl") / "crawl.warc.gz", PAGES)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, crawl: Path) -> Path:
    """Its data set, read as one shard."""
    out = tmp_path_factory.mktemp("out") / "whole"
    built(out, crawl)
    return out


def test_readings_are_those_of_read(crawl: Path, whole: Path) -> None:
    wanted = {r.page.uri: r for r in read_archive(crawl) if isinstance(r, Reading)}
    found = [reading_from_json(row["reading"]) for row in table(whole, "readings")]
    assert len(found) == PAGES
    assert {r.page.uri: r for r in found} == wanted
    assert not any(making.NOTICE in p.text for r in found for p in r.article.paragraphs)


def test_rows_are_of_their_readings(whole: Path) -> None:
    articles = {row["capture"]: row for row in table(whole, "articles")}
    readings = {row["capture"]: reading_from_json(row["reading"]) for row in table(whole, "readings")}
    assert len(articles) == PAGES
    assert articles.keys() == readings.keys()
    for capture, article in articles.items():
        document = document_of(readings[capture])
        assert capture == capture_id(article["source"], article["offset"])
        assert (article["document"], article["title"], article["text"]) == (document.id, document.title, document.text)
        assert article["month"] == (document.moment[:7] if document.moment else "undated")
    for name in ("mentions", "events", "statements"):
        rows = table(whole, name)
        counted = {c: sum(row["capture"] == c for row in rows) for c in articles}
        assert counted == {c: article[name] for c, article in articles.items()}
    assert {article["month"] for article in articles.values()} == {"2023-03", "undated"}


def test_names_of_parties(whole: Path) -> None:
    events = table(whole, "events")
    assert any(sorted(names) == ["deu", "duc"] or "deu" in names for row in events for names in row["names"])
    for row in events:
        parties = [p for side in ("actor", "recipient") if row[side] for p in row[side].split("; ")]
        assert len(row["names"]) == len(parties)


def test_what_the_chronicle_needs(whole: Path) -> None:
    sketches = {row["capture"]: row for row in table(whole, "sketches")}
    tellings: dict[str, list[dict[str, Any]]] = {}
    for row in table(whole, "tellings"):
        tellings.setdefault(row["capture"], []).append(row)
    for row in table(whole, "readings"):
        reading = reading_from_json(row["reading"])
        made = content_of(document_of(reading), reading)
        kept = sketches[row["capture"]]
        assert (kept["signature"], kept["bands"]) == (made.sketch.signature, made.sketch.bands)
        assert (kept["features"], kept["keys"]) == (made.sketch.features, made.sketch.keys)
        told = tellings.get(row["capture"], [])
        assert [msgspec.msgpack.decode(t["telling"], type=Telling) for t in told] == made.tellings
        assert [t["blocks"] for t in told] == made.blocks


@pytest.mark.parametrize("step", [1500, 9000])
def test_the_same_however_it_is_cut(tmp_path: Path, crawl: Path, whole: Path, step: int) -> None:
    outcome = built(tmp_path / "out", crawl, step=step)
    assert len(outcome.records) > 1
    assert digest(Folder(str(tmp_path / "out"))) == digest(Folder(str(whole)))
    assert sum(record.seen for record in outcome.records) == len(list(read_archive(crawl)))


def test_digest_tells_rows_apart(tmp_path: Path, crawl: Path, whole: Path) -> None:
    shorter = making.warc(tmp_path / "crawl.warc.gz", PAGES - 1)
    built(tmp_path / "out", shorter)
    assert digest(Folder(str(tmp_path / "out"))) != digest(Folder(str(whole)))


INSIDE = html_of(making.article(3)).replace("</body>", "<pre>{}</pre></body>")
NESTED = [
    ("plain", b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\n<p>", False),
    ("packed", archive(making.records(2)), True),
]


@pytest.mark.parametrize(("inside", "gz"), [n[1:] for n in NESTED], ids=[n[0] for n in NESTED])
def test_what_looks_like_a_record_inside_a_page(tmp_path: Path, inside: bytes, gz: bool) -> None:
    """A cut may fall into a page that holds an archive itself: its records are none of this one."""
    page = INSIDE.format("x" * 1500).encode() + inside * 2 + b"x" * 1500
    kept = making.records(6)
    kept.insert(4, response(page, "https://bao-0.example/luu-tru.html"))
    path = tmp_path / "a.warc.gz"
    # Not compressed, so that what lies inside can be seen.
    path.write_bytes(b"".join(map(_stored, kept)) if gz else b"".join(kept))
    wanted = [(found.offset, found.kind) for found in read_archive(path) if isinstance(found, Skipped)]
    built(tmp_path / "whole", path)
    outcome = built(tmp_path / "cut", path, step=900)
    assert sum(sum(record.skipped.values()) for record in outcome.records) == len(wanted)
    assert digest(Folder(str(tmp_path / "cut"))) == digest(Folder(str(tmp_path / "whole")))


def _stored(record: bytes) -> bytes:
    import gzip

    return gzip.compress(record, compresslevel=0, mtime=0)


def damaged(path: Path) -> Path:
    """An archive with a record that is cut off, bytes of nothing, and one whose length lies."""
    kept = [archive([one]) for one in making.records(6)]
    kept[4] = kept[4][:200]
    kept.insert(8, b"\0garbage\0" * 40)
    path.write_bytes(b"".join(kept))
    return path


def test_damage_costs_the_same_however_it_is_cut(tmp_path: Path) -> None:
    path = damaged(tmp_path / "a.warc.gz")
    outcome = built(tmp_path / "whole", path)
    faults = outcome.records[0].skipped["damaged"]
    assert faults
    cut = built(tmp_path / "cut", path, step=900)
    assert sum(record.skipped.get("damaged", 0) for record in cut.records) == faults
    assert digest(Folder(str(tmp_path / "cut"))) == digest(Folder(str(tmp_path / "whole")))
    assert [row["kind"] for row in table(tmp_path / "whole", "skipped")] == ["damaged"] * faults


@pytest.mark.parametrize("form", ["jsonl", "parquet", "pages"])
def test_other_forms(tmp_path: Path, form: str) -> None:
    path = getattr(making, form)(tmp_path / f"a.{form}", 6)
    built(tmp_path / "whole", path)
    cut = built(tmp_path / "cut", path, step=2000)
    assert len(cut.records) > 1
    assert digest(Folder(str(tmp_path / "cut"))) == digest(Folder(str(tmp_path / "whole")))
    found = {row["document"]: row for row in table(tmp_path / "whole", "articles")}
    for n in range(6):
        raw = html_of(making.article(n)).encode()
        uri = str(path / f"tin-{n}.html") if form == "pages" else making.address(n)
        reading = read_page(raw, uri, None if form == "pages" else "2023-03-30")
        document = document_of(reading, f"file:{uri}" if form == "pages" else None)
        assert (found[document.id]["key"], found[document.id]["text"]) == (document.key, document.text)


ROWS = [
    (
        "a text and its title",
        {"text": "Ngày 4/11, Thủ tướng Đức đã đến Bắc Kinh.", "title": "Đức và Trung Quốc"},
        "kept",
    ),
    ("a date that is none", {"text": "Ngày 4/11, Thủ tướng Đức đã đến Bắc Kinh.", "date": "hôm qua"}, "kept"),
    ("other names", {"body": "Ngày 4/11, Thủ tướng Đức đã đến Bắc Kinh.", "uri": "https://a.example/1"}, "kept"),
    ("another language", {"text": "The chancellor arrived in Beijing on Friday."}, "language"),
    ("no page", {"url": "https://a.example/1"}, "damaged"),
    ("a page of no letters", {"text": 7}, "damaged"),
    ("no object", [1, 2], "damaged"),
    ("no JSON", None, "damaged"),
]


@pytest.mark.parametrize(("row", "what"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows_as_they_come(tmp_path: Path, row: object, what: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n" + (json.dumps(row) if row else "{") + "\n\n", encoding="utf-8")
    (record,) = built(tmp_path / "out", path).records
    assert {**record.skipped, "kept": record.kept} == {
        "kept": int(what == "kept"),
        **({what: 1} if what != "kept" else {}),
    }
    if what == "damaged":
        assert [(r["offset"], r["kind"]) for r in table(tmp_path / "out", "skipped")] == [(1, "damaged")]


def test_a_page_that_takes_too_much_memory(tmp_path: Path) -> None:
    making.jsonl(tmp_path / "a.jsonl", 2)
    heavy = html_of(making.article(9)).replace("</body>", "<br>" * 400_000 + "</body>")
    with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
        print(json.dumps({"url": "https://a.example/nang.html", "html": heavy}), file=file)
    built(tmp_path / "out", tmp_path / "a.jsonl", memory=800 << 20)
    (named,) = table(tmp_path / "out", "skipped")
    assert (named["kind"], named["uri"]) == ("memory", "https://a.example/nang.html")
    assert "more than the 300 MB" in named["why"]
    assert len(table(tmp_path / "out", "articles")) == 2


def test_columns_are_told(whole: Path) -> None:
    told = (Path(__file__).parents[2] / "docs/archives.md").read_text(encoding="utf-8")
    for name, columns in COLUMNS.items():
        (row,) = [line for line in told.splitlines() if line.startswith(f"| `{name}` |")]
        assert "those of the export" in row or all(f"`{c.name}`" in row for c in columns)
        schemas = [pq.read_schema(path).names for path in (whole / name).rglob("*.parquet")]
        assert all(names == [c.name for c in columns] for names in schemas)


# -- what is done already -------------------------------------------------------------------------------------


def test_again_does_nothing(tmp_path: Path, crawl: Path) -> None:
    first = built(tmp_path / "out", crawl, step=2777)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.parquet")}
    again = built(tmp_path / "out", crawl, step=2777)
    assert again.before == len(again.records) == len(first.records)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.parquet")} == before
    assert manifest.summed(again.records) == manifest.summed(first.records)


def _lose_a_file(out: Path) -> None:
    next((out / "events").rglob("*.parquet")).unlink()


def _shorten_a_file(out: Path) -> None:
    path = next((out / "mentions").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])


def _lose_a_line(out: Path) -> None:
    lines = (out / "manifest.jsonl").read_text().splitlines(keepends=True)
    (out / "manifest.jsonl").write_text("".join(lines[1:]))


def _spoil_a_line(out: Path) -> None:
    (out / "manifest.jsonl").write_text((out / "manifest.jsonl").read_text().replace('"shard"', '"shord"', 1))


def _leave_what_was_begun(out: Path) -> None:
    (out / "articles/month=2023-03/other-shard.parquet").write_bytes(b"half of a table")
    (out / "_work/thoisu-x").mkdir(parents=True)
    (out / "_counts").mkdir()
    for shard in {p.name.partition(".")[0] for p in out.glob("articles/*/*.parquet")}:
        (out / f"_counts/{shard}.part").write_bytes(b"of another version")
    _lose_a_line(out)


@pytest.mark.parametrize("spoil", [_lose_a_file, _shorten_a_file, _lose_a_line, _spoil_a_line, _leave_what_was_begun])
def test_what_is_missing_is_done(tmp_path: Path, crawl: Path, spoil: Any) -> None:
    out = tmp_path / "out"
    count = len(built(out, crawl, step=4000).records)
    wanted = files_of(out)
    spoil(out)
    again = built(out, crawl, step=4000)
    assert (again.before, len(again.records)) == (count - 1, count)
    assert files_of(out) == wanted


def test_lines_are_counted_once_however_often_it_is_stopped(tmp_path: Path, crawl: Path) -> None:
    def stop(job: Job, result: object) -> None:
        if job.kind == "read":
            raise KeyboardInterrupt

    out, counted = tmp_path / "out", []
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            run(sources_of([str(crawl)], 2777), Folder(str(out)), terms_of(None, MEMORY), Here(lambda _: None), stop)
        counted.append({p: p.stat().st_mtime_ns for p in (out / "_counts").glob("*.part")})
    assert len(counted[0]) > 2
    assert counted[0] == counted[1]
    built(out, crawl, step=2777)
    assert not (out / "_counts").exists()


def test_cut_otherwise_replaces(tmp_path: Path, crawl: Path, whole: Path) -> None:
    built(tmp_path / "out", crawl, step=2777)
    built(tmp_path / "out", crawl)
    assert files_of(tmp_path / "out") == files_of(whole)


def test_other_sources_stay(tmp_path: Path, crawl: Path, whole: Path) -> None:
    more = making.jsonl(tmp_path / "more.jsonl", 2)
    built(tmp_path / "out", crawl)
    built(tmp_path / "out", more)
    both = built(tmp_path / "together", crawl, more)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "together")
    assert sum(record.kept for record in both.records) == PAGES + 2


def test_more_memory_is_a_reason_only_for_pages_that_lacked_it(tmp_path: Path) -> None:
    making.jsonl(tmp_path / "a.jsonl", 1)
    heavy = html_of(making.article(9)).replace("</body>", "<br>" * 400_000 + "</body>")
    (tmp_path / "b.jsonl").write_text(json.dumps({"html": heavy}) + "\n", encoding="utf-8")
    sources = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    built(tmp_path / "out", *sources, memory=800 << 20)
    assert built(tmp_path / "out", *sources, memory=900 << 20).before == 1
    assert built(tmp_path / "out", *sources, memory=800 << 20).before == 2


def test_a_source_that_can_not_be_read_costs_itself(tmp_path: Path, crawl: Path) -> None:
    bad = making.jsonl(tmp_path / "a.jsonl", 2)
    terms, folder = terms_of(None, MEMORY), Folder(str(tmp_path / "out"))
    sources = sources_of([str(bad), str(crawl)], 4000)
    bad.unlink()
    outcome = run(sources, folder, terms, Here(lambda step: None), lambda job, result: None)
    assert outcome.failed == [f"{bad}: no such file; check the name"]
    assert sum(record.kept for record in outcome.records) == PAGES
