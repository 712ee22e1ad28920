"""Operations that give days and hours: dates, ranges of days, weekdays, "hôm qua", "cùng ngày"."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

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


@cache
def _tet() -> dict[int, date]:
    """First day of Tết by year (lexicon/times.toml)."""
    return {int(day[:4]): date.fromisoformat(day) for day in lexicon().times["tet"]["days"]}


def _date(groups: Groups, clock: Clock) -> Interval | None:
    day, month, year = int(groups["d"]), number(groups["m"]), year_of(groups, clock)
    if year:
        return one_day(safe(year, month, day))
    ahead = tensed(groups, replace(clock, tense=None)).tense == "future"
    clock = tensed(groups, clock)
    if "hôm " in groups.get("text", "") and not ahead:
        # "hôm 20/1" is a day gone by, but may be one to come where it hangs on what will be done
        clock = replace(clock, tense=None if clock.tense == "future" else "past")
    return one_day(nearest_year(month, day, clock))


def _day_of_month(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    first, _ = month_span(clock.today.year, clock.today.month + 12 + shift_of(groups["rel"]))
    return one_day(safe(first.year - 1, first.month, int(groups["d"])))


def _day_of_same_month(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.since or clock.today
    return one_day(safe(base.year, base.month, int(groups["d"]))) if base else None


def _day_of_near_month(groups: Groups, clock: Clock) -> Interval | None:
    """The next or the last day with this number: "ngày 28 tới", "ngày 16 vừa qua"."""
    today, ahead = clock.today, shift_of(groups["rel"]) > 0
    if today is None:
        return None
    for away in range(13):
        first, _ = month_span(today.year - 2, today.month + 24 + (away if ahead else -away))
        there = safe(first.year, first.month, int(groups["d"]))
        if there and (there > today if ahead else there <= today):
            return one_day(there)
    return None


def _tet_of(groups: Groups, clock: Clock) -> date | None:
    """The first day of the lunar year that the groups name, else of the year of the clock."""
    year = year_of(groups, clock) or (clock.today.year if clock.today else None)
    name = groups.get("sexa") or groups.get("sexa2")
    if name and clock.today:
        stem, branch = name.split()
        year = _sexagenary(stem, branch, clock.today)
    return _tet().get(year) if year else None


def _lunar(groups: Groups, clock: Clock) -> Interval | None:
    tet = _tet_of(groups, clock)
    number_of_day = 15 if "full" in groups else number(groups.get("d") or groups["d2"])
    return one_day(tet + timedelta(days=number_of_day - 1)) if tet and number_of_day <= 30 else None


def _lunar_range(groups: Groups, clock: Clock) -> Interval | None:
    first, last = (_lunar(groups | {"d": groups[d]}, clock) for d in ("d", "d2"))
    return (first[0], last[1]) if first and last and number(groups["d"]) <= number(groups["d2"]) else None


def _lunar_eve(groups: Groups, clock: Clock) -> Interval | None:
    """Giao thừa and the last days of the month Chạp, which has 29 or 30 days, counted back from Tết.

    A year that is named after "tháng Chạp" is the one that ends, after "Tết" the one that begins.
    """
    chap = "chạp" in groups["text"]
    if "sexa" in groups or "y" in groups or "ry" in groups:
        tet = _tet_of(groups, clock)
        tet = _tet().get(tet.year + 1) if tet and chap else tet
    else:
        tet = _nearest_tet(tensed(groups, clock))
    if tet is None:
        return None
    if "before" not in groups:
        return one_day(tet - timedelta(days=1))
    length = 29 if tet.year in lexicon().times["tet"]["short"] else 30
    day = int(groups["before"])
    return one_day(tet - timedelta(days=length + 1 - day)) if day <= length else None


def _nearest_tet(clock: Clock) -> date | None:
    today = clock.today
    if today is None:
        return None
    fitting = [t for t in _tet().values() if clock.tense != "future" or t > today]
    return min(fitting, key=lambda tet: abs(tet - today), default=None)


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


def _now(groups: Groups, clock: Clock) -> Interval | None:
    return one_day(clock.today)


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
    if rel in ("vừa qua", "vừa rồi", "qua"):
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


def _hour_weekday(groups: Groups, clock: Clock) -> Interval | None:
    return _weekday(groups, clock) if "rel" in groups else _weekday_alone(groups, clock)


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
    elif "ngày kia" in text or "ngày mốt" in text:
        away = 2
    return one_day(clock.today + timedelta(days=away))


def _days_after(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.narrated if clock.planned and clock.tense not in ("future", "promised") else clock.last
    base = base or clock.last or clock.narrated
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
    "lunar.range": _lunar_range,
    "lunar.eve": _lunar_eve,
    "day.of.same.month": _day_of_same_month,
    "day.of.near.month": _day_of_near_month,
    "now": _now,
    "hour.weekday": _hour_weekday,
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
