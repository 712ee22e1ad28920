"""The page's own times: its time line, its address, the day in a caption. Day before month; +07:00."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

from ..errors import DateError
from ..model import Published

_ZONE = "+07:00"
_HANOI = timezone(timedelta(hours=7))
_HOUR = re.compile(
    r"(?<!\d)(?P<h>[01]?\d|2[0-3])\s?[:h]\s?(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?\s?(?P<half>am|pm)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(?P<d>[0-3]?\d)\s?[/.-]\s?(?P<m>[01]?\d)\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)")
# "2 Tháng Mười Một 2023", "ngày 2 tháng 11 năm 2023"
_MONTHS = {
    name: i + 1
    for i, name in enumerate(
        ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
    )
} | {"giêng": 1, "chạp": 12}
_NAMED = re.compile(
    r"(?<!\d)(?P<d>[0-3]?\d)\s+tháng\s+(?P<m>1[0-2]|0?[1-9]|"
    + "|".join(sorted((name.replace(" ", r"\s+") for name in _MONTHS), key=len, reverse=True))
    + r"),?(?:\s+năm)?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099  # as in the patterns above
_URL = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?=\D|i?\d{4,}|$)")


def line_time(line: str) -> Published | None:
    """The time that a time line gives.

    >>> line_time("• 07:01, 21/01/2022").value, line_time("Cập nhật: 18/03/2022").precision
    ('2022-01-21T07:01:00+07:00', 'day')
    """
    # Most lines name no year, and to look for a day at each of their letters is slow.
    day = (_DAY.search(line) or _NAMED.search(line)) if "20" in line or "19" in line else None
    if not day:
        return None
    month = day["m"].lower()
    there = _date(int(day["y"]), int(month) if month.isdigit() else _MONTHS[" ".join(month.split())], int(day["d"]))
    if there is None:
        return None
    rest = line[: day.start()] + " " + line[day.end() :]
    hour = _HOUR.search(rest)
    if not hour:
        return Published(there.isoformat(), "day", "page")
    h = int(hour["h"])
    if hour["half"] and h <= 12:
        h = h % 12 + 12 * (hour["half"].lower() == "pm")
    clock = f"{h:02d}:{hour['mi']}:{hour['s'] or '00'}"
    return Published(f"{there.isoformat()}T{clock}{_ZONE}", "minute", "page")


def url_time(uri: str) -> Published | None:
    """The day that an address holds.

    >>> url_time("https://example.vn/hai-ben-gap-nhau-20220120i628.html").value
    '2022-01-20'
    """
    if not uri.startswith(("http://", "https://")):
        return None
    for m in _URL.finditer(uri):
        there = _date(int(m["y"]), int(m["m"]), int(m["d"]))
        if there:
            return Published(there.isoformat(), "day", "url")
    return None


def given_time(value: str) -> Published:
    """A date or time given by the caller, ISO 8601 or day/month/year; raises DateError when it is none.

    Nor is one on which no page can have been published: days are counted from it, and the calendar has ends.

    >>> given_time("2022-01-21").value, given_time("21/1/2022").value
    ('2022-01-21', '2022-01-21')
    """
    value = value.strip()
    try:
        with suppress(ValueError):
            day = date.fromisoformat(value)
            return Published(_in_print(day, value).isoformat(), "day", "given")
        parsed = datetime.fromisoformat(value)
        _in_print(parsed.date(), value)
    except ValueError:
        found = line_time(value) if _DAY.fullmatch(value) else None
        if found:
            return Published(found.value, found.precision, "given")
        raise DateError(f"{value!r} is no date; give it as YYYY-MM-DD, or with the hour as YYYY-MM-DDTHH:MM") from None
    text = parsed.replace(microsecond=0).isoformat()
    return Published(text if parsed.tzinfo else text + _ZONE, "minute", "given")


def _in_print(day: date, told: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise DateError(f"{told!r} is not in {_FIRST_YEAR} to {_LAST_YEAR}; give the day on which the page came out")
    return day


def caption_day(text: str) -> str | None:
    """The full date that a caption names, ISO.

    >>> caption_day("Hai bên tại Matera (Italy), ngày 29/6/2021.")
    '2021-06-29'
    """
    m = _DAY.search(text)
    there = _date(int(m["y"]), int(m["m"]), int(m["d"])) if m else None
    return there.isoformat() if there else None


def fetched_day(fetched: str | None) -> date | None:
    """The local day of an archive's fetch time (ISO 8601, mostly UTC); None where it is missing or no time.

    >>> fetched_day("2022-01-19T18:30:00Z").isoformat(), fetched_day("garbage")
    ('2022-01-20', None)
    """
    try:
        when = datetime.fromisoformat(fetched) if fetched else None
        return (when.astimezone(_HANOI) if when and when.tzinfo else when).date() if when else None
    except (ValueError, OverflowError):
        return None


def published_day(published: Published | None) -> date | None:
    """The local day of a publication time."""
    return date.fromisoformat(published.value[:10]) if published else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
