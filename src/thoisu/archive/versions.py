"""Which capture of a document counts, where its address was fetched more than once: the one that a store would show.

Captures come one after the other by the time of fetching, then by source and place in it. As `thoisu add` does it, the
newest bytes count, as they were read when they first came.
"""

from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .dataset import month_of
from .places import Folder, opened
from .shuffle import Exchange, numbers_of

_ORDER = ("id", "fetched", "source", "offset")
_KEPT = (
    "id", "capture", "document", "source", "offset", "fetched", "sha256", "moment", "day", "outlet", "credit",
    "letters", "signature", "bands", "features", "keys",
)  # fmt: skip


def rows_of(folder: Folder, name: str, columns: list[str]) -> pa.Table:
    """Columns of a file of the data set."""
    with opened(folder.address(name)) as file:
        return pq.ParquetFile(file).read(columns)


def spread_captures(folder: Folder, between: Exchange, part: int, names: list[str], count: int) -> None:
    """Files of `sketches` to the partitions of their documents."""
    table = pa.concat_tables([rows_of(folder, name, list(_KEPT[1:])) for name in names])
    ids = numbers_of(table["document"].to_pylist())
    columns = {name: table[name] for name in table.column_names}
    between.put("captures", f"{part:06}", {"id": ids, **columns}, ids % count, count)


def choose(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The documents of a partition with the capture that counts of each; how many there are of each day.

    Kept are `documents`, `signatures` and `features`; the bands go to their partitions.
    """
    table = between.all("captures", part)
    if table is None:
        return {}
    table = table.set_column(table.column_names.index("fetched"), "fetched", pc.fill_null(table["fetched"], ""))
    table = table.sort_by([(name, "ascending") for name in _ORDER])
    table = table.take(pa.array(newest(table["id"].to_numpy(), np.array(table["sha256"].to_pylist()))))
    months = [month_of(moment) for moment in table["moment"].to_pylist()]
    light = ("id", "capture", "document", "moment", "day", "outlet", "credit", "letters")
    between.keep("documents", part, {**{name: table[name] for name in light}, "month": months})
    between.keep("signatures", part, {name: table[name] for name in ("id", "signature")})
    between.keep("features", part, {name: table[name] for name in ("id", "day", "features")})
    _spread_bands(between, part, table, count)
    counts = pc.value_counts(table["day"].drop_null())
    return {str(row["values"]): row["counts"] for row in counts.to_pylist()}


def newest(ids: Any, hashes: Any) -> Any:
    """Which of some captures counts of each document; they are in order, and `hashes` are those of their bytes.

    >>> newest(np.array([3, 3, 3, 8]), np.array(["a", "b", "b", "a"])).tolist()
    [1, 3]
    """
    first = np.ones(len(ids), bool)
    first[1:] = (ids[1:] != ids[:-1]) | (hashes[1:] != hashes[:-1])
    last = np.ones(len(ids), bool)
    last[:-1] = ids[1:] != ids[:-1]
    return np.flatnonzero(first)[np.cumsum(first)[last] - 1]


def _spread_bands(between: Exchange, part: int, table: pa.Table, count: int) -> None:
    """The bands of documents; `text` is the same for the same signature, `first` says that a band is its smallest."""
    lists = table["bands"].combine_chunks()
    bands = lists.flatten().to_numpy()
    sizes = pc.list_value_length(lists).to_numpy()
    texts = [
        int.from_bytes(blake2b(s, digest_size=8).digest(), "big", signed=True) for s in table["signature"].to_pylist()
    ]
    first = np.zeros(len(bands), bool)
    first[(np.cumsum(sizes) - sizes)[sizes > 0]] = True
    columns = {
        "band": bands,
        "text": np.repeat(np.array(texts, np.int64), sizes),
        "id": np.repeat(table["id"].to_numpy(), sizes),
        "first": first,
    }
    between.put("bands", f"{part:06}", columns, bands % count, count)


def ordinal(day: str) -> int:
    """A day as its number in the proleptic Gregorian calendar."""
    return date.fromisoformat(day[:10]).toordinal()
