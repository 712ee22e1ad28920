"""Parquet: five tables, as a folder of files or as one ZIP of them.

articles, mentions, events and statements are what was read on each page, entries what the chronicle made of them; `p`,
`start` and `end` are the paragraph and the code points of a span in the page's reading. Columns of words that come
again are dictionary-encoded, the others plain. Lists are joined by `; ` as in CSV, so that any reader takes them, but
for an entry's tellings, documents, outlets and origins. Days are text (ISO 8601): many are not whole.
[How DuckDB and pandas read them](parquet.md).
"""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ..chronicle.records import Document, Entry
from ..model import Actor, Event, Place, Reading
from ..show import name
from .articles import documents_of
from .formats import Field
from .plover import address_of
from .source import Source

_ROWS = 16_384  # of a row group, at most
_LETTERS = 16_000_000  # of a row group's text, about: what is held in memory at once
_TEXT, _LIST = pa.string(), pa.list_(pa.string())
_INT, _FLOAT, _BOOL = pa.int32(), pa.float64(), pa.bool_()


class Column(NamedTuple):
    """A column: its name, its type, where it comes from, what is lost, whether its values come again."""

    name: str
    kind: pa.DataType
    origin: str
    lost: str = ""
    again: bool = False


def _again(name_: str, origin: str, lost: str = "") -> Column:
    return Column(name_, _TEXT, origin, lost, again=True)


_SPAN = [Column("p", _INT, "paragraph"), Column("start", _INT, "code points"), Column("end", _INT, "code points")]
_ACT = [
    _again("event", "PLOVER category"),
    _again("mode", "PLOVER mode"),
    _again("context", "PLOVER contexts, joined"),
    _again("status", "status"),
    _again("actor", "actors with their powers, joined", "sector, office, Wikidata id"),
    _again("actor_states", "states that the actors stand for, joined"),
    _again("recipient", "recipients, as `actor`", "as `actor`"),
    _again("recipient_states", "as `actor_states`"),
    _again("from", "first day"),
    _again("to", "last day"),
    _again("place", "place.name"),
    _again("country", "place.country"),
    Column("lat", _FLOAT, "place.lat"),
    Column("lon", _FLOAT, "place.lon"),
    _again("said_by", "who vouches for it, joined"),
]
TABLES: dict[str, list[Column]] = {
    "articles": [
        Column("document", _TEXT, "Document.id"),
        Column("key", _TEXT, "Document.key"),
        Column("url", _TEXT, "Document.key where it is an address on the web"),
        _again("outlet", "Document.outlet"),
        _again("section", "Article.section"),
        Column("title", _TEXT, "Document.title"),
        Column("moment", _TEXT, "Document.moment"),
        Column("day", _TEXT, "Document.day"),
        _again("byline", "Document.byline, joined"),
        _again("credit", "Document.credit, joined"),
        Column("text", _TEXT, "Document.text", "captions, blocks, related"),
        Column("mentions", _INT, "number of mentions"),
        Column("events", _INT, "number of events"),
        Column("statements", _INT, "number of statements"),
        _again("reader", "Reader.version"),
        _again("lexicon", "Reader.lexicon"),
    ],
    "mentions": [
        _again("document", "Document.id"),
        *_SPAN,
        _again("text", "Mention.text"),
        _again("kind", "Mention.kind"),
        _again("entity", "Mention.entity"),
        _again("wikidata", "Mention.wikidata"),
        _again("office", "Mention.office"),
        _again("basis", "Mention.basis"),
    ],
    "events": [
        _again("document", "Document.id"),
        Column("number", _INT, "place of the event in its reading, from 0"),
        *_SPAN,
        _again("trigger", "Event.trigger"),
        *_ACT,
        _again("date_basis", "Event.date_basis"),
        _again("rule", "Event.rule"),
        Column("text", _TEXT, "the sentence", "cues, clause, told"),
    ],
    "statements": [
        _again("document", "Document.id"),
        *_SPAN,
        Column("text", _TEXT, "Statement.text"),
        _again("speaker", "Statement.speaker, with their powers, joined", "as `actor`"),
        _again("cue", "Statement.cue"),
        Column("direct", _BOOL, "Statement.direct"),
        _again("channel", "Statement.channel"),
    ],
    "entries": [
        Column("id", _TEXT, "Entry.id"),
        *_ACT,
        Column("text", _TEXT, "Entry.text"),
        Column("best", _TEXT, "Entry.best"),
        Column("tellings", _LIST, "Entry.tellings"),
        Column("documents", _LIST, "Entry.documents", again=True),
        Column("outlets", _LIST, "Entry.outlets", again=True),
        Column("origins", _LIST, "Entry.origins", again=True),
        Column("conflicts", _TEXT, "Entry.conflicts, field and values", "which telling says which"),
        _again("story", "Entry.story"),
        Column("rejected", _BOOL, "Entry.rejected"),
    ],
}
FIELDS = [Field(f"{table}.{c.name}", c.origin, c.lost) for table, columns in TABLES.items() for c in columns]
Row = tuple[Any, ...]


def write(source: Source, out: BinaryIO) -> int:
    """Writes the tables as one ZIP, stored and with fixed dates; gives how many rows they have."""
    with tempfile.TemporaryDirectory(prefix="thoisu-") as folder, tempfile.TemporaryFile() as whole:
        count = write_folder(source, Path(folder))
        # First into a file: in one that can't be wound back, sizes would stand behind what they are of.
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
            for table in TABLES:
                path = Path(folder, f"{table}.parquet")
                info = zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0))
                info.create_system, info.external_attr, info.file_size = 3, 0o644 << 16, path.stat().st_size
                with path.open("rb") as table_file, packed.open(info, "w") as member:
                    shutil.copyfileobj(table_file, member)
        whole.seek(0)
        shutil.copyfileobj(whole, out)
    return count


def write_folder(source: Source, folder: Path) -> int:
    """Writes one file a table, `TABLE.parquet`, into a folder that is there; gives how many rows they have."""
    with ExitStack() as files:
        tables = {table: files.enter_context(_Table(folder / f"{table}.parquet", TABLES[table])) for table in TABLES}
        for document in documents_of(source):
            reading = source.store.reading(document.id)
            tables["articles"].add(article_row(document, reading))
            for table, rows in ROWS_OF.items():
                for row in rows(document, reading):
                    tables[table].add(row)
        for entry in source.entries():
            tables["entries"].add(entry_row(entry))
    return sum(table.count for table in tables.values())


class _Table:
    """A table that is written one row group after the other."""

    def __init__(self, path: Path, columns: list[Column]) -> None:
        self.count = 0
        self._schema = pa.schema([pa.field(c.name, c.kind) for c in columns])
        self._texts = [i for i, c in enumerate(columns) if c.kind == _TEXT and not c.again]
        self._rows: list[Row] = []
        self._letters = 0
        # Of a column of lists it is the values within that are encoded.
        again = [f"{c.name}.list.element" if c.kind == _LIST else c.name for c in columns if c.again]
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", use_dictionary=again, version="2.6")

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, row: Row) -> None:
        """Adds a row, which is written as soon as there are enough."""
        self._rows.append(row)
        self._letters += sum(len(row[i] or "") for i in self._texts)
        self.count += 1
        if len(self._rows) >= _ROWS or self._letters >= _LETTERS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
            self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._rows.clear()
        self._letters = 0


def article_row(document: Document, reading: Reading) -> Row:
    """The row of `articles` for a page."""
    return (
        document.id, document.key, address_of(document), document.outlet, reading.article.section, document.title,
        document.moment, document.day, _joined(document.byline), _joined(document.credit), document.text,
        len(reading.mentions), len(reading.events), len(reading.statements), reading.reader.version,
        reading.reader.lexicon,
    )  # fmt: skip


def _mentions(document: Document, reading: Reading) -> Iterator[Row]:
    for m in reading.mentions:
        yield document.id, m.p, m.start, m.end, m.text, m.kind, m.entity, m.wikidata, m.office, m.basis


def _events(document: Document, reading: Reading) -> Iterator[Row]:
    for number, e in enumerate(reading.events):
        s = e.evidence[0]
        text = reading.article.paragraphs[s.p].text[s.start : s.end]
        yield document.id, number, e.p, e.start, e.end, e.trigger, *_act(e), e.date_basis, e.rule, text


def _statements(document: Document, reading: Reading) -> Iterator[Row]:
    for s in reading.statements:
        yield document.id, s.p, s.start, s.end, s.text, _parties(s.speaker), s.cue, s.direct, s.channel


ROWS_OF: dict[str, Callable[[Document, Reading], Iterator[Row]]] = {
    "mentions": _mentions,
    "events": _events,
    "statements": _statements,
}


def entry_row(e: Entry) -> Row:
    """The row of `entries` for an entry."""
    conflicts = "; ".join(f"{c.field}: {' / '.join(c.values)}" for c in e.conflicts) or None
    return (
        e.id, *_act(e), e.text, e.best, e.tellings, e.documents, e.outlets, e.origins, conflicts, e.story, e.rejected,
    )  # fmt: skip


def _act(e: Event | Entry) -> Row:
    place = e.place or Place("")
    return (
        e.event, e.mode, _joined(e.context), e.status, _parties(e.actor), _states(e.actor), _parties(e.recipient),
        _states(e.recipient), e.start_day, e.end_day, place.name or None, place.country, place.lat, place.lon,
        _joined(e.said_by),
    )  # fmt: skip


def _parties(actors: list[Actor]) -> str | None:
    return "; ".join([name(a) for a in actors]) or None


def _states(actors: list[Actor]) -> str | None:
    return "; ".join([a.country for a in actors if a.country]) or None


def _joined(words: list[str]) -> str | None:
    return "; ".join(words) or None
