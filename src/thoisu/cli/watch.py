"""`thoisu watch add|list|remove|run|status`: sources, and rounds through what they offer."""

import argparse
import asyncio
import os
import signal
import sys
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from ..errors import QuestionError, SourceError
from . import language_option
from .add import MOST_WORKERS
from .beside import WITH_PARENT
from .polite import agent_of, asking_options, rules_of
from .stored import log_option, print_json, store_option

if TYPE_CHECKING:
    from ..store.base import Store
    from ..watch.records import Source
    from ..watch.rounds import Settings, Watch

AGAIN = 3600.0  # seconds: a page is mostly mended several times in the hour after it came out
_SPAN = 300.0  # seconds after which a round makes way for alerts, and goes on
_SELDOM = 30 * 86_400  # seconds between two looks at a source, at the most
_REST = 60.0  # seconds between two looks at what is due


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu watch`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="watch an outlet, a feed, a sitemap or a section")
    add.add_argument("source", nargs="+", metavar="SOURCE", help="the name of an outlet (vietnamplus), or an address")
    add.add_argument("--kind", choices=("feed", "sitemap", "section"), help="what the address is, if it can't be told")
    add.add_argument("--every", type=float, metavar="SECONDS", help="look at it so often (900)")
    asking_options(add)
    listed = actions.add_parser("list", help="what is watched")
    remove = actions.add_parser("remove", help="watch something no more; its pages stay")
    remove.add_argument("source", nargs="+", metavar="SOURCE", help="a name or an address, as `list` shows it")
    run = actions.add_parser("run", help="look at the sources, fetch what is new and add it, until stopped")
    run.add_argument("--once", action="store_true", help="do what is due now, and end")
    told = f"leave a page that changed alone for so long after it was fetched ({AGAIN:g})"
    run.add_argument("--again", type=float, default=AGAIN, metavar="SECONDS", help=told)
    run.add_argument("--workers", type=int, metavar="N", help="processes that read pages (one a core, at most 8)")
    asking_options(run)
    log_option(run)
    status = actions.add_parser("status", help="how far each source and each host is")
    for action in (listed, status):
        action.add_argument("--json", action="store_true", help="one line of JSON for each row")
    for action in (add, listed, remove, run, status):
        store_option(action)
        language_option(action)


def run(options: argparse.Namespace) -> int:
    """Runs an action: 0 done, 1 a part could not be done, 2 the call is wrong."""
    from ..store import open_store

    try:
        if options.action == "run":
            return _run(options)
        if options.action == "add":
            return _add(options)
        with open_store(options.store, create=False) as store:
            return {"list": _list, "remove": _remove, "status": _status}[options.action](store, options)
    except QuestionError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _add(options: argparse.Namespace) -> int:
    from ..store import open_store
    from ..watch.clock import RealClock

    found: list[Source] = []
    failed = False
    for name in options.source:
        try:
            found += asyncio.run(_sources(name, options))
        except SourceError as fault:
            print(f"thoisu: watch add: {fault}", file=sys.stderr)
            failed = True
    if options.every is not None:
        if not 1 <= options.every <= _SELDOM:
            raise QuestionError("--every", f"{options.every:g} is no time", "give seconds, 1 to 2592000")
        from msgspec.structs import replace

        found = [replace(source, every=int(options.every)) for source in found]
    with open_store(options.store) as store, store.writing(quiet=True):
        store.put_sources(found, RealClock().now())
    for source in found:
        print(f"{source.name}  {source.kind}  {source.url}")
    return 1 if failed else 0


async def _sources(name: str, options: argparse.Namespace) -> "list[Source]":
    """The sources of a name; an address is fetched to see what it is, unless that is said. Raises SourceError."""
    from ..page.publishers import publishers
    from ..watch.addresses import clean
    from ..watch.clock import RealClock
    from ..watch.fetching import Fetcher
    from ..watch.hosts import Hosts, Resting
    from ..watch.single import remedy_for
    from ..watch.sources import named, sources_of

    spelled = named(name, options.kind)
    feeds = {clean(feed) for publisher in publishers() for feed in publisher.feeds}
    if options.kind or all(source.url in feeds for source in spelled):
        return spelled
    async with Fetcher(agent_of(options), options.allow_private) as fetcher:
        fetched = await Hosts(fetcher, RealClock(), rules_of(options)).ask(spelled[0].url)
    if isinstance(fetched, Resting):
        raise SourceError(name, fetched.why, "try again later, or say its --kind")
    if fetched.outcome != "ok":
        raise SourceError(name, fetched.reason or fetched.outcome, remedy_for(fetched))
    return sources_of(fetched)


def _list(store: "Store", options: argparse.Namespace) -> int:
    states = [state for state in store.sources() if state.parent is None]
    if options.json:
        print_json(state.source for state in states)
        return 0
    for state in states:
        print(f"{state.source.name}  {state.source.kind}  {state.source.url}")
    return 0


def _remove(store: "Store", options: argparse.Namespace) -> int:
    failed = False
    for name in options.source:
        urls = [s.source.url for s in store.sources() if name in (s.source.url, s.source.name)]
        with store.writing(quiet=True):
            dropped = [url for url in urls if store.drop_source(url)]
        if not dropped:
            print(f"thoisu: watch remove: {name!r} is not watched; see `thoisu watch list`", file=sys.stderr)
            failed = True
    return 1 if failed else 0


def _status(store: "Store", options: argparse.Namespace) -> int:
    from ..watch.clock import RealClock
    from ..watch.standing import standing

    rows = standing(store, RealClock().now())
    if options.json:
        print_json([*rows.sources, *rows.hosts])
    else:
        from .watched import show_standing

        show_standing(rows, options.lang)
    return 0


def _run(options: argparse.Namespace) -> int:
    import logging

    from .. import logs
    from ..lexicon import lexicon
    from ..store import open_store
    from ..watch.rounds import Settings
    from ..workers import usable_cores

    workers = min(MOST_WORKERS, usable_cores()) if options.workers is None else options.workers
    if workers < 1:
        raise QuestionError("--workers", f"{workers} is no number of processes", "give 1 or more")
    if not options.again >= 0:
        raise QuestionError("--again", f"{options.again:g} is no time", "give seconds, 0 or more")
    settings = Settings(
        where=options.store, agent=agent_of(options), rules=rules_of(options), allow_private=options.allow_private,
        workers=workers, again=options.again,
    )  # fmt: skip
    with logs.started(form=options.log):
        with open_store(options.store) as store:
            if not any(store.sources()):
                logging.getLogger("thoisu.watch").warning("nothing_is_watched")
                if sys.stderr.isatty() and options.log != "json":
                    words = lexicon().labels[options.lang]["of_watch"]
                    print(f"thoisu: {words['no_sources']}", file=sys.stderr)
        return asyncio.run(_watch(settings, options))


async def _watch(settings: "Settings", options: argparse.Namespace) -> int:
    from ..watch.rounds import Watch
    from ..watch.tally import Tally
    from .watched import progress, summed_up

    async with Watch(settings) as watch:
        caught: list[int] = []
        looked: set[str] | None = set() if options.once else None
        stop_by_signals(watch, caught)
        while not watch.is_stopped:
            tally = Tally()
            for_people = sys.stderr.isatty() and options.log != "json"
            with progress(tally, options.lang) if for_people else nullcontext():
                await watch.round(_SPAN, tally, looked)
            if tally.counts and for_people:
                print(f"thoisu: {summed_up(tally, options.lang)}", file=sys.stderr)
            told = None if watch.is_stopped else await watch.tell()
            if tally.is_cut:
                continue
            if options.once:
                break
            again = told.next_at - time.time() if told and told.next_at is not None else _REST
            await watch.rest(min(max(again, 1.0), _REST))
        return 130 if options.once and caught else 0


def stop_by_signals(watch: "Watch", caught: list[int]) -> None:
    """Ctrl-C and SIGTERM end the round that is under way, a second one the program; `caught` then holds Ctrl-C."""
    loop = asyncio.get_running_loop()

    def stop(number: int) -> None:
        if number == signal.SIGINT:
            caught.append(number)
        loop.remove_signal_handler(number)
        watch.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    if os.environ.get(WITH_PARENT):

        def end_with_parent() -> None:
            sys.stdin.buffer.read()
            loop.call_soon_threadsafe(watch.stop)

        threading.Thread(target=end_with_parent, daemon=True).start()
