"""The head of an HTML page: times in the forms that pages print, the address, the sections, and which time counts."""

import unicodedata
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.model import Published
from thoisu.page.html import parse
from thoisu.page.metadata import (
    Metadata,
    bare_title,
    element_time,
    markup_time,
    read_metadata,
    settle_time,
)
from thoisu.page.publishers import address_number

MORNING = "2022-01-21T07:01:00+07:00"


def head(*tags: str) -> Metadata:
    return read_metadata(parse(f"<html><head>{''.join(tags)}</head><body><p>Kenya</p></body></html>", "page"))


def meta(name: str, content: str, attribute: str = "property") -> str:
    return f'<meta {attribute}="{name}" content="{content}">'


def linked(fields: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", {fields}}}</script>'


# -- a time of the markup -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2022-01-21T07:01:11+07:00", "2022-01-21T07:01:11+07:00"),
        ("2022-01-21T07:01:11.000 +07:00", "2022-01-21T07:01:11+07:00"),
        ("2022-01-21T07:01:11.0000000+07:00", "2022-01-21T07:01:11+07:00"),
        ("2022-01-21T07:01:11,5", "2022-01-21T07:01:11+07:00"),
        ("2022-01-21T07:01:00+0700", MORNING),
        ("2022-01-21T07:01:00+07", MORNING),
        ("2022-01-21T07:01:00 +7", MORNING),
        ("2022-01-21T07:01:00 GMT+7", MORNING),
        ("2022-01-21 07:01 (GMT+7)", MORNING),
        ("2022-01-21T07:01", MORNING),
        ("2022-01-21 07:01", MORNING),
        ("2022-01-21 7:01", MORNING),
        ("2022/01/21 07:01:00", MORNING),
        ("2022-01-21 7:01 AM", MORNING),
        ("2022-01-21 7:01 pm", "2022-01-21T19:01:00+07:00"),
        # Another zone is brought to local time, over midnight too.
        ("2022-01-21T00:01:00Z", MORNING),
        ("2022-01-21T00:01:00.000Z", MORNING),
        ("2022-01-21T00:01:00+00:00", MORNING),
        ("2022-01-20T19:01:00-05:00", MORNING),
        ("2022-01-21T09:01:00+09:00", MORNING),
        ("2022-01-21T05:31:00+05:30", MORNING),
        ("2022-01-31T17:30:00Z", "2022-02-01T00:30:00+07:00"),
        # A zone that is none is taken as the local one.
        ("2022-01-21T07:01:00+99:99", MORNING),
        # Day before month.
        ("21/01/2022 07:01", MORNING),
        ("21-01-2022 07:01:00", MORNING),
        ("21.01.2022, 07:01", MORNING),
        ("21/01/2022 | 07:01", MORNING),
        ("21/01/2022 - 07:01", MORNING),
        ("21/1/2022 7:01:00 SA", MORNING),
        ("21/01/2022T07:01", MORNING),
        ("Thứ sáu, 21/01/2022 07:01 (GMT+7)", MORNING),
        ("7/2/2022 7:01:00 AM", "2022-02-07T07:01:00+07:00"),
        # Month first, as only this order fits.
        ("1/21/2022 7:01:00 AM", MORNING),
        ("1/21/2022 7:01:00 PM", "2022-01-21T19:01:00+07:00"),
        ("1/21/2022 12:01:00 AM", "2022-01-21T00:01:00+07:00"),
        ("1/21/2022 12:01:00 PM", "2022-01-21T12:01:00+07:00"),
        ("  2022-01-21T07:01  ", MORNING),
    ],
)
def test_a_time_with_an_hour(value: str, time: str) -> None:
    assert markup_time(value) == Published(time, "minute", "markup")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-01-21", "2022-01-21"),
        ("2022/1/21", "2022-01-21"),
        ("21/01/2022", "2022-01-21"),
        ("21-1-2022", "2022-01-21"),
        ("7/2/2022", "2022-02-07"),
        ("1/21/2022", "2022-01-21"),
        ("2022-21-01", "2022-01-21"),
        ("29/02/2020", "2020-02-29"),
        ("ngày 21/01/2022", "2022-01-21"),
    ],
)
def test_a_bare_day(value: str, day: str) -> None:
    assert markup_time(value) == Published(day, "day", "markup")


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "hôm qua", "null", "0000-00-00", "0001-01-01T00:00:00", "2022-02-30", "29/02/2021", "31/04/2022",
        "13/13/2022", "2022-13-32", "1642723271", "2022", "01/2022", "21/01", "21/01/22", "07:01", "2022-01",
        "2022-01-21T25:00", "2022-01-21T07:61", "120/01/2022", "٢١/٠١/٢٠٢٢x",
    ],
)  # fmt: skip
def test_what_is_no_time(value: str) -> None:
    assert markup_time(value) is None


@given(st.text(max_size=30) | st.text(alphabet="0123456789-/:.TZ+ APM", max_size=30))
def test_no_text_raises(value: str) -> None:
    found = markup_time(value)
    assert found is None or datetime.fromisoformat(found.value)


@given(
    st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2098, 12, 31)),
    st.integers(min_value=-14 * 4, max_value=14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
)
def test_an_iso_time_is_the_same_moment(moment: datetime, offset: timedelta) -> None:
    there = moment.replace(microsecond=0, tzinfo=timezone(offset))
    found = markup_time(there.isoformat())
    assert found is not None
    assert datetime.fromisoformat(found.value) == there
    assert found.value.endswith("+07:00")


@given(st.dates(min_value=datetime(1990, 1, 1).date(), max_value=datetime(2099, 12, 31).date()))
def test_a_day_is_the_same_day_in_both_orders(day: datetime) -> None:
    assert (
        markup_time(f"{day:%Y-%m-%d}")
        == markup_time(f"{day:%d/%m/%Y}")
        == Published(f"{day:%Y-%m-%d}", "day", "markup")
    )


# -- which time counts --------------------------------------------------------------------------------------------

DATED = "https://example.vn/kenya-20220120i628.html"


@pytest.mark.parametrize(
    ("visible", "claimed", "uri", "value", "basis"),
    [
        # One source alone.
        ("07:01, 21/01/2022", None, "", MORNING, "page"),
        (None, "2022-01-21T07:01", "", MORNING, "markup"),
        (None, None, DATED, "2022-01-20", "url"),
        ("Kenya", None, DATED, "2022-01-20", "url"),
        # The address counts last.
        (None, "2022-01-21", DATED, "2022-01-21", "markup"),
        ("21/01/2022", None, DATED, "2022-01-21", "page"),
        # Both say the same minute: the markup knows the second.
        ("07:01, 21/01/2022", "2022-01-21T07:01:33+07:00", "", "2022-01-21T07:01:33+07:00", "markup"),
        ("07:01, 21/01/2022", "2022-01-21T00:01:33Z", "", "2022-01-21T07:01:33+07:00", "markup"),
        # The markup calls local time UTC.
        ("07:01, 21/01/2022", "2022-01-21T07:01:00Z", "", MORNING, "page"),
        ("23:30, 21/01/2022", "2022-01-21T23:30:00Z", "", "2022-01-21T23:30:00+07:00", "page"),
        # Day and month of the markup are exchanged.
        ("02/01/2022 07:01", "2022-02-01T07:01", "", "2022-01-02T07:01:00+07:00", "page"),
        # The markup gives the last change.
        ("07:01, 21/01/2022", "2022-01-25T09:00", "", MORNING, "page"),
        ("07:01, 21/01/2022", "2022-01-21", "", MORNING, "page"),
        # The line names an update: an earlier time of the markup counts, a later one does not.
        ("Cập nhật 09:30, 21/01/2022", "2022-01-21T07:01", "", MORNING, "markup"),
        ("Cập nhật lúc 09:30 22/01/2022", "2022-01-21T07:01", "", MORNING, "markup"),
        ("Updated 21/01/2022 09:30", "2022-01-21T07:01", "", MORNING, "markup"),
        ("Sửa lúc 21/01/2022 09:30", "2022-01-21T07:01", "", MORNING, "markup"),
        ("Cập nhật 07:01, 21/01/2022", "2022-01-21T10:00", "", MORNING, "page"),
        ("Cập nhật 07:01, 21/01/2022", None, "", MORNING, "page"),
        # A line without an hour takes that of the markup, if the day is the same.
        ("21/01/2022", "2022-01-21T07:01", "", MORNING, "markup"),
        ("21/01/2022", "2022-01-20T18:00:00Z", "", "2022-01-21T01:00:00+07:00", "markup"),
        ("21/01/2022", "2022-01-21", "", "2022-01-21", "page"),
        ("21/01/2022", "2022-01-22T07:01", "", "2022-01-21", "page"),
    ],
)
def test_settle_time(visible: str | None, claimed: str | None, uri: str, value: str, basis: str) -> None:
    settled = settle_time(visible, markup_time(claimed) if claimed else None, uri)
    assert settled is not None
    assert (settled.value, settled.basis) == (value, basis)
    assert settled.precision == ("minute" if "T" in value else "day")


@pytest.mark.parametrize("visible", [None, "", "Kenya", "31/02/2022"])
@pytest.mark.parametrize("uri", ["", "https://example.vn/kenya.html", "20220120.html"])
def test_no_source_gives_no_time(visible: str | None, uri: str) -> None:
    assert settle_time(visible, None, uri) is None


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        ('<time datetime="2022-01-21T07:01">x</time>', MORNING),
        ('<p>Kenya <time datetime="2022-01-21">x</time></p>', "2022-01-21"),
        ('<time datetime="2022-01-19">a</time><time class="entry-date" datetime="2022-01-21">b</time>', "2022-01-21"),
        ('<time datetime="2022-01-19">a</time><time class="published" datetime="2022-01-21">b</time>', "2022-01-21"),
        (
            '<time class="posted-on" datetime="x">a</time><time class="posted-on" datetime="2022-01-21">b</time>',
            "2022-01-21",
        ),
        # Two that say nothing of themselves may be the times of teasers.
        ('<time datetime="2022-01-19">a</time><time datetime="2022-01-21">b</time>', None),
        ("<time>2022-01-21</time>", None),
        ("<time datetime>x</time>", None),
        ('<time datetime="hôm qua">x</time>', None),
        ('<span datetime="2022-01-21">x</span>', None),
        ("<p>x</p>", None),
        ("", None),
    ],
)
def test_element_time(markup: str, value: str | None) -> None:
    found = element_time(parse(markup, "page"))
    assert (found.value if found else None) == value


# -- the address --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("https://www.vietnamplus.vn/kenya-mo-hoi-nghi/502129.vnp", "502129"),
        ("https://www.vietnamplus.vn/kenya-mo-hoi-nghi-post374010.vnp", "374010"),
        ("https://vnexpress.net/kenya-mo-hoi-nghi-5047363.html", "5047363"),
        ("https://tuoitre.vn/kenya-mo-hoi-nghi-2022012107010012.htm", "2022012107010012"),
        ("https://vov.vn/the-gioi/kenya-mo-hoi-nghi-post1049373.vov", "1049373"),
        ("https://example.vn/kenya-mo-hoi-nghi-751213", "751213"),
        ("https://example.vn/kenya-mo-hoi-nghi-i642311/", "642311"),
        ("https://example.vn/kenya-12345.html?trang=99999", "12345"),
        ("https://example.vn/kenya-12345.html#binh-luan-9999", "12345"),
        ("https://example.vn/c7/12345-kenya-mo-hoi-nghi", "12345"),
        ("https://example.vn/12345/kenya.html", "12345"),
        ("https://example.vn/kenya-12345.HTML", "12345"),
        # The last number is that of the article.
        ("https://example.vn/1111/kenya-22222.html", "22222"),
        ("https://example.vn/kenya.html", None),
        ("https://example.vn/kenya-123.html", None),
        ("https://example.vn/2022/01/20/kenya.html", None),
        ("https://example.vn/kenya?id=12345", None),
        ("https://example12345.vn/kenya", None),
        ("https://example.vn:12345/kenya", None),
        ("https://example.vn/", None),
        ("https://example.vn", None),
        ("http://[example.vn/kenya-12345.html", None),
        ("example.vn/kenya-12345.html", None),
        ("pages/kenya-12345.html", None),
        ("text", None),
        ("", None),
    ],
)
def test_address_number(uri: str, number: str | None) -> None:
    assert address_number(uri) == number


@pytest.mark.parametrize(
    ("tags", "canonical"),
    [
        (['<link rel="canonical" href="https://example.vn/kenya-1.html">'], "https://example.vn/kenya-1.html"),
        (['<link rel="Canonical" href="http://example.vn/k">'], "http://example.vn/k"),
        # A picture ends the head: what stands after it is in the body.
        (["<img src=/do.gif>", '<link rel="canonical" href="https://example.vn/k">'], "https://example.vn/k"),
        ([meta("og:url", "https://example.vn/k")], "https://example.vn/k"),
        (
            [meta("og:url", "https://example.vn/a"), '<link rel="canonical" href="https://example.vn/b">'],
            "https://example.vn/b",
        ),
        (['<link rel="canonical" href="">', meta("og:url", "https://example.vn/k")], "https://example.vn/k"),
        (["<link rel=canonical>", meta("og:url", "https://example.vn/k")], "https://example.vn/k"),
        # Half an address says too little.
        # A republished text names its origin; a home page on every page names none.
        (
            ['<link rel="canonical" href="https://origin.example/b">', meta("og:url", "https://example.vn/a")],
            "https://example.vn/a",
        ),
        (
            ['<link rel="canonical" href="https://example.vn/b">', meta("og:url", "https://m.example.vn/a")],
            "https://example.vn/b",
        ),
        (['<link rel="canonical" href="https://origin.example/b">'], "https://origin.example/b"),
        (
            ['<link rel="canonical" href="https://example.vn/">', meta("og:url", "https://example.vn/a")],
            "https://example.vn/a",
        ),
        (['<link rel="canonical" href="https://example.vn">'], None),
        (['<link rel="canonical" href="https://example.vn/?p=12">'], "https://example.vn/?p=12"),
        (['<link rel="canonical" href="/kenya-1.html">'], None),
        (['<link rel="canonical" href="//example.vn/kenya-1.html">'], None),
        (['<link rel="canonical" href="javascript:void(0)">'], None),
        ([meta("og:url", "kenya.html")], None),
        (['<link rel="alternate" href="https://example.vn/amp/k">'], None),
        ([], None),
    ],
)
def test_the_canonical_address(tags: list[str], canonical: str | None) -> None:
    assert head(*tags).canonical == canonical


# -- titles, names, sections --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Kenya mở hội nghị về hạn hán | Báo Ví Dụ", "Kenya mở hội nghị về hạn hán"),
        ("Kenya mở hội nghị về hạn hán - Báo Ví Dụ", "Kenya mở hội nghị về hạn hán"),
        ("Kenya mở hội nghị về hạn hán – vidu.example", "Kenya mở hội nghị về hạn hán"),
        ("Kenya mở hội nghị về hạn hán » Châu Phi", "Kenya mở hội nghị về hạn hán"),
        ("Kenya mở hội nghị về hạn hán :: Báo Ví Dụ", "Kenya mở hội nghị về hạn hán"),
        # What would be left is no headline.
        ("Kenya - Somalia", "Kenya - Somalia"),
        ("Kenya | Báo Ví Dụ", "Kenya | Báo Ví Dụ"),
        # A hyphen inside a word, and a part too long for a site's name.
        ("Kenya mở hội nghị về Guinea-Bissau", "Kenya mở hội nghị về Guinea-Bissau"),
        (
            "Kenya mở hội nghị về hạn hán - mười một nước Đông Phi cùng cam kết đóng góp cho quỹ chung của khu vực",
            "Kenya mở hội nghị về hạn hán - mười một nước Đông Phi cùng cam kết đóng góp cho quỹ chung của khu vực",
        ),
        ("", ""),
    ],
)
def test_bare_title(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_headlines_come_in_the_order_of_trust_and_once() -> None:
    found = head(
        "<title>Kenya mở hội nghị về hạn hán | Báo Ví Dụ</title>",
        meta("twitter:title", "Kenya mở hội nghị", "name"),
        linked('"headline": "Kenya mở hội nghị &amp;amp; họp báo"'),
        meta("og:title", " Kenya  mở &amp;quot;hội nghị&amp;quot; "),
    )
    assert found.headlines == (
        'Kenya mở "hội nghị"', "Kenya mở hội nghị & họp báo", "Kenya mở hội nghị", "Kenya mở hội nghị về hạn hán",
    )  # fmt: skip
    assert head(meta("og:title", "Kenya"), "<title>Kenya</title>").headlines == ("Kenya",)
    assert head(meta("og:title", ""), "<title> </title>").headlines == ()


@pytest.mark.parametrize(
    ("tags", "description"),
    [
        ([meta("og:description", "Một"), meta("description", "Hai", "name")], "Một"),
        ([meta("og:description", ""), meta("description", "Hai", "name")], "Hai"),
        ([meta("Description", " Hai  bên ", "name")], "Hai bên"),
        ([linked('"description": "Ba"')], "Ba"),
        ([meta("keywords", "Bốn", "name")], ""),
    ],
)
def test_the_description(tags: list[str], description: str) -> None:
    assert head(*tags).description == description


@pytest.mark.parametrize(
    ("tags", "value"),
    [
        ([meta("article:published_time", "2022-01-21T07:01")], MORNING),
        ([meta("pubdate", "21/01/2022 07:01", "name")], MORNING),
        ([meta("datePublished", "2022-01-21", "itemprop")], "2022-01-21"),
        (['<meta name="ngay" itemprop="datePublished" content="2022-01-21">'], "2022-01-21"),
        ([linked('"datePublished": "2022-01-21T00:01:00Z"')], MORNING),
        # The meta tag before the script; what is no time is passed over.
        ([linked('"datePublished": "2022-01-19"'), meta("article:published_time", "2022-01-21")], "2022-01-21"),
        ([meta("article:published_time", "hôm qua"), meta("date", "21/01/2022", "name")], "2022-01-21"),
        ([meta("pubdate", "", "name"), linked('"dateCreated": "2022-01-21"')], "2022-01-21"),
        # The time of the last change is none of publication.
        ([meta("article:modified_time", "2022-01-22T07:01")], None),
        ([meta("lastmod", "2022-01-22", "name"), linked('"dateModified": "2022-01-22"')], None),
        ([linked('"datePublished": "2022-01-21"', "WebSite")], None),
        ([], None),
    ],
)
def test_the_claimed_time(tags: list[str], value: str | None) -> None:
    found = head(*tags).published
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("tags", "authors"),
    [
        ([meta("author", "Hoài Thu", "name")], ("Hoài Thu",)),
        ([meta("article:author", "https://example.vn/hoai-thu"), meta("author", "Hoài Thu", "name")], ("Hoài Thu",)),
        ([linked('"author": ["Hoài Thu", {"name": "Đặng Ánh"}]')], ("Hoài Thu", "Đặng Ánh")),
        ([meta("author", "Hoài Thu", "name"), linked('"author": "Hoài Thu"')], ("Hoài Thu",)),
        ([meta("dc.creator", "Ho&amp;agrave;i Thu", "name")], ("Hoài Thu",)),
        ([meta("author", "", "name"), linked('"author": {"name": ""}')], ()),
        ([linked('"publisher": {"name": "Báo Ví Dụ"}')], ()),
        ([], ()),
    ],
)
def test_authors(tags: list[str], authors: tuple[str, ...]) -> None:
    assert head(*tags).authors == authors


CRUMBS = '"itemListElement": [{"name": "Trang chủ"}, {"name": "Thế giới"}, {"item": {"name": "Châu Phi"}}]'


@pytest.mark.parametrize(
    ("tags", "sections"),
    [
        ([meta("article:section", "Thế giới")], ("Thế giới",)),
        ([linked('"articleSection": "Thế giới, Châu Phi"')], ("Thế giới", "Châu Phi")),
        ([linked('"articleSection": ["Thế giới", "Châu Phi"]')], ("Thế giới", "Châu Phi")),
        ([linked('"articleSection": "Thế giới &gt; Châu Phi"')], ("Thế giới", "Châu Phi")),
        ([meta("article:section", "Châu Phi"), linked('"articleSection": "Châu Phi"')], ("Châu Phi",)),
        # The breadcrumb is the whole path; the home page is no section.
        ([linked(CRUMBS, "BreadcrumbList")], ("Thế giới", "Châu Phi")),
        ([meta("article:section", "Tin"), linked(CRUMBS, "BreadcrumbList")], ("Thế giới", "Châu Phi")),
        ([linked('"itemListElement": [{"name": "TRANG CHỦ"}]', "BreadcrumbList")], ()),
        ([meta("article:tag", "Kenya")], ()),
        ([], ()),
    ],
)
def test_sections(tags: list[str], sections: tuple[str, ...]) -> None:
    assert head(*tags).sections == sections


def test_site_and_language() -> None:
    page = (
        '<html lang="vi-VN"><meta property="og:site_name" content="Báo Ví Dụ"><meta name="source" content="vidu"><p>x'
    )
    found = read_metadata(parse(page, "page"))
    assert (found.site, found.language) == (("Báo Ví Dụ", "vidu"), "vi-vn")


@pytest.mark.parametrize(
    "page", ["", "<p>Kenya", "<meta><meta name=author><meta content=x>", "<title></title>", "\x00"]
)
def test_a_head_that_says_nothing(page: str) -> None:
    found = read_metadata(parse(page, "page"))
    assert (found.headlines, found.description, found.published, found.authors) == ((), "", None, ())
    assert (found.sections, found.canonical, found.site, found.language) == ((), None, (), "")


def test_meta_tags_are_nfc() -> None:
    found = head(meta("og:title", unicodedata.normalize("NFD", "Thụy Sĩ")), meta("author", "Đặng A\u0301nh", "name"))
    assert (found.headlines, found.authors) == (("Thụy Sĩ",), ("Đặng Ánh",))


@given(st.text(max_size=60), st.text(alphabet="<>/=\"' metalinkscriptitle:", max_size=60))
def test_no_markup_raises(text: str, tags: str) -> None:
    page = (
        f'<meta property="article:published_time" content="{text}"><title>{text}</title><time datetime="{text}">{tags}'
    )
    for name in ("author", "og:title", "og:url", "article:section"):
        page += meta(name, text)
    read_metadata(parse(page, "page"))
    element_time(parse(page, "page"))
