"""Web archives (WARC, WET): the pages of a file one by one, in little memory, whatever its faults.

fastwarc reads the records. Where one is damaged (a cut or corrupt member, a length that lies) the search goes on
behind it for the next place at which a record begins, so that a fault costs one record and not the rest of the file.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ..errors import PageError
from .decode import MAX_BYTES

_NAME = re.compile(r"\.(?:warc|wet)(?:\.(?:gz|zst|lz4))?$", re.IGNORECASE)
_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"(?:^|\n)(WARC/1\.[01]\r?\n)")
_INSIDE = re.compile(rb"\r\nWARC/1\.[01]\r\n(?:[A-Za-z-]+: [^\r\n]*\r\n){2}")
_ENVELOPE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
_CHUNK = 1 << 20
_NOWHERE = "no record begins here"
_LIMIT = f"the {MAX_BYTES >> 20} MB that one page may have"
_HTML = ("text/html", "application/xhtml+xml", "")


class Record(NamedTuple):
    """A page of an archive: where it stands in the file, its address, when it was fetched (ISO 8601), its bytes.

    `format` is "warc" (HTML as the server sent it) or "wet" (text); `charset` and `language` are what the record's
    headers declare, "" where they don't.
    """

    offset: int
    uri: str
    fetched: str | None
    format: str
    raw: bytes
    charset: str = ""
    language: str = ""


class Skipped(NamedTuple):
    """A record that is no page to read: where, and why. `kind` is "other", "damaged", "large", "language" or "article".

    "other" are requests, redirects, images and the archive's own notes; "language" and "article" pages that are not
    Vietnamese or hold no article.
    """

    offset: int
    uri: str
    kind: str
    why: str


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, by its name, else by its first bytes.

    >>> is_archive(Path("CC-MAIN-1.warc.wet.gz")), is_archive(Path("page.html"))
    (True, False)
    """
    if _NAME.search(path.name):
        return True
    try:
        with path.open("rb") as file:
            return _begins_record(file.read(4096))
    except OSError:
        return False


def _begins_record(head: bytes) -> bool:
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def read_records(path: Path) -> Iterator[Record | Skipped]:
    """Every record of an archive in order, as a page or as skipped.

    Raises PageError when the file can't be opened or holds no record at all.
    """
    try:
        file = path.open("rb")
    except OSError as fault:
        raise PageError(str(path), f"can't be read ({fault.strerror})", "check the name and its permissions") from None
    with file:
        at: int | None = 0
        seen, early = False, None
        while at is not None:
            restart = None
            for found in _run(file, at):
                if isinstance(found, int):
                    restart = found
                elif isinstance(found, Skipped) and found.why.startswith(_NOWHERE) and not seen:
                    early = found  # told only where a record follows: else the file is no archive
                else:
                    if early is not None:
                        yield early
                    seen, early = True, None
                    yield found
            at = _next_start(file, restart) if restart is not None else None
        if not seen:
            raise PageError(str(path), "holds no WARC record", "give a WARC or WET file, or single pages")


def _run(file: BinaryIO, start: int) -> Iterator[Record | Skipped | int]:
    """Records from an offset on; ends with an offset to search on from, where a fault stopped it."""
    file.seek(start)
    last = start
    fresh = True
    try:
        records = ArchiveIterator(file, parse_http=False)
        for record in records:
            fresh = False
            last = record.stream_pos
            found = _read(record)
            yield found
            if isinstance(found, Skipped) and found.kind in ("damaged", "large"):
                # What is left of it is passed over by looking for the next start rather than by unpacking it.
                yield last + 1
                return
    except OSError as fault:
        file.seek(0, 2)
        if last + 1 < file.tell():
            where = _NOWHERE if fresh else "what follows this record is none; its length may be wrong"
            yield Skipped(last, "", "damaged", f"{where} ({_tidy(fault)})")
            yield last + 1


def _tidy(fault: Exception) -> str:
    return str(fault).strip(". ").lower() or type(fault).__name__


def _read(record: Any) -> Record | Skipped:
    """One record as a page, or why it is none."""
    headers, kind = record.headers, record.record_type
    offset, uri = record.stream_pos, (headers.get("WARC-Target-URI") or "").strip("<>")
    if kind not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion):
        return Skipped(offset, uri, "other", f"a record of type {headers.get('WARC-Type') or 'unknown'}")
    if record.content_length > MAX_BYTES:
        return Skipped(offset, uri, "large", f"{record.content_length >> 20} MB, more than {_LIMIT}")
    block = record.reader.read(MAX_BYTES + 1)
    if len(block) < record.content_length:
        return Skipped(offset, uri, "damaged", "its length is wrong, or the file is cut off")
    if _INSIDE.search(block):
        return Skipped(offset, uri, "damaged", "its length is wrong: another record begins inside it")
    fetched, language = headers.get("WARC-Date"), headers.get("WARC-Identified-Content-Language") or ""
    if kind == WarcRecordType.conversion:
        return Record(offset, uri, fetched, "wet", block, "utf-8", language)
    mime, charset = (headers.get("Content-Type") or "").partition(";")[0].strip().lower(), ""
    if kind == WarcRecordType.response:
        try:
            code, mime, charset, block = _unpack(block)
        except OSError as fault:
            return Skipped(offset, uri, "damaged", f"its body can't be unpacked ({_tidy(fault)})")
        if code != 200:
            return Skipped(offset, uri, "other", f"HTTP status {code}")
    if mime not in _HTML:
        return Skipped(offset, uri, "other", f"content type {mime}")
    if len(block) > MAX_BYTES:
        return Skipped(offset, uri, "large", f"unpacks to more than {_LIMIT}")
    return Record(offset, uri, fetched, "warc", block, charset, language)


def _unpack(block: bytes) -> tuple[int, str, str, bytes]:
    """Status, content type, charset and body of an HTTP response, the body no longer chunked or compressed."""
    for decoding in ("all", "none"):
        # A record of its own: what is done to the archive's moves the archive on.
        record = WarcRecord.from_bytes(_ENVELOPE % len(block) + block + b"\r\n\r\n")
        try:
            record.parse_http(auto_decode=decoding, quirks_mode=True)
            body = record.reader.read(MAX_BYTES + 1)
            break
        except OSError:
            # Crawlers store bodies unpacked under the headers of the packed ones.
            if decoding == "none" or b"<" not in block.partition(b"\r\n\r\n")[2][:200]:
                raise
    headers = record.http_headers
    if headers is None or headers.status_code is None:
        return 200, "", "", block
    return headers.status_code, (record.http_content_type or "").lower(), record.http_charset or "", body


def _next_start(file: BinaryIO, after: int) -> int | None:
    """The next offset at which a record begins, compressed or not, or None."""
    file.seek(0)
    packed = file.read(3) == _GZIP
    overlap = 64
    at = after
    while True:
        file.seek(at)
        chunk = file.read(_CHUNK + overlap)
        if not chunk:
            return None
        i = -1
        while packed and 0 <= (i := chunk.find(_GZIP, i + 1)) < _CHUNK:
            file.seek(at + i)
            if _begins_record(file.read(4096)):
                return at + i
        if not packed and (m := _START.search(chunk)):
            return at + m.start(1)
        if len(chunk) <= overlap:
            return None
        at += _CHUNK
