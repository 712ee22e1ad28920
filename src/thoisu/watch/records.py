"""What the steps of watching hand each other: sources, what they offer, and what came back when it was asked for."""

from typing import Literal

import msgspec

Kind = Literal["feed", "sitemap", "section"]

# What became of asking for an address; everything but "ok" and "unchanged" carries a reason in words.
Outcome = Literal[
    "ok",  # 200 with a body
    "unchanged",  # 304
    "gone",  # 404, 410
    "refused",  # 401, 403, 451: the site does not give it to us
    "forbidden",  # robots.txt does not allow it
    "busy",  # 429, 503: later, not before `retry_after`
    "broken",  # another status from 400 on
    "redirects",  # too many redirects, or a loop
    "unsafe",  # an address that may not be asked: scheme, credentials, not a public address; before or by a redirect
    "too large",
    "too slow",  # a time limit: connect, first byte, whole
    "unreachable",  # no such host, no connection, cut off
]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One address that offers pages; sources of one `name` belong together (the feeds of an outlet).

    `every` is in seconds.
    """

    name: str
    url: str
    kind: Kind
    publisher: str | None = None
    every: int = 900


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a source offers.

    `known_by` is by what it is known before it is fetched (addresses.known_by). `published` and `modified` are what the
    source says, ISO 8601 with zone.
    """

    url: str
    known_by: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed, sitemap or section page held: pages, further sitemaps, and what was wrong with it in words.

    A source with a fault may still offer what could be read before it.
    """

    pages: list[Offer] = []
    sitemaps: list[tuple[str, str | None]] = []  # address, when it says it was changed
    faults: list[str] = []


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came back when `url` was asked for; `final_url` is that at the end of its redirects, `requests` how many
    were made to get there.

    `content_type`, `etag` and `modified` (Last-Modified) are the headers as they were sent, `retry_after` seconds,
    `body` decoded from its content coding, `received` the bytes of the body as they came, `seconds` from
    the first connection to the last byte, `reason` words for people without a password or query string of secrets.
    """

    url: str
    outcome: Outcome
    status: int | None = None
    final_url: str | None = None
    body: bytes | None = None
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None
    reason: str | None = None
    received: int = 0
    seconds: float = 0.0
    requests: int = 0
