"""ninjs: every object fits the schema that is shipped, and says what the article says."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from thoisu import read
from thoisu.chronicle.records import Question
from thoisu.export.ninjs import SCHEMA, item
from thoisu.export.source import Source
from thoisu.model import replace

from .making import DESK, TEXT, law, told_with, written

# Fields of ninjs 3.0 (github.com/iptc/newsinjson, specification/ninjs-schema_3.0.json), those that are filled in.
NINJS = {
    "uri", "standard", "type", "representationType", "profile", "firstCreated", "versionCreated", "language",
    "headlines", "by", "located", "descriptions", "people", "organisations", "places", "subjects", "events",
    "infoSources", "altIds",
}  # fmt: skip


@cache
def valid() -> Draft202012Validator:
    """What tries an object against the schema that is shipped."""
    schema = json.loads(files("thoisu.export").joinpath(SCHEMA).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"].keys() == NINJS
    return Draft202012Validator(schema)


def objects(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(one) for one in data.splitlines()]


def test_each_article_is_an_object_that_fits(source: Source) -> None:
    found = objects(written("ninjs", source))
    documents = {d.id: d for d in source.store.documents()}
    assert [one["altIds"][0]["value"] for one in found] == list(documents)
    entries = {e.id: e for e in source.entries()}
    for one in found:
        assert [fault.message for fault in valid().iter_errors(one)] == []
        document = documents[one["altIds"][0]["value"]]
        assert one["headlines"][0]["value"] == document.title
        told = {i for i, entry in entries.items() if document.id in entry.documents}
        assert {e["id"] for e in one.get("events", [])} == told
    assert written("ninjs", source) == written("ninjs", source)


def test_what_an_article_is_about(source: Source) -> None:
    found = {one["headlines"][0]["value"]: one for one in objects(written("ninjs", source))}
    one = found["Tổng thống Pháp Emmanuel Macron tới Trung Quốc"]
    assert one["people"][0] == {
        "name": "Emmanuel Macron", "rel": "about", "literal": "Emmanuel Macron",
        "uri": "http://www.wikidata.org/entity/Q3052772",
    }  # fmt: skip
    assert one["located"] == "Beijing"
    places = {place["literal"]: place for place in one["places"]}
    assert places["Beijing"]["geojson"] == {"type": "Point", "coordinates": [116.3972, 39.9075]}
    assert (places["FRA"]["name"], places["FRA"]["rel"]) == ("France", "mentions")
    own = objects(written("ninjs", Source(source.store, Question(actor=["Emmanuel Macron"]), lang="vi")))
    assert {"Pháp", "Bắc Kinh"} <= {place["name"] for one in own for place in one["places"]}
    assert [s["literal"] for s in one["subjects"]][:1] == ["CONSULT"]
    assert {"role": "source", "name": "TTXVN"} in one["infoSources"]
    assert one["firstCreated"] == "2023-04-05T11:30:00Z"
    finland = next(o for o in found.values() if any(i["value"].startswith("https://") for i in o["altIds"]))
    assert finland["altIds"][-1] == {"role": "desk", "value": f"{DESK}/article/{finland['altIds'][0]['value']}"}


def test_a_filter_gives_the_articles_that_tell_what_it_asks_for(source: Source) -> None:
    asked = Source(source.store, Question(event=["SANCTION"]))
    wanted = sorted({i for entry in asked.entries() for i in entry.documents})
    found = [one["altIds"][0]["value"] for one in objects(written("ninjs", asked))]
    assert 0 < len(found) < len(list(source.store.documents()))
    assert found == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        {"uri": "no address"}, {"versionCreated": "hôm qua"}, {"byline": "Bình"}, {"headlines": []},
        {"type": "picture"},
        {"places": [{"name": "Hà Nội", "rel": "about", "geojson": {"type": "Point", "coordinates": [21.0, 105.8, 7]}}]},
        {"places": [{"name": "Hà Nội", "rel": "about", "geojson": {"type": "Point", "coordinates": [21.0, 105.8]}}]},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_what_does_not_fit_is_found(source: Source, wrong: dict[str, Any]) -> None:
    found = objects(written("ninjs", source))[0]
    assert not list(valid().iter_errors(found))
    assert list(valid().iter_errors(found | wrong))


READING = read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    told = told_with(text)
    (document,) = told.documents.values()
    reading = replace(
        READING,
        article=replace(READING.article, lead=text, section=text),
        mentions=[replace(m, entity=text) for m in READING.mentions],
        events=[told.tellings[0].event],
    )
    line = msgspec.json.encode(item(document, reading, [told.entry], source))
    assert line.count(b"\n") == 0
    assert [fault.message for fault in valid().iter_errors(json.loads(line))] == []
