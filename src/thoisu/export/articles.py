"""The articles that tell what a question asks for, each once, in memory that does not grow with their number."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from ..chronicle.records import Document, Question
from .source import BATCH, Source


def articles(source: Source) -> Iterator[Document]:
    """The documents by id: all of the store for an open question, else those that tell an entry asked for."""
    if source.question == Question():
        yield from source.store.documents()
        return
    # A nameless database is a file of its own that SQLite puts away; what was seen is kept there, not in memory.
    with closing(sqlite3.connect("")) as seen:
        seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        for entry in source.entries():
            seen.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((i,) for i in entry.documents))
        ids = (i for (i,) in seen.execute("SELECT id FROM seen ORDER BY id"))
        while batch := list(islice(ids, BATCH)):
            yield from source.store.documents(batch)
