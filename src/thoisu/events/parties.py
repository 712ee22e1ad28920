"""The parties of events: actors, groups of them, and what anaphors on a page point to."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..lexicon import lexicon
from ..model import Actor, Mention, Place, replace
from ..names.genders import MAN, WOMAN
from ..names.linker import Person
from ..text import key

if TYPE_CHECKING:
    from .trace import Trace

Names = dict[int, tuple[Mention, int]]  # first token of a mention → (mention, token after it)


class Group:
    """A coordinated noun phrase: token span, its actors, its case (preposition), and how it names them.

    `sort` is named, plural, pronoun, we, state, mover or nobody. No tuple, as a token is none (thoisu.text).
    """

    __slots__ = ("case", "hi", "lo", "members", "sort")

    def __init__(self, lo: int, hi: int, members: tuple[Actor, ...], case: str, sort: str) -> None:
        self.lo, self.hi, self.members, self.case, self.sort = lo, hi, members, case, sort

    def of(self, members: tuple[Actor, ...]) -> "Group":
        """The same noun phrase for other actors."""
        return Group(self.lo, self.hi, members, self.case, self.sort)


class Roles(NamedTuple):
    """Actors and recipients, the place that the verb itself gives, and where the subject ends."""

    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    place: Place | None
    begin: int
    mode: str | None = None


_GENDERED = {"ông": MAN, "bà": WOMAN}


@dataclass(slots=True)
class Scene:
    """What anaphors on a page point to, as the text goes on."""

    people: dict[str, Person]
    person: Actor | None = None
    told: Actor | None = None  # the person whom the sentence has as subject so far
    state: str | None = None
    focus: str | None = None
    paragraph: int = -1
    genders: dict[str, str] = field(default_factory=dict)
    recent: list[Actor] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    offices: dict[tuple[int, int], Person] = field(default_factory=dict)
    bodies: list[Actor] = field(default_factory=list)
    ministry: Actor | None = None
    pair: tuple[Actor, ...] = ()
    couple: tuple[Actor, ...] = ()  # the two powers that the sentence itself has as parties so far
    several: tuple[Actor, ...] = ()
    parties: tuple[Actor, ...] = ()
    timed: frozenset[int] = frozenset()  # the last tokens of the sentence's times: no prepositions
    speaker: tuple[Actor, ...] = ()
    trace: "Trace | None" = None

    def lost(self, reason: str) -> None:
        """Notes why the trigger at hand may give no event, where somebody asks."""
        if self.trace is not None:
            self.trace.why(reason)

    def may_be(self, pronoun: str, entity: str) -> bool:
        """Whether "ông" or "bà" can mean a person, by what the page says of them."""
        wanted = _GENDERED.get(pronoun)
        return wanted is None or self.genders.get(entity, wanted) == wanted

    def one(self, pronoun: str) -> Actor | None:
        """Whom "ông" or "bà" means: the last person told of, unless another one is the last whom it can mean."""
        people = [self.person, *reversed(self.recent)]
        if pronoun not in _GENDERED:
            return self.person
        return next((p for p in people if p is not None and self.may_be(pronoun, p.entity)), None)

    def meant(self, pronoun: str) -> Actor | None:
        """Whom a pronoun means after the subject of its own sentence, if any."""
        told = self.told
        if told is not None and pronoun in _GENDERED and self.may_be(pronoun, told.entity):
            return told
        return self.one(pronoun)

    def state_of(self, region: str, near: list[str]) -> str | None:
        """The state of a region ("đông bắc á") that was named last; `near` are those of the sentence, in order."""
        for state in (*reversed(near), *reversed(self.states)):
            country = lexicon().countries.get(state)
            if country and region in {key(r) for r in country.regions}:
                return state
        return None

    def holder(self, power: str | None, office: str) -> Person | None:
        """The person of the page who holds an office (of a power, when given)."""
        for person in self.people.values():
            if (person.country or person.org) is None or (
                power is not None and power not in (person.country, person.org)
            ):
                continue
            if person.office == office or {person.office, office} == {"spokesperson", "press secretary"}:
                return person
            if office == "leader" and person.country:
                country = lexicon().countries.get(person.country)
                if person.office in ("president", "monarch", "supreme leader", "party leader") or (
                    country is not None and person.office == country.leader
                ):
                    return person
        return None


def powers_of(members: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The states for which people speak; who speaks for none stays."""
    return tuple(state_actor(m.country) if m.kind == "person" and m.country else m for m in members)


def of_states(roles: Roles) -> Roles:
    """Who is struck or robbed of a place is its state: "pháo kích Kherson" is done to Ukraine."""
    own = {state_behind(a) for a in roles.actor}
    hit: dict[str, Actor] = {}
    for r in roles.recipient:
        place = lexicon().place(r.entity) if r.kind == "place" else None
        state = state_actor(place.country, r.mention) if place and place.country and place.country not in own else r
        hit.setdefault(state.entity, state)
    return roles._replace(recipient=tuple(hit.values()))


_MISSIONS = ("Embassy, ", "Consulate, ")


def of_missions(roles: Roles) -> Roles:
    """Whose embassy or consulate is closed is whom it is done to."""
    if not any(r.entity.startswith(_MISSIONS) for r in roles.recipient):
        return roles
    owners = (state_actor(state_behind(r), r.mention) if r.entity.startswith(_MISSIONS) else r for r in roles.recipient)
    return roles._replace(recipient=tuple({r.entity: r for r in owners}.values()))


def state_behind(actor: Actor) -> str:
    """The state of a party: its ministries and forces are its own."""
    if actor.kind != "org":
        return actor.power
    tail = actor.entity.rpartition(", ")[2]
    return tail if tail in lexicon().countries else lexicon().state_bodies.get(actor.entity, actor.power)


def state_actor(iso3: str, mention: dict[str, int] | None = None) -> Actor:
    """A state as actor."""
    country = lexicon().countries.get(iso3)
    return Actor(iso3, "country", iso3, None, "GOV", None, country.wikidata if country else None, mention)


def person_actor(person: Person, mention: dict[str, int] | None) -> Actor:
    """A person as actor for the power that the page gives them."""
    return Actor(
        person.entity,
        "person",
        person.country,
        person.org,
        person.sector,
        person.office,
        person.wikidata,
        mention,
    )


def mention_actor(mention: Mention) -> Actor:
    """The actor that a mention of a state, organisation or acting region names."""
    span = {"p": mention.p, "start": mention.start, "end": mention.end}
    if mention.kind == "country":
        return state_actor(mention.entity, span)
    if mention.kind == "org":
        tail = mention.entity.rsplit(", ", 1)[-1]
        country = tail if tail in lexicon().countries else lexicon().state_bodies.get(mention.entity)
        return Actor(mention.entity, "org", None, None, "GOV" if country else None, None, mention.wikidata, span)
    return Actor(mention.entity, mention.kind, None, None, None, None, mention.wikidata, span)


def power_actor(power: str, mention: Mention) -> Actor:
    """A state or organisation that a mention of something else names: "Hội đồng NATO - Nga" is of two."""
    if power in lexicon().countries:
        return state_actor(power, {"p": mention.p, "start": mention.start, "end": mention.end})
    return mention_actor(replace(mention, kind="org", entity=power, wikidata=lexicon().org_numbers.get(power)))


def distinct(members: list[Actor]) -> list[Actor]:
    """Each party once; a state drops out where one of its people is there."""
    seen: dict[str, Actor] = {}
    for m in members:
        seen.setdefault(m.entity, m)
    stood_for = {m.country for m in seen.values() if m.kind == "person"}
    return [m for m in seen.values() if not (m.kind == "country" and m.entity in stood_for)]
