"""What an expression is worth: operations named by the rules of lexicon/times.toml.

Each takes the rule's groups and a Clock and gives an inclusive interval of days (an open end is None), or
None where the clock lacks what it would need. Conventions (weeks from Monday to Sunday; đầu, giữa, cuối of
a month: days 1–10, 11–20, 21 to the end; of a year: January–March, May–August, October–December;
meteorological seasons) are those of the reading guidelines.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..text import key

Interval = tuple[date | None, date | None]
Groups = dict[str, str]

_NUMBERS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_WORDS = {key(w): i for i, w in enumerate(_NUMBERS)} | {
    key(w): n
    for w, n in [("tư", 4), ("giêng", 1), ("chạp", 12), ("mười một", 11), ("mười hai", 12),
                 ("mười lăm", 15), ("hai mươi", 20)]
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
# Months of the meteorological seasons (northern hemisphere).
_SEASONS = {"xuân": (3, 5), "hè": (6, 8), "hạ": (6, 8), "thu": (9, 11), "đông": (12, 14)}
_AHEAD = ("tới", "sau", "sắp", "kế")
# First day of Tết, 2000–2035 (lunar new year in UTC+7; Vietnamese calendar: Hồ Ngọc Đức's algorithm, 2004).
_TET = {
    2000: (2, 5), 2001: (1, 24), 2002: (2, 12), 2003: (2, 1), 2004: (1, 22), 2005: (2, 9), 2006: (1, 29),
    2007: (2, 17), 2008: (2, 7), 2009: (1, 26), 2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10),
    2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25),
    2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
    2028: (1, 26), 2029: (2, 13), 2030: (2, 2), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19),
    2035: (2, 8),
}  # fmt: skip


@dataclass(slots=True)
class Clock:
    """What relative expressions count from: the day of the page, the days told so far, and the tense."""

    today: date | None
    narrated: date | None = None
    last: date | None = None
    since: date | None = None
    tense: str | None = None
    from_year: int | None = None


def number(word: str) -> int:
    """A number in figures, words or Roman figures.

    >>> number("mười hai"), number("7"), number("IV".lower())
    (12, 7, 4)
    """
    if word.isdigit():
        return int(word)
    return _ROMAN[word] if word in _ROMAN else _WORDS[word]


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
        if (clock.tense == "future" and away < -3) or (clock.tense == "past" and away > 3):
            cost += 250  # against the tense: only when the other way is much farther
        if best is None or cost < best[0]:
            best = (cost, there)
    return best[1] if best else None


def _year(groups: Groups, clock: Clock) -> int | None:
    if "y" in groups:
        return int(groups["y"])
    word = groups.get("ry")
    if word is None or clock.today is None:
        return None
    return clock.today.year + {"nay": 0, "này": 0, "năm nay": 0, "ngoái": -1, "trước": -1, "qua": -1}.get(
        word, 1
    )


def _shift(word: str) -> int:
    """−1, 0 or +1 for trước, này, tới."""
    if word.startswith(_AHEAD):
        return 1
    return -1 if word.startswith(("trước", "vừa")) else 0


def _tense_of_suffix(groups: Groups, clock: Clock) -> Clock:
    suffix = groups.get("suffix", "").strip()
    if suffix.startswith(("tới", "sắp")):
        return replace(clock, tense="future")
    if suffix.startswith("vừa"):
        return replace(clock, tense="past")
    return clock


def _one_day(there: date | None) -> Interval | None:
    return (there, there) if there else None


def _date(groups: Groups, clock: Clock) -> Interval | None:
    day, month, year = int(groups["d"]), number(groups["m"]), _year(groups, clock)
    if year:
        return _one_day(safe(year, month, day))
    clock = _tense_of_suffix(groups, clock)
    if "hôm " in groups.get("text", ""):
        clock = replace(clock, tense="past")  # "hôm 20/1" is always a day gone by
    return _one_day(nearest_year(month, day, clock))


def _day_of_month(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    first, _ = month_span(clock.today.year, clock.today.month + 12 + _shift(groups["rel"]))
    return _one_day(safe(first.year - 1, first.month, int(groups["d"])))


def _lunar(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups["y"]) if "y" in groups else (clock.today.year if clock.today else None)
    if "stem" in groups and clock.today:
        year = _sexagenary(groups["stem"], groups["branch"], clock.today)
    if year not in _TET:
        return None
    return _one_day(date(year, *_TET[year]) + timedelta(days=number(groups["d"]) - 1))


_STEMS = ("canh", "tân", "nhâm", key("quý"), "giáp", "ất", "bính", "đinh", "mậu", key("kỷ"))
_BRANCHES = tuple(
    map(key, ("thân", "dậu", "tuất", "hợi", "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi"))
)


def _sexagenary(stem: str, branch: str, today: date) -> int | None:
    """The year of a sexagenary name nearest to today: Bính Ngọ is 2026 (year mod 10 gives the stem, mod 12 the branch)."""
    fitting = [
        y
        for y in range(today.year - 30, today.year + 31)
        if _STEMS[y % 10] == stem and _BRANCHES[y % 12] == branch
    ]
    return min(fitting, key=lambda y: abs(y - today.year), default=None)


def _range(groups: Groups, clock: Clock) -> Interval | None:
    clock = _tense_of_suffix(groups, clock)
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


def _since_year(groups: Groups, clock: Clock) -> Interval | None:
    start = date(int(groups["y"]), number(groups["m"]) if "m" in groups else 1, 1)
    return (start, clock.today) if clock.today and start <= clock.today else None


def _until_end(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    if groups["unit"] == "năm":
        return clock.today, date(clock.today.year, 12, 31)
    return clock.today, month_span(clock.today.year, clock.today.month)[1]


def _months_of_year(groups: Groups, clock: Clock) -> Interval | None:
    months, year = number(groups["n"]), _year(groups, clock) or (clock.today.year if clock.today else None)
    if year is None or not 1 <= months <= 12:
        return None
    if groups["edge"] == "đầu":
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


def _same_day(groups: Groups, clock: Clock) -> Interval | None:
    return _one_day(clock.narrated or clock.today)


def _hour_range(groups: Groups, clock: Clock) -> Interval | None:
    end = _date(groups, clock)
    if end is None or "d0" not in groups:
        return end
    start = _date(groups | {"d": groups["d0"], "m": groups["m0"]}, clock)
    return (start[0], end[1]) if start else None


def _hour_date(groups: Groups, clock: Clock) -> Interval | None:
    return _date(groups, clock)


def _hour_alone(groups: Groups, clock: Clock) -> Interval | None:
    return _one_day(clock.last or clock.narrated or clock.today)


def _hour_relative(groups: Groups, clock: Clock) -> Interval | None:
    word = groups.get("rd") or groups.get("rd2") or groups["rd3"]
    if word.startswith("cùng"):
        return _same_day(groups, clock)
    return _one_day(clock.today + timedelta(days={"nay": 0, "qua": -1}.get(word, 1))) if clock.today else None


def _weekday(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    index = weekday_index(groups["wd"])
    monday = clock.today - timedelta(days=clock.today.weekday())
    rel = groups["rel"]
    there = monday + timedelta(days=index + 7 * _shift(rel))
    if rel in ("vừa qua", "qua"):
        there = clock.today - timedelta(days=(clock.today.weekday() - index - 1) % 7 + 1)
    elif rel == "tới":
        there = clock.today + timedelta(days=(index - clock.today.weekday() - 1) % 7 + 1)
    return _one_day(there)


def _weekday_alone(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    index = weekday_index(groups["wd"])
    if clock.tense == "future":
        return _one_day(clock.today + timedelta(days=(index - clock.today.weekday() - 1) % 7 + 1))
    return _one_day(clock.today - timedelta(days=(clock.today.weekday() - index) % 7))


def weekday_index(name: str) -> int:
    """0 for Monday to 6 for Sunday, by the key of the Vietnamese name ("thứ tư", "thứ 4", "chủ nhật")."""
    word = name.removeprefix("thứ ")
    index = {"chủ nhật": 6, "hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}.get(word)
    return int(word) - 2 if index is None else index


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
    return _one_day(clock.today + timedelta(days=away))


def _days_after(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.last or clock.narrated
    away = number(groups.get("n") or groups.get("n2") or "1")
    return _one_day(base + timedelta(days=away)) if base else None


def _days_before(groups: Groups, clock: Clock) -> Interval | None:
    base = clock.narrated or clock.last
    away = number(groups.get("n") or groups.get("n2") or "1")
    return _one_day(base - timedelta(days=away)) if base else None


def _week(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    rel = groups["rel"]
    if rel == "trước đó" and clock.last is None:
        return None
    base = clock.last if rel == "trước đó" and clock.last else clock.today
    monday = base - timedelta(days=base.weekday())
    # "tuần qua" near the end of a week is the week that ends; early in a week the one before.
    shift = (-1 if base.weekday() < 4 else 0) if rel in ("qua", "vừa qua", "vừa rồi") else _shift(rel)
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
        shift = -1 if edge == "cuối" and clock.tense == "past" and base.weekday() < 5 else 0
    else:
        shift = _shift(rel)
    first, last = {"đầu": (0, 1), "giữa": (2, 3), "cuối": (5, 6)}[edge]
    monday += timedelta(days=7 * shift)
    return monday + timedelta(days=first), monday + timedelta(days=last)


def _edge_of_month(first: date, last: date, edge: str) -> Interval:
    if edge == "đầu":
        return first, first.replace(day=10)
    if edge == "giữa":
        return first.replace(day=11), first.replace(day=20)
    return first.replace(day=21), last


def _month_of(groups: Groups, clock: Clock) -> tuple[date, date] | None:
    month, year = number(groups["m"]), _year(groups, clock)
    if year is None:
        if groups.get("suffix", "").strip() in ("này", "năm nay") and clock.today:
            year = clock.today.year
        else:
            middle = nearest_year(month, 15, _tense_of_suffix(groups, clock))
            if middle is None:
                return None
            year = middle.year
    return month_span(year, month)


def _month(groups: Groups, clock: Clock) -> Interval | None:
    return _month_of(groups, clock)


def _month_part(groups: Groups, clock: Clock) -> Interval | None:
    span = _month_of(groups, clock)
    return _edge_of_month(*span, groups["edge"]) if span else None


def _relative_month(groups: Groups, clock: Clock) -> tuple[date, date] | None:
    if clock.today is None:
        return None
    shift = _shift(groups["rel"]) if groups["rel"] != "qua" else -1
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
    year = _year(groups, clock) or (clock.today.year if clock.today else None)
    return _quarter_span(year, number(groups["q"])) if year else None


def _quarter_relative(groups: Groups, clock: Clock) -> Interval | None:
    if clock.today is None:
        return None
    shift = -1 if groups["rel"] == "qua" else _shift(groups["rel"])
    return _quarter_span(clock.today.year - 1, (clock.today.month - 1) // 3 + 5 + shift)


def _half_year(groups: Groups, clock: Clock) -> Interval | None:
    year = _year(groups, clock)
    if year is None:
        return None
    return (
        (date(year, 1, 1), date(year, 6, 30))
        if "đầu" in groups["half"]
        else (date(year, 7, 1), date(year, 12, 31))
    )


def _year_part(groups: Groups, clock: Clock) -> Interval | None:
    year = _year(groups, clock)
    if year is None:
        return None
    first, last = {"đầu": (1, 3), "giữa": (5, 8), "cuối": (10, 12)}[groups["edge"]]
    return date(year, first, 1), month_span(year, last)[1]


def _season_months(season: str, edge: str | None) -> tuple[int, int]:
    first, last = _SEASONS[season]
    return {None: (first, last), "đầu": (first, first), "giữa": (first + 1, first + 1), "cuối": (last, last)}[
        edge
    ]


def _season(groups: Groups, clock: Clock) -> Interval | None:
    year = _year(groups, clock)
    if year is None:
        return None
    first, last = _season_months(groups["season"], groups.get("edge"))
    return month_span(year, first)[0], month_span(year, last)[1]


def _season_span(groups: Groups, clock: Clock) -> Interval | None:
    year = _year(groups, clock)
    if year is None:
        return None
    first, _ = _season_months(groups["season"], groups["edge"])
    _, last = _season_months(groups["season2"], groups["edge2"])
    return month_span(year, first)[0], month_span(year, last)[1]


def _decade(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups["y"])
    return date(year, 1, 1), date(year + 9, 12, 31)


def _century(groups: Groups, clock: Clock) -> Interval | None:
    last = number(groups["c"]) * 100
    return (date(last - 99, 1, 1), date(last, 12, 31)) if 100 <= last <= 2200 else None


def _whole_year(groups: Groups, clock: Clock) -> Interval | None:
    year = int(groups.get("y") or groups.get("y2") or groups.get("y3") or groups["y4"])
    return date(year, 1, 1), date(year, 12, 31)


def _year_relative(groups: Groups, clock: Clock) -> Interval | None:
    year = _year(groups, clock)
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
    away, unit = number(_first(groups, "n")), _first(groups, "unit")
    return _unit_span(clock.today, unit, -away) if clock.today and away < 1000 else None


def _units_ahead(groups: Groups, clock: Clock) -> Interval | None:
    away, unit = number(groups["n"]), groups["unit"]
    if clock.today is None:
        return None
    if unit in ("năm", "tháng") or (groups["dir"] == "sau" and unit != "giờ"):
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
    "date": _date, "day.of.month": _day_of_month, "lunar": _lunar, "range": _range,
    "range.month.end": _range_month_end, "range.months": _range_months, "range.years": _range_years,
    "since.last": _since_last, "same.day": _same_day, "hour.date": _hour_date, "hour.alone": _hour_alone,
    "hour.relative": _hour_relative, "weekday": _weekday, "weekday.alone": _weekday_alone, "today": _today, "days.after": _days_after,
    "days.before": _days_before, "week": _week, "week.part": _week_part, "month": _month,
    "month.part": _month_part, "month.relative": _month_relative, "month.part.relative": _month_part_relative,
    "quarter": _quarter, "quarter.relative": _quarter_relative, "half.year": _half_year,
    "year.part": _year_part, "season": _season, "season.span": _season_span, "decade": _decade,
    "century": _century, "year": _whole_year, "year.any": _whole_year, "year.relative": _year_relative,
    "units.ago": _units_ago, "units.ahead": _units_ahead, "units.past": _units_past,
    "hour.range": _hour_range, "range.month.years": _range_month_years, "since.year": _since_year,
    "until.end": _until_end, "months.of.year": _months_of_year, "month.same.year": _month_same_year,
    "years.after": _years_after, "open.ahead": _open_ahead, "open.past": _open_past,
}  # fmt: skip
