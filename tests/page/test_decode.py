"""Bytes to text: charsets, damage, and what is no text at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.errors import EmptyPage, NotText, PageError, PageTooLarge
from thoisu.page.decode import MAX_BYTES, decode, is_markup, plain_text

TEXT = (
    "Đại diện hai phái đoàn đã gặp nhau ở Nairobi và nhất trí nối lại đàm phán.\n"
    "Vòng tới sẽ diễn ra vào tháng sau, với sự có mặt của Liên hợp quốc."
)


def read(raw: bytes) -> str:
    return plain_text(decode(raw, "page.txt").text)


def windows_1258(text: str) -> bytes:
    """The charset has letters with circumflex, breve and horn whole and the five tones apart."""
    apart = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            apart.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            apart.append((unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(apart)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        windows_1258(TEXT),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16 mark", "utf-16-be mark", "utf-16-le", "utf-16-be", "crlf", "cr", "cp1258"],
)
def test_one_text_in_every_charset(raw: bytes) -> None:
    assert read(raw) == TEXT


def test_a_few_broken_bytes_cost_a_few_letters() -> None:
    broken = TEXT.encode().replace(b"Nairobi", b"Nai\xffrobi", 1)
    assert read(broken) == TEXT.replace("Nairobi", "Nai\ufffdrobi", 1)


def test_a_letter_cut_in_two_at_the_end_costs_that_letter() -> None:
    text = read(TEXT.encode() + "ế".encode()[:2])
    assert text.startswith(TEXT)
    assert set(text[len(TEXT) :]) == {"\ufffd"}


@pytest.mark.parametrize("raw", [b"", b" ", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\u2003".encode()])
def test_white_space_is_no_page(raw: bytes) -> None:
    with pytest.raises(EmptyPage, match=r"page\.txt: is empty"):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 " + TEXT.encode(),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"\xff\xd8\xff\xe0JFIF",
        b"GIF89a",
        b"PK\x03\x04" + TEXT.encode(),
        b"\x7fELF\x02",
        bytes(range(1, 32)) * 20,
        TEXT.encode() + b"\x01\x02\x03\x04" * 20,
    ],
)
def test_binary_is_not_text(raw: bytes) -> None:
    with pytest.raises(NotText, match="binary"):
        read(raw)


@pytest.mark.parametrize(
    ("raw", "is_html"),
    [
        (b"<!DOCTYPE html><title>Tin</title>", True),
        (b"\n<HTML lang=vi>", True),
        ("<p>Hai bên gặp nhau.</p>".encode(), True),
        ("Hai bên <đã> gặp nhau, 3 < 5.".encode(), False),
        ("Bộ phim <Paris> đoạt giải.".encode(), False),
    ],
)
def test_markup_is_told_from_text_with_angle_brackets(raw: bytes, is_html: bool) -> None:
    assert is_markup(read(raw)) is is_html


def test_a_page_over_the_limit_is_refused_with_its_size() -> None:
    with pytest.raises(PageTooLarge, match="32 MB, more than the 32 MB"):
        decode(b"a" * (MAX_BYTES + 1), "page.txt")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_page_error(raw: bytes) -> None:
    try:
        text = read(raw)
    except PageError:
        return
    assert text.strip()
    assert "\r" not in text


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_text_in_utf_8_comes_back(text: str) -> None:
    try:
        assert read(text.encode()) == text.removeprefix("\ufeff")
    except (EmptyPage, NotText):
        assert not text.strip("\ufeff").strip()


DECLARED = "<html><head><meta charset={}><title>x</title></head><body><p>{}</p></body></html>"


@pytest.mark.parametrize(
    ("raw", "declared"),
    [
        # UTF-8 under a wrong declaration, of the page or of the server.
        (DECLARED.format("windows-1252", TEXT).encode(), ""),
        (DECLARED.format("utf-8", TEXT).encode(), "iso-8859-1"),
        # Windows-1258 with a right, a wrong and no declaration.
        (windows_1258(DECLARED.format("windows-1258", TEXT)), ""),
        (windows_1258(DECLARED.format("utf-8", TEXT)), ""),
        (windows_1258(DECLARED.format("x-unknown", TEXT)), "windows-1258"),
        (DECLARED.format("utf-16", TEXT).encode("utf-16"), ""),
    ],
)
def test_the_bytes_are_believed_before_what_is_declared(raw: bytes, declared: str) -> None:
    assert TEXT in decode(raw, "page.html", declared).text


def test_another_language_is_not_made_vietnamese_by_its_charset() -> None:
    russian = "Стороны договорились возобновить переговоры. " * 5
    assert "của" not in decode(russian.encode("cp1251"), "page.html").text
    assert decode(russian.encode("cp1251"), "page.html", "windows-1251").text == russian


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"\x1f\x8b\x08" + TEXT.encode(), "is packed; unpack it"), (b"WARC/1.0\r\n" + TEXT.encode(), "is a web archive")],
)
def test_packed_files_and_archives_are_told_apart(raw: bytes, says: str) -> None:
    with pytest.raises(NotText, match=says):
        decode(raw, "page.txt")
