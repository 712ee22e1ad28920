"""Sentences in the words of acts that tell none, beside their twins: the nearest sentences that do tell one."""

from ..conftest import cases
from ..matching import read_sentence

# The share of traps that may give an event, and of twins that must give theirs.
OVERFIRED, TOLD = 0.05, 0.90
PUBLISHED = "2022-03-08"


def rules(text: str) -> list[tuple[str, str]]:
    """The events of a sentence: category and rule."""
    return [(e["event"], e["rule"]) for e in read_sentence(text, PUBLISHED)["events"]]


def test_the_tables_are_large_enough() -> None:
    traps, twins = cases("traps"), cases("traps_twins")
    assert len({row["text"] for row in traps}) >= 150
    assert len({row["text"] for row in twins}) >= 40
    assert len({row["event"] for row in twins}) == 16


def test_traps_give_no_event() -> None:
    rows = cases("traps")
    overfired = {row["id"]: said for row in rows if (said := rules(row["text"]))}
    assert len(overfired) <= OVERFIRED * len(rows), overfired


def test_twins_give_their_event() -> None:
    rows = cases("traps_twins")
    told = {row["id"]: rules(row["text"]) for row in rows}
    untold = {row["id"]: told[row["id"]] for row in rows if row["event"] not in dict(told[row["id"]])}
    assert len(untold) <= (1 - TOLD) * len(rows), untold
