"""What is loaded from a data set into a store is what adding the same pages puts there, of every form of source."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from thoisu.archive.loading import Choice, pages
from thoisu.archive.originals import Originals
from thoisu.chronicle.adding import add, incoming
from thoisu.chronicle.preparing import Incoming
from thoisu.chronicle.records import Document, Question
from thoisu.cli import main
from thoisu.errors import QuestionError, UnreadableSource
from thoisu.store import open_store
from thoisu.store.base import Store

from . import making
from .test_dataset import built, table
from .test_grouping import FETCHES, Fetch, crawl, grouped

COUNT = 9


def held(store: Store) -> tuple[object, ...]:
    """All that a store holds, without the times at which it came there."""
    documents = {document.id: document for document in store.documents()}
    entries = sorted(store.ask(Question(rejected=True)), key=lambda entry: entry.id)
    kept = {
        (version.document, version.number): (version.sha256, version.uri, store.raw(id_, version.number))
        for id_ in documents for version in store.versions(id_)
    }  # fmt: skip
    return documents, kept, store.families(documents), store.stories(documents), entries, store.counts()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages, some of them fetched several times."""
    chosen = [f for f in FETCHES if not f.text.startswith("shells")]
    return crawl(tmp_path_factory.mktemp("crawl") / "crawl.warc.wet.gz", chosen)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    """Their data set."""
    folder = tmp_path_factory.mktemp("loaded") / "out"
    built(folder, source)
    grouped(folder)
    return folder


def documents_in(out: Path, *more: str) -> dict[str, Document]:
    """The articles that a call loads into a store of its own."""
    path = out.parent / f"{abs(hash(more))}.sqlite"
    path.unlink(missing_ok=True)
    assert main(["load", str(out), "--store", str(path), *more]) == 0
    with open_store(str(path)) as store:
        return {document.id: document for document in store.documents()}


def test_what_is_loaded_is_what_would_be_added(tmp_path: Path, out: Path, source: Path) -> None:
    assert main(["add", str(source), "--store", str(tmp_path / "added.sqlite"), "--workers", "1"]) == 0
    assert main(["load", str(out), "--store", str(tmp_path / "loaded.sqlite")]) == 0
    with open_store(str(tmp_path / "added.sqlite")) as added, open_store(str(tmp_path / "loaded.sqlite")) as loaded:
        assert held(loaded) == held(added)
        assert loaded.counts()["versions"] == loaded.counts()["pages"] + 4


def _packed(path: Path, count: int) -> None:
    making.jsonl(path.with_suffix(""), count)
    path.write_bytes(gzip.compress(path.with_suffix("").read_bytes()))
    path.with_suffix("").unlink()


def _texts(path: Path, count: int) -> None:
    rows = [{"title": making.article(n).title, "text": "\n\n".join(making.article(n).paragraphs)} for n in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


FORMS: list[tuple[str, Callable[[Path, int], object]]] = [
    ("a.warc.gz", making.warc),
    ("a.warc.wet.gz", making.wet),
    ("a.jsonl", making.jsonl),
    ("a.jsonl.gz", _packed),
    ("texts.jsonl", _texts),
    ("a.parquet", making.parquet),
    ("a", making.pages),
]


@pytest.mark.parametrize(("name", "make"), FORMS, ids=[form[0] for form in FORMS])
def test_bytes_are_those_of_the_source(tmp_path: Path, name: str, make: Callable[[Path, int], object]) -> None:
    make(tmp_path / name, COUNT)
    built(tmp_path / "out", tmp_path / name)
    articles = {row["document"]: row for row in table(tmp_path / "out", "articles")}
    assert len(articles) == COUNT
    found = [page for page in pages(str(tmp_path / "out"), Choice()) if isinstance(page, Incoming)]
    with open_store(str(tmp_path / "tin.sqlite")) as store:
        done = add(store, found)
        assert {page.document for page in done} == articles.keys()
        for page in done:
            assert store.version(page.document).sha256 == articles[page.document]["sha256"]  # type: ignore[union-attr]
            assert page.key == articles[page.document]["key"]
    with Originals() as originals:
        for row in reversed(articles.values()):
            originals.bytes_of(row["source"], row["offset"], row["sha256"])


def test_a_file_is_the_page_that_adding_it_makes(tmp_path: Path) -> None:
    making.pages(tmp_path / "pages", 3)
    built(tmp_path / "out", tmp_path / "pages")
    with open_store(str(tmp_path / "tin.sqlite")) as store:
        add(store, [incoming(path) for path in sorted((tmp_path / "pages").iterdir())])
        loaded = [page for page in pages(str(tmp_path / "out"), Choice()) if isinstance(page, Incoming)]
        assert {page.what for page in add(store, loaded)} == {"known"}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["--from", "2023-09-13", "--to", "2023-09-13"], lambda d: (d.moment or "")[:10] == "2023-09-13"),
        (["--to", "2023-03"], lambda d: (d.moment or d.day or "9999") < "2023-04"),
        (["--from", "2024"], lambda d: False),
        (["--actor", "Australia"], lambda d: "Australia" in d.text),
        (["--actor", "Thủ tướng Nhật Bản", "--from", "2023-09-14"], lambda d: (d.moment or "")[:10] == "2023-09-14"),
    ],
    ids=["a day", "to a month", "nothing", "somebody", "an office in a period"],
)
def test_what_is_asked_for_is_loaded(out: Path, given: list[str], wanted: Callable[[Document], bool]) -> None:
    everything = documents_in(out)
    assert documents_in(out, *given) == {id_: d for id_, d in everything.items() if wanted(d)}


def test_a_story_is_loaded(out: Path) -> None:
    stories = {row["document"]: row["story"] for row in table(out, "stories")}
    story = max(stories.values(), key=list(stories.values()).count)
    found = documents_in(out, "--story", story[:9])
    assert found.keys() == {document for document, of in stories.items() if of == story}
    assert len(found) > 3


def test_a_story_that_is_none(out: Path) -> None:
    with pytest.raises(QuestionError, match="is the id of no story"):
        list(pages(str(out), Choice(story="zzz")))
    with pytest.raises(QuestionError, match="begins the ids of several"):
        list(pages(str(out), Choice(story=_letter_of_several(out))))


def _letter_of_several(out: Path) -> str:
    letters = [story[0] for story in sorted({row["story"] for row in table(out, "stories")})]
    return next((letter for letter in letters if letters.count(letter) > 1), "")


@pytest.mark.parametrize("what", ["gone", "another"])
def test_a_source_that_is_not_there_any_more(tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    first, second = (crawl(tmp_path / f"{n}.warc.wet.gz", [Fetch(n, n)]) for n in ("wire", "call"))
    built(tmp_path / "out", first, second)
    if what == "gone":
        second.unlink()
    else:
        crawl(second, [Fetch("call", "call2")])
    code = main(["load", str(tmp_path / "out"), "--store", str(tmp_path / "tin.sqlite")])
    told = capsys.readouterr().err
    assert code == 1
    assert str(second) in told
    assert "Traceback" not in told
    with open_store(str(tmp_path / "tin.sqlite")) as store:
        assert any(document.key.startswith("https://wire") for document in store.documents())
        assert not any(document.key.startswith("https://call") for document in store.documents())


def test_bytes_that_were_changed(tmp_path: Path) -> None:
    path = making.jsonl(tmp_path / "a.jsonl", 2)
    built(tmp_path / "out", path)
    path.write_text(path.read_text().replace("phái đoàn", "đoàn"))
    found = list(pages(str(tmp_path / "out"), Choice()))
    assert len(found) == 2
    assert all(isinstance(page, UnreadableSource) and "holds another page" in str(page) for page in found)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--from", "2023-13"], "'2023-13' is no date"),
        (["--from", "2023", "--to", "2022"], "--to: 2022 is before 2023"),
        (["--story", "zzz"], "zzz: is the id of no story"),
    ],
)
def test_calls_that_are_wrong(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    assert main(["load", str(out), "--store", str(tmp_path / "tin.sqlite"), *more]) == 2
    assert told in capsys.readouterr().err


def test_no_data_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", str(tmp_path), "--store", str(tmp_path / "tin.sqlite")]) == 2
    assert "holds no data set" in capsys.readouterr().err
