"""Who held which office when (lexicon/offices/*.tsv).

Days are compared as ISO prefixes: a term that is known by the month only may hold on every day of it.
"""

from collections import defaultdict
from datetime import date
from functools import cache

from ..lexicon import Term, lexicon

# A text calls these by one word: the head of government or of state whom the state's own usage makes its leader.
LEADER = "leader"


@cache
def _by_office() -> dict[tuple[str, str], list[Term]]:
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in lexicon().terms:
        found[term.holder, term.office].append(term)
    return found


@cache
def _by_person() -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for term in lexicon().terms:
        found[term.person].append(term)
    return found


def holders(holder: str, office: str, day: date) -> list[Term]:
    """The terms of an office of a state or organisation that run on a day (two on the day of a handover).

    >>> [t.person for t in holders("USA", "foreign minister", date(2022, 1, 20))]
    ['Antony Blinken']
    """
    if office == LEADER:
        country = lexicon().countries.get(holder)
        office = country.leader if country else office
    return [t for t in _by_office().get((holder, office), ()) if runs(t, day)]


def terms_of(person: str) -> list[Term]:
    """All terms of a person, in the order of the files."""
    return _by_person().get(person, [])


def runs(term: Term, day: date) -> bool:
    """Whether a term runs on a day; open terms run on past the month to which they are known.

    >>> runs(Term("USA", "president", "X", "2021-01-20", "2025-01", "", ""), date(2025, 1, 30))
    True
    """
    iso = day.isoformat()
    return term.start <= iso[: len(term.start)] and (not term.end or iso[: len(term.end)] <= term.end)


def years_of(person: str, holder: str | None, office: str | None) -> list[tuple[date, date]]:
    """The spans in which a person held an office (any office when None) of a holder, as days."""
    return [
        (_first(t.start), _last(t.end) if t.end else date.max)
        for t in terms_of(person)
        if (holder is None or t.holder == holder) and (office is None or t.office == office)
    ]


def _first(iso: str) -> date:
    return date.fromisoformat((iso + "-01-01")[:10] if len(iso) == 4 else (iso + "-01")[:10])


def _last(iso: str) -> date:
    if len(iso) == 10:
        return date.fromisoformat(iso)
    year, month = int(iso[:4]), int(iso[5:7]) if len(iso) > 4 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
