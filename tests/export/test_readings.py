"""Readings come back as they are in the store."""

import io
import json

from thoisu import reading_from_json
from thoisu.chronicle.records import Question
from thoisu.export.readings import write
from thoisu.export.source import Source
from thoisu.model import SCHEMA
from thoisu.store.base import Store


def lines(source: Source) -> list[bytes]:
    out = io.BytesIO()
    count = write(source, out)
    found = out.getvalue().splitlines()
    assert len(found) == count
    return found


def test_each_line_is_a_reading(source: Source, store: Store) -> None:
    found = lines(source)
    ids = [json.loads(line)["document"] for line in found]
    assert ids == [document.id for document in store.documents()]
    for id_, line in zip(ids, found, strict=True):
        assert json.loads(line)["schema"] == SCHEMA
        assert reading_from_json(line) == store.reading(id_)


def test_only_the_pages_that_tell_what_is_asked_for(store: Store) -> None:
    asked = Question(event=["SANCTION"])
    told = sorted({id_ for entry in store.each(asked) for id_ in entry.documents})
    assert [json.loads(line)["document"] for line in lines(Source(store, asked))] == told
    assert 0 < len(told) < len(list(store.documents()))


def test_nothing_asked_for_is_there(store: Store) -> None:
    assert lines(Source(store, Question(actor=["không ai"]))) == []
