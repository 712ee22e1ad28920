"""Acronyms that a page defines itself: "Lực lượng Bảo vệ bờ biển Philippines (PCG)"."""

from ..lexicon import lexicon
from ..text import Passage, tokens
from .found import Found

_SHORTEST, _LONGEST = 2, 8


def defined_acronyms(passages: list[Passage], found: dict[int, list[Found]]) -> dict[str, Found]:
    """The acronyms in brackets behind bodies, with the body; what a page defines goes before what tables say.

    >>> from thoisu.names.tagger import tag
    >>> p = Passage(0, "body", "Cảnh sát biển Philippines (PCG) lên tiếng.")
    >>> {k: f.entity for k, f in defined_acronyms([p], {0: tag(p)}).items()}
    {'PCG': 'Coast Guard, PHL'}
    """
    short: dict[str, Found] = {}
    for passage in passages:
        run = passage.tokens
        for f in found.get(passage.index, ()):
            if f.kind != "org" or f.institution is not None or f.hi + 2 >= len(run):
                continue
            word = run[f.hi + 1].text
            if any(run[k].text.isupper() and len(run[k].text) > 1 for k in range(f.lo, f.hi)) or not _free(word, f):
                continue  # "Hội nghị Bộ trưởng ASEAN (AMMR)" is a meeting; EU stays the EU
            bracketed = run[f.hi].text == "(" and run[f.hi + 2].text == ")"
            if (
                bracketed
                and word.isupper()
                and word.isalnum()
                and _SHORTEST <= len(word) <= _LONGEST
                and f.hi - f.lo > 1
            ):
                short.setdefault(word, f)
    return short


def _free(word: str, body: Found) -> bool:
    """Whether tables know the word as no body, or as one of another state only (JCS of the USA, or of Korea)."""
    known = lexicon().names.longest(tokens(word), 0)
    if known is None:
        return True
    state = body.power or (body.name.country if body.name else None)
    return all(n.kind == "org" and n.country and state and n.country != state for n in known[1])


def with_acronyms(passage: Passage, found: list[Found], short: dict[str, Found]) -> list[Found]:
    """The names of a passage with those that its page writes by acronyms."""
    if not short:
        return found
    run = passage.tokens
    kept = [f for f in found if not (f.hi - f.lo == 1 and run[f.lo].text in short)]
    taken = {k for f in kept for k in range(f.lo, f.hi)}
    for i, token in enumerate(run):
        if i not in taken and token.text in short:
            body = short[token.text]
            kept.append(body._replace(lo=i, hi=i + 1, basis="short name", title=None, former=False))
    return sorted(kept, key=lambda f: f.lo)
