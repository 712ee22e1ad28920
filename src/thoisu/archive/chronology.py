"""The chronology of a data set, through DuckDB, as a store gives it: entries by day, with who tells them and how.

A data set has entries where it was found out what belongs together (`thoisu archive` does it at its end). They are what
`thoisu add` makes of the same pages, and are asked for in the same way; only corrections there are none.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from ..chronicle.answers import Answer, answer_from
from ..chronicle.records import Entry, Question, Telling
from ..store.tellings import terms_of
from ..store.words import folded, name
from ..text import words
from .asking import are_beside, conditions, has_table, only, open_tables

_BATCH = 2000  # entries of which the tellings are looked up at once
_PLACED = """SELECT *, coalesce("from", "to", '9999')[:10] AS day FROM entries"""
_ENTRIES = f"SELECT entry FROM ({_PLACED}) WHERE {{where}} ORDER BY day, id"
# An address that was fetched more than once may tell an act in each capture: what counts is that of the families.
_TOLD = """
SELECT telling, key FROM tellings JOIN families USING (capture) JOIN articles USING (capture)
WHERE list_contains(?, tellings.id)
"""
_BEHIND = f"(day, id) > (SELECT (day, id) FROM ({_PLACED}) WHERE id = ?)"
_BEGUN = "SELECT DISTINCT {column} FROM {table} WHERE starts_with({column}, ?) ORDER BY 1 LIMIT 4"
_decoded = msgspec.json.Decoder(Entry).decode
_unpacked = msgspec.msgpack.Decoder(Telling).decode


def has_entries(location: str) -> bool:
    """Whether a data set has entries."""
    return has_table(location, "entries")


class Chronology:
    """The entries of a data set; to be used in a `with`. Raises ArchiveError where no data set is."""

    def __init__(self, location: str) -> None:
        self._location = location

    def __enter__(self) -> "Chronology":
        import duckdb

        self._engine: Any = duckdb.connect()
        open_tables(self._engine, self._location, ("articles", "entries", "families", "stories", "tellings"))
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def one_of(self, kind: str, beginning: str) -> str:
        """The id of a "story" or an "entry" that begins so. Raises QuestionError where there is not just one."""
        column, table = {"story": ("story", "stories"), "entry": ("id", "entries")}[kind]
        begins = beginning.strip().lower()
        sql = _BEGUN.format(column=column, table=table)
        return only(beginning, kind, [found for (found,) in self._engine.execute(sql, [begins]).fetchall()])

    def ask(self, question: Question, after: str | None = None) -> Iterator[Answer]:
        """The entries that answer a question, by day, behind the one with the id `after`."""
        where, values = conditions(question)
        if question.story:
            where.append("story = ?")
            values.append(question.story)
        if question.min_origins is not None:
            where.append("len(origins) >= ?")
            values.append(question.min_origins)
        wanted = set(folded(words(question.text or "")))
        if question.text is not None and not wanted:
            return
        if after is not None:
            where.append(_BEHIND)
            values.append(after)
        # A connection has one answer at a time, and the tellings are asked for in between.
        with self._engine.cursor() as cursor:
            cursor.execute(_ENTRIES.format(where=" AND ".join(where)), values)
            while rows := cursor.fetchmany(_BATCH):
                entries = [entry for (packed,) in rows if _fits(entry := _decoded(packed), question)]
                yield from self._answers(entries, wanted)

    def _answers(self, entries: list[Entry], wanted: set[str]) -> Iterator[Answer]:
        ids = [telling for entry in entries for telling in entry.tellings]
        tellings: dict[str, Telling] = {}
        keys: dict[str, str] = {}
        for packed, key in self._engine.execute(_TOLD, [ids]).fetchall():
            telling = _unpacked(packed)
            tellings[telling.id], keys[telling.document] = telling, key
        for entry in entries:
            texts = (tellings[id].text for id in entry.tellings if id in tellings)
            if not wanted or any(wanted.issubset(folded(words(text))) for text in texts):
                yield answer_from(entry, tellings, keys)


def _fits(entry: Entry, question: Question) -> bool:
    """What DuckDB was not asked for."""
    terms = set(terms_of(entry))
    for kind, asked in (("place", question.place), ("said", question.said_by)):
        if asked and terms.isdisjoint(f"{kind}:{name(one)}" for one in asked):
            return False
    return are_beside((*entry.actor, *entry.recipient), question)
