"""Times as feeds, sitemaps and lists print them, to ISO 8601 with a zone.

The forms: RFC 822 (RSS 2.0), ISO 8601 (Atom, sitemaps), that of Java's Date, and days with slashes. Vietnamese sites
print besides "GMT+7" for a zone, no zone at all where local time is meant, and the day before the month.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))
_ZONE = r"(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|Z|UTC?|GMT|[A-Z]{3})?(?![\w:])"
_CLOCK = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s?(?P<half>AM|PM|SA|CH)?"
_NAMED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})[\s-]+(?P<month>[A-Z]{{3}})[A-Z]*\.?,?[\s-]+(?P<y>\d{{4}}|\d{{2}})"
    rf"(?:[,\s]+{_CLOCK}\s?{_ZONE})?(?!\d)",
    re.IGNORECASE,
)
_JAVA = re.compile(
    rf"(?P<month>[A-Z]{{3}})\s+(?P<d>\d{{1,2}})\s+{_CLOCK}\s++(?:{_ZONE}\s++)?(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
)
_ISO = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})"
    rf"(?:(?:T|\s*+[,/|-]\s*+|\s++){_CLOCK}\s?{_ZONE})?(?!\d)",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?:(?<![\d:])(?P<h0>\d{1,2}):(?P<mi0>\d{2})(?::(?P<s0>\d{2}))?[\s,|-]+)?"
    r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    rf"(?:(?:T|\s*+[,|-]\s*+|\s++){_CLOCK}\s?{_ZONE})?(?!\d)",
    re.IGNORECASE,
)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
# RFC 822, section 5.1, and the zone's own name.
_ZONES = {"ICT": 7, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_LONGEST = 100
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


def moment(told: str | None, month_first: bool = False) -> str | None:
    """A time as ISO 8601: with its zone, or +07:00 where it has none; a day alone as that day; None for no time.

    Days with slashes have the day before the month unless `month_first` (see puts_month_first), or unless only the
    other order gives a day.

    >>> moment("Sat, 07 Mar 2026 08:07:00 GMT+7"), moment("2026-03-07T01:07:00Z")
    ('2026-03-07T08:07:00+07:00', '2026-03-07T01:07:00+00:00')
    >>> moment("07/03/2026 08:07"), moment("7/3/2026"), moment("hôm qua")
    ('2026-03-07T08:07:00+07:00', '2026-03-07', None)
    """
    told = (told or "").strip()[:_LONGEST]
    m = next((m for form in (_ISO, _JAVA, _NAMED, _SLASHED) if (m := form.search(told))), None)
    if m is None:
        return None
    parts = m.groupdict()
    day = int(parts["d"])
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if "month" in parts:
        month = _MONTHS.get(parts["month"].lower(), 0)
    else:
        month = int(parts["m"])
        if m.re is _SLASHED and (month > 12 >= day or (month_first and day <= 12)):
            day, month = month, day
    hour, minute, second = parts["h"], parts["mi"], parts["s"]
    if hour is None and parts.get("h0"):
        hour, minute, second = parts["h0"], parts["mi0"], parts["s0"]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        if hour is None:
            return datetime(year, month, day).date().isoformat()
        clock = _hour(int(hour), parts["half"])
        return datetime(
            year, month, day, clock, int(minute), min(59, int(second or 0)), tzinfo=_zone(parts["zone"])
        ).isoformat()
    except ValueError:
        return None


def zoned(told: str | None, month_first: bool = False) -> str | None:
    """The same, a day alone as its first second.

    >>> zoned("2026-03-07")
    '2026-03-07T00:00:00+07:00'
    """
    found = moment(told, month_first)
    return f"{found}T00:00:00+07:00" if found and len(found) == 10 else found


def puts_month_first(told: Iterable[str | None]) -> bool:
    """Whether the times of one source have the month before the day: some fit only so, and none only the other way.

    >>> puts_month_first(["3/7/2026 8:07:00 AM", "2/28/2026 9:15:00 PM"]), puts_month_first(["7/3/2026", "28/2/2026"])
    (True, False)
    """
    found = [m for one in told if one and not _ISO.search(one[:_LONGEST]) and (m := _SLASHED.search(one[:_LONGEST]))]
    return any(int(m["m"]) > 12 for m in found) and not any(int(m["d"]) > 12 for m in found)


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; SA and CH are Vietnamese for AM and PM."""
    if half and 1 <= hour <= 12:
        return hour % 12 + 12 * (half.upper() in ("PM", "CH"))
    return hour


def _zone(told: str | None) -> timezone:
    told = (told or "").upper()
    if not told:
        return HANOI
    if told in ("Z", "UT", "UTC", "GMT"):
        return UTC
    if told in _ZONES:
        return timezone(timedelta(hours=_ZONES[told]))
    m = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", told)
    if m is None:
        return HANOI
    span = timedelta(hours=int(m[2]), minutes=int(m[3] or 0))
    # Clocks on Earth run from -12 to +14 hours.
    return timezone(-span if m[1] == "-" else span) if span <= timedelta(hours=14) else HANOI
