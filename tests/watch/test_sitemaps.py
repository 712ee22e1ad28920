"""Sitemaps: url sets with the news extension, indexes, text, packed ones, broken ones, large ones."""

import gzip
import tracemalloc

import pytest

from thoisu.watch.sitemaps import offered

URL = "https://baovidu.example/sitemap.xml"
FIRST = "https://baovidu.example/hai-ben-gap-nhau-123456.html"
SECOND = "https://baovidu.example/lenh-ngung-ban-co-hieu-luc-123457.html"
XMLNS = (
    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "
    "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"
)


def urlset(*entries: str, names: str = XMLNS) -> str:
    told = "".join(f"<url>{entry}</url>" for entry in entries)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<urlset {names}>{told}</urlset>"


def news(address: str, title: str = "Hai bên gặp nhau", day: str = "2026-03-07T08:07:00+07:00") -> str:
    return (
        f"<loc>{address}</loc><news:news><news:publication><news:name>Báo Ví Dụ</news:name><news:language>vi"
        f"</news:language></news:publication><news:publication_date>{day}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news>"
    )


def urls(told: str | bytes) -> list[str]:
    return [page.url for page in offered(told.encode() if isinstance(told, str) else told, URL, None).pages]


@pytest.mark.parametrize(
    ("entry", "title", "published", "modified"),
    [
        (f"<loc>{FIRST}</loc>", None, None, None),
        (f"<loc>\n {FIRST}\n</loc><lastmod>2026-03-07</lastmod>", None, None, "2026-03-07T00:00:00+07:00"),
        (f"<loc><![CDATA[{FIRST}]]></loc><lastmod>2026-03-07T01:07:00Z</lastmod><priority>0.5</priority>", None, None,
         "2026-03-07T01:07:00+00:00"),
        (news(FIRST), "Hai bên gặp nhau", "2026-03-07T08:07:00+07:00", None),
        (news(FIRST, "<![CDATA[Mỹ & EU &quot;gặp nhau&quot;]]>", "2026-03-07"), 'Mỹ & EU "gặp nhau"',
         "2026-03-07T00:00:00+07:00", None),
        (news(FIRST, day="07/03/2026 08:07"), "Hai bên gặp nhau", "2026-03-07T08:07:00+07:00", None),
        (news(FIRST, day="hôm nay"), "Hai bên gặp nhau", None, None),
        # its picture has an address and a title of its own
        (f"<loc>{FIRST}</loc><image:image><image:loc>{SECOND}</image:loc><image:title>Ảnh</image:title></image:image>",
         None, None, None),
        (f"<image:image><image:loc>{SECOND}</image:loc></image:image>{news(FIRST)}", "Hai bên gặp nhau",
         "2026-03-07T08:07:00+07:00", None),
        ("<loc>/hai-ben-gap-nhau-123456.html</loc>", None, None, None),
        (f"<loc>{FIRST}?utm_source=a&amp;utm_medium=b</loc>", None, None, None),
        (f"<loc>{FIRST}?utm_source=a&utm_medium=b</loc>", None, None, None),  # as it may not be
    ],
)  # fmt: skip
def test_an_entry(entry: str, title: str | None, published: str | None, modified: str | None) -> None:
    found = offered(urlset(entry).encode(), URL, "application/xml")
    assert [(p.url, p.title, p.published, p.modified) for p in found.pages] == [(FIRST, title, published, modified)]
    assert found.faults == []


@pytest.mark.parametrize(
    "names",
    ["", "xmlns='https://www.google.com/schemas/sitemap/0.84'", "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"],
)
def test_namespaces_need_not_be_declared(names: str) -> None:
    assert urls(urlset(news(FIRST), names=names)) == [FIRST]


@pytest.mark.parametrize(
    "address",
    [
        "https://baovidu.example/",
        "https://baovidu.example/the-gioi",
        "https://baovidu.example/the-gioi/chau-au-c123.html",
        "https://baovidu.example/tags/dam-phan-geneva-123456.html",
        "https://baovidu.example/dam-phan-o-geneva-event123.html",
        "https://baovidu.example/tac-gia/toa-soan-bao-123456.html",
        "https://baovidu.example/video/hai-ben-gap-nhau-123456.html",
        "https://baovidu.example/tep/hai-ben-gap-nhau-123456.pdf",
    ],
)
def test_sections_tags_and_films_are_no_articles(address: str) -> None:
    assert urls(urlset(f"<loc>{address}</loc>", f"<loc>{SECOND}</loc>")) == [SECOND]


def test_what_the_news_extension_names_is_an_article_whatever_its_address() -> None:
    address = "https://baovidu.example/ban-tin"
    assert urls(urlset(news(address), f"<loc>{address}-khac</loc>")) == [address]


@pytest.mark.parametrize("names", ["", XMLNS])
def test_an_index(names: str) -> None:
    told = (
        f"<sitemapindex {names}><sitemap><loc>https://baovidu.example/sitemap-2026-03.xml</loc>"
        "<lastmod>2026-03-07T08:07:00+07:00</lastmod></sitemap><sitemap><loc>/sitemap-2026-02.xml.gz</loc></sitemap>"
        "<sitemap><loc>ftp://baovidu.example/sitemap.xml</loc></sitemap></sitemapindex>"
    )
    found = offered(told.encode(), URL, "text/xml")
    assert found.sitemaps == [
        ("https://baovidu.example/sitemap-2026-03.xml", "2026-03-07T08:07:00+07:00"),
        ("https://baovidu.example/sitemap-2026-02.xml.gz", None),
    ]
    assert (found.pages, found.faults) == ([], ["1 left out: an address that is not http or https"])


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        (f"{FIRST}\n{SECOND}\n", []),
        (f"\ufeff{FIRST}\r\n\r\n  {SECOND}", []),
        (f"{FIRST}\nhttps://baovidu.example/the-gioi\n{SECOND}", []),
        (f"{FIRST}\n# ghi chú\n{SECOND}", ["is no sitemap but text"]),
    ],
)
def test_a_text_sitemap(told: str, faults: list[str]) -> None:
    found = offered(told.encode(), URL, "text/plain")
    assert ([page.url for page in found.pages], found.faults) == ([FIRST, SECOND], faults)


def test_a_feed_may_be_a_sitemap() -> None:
    assert urls(f"<rss version='2.0'><channel><item><link>{FIRST}</link></item></channel></rss>") == [FIRST]


@pytest.mark.parametrize(
    "broken",
    [
        f"<loc>{FIRST}<lastmod>2026</lastmod>",
        "<loc>https://baovidu.example/mot-tin-hong-trong-ngay-123458.html</lo>",
        "<loc>https://baovidu.example/a<b-123458.html</loc>",
        "<loc a=1>x</loc>",
        "</url></url>",
    ],
)
def test_a_broken_entry_costs_no_other(broken: str) -> None:
    found = offered(urlset(news(FIRST), broken, news(SECOND)).encode(), URL, None)
    assert [page.url for page in found.pages] == [FIRST, SECOND]
    assert len(found.faults) == 1
    assert found.faults[0].startswith("broken XML, read as far as it goes: ")


def test_one_that_is_cut_off_gives_what_stands_before() -> None:
    told = urlset(news(FIRST), news(SECOND))
    found = offered(told[: told.rindex(SECOND) + 20].encode(), URL, None)
    assert ([page.url for page in found.pages], len(found.faults)) == ([FIRST], 1)


def test_of_very_many_broken_entries_only_some_are_passed_over() -> None:
    found = offered(urlset(*["<loc>x</lo>"] * 300, f"<loc>{FIRST}</loc>").encode(), URL, None)
    assert "200 broken entries: the rest is not read" in found.faults


@pytest.mark.parametrize("times", [1, 2])
def test_one_that_is_packed_itself(times: int) -> None:
    body = urlset(news(FIRST)).encode()
    for _ in range(times):
        body = gzip.compress(body)
    assert urls(body) == [FIRST]


@pytest.mark.parametrize(
    ("body", "pages", "fault"),
    [
        (gzip.compress(urlset(*map(news, [FIRST] * 500)).encode(), mtime=0)[:-30], 1, "its packed data is cut off"),
        (b"\x1f\x8b\x08rubbish", 0, "can't be unpacked"),
        (
            gzip.compress(urlset(news(FIRST)).encode() + b" " * 40_000_000, mtime=0),
            1,
            "more than 32 MB: the rest is not read",
        ),
    ],
    ids=["cut off", "no gzip", "bomb"],
)
def test_packed_data_that_is_wrong_or_too_much(body: bytes, pages: int, fault: str) -> None:
    found = offered(body, URL, "application/gzip")
    assert len(found.pages) == pages
    assert found.faults[0].startswith(fault)


LAUGHS = "".join(f"<!ENTITY lol{i} '{f'&lol{i - 1};' * 10}'>" for i in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE urlset [<!ENTITY lol0 'lol'>{LAUGHS}<!ENTITY x '&lol9;'>]>",
        "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE urlset SYSTEM 'http://127.0.0.1:9/a.dtd' [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/b.dtd'> %p;]>",
    ],
)
def test_entities_neither_expand_nor_open_anything(doctype: str) -> None:
    told = urlset(news(FIRST, "Tin &x;"), news(SECOND)).replace("\n", doctype, 1)
    tracemalloc.start()
    found = offered(told.encode(), URL, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(page.url, page.title) for page in found.pages] == [(FIRST, "Tin &x;"), (SECOND, "Hai bên gặp nhau")]
    assert peak < 2_000_000


def test_one_as_large_as_the_protocol_allows() -> None:
    """50,000 addresses (sitemaps.org); what comes after them is not read, and memory is bounded."""
    address = "https://baovidu.example/hai-ben-gap-nhau-{}.html"
    entries = (f"<url><loc>{address.format(1_000_000 + i)}</loc></url>" for i in range(50_100))
    body = f"<urlset {XMLNS}>{''.join(entries)}</urlset>".encode()
    found = offered(body, URL, None)
    assert len({page.known_by for page in found.pages}) == 50_000
    assert found.pages[-1].url == "https://baovidu.example/hai-ben-gap-nhau-1049999.html"
    assert found.faults == ["more than 50,000 entries: the rest is not read"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a binary file, not text"),
        (b"<html><body>Tin</body></html>", "is no sitemap but an HTML page"),
        (b"<opml></opml>", "is no sitemap but <opml>"),
        (b"User-agent: *", "is no sitemap but text"),
        (b"<urlset></urlset>", "holds no article"),
        (b"<urlset>" + b"<a>" * 200, "elements nested more than 100 deep: the rest is not read"),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes, fault: str) -> None:
    found = offered(body, URL, None)
    assert (found.pages, found.sitemaps, found.faults) == ([], [], [fault])
