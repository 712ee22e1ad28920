"""Entries over an archive: tellings meet by their blocks, and what hangs together by ties is made into acts.

Tellings of one act have a block in common (chronicle/acts.py). A block names days, so those of some days are put
together under one key, and a telling goes once to each partition that has one of its keys. Acts are drawn within a
component of ties: what no tie reaches has no part in it.
"""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import msgspec
import numpy as np
import pyarrow as pa

from ..chronicle.acts import Facts, blocks_of, facts_of, filed_under, tie
from ..chronicle.connected import Union
from ..chronicle.entries import acts_among, compared, entry_of, in_time
from ..chronicle.records import Entry, Telling
from ..export.parquet import entry_row
from ..model import replace
from ..store.words import name
from .components import put_edges
from .dataset import COLUMNS, month_of
from .families import label_of, named
from .groups import place_of
from .places import Folder
from .shuffle import Exchange, names_of, numbers_of
from .versions import rows_of

GRAPH = "ties"
_DAYS = 8  # steps of blocks that are one key
_FAMILY = ":family"
_decoded = msgspec.msgpack.Decoder(Telling).decode


def spread_told(folder: Folder, between: Exchange, part: int, names: list[str], count: int) -> None:
    """Files of `tellings` to the partitions of their documents."""
    columns = ["capture", "document", "telling", "blocks"]
    table = pa.concat_tables([rows_of(folder, file, columns) for file in names])
    ids = numbers_of(table["document"].to_pylist())
    between.put(
        "told", f"{part:06}", {"id": ids, **{c: table[c] for c in columns if c != "document"}}, ids % count, count
    )


def file_told(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The tellings of the captures that count, in their families: by their own ids with their stories, and by keys."""
    told = between.all("told", part)
    if told is None:
        return {}
    documents = between.kept("documents", part)
    ids = documents["id"].to_numpy()
    at = np.searchsorted(ids, told["id"].to_numpy())
    counts = np.array(documents["capture"].take(pa.array(at)).to_pylist()) == np.array(told["capture"].to_pylist())
    told, at = told.filter(pa.array(counts)), at[counts]
    own, family = ids[at], named(between, "families", "family", part, ids)[at]
    stories = named(between, "storied", "story", part, ids)[at]
    tellings, blocks = told["telling"].to_pylist(), told["blocks"].to_pylist()
    for row in np.flatnonzero(own != family).tolist():
        moved: Telling = replace(_decoded(tellings[row]), family=names_of(family[row : row + 1])[0])
        tellings[row], blocks[row] = msgspec.msgpack.encode(moved), blocks_of(moved)
    numbers = numbers_of([_decoded(telling).id for telling in tellings])
    column = pa.array(tellings, pa.binary())
    between.put("tellings", f"{part:06}", {"id": numbers, "story": stories, "telling": column}, numbers % count, count)
    keys = [sorted({_partition(block, count) for block in filed}) for filed in blocks]
    rows = np.repeat(np.arange(len(keys)), [len(parts) for parts in keys])
    parts = np.array([p for parts in keys for p in parts], np.int64)
    between.put("filed", f"{part:06}", {"telling": column.take(pa.array(rows))}, parts, count)
    return {"tellings": len(tellings)}


def _partition(block: str, count: int) -> int:
    """Where the tellings of a block meet those of the days around."""
    head, _, last = block.rpartition(":")
    return crc32((block if head.endswith(_FAMILY) else f"{head}:{int(last) // _DAYS}").encode()) % count


def tie_told(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The ties of a partition that hang together what no other tie does, as edges."""
    filed = between.all("filed", part)
    tellings = filed["telling"].to_pylist() if filed else []
    pairs = list(ties((facts_of(_decoded(telling)) for telling in tellings), part, count))
    one, other = (numbers_of([pair[end] for pair in pairs]) for end in (0, 1))
    put_edges(between, f"{GRAPH}-0", f"{part:06}", one, other, count)
    return {"ties": len(pairs)}


def ties(facts: Iterator[Facts], part: int, count: int) -> Iterator[tuple[str, str]]:
    """Pairs of tellings that are tied and have a block of the partition in common: enough of them to span all ties."""
    blocks: dict[str, list[Facts]] = {}
    for one in sorted(facts, key=lambda f: f.telling.id):
        for block in filed_under(one):
            if _partition(block, count) == part:
                blocks.setdefault(block, []).append(one)
    groups = Union({one.telling.id for filed in blocks.values() for one in filed})
    for _, filed in sorted(blocks.items()):
        for other, one in compared(filed):
            a, b = one.telling.id, other.telling.id
            if groups.find(a) != groups.find(b) and tie(one, other):
                groups.join(a, b)
                yield a, b


def gather_acts(between: Exchange, graph: str, part: int, count: int) -> None:
    """The tellings of a partition to the partitions of their components."""
    table = between.all("tellings", part)
    if table is None:
        return
    table = table.sort_by("id")
    label = label_of(between, graph, part, table["id"].to_numpy())
    between.put(
        "acts", f"{part:06}", {"label": label, **{c: table[c] for c in table.column_names}}, label % count, count
    )


def draw_entries(between: Exchange, part: int, months: int) -> dict[str, int]:
    """The entries of the components of a partition, to the partitions of their months."""
    table = between.all("acts", part)
    if table is None:
        return {}
    rows = [(month, row) for entry in _drawn(table) for month, row in [_row(entry)]]
    found = [month for month, _ in rows]
    columns: dict[str, Any] = {"month": found}
    for k, column in enumerate(COLUMNS["entries"]):
        columns[column.name] = pa.array([row[k] for _, row in rows], column.kind)
    between.put("entries", f"{part:06}", columns, place_of(found, months), months)
    return {"entries": len(rows)}


def _drawn(table: pa.Table) -> Iterator[Entry]:
    table = table.sort_by([("label", "ascending"), ("id", "ascending")])
    labels, stories = table["label"].to_numpy(), names_of(table["story"].to_numpy())
    starts = np.flatnonzero(np.concatenate([[True], labels[1:] != labels[:-1]])) if len(labels) else labels
    for first, end in zip(starts.tolist(), [*starts[1:].tolist(), len(labels)], strict=False):
        tellings = [_decoded(packed.as_py()) for packed in table["telling"].slice(first, end - first)]
        story = dict(zip((t.document for t in tellings), stories[first:end], strict=True))
        acts = acts_among(map(facts_of, tellings)) if len(tellings) > 1 else [tellings]
        for act in acts:
            yield entry_of(act, story[min(act, key=in_time).document])


def _row(entry: Entry) -> tuple[str, tuple[Any, ...]]:
    parties = [
        sorted({name(n) for n in (a.entity, a.country, a.org, a.power) if n}) for a in (*entry.actor, *entry.recipient)
    ]
    month = month_of(entry.start_day or entry.end_day)
    return month, (*entry_row(entry), parties, msgspec.json.encode(entry))
