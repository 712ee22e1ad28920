"""The parent of a document among many: most that can't be it are told at once, the others are asked as a store does it.

Most that share keys with a document are little like it. How like they are at most follows from their terms under short
hashes: what falls together can only add to it. In the order of that, likeness itself is asked until none that is left
can be more like than what was found.
"""

from typing import Any

import numpy as np

from ..chronicle import stories
from ..chronicle.moments import UNKNOWN
from .shuffle import names_of, numbers_of

_BITS = 16  # of a term's hash: a table of 256 kB, which stays in the cache of a core
_MARGIN = 1e-4  # what sums of 32 bits may be off
_ASKED = 8  # documents at once
_ROWS = 4096  # of which the terms are looked up at once: some 12 MB


class Parents:
    """Documents by row, with their ids as numbers and their features (chronicle/stories.py)."""

    def __init__(self, ids: list[int], features: Any) -> None:
        self._ids, self._features = ids, features
        self._minutes = np.zeros(len(ids), np.int64)
        self._syllables = np.zeros(len(ids), np.int64)
        # Of a document with fewer terms the rest weighs nothing.
        self._terms = np.zeros((len(ids), stories.TERMS), np.uint16)
        self._weights = np.zeros((len(ids), stories.TERMS), np.float32)
        for row, packed in enumerate(features):
            of = stories.sized(packed.as_py())
            self._minutes[row], self._syllables[row] = of.minute, max(stories.LENGTH, of.syllables)
            count = len(of.hashes) // 4
            self._terms[row, :count] = np.frombuffer(of.hashes, "<u4") & ((1 << _BITS) - 1)
            self._weights[row, :count] = np.frombuffer(of.weights, "<f4")
        self._own = np.zeros(1 << _BITS, np.float32)

    def of(self, row: int, near: Any) -> tuple[int, float] | None:
        """The parent of a document among some rows, and how like it is."""
        near = near[self._minutes[near] <= self._minutes[row]]
        most = self._most(row, near)
        order = np.argsort(-most, kind="stable")
        mine, best, least = self._packed(row), None, stories.LIKE
        kept: dict[str, bytes] = {}
        for first in range(0, len(order), _ASKED):
            asked = order[first : first + _ASKED]
            asked = asked[most[asked] >= least - _MARGIN]
            if not len(asked):
                break
            rows = near[asked].tolist()
            kept.update(zip(names_of([self._ids[other] for other in rows]), map(self._packed, rows), strict=True))
            moment = stories.in_order(mine)
            best = stories.parent(mine, {id_: p for id_, p in kept.items() if stories.in_order(p) < moment})
            kept = {best[0]: kept[best[0]]} if best else {}
            least = best[1] if best else least
        return (int(numbers_of([best[0]])[0]), best[1]) if best else None

    def _packed(self, row: int) -> bytes:
        packed: bytes = self._features[row].as_py()
        return packed

    def _most(self, row: int, near: Any) -> Any:
        """How like a document some rows are at most."""
        np.add.at(self._own, self._terms[row], self._weights[row])
        sums = [
            np.einsum("ij,ij->i", self._own[self._terms[rows]], self._weights[rows])
            for rows in (near[first : first + _ROWS] for first in range(0, len(near), _ROWS))
        ]
        self._own[self._terms[row]] = 0
        days = np.abs(self._minutes[near] - self._minutes[row]) / (24 * 60)
        dated = (self._minutes[near] != UNKNOWN) & (self._minutes[row] != UNKNOWN)
        shorter = np.minimum(self._syllables[near], self._syllables[row])
        alike = np.concatenate([np.empty(0, np.float32), *sums]) * stories.longer(shorter)
        return alike / stories.faded(np.where(dated, days, 0.0))
