"""ninjs 3.0 (IPTC, iptc.org/std/ninjs): articles for the systems of newsrooms, one object a line.

What a page holds is the publisher's: the objects describe it (`representationType` is partial), its text is not in
them. `ninjs.schema.json` beside this file is no copy of IPTC's schema: it was written from the public list of ninjs'
fields, for those that are filled in here.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from ..called import called
from ..chronicle.records import Document, Entry
from ..errors import NotInStore
from ..model import Event, Mention, Place, Reading
from .articles import documents_of
from .clean import clean, line
from .formats import Field
from .geojson import position_of
from .lines import address, headline, instant, tag
from .source import Source

SCHEMA = "ninjs.schema.json"
_REAL = ("happened", "ongoing")
FIELDS = [
    Field("uri", "Document.id in a tag URI"),
    Field("type, representationType, profile", "always text, partial, thoisu"),
    Field("standard", "ninjs 3.0"),
    Field("firstCreated", "Document.moment: when the page says that it was published", "pages without a time"),
    Field("versionCreated", "the same; the day of the store's newest page where the page has none", "later changes"),
    Field("language", "Page.language"),
    Field("headlines[]", "Document.title, with role main"),
    Field("by", "Document.byline, joined by `, `"),
    Field("located", "the place of the first event of the page that took place at one", "the page's own dateline"),
    Field("descriptions[]", "Article.lead, with role lead", "the text of the article; control characters"),
    Field("people[]", "Mention of kind person, once each: its name, entity (`literal`) and Wikidata; what acts is "
          "about, else mentions", "where it stands, office"),
    Field("organisations[]", "Mention of kind org, as people", "as people"),
    Field("places[]", "Mention of kind country and place, as people; Event.place with its coordinates", "as people"),
    Field("subjects[]", "Event.event and Event.context of the page, in tag URIs", "Event.mode"),
    Field("events[]", "the entries that the page tells: Entry.id in a tag URI, its headline", "days, status: by `uri`"),
    Field("infoSources[]", "Document.outlet as publisher, Document.credit as source"),
    Field("altIds[]", "Document.id; Document.key where it is an address; the article on the desk, where its address "
          "is known", "paths of files"),
]  # fmt: skip


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line an article; gives how many."""
    count = 0
    for document in documents_of(source):
        try:
            reading = source.store.reading(document.id)
        except NotInStore:
            continue  # taken out since its entry was read
        tellings = source.store.told_in([document.id])
        entries = source.store.entries(set(source.store.entry_ids(t.id for t in tellings).values()))
        told = [entry for entry in entries if not entry.rejected]
        out.write(msgspec.json.encode(item(document, reading, told, source)) + b"\n")
        count += 1
    return count


def item(document: Document, reading: Reading, entries: list[Entry], source: Source) -> dict[str, Any]:
    """An article as a ninjs object; `entries` are those that it tells."""
    created = document.moment and f"{instant(document.moment):%Y-%m-%dT%H:%M:%SZ}"
    acting = {a.entity for event in reading.events for a in (*event.actor, *event.recipient)}
    lead = clean(reading.article.lead or "")
    found = {
        "uri": tag("article", document.id),
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "representationType": "partial",
        "profile": "thoisu",
        "firstCreated": created,
        "versionCreated": created or f"{instant(source.changed()):%Y-%m-%dT%H:%M:%SZ}",
        "language": reading.page.language,
        "headlines": [{"role": "main", "value": line(document.title)}] if document.title else [],
        "by": ", ".join(map(line, document.byline)),
        "located": next(
            (line(called(e.place.name, source.lang)) for e in reading.events if e.place and e.status in _REAL), ""
        ),
        "descriptions": [{"role": "lead", "contentType": "text/plain", "value": lead}] if lead else [],
        "people": _named(reading.mentions, ("person",), acting, source.lang),
        "organisations": _named(reading.mentions, ("org",), acting, source.lang),
        "places": _places(reading, acting, source.lang),
        "subjects": _subjects(reading.events, source.words),
        "events": [
            {"uri": tag("entry", e.id), "id": e.id, "name": headline(e, source.lang), "rel": "about"} for e in entries
        ],
        "infoSources": [
            *([{"name": line(document.outlet), "role": "publisher"}] if document.outlet else []),
            *({"name": line(name), "role": "source"} for name in document.credit),
        ],
        "altIds": _ids(document, source.link("article", document.id)),
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _named(mentions: Iterable[Mention], kinds: tuple[str, ...], acting: set[str], lang: str) -> list[dict[str, Any]]:
    """The entities of some kinds, each once, in the order of the page."""
    found: dict[str, dict[str, Any]] = {}
    for one in mentions:
        if one.kind in kinds and (one.entity not in found or "uri" not in found[one.entity]):
            rel = "about" if one.entity in acting else "mentions"
            known = {"uri": f"http://www.wikidata.org/entity/{one.wikidata}"} if one.wikidata else {}
            found[one.entity] = {
                "name": line(called(one.entity, lang)),
                "rel": rel,
                "literal": line(one.entity),
                **known,
            }
    return list(found.values())


def _places(reading: Reading, acting: set[str], lang: str) -> list[dict[str, Any]]:
    """The places and states that are named, then those where acts take place, with their coordinates."""
    found = _named(reading.mentions, ("country", "place"), acting, lang)
    at: dict[str, Place] = {}
    for event in reading.events:
        if event.place and position_of(event.place):
            at.setdefault(line(event.place.name), event.place)
    points = {name: {"type": "Point", "coordinates": position_of(place)} for name, place in at.items()}
    here = [{**one, "geojson": points.pop(one["literal"])} if one["literal"] in points else one for one in found]
    rest = points.items()
    return here + [{"name": line(called(n, lang)), "rel": "about", "literal": n, "geojson": point} for n, point in rest]


def _subjects(events: Iterable[Event], words: dict[str, Any]) -> list[dict[str, Any]]:
    """The categories of what the page tells, then the contexts, as PLOVER codes."""
    events = list(events)
    codes = dict.fromkeys([event.event for event in events])
    contexts = dict.fromkeys(context for event in events for context in event.context)
    return [
        *(
            {"uri": tag("event", c), "name": str(words["of_event"].get(c, c)), "literal": c, "rel": "about"}
            for c in codes
        ),
        *({"uri": tag("context", c), "name": c, "literal": c, "rel": "about"} for c in contexts),
    ]


def _ids(document: Document, desk: str | None) -> list[dict[str, str]]:
    known = (("thoisu", document.id), ("url", address(document)), ("desk", desk))
    return [{"role": role, "value": value} for role, value in known if value]
