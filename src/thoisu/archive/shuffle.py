"""Rows handed from the tasks of one stage to those of the next, each to the partition that it belongs to.

A task writes its rows as files of Arrow, in each of them one batch for every partition; who works on a partition takes
that batch of every file. What a task writes follows from what it was given alone: done twice, it is the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from .places import Folder, opened

_LETTERS = np.frombuffer(b"234567abcdefghijklmnopqrstuvwxyz", np.uint8)  # of an id, in the order of their bytes
_VALUES = np.zeros(256, np.int64)
_VALUES[_LETTERS] = np.arange(32)
_WIDTH = 12
_SHIFTS = 5 * np.arange(_WIDTH - 1, -1, -1)
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


def numbers_of(ids: Any) -> Any:
    """Ids (chronicle/records.py) as numbers of 60 bits in the same order.

    >>> names_of(numbers_of(["57ljjojig74x", "a2345672abcd"]))
    ['57ljjojig74x', 'a2345672abcd']
    """
    letters = np.array(list(ids), f"S{_WIDTH}").view(np.uint8).reshape(-1, _WIDTH)
    return (_VALUES[letters] << _SHIFTS).sum(axis=1)


def names_of(numbers: Any) -> list[str]:
    """The ids of numbers."""
    letters = _LETTERS[(np.asarray(numbers, np.int64)[:, None] >> _SHIFTS) & 31]
    return [name.decode() for name in letters.view(f"S{_WIDTH}").ravel().tolist()]


class Exchange:
    """The files that stages hand on, under `root` in a folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     between = Exchange(Folder(here), "_groups/a")
    ...     between.put("odd", "0", {"n": np.arange(5)}, np.arange(5) % 2, 2)
    ...     between.all("odd", 1)["n"].to_pylist()
    [1, 3]
    """

    def __init__(self, folder: Folder, root: str) -> None:
        self.folder = folder
        self._root = root

    def put(self, stage: str, file: str, columns: dict[str, Any], parts: Any, count: int) -> None:
        """Writes rows for the `count` partitions of a stage, each for the one that `parts` has; lists are text."""
        order = np.argsort(parts, kind="stable")
        table = _table(columns).take(pa.array(order))
        bounds = np.searchsorted(np.asarray(parts)[order], np.arange(count + 1))
        self._write(stage, file, table, [int(bound) for bound in bounds])

    def keep(self, stage: str, part: int, columns: dict[str, Any]) -> None:
        """Writes rows for whoever works on the same partition later."""
        table = _table(columns)
        self._write(stage, f"{part:06}", table, [0, table.num_rows])

    def kept(self, stage: str, part: int) -> pa.Table:
        """The rows that were kept of a partition."""
        with self._opened(f"{self._root}/{stage}/{part:06}.arrow") as (schema, batches):
            return pa.Table.from_batches([batches(0)], schema)

    def each(self, stage: str, part: int) -> Iterator[pa.Table]:
        """The rows of a partition, those of one file after those of the other, by the files' names."""
        for name in self.folder.names(f"{self._root}/{stage}"):
            with self._opened(name) as (schema, batches):
                yield pa.Table.from_batches([batches(part)], schema)

    def all(self, stage: str, part: int) -> pa.Table | None:
        """All rows of a partition; None where no task had any for the stage."""
        tables = list(self.each(stage, part))
        return pa.concat_tables(tables).combine_chunks() if tables else None

    def columns(self, stage: str, part: int, *names: str) -> tuple[Any, ...]:
        """Columns of numbers of a partition."""
        table = self.all(stage, part)
        if table is None:
            return tuple(np.empty(0, np.int64) for _ in names)
        return tuple(table[name].to_numpy() for name in names)

    def _write(self, stage: str, file: str, table: pa.Table, bounds: list[int]) -> None:
        with self.folder.scratch() as scratch:
            path = scratch / "rows"
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=_OPTIONS) as writer:
                for first, last in pairwise(bounds):
                    rows = table.slice(first, last - first).combine_chunks().to_batches()
                    writer.write_batch(rows[0] if rows else _empty(table.schema))
            self.folder.publish(path, f"{self._root}/{stage}/{file}.arrow")

    @contextmanager
    def _opened(self, name: str) -> Iterator[tuple[pa.Schema, Any]]:
        with opened(self.folder.address(name)) as file:
            reader = pa.ipc.open_file(pa.PythonFile(file, "r"))
            yield reader.schema, reader.get_batch


def _table(columns: dict[str, Any]) -> pa.Table:
    typed = {
        name: pa.array(value, pa.string()) if isinstance(value, list) else value for name, value in columns.items()
    }
    return pa.table(typed)


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.record_batch([pa.array([], field.type) for field in schema], schema=schema)
