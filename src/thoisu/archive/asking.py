"""Questions to a data set, through DuckDB, as they are asked of a store: who did what to whom, by day.

What is found here are the acts as pages tell them, whether or not it was found out what belongs together. What several
pages tell is not one entry, so that stories and origins can't be asked for (chronology.py).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pyarrow as pa

from ..chronicle.records import Question, Telling
from ..errors import ArchiveError, QuestionError
from ..model import Actor
from ..store.tellings import names_of
from ..store.words import folded, name
from ..text import words
from .dataset import COLUMNS
from .manifest import MANIFEST
from .places import Folder, is_local

_BATCH = 200
_UNKNOWN = ("story", "min_origins", "rejected")  # fields of a question that need entries

# Of an article that was fetched more than once the newest fetch counts.
_SQL = """
WITH told AS (
    SELECT capture, document, number, coalesce("from", "to", '9999')[:10] AS day FROM events WHERE {where}
), newest AS (
    SELECT capture, document, title, key, url FROM articles WHERE document IN (SELECT document FROM told)
    QUALIFY row_number() OVER (PARTITION BY document ORDER BY fetched DESC NULLS LAST, capture) = 1
)
SELECT newest.title, newest.key, tellings.telling
FROM told JOIN newest USING (capture) JOIN tellings USING (capture, number)
ORDER BY told.day, tellings.id
"""


class Told(msgspec.Struct, frozen=True):
    """An act as a page tells it, with the page's title and key (its address)."""

    telling: Telling
    title: str | None
    key: str


def ask(location: str, question: Question) -> Iterator[Told]:
    """The acts that answer a question, by day. Raises QuestionError, or ArchiveError where no data set is.

    Days, parties, places and words mean what they mean to a store.
    """
    for field in _UNKNOWN:
        if getattr(question, field):
            raise QuestionError(
                f"--{field.replace('_', '-')}", "needs entries", "run thoisu archive on it without --no-groups"
            )
    import duckdb

    where, values = conditions(question)
    wanted = set(folded(words(question.text or "")))
    if question.text is not None and not wanted:
        return
    with duckdb.connect() as engine:
        open_tables(engine, location, ("articles", "events", "tellings"))
        asked = engine.execute(_SQL.format(where=" AND ".join(where)), values)
        while rows := asked.fetchmany(_BATCH):
            for title, key, packed in rows:
                telling = msgspec.msgpack.decode(packed, type=Telling)
                if _fits(telling, question, wanted):
                    yield Told(telling, title, key)


def has_table(location: str, table: str) -> bool:
    """Whether a data set has rows of a table."""
    return any(path.endswith(".parquet") for path in Folder(location, make=False).names(table))


def only(given: str, kind: str, found: list[str]) -> str:
    """The one of some ids. Raises QuestionError where there is none, or more than one."""
    if not found:
        raise QuestionError(given, f"is the id of no {kind} in the data set", "copy one from `thoisu chronology`")
    if len(found) > 1:
        raise QuestionError(given, f"begins the ids of several ({', '.join(found[:3])} …)", "give more of it")
    return found[0]


def open_tables(engine: Any, location: str, tables: Iterable[str]) -> None:
    """Gives DuckDB tables of a data set, empty ones where it has none. Raises ArchiveError where no data set is."""
    folder = Folder(location, make=False)
    there = folder.names()
    if MANIFEST not in there and not any(path.startswith("_done/") for path in there):
        raise ArchiveError(location, "holds no data set", "give the --out of thoisu archive")
    begins = ""
    if not is_local(folder.location):
        engine.register_filesystem(folder.system)
        begins = f"{folder.location.partition('://')[0]}://"
    for table in tables:
        paths = [path for path in there if path.startswith(f"{table}/") and path.endswith(".parquet")]
        if paths:
            found = engine.read_parquet([begins + folder.path(path) for path in paths], hive_partitioning=False)
        else:
            found = engine.from_arrow(pa.schema([pa.field(c.name, c.kind) for c in COLUMNS[table]]).empty_table())
        found.create_view(table)


def conditions(question: Question) -> tuple[list[str], list[Any]]:
    """What DuckDB can tell of a telling or an entry: the rest needs its own words."""
    where, values = ["true"], list[Any]()
    for column in ("event", "mode", "status", "country"):
        if asked := getattr(question, column):
            where.append(f"list_contains(?, {column})")
            values.append(asked)
    for parties in (question.actor, question.other):
        if parties:
            where.append("list_has_any(flatten(names), ?)")
            values.append(sorted({name(party) for party in parties}))
    if question.start_day or question.end_day:
        where.append("""coalesce("from", "to") IS NOT NULL""")
    if question.start_day:
        where.append("""coalesce("to"[:10], '9999') >= ?""")
        values.append(question.start_day)
    if question.end_day:
        where.append("""coalesce("from"[:10], '') <= ?""")
        values.append(question.end_day)
    return where, values


def _fits(telling: Telling, question: Question, wanted: set[str]) -> bool:
    event = telling.event
    if question.place and (not event.place or name(event.place.name) not in {name(p) for p in question.place}):
        return False
    if question.said_by and {name(s) for s in event.said_by}.isdisjoint({name(s) for s in question.said_by}):
        return False
    if not wanted.issubset(folded(words(telling.text))):
        return False
    return are_beside((*event.actor, *event.recipient), question)


def are_beside(parties: tuple[Actor, ...], question: Question) -> bool:
    """Whether some party is who was asked for and another one is who shall be beside them."""
    firsts, others = (_which(parties, asked) for asked in (question.actor, question.other))
    return not (question.actor and question.other) or any(i != j for i in firsts for j in others)


def _which(parties: tuple[Actor, ...], asked: list[str] | None) -> list[int]:
    """The places of the parties who are asked for."""
    named = {name(party) for party in asked or ()}
    return [i for i, party in enumerate(parties) if not named.isdisjoint(names_of(party))]
