"""The digest of a store: by it two stores are known to hold the same, whichever engine keeps each."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from .core import Core, Row

Watched = Callable[[Iterable[Row], str], Iterable[Row]]


class Table(NamedTuple):
    """A table that is kept when a store is moved: the columns that order it, and where its rows are read from."""

    name: str
    key: tuple[str, ...]
    rows: str = ""

    @property
    def origin(self) -> str:
        return self.rows or self.name


# In the order in which they can be filled: a row comes behind those that it names. What is made anew of these is not
# among them: the words that pages and tellings are found by, and the revision, since a copy is another store.
TABLES = (
    Table("page", ("n",)),
    Table("version", ("n",)),
    Table("document", ("page",)),
    Table("sketch", ("page",)),
    # New bands wait in a table of their own, and which of them do is no matter.
    Table("band", ("hash", "page"), "(SELECT hash, page FROM band UNION ALL SELECT hash, page FROM recent_band) AS b"),
    Table("story_key", ("month", "key", "day", "page")),
    Table("copy", ("page", "other")),
    Table("alias", ("kind", "id")),
    Table("telling", ("n",)),
    Table("block", ("block", "telling")),
    Table("entry", ("wide", "day", "id")),
    Table("entry_body", ("id",)),
    Table("term", ("term", "wide", "day", "entry")),
    Table("correction", ("number",)),
    Table("change", ("n",)),
    Table("token", ("name",)),
    Table("watch_source", ("url",)),
    Table("watch_page", ("known_by",)),
    Table("watch_body", ("n",)),
    Table("watch_host", ("host",)),
    Table("alert", ("n",)),
    Table("alert_known", ("alert", "entry")),
    Table("alert_telling", ("alert", "telling")),
    Table("alert_event", ("alert", "seq")),
    Table("alert_channel", ("n",)),
    Table("alert_letter", ("channel",)),
)


def unwatched(rows: Iterable[Row], told: str) -> Iterable[Row]:
    """Rows as they are, for who shows no progress."""
    return rows


def digests(store: Core, watched: Watched = unwatched) -> dict[str, str]:
    """The SHA-256 (hexadecimal) of each table's rows, by its name.

    A row counts with all its columns by their names, and a table in the order of its key, so that neither the order in
    which rows came nor an engine's way to keep them has a say. Called where nobody writes to the store meanwhile: in a
    `snapshot()`.
    """
    return {table.name: _digest(store, table, watched) for table in TABLES}


def _digest(store: Core, table: Table, watched: Watched) -> str:
    columns = sorted(store._columns(table.name))
    found = hashlib.sha256(msgspec.msgpack.encode(columns))
    for row in watched(rows_of(store, table, columns), f"check {table.name}"):
        # PostgreSQL knows truth values, SQLite has 0 and 1 for them.
        found.update(msgspec.msgpack.encode([int(v) if v is True or v is False else v for v in row]))
    return found.hexdigest()


def rows_of(store: Core, table: Table, columns: Iterable[str]) -> Iterator[Row]:
    """The rows of a table in the order of its key, as they come from the engine."""
    return store._each(f"SELECT {', '.join(columns)} FROM {table.origin} ORDER BY {', '.join(table.key)}")


def total(parts: Mapping[str, str]) -> str:
    """The one digest of a store that stands for those of its tables.

    >>> total({"page": "00", "version": "11"}) == total({"version": "11", "page": "00"})
    True
    """
    return hashlib.sha256(msgspec.msgpack.encode(sorted(parts.items()))).hexdigest()
