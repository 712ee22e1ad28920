"""Finds time expressions: the rules of lexicon/times.toml over the key of a paragraph.

What a rule finds has no value yet (`Found`); `thoisu.times.resolve` gives it one.
"""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..lexicon import kept, lexicon
from ..lexicon.patterns import beginnings
from ..names.words import phrases
from ..text import Forms, Passage, key
from .rule import Rule


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


@cache
def _names() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """What before a month or a quoted time makes it a name: "quảng trường 10 [Tháng 3]", "ca khúc “[Ngày mai]”"."""
    guards: dict[str, list[str]] = lexicon().times["guards"]
    named, famous, titled = ("|".join(map(key, guards[g])) for g in ("named", "famous", "titled"))
    return (
        re.compile(rf"\b(?:(?:{named}) (?:mang tên )?\d{{1,2}}|{famous})\s$"),
        re.compile(rf"\b(?:{titled})(?: [\"“][^\"“”]{{1,40}}[\"”](?:,| và))? [\"“]$"),
    )


_DIGIT = re.compile(r"\d")


class Found(NamedTuple):
    """An expression in a passage: offsets, the rule, and the rule's groups that took part."""

    p: int
    start: int
    end: int
    rule: Rule
    groups: dict[str, str]
    ends: tuple["Found", ...] = ()  # of a range: the two times between which it lies


@kept(list[Rule])
def rules() -> list[Rule]:
    """The rules in the order of the file."""
    known = [_rule(r) for r in lexicon().times["rule"] if r.get("kind") != "joint"]
    return sorted(known, key=lambda rule: rule.kind == "end")  # of equal matches the one that can stand alone


@cache
def _joint() -> Rule:
    """The rule of what stands between the two ends of a range."""
    return next(_rule(r) for r in lexicon().times["rule"] if r.get("kind") == "joint")


def _rule(r: dict[str, Any]) -> Rule:
    macros: dict[str, str] = lexicon().times["macros"]
    return Rule(
        r["id"],
        re.compile(_expand(r["pattern"], macros)),
        r["op"],
        r.get("bare", False),
        tuple(key(w) for w in r.get("not_before", ())),
        tuple(key(w) for w in r.get("not_after", ())),
        re.compile(_expand(r["after"], macros)) if "after" in r else None,
        r.get("capital", False),
        r.get("kind", ""),
    )


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(3):  # a macro may use others, two levels deep
        pattern = re.sub(r"\{([a-z]+)\}", lambda m: macros[m[1]], pattern)
    return key(pattern).replace("(?p<", "(?P<")


_SEEN = 3  # characters by which the rules are told apart that may match at a word


@kept(dict[str, list[str]])
def _openings() -> dict[str, list[str]]:
    """By rule what a match may begin with."""
    return {rule.id: beginnings(rule.pattern.pattern, _SEEN) for rule in rules()}


@lru_cache(maxsize=4096)
def _rules_at(opening: str) -> tuple[Rule, ...]:
    """The rules that may match where these characters stand, in their order: for most words none or few."""
    signs = _DIGIT.sub("0", opening)
    openings = _openings()
    return tuple(rule for rule in rules() if signs.startswith(tuple(openings[rule.id])))


@cache
def _starts() -> "re.Pattern[str]":
    # A match may begin only at a word that some rule can begin with, and that whole word ("ba", but not "bay"), a
    # number or a bracket: this keeps the search linear and fast.
    words = _expand(lexicon().times["starts"], {})
    return re.compile(rf"{words}(?:(?<=[\d(])|(?![^\W\d_]))")


_may_start = Forms(lambda word: _starts().match(word) is not None)  # whether a match may begin at a token


def find_times(passage: Passage) -> list[Found]:
    """The time expressions of a passage, in order, without overlaps.

    >>> found = find_times(Passage(0, "body", "Ông sẽ tới Geneva trong ngày 21/1, sau tuần trước."))
    >>> [(f.rule.id, passage_text) for f in found for passage_text in [f.rule.op]]
    [('day.month', 'date'), ('week', 'week')]
    """
    text = passage.key
    run = passage.tokens
    found: list[Found] = []
    at, starting = 0, _may_start
    for token in run:
        i = token.start
        if i < at or not starting[token.key]:
            continue
        best = _best(passage, text, i, len(text))
        if best and text.endswith(_COMING, i, best.end) and _arrives(passage, best):
            best = _best(passage, text, i, best.end - len(_COMING)) or best
        if best:
            found.append(best)
            at = best.end
    return _joined(passage, found)


def _joined(passage: Passage, found: list[Found]) -> list[Found]:
    """Two times with "từ" before them and a joint between them as the one range that they are."""
    text, times = passage.key, []
    i = 0
    while i < len(found):
        first, second = found[i], found[i + 1] if i + 1 < len(found) else None
        lead = re.search(r"\b(?:kể )?từ $", text[max(0, first.start - 8) : first.start]) if second else None
        joint = _joint().pattern.match(text, first.end) if lead else None
        if second and lead and joint and joint.end() >= second.start:
            start = first.start - len(lead[0])
            times.append(Found(first.p, start, second.end, _joint(), {}, (first, second)))
            i += 2
            continue
        if first.rule.kind != "end":
            times.append(first)
        i += 1
    return times


_COMING = " tới"


def _arrives(passage: Passage, found: Found) -> bool:
    """Whether the "tới" that ends a day is the verb: "hôm 21/4 tới Kiev", not "ngày 28/4 tới, Kiev sẽ …"."""
    text, run = passage.key, passage.tokens
    if not _of_day().match(text, found.start):
        return False
    if _visits().match(text, found.end):
        return True
    k = passage.at(found.end)
    known = lexicon().names.longest(run, k)
    ground = known if known and any(name.kind in ("country", "place") for name in known[1]) else None
    end = ground[0] if ground else (phrases("names", "place_nouns").longest(run, k) or (k,))[0]
    if end == k or end >= len(run):
        return end > k
    if any(phrases("tense", name).longest(run, end) for name in ("future", "past", "ongoing", "told")):
        return False  # "ngày 28/4 tới Nga sẽ …": who will
    before = _last_words(text[: found.start]).removesuffix(" vào").removesuffix(" trong").rstrip()
    fronted = not before or not before[-1].isalnum()
    return not fronted or run[end].text == ","  # "Ngày 28/4 tới Nga tổ chức …": who does it


@cache
def _of_day() -> "re.Pattern[str]":
    return re.compile(f"(?:vào |trong )?(?:{'|'.join(map(key, lexicon().times['guards']['of_day']))}) ")


@cache
def _visits() -> "re.Pattern[str]":
    visits, others = ("|".join(map(key, lexicon().times["guards"][g])) for g in ("visits", "no_visits"))
    return re.compile(rf" (?!(?:{others})\b)(?:{visits})\b")


def _best(passage: Passage, text: str, i: int, until: int) -> Found | None:
    best: Found | None = None
    for rule in _rules_at(text[i : i + _SEEN]):
        m = rule.pattern.match(text, i, until)
        if m is None or m.end() == i or (best is not None and m.end() <= best.end):
            continue
        if m.end() < len(text) and text[m.end()].isalnum() and text[m.end() - 1].isalnum():
            continue
        if not _fits(rule, passage, m) or _is_name(passage.text, text, m):
            continue
        groups = {k: v for k, v in m.groupdict().items() if v is not None}
        best = Found(passage.index, m.start(), m.end(), rule, groups)
    return best


def _fits(rule: Rule, passage: Passage, m: "re.Match[str]") -> bool:
    text = passage.key
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
    if rule.capital and not passage.text[m.start() : m.end()].split()[-1].istitle():
        return False
    return rule.after is None or rule.after.search(text[max(0, m.start() - 48) : m.start()]) is not None


def _is_name(written: str, text: str, m: "re.Match[str]") -> bool:
    """Whether a match is a name or in one: "Cách mạng Tháng Tám", "đường 3 Tháng 2", a title in quotation marks."""
    start = m.start()
    if start == 0:
        return False
    before = text[max(0, start - 64) : start]
    named, titled = _names()
    if titled.search(before) or (
        before[-1] in '"“' and text[m.end() : m.end() + 1] in ('"', "”") and not _DIGIT.search(m[0])
    ):
        return True
    if text.startswith("tháng", start) and named.search(before):
        return True
    # Two capitals in the middle of a sentence, and not after a word that stands before times: "Trang tin Hôm Nay".
    words = written[start : m.end()].split()
    if not words[0].istitle() or any(c.isdigit() for c in words[0]) or before[-1] != " ":
        return False
    last = before.split()[-1]
    inside = last[-1].isalnum() and (len(words) == 1 or last.isdigit() or not _guards()[1].search(before))
    return inside and (len(words) == 1 or words[1][0].isupper() or (last.isdigit() and words[1].isdigit()))


def _last_words(before: str) -> str:
    return " " + before.rstrip()


def check(rule: dict[str, Any]) -> list[str]:
    """Faults of a rule's own examples (used by the lexicon check): `yes` found whole, `no` not by this rule."""
    faults = []
    for example in rule.get("yes", []):
        if rule["id"] not in _rules_in(example):
            faults.append(f"{rule['id']}: does not find {example!r}")
    for example in rule.get("no", []):
        if rule["id"] in _rules_in(example):
            faults.append(f"{rule['id']}: finds {example!r}")
    return faults


def _rules_in(example: str) -> set[str]:
    found = find_times(Passage(0, "body", example))
    return {f.rule.id for f in found} | {end.rule.id for f in found for end in f.ends}
