"""schema.org as JSON-LD 1.1: articles, the events that they tell and the claims that they quote, linked by @id.

Terms are those of schema.org 15 and later (NewsArticle, Event, Claim and their properties), put into its namespace by
`@vocab`, so that nothing has to be fetched to expand the document. One document holds the whole graph.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from ..called import called
from ..chronicle.records import Document, Entry
from ..errors import NotInStore
from ..model import Actor, Place, Reading, Statement
from .articles import documents_of
from .clean import clean, line
from .formats import Field
from .lines import address, headline, tag
from .source import Source

CONTEXT = {"@vocab": "https://schema.org/", **{name: {"@type": "@id"} for name in ("url", "sameAs", "eventStatus")}}
_TYPES = {"person": "Person", "country": "Country", "org": "Organization", "place": "Place"}
FIELDS = [
    Field("Event/@id", "Entry.id in a tag URI"),
    Field("Event/identifier", "Entry.id"),
    Field("Event/name", "Entry.actor, Entry.recipient, Entry.event, Entry.mode in words"),
    Field("Event/description", "the sentence of the best telling", "the others; control characters"),
    Field("Event/startDate, Event/endDate", "Entry.from, Entry.to"),
    Field("Event/eventStatus", "EventScheduled of a plan, left out of all others", "the other statuses: they stand in "
          "keywords"),
    Field("Event/keywords", "Entry.event, Entry.mode, Entry.context, Entry.status"),
    Field("Event/actor", "Entry.actor as Person, Organization or Country (schema.org expects persons)", "Actor.sector"),
    Field("Event/about", "Entry.recipient, as `actor`", "that the act is done to them"),
    Field("Event/location", "Entry.place as a Place with GeoCoordinates and country", "GeoNames number"),
    Field("Event/subjectOf", "Entry.documents, by the @id of the article"),
    Field("Event/url", "the entry on the desk, where its address is known"),
    Field("NewsArticle/@id", "Document.id in a tag URI"),
    Field("NewsArticle/identifier", "Document.id"),
    Field("NewsArticle/headline", "Document.title"),
    Field("NewsArticle/url", "Document.key, where it is an address on the web", "paths of files"),
    Field("NewsArticle/datePublished", "Document.moment"),
    Field("NewsArticle/inLanguage", "Page.language"),
    Field("NewsArticle/author", "Document.byline as Person"),
    Field("NewsArticle/publisher", "Document.outlet as Organization"),
    Field("NewsArticle/creditText", "Document.credit, joined by `, `"),
    Field("NewsArticle/articleSection", "Article.section"),
    Field("NewsArticle/abstract", "Article.lead", "the text"),
    Field("Claim/@id", "Document.id, paragraph and offsets of the statement in a tag URI"),
    Field("Claim/text", "Statement.text", "cue, channel, whether the words are quoted"),
    Field("Claim/author", "Statement.speaker, as `actor`"),
    Field("Claim/appearance", "the @id of the article"),
    Field("Person, Organization, Country: name", "Actor.entity by the reader's name"),
    Field("Person, Organization, Country: sameAs", "Actor.wikidata as an address"),
    Field("Organization, Country: identifier", "Actor.entity"),
    Field("Person/jobTitle, Person/affiliation", "Actor.office; Actor.org, else Actor.country"),
]  # fmt: skip


def write(source: Source, out: BinaryIO) -> int:
    """Writes one document with a node on each line, events first; gives how many nodes there are."""
    out.write(b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"@graph":[')
    count = 0
    for node in _nodes(source):
        out.write((b",\n" if count else b"\n") + msgspec.json.encode(node))
        count += 1
    out.write(b"\n]}\n")
    return count


def _nodes(source: Source) -> Iterator[dict[str, Any]]:
    for entry in source.entries():
        yield event(entry, source.lang, source.link("entry", entry.id))
    for document in documents_of(source):
        try:
            reading: Reading | None = source.store.reading(document.id)
        except NotInStore:
            reading = None  # taken out since its entry was read
        yield article(document, reading)
        if reading:
            yield from (claim(document.id, statement, source.lang) for statement in reading.statements)


def event(entry: Entry, lang: str, url: str | None = None) -> dict[str, Any]:
    """An entry as an Event."""
    return _filled({
        "@id": tag("entry", entry.id),
        "@type": "Event",
        "identifier": entry.id,
        "name": headline(entry, lang),
        "description": clean(entry.text),
        "startDate": entry.start_day,
        "endDate": entry.end_day,
        "eventStatus": "https://schema.org/EventScheduled" if entry.status == "planned" else None,
        "keywords": [entry.event, *([entry.mode] if entry.mode else []), *entry.context, entry.status],
        "actor": [party(a, lang) for a in entry.actor],
        "about": [party(a, lang) for a in entry.recipient],
        "location": place(entry.place, lang) if entry.place else None,
        "subjectOf": [{"@id": tag("article", document)} for document in entry.documents],
        "url": url,
    })  # fmt: skip


def article(document: Document, reading: Reading | None) -> dict[str, Any]:
    """A document as a NewsArticle, with what only its reading knows."""
    return _filled({
        "@id": tag("article", document.id),
        "@type": "NewsArticle",
        "identifier": document.id,
        "headline": line(document.title or ""),
        "url": address(document),
        "datePublished": document.moment,
        "inLanguage": reading.page.language if reading else None,
        "author": [{"@type": "Person", "name": line(name)} for name in document.byline],
        "publisher": {"@type": "Organization", "name": line(document.outlet)} if document.outlet else None,
        "creditText": ", ".join(map(line, document.credit)),
        "articleSection": line(reading.article.section or "") if reading else None,
        "abstract": clean(reading.article.lead or "") if reading else None,
    })  # fmt: skip


def claim(document: str, statement: Statement, lang: str) -> dict[str, Any]:
    """A statement as a Claim of its speaker that appears in an article."""
    return _filled({
        "@id": tag("claim", document, str(statement.p), str(statement.start), str(statement.end)),
        "@type": "Claim",
        "text": clean(statement.text),
        "author": [party(a, lang) for a in statement.speaker],
        "appearance": {"@id": tag("article", document)},
    })  # fmt: skip


def party(actor: Actor, lang: str) -> dict[str, Any]:
    """Somebody who takes part; a node without an @id of our own: Wikidata's says who it is.

    >>> party(Actor("DEU", "country", "DEU", wikidata="Q183"), "vi")
    {'@type': 'Country', 'name': 'Đức', 'identifier': 'DEU', 'sameAs': 'http://www.wikidata.org/entity/Q183'}
    """
    power = actor.org or actor.country
    kind = "Organization" if actor.org else "Country"
    person = actor.kind == "person"
    return _filled({
        "@type": _TYPES.get(actor.kind, "Thing"),
        "name": line(called(actor.entity, lang)),
        "identifier": None if person else line(actor.entity),
        "sameAs": f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else None,
        "jobTitle": line(actor.office) if person and actor.office else None,
        "affiliation": {"@type": kind, "name": line(called(power, lang))} if person and power else None,
    })  # fmt: skip


def place(where: Place, lang: str) -> dict[str, Any]:
    """A place with its coordinates, where they are known."""
    known = where.lat is not None and where.lon is not None
    geo = {"@type": "GeoCoordinates", "latitude": where.lat, "longitude": where.lon} if known else None
    address_ = {"@type": "PostalAddress", "addressCountry": line(where.country)} if where.country else None
    return _filled({"@type": "Place", "name": line(called(where.name, lang)), "address": address_, "geo": geo})


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """A node without its empty properties."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
