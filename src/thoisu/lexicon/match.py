"""Longest-match lookup of many phrases in a run of tokens.

A phrase is kept as the keys of its tokens joined by spaces; for each first token the lengths of its phrases
are known, so that a token which begins none costs one look-up.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from ..text import Token, key

P = TypeVar("P")
# Signs stand apart as tokens do ("Mát-xcơ-va" is five of them), save the apostrophe inside a word.
_SIGNS = re.compile(r"(?<![^\W\d_])['’]|['’](?![^\W\d_])|[^\w\s'’]|_")
_SPACES = re.compile(r"[^\S\n]+")


def joined(forms: Iterable[str]) -> list[str]:
    """The token keys of each form, joined by single spaces; one pass over all forms keeps loading fast.

    >>> joined(["Mát-xcơ-va", "Côte d'Ivoire", "St. Petersburg"])
    ['mát - xcơ - va', "côte d'ivoire", 'st . petersburg']
    """
    text = _SIGNS.sub(r" \g<0> ", key("\n".join(forms)))
    return [line.strip() for line in _SPACES.sub(" ", text).split("\n")]


class Phrases(Generic[P]):
    """Phrases with what they stand for.

    >>> found = Phrases([("Hàn Quốc", "KOR"), ("Hàn", "KOR?")])
    >>> from thoisu.text import tokens
    >>> found.longest(tokens("Hàn quốc và Nga"), 0)
    (2, ['KOR'])
    """

    __slots__ = ("_forms", "_lengths")

    def __init__(self, pairs: Iterable[tuple[str, P]] = ()) -> None:
        self._forms: dict[str, list[P]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        kept = list(pairs)
        if not kept:
            return
        lengths: dict[str, set[int]] = {}
        for form, (_, payload) in zip(joined(f for f, _ in kept), kept, strict=True):
            same = self._forms.get(form)
            if same is not None:
                same.append(payload)
                continue
            self._forms[form] = [payload]
            first, _, rest = form.partition(" ")
            lengths.setdefault(first, set()).add(rest.count(" ") + 2 if rest else 1)
        self._lengths = {first: tuple(sorted(ns, reverse=True)) for first, ns in lengths.items()}

    def longest(self, run: Sequence[Token], i: int) -> tuple[int, list[P]] | None:
        """The longest phrase that starts at token `i`: (index after it, payloads), or None."""
        return next(self._starting(run, i), None)

    def all(self, run: Sequence[Token], i: int) -> list[tuple[int, list[P]]]:
        """All phrases that start at token `i`, longest first."""
        return list(self._starting(run, i))

    def _starting(self, run: Sequence[Token], i: int) -> Iterator[tuple[int, list[P]]]:
        for n in self._lengths.get(run[i].key, ()) if i < len(run) else ():
            if i + n <= len(run):
                payloads = self._forms.get(run[i].key if n == 1 else " ".join([t.key for t in run[i : i + n]]))
                if payloads is not None:
                    yield i + n, payloads
