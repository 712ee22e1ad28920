"""Feeds in the shapes that outlets serve, and in those that nobody should."""

import tracemalloc
import unicodedata

import pytest

from thoisu.watch.feeds import MOST_ITEMS, offered

URL = "https://baovidu.example/rss/the-gioi.rss"
FIRST = "https://baovidu.example/hai-ben-gap-nhau-123456.html"
SECOND = "https://baovidu.example/lenh-ngung-ban-co-hieu-luc-123457.html"
ITEM = f"<item><title>Hai bên gặp nhau</title><link>{FIRST}</link></item>"
OTHER = f"<item><title>Lệnh ngừng bắn có hiệu lực</title><link>{SECOND}</link></item>"


def rss(*items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>", channel: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>Thế giới</title>{channel}{''.join(items)}</channel></rss>"


def atom(*entries: str, base: str = "") -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'{base}><title>Thế giới</title>{''.join(entries)}</feed>"


def urls(told: str | bytes, url: str = URL, content_type: str | None = "application/rss+xml") -> list[str]:
    body = told.encode() if isinstance(told, str) else told
    return [page.url for page in offered(body, url, content_type).pages]


@pytest.mark.parametrize(
    ("told", "title", "published"),
    [
        # an item as most print it: CDATA, a description in HTML, the zone as GMT+7
        (
            f"<title><![CDATA[Hai bên gặp nhau]]></title><link><![CDATA[{FIRST}]]></link><description><![CDATA["
            "<a href='x'><img src='a.jpg'/></a></br>Tin <b>vắn</b>]]></description>"
            "<pubDate>Sat, 07 Mar 2026 08:07:00 GMT+7</pubDate>",
            "Hai bên gặp nhau",
            "2026-03-07T08:07:00+07:00",
        ),
        # white space around everything
        (
            f"<title>\n  Hai bên\n gặp nhau </title><link>\n{FIRST}\n</link><pubDate>\n07/03/2026 08:07:00</pubDate>",
            "Hai bên gặp nhau",
            "2026-03-07T08:07:00+07:00",
        ),
        # HTML in the title: in CDATA, escaped, escaped twice
        (f"<title><![CDATA[Hai bên <b>gặp</b>&nbsp;nhau]]></title><link>{FIRST}</link>", "Hai bên gặp nhau", None),
        (f"<title>Hai bên &lt;i&gt;gặp&lt;/i&gt; nhau</title><link>{FIRST}</link>", "Hai bên gặp nhau", None),
        (f"<title>&amp;quot;Hai bên&amp;quot; gặp nhau</title><link>{FIRST}</link>", '"Hai bên" gặp nhau', None),
        (f"<title>Dưới &lt; 5 tỷ USD, trên &gt; 2%</title><link>{FIRST}</link>", "Dưới < 5 tỷ USD, trên > 2%", None),
        # decomposed letters
        (f"<title>Ha\u0300 Nội đón khách</title><link>{FIRST}</link>", "Hà Nội đón khách", None),
        # the id stands for the link
        (f"<guid>{FIRST}</guid><title>Hai bên gặp nhau</title>", "Hai bên gặp nhau", None),
        (f"<guid isPermaLink='false'>{FIRST}</guid><title>Hai bên gặp nhau</title>", "Hai bên gặp nhau", None),
        # Dublin Core's date, and the update where there is no other
        (f"<link>{FIRST}</link><dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-03-07T01:07:00Z</dc:date>",
         None, "2026-03-07T01:07:00+00:00"),
        # no title, no date, or one that is none
        (f"<link>{FIRST}</link>", None, None),
        (f"<title></title><link>{FIRST}</link><pubDate>hôm nay</pubDate>", None, None),
    ],
)  # fmt: skip
def test_an_item_gives_its_address_title_and_time(told: str, title: str | None, published: str | None) -> None:
    (page,) = offered(rss(f"<item>{told}</item>").encode(), URL, "text/xml").pages
    assert (page.url, page.title, page.published) == (FIRST, title, published)
    assert page.known_by == "baovidu.example/*-123456"


@pytest.mark.parametrize(
    ("link", "channel", "expected"),
    [
        ("/hai-ben-gap-nhau-123456.html", "", FIRST),
        ("//baovidu.example/hai-ben-gap-nhau-123456.html", "", FIRST),
        ("hai-ben-gap-nhau-123456.html", "<link>https://baovidu.example</link>", FIRST),
        ("hai-ben-gap-nhau-123456.html", "<link>https://www.baovidu.example/</link>",
         "https://www.baovidu.example/hai-ben-gap-nhau-123456.html"),
        # what calls itself another site is not believed
        ("/hai-ben-gap-nhau-123456.html", "<link>https://example.com/</link>", FIRST),
        (f"{FIRST}?utm_source=rss&amp;utm_medium=feed#binh-luan", "", FIRST),
        ("HTTPS://BAOVIDU.example:443/hai-ben-gap-nhau-123456.html", "", FIRST),
        ("https://baovidu.example/hai-bên-gặp-nhau-123456.html", "",
         "https://baovidu.example/hai-b%C3%AAn-g%E1%BA%B7p-nhau-123456.html"),
        ("https://baovidu.example/hai-ben-\n gap-nhau-123456.html", "", FIRST),
        # an address of another site, as collections of links have them
        ("https://baokhac.example/tin/hai-ben-gap-nhau-9876543.html", "",
         "https://baokhac.example/tin/hai-ben-gap-nhau-9876543.html"),
    ],
)  # fmt: skip
def test_addresses_are_made_whole_and_clean(link: str, channel: str, expected: str) -> None:
    assert urls(rss(f"<item><title>Tin</title><link>{link}</link></item>", channel=channel)) == [expected]


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("javascript:alert(1)", "1 left out: an address that is not http or https"),
        ("ftp://baovidu.example/tin-123456.html", "1 left out: an address that is not http or https"),
        ("https://a:b@baovidu.example/tin-1.html", "1 left out: an address that has a user name or password in it"),
        ("http://[bad/tin-123456.html", "1 left out: an address that is none"),
        ("https://baovidu.example/" + "a" * 3000, "1 left out: an address of more than 2,048 characters"),
    ],
)  # fmt: skip
def test_addresses_that_may_not_be_asked_are_left_out_and_told(link: str, fault: str) -> None:
    found = offered(rss(f"<item><title>Tin</title><link>{link}</link></item>", OTHER).encode(), URL, None)
    assert ([page.url for page in found.pages], found.faults) == ([SECOND], [fault])


@pytest.mark.parametrize(
    "link",
    [
        "https://baovidu.example/video/hai-ben-gap-nhau-123456.html",
        "https://baovidu.example/tags/dam-phan.html",
        "https://baovidu.example/infographic-cac-vong-dam-phan-123456.html",
        "https://baovidu.example/podcast/ban-tin-sang-123456.mp3",
    ],
)
def test_films_pictures_and_tags_are_no_pages_to_read(link: str) -> None:
    found = offered(rss(f"<item><title>Tin</title><link>{link}</link></item>", OTHER).encode(), URL, None)
    assert ([page.url for page in found.pages], found.faults) == ([SECOND], [])


def test_a_page_counts_once_with_the_title_and_the_time_that_any_offer_tells() -> None:
    twice = rss(
        f"<item><link>{FIRST}?utm_source=a</link></item>",
        f"<item><title>Hai bên</title><link>{FIRST}</link><pubDate>Sat, 07 Mar 2026 08:07:00 +0700</pubDate></item>",
    )
    (page,) = offered(twice.encode(), URL, None).pages
    assert (page.url, page.title, page.published) == (FIRST, "Hai bên", "2026-03-07T08:07:00+07:00")


def test_the_order_of_day_and_month_is_that_of_the_whole_feed() -> None:
    days = ("3/7/2026 8:07:00 AM", "3/28/2026 8:07:00 AM")
    items = [
        f"<item><link>https://baovidu.example/hai-ben-gap-nhau-{123456 + i}.html</link><pubDate>{day}</pubDate></item>"
        for i, day in enumerate(days)
    ]
    found = offered(rss(*items).encode(), URL, None).pages
    assert [page.published for page in found] == ["2026-03-07T08:07:00+07:00", "2026-03-28T08:07:00+07:00"]


@pytest.mark.parametrize(
    ("entry", "base", "page"),
    [
        (f"<title>Tin</title><link href='{FIRST}'/>", "", (FIRST, None, None)),
        (f"<link rel='self' href='/tu.atom'/><link rel='alternate' href='{FIRST}'/>", "", (FIRST, None, None)),
        ("<link href='hai-ben-gap-nhau-123456.html'/>", " xml:base='https://baovidu.example/'", (FIRST, None, None)),
        ("<link href='../hai-ben-gap-nhau-123456.html'/>", "", (FIRST, None, None)),
        (
            f"<title type='html'>Tin &lt;b&gt;vắn&lt;/b&gt;</title><link href='{FIRST}'/>"
            "<published>2026-03-07T08:07:00+07:00</published><updated>2026-03-07T02:00:00Z</updated>",
            "",
            (FIRST, "2026-03-07T08:07:00+07:00", "2026-03-07T02:00:00+00:00"),
        ),
        (
            f"<link href='{FIRST}'/><updated>2026-03-07T02:00:00Z</updated>",
            "",
            (FIRST, "2026-03-07T02:00:00+00:00", "2026-03-07T02:00:00+00:00"),
        ),
    ],
)
def test_atom(entry: str, base: str, page: tuple[str, str | None, str | None]) -> None:
    found = offered(atom(f"<entry>{entry}</entry>", base=base).encode(), URL, "application/atom+xml").pages
    assert [(x.url, x.published, x.modified) for x in found] == [page]


def test_rdf() -> None:
    told = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        f"<channel><title>Tin</title></channel><item rdf:about='{FIRST}'><title>Tin</title>"
        f"<link>{FIRST}</link></item></rdf:RDF>"
    )
    assert urls(told) == [FIRST]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (rss(ITEM, "<item><title>Mỹ & EU</title><link>/my-va-eu-dam-phan-123458.html</link></item>", OTHER), 3),
        (rss(ITEM, "<item><title>Tin <b>vắn</title><link>/tin-van-trong-ngay-123458.html</link></item>", OTHER), 3),
        (rss(ITEM, "<item><title>Tin&nbsp;vắn&hellip;</title><link>/tin-van-trong-ngay-123458.html</link></item>"), 2),
        (rss(ITEM, OTHER).removesuffix("</channel></rss>"), 2),
        (rss(ITEM, OTHER)[: -len("</channel></rss>") - 20], 1),  # cut off in an address, which then is another one
        ("\n\n  " + rss(ITEM), 1),
        ("<br />\n<b>Warning</b>: mysql_connect() in <b>/a.php</b><br />\n" + rss(ITEM), 1),
        (rss(ITEM).replace("gặp", "g\x0bặp\x00"), 1),
        (rss(ITEM.replace("<title>", "<media:title>x</media:title><title>"), OTHER), 2),  # a prefix nobody declared
        (rss(ITEM) + "<!-- 0.12 s -->rác", 1),
        (rss(ITEM, head="<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><!-- tin -->"), 1),
    ],
)
def test_broken_xml_gives_what_can_be_read(told: str, expected: int) -> None:
    found = urls(told)
    assert found[0] == FIRST
    assert len(found) == expected


def test_broken_xml_is_told() -> None:
    (fault,) = offered(rss(ITEM, "<item><title>Mỹ & EU</title></item>").encode(), URL, None).faults
    assert fault.startswith("broken XML, read as far as it goes")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1258", "cp1258"])
@pytest.mark.parametrize("declared", ["utf-8", "{}", "iso-8859-1"])
@pytest.mark.parametrize("served", [None, "text/xml", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1"])
def test_letters_are_read_whatever_charset_is_declared(charset: str, declared: str, served: str | None) -> None:
    told = "Các nước và Liên minh châu Âu bàn về lệnh ngừng bắn tại Genève"  # all of it can be written in Windows-1258
    name = declared.format(charset.removesuffix("-sig"))
    feed = rss(
        f"<item><title>{told}</title><link>{FIRST}</link></item>", head=f"<?xml version='1.0' encoding='{name}'?>"
    )
    body = _in_1258(feed) if "1258" in charset else feed.encode(charset)
    assert [page.title for page in offered(body, URL, served).pages] == [told]


def _in_1258(text: str) -> bytes:
    """Text with its tones as letters of their own, as Windows-1258 has them."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            # The tone stands last; the circumflex, breve and horn stay with their vowel.
            parts = unicodedata.normalize("NFD", letter)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out.append(unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


LAUGHS = "".join(f"<!ENTITY lol{i} '{f'&lol{i - 1};' * 10}'>" for i in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss-0.91.dtd'>",
        "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'https://my.netscape.com/rss-0.91.dtd'>",
        f"<!DOCTYPE rss [<!ENTITY lol0 'lol'>{LAUGHS}<!ENTITY x '&lol9;'>]>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'http://127.0.0.1:9/'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p; <!ENTITY x 'y>z'>]>",
        f"<!DOCTYPE rss [<!ENTITY x '{'a' * 100_000}'>]>",
        "<!doctype rss [<!-- > ' --><!ENTITY x \"<b>'</b>\">]>",
    ],
)
def test_entities_neither_expand_nor_open_anything(doctype: str) -> None:
    told = rss(f"<item><title>Tin {'&x;' * 50}</title><link>{FIRST}</link></item>", OTHER, head=doctype)
    tracemalloc.start()
    found = offered(told.encode(), URL, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [page.url for page in found.pages] == [FIRST, SECOND]
    assert "root:" not in (found.pages[0].title or "")
    assert len(found.pages[0].title or "") < 500
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 5_000,
        "<a " * 5_000,
        "<" * 10_000,
        "&" * 10_000,
        "<!--" * 5_000,
        "<![CDATA[" * 5_000,
        '<a b="' * 5_000,
        "<a" + " " * 50_000,
        "<a " + " ".join(f"b{i}='1'" for i in range(100_000)) + "/>",  # minutes, were it not taken out
        "<?" * 5_000,
        "<!DOCTYPE " * 5_000,
    ],
)
def test_what_is_made_to_take_long_costs_no_other_item(inside: str) -> None:
    assert urls(rss(ITEM, f"<item><description>{inside}</description></item>")) == [FIRST]


def test_of_too_many_items_the_first_are_read() -> None:
    items = "".join(f"<item><link>/hai-ben-gap-nhau-{100_000 + i}.html</link></item>" for i in range(MOST_ITEMS + 10))
    found = offered(rss(items).encode(), URL, None)
    assert len(found.pages) == MOST_ITEMS
    assert found.faults == ["more than 5,000 items: what comes after them is not read"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a binary file, not text"),
        (b"<!DOCTYPE html><html><body>Tin</body></html>", "is no feed but an HTML page"),
        (b"<urlset></urlset>", "is no feed but <urlset>"),
        (b'{"tin": []}', "is no feed but text without markup"),
        (b"<!-- never closed", "is no feed but text without markup"),
        (b"<!DOCTYPE rss [", "is no feed but text without markup"),
        (rss().encode(), "holds no item"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, fault: str) -> None:
    found = offered(body, URL, "text/xml")
    assert (found.pages, found.faults) == ([], [fault])


@pytest.mark.parametrize("reference", ["&#55296;", "&#xDFFF;", "&#0;", "&#x110000;", "&#1114112"])
def test_a_reference_to_no_character_is_left_out(reference: str) -> None:
    item = f"<item><title>Hai bên {reference}gặp nhau</title><link>https://example.vn/tin-374010.html</link></item>"
    found = offered(f"<rss><channel>{item}</channel></rss>".encode(), "https://example.vn/rss", "text/xml")
    assert [page.title for page in found.pages] == ["Hai bên gặp nhau"]
