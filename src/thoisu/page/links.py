"""The links of an HTML page: their addresses and texts, and whether they stand in a menu or a heading."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from ..text import normalize
from .elements import elements
from .html import Html

_MOST = 20_000
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


class Link(NamedTuple):
    """A link that a reader sees; its text is that of the element, else its title, else that of its picture."""

    address: str
    text: str
    in_heading: bool
    in_menu: bool


def links(page: Html, base: str) -> Iterator[Link]:
    """The links of a page to addresses of the web, in its order; relative ones are resolved against `base`.

    >>> from .html import parse
    >>> page = parse('<nav><a href="/the-gioi">Thế giới</a></nav><h2><a href="/a-1.html">Hai bên gặp nhau</a></h2>', "")
    >>> [(link.address, link.in_menu) for link in links(page, "https://example.vn/")]
    [('https://example.vn/the-gioi', True), ('https://example.vn/a-1.html', False)]
    """
    base = _base(page, base)
    headings = elements().heading
    menus: dict[int, bool] = {}
    for count, (node, box) in enumerate(page.links()):
        if count == _MOST:
            return
        address = _resolved(node.attributes.get("href"), base)
        if address is None:
            continue
        text = normalize(node.text(separator=" ") or "") or normalize(node.attributes.get("title") or "")
        if not text and (picture := node.css_first("img[alt]")) is not None:
            text = normalize(picture.attributes.get("alt") or "")
        heading = page.boxes[box].tag in headings or node.css_first("h1,h2,h3,h4,h5,h6") is not None
        yield Link(address, text, heading, _in_menu(page, box, menus))


def feed_links(page: Html, base: str) -> list[tuple[str, str]]:
    """The feeds that a page names in its head (HTML Living Standard, link type "alternate"): address and title.

    >>> from .html import parse
    >>> page = parse('<link rel="alternate" type="application/rss+xml" title="Tin" href="/rss/tin.rss"><p>', "")
    >>> feed_links(page, "https://example.vn/the-gioi")
    [('https://example.vn/rss/tin.rss', 'Tin')]
    """
    base = _base(page, base)
    found: dict[str, str] = {}
    for node in page.tree.css("link[href][rel][type]"):
        a = node.attributes
        kind = (a.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (a.get("rel") or "").lower().split() and kind in _FEEDS:
            address = _resolved(a.get("href"), base)
            if address is not None:
                found.setdefault(address, normalize(a.get("title") or ""))
    return list(found.items())


def _base(page: Html, address: str) -> str:
    node = page.tree.css_first("base[href]")
    return (_resolved(node.attributes.get("href"), address) if node is not None else None) or address


def _resolved(href: str | None, base: str) -> str | None:
    href = "".join((href or "").split())
    if not href or href.startswith("#"):
        return None
    try:
        address = urljoin(base, href)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _in_menu(page: Html, box: int, known: dict[int, bool]) -> bool:
    """Whether an element around a link calls itself a menu, or is the foot of the page."""
    path = []
    told = False
    while box > 0 and not told:
        if box in known:
            told = known[box]
            break
        path.append(box)
        told = page.boxes[box].tag == "footer" or page.hint(box) == "navigation"
        box = page.boxes[box].parent
    known.update(dict.fromkeys(path, told))
    return told
