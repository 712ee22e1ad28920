"""Vietnamese or not: by letters, by what the page declares, and by the model for doubtful pages."""

import unicodedata

import pytest

from thoisu.errors import EmptyPage, NotVietnamese
from thoisu.page.language import language_of, may_be_vietnamese, require_vietnamese

from .test_decode import TEXT


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


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (TEXT, "", "vi"),
        (TEXT, "en", "vi"),
        # Few marks: a declaration tips it; without one the model is asked.
        ("Kenya va Uganda ban ve duong bien gioi moi o phia dong, theo Bộ Ngoại giao", "vi", "vi"),
        ("The two sides met in Hà Nội and Huế to discuss a ceasefire and the exchange of prisoners.", "", "en"),
        ("La réunion s'est tenue à Genève, où les deux délégations ont parlé de la paix.", "vi", "fr"),
        ("România și Moldova au semnat un acord privind energia în această săptămână.", "", "ro"),
        ("12/6/2018 - 09:15", "vi", None),
    ],
)
def test_language(text: str, declared: str, language: str | None) -> None:
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("raw", "possible"),
    [
        (TEXT.encode(), True),
        (unicodedata.normalize("NFD", TEXT).encode(), True),
        (TEXT.encode("utf-16"), True),
        ("".join(f"&#{ord(c)};" if ord(c) > 7000 else c for c in TEXT * 3).encode(), True),
        (b"<p>The two sides agreed to resume talks in Geneva.</p>", False),
        ("Стороны договорились возобновить переговоры.".encode(), False),
        ("Les délégations se sont réunies à Genève.".encode(), False),
    ],
)
def test_the_sieve_for_archives(raw: bytes, possible: bool) -> None:
    assert may_be_vietnamese(raw) is possible
