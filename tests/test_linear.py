"""No text makes reading slow: twice as much of it takes twice as long, whatever it is made of."""

import re
from pathlib import Path

import pytest

from thoisu.lexicon import lexicon

from .collected_patterns import Collected, collected, unreached
from .hostile_stages import stages
from .hostile_text import FLOOR, RATIO, N, attacks, growth, text_of

STAGES = {
    "page", "html", "metadata", "json-ld", "stamps", "times", "names", "events", "statements", "copies", "feed",
    "sitemap",
    "addresses", "section", "warc", "mail", "mail head", "mailbox", "ris", "csv", "robots", "api page",
    "api correction", "search",
    "question", "correction",
}  # fmt: skip


def test_every_rule_is_among_the_patterns() -> None:
    names = [one.name for one in collected()]
    rules = [r for r in lexicon().times["rule"] if r.get("kind") != "joint"]
    assert sum(name.startswith("times.grammar.rules[") for name in names) >= len(rules)
    assert sum(name.startswith("page.elements._zones[") for name in names) == len(lexicon().markup["zone"])
    assert sum(name.startswith("watch.looks._looks[") for name in names) == len(lexicon().looks["look"])
    assert sum(name.startswith("page.shapes.cues[") for name in names) == len(lexicon().page["line"])
    assert {"page.decode._DECLARED", "page.credits._SPLIT", "text._END", "times.grammar._starts"} <= set(names)


def test_every_call_of_re_is_reached() -> None:
    assert unreached() == []


def test_every_pattern_is_linear() -> None:
    slow = {}
    for one in collected():
        for attack in attacks(one.pattern):
            if (ratio := growth(one.run, lambda n, p=one.pattern, a=attack: text_of(p, a, n))) > RATIO:  # type: ignore[misc]
                slow[one.name] = attack, ratio
                break
    assert slow == {}


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"\s+$", "finditer"),
        (r"\s*[,|]\s*\d", "finditer"),
        (r"(?:[a-z]+\.)+vn", "finditer"),
        (r"(?:ap|[a-z]+)(?:/(?:ap|[a-z]+))*;", "fullmatch"),
        (r"(?P<a>.+?) \((?P<b>.*), (?P<c>[^,]+)\)", "fullmatch"),
    ],
)
def test_a_pattern_that_is_not_is_told(pattern: str, way: str) -> None:
    made = re.compile(pattern)
    bad = Collected("bad", made, frozenset((way,)))
    few = {"n": N // 8, "floor": FLOOR / 20}  # that it is slow shows soon, and costs the square
    assert any(growth(bad.run, lambda n, a=attack: text_of(made, a, n), **few) > RATIO for attack in attacks(made))  # type: ignore[misc, arg-type]


def test_every_stage_is_tried(tmp_path: Path) -> None:
    assert {stage.name for stage in stages(tmp_path)} == STAGES


@pytest.mark.parametrize("name", sorted(STAGES))
def test_every_stage_is_linear(name: str, tmp_path: Path) -> None:
    stage = next(stage for stage in stages(tmp_path) if stage.name == name)
    stage.attack(f"{stage.lead}a ")  # loads what the stage knows
    slow = {}
    for unit in stage.units:
        ratio = growth(stage.attack, lambda n, u=unit: stage.lead + u * (n // len(u)), floor=0.1)  # type: ignore[misc]
        if ratio > RATIO:
            slow[unit] = ratio
    assert slow == {}
