"""The command line: `thoisu read PAGE…`.

Exit codes: 0 every page was read, 1 some were not, 2 the call itself is wrong.
"""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .errors import DateError, LexiconError, PageError, PageNotFound

if TYPE_CHECKING:
    from .output import Ledger, Writer

SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".warc", ".wet")
PACKED = (".gz", ".zst", ".lz4")


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return _read(options)
    except BrokenPipeError:
        # The reader of our output has gone (`thoisu read … | head`): no fault of the pages.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("thoisu: stopped", file=sys.stderr)
        return 130
    except LexiconError as fault:
        print(f"thoisu: the lexicon is damaged: {fault}; install thoisu again", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="thoisu",
        description="Reads Vietnamese news pages about world affairs into a chronology that can be checked.",
    )
    parser.add_argument("--version", action="version", version=f"thoisu {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    read = commands.add_parser("read", help="read pages and print their chronology")
    read.add_argument(
        "page", nargs="+", metavar="PAGE", help="a page, a web archive, a folder of them, or - for standard input"
    )
    read.add_argument("--json", action="store_true", help="one line of JSON for each page (docs/contract.md)")
    read.add_argument("--published", metavar="DATE", help="when the pages were published, where they don't say it")
    read.add_argument("--errors", metavar="FILE", help="write a line of JSON for each page or record that was skipped")
    read.add_argument("--lang", choices=("en", "vi"), default=_own_language(), help="language of the labels")
    return parser


def _own_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if locale.startswith("vi") else "en"


def _read(options: argparse.Namespace) -> int:
    from .output import Ledger, Writer
    from .page.archive import is_archive
    from .page.dateline import given_time
    from .reader import read_bytes

    if options.published is not None:
        try:
            given_time(options.published)
        except DateError as fault:
            print(f"thoisu: --published: {fault}", file=sys.stderr)
            return 2
    try:
        ledger = Ledger(options.errors)
    except OSError as fault:
        print(
            f"thoisu: --errors: {options.errors} can't be written ({fault.strerror}); name another file",
            file=sys.stderr,
        )
        return 2
    with ledger:
        writer = Writer(options.json, options.lang)
        for path in _pages(options.page):
            if not isinstance(path, PageError) and str(path) != "-" and is_archive(path):
                _read_archive(path, options.published, ledger, writer)
                continue
            try:
                if isinstance(path, PageError):
                    raise path
                raw = sys.stdin.buffer.read() if str(path) == "-" else None
                writer.write(read_bytes(path, raw, options.published))
            except PageError as fault:
                ledger.page(fault)
        return 1 if ledger.failed else 0


def _read_archive(path: Path, published: str | None, ledger: "Ledger", writer: "Writer") -> None:
    """Reads an archive, tells its damaged records and, at the end or when stopped, how many were read and skipped."""
    from .output import progress, told
    from .page.archive import Skipped
    from .reader import read_archive

    counts: Counter[str] = Counter()
    try:
        for found in progress(read_archive(path, published), path):
            if isinstance(found, Skipped):
                counts[found.kind] += 1
                ledger.record(path, found)
            else:
                counts["read"] += 1
                writer.write(found)
    except PageError as fault:
        ledger.page(fault)
        return
    finally:
        if counts:
            print(f"thoisu: {path}: {told(counts)}", file=sys.stderr)


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


if __name__ == "__main__":
    sys.exit(main())
