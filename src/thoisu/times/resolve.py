"""Gives each found expression its interval and says what anchored it.

The clock moves with the text: a day told as done becomes the narrated day that "cùng ngày" points to; a
day that lies ahead does not.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from ..lexicon import Phrases, lexicon
from ..model import Time
from ..text import LONGEST, Passage
from .clock import weekday_index
from .grammar import Found
from .values import OPERATIONS, Clock, Interval

_RELATIVE = frozenset(
    ("same.day", "days.after", "days.before", "since.last", "hour.alone", "day.of.same.month", "year.same")
)
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
        "hour.weekday",
        "day.of.near.month",
        "day.of.same.month",
        "day.of.month",
    )
)
_WHOLE = frozenset(("year", "year.any", "decade", "century", "range.years", "range.months"))
AHEAD = frozenset(("future", "promised"))
_FORWARD = {"future": "future", "possible": "promised"}
_NEAR = 12  # tokens; a tense word farther off, or behind a comma, says less
_STOPS = frozenset((";", ".", "?", "!"))


@cache
def _cues() -> Phrases[str]:
    grammar = lexicon().grammar
    pairs = [(w, "future") for w in grammar["tense"]["future"]]
    pairs += [(w, "past") for w in grammar["tense"]["past"]] + [(w, "told") for w in grammar["tense"]["told"]]
    pairs += [(w, "promised") for w in grammar["tense"]["promised"]]
    pairs += [(w, "possible") for w in lexicon().times["tense"]["possible"]]
    pairs += [(w, "plan") for w in lexicon().times["tense"]["plans"]]
    pairs += [(w, "lasts") for w in lexicon().times["tense"]["lasts"]]
    return Phrases(pairs)


def tense_around(passage: Passage, start: int, end: int) -> str | None:
    """The tense in which a time (offsets) is told: the cue before it in its sentence, else the next after.

    future, past or ongoing where tense words say so; told and promised where only a reporting or promising
    verb stands there, which is weaker evidence for the past and for the future.

    >>> tense_around(Passage(0, "body", "Ông sẽ đến Geneva trong ngày 21/1."), 19, 33)
    'future'
    """
    lo, hi = passage.at(start), passage.at(end)
    sentence = passage.sentence_of(lo)
    first, last = (lo, hi) if sentence is None else passage.sentences[sentence]
    cues = [(i, cue) for i, cue in _all_cues(passage, first, last) if not lo <= i < hi]
    before = [(i, cue) for i, cue in cues if i < lo]
    if before:
        i, cue = before[-1]
        cue = {"possible": "promised", "plan": "promised", "lasts": "future"}.get(cue, cue)
        if cue == "told" and len(before) > 1 and before[-2][1] in _FORWARD and i - before[-2][0] <= 2:
            cue = _FORWARD[before[-2][1]]  # "sẽ công bố …"
        if not any(passage.tokens[j].text in _STOPS for j in range(i, lo)):
            near = lo - i <= _NEAR and all(passage.tokens[j].text != "," for j in range(i, lo))
            return cue if near else {"past": "told", "future": "promised"}.get(cue, cue)
    for i, cue in cues:
        if i >= hi and cue not in ("plan", "lasts"):
            near = i - hi <= _NEAR and all(passage.tokens[j].text != "," for j in range(hi + 1, i))
            if cue == "possible":
                if near:
                    return "promised"
                continue
            return (
                {"promised": "told"}.get(cue, cue)
                if near
                else {"past": "told", "promised": "told", "future": "promised"}.get(cue, cue)
            )
    return None


def _all_cues(passage: Passage, first: int, last: int) -> list[tuple[int, str]]:
    found, i, run, words = [], first, passage.tokens, _cues()
    while i < last:
        hit = words.longest(run, i) if run[i].key in words.openers else None
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
        clock.beside, told_at = None, -2
        for expression in _split(passage, found.get(passage.index, ()), clock):
            clock.tense = tense_around(passage, expression.start, expression.end)
            clock.from_year = _year_told(passage, found[passage.index], expression)
            sentence = _sentence(passage, expression)
            if sentence - told_at > 1:
                clock.beside = None
            groups = _groups(passage, expression) | ({"same_sentence": ""} if sentence == told_at else {})
            value = _range_of(passage, expression, clock) if expression.ends else _value(expression, groups, clock)
            text = passage.text[expression.start : expression.end]
            if value is None:
                lone = clock.today is None and "y" not in groups
                why = "has no anchor: the page's own day is not known" if lone else "is no day of the calendar"
                warnings.append(f"{text!r} (paragraph {passage.index}) {why}")
                times.append(_time(passage, expression, (None, None), "page"))
                continue
            anchor = _anchor(expression, groups, base)
            since = passage.text[max(0, expression.start - 7) : expression.start].lower().endswith("kể từ ")
            _advance(clock, expression, value, since or _in_passing(passage, expression))
            if value[0] and clock.tense not in AHEAD and (clock.today is None or value[0] <= clock.today):
                clock.beside, told_at = value[0], sentence
            times.append(_time(passage, expression, value, anchor))
    return times, warnings


def _groups(passage: Passage, expression: Found) -> dict[str, str]:
    """The groups of an expression, with its words and, at the head of a clause, the mark of that."""
    groups = expression.groups | {"text": passage.key[expression.start : expression.end]}
    before, after = (
        passage.key[max(0, expression.start - 2) : expression.start].rstrip(),
        passage.key[expression.end : expression.end + 1],
    )
    return groups | {"head": ""} if after == "," and before[-1:] in ("", ".", ";", ",") else groups


def _sentence(passage: Passage, expression: Found) -> int:
    found = passage.sentence_of(passage.at(expression.start))
    return 0 if found is None else found


def _value(expression: Found, groups: dict[str, str], clock: Clock) -> Interval | None:
    try:
        return OPERATIONS[expression.rule.op](groups, clock)
    except OverflowError:  # before the year 1
        return None


def _split(passage: Passage, found: Iterable[Found], clock: Clock) -> Iterable[Found]:
    """The expressions one by one; a range whose ends are in no order is the two times that it joins."""
    for expression in found:
        if expression.ends and _range_of(passage, expression, clock) is None:
            yield from (end for end in expression.ends if end.rule.kind != "end")
        else:
            yield expression


def _range_of(passage: Passage, expression: Found, clock: Clock) -> Interval | None:
    """The range between two times: the end without a year is in that of the other."""
    first, second = expression.ends
    clock = replace(clock, tense=tense_around(passage, expression.start, expression.end), from_year=None)
    last = _value(second, _groups(passage, second), clock)
    groups = _groups(passage, first)
    if second.rule.op == "weekday" and first.rule.op == "weekday.alone" and last and last[1]:
        back = (last[1].weekday() - weekday_index(groups["wd"])) % 7
        return last[1] - timedelta(days=back), last[1]
    begin = _value(first, groups, clock if second.rule.op != "now" else replace(clock, tense="past"))
    if _yearless(second) and begin and begin[0]:
        last = _in_year(second, _groups(passage, second), clock, begin[0], 1)
    elif _yearless(first) and last and last[1]:
        begin = _in_year(first, groups, clock, last[1], -1)
    start, end = begin[0] if begin else None, last[1] if last else None
    return (start, end) if start and end and start <= end else None


def _yearless(expression: Found) -> bool:
    groups = expression.groups
    return ("m" in groups or "q" in groups) and not groups.keys() & {"y", "ry", "same", "ago"}


def _in_year(expression: Found, groups: dict[str, str], clock: Clock, near: date, step: int) -> Interval | None:
    """An expression without a year in the year of the other end, or in the next on its side (`step`)."""
    for year in (near.year, near.year + step):
        value = _value(expression, groups | {"y": str(year)}, clock)
        if value and value[0] and value[1] and (value[0] <= near if step < 0 else value[1] >= near):
            return value
    return None


def _year_told(passage: Passage, found: list[Found], expression: Found) -> int | None:
    """ "Hồi tháng 9/2019, ông nói cuộc gặp … ngày 8/9": the year of the same month earlier in the sentence."""
    if "y" in expression.groups or "m" not in expression.groups:
        return None
    first = max(0, expression.start - LONGEST)
    sentence = max(first - 1, *(passage.text.rfind(stop, first, expression.start) for stop in ".;!?"))
    for other in reversed(found[: bisect_right(found, expression.start, key=lambda f: f.end)]):
        if other.end <= sentence:
            return None
        if other.groups.get("m") == expression.groups["m"] and "y" in other.groups:
            return int(other.groups["y"])
    return None


def _anchor(expression: Found, groups: dict[str, str], base: str) -> str:
    if expression.ends:
        anchors = [_anchor(end, end.groups, base) for end in expression.ends]
        return next((a for a in anchors if a != "page"), "page")
    if expression.rule.op in _RELATIVE:
        return "narrated day"
    if "y" in groups or expression.rule.op in _WHOLE:
        return "page"
    return base


_OPENING = 24  # code points


def _in_passing(passage: Passage, expression: Found) -> bool:
    """ "… để phản đối việc Mỹ không kích X hai ngày trước đó": a day counted back at the end of a sentence."""
    if expression.rule.op != "days.before":
        return False
    sentence = max(passage.text.rfind(stop, 0, expression.start) for stop in ".!?;")
    return expression.start - sentence > _OPENING


def _advance(clock: Clock, expression: Found, value: Interval, since: bool) -> None:
    start, end = value
    clock.since = start or clock.since
    if start is None or start != end or expression.rule.op not in _DAYS:
        return
    clock.last = start
    clock.planned = ahead = clock.tense in AHEAD or (clock.today is not None and start > clock.today)
    if not ahead and not (since and clock.narrated):  # "kể từ ngày 13/5" tells when it began, and not of that day
        clock.narrated = start


def _time(passage: Passage, expression: Found, value: Interval, anchor: str) -> Time:
    start, end = _hours(passage, expression, value)
    if expression.ends and start and end:
        first, second = expression.ends
        a, b = _hours(passage, first, (value[0], value[0]))[0], _hours(passage, second, (value[1], value[1]))[1]
        start, end = (a, b) if a and b and "T" in a and "T" in b else (start, end)
    return Time(
        passage.index, expression.start, expression.end, passage.text[expression.start : expression.end],
        start, end, expression.rule.id, anchor,
    )  # fmt: skip


def _hours(passage: Passage, expression: Found, value: Interval) -> tuple[str | None, str | None]:
    """The two ends as they are written: days, or days with the hours that the expression gives."""
    start, end = (d.isoformat() if d else None for d in value)
    hm, until = expression.groups.get("hm"), expression.groups.get("hm2")
    if not hm or not start or not end:
        return start, end
    if until:
        begin, stop = _clock(hm), _clock(until)
        if _is_late(expression.groups.get("part", ""), int(stop[:2])) and int(stop[:2]) < 12:
            begin, stop = (
                f"{int(clock[:2]) + 12:02d}{clock[2:]}" if clock[:2] < "12" else clock for clock in (begin, stop)
            )
        return f"{start}T{begin}", f"{end}T{stop}"
    hour, minute = map(int, _clock(hm, 25).split(":"))
    if hour == 24:
        return start, end
    part = expression.groups.get("part", "") or passage.key[expression.start : expression.end]
    if "đêm" in part and hour == 12:
        return start, end  # midnight: the day before or after
    hour += 12 if _is_late(part, hour) and hour < 12 else 0
    return f"{start}T{hour:02d}:{minute:02d}", f"{start}T{hour:02d}:{minute:02d}"


def _is_late(part: str, hour: int) -> bool:
    """Whether the part of the day puts an hour after noon."""
    return any(w in part for w in ("chiều", "tối")) or ("đêm" in part and hour > 5) or ("trưa" in part and hour < 3)


def _clock(hm: str, day: int = 24) -> str:
    figures = "".join(c if c.isdigit() else " " for c in hm).split()
    minute = int(figures[1]) if len(figures) > 1 else 30 if "rưỡi" in hm else 0
    return f"{int(figures[0]) % day:02d}:{minute:02d}"
