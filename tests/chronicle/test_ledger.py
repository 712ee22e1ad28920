"""What becomes of plans: tests/cases/outcomes.tsv, each case looked for as a store looks for it."""

from datetime import date
from typing import Any

import pytest

from thoisu import read
from thoisu.chronicle.corrections import modes
from thoisu.chronicle.cues import cue_of
from thoisu.chronicle.ledger import outcome
from thoisu.chronicle.records import Entry
from thoisu.lexicon import lexicon

from ..conftest import cases
from .harness import Chronicle

CUES, FULFILLED = lexicon().outcomes["cue"], lexicon().outcomes["fulfilled"]


def chronicle_of(row: dict[str, str]) -> Chronicle:
    readings = {"plan": read(row["plan"], published=row["published"])}
    if row["later"]:
        readings["later"] = read(row["later"], published=row["later_published"])
    return Chronicle(readings)


def plan_in(chronicle: Chronicle) -> Entry:
    (plan,) = (e for e in chronicle.plans() if chronicle.pages(e) == ["plan"])
    return plan


@pytest.mark.parametrize("row", cases("outcomes"), ids=lambda row: f"{row['kind']}-{row['why']}")
def test_what_became_of_it(row: dict[str, str]) -> None:
    chronicle = chronicle_of(row)
    found = chronicle.outcome(plan_in(chronicle), row["today"])
    changes = dict(change.split("=") for change in row["changes"].split(";") if change)
    assert (found.kind, found.changes) == (row["kind"], changes), (found, chronicle.entries)
    told = found.kind in ("done", "postponed", "cancelled", "changed")
    assert bool(found.entries) == told
    assert found.because


PLAN = "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 21/3."
OFF = "Chuyến thăm Ấn Độ ngày 21/3 của Thủ tướng Nhật Bản Fumio Kishida bị hoãn."
ANEW = "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 28/3."
DONE = "Ngày 21/3, Thủ tướng Nhật Bản Fumio Kishida đã thăm Ấn Độ."
CANCELLED = "Thủ tướng Nhật Bản Fumio Kishida hủy chuyến thăm Ấn Độ."


@pytest.mark.parametrize(
    ("later", "kind", "changes"),
    [
        ([OFF, ANEW], "postponed", {"from": "2022-03-28", "to": "2022-03-28"}),
        ([OFF, DONE], "done", {}),
        ([OFF, CANCELLED], "cancelled", {}),
        ([ANEW, DONE], "done", {}),
    ],
)
def test_what_several_pages_tell_of_one_plan(later: list[str], kind: str, changes: dict[str, str]) -> None:
    for order in (later, later[::-1]):
        pages = {"plan": read(PLAN, published="2022-03-18")}
        pages |= {f"page {k}": read(text, published="2022-03-21") for k, text in enumerate(order)}
        chronicle = Chronicle(pages)
        found = chronicle.outcome(plan_in(chronicle), "2022-04-01")
        assert (found.kind, found.changes) == (kind, changes)


def test_what_puts_off_an_earlier_plan_leaves_the_new_one_open() -> None:
    pages = {"off": read(OFF, published="2022-03-20"), "plan": read(ANEW, published="2022-03-20")}
    chronicle = Chronicle(pages)
    assert chronicle.outcome(plan_in(chronicle), "2022-03-21").kind == "open"


def test_what_is_rejected_shows_nothing() -> None:
    row = next(r for r in cases("outcomes") if r["kind"] == "done")
    chronicle = chronicle_of(row)
    plan = plan_in(chronicle)
    (deed,) = (e for e in chronicle.entries if e is not plan)
    gone = Entry(**{field: getattr(deed, field) for field in deed.__struct_fields__} | {"rejected": True})
    assert outcome(plan, [deed], date(2022, 3, 1)).kind == "done"
    assert outcome(plan, [gone], date(2022, 3, 1)).kind == "unreported"
    assert outcome(plan, [plan], date(2022, 3, 1)).kind == "unreported"


def kind(sentence: str) -> str:
    return (cue_of(sentence) or ("", ""))[0]


@pytest.mark.parametrize("row", CUES, ids=lambda row: row["outcome"])
def test_the_examples_of_a_cue(row: dict[str, Any]) -> None:
    assert {s: kind(s) for s in row["yes"]} == dict.fromkeys(row["yes"], row["outcome"])
    assert [s for s in row["no"] if kind(s) == row["outcome"]] == []
    assert row["no"]


@pytest.mark.parametrize("row", FULFILLED, ids=lambda row: row["id"])
def test_what_fulfils_has_plovers_codes(row: dict[str, Any]) -> None:
    assert {row["event"], *row["by"]} <= modes().keys()
    known = {mode for event in (row["event"], *row["by"]) for mode in modes()[event]} | {""}
    assert {*row.get("modes", ()), *row.get("by_modes", ())} <= known
