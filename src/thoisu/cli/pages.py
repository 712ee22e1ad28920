"""The pages that a call names: files, folders, archives and standard input, read one after the other."""

import io
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from ..errors import PageError, PageNotFound
from ..model import Reading
from ..output import Ledger, progress, spooled, told
from ..page.recovery import begins_record, is_archive
from ..reader import bytes_of, read_archive_pages, read_bytes

SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".warc", ".wet")
PACKED = (".gz", ".zst", ".lz4")


class ReadPage(NamedTuple):
    """A page that was read, its bytes, and its file where one file is one page."""

    reading: Reading
    raw: bytes
    file: Path | None


def read_each(arguments: list[str], published: str | None, ledger: Ledger, counted: bool = True) -> Generator[ReadPage]:
    """The pages of a call, one after the other; what can't be read goes to the ledger, the others still are read.

    The records of an archive are `counted` as they come, unless the caller counts the pages itself.
    """
    for path in _pages(arguments):
        try:
            if isinstance(path, PageError):
                raise path
            if str(path) != "-" and is_archive(path):
                yield from _read_archive(path, published, ledger, counted)
            elif str(path) == "-" and begins_record(_first_of_input()):
                with spooled(sys.stdin.buffer) as copy:
                    yield from _read_archive(copy, published, ledger, counted, named="-")
            else:
                raw = sys.stdin.buffer.read() if str(path) == "-" else bytes_of(path)
                yield ReadPage(read_bytes(path, raw, published), raw, None if str(path) == "-" else path)
        except PageError as fault:
            ledger.page(fault)


def _first_of_input() -> bytes:
    """The first bytes of standard input, which stay in it."""
    stream = sys.stdin.buffer
    return stream.peek(4096) if isinstance(stream, io.BufferedReader) else b""


def _read_archive(
    path: Path, published: str | None, ledger: Ledger, counted: bool, named: str | None = None
) -> Generator[ReadPage]:
    """The pages of an archive; tells its damaged records and, at the end or when stopped, how many were read."""
    from ..page.archive import Skipped  # with the archive reader, which a page of text does without

    counts: Counter[str] = Counter()
    label = named or str(path)
    try:
        records = read_archive_pages(path, published)
        for raw, found in progress(records, label) if counted else records:
            if isinstance(found, Skipped):
                counts[found.kind] += 1
                ledger.record(label, found)
            else:
                counts["read"] += 1
                yield ReadPage(found, raw, None)
    finally:
        if counts:
            print(f"thoisu: {label}: {told(counts)}", file=sys.stderr)


def _pages(arguments: list[str]) -> list[Path | PageError]:
    """The page files that the arguments name, folders opened, in order."""
    pages: list[Path | PageError] = []
    for argument in arguments:
        path = Path(argument)
        if argument != "-" and path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _is_page(p))
            if not inside:
                pages.append(
                    PageNotFound(argument, "is a folder without pages", f"give one with {' or '.join(SUFFIXES)} files")
                )
            pages += inside
        else:
            pages.append(path)
    return pages


def _is_page(path: Path) -> bool:
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        return len(suffixes) > 1 and suffixes[-2] in (".warc", ".wet")
    return bool(suffixes) and suffixes[-1] in SUFFIXES
