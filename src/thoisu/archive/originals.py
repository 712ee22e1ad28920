"""The bytes of pages as they came, from the sources of a data set: a data set keeps what was read, not what it was."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Any, BinaryIO, Self

from ..errors import UnreadableSource
from ..page.archive import Record, records_from
from ..page.decode import MAX_BYTES
from .places import files_at, opened
from .reading import page_of, row_of, unpacked_lines
from .sources import form_of


class Originals:
    """The sources of a data set, one opened at a time: who asks in their order opens each once."""

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._of: str | None = None
        self._page: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def bytes_of(self, source: str, offset: int, sha256: str) -> bytes:
        """The bytes of the page that stands there. Raises UnreadableSource where they are gone, or others by now."""
        if source != self._of:
            self._opened.close()
            self._of = None
            self._page = self._open(source)
            self._of = source
        raw: bytes | None = self._page(offset)
        if raw is None or hashlib.sha256(raw).hexdigest() != sha256:
            raise UnreadableSource(source, f"holds another page at {offset} than was read", "read the source again")
        return raw

    def _open(self, source: str) -> Any:
        (place,) = files_at(source)
        file = self._opened.enter_context(opened(source, place.size is not None))
        form = form_of(place)
        if form == "pages":
            return lambda offset: file.read(MAX_BYTES + 1)
        if form == "jsonl":
            plain = self._opened.enter_context(unpacked_lines(file, source))
            return lambda offset: _in_lines(plain, offset)
        return _Rows(file).page if form == "parquet" else lambda offset: _in_archive(file, offset)


def _in_archive(file: BinaryIO, offset: int) -> bytes | None:
    record = next(records_from(file, offset), None)
    return record.raw if isinstance(record, Record) and record.offset == offset else None


def _in_lines(plain: BinaryIO, offset: int) -> bytes | None:
    plain.seek(offset)
    row = row_of(plain.readline(MAX_BYTES))
    return page_of(row) if row else None


class _Rows:
    """A table of which a batch of rows is held."""

    def __init__(self, file: BinaryIO) -> None:
        import pyarrow.parquet as pq

        self._table = pq.ParquetFile(file)
        self._held: list[dict[str, Any]] = []
        self._batches: Iterator[Any] = iter(())
        self._next = 0

    def page(self, number: int) -> bytes | None:
        """The page of a row; rows are asked for in order, or reading begins anew."""
        if number < self._next - len(self._held) or not self._next:
            self._batches = self._table.iter_batches(256)
            self._held, self._next = [], 0
        while number >= self._next and (batch := next(self._batches, None)) is not None:
            self._held = batch.to_pylist()
            self._next += len(self._held)
        return page_of(self._held[number - self._next]) if number < self._next else None
