"""Which files are web archives, and where their records begin and end: how reading goes on behind a fault."""

import re
import zlib
from pathlib import Path
from typing import BinaryIO

GZIP = b"\x1f\x8b\x08"
_NAME = re.compile(r"\.(?:warc|wet)(?:\.(?:gz|zst|lz4))?$", re.IGNORECASE)
# A head that ends, or goes on behind what is looked at: else each of many beginnings would be read to the file's end.
_START = re.compile(
    rb"WARC/1\.[01]\r?\n[A-Za-z-]++:[^\r\n]*+(?:\r?\n(?:[\w-]++:|[ \t])[^\r\n]*+)*+(?:\r?\n\r?\n|\r?\n?[\w-]*+\Z)"
)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_CHUNK = 1 << 20
_OVERLAP = 64


def begins_record(head: bytes) -> bool:
    """Whether bytes, compressed or not, begin with a WARC record.

    >>> begins_record(b"WARC/1.0\\r\\nWARC-Type: warcinfo"), begins_record(b"<html>")
    (True, False)
    """
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, by its name, else by its first bytes.

    >>> is_archive(Path("CC-MAIN-1.warc.wet.gz")), is_archive(Path("page.html"))
    (True, False)
    """
    if _NAME.search(path.name):
        return True
    try:
        # What is read from a pipe to look at it is gone from it.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return begins_record(file.read(4096))
    except OSError:
        return False


def next_start(file: BinaryIO, after: int) -> int | None:
    """The next offset from `after` on at which a record begins, or None.

    In a file of compressed members only those count: what they pack could look like a record by chance. Where none is
    left, records that are not compressed do.
    """
    return _search(file, after, packed=True) if _is_packed(file) else _search(file, after, packed=False)


def _is_packed(file: BinaryIO) -> bool:
    return _search(file, 0, packed=True, until=_CHUNK) is not None


def _search(file: BinaryIO, after: int, packed: bool, until: int | None = None) -> int | None:
    at = after
    while until is None or at < until:
        file.seek(at)
        chunk = file.read(_CHUNK + _OVERLAP)
        if packed:
            i = chunk.find(GZIP)
            while 0 <= i < _CHUNK:
                file.seek(at + i)
                if begins_record(file.read(4096)):
                    return at + i
                i = chunk.find(GZIP, i + 1)
        elif m := _START.search(chunk):
            return at + m.start()
        if len(chunk) <= _OVERLAP:
            return None
        at += _CHUNK
    return None


def end_of(file: BinaryIO, start: int) -> int | None:
    """Where the record at an offset ends, by its own member or length; None where that can't be told."""
    if is_member(file, start):
        return _end_of_member(file, start)
    file.seek(start)
    head = file.read(_CHUNK)
    end = _HEADER_END.search(head)
    length = _LENGTH.search(head[: end.end()]) if end else None
    if not end or not length:
        return None
    at = start + end.end() + int(length[1])
    file.seek(at)
    between = file.read(4)
    return at + len(between) - len(between.lstrip(b"\r\n"))


def is_member(file: BinaryIO, start: int) -> bool:
    """Whether a compressed member begins at an offset."""
    file.seek(start)
    return file.read(len(GZIP)) == GZIP


def _end_of_member(file: BinaryIO, start: int) -> int | None:
    member = zlib.decompressobj(31)
    file.seek(start)
    read = 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        rest = chunk
        while rest and not member.eof:
            try:
                member.decompress(rest, _CHUNK)
            except zlib.error:
                return None
            rest = member.unconsumed_tail
        if member.eof:
            return start + read - len(member.unused_data)
    return None


def is_padding(file: BinaryIO, start: int) -> bool:
    """Whether nothing but zeros and white space follow an offset."""
    file.seek(start)
    while chunk := file.read(_CHUNK):
        if chunk.strip(b"\0 \t\r\n"):
            return False
    return True
