"""Whole pages that we wrote ourselves, each with its reading (tests/pages): articles exact, the rest by floors."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from thoisu import read

from .conftest import TESTS, page_of
from .matching import Act, Record, Tally, act_read, act_wanted, count_acts, names, paired, parties, powers

GOLD = sorted((TESTS / "pages").glob("*.json"))
# F1 over all pages when last measured, less 0.01; raise them as the reader gets better.
FLOORS = {
    "mention": 0.97,
    "link": 0.94,
    "time": 0.99,
    "time value": 0.92,
    "event found": 0.8,
    "event strict": 0.43,
    "statement": 0.82,
}


@cache
def gold(file: Path) -> Record:
    """The reading that a page should have."""
    return dict(json.loads(file.read_text(encoding="utf-8")))


@cache
def reading(file: Path) -> Record:
    """The reading that it has."""
    return dict(json.loads(read(page_of(gold(file)["page"])).to_json()))


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_the_article_is_exact(file: Path) -> None:
    wanted, article = gold(file)["article"], reading(file)["article"]
    said = {
        "section": article["section"],
        "title": article["title"],
        "lead": article["lead"],
        "published": article["published"] and article["published"]["value"][:16],
        "body": [p["text"] for p in article["paragraphs"] if p["role"] == "body"],
        "captions": [(c["text"], c["credit"], c["date"]) for c in article["captions"]],
        "byline": article["byline"],
        "credit": article["credit"],
        "related": [r["title"] for r in article["related"]],
    }
    assert said == {
        "section": wanted["section"],
        "title": wanted["title"],
        "lead": wanted["lead"],
        "published": wanted["published"] and wanted["published"][:16],
        "body": wanted["body"],
        "captions": [(c["text"], c["credit"], c["date"]) for c in wanted["captions"]],
        "byline": wanted["byline"],
        "credit": wanted["credit"],
        "related": [r["title"] for r in wanted["related"]],
    }


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_the_page_is_dated_and_says_how(file: Path) -> None:
    article = reading(file)["article"]
    if gold(file)["article"]["published"]:
        assert article["published"]["basis"] in {"page", "markup", "url"}
    else:
        assert article["published"] is None
        assert article["story_day"]["basis"] in {"text", "offices", "weekday"}
        assert article["story_day"]["because"]


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_the_gold_points_into_the_page(file: Path) -> None:
    paragraphs = [p["text"] for p in reading(file)["article"]["paragraphs"]]
    page = gold(file)
    for record in (*page["mentions"], *page["times"]):
        assert _start(paragraphs, record) >= 0, record
    for event in page["events"]:
        assert event["trigger"] in paragraphs[event["p"]], event
    for statement in page["statements"]:
        assert _said(paragraphs, statement), statement


@cache
def tallies() -> dict[str, Tally]:
    """What is right, said and wanted, over all pages."""
    found = {name: Tally() for name in FLOORS}
    for file in GOLD:
        _count(gold(file), reading(file), found)
    return found


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_floors(name: str, floor: float) -> None:
    tally = tallies()[name]
    assert tally.wanted > 20
    assert tally.f1 >= floor, f"{tally}"


def _count(page: Record, said: Record, found: dict[str, Tally]) -> None:
    paragraphs = [p["text"] for p in said["article"]["paragraphs"]]

    def span(record: Record) -> tuple[int, int, int]:
        if "start" in record and isinstance(record["start"], int):
            return record["p"], record["start"], record["end"]
        start = _start(paragraphs, record)
        return record["p"], start, start + len(record["text"])

    wanted_names = {(*span(m), m["kind"]): m["id"] for m in page["mentions"]}
    said_names = {(*span(m), m["kind"]): m["entity"] for m in said["mentions"]}
    both = wanted_names.keys() & said_names.keys()
    found["mention"].add(len(both), len(said_names), len(wanted_names))
    linked = sum(wanted_names[k] == said_names[k] for k in both)
    found["link"].add(linked, len(said_names), len(wanted_names))

    wanted_times = {span(t): (t["start"], t["end"]) for t in page["times"]}
    said_times = {span(t): (_day(t["from"]), _day(t["to"])) for t in said["times"]}
    same = wanted_times.keys() & said_times.keys()
    found["time"].add(len(same), len(said_times), len(wanted_times))
    found["time value"].add(sum(wanted_times[k] == said_times[k] for k in same), len(said_times), len(wanted_times))

    acts: list[Act] = [act_wanted(e) for e in page["events"]]
    count_acts(acts, [act_read(e) for e in said["events"]], found["event found"], found["event strict"])

    pairs = paired(
        [(s["p"], _said(paragraphs, s), _speakers(s["speaker"]))
         for s in page["statements"]],
        [(s["p"], (s["start"], s["end"]), parties(s["speaker"])) for s in said["statements"]],
        _same_words,
    )  # fmt: skip
    found["statement"].add(len(pairs), len(said["statements"]), len(page["statements"]))


def _same_words(wanted: Any, said: Any) -> float:
    """How much of the two spans is shared, where that is half or more and the speaker is the same."""
    if wanted[0] != said[0] or not wanted[1] or powers(wanted[2]) != powers(said[2]):
        return 0
    (a, b), (c, d) = wanted[1], said[1]
    share = float((min(b, d) - max(a, c)) / (max(b, d) - min(a, c)))
    return share if share >= 0.5 else 0


def _speakers(speaker: str | list[str] | None) -> frozenset[str]:
    return names([speaker] if isinstance(speaker, str) else speaker or [])


def _start(paragraphs: list[str], record: Record) -> int:
    at = -1
    for _ in range(record["n"] + 1):
        at = paragraphs[record["p"]].find(record["text"], at + 1)
    return at


def _said(paragraphs: list[str], statement: Record) -> tuple[int, int] | None:
    text = paragraphs[statement["p"]]
    start = text.find(statement["text_start"])
    end = text.find(statement["text_end"], start)
    return (start, end + len(statement["text_end"])) if start >= 0 and end >= 0 else None


def _day(value: str | None) -> str | None:
    return value[:10] if value else None
