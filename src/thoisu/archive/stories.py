"""Stories over an archive: each document finds the one that it goes on with among those of the days around it.

A window is some days of one month; who works on it has beside its own documents those of the days before and after that
they may belong with (chronicle/stories.py), so that no document has to be looked for elsewhere. Links and copies
together hang stories together, over any number of windows.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..chronicle import stories
from ..chronicle.moments import UNDATED
from .components import labels, put_edges
from .families import label_of
from .parents import Parents
from .shuffle import Exchange

GRAPH = "stories"


class Window(NamedTuple):
    """Days that are worked on together, as numbers of the calendar; both ends are among them."""

    first: int
    last: int


def windows_of(days: Mapping[str, int], most: int) -> list[Window]:
    """The days that have documents in windows of one month and, where a day has not more by itself, `most` documents.

    >>> [tuple(map(date.fromordinal, w)) for w in windows_of({"2022-01-30": 2, "2022-01-31": 1, "2022-02-01": 1}, 9)]
    [(datetime.date(2022, 1, 30), datetime.date(2022, 1, 31)), (datetime.date(2022, 2, 1), datetime.date(2022, 2, 1))]
    """
    return [window for _, month in groupby(sorted(days), lambda day: day[:7]) for window in _cut(month, days, most)]


def _cut(month: Iterator[str], days: Mapping[str, int], most: int) -> Iterator[Window]:
    run: list[int] = []
    held = 0
    for day in month:
        if run and held + days[day] > most:
            yield Window(run[0], run[-1])
            run, held = [], 0
        run.append(date.fromisoformat(day).toordinal())
        held += days[day]
    yield Window(run[0], run[-1])


def dearest_first(windows: list[Window], days: Mapping[str, int]) -> list[int]:
    """The numbers of windows in the order in which they are worked on: a dear one at the end keeps all others waiting.

    What a document costs goes by how many lie around it.

    >>> dearest_first([Window(1, 2), Window(30, 31)], {"0001-01-01": 1, "0001-01-02": 1, "0001-01-30": 3})
    [1, 0]
    """
    told = {date.fromisoformat(day).toordinal(): count for day, count in days.items()}

    def cost(number: int) -> int:
        own = [day for day in range(windows[number].first, windows[number].last + 1) if day in told]
        around = range(-stories.WINDOW_DAYS, stories.WINDOW_DAYS + 1)
        return sum(told[day] * told.get(day + off, 0) for day in own for off in around)

    return sorted(range(len(windows)), key=lambda number: (-cost(number), number))


def spread_windows(between: Exchange, part: int, windows: list[Window]) -> None:
    """The documents of a partition to the windows of which they are, or to which they are near."""
    table = between.kept("features", part).filter(pc.field("day").is_valid())
    days = np.array([date.fromisoformat(day).toordinal() for day in table["day"].to_pylist()], np.int64)
    rows, parts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for number, window in enumerate(windows):
        near = (days >= window.first - stories.WINDOW_DAYS) & (days <= window.last + stories.WINDOW_DAYS)
        rows.append(np.flatnonzero(near))
        parts.append(np.full(len(rows[-1]), number))
    chosen = np.concatenate(rows)
    columns = {
        "id": table["id"].to_numpy()[chosen],
        "day": days[chosen],
        "features": table["features"].take(pa.array(chosen)),
    }
    between.put("windows", f"{part:06}", columns, np.concatenate(parts), len(windows))


def link(between: Exchange, part: int, window: Window, count: int) -> dict[str, int]:
    """The links of a window's own documents: as edges, and with how like they are to the documents' partitions."""
    near = between.all("windows", part)
    assert near is not None
    near = near.sort_by([("day", "ascending"), ("id", "ascending")])
    ids, parents, scores = [], [], []
    for id_, parent, score in links(near["id"].to_pylist(), near["day"].to_numpy(), near["features"], window):
        ids.append(id_)
        parents.append(parent)
        scores.append(score)
    one, other = np.array(ids, np.int64), np.array(parents, np.int64)
    put_edges(between, f"{GRAPH}-0", f"link-{part:06}", one, other, count)
    between.put(
        "links", f"{part:06}", {"id": one, "parent": other, "score": pa.array(scores, pa.float64())}, one % count, count
    )
    return {"links": len(ids)}


def links(ids: list[int], days: Any, features: Any, window: Window) -> Iterator[tuple[int, int, float]]:
    """The parent, and how like it is, of each document of a window that has one; all given are in the order of days."""
    keys = [sorted(set(stories.keys(packed.as_py()))) for packed in features]
    filed: dict[str, list[int]] = {}
    for row, named in enumerate(keys):
        for key in named:
            filed.setdefault(key, []).append(row)
    under = {key: np.array(rows, np.int64) for key, rows in filed.items() if len(rows) > 1}
    parents = Parents(ids, features)
    own = range(int(np.searchsorted(days, window.first)), int(np.searchsorted(days, window.last, "right")))
    for row in own:
        first = np.searchsorted(days, days[row] - stories.WINDOW_DAYS)
        last = np.searchsorted(days, days[row] + stories.WINDOW_DAYS, "right")
        hits = np.zeros(last - first, np.int64)
        for key in keys[row]:
            if (rows := under.get(key)) is not None:
                hits[rows[np.searchsorted(rows, first) : np.searchsorted(rows, last)] - first] += 1
        if found := parents.of(row, np.flatnonzero(hits >= stories.SHARED) + first):
            yield ids[row], *found


def tie_families(between: Exchange, graph: str, part: int, count: int) -> None:
    """Copies are of one story: the components of copies as edges among the links."""
    put_edges(between, f"{GRAPH}-0", f"copies-{part:06}", *labels(between, graph, part), count)


def gather_stories(between: Exchange, graph: str, part: int, count: int) -> None:
    """When the documents of a partition were published, to the partitions of their components."""
    documents = between.kept("documents", part)
    ids = documents["id"].to_numpy()
    label = label_of(between, graph, part, ids)
    when = pc.coalesce(documents["moment"], documents["day"], pa.scalar(UNDATED))
    between.put("dated", f"{part:06}", {"label": label, "when": when, "id": ids}, label % count, count)


def name_stories(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The earliest documents of the components of a partition, to the partitions of their documents."""
    dated = between.all("dated", part)
    assert dated is not None
    dated = dated.sort_by([("label", "ascending"), ("when", "ascending"), ("id", "ascending")])
    label, ids = dated["label"].to_numpy(), dated["id"].to_numpy()
    _, starts, at = np.unique(label, return_index=True, return_inverse=True)
    between.put("storied", f"{part:06}", {"id": ids, "story": ids[starts][at]}, ids % count, count)
    return {"stories": len(starts)}
