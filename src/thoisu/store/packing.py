"""What the store keeps of a page as bytes and words: pure work, which can be done where the store is not."""

import hashlib
import threading
from datetime import datetime
from typing import TypeVar

import msgspec
import zstandard

from ..chronicle.records import Document, Sketch, Telling
from ..model import Reading
from ..text import words
from .words import folded

T = TypeVar("T")
_LEVEL = 3  # packs readings as fast as level 1 and a little smaller (docs/why.md)


class _Packers(threading.local):
    """One for each thread: a packer works for one at a time."""

    def __init__(self) -> None:
        self.compress = zstandard.ZstdCompressor(level=_LEVEL).compress
        self.decompress = zstandard.ZstdDecompressor().decompress


_packers = _Packers()


class PackedVersion(msgspec.Struct, frozen=True, gc=False):
    """A version of a page as it is kept: `raw` and `reading` (its JSON) by Zstandard, and what read it."""

    uri: str
    sha256: str
    reader: str
    lexicon: str
    raw: bytes
    reading: bytes


class PackedDocument(msgspec.Struct, frozen=True, gc=False):
    """A document as it is kept: `body` (MessagePack by Zstandard), its words, and by what searches sort it."""

    body: bytes
    exact: list[str]
    folded: list[str]
    newness: int


class PackedPage(msgspec.Struct, frozen=True, gc=False):
    """A page that is new, with what the chronicle made of it, as one: all that is kept of it at first.

    The document, its sketch and its tellings with their blocks are those of `put_document` and `put_tellings`; the
    tellings are of the family of the document itself.
    """

    document: Document
    sketch: Sketch
    version: PackedVersion
    packed: PackedDocument
    tellings: list[Telling]
    blocks: list[list[str]]
    said: list[list[str]]  # the folded words of each telling's sentence


def pack(raw: bytes) -> bytes:
    """Bytes by Zstandard."""
    return _packers.compress(raw)


def unpack(packed: bytes) -> bytes:
    """The bytes that were packed."""
    return _packers.decompress(packed)


def packed(record: msgspec.Struct) -> bytes:
    """A record as MessagePack, packed."""
    return pack(msgspec.msgpack.encode(record))


def unpacked(body: bytes, kind: type[T]) -> T:
    """The record of a kind that was packed."""
    return msgspec.msgpack.decode(unpack(body), type=kind)


def packed_version(uri: str, raw: bytes, reading: Reading) -> PackedVersion:
    """A page's bytes and reading, packed."""
    return PackedVersion(
        uri,
        hashlib.sha256(raw).hexdigest(),
        reading.reader.version,
        reading.reader.lexicon,
        pack(raw),
        pack(reading.to_json()),
    )


def packed_document(document: Document) -> PackedDocument:
    """A document, packed, with the words that it is found by."""
    exact = [*words(document.title or ""), *words(document.text)]
    return PackedDocument(packed(document), exact, folded(exact), _newness(document, exact))


def _newness(document: Document, found: list[str]) -> int:
    """A number by which searches sort: the later the moment the greater, and another one for another text.

    Minutes since the year 1 of local time above 32 bits of a hash; what has no moment comes last.
    """
    minutes = 0
    if document.moment:
        moment = datetime.fromisoformat(document.moment)
        minutes = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute
    digest = hashlib.sha256("\x00".join([document.id, *found]).encode()).digest()
    return minutes << 32 | int.from_bytes(digest[:4], "big")
