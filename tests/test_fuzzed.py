"""What the fuzzers found, and what they keep: each input is read or refused in our words, and the laws hold."""

import pytest
from fuzz.kept import kept
from fuzz.targets import TARGETS

from thoisu.errors import ThoisuError
from thoisu.page.mail import parse_mail
from thoisu.page.shapes import shape
from thoisu.watch.lists import listed

FOUND = [
    ("page", "Ông Tập Cận Bình thăm Việt Nam Cộng hòa Algeria Dân chủ và Nhân dân ngày 12 đến ngày 13/12."),
    (
        "page",
        "Hội nghị về khí hậu\n21/01/2022 09:00\n\nKể từ khi hội nghị khai mạc ngày mai, Nhật Bản đã đề nghị lùi hạn "
        "của cuộc họp này với các nước khác trong khu vực.\n",
    ),
    ("names", "Nga tập trận ở Chiến khu miền Nam Nga tại Brussels."),
    ("feed", "<rdf:RDF xmlns:rdf='http ://x'><item><title>Hai bên</title></item></rdf:RDF>"),
    ("feed", "<sitemapindex><link><url>&#xd&#x110000;fff;"),
    ("feed", "<rss><link>https://x</link></title><pubDate>1</pubDate></item></channel></rss>"),
    ("lists", " TY  - NEWS\nUR  - https://baovidu.example/a-1.html\n"),
    ("mail", "From: a@baovidu.example\nSubject: Hai\nDate: Sat, 7 Mar 2026 01:07:9999999999900\n\nHai bên\n"),
    ("mail", b"From: a@baovidu.example\nSubject: =?utf\xff-8?b?SGFp?=\nDate: x\n\nHai b\xc3\xaan\n"),
]


@pytest.mark.parametrize(("target", "found"), FOUND, ids=[f"{row[0]}-{i}" for i, row in enumerate(FOUND)])
def test_what_was_found_is_mended(target: str, found: str | bytes) -> None:
    _holds(target, found if isinstance(found, bytes) else found.encode())


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_what_is_kept_holds(target: str) -> None:
    for raw in kept(target):
        _holds(target, raw)


def _holds(target: str, raw: bytes) -> None:
    try:
        TARGETS[target](raw)
    except ThoisuError as refused:
        assert str(refused)  # noqa: PT017


def test_an_indented_reference_is_listed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "list.ris"
    file.write_text(FOUND[6][1], "utf-8")  # type: ignore[arg-type]
    assert [row.url for row in listed(file)] == ["https://baovidu.example/a-1.html"]


def test_a_charset_that_none_can_have() -> None:
    raw = FOUND[8][1]
    assert isinstance(raw, bytes)
    assert "Hai" in parse_mail(raw, "a.eml").subject


def test_a_line_of_agencies_is_a_credit_or_not() -> None:
    assert shape("AP/" * 39 + ";") is None
    assert shape("AP/Reuters").label == "credit"  # type: ignore[union-attr]
