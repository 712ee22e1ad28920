"""One entry for one act, however often it is told: tellings, what joins them, and what they say between them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from ..lexicon import lexicon
from ..model import Actor, Event, Mention, Place, Reading
from ..page.publishers import Publisher, publishers
from ..text import key, tokens, words
from .acts import Facts, apart, blocks_of, facts_of, outright, party, same_act, tie
from .corrections import InForce, Pair, apply_to
from .grounds import is_state, one_spot
from .moments import UNDATED
from .records import Conflict, Document, Entry, Telling, short_id

# Tellings of a block that are all compared with one another, and of more the number that each is compared with.
MANY, NEXT = 600, 50

__all__ = ["blocks_of", "canonical_source", "components", "entry_of", "origins_of", "same_act", "tellings_of"]


def tellings_of(document: Document, reading: Reading, family: str) -> list[Telling]:
    """The events of a page's reading as tellings of a family of copies, in the order of the reading.

    The id is of the document, the category and the words of the sentence, and a number where one sentence tells
    several acts of the category: a newer lexicon that changes day, status or parties leaves it as it is.

    >>> from thoisu import read
    >>> from thoisu.chronicle.documents import document_of
    >>> reading = read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    >>> document = document_of(reading)
    >>> [(t.number, t.event.mode, t.day, t.text[:8]) for t in tellings_of(document, reading, document.id)]
    [(0, 'visit', '2022-11-04', 'Ngày 4/1')]
    """
    paragraphs = [p.text for p in reading.article.paragraphs]
    credit = [canonical_source(name) for name in document.credit]
    media = [m for m in reading.mentions if m.entity in lexicon().media]
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for number, event in enumerate(reading.events):
        span = event.evidence[0]
        text = paragraphs[span.p][span.start : span.end]
        said = " ".join(words(text))
        ordinal = seen[event.event, said]
        seen[event.event, said] += 1
        found.append(
            Telling(
                id=short_id(document.id, event.event, said, str(ordinal)),
                document=document.id,
                number=number,
                event=event,
                text=text,
                moment=document.moment,
                day=document.day,
                outlet=document.outlet,
                family=family,
                sources=_cited(event, media) or list(dict.fromkeys(credit)),
            )
        )
    return found


def _cited(event: Event, named: list[Mention]) -> list[str]:
    """The agencies and media that the event's sentence has it from, of those that the page names."""
    media = lexicon().media
    parties = {a.entity for a in (*event.actor, *event.recipient)}
    found = [s for s in event.said_by if s in media]
    for span in event.evidence:
        found += [m.entity for m in named if m.p == span.p and span.start <= m.start < span.end]
    return [s for s in dict.fromkeys(found) if s in event.said_by or s not in parties]


@cache
def canonical_source(name: str) -> str:
    """The id of an agency or outlet by any name that credits and bylines give it; an agency's own outlets are it.

    >>> [canonical_source(name) for name in ("TTXVN", "Vietnam+", "Hãng tin AP", "Reuters", "VnExpress", "Báo X")]
    ['VNA', 'VNA', 'AP', 'Reuters', 'VnExpress', 'Báo X']
    """
    publisher = _publishers().get(key(name.strip(" .")))
    owner = _publishers().get(key(publisher.owner)) if publisher else None
    if publisher and owner and owner.agency and owner is not publisher:
        return canonical_source(owner.name)
    forms = [name, *(publisher.credit if publisher else ())]
    return next((id_ for form in forms if (id_ := _medium(form))), publisher.name if publisher else name)


def _medium(form: str) -> str | None:
    """The agency or medium that a form ends with: "Hãng tin AP"."""
    run = tokens(form)
    hits = ((hit[0], n.entity) for i in range(len(run)) if (hit := lexicon().names.longest(run, i)) for n in hit[1])
    return next((entity for end, entity in hits if end == len(run) and entity in lexicon().media), None)


@cache
def _publishers() -> dict[str, Publisher]:
    return {key(name): p for p in reversed(publishers()) for name in (*p.domains, *p.credit, p.name)}


def components(
    tellings: Iterable[Telling], together: Sequence[Pair] = (), parted: Iterable[Pair] = ()
) -> list[list[Telling]]:
    """The tellings by the act that they tell, whatever their order.

    Tellings are joined in the order of the strength of what ties them, never across two that cannot be one act
    (acts.apart): a vague telling goes to the act that it fits best and does not chain two. `together` and `parted`
    are pairs of ids forced by hand; where those of `together` contradict one another, the first ones win.
    Each act's tellings are in the order of (moment, id), the acts in that of their first tellings.
    """
    return acts_among(map(facts_of, tellings), together, parted)


def acts_among(
    known: Iterable[Facts], together: Sequence[Pair] = (), parted: Iterable[Pair] = ()
) -> list[list[Telling]]:
    """The same, where the facts are at hand."""
    facts = {f.telling.id: f for f in sorted(known, key=lambda f: in_time(f.telling))}
    cut = {frozenset(pair) for pair in parted}
    acts = {id_: _Act(one) for id_, one in facts.items()}
    for one, other in together:
        if one in acts and other in acts and _free(acts[one], acts[other], cut):
            _join(acts, one, other)
    by_hand = {id_: frozenset(act.ids) for id_, act in acts.items()}
    for _, one, other in sorted(_ties(facts)):
        if acts[one] is acts[other] or not _free(acts[one], acts[other], cut):
            continue
        if len(by_hand[one]) == len(by_hand[other]) == 1:
            blocked = acts[one].clashes(acts[other])
        else:
            # What was joined by hand may differ in itself: who ties one of its tellings need not fit the others.
            left = [facts[i] for i in acts[one].ids if i == one or i not in by_hand[one]]
            right = [facts[i] for i in acts[other].ids if i == other or i not in by_hand[other]]
            blocked = any(apart(a, b) for a in left for b in right)
        if not blocked:
            _join(acts, one, other)
    found = {id(act): act.ids for act in acts.values()}
    ordered = [sorted((facts[id_].telling for id_ in ids), key=in_time) for ids in found.values()]
    return sorted(ordered, key=lambda members: in_time(members[0]))


class _Act:
    """Tellings that are one act so far: their ids and documents, and the tellings by what they say outright.

    An act that clashes with another does so whatever joins either: `others` are those of which that is known, since
    between two acts told on hundreds of pages there are thousands of ties.
    """

    __slots__ = ("documents", "ids", "others", "said")

    def __init__(self, one: Facts) -> None:
        self.others: set[_Act] = set()
        self.ids = [one.telling.id]
        self.documents = {one.telling.document}
        self.said = {outright(one): [one]}

    def clashes(self, other: "_Act") -> bool:
        """Whether a telling is `apart` from one of the other's; those that say the same need not be compared."""
        if other in self.others:
            return True
        found = not self.documents.isdisjoint(other.documents) or any(
            apart(a, b)
            for mine, some in self.said.items()
            for theirs, more in other.said.items()
            if mine is None or mine != theirs
            for a in some
            for b in more
        )
        if found:
            self.others.add(other)
            other.others.add(self)
        return found

    def take(self, other: "_Act") -> None:
        """Makes the tellings of another act its own."""
        self.ids += other.ids
        self.documents |= other.documents
        self.others |= other.others
        for act in list(other.others):
            act.others.discard(other)
            act.others.add(self)
        for said, some in other.said.items():
            self.said.setdefault(said, []).extend(some)


def _ties(facts: dict[str, Facts]) -> list[tuple[float, str, str]]:
    """The pairs that are tied, strongest first when sorted; only those with a block in common are compared."""
    filed: dict[str, list[Facts]] = {}
    for _, one in sorted(facts.items()):
        for block in one.blocks:
            filed.setdefault(block, []).append(one)
    pairs = {tuple(sorted((a.telling.id, b.telling.id))) for block in filed.values() for a, b in compared(block)}
    tied = ((tie(facts[a], facts[b]), a, b) for a, b in pairs)
    return [(-found[0], a, b) for found, a, b in tied if found]


def compared(filed: Sequence[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """The pairs of a block that are compared: all, or, of very many, each with those that come next in time.

    A day that goes down in history is told again for years, on thousands of pages: all pairs of these would be
    millions, and nearly all of them would say the same.
    """
    if len(filed) <= MANY:
        yield from ((b, a) for k, a in enumerate(filed) for b in filed[:k])
        return
    ordered = sorted(filed, key=lambda f: (f.first or 0, f.last or 0, in_time(f.telling)))
    for k, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[k + 1 : k + 1 + NEXT])


def _free(left: _Act, right: _Act, cut: set[frozenset[str]]) -> bool:
    return not cut or not any(frozenset((a, b)) in cut for a in left.ids for b in right.ids)


def _join(acts: dict[str, _Act], one: str, other: str) -> None:
    larger, smaller = sorted((acts[one], acts[other]), key=lambda act: len(act.ids), reverse=True)
    if larger is not smaller:
        larger.take(smaller)
        acts.update(dict.fromkeys(smaller.ids, larger))


def in_time(telling: Telling) -> tuple[str, str]:
    """The order of tellings: by moment, those without one last, then by id."""
    return (telling.moment or telling.day or UNDATED, telling.id)


def entry_of(tellings: Iterable[Telling], story: str, force: InForce | None = None) -> Entry:
    """The entry of one act's tellings, whatever their order, with the corrections in force applied.

    The best telling gives the fields: the most complete one, body and lead before title, then the earliest, then by
    id; what it leaves open is filled from the next best. Everything on which tellings differ outright is kept as a
    conflict. `outlets` are by first telling; a page whose outlet is not known stands under its document's id. The
    entry's id is its first telling's: later tellings do not change it.
    """
    ordered = sorted(tellings, key=in_time)
    facts = [facts_of(telling) for telling in ordered] if len(ordered) > 1 else []
    ranked = [f.telling for f in sorted(facts, key=_rank)] if len(facts) > 1 else ordered
    best = ranked[0].event
    events = [t.event for t in ranked]
    dated = next((e for e in events if e.start_day), best)
    entry = Entry(
        id=ordered[0].id,
        event=best.event,
        mode=next((e.mode for e in events if e.mode), None),
        context=best.context or next((e.context for e in events if e.context), []),
        status=best.status,
        actor=best.actor or next((e.actor for e in events if e.actor), []),
        recipient=_recipients(events),
        start_day=dated.start_day,
        end_day=dated.end_day,
        place=_place(events),
        said_by=best.said_by or next((e.said_by for e in events if e.said_by), []),
        text=ranked[0].text,
        best=ranked[0].id,
        tellings=[t.id for t in ordered],
        documents=list(dict.fromkeys(t.document for t in ordered)),
        outlets=list(dict.fromkeys(t.outlet or t.document for t in ordered)),
        origins=origins_of(ordered),
        conflicts=_conflicts(facts) if len(facts) > 1 else [],
        story=story,
    )
    return apply_to(entry, force) if force and force.lines else entry


def _rank(facts: Facts) -> tuple[float, bool, str, str]:
    """How complete a telling is, as within one page (events/merge.py); a title tells worst of what else is equal."""
    event = facts.telling.event
    weight = (
        5.0 * (facts.sure == "told")
        + 2 * (facts.sure in ("inferred", "rough") and event.start_day is not None)
        + 2 * bool(event.recipient)
        + len(event.actor)
        + 0.5 * sum(a.kind == "person" for a in (*event.actor, *event.recipient))
        + bool(event.place)
        + 0.5 * bool(event.mode)
    )
    return (-weight, event.p == 0, *in_time(facts.telling))


def _place(events: list[Event]) -> Place | None:
    """The place of the best telling that names one; of a state, the town in it that a telling names."""
    places = [e.place for e in events if e.place]
    if not places or not is_state(places[0]):
        return places[0] if places else None
    return next((p for p in places if p.country == places[0].country and not is_state(p)), places[0])


def _recipients(events: list[Event]) -> list[Actor]:
    """Those of the best telling, else of the next that names some who are no actors of the best."""
    actors = {party(a) for a in events[0].actor}
    others = (e.recipient for e in events if e.recipient and not actors & {party(r) for r in e.recipient})
    return events[0].recipient or next(others, [])


def origins_of(tellings: Iterable[Telling]) -> list[str]:
    """The independent origins of an act's tellings, by first telling.

    A family of copies is one origin. It is that of the agency or medium that a copy names for the sentence ("theo
    AP" is AP wherever it is told), else that credits of the family name (TTXVN and its own outlets are VNA), else the
    outlet, else the family itself. A family that names several counts as one that is counted already, else as the one
    named first: how many have it of their own is never overstated.
    """
    named: dict[str, list[str]] = {}
    outlets: dict[str, str] = {}
    for telling in sorted(tellings, key=in_time):
        sources = named.setdefault(telling.family, [])
        sources += [s for s in telling.sources if s not in sources]
        if telling.outlet:
            outlets.setdefault(telling.family, canonical_source(telling.outlet))
    counted = {family: (sources or [outlets.get(family, family)])[0] for family, sources in named.items()}
    sure = {counted[family] for family, sources in named.items() if len(sources) < 2}
    for family, sources in named.items():
        if len(sources) > 1:
            counted[family] = next((s for s in sources if s in sure), sources[0])
            sure.add(counted[family])
    return list(dict.fromkeys(counted.values()))


def _conflicts(facts: list[Facts]) -> list[Conflict]:
    """What an act's tellings, in time, do not agree on: day, place, status, participants.

    Only what they tell outright counts: a day taken from the page's, a state for its town, or a side that is left
    out is less said, not otherwise said; nor is it a conflict that what goes on for one has happened for another.
    """
    found = []
    for field, value in _VALUES.items():
        told = [(f, text) for f in facts if (text := value(f))]
        if any(_DIFFER[field](a, b) for k, (a, _) in enumerate(told) for b, _ in told[k + 1 :]):
            values: dict[str, list[str]] = {}
            for f, text in told:
                values.setdefault(text, []).append(f.telling.id)
            found.append(Conflict(field, values))
    return found


def _day_text(facts: Facts) -> str:
    first, last = facts.telling.event.start_day, facts.telling.event.end_day
    if facts.sure != "told" or not first or not last:
        return ""
    return first[:10] if first[:10] == last[:10] else f"{first[:10]}/{last[:10]}"


def _place_text(facts: Facts) -> str:
    place = facts.telling.event.place
    return place.name if place and not is_state(place) else ""


def _status_text(facts: Facts) -> str:
    status = facts.telling.event.status
    return "happened" if status == "ongoing" else status


def _days_differ(a: Facts, b: Facts) -> bool:
    spans = sorted([(a.first or 0, -(a.last or 0)), (b.first or 0, -(b.last or 0))])
    return -spans[1][1] > -spans[0][1]  # the one that begins later, or ends sooner, lies not within the other


def _places_differ(a: Facts, b: Facts) -> bool:
    return not one_spot(a.telling.event.place, b.telling.event.place)


def _status_differs(a: Facts, b: Facts) -> bool:
    return _status_text(a) != _status_text(b)


def _sides_differ(a: Facts, b: Facts) -> bool:
    return not (a.parties <= b.parties or b.parties <= a.parties)


_VALUES: dict[str, Callable[[Facts], str]] = {
    "day": _day_text,
    "place": _place_text,
    "status": _status_text,
    "participants": lambda facts: ", ".join(sorted(facts.parties)),
}
_DIFFER = {"day": _days_differ, "place": _places_differ, "status": _status_differs, "participants": _sides_differ}
