"""PLOVER's contexts: each one's own examples, and that frames name no other."""

from typing import Any

import pytest

from thoisu.events.contexts import codes, contexts_of
from thoisu.lexicon import lexicon
from thoisu.text import tokens

from ..matching import read_sentence

ROWS = lexicon().contexts


def named(sentence: str) -> list[str]:
    run = tokens(sentence)
    return contexts_of(run, 0, len(run))


def test_there_are_37_of_them() -> None:
    assert len(codes()) == len(set(codes())) == 37


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_its_examples(row: dict[str, Any]) -> None:
    assert row["yes"]
    assert row["no"]
    for sentence in row["yes"]:
        assert row["id"] in named(sentence), sentence
    for sentence in row["no"]:
        assert row["id"] not in named(sentence), sentence


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_word_gives_it_and_each_exception_does_not(row: dict[str, Any]) -> None:
    assert len(row["words"]) == len(set(row["words"]))
    for word in row["words"]:
        assert row["id"] in named(word), word
    for phrase in row["not"]:
        assert row["id"] not in named(phrase), phrase


@pytest.mark.parametrize("frame", lexicon().frames, ids=lambda frame: frame["id"])
def test_frames_name_contexts_of_plover(frame: dict[str, Any]) -> None:
    assert set(frame.get("context", ())) <= set(codes())


def test_an_event_has_those_of_its_frame_first() -> None:
    sentence = "Ngoại trưởng Mỹ Antony Blinken đã gặp Ngoại trưởng Nga Sergei Lavrov để bàn về chương trình hạt nhân."
    events = read_sentence(sentence)["events"]
    assert [e["context"] for e in events if e["rule"] == "consult.meet"] == [["diplomatic", "cbrn"]]
