"""The cues of lexicon/outcomes.toml against their own examples, and its codes."""

from typing import Any

import pytest

from thoisu.chronicle.corrections import modes
from thoisu.chronicle.ledger import cue_of
from thoisu.lexicon import lexicon

CUES, FULFILLED = lexicon().outcomes["cue"], lexicon().outcomes["fulfilled"]


def kind(sentence: str) -> str:
    return (cue_of(sentence) or ("", ""))[0]


@pytest.mark.parametrize("row", CUES, ids=lambda row: row["outcome"])
def test_its_examples(row: dict[str, Any]) -> None:
    assert {s: kind(s) for s in row["yes"]} == dict.fromkeys(row["yes"], row["outcome"])
    assert [s for s in row["no"] if kind(s) == row["outcome"]] == []
    assert row["no"]


@pytest.mark.parametrize("row", FULFILLED, ids=lambda row: row["id"])
def test_its_codes_are_plovers(row: dict[str, Any]) -> None:
    assert {row["event"], *row["by"]} <= modes().keys()
    known = {mode for event in (row["event"], *row["by"]) for mode in modes()[event]} | {""}
    assert {*row.get("modes", ()), *row.get("by_modes", ())} <= known
