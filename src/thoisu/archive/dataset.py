"""The data set: tables in Parquet, by month of publication, the files of a shard named by it.

`articles`, `mentions`, `events` and `statements` are those of export/parquet.py, with the capture that each row is of:
an address may have been fetched more than once. Beside them stand `readings` (all that was read of a page), `sketches`
and `tellings` (what copies, stories and entries are found by), and `skipped`. docs/archives.md has all columns.

A file's bytes follow from its shard alone: rows in the order of the source, fixed settings, and no time in it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..chronicle.preparing import Content
from ..export.parquet import ROWS_OF, TABLES, Column, article_row
from ..model import Reading
from ..store.words import name
from .manifest import Output
from .places import Folder

UNDATED = "undated"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)")
_TEXT, _LIST, _BYTES, _LONG = pa.string(), pa.list_(pa.string()), pa.binary(), pa.int64()
_BATCH = 1024  # rows of a table that are held as such
_HELD = 96 << 20  # bytes of tables that are held before a part of a shard is written
_ROW_GROUP = 16_384
_Row = tuple[Any, ...]


class Captured(NamedTuple):
    """A page of an archive: its source, where it stands there, when it was fetched, and what was made of it."""

    source: str
    offset: int
    reading: Reading
    content: Content


class Passed(NamedTuple):
    """A page or record that was skipped, and is named: `kind` as in page/archive.py, or "memory"."""

    source: str
    offset: int
    uri: str
    kind: str
    why: str


_CAPTURE = Column("capture", _TEXT, "source and offset", again=True)
_PLACE = (
    Column("source", _TEXT, "file that the page stands in", again=True),
    Column("offset", _LONG, "where it stands: byte, row, or 0"),
    Column("fetched", _TEXT, "Page.fetched", again=True),
    Column("sha256", _TEXT, "Page.sha256"),
)
COLUMNS: dict[str, list[Column]] = {
    "articles": [
        Column("capture", _TEXT, "source and offset"),
        *_PLACE,
        *TABLES["articles"],
    ],
    "mentions": [_CAPTURE, *TABLES["mentions"]],
    "events": [
        _CAPTURE,
        *TABLES["events"],
        Column("names", pa.list_(_LIST), "names, folded, that each actor and recipient is asked for by", again=True),
    ],
    "statements": [_CAPTURE, *TABLES["statements"]],
    "readings": [
        Column("capture", _TEXT, "source and offset"),
        Column("document", _TEXT, "Document.id"),
        Column("reading", _BYTES, "Reading, as JSON"),
    ],
    "sketches": [
        Column("capture", _TEXT, "source and offset"),
        Column("document", _TEXT, "Document.id"),
        *_PLACE,
        Column("moment", _TEXT, "Document.moment"),
        Column("day", _TEXT, "Document.day"),
        Column("outlet", _TEXT, "Document.outlet", again=True),
        Column("credit", _LIST, "Document.credit", again=True),
        Column("letters", pa.int32(), "length of Document.text"),
        Column("signature", _BYTES, "Sketch.signature"),
        Column("bands", pa.list_(_LONG), "Sketch.bands"),
        Column("features", _BYTES, "Sketch.features"),
        Column("keys", _LIST, "Sketch.keys"),
    ],
    "tellings": [
        _CAPTURE,
        Column("document", _TEXT, "Document.id", again=True),
        Column("id", _TEXT, "Telling.id"),
        Column("number", pa.int32(), "Telling.number"),
        Column("telling", _BYTES, "Telling, as MessagePack; its family is the document"),
        Column("blocks", _LIST, "blocks_of(telling)"),
    ],
    "families": [
        Column("capture", _TEXT, "capture that counts of the document"),
        Column("document", _TEXT, "Document.id"),
        Column("family", _TEXT, "document that it is a copy of; itself where it is none", again=True),
    ],
    "stories": [
        Column("capture", _TEXT, "capture that counts of the document"),
        Column("document", _TEXT, "Document.id"),
        Column("story", _TEXT, "earliest document of its story", again=True),
        Column("parent", _TEXT, "earlier document that it goes on with", again=True),
        Column("score", pa.float64(), "how like that it is, from 0 to 1"),
    ],
    "entries": [
        *TABLES["entries"],
        Column("names", pa.list_(_LIST), "names, folded, that each actor and recipient is asked for by", again=True),
        Column("entry", _BYTES, "Entry, as JSON"),
    ],
    "skipped": [
        Column("source", _TEXT, "file that it stands in", again=True),
        Column("offset", _LONG, "where it stands: byte, row, or 0"),
        Column("uri", _TEXT, "its address"),
        Column("kind", _TEXT, "damaged, large, memory, article or fault", again=True),
        Column("why", _TEXT, "in words", again=True),
    ],
}
_SCHEMAS = {table: pa.schema([pa.field(c.name, c.kind) for c in columns]) for table, columns in COLUMNS.items()}


def capture_id(source: str, offset: int) -> str:
    """The id of a page where it stands in an archive; sixteen small letters and digits.

    >>> capture_id("/data/tin.warc.gz", 714)
    'xeeybwytehv4x237'
    """
    digest = hashlib.sha256(f"{source}\0{offset}".encode()).digest()
    return base64.b32encode(digest)[:16].decode().lower()


def month_of(moment: str | None) -> str:
    """The month in which a page was published.

    >>> month_of("2022-01-21T07:01+07:00"), month_of(None)
    ('2022-01', 'undated')
    """
    return moment[:7] if moment and _MONTH.match(moment) else UNDATED


class Builder:
    """The files of one shard, made in a scratch folder. What they hold is written in parts where it is much."""

    def __init__(self, scratch: Path, shard: str, held: int = _HELD) -> None:
        self._scratch, self._shard, self._most = scratch, shard, held
        self._rows: dict[str, list[tuple[str, _Row]]] = {table: [] for table in COLUMNS}
        self._batches: dict[str, list[tuple[str, pa.RecordBatch]]] = {table: [] for table in COLUMNS}
        self._bytes = self._part = 0
        self._made: list[tuple[Path, str, int]] = []

    def add(self, page: Captured) -> None:
        """Adds the rows of a page."""
        document = page.content.document
        month = month_of(document.moment)
        capture = capture_id(page.source, page.offset)
        for table, row in _rows(page, capture):
            self._rows[table].append((month, row))
        self._settle()

    def skip(self, passed: Passed) -> None:
        """Names a page that was skipped."""
        self._rows["skipped"].append(("", tuple(passed)))
        self._settle()

    def _settle(self) -> None:
        for table, rows in self._rows.items():
            if len(rows) >= _BATCH:
                self._pack(table)
        if self._bytes >= self._most:
            self._write()

    def _pack(self, table: str) -> None:
        """Rows as Arrow holds them, which takes a small part of the memory."""
        by_month: dict[str, list[_Row]] = {}
        for month, row in self._rows[table]:
            by_month.setdefault(month, []).append(row)
        self._rows[table].clear()
        schema = _SCHEMAS[table]
        for month, rows in by_month.items():
            arrays = [pa.array(values, f.type) for values, f in zip(zip(*rows, strict=True), schema, strict=True)]
            batch = pa.record_batch(arrays, schema=schema)
            self._batches[table].append((month, batch))
            self._bytes += batch.nbytes

    def _write(self) -> None:
        """Writes what is held as the next part."""
        for table, batches in self._batches.items():
            self._pack(table)
            for month in sorted({month for month, _ in batches}):
                held = pa.Table.from_batches([batch for of, batch in batches if of == month], _SCHEMAS[table])
                part = f".{self._part}" if self._part else ""
                folder = f"{table}/month={month}" if month else table
                name_ = f"{folder}/{self._shard}{part}.parquet"
                path = self._scratch / f"{len(self._made)}.parquet"
                _write(held, path, table)
                self._made.append((path, name_, held.num_rows))
            batches.clear()
        self._bytes = 0
        self._part += 1

    def publish(self, folder: Folder) -> list[Output]:
        """Puts the files in their places."""
        self._write()
        outputs = []
        for path, name_, rows in self._made:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            outputs.append(Output(name_, rows, path.stat().st_size, sha256))
            folder.publish(path, name_)
        return outputs


def write_table(folder: Folder, table: str, month: str, name_: str, rows: pa.Table) -> Output:
    """Puts the rows of a month into a file of a table."""
    with folder.scratch() as scratch:
        path = scratch / "table.parquet"
        _write(rows.cast(_SCHEMAS[table]), path, table)
        placed = f"{table}/month={month}/{name_}.parquet"
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        output = Output(placed, rows.num_rows, path.stat().st_size, sha256)
        folder.publish(path, placed)
    return output


def _write(rows: pa.Table, path: Path, table: str) -> None:
    pq.write_table(
        rows, path, row_group_size=_ROW_GROUP, compression="zstd", compression_level=3, version="2.6",
        use_dictionary=_again(table), write_page_index=False,
    )  # fmt: skip


def _again(table: str) -> list[str]:
    """The columns whose values come again, as Parquet names them: of lists it is the values within."""
    inner = {_LIST: ".list.element", pa.list_(_LIST): ".list.element.list.element"}
    return [f"{c.name}{inner.get(c.kind, '')}" for c in COLUMNS[table] if c.again]


def _rows(page: Captured, capture: str) -> Iterator[tuple[str, _Row]]:
    reading, content = page.reading, page.content
    document, sketch = content.document, content.sketch
    place = capture, page.source, page.offset, reading.page.fetched, reading.page.sha256
    yield "articles", (*place, *article_row(document, reading))
    for table, rows in ROWS_OF.items():
        more = _MORE.get(table)
        for number, row in enumerate(rows(document, reading)):
            yield table, (capture, *row, *(more(reading, number) if more else ()))
    yield "readings", (capture, document.id, reading.to_json())
    yield (
        "sketches",
        (capture, document.id, *place[1:], document.moment, document.day, document.outlet, document.credit,
         len(document.text), sketch.signature, sketch.bands, sketch.features, sketch.keys),
    )  # fmt: skip
    for telling, blocks in zip(content.tellings, content.blocks, strict=True):
        yield "tellings", (capture, document.id, telling.id, telling.number, msgspec.msgpack.encode(telling), blocks)


def _names(reading: Reading, number: int) -> _Row:
    event = reading.events[number]
    parties = (*event.actor, *event.recipient)
    return ([sorted({name(n) for n in (a.entity, a.country, a.org, a.power) if n}) for a in parties],)


_MORE: dict[str, Callable[[Reading, int], _Row]] = {"events": _names}


def digest(folder: Folder) -> str:
    """What the rows of all tables come to, in whatever files and order they lie: the sum of their hashes.

    Two data sets with the same rows in the same months have the same digest, however they were cut into shards.
    """
    total = 0
    for name_ in folder.names():
        table, _, rest = name_.partition("/")
        if table not in COLUMNS or not name_.endswith(".parquet"):
            continue
        month = rest.partition("/")[0] if "/" in rest else ""
        with folder.scratch() as scratch:
            path = scratch / "table.parquet"
            path.write_bytes(folder.read(name_))
            for batch in pq.ParquetFile(path).iter_batches(1024):
                for row in batch.to_pylist():
                    line = msgspec.msgpack.encode([table, month, *row.values()])
                    total += int.from_bytes(hashlib.sha256(line).digest(), "big")
    return f"{total % 2**256:064x}"
