"""PLOVER records have the codebook's fields, and all in them leads back to the sentences."""

import io
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.chronicle.records import Document, Entry, Question
from thoisu.export.codes import categories
from thoisu.export.plover import FIELDS, lacks, record, write
from thoisu.export.source import Source, Told
from thoisu.model import Actor, replace
from thoisu.store.base import Store


@pytest.fixture
def records(source: Source) -> dict[str, dict[str, Any]]:
    out = io.BytesIO()
    count = write(source, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == count > 40
    return {line["id"]: line for line in lines}


def test_names_and_types_are_the_codebooks(records: dict[str, dict[str, Any]]) -> None:
    for line in records.values():
        assert list(line) == [field.name for field in FIELDS]
        assert line["event"][0] in categories()
        assert len(line["event"]) == 1
        assert len(line["date"]) == 10
        assert line["source"]
        for side in ("source", "recipient"):
            assert all(a.keys() >= {"code", "sector", "identifier_id", "identifier_text"} for a in line[side])
        assert all(isinstance(line[field], list) for field in ("mode", "context", "event_text", "aux_mode"))


def test_every_sentence_stands_in_its_page(records: dict[str, dict[str, Any]], store: Store) -> None:
    for line in records.values():
        [entry] = store.entries([line["id"]])
        assert [s["telling"] for s in line["sentences"]] == entry.tellings
        for s in line["sentences"]:
            text = store.reading(s["document"]).article.paragraphs[s["paragraph"]].text
            assert text[s["start"] : s["end"]] == s["text"]
        assert line["text_info"] in [{k: s[k] for k in ("paragraph", "start", "end")} for s in line["sentences"]]
        assert line["cite_info"]["citation"] in entry.documents
        assert line["url"] == f"https://desk.example.vn/entry/{entry.id}"


def test_every_number_is_the_entrys_or_the_tables(records: dict[str, dict[str, Any]], store: Store) -> None:
    for line in records.values():
        [entry] = store.entries([line["id"]])
        category = categories()[line["event"][0]]
        assert (line["quad_code"], line["event_scale"]) == (category.quad, category.score)
        if entry.place:
            where = line["event_loc"]
            of_place = entry.place.lat, entry.place.lon, entry.place.geonames
            assert (where["latitude"], where["longitude"], where["geonameid"]) == of_place


def test_words_of_an_actor_stand_in_a_sentence(records: dict[str, dict[str, Any]]) -> None:
    named = [(a["actor_text"], line) for line in records.values() for a in line["source"] if a["actor_text"]]
    assert len(named) > 20
    assert all(any(words in s["text"] for s in line["sentences"]) for words, line in named)


def test_plans_to_meet_are_agreements(records: dict[str, dict[str, Any]], store: Store) -> None:
    plans = [e for e in store.each(Question(status=["planned"], event=["CONSULT"])) if e.id in records]
    assert len(plans) > 3
    for entry in plans:
        line = records[entry.id]
        assert (line["event"], line["mode"], line["aux_mode"]) == (["AGREE"], [], [])
        assert "CONSULT" in line["comment"]
        assert "planned" in line["comment"]


def test_what_is_denied_says_so(records: dict[str, dict[str, Any]], store: Store) -> None:
    denied = [e for e in store.each(Question(status=["denied"])) if e.id in records]
    assert denied
    assert all(records[e.id]["aux_mode"] == ["negation"] for e in denied)


def test_what_plover_does_not_take_is_counted(source: Source, store: Store) -> None:
    count = write(source, io.BytesIO())
    left = [lacks(entry) for entry in store.each(Question()) if lacks(entry)]
    assert count + len(left) == len(list(store.each(Question())))
    assert source.notes == [
        f"left out {len(left)} entries: {left.count('without a day')} without a day, 1 without an actor"
    ]


FRA, VNM = Actor("FRA", "country", "FRA"), Actor("VNM", "country", "VNM")
PLAIN = Entry(
    "a", "AID", None, [], "happened", [FRA], [VNM], "2023-01-02", "2023-01-02", None, [], "Pháp giúp.", "t", [],
    [], [], [], [], "s",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"start_day": None}, "without a day"),
        ({"actor": []}, "without an actor"),
        ({"recipient": []}, "of AID without a recipient"),
        ({"recipient": [], "status": "planned"}, None),
        ({"recipient": [], "event": "CONSULT"}, None),
        ({"recipient": [], "event": "SANCTION", "status": "planned"}, "of SANCTION without a recipient"),
    ],
)
def test_what_plover_requires(changes: dict[str, Any], why: str | None) -> None:
    assert lacks(replace(PLAIN, **changes)) == why


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_out_of_its_line(text: str, entity: str, title: str) -> None:
    entry = replace(PLAIN, text=text, actor=[Actor(entity, "person")], context=[title])
    document = Document("d", "https://example.vn/a", None, title, None, None, [], [], text)
    line = msgspec.json.encode(record(Told(entry, [], {"d": document}), Source.__new__(_Bare)))
    back = json.loads(line)
    assert b"\n" not in line
    assert (back["source"][0]["identifier_text"], back["context"]) == (entity, [title])


class _Bare(Source):
    desk = None
