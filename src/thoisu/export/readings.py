"""JSON Lines of readings: one line for each page, as `thoisu read --json` gives it, with the page's id in the store."""

from typing import BinaryIO

import msgspec

from .articles import documents_of
from .formats import Field
from .source import Source

FIELDS = [
    Field("document", "Document.id"),
    Field("schema … offices", "Reading, all fields (docs/contract.md)"),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line a page, by its id; gives how many. `thoisu.reading_from_json` reads a line back."""
    count = 0
    for count, document in enumerate(documents_of(source), 1):  # noqa: B007
        reading = source.store.reading(document.id).to_json()
        out.write(b'{"document":' + msgspec.json.encode(document.id) + b"," + reading[1:] + b"\n")
    return count
