"""Words as the store looks for them, the same for both engines: their own tokenizers differ, and neither folds đ."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from ..text import fold, key

# Longer ones are cut, as they are when they are asked for: engines refuse words of kilobytes.
_WORD = re.compile(r"[^\W_]{1,64}")
_REMEMBERED = 1 << 16  # words
_AROUND = 80  # code points of a snippet before and behind its first word


class _Forms(dict[str, str]):
    """Forms of words, worked out once: a text has hundreds of words, nearly all of them syllables that others have."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form

    def __missing__(self, word: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        self[word] = found = self._form(word)
        return found


_keys, _folded = _Forms(key), _Forms(fold)


def words(text: str) -> list[str]:
    """The words and numbers of a text by their keys: with diacritics, without case, one spelling of hoà and hòa.

    >>> words('Hoà Kỳ: "AUKUS-2", ngày 20/1')
    ['hòa', 'kì', 'aukus', '2', 'ngày', '20', '1']
    """
    return [_keys[word] for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def folded(found: list[str]) -> list[str]:
    """The same words in plain letters.

    >>> folded(words("Căng thẳng ở Đông Âu"))
    ['cang', 'thang', 'o', 'dong', 'au']
    """
    return [_folded[word] for word in found]


@lru_cache(maxsize=1 << 14)
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
    spans: list[tuple[int, int]] = []
    end = len(text)
    for m in _WORD.finditer(text):
        if m.end() > end:
            break
        word = _keys[m[0]]
        if (word if exact else _folded[word]) in asked:
            if not spans and len(text) - m.start() > 2 * _AROUND:
                space = text.find(" ", m.start() + 2 * _AROUND)
                end = len(text) if space < 0 else space
            spans.append(m.span())
    at = spans[0][0] if spans else 0
    if not spans and end > 2 * _AROUND:
        end = text.rfind(" ", 0, 2 * _AROUND)
    start = 0 if at <= _AROUND else text.rfind(" ", 0, at - _AROUND) + 1
    pieces, before = ["…" if start else ""], start
    for a, b in spans:
        pieces += [text[before:a], "[", text[a:b], "]"]
        before = b
    pieces += [text[before:end], "…" if end < len(text) else ""]
    return " ".join("".join(pieces).split())
