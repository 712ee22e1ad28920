"""Hostile strings made of a pattern's own parts, and how the time that they take grows with their length.

CPU time of one thread is compared, and only with itself, so that neither how fast a machine is nor what else it does
decides. A run that looks bad is measured again, both lengths in turn, then at twice the length: noise does not stay,
a square does.
"""

import re
import signal
import time
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

N = 10_000  # code points of the shorter string; the longer one has twice as many
RATIO = 2.6
FLOOR = 0.015  # CPU seconds for 2n below which nothing is compared: a square takes more than 0.05 there
_TURNS = 5
_PATIENCE = 2.0  # CPU seconds after which a run is given up
_MANY = 8  # a repeat that goes so far is one that can be attacked
_MOST = 14  # strings of each kind made of one pattern: those of many alternatives are thinned out evenly
NOTHING = "\ue000"  # a sign for private use, which no pattern means: what follows a run and must not

# Runs of one kind of sign, and of the words that most rules begin with.
RUNS = (
    " ", "\u00a0", "\n", " \n", "a", "A", "1", "Á", "\u0301", ".", ",", "-", "–", ":", "/", "(", ")", "[", "<",
    '"', "“",
    "'", "a ", "Aa ", "A. ", "1 ", "1/", "1.", "1:", ", ", "- ", "() ", "(a ", "a-", "a.", "a@", "a:", "ngày ",
    "ngày 1/",
)  # fmt: skip
# The sign that stands for a class is the first of these that is in it; of alternatives it is the first or the last.
_TASTES = ((' .,-/("1aAđ<:\t\n', 0), ('aA1đ -.,/:("<\t\n', -1))
Taste = tuple[str, int]


class TooSlow(Exception):
    """A run took longer than anybody waits."""


def growth(run: Callable[[Any], object], make: Callable[[int], Any], n: int = N, floor: float = FLOOR) -> float:
    """How many times longer `run` takes for a text twice as long; 0 where both are too fast to tell."""
    short, long = make(n), make(2 * n)
    try:
        if (second := _seconds(run, long)) < floor or second <= RATIO * _seconds(run, short):
            return 0.0
    except TooSlow:
        return float("inf")
    # What else runs on the machine can slow the one run and not the other: that is no square, which more text shows.
    least = float("inf")
    for k in (n, 2 * n, 4 * n):
        try:
            ratio, seconds = _ratio(run, make(k), make(2 * k))
        except TooSlow:
            break
        if k == n and seconds < floor:
            return 0.0
        least = min(least, ratio)
        if least <= RATIO:
            break
    return least


def _ratio(run: Callable[[Any], object], short: Any, long: Any) -> tuple[float, float]:
    """The least time of the longer text over the least of the shorter, of some turns, and the former.

    There are fewer turns where they agree.
    """
    least = [float("inf")] * 2
    for _ in range(_TURNS):
        least = [min(seconds, _seconds(run, text)) for seconds, text in zip(least, (short, long), strict=True)]
        if least[1] <= RATIO * least[0]:
            break
    return least[1] / max(least[0], 1e-6), least[1]


def _seconds(run: Callable[[Any], object], text: Any) -> float:
    """CPU seconds of one run."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {_PATIENCE:.0f} seconds for {len(text)} code points")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
    try:
        begun = time.thread_time()
        run(text)
        return time.thread_time() - begun
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def attacks(pattern: "re.Pattern[Any]") -> list[tuple[str, str, str]]:
    """What to begin with, what to repeat and what to end with, so that a pattern is kept busy as long as possible."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    groups: list[tuple[str, str]] = []  # what repeats more than one sign can often be divided in more than one way
    others: list[tuple[str, str]] = []
    repeated: list[Any] = []
    for taste in _TASTES:
        prefix = ""
        for before, inner in _repeats(parsed, "", taste):
            unit = _sample(inner, taste)
            (groups if len(unit) > 1 else others).extend([(before, unit), ("", unit), ("", before + unit)])
            repeated.append(inner)
        for item in parsed:
            prefix += _sample([item], taste)
            others.append(("", prefix))
    known = [*_thinned(groups, _MOST), *_thinned(others, _MOST)]
    runs = [("", sign) for sign in RUNS if any(_begins(inner, sign[0]) for inner in repeated)]
    return [(*one, NOTHING) for one in dict.fromkeys(known + runs)] + [(*one, "") for one in known[:2]]


def _thinned(found: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    known = list(dict.fromkeys((before, unit) for before, unit in found if unit))
    return known[:: max(1, -(-len(known) // most))]


def text_of(pattern: "re.Pattern[Any]", attack: tuple[str, str, str], n: int) -> Any:
    """A string of n code points in the pattern's own type."""
    before, unit, tail = attack
    text = (before + unit * (n // len(unit) + 1))[: n - len(tail)] + tail
    return text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")[:n]


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _inside(op: Any, value: Any) -> list[Any]:
    """The alternatives that a part of a pattern has inside."""
    if op in _REPEATS:
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op is sre.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (sre.ASSERT, sre.ASSERT_NOT) else []


def _repeats(parsed: Any, before: str, taste: Taste) -> Iterator[tuple[str, Any]]:
    """Each repeat that can go far: what stands before it, and what it repeats."""
    for op, value in parsed:
        if op in _REPEATS and value[1] >= _MANY:
            yield before, value[2]
        for inner in _inside(op, value):
            yield from _repeats(inner, before, taste)
        before += _sample([(op, value)], taste)


def _begins(parsed: Any, sign: str) -> bool:
    """Whether what is repeated may hold a sign."""
    for op, value in parsed:
        if op is sre.LITERAL and ord(sign) == value:
            return True
        if op is sre.ANY or (op is sre.NOT_LITERAL and ord(sign) != value):
            return True
        if op is sre.IN and _member(value, sign):
            return True
        if any(_begins(inner, sign) for inner in _inside(op, value)):
            return True
    return False


def _sample(parsed: Any, taste: Taste) -> str:
    """A string that the parts match, with one of what may be left out."""
    out, (signs, pick) = "", taste
    for op, value in parsed:
        if op is sre.LITERAL:
            out += chr(value)
        elif op is sre.NOT_LITERAL:
            out += next(sign for sign in signs if ord(sign) != value)
        elif op is sre.ANY:
            out += signs[0]
        elif op is sre.IN:
            others = (chr(v if o is sre.LITERAL else v[0]) for o, v in value if o in (sre.LITERAL, sre.RANGE))
            out += _member(value, signs) or _member(value, "".join(others))
        elif op in _REPEATS:
            out += _sample(value[2], taste) * max(1, value[0])
        elif op not in (sre.ASSERT, sre.ASSERT_NOT) or (op is sre.ASSERT and value[0] < 0):
            inside = _inside(op, value)
            out += _sample(inside[pick], taste) if inside else ""
    return out


def _member(items: Any, signs: str) -> str:
    """The first of some signs that is in a class."""
    wanted = not (items and items[0][0] is sre.NEGATE)
    return next((sign for sign in signs if _is_of(sign, items) == wanted), "")


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _is_of(sign: str, items: Any) -> bool:
    for op, value in items:
        if (
            (op is sre.LITERAL and ord(sign) == value)
            or (op is sre.RANGE and value[0] <= ord(sign) <= value[1])
            or (op is sre.CATEGORY and re.match(_CATEGORIES[value], sign))
        ):
            return True
    return False
