"""Gives each found expression its interval and says what anchored it.

The clock moves with the text: a day told as done becomes the narrated day that "cùng ngày" points to; a
day that lies ahead does not.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from ..lexicon import Phrases, lexicon
from ..model import Time
from ..text import Passage
from .grammar import Found
from .values import OPERATIONS, Clock, Interval

_RELATIVE = frozenset(("same.day", "days.after", "days.before", "since.last", "hour.alone"))
_DAYS = frozenset(
    (
        "date",
        "same.day",
        "hour.date",
        "today",
        "weekday",
        "weekday.alone",
        "days.after",
        "days.before",
        "hour.relative",
        "day.of.month",
    )
)
_WHOLE = frozenset(("year", "year.any", "decade", "century", "range.years", "range.months"))
AHEAD = frozenset(("future", "promised"))
_NEAR = 12  # tokens; a tense word farther off, or behind a comma, says less
_STOPS = frozenset((";", ".", "?", "!"))


@cache
def _cues() -> Phrases[str]:
    grammar = lexicon().grammar
    pairs = [(w, "future") for w in grammar["tense"]["future"]]
    pairs += [(w, "past") for w in grammar["tense"]["past"]] + [(w, "told") for w in grammar["tense"]["told"]]
    pairs += [(w, "promised") for w in grammar["tense"]["promised"]]
    return Phrases(pairs)


def tense_around(passage: Passage, start: int, end: int) -> str | None:
    """The tense in which a time (offsets) is told: the cue before it in its sentence, else the next after.

    future, past or ongoing where tense words say so; told and promised where only a reporting or promising
    verb stands there, which is weaker evidence for the past and for the future.

    >>> tense_around(Passage(0, "body", "Ông sẽ đến Geneva trong ngày 21/1."), 19, 33)
    'future'
    """
    lo, hi = passage.at(start), passage.at(end)
    first, last = next(((a, b) for a, b in passage.sentences if a <= lo < b), (lo, hi))
    cues = [(i, cue) for i, cue in _all_cues(passage, first, last) if not lo <= i < hi]
    before = [(i, cue) for i, cue in cues if i < lo]
    if before:
        i, cue = before[-1]
        if cue == "told" and len(before) > 1 and before[-2][1] == "future" and i - before[-2][0] <= 2:
            cue = "future"  # "sẽ công bố …"
        if not any(passage.tokens[j].text in _STOPS for j in range(i, lo)):
            near = lo - i <= _NEAR and all(passage.tokens[j].text != "," for j in range(i, lo))
            return cue if near else {"past": "told", "future": "promised"}.get(cue, cue)
    for i, cue in cues:
        if i >= hi:
            near = i - hi <= _NEAR and all(passage.tokens[j].text != "," for j in range(hi + 1, i))
            return (
                {"promised": "told"}.get(cue, cue)
                if near
                else {"past": "told", "promised": "told", "future": "promised"}.get(cue, cue)
            )
    return None


def _all_cues(passage: Passage, first: int, last: int) -> list[tuple[int, str]]:
    found, i = [], first
    while i < last:
        hit = _cues().longest(passage.tokens, i)
        if hit:
            found.append((i, hit[1][0]))
            i = hit[0]
        else:
            i += 1
    return found


def resolve_times(
    passages: Iterable[Passage],
    found: dict[int, list[Found]],
    published: date | None,
    story_day: date | None,
) -> tuple[list[Time], list[str]]:
    """All times of a page in order, and warnings for those that nothing anchors.

    `found` holds what `find_times` gave for each paragraph. Raises nothing: what can't be resolved is
    given with open ends and named in a warning.
    """
    clock = Clock(published or story_day, narrated=story_day)
    base = "published" if published else ("story_day" if story_day else "page")
    times: list[Time] = []
    warnings: list[str] = []
    for passage in passages:
        clock.narrated = clock.narrated or story_day
        for expression in found.get(passage.index, ()):
            clock.tense = tense_around(passage, expression.start, expression.end)
            groups = expression.groups | {"text": passage.key[expression.start : expression.end]}
            clock.from_year = _year_told(passage, found[passage.index], expression)
            try:
                value = OPERATIONS[expression.rule.op](groups, clock)
            except OverflowError:  # before the year 1
                value = None
            text = passage.text[expression.start : expression.end]
            if value is None:
                lone = clock.today is None and "y" not in groups
                why = "has no anchor: the page's own day is not known" if lone else "is no day of the calendar"
                warnings.append(f"{text!r} (paragraph {passage.index}) {why}")
                times.append(_time(passage, expression, (None, None), "page"))
                continue
            anchor = _anchor(expression, groups, base)
            _advance(clock, expression, value)
            times.append(_time(passage, expression, value, anchor))
    return times, warnings


def _year_told(passage: Passage, found: list[Found], expression: Found) -> int | None:
    """ "Hồi tháng 9/2019, ông nói cuộc gặp … ngày 8/9": the year of the same month earlier in the sentence."""
    if "y" in expression.groups or "m" not in expression.groups:
        return None
    for other in reversed([f for f in found if f.end <= expression.start]):
        if other.groups.get("m") == expression.groups["m"] and "y" in other.groups:
            between = passage.text[other.end : expression.start]
            return int(other.groups["y"]) if not any(stop in between for stop in ".;!?") else None
    return None


def _anchor(expression: Found, groups: dict[str, str], base: str) -> str:
    if expression.rule.op in _RELATIVE:
        return "narrated day"
    if "y" in groups or expression.rule.op in _WHOLE:
        return "page"
    return base


def _advance(clock: Clock, expression: Found, value: Interval) -> None:
    start, end = value
    clock.since = start or clock.since
    if start is None or start != end or expression.rule.op not in _DAYS:
        return
    clock.last = start
    ahead = clock.tense in AHEAD or (clock.today is not None and start > clock.today)
    if not ahead:
        clock.narrated = start


def _time(passage: Passage, expression: Found, value: Interval, anchor: str) -> Time:
    start, end = (d.isoformat() if d else None for d in value)
    hm, until = expression.groups.get("hm"), expression.groups.get("hm2")
    if hm and until and start and end:
        return _span(passage, expression, f"{start}T{_clock(hm)}", f"{end}T{_clock(until)}", anchor)
    if hm and start and end:
        figures = "".join(c if c.isdigit() else " " for c in hm).split()
        hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
        if hour < 24:
            part = expression.groups.get("part", "") or passage.key[expression.start : expression.end]
            if "đêm" in part and hour == 12:
                return _span(passage, expression, start, end, anchor)  # midnight: the day before or after
            late = (
                any(w in part for w in ("chiều", "tối"))
                or ("đêm" in part and hour > 5)
                or ("trưa" in part and hour < 3)
            )
            hour += 12 if late and hour < 12 else 0
            start = end = f"{start}T{hour:02d}:{minute:02d}"
    return _span(passage, expression, start, end, anchor)


def _clock(hm: str) -> str:
    figures = "".join(c if c.isdigit() else " " for c in hm).split()
    return f"{int(figures[0]) % 24:02d}:{int(figures[1]) if len(figures) > 1 else 0:02d}"


def _span(passage: Passage, expression: Found, start: str | None, end: str | None, anchor: str) -> Time:
    return Time(
        passage.index, expression.start, expression.end, passage.text[expression.start : expression.end],
        start, end, expression.rule.id, anchor,
    )  # fmt: skip
