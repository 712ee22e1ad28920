"""Longest-match lookup of many phrases in a run of tokens: a trie over token keys."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from ..text import Token, tokens

P = TypeVar("P")
_LEAF = ""  # no token has an empty key, so it can hold what ends at a node


class Phrases(Generic[P]):
    """Phrases with what they stand for.

    >>> found = Phrases([("Hàn Quốc", "KOR"), ("Hàn", "KOR?")])
    >>> from thoisu.text import tokens
    >>> found.longest(tokens("Hàn quốc và Nga"), 0)
    (2, ['KOR'])
    """

    __slots__ = ("_root",)

    def __init__(self, pairs: Iterable[tuple[str, P]] = ()) -> None:
        self._root: dict[str, Any] = {}
        self.add(pairs)

    def add(self, pairs: Iterable[tuple[str, P]]) -> None:
        """Adds (form, payload) pairs; one tokenisation for all of them keeps loading fast."""
        kept = list(pairs)
        if not kept:
            return
        ends, at = [], 0
        for form, _ in kept:
            at += len(form) + 1
            ends.append(at)
        root, node, i = self._root, self._root, 0
        end, payload = ends[0], kept[0][1]
        for token in tokens("\n".join(form for form, _ in kept)):
            if token.start >= end:
                node.setdefault(_LEAF, []).append(payload)
                node, i = root, i + 1
                end, payload = ends[i], kept[i][1]
            node = node.setdefault(token.key, {})
        node.setdefault(_LEAF, []).append(payload)

    def longest(self, run: Sequence[Token], i: int) -> tuple[int, list[P]] | None:
        """The longest phrase that starts at token `i`: (index after it, payloads), or None."""
        found = None
        node = self._root
        for j in range(i, len(run)):
            following = node.get(run[j].key)
            if following is None:
                break
            node = following
            if _LEAF in node:
                found = (j + 1, node[_LEAF])
        return found

    def all(self, run: Sequence[Token], i: int) -> list[tuple[int, list[P]]]:
        """All phrases that start at token `i`, longest first."""
        found = []
        node = self._root
        for j in range(i, len(run)):
            following = node.get(run[j].key)
            if following is None:
                break
            node = following
            if _LEAF in node:
                found.append((j + 1, node[_LEAF]))
        found.reverse()
        return found
