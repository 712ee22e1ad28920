"""Runs of words that stand, or stand not, near a trigger."""

from collections.abc import Iterable, Sequence

from ..text import Token


class Forms:
    """Phrases as token keys, findable by their first word and by their last."""

    __slots__ = ("by_first", "by_last", "phrases")

    def __init__(self, phrases: Iterable[Sequence[str]] = ()) -> None:
        self.phrases = [tuple(words) for words in phrases]
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        self.by_last: dict[str, list[tuple[str, ...]]] = {}
        for words in self.phrases:
            self.by_first.setdefault(words[0], []).append(words)
            self.by_last.setdefault(words[-1], []).append(words)

    def state(self) -> list[tuple[str, ...]]:
        """The phrases as the lexicon keeps them."""
        return self.phrases

    @classmethod
    def restored(cls, state: list[list[str]]) -> "Forms":
        """The phrases that the lexicon has kept."""
        return cls(state)


def contains(run: list[Token], lo: int, hi: int, phrases: Forms) -> bool:
    """Whether one of the phrases stands between two tokens.

    >>> from thoisu.text import tokens
    >>> contains(tokens("triệu đại sứ Nga tới"), 0, 5, Forms([("đại", "sứ")]))
    True
    """
    keys = [t.key for t in run[lo:hi]]
    by_first = phrases.by_first
    if by_first.keys().isdisjoint(keys):
        return False
    return any(
        tuple(keys[k : k + len(words)]) == words
        for k, first in enumerate(keys)
        if first in by_first
        for words in by_first[first]
    )
