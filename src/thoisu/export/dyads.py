"""Dyads as CSV: one row for each pair of an actor and a recipient, with columns named as ICEWS and GDELT name theirs.

So the rows join with those data sets by day, states and code. ICEWS: doi:10.7910/DVN/28075 (its columns, as
andybega/icews reads them); GDELT: "The GDELT Event Database Data Format Codebook V2.0" of 2015-02-19. Codes and scores
are codes.toml's, which names their sources. What an entry does not say, or CAMEO can't be told from PLOVER, is empty.

Left out, and counted in `Source.notes`, is what those data sets would take for events: what is denied or only proposed,
what is planned unless PLOVER takes the plan for an AGREE or CONCEDE, and what has no day or no party.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations, product
from typing import BinaryIO, NamedTuple

from ..chronicle.records import Entry
from ..lexicon import lexicon
from ..model import Actor
from .codes import Act, act_of, actor_code, cameo_of, cameo_state, categories, icews_state, state_of
from .csv_table import degrees, safe, write_rows
from .formats import Field
from .plover import address_of
from .source import Source, Told

FIELDS = [
    Field("entry", "Entry.id"),
    Field("pair", "number of the pair in its entry, from 1"),
    Field("date", "Entry.from", "the time of day"),
    Field("enddate", "Entry.to"),
    Field("status", "Entry.status: happened, ongoing or planned"),
    Field("source_code", "PLOVER's code of the actor: its state (ISO 3166-1), or IGO, NGO …"),
    Field("source_sector", "Actor.sector"),
    Field("target_code", "PLOVER's code of the recipient; of a meeting without host each of the others, both ways"),
    Field("target_sector", "as `source_sector`"),
    Field("plover_event", "Entry.event; planned CONSULT, SUPPORT, COOPERATE and AID are AGREE"),
    Field("plover_mode", "Entry.mode", "of what became AGREE"),
    Field("plover_quad", "PLOVER's quad: SANCTION, PROTEST 4; ACCUSE 3"),
    Field("plover_score", "PLOVER's score of the category"),
    Field("Event ID", "ICEWS: `entry` and `pair`, as text"),
    Field("Event Date", "ICEWS: as `date`"),
    Field("Source Name", "ICEWS: Actor.entity, of a state its name there"),
    Field("Source Country", "ICEWS: the name of the actor's state there"),
    Field("CAMEO Code", "ICEWS: as `EventCode`"),
    Field("Intensity", "ICEWS: as `GoldsteinScale`"),
    Field("Target Name", "as `Source Name`"),
    Field("Target Country", "as `Source Country`"),
    Field("Story ID", "ICEWS: Entry.story, as text"),
    Field("Publisher", "ICEWS: outlet of the best telling", "the other outlets"),
    Field("Country", "ICEWS: the name of Entry.place's state there"),
    Field("Latitude", "Entry.place.lat"),
    Field("Longitude", "Entry.place.lon"),
    Field("GLOBALEVENTID", "GDELT: as `Event ID`"),
    Field("SQLDATE", "GDELT: `date` as YYYYMMDD"),
    Field("MonthYear", "GDELT: `date` as YYYYMM"),
    Field("Year", "GDELT: `date` as YYYY"),
    Field("Actor1Code", "GDELT: CAMEO's code of the actor's state, and the sector", "organisations' own codes"),
    Field("Actor1Name", "GDELT: Actor.entity, of a state its English name"),
    Field("Actor1CountryCode", "GDELT: CAMEO's code of the actor's state"),
    Field("Actor1Type1Code", "GDELT: Actor.sector"),
    Field("Actor2Code", "as `Actor1Code`, of the recipient"),
    Field("Actor2Name", "as `Actor1Name`"),
    Field("Actor2CountryCode", "as `Actor1CountryCode`"),
    Field("Actor2Type1Code", "as `Actor1Type1Code`"),
    Field(
        "EventCode",
        "GDELT: the CAMEO code of category and mode, two or three digits; text, 04 is not 4",
        "fourth digits",
    ),
    Field("EventBaseCode", "GDELT: as `EventCode`"),
    Field(
        "EventRootCode",
        "GDELT: the cue category of `EventCode`; empty where several fit (ASSAULT without a mode)",
        "02 APPEAL: PLOVER's table has 10 DEMAND for all of REQUEST",
    ),
    Field("QuadClass", "GDELT's variant, by CAMEO's cue category: 09 is 2, 14 is 3; not `plover_quad`"),
    Field("GoldsteinScale", "the Goldstein score of `EventCode`, by GDELT's table"),
    Field("NumMentions", "GDELT: number of tellings, over all time"),
    Field("NumSources", "GDELT: number of outlets, over all time"),
    Field("NumArticles", "GDELT: number of pages, over all time"),
    Field("ActionGeo_FullName", "Entry.place.name"),
    Field("ActionGeo_Lat", "Entry.place.lat"),
    Field("ActionGeo_Long", "Entry.place.lon"),
    Field("SOURCEURL", "address of the first page that tells it", "files, which have none"),
]
Pair = tuple[Actor | None, Actor | None]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one row a pair; gives how many."""
    left = Counter[str]()
    count = write_rows([field.name for field in FIELDS], _rows(source, left), out)
    source.leave_out(left)
    return count


def _rows(source: Source, left: Counter[str]) -> Iterator[list[str]]:
    for told in source.told():
        entry = told.entry
        act, found = act_of(entry.event, entry.mode, entry.status), pairs(entry)
        if act.aux or not entry.start_day or not found:
            why = entry.status if act.aux else "without a day" if not entry.start_day else "of nobody"
            left[why] += 1
            continue
        yield from (cells(told, act, number, pair) for number, pair in enumerate(found, 1))


def pairs(entry: Entry) -> list[Pair]:
    """Who to whom. Of a mutual act without recipient each actor to each of the others, as CAMEO has it.

    A side that is not told is None; an act of nobody has no pair.
    """
    if entry.recipient:
        actors: list[Actor | None] = [*entry.actor] or [None]
        return list(product(actors, entry.recipient))
    if len(entry.actor) > 1 and categories()[entry.event].mutual:
        return list(permutations(entry.actor, 2))
    return [(actor, None) for actor in entry.actor]


def cells(told: Told, act: Act, number: int, pair: Pair) -> list[str]:
    """The cells of one pair of an entry, whose act is given in PLOVER's terms."""
    entry, place = told.entry, told.entry.place
    day, end = (entry.start_day or "")[:10], (entry.end_day or "")[:10]
    category, cameo = categories()[act.event], cameo_of(act.event, act.mode)
    code, score = cameo.code or "", degrees(cameo.goldstein)
    event_id = f"{entry.id}-{number}"
    lat, lon = (degrees(place.lat), degrees(place.lon)) if place else ("", "")
    source, target = map(_side, pair)
    return [
        entry.id, str(number), day, end, entry.status, *source.plover, *target.plover,
        act.event, act.mode or "", str(category.quad), degrees(category.score),
        # ICEWS
        event_id, day, *source.icews, code, score, *target.icews, entry.story, _publisher(told),
        icews_state(place.country) if place else "", lat, lon,
        # GDELT
        event_id, day.replace("-", ""), day[:7].replace("-", ""), day[:4], *source.gdelt, *target.gdelt,
        code, code, cameo.root or "", "" if cameo.quad is None else str(cameo.quad), score,
        str(len(entry.tellings)), str(len(entry.outlets)), str(len(entry.documents)),
        safe(place.name) if place else "", lat, lon, _address(told),
    ]  # fmt: skip


class _Side(NamedTuple):
    """The cells of one who takes part: PLOVER's code and sector; name and state; code, name, state and sector."""

    plover: tuple[str, str]
    icews: tuple[str, str]
    gdelt: tuple[str, str, str, str]


_NOBODY = _Side(("", ""), ("", ""), ("", "", "", ""))


def _side(actor: Actor | None) -> _Side:
    if actor is None:
        return _NOBODY
    state, sector = state_of(actor), actor.sector or ""
    of_icews, of_cameo = icews_state(state), cameo_state(state)
    is_state = actor.kind == "country" and actor.entity == state
    name = lexicon().countries[state].name if is_state and state else actor.entity
    return _Side(
        (actor_code(actor), sector),
        (safe(of_icews if is_state and of_icews else name), of_icews),
        (f"{of_cameo}{sector}", safe(name), of_cameo, sector),
    )


def _publisher(told: Told) -> str:
    return next((safe(t.outlet) for t in told.tellings if t.id == told.entry.best and t.outlet), "")


def _address(told: Told) -> str:
    found = (address_of(told.documents[i]) for i in told.entry.documents if i in told.documents)
    return safe(next(found, None) or "")
