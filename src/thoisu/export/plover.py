"""PLOVER as JSON Lines: one record for each entry, with the field names of the codebook's chapter on data.

Names and rules are those of the codebook (Open Event Data Alliance, PLOVER_MANUAL.tex, draft 0.8 of 2021, which has the
tables that 2.0 was built on; codes.toml names the rest). Entries without what PLOVER requires are left out and counted
in `Source.notes`: a day, an actor, and a recipient for COOPERATE, AID and SANCTION.
"""

from collections import Counter
from typing import Any, BinaryIO

import msgspec

from .. import __version__
from ..chronicle.records import Document, Entry, Telling
from ..model import Actor, Place
from .codes import Act, act_of, actor_code, categories
from .formats import Field
from .source import Source, Told

CODEBOOK = "plover-2.0"
FIELDS = [
    Field("id", "Entry.id"),
    Field("date", "Entry.from", "the time of day"),
    Field("enddate", "Entry.to"),
    Field(
        "source",
        "Entry.actor: `code` the state's (ISO 3166-1) or IGO, NGO …, `sector`, `actor_text` the words of the sentence,"
        " `identifier_id` Wikidata, `identifier_text` the name, `office`",
        "for what organisation a person acts",
    ),
    Field("recipient", "Entry.recipient, as `source`"),
    Field("event", "Entry.event; planned CONSULT, SUPPORT, COOPERATE and AID are AGREE"),
    Field("mode", "Entry.mode; none where the event became AGREE"),
    Field(
        "aux_mode",
        "Entry.status: planned is `future`, proposed `hypothetical`, denied `negation`; the codebook of 2021 counts"
        " these among the contexts",
        "that an AGREE or CONCEDE lies ahead, and ongoing (`comment` keeps both)",
    ),
    Field("context", "Entry.context"),
    Field("event_loc", "Entry.place: `name`, `latitude`, `longitude`, `cc3`, `geonameid`"),
    Field("event_text", "the trigger of each telling"),
    Field("quad_code", "PLOVER's quad of `event`: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict"),
    Field("event_scale", "the PLOVER score of `event`"),
    Field("link", "Entry.story"),
    Field("text_info", "where the best telling's sentence stands in its page: `paragraph`, `start`, `end`"),
    Field(
        "cite_info",
        "page of the best telling: `citation` its id, `url`, `title`, `language`, `publication`, `coder`, `codebook`",
    ),
    Field("comment", "category, mode and status as read, where they say more"),
    Field("sentences", "not in the codebook: each telling's id, page, span, sentence, address, outlet and moment"),
    Field("conflicts", "not in the codebook: what tellings do not agree on, each value with their ids"),
    Field("url", "not in the codebook: the entry on the desk, null where no desk is known"),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line an entry that PLOVER takes; gives how many."""
    count, left = 0, Counter[str]()
    for told in source.told():
        missing = lacks(told.entry)
        if missing:
            left[missing] += 1
            continue
        out.write(msgspec.json.encode(record(told, source)) + b"\n")
        count += 1
    source.leave_out(left)
    return count


def lacks(entry: Entry) -> str | None:
    """What PLOVER requires of an entry and it does not have, in words; None where nothing is missing."""
    if not entry.start_day:
        return "without a day"
    if not entry.actor:
        return "without an actor"
    act = act_of(entry.event, entry.mode, entry.status)
    if categories()[act.event].recipient and not entry.recipient:
        return f"of {act.event} without a recipient"
    return None


def record(told: Told, source: Source) -> dict[str, Any]:
    """An entry as PLOVER has it. Its `id` and those of `sentences` lead back into the store."""
    entry = told.entry
    act = act_of(entry.event, entry.mode, entry.status)
    category = categories()[act.event]
    best = next((t for t in told.tellings if t.id == entry.best), None)
    return {
        "id": entry.id,
        "date": _day(entry.start_day),
        "enddate": _day(entry.end_day),
        "source": [_actor(a, told, "actor") for a in entry.actor],
        "recipient": [_actor(a, told, "recipient") for a in entry.recipient],
        "event": [act.event],
        "mode": [act.mode] if act.mode else [],
        "aux_mode": [act.aux] if act.aux else [],
        "context": entry.context,
        "event_loc": _place(entry.place),
        "event_text": list(dict.fromkeys(t.event.trigger for t in told.tellings)),
        "quad_code": category.quad,
        "event_scale": category.score,
        "link": entry.story,
        "text_info": _span(best) if best else None,
        "cite_info": _cited(told.documents.get(best.document) if best else None),
        "comment": _comment(entry, act),
        "sentences": [_sentence(t, told.documents.get(t.document)) for t in told.tellings],
        "conflicts": entry.conflicts,
        "url": source.link("entry", entry.id),
    }


def _day(day: str | None) -> str | None:
    return day[:10] if day else None


def _actor(actor: Actor, told: Told, role: str) -> dict[str, str | None]:
    return {
        "code": actor_code(actor) or None,
        "sector": actor.sector,
        "actor_text": _words_of(actor, told, role),
        "identifier_id": actor.wikidata,
        "identifier_text": actor.entity,
        "office": actor.office,
    }


def _words_of(actor: Actor, told: Told, role: str) -> str | None:
    """The words that name an actor, where they stand in the sentence of the telling from which the entry has it."""
    span = actor.mention
    for telling in told.tellings if span else ():
        sentence = telling.event.evidence[0]
        if span and actor in getattr(telling.event, role) and span["p"] == sentence.p:
            start, end = span["start"] - sentence.start, span["end"] - sentence.start
            if 0 <= start < end <= len(telling.text):
                return telling.text[start:end]
    return None


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "cc3": place.country,
        "geonameid": place.geonames,
    }


def _span(telling: Telling) -> dict[str, int]:
    sentence = telling.event.evidence[0]
    return {"paragraph": sentence.p, "start": sentence.start, "end": sentence.end}


def _cited(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "citation": document.id,
        "url": address_of(document),
        "title": document.title,
        "language": "vi",
        "publication": document.outlet,
        "coder": f"thoisu {__version__}",
        "codebook": CODEBOOK,
    }


def _comment(entry: Entry, act: Act) -> str | None:
    if (act.event, act.mode) == (entry.event, entry.mode) and entry.status not in ("planned", "ongoing"):
        return None
    return ", ".join(filter(None, ["read as", entry.event, entry.mode, entry.status])).replace(", ", " ", 1)


def _sentence(telling: Telling, document: Document | None) -> dict[str, Any]:
    return {
        "telling": telling.id,
        "document": telling.document,
        **_span(telling),
        "text": telling.text,
        "url": address_of(document) if document else None,
        "publication": telling.outlet,
        "moment": telling.moment,
    }


def address_of(document: Document) -> str | None:
    """A page's address, None where it has none on the web."""
    return document.key if document.key.startswith(("http://", "https://")) else None
