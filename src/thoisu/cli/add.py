"""`thoisu add PAGE…` and `thoisu reread`: pages into the store, and its pages read again."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from .given import is_no_date, ledger_of, page_options
from .lexicon import tell_faults
from .polite import asking_options
from .stored import print_json, store_option

if TYPE_CHECKING:
    from ..chronicle.adding import Added

T = TypeVar("T")
BATCH = 200  # pages a transaction, or what was read in BATCH_SECONDS: that much is read again after a kill
BATCH_SECONDS = 2.0
MOST_WORKERS = 8  # by default: each holds a lexicon of its own, and so many outdo the one who writes


def add_options(add: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu add`."""
    page_options(add)
    add.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes that read pages; by default one for each usable core, at most 8",
    )
    add.add_argument("--json", action="store_true", help="a line of JSON for each page, once it is on disk")
    asking_options(add)
    store_option(add)


def reread_options(reread: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu reread`."""
    reread.add_argument("--all", action="store_true", help="also those that this version has read already")
    reread.add_argument("--json", action="store_true", help="a line of JSON for each page, once it is on disk")
    store_option(reread)


def add_pages(options: argparse.Namespace) -> int:
    """Adds the pages of a call: 0 all were added, 1 some can't be read, 2 the call or the store is wrong."""
    from ..chronicle.adding import add
    from ..output import progress
    from ..store import open_store
    from ..watch.lists import is_list
    from ..workers import usable_cores
    from .fetch import fetch_all, named_in
    from .pages import prepare_each

    workers = min(MOST_WORKERS, usable_cores()) if options.workers is None else options.workers
    if workers < 1:
        print(f"thoisu: --workers: {workers} is no number of processes; give 1 or more", file=sys.stderr)
        return 2
    if is_no_date(options.published) or (ledger := ledger_of(options.errors, options.page)) is None:
        return 2
    tell_faults()
    lists = [page for page in options.page if page != "-" and is_list(Path(page))]
    pages_given = [page for page in options.page if page not in lists]
    counts: Counter[str] = Counter()
    with ledger, open_store(options.store) as store:
        try:
            with closing(prepare_each(pages_given, options.published, ledger, workers, BATCH)) as pages:
                for batch in batches(progress(pages, "add", "pages"), BATCH, BATCH_SECONDS):
                    tell(add(store, batch), counts, options.json)
        finally:
            sum_up(counts, store.url)
        if lists and (fault := fetch_all(named_in(lists, ledger), options, ledger)) > 1:
            return fault
        return 1 if ledger.failed else 0


def reread(options: argparse.Namespace) -> int:
    """Reads the stored pages again with this version and its lexicon."""
    from ..chronicle.rereading import outdated, reread_documents
    from ..output import progress
    from ..store import open_store

    tell_faults()
    counts: Counter[str] = Counter()
    with open_store(options.store) as store:
        try:
            for batch in batches(progress(outdated(store, options.all), "reread", "pages"), BATCH, BATCH_SECONDS):
                tell(reread_documents(store, batch), counts, options.json)
        finally:
            sum_up(counts, store.url)
    return 1 if counts["unread"] else 0


def batches(items: Iterable[T], size: int, seconds: float) -> Iterator[list[T]]:
    """Items in lists of at most `size`, or of what came in `seconds`.

    >>> list(batches("abc", 2, 60))
    [['a', 'b'], ['c']]
    """
    batch: list[T] = []
    begun = time.monotonic()
    for item in items:
        batch.append(item)
        if len(batch) == size or time.monotonic() - begun > seconds:
            yield batch
            batch, begun = [], time.monotonic()
    if batch:
        yield batch


def tell(done: "list[Added]", counts: Counter[str], as_json: bool) -> None:
    """Counts what was done with pages, and prints it where that is asked for."""
    counts.update(page.what for page in done)
    if as_json:
        print_json(done)


def sum_up(counts: Counter[str], url: str) -> None:
    """Says how many pages became what."""
    if counts:
        what = ", ".join(f"{n} {_WORDS[kind]}" for kind, n in counts.most_common())
        print(f"thoisu: {counts.total()} pages: {what}; {url}", file=sys.stderr)


_WORDS = {
    "new": "new",
    "version": "new versions",
    "known": "known already",
    "read": "read again",
    "unread": "can't be read any more and were left as they are",
}
