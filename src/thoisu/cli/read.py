"""`thoisu read PAGE…`: reads pages, archives and folders of them, and prints what it read."""

import argparse
import errno
import os
import sys
from contextlib import closing

from ..errors import DateError
from .lexicon import tell_faults


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
    from ..output import Ledger, Writer
    from ..page.dateline import given_time
    from .pages import read_each

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
        with closing(read_each(options.page, options.published, ledger)) as pages:
            for page in pages:
                writer.write(page.reading)
        return 1 if ledger.failed else 0


def _require_apart(errors: str | None, pages: list[str]) -> None:
    """Raises OSError where the file of --errors has no name, or is one of the pages."""
    if errors is None:
        return
    if not errors:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    there = os.path.realpath(errors)
    if any(page != "-" and os.path.realpath(page) == there for page in pages):
        raise FileExistsError(errno.EEXIST, "it is one of the pages")
