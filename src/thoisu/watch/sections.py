"""Section pages to the articles that they link to."""

from ..errors import PageError
from ..page.decode import decode
from ..page.html import Html, parse
from ..page.links import Link, links
from ..page.publishers import one_site
from .collecting import Collected
from .looks import looks_like_article
from .records import Offered

_CHARSET = "charset="
_NO_HEADLINE = 2
_NEVER = 1 << 16  # words
_HEADLINE = 20  # code points; shorter texts of links are names of sections, counts of comments and the like
_LONGEST = 300  # longer ones are a headline with the lead


def read_section(body: bytes, url: str, content_type: str | None) -> Html:
    """The markup of a page; raises PageError."""
    charset = (content_type or "").lower().partition(_CHARSET)[2].partition(";")[0].strip(" \"'")
    decoded = decode(body, url, charset)
    return parse(body if decoded.is_utf8 else decoded.text, url)


def offered(body: bytes, url: str, content_type: str | None) -> Offered:
    """The articles of its own site that a page links to, in its order, each with the headline that its links tell.

    Links to other sites, sections, tags, videos and forms are left out, those in menus too, unless their address has an
    article's number.

    >>> told = "<html><nav><a href=/the-gioi>Thế giới</a></nav><h3><a href=/hai-ben-gap-nhau-374010.html>"
    >>> told += "Hai bên gặp nhau ở Geneva</a></h3><a href=/video/hai-ben-gap-nhau-374011.html>Video</a>"
    >>> [(page.url, page.title) for page in offered(told.encode(), "https://example.vn/the-gioi", None).pages]
    [('https://example.vn/hai-ben-gap-nhau-374010.html', 'Hai bên gặp nhau ở Geneva')]
    """
    try:
        page = read_section(body, url, content_type)
    except PageError as fault:
        return Offered(faults=[fault.what])
    found = Collected(url)
    told = [link for link in links(page, url) if one_site(link.address, url) and _is_article(link)]
    # Several links lead to one article: its picture, its headline, its lead, the number of its comments.
    titles: dict[str, Link] = {}
    for link in told:
        best = titles.get(link.address)
        if best is None or _rank(link) < _rank(best):
            titles[link.address] = link
    for address, link in titles.items():
        found.page(address, link.text if _rank(link) < _NO_HEADLINE else None)
    if not len(found):
        found.faults.append("links to no article")
    return found.offered()


def _is_article(link: Link) -> bool:
    if looks_like_article(link.address, words=_NEVER):
        return True
    # One without a number is told by the headline in it, and that links to terms of use and the like may have too.
    return not link.in_menu and _rank(link) < _NO_HEADLINE and looks_like_article(link.address)


def _rank(link: Link) -> int:
    """0 for a headline in a heading, 1 for one elsewhere, else _NO_HEADLINE."""
    if not _HEADLINE <= len(link.text) <= _LONGEST:
        return _NO_HEADLINE
    return 0 if link.in_heading else 1
