"""RSS and Atom feeds to the pages that they offer.

feedparser reads them, broken ones too. What it is given is bounded: a document type, elements without end and what
lies behind the limits are taken out before, so that no feed costs more than some seconds and some hundred megabytes
(measured by benchmarks/bench_offers.py).
"""

import io
import re
from itertools import islice
from typing import Any

import feedparser

from ..errors import PageError
from ..page.publishers import one_site
from .collecting import Collected
from .markup import read_markup
from .moments import puts_month_first, zoned
from .records import Offered

ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
MOST_TEXT = 6_000_000  # characters
MOST_TAGS = 150_000
MOST_ITEMS = 5_000
# feedparser takes time by the square of an element's attributes; only pictures inside texts are so long.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4096,}>?")
_TAG = re.compile("<")
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]++)?+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')""")
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def offered(body: bytes, url: str, content_type: str | None) -> Offered:
    """The pages of a feed that was fetched from `url`; one with faults gives what can be read of it.

    >>> feed = "<rss><channel><item><title>Hai bên gặp nhau</title><link>/hai-ben-gap-nhau-post123456.vnp</link>"
    >>> feed += "<pubDate>Sat, 07 Mar 2026 08:07:00 GMT+7</pubDate></item></channel></rss>"
    >>> page = offered(feed.encode(), "https://www.vietnamplus.vn/rss/thegioi.rss", "text/xml").pages[0]
    >>> page.url, page.published
    ('https://www.vietnamplus.vn/hai-ben-gap-nhau-post123456.vnp', '2026-03-07T08:07:00+07:00')
    """
    found = Collected(url)
    try:
        root, text = read_markup(body, url, content_type)
    except PageError as fault:
        return Offered(faults=[fault.what])
    if root not in ROOTS:
        what = "an HTML page" if root in ("html", "head", "body") else f"<{root}>" if root else "text without markup"
        return Offered(faults=[f"is no feed but {what}"])
    text, cut = _bounded(text)
    if cut:
        found.faults.append(cut)
    feed = _parsed(text)
    if feed is None:
        found.faults.append("broken XML that can't be read")
        return found.offered()
    if feed.bozo and not cut:
        found.faults.append(f"broken XML, read as far as it goes: {feed.bozo_exception}")
    # Addresses are relative to that of the feed (Atom) or, as most who write them mean it in RSS, to the site's.
    home = _text(feed.feed, "link")
    base = home if home.startswith(("http://", "https://")) and one_site(home, url) and root != "feed" else url
    times = [(_text(entry, "published"), _text(entry, "updated")) for entry in feed.entries]
    month_first = puts_month_first(told for pair in times for told in pair)
    for entry, (published, updated) in zip(feed.entries, times, strict=True):
        first, last = zoned(published, month_first), zoned(updated, month_first)
        found.page(_link(entry), _text(entry, "title"), first or last, last, base=base)
    if not feed.entries and not found.faults:
        found.faults.append("holds no item")
    return found.offered()


def _parsed(text: str) -> Any:
    """What feedparser makes of a feed, None where it stumbles over it."""
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", errors="replace")),
            response_headers=_HEADERS,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:
        # It takes a space for what parts a namespace from a name; without any it reads the names as they stand. Its
        # reader of broken feeds counts on elements that others may have closed, and raises what that happens to raise.
        bare = _NAMESPACE.sub("", text)
        return None if bare == text else _parsed(bare)


def _bounded(text: str) -> tuple[str, str | None]:
    """The part of a feed that is read, and what was left out, in words."""
    text = _LONG_TAG.sub("", text)
    ends = [
        (_nth(_ITEM, text, MOST_ITEMS), f"more than {MOST_ITEMS:,} items"),
        (_nth(_TAG, text, MOST_TAGS), f"more than {MOST_TAGS:,} elements"),
        (MOST_TEXT if len(text) > MOST_TEXT else None, f"more than {MOST_TEXT:,} characters"),
    ]
    end, why = min(((end, why) for end, why in ends if end is not None), default=(None, None))
    return text[:end], f"{why}: what comes after them is not read" if why else None


def _nth(pattern: re.Pattern[str], text: str, n: int) -> int | None:
    """Where the match after the n-th begins."""
    m = next(islice(pattern.finditer(text), n, None), None)
    return m.start() if m else None


def _link(entry: dict[str, object]) -> str:
    """The address of an item: its own before that of a service that counts readers, else an id that is an address."""
    for name in ("feedburner_origlink", "link", "id"):
        address = _text(entry, name)
        if address and (name != "id" or address.startswith(("http://", "https://"))):
            return address
    return ""


def _text(entry: dict[str, object], name: str) -> str:
    # dict's own get: feedparser's gives the time of publication for that of the update, with a warning.
    value = dict.get(entry, name)
    return value.strip() if isinstance(value, str) else ""
