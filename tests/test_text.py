"""Letters, tokens and sentences: tables, and the laws that hold for any text."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.text import LONGEST, Passage, fold, key, normalize, sentences, tokens

VIETNAMESE = st.text(
    st.sampled_from("aàảãáạăâeêioôơuưyđbcghklmnpqrstvxAĐHNT .,;:!?\"“”'()[]-–/0123456789\u00a0\u0301İ")
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hoà bình", "hòa bình"),
        ("khoẻ", "khỏe"),
        ("Thuỵ Sỹ", "Thụy Sĩ"),
        ("Mỹ", "Mĩ"),
        ("kỳ họp", "kì họp"),
        ("uỷ", "ủy"),
    ],
)
def test_two_spellings_have_one_key(a: str, b: str) -> None:
    assert key(a) == key(b)


@pytest.mark.parametrize(("a", "b"), [("hoàn", "hòan"), ("quý", "qúy"), ("toán", "tóan"), ("ma", "má")])
def test_other_words_keep_their_own_key(a: str, b: str) -> None:
    assert key(a) != key(b)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông J. Biden tới TP. HCM. Ông về.", ["Ông J. Biden tới TP. HCM.", "Ông về."]),
        ("Hai bên họp ngày 7.2 tại Geneva./.", ["Hai bên họp ngày 7.2 tại Geneva./."]),
        ('"Tôi đã gặp ông ấy. Thế là đủ", bà nói. Hết.', ['"Tôi đã gặp ông ấy. Thế là đủ", bà nói.', "Hết."]),
        ("Ông sẽ từ chức. - Ngày 31/10, hai bên gặp nhau.", ["Ông sẽ từ chức.", "- Ngày 31/10, hai bên gặp nhau."]),
        ("Tuyến Hà Nội - Huế. Hết", ["Tuyến Hà Nội - Huế.", "Hết"]),
        ("Có đi không? Không!", ["Có đi không?", "Không!"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(VIETNAMESE)
def test_key_is_as_long_as_its_text(text: str) -> None:
    assert len(key(text)) == len(text)


@given(VIETNAMESE)
def test_offsets_of_tokens_are_true_and_cover_all_that_is_not_space(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text for t in found)
    covered = {i for t in found for i in range(t.start, t.end)}
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


@given(VIETNAMESE)
def test_sentences_are_in_order_and_do_not_overlap(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@given(VIETNAMESE)
def test_normalize_is_idempotent_and_blind_to_composition(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert normalize(unicodedata.normalize("NFD", text)) == once


def test_fold_takes_off_d_with_stroke() -> None:
    assert fold("Đà Nẵng") == "da nang"


def test_a_passage_leaves_its_asides_unread() -> None:
    text = "Hai bên gặp nhau. (Ảnh: AFP) Họ bắt tay."
    passage = Passage(0, "body", text, ((18, 28),))
    assert "AFP" not in [t.text for t in passage.tokens]
    assert len(passage.sentences) == 2


def test_a_text_without_full_stops_is_read_in_pieces() -> None:
    text = "Mỹ gặp Nga, " * 1000
    pieces = [text[a:b] for a, b in sentences(text)]
    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == text.strip()
    assert all(piece.endswith(",") for piece in pieces)
    run = "a" * 5000
    assert "".join(run[a:b] for a, b in sentences(run)) == run


def test_a_long_quotation_stays_one_sentence() -> None:
    text = '"' + "Chúng tôi đã gặp nhau. " * 30 + 'Đó là bước đầu", ông nói. Hai bên im lặng.'
    assert [text[a:b][-8:] for a, b in sentences(text)] == ["ông nói.", "im lặng."]
    inside = "“Chúng tôi đã gặp nhau. Đó là bước đầu” và “Ông nói. Ông nghe”. Hết giờ. “Ông đi. Ông về”, bà nói."
    assert len(sentences(inside)) == 3


def test_tokens_inside_asides_are_left_out() -> None:
    passage = Passage(0, "body", "Một hai (ba bốn) năm sáu (bảy) tám.", ((8, 16), (25, 31)))
    assert [t.text for t in passage.tokens] == ["Một", "hai", "năm", "sáu", "tám", "."]
    found = {t.text: passage.sentence_of(i) for i, t in enumerate(passage.tokens)}
    assert found == {"Một": 0, "hai": 0, "năm": 1, "sáu": 1, "tám": 2, ".": 2}
