"""Copies, stories and entries of an archive are those of a store to which the same pages were added, however it is cut.

The pages are those on which the chronicle is tried (tests/chronicle/test_order.py), some of them fetched again: with
other words, with the same, or with those of before.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import msgspec
import pytest

from thoisu.archive.chronology import Chronology
from thoisu.archive.grouping import ROWS, Grouped, group
from thoisu.archive.places import Folder
from thoisu.archive.running import Here, Taken
from thoisu.archive.tasks import Task
from thoisu.archive.working import terms_of
from thoisu.chronicle.answers import evidence_of
from thoisu.chronicle.records import Entry, Question, Telling
from thoisu.cli import main
from thoisu.errors import QuestionError
from thoisu.store import open_store

from ..chronicle.test_order import TEXTS
from ..test_cli import thoisu
from ..warcs import archive, conversion, html_of, response, story, warcinfo
from .test_dataset import MEMORY, built, files_of, table

SHORT = 400  # letters of a text that is taken for no article by itself
FEW = 10  # rows of a partition: there are several, and a window of a story has a month's days in pieces


class Fetch(NamedTuple):
    """A page of the archive: under whose address, with whose text, when."""

    address: str
    text: str
    day: int = 15


FETCHES = [
    *(Fetch(name, name) for name in TEXTS),
    Fetch("own", "call", 14),
    Fetch("off", "wire", 14),
    Fetch("off", "own", 16),
    Fetch("off", "off", 17),
    Fetch("cut", "cut", 18),
    Fetch("call2", "shells12", 18),
    Fetch("again", "wire", 18),
]


def crawl(path: Path, fetches: list[Fetch]) -> Path:
    """An archive of these pages in the order of their fetching, with others that tell of other matters."""
    records = [warcinfo()]
    for fetch in sorted(fetches, key=lambda f: f.day):
        date, text = f"2023-09-{fetch.day}T03:00:00Z", TEXTS[fetch.text].replace("\n\n", "\n")
        if len(text) < SHORT:
            text = "\n".join((text, *story(sorted(TEXTS).index(fetch.text)).paragraphs[1:]))
        records.append(conversion(text, f"https://{fetch.address}.example.vn/tin.html", date=date))
    records += [response(html_of(story(n)), f"https://bao.example/tin-{n}.html") for n in (1, 2, 12)]
    path.write_bytes(archive(records))
    return path


def grouped(out: Path, rows: int = FEW, engine: Here | None = None) -> Grouped:
    """The tables of what belongs together, made in this process."""
    terms = terms_of(None, MEMORY)
    return group(Folder(str(out)), terms, engine or Here(lambda step: None), lambda stage, done, of: None, rows)


def entries_of(out: Path) -> list[Entry]:
    """The entries of a data set, by id."""
    found = [msgspec.json.decode(row["entry"], type=Entry) for row in table(out, "entries")]
    return sorted(found, key=lambda entry: entry.id)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive."""
    return crawl(tmp_path_factory.mktemp("crawl") / "crawl.warc.wet.gz", FETCHES)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    """The file of the store to which it was added."""
    path = tmp_path_factory.mktemp("store") / "desk.sqlite"
    assert main(["add", str(source), "--store", str(path), "--workers", "1"]) == 0
    return path


@pytest.fixture(scope="module")
def store(desk: Path) -> Iterator[Any]:
    """The store."""
    with open_store(str(desk)) as opened:
        yield opened


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    """Its data set in two pieces, without what belongs together."""
    out = tmp_path_factory.mktemp("read") / "out"
    built(out, source, step=source.stat().st_size // 2 + 1)
    return out


@pytest.fixture(scope="module")
def tasks() -> list[str]:
    """The tasks of which the tables of `whole` were made."""
    return []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, read: Path, tasks: list[str]) -> Path:
    """The data set with all tables, made in small partitions."""
    out, engine = copied(read, tmp_path_factory.mktemp("whole") / "out"), Stopping(None)
    grouped(out, engine=engine)
    tasks += engine.done
    return out


def copied(read: Path, out: Path) -> Path:
    """The same data set at another place."""
    for path in read.rglob("*"):
        if path.is_file():
            target = out / path.relative_to(read)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return out


def test_families_and_stories_are_those_of_add(whole: Path, store: Any) -> None:
    documents = {document.id: document for document in store.documents()}
    families, stories = table(whole, "families"), table(whole, "stories")
    assert {row["document"]: row["family"] for row in families} == store.families(documents)
    assert {row["document"]: row["story"] for row in stories} == store.stories(documents)
    assert {row["document"]: (row["parent"], row["score"] or 0.0) for row in stories} == store.parents(documents)
    assert len(set(store.families(documents).values())) < len(documents)
    assert max(len(store.in_story(story)) for story in set(store.stories(documents).values())) > 3
    months = {row["document"]: row["month"] for row in families}
    assert months == {d.id: d.moment[:7] if d.moment else "undated" for d in documents.values()}


def test_entries_are_those_of_add_with_their_tellings(whole: Path, store: Any) -> None:
    entries = sorted(store.ask(Question(rejected=True)), key=lambda entry: entry.id)
    assert entries_of(whole) == entries
    assert max(len(entry.documents) for entry in entries) > 2
    captures = {row["document"]: row["capture"] for row in table(whole, "families")}
    told = {
        row["id"]: row["telling"] for row in table(whole, "tellings") if row["capture"] == captures[row["document"]]
    }
    assert told.keys() == {telling for entry in entries for telling in entry.tellings}
    for telling in store.tellings(told):
        found = msgspec.msgpack.decode(told[telling.id], type=Telling)
        assert msgspec.structs.replace(found, family=telling.family) == telling
    for row in table(whole, "entries"):
        day = row["from"] or row["to"]
        assert row["month"] == (day[:7] if day else "undated")


def test_the_capture_that_counts_is_that_of_the_newest_bytes(whole: Path, store: Any) -> None:
    rows = duckdb.sql(
        f"SELECT document, text, sha256 FROM '{whole}/articles/*/*.parquet'"
        f" JOIN '{whole}/families/*/*.parquet' USING (capture, document)"
    ).fetchall()
    assert {document: text for document, text, _ in rows} == {d.id: d.text for d in store.documents()}
    assert {document: sha256 for document, _, sha256 in rows} == {d: store.version(d).sha256 for d, _, _ in rows}
    assert store.counts()["versions"] == store.counts()["pages"] + 5


@pytest.mark.parametrize("rows", [6, ROWS])
def test_however_many_partitions_there_are(tmp_path: Path, read: Path, whole: Path, rows: int) -> None:
    out = copied(read, tmp_path / "out")
    grouped(out, rows)
    for name in ("families", "stories", "entries"):
        key = "document" if name != "entries" else "id"
        found, wanted = (sorted(table(place, name), key=lambda row: row[key]) for place in (out, whole))
        assert found == wanted


class Stopped(Exception):
    """What ends a run in its midst."""


class Stopping(Here):
    """Does so many tasks and ends; of the last one nothing is told."""

    def __init__(self, most: int | None) -> None:
        super().__init__(lambda step: None)
        self.done: list[str] = []
        self._most = most

    def take(self) -> Taken:
        job, result = super().take()
        assert isinstance(job, Task)
        self.done.append(job.label)
        if self._most is not None and len(self.done) > self._most:
            raise Stopped
        return job, result


def test_begun_again_only_the_rest_is_done(tmp_path: Path, read: Path, whole: Path, tasks: list[str]) -> None:
    """Stopped at its beginning, in its midst and before its last task."""
    out, done = copied(read, tmp_path / "out"), list[str]()
    for place in (3, 30, len(tasks) - 2):
        engine = Stopping(place - len(done))
        with pytest.raises(Stopped):
            grouped(out, engine=engine)
        done += engine.done
    last = Stopping(None)
    grouped(out, engine=last)
    assert done + last.done == tasks
    assert files_of(out) == files_of(whole)


def test_done_before(tmp_path: Path, whole: Path) -> None:
    out, engine = copied(whole, tmp_path / "out"), Stopping(None)
    again = grouped(out, engine=engine)
    assert (again.before, engine.done) == (True, [])
    assert again.rows == {name: len(table(out, name)) for name in ("entries", "families", "stories")}


def test_a_table_that_is_gone_is_made_again(tmp_path: Path, whole: Path) -> None:
    out = copied(whole, tmp_path / "out")
    next(out.glob("entries/month=2023-09/*")).unlink()
    assert not grouped(out).before
    assert files_of(out) == files_of(whole)


def test_a_data_set_that_has_grown_is_grouped_anew(tmp_path: Path, source: Path, read: Path, whole: Path) -> None:
    more, step = tmp_path / "more.warc.wet.gz", source.stat().st_size // 2 + 1
    crawl(more, [Fetch("other", "late", 19), Fetch("own", "own", 19)])
    grown, new = copied(whole, tmp_path / "grown"), copied(read, tmp_path / "new")
    for out in (grown, new):
        assert built(out, source, more, step=step).before == 2
        assert not grouped(out).before
    assert files_of(grown) == files_of(new) != files_of(whole)


# -- asked as a store -----------------------------------------------------------------------------------------

QUESTIONS: list[dict[str, Any]] = [
    {},
    {"actor": ["UKR"], "other": ["RUS"]},
    {"actor": ["RUS"], "other": ["RUS"]},
    {"event": ["CONSULT", "AGREE"]},
    {"status": ["planned"]},
    {"place": ["Geneva"]},
    {"country": ["DEU"], "mode": ["visit"]},
    {"said_by": ["VNA", "Reuters"]},
    {"min_origins": 2},
    {"min_origins": 2, "start_day": "2023-09-12", "end_day": "2023-09-16"},
    {"text": "hội đàm"},
    {"text": "…"},
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: " ".join(map(str, asked.values())) or "all")
def test_the_chronology_is_that_of_the_store(whole: Path, store: Any, asked: dict[str, Any]) -> None:
    question = Question(**asked)
    with Chronology(str(whole)) as chronology:
        assert list(chronology.ask(question)) == list(evidence_of(store, store.ask(question)))


def test_questions_find_some_and_not_all(store: Any) -> None:
    counts = [len(store.ask(Question(**asked))) for asked in QUESTIONS]
    assert sum(0 < count < counts[0] for count in counts) > 6


def test_the_entries_of_a_story_and_those_behind_one(whole: Path, store: Any) -> None:
    entries = store.ask(Question())
    stories = Counter(entry.story for entry in entries)
    [(story, count)] = stories.most_common(1)
    assert 1 < count < len(entries)
    with Chronology(str(whole)) as chronology:
        found = [answer.entry for answer in chronology.ask(Question(story=chronology.one_of("story", story[:8])))]
        assert found == store.ask(Question(story=story))
        for entry in entries[:: len(entries) // 4]:
            behind = [answer.entry for answer in chronology.ask(Question(story=story), entry.id)]
            assert behind == store.ask(Question(story=story), after=entry.id)


@pytest.mark.parametrize(
    "more", [["--json"], ["--csv"], [], ["--limit", "2"], ["--min-origins", "2", "--json"], ["--story"], ["--after"]]
)
def test_the_command_answers_as_it_does_of_a_store(whole: Path, desk: Path, store: Any, more: list[str]) -> None:
    first = store.ask(Question())[0]
    given = {"--story": [first.story[:8]], "--after": [first.id[:8]]}.get(more[0] if more else "", [])
    of_store = thoisu("chronology", "--store", desk, *more, *given)
    assert thoisu("chronology", "--archive", whole, *more, *given).stdout == of_store.stdout
    assert (of_store.returncode, of_store.stderr) == (0, "")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--rejected"], "--rejected: is for stores; leave it out: a data set has no corrections"),
        (["--story", "zzzz"], "zzzz: is the id of no story in the data set; copy one from `thoisu chronology`"),
    ],
)
def test_wrong_questions(whole: Path, more: list[str], says: str) -> None:
    run = thoisu("chronology", "--archive", whole, *more)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert says in run.stderr
    with Chronology(str(whole)) as chronology, pytest.raises(QuestionError, match="begins the ids of several"):
        chronology.one_of("entry", "")


def test_a_data_set_without_articles(tmp_path: Path) -> None:
    path = tmp_path / "none.warc.gz"
    path.write_bytes(archive([warcinfo(), response("<p>nothing to tell</p>")]))
    built(tmp_path / "out", path)
    made = grouped(tmp_path / "out")
    assert (made.rows, made.before) == ({}, True)
