"""The articles that tell what a question asks for, each once, in memory that does not grow with their number."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import msgspec

from ..chronicle.records import Document, Question
from .source import BATCH, Source


class _ToldIn(msgspec.Struct, frozen=True, gc=False):
    documents: list[str]


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
        sql = f"SELECT id FROM document WHERE id > ? ORDER BY id LIMIT {BATCH}"
        while ids := [id_ for (id_,) in seen.execute(sql, [last])]:
            yield from source.store.documents(ids)
            last = ids[-1]
