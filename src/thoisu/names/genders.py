"""Whether "ông" or "bà" can mean a person: by the honorifics of the page, else by lexicon/women.tsv."""

from ..lexicon import lexicon
from ..model import Mention
from ..text import Passage
from .words import single

MAN, WOMAN = "m", "f"


def genders(passages: list[Passage], mentions: list[Mention]) -> dict[str, str]:
    """The genders of the people of a page by id; who is neither called "ông" or "bà" nor known is left out.

    >>> p = Passage(0, "body", "Bà Annalena Baerbock gặp ông Khalil Mansour.")
    >>> from thoisu.names.linker import link
    >>> from thoisu.names.tagger import tag
    >>> genders([p], link([p], {0: tag(p)}, None).mentions)
    {'Annalena Baerbock': 'f', 'Khalil Mansour': 'm'}
    """
    by_index = {p.index: p for p in passages}
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.kind != "person":
            continue
        passage = by_index[mention.p]
        i = passage.at(mention.start)
        before = passage.tokens[i - 1].key if i else ""
        called = (
            WOMAN if before in single("people", "of_women") else MAN if before in single("people", "of_men") else None
        )
        known = WOMAN if mention.entity in lexicon().women else MAN
        if called:
            found[mention.entity] = called
        elif mention.entity in lexicon().known_people:
            found.setdefault(mention.entity, known)
    return found
