"""Days, and what a reading says in English, by codes or in sentences, in the reader's language.

Readings are kept as they were written, so the reason of a story day is known by its sentence (times/anchor.py): those
that lie in stores already are told like new ones.
"""

import re
from ast import literal_eval
from datetime import date, datetime

from ..called import called
from ..model import StoryDay
from .words import words

_DAY = r"\d{4}-\d\d-\d\d"
_IS = rf"the story's day is (?P<quote>(?:(?!, after \d|, and ).)++)(?:, after (?P<day>{_DAY}))?, and "
# The sentence of each basis.
_REASONS = {
    "published": re.compile("the story names no day of its own near its publication"),
    "text": re.compile(r"the first day that the story tells as past is (?P<quote>.+)"),
    "weekday": re.compile(_IS + r"only in (?P<year>\d{4}) does it fall on the weekday that the page gives"),
    "archive": re.compile(_IS + rf"the page was fetched on (?P<fetched>{_DAY})"),
    "offices": re.compile(_IS + r"of the years left only (?P<year>\d{4}) has (?P<named>.+) in office"),
}
_NAMED = re.compile(r"(?P<person>(?:(?! \().)++) \((?P<holder>.*), (?P<office>[^,]+)\)")


def office(code: str, lang: str) -> str:
    """An office in words; as it is where it is none that the lexicon knows.

    >>> office("defence minister", "vi"), office("keeper of the seal", "vi")
    ('bộ trưởng quốc phòng', 'keeper of the seal')
    """
    return str(words(lang)["actor"]["of_office"].get(code, code))


def context(code: str, lang: str) -> str:
    """A context of PLOVER in words.

    >>> context("human_rights", "vi")
    'nhân quyền'
    """
    return str(words(lang)["entry"]["of_context"].get(code, code))


def day_reason(day: StoryDay, lang: str) -> str:
    """Why a story tells of a day; a sentence of another reader stays as it is.

    >>> day_reason(StoryDay("2022-01-21", "text", "the first day that the story tells as past is 'hôm qua'"), "vi")
    'ngày đầu tiên bài kể như chuyện đã qua là “hôm qua”'
    """
    shape = _REASONS.get(day.basis)
    found = shape.fullmatch(day.because) if shape else None
    if found is None:
        return day.because
    mine = words(lang)["article"]["of_day"]
    values = {name: value for name, value in found.groupdict().items() if value is not None}
    values["after"] = mine["after"].format(day=moment(values["day"], lang)) if "day" in values else ""
    if "quote" in values:
        values["quote"] = _unquoted(values["quote"])
    if "fetched" in values:
        values["fetched"] = moment(values["fetched"], lang)
    if "named" in values:
        values["named"] = "; ".join(_named(part, lang) for part in values["named"].split("; "))
    return str(mine[day.basis].format(**values))


def long_day(day: str, lang: str) -> str:
    """A day as a heading; a month, a year or what is no day stays as it is.

    >>> long_day("2022-01-21", "en"), long_day("2022-01-21", "vi"), long_day("2022-01", "en")
    ('Friday 21 January 2022', 'thứ Sáu 21/1/2022', '2022-01')
    """
    try:
        named = date.fromisoformat(day)
    except ValueError:
        return day
    told = words(lang)["days"]
    weekday, month = told["weekdays"][named.weekday()], told["months"][named.month - 1]
    form: str = told["long"]
    return form.format(weekday=weekday, day=named.day, month=month, year=named.year)


def moment(value: str | None, lang: str) -> str:
    """When a page was published, to the minute where it is known.

    >>> moment("2022-01-21T07:01+07:00", "vi"), moment("2022-01-21", "en"), moment(None, "en")
    ('07:01 21/1/2022', '2022-01-21', '–')
    """
    if not value:
        return "–"
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{at.day}/{at.month}/{at.year}" if lang == "vi" else value[:10]
    if "T" not in value:
        return day
    return f"{at:%H:%M} {day}" if lang == "vi" else f"{day} {at:%H:%M}"


def _unquoted(quote: str) -> str:
    """Words as they stand on the page, of how Python writes them."""
    try:
        return str(literal_eval(quote))
    except (SyntaxError, ValueError):
        return quote


def _named(told: str, lang: str) -> str:
    found = _NAMED.fullmatch(told)
    if found is None:
        return told
    return f"{called(found['person'], lang)} ({office(found['office'], lang)}, {called(found['holder'], lang)})"
