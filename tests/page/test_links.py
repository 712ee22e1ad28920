"""The links of a page: resolved, with their words, in menus or not; the feeds that its head names."""

import pytest

from thoisu.page.html import parse
from thoisu.page.links import feed_links, links

BASE = "https://baovidu.example/the-gioi/"


def addresses(markup: str) -> list[str]:
    return [link.address for link in links(parse(markup, "page"), BASE)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='/tin-1.html'>Tin</a>", ["https://baovidu.example/tin-1.html"]),
        ("<a href='tin-1.html'>Tin</a>", ["https://baovidu.example/the-gioi/tin-1.html"]),
        ("<a href='//khac.example/tin-1.html'>Tin</a>", ["https://khac.example/tin-1.html"]),
        ("<a href=' /tin-\n1.html '>Tin</a>", ["https://baovidu.example/tin-1.html"]),
        ("<base href='https://baovidu.example/'><a href='tin-1.html'>Tin</a>", ["https://baovidu.example/tin-1.html"]),
        ("<base href='/moi/'><a href='tin-1.html'>Tin</a>", ["https://baovidu.example/moi/tin-1.html"]),
        ("<a href='/a'>Tin</a><div><p><a href='/b'><b>Tin</b></a></p></div>",
         ["https://baovidu.example/a", "https://baovidu.example/b"]),
        # no address of the web, or none at all
        ("<a href='#dau'>Tin</a><a href=''>Tin</a><a>Tin</a><a href='javascript:void(0)'>Tin</a>", []),
        ("<a href='mailto:toasoan@baovidu.example'>Tin</a><a href='http://[x'>Tin</a>", []),
        # not seen by a reader
        ("<div style='display:none'><a href='/a'>Tin</a></div><template><a href='/b'>Tin</a></template>", []),
        ("<p>Tin</p><noscript><a href='/a'>Tin</a></noscript>", []),
    ],
)  # fmt: skip
def test_addresses(markup: str, expected: list[str]) -> None:
    assert addresses(markup) == expected


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a href='/a'>Hai bên <b>gặp</b> nhau</a>", "Hai bên gặp nhau"),
        ("<a href='/a'><h3>Hai bên gặp nhau</h3></a>", "Hai bên gặp nhau"),
        ("<a href='/a'>\n Hai bên<br>gặp nhau\n</a>", "Hai bên gặp nhau"),
        ("<a href='/a' title='Hai bên gặp nhau'><img src=a.jpg></a>", "Hai bên gặp nhau"),
        ("<a href='/a'><img src=a.jpg alt='Hai bên gặp nhau'></a>", "Hai bên gặp nhau"),
        ("<a href='/a'><img src=a.jpg></a>", ""),
    ],
)
def test_its_words(markup: str, text: str) -> None:
    assert [link.text for link in links(parse(markup, "page"), BASE)] == [text]


@pytest.mark.parametrize(
    ("markup", "in_heading", "in_menu"),
    [
        ("<a href='/a'>Tin</a>", False, False),
        ("<h3><a href='/a'>Tin</a></h3>", True, False),
        ("<a href='/a'><h3>Tin</h3></a>", True, False),
        ("<nav><ul><li><a href='/a'>Tin</a></li></ul></nav>", False, True),
        ("<div class='main-menu'><div><a href='/a'>Tin</a></div></div>", False, True),
        ("<footer><p><a href='/a'>Tin</a></p></footer>", False, True),
        ("<div class='list-news'><article><a href='/a'>Tin</a></article></div>", False, False),
    ],
)
def test_where_it_stands(markup: str, in_heading: bool, in_menu: bool) -> None:
    (link,) = links(parse(markup, "page"), BASE)
    assert (link.in_heading, link.in_menu) == (in_heading, in_menu)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<link rel=alternate type=application/rss+xml href=/tin.rss title=Tin>", ["https://baovidu.example/tin.rss"]),
        ("<link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' href=a.atom>", [f"{BASE}a.atom"]),
        ("<link rel=alternate type=application/rss+xml href=/a.rss>"
         "<link rel=alternate type=application/rss+xml href=/a.rss>",
         ["https://baovidu.example/a.rss"]),
        ("<link rel=alternate hreflang=en href=/en/>", []),
        ("<link rel=alternate type=application/json+oembed href=/o.json>", []),
        ("<link rel=stylesheet type=application/rss+xml href=/a.rss>", []),
        ("<link rel=alternate type=application/rss+xml href='javascript:1'>", []),
    ],
)  # fmt: skip
def test_feeds_of_the_head(head: str, expected: list[str]) -> None:
    page = parse(f"<html><head>{head}</head><body><p>Tin</p></body></html>", "page")
    assert [address for address, _ in feed_links(page, BASE)] == expected
