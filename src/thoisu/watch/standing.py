"""How far watching is, of each source and each host, as a store knows it."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from ..store.base import Store
from .hosts import pace_of
from .records import Kind
from .states import HostState, PageState, SourceState


class SourceStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A source: its last and its next look (UTC), and what became of the pages that it was the first to offer.

    `sitemaps` is how many it names, whose pages and faults are counted with its own.
    """

    name: str
    url: str
    kind: Kind
    looked: str | None
    next_look: str | None
    sitemaps: int
    offered: int
    waiting: int
    kept: int
    none: int
    refused: int
    failed: int
    failures: int
    fault: str | None


class HostStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A host: requests of today (UTC), when it may be asked next, failures one after the other, seconds of crawl-delay.

    `robots` is the status of its robots.txt, None where that could not be had.
    """

    host: str
    asked_today: int
    next_at: str | None
    failures: int
    delay: float | None
    robots: int | None


class Standing(msgspec.Struct, frozen=True):
    """All of them, by name and address."""

    sources: list[SourceStanding]
    hosts: list[HostStanding]


def standing(store: Store, now: float) -> Standing:
    """How far a store's watching is."""
    counts = store.watch_counts()
    states = store.sources()
    sitemaps: dict[str, list[SourceState]] = {}
    for state in states:
        if state.parent is not None:
            sitemaps.setdefault(_top(state, states), []).append(state)
    sources = [_source(state, sitemaps.get(state.source.url, []), counts) for state in states if state.parent is None]
    return Standing(sources, [_host(host, now) for host in store.hosts()])


def _top(state: SourceState, states: list[SourceState]) -> str:
    """The source that led to a sitemap, through other indexes too."""
    parents = {s.source.url: s.parent for s in states}
    url, seen = state.source.url, set()
    while (parent := parents.get(url)) is not None and url not in seen:
        seen.add(url)
        url = parent
    return url


def _source(
    state: SourceState, sitemaps: list[SourceState], counts: Mapping[str, Mapping[PageState, int]]
) -> SourceStanding:
    total: Counter[str] = Counter()
    for one in (state, *sitemaps):
        total.update(counts.get(one.source.url, {}))
    faulty = [one for one in sitemaps if one.fault]
    fault = state.fault or (f"{len(faulty)} of {len(sitemaps)} sitemaps: {faulty[0].fault}" if faulty else None)
    due = [one.due for one in (state, *sitemaps) if one.due is not None]
    return SourceStanding(
        name=state.source.name, url=state.source.url, kind=state.source.kind, looked=_utc(state.looked),
        next_look=_utc(min(due, default=None)), sitemaps=len(sitemaps), offered=total.total(),
        waiting=total["waiting"] + total["fetched"], kept=total["kept"], none=total["none"], refused=total["refused"],
        failed=total["failed"], failures=state.failures, fault=fault,
    )  # fmt: skip


def _host(state: HostState, now: float) -> HostStanding:
    pace = pace_of(state)
    today = datetime.fromtimestamp(now, UTC).date().isoformat()
    return HostStanding(
        host=state.host, asked_today=pace.count if pace.day == today else 0,
        next_at=_utc(pace.next_at) if pace.next_at > now else None, failures=pace.failures, delay=pace.delay,
        robots=state.robots_status,
    )  # fmt: skip


def _utc(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
