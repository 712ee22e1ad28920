"""Finds time expressions: the rules of lexicon/times.toml over the key of a paragraph.

What a rule finds has no value yet (`Found`); `thoisu.times.resolve` gives it one.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from ..lexicon import lexicon
from ..text import Passage, key


@cache
def _guards() -> tuple["re.Pattern[str]", "re.Pattern[str]", "re.Pattern[str]"]:
    """What follows a fraction, what may stand before a bare day and month, and what makes a number no day."""
    guards: dict[str, list[str]] = lexicon().times["guards"]
    fraction, before, number = ("|".join(map(key, guards[g])) for g in ("fraction", "before_day", "before_number"))
    return (
        re.compile(rf"\s?(?:{fraction})\b"),
        re.compile(rf"(?:^|\(|\b(?:{before}),? ?|[-–,] ?)$"),
        re.compile(rf"\b(?:{number})\s?$"),
    )


class Rule(NamedTuple):
    """A compiled rule of lexicon/times.toml."""

    id: str
    pattern: "re.Pattern[str]"
    op: str
    bare: bool
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


class Found(NamedTuple):
    """An expression in a passage: offsets, the rule, and the rule's groups that took part."""

    p: int
    start: int
    end: int
    rule: Rule
    groups: dict[str, str]


@cache
def rules() -> list[Rule]:
    """The rules in the order of the file."""
    data = lexicon().times
    macros: dict[str, str] = data["macros"]
    return [
        Rule(
            r["id"],
            re.compile(_expand(r["pattern"], macros)),
            r["op"],
            r.get("bare", False),
            tuple(key(w) for w in r.get("not_before", ())),
            tuple(key(w) for w in r.get("not_after", ())),
        )
        for r in data["rule"]
    ]


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(3):  # a macro may use others, two levels deep
        pattern = re.sub(r"\{([a-z]+)\}", lambda m: macros[m[1]], pattern)
    return key(pattern).replace("(?p<", "(?P<")


@cache
def _starts() -> "re.Pattern[str]":
    # A match may begin only at a word that some rule can begin with: this keeps the search linear and fast.
    return re.compile(r"(?<![\w])" + _expand(lexicon().times["starts"], {}))


def find_times(passage: Passage) -> list[Found]:
    """The time expressions of a passage, in order, without overlaps.

    >>> found = find_times(Passage(0, "body", "Ông sẽ tới Geneva trong ngày 21/1, sau tuần trước."))
    >>> [(f.rule.id, passage_text) for f in found for passage_text in [f.rule.op]]
    [('day.month', 'date'), ('week', 'week')]
    """
    text = passage.key
    allowed = {t.start for t in passage.tokens}
    found: list[Found] = []
    at = 0
    for start in _starts().finditer(text):
        i = start.start()
        if i < at:
            continue
        if text[i] == "(":
            i += 1
        best = _best(passage, text, i)
        if best and best.start in allowed:
            found.append(best)
            at = best.end
    return found


def _best(passage: Passage, text: str, i: int) -> Found | None:
    best: Found | None = None
    for rule in rules():
        m = rule.pattern.match(text, i)
        if m is None or m.end() == i or (best is not None and m.end() <= best.end):
            continue
        if m.end() < len(text) and text[m.end()].isalnum() and text[m.end() - 1].isalnum():
            continue
        if not _fits(rule, text, m):
            continue
        groups = {k: v for k, v in m.groupdict().items() if v is not None}
        best = Found(passage.index, m.start(), m.end(), rule, groups)
    return best


def _fits(rule: Rule, text: str, m: "re.Match[str]") -> bool:
    before = text[max(0, m.start() - 24) : m.start()]
    if rule.bare:
        fraction, day, number = _guards()
        if fraction.match(text, m.end()) or not day.search(before) or number.search(before):
            return False
    if rule.not_before and _last_words(before).endswith(tuple(w if w.isdigit() else " " + w for w in rule.not_before)):
        return False
    if rule.not_after:
        following = text[m.end() : m.end() + 12].lstrip()
        if following.startswith(rule.not_after):
            return False
    return True


def _last_words(before: str) -> str:
    return " " + before.rstrip()


def check(rule: dict[str, Any]) -> list[str]:
    """Faults of a rule's own examples (used by the lexicon check): `yes` found whole, `no` not by this rule."""
    faults = []
    for example in rule.get("yes", []):
        if not any(f.rule.id == rule["id"] for f in find_times(Passage(0, "body", example))):
            faults.append(f"{rule['id']}: does not find {example!r}")
    for example in rule.get("no", []):
        if any(f.rule.id == rule["id"] for f in find_times(Passage(0, "body", example))):
            faults.append(f"{rule['id']}: finds {example!r}")
    return faults
