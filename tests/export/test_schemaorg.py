"""schema.org: rdflib expands the document, without a network, to the triples that it should say."""

import json
import socket
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from thoisu.chronicle.records import Question
from thoisu.export.schemaorg import CONTEXT, article, claim, event
from thoisu.export.source import Source
from thoisu.model import Actor, Statement

from .making import DESK, TEXT, law, told_with, written

# rdflib's own parser uses what rdflib has put out of use.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
S = Namespace("https://schema.org/")
TAG = "tag:thoisu.invalid,2026:"
# Types and properties of schema.org 15 (github.com/schemaorg/schemaorg, data/releases/15.0), those that are used.
TYPES = {
    "NewsArticle", "Event", "Claim", "Person", "Organization", "Country", "Place", "GeoCoordinates", "PostalAddress",
    "Thing",
}  # fmt: skip
PROPERTIES = {
    "identifier", "name", "description", "startDate", "endDate", "eventStatus", "keywords", "actor", "about",
    "location", "subjectOf", "url", "headline", "datePublished", "inLanguage", "author", "publisher", "creditText",
    "articleSection", "abstract", "text", "appearance", "sameAs", "jobTitle", "affiliation", "address",
    "addressCountry", "geo", "latitude", "longitude",
}  # fmt: skip


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network is asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def graph_of(*nodes: object) -> Graph:
    page = msgspec.json.encode({"@context": CONTEXT, "@graph": nodes})
    return Graph().parse(data=page, format="json-ld")


@pytest.mark.usefixtures("no_network")
def test_the_document_expands_to_articles_events_and_claims(source: Source) -> None:
    page = written("schemaorg", source)
    graph = Graph().parse(data=page, format="json-ld")
    nodes = json.loads(page)["@graph"]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    kinds = Counter(str(kind).removeprefix(S) for _, kind in graph.subject_objects(RDF.type))
    entries, documents = list(source.entries()), list(source.store.documents())
    assert (kinds["Event"], kinds["NewsArticle"]) == (len(entries), len(documents))
    assert kinds["Claim"] == sum(len(source.store.reading(d.id).statements) for d in documents) > 20
    assert kinds.keys() <= TYPES
    assert {str(p).removeprefix(S) for p in graph.predicates() if p != RDF.type} <= PROPERTIES
    for entry in entries:
        me = URIRef(f"{TAG}entry/{entry.id}")
        assert (me, RDF.type, S.Event) in graph
        assert (me, S.description, Literal(entry.text)) in graph
        assert (me, S.url, URIRef(f"{DESK}/entry/{entry.id}")) in graph
        assert set(graph.objects(me, S.subjectOf)) == {URIRef(f"{TAG}article/{i}") for i in entry.documents}
    told_by = set(graph.objects(None, S.subjectOf)) | set(graph.objects(None, S.appearance))
    assert told_by <= set(graph.subjects(RDF.type, S.NewsArticle))
    assert written("schemaorg", source) == page


@pytest.mark.usefixtures("no_network")
def test_an_event_as_triples(source: Source) -> None:
    told = told_with("Hà Nội")
    graph = graph_of(event(told.entry, source.lang, f"{DESK}/entry/{told.entry.id}"))
    me = URIRef(f"{TAG}entry/entryaaaaaa2")
    assert (me, S.eventStatus, S.EventScheduled) in graph
    assert (me, S.startDate, Literal("2022-11-04")) in graph
    assert {str(k) for k in graph.objects(me, S.keywords)} == {"CONSULT", "visit", "diplomatic", "planned"}
    assert {str(n) for n in graph.objects(None, S.name)} >= {"Hà Nội", "China", "xHà Nội"}
    (china,) = graph.subjects(S.name, Literal("China"))
    assert (china, S.identifier, Literal("CHN")) in graph
    assert (china, RDF.type, S.Country) in graph
    (where,) = graph.objects(me, S.location)
    (geo,) = graph.objects(where, S.geo)
    assert (geo, S.latitude, None) in graph
    (latitude,) = graph.objects(geo, S.latitude)
    assert latitude.toPython() == 21.0245


@pytest.mark.usefixtures("no_network")
def test_a_claim_as_triples() -> None:
    speaker = Actor("António Guterres", "person", None, "UN", wikidata="Q311440")
    said = Statement(3, 10, 40, "các bên cần kiềm chế", [speaker], "kêu gọi", False, None)
    graph = graph_of(claim("documentaaa2", said, "en"))
    me = URIRef(f"{TAG}claim/documentaaa2/3/10/40")
    assert (me, RDF.type, S.Claim) in graph
    assert (me, S.text, Literal("các bên cần kiềm chế")) in graph
    assert (me, S.appearance, URIRef(f"{TAG}article/documentaaa2")) in graph
    (who,) = graph.objects(me, S.author)
    assert (who, S.sameAs, URIRef("http://www.wikidata.org/entity/Q311440")) in graph
    (body,) = graph.objects(who, S.affiliation)
    assert (body, RDF.type, S.Organization) in graph


def test_a_filter_gives_its_articles_only(source: Source) -> None:
    asked = Source(source.store, Question(event=["SANCTION"]))
    nodes = json.loads(written("schemaorg", asked))["@graph"]
    events = [n for n in nodes if n["@type"] == "Event"]
    articles = {n["@id"] for n in nodes if n["@type"] == "NewsArticle"}
    assert [n["identifier"] for n in events] == [e.id for e in asked.entries()]
    assert articles == {one["@id"] for n in events for one in n["subjectOf"]}
    assert {n["appearance"]["@id"] for n in nodes if n["@type"] == "Claim"} <= articles


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    told = told_with(text)
    (document,) = told.documents.values()
    said = Statement(0, 0, 1, text, told.entry.actor, text, False, None)
    graph = graph_of(event(told.entry, source.lang), article(document, None), claim(document.id, said, "en"))
    named = {one for one in graph.subjects() if isinstance(one, URIRef)}
    assert named == {
        URIRef(f"{TAG}entry/entryaaaaaa2"), URIRef(f"{TAG}article/documentaaa2"),
        URIRef(f"{TAG}claim/documentaaa2/0/0/1"),
    }  # fmt: skip
    assert {str(p).removeprefix(S) for p in graph.predicates() if p != RDF.type} <= PROPERTIES
    graph.serialize(format="nt")
