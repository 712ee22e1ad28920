"""Pages as JSON Lines, with their bytes: what `thoisu add` takes into another store.

The newest version of each page, without corrections: a store as a whole is moved by `thoisu backup` and `migrate`.
"""

from typing import BinaryIO

import msgspec

from ..model import Reading
from .articles import documents_of
from .formats import Field
from .source import Source

FIELDS = [
    Field("document", "Document.id"),
    Field("key", "Document.key"),
    Field("raw", "the page's bytes, in Base64", "older versions"),
    Field("reading", "Reading, all fields (docs/contract.md)"),
]


class Line(msgspec.Struct, frozen=True):
    """A line. The bytes count, not the reading: it only says how they came, and they are read again."""

    document: str
    key: str
    raw: bytes
    reading: Reading


def write(source: Source, out: BinaryIO) -> int:
    """Writes one line a page, by its id; gives how many."""
    count = 0
    for count, document in enumerate(documents_of(source), 1):  # noqa: B007
        id_, store = document.id, source.store
        out.write(msgspec.json.encode(Line(id_, document.key, store.raw(id_), store.reading(id_))) + b"\n")
    return count
