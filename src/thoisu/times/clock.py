"""What relative expressions count from, and the calendar behind them."""

import calendar
from dataclasses import dataclass, replace
from datetime import date

from ..text import key

Interval = tuple[date | None, date | None]
Groups = dict[str, str]

_NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_WORDS = {key(w): i for i, w in enumerate(_NUMBERS)} | {
    key(w): n
    for w, n in [("tư", 4), ("giêng", 1), ("chạp", 12), ("mười một", 11), ("mười hai", 12),
                 ("mười lăm", 15), ("hai mươi", 20)]
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_YEARS = {"nay": 0, "này": 0, "năm nay": 0, "ngoái": -1, "trước": -1, "qua": -1, "kia": -2}
_AHEAD = ("tới", "sau", "sắp", "kế")


@dataclass(slots=True)
class Clock:
    """What relative expressions count from: the day of the page, the days told so far, and the tense."""

    today: date | None
    narrated: date | None = None
    last: date | None = None
    since: date | None = None
    tense: str | None = None
    from_year: int | None = None
    beside: date | None = None  # the past time told last in this sentence or the one before
    planned: bool = False  # whether `last` lay ahead when it was told


def number(word: str) -> int:
    """A number in figures, words or Roman figures.

    >>> number("mười hai"), number("7"), number("IV".lower())
    (12, 7, 4)
    """
    found = count(word)
    return _ROMAN[word] if found is None else found


def count(word: str) -> int | None:
    """A number in figures or in words, None for a word that is none.

    >>> count("mười hai"), count("7"), count("nước")
    (12, 7, None)
    """
    return int(word) if word.isdigit() else _WORDS.get(word)


def safe(year: int, month: int, day: int) -> date | None:
    """A date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; months over 12 run into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def nearest_year(month: int, day: int, clock: Clock) -> date | None:
    """The day and month in the year that puts it nearest to today, in the direction that the tense says."""
    if clock.from_year:
        return safe(clock.from_year, month, day)
    if clock.today is None:
        return None
    today = clock.today
    best: tuple[int, date] | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        there = safe(year, month, day)
        if there is None:
            continue
        away = (there - today).days
        cost = abs(away)
        if (clock.tense in ("future", "promised") and away < -3) or (clock.tense in ("past", "told") and away > 3):
            cost += 366 if clock.tense in ("future", "past") else 250  # against the tense, or against its hint
        if best is None or cost < best[0]:
            best = (cost, there)
    return best[1] if best else None


def weekday_index(name: str) -> int:
    """0 for Monday to 6 for Sunday, by the key of the Vietnamese name ("thứ tư", "thứ 4", "chủ nhật")."""
    word = name.removeprefix("thứ ")
    index = {"chủ nhật": 6, "hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}.get(word)
    return int(word) - 2 if index is None else index


def year_of(groups: Groups, clock: Clock) -> int | None:
    """The year that the groups name, in figures or by a word ("năm ngoái")."""
    if "y" in groups:
        return int(groups["y"])
    if "same" in groups:
        return clock.since.year if clock.since else None
    if "ago" in groups:
        return clock.today.year - number(groups["ago"]) if clock.today else None
    word = "sau" if "rynext" in groups else groups.get("ry")
    if word is None or clock.today is None:
        return None
    return clock.today.year + _YEARS.get(word, 1)


def shift_of(word: str) -> int:
    """−2, −1, 0 or +1 for trước nữa, trước, này, tới."""
    if word.startswith(_AHEAD):
        return 1
    if word == "trước nữa":
        return -2
    return -1 if word.startswith(("trước", "vừa", "rồi")) else 0


def tensed(groups: Groups, clock: Clock) -> Clock:
    """The clock with the tense that a suffix gives ("tới", "vừa qua")."""
    suffix = groups.get("suffix", "").strip()
    if suffix.startswith(("tới", "sắp")):
        return replace(clock, tense="future")
    if suffix.startswith("vừa"):
        return replace(clock, tense="past")
    return clock


def one_day(there: date | None) -> Interval | None:
    """A day as an interval."""
    return (there, there) if there else None
