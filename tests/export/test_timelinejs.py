"""TimelineJS 3: the fields of its JSON, and that no text becomes markup."""

import json
from html import unescape
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from hypothesis import given

from thoisu.export.source import Source
from thoisu.export.timelinejs import slide
from thoisu.model import replace

from .making import DESK, TEXT, law, told_with, written

# timeline.knightlab.com/docs/json-format.html
SLIDE = {"unique_id", "start_date", "end_date", "display_date", "group", "text", "autolink"}
PARTS = {"year", "month", "day", "hour", "minute"}


def test_dated_entries_are_slides(source: Source) -> None:
    found = json.loads(written("timelinejs", source))
    dated = [e for e in source.entries() if e.start_day or e.end_day]
    assert found.keys() == {"scale", "title", "events"}
    assert [s["unique_id"] for s in found["events"]] == [f"entry-{e.id}" for e in dated]
    assert len(dated) < len(list(source.entries()))
    for one in found["events"]:
        assert {"start_date", "text"} <= one.keys() <= SLIDE
        assert one["start_date"].keys() <= PARTS
        assert one["text"].keys() == {"headline", "text"}
        assert DESK in one["text"]["text"]
    assert written("timelinejs", source) == written("timelinejs", source)


@pytest.mark.parametrize(
    ("first", "last", "starts", "ends"),
    [
        ("2022-11-04", "2022-11-04", {"year": 2022, "month": 11, "day": 4}, None),
        ("2022-11-04", "2022-11-06", {"year": 2022, "month": 11, "day": 4}, {"year": 2022, "month": 11, "day": 6}),
        ("2022-11-04", None, {"year": 2022, "month": 11, "day": 4}, None),
        (None, "2022-11-06", {"year": 2022, "month": 11, "day": 6}, None),
        ("2022-11-04T14:30", "2022-11-04T14:30",
         {"year": 2022, "month": 11, "day": 4, "hour": 14, "minute": 30}, None),
    ],
)  # fmt: skip
def test_days(
    source: Source, first: str | None, last: str | None, starts: dict[str, int], ends: dict[str, int] | None
) -> None:
    told = told_with("Hà Nội")
    found = slide(replace(told, entry=replace(told.entry, start_day=first, end_day=last)), source)
    assert (found["start_date"], found.get("end_date")) == (starts, ends)


class Tags(HTMLParser):
    """The tags of a piece of HTML, with the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"href"}
        self.links += [value or "" for _, value in attrs]


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    found: Any = json.loads(msgspec.json.encode(slide(told_with(text), source)))
    for piece in (found["text"]["headline"], found["display_date"], found["group"]):
        tags = Tags()
        tags.feed(piece)
        assert tags.tags == []
        assert "<" not in piece
    tags = Tags()
    tags.feed(found["text"]["text"])
    assert tags.tags == ["p", "a", "p", "p", "a"]
    assert all(link.startswith(("https://example.vn/", DESK)) for link in tags.links)
    assert unescape(found["text"]["headline"]).count("→") >= 1
