"""How often a host is asked: a pause after each request, longer ones after failures, so many pages a day and no more.

Pure functions of a record and a time; the caller keeps the record and one connection a host.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import msgspec

from .records import Fetched, Outcome

LONGEST = 7 * 86400.0  # seconds that a site may bid us wait; a larger number is a mistake or a trap

# A host that answers so has nothing against being asked for the next page.
_WELL: frozenset[Outcome] = frozenset({"ok", "unchanged", "gone", "redirects", "too large"})
# Nothing was asked of the host.
_NOT_ASKED: frozenset[Outcome] = frozenset({"forbidden", "unsafe"})


class Manners(NamedTuple):
    """Seconds: between two requests (`gap`), after the first failure (`back_off`, doubled with each), at most."""

    gap: float = 2.0
    back_off: float = 30.0
    longest: float = 6 * 3600.0


POLITE = Manners()


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a host is asked: not before `next_at`, with `delay` seconds between as its robots.txt wants.

    `failures` are those one after the other, `count` the requests of `day`. Times are POSIX seconds, days in UTC.
    """

    host: str
    next_at: float = 0.0
    failures: int = 0
    day: str = ""
    count: int = 0
    delay: float | None = None


def after(pace: Pace, fetched: Fetched, now: float, jitter: float, manners: Manners = POLITE) -> Pace:
    """The pace after a request that ended now, with this outcome.

    After an answer the host is left alone for the longest of the polite gap, its crawl-delay and what it asks for
    (Retry-After). Failures (busy, broken by the server, refused, too slow, unreachable) double the pause, which
    `jitter`, from 0 to 1 and another each time, makes up to half as long again, so that hosts which fell over
    together are not asked together.

    >>> busy = Fetched(url="https://example.vn/tin.html", outcome="busy", status=429, retry_after=120.0, requests=1)
    >>> after(Pace(host="example.vn"), busy, now=1000.0, jitter=0.5)
    Pace(host='example.vn', next_at=1120.0, failures=1, day='1970-01-01', count=1, delay=None)
    """
    if fetched.outcome in _NOT_ASKED and not fetched.requests:
        return pace
    failed = _failed(fetched)
    failures = pace.failures + 1 if failed else 0
    pause = max(manners.gap, pace.delay or 0.0)
    if failed:
        # 2 ** 30 is beyond any limit, and a float still.
        pause = max(pause, min(manners.longest, manners.back_off * 2.0 ** min(failures - 1, 30)))
    pause = max(pause * (1 + jitter / 2), min(fetched.retry_after or 0.0, LONGEST))
    day = _day(now)
    count = (pace.count if pace.day == day else 0) + max(fetched.requests, 1)
    return msgspec.structs.replace(pace, next_at=now + pause, failures=failures, day=day, count=count)


def ready(pace: Pace, now: float, budget: int | None = None) -> float:
    """Seconds until the host may be asked; 0 for now, infinity where the `budget` of requests of the day is spent.

    >>> ready(Pace(host="example.vn", next_at=1005.0), now=1000.0, budget=100)
    5.0
    >>> ready(Pace(host="example.vn", day="1970-01-01", count=100), now=1000.0, budget=100)
    inf
    """
    if budget is not None and (pace.count if pace.day == _day(now) else 0) >= budget:
        return float("inf")
    wait = pace.next_at - now
    # No pause is as long: the clock was set back, and must not silence a host for years.
    return 0.0 if wait > LONGEST * 1.5 else max(wait, 0.0)


def seconds_to_wait(retry_after: str | None, now: float, date: str | None = None) -> float | None:
    """The seconds of a Retry-After header: a number, or an HTTP date (RFC 9110, 10.2.3); None for what is neither.

    `date` is the Date header of the same answer: by the site's own clock, where it says it, else by ours (`now`).

    >>> seconds_to_wait("120", 0.0), seconds_to_wait("Thu, 01 Jan 1970 00:01:30 GMT", 60.0), seconds_to_wait("mai", 0.0)
    (120.0, 30.0, None)
    >>> seconds_to_wait("Mon, 02 Nov 2026 08:01:00 GMT", 0.0, date="Mon, 02 Nov 2026 08:00:00 GMT")
    60.0
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    until = _moment(text)
    if until is None:
        return None
    said = _moment(date) if date else None
    return max(until - (now if said is None else said), 0.0)


def _failed(fetched: Fetched) -> bool:
    if fetched.outcome == "broken":
        return fetched.status is None or fetched.status >= 500
    return fetched.outcome not in _WELL and fetched.outcome not in _NOT_ASKED


def _moment(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()
