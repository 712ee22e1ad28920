"""Longest-match lookup of many phrases in a run of tokens.

A phrase is kept as the keys of its tokens joined by spaces; for each first token the lengths of its phrases
are known, so that a token which begins none costs one look-up.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, Generic, Self, TypeVar

from ..text import Token, key
from .packed import Lookup

P = TypeVar("P")
# An apostrophe inside a word is no sign of its own, as in tokens. The sign comes first, since it is rare.
_APOSTROPHES = re.compile(r"['’](?:(?<![^\W\d_]['’])|(?![^\W\d_]))")


def joined(forms: Iterable[str]) -> list[str]:
    """The token keys of each form, joined by single spaces; one pass over all forms keeps loading fast.

    Signs stand apart as tokens do ("Mát-xcơ-va" is five of them), save the apostrophe inside a word.

    >>> joined(["Mát-xcơ-va", "Côte d'Ivoire", "St. Petersburg"])
    ['mát - xcơ - va', "côte d'ivoire", 'st . petersburg']
    """
    text = _APOSTROPHES.sub(r" \g<0> ", key("\n".join(forms)))
    for sign in {c for c in set(text) if not (c.isalnum() or c.isspace() or c in "'’")}:
        text = text.replace(sign, f" {sign} ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ").split("\n")


class Phrases(Generic[P]):
    """Phrases with what they stand for.

    >>> found = Phrases([("Hàn Quốc", "KOR"), ("Hàn", "KOR?")])
    >>> from thoisu.text import tokens
    >>> found.longest(tokens("Hàn quốc và Nga"), 0)
    (2, ['KOR'])
    """

    __slots__ = ("_forms", "_lengths", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, P]] = ()) -> None:
        forms: dict[str, list[P]] = {}
        self._forms: dict[str, list[P]] | Lookup[list[P]] = forms
        self._lengths: dict[str, int] = {}
        self._pairs: set[str] = set()
        kept = list(pairs)
        for form, (_, payload) in zip(joined(f for f, _ in kept), kept, strict=True) if kept else ():
            forms.setdefault(form, []).append(payload)
        self._note_lengths(forms)

    def _note_lengths(self, forms: Iterable[str]) -> None:
        """For each first token the lengths of its phrases, as the bits of a number; the first two of longer ones."""
        lengths, pairs = self._lengths, self._pairs
        for form in forms:
            first = form.partition(" ")[0]
            lengths[first] = lengths.get(first, 0) | 1 << form.count(" ")
            if len(first) < len(form):
                second = form.find(" ", len(first) + 1)
                pairs.add(form if second < 0 else form[:second])

    def __len__(self) -> int:
        return len(self._forms)

    @property
    def openers(self) -> Set[str]:
        """The tokens with which phrases begin."""
        return self._lengths.keys()

    def longest(self, run: Sequence[Token], i: int) -> tuple[int, list[P]] | None:
        """The longest phrase that starts at token `i`: (index after it, payloads), or None."""
        # Asked at every token for many lists: most tokens begin nothing, and are done with one look-up.
        if i >= len(run):
            return None
        first = run[i].key
        lengths = self._lengths.get(first)
        if lengths is None:
            return None
        if lengths > 1 and (i + 1 >= len(run) or f"{first} {run[i + 1].key}" not in self._pairs):
            lengths &= 1  # no phrase goes on so
        if lengths <= 1:  # the usual case: a single word, or none
            payloads = self._of(first) if lengths else None
            return (i + 1, payloads) if payloads is not None else None
        return next(self._starting(run, i), None)

    def all(self, run: Sequence[Token], i: int) -> list[tuple[int, list[P]]]:
        """All phrases that start at token `i`, longest first."""
        if i >= len(run) or run[i].key not in self._lengths:
            return []
        return list(self._starting(run, i))

    def _starting(self, run: Sequence[Token], i: int) -> Iterator[tuple[int, list[P]]]:
        first = run[i].key
        lengths = self._lengths[first]
        if lengths > 1 and (i + 1 >= len(run) or f"{first} {run[i + 1].key}" not in self._pairs):
            lengths &= 1  # no phrase goes on so
        while lengths:
            n = lengths.bit_length()
            lengths ^= 1 << (n - 1)
            if i + n <= len(run):
                payloads = self._of(first if n == 1 else " ".join([t.key for t in run[i : i + n]]))
                if payloads is not None:
                    yield i + n, payloads

    def _of(self, form: str) -> list[P] | None:
        return self._forms.get(form)

    def state(self) -> tuple[Any, ...]:
        """What `restored` makes the phrases of again, as parts.py writes it."""
        forms = Lookup(self._forms) if isinstance(self._forms, dict) else self._forms
        # One string is unpacked faster than many; a key holds no line end.
        return "\n".join(self._lengths), list(self._lengths.values()), "\n".join(self._pairs), forms

    @classmethod
    def restored(cls, state: Sequence[Any], kind: Any = Any) -> Self:
        """The phrases of a state, with payloads of a kind."""
        phrases = cls()
        openers, lengths, pairs, forms = state
        phrases._lengths = dict(zip(openers.split("\n"), lengths, strict=True)) if lengths else {}
        phrases._pairs = set(pairs.split("\n"))
        phrases._forms = Lookup.restored(forms, list[kind])
        return phrases
