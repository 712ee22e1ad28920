"""Words as the store looks for them, the same for both engines: their own tokenizers differ, and neither folds đ."""

import re

from ..text import fold, key, normalize

_WORD = re.compile(r"[^\W_]+")
_AROUND = 80  # code points of a snippet before and behind its first word
_LONGEST = 64  # code points of a word that is worth finding: engines refuse words of kilobytes


def words(text: str) -> list[str]:
    """The words and numbers of a text by their keys: with diacritics, without case, one spelling of hoà and hòa.

    >>> words('Hoà Kỳ: "AUKUS-2", ngày 20/1')
    ['hòa', 'kì', 'aukus', '2', 'ngày', '20', '1']
    """
    return [word for word in _WORD.findall(key(normalize(text))) if len(word) <= _LONGEST]


def folded(found: list[str]) -> list[str]:
    """The same words in plain letters.

    >>> folded(words("Căng thẳng ở Đông Âu"))
    ['cang', 'thang', 'o', 'dong', 'au']
    """
    return fold(" ".join(found)).split(" ") if found else []


def name(text: str) -> str:
    """A name as names are compared: its words in plain letters.

    >>> name("Nguyễn Xuân Phúc"), name("Đức"), name("AUKUS-2")
    ('nguyen xuan phuc', 'duc', 'aukus 2')
    """
    return " ".join(folded(words(text)))


def snippet(text: str, asked: set[str], exact: bool) -> str:
    """The piece of a text with the first word that was asked for, those words in [ ]; its beginning when none is there.

    `asked` are words, folded ones unless `exact`.

    >>> snippet("Hôm qua, căng thẳng lại tăng.", {"cang"}, exact=False)
    'Hôm qua, [căng] thẳng lại tăng.'
    """
    spans = []
    for m in _WORD.finditer(text):
        word = key(m[0]) if exact else fold(key(m[0]))
        if word in asked:
            spans.append(m.span())
    at = spans[0][0] if spans else 0
    start = 0 if at <= _AROUND else text.rfind(" ", 0, at - _AROUND) + 1
    end = len(text) if len(text) - at <= 2 * _AROUND else text.find(" ", at + 2 * _AROUND)
    end = len(text) if end < 0 else end
    pieces, before = ["…" if start else ""], start
    for a, b in spans:
        if b <= end and a >= before:
            pieces += [text[before:a], "[", text[a:b], "]"]
            before = b
    pieces += [text[before:end], "…" if end < len(text) else ""]
    return " ".join("".join(pieces).split())
