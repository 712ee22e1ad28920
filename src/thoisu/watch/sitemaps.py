"""Sitemaps to the pages that they offer: url sets with Google's news extension, indexes, text, gzip inside.

The format: sitemaps.org/protocol.html; the extension: Google Search Central, "Create a news sitemap".
"""

import re
import zlib
from xml.parsers import expat

from ..errors import PageError
from ..page.decode import MAX_BYTES
from . import feeds
from .collecting import MOST_PAGES, Collected
from .markup import read_markup
from .moments import zoned
from .records import Offered

ROOTS = frozenset(("urlset", "sitemapindex"))
_GZIP = b"\x1f\x8b"
_MOST_FAULTS = 200  # broken entries that are passed over
_MOST_PIECES, _LONGEST_VALUE = 64, 4_096
_DEEPEST = 100
_ENTRY = re.compile(rb"<(?:\w+:)?(?:url|sitemap)[\s>]", re.IGNORECASE)
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][\da-fA-F]{1,6});)")  # as in addresses, mostly
_FIELDS = {
    "url/loc": "loc",
    "url/lastmod": "changed",
    "url/news/publication_date": "published",
    "url/news/title": "title",
    "sitemap/loc": "loc",
    "sitemap/lastmod": "changed",
}
_FIELD_DEPTH = 4


class _Enough(Exception):
    """Raised out of the parser's handlers, to say that the rest of a sitemap is not read."""


def offered(body: bytes, url: str, content_type: str | None) -> Offered:
    """The pages and further sitemaps of a sitemap that was fetched from `url`.

    One of broken XML gives all but the broken entries. Of a sitemap without the news extension only addresses that
    look like articles count: it also names sections, tags and authors.

    >>> told = "<urlset><url><loc>https://vnexpress.net/hai-ben-noi-lai-dam-phan-4238847.html</loc>"
    >>> told += "<lastmod>2026-03-07T01:07:00Z</lastmod></url><url><loc>https://vnexpress.net/the-gioi</loc></url></urlset>"
    >>> [(page.url, page.modified) for page in offered(told.encode(), "https://vnexpress.net/sitemap.xml", None).pages]
    [('https://vnexpress.net/hai-ben-noi-lai-dam-phan-4238847.html', '2026-03-07T01:07:00+00:00')]
    """
    found = Collected(url)
    try:
        if body.startswith(_GZIP):
            body = _unpacked(body, found)
        root, text = read_markup(body, url, content_type)
    except PageError as fault:
        found.faults.append(fault.what)
        return found.offered()
    if root in ROOTS:
        _Reader(found).read(text)
    elif root in feeds.ROOTS:
        return feeds.offered(body, url, content_type)  # a feed may be a sitemap too
    elif root:
        found.faults.append(f"is no sitemap but {'an HTML page' if root == 'html' else f'<{root}>'}")
    else:
        _lines(body.decode("utf-8", errors="replace"), found)
    if not len(found) and not found.sitemaps and not found.faults:
        found.faults.append("holds no article")
    return found.offered()


def _unpacked(body: bytes, found: Collected) -> bytes:
    """A body that was packed itself, however often, as far as a page may be large."""
    for _ in range(2):
        unpacker = zlib.decompressobj(31)
        try:
            body = unpacker.decompress(body, MAX_BYTES)
        except zlib.error as fault:
            raise PageError("", f"can't be unpacked ({fault})", "") from None
        if not unpacker.eof:
            cut = len(body) >= MAX_BYTES
            found.faults.append(
                f"more than {MAX_BYTES >> 20} MB: the rest is not read" if cut else "its packed data is cut off"
            )
        if not body.startswith(_GZIP):
            break
    return body


def _lines(text: str, found: Collected) -> None:
    """A sitemap of text: an address a line."""
    for line in text.removeprefix("\ufeff").splitlines():
        address = line.strip()
        if address.startswith(("http://", "https://")):
            found.page(address, certain=False)
        elif address and "is no sitemap but text" not in found.faults:
            found.faults.append("is no sitemap but text")


class _Reader:
    """Reads the entries of a sitemap; behind an error it goes on at the next entry.

    Elements are known by their names and where they stand, not by their namespaces, which many sitemaps don't declare:
    an entry's own address is its child, that of its picture (image:loc) its grandchild.
    """

    def __init__(self, found: Collected) -> None:
        self.found = found
        self._path: list[str] = []
        self._values: dict[str, str] = {}
        self._pieces: list[str] = []
        self._entries = 0

    def read(self, text: str) -> None:
        """Reads a document from its root on."""
        if "<![CDATA[" not in text:
            text = _BARE.sub("&amp;", text)
        data = memoryview(text.encode("utf-8", errors="replace"))
        at = faults = 0
        first = ""
        try:
            while (wrong := self._run(data, at)) is not None:
                told, where = wrong
                faults, first = faults + 1, first or told
                following = _ENTRY.search(data, max(at + 1, where))
                if following is None:
                    break
                if faults == _MOST_FAULTS:
                    raise _Enough(f"{faults} broken entries: the rest is not read")
                at = following.start()
        except _Enough as enough:
            self.found.faults.append(str(enough))
        if faults:
            self.found.faults.append(f"broken XML, read as far as it goes: {first}")

    def _run(self, data: memoryview, at: int) -> tuple[str, int] | None:
        """Reads from an offset on; gives the fault that ended it and its offset."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        self._path, self._values = [], {}
        head = b"<rest>" if at else b""
        try:
            if head:
                parser.Parse(head)
            parser.Parse(data[at:], True)
        except expat.ExpatError as fault:
            return expat.ErrorString(fault.code), at + parser.ErrorByteIndex - len(head)
        return None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        path = self._path
        if len(path) == _DEEPEST:
            raise _Enough(f"elements nested more than {_DEEPEST} deep: the rest is not read")
        path.append(name.rpartition(":")[2].lower())
        self._pieces = []
        if len(path) == 2:
            self._values = {}

    def _text(self, text: str) -> None:
        if len(self._pieces) < _MOST_PIECES:
            self._pieces.append(text[:_LONGEST_VALUE])

    def _end(self, name: str) -> None:
        path = self._path
        if len(path) == 2:
            if path[1] in ("url", "sitemap"):
                self._entry(path[1])
        elif len(path) <= _FIELD_DEPTH and (field := _FIELDS.get("/".join(path[1:]))) is not None:
            self._values[field] = "".join(self._pieces).strip()
        path.pop()
        self._pieces = []

    def _entry(self, kind: str) -> None:
        if self._entries == MOST_PAGES:
            raise _Enough(f"more than {MOST_PAGES:,} entries: the rest is not read")
        self._entries += 1
        told = self._values
        address, changed = told.get("loc"), zoned(told.get("changed"))
        if kind == "sitemap":
            self.found.sitemap(address, changed)
        else:
            is_news = "published" in told or "title" in told
            self.found.page(address, told.get("title"), zoned(told.get("published")), changed, certain=is_news)
