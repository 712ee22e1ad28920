"""The density strip: how many entries fall on each day, week, month or year of a span."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import sqrt

import msgspec

WIDTH, HEIGHT = 720, 56
# A strip of days up to so many days, of weeks, of months; of years beyond.
_DAYS, _WEEKS, _MONTHS = 92, 730, 3660


class Bin(msgspec.Struct, frozen=True):
    """One bar: its days (inclusive, ISO), how many entries fall on them, and where it stands."""

    first: str
    last: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def days(self) -> str:
        """Its days as they are told."""
        return self.first if self.first == self.last else f"{self.first} – {self.last}"


class Strip(msgspec.Struct, frozen=True):
    """The bars of a span; `unit` is what one of them stands for (day, week, month, year)."""

    unit: str
    bins: list[Bin]
    total: int
    width: int = WIDTH
    height: int = HEIGHT


def strip(density: Mapping[str, int]) -> Strip | None:
    """The strip of a density (day to count); None where nothing is.

    Heights grow with the square root, so that a single entry beside a hundred is still seen.

    >>> drawn = strip({"2022-01-20": 4, "2022-01-22": 1})
    >>> drawn.unit, [(bar.first, bar.count, bar.height) for bar in drawn.bins]
    ('day', [('2022-01-20', 4, 56.0), ('2022-01-21', 0, 0.0), ('2022-01-22', 1, 28.0)])
    """
    days = [date.fromisoformat(day) for day in density]
    if not days:
        return None
    first, last = min(days), max(days)
    unit = _unit((last - first).days + 1)
    spans = []
    start = _start(first, unit)
    while start <= last:
        after = _next(start, unit)
        spans.append((start, after - timedelta(1)))
        if after.year >= 9998:
            break
        start = after
    counts = [0] * len(spans)
    places = {span[0]: i for i, span in enumerate(spans)}
    for day, count in zip(days, density.values(), strict=True):
        counts[places[_start(day, unit)]] += count
    most = max(counts)
    wide = WIDTH / len(spans)
    bins = []
    for i, ((a, b), count) in enumerate(zip(spans, counts, strict=True)):
        height = round(HEIGHT * sqrt(count / most), 1)
        bins.append(Bin(
            a.isoformat(), b.isoformat(), count, round(i * wide, 2), HEIGHT - height, round(wide * 0.9, 2), height
        ))  # fmt: skip
    return Strip(unit, bins, sum(counts))


def _unit(days: int) -> str:
    return "day" if days <= _DAYS else "week" if days <= _WEEKS else "month" if days <= _MONTHS else "year"


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(start: date, unit: str) -> date:
    if unit == "month":
        return (start + timedelta(31)).replace(day=1)
    if unit == "year":
        return start.replace(year=start.year + 1)
    return start + timedelta(7 if unit == "week" else 1)
