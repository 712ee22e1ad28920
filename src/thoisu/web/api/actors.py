"""Somebody, places, and where the pages come from: what the newest entries and pages say of them."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.openapi.spec import Example
from litestar.params import PathParameter

from ...chronicle.actors import Partner, Profile, asked_as, dealings, is_one_of, profile
from ...chronicle.filters import question_from
from ...chronicle.records import Entry, Question
from ...model import Place
from ...store.base import Store
from .answering import answer
from .asked import Filters, Since, Until
from .documented import READING, answers
from .examples import examples

_READ = 300  # entries of somebody, the newest: what can be gone through in some hundredths of a second
_PARTNERS = 100
_PLACED = 2000  # entries, the newest, whose places are counted
_PLACES = 500

Name = Annotated[
    str,
    PathParameter(
        max_length=300, description="A name in Vietnamese, or a code.", examples=[Example(value="Joe Biden")]
    ),
]


class TermOfOffice(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Who held which office of whom; days as ISO prefixes (a month where no day is known), "" while it runs."""

    holder: str
    office: str
    person: str
    start: str
    end: str


class Known(msgspec.Struct, frozen=True):
    """Whom the lexicon knows: `kind` is person, country or org, `sort` of an organisation which.

    `forms` are the names in Vietnamese, the usual one first; `terms` the offices that a person held, the latest first,
    `holders` who holds the offices of a state or organisation on the day that is asked about.
    """

    entity: str
    kind: str
    forms: list[str]
    country: str | None
    sort: str | None
    wikidata: str | None
    terms: list[TermOfOffice]
    holders: list[TermOfOffice]


class ActorInFull(msgspec.Struct, frozen=True):
    """Somebody, as the lexicon knows them and as their newest entries show them.

    `profile` is null of whom the lexicon does not know, `also` are others who bear the name; `names` is what the name
    was taken for, `day` the day on which offices are held. `read` is how many entries `partners` were counted in,
    `is_all` whether there are no more.
    """

    names: list[str]
    profile: Known | None
    also: list[str]
    day: str
    read: int
    is_all: bool
    partners: list[Partner]


class PlaceOfEntries(msgspec.Struct, frozen=True):
    """A place, and how many entries have it on each day; what has no day is counted in `entries` only."""

    place: Place
    entries: int
    days: dict[str, int]


class Places(msgspec.Struct, frozen=True):
    """The places of the newest entries, that with the most first.

    `read` is how many entries were gone through, `is_all` whether there are no more.
    """

    places: list[PlaceOfEntries]
    read: int
    is_all: bool


@get(
    "/actors/{name:str}",
    operation_id="actor",
    summary="Somebody: offices, and with whom they dealt",
    responses=answers(ActorInFull, "Who they are.", examples()["actor"], *READING, 404),
    sync_to_thread=True,
)
def actor(request: Request[Any, Any, Any], name: Name, from_: Since = None, to: Until = None) -> Response[ActorInFull]:
    """A person, a state or an organisation, of the days that are asked about; their entries are under
    /entries?actor=."""

    def make(store: Store) -> ActorInFull:
        question = question_from({"actor": [name], "from": from_, "to": to}, store)
        names, latest = question.actor or [], store.latest() or date.today().isoformat()
        entries = _newest(store, question, _READ + 1, latest if not to else None)
        day = date.fromisoformat(question.end_day or latest)
        known = [found for asked in names if (found := profile(asked, day))]
        if not known and not entries:
            raise NotFoundException(f"nobody is known as {name!r}; give a name as pages write it, or a code like DEU")
        read = entries[:_READ]
        by_person = known[0].kind == "person" if known else _is_person(read, names)
        partners = dealings(read, names, by_person)[:_PARTNERS]
        also = [other.entity for other in known[1:] if other.entity != known[0].entity]
        who = _known(known[0]) if known else None
        return ActorInFull(names, who, also, day.isoformat(), len(read), len(entries) <= _READ, partners)

    return answer(request, make)


@get(
    "/places",
    operation_id="places",
    summary="Where entries take place",
    responses=answers(Places, "The places.", examples()["places"], *READING, 404),
    sync_to_thread=True,
)
def places(request: Request[Any, Any, Any], filters: Filters) -> Response[Places]:
    """The places of the newest 2,000 entries that the filters leave, with degrees (WGS84) where they are known."""

    def make(store: Store) -> Places:
        entries = store.ask(question_from(filters, store), _PLACED + 1, newest=True)
        return Places(_places(entries[:_PLACED])[:_PLACES], min(len(entries), _PLACED), len(entries) <= _PLACED)

    return answer(request, make)


def _newest(store: Store, question: Question, limit: int, latest: str | None) -> list[Entry]:
    """The newest entries; what lies far ahead, or has its day by mistake, only where there is nothing else."""
    after = (date.fromisoformat(latest) + timedelta(1)).isoformat() if latest else None
    return store.ask(question, limit, after, newest=True) or store.ask(question, limit, newest=True)


def _is_person(entries: list[Entry], names: list[str]) -> bool:
    """Whether who bears a name that the lexicon does not know is a person, as the newest entry has it."""
    asked = asked_as(names)
    parties = (a for entry in entries for a in (*entry.actor, *entry.recipient))
    return next((a.kind == "person" for a in parties if is_one_of(a, asked) and asked_as([a.entity]) & asked), False)


def _known(of: Profile) -> Known:
    terms, holders = (
        [TermOfOffice(t.holder, t.office, t.person, t.start, t.end) for t in some] for some in (of.terms, of.holders)
    )
    return Known(of.entity, of.kind, of.forms, of.country, of.sort, of.wikidata, terms, holders)


def _places(entries: list[Entry]) -> list[PlaceOfEntries]:
    found: dict[tuple[str, str | None], Place] = {}
    counts: Counter[tuple[str, str | None]] = Counter()
    days: dict[tuple[str, str | None], Counter[str]] = {}
    for entry in entries:
        if entry.place is not None:
            key = entry.place.name, entry.place.country
            found.setdefault(key, entry.place)
            counts[key] += 1
            if day := entry.start_day or entry.end_day:
                days.setdefault(key, Counter())[day[:10]] += 1
    return [
        PlaceOfEntries(found[key], count, dict(sorted(days.get(key, Counter()).items())))
        for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1] or ""))
    ]
