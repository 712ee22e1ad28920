"""Web archives (WARC, WET): the pages of a file one by one, in little memory, whatever its faults.

fastwarc reads the records. Where one is damaged (a cut or corrupt member, a length that lies) the search goes on
behind it for the next place at which a record begins, so that a fault costs one record and not the rest of the file.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ..errors import PageError, PageNotFound
from .decode import MAX_BYTES
from .recovery import begins_record, end_of, is_member, is_padding, next_start

_INSIDE = re.compile(rb"\r\nWARC/1\.[01]\r\n(?:[A-Za-z-]+: [^\r\n]*\r\n){2}")
_MOST_FAULTS = 200  # in a row
_ENVELOPE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
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


def read_records(path: Path) -> Iterator[Record | Skipped]:
    """Every record of an archive in order, as a page or as skipped.

    Raises PageError when the file can't be opened or holds no record at all.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise PageNotFound(str(path), "no such file", "check the name") from None
    except OSError as fault:
        raise PageError(str(path), f"can't be read ({fault.strerror})", "check the file and its permissions") from None
    with file:
        if not file.seekable():
            raise PageError(str(path), "is a web archive on a pipe", "save it as a file first")
        yield from _records(file, str(path))


def records_from(file: BinaryIO, start: int) -> Iterator[Record | Skipped]:
    """The records of an archive from an offset on at which one begins; `file` can be sought in.

    Read from there or from the file's beginning, it is the same records. However many faults follow each other, what
    lies behind them is read.
    """
    return _records(file, "", start, seen=True, most_faults=None)


def _records(
    file: BinaryIO, where: str, start: int = 0, seen: bool = False, most_faults: int | None = _MOST_FAULTS
) -> Iterator[Record | Skipped]:
    at: int | None = start
    faults, early = 0, None
    while at is not None:
        restart = None
        for found in _run(file, at):
            if isinstance(found, int):
                restart = found
            elif not seen and isinstance(found, Skipped) and found.kind == "damaged":
                early = early or found  # told only where a record follows: else the file is no archive
            else:
                if early is not None:
                    yield early
                seen, early = True, None
                faults = faults + 1 if isinstance(found, Skipped) and found.kind == "damaged" else 0
                yield found
        if most_faults is not None and faults >= most_faults and restart is not None:
            yield Skipped(restart, "", "damaged", f"{faults} faults in a row: the rest of the file is not read")
            return
        at = next_start(file, restart) if restart is not None else None
    if not seen:
        raise PageError(where, "holds no WARC record", "give a WARC or WET file, or single pages")


def _run(file: BinaryIO, start: int) -> Iterator[Record | Skipped | int]:
    """Records from an offset on; ends with an offset to search on from, where a fault stopped it."""
    file.seek(start)
    last: int | None = None
    fault: OSError | None = None
    try:
        for record in ArchiveIterator(file, parse_http=False):
            last = record.stream_pos
            found = _read(record)
            yield found
            if isinstance(found, Skipped) and found.kind in ("damaged", "large"):
                # What is left of it is passed over by looking for the next start rather than by unpacking it.
                yield last + 1
                return
    except OSError as told:
        fault = told
    yield from _behind(file, start, last, fault)


def _behind(file: BinaryIO, start: int, last: int | None, fault: OSError | None) -> Iterator[Skipped | int]:
    """What stopped the reading, named by the record whose fault it is, and where to search on."""
    told = f" ({_tidy(fault)})" if fault else ""
    if last is None:
        if not is_padding(file, start):
            yield Skipped(start, "", "damaged", f"no record can be read here{told}")
            yield start + 1
        return
    end = end_of(file, last)
    if end is None:
        if fault:
            yield Skipped(last, "", "damaged", f"it is cut off or damaged{told}")
            yield last + 1
        return
    if is_padding(file, end):
        return
    file.seek(end)
    begins = begins_record(file.read(4096))
    if is_member(file, last):
        # Where the member is whole and a record begins after it, its own record is shorter or longer than it says.
        if begins and fault and "header" in str(fault):
            yield Skipped(last, "", "damaged", f"its length is wrong{told}")
            yield end
            return
    elif not begins:
        yield Skipped(last, "", "damaged", f"what follows it is no record; its length may be wrong{told}")
        yield last + 1
        return
    yield Skipped(end, "", "damaged", f"no record can be read here{told}")
    yield end + 1


def _tidy(fault: Exception) -> str:
    return str(fault).strip(". ").lower() or type(fault).__name__


def _read(record: Any) -> Record | Skipped:
    """One record as a page, or why it is none."""
    headers, kind = record.headers, record.record_type
    offset, uri = record.stream_pos, (headers.get("WARC-Target-URI") or "").strip("<>")
    if not headers.get("WARC-Type") or not (headers.get("Content-Length") or "").strip().isdigit():
        return Skipped(offset, uri, "damaged", "its header is damaged or cut off")
    if kind not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion):
        return Skipped(offset, uri, "other", f"a record of type {headers.get('WARC-Type')}")
    if record.content_length > MAX_BYTES:
        return Skipped(offset, uri, "large", f"{record.content_length >> 20} MB, more than {_LIMIT}")
    block = record.reader.read(MAX_BYTES + 1)
    if len(block) < record.content_length:
        return Skipped(offset, uri, "damaged", "its length is wrong, or the file is cut off")
    if b"\nWARC/1." in block and _INSIDE.search(block):
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
    """Status, content type, charset and body of an HTTP response, the body no longer chunked or compressed.

    Raises OSError for a body that can't be unpacked. Crawlers store bodies unpacked under the headers of packed ones:
    what begins as markup is taken as it is.
    """
    try:
        headers, body = _parsed(block, "transfer")
    except OSError:
        headers, body = _parsed(block, "none")
        if not _is_open(body):
            raise
    if headers is None or headers.http_headers.status_code is None:
        return 200, "", "", block
    packings = (headers.http_headers.get("Content-Encoding") or "").lower().replace(" ", "").split(",")
    for packing in reversed(packings):
        if packing in ("gzip", "x-gzip", "deflate", "br") and not _is_open(body):
            body = _parsed(block, "all")[1] if packing == "br" else _inflated(body)
    charset = (headers.http_charset or "").strip("\"' ")
    return headers.http_headers.status_code, (headers.http_content_type or "").lower(), charset, body


def _parsed(block: bytes, decoding: Literal["none", "transfer", "all"]) -> tuple[Any, bytes]:
    # A record of its own: what is done to the archive's moves the archive on.
    record = WarcRecord.from_bytes(_ENVELOPE % len(block) + block + b"\r\n\r\n")
    record.parse_http(auto_decode=decoding, quirks_mode=True)
    return (record if record.http_headers is not None else None), record.reader.read(MAX_BYTES + 1)


def _is_open(body: bytes) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _inflated(body: bytes) -> bytes:
    """A body in gzip, zlib or bare deflate, which servers all call by the others' names; up to the limit of a page."""
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        try:
            plain = unpacker.decompress(body, MAX_BYTES + 1)
        except zlib.error as fault:
            if window < 0:
                raise OSError(str(fault)) from None
            continue
        if not unpacker.eof and len(plain) <= MAX_BYTES:
            raise OSError("compressed body is cut off")
        return plain
    return body
