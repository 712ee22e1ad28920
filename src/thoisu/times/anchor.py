"""Dates a story: the day that it narrates, and the year where the page does not say it.

In this order: the page's own time; day and weekday together; the offices that the text gives people (who
was whose foreign minister when); other full dates on the page as bounds. A caption's date is a bound,
never the page's date. What stays open stays None, with a warning.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from ..lexicon import lexicon
from ..model import Article, Mention, StoryDay
from ..names.linker import Person
from ..names.offices import years_of
from ..text import Passage, key
from .clock import Clock, safe
from .grammar import Found
from .resolve import AHEAD, tense_around
from .values import OPERATIONS

_FIRST_YEAR = 2000
_WEEKDAYS = {
    key(w): i for i, w in enumerate(("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"))
}
_WEEKDAYS |= {f"thứ {i + 2}": i for i in range(6)}
_WEEKDAY = re.compile("(?:" + "|".join(_WEEKDAYS) + ")")
_NEAR = 60  # code points between the words of a circumstance and its day
_DAY_RULES = frozenset(("date", "hour.date", "range"))


class Fact(NamedTuple):
    """An office that the page gives a person: "Luigi Di Maio, ITA, foreign minister"."""

    person: str
    holder: str
    office: str


def date_story(
    article: Article,
    passages: list[Passage],
    found: dict[int, list[Found]],
    mentions: list[Mention],
    people: dict[str, Person],
    today: date,
    archived: bool = False,
) -> tuple[StoryDay | None, list[str]]:
    """The narrated day of a page, and warnings.

    `today` is the day of reading, or, of an `archived` page, the day on which it was fetched: no story is younger.
    """
    if article.published:
        published = date.fromisoformat(article.published.value[:10])
        return _told_near(passages, found, published), []
    days = _told_days(passages, found)
    bounds = _bounds(article, passages, found)
    facts = office_facts(mentions, people)
    spans = _common(facts)
    if not days:
        return _no_day(bounds, spans)
    day, month, passage, expression = days[0]
    by_weekday = _weekday_of(passage, expression)
    years = [
        there
        for year in range(_FIRST_YEAR, today.year + 1)
        if (there := safe(year, month, day)) is not None and there <= today and (not bounds or there >= max(bounds))
    ]
    if by_weekday is not None:
        years = [there for there in years if there.weekday() == by_weekday]
    fitting = (
        [there for there in years if all(any(a <= there <= b for a, b in s) for s in spans.values())]
        if spans
        else years
    )
    quote = passage.text[expression.start : expression.end]
    if len(fitting) == 1 and (spans or by_weekday is not None or (archived and bounds)):
        basis = "weekday" if by_weekday is not None and len(years) == 1 else "offices" if spans else "archive"
        because = _because(basis, quote, fitting[0], spans, bounds, today)
        return StoryDay(fitting[0].isoformat(), basis, because), []
    if len(fitting) > 1:
        listed = ", ".join(str(f.year) for f in fitting[:6])
        return None, [f"the year of {quote!r} stays open: {len(fitting)} years fit what the page says ({listed}…)"]
    return None, [f"the year of {quote!r} stays open: no year fits all that the page says"]


def office_facts(mentions: list[Mention], people: dict[str, Person]) -> list[Fact]:
    """The offices that the page's titles give its people."""
    facts = {
        Fact(m.entity, person.country or person.org or "", m.office)
        for m in mentions
        if m.kind == "person" and m.office and (person := people.get(m.entity)) and (person.country or person.org)
    }
    return sorted(facts)


def _common(facts: list[Fact]) -> dict[Fact, list[tuple[date, date]]]:
    """For each fact that the lexicon knows: the spans in which it held."""
    known = {}
    for fact in facts:
        spans = years_of(fact.person, fact.holder, fact.office)
        if spans:
            known[fact] = spans
    return known


def _told_days(passages: list[Passage], found: dict[int, list[Found]]) -> list[tuple[int, int, Passage, Found]]:
    """Bare days (no year) that the story tells as past, in order."""
    days = []
    for passage in passages:
        if passage.role == "title":
            continue
        for expression in _singles(found.get(passage.index, ())):
            groups = expression.groups
            if (
                expression.rule.op in _DAY_RULES
                and "d" in groups
                and "m" in groups
                and "y" not in groups
                and groups["m"].isdigit()
                and tense_around(passage, expression.start, expression.end) not in AHEAD
            ):
                days.append((int(groups["d"]), int(groups["m"]), passage, expression))
    return days


def _singles(found: Iterable[Found]) -> Iterator[Found]:
    """The expressions, of a range its two ends."""
    for expression in found:
        yield from expression.ends or (expression,)


def _bounds(article: Article, passages: list[Passage], found: dict[int, list[Found]]) -> list[date]:
    """Full dates of the page that are over when it is told: captions, past days with a year."""
    bounds = [date.fromisoformat(c.date) for c in article.captions if c.date]
    for passage in passages:
        for expression in _singles(found.get(passage.index, ())):
            if "y" not in expression.groups:
                continue
            if tense_around(passage, expression.start, expression.end) in AHEAD:
                continue
            value = OPERATIONS[expression.rule.op](expression.groups, Clock(None))
            if value and value[0]:
                bounds.append(value[0])
    return bounds


def _weekday_of(passage: Passage, expression: Found) -> int | None:
    """The weekday that stands beside a day: "thứ Sáu (21/1)", "Chủ nhật, ngày 23/1"."""
    around = passage.key[max(0, expression.start - 16) : expression.end]
    hits = _WEEKDAY.findall(around)
    return _WEEKDAYS[hits[-1]] if hits else None


@cache
def _circumstance() -> re.Pattern[str]:
    """Words behind which a day is that of what lay before the news, or from which something holds."""
    words = "|".join(re.escape(key(w)) for w in lexicon().grammar["when"]["aside"])
    return re.compile(rf"\b(?:{words})\b[^,.;:]*\Z")


def _told_near(passages: list[Passage], found: dict[int, list[Found]], published: date) -> StoryDay:
    """The first day told as past within four days before publication, else the day of publication.

    The day of a circumstance ("sau trận động đất ngày 25/4") comes after all others.
    """
    circumstance: StoryDay | None = None
    for passage in passages:
        if passage.role == "title":
            continue
        for expression in _singles(found.get(passage.index, ())):
            if expression.rule.op not in ("date", "hour.date", "today", "weekday", "weekday.alone"):
                continue
            tense = tense_around(passage, expression.start, expression.end)
            if tense in AHEAD:
                continue
            groups = expression.groups | {"text": passage.key[expression.start : expression.end]}
            value = OPERATIONS[expression.rule.op](groups, Clock(published, tense=tense))
            if value and value[0] and timedelta(0) <= published - value[0] <= timedelta(days=4):
                near = max(0, expression.start - _NEAR)
                aside = _circumstance().search(passage.key, near, expression.start)
                quote = passage.text[expression.start : expression.end]
                told = StoryDay(
                    value[0].isoformat(), "text", f"the first day that the story tells as past is {quote!r}"
                )
                if aside is None:
                    return told
                circumstance = circumstance or told
    if circumstance is not None:
        return circumstance
    return StoryDay(published.isoformat(), "published", "the story names no day of its own near its publication")


def _no_day(bounds: list[date], spans: dict[Fact, list[tuple[date, date]]]) -> tuple[None, list[str]]:
    parts = []
    if bounds:
        parts.append(f"it is later than {max(bounds).isoformat()}")
    if spans:
        start = max(min(a for a, _ in s) for s in spans.values())
        end = min(max(b for _, b in s) for s in spans.values())
        parts.append(f"the offices it names fit {start.isoformat()} to {'now' if end == date.max else end.isoformat()}")
    return None, ["the page says no day" + (": " + "; ".join(parts) if parts else "")]


def _because(
    basis: str, quote: str, day: date, spans: dict[Fact, list[tuple[date, date]]], bounds: list[date], latest: date
) -> str:
    words = [f"the story's day is {quote!r}"]
    if bounds:
        words.append(f"after {max(bounds).isoformat()}")
    if basis == "weekday":
        words.append(f"and only in {day.year} does it fall on the weekday that the page gives")
        return ", ".join(words)
    if basis == "archive":
        words.append(f"and the page was fetched on {latest.isoformat()}")
        return ", ".join(words)
    named = "; ".join(f"{f.person} ({f.holder}, {f.office})" for f in list(spans)[:6])
    words.append(f"and of the years left only {day.year} has {named} in office")
    return ", ".join(words)
