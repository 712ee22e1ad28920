"""Copies: what is one and what is not, whose text it is, and what was made of it."""

import hashlib
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu import read
from thoisu.chronicle.copies import bands, changes, house, is_copy, origin, share, signature
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.records import Document
from thoisu.text import sentences, words

from ..conftest import ROOT, SHARED, TESTS, needs_shared

law = settings(deadline=None, max_examples=80, derandomize=True)
WORDS = st.sampled_from(("hai", "bên", "gặp", "nhau", "tại", "Geneva", "ngày", "21", "Nga", "Mỹ", "ông", "nói"))
TEXTS = st.lists(WORDS, max_size=900).map(" ".join)
LEAD = "Ngày 20/1, Ngoại trưởng Mỹ Antony Blinken đã đến Berlin để hội đàm với quan chức Anh, Pháp và Đức."
MORE = (
    "Tại cuộc họp báo sau đó, ông nhắc lại rằng mọi sự tấn công sẽ bị đáp trả nhanh chóng và mạnh mẽ, song "
    "cánh cửa ngoại giao vẫn để ngỏ cho tới phút cuối cùng."
)


@cache
def pages() -> dict[str, str]:
    """The text of the pages of this project."""
    files = [*sorted((TESTS / "pages").glob("*.txt")), *sorted((ROOT / "examples").glob("*.txt"))]
    return {f.stem: document_of(read(f)).text for f in files}


def one_of(text: str) -> str:
    """The text without every third sentence, with a paragraph added."""
    kept = [text[a:b] for i, (a, b) in enumerate(sentences(text)) if i % 3 != 2]
    return "\n".join((*kept, MORE))


MADE: dict[str, Callable[[str], str]] = {
    "the same": lambda text: text,
    "other paragraphs": lambda text: text.replace("\n", " "),
    "other capitals": lambda text: text.upper(),
    "other tone marks": lambda text: text.replace("hòa", "hoà").replace("Mỹ", "Mĩ"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "sentences cut, one paragraph added": one_of,
    "first half": lambda text: text[: len(text) // 2],
    "last half": lambda text: text[len(text) // 2 :],
    "within a longer text": lambda text: f"{MORE} {text} {LEAD}",
}


@pytest.mark.parametrize("how", MADE)
def test_copies_share_a_band_and_are_copies(how: str) -> None:
    for name, text in pages().items():
        one, other = signature(text), signature(MADE[how](text))
        assert set(bands(one)) & set(bands(other)), name
        assert (is_copy(one, other) or 0) >= 0.5, name


def test_other_reports_are_no_copies() -> None:
    texts = pages()
    found = {p for p in combinations(texts, 2) if is_copy(signature(texts[p[0]]), signature(texts[p[1]])) is not None}
    assert found == {("thuong-dinh-my-trieu-2018", "tuyen-bo-chung-my-trieu-2018")}  # the one is made of the other


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [
        (LEAD, LEAD, True),
        (LEAD, LEAD.replace("20/1", "20-1"), True),
        (LEAD, f"{LEAD} {MORE}", False),  # too short to be an excerpt
        (MORE, f"{LEAD} {MORE}", True),
        (LEAD, MORE, False),
        ("Nga và Mỹ", "Nga và Mỹ", True),
        ("Nga và Mỹ", "Nga và Ukraine", False),
        ("", "", False),
        ("", LEAD, False),
        ("—", "…", False),
    ],
)  # fmt: skip
def test_short_texts(one: str, other: str, copy: bool) -> None:
    assert (is_copy(signature(one), signature(other)) is not None) is copy


def test_two_reports_that_quote_the_same_words_are_no_copies() -> None:
    quoted = "“Chúng tôi chờ câu trả lời bằng văn bản trong tuần tới”, ông Lavrov nói."
    first = f"{LEAD} {quoted} Giới phân tích cho rằng hai bên còn xa nhau về hầu hết các vấn đề đang bàn."
    second = f"Cuộc gặp tại Geneva khép lại sau chín mươi phút mà không có tuyên bố chung nào. {quoted} {MORE}"
    assert 0.1 < share(signature(first), signature(second)) < 0.5
    assert is_copy(signature(first), signature(second)) is None


def test_an_excerpt_of_a_long_text_is_found() -> None:
    draw = random.Random(1)
    syllables = [f"{a}{b}" for a in "bcdghklmnpqrstvx" for b in ("a", "an", "e", "en", "i", "inh", "o", "ông", "u")]
    long = draw.choices(syllables, k=4000)
    for start in range(0, 3900, 100):
        whole, piece = signature(" ".join(long)), signature(" ".join(long[start : start + 300]))
        assert share(whole, piece) == 1.0
        assert is_copy(whole, piece) == 1.0
    assert len(whole) <= 4096


def test_a_signature_is_the_same_everywhere() -> None:
    """Signatures are stored: another release of rensa, or another machine, must make the same ones."""
    made = signature(LEAD)
    assert hashlib.sha256(made).hexdigest() == "a3f5dfecfd65045e8cb2af27edc4972f7b426a44bf34ff5fc30dca5d9ec4f7d0"
    assert bands(made)[:2] == [-8651894229162839549, -8041248533011625191]


@law
@given(TEXTS)
def test_a_text_is_its_own_copy(text: str) -> None:
    own = signature(text)
    assert own == signature(text)
    assert is_copy(own, own) == (1.0 if words(text) else None)
    assert all(-(2**63) <= band < 2**63 for band in bands(own))


@law
@given(TEXTS, TEXTS)
def test_sharing_is_mutual(one: str, other: str) -> None:
    a, b = signature(one), signature(other)
    assert share(a, b) == share(b, a)
    assert is_copy(a, b) == is_copy(b, a)
    assert 0 <= share(a, b) <= 1


@law
@given(TEXTS, TEXTS)
def test_a_text_is_in_what_it_is_continued_by(one: str, more: str) -> None:
    said = words(one)
    if len(said) >= 28 and len(said) + len(words(more)) < 500:
        assert is_copy(signature(one), signature(f"{one} {more}")) == 1.0


# -- whose text it is ---------------------------------------------------------------------------------------------


def page(id_: str, outlet: str | None, moment: str | None, credit: list[str], text: str = "") -> Document:
    return Document(id_, id_, outlet, "Tựa", moment, None, [], credit, text)


FAMILIES = {
    "the earliest": [
        page("b", "vov.vn", "2022-01-21T08:00+07:00", []),
        page("a", "dantri.com.vn", "2022-01-21T09:00+07:00", []),
    ],
    "an hour elsewhere": [
        page("b", "vov.vn", "2022-01-21T02:00+00:00", []),
        page("a", "dantri.com.vn", "2022-01-21T09:30+07:00", []),
    ],
    "a day without an hour comes last in its day": [
        page("b", "vov.vn", "2022-01-21T23:00+07:00", []),
        page("a", "dantri.com.vn", "2022-01-21", []),
    ],
    "without a moment comes last": [page("b", "vov.vn", "2022-01-21", []), page("a", "dantri.com.vn", None, [])],
    "who is credited": [
        page("b", "VietnamPlus", "2022-01-21T20:00+07:00", []),
        page("a", "dantri.com.vn", "2022-01-21T08:00+07:00", ["TTXVN"]),
    ],
    "who has kept the credit": [
        page("b", "vov.vn", "2022-01-21T20:00+07:00", ["Reuters"]),
        page("a", "dantri.com.vn", "2022-01-21T08:00+07:00", []),
    ],
    "its own name is no credit": [
        page("b", "dantri.com.vn", "2022-01-21T08:00+07:00", []),
        page("a", "vov.vn", "2022-01-21T20:00+07:00", ["VOV"]),
    ],
    "a person is no outlet": [
        page("b", "vov.vn", "2022-01-21T08:00+07:00", ["Lê Đạt"]),
        page("a", "dantri.com.vn", "2022-01-21T09:00+07:00", []),
    ],
    "the longer": [page("b", None, None, [], LEAD + MORE), page("a", None, None, [], LEAD)],
    "else by id": [page("b", None, None, []), page("c", None, None, [])],
}


@pytest.mark.parametrize("why", FAMILIES)
def test_origin_in_any_order(why: str) -> None:
    assert {origin(list(order)) for order in permutations(FAMILIES[why])} == {"b"}


def test_houses() -> None:
    assert house("TTXVN/Vietnam+") == house("vietnamplus.vn") == house("Thông tấn xã Việt Nam")
    assert house("VOV") != house("TTXVN")
    assert house(None) is None


# -- what was made of it ------------------------------------------------------------------------------------------


def told(text: str, title: str = "Mỹ và Nga hội đàm", credit: tuple[str, ...] = ()) -> Document:
    return Document("a", "a", None, title, None, None, [], list(credit), text)


A = "Hai bên đã gặp nhau tại Geneva ngày 21/1."
B = "Ông Lavrov nói Nga chờ trả lời bằng văn bản."
C = "Ông Blinken cho biết Mỹ sẽ trả lời trong tuần tới."
C2 = "Ông Blinken cho hay phía Mỹ sẽ trả lời trong tuần tới."
D = "Giá dầu tăng mạnh sau cuộc gặp."


@pytest.mark.parametrize(
    ("before", "after", "cut", "added", "reworded"),
    [
        (f"{A} {B}\n{C}", f"{A} {B}\n{C}", [], [], []),
        (f"{A} {B}\n{C}", f"{A}\n{B} {C}", [], [], []),  # only the paragraphs are others
        (f"{A} {B}\n{C}", f"{C}\n{A} {B}", [], [], []),  # only moved
        (f"{A} {B}\n{C}", A, [B, C], [], []),
        (f"{A}\n{B} {C}", A, [f"{B} {C}"], [], []),  # what follows in a paragraph is one passage
        (f"{A} {B}", f"{A} {B}\n{D}", [], [D], []),
        (f"{A} {B} {C}", f"{A} {B} {C2}", [], [], [(C, C2)]),
        (f"{A} {C}", f"{A} {D}", [C], [D], []),
        (f"{A} {A}", A, [A], [], []),  # said twice, now once
        ("", A, [], [A], []),
        (A, "", [A], [], []),
    ],
)
def test_changes(
    before: str, after: str, cut: list[str], added: list[str], reworded: list[tuple[str, str]]
) -> None:  # fmt: skip
    found = changes(told(before), told(after))
    assert (found.cut, found.added, found.reworded, found.title, found.credit) == (cut, added, reworded, None, None)


@pytest.mark.parametrize(
    ("title", "credit", "retitled", "recredited"),
    [
        ("Mỹ và Nga hội đàm", ("TTXVN",), False, False),
        ("MỸ VÀ NGA HỘI ĐÀM", ("Vietnam+",), False, False),
        ("Nga và Mỹ hội đàm", ("TTXVN",), True, False),
        ("Mỹ và Nga hội đàm", ("VOV",), False, True),
        ("Mỹ và Nga hội đàm", (), False, True),
    ],
)
def test_title_and_credit(title: str, credit: tuple[str, ...], retitled: bool, recredited: bool) -> None:
    found = changes(told(A, credit=("TTXVN",)), told(A, title, credit))
    assert (found.title is not None, found.credit is not None) == (retitled, recredited)


@law
@given(st.lists(st.sampled_from((A, B, C, D)), max_size=8), st.lists(st.sampled_from((A, B, C, D)), max_size=8))
def test_changes_lead_back(before: list[str], after: list[str]) -> None:
    there = changes(told("\n".join(before)), told("\n".join(after)))
    back = changes(told("\n".join(after)), told("\n".join(before)))
    assert (there.cut, there.added) == (back.added, back.cut)
    assert not set(there.cut) & set(there.added)


@needs_shared
def test_the_first_seed_and_p01_are_one_family() -> None:
    files = [*sorted((SHARED / "seeds").glob("*.txt"))[:2], SHARED / "flat/p01.txt"]
    first, second, copy = (document_of(read(f)) for f in files)
    signed = {d.id: signature(d.text) for d in (first, second, copy)}
    assert is_copy(signed[first.id], signed[copy.id]) is not None
    assert is_copy(signed[second.id], signed[copy.id]) is None
    assert is_copy(signed[second.id], signed[first.id]) is None
    assert set(bands(signed[first.id])) & set(bands(signed[copy.id]))
    assert origin([copy, first]) == first.id
    found = changes(first, copy)
    assert found.title == (first.title, copy.title)
    assert found.added == []
