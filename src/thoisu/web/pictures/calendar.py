"""A month as weeks of days, each with what falls on it."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Cell(msgspec.Struct, Generic[T], frozen=True):
    """A day of the calendar; `is_of_month` is False for those that fill up the first and the last week."""

    day: date
    is_of_month: bool
    items: list[T]


class Month(msgspec.Struct, Generic[T], frozen=True):
    """A month: its weeks from Monday to Sunday, its days, and the months before and behind (YYYY-MM)."""

    weeks: list[list[Cell[T]]]
    first: date
    last: date
    before: str | None
    behind: str | None


def month_of(year: int, number: int, spans: Iterable[tuple[date, date, T]]) -> Month[T]:
    """The calendar of a month with spans of days (inclusive), each on every day that it covers, in their order.

    >>> visit = (date(2022, 2, 7), date(2022, 2, 8), "thăm Kiev")
    >>> month = month_of(2022, 2, [visit])
    >>> [(cell.day.day, cell.items) for week in month.weeks for cell in week if cell.items]
    [(7, ['thăm Kiev']), (8, ['thăm Kiev'])]
    >>> month.before, month.behind, month.weeks[0][0].day.isoformat()
    ('2022-01', '2022-03', '2022-01-31')
    """
    first = date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    on: dict[date, list[T]] = defaultdict(list)
    for begins, ends, item in spans:
        day = max(begins, first)
        while day <= min(ends, last):
            on[day].append(item)
            day += timedelta(1)
    weeks = [
        [Cell(day, day.month == number, on[day] if day.month == number else []) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    return Month(weeks, first, last, _named(first - timedelta(1)), _named(last + timedelta(1)))


def _named(day: date) -> str | None:
    """A month as an address names it; None for those at the ends of the calendar, which have no neighbours."""
    return f"{day:%Y-%m}" if 1000 < day.year < 9000 else None
