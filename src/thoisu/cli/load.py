"""`thoisu load DIR`: articles of a data set into a store."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..chronicle.asking import first_day, last_day, meant
from ..errors import ArchiveError, DateError, QuestionError, UnreadableSource
from .add import BATCH, BATCH_SECONDS, batches, sum_up, tell
from .lexicon import tell_faults
from .stored import store_option

if TYPE_CHECKING:
    from ..archive.loading import Choice
    from ..chronicle.preparing import Incoming


def add_options(load: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu load`."""
    add = load.add_argument
    add("archive", metavar="DIR", help="a data set that `thoisu archive` made, or its address")
    add("--from", dest="start_day", metavar="DATE", help="published not before (YYYY-MM-DD, YYYY-MM or YYYY)")
    add("--to", dest="end_day", metavar="DATE", help="published not after")
    add("--story", metavar="ID", help="of one story")
    add("--actor", action="append", metavar="NAME", help="that tell an act of them (again: or)")
    add("--json", action="store_true", help="a line of JSON for each page, once it is on disk")
    store_option(load)


def run(options: argparse.Namespace) -> int:
    """Loads the articles of a call: 0 all were added, 1 the bytes of some are gone, 2 the call or a place is wrong."""
    from ..output import progress
    from ..store import open_store

    try:
        from ..archive.loading import pages
        from ..chronicle.adding import add
    except ModuleNotFoundError as fault:
        print(f"thoisu: load: {fault.name} is not installed; pip install 'thoisu[archive]'", file=sys.stderr)
        return 2
    tell_faults()
    counts: Counter[str] = Counter()
    gone: list[UnreadableSource] = []
    try:
        found = pages(options.archive, choice_of(options))
        with open_store(options.store) as store:
            try:
                for batch in batches(progress(_there(found, gone), "load", "pages"), BATCH, BATCH_SECONDS):
                    tell(add(store, batch), counts, options.json)
            finally:
                sum_up(counts, store.url)
    except (ArchiveError, QuestionError, DateError) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    return 1 if gone else 0


def choice_of(options: argparse.Namespace) -> "Choice":
    """The articles that a call asks for. Raises DateError, QuestionError."""
    from ..archive.loading import Choice

    first = first_day(options.start_day) if options.start_day else None
    last = last_day(options.end_day) if options.end_day else None
    if first and last and first > last:
        raise QuestionError("--to", f"{options.end_day} is before {options.start_day}", "give the days in their order")
    on = [date.fromisoformat(day) for day in (first, last or date.today().isoformat()) if day]
    return Choice(first, last, options.story, meant(options.actor, on) if options.actor else None)


def _there(found: "Iterator[Incoming | UnreadableSource]", gone: list[UnreadableSource]) -> "Iterator[Incoming]":
    """The pages that can be loaded; the others are told."""
    for page in found:
        if isinstance(page, UnreadableSource):
            gone.append(page)
            print(f"thoisu: {page}", file=sys.stderr)
        else:
            yield page
