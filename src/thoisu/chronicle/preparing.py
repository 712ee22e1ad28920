"""What follows from a page alone, before any store is asked: the costly part of adding, which can be done elsewhere.

It is pure and what it gives can be sent from one process to another: many prepare, one writes.
"""

import msgspec

from ..model import Reading, reading_from_json, replace
from ..store.packing import (
    PackedDocument,
    PackedPage,
    PackedVersion,
    packed_document,
    packed_version,
    unpack,
)
from ..store.words import folded
from ..text import words
from . import copies, stories
from .acts import blocks_of
from .documents import document_of
from .entries import tellings_of
from .records import Document, Sketch, Telling


class Incoming(msgspec.Struct, frozen=True):
    """A page that was read and is to be added; `key` where the page has no address of its own: "file:" and its path."""

    reading: Reading
    raw: bytes
    key: str | None = None


class Content(msgspec.Struct, frozen=True, gc=False):
    """What is made of a document and its reading; the tellings, and their blocks, are of the document's own family.

    `said` is the folded words of each telling's sentence.
    """

    document: Document
    sketch: Sketch
    packed: PackedDocument
    tellings: list[Telling]
    blocks: list[list[str]]
    said: list[list[str]]


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """A page that is ready to be added; `sha256` is of its bytes, `key` as in Incoming."""

    key: str | None
    sha256: str
    version: PackedVersion
    content: Content

    def under(self, id: str) -> "Prepared":
        """The same as the document `id`, under which a store has kept the page of this key."""
        reading = reading_from_json(unpack(self.version.reading))
        made: Prepared = replace(self, content=content_of(document_of(reading, self.key, id), reading))
        return made

    def page(self) -> PackedPage:
        """The same as a store takes it."""
        made = self.content
        return PackedPage(made.document, made.sketch, self.version, made.packed, made.tellings, made.blocks, made.said)


def prepare(page: Incoming) -> Prepared:
    """Makes a page ready to be added.

    >>> from thoisu import read
    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> made = prepare(Incoming(read(text, published="2022-11-05"), text.encode()))
    >>> made.content.document.day, len(made.content.tellings), made.content.blocks[0][0]
    ('2022-11-04', 1, 'CONSULT:deed:DEU>CHN:369231')
    """
    reading = page.reading
    document = document_of(reading, page.key)
    version = packed_version(reading.page.uri, page.raw, reading)
    return Prepared(page.key, reading.page.sha256, version, content_of(document, reading))


def content_of(document: Document, reading: Reading) -> Content:
    """What is made of a document and its reading."""
    signature = copies.signature(document.text)
    features = stories.features(document, reading)
    sketch = Sketch(signature, copies.bands(signature), features, stories.keys(features))
    tellings = tellings_of(document, reading, document.id)
    blocks, said = [blocks_of(t) for t in tellings], [folded(words(t.text)) for t in tellings]
    return Content(document, sketch, packed_document(document), tellings, blocks, said)


def in_family(tellings: list[Telling], family: str) -> list[Telling]:
    """The tellings of a document as those of a family of copies."""
    return [t if t.family == family else replace(t, family=family) for t in tellings]
