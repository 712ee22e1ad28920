"""What the commands that read pages are given alike: the day of publication, and the file for what was skipped."""

import argparse
import errno
import os
import sys
from typing import TYPE_CHECKING

from ..errors import DateError

if TYPE_CHECKING:
    from ..output import Ledger


def page_options(parser: argparse.ArgumentParser) -> None:
    """PAGE, `--published` and `--errors`."""
    parser.add_argument(
        "page", nargs="+", metavar="PAGE", help="a page, a web archive, a folder of them, or - for standard input"
    )
    parser.add_argument("--published", metavar="DATE", help="when the pages were published, where they don't say it")
    parser.add_argument(
        "--errors", metavar="FILE", help="write a line of JSON for each page or record that was skipped"
    )


def is_no_date(published: str | None) -> bool:
    """Whether `--published` was given and is no date; says so."""
    from ..page.dateline import given_time

    if published is not None:
        try:
            given_time(published)
        except DateError as fault:
            print(f"thoisu: --published: {fault}", file=sys.stderr)
            return True
    return False


def ledger_of(errors: str | None, pages: list[str]) -> "Ledger | None":
    """Opens the file of `--errors`, where one is named; None, said why, where that can't be."""
    from ..output import Ledger

    try:
        _require_apart(errors, pages)
        return Ledger(errors)
    except OSError as fault:
        what = f"{errors or 'an empty name'} can't be written ({fault.strerror})"
        print(f"thoisu: --errors: {what}; name another file", file=sys.stderr)
        return None


def _require_apart(errors: str | None, pages: list[str]) -> None:
    """Raises OSError where the file of --errors has no name, or is one of the pages."""
    if errors is None:
        return
    if not errors:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    there = os.path.realpath(errors)
    if any(page != "-" and os.path.realpath(page) == there for page in pages):
        raise FileExistsError(errno.EEXIST, "it is one of the pages")
