"""Pages of a data set for a store: as `thoisu add` would read them, without reading them again."""

from collections.abc import Iterator

import msgspec

from ..chronicle.preparing import Incoming
from ..errors import UnreadableSource
from ..model import reading_from_json
from ..store.words import name
from .asking import only, open_tables
from .originals import Originals

_BATCH = 200
# Documents with one capture in the order of the sources; then the others, each as it was fetched: the last one counts.
_SQL = """
WITH chosen AS (
    SELECT DISTINCT document FROM articles WHERE {where}
), counted AS (
    SELECT capture, document, source, "offset", coalesce(fetched, '') AS fetched, sha256, key,
        count(*) OVER (PARTITION BY document) > 1 AS again
    FROM articles WHERE document IN (SELECT document FROM chosen)
)
SELECT source, "offset", sha256, key, reading FROM counted JOIN readings USING (capture)
ORDER BY again, CASE WHEN again THEN fetched ELSE '' END, source, "offset"
"""
_FILE = "file:"  # begins the keys of pages that are files


class Choice(msgspec.Struct, frozen=True):
    """Which articles of a data set are meant: published in a span of days, of one story, with an act of somebody.

    `story` is the beginning of its id, `actor` names as the lexicon knows them (chronicle/asking.py).
    """

    start_day: str | None = None
    end_day: str | None = None
    story: str | None = None
    actor: list[str] | None = None


def pages(location: str, choice: Choice) -> Iterator[Incoming | UnreadableSource]:
    """The pages of a data set that are chosen, all captures of each article; UnreadableSource where its bytes are gone.

    Raises QuestionError where the story is none, or not the only one, and ArchiveError where no data set is.
    """
    import duckdb

    with duckdb.connect() as engine, Originals() as originals:
        open_tables(engine, location, ("articles", "events", "readings", "stories"))
        where, values = ["true"], list[object]()
        if choice.start_day:
            where.append("coalesce(moment, day)[:10] >= ?")
            values.append(choice.start_day)
        if choice.end_day:
            where.append("coalesce(moment, day)[:10] <= ?")
            values.append(choice.end_day)
        if choice.actor:
            where.append("capture IN (SELECT capture FROM events WHERE list_has_any(flatten(names), ?))")
            values.append(sorted({name(actor) for actor in choice.actor}))
        if choice.story is not None:
            found = engine.execute(
                "SELECT DISTINCT story FROM stories WHERE starts_with(story, ?) ORDER BY story LIMIT 4", [choice.story]
            ).fetchall()
            where.append("document IN (SELECT document FROM stories WHERE story = ?)")
            values.append(only(choice.story, "story", [story for (story,) in found]))
        asked = engine.execute(_SQL.format(where=" AND ".join(where)), values)
        while rows := asked.fetchmany(_BATCH):
            for source, offset, sha256, key, reading in rows:
                try:
                    raw = originals.bytes_of(source, offset, sha256)
                except UnreadableSource as fault:
                    yield fault
                else:
                    yield Incoming(reading_from_json(reading), raw, key if key.startswith(_FILE) else None)
