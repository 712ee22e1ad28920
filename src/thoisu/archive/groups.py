"""The tables of what belongs together: `families` and `stories` by month of publication, `entries` of the act."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .dataset import COLUMNS, UNDATED, write_table
from .families import named
from .manifest import Done, Output, Terms, put
from .shuffle import Exchange, names_of

SOURCE = "groups"  # what the manifest names as their source


def record_name(root: str, part: int) -> str:
    """What the record of a part of the tables is called; `root` ends with the state that they are made of."""
    return f"{SOURCE}-{root.rpartition('/')[2]}-{part}"


def place_of(months: Any, count: int) -> Any:
    """The partition of each of some months.

    >>> place_of(["2022-01", "2022-02", "undated"], 5).tolist()
    [4, 0, 0]
    """
    found = [0 if month == UNDATED else int(month[:4]) * 12 + int(month[5:7]) - 1 for month in months]
    return np.array(found, np.int64) % count


def place(between: Exchange, part: int, months: int) -> None:
    """The documents of a partition, with family and story, to the partitions of their months."""
    documents = between.kept("documents", part)
    ids = documents["id"].to_numpy()
    node, parent, score = between.columns("links", part, "id", "parent", "score")
    at = np.searchsorted(ids, node)
    above = np.full(len(ids), None, object)
    above[at] = names_of(parent)
    how = np.full(len(ids), None, object)
    how[at] = score
    columns = {
        "month": documents["month"],
        "document": documents["document"],
        "capture": documents["capture"],
        "family": names_of(named(between, "families", "family", part, ids)),
        "story": names_of(named(between, "storied", "story", part, ids)),
        "parent": pa.array(above, pa.string()),
        "score": pa.array(how, pa.float64()),
    }
    between.put("placed", f"{part:06}", columns, place_of(documents["month"].to_pylist(), months), months)


def write(between: Exchange, root: str, part: int, terms: Terms) -> None:
    """Writes the tables of some months, and that it is done."""
    outputs = [output for table, stage, by in _TABLES for output in _written(between, table, stage, by, root, part)]
    put(between.folder, Done(record_name(root, part), SOURCE, terms, 0, 0, {}, {}, outputs))


_TABLES = (("families", "placed", "document"), ("stories", "placed", "document"), ("entries", "entries", "id"))


def _written(between: Exchange, table: str, stage: str, by: str, root: str, part: int) -> Iterator[Output]:
    rows = between.all(stage, part)
    if rows is None:
        return
    for month in sorted(set(rows["month"].to_pylist())):
        held = rows.filter(pc.field("month") == month).sort_by(by)
        columns = held.select([column.name for column in COLUMNS[table]])
        yield write_table(between.folder, table, month, record_name(root, part), columns)
