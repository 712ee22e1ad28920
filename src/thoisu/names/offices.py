"""Who held which office when (lexicon/offices/*.tsv).

Days are compared as ISO prefixes: a term that is known by the month only may hold on every day of it.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from ..lexicon import Lookup, Term, kept, lexicon

# A text calls these by one word: the head of government or of state whom the state's own usage makes its leader.
LEADER = "leader"
# "Người đứng đầu NATO", "lãnh đạo EU": an organisation's head, whatever it calls the office.
HEADS_OF_BODIES = ("secretary-general", "director-general", "president of the organisation", "chair", "president")


@kept(Lookup[list[Term]])
def _by_office() -> Lookup[list[Term]]:
    return _by(lambda term: f"{term.holder}: {term.office}")


@kept(Lookup[list[Term]])
def _by_person() -> Lookup[list[Term]]:
    return _by(lambda term: term.person)


@kept(Lookup[list[Term]])
def _by_holder() -> Lookup[list[Term]]:
    return _by(lambda term: term.holder)


def _by(key: Callable[[Term], str]) -> Lookup[list[Term]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for term in lexicon().terms:
        found[key(term)].append(term)
    return Lookup(found)


def holders(holder: str, office: str, day: date) -> list[Term]:
    """The terms of an office of a state or organisation that run on a day (two on the day of a handover).

    >>> [t.person for t in holders("USA", "foreign minister", date(2022, 1, 20))]
    ['Antony Blinken']
    """
    return holders_between(holder, office, day, day)


def holders_between(holder: str, office: str, first: date, last: date) -> list[Term]:
    """The terms of an office that run on any day from the first to the last, in their order.

    >>> [t.person for t in holders_between("USA", "president", date(2021, 1, 1), date(2021, 12, 31))]
    ['Donald Trump', 'Joe Biden']
    """
    if office == LEADER:
        country = lexicon().countries.get(holder)
        heads = HEADS_OF_BODIES if country is None else (country.leader,)
    else:
        heads = (office,)
    terms = [t for o in heads for t in _by_office().get(f"{holder}: {o}") or () if _meets(t, first, last)]
    return sorted(terms, key=lambda t: t.start)


def _meets(term: Term, first: date, last: date) -> bool:
    begun, over = last.isoformat(), first.isoformat()
    return term.start <= begun[: len(term.start)] and (not term.end or over[: len(term.end)] <= term.end)


def terms_of(person: str) -> list[Term]:
    """All terms of a person, in the order of the files."""
    return _by_person().get(person) or []


def terms_at(holder: str) -> list[Term]:
    """All terms of a state or organisation, in the order of the files."""
    return _by_holder().get(holder) or []


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
        if (holder is None or t.holder == holder) and (office is None or _same_office(t.office, office))
    ]


def _same_office(office: str, other: str) -> bool:
    """Whether two offices are one: the press calls a press secretary a spokesperson."""
    return office == other or {office, other} == {"spokesperson", "press secretary"}


def _first(iso: str) -> date:
    return date.fromisoformat((iso + "-01-01")[:10] if len(iso) == 4 else (iso + "-01")[:10])


def _last(iso: str) -> date:
    if len(iso) == 10:
        return date.fromisoformat(iso)
    year, month = int(iso[:4]), int(iso[5:7]) if len(iso) > 4 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
