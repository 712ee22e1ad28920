"""Copies over an archive: what is filed under a common band is compared, each two once (chronicle/copies.py).

Documents meet by their bands. Of those whose signatures are the same one stands for all: they are copies of each other,
and of the same others. The signatures of two that met are then brought together, that of the one to that of the other.
"""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from ..chronicle.copies import is_copy
from .components import put_edges
from .shuffle import Exchange

GRAPH = "copies"
_CHUNK = 50_000  # pairs of which the signatures are held: some 100 MB
_PAIRS = """
SELECT DISTINCT a.id AS one, b.id AS other FROM reps AS a JOIN reps AS b USING (band) WHERE a.id < b.id
ORDER BY one, other
"""
_SAME = """
SELECT f.id AS one, reps.id AS other FROM filed AS f JOIN reps USING (band, text) WHERE f.first AND f.id <> reps.id
ORDER BY one
"""
_STANDS = "SELECT band, text, min(id) AS id FROM filed GROUP BY band, text"


def meet(between: Exchange, part: int, count: int, memory: int) -> None:
    """The pairs that share a band of a partition, to the partitions of their first; the same texts as edges."""
    filed = between.all("bands", part)
    if filed is None:
        return
    with between.folder.scratch() as scratch, duckdb.connect() as engine:
        engine.execute(f"SET threads = 1; SET memory_limit = '{memory >> 20}MB'; SET temp_directory = '{scratch}'")
        engine.register("filed", filed)
        engine.execute(f"CREATE TABLE reps AS {_STANDS}")
        same = engine.sql(_SAME).to_arrow_table()
        put_edges(between, f"{GRAPH}-0", f"same-{part:06}", *_numbers(same), count)
        for chunk, batch in enumerate(engine.sql(_PAIRS).to_arrow_reader(20 * _CHUNK)):
            one, other = _numbers(batch)
            between.put("pairs", f"{part:06}-{chunk:04}", {"one": one, "other": other}, one % count, count)


def _numbers(table: Any) -> tuple[Any, Any]:
    return table["one"].to_numpy(), table["other"].to_numpy()


def bring(between: Exchange, part: int, count: int) -> None:
    """Pairs with the signature of their first, to the partitions of their second."""
    one, other = between.columns("pairs", part, "one", "other")
    if not len(one):
        return
    pairs = np.unique(np.stack([one, other]), axis=1)
    # In the order of where they go, so that each file has the rows of few partitions.
    one, other = pairs[:, np.argsort(pairs[1] % count, kind="stable")]
    kept = between.kept("signatures", part)
    at = np.searchsorted(kept["id"].to_numpy(), one)
    for chunk, start in enumerate(range(0, len(one), _CHUNK)):
        end = start + _CHUNK
        columns = {
            "one": one[start:end],
            "other": other[start:end],
            "signature": kept["signature"].take(pa.array(at[start:end])),
        }
        between.put("brought", f"{part:06}-{chunk:04}", columns, other[start:end] % count, count)


def compare(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The pairs of a partition that are copies, as edges; how many were compared and how many are."""
    ones: list[int] = []
    others: list[int] = []
    compared = 0
    own: dict[int, bytes] | None = None
    for brought in between.each("brought", part):
        if own is None and brought.num_rows:
            kept = between.kept("signatures", part)
            own = dict(zip(kept["id"].to_pylist(), kept["signature"].to_pylist(), strict=True))
        compared += brought.num_rows
        for row in brought.sort_by([("other", "ascending"), ("one", "ascending")]).to_pylist():
            assert own is not None
            if is_copy(row["signature"], own[row["other"]]) is not None:
                ones.append(row["one"])
                others.append(row["other"])
    put_edges(between, f"{GRAPH}-0", f"copy-{part:06}", np.array(ones, np.int64), np.array(others, np.int64), count)
    return {"compared": compared, "copies": len(ones)}
