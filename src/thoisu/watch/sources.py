"""Sources by the name of an outlet or by an address, what kind an address is, and what it offers."""

import logging
import re
from difflib import get_close_matches
from functools import cache
from urllib.parse import urlsplit

from ..errors import PageError, SourceError, UnsafeAddress
from ..page.links import feed_links, links
from ..page.publishers import Publisher, host_of, one_site, publisher_of, publishers
from ..text import fold
from . import feeds, sections, sitemaps
from .addresses import clean, shown
from .markup import read_markup
from .records import Fetched, Kind, Offered, Source

_OFFERED = {"feed": feeds.offered, "sitemap": sitemaps.offered, "section": sections.offered}
_GZIP = b"\x1f\x8b"
_SITEMAP = re.compile(r"sitemap|\.xml\.gz$", re.IGNORECASE)
_FEED = re.compile(r"\.(?:rss|atom|rdf|xml)$|(?:^|/)(?:rss\w*|feeds?|atom)(?:/|$)", re.IGNORECASE)
_LISTED_FEED = re.compile(r"\.(?:rss|atom|rdf)$", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?/|binh-luan", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_MOST = 200


def named(name_or_url: str, kind: Kind | None = None) -> list[Source]:
    """The sources that a name or an address stands for.

    An outlet of lexicon/publishers is named by its id, its name as printed, or its host, with or without diacritics;
    its sources are its feeds, or its front page for the kind "section". An address of more than a host is a source of
    its own; without `kind` it is told by its spelling, which sources_of() tells better once it was fetched. The name of
    a source is the id of its outlet, else its host.

    Raises:
        SourceError: no outlet and no address, or an outlet without feeds.

    >>> [(source.name, source.kind, source.url) for source in named("VnExpress")][1]
    ('vnexpress', 'feed', 'https://vnexpress.net/rss/the-gioi.rss')
    >>> named("tuổi trẻ") == named("tuoitre") == named("https://tuoitre.vn/")
    True
    >>> named("https://example.vn/the-gioi")
    [Source(name='example.vn', url='https://example.vn/the-gioi', kind='section', publisher=None, every=900)]
    """
    told = name_or_url.strip()
    publisher = _publisher_named(told)
    if publisher is None and not _is_address(told):
        close = get_close_matches(_compact(told), list(_names()), n=3)
        ids = dict.fromkeys(_names()[name].id for name in close)
        raise SourceError(
            told or "an empty name",
            "is neither an outlet of the lexicon nor an address",
            f"did you mean {' or '.join(ids)}?" if ids else "give the name of an outlet, or an address with https://",
        )
    try:
        url = clean(told if "://" in told else f"https://{told}") if publisher is None or _is_address(told) else ""
    except UnsafeAddress as fault:
        raise SourceError(fault.where, fault.what, fault.remedy) from None
    if publisher is not None and kind in (None, "feed") and publisher.feeds:
        return [Source(name=publisher.id, url=clean(f), kind="feed", publisher=publisher.id) for f in publisher.feeds]
    if publisher is not None and kind != "section" and not url:
        raise SourceError(
            told, f"{publisher.name} has no {kind or 'feed'} in the lexicon",
            f"give the address of one, or of a section of https://{publisher.domains[0]}/",
        )  # fmt: skip
    url = url or clean(f"https://{publisher.domains[0]}/" if publisher else told)
    return [_source(url, kind or _kind_by_spelling(url))]


def kind_of(fetched: Fetched) -> Kind:
    """What kind of source an address is, by what came back from it.

    Raises:
        SourceError: neither a feed nor a sitemap nor a page.

    >>> kind_of(Fetched(url="https://example.vn/tin", outcome="ok", body=b"<rss version='2.0'><channel/></rss>"))
    'feed'
    """
    kind = _kind_by_content(fetched.body or b"", fetched.final_url or fetched.url, fetched.content_type)
    if kind is None:
        raise SourceError(
            fetched.url, "is neither a feed nor a sitemap nor a page", "give the address of one that a browser shows"
        )
    return kind


def sources_of(fetched: Fetched) -> list[Source]:
    """The sources that an address is: the feeds that its page names in its head or links to as a list; else itself.

    Raises:
        SourceError: as kind_of().

    >>> page = b"<html><link rel=alternate type=application/rss+xml href=/rss/the-gioi.rss><body>Tin"
    >>> [source.url for source in sources_of(Fetched(url="https://example.vn/", outcome="ok", body=page))]
    ['https://example.vn/rss/the-gioi.rss']
    """
    url, kind = fetched.final_url or fetched.url, kind_of(fetched)
    if kind == "section":
        page = sections.read_section(fetched.body or b"", url, fetched.content_type)
        told = [address for address, _ in feed_links(page, url) if not _COMMENTS.search(urlsplit(address).path)]
        if not told and _FEED.search(urlsplit(url).path):
            told = [x.address for x in links(page, url) if _LISTED_FEED.search(urlsplit(x.address).path)]
        found = []
        for address in dict.fromkeys(told):
            try:
                if one_site(address, url):
                    found.append(_source(clean(address), "feed"))
            except UnsafeAddress:
                continue
        if found:
            return list(dict.fromkeys(found))[:_MOST]
    return [_source(clean(url), kind)]


def offered(kind: Kind, body: bytes, url: str, content_type: str | None) -> Offered:
    """What a source of this kind offers; a feed where a sitemap stood, or the other way round, is read as what it is.

    >>> told = b"https://example.vn/hai-ben-gap-nhau-374010.html"
    >>> offered("sitemap", told, "https://example.vn/map.txt", None).pages[0].known_by
    'example.vn/*-374010'
    """
    found = _kind_by_content(body, url, content_type) if body else None
    # A page in the place of a feed is a fault of the site, not a section.
    try:
        return _OFFERED[found if found and found != "section" else kind](body, url, content_type)
    except Exception as fault:
        # Whoever writes a source could end the watch by what a parser stumbles over.
        logging.getLogger("thoisu.watch").exception("source_failed", extra={"fields": {"url": shown(url)}})
        return Offered(faults=[f"the reader failed: {type(fault).__name__}"])


def _kind_by_content(body: bytes, url: str, content_type: str | None) -> Kind | None:
    if body.startswith(_GZIP):
        return "sitemap"
    try:
        root, text = read_markup(body, url, content_type)
    except PageError:
        return None
    if root in feeds.ROOTS:
        return "feed"
    if root in sitemaps.ROOTS or (
        not root and body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"http://", b"https://"))
    ):
        return "sitemap"
    return "section" if root and ("html" in (content_type or "html") or "<body" in text[:65_536].lower()) else None


def _kind_by_spelling(url: str) -> Kind:
    path = urlsplit(url).path
    return "sitemap" if _SITEMAP.search(path) else "feed" if _FEED.search(path) else "section"


def _source(url: str, kind: Kind) -> Source:
    publisher = publisher_of(url)
    return Source(
        name=publisher.id if publisher else host_of(url) or url, url=url, kind=kind,
        publisher=publisher.id if publisher else None,
    )  # fmt: skip


def _is_address(told: str) -> bool:
    return "://" in told or _ADDRESS.fullmatch(told) is not None


def _publisher_named(told: str) -> Publisher | None:
    """The outlet of a name, of a host, or of the address of its front page."""
    named = _names().get(_compact(told))
    if named is not None or not _is_address(told):
        return named
    address = told if "://" in told else f"https://{told}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    publisher = publisher_of(address) if parts.path in ("", "/") and not parts.query else None
    # What stands on another host of an outlet is in another language, or another paper.
    return publisher if publisher and host_of(address) in publisher.domains else None


def _compact(told: str) -> str:
    return "".join(c for c in fold(told) if c.isalnum())


@cache
def _names() -> dict[str, Publisher]:
    """Outlets by their ids, names and credits in plain letters; what several share names none of them."""
    found: dict[str, Publisher | None] = {}
    for publisher in publishers():
        for name in {_compact(x) for x in (publisher.name, *publisher.credit)}:
            found[name] = None if name in found else publisher
    return {name: p for name, p in found.items() if p is not None} | {p.id: p for p in publishers()}
