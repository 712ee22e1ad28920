"""JSON Lines: entries with all their evidence, as `thoisu chronology --json` gives them."""

from typing import BinaryIO

import msgspec

from ..chronicle.answers import evidence_of
from .formats import Field
from .source import Source

FIELDS = [
    Field("entry", "Entry, all fields (docs/chronicle.md)"),
    Field("evidence", "Telling, one object each: page, sentence, day, status, sources", "spans of trigger and roles"),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line an entry; gives how many."""
    count = 0
    for count, answer in enumerate(evidence_of(source.store, source.entries()), 1):  # noqa: B007
        out.write(msgspec.json.encode(answer) + b"\n")
    return count
