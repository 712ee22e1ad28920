"""Operations that give days and hours: dates, ranges of days, weekdays, "hôm qua", "cùng ngày"."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ..lexicon import lexicon
from ..text import key
from .clock import (
    Clock,
    Groups,
    Interval,
    month_span,
    nearest_year,
    number,
    one_day,
    safe,
    shift_of,
    tensed,
    weekday_index,
    year_of,
)

_STEMS = tuple(map(key, ("canh", "tân", "nhâm", "quý", "giáp", "ất", "bính", "đinh", "mậu", "kỷ")))
_BRANCHES = tuple(map(key, ("thân", "dậu", "tuất", "hợi", "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi")))


def _tet() -> dict[int, date]:
    """First day of Tết by year (lexicon/times.toml)."""
    return {d.year: d for d in lexicon().times["tet"]["days"]}


def _date(groups: Groups, clock: Clock) -> Interval | None:
    day, month, year = int(groups["d"]), number(groups["m"]), year_of(groups, clock)
    if year:
        return one_day(safe(year, month, day))
    clock = tensed(groups, clock)
    if "hôm " in groups.get("text", ""):
        clock = replace(clock, tense="past")  # "hôm 20/1" is always a day gone by
    return one_day(nearest_year(month, day, clock))


def _day_of_month(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    first, _ = month_span(clock.today.year, clock.today.month + 12 + shift_of(groups["rel"]))
    return one_day(safe(first.year - 1, first.month, int(groups["d"])))


def _lunar(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups["y"]) if "y" in groups else (clock.today.year if clock.today else None)
    if "stem" in groups and clock.today:
        year = _sexagenary(groups["stem"], groups["branch"], clock.today)
    tet = _tet()
    if year not in tet:
        return None
    return one_day(tet[year] + timedelta(days=number(groups["d"]) - 1))


def _sexagenary(stem: str, branch: str, today: date) -> int | None:
    """The year nearest to today of a sexagenary name (Bính Ngọ: 2026): year mod 10 is the stem, mod 12 the branch."""
    fitting = [
        y for y in range(today.year - 30, today.year + 31) if _STEMS[y % 10] == stem and _BRANCHES[y % 12] == branch
    ]
    return min(fitting, key=lambda y: abs(y - today.year), default=None)


def _range(groups: Groups, clock: Clock) -> Interval | None:
    clock = tensed(groups, clock)
    month = number(groups["m"])
    month2 = number(groups["m2"]) if "m2" in groups else month
    day, day2 = int(groups["d"]), int(groups["d2"])
    if "y2" in groups or "y" in groups:
        year2 = int(groups.get("y2") or groups["y"])
        year = int(groups["y"]) if "y" in groups else year2 - (month > month2)
        start, end = safe(year, month, day), safe(year2, month2, day2)
    else:
        end = nearest_year(month2, day2, clock)
        start = safe(end.year - (month > month2), month, day) if end else None
    return (start, end) if start and end and start <= end else None


def _range_month_end(groups: Groups, clock: Clock) -> Interval | None:
    month, month2 = number(groups["m"]), number(groups["m2"])
    start = (
        safe(int(groups["y"]), month, int(groups["d"]))
        if "y" in groups
        else nearest_year(month, int(groups["d"]), clock)
    )
    return (start, month_span(start.year + (month2 < month), month2)[1]) if start else None


def _same_day(groups: Groups, clock: Clock) -> Interval | None:
    return one_day(clock.narrated or clock.today)


def _hour_range(groups: Groups, clock: Clock) -> Interval | None:
    end = _date(groups, clock)
    if end is None or "d0" not in groups:
        return end
    start = _date(groups | {"d": groups["d0"], "m": groups["m0"]}, clock)
    return (start[0], end[1]) if start else None


def _hour_date(groups: Groups, clock: Clock) -> Interval | None:
    return _date(groups, clock)


def _hour_alone(groups: Groups, clock: Clock) -> Interval | None:
    return one_day(clock.last or clock.narrated or clock.today)


def _hour_relative(groups: Groups, clock: Clock) -> Interval | None:
    word = groups.get("rd") or groups.get("rd2") or groups["rd3"]
    if word.startswith("cùng"):
        return _same_day(groups, clock)
    return one_day(clock.today + timedelta(days={"nay": 0, "qua": -1}.get(word, 1))) if clock.today else None


def _weekday(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    index = weekday_index(groups["wd"])
    monday = clock.today - timedelta(days=clock.today.weekday())
    rel = groups["rel"]
    there = monday + timedelta(days=index + 7 * shift_of(rel))
    if rel in ("vừa qua", "qua"):
        there = clock.today - timedelta(days=(clock.today.weekday() - index - 1) % 7 + 1)
    elif rel == "tới":
        there = clock.today + timedelta(days=(index - clock.today.weekday() - 1) % 7 + 1)
    return one_day(there)


def _weekday_alone(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    index = weekday_index(groups["wd"])
    if clock.tense in ("future", "promised"):
        return one_day(clock.today + timedelta(days=(index - clock.today.weekday() - 1) % 7 + 1))
    return one_day(clock.today - timedelta(days=(clock.today.weekday() - index) % 7))


def _today(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    text = groups["text"]
    away = 0
    if "hôm kia" in text:
        away = -2
    elif text.endswith("qua"):
        away = -1
    elif "mai" in text or "hôm sau" in text:
        away = 1
    elif "ngày kia" in text:
        away = 2
    return one_day(clock.today + timedelta(days=away))


def _days_after(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.last or clock.narrated
    away = number(groups.get("n") or groups.get("n2") or "1")
    return one_day(base + timedelta(days=away)) if base else None


def _days_before(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.narrated or clock.last
    away = number(groups.get("n") or groups.get("n2") or "1")
    return one_day(base - timedelta(days=away)) if base else None


OPERATIONS: dict[str, Callable[[Groups, Clock], Interval | None]] = {
    "date": _date,
    "day.of.month": _day_of_month,
    "lunar": _lunar,
    "range": _range,
    "range.month.end": _range_month_end,
    "same.day": _same_day,
    "hour.date": _hour_date,
    "hour.alone": _hour_alone,
    "hour.relative": _hour_relative,
    "weekday": _weekday,
    "weekday.alone": _weekday_alone,
    "today": _today,
    "days.after": _days_after,
    "days.before": _days_before,
    "hour.range": _hour_range,
}
