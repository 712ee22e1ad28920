"""Words as the store looks for them, the same for both engines: their own tokenizers differ, and neither folds đ."""

from collections.abc import Iterable
from functools import lru_cache

from ..text import Forms, fold, word_spans, words

_AROUND = 80  # code points of a snippet before and behind its first word
_folded = Forms(fold)


def folded(found: Iterable[str]) -> list[str]:
    """Words (text.words) in plain letters.

    >>> folded(words("Căng thẳng ở Đông Âu"))
    ['cang', 'thang', 'o', 'dong', 'au']
    """
    return list(map(_folded.__getitem__, found))


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
    for word, first, last in word_spans(text):
        if last > end:
            break
        if (word if exact else _folded[word]) in asked:
            if not spans and len(text) - first > 2 * _AROUND:
                space = text.find(" ", first + 2 * _AROUND)
                end = len(text) if space < 0 else space
            spans.append((first, last))
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
