"""JSON Lines of readings: one line for each page, as `thoisu read --json` gives it, with the page's id in the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

import msgspec

from ..chronicle.records import Document, Question
from .formats import Field
from .source import Source

FIELDS = [
    Field("document", "Document.id"),
    Field("schema … offices", "Reading, all fields (docs/contract.md)"),
]
_PIECE = 500  # documents fetched at once


class _ToldIn(msgspec.Struct, frozen=True, gc=False):
    documents: list[str]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line a page, by its id; gives how many. `thoisu.reading_from_json` reads a line back."""
    count = 0
    for count, document in enumerate(documents_of(source), 1):  # noqa: B007
        reading = source.store.reading(document.id).to_json()
        out.write(b'{"document":' + msgspec.json.encode(document.id) + b"," + reading[1:] + b"\n")
    return count


def documents_of(source: Source) -> Iterator[Document]:
    """The pages that tell the entries asked for, by id; all pages where nothing narrows the question."""
    if source.question == Question():
        yield from source.store.documents()
        return
    # The ids are put in order and told apart in a file that is deleted by itself: they may be millions.
    with closing(sqlite3.connect("")) as seen:
        seen.execute("CREATE TABLE document (id TEXT PRIMARY KEY) WITHOUT ROWID")
        told = ((id_,) for entry in source.each(_ToldIn) for id_ in entry.documents)
        seen.executemany("INSERT OR IGNORE INTO document VALUES (?)", told)
        last = ""
        sql = f"SELECT id FROM document WHERE id > ? ORDER BY id LIMIT {_PIECE}"
        while ids := [id_ for (id_,) in seen.execute(sql, [last])]:
            yield from source.store.documents(ids)
            last = ids[-1]
