"""`thoisu fetch URL…`: single pages, asked for politely, into the store or printed."""

import argparse
import asyncio
import signal
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import PageError, QuestionError, SourceError
from .lexicon import tell_faults
from .polite import agent_of, asking_options, rules_of
from .stored import print_json, store_option

if TYPE_CHECKING:
    from ..output import Ledger
    from ..store.base import Store
    from ..watch.hosts import Rules
    from ..watch.single import Got, Named


def add_options(fetch: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu fetch`."""
    fetch.add_argument("url", nargs="*", metavar="URL", help="the address of a page")
    fetch.add_argument("--list", action="append", default=[], metavar="FILE", help="addresses in a file: RIS or CSV")
    fetch.add_argument("--print", action="store_true", help="print what is read; nothing is kept")
    fetch.add_argument("--json", action="store_true", help="a line of JSON for each page")
    asking_options(fetch)
    store_option(fetch)


def run(options: argparse.Namespace) -> int:
    """Fetches the pages of a call: 0 all were read, 1 some were not, 2 the call is wrong."""
    from ..output import Ledger
    from ..watch.single import Named

    with Ledger(None) as ledger:
        pages = [Named(url) for url in options.url] + named_in(options.list, ledger)
        if not pages and not options.list:
            print("thoisu: URL: no address is given; give one, or --list FILE", file=sys.stderr)
            return 2
        return fetch_all(pages, options, ledger)


def named_in(files: list[str], ledger: "Ledger") -> "list[Named]":
    """The pages that lists name; what is wrong with one, or with a row of it, goes to the ledger."""
    from ..watch.lists import listed
    from ..watch.single import Named

    found = []
    for file in files:
        try:
            found += [Named(one.url, one.published) for one in listed(Path(file), ledger.say)]
        except PageError as fault:
            ledger.page(fault)
        except SourceError as fault:
            ledger.page(PageError(fault.where, fault.what, fault.remedy))
    return found


def fetch_all(pages: "list[Named]", options: argparse.Namespace, ledger: "Ledger") -> int:
    """Fetches pages and adds or prints each when it is there: 0 all were read, 1 some were not, 2 the call is wrong."""
    from ..store import open_store

    try:
        agent, rules = agent_of(options), rules_of(options)
    except QuestionError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    tell_faults()
    with ExitStack() as end:
        kept = not getattr(options, "print", False)
        store = end.enter_context(open_store(options.store, shared=True)) if kept else None
        try:
            asyncio.run(_fetch(pages, store, options, ledger, Politeness(agent, rules)))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
    return 1 if ledger.failed else 0


class Politeness(NamedTuple):
    """Who asks, and how often."""

    agent: str
    rules: "Rules"


async def _fetch(
    pages: "list[Named]", store: "Store | None", options: argparse.Namespace, ledger: "Ledger", polite: Politeness
) -> None:
    from ..watch.clock import RealClock
    from ..watch.fetching import Fetcher
    from ..watch.hosts import Hosts
    from ..watch.single import get_each

    made = _Made(store, options, ledger)
    task = asyncio.current_task()
    if task and hasattr(signal, "SIGTERM"):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    clock = RealClock()
    async with Fetcher(polite.agent, options.allow_private) as fetcher:
        hosts = Hosts(fetcher, clock, polite.rules, store.hosts() if store else ())
        try:
            async for got in get_each(pages, hosts, clock):
                await asyncio.to_thread(made.take, got)
        finally:
            if store:
                with store.writing(quiet=True):
                    store.put_hosts(hosts.states())
                made.sum_up(store)


class _Made:
    """Takes what came, one page after the other."""

    def __init__(self, store: "Store | None", options: argparse.Namespace, ledger: "Ledger") -> None:
        from ..output import Writer

        self._store, self._json, self._ledger = store, options.json, ledger
        self._writer = Writer(options.json, options.lang)
        self._counts: Counter[str] = Counter()

    def take(self, got: "Got") -> None:
        """Reads a page, and adds or prints it; says in one line why that can't be."""
        from ..chronicle.adding import add
        from ..chronicle.preparing import Incoming
        from ..watch.reading import bytes_of, reading_of

        if got.body is None:
            if got.fault:
                self._ledger.page(got.fault)
            return
        try:
            raw = bytes_of(got.body)
            reading = reading_of(got.body, raw)
        except PageError as fault:
            self._ledger.page(fault)
            return
        if self._store is None:
            self._writer.write(reading)
            return
        [done] = add(self._store, [Incoming(reading, raw)])
        self._counts[done.what] += 1
        if self._json:
            print_json([done])

    def sum_up(self, store: "Store") -> None:
        """Says how many pages were added."""
        from .add import sum_up

        sum_up(self._counts, store.url)
