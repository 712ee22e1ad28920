"""`thoisu read PAGE…`: reads pages, archives and folders of them, and prints what it read."""

import argparse
from contextlib import closing

from .given import is_no_date, ledger_of, page_options
from .lexicon import tell_faults


def add_options(read: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu read`."""
    page_options(read)
    read.add_argument("--json", action="store_true", help="one line of JSON for each page (docs/contract.md)")


def read_pages(options: argparse.Namespace) -> int:
    """Reads the pages of a call and gives its exit code: 0 all were read, 1 some were not, 2 the call is wrong."""
    from ..output import Writer
    from .pages import read_each

    if is_no_date(options.published) or (ledger := ledger_of(options.errors, options.page)) is None:
        return 2
    tell_faults()
    with ledger:
        writer = Writer(options.json, options.lang)
        with closing(read_each(options.page, options.published, ledger)) as pages:
            for page in pages:
                writer.write(page.reading)
        return 1 if ledger.failed else 0
