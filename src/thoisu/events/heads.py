"""The words with which noun phrases for those who act begin."""

from functools import cache

from ..lexicon import lexicon
from ..names.words import endings, phrases, single

# The lists with what points back to somebody, and with what a noun phrase for people has as its head.
_POINTERS = ("plural", "several", "first_person", "state_pronouns", "state_nouns", "body_pronouns")
_HEADS = ("leaders", "counterparts", "honorifics", "unnamed")


class Lists:
    """The word lists that are asked at each noun phrase, at hand without a call for each."""

    def __init__(self) -> None:
        self.determiners = single("who", "determiners")
        self.compounds = frozenset(words[-1] for words in endings("who", "compounds"))
        self.halves, self.prefixes = phrases("who", "halves"), phrases("people", "prefixes")
        self.honorifics, self.unnamed = phrases("people", "honorifics"), phrases("people", "unnamed")
        self.pronouns = phrases("people", "pronouns")
        self.pointers = _openers(_POINTERS)
        self.heads = _openers(_HEADS).union(lexicon().titles.openers)


@cache
def lists() -> Lists:
    """Those of the lexicon."""
    return Lists()


def _openers(names: tuple[str, ...]) -> frozenset[str]:
    """The words with which the phrases of some lists for people begin."""
    return frozenset().union(*(phrases("people", name).openers for name in names))
