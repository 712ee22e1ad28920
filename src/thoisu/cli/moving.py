"""`thoisu backup`, `restore` and `migrate`: a store as a whole into a file, back, and to another place."""

import argparse
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from .stored import store_option

if TYPE_CHECKING:
    from ..store.core import Row
    from ..store.moving import Moved

_COUNTED = 100  # rows


def backup_options(backup: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu backup`."""
    backup.add_argument("file", metavar="FILE", type=Path, help="the file that is written")
    _replace_option(backup, "write over a backup that is there")
    store_option(backup)


def restore_options(restore: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu restore`."""
    restore.add_argument("file", metavar="FILE", type=Path, help="a file that `thoisu backup` wrote")
    _replace_option(restore, "put it in the place of a store that holds something")
    store_option(restore)


def migrate_options(migrate: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu migrate`."""
    migrate.add_argument("source", metavar="FROM", help="the store that is copied: a file, or postgresql://…")
    migrate.add_argument("target", metavar="TO", help="where to: a file, or postgresql://…")
    _replace_option(migrate, "put it in the place of a store that holds something")


def _replace_option(parser: argparse.ArgumentParser, told: str) -> None:
    parser.add_argument("--replace", action="store_true", help=told)


def backup(options: argparse.Namespace) -> int:
    """Writes a backup: 0 done."""
    from ..store.moving import backup

    return _shown(backup(options.store, options.file, options.replace, _watched))


def restore(options: argparse.Namespace) -> int:
    """Brings a backup back: 0 done."""
    from ..store.moving import restore

    return _shown(restore(options.file, options.store, options.replace, _watched))


def migrate(options: argparse.Namespace) -> int:
    """Copies a store: 0 done."""
    from ..store.moving import migrate

    return _shown(migrate(options.source, options.target, options.replace, _watched))


def _watched(rows: "Iterable[Row]", told: str) -> "Iterator[Row]":
    from ..output import progress

    # A table has so many rows that counting each of them would take longer than to copy it.
    left = iter(rows)
    for some in progress(iter(lambda: list(islice(left, _COUNTED)), []), told, f"× {_COUNTED} rows"):
        yield from some


def _shown(moved: "Moved") -> int:
    """Both places with their digests, which are equal: else nothing was moved."""
    for place in (moved.source, moved.target):
        print(f"{moved.digest}  {place}")
    return 0
