"""From what a source offers to what is put down of it: times as seconds, and what of them is believed."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from .records import Offer
from .states import SourceState, Wanted

_DAY, _HANOI = 86_400.0, 7 * 3600.0


def wanted(state: SourceState, pages: Iterable[Offer], now: float) -> Iterator[Wanted]:
    """The pages of a source as they are put down; their addresses are clean."""
    # What a feed shows without a day is new; a sitemap shows all that there ever was.
    undated = 0.0 if state.source.kind == "sitemap" else now
    for page in pages:
        changed, published = seconds(page.modified), seconds(page.published)
        moment = published if published is not None else changed if changed is not None else undated
        yield Wanted(
            known_by=page.known_by, url=page.url, host=urlsplit(page.url).netloc, source=state.source.url,
            moment=min(moment, now), title=page.title, published=page.published, claimed=changed,
        )  # fmt: skip


def seconds(moment: str | None) -> float | None:
    """ISO 8601 as seconds since 1970.

    >>> seconds("2026-03-07T08:07:00+07:00"), seconds(None), seconds("hôm qua")
    (1772845620.0, None, None)
    """
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(moment).timestamp() if moment else None
    return None


def settled(changed: str | None, now: float) -> float | None:
    """When a sitemap was changed, as its index says; None of one that may have been changed since without a word.

    Many say only the day (which is read as its first moment in Hanoi): on that day and the next it comes round by
    itself.

    >>> settled("2026-03-07T08:07:00+07:00", 1772845620.0), settled("2026-03-07T00:00:00+07:00", 1772845620.0)
    (1772845620.0, None)
    >>> settled("2026-03-05T00:00:00+07:00", 1772845620.0)
    1772643600.0
    """
    moment = seconds(changed)
    is_day = moment is not None and (moment + _HANOI) % _DAY == 0
    return None if is_day and moment is not None and now < moment + 2 * _DAY else moment
