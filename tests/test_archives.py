"""Archives to readings: which pages are kept, how a page without a date is dated, what repeats on a host."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from thoisu.errors import PageError
from thoisu.model import Article as Understood
from thoisu.model import Reading
from thoisu.page.archive import Skipped
from thoisu.page.decode import MAX_BYTES
from thoisu.reader import holds_article, read, read_archive

from .conftest import ROOT
from .warcs import (
    FETCHED,
    TALKS,
    Article,
    archive,
    conversion,
    html_of,
    request,
    resource,
    response,
    story,
    text_of,
    warcinfo,
)

PAGE = html_of(TALKS)
Found = list[Reading | Skipped]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crawl.warc.gz"


def found_in(path: Path, *records: bytes, published: str | None = None) -> Found:
    path.write_bytes(archive(records))
    return list(read_archive(path, published))


def one(path: Path, record: bytes) -> Reading | Skipped:
    [found] = found_in(path, record)
    return found


# -- what is kept ---------------------------------------------------------------------------------------------

ENGLISH = Article(
    "The two sides resume talks in Geneva",
    (
        "On 20 January the two ministers met in Geneva to discuss the guarantees that each side asks of the other.",
        "After the meeting both sides agreed to stay in touch and to have their experts draft a written answer.",
    ),
)
TEASERS = "".join(f"<li><a href=/tin-{n}.html>{story(n).title}</a></li>" for n in range(60))
FRONT = f"<html><head><title>Báo Ví Dụ</title></head><body><h1>Báo Ví Dụ</h1><ul>{TEASERS}</ul></body></html>"
SUMMARIES = "".join(f"<li><h3><a href=/t-{n}>{story(n).title}</a></h3></li>" for n in range(60))
SCRIPT = (
    f"<html lang=vi><head><title>{TALKS.title}</title></head><body><div id=app></div>"
    f"<script>show({' '.join(TALKS.paragraphs)!r})</script></body></html>"
)
LINKED = (
    f'<html><head><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TALKS.title}", '
    f'"articleBody": "{" ".join(TALKS.paragraphs)}"}}</script></head><body><div id=app></div></body></html>'
)
SHORT = TALKS._replace(paragraphs=("Hai bên đã gặp nhau tại Geneva.",))

SKIPPED = [
    ("no page", request(), "other", "request"),
    ("not found", response(PAGE, status=404), "other", "404"),
    ("English", response(html_of(ENGLISH).replace("lang=vi", "lang=en")), "language", "not Vietnamese"),
    ("English that says that it is Vietnamese", response(html_of(ENGLISH)), "language", "not Vietnamese"),
    ("English text", conversion(text_of(ENGLISH), language="eng"), "language", "not Vietnamese"),
    ("text without letters", conversion("12/6\n14:30\n"), "language", "not Vietnamese"),
    ("the root of a site", response(PAGE, "https://example.vn/"), "article", "no article"),
    ("the root without slash", response(PAGE, "https://example.vn"), "article", "no article"),
    ("the root with a query", response(PAGE, "https://example.vn/?page=2"), "article", "no article"),
    ("a front page", response(FRONT, "https://example.vn/index.html"), "article", "no"),
    ("a list", response(html_of(SHORT).replace("</body>", f"<ul>{SUMMARIES}</ul></body>")), "article", "no article"),
    ("a brief of one sentence", response(html_of(SHORT)), "article", "no article"),
    ("a script", response(SCRIPT), "article", "no running text"),
    ("a script with linked data", response(LINKED), "article", "in a script"),
    ("nothing", response(""), "language", "not Vietnamese"),
    ("white space", response("<html><body> \n </body></html>"), "language", "not Vietnamese"),
    ("a picture that is called a page", response(b"\x89PNG\r\n\x1a\n" + bytes(400)), "article", "binary"),
    ("a page padded with zeros", response(PAGE.encode() + bytes(5000)), "article", "binary"),
    ("a page over 32 MB", response(PAGE.encode() + b" " * MAX_BYTES), "large", "32 MB"),
]


@pytest.mark.parametrize(("record", "kind", "why"), [s[1:] for s in SKIPPED], ids=[s[0] for s in SKIPPED])
def test_what_is_no_vietnamese_article_is_skipped(path: Path, record: bytes, kind: str, why: str) -> None:
    found = one(path, record)
    assert isinstance(found, Skipped)
    assert found.kind == kind
    assert why in found.why


MENU = "".join(f"<a href=/{n}>Tin số {n}</a> " for n in range(100_000))
READ = [
    ("HTML", response(PAGE)),
    ("HTML without the server's headers", resource(PAGE)),
    ("HTML packed and in chunks", response(PAGE, packing="gzip", chunked=True)),
    ("a list below a real article", response(PAGE.replace("</body>", f"<ul>{SUMMARIES}</ul></body>"))),
    ("text", conversion(text_of(TALKS))),
    ("text that is declared English", conversion(text_of(TALKS), language="eng")),
    ("text that holds a tag", conversion(text_of(TALKS._replace(after=("Thẻ <p> mở một đoạn.",))))),
    ("a folder of the site", response(PAGE, "https://example.vn/the-gioi/")),
    ("no address", resource(PAGE, "")),
    ("an address that is none", resource(PAGE, "urn:x:1")),
    ("letters outside of ASCII in the address", response(PAGE, "https://example.vn/đàm-phán.html")),
    ("10,000 nested elements", response(PAGE.replace("<div class=content>", "<div>" * 10_000 + "<div class=content>"))),
    ("100,000 links", response(PAGE.replace("</body>", f"{MENU}</body>"))),
    ("a zero byte in a word", response(PAGE.replace("tuần,", "tu\0ần,"))),
    ("zero bytes before the page", response(b"\0\0\0" + PAGE.encode())),
    ("zero bytes after the text", conversion(text_of(TALKS) + "\0\0")),
]  # fmt: skip


@pytest.mark.parametrize("record", [r[1] for r in READ], ids=[r[0] for r in READ])
def test_vietnamese_articles_are_read(path: Path, record: bytes) -> None:
    found = one(path, record)
    assert isinstance(found, Reading)
    assert found.article.title == TALKS.title
    assert found.article.paragraphs[1].text.startswith("Ngày 20/1, Ngoại trưởng Nga")
    assert found.article.published is not None
    assert found.article.published.value == "2022-01-21T07:01:00+07:00"


@pytest.mark.parametrize(
    ("charset", "declared", "inside"),
    [
        ("utf-8", "iso-8859-1", "windows-1252"),
        ("utf-8", "windows-1258", "utf-8"),
        ("utf-8", "none-such", "none-such"),
        ("utf-8", "utf-16", "utf-16"),
        ("utf-16", "utf-8", "utf-8"),
        ("utf-16-le", "utf-8", "utf-8"),
        ("utf-8-sig", "iso-8859-1", "utf-8"),
    ],
)
def test_a_charset_that_is_declared_wrong(path: Path, charset: str, declared: str, inside: str) -> None:
    body = html_of(TALKS, charset=inside).encode(charset)
    found = one(path, response(body, mime=f"text/html; charset={declared}"))
    assert isinstance(found, Reading)
    assert [p.text for p in found.article.paragraphs] == [TALKS.title, *TALKS.paragraphs]


def test_where_a_reading_comes_from(path: Path) -> None:
    uri, text = "https://example.vn/hai-ben-gap-nhau-post374010.html", text_of(TALKS)
    _, page, flat = found_in(path, warcinfo(), response(PAGE, uri, packing="gzip", chunked=True), conversion(text, uri))
    assert isinstance(page, Reading)
    assert isinstance(flat, Reading)
    for reading, form, raw in ((page, "warc", PAGE), (flat, "wet", text)):
        assert reading.page.format == form
        assert reading.page.uri == uri
        assert reading.page.fetched == FETCHED
        assert reading.page.number == "374010"
        assert reading.page.sha256 == hashlib.sha256(raw.encode()).hexdigest()
    assert page.article.outlet == "example.vn"
    alone = read(PAGE.encode(), uri=uri)
    assert (alone.article, alone.events, alone.mentions) == (page.article, page.events, page.mentions)
    assert (alone.page.format, alone.page.fetched) == ("html", None)


def test_every_record_is_told_of_in_order(path: Path) -> None:
    records = [warcinfo(), request(), *(response(html_of(story(n)), f"https://e{n}.vn/t.html") for n in range(4))]
    found = found_in(path, *records)
    assert [isinstance(f, Reading) for f in found] == [False, False, True, True, True, True]
    assert [f.page.uri for f in found if isinstance(f, Reading)] == [f"https://e{n}.vn/t.html" for n in range(4)]


def test_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "page.warc"
    path.write_text(PAGE, encoding="utf-8")
    with pytest.raises(PageError, match="holds no WARC record"):
        list(read_archive(path))


# -- an article, or a page of links ---------------------------------------------------------------------------


def _understood(text: str) -> Understood:
    return read(text).article


LONG = "\n\n".join((TALKS.title, *TALKS.paragraphs))


@pytest.mark.parametrize(
    ("text", "uri", "holds"),
    [
        (LONG, "https://example.vn/tin.html", True),
        (LONG, "page.html", True),
        (LONG, "", True),
        (LONG, "https://example.vn/", False),
        (LONG, "http://example.vn", False),
        (LONG, "https://example.vn/#top", False),
        (f"{TALKS.title}\n\n{TALKS.paragraphs[0]}", "https://example.vn/tin.html", False),
        (f"{TALKS.title}\n\n{'Hai bên gặp nhau. ' * 4}", "https://example.vn/tin.html", False),
        (f"{TALKS.title}\n\n" + "Hai bên sẽ gặp nhau.\n\n" * 20, "https://example.vn/tin.html", False),
    ],
)
def test_holds_article(text: str, uri: str, holds: bool) -> None:
    assert holds_article(_understood(text), uri) is holds


@pytest.mark.parametrize("page", sorted((ROOT / "examples").glob("*.txt")), ids=lambda p: p.stem)
def test_every_example_holds_an_article(page: Path) -> None:
    assert holds_article(read(page).article, "https://example.vn/tin.html")


# -- days -----------------------------------------------------------------------------------------------------

UNDATED = Article(
    "Hai bên nối lại đàm phán tại Geneva",
    (
        "Ngày 20/1, đại diện hai bên đã gặp nhau tại Geneva (Thụy Sĩ) để bàn về các bảo đảm an ninh mà mỗi bên đòi hỏi "
        "ở bên kia.",
        "Sau cuộc gặp, hai bên nhất trí giữ liên lạc và giao cho các chuyên gia soạn văn bản trả lời trong vòng một "
        "tuần, theo thông báo chung.",
        "Các chuyên gia đã trao đổi xong những điểm còn khác nhau về vũ khí tầm ngắn và các cuộc tập trận ở gần biên "
        "giới của nhau.",
    ),
    time="",
)


def captioned(caption: str) -> str:
    """The page without a date, with a picture's caption."""
    figure = f"<figure><img src=a.jpg><figcaption>{caption} (Ảnh: Reuters)</figcaption></figure>"
    return html_of(UNDATED).replace("<div class=content>", f"<div class=content>{figure}")


CAPTION = "Đại diện hai bên trong cuộc họp báo ở Moscow, ngày 14/1/2022."


@pytest.mark.parametrize(
    ("fetched", "day"),
    [
        ("2022-01-25T03:00:00Z", "2022-01-20"),
        ("2022-12-31T23:00:00Z", "2022-01-20"),
        ("2023-01-18T03:00:00Z", "2022-01-20"),
        ("2023-01-25T03:00:00Z", None),  # 2023 would fit too
        ("2022-01-19T18:30:00Z", "2022-01-20"),  # already the 20th in Hanoi
        ("2022-01-19T16:30:00Z", None),
        ("2026-01-25T03:00:00Z", None),
        ("garbage", None),
        ("2022-13-45T00:00:00Z", None),
        ("2022-01-15T03:00:00Z", None),  # after the caption, before the next 20 January
        ("2021-06-01T03:00:00Z", None),  # a caption from after the fetch
        (None, None),
    ],
)
def test_a_caption_and_the_day_of_the_fetch_may_leave_one_year(
    path: Path, fetched: str | None, day: str | None
) -> None:
    found = one(path, response(captioned(CAPTION), date=fetched))
    assert isinstance(found, Reading)
    assert found.article.published is None
    story_day = found.article.story_day
    assert (story_day and story_day.value) == day
    if story_day and fetched:
        assert story_day.basis == "archive"
        local = datetime.fromisoformat(fetched) + timedelta(hours=7)
        assert local.date().isoformat() in story_day.because
        assert "2022-01-14" in story_day.because


@pytest.mark.parametrize(
    "markup",
    [
        html_of(UNDATED),
        captioned("Đại diện hai bên trong cuộc họp báo ở Moscow."),
        captioned("Đại diện hai bên trong cuộc họp báo ở Moscow, ngày 14/1."),
    ],
    ids=["no caption", "a caption without a day", "a caption without a year"],
)
def test_the_day_of_the_fetch_alone_dates_nothing(path: Path, markup: str) -> None:
    found = one(path, response(markup))
    assert isinstance(found, Reading)
    assert found.article.published is None
    assert found.article.story_day is None
    assert any("stays open" in warning for warning in found.warnings)
    assert all(FETCHED[:10] not in (e.start_day or "") for e in found.events)


def test_the_same_page_outside_of_an_archive_stays_open(path: Path) -> None:
    assert read(captioned(CAPTION)).article.story_day is None


def test_the_day_of_the_fetch_bounds_the_offices(path: Path) -> None:
    markup = html_of(TALKS._replace(time=""))
    days = []
    for fetched in ("2022-06-01T03:00:00Z", "2024-06-01T03:00:00Z"):
        found = one(path, response(markup, date=fetched))
        assert isinstance(found, Reading)
        days.append(found.article.story_day and (found.article.story_day.value, found.article.story_day.basis))
    assert days == [("2022-01-20", "offices"), None]


@pytest.mark.parametrize("fetched", ["2022-01-25T03:00:00Z", "2015-01-01T00:00:00Z", "2026-01-01T00:00:00Z", None])
def test_a_page_with_its_date_does_not_ask_for_the_fetch(path: Path, fetched: str | None) -> None:
    found = one(path, response(PAGE, date=fetched))
    assert isinstance(found, Reading)
    assert found.article.story_day is not None
    assert (found.article.story_day.value, found.article.story_day.basis) == ("2022-01-20", "text")


def test_a_day_that_is_given(path: Path) -> None:
    [found] = found_in(path, response(html_of(UNDATED)), published="2021-01-22")
    assert isinstance(found, Reading)
    assert found.article.published is not None
    assert found.article.published.basis == "given"
    assert found.article.story_day is not None
    assert found.article.story_day.value == "2021-01-20"


# -- what repeats on a host -----------------------------------------------------------------------------------

NOTICE = (
    "Bạn đọc có thể gửi ý kiến về bài này cho tòa soạn trong vòng ba mươi ngày, kèm họ tên và địa chỉ để được trả lời."
)


def with_notice(n: int, at: int) -> Article:
    """An article with a notice among its paragraphs that nothing but its repetition betrays."""
    page = story(n)
    return page._replace(paragraphs=(*page.paragraphs[:at], NOTICE, *page.paragraphs[at:]))


def made(form: str, page: Article, uri: str) -> bytes:
    return response(html_of(page), uri) if form == "warc" else conversion(text_of(page), uri)


@pytest.mark.parametrize("form", ["warc", "wet"])
@pytest.mark.parametrize("at", [0, 1, 3])
@pytest.mark.parametrize(("hosts", "is_furniture"), [(1, True), (6, False)])
def test_lines_that_repeat_on_a_host_are_furniture(
    path: Path, form: str, at: int, hosts: int, is_furniture: bool
) -> None:
    found = found_in(
        path, *(made(form, with_notice(n, at), f"https://so-{n % hosts}.example.vn/tin-{n}.html") for n in range(6))
    )
    for n, reading in enumerate(found):
        assert isinstance(reading, Reading)
        told = [p.text for p in reading.article.paragraphs]
        [label] = [block.label for block in reading.article.blocks if block.text == NOTICE]
        if is_furniture:
            assert told == [story(n).title, *story(n).paragraphs]
            assert label in ("navigation", "other")
        else:
            assert NOTICE in told
            assert label in ("lead", "body")
    assert len(found) == 6


@pytest.mark.parametrize(
    "uris",
    [[f"https://example{n}.vn/tin.html" for n in range(6)], ["https://example.vn/tin-1.html"] * 2],
    ids=["six hosts", "two pages"],
)
def test_pages_of_other_hosts_and_two_pages_tell_nothing(path: Path, uris: list[str]) -> None:
    pages = [with_notice(n, 1) for n in range(len(uris))]
    for page, reading in zip(pages, found_in(path, *map(made, ["wet"] * 9, pages, uris)), strict=True):
        assert isinstance(reading, Reading)
        assert NOTICE in [p.text for p in reading.article.paragraphs]
        assert page.title == reading.article.title


@pytest.mark.parametrize("form", ["warc", "wet"])
@pytest.mark.parametrize("others", [0, 2, 5])
def test_copies_of_an_article_at_three_addresses_keep_their_text(path: Path, form: str, others: int) -> None:
    copies = [made(form, TALKS, f"https://example.vn/{folder}/tin-9.html") for folder in ("the-gioi", "in", "m")]
    rest = [made(form, story(n), f"https://example.vn/tin-{n}.html") for n in range(others)]
    for reading in found_in(path, *copies, *rest)[:3]:
        assert isinstance(reading, Reading)
        assert [p.text for p in reading.article.paragraphs] == [TALKS.title, *TALKS.paragraphs]


def test_www_and_the_bare_host_are_one(path: Path) -> None:
    addresses = [f"https://{'www.' * (n % 2)}example.vn/tin-{n}.html" for n in range(4)]
    for reading in found_in(path, *(made("warc", with_notice(n, 1), uri) for n, uri in enumerate(addresses))):
        assert isinstance(reading, Reading)
        assert NOTICE not in [p.text for p in reading.article.paragraphs]
