"""Longest-match lookup of many phrases in a run of tokens.

A phrase is kept as the keys of its tokens joined by spaces; the first tokens are known, and for each first two the
lengths of their phrases, so that a token which begins none costs one look-up, and two which do are joined no further
than a phrase goes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar

from ..text import Token, key
from .packed import Lookup

P = TypeVar("P")
_REMEMBERED = 1 << 15  # forms
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

    __slots__ = ("_forms", "_of", "_pairs", "_seen", "openers")

    def __init__(self, pairs: Iterable[tuple[str, P]] = ()) -> None:
        #: The tokens with which phrases begin, each with whether (1) it is one and whether (2) longer ones begin so.
        self.openers: dict[str, int] = {}
        self._pairs: dict[str, int] = {}
        forms: dict[str, list[P]] = {}
        kept = list(pairs)
        for form, (_, payload) in zip(joined(f for f, _ in kept), kept, strict=True) if kept else ():
            forms.setdefault(form, []).append(payload)
        self._keep(forms)

    def _keep(self, forms: Mapping[str, list[P]]) -> None:
        """What begins at each first token; for each first two the lengths of their phrases, as the bits of a number."""
        self._forms = Lookup(forms)
        self._of = self._forms.get  # what a form stands for; asked by its keys
        self._seen: dict[str, list[P] | None] = {}
        openers, pairs = self.openers, self._pairs
        for form in forms:
            first = form.partition(" ")[0]
            if len(first) == len(form):
                openers[first] = openers.get(first, 0) | 1
                continue
            openers[first] = openers.get(first, 0) | 2
            second = form.find(" ", len(first) + 1)
            pair = form if second < 0 else form[:second]
            pairs[pair] = pairs.get(pair, 0) | 1 << form.count(" ")

    def __len__(self) -> int:
        return len(self._forms)

    def _stands_for(self, form: str) -> list[P] | None:
        """What a form stands for, remembered for those asked lately: a look-up where it lies packed costs more."""
        seen = self._seen
        if form in seen:
            return seen[form]
        if len(seen) >= _REMEMBERED:
            seen.clear()
        found = seen[form] = self._of(form)
        return found

    def longest(self, run: Sequence[Token], i: int) -> tuple[int, list[P]] | None:
        """The longest phrase that starts at token `i`: (index after it, payloads), or None."""
        # Asked at very many tokens for many lists: most begin nothing, and are done with one look-up. That is why it is
        # spelled out beside `all`, which makes a list and looks for the shorter ones too.
        if i >= len(run):
            return None
        first = run[i].key
        begins = self.openers.get(first)
        if begins is None:
            return None
        if begins > 1 and i + 1 < len(run):
            pair = f"{first} {run[i + 1].key}"
            lengths = self._pairs.get(pair, 0)
            while lengths:
                n = lengths.bit_length()
                lengths ^= 1 << (n - 1)
                if i + n <= len(run):
                    payloads = self._stands_for(pair if n == 2 else " ".join([t.key for t in run[i : i + n]]))
                    if payloads is not None:
                        return i + n, payloads
        payloads = self._stands_for(first) if begins & 1 else None
        return (i + 1, payloads) if payloads is not None else None

    def all(self, run: Sequence[Token], i: int) -> list[tuple[int, list[P]]]:
        """All phrases that start at token `i`, longest first."""
        found: list[tuple[int, list[P]]] = []
        if i >= len(run):
            return found
        first = run[i].key
        begins = self.openers.get(first, 0)
        if begins > 1 and i + 1 < len(run):
            pair = f"{first} {run[i + 1].key}"
            lengths = self._pairs.get(pair, 0)
            while lengths:
                n = lengths.bit_length()
                lengths ^= 1 << (n - 1)
                if i + n <= len(run):
                    payloads = self._stands_for(pair if n == 2 else " ".join([t.key for t in run[i : i + n]]))
                    if payloads is not None:
                        found.append((i + n, payloads))
        payloads = self._stands_for(first) if begins & 1 else None
        if payloads is not None:
            found.append((i + 1, payloads))
        return found

    def first(self, run: Sequence[Token], lo: int, hi: int) -> int | None:
        """The first token from `lo` to `hi` at which a phrase starts, or None; the phrase may end behind `hi`.

        >>> from thoisu.text import tokens
        >>> Phrases([("Hàn Quốc", "KOR")]).first(tokens("Nga và Hàn Quốc"), 0, 4)
        2
        """
        openers = self.openers
        for i in range(lo, min(hi, len(run))):
            if run[i].key in openers and self.longest(run, i):
                return i
        return None

    def state(self) -> tuple[Any, ...]:
        """What `restored` makes the phrases of again, as parts.py writes it."""
        # One string is unpacked faster than many; a key holds no line end.
        tables = [("\n".join(table), list(table.values())) for table in (self.openers, self._pairs)]
        return *tables, self._forms

    @classmethod
    def restored(cls, state: Sequence[Any], kind: Any = Any) -> Self:
        """The phrases of a state, with payloads of a kind."""
        phrases = cls()
        phrases._restore(state, kind)
        return phrases

    def _restore(self, state: Sequence[Any], kind: Any) -> None:
        *tables, forms = state
        self.openers, self._pairs = (
            dict(zip(keys.split("\n"), values, strict=True)) if values else {} for keys, values in tables
        )
        self._forms = Lookup.restored(forms, list[kind])
        self._of = self._forms.get
        self._seen = {}
