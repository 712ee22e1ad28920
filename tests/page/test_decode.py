"""Bytes to text: charsets, damage, and what is no Vietnamese text at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.errors import EmptyPage, NotText, NotVietnamese, PageError, PageTooLarge
from thoisu.page.decode import MAX_BYTES, decode, require_vietnamese

TEXT = (
    "Đại diện hai phái đoàn đã gặp nhau ở Nairobi và nhất trí nối lại đàm phán.\n"
    "Vòng tới sẽ diễn ra vào tháng sau, với sự có mặt của Liên hợp quốc."
)


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
    assert decode(raw, "page.txt") == TEXT


def test_a_few_broken_bytes_cost_a_few_letters() -> None:
    broken = TEXT.encode().replace(b"Nairobi", b"Nai\xffrobi", 1)
    assert decode(broken, "page.txt") == TEXT.replace("Nairobi", "Nai\ufffdrobi", 1)


def test_a_letter_cut_in_two_at_the_end_costs_that_letter() -> None:
    text = decode(TEXT.encode() + "ế".encode()[:2], "page.txt")
    assert text.startswith(TEXT)
    assert set(text[len(TEXT) :]) == {"\ufffd"}


@pytest.mark.parametrize("raw", [b"", b" ", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\u2003".encode()])
def test_white_space_is_no_page(raw: bytes) -> None:
    with pytest.raises(EmptyPage, match=r"page\.txt: is empty"):
        decode(raw, "page.txt")


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 " + TEXT.encode(),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"\xff\xd8\xff\xe0JFIF",
        b"GIF89a",
        b"PK\x03\x04" + TEXT.encode(),
        b"\x1f\x8b\x08" + TEXT.encode(),
        b"\x7fELF\x02",
        bytes(range(1, 32)) * 20,
        TEXT.encode() + b"\x01\x02\x03\x04" * 20,
    ],
)
def test_binary_is_not_text(raw: bytes) -> None:
    with pytest.raises(NotText, match="binary"):
        decode(raw, "page.txt")


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
def test_markup_is_refused_and_angle_brackets_are_not(raw: bytes, is_html: bool) -> None:
    if is_html:
        with pytest.raises(NotText, match="HTML"):
            decode(raw, "page.txt")
    else:
        assert decode(raw, "page.txt") == raw.decode()


def test_a_page_over_the_limit_is_refused_with_its_size() -> None:
    with pytest.raises(PageTooLarge, match="32 MB, more than the 32 MB"):
        decode(b"a" * (MAX_BYTES + 1), "page.txt")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_page_error(raw: bytes) -> None:
    try:
        text = decode(raw, "page.txt")
    except PageError:
        return
    assert text.strip()
    assert "\r" not in text


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_text_in_utf_8_comes_back(text: str) -> None:
    try:
        assert decode(text.encode(), "page.txt") == text.removeprefix("\ufeff")
    except (EmptyPage, NotText):
        assert not text.strip("\ufeff").strip() or "<" in text


@pytest.mark.parametrize("text", [TEXT, unicodedata.normalize("NFD", TEXT), "Đàm phán", TEXT + " The two sides met."])
def test_vietnamese_passes(text: str) -> None:
    require_vietnamese(text, "page.txt")


@pytest.mark.parametrize(
    "text",
    [
        "The two sides met in Geneva on Friday.",
        "Les deux délégations se sont réunies à Genève pour négocier.",
        "Él está aquí, señor, y mañana volverá.",
        "Dois países retomam a negociação após três anos.",
        "Die Außenminister trafen sich in München.",
        "Strany se sešly v Ženevě a dohodly se na příštím kole.",
        "Стороны встретились в Женеве.",
        "両国は会談した。",
        "Hai ben da gap nhau o Nairobi va nhat tri noi lai dam phan.",
    ],
)
def test_other_languages_are_refused(text: str) -> None:
    with pytest.raises(NotVietnamese, match="is not Vietnamese"):
        require_vietnamese(text, "page.txt")


@pytest.mark.parametrize("text", ["12 13 14", "…", "— / —"])
def test_figures_and_signs_are_no_words(text: str) -> None:
    with pytest.raises(EmptyPage, match="no words"):
        require_vietnamese(text, "page.txt")
