"""Publishers: who an address belongs to, and the selectors that help on its pages (lexicon/publishers/)."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..lexicon import lexicon
from ..text import key

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_NUMBER = re.compile(r"(?<![\d.])(\d{4,})(?=\D*$)")
FIELDS = ("title", "lead", "body", "byline", "time", "section", "caption", "related")


class Layout(NamedTuple):
    """CSS selectors of one layout by field; `until` is its last day, None while it is in use."""

    until: date | None
    selectors: dict[str, str]


class Publisher(NamedTuple):
    """An outlet: its name, how credits print it, its hosts, whose organ it is."""

    id: str
    name: str
    credit: tuple[str, ...]
    domains: tuple[str, ...]
    owner: str
    kind: str
    agency: bool
    feeds: tuple[str, ...]
    layouts: tuple[Layout, ...]


@cache
def publishers() -> tuple[Publisher, ...]:
    """All publishers of the lexicon."""
    return tuple(_publisher(row) for row in lexicon().publishers)


def _publisher(row: dict[str, Any]) -> Publisher:
    layouts = tuple(_layout(layout) for layout in row.get("layout", ()))
    return Publisher(
        row["id"], row["name"], tuple(row["credit"]), tuple(row["domains"]), row["owner"], row["kind"],
        row["agency"], tuple(row["feeds"]), layouts,
    )  # fmt: skip


def _layout(row: dict[str, str]) -> Layout:
    until = date.fromisoformat(row["until"]) if "until" in row else None
    return Layout(until, {field: row[field] for field in FIELDS if field in row})


@cache
def _urlsplit() -> Callable[[str], "SplitResult"]:
    from urllib.parse import urlsplit  # for addresses alone: files do without

    return urlsplit


@cache
def _by_domain() -> dict[str, Publisher]:
    return {domain: p for p in publishers() for domain in p.domains}


@lru_cache(maxsize=4)  # those of a page are its own address and that of its outlet, asked for a dozen times
def host_of(uri: str) -> str | None:
    """The host of an address, without "www." and port; None where it is no address of the web.

    >>> host_of("https://www.vietnamplus.vn/tin/502129.vnp"), host_of("page.html")
    ('vietnamplus.vn', None)
    """
    if not uri[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        host = (_urlsplit()(uri).hostname or "").rstrip(".")
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def one_site(address: str, other: str) -> bool:
    """Whether two addresses are of one site: one host, a part of it ("m."), or two domains of one publisher.

    >>> one_site("https://m.vnexpress.net/a-1.html", "https://vnexpress.net/a-1.html")
    True
    >>> one_site("https://baovidu.example/a-1.html", "https://vnexpress.net/a-1.html")
    False
    """
    host, host2 = host_of(address), host_of(other)
    if not host or not host2:
        return False
    if host == host2 or host.endswith(f".{host2}") or host2.endswith(f".{host}"):
        return True
    return (publisher := publisher_of(address)) is not None and publisher is publisher_of(other)


def path_of(uri: str) -> str | None:
    """The path of an address; None where it is no address of the web.

    >>> path_of("https://example.vn/tin-1.html"), path_of("http://[bad/x"), path_of("page.html")
    ('/tin-1.html', None, None)
    """
    if not uri[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        return _urlsplit()(uri).path
    except ValueError:
        return None


def address_number(uri: str) -> str | None:
    """The number by which a site knows an article, from its address.

    >>> address_number("https://example.vn/hai-ben-gap-nhau-post374010.html"), address_number("https://example.vn/tin")
    ('374010', None)
    """
    m = _NUMBER.search(re.sub(r"\.[a-z]{2,5}$", "", path_of(uri) or ""))
    # Four digits are mostly a year.
    return m[1] if m and not (len(m[1]) == 4 and m[1][:2] in ("19", "20")) else None


def publisher_of(uri: str) -> Publisher | None:
    """The publisher to which an address belongs, subdomains included.

    >>> publisher_of("https://beta.vietnamplus.vn/tin-post1.vnp").name
    'VietnamPlus'
    >>> publisher_of("https://vietnamplus.vn.example.com/tin-post1.vnp") is None
    True
    """
    host = host_of(uri) or ""
    while host:
        found = _by_domain().get(host)
        if found:
            return found
        host = host.partition(".")[2]
    return None


@cache
def outlet_names() -> frozenset[str]:
    """Keys of all names under which bylines and credits print an outlet: no persons."""
    return frozenset(key(name) for p in publishers() for name in (p.name, *p.credit, *p.domains))


def layouts_on(publisher: Publisher, day: date | None) -> list[Layout]:
    """The layouts that may be in use on a day: those that had not ended, the one that ended first before the others.

    Of those without an end the order of the file stands, newest first; without a day only these are left.
    """
    alive = [x for x in publisher.layouts if x.until is None or (day is not None and day <= x.until)]
    return sorted(alive, key=lambda x: x.until or date.max)
