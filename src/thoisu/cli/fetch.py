"""`thoisu fetch URL…`: single pages, asked for politely, into the store or printed."""

import argparse
import asyncio
import signal
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PageError, QuestionError
from .lexicon import tell_faults
from .polite import agent_of, asking_options, rules_of
from .stored import print_json, store_option

if TYPE_CHECKING:
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
    from ..watch.single import Named

    try:
        pages = [Named(url) for url in options.url] + named_in(options.list)
        if not pages:
            raise QuestionError("URL", "no address is given", "give one, or --list FILE")
        return fetch_all(pages, options)
    except (QuestionError, PageError) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def named_in(files: list[str]) -> "list[Named]":
    """The pages that lists name. Raises PageError."""
    from ..watch.lists import listed
    from ..watch.single import Named

    return [Named(one.url, one.published) for file in files for one in listed(Path(file))]


def fetch_all(pages: "list[Named]", options: argparse.Namespace) -> int:
    """Fetches pages and adds or prints each when it is there. Raises QuestionError."""
    from ..store import open_store

    agent, rules = agent_of(options), rules_of(options)
    tell_faults()
    with ExitStack() as end:
        store = None if options.print else end.enter_context(open_store(options.store, shared=True))
        try:
            return asyncio.run(_fetch(pages, store, options, agent, rules))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


async def _fetch(
    pages: "list[Named]", store: "Store | None", options: argparse.Namespace, agent: str, rules: "Rules"
) -> int:
    from ..watch.clock import RealClock
    from ..watch.fetching import Fetcher
    from ..watch.hosts import Hosts
    from ..watch.single import get_each

    made = _Made(store, options)
    task = asyncio.current_task()
    if task and hasattr(signal, "SIGTERM"):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    clock = RealClock()
    async with Fetcher(agent, options.allow_private) as fetcher:
        hosts = Hosts(fetcher, clock, rules, store.hosts() if store else ())
        try:
            async for got in get_each(pages, hosts, clock):
                await asyncio.to_thread(made.take, got)
        finally:
            if store:
                with store.writing(quiet=True):
                    store.put_hosts(hosts.states())
                made.sum_up(store)
    return 1 if made.failed else 0


class _Made:
    """Takes what came, one page after the other."""

    def __init__(self, store: "Store | None", options: argparse.Namespace) -> None:
        from ..output import Writer

        self.failed = False
        self._store, self._json = store, options.json
        self._writer = Writer(options.json, options.lang)
        self._counts: Counter[str] = Counter()

    def take(self, got: "Got") -> None:
        """Reads a page, and adds or prints it; says in one line why that can't be."""
        from ..chronicle.adding import add
        from ..chronicle.preparing import Incoming
        from ..watch.reading import bytes_of, reading_of

        try:
            if got.body is None:
                return self._say(got.why or "")
            raw = bytes_of(got.body)
            reading = reading_of(got.body, raw)
        except PageError as fault:
            return self._say(str(fault))
        if self._store is None:
            return self._writer.write(reading)
        [done] = add(self._store, [Incoming(reading, raw)])
        self._counts[done.what] += 1
        if self._json:
            print_json([done])
        return None

    def _say(self, why: str) -> None:
        self.failed = True
        print(f"thoisu: {why}", file=sys.stderr)

    def sum_up(self, store: "Store") -> None:
        """Says how many pages were added."""
        from .add import sum_up

        sum_up(self._counts, store.url)
