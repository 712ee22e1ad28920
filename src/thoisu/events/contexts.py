"""What an event is about: PLOVER's contexts, by its frame and by the words of its sentence (lexicon/contexts.toml)."""

from collections.abc import Iterable
from functools import cache

from ..lexicon import Phrases, kept, lexicon
from ..text import Token


@cache
def codes() -> tuple[str, ...]:
    """The 37 contexts of PLOVER 2.0, in its order.

    >>> len(codes()), codes()[0]
    (37, 'military')
    """
    return tuple(row["id"] for row in lexicon().contexts)


@kept(Phrases[tuple[str, bool]])
def _words() -> Phrases[tuple[str, bool]]:
    """The phrases of all contexts: (context, whether it gives it or keeps its words from giving it)."""
    pairs = [(w, (row["id"], True)) for row in lexicon().contexts for w in row["words"]]
    return Phrases(pairs + [(w, (row["id"], False)) for row in lexicon().contexts for w in row["not"]])


def contexts_of(
    run: list[Token], lo: int, hi: int, own: Iterable[str] = (), named: list[str] | None = None
) -> list[str]:
    """The contexts of an event: those of its frame (`own`) first, then those of its sentence (tokens lo to hi).

    A word inside a phrase of `not` gives nothing. `named` are those of the sentence, where they are at hand.

    >>> from thoisu.text import tokens
    >>> run = tokens("Hai bên thảo luận về người di cư và biến đổi khí hậu.")
    >>> contexts_of(run, 0, len(run), ["diplomatic"])
    ['diplomatic', 'migration', 'environment']
    """
    named = contexts_named(run, lo, hi) if named is None else named
    first = list(dict.fromkeys(own))
    return first + [code for code in named if code not in first]


def contexts_named(run: list[Token], lo: int, hi: int) -> list[str]:
    """The contexts that the words of a sentence give, in PLOVER's order."""
    words = _words()
    at = [i for i in range(lo, hi) if run[i].key in words.openers]
    hits = [(i, end, code, gives) for i in at for end, found in words.all(run, i) for code, gives in found]
    kept = [(a, b, code) for a, b, code, gives in hits if not gives]
    named = {
        code
        for i, end, code, gives in hits
        if gives and end <= hi and not any(c == code and a <= i and end <= b for a, b, c in kept)
    }
    return [code for code in codes() if code in named] if named else []
