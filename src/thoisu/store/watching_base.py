"""What a store keeps of watching, whichever engine keeps it: the part of `Store` (base.py) that is about it.

Times are seconds since 1970 (UTC).
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from ..watch.records import Source
from ..watch.states import Body, Filed, HostState, PageState, PageStatus, SourceState, Tried, Wanted


class WatchStore(Protocol):
    """Sources, the pages that they offered, the bytes that wait to be read, and the hosts."""

    def put_sources(self, sources: Iterable[Source], now: float) -> int:
        """Keeps sources, those of a known address in the place of the former; how many are new. New ones are due."""

    def put_sitemaps(self, parent: Source, sitemaps: Mapping[str, float | None], now: float, most: int = 50_000) -> int:
        """Keeps the sitemaps that an index names, with when it says that they were changed; how many were left out.

        Sources of one name have `most` sitemaps at the most, and one that was dropped meanwhile gets none. New ones are
        due, and known ones that it says were changed since they were looked at.
        """

    def put_look(self, state: SourceState) -> None:
        """Keeps how a look at a source went: its headers, times, failures and fault."""

    def drop_source(self, url: str) -> bool:
        """Forgets a source, its sitemaps, and what they offered that was not fetched yet; False where it is not known.

        Pages that were fetched stay known.
        """

    def sources(self) -> list[SourceState]:
        """All sources and sitemaps of indexes, by name, then address."""

    def sources_due(self, now: float) -> list[SourceState]:
        """The sources that are to be looked at, those that have waited longest first."""

    def offer(self, pages: Iterable[Wanted], now: float, again: float, most: int = 200_000) -> dict[str, int]:
        """Puts down pages that a source offers; how many are `new`, `known`, and `left` out.

        Of a host at most so many wait to be asked for.

        A page is known by `known_by`, or by its address where it came into the store by another way. One that is said
        to have been changed after it was fetched is due again, not sooner than `again` seconds after that.
        """

    def page_hosts_due(self, now: float) -> list[str]:
        """The hosts that have pages to be asked for, by name."""

    def pages_due(self, host: str, now: float, limit: int) -> list[PageStatus]:
        """At most so many of the pages of a host that are to be asked for, the newest first."""

    def watched_pages(self, known_by: Iterable[str]) -> list[PageStatus]:
        """How far these pages are, by what they are known by."""

    def put_tried(self, tried: Iterable[Tried], again: float = 0.0) -> None:
        """Keeps how pages stand that were asked for; one that has a document stays `kept`.

        What was said to have been changed while it was asked for is due again after so many seconds.
        """

    def put_filed(self, filed: Iterable[Filed]) -> None:
        """Keeps how pages stand that were read."""

    def mind_clock(self, now: float, longest: float) -> None:
        """Makes due what is due in more than `longest` seconds, and a source's own time: the clock was set back."""

    def watch_counts(self) -> dict[str, dict[PageState, int]]:
        """How many pages each source was the first to offer, by address of the source and state."""

    def put_bodies(self, bodies: Iterable[Body], again: float = 0.0) -> None:
        """Keeps the bytes of pages until they are read, in the place of those that wait; each is then `fetched`.

        What was said to have been changed while it was asked for is due again after so many seconds.
        """

    def waiting_bodies(self) -> int:
        """How many bytes of pages wait to be read."""

    def bodies(self, limit: int, after: int = 0) -> list[Body]:
        """At most so many bytes that wait to be read, in the order in which they came, from behind a number on.

        They come without the headers that put_bodies keeps with the page.
        """

    def drop_bodies(self, numbers: Iterable[int]) -> None:
        """Forgets the bytes with these numbers, which are read."""

    def hosts(self) -> list[HostState]:
        """All hosts that were asked, by name."""

    def host(self, host: str) -> HostState | None:
        """A host."""

    def put_hosts(self, hosts: Iterable[HostState]) -> None:
        """Keeps how hosts stand."""
