"""A page's reading with its corrections as gold: scored against the reading, only what was corrected differs."""

import json
from typing import Any

import pytest

from thoisu import read
from thoisu.chronicle.gold import as_gold, party_text
from thoisu.chronicle.records import Correction
from thoisu.model import Actor, Reading

from ..conftest import SHARED, TESTS, needs_shared
from ..test_gold import RATES, scorer
from .harness import Chronicle

PAGES = sorted((TESTS / "pages").glob("*.txt"))
TEXT = """Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).

Tại Bắc Kinh, Thủ tướng Đức Olaf Scholz đã hội đàm với Chủ tịch Trung Quốc Tập Cận Bình ngày 4/11."""


def gold_of(reading: Reading, *log: Correction) -> dict[str, Any]:
    chronicle = Chronicle({"page": reading}, log=log)
    return as_gold(reading, "page", chronicle.tellings, chronicle.entries, chronicle.force)


def first_telling(reading: Reading) -> str:
    return Chronicle({"page": reading}).tellings[0].id


def corrected(action: str, **values: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The gold of the page before and after a correction of its first event."""
    reading = read(TEXT, published="2022-11-05")
    target = [first_telling(reading)]
    return gold_of(reading), gold_of(reading, Correction(1, "2022-11-06", "an", action, target, values))


def test_without_corrections_the_gold_is_the_reading() -> None:
    reading = read(TEXT, published="2022-11-05")
    gold = gold_of(reading)
    assert gold["paragraphs"] == [p.text for p in reading.article.paragraphs]
    assert gold["published"] == "2022-11-05"
    assert [e["trigger"] for e in gold["events"]] == [e.trigger for e in reading.events]
    assert gold["events"][0] == {
        "p": reading.events[0].p, "trigger": "đến", "event": "CONSULT", "mode": "visit", "status": "happened",
        "actor": ["Olaf Scholz@DEU"], "recipient": ["CHN"], "start": "2022-11-04", "end": "2022-11-04",
        "place": "Beijing", "said_by": None,
    }  # fmt: skip


def test_what_was_set_is_in_the_gold_and_nothing_else_changes() -> None:
    before, after = corrected("set", status="planned", said_by="AP")
    assert after["events"][0] == {**before["events"][0], "status": "planned", "said_by": "AP"}
    assert after["events"][1:] == before["events"][1:]
    assert {k: v for k, v in after.items() if k != "events"} == {k: v for k, v in before.items() if k != "events"}


def test_what_was_rejected_is_not_in_the_gold() -> None:
    before, after = corrected("reject")
    assert after["events"] == before["events"][1:]


def test_a_rename_reaches_mentions_events_and_statements() -> None:
    reading = read(TEXT, published="2022-11-05")
    rename = Correction(1, "2022-11-06", "an", "rename", ["Olaf Scholz"], {"to": "O. Scholz"})
    gold = gold_of(reading, rename)
    assert "Olaf Scholz" not in {m["id"] for m in gold["mentions"]}
    assert gold["events"][0]["actor"] == ["O. Scholz@DEU"]


def test_what_another_page_adds_to_the_entry_is_not_put_into_this_pages_gold() -> None:
    short = read("Thủ tướng Đức Olaf Scholz ngày 4/11 đã thăm Trung Quốc.", published="2022-11-05")
    longer = read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    chronicle = Chronicle({"short": short, "longer": longer})
    (entry,) = chronicle.entries
    assert entry.place is not None
    assert entry.place.name == "Beijing"
    told = [t for t in chronicle.tellings if chronicle.page[t.id] == "short"]
    (event,) = as_gold(short, "short", told, chronicle.entries, chronicle.force)["events"]
    assert event["place"] != "Beijing"


@pytest.mark.parametrize(
    ("actor", "text"),
    [
        (Actor("Antony Blinken", "person", country="USA"), "Antony Blinken@USA"),
        (Actor("Jens Stoltenberg", "person", org="NATO"), "Jens Stoltenberg@NATO"),
        (Actor("Trần Văn Bình", "person"), "Trần Văn Bình"),
        (Actor("USA", "country", country="USA"), "USA"),
        (Actor("Kremlin", "org", country="RUS"), "Kremlin"),
    ],
)
def test_parties_are_written_as_the_gold_writes_them(actor: Actor, text: str) -> None:
    assert party_text(actor) == text


@needs_shared
@pytest.mark.parametrize("page", [*PAGES, *sorted((SHARED / "seeds").glob("*.txt"))], ids=lambda page: page.stem)
def test_the_scorer_reads_it_and_finds_the_reading_right(page: Any) -> None:
    reading = read(page)
    tallies: dict[str, Any] = {name: scorer().Tally() for name in RATES} | {"article": {}, "attributes": {}}
    scorer().score_one(gold_of(reading), json.loads(reading.to_json()), tallies, None)
    for name in RATES:
        assert tallies[name].tp == tallies[name].gold == tallies[name].sys, name
