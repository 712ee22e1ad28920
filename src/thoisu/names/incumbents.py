"""Offices that a page names without a name ("Ngoại trưởng Mỹ"): who held them on the day that is told.

A person whom the page gives that office comes first. Else it is who held it, by lexicon/offices, on the day of the
page, or in the time that the sentence itself names where that is of another year. Where two fit, both are shown and
none is chosen; where the words speak of no incumbent (a former, a next, an elected one, the post itself), there is
nothing to say.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..lexicon import Lookup, Term, kept, lexicon
from ..lexicon.schema import SHARED_OFFICES
from ..model import Candidate, Mention, Office, Time
from ..text import Passage, Token
from .linker import Names, Person
from .offices import LEADER, holders_between
from .words import before, phrases, single


class _Seat(NamedTuple):
    """An office named in the text: its tokens, what it is, and whose."""

    lo: int
    hi: int
    office: str
    holder: str


def find_offices(passages: Iterable[Passage], names: Names, day: date | None, times: list[Time]) -> list[Office]:
    """The offices of a page that stand without a name, in order; `day` is the page's day.

    >>> from thoisu.names.linker import link
    >>> from thoisu.names.tagger import tag
    >>> p = Passage(0, "body", "Ngoại trưởng Mỹ sẽ thăm Đức.")
    >>> names = link([p], {0: tag(p)}, date(2022, 1, 20))
    >>> [(o.text, o.entity) for o in find_offices([p], names, date(2022, 1, 20), [])]
    [('Ngoại trưởng Mỹ', 'Antony Blinken')]
    """
    found = []
    named: dict[int, list[Mention]] = defaultdict(list)
    for mention in names.mentions:
        named[mention.p].append(mention)
    for passage in passages:
        mentions = {passage.at(m.start): (m, passage.at(m.end)) for m in named[passage.index]}
        told = [t for t in times if t.p == passage.index]
        state: str | None = None
        for lo, hi in passage.sentences:
            seats, state = _seats(passage.tokens, lo, hi, mentions, state)
            for seat in seats:
                span = _span(passage, lo, hi, told, day)
                office = _filled(passage, seat, names.people, span) if span else None
                if office:
                    found.append(office)
    return found


def _seats(
    run: list[Token], lo: int, hi: int, mentions: dict[int, tuple[Mention, int]], state: str | None
) -> tuple[list[_Seat], str | None]:
    """Titles with the power that they name and no person beside them, and the state that was named last."""
    seats = []
    titles, leaders = lexicon().titles.openers, phrases("people", "leaders").openers
    past = lo
    for i in [k for k in range(lo, hi) if k in mentions or run[k].key in titles or run[k].key in leaders]:
        if i < past:
            continue
        if i in mentions:
            mention, past = mentions[i]
            state = mention.entity if mention.kind == "country" else state
            continue
        title = _title(run, i)
        if title is None or title[0] > hi:
            continue
        end, office = title
        found = _power(run, end, hi, mentions, state) or _inside(i, end, mentions)
        seat = _seated(i, end, office, found)
        after = seat.hi if seat else end
        if seat and not _named(run, seat, lo, hi, mentions) and not _no_incumbent(run, seat, lo, hi):
            seats.append(seat)
        for k in range(i, after):
            if k in mentions and mentions[k][0].kind == "country":
                state = mentions[k][0].entity
        if seat and seat.holder in lexicon().countries:
            state = seat.holder
        past = max(after, end)
    return seats, state


def _inside(lo: int, end: int, mentions: dict[int, tuple[Mention, int]]) -> tuple[int, str] | None:
    """The body that a title holds: "người đứng đầu Lầu Năm Góc", "Chủ tịch Ủy ban châu Âu"."""
    for k in range(lo, end):
        if k in mentions and mentions[k][1] == end and mentions[k][0].kind == "org":
            body = mentions[k][0].entity
            whole: str = lexicon().grammar["wholes"].get(body, body)
            return end, lexicon().state_bodies.get(whole, whole)
    return None


def _title(run: list[Token], i: int) -> tuple[int, str] | None:
    hit = lexicon().titles.longest(run, i)
    if hit:
        return hit[0], hit[1][0].office
    leader = phrases("people", "leaders").longest(run, i)
    return (leader[0], LEADER) if leader else None


@kept(dict[str, str])
def _only_holders() -> dict[str, str]:
    """Offices that only one power has (the President of the European Commission), with that power."""
    seats: dict[str, set[str]] = {}
    for term in lexicon().terms:
        seats.setdefault(term.office, set()).add(term.holder)
    return {office: next(iter(powers)) for office, powers in seats.items() if len(powers) == 1}


def _power(
    run: list[Token], i: int, hi: int, mentions: dict[int, tuple[Mention, int]], state: str | None
) -> tuple[int, str] | None:
    """The power that stands after a title: "Mỹ", "của Nga", "nước này", "Bộ Ngoại giao Nga"."""
    j = i
    while j < hi and j - i < 2 and run[j].key in ("của", "nước") and j not in mentions:
        j += 1
    if j < hi and run[j].key == "này" and j > i and run[j - 1].key == "nước" and state:
        return j + 1, state
    if j not in mentions:
        return None
    mention, end = mentions[j]
    if mention.kind == "person" or (mention.kind == "place" and mention.entity not in lexicon().holders):
        return None
    return end, mention.entity


def _seated(lo: int, end: int, office: str, found: tuple[int, str] | None) -> _Seat | None:
    """The office with its holder; the head of a ministry or of a state's body is an office of the state."""
    if office in ("other", "counterpart", "minister", ""):
        return None
    if found is None:
        only = _only_holders().get(office)
        return _Seat(lo, end, office, only) if only else None
    hi, power = found
    body, _, state = power.rpartition(", ")
    if body and state in lexicon().countries and office == LEADER:
        head = lexicon().grammar["heads"].get(body)
        return _Seat(lo, hi, head, state) if head else None
    if power in lexicon().state_bodies and office == LEADER:
        head = lexicon().grammar["heads"].get(power)
        return _Seat(lo, hi, head, lexicon().state_bodies[power]) if head else None
    return _Seat(lo, hi, office, power) if power in lexicon().holders else None


def _named(run: list[Token], seat: _Seat, lo: int, hi: int, mentions: dict[int, tuple[Mention, int]]) -> bool:
    """Whether a person stands beside the title: "Ngoại trưởng Mỹ, ông Antony Blinken", "Blinken, Ngoại trưởng Mỹ"."""
    j = seat.hi
    while j < hi and j - seat.hi < 4 and j not in mentions and _links(run[j]):
        j += 1
    if j in mentions and mentions[j][0].kind == "person":
        return True
    k = seat.lo - 1
    while k >= lo and seat.lo - k < 4 and (run[k].text in ",-–(" or run[k].key in ("là", "đương", "kim", "tân")):
        k -= 1
    return k < seat.lo - 1 and any(end == k + 1 and m.kind == "person" for m, end in mentions.values())


def _links(token: Token) -> bool:
    return token.text in ",-–(:" or token.key in single("people", "honorifics") or token.key in ("là", "đương", "nhiệm")


def _no_incumbent(run: list[Token], seat: _Seat, lo: int, hi: int) -> bool:
    """Whether the words around speak of the post, or of one who held or will hold it."""
    start = before(run, seat.lo, "offices", "vacant_before")
    if start is not None and start >= lo:
        return True
    if seat.lo > lo and run[seat.lo - 1].key in single("offices", "several_before"):
        return True
    following = phrases("offices", "vacant_after").longest(run, seat.hi) if seat.hi < hi else None
    return following is not None or (seat.hi < hi and run[seat.hi].text[0].isdigit())


def _span(passage: Passage, lo: int, hi: int, times: list[Time], day: date | None) -> tuple[date, date] | None:
    """The days on which the office is meant: the page's, or those of another year that the sentence tells."""
    begin, end = passage.tokens[lo].start, passage.tokens[hi - 1].end
    inside = [t for t in times if begin <= t.start < end and t.start_day and t.end_day]
    other = [t for t in inside if day is None or t.start_day[:4] != str(day.year)]  # type: ignore[index]
    if other and len(other) == len(inside):
        first, last = min(t.start_day or "" for t in other), max(t.end_day or "" for t in other)
        return date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    return (day, day) if day else None


def _filled(passage: Passage, seat: _Seat, people: dict[str, Person], span: tuple[date, date]) -> Office | None:
    run = passage.tokens
    start, end = run[seat.lo].start, run[seat.hi - 1].end
    terms = holders_between(seat.holder, seat.office, *span)
    of_page = [p for p in people.values() if seat.holder in (p.country, p.org) and _holds(p, seat, terms)]
    if len(of_page) == 1:
        entity: str | None = of_page[0].entity
        basis, terms = "page", [t for t in terms if t.person == entity] or terms
    elif seat.office in SHARED_OFFICES:
        return None  # one known spokesperson of a ministry is not the one who spoke
    else:
        entity, basis = (terms[0].person if len({t.person for t in terms}) == 1 else None), "offices"
    if entity is None and not terms:
        return None
    office = terms[0].office if terms else seat.office
    candidates = [Candidate(t.person, t.start, t.end or None, t.source) for t in terms]
    return Office(
        passage.index, start, end, passage.text[start:end], office, seat.holder, entity, candidates, basis
    )  # fmt: skip


def _holds(person: Person, seat: _Seat, terms: list[Term]) -> bool:
    """Whether the page gives a person the office, or names one of those who held it on the day."""
    return person.office == seat.office or any(t.person == person.entity for t in terms)


def incumbents(offices: list[Office]) -> dict[tuple[int, int], Person]:
    """People of the page by (paragraph, first code point) of the words that name only their office.

    Who is not named on the page is no actor there: for an act of an unnamed minister the state is the actor.
    """
    found = {}
    for office in offices:
        if office.entity is not None and office.basis == "page":
            state = office.holder if office.holder in lexicon().countries else None
            org = None if state else office.holder
            sector = "GOV" if state else None
            person = Person(office.entity, _wikidata().get(office.entity), state, org, office.office, sector)
            found[office.p, office.start] = person
    return found


@kept(Lookup[str])
def _wikidata() -> Lookup[str]:
    return Lookup({cells[0]: cells[1] for _, _, cells in lexicon().rows("persons") if cells[1]})
