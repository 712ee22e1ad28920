"""Each frame's and reporting verb's own examples: `yes` gives a record of it, `no` gives none."""

from typing import Any

import pytest

from thoisu.lexicon import lexicon
from thoisu.text import key, tokens

from ..matching import Record, read_sentence

FRAMES = [pytest.param(f, id=f["id"]) for f in lexicon().frames]
VERBS = [pytest.param(v, id=v["group"]) for v in lexicon().speech["verb"]]
STANCES = [pytest.param(v, id=v["needs"]) for v in lexicon().speech["stance"]]


def told(events: list[Record]) -> list[tuple[Any, ...]]:
    """What came out, for the message of a failing test."""
    return [(e["rule"], e["trigger"], e["status"]) for e in events]


def examples(rows: list[Any], which: str) -> list[Any]:
    """(row, sentence) for each example of each row."""
    return [
        pytest.param(p.values[0], sentence, id=f"{p.id}-{k}")
        for p in rows
        for k, sentence in enumerate(p.values[0][which])
    ]


@pytest.mark.parametrize(("frame", "sentence"), examples(FRAMES, "yes"))
def test_yes_sentence_gives_an_event_of_the_frame(frame: Record, sentence: str) -> None:
    events = read_sentence(sentence)["events"]
    own = [e for e in events if e["rule"] == frame["id"]]
    assert own, f"{sentence} gives {told(events)}"
    assert all(e["event"] == frame["event"] for e in own)


@pytest.mark.parametrize(("frame", "sentence"), examples(FRAMES, "no"))
def test_no_sentence_gives_no_event_of_the_frame(frame: Record, sentence: str) -> None:
    events = read_sentence(sentence)["events"]
    assert frame["id"] not in [e["rule"] for e in events], f"{sentence} gives {told(events)}"


@pytest.mark.parametrize("frame", FRAMES)
def test_no_sentence_is_a_near_miss(frame: Record) -> None:
    """At least one `no` sentence holds a word of one of the frame's triggers: else it says nothing of the frame."""
    own = {word for trigger in (*frame["verbs"], *frame["nouns"]) for word in key(trigger).split()}
    assert any(own & {t.key for t in tokens(sentence)} for sentence in frame["no"])


@pytest.mark.parametrize(("verb", "sentence"), examples([*VERBS, *STANCES], "yes"))
def test_yes_sentence_gives_a_statement(verb: Record, sentence: str) -> None:
    statements = read_sentence(sentence)["statements"]
    assert statements, sentence
    assert {s["cue"] for s in statements} <= set(verb["cues"])


@pytest.mark.parametrize(("verb", "sentence"), examples([*VERBS, *STANCES], "no"))
def test_no_sentence_gives_no_statement(verb: Record, sentence: str) -> None:
    assert [(s["cue"], s["text"]) for s in read_sentence(sentence)["statements"]] == []


def test_there_are_many_reporting_verbs() -> None:
    cues = [cue for v in (*VERBS, *STANCES) for cue in v.values[0]["cues"]]
    assert len(set(cues)) >= 120
    assert len(set(cues)) == len(cues), sorted(c for c in set(cues) if cues.count(c) > 1)
