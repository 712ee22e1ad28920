"""Somebody of the chronicle: who the lexicon knows them as, and with whom entries tell them to have dealt."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache

import msgspec

from ..lexicon import Term, lexicon
from ..model import Actor
from ..names.offices import runs, terms_at, terms_of
from ..store.tellings import names_of
from ..store.words import name as folded
from .records import Entry


class Profile(msgspec.Struct, frozen=True):
    """Who or what somebody is: `kind` is person, country or org; `sort` of an organisation which (agency, alliance …).

    `forms` are the names in Vietnamese, the usual one first; `terms` the offices that a person held, the latest first,
    `holders` who held the offices of a state or organisation on a day.
    """

    entity: str
    kind: str
    forms: list[str]
    country: str | None
    sort: str | None
    wikidata: str | None
    terms: list[Term]
    holders: list[Term]


class Partner(msgspec.Struct, frozen=True):
    """Whom somebody dealt with: in how many entries, of which categories, the last day, and who did it to whom.

    `did` counts the entries in which the partner receives what they do, `received` those in which it is the other way
    round; where both do something together, neither grows.
    """

    name: str
    count: int
    events: dict[str, int]
    last_day: str | None
    did: int
    received: int


@cache
def _rows(table: str) -> dict[str, tuple[str, ...]]:
    """The rows of a table by what they are of."""
    found: dict[str, tuple[str, ...]] = {}
    for _, _, cells in lexicon().rows(table):
        found.setdefault(cells[0], cells)
    return found


def profile(entity: str, day: date) -> Profile | None:
    """What the lexicon knows of somebody on a day; None where it knows nobody of this name.

    >>> found = profile("DEU", date(2022, 1, 20))
    >>> found.kind, found.forms[0], [t.person for t in found.holders if t.office == "foreign minister"]
    ('country', 'Đức', ['Annalena Baerbock'])
    >>> [(t.office, t.start) for t in profile("Angela Merkel", date(2022, 1, 20)).terms]
    [('prime minister', '2005-11-22')]
    >>> profile("Emmanuel Macron", date(2022, 1, 20)).country
    'FRA'
    """
    if entity in (states := _rows("countries")):
        cells = states[entity]
        known = lexicon().countries[entity]
        return Profile(entity, "country", _forms(cells[4]), entity, None, known.wikidata, [], _held(entity, day))
    # Who leads a state may hold another office that comes with it (the president of France is co-prince of Andorra).
    terms = sorted(terms_of(entity), key=lambda t: (t.start, t.end, _leads(t)), reverse=True)
    if terms or entity in _rows("persons"):
        cells = _rows("persons").get(entity, (entity, "", ""))
        country = next((t.holder for t in terms if t.holder in states), None)
        return Profile(entity, "person", _forms(cells[2]), country, None, cells[1] or None, terms, [])
    held = _held(entity, day)
    if held or entity in _rows("orgs") or entity in lexicon().holders:
        cells = _rows("orgs").get(entity, (entity, "", "", "", "", ""))
        return Profile(
            entity, "org", _forms(cells[5]), cells[2] or None, cells[1] or None, cells[4] or None, [], held
        )  # fmt: skip
    return None


def _leads(term: Term) -> bool:
    state = lexicon().countries.get(term.holder)
    return state is not None and state.leader == term.office


def _forms(cell: str) -> list[str]:
    """The names of a cell, without those that only a context makes names."""
    return [form for form in cell.split("|") if form and not form.startswith("~")]


def _held(holder: str, day: date) -> list[Term]:
    """Who holds the offices of a state or organisation on a day, the head of government or body first."""
    state = lexicon().countries.get(holder)
    first = state.leader if state else None
    found = [term for term in terms_at(holder) if runs(term, day)]
    return sorted(found, key=lambda t: (t.office != first, t.office, t.start))


def is_one_of(actor: Actor, asked: Collection[str]) -> bool:
    """Whether an actor is, or stands for, one of those who were asked for (names as `asked_as` gives them)."""
    return not names_of(actor).isdisjoint(asked)


def asked_as(names: Iterable[str]) -> frozenset[str]:
    """Names as actors are compared with."""
    return frozenset(folded(name) for name in names)


def dealings(entries: Iterable[Entry], asked: Sequence[str], by_person: bool) -> list[Partner]:
    """With whom those who were asked for (names as in a question) dealt, the most frequent first.

    A partner is the state or organisation that it stands for; of a person (`by_person`) each partner is taken by name,
    and the state for which the person speaks is none.
    """
    own = asked_as(asked)
    known: dict[tuple[str, str | None, str | None], tuple[bool, str, str]] = {}  # the same few act again and again

    def looked_up(actor: Actor) -> tuple[bool, str, str]:
        """Whether it is who was asked for, the name by which it is a partner, and whom it stands for."""
        key = actor.entity, actor.country, actor.org
        found = known.get(key)
        if found is None:
            power = actor.power
            found = known[key] = is_one_of(actor, own), actor.entity if by_person else power, power
        return found

    found: dict[str, list[tuple[Entry, bool, bool]]] = {}
    for entry in entries:
        doers, done_to = list(map(looked_up, entry.actor)), list(map(looked_up, entry.recipient))
        own_powers = {power for is_own, _, power in (*doers, *done_to) if is_own}
        if not own_powers:
            continue
        does, gets = any(is_own for is_own, _, _ in doers), any(is_own for is_own, _, _ in done_to)
        behind = own_powers if by_person else ()
        partners = {named: (False, gets) for is_own, named, _ in doers if not is_own and named not in behind}
        partners |= {named: (does, False) for is_own, named, _ in done_to if not is_own and named not in behind}
        for named, (did, received) in partners.items():
            found.setdefault(named, []).append((entry, did, received))
    rows = [_partner(named, told) for named, told in found.items()]
    return sorted(rows, key=lambda p: (-p.count, p.name))


def _partner(named: str, told: list[tuple[Entry, bool, bool]]) -> Partner:
    events: dict[str, int] = {}
    for entry, _, _ in told:
        events[entry.event] = events.get(entry.event, 0) + 1
    return Partner(
        named,
        len(told),
        dict(sorted(events.items(), key=lambda pair: (-pair[1], pair[0]))),
        max((day for entry, _, _ in told if (day := entry.start_day or entry.end_day)), default=None),
        sum(did for _, did, _ in told),
        sum(received for _, _, received in told),
    )
