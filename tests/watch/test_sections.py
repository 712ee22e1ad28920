"""Section pages: which of their links are articles of the site, and what these are called."""

import pytest

from thoisu.watch.sections import offered

URL = "https://vnexpress.net/the-gioi"
FIRST = "https://vnexpress.net/hai-ben-gap-nhau-4238847.html"
TITLE = "Hai bên gặp nhau tại Geneva"
LINK = f"<article><h3><a href='{FIRST}'>{TITLE}</a></h3></article>"


def page(*parts: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{''.join(parts)}</body></html>".encode()


@pytest.mark.parametrize(
    "link",
    [
        "<nav><a href='/the-gioi/quan-su'>Quân sự</a></nav>",
        "<a href='/'>Trang chủ</a>",
        "<a href='#dau-trang'>Về đầu trang</a>",
        "<a href='/tags/dam-phan-geneva-12345'>Đàm phán Geneva và những diễn biến mới nhất</a>",
        "<a href='/chu-de/dam-phan-o-geneva-6789'>Đàm phán ở Geneva và những diễn biến mới nhất</a>",
        "<a href='/video/hai-ben-gap-nhau-4238848.html'>Video hai bên gặp nhau tại Geneva</a>",
        "<a href='https://video.vnexpress.net/hai-ben-gap-nhau-4238849.html'>Hai bên gặp nhau</a>",
        "<a href='https://baokhac.example/hai-ben-gap-nhau-123456.html'>Hai bên gặp nhau ở Geneva (báo khác)</a>",
        "<a href='https://vnexpress.net.example/hai-ben-gap-nhau-123456.html'>Hai bên gặp nhau ở Geneva</a>",
        "<a href='/tac-gia/toa-soan-1234.html'>Tòa soạn</a>",
        "<a href='/the-gioi-p2'>2</a>",
        "<a href='/the-gioi/page/3'>3</a>",
        "<a href='/dang-ky-mua-bao-in-dai-han-2026.html'>Đăng ký</a>",
        "<a href='javascript:chiase()'>Chia sẻ</a>",
        "<a href='/anh/hai-ben-gap-nhau-4238847.jpg'>Ảnh</a>",
        # words enough for a headline, but in a menu
        "<footer><a href='/quy-tac-su-dung-thong-tin-cua-doc-gia-bao'>Quy tắc sử dụng thông tin độc giả</a></footer>",
        "<div hidden><a href='/hai-ben-lai-gap-nhau-4238850.html'>Hai bên lại gặp nhau</a></div>",
    ],
)
def test_what_is_no_article_of_the_site_is_left_out(link: str) -> None:
    assert [x.url for x in offered(page(link, LINK), URL, "text/html; charset=utf-8").pages] == [FIRST]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<a href='/hai-ben-gap-nhau-4238847.html?utm_source=trangchu#binh-luan'>", FIRST),
        ("<a href='//vnexpress.net/hai-ben-gap-nhau-4238847.html'>", FIRST),
        ("<base href='https://vnexpress.net/'><a href='hai-ben-gap-nhau-4238847.html'>", FIRST),
        ("<a href='https://m.vnexpress.net/hai-ben-gap-nhau-4238847.html'>",
         "https://m.vnexpress.net/hai-ben-gap-nhau-4238847.html"),
        ("<nav><a href='/hai-ben-gap-nhau-4238847.html'>", FIRST),  # its number tells more than where it stands
        ("<div class=tin><a href='/the-gioi/hai-ben-noi-lai-vong-dam-phan-moi'>",
         "https://vnexpress.net/the-gioi/hai-ben-noi-lai-vong-dam-phan-moi"),
    ],
)  # fmt: skip
def test_what_is_an_article(link: str, url: str) -> None:
    found = offered(page(f"{link}{TITLE}</a>"), URL, None)
    assert [(x.url, x.title, x.published) for x in found.pages] == [(url, TITLE, None)]
    assert found.faults == []


@pytest.mark.parametrize(
    "parts",
    [
        [f"<a href='{FIRST}'><img src=a.jpg></a>", LINK],
        [
            LINK,
            f"<p><a href='{FIRST}'>Cuộc gặp là lần đầu tiên hai bên ngồi lại với nhau từ tháng trước.</a></p>",
        ],
        [f"<p><a href='{FIRST}'>Cuộc gặp là lần đầu tiên hai bên ngồi lại với nhau.</a></p>", LINK],
        [f"<a href='{FIRST}'>12 bình luận</a>", LINK],
        [f"<a href='{FIRST}' title='{TITLE}'><img src=a.jpg></a>"],
        [f"<a href='{FIRST}'><img src=a.jpg alt='{TITLE}'></a>"],
        [f"<a href='{FIRST}?utm_source=a'>12</a>", LINK],
    ],
)
def test_several_links_to_one_article_are_one_with_its_headline(parts: list[str]) -> None:
    assert [(x.url, x.title) for x in offered(page(*parts), URL, None).pages] == [(FIRST, TITLE)]


def test_articles_stand_in_the_order_of_the_page() -> None:
    numbers = [4238850, 4238847, 4238849]
    parts = [f"<p><a href='/hai-ben-gap-nhau-{n}.html'>{n}</a></p>" for n in numbers]
    assert [x.known_by for x in offered(page(*parts), URL, None).pages] == [f"vnexpress.net/*-{n}" for n in numbers]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1258"])
@pytest.mark.parametrize("served", [None, "text/html", "text/html; charset=utf-8", 'text/html; charset="windows-1258"'])
def test_letters_are_read_whatever_charset_is_declared(charset: str, served: str | None) -> None:
    told = "Liên minh châu Âu và các bên bàn trong ba tháng"  # all of it can be written in Windows-1258
    body = f"<html><body><h3><a href='{FIRST}'>{told}</a></h3></body></html>".encode(charset)
    assert [x.title for x in offered(body, URL, served).pages] == [told]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a binary file, not text"),
        (b"<html><body><a href='/the-gioi'>Tin</a></body></html>", "links to no article"),
        (
            b"<html><script>document.write('<a href=/hai-ben-gap-nhau-4238847.html>')</script></html>",
            "links to no article",
        ),
    ],
)
def test_a_page_without_articles_is_told(body: bytes, fault: str) -> None:
    found = offered(body, URL, "text/html")
    assert (found.pages, found.faults) == ([], [fault])
