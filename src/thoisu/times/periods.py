"""Operations that give longer stretches: weeks, months, quarters, seasons, years, units ago and ahead.

Conventions are those of the reading guidelines: weeks run from Monday to Sunday; đầu, giữa, cuối of a month
are days 1–10, 11–20, 21 to the end; of a year January–March, May–August, October–December.
"""

from collections.abc import Callable
from datetime import date, timedelta

from .clock import Clock, Groups, Interval, month_span, nearest_year, number, shift_of, tensed, year_of

# Months of the meteorological seasons (northern hemisphere); winter runs into the next year.
_SEASONS = {"xuân": (3, 5), "hè": (6, 8), "hạ": (6, 8), "thu": (9, 11), "đông": (12, 14)}

_PARTS: dict[str, tuple[int, int | None]] = {
    "đầu": (1, 10), "giữa": (11, 20), "cuối": (21, None),
    "thượng tuần": (1, 10), "trung tuần": (11, 20), "hạ tuần": (21, None),
    "nửa đầu": (1, 15), "nửa cuối": (16, None), "nửa sau": (16, None),
}  # fmt: skip


def _range_months(groups: Groups, clock: Clock) -> Interval | None:
    year, month, month2 = int(groups["y"]), number(groups["m"]), number(groups["m2"])
    return month_span(year - (month > month2), month)[0], month_span(year, month2)[1]


def _range_years(groups: Groups, clock: Clock) -> Interval | None:
    first, last = int(groups["y"]), int(groups["y2"])
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _range_month_years(groups: Groups, clock: Clock) -> Interval | None:
    first = month_span(int(groups["y"]), number(groups["m"]))[0]
    last = month_span(int(groups["y2"]), number(groups["m2"]))[1]
    return (first, last) if first <= last else None


def _until_end(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    if groups["unit"] == "năm":
        return clock.today, date(clock.today.year, 12, 31)
    return clock.today, month_span(clock.today.year, clock.today.month)[1]


def _months_of_year(groups: Groups, clock: Clock) -> Interval | None:
    months = number(groups["n"]) * (1 if groups["unit"] == "tháng" else 3)
    year = year_of(groups, clock) or (clock.today.year if clock.today else None)
    if year is None or not 1 <= months <= 12:
        return None
    if groups.get("edge", "đầu") == "đầu":
        return date(year, 1, 1), month_span(year, months)[1]
    return date(year, 13 - months, 1), date(year, 12, 31)


def _month_same_year(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.since or clock.today
    return month_span(base.year, number(groups["m"])) if base else None


def _years_after(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.since
    return _unit_span(base, groups["unit"], number(groups["n"])) if base else None


def _since_last(groups: Groups, clock: Clock) -> Interval | None:
    return (clock.since, clock.today) if clock.since and clock.today else None


def _week(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    rel = groups["rel"]
    if rel == "trước đó" and clock.last is None:
        return None
    base = clock.last if rel == "trước đó" and clock.last else clock.today
    monday = base - timedelta(days=base.weekday())
    # "tuần qua" near the end of a week is the week that ends; early in a week the one before.
    shift = (-1 if base.weekday() < 4 else 0) if rel in ("qua", "vừa qua", "vừa rồi") else shift_of(rel)
    start = monday + timedelta(days=7 * shift)
    return start, start + timedelta(days=6)


def _week_part(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.today
    if base is None:
        return None
    rel, edge = groups.get("rel"), groups["edge"]
    monday = base - timedelta(days=base.weekday())
    if rel in ("qua", "vừa qua", "vừa rồi"):
        shift = -1 if base.weekday() < 6 and edge == "cuối" else 0
    elif rel is None:
        shift = -1 if edge == "cuối" and clock.tense in ("past", "told") and base.weekday() < 5 else 0
    else:
        shift = shift_of(rel)
    first, last = {"đầu": (0, 1), "giữa": (2, 3), "cuối": (5, 6)}[edge]
    monday += timedelta(days=7 * shift)
    return monday + timedelta(days=first), monday + timedelta(days=last)


def _edge_of_month(first: date, last: date, edge: str) -> Interval:
    a, b = _PARTS[edge]
    return first.replace(day=a), last if b is None else first.replace(day=b)


def _month_of(groups: Groups, clock: Clock) -> tuple[date, date] | None:
    month, year = number(groups["m"]), year_of(groups, clock)
    if year is None:
        if groups.get("suffix", "").strip() in ("này", "năm nay") and clock.today:
            year = clock.today.year
        else:
            clock = tensed(groups, clock)
            if clock.today and clock.today.month == month and "suffix" not in groups and not clock.from_year:
                return month_span(clock.today.year, month)  # the month that runs is the one meant in any tense
            middle = nearest_year(month, 15, clock)
            if middle is None:
                return None
            year = middle.year
    return month_span(year, month)


def _month(groups: Groups, clock: Clock) -> Interval | None:
    return _month_of(groups, clock)


def _month_part(groups: Groups, clock: Clock) -> Interval | None:
    span = _month_of(groups, clock)
    return _edge_of_month(*span, groups["edge"]) if span else None


def _month_part_bare(groups: Groups, clock: Clock) -> Interval | None:
    today = clock.today
    return _edge_of_month(*month_span(today.year, today.month), groups["edge"]) if today else None


def _relative_month(groups: Groups, clock: Clock) -> tuple[date, date] | None:
    if clock.today is None:
        return None
    shift = shift_of(groups["rel"]) if groups["rel"] != "qua" else -1
    return month_span(clock.today.year - 1, clock.today.month + 12 + shift)


def _month_relative(groups: Groups, clock: Clock) -> Interval | None:
    return _relative_month(groups, clock)


def _month_part_relative(groups: Groups, clock: Clock) -> Interval | None:
    span = _relative_month(groups, clock)
    return _edge_of_month(*span, groups["edge"]) if span else None


def _quarter_span(year: int, quarter: int) -> Interval:
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return month_span(year, 3 * quarter - 2)[0], month_span(year, 3 * quarter)[1]


def _quarter(groups: Groups, clock: Clock) -> Interval | None:
    year = year_of(groups, clock) or (clock.today.year if clock.today else None)
    return _quarter_span(year, number(groups["q"])) if year else None


def _quarter_relative(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    shift = -1 if groups["rel"] == "qua" else shift_of(groups["rel"])
    return _quarter_span(clock.today.year - 1, (clock.today.month - 1) // 3 + 5 + shift)


def _half_year(groups: Groups, clock: Clock) -> Interval | None:
    year = year_of(groups, clock)
    if year is None:
        return None
    return (date(year, 1, 1), date(year, 6, 30)) if "đầu" in groups["half"] else (date(year, 7, 1), date(year, 12, 31))


def _year_part(groups: Groups, clock: Clock) -> Interval | None:
    first, last = {"đầu": (1, 3), "giữa": (5, 8), "cuối": (10, 12)}[groups["edge"]]
    year = year_of(groups, clock)
    if year is None and clock.today and "ry" not in groups:
        # Without a year it is this year's, but for a part that the tense says is over or lies ahead.
        month, tense = clock.today.month, clock.tense
        year = clock.today.year - (tense in ("past", "told") and first > month) + (tense == "future" and last < month)
    if year is None:
        return None
    return date(year, first, 1), month_span(year, last)[1]


def _season_months(season: str, edge: str | None) -> tuple[int, int]:
    first, last = _SEASONS[season]
    return {None: (first, last), "đầu": (first, first), "giữa": (first + 1, first + 1), "cuối": (last, last)}[edge]


def _season(groups: Groups, clock: Clock) -> Interval | None:
    year = year_of(groups, clock)
    if "rel" in groups and clock.today:
        first, last = _season_months(groups["season"], groups.get("edge"))
        year = clock.today.year
        if groups["rel"] == "năm tới":
            year += 1
        elif shift_of(groups["rel"]) > 0:
            year += month_span(year, first)[0] <= clock.today
        else:
            while month_span(year, last)[1] >= clock.today:
                year -= 1
    if year is None:
        return None
    first, last = _season_months(groups["season"], groups.get("edge"))
    return month_span(year, first)[0], month_span(year, last)[1]


def _season_span(groups: Groups, clock: Clock) -> Interval | None:
    year = year_of(groups, clock)
    if year is None:
        return None
    first, _ = _season_months(groups["season"], groups["edge"])
    _, last = _season_months(groups["season2"], groups["edge2"])
    return month_span(year, first)[0], month_span(year, last)[1]


def _decade(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups["y"])
    year += 1900 if year < 100 else 0
    # As of a year's months: the first four years, the three of the middle, the last three.
    first, last = {"đầu": (0, 3), "giữa": (4, 6), "cuối": (7, 9)}.get(groups.get("edge", ""), (0, 9))
    if "y2" in groups:
        until = int(groups["y2"])
        until += 1900 if until < 100 else 0
        return (date(year, 1, 1), date(until + 9, 12, 31)) if year < until else None
    return date(year + first, 1, 1), date(year + last, 12, 31)


def _century(groups: Groups, clock: Clock) -> Interval | None:
    last = number(groups["c"]) * 100
    return (date(last - 99, 1, 1), date(last, 12, 31)) if 100 <= last <= 2200 else None


def _century_relative(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    last = (clock.today.year - 1) // 100 * 100 + (100 if groups["rel"] == "này" else 0)
    return date(last - 99, 1, 1), date(last, 12, 31)


def _year_same(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.since or clock.today
    return (date(base.year, 1, 1), date(base.year, 12, 31)) if base else None


def _whole_year(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups.get("y") or groups.get("y2") or groups.get("y3") or groups["y4"])
    return date(year, 1, 1), date(year, 12, 31)


def _year_relative(groups: Groups, clock: Clock) -> Interval | None:
    year = year_of(groups, clock)
    if groups.get("ry") == "sau" and clock.beside and clock.today and clock.beside.year < clock.today.year:
        year = clock.beside.year + 1  # "khởi công năm 2014 và thông xe vào năm sau"
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _unit_span(base: date, unit: str, away: int) -> Interval:
    if unit == "ngày":
        there = base + timedelta(days=away)
        return there, there
    if unit == "tuần":
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * away)
        return monday, monday + timedelta(days=6)
    if unit == "tháng":
        total = base.year * 12 + base.month - 1 + away
        return month_span(total // 12, total % 12 + 1)
    return date(base.year + away, 1, 1), date(base.year + away, 12, 31)


def _first(groups: Groups, name: str) -> str:
    return groups.get(name) or groups.get(name + "2") or groups[name + "3"]


def _units_ago(groups: Groups, clock: Clock) -> Interval | None:
    away, unit = number(_first(groups, "n")), _first(groups, "unit").replace("hôm", "ngày")
    # "Ba ngày trước, ông …"; "Ngày 13/9, bộ này cho biết một ngày trước …"
    told = "head" in groups or ("same_sentence" in groups and unit == "ngày")
    base = clock.beside if clock.beside and "n2" in groups and told else clock.today
    return _unit_span(base, unit, -away) if base and away < 1000 else None


def _units_ahead(groups: Groups, clock: Clock) -> Interval | None:
    away, unit, after = number(groups["n"]), groups["unit"], "dir2" in groups
    if clock.today is None:
        return None
    if after and unit != "giờ" and clock.beside and "head" in groups:
        return _unit_span(clock.beside, unit, away)  # "Ba ngày sau, ông …"
    if unit in ("năm", "tháng") or ((after or groups["dir"] == "nữa") and unit != "giờ"):
        return _unit_span(clock.today, unit, away)
    if unit == "giờ":
        return clock.today, clock.today + timedelta(days=(away + 23) // 24)
    days = away * (7 if unit == "tuần" else 1)
    return clock.today + timedelta(days=1), clock.today + timedelta(days=days)


def _units_past(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    away, unit = number(groups["n"]), groups["unit"]
    if unit == "tháng":
        start, _ = _unit_span(clock.today, unit, -away)
        return start, clock.today
    days = {"giờ": (away + 23) // 24, "ngày": away, "tuần": 7 * away}[unit]
    return clock.today - timedelta(days=days), clock.today


def _open_ahead(groups: Groups, clock: Clock) -> Interval | None:
    return (clock.today, None) if clock.today else None


def _open_past(groups: Groups, clock: Clock) -> Interval | None:
    return (None, clock.today) if clock.today else None


OPERATIONS: dict[str, Callable[[Groups, Clock], Interval | None]] = {
    "range.months": _range_months,
    "range.years": _range_years,
    "since.last": _since_last,
    "week": _week,
    "week.part": _week_part,
    "month": _month,
    "month.part": _month_part,
    "month.relative": _month_relative,
    "month.part.relative": _month_part_relative,
    "quarter": _quarter,
    "quarter.relative": _quarter_relative,
    "half.year": _half_year,
    "year.part": _year_part,
    "season": _season,
    "season.span": _season_span,
    "decade": _decade,
    "century": _century,
    "year": _whole_year,
    "year.any": _whole_year,
    "year.relative": _year_relative,
    "units.ago": _units_ago,
    "units.ahead": _units_ahead,
    "units.past": _units_past,
    "range.month.years": _range_month_years,
    "until.end": _until_end,
    "month.part.bare": _month_part_bare,
    "century.relative": _century_relative,
    "year.same": _year_same,
    "months.of.year": _months_of_year,
    "month.same.year": _month_same_year,
    "years.after": _years_after,
    "open.ahead": _open_ahead,
    "open.past": _open_past,
}
