"""When a document was published, as one number, so that any two can be put in order."""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_VIETNAM = timezone(timedelta(hours=7))
_DAY = 24 * 60
UNKNOWN = 2**40  # later than any moment
UNDATED = "9999"  # behind every day, where moments are put in order as they are written


@lru_cache(maxsize=4096)
def minute_of(moment: str | None) -> int:
    """Minutes since 1970 (UTC). A day without an hour is its end in Vietnam; a moment that is not known comes last.

    >>> minute_of("2022-01-21T07:01+07:00") < minute_of("2022-01-21") < minute_of("2022-01-22T00:30+07:00")
    True
    >>> minute_of(None) == UNKNOWN
    True
    """
    if moment is None:
        return UNKNOWN
    found = datetime.fromisoformat(moment)
    if found.tzinfo is None:
        found = found.replace(tzinfo=_VIETNAM)
    minute = int((found - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 60)
    return minute + _DAY - 1 if "T" not in moment else minute
