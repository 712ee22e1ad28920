"""Sources by name and by address; what an address is by what came back from it."""

import gzip

import pytest

from thoisu.errors import SourceError
from thoisu.page.publishers import Publisher, publishers
from thoisu.watch.records import Fetched, Kind, Source
from thoisu.watch.sources import kind_of, named, offered, sources_of

WITH_FEEDS = [publisher for publisher in publishers() if publisher.feeds]
WITHOUT = [publisher for publisher in publishers() if not publisher.feeds]


@pytest.mark.parametrize("publisher", WITH_FEEDS, ids=lambda p: p.id)
def test_every_publisher_with_feeds_is_a_source_by_each_of_its_names(publisher: Publisher) -> None:
    found = named(publisher.id)
    assert [source.name for source in found] == [publisher.id] * len(publisher.feeds)
    assert {(source.kind, source.publisher) for source in found} == {("feed", publisher.id)}
    assert [source.url.removesuffix("/") for source in found] == [feed.removesuffix("/") for feed in publisher.feeds]
    names = [publisher.name, publisher.name.upper(), f" {publisher.name} "]
    hosts = [form for d in publisher.domains for form in (d, f"www.{d}", f"https://{d}", f"http://www.{d}/")]
    assert [name for name in (*names, *hosts) if named(name) != found] == []


@pytest.mark.parametrize("publisher", WITHOUT, ids=lambda p: p.id)
def test_a_publisher_without_feeds_says_what_to_give(publisher: Publisher) -> None:
    with pytest.raises(SourceError, match=f"has no feed in the lexicon; give .*https://{publisher.domains[0]}/"):
        named(publisher.id)


@pytest.mark.parametrize(
    ("told", "kind", "source"),
    [
        ("https://vnexpress.net/rss/khoa-hoc.rss", None,
         Source(name="vnexpress", url="https://vnexpress.net/rss/khoa-hoc.rss", kind="feed", publisher="vnexpress")),
        ("vnexpress", "section",
         Source(name="vnexpress", url="https://vnexpress.net/", kind="section", publisher="vnexpress")),
        ("https://vnexpress.net/", "section",
         Source(name="vnexpress", url="https://vnexpress.net/", kind="section", publisher="vnexpress")),
        # another language, or another paper, of the outlet
        ("https://fr.vietnamplus.vn/", None,
         Source(name="vietnamplus", url="https://fr.vietnamplus.vn/", kind="section", publisher="vietnamplus")),
        ("https://vietnamplus.vn/thegioi/", None,
         Source(name="vietnamplus", url="https://vietnamplus.vn/thegioi/", kind="section", publisher="vietnamplus")),
        ("baovidu.example/the-gioi?utm_source=a", None,
         Source(name="baovidu.example", url="https://baovidu.example/the-gioi", kind="section")),
        ("HTTP://WWW.BaoViDu.example", None,
         Source(name="baovidu.example", url="http://www.baovidu.example/", kind="section")),
        ("https://baovidu.example/sitemap_index.xml", None,
         Source(name="baovidu.example", url="https://baovidu.example/sitemap_index.xml", kind="sitemap")),
        ("https://baovidu.example/tin.xml.gz", None,
         Source(name="baovidu.example", url="https://baovidu.example/tin.xml.gz", kind="sitemap")),
        ("https://baovidu.example/feed/", None,
         Source(name="baovidu.example", url="https://baovidu.example/feed/", kind="feed")),
        ("https://baovidu.example/rss/the-gioi-5", None,
         Source(name="baovidu.example", url="https://baovidu.example/rss/the-gioi-5", kind="feed")),
        ("https://baovidu.example/the-gioi", "feed",
         Source(name="baovidu.example", url="https://baovidu.example/the-gioi", kind="feed")),
        ("http://127.0.0.1:8000/a.rss", None, Source(name="127.0.0.1", url="http://127.0.0.1:8000/a.rss", kind="feed")),
    ],
)  # fmt: skip
def test_an_address_is_a_source_of_its_own(told: str, kind: Kind | None, source: Source) -> None:
    assert named(told, kind) == [source]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("vnexpres", "vnexpres: is neither an outlet of the lexicon nor an address; did you mean vnexpress"),
        ("9999", "give the name of an outlet, or an address with https://"),
        ("", "an empty name: "),
        ("ftp://baovidu.example/rss.xml", "ftp://baovidu.example/rss.xml: is not http or https"),
        (
            "https://ban:doc@baovidu.example/rss.xml",
            "https://baovidu.example/rss.xml: has a user name or password in it",
        ),
        ("https://", "has no host"),
        ("vnexpress/the-gioi", "is neither an outlet of the lexicon nor an address"),
    ],
)
def test_what_is_no_source_is_told(told: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        named(told)


def test_a_sitemap_of_an_outlet_has_to_be_named() -> None:
    with pytest.raises(SourceError, match="has no sitemap in the lexicon"):
        named("vnexpress", "sitemap")


PAGE = b"<!DOCTYPE html><html><head>%s</head><body><a href=/the-gioi>Tin</a>%s</body></html>"


def came(body: bytes, content_type: str | None = "text/html", url: str = "https://baovidu.example/tin") -> Fetched:
    return Fetched(url=url, final_url=url, outcome="ok", status=200, body=body, content_type=content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<?xml version='1.0'?><rss version='2.0'/>", "text/html", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", None, "feed"),
        (b"<rdf:RDF xmlns:rdf='x'/>", "application/xml", "feed"),
        (b"<urlset/>", "text/xml", "sitemap"),
        (b"<!-- a --><sitemapindex/>", "text/plain", "sitemap"),
        (gzip.compress(b"<urlset/>", mtime=0), "application/gzip", "sitemap"),
        (b"https://baovidu.example/a-1.html\n", "text/plain", "sitemap"),
        (PAGE % (b"", b""), "text/html", "section"),
        (PAGE % (b"", b""), None, "section"),
        (b"<div>Tin</div>", "text/html; charset=utf-8", "section"),
    ],
)
def test_the_kind_is_told_by_the_content(body: bytes, content_type: str | None, kind: Kind) -> None:
    assert kind_of(came(body, content_type)) == kind


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", None),
        (b"{}", "application/json"),
        (b"\x89PNG\r\n", "image/png"),
        (b"<opml/>", "text/xml"),
        (b"Tin", "text/plain"),
    ],
)
def test_what_offers_nothing_is_told(body: bytes, content_type: str | None) -> None:
    with pytest.raises(SourceError, match="is neither a feed nor a sitemap nor a page"):
        kind_of(came(body, content_type))


@pytest.mark.parametrize(
    ("head", "inside", "url", "expected"),
    [
        (b"<link rel=alternate type=application/rss+xml href=/rss/tin.rss>", b"", "https://baovidu.example/",
         [("feed", "https://baovidu.example/rss/tin.rss")]),
        (b"<link rel=alternate type=application/rss+xml href=/feed/>"
         b"<link rel=alternate type=application/rss+xml href=/comments/feed/>", b"", "https://baovidu.example/",
         [("feed", "https://baovidu.example/feed/")]),
        # feeds of others, or that may not be asked
        (b"<link rel=alternate type=application/rss+xml href=https://khac.example/rss>", b"", "https://baovidu.example/",
         [("section", "https://baovidu.example/")]),
        # a page that lists the feeds of the outlet
        (b"", b"<li><a href=/rss/the-gioi.rss>RSS</a><li><a href=/rss/kinh-te.rss>RSS</a><a href=/rss/the-gioi.rss>1",
         "https://baovidu.example/rss",
         [("feed", "https://baovidu.example/rss/the-gioi.rss"), ("feed", "https://baovidu.example/rss/kinh-te.rss")]),
        (b"", b"<a href=/rss/the-gioi.rss>RSS</a>", "https://baovidu.example/the-gioi",
         [("section", "https://baovidu.example/the-gioi")]),
        (b"", b"", "https://baovidu.example/the-gioi", [("section", "https://baovidu.example/the-gioi")]),
    ],
)  # fmt: skip
def test_a_page_gives_the_feeds_that_it_names(
    head: bytes, inside: bytes, url: str, expected: list[tuple[str, str]]
) -> None:
    assert [(s.kind, s.url) for s in sources_of(came(PAGE % (head, inside), url=url))] == expected


ADDRESS = "https://baovidu.example/hai-ben-gap-nhau-123456.html"
FEED = f"<rss version='2.0'><channel><item><link>{ADDRESS}</link></item></channel></rss>".encode()
MAP = f"<urlset><url><loc>{ADDRESS}</loc></url></urlset>".encode()
SECTION = PAGE % (b"", f"<a href='{ADDRESS}'>Hai bên gặp nhau</a>".encode())


@pytest.mark.parametrize(
    ("kind", "body", "pages"),
    [
        ("feed", FEED, 1),
        ("sitemap", MAP, 1),
        ("section", SECTION, 1),
        # a feed where a sitemap stood, and the other way round
        ("sitemap", FEED, 1),
        ("feed", MAP, 1),
        ("section", FEED, 1),
        # a page of a captcha where a feed stood
        ("feed", SECTION, 0),
        ("sitemap", SECTION, 0),
        ("feed", b"", 0),
        ("section", b"", 0),
    ],
)
def test_each_kind_offers_what_it_holds(kind: Kind, body: bytes, pages: int) -> None:
    found = offered(kind, body, "https://baovidu.example/tin", None)
    assert len(found.pages) == pages
    assert bool(found.faults) == (pages == 0)


def test_what_a_parser_stumbles_over_is_a_fault_of_the_source() -> None:
    body = b"<rss xmlns:gml='http://www.opengis.net/gml'><channel><item><gml:pos>a b</gml:pos></item></channel></rss>"
    assert offered("feed", body, "https://example.vn/rss", None).faults == ["broken XML that can't be read"]
