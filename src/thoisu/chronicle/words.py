"""Sentences compared by their words."""

import re
from collections.abc import Set
from functools import lru_cache
from itertools import pairwise

from ..text import key

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)  # a sentence is asked for at each comparison of its telling
def word_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring syllables and numbers: most Vietnamese words have two syllables."""
    return frozenset(pairwise(words_of(text)))


def words_of(text: str) -> list[str]:
    """The syllables and numbers of a text, without case, signs and what is only another spelling.

    >>> words_of("Ngày 4/11, Thủ tướng tới Hoà Bình.")
    ['ngày', '4', '11', 'thủ', 'tướng', 'tới', 'hòa', 'bình']
    """
    return _WORD.findall(key(text))


def share(words: Set[tuple[str, str]], others: Set[tuple[str, str]]) -> float:
    """The share of the smaller set that the larger has too, from 0 to 1."""
    return len(words & others) / min(len(words), len(others)) if words and others else 0.0
