"""How sources are cut: all of each is covered, once, and names say what a shard is of."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.archive.places import location_of
from thoisu.archive.shards import by_bytes, by_parts
from thoisu.archive.sources import sources_of
from thoisu.errors import UnreadableSource

from . import making


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2000), st.integers(10, 700))
def test_bytes_are_covered_once(size: int, step: int) -> None:
    shards = by_bytes("/data/tin.warc.gz", "warc", size, step)
    assert [s.start for s in shards][1:] == [s.end for s in shards][:-1]
    assert (shards[0].start, shards[-1].end) == (0, size)
    assert len({s.name for s in shards}) == len(shards)
    assert sum(s.size for s in shards) == size
    assert shards[0].whole == (len(shards) == 1)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 300), max_size=50), st.integers(1, 700))
def test_parts_are_covered_once(sizes: list[int], step: int) -> None:
    pages = [f"/data/{i}.html" for i in range(len(sizes))]
    shards = by_parts("/data", "pages", sizes, step, pages)
    assert [page for s in shards for page in s.pages] == pages
    assert all(s.size >= step for s in shards[:-1])
    assert len({s.name for s in shards}) == len(shards)


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (("a.warc.gz", 900, 300), True),
        (("b.warc.gz", 900, 300), False),
        (("a.warc.gz", 901, 300), False),
        (("a.warc.gz", 900, 301), False),
    ],
    ids=["the same", "another file", "a file that has grown", "cut otherwise"],
)
def test_names_say_what_a_shard_is_of(given: tuple[str, int, int], same: bool) -> None:
    def names(location: str, size: int, step: int) -> set[str]:
        return {s.name for s in by_bytes(location, "warc", size, step)}

    assert bool(names("a.warc.gz", 900, 300) & names(*given)) == same


@pytest.mark.parametrize(
    ("location", "stem"),
    [
        ("/data/CC-NEWS-20220101.warc.gz", "CC-NEWS-20220101-"),
        ("s3://tin/Tháng 1.jsonl", "Th-ng-1-"),
        ("/data/....parquet", "parquet-"),
    ],
)
def test_names_are_plain(location: str, stem: str) -> None:
    (shard,) = by_bytes(location, "parquet", 10, 100)
    assert shard.name.startswith(stem)
    assert shard.name.removeprefix(stem).isalnum()


FORMS = [
    ("a.warc.gz", lambda path: making.warc(path, 8), "warc", True),
    ("a.warc", lambda path: making.warc(path, 8, gz=False), "warc", True),
    ("packed-whole.warc.gz", lambda path: path.write_bytes(gzip.compress(b"".join(making.records(40)))), "warc", False),
    ("known-by-its-bytes", lambda path: making.warc(path, 8), "warc", True),
    ("a.warc.wet.gz", lambda path: making.wet(path, 8), "warc", True),
    ("a.jsonl", lambda path: making.jsonl(path, 8), "jsonl", True),
    ("a.jsonl.gz", lambda path: path.write_bytes(gzip.compress(b'{"text": "x"}\n' * 4000)), "jsonl", False),
    ("a.parquet", lambda path: making.parquet(path, 8), "parquet", True),
    ("a", lambda path: making.pages(path, 8), "pages", True),
    ("one.html", lambda path: path.write_text("<p>một trang"), "pages", False),
]


@pytest.mark.parametrize(("name", "make", "form", "cut"), FORMS, ids=[f[0] for f in FORMS])
def test_forms(tmp_path: Path, name: str, make: object, form: str, cut: bool) -> None:
    make(tmp_path / name)  # type: ignore[operator]
    (source,) = sources_of([str(tmp_path / name)], 2000)
    assert source.form == form
    assert (len(source.shards) > 1) == cut


def test_a_folder_is_opened(tmp_path: Path) -> None:
    making.warc(tmp_path / "b.warc.gz", 2)
    (tmp_path / "sub").mkdir()
    making.jsonl(tmp_path / "sub" / "a.jsonl", 2)
    making.pages(tmp_path / "pages", 3)
    (tmp_path / "README.md").write_text("nothing to read")
    (tmp_path / "empty.warc.gz").touch()
    sources = sources_of([str(tmp_path), str(tmp_path / "b.warc.gz")], 1 << 20)
    assert [(s.form, Path(s.location).name) for s in sources] == [
        ("warc", "b.warc.gz"), ("jsonl", "a.jsonl"), ("pages", tmp_path.name),
    ]  # fmt: skip
    assert len(sources[2].shards[0].pages) == 3


def test_a_pattern(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.txt"):
        making.jsonl(tmp_path / name, 1)
    sources = sources_of([f"{tmp_path}/*.jsonl"], 1 << 20)
    assert [Path(s.location).name for s in sources] == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("none.warc.gz", "no such file"),
        ("empty", "holds no file"),
        ("notes", "holds no archive and no pages"),
        ("broken.parquet", "is no Parquet file"),
        ("nowhere://a/b.jsonl", "can't be opened"),
    ],
)
def test_what_is_no_source(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("nothing to read")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableSource, match=what):
        sources_of([name if "://" in name else str(tmp_path / name)], 1 << 20)


@pytest.mark.parametrize(
    ("given", "location"),
    [("file:///data/a", "/data/a"), ("/data/./b/../a/", "/data/a"), ("https://example.vn/a/", "https://example.vn/a")],
)
def test_places_mean_the_same_everywhere(given: str, location: str) -> None:
    assert location_of(given) == location
