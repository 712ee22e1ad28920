"""The command line: `thoisu read PAGE…`.

Exit codes: 0 every page was read, 1 some were not, 2 the call itself is wrong.
"""

import argparse
import os
import sys
from pathlib import Path

from . import __version__
from .errors import DateError, LexiconError, PageError, PageNotFound

SUFFIXES = (".txt", ".text")


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
    read.add_argument("page", nargs="+", metavar="PAGE", help="a file, a folder of pages, or - for standard input")
    read.add_argument("--json", action="store_true", help="one line of JSON for each page (docs/contract.md)")
    read.add_argument("--published", metavar="DATE", help="when the pages were published, where they don't say it")
    read.add_argument("--lang", choices=("en", "vi"), default=_own_language(), help="language of the labels")
    return parser


def _own_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if locale.startswith("vi") else "en"


def _read(options: argparse.Namespace) -> int:
    from .page.dateline import given_time
    from .reader import read_bytes

    if options.published is not None:
        try:
            given_time(options.published)
        except DateError as fault:
            print(f"thoisu: --published: {fault}", file=sys.stderr)
            return 2
    failed = shown = 0
    for path in _pages(options.page):
        try:
            if isinstance(path, PageError):
                raise path
            raw = sys.stdin.buffer.read() if str(path) == "-" else None
            reading = read_bytes(path, raw, options.published)
        except PageError as fault:
            print(f"thoisu: {fault}", file=sys.stderr)
            failed += 1
            continue
        if options.json:
            sys.stdout.buffer.write(reading.to_json() + b"\n")
            sys.stdout.buffer.flush()
        else:
            from .show import console_for, show

            console = console_for(sys.stdout)
            if shown:
                console.print()
                console.rule(characters="─")
            show(reading, options.lang, console)
        shown += 1
    return 1 if failed else 0


def _pages(arguments: list[str]) -> list[Path | PageError]:
    """The page files that the arguments name, folders opened, in order."""
    pages: list[Path | PageError] = []
    for argument in arguments:
        path = Path(argument)
        if argument != "-" and path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                pages.append(
                    PageNotFound(argument, "is a folder without pages", f"give one with {' or '.join(SUFFIXES)} files")
                )
            pages += inside
        else:
            pages.append(path)
    return pages


if __name__ == "__main__":
    sys.exit(main())
