"""What a store keeps of watching: how far each source, page and host is. Times are seconds since 1970 (UTC).

`due` is when to ask next, None when not to ask any more.
"""

from typing import Literal

import msgspec

from .records import Source

# What became of a page that was offered.
PageState = Literal[
    "waiting",  # not fetched yet
    "fetched",  # its bytes are here and wait to be read
    "kept",  # in the store, as `document`
    "none",  # no article can be read from it: `cause`
    "refused",  # the site, or its robots.txt, does not give it to us
    "failed",  # can't be had: `cause`
]


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """A source and its last look.

    `parent` is the sitemap index that named it, `claimed` when that says it was changed; `etag` and `modified` are the
    headers of the last answer with a body, `failures` how many looks in a row failed, `fault` why, in words.
    """

    source: Source
    parent: str | None = None
    etag: str | None = None
    modified: str | None = None
    claimed: float | None = None
    looked: float | None = None
    due: float | None = None
    failures: int = 0
    fault: str | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it is put down when a source offers it: `claimed` when it is said to have been changed.

    The greater `moment` the sooner it is asked for.
    """

    known_by: str
    url: str
    host: str
    source: str
    moment: float
    title: str | None = None
    published: str | None = None
    claimed: float | None = None


class PageStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was offered, and how far it is; `etag` and `modified` are those of its last answer with a body."""

    known_by: str
    url: str
    host: str
    source: str
    state: PageState
    title: str | None = None
    published: str | None = None
    claimed: float | None = None
    due: float | None = None
    tries: int = 0
    fetched: float | None = None
    etag: str | None = None
    modified: str | None = None
    document: str | None = None
    cause: str | None = None


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a page that was fetched from `url`, not read yet; `published` is what its source says.

    `number` grows with each, and is 0 of one that a store does not have yet. `fetched` is when it was asked for, and
    `claimed` what was known then of when it was changed: what is claimed meanwhile may not be in it.
    """

    number: int = 0
    known_by: str
    url: str
    fetched: float
    body: bytes
    claimed: float | None = None
    content_type: str | None = None
    published: str | None = None
    etag: str | None = None
    modified: str | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How a page stands when it was asked for in vain, or was unchanged: the new values of its row.

    `fetched` is when an answer was asked for, None where the former stays; so is `url` of a page that moved. `claimed`
    is what was known then of when it was changed.
    """

    known_by: str
    state: PageState
    due: float | None = None
    tries: int = 0
    fetched: float | None = None
    claimed: float | None = None
    cause: str | None = None
    url: str | None = None


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """How a page stands when its bytes were read; when it is to be asked for again stays as it is.

    `document` is the page in the store, None where the former stays.
    """

    known_by: str
    state: PageState
    document: str | None = None
    cause: str | None = None


class HostState(msgspec.Struct, frozen=True, kw_only=True):
    """A host: its pace (JSON of pace.Pace), the answer to its robots.txt, and until when that is good."""

    host: str
    pace: bytes | None = None
    robots_status: int | None = None
    robots: bytes | None = None
    robots_until: float | None = None
