"""GeoJSON against the rules of RFC 7946."""

import json
from typing import Any

import msgspec
from hypothesis import given

from thoisu.chronicle.records import Question
from thoisu.export.geojson import feature
from thoisu.export.source import Source
from thoisu.model import Place, replace

from .making import DESK, TEXT, law, told_with, written


def test_entries_with_coordinates_are_points(source: Source) -> None:
    found = json.loads(written("geojson", source))
    entries = {e.id: e for e in source.entries()}
    placed = {i: e for i, e in entries.items() if e.place and e.place.lat is not None}
    assert found.keys() == {"type", "features", "left_out"}
    assert found["type"] == "FeatureCollection"
    assert [f["id"] for f in found["features"]] == list(placed)
    assert found["left_out"] == len(entries) - len(placed) > 0
    for one in found["features"]:
        entry = entries[one["id"]]
        assert one.keys() == {"type", "id", "geometry", "properties"}
        assert entry.place
        assert one["geometry"] == {"type": "Point", "coordinates": [entry.place.lon, entry.place.lat]}
        assert one["properties"]["url"] == f"{DESK}/entry/{entry.id}"
        assert one["properties"]["text"] == entry.text


def test_it_is_the_same_each_time_and_empty_of_nothing(source: Source) -> None:
    assert written("geojson", source) == written("geojson", source)
    none = json.loads(written("geojson", Source(source.store, Question(actor=["XYZ"]))))
    assert none == {"type": "FeatureCollection", "features": [], "left_out": 0}


def test_without_both_coordinates_there_is_no_point(source: Source) -> None:
    entry = told_with("Hà Nội").entry
    for place in (None, Place("Hà Nội", "VNM"), Place("Hà Nội", "VNM", lat=21.0)):
        assert feature(replace(entry, place=place), source) is None
    at_zero = feature(replace(entry, place=Place("?", None, 0.0, 0.0)), source)
    assert at_zero
    assert at_zero["geometry"]["coordinates"] == [0.0, 0.0]


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    found: Any = feature(told_with(text).entry, source)
    back = json.loads(msgspec.json.encode(found))
    assert back == found
    assert back.keys() == {"type", "id", "geometry", "properties"}
