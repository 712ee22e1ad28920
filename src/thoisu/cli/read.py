"""`thoisu read PAGE…`: reads pages, archives and folders of them, and prints what it read."""

import argparse
import errno
import io
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DateError, PageError, PageNotFound
from .lexicon import tell_faults

if TYPE_CHECKING:
    from ..output import Ledger, Writer

SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".warc", ".wet")
PACKED = (".gz", ".zst", ".lz4")


def add_options(read: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu read`."""
    read.add_argument(
        "page", nargs="+", metavar="PAGE", help="a page, a web archive, a folder of them, or - for standard input"
    )
    read.add_argument("--json", action="store_true", help="one line of JSON for each page (docs/contract.md)")
    read.add_argument("--published", metavar="DATE", help="when the pages were published, where they don't say it")
    read.add_argument("--errors", metavar="FILE", help="write a line of JSON for each page or record that was skipped")


def read_pages(options: argparse.Namespace) -> int:
    """Reads the pages of a call and gives its exit code: 0 all were read, 1 some were not, 2 the call is wrong."""
    from ..output import Ledger, Writer, spooled
    from ..page.dateline import given_time
    from ..page.recovery import begins_record, is_archive
    from ..reader import read_bytes

    if options.published is not None:
        try:
            given_time(options.published)
        except DateError as fault:
            print(f"thoisu: --published: {fault}", file=sys.stderr)
            return 2
    try:
        _require_apart(options.errors, options.page)
        ledger = Ledger(options.errors)
    except OSError as fault:
        what = f"{options.errors or 'an empty name'} can't be written ({fault.strerror})"
        print(f"thoisu: --errors: {what}; name another file", file=sys.stderr)
        return 2
    tell_faults()
    with ledger:
        writer = Writer(options.json, options.lang)
        for path in _pages(options.page):
            if not isinstance(path, PageError) and str(path) != "-" and is_archive(path):
                _read_archive(path, options.published, ledger, writer)
                continue
            if str(path) == "-" and begins_record(_first_of_input()):
                with spooled(sys.stdin.buffer) as copy:
                    _read_archive(copy, options.published, ledger, writer, named="-")
                continue
            try:
                if isinstance(path, PageError):
                    raise path
                raw = sys.stdin.buffer.read() if str(path) == "-" else None
                writer.write(read_bytes(path, raw, options.published))
            except PageError as fault:
                ledger.page(fault)
        return 1 if ledger.failed else 0


def _first_of_input() -> bytes:
    """The first bytes of standard input, which stay in it."""
    stream = sys.stdin.buffer
    return stream.peek(4096) if isinstance(stream, io.BufferedReader) else b""


def _require_apart(errors: str | None, pages: list[str]) -> None:
    """Raises OSError where the file of --errors has no name, or is one of the pages."""
    if errors is None:
        return
    if not errors:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    there = os.path.realpath(errors)
    if any(page != "-" and os.path.realpath(page) == there for page in pages):
        raise FileExistsError(errno.EEXIST, "it is one of the pages")


def _read_archive(
    path: Path, published: str | None, ledger: "Ledger", writer: "Writer", named: str | None = None
) -> None:
    """Reads an archive, tells its damaged records and, at the end or when stopped, how many were read and skipped."""
    from ..output import progress, told
    from ..page.archive import Skipped
    from ..reader import read_archive

    counts: Counter[str] = Counter()
    label = named or str(path)
    try:
        for found in progress(read_archive(path, published), label):
            if isinstance(found, Skipped):
                counts[found.kind] += 1
                ledger.record(label, found)
            else:
                writer.write(found)
                counts["read"] += 1
    except PageError as fault:
        ledger.page(fault)
        return
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
