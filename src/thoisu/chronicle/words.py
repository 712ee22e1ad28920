"""Sentences compared by their words."""

from collections.abc import Set
from functools import lru_cache
from itertools import pairwise

from ..text import words


@lru_cache(maxsize=2048)  # some 16 MB: a sentence is asked for at each comparison of its telling
def word_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring syllables and numbers: most Vietnamese words have two syllables."""
    return frozenset(pairwise(words(text)))


def share(pairs: Set[tuple[str, str]], others: Set[tuple[str, str]]) -> float:
    """The share of the smaller set that the larger has too, from 0 to 1."""
    return len(pairs & others) / min(len(pairs), len(others)) if pairs and others else 0.0
