"""Questions to a data set get what a store answers that has the same pages."""

import csv
import doctest
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from thoisu import Question, add, open_store, read_archive
from thoisu.archive.asking import ask
from thoisu.chronicle.preparing import Incoming
from thoisu.errors import ArchiveError, QuestionError
from thoisu.model import Reading
from thoisu.store.base import Store

from ..conftest import ROOT
from ..test_cli import thoisu
from ..warcs import archive, html_of, response
from . import making
from .test_dataset import built

PAGES = 14


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of several shards."""
    folder = tmp_path_factory.mktemp("asked")
    built(folder / "out", making.warc(folder / "crawl.warc.gz", PAGES), step=4000)
    return folder / "out"


@pytest.fixture(scope="module")
def store(out: Path) -> Iterator[Store]:
    """A store with the same pages."""
    pages = [found for found in read_archive(out.parent / "crawl.warc.gz") if isinstance(found, Reading)]
    with open_store(str(out.parent / "tin.sqlite")) as opened:
        add(opened, [Incoming(page, b"") for page in pages])
        yield opened


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"actor": ["DEU"]},
    {"actor": ["đức", "CHL"]},
    {"actor": ["FRA"], "other": ["DEU"]},
    {"actor": ["DEU"], "other": ["DEU"]},
    {"event": ["CONSULT"]},
    {"event": ["CONSULT", "AGREE"], "country": ["CHE"]},
    {"mode": ["third-party"]},
    {"status": ["happened"]},
    {"status": ["planned", "proposed"]},
    {"place": ["geneva", "Lima"]},
    {"start_day": "2023-03-04", "end_day": "2023-03-06"},
    {"start_day": "2023-03-08"},
    {"end_day": "2023-03-03"},
    {"text": "nghe ca"},
    {"text": "…"},
    {"said_by": ["DEU"]},
    {"actor": ["Atlantis"]},
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: " ".join(map(str, asked.values())) or "all")
def test_as_a_store_answers(out: Path, store: Store, asked: dict[str, Any]) -> None:
    question = Question(**asked)
    found = [told.telling for told in ask(str(out), question)]
    entries = store.ask(question)
    assert {t.id for t in found} == {t for entry in entries for t in entry.tellings}
    days = [t.event.start_day or t.event.end_day or "9999" for t in found]
    assert days == sorted(days)


def test_there_are_answers_and_none(out: Path) -> None:
    counts = [len(list(ask(str(out), Question(**asked)))) for asked in QUESTIONS]
    assert counts[0] > 20
    assert min(counts[:4]) > 0
    assert counts[-1] == 0


@pytest.mark.parametrize(
    "asked", [{"story": "abc"}, {"min_origins": 2}, {"rejected": True}], ids=["story", "origins", "rejected"]
)
def test_what_needs_entries(out: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(QuestionError, match="needs entries"):
        list(ask(str(out), Question(**asked)))


def test_the_newest_of_an_address_counts(tmp_path: Path) -> None:
    older = making.article(1)
    newer = older._replace(title=f"{older.title} (cập nhật)")
    pages = [
        response(html_of(newer), making.address(1), date="2023-04-02T00:00:00Z"),
        response(html_of(older), making.address(1), date="2023-04-01T00:00:00Z"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(archive(pages))
    built(tmp_path / "out", tmp_path / "a.warc.gz")
    assert {told.title for told in ask(str(tmp_path / "out"), Question())} == {newer.title}


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds no data set"):
        list(ask(str(tmp_path), Question()))
    (tmp_path / "a.jsonl").write_text('{"text": "The talks resumed."}\n')
    built(tmp_path / "out", tmp_path / "a.jsonl")
    assert list(ask(str(tmp_path / "out"), Question())) == []


def test_command(out: Path) -> None:
    run = thoisu("chronology", "--archive", out, "--actor", "Đức", "--limit", "2")
    assert (run.returncode, run.stderr) == (0, "")
    assert "There is more" in run.stdout
    lines = thoisu("chronology", "--archive", out, "--actor", "Đức", "--json").stdout.splitlines()
    assert {json.loads(line)["telling"]["event"]["event"] for line in lines} <= {"CONSULT", "AGREE", "REQUEST"}
    table = list(csv.DictReader(io.StringIO(thoisu("chronology", "--archive", out, "--actor", "Đức", "--csv").stdout)))
    assert [row["id"] for row in table] == [json.loads(line)["telling"]["id"] for line in lines]


def test_the_docs_show_sessions_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(tmp_path / "tin", ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "archives.md"), module_relative=False)
    assert (failed, tried > 5) == (0, True)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--story", "abc"], "thoisu: --story: needs entries, which the data set has not; "),
        (["--min-origins", "2"], "thoisu: --min-origins: needs entries"),
        (["--after", "abc"], "thoisu: --after: "),
        (["--limit", "0"], "thoisu: --limit: "),
        (["--event", "DANCE"], "thoisu: --event: "),
    ],
)
def test_wrong_calls(out: Path, more: list[str], says: str) -> None:
    run = thoisu("chronology", "--archive", out, *more)
    assert run.returncode == 2
    assert run.stderr.startswith(says)
    assert len(run.stderr.splitlines()) == 1
