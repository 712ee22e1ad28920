"""Whom a name is meant for where it is not written as any table has it: slips of spelling, bare surnames."""

from collections import Counter
from datetime import date

from ..lexicon import Lookup, kept, lexicon
from ..text import Passage, fold
from .found import Found
from .offices import runs, terms_at, terms_of

_HEADS = frozenset(("president", "monarch", "supreme leader", "party leader"))
_SPELT, _ALIKE = 8, 0.9  # shorter names are too near to each other; one letter of ten may differ


def state_of_person(placed: list[Found], at: int, day: date | None) -> str | None:
    """ "Người phát ngôn Bộ Ngoại giao Lê Thị Thu Hằng": the state for which the one named next holds an office."""
    f, after = placed[at], placed[at + 1] if at + 1 < len(placed) else None
    if after is None or after.kind != "person" or after.lo > f.hi + 1 or after.name is None:
        return None
    holders = [t.holder for t in terms_of(after.entity) if day is None or runs(t, day)]
    return next((h for h in holders if h in lexicon().countries), None)


def meant(entity: str, f: Found, day: date | None, spellings: dict[str, str]) -> str:
    """Who held an office of the same power on the day and is spelt almost so: "Petro Proshenko" is Petro Poroshenko."""
    if f.power is None or day is None or entity in lexicon().known_people:
        return entity
    spelt = fold(entity).replace("-", " ")
    for term in terms_at(f.power):
        if runs(term, day):
            for known in _folded_forms().get(term.person) or ():
                if _alike(spelt, known if " " in spelt else known.rpartition(" ")[2]):
                    spellings[entity] = term.person
                    return term.person
    return entity


def _alike(spelt: str, known: str) -> bool:
    """Whether one is the other with a slip ("petro proshenko"), or with its first name as a letter ("n. modi")."""
    first, _, rest = spelt.partition(" ")
    if len(first.rstrip(".")) == 1 and rest:
        return known[:1] == first[0] and known.endswith(" " + rest)
    if len(spelt) < _SPELT or abs(len(known) - len(spelt)) > 2:
        return False
    # Each letter that only one of them has costs the ratio one part in the length: most names fall out here.
    if len({*known} ^ {*spelt}) > (1 - _ALIKE) * (len(spelt) + len(known)) + 1e-9:
        return False
    from difflib import SequenceMatcher  # few pages have such a name, and all would load it

    return SequenceMatcher(None, known, spelt).ratio() >= _ALIKE


@kept(Lookup[tuple[str, ...]])
def _folded_forms() -> Lookup[tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, _, (person, _, forms, *_) in lexicon().rows("persons"):
        folded = dict.fromkeys(fold(form).replace("-", " ") for form in (person, *forms.split("|")) if "~" not in form)
        found[person] = found.get(person, ()) + tuple(folded)
    return Lookup(found)


def bare(f: Found, passage: Passage, states: Counter[str], day: date | None) -> tuple[str, str, str, Found]:
    """ "Bà Nga", "Anh Kim": one whom a state of the page has in office, its head first, or nobody that is known.

    A common surname after an honorific is no proof by itself.
    """
    run = passage.tokens
    text = passage.text[run[f.lo].start : run[f.hi - 1].end]
    named = next((names for end, names in lexicon().names.all(run, f.lo) if end == f.hi), [])
    people = [n.entity for n in named if n.kind == "person"]
    serving = [t for p in people for t in terms_of(p) if t.holder in states and (day is None or runs(t, day))]
    leading = [t for t in serving if t.office == lexicon().countries[t.holder].leader or t.office in _HEADS]
    found = {t.person for t in leading} or {t.person for t in serving}
    if len(found) == 1:
        entity = found.pop()
        name = next(n for n in named if n.entity == entity)
        return entity, "person", "short name", f._replace(entity=entity, name=name)
    return text, "person", "pattern", f._replace(entity=text, name=None)
