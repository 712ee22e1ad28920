"""Is a page Vietnamese? By the letters that only Vietnamese has; a model is asked for doubtful pages alone."""

import unicodedata
from collections import Counter

from ..errors import EmptyPage, NotVietnamese

# Letters that Vietnamese has and other languages of the Latin script do not (ă is Romanian too): enough of
# them mark a Vietnamese page even where a title lost its diacritics.
_LETTERS = frozenset("đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
# Bytes of composed letters (U+1EA0 to U+1EFF), of combining tones, of character references.
_MARKS = (
    (b"\xe1\xba", b"\xe1\xbb"),
    (b"\xcc\xa3", b"\xcc\x81", b"\xcc\x80"),
    (b"&#78", b"&#79", b"&#x1E", b"&#x1e"),
)
_SURE, _NEVER = 0.04, 0.01  # share of these letters: Vietnamese news has about 0.2
_TEXT = 4000  # code points that the model is shown


def vietnamese_share(text: str) -> float | None:
    """The share of letters that only Vietnamese has, 0 to 1; None for a text without letters.

    >>> round(vietnamese_share("Hai bên nhất trí."), 2), vietnamese_share("12/6")
    (0.08, None)
    """
    letters = Counter(unicodedata.normalize("NFC", text).lower())
    total = sum(n for c, n in letters.items() if c.isalpha())
    return sum(letters[c] for c in _LETTERS) / total if total else None


def may_be_vietnamese(raw: bytes) -> bool:
    """Whether a look at a page's bytes leaves it possible that it is Vietnamese: a sieve for archives.

    Most Vietnamese letters with two marks are three bytes that begin with E1 BA or E1 BB in UTF-8; a page in another
    charset, in decomposed letters or in character references is let through.

    >>> may_be_vietnamese("Hai bên nhất trí nối lại đàm phán về lệnh ngừng bắn.".encode())
    True
    >>> may_be_vietnamese(b"The two sides agreed to resume talks.")
    False
    """
    if any(sum(map(raw.count, marks)) >= 5 for marks in _MARKS):  # the commonest form stands first
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return b"\0" in raw[:200]


def language_of(text: str, declared: str = "") -> str | None:
    """The ISO 639-1 code of a text's language, None where it has no letters.

    `declared` is what the page or its record says of itself ("vi", "vie,eng"); it tips doubtful texts.

    >>> language_of("Hai bên nhất trí nối lại đàm phán."), language_of("The two sides agreed to resume talks.")
    ('vi', 'en')
    """
    share = vietnamese_share(text)
    if share is None:
        return None
    if share >= _SURE:
        return "vi"
    if share >= _NEVER and declared.lower().replace("vie", "vi").startswith("vi"):
        return "vi"
    # Loading the model costs half a second; only pages with few Vietnamese letters pay it.
    import py3langid

    return str(py3langid.classify(text[:_TEXT])[0])


def require_vietnamese(text: str, where: str, declared: str = "") -> None:
    """Raises NotVietnamese when a page is in another language, EmptyPage when it holds no words.

    >>> require_vietnamese("Hai bên nhất trí nối lại đàm phán.", "page.txt")
    """
    language = language_of(text, declared)
    if language is None:
        raise EmptyPage(where, "holds no words", "give a page with an article")
    if language != "vi":
        share = vietnamese_share(text) or 0.0
        raise NotVietnamese(
            where, f"is not Vietnamese (its language seems to be {language!r}; {share:.1%} of its letters are ones "
            "that only Vietnamese has)", "give a page in Vietnamese",
        )  # fmt: skip
