"""One shard: its pages one after the other, read, or skipped and why.

Nothing here knows how many shards there are, or who reads them. How much memory a page would take is told from the
page: a limit that followed what a process happens to hold would skip other pages each time.
"""

import gzip
import io
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
import zstandard

from ..chronicle.documents import document_of
from ..chronicle.preparing import content_of
from ..errors import DateError, NotVietnamese, PageError, PageTooLarge, UnreadableSource
from ..model import Article, Page
from ..page.archive import Record, Skipped, records_from
from ..page.dateline import given_time
from ..page.decode import MAX_BYTES
from ..page.language import may_be_vietnamese
from ..page.publishers import host_of
from ..page.repeats import Repeats
from ..reader import article_of, lines_of, read_article, understood
from .dataset import Captured, Passed
from .places import is_local, opened
from .shards import Shard

# What a page takes at most; tests/archive/proof.py measures it on pages of nothing but short elements, or words.
_PER_BYTE, _PER_TAG, _PER_WORD = 10, 1300, 900
RESERVED = 500 << 20  # what a process takes before it has a page: the lexicon, the counts of lines, the tables it holds
_KINDS: dict[type[PageError], str] = {NotVietnamese: "language", PageTooLarge: "large"}
_URI, _HTML, _TEXT, _DATE = ("uri", "url"), ("html", "raw_html"), ("text", "content", "body"), ("published", "date")
_ROWS = 256  # rows of a table at once


class Piece(NamedTuple):
    """What of a shard is read: its records' own bounds, the counts of its file's lines, and on which terms.

    `counts` is None where the shard is all of its file and they are still to be made; `memory` is in bytes.
    """

    shard: Shard
    sized: bool
    start: int
    end: int | None
    counts: Repeats | None
    published: str | None
    memory: int


def read_piece(piece: Piece) -> Iterator[Captured | Passed]:
    """The pages of a piece in order; records that are no pages too. Raises UnreadableSource."""
    return _OF_FORM[piece.shard.form](piece)


def records_between(file: BinaryIO, start: int, end: int | None) -> Iterator[Record | Skipped]:
    """The records that begin in a span of an archive."""
    for record in records_from(file, start):
        if end is not None and record.offset >= end:
            return
        yield record


def count_lines(records: Iterator[Record | Skipped], memory: int, repeats: Repeats) -> None:
    """Counts the lines of pages that may be read, by host."""
    for record in records:
        if isinstance(record, Skipped) or not (host := host_of(record.uri)):
            continue
        if may_be_vietnamese(record.raw) and weight_of(record.raw) <= memory - RESERVED:
            repeats.add(host, lines_of(record))


# -- forms ----------------------------------------------------------------------------------------------------


def _archive(piece: Piece) -> Iterator[Captured | Passed]:
    source = piece.shard.source
    with opened(source, piece.sized) as file:
        repeats = piece.counts
        if repeats is None:
            repeats = Repeats()
            count_lines(records_between(file, piece.start, piece.end), piece.memory, repeats)
        for record in records_between(file, piece.start, piece.end):
            if isinstance(record, Skipped):
                # Between records the words of the fault depend on where the reading began.
                why = record.why if record.uri else record.why.partition(" (")[0]
                yield Passed(source, record.offset, record.uri, record.kind, why)
            else:
                understand = partial(article_of, record, piece.published, repeats)
                yield _read(piece, record.offset, record.uri, record.raw, understand)


def _lines(piece: Piece) -> Iterator[Captured | Passed]:
    with opened(piece.shard.source, piece.sized) as file, unpacked_lines(file, piece.shard.source) as plain:
        offset = piece.start
        if offset:
            plain.seek(offset - 1)
            offset += len(plain.readline()) - 1
        while piece.end is None or offset < piece.end:
            line = plain.readline(MAX_BYTES)
            if not line:
                return
            size = len(line)
            while len(line) == MAX_BYTES and not line.endswith(b"\n") and (more := plain.readline(MAX_BYTES)):
                size += len(more)
                if more.endswith(b"\n"):
                    break
            if size > len(line):
                what = f"a line of {size >> 20} MB, more than the {MAX_BYTES >> 20} MB that one page may have"
                yield Passed(piece.shard.source, offset, "", "large", what)
            elif line.strip():
                yield _row(piece, offset, line)
            offset += size


@contextmanager
def unpacked_lines(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """A file of lines, without what it is packed by as its name says."""
    if name.lower().endswith(".gz"):
        with gzip.open(file) as plain:
            yield plain  # type: ignore[misc]
    elif name.lower().endswith(".zst"):
        with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as stream:
            yield io.BufferedReader(stream)
    else:
        yield file


def row_of(line: bytes) -> dict[str, Any] | None:
    """The row that a line holds; None where it is no JSON object."""
    try:
        row = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return row if isinstance(row, dict) else None


def _row(piece: Piece, offset: int, line: bytes) -> Captured | Passed:
    row = row_of(line)
    if row is None:
        return Passed(piece.shard.source, offset, "", "damaged", "the line is no JSON object")
    return _given(piece, offset, row)


def _table(piece: Piece) -> Iterator[Captured | Passed]:
    import pyarrow.parquet as pq

    with opened(piece.shard.source, piece.sized) as file:
        table = pq.ParquetFile(file)
        columns = [c for c in (*_URI, *_HTML, *_TEXT, *_DATE, "title") if c in table.schema_arrow.names]
        groups = range(piece.start, table.num_row_groups if piece.end is None else piece.end)
        number = sum(table.metadata.row_group(i).num_rows for i in range(piece.start))
        for batch in table.iter_batches(_ROWS, row_groups=list(groups), columns=columns):
            for row in batch.to_pylist():
                yield _given(piece, number, row)
                number += 1


def _given(piece: Piece, offset: int, row: dict[str, Any]) -> Captured | Passed:
    """The page of a row or a line: its address, its HTML or its text (with a title apart), its day."""
    uri, raw = _first(row, _URI), page_of(row)
    if raw is None:
        names = ", ".join((*_HTML, *_TEXT))
        return Passed(piece.shard.source, offset, str(uri or ""), "damaged", f"has no page (one of {names})")
    named = str(uri) if uri else ""
    day = _day(_first(row, _DATE)) or piece.published
    where = named or f"{piece.shard.source} at {offset}"
    return _read(piece, offset, named, raw, partial(_understood, raw, where, day))


def page_of(row: dict[str, Any]) -> bytes | None:
    """The page of a row: its HTML, or its text under its title; None where it has none."""
    page = _first(row, _HTML) or _first(row, _TEXT)
    if not isinstance(page, str | bytes) or not page:
        return None
    title = row.get("title")
    if isinstance(page, str):
        if isinstance(title, str) and not _first(row, _HTML) and title.strip() not in page[: len(title) + 200]:
            page = f"{title.strip()}\n\n{page}"
        page = page.encode("utf-8", "surrogatepass")
    return page


def _first(row: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((row[name] for name in names if row.get(name)), None)


def _day(given: Any) -> str | None:
    """A day or time as ISO 8601, where it is one."""
    if isinstance(given, datetime | date):
        return given.isoformat()
    try:
        return given if isinstance(given, str) and given_time(given) else None
    except DateError:
        return None


def _files(piece: Piece) -> Iterator[Captured | Passed]:
    for location in piece.shard.pages:
        try:
            with opened(location, piece.sized) as file:
                raw = file.read(MAX_BYTES + 1)
        except UnreadableSource as fault:
            yield Passed(location, 0, location, "damaged", fault.what)
            continue
        key = f"file:{location}" if is_local(location) else None
        yield _read(piece, 0, location, raw, partial(_understood, raw, location, piece.published), location, key)


_OF_FORM: dict[str, Callable[[Piece], Iterator[Captured | Passed]]] = {
    "warc": _archive,
    "jsonl": _lines,
    "parquet": _table,
    "pages": _files,
}


# -- one page -------------------------------------------------------------------------------------------------


def _understood(raw: bytes, where: str, published: str | None) -> tuple[Article, Page] | Skipped:
    try:
        return understood(raw, where, published)
    except PageError as fault:
        return Skipped(0, where, _KINDS.get(type(fault), "article"), fault.what)


def _read(
    piece: Piece,
    offset: int,
    uri: str,
    raw: bytes,
    understand: Callable[[], tuple[Article, Page] | Skipped],
    source: str | None = None,
    key: str | None = None,
) -> Captured | Passed:
    source = source or piece.shard.source
    free = piece.memory - RESERVED

    def heavy(weight: int) -> Passed:
        what = f"reading it may take {weight >> 20} MB, more than the {free >> 20} MB that a page may have"
        return Passed(source, offset, uri, "memory", f"{what} of {piece.memory >> 20}")

    if not may_be_vietnamese(raw):
        return Passed(source, offset, uri, "language", "is not Vietnamese")
    if (weight := weight_of(raw)) > free:
        return heavy(weight)
    try:
        found = understand()
        if isinstance(found, Skipped):
            return Passed(source, offset, uri, found.kind, found.why)
        if (weight := weight_of(raw) + words_weight(sum(p.text.count(" ") + 1 for p in found[0].paragraphs))) > free:
            return heavy(weight)
        reading = read_article(*found)
        return Captured(source, offset, reading, content_of(document_of(reading, key), reading))
    except MemoryError:
        return Passed(source, offset, uri, "memory", "reading it took more than this process may have")
    except Exception as fault:
        # A fault of the program: among millions of pages it must not cost the others.
        at = traceback.extract_tb(fault.__traceback__)[-1]
        told = f"{type(fault).__name__} in {Path(at.filename).name}"
        return Passed(source, offset, uri, "fault", f"the program failed on it ({told}); please report it")


def weight_of(raw: bytes) -> int:
    """Bytes that a page may take to be parsed."""
    return _PER_BYTE * len(raw) + _PER_TAG * raw.count(b"<")


def words_weight(words: int) -> int:
    """Bytes that so many words may take to be read."""
    return _PER_WORD * words
