"""Rounds of watching: sources that are due → pages that they offer → those not known yet fetched → into the chronicle.

One loop asks, each host in its turn (hosts.py); what came waits in the store, and a thread beside it has it read and
adds it (filing.py). All that has happened is in the store before the next thing is asked of the same host, so that
a kill costs no more than what was under way: one request a host.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from time import perf_counter
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from ..alerts.rounds import Report
from ..alerts.rounds import round as alerts
from ..chronicle.adding import Added
from ..errors import QuestionError, UnsafeAddress
from ..store import open_store
from .addresses import Network, shown
from .clock import Clock, RealClock
from .fetching import Fetcher, Limits
from .filing import Filing
from .hosts import Hosts, Resting, Rules, host_name
from .outcomes import page_after, source_after
from .records import Offered
from .sources import offered
from .states import Body, HostState, PageStatus, SourceState, Tried, Wanted
from .tally import Tally
from .threads import in_thread
from .wanted import settled, wanted

T = TypeVar("T")
_CHUNK = 1000  # pages that a source offers, put down in one transaction
_LONGEST = 8 * 86_400.0  # seconds: nothing is put off for longer (outcomes.py)
_LOOKED_AT = 0.2  # seconds between two looks at whether there is room again
_AHEAD = 20  # pages of a host looked up at once; between them its sources have their turn
_log = logging.getLogger("thoisu.watch")


class Settings(NamedTuple):
    """How a store is watched.

    `at_once` hosts are asked at a time, by `agent`; `workers` processes read. A page that is said to have changed is
    asked for again no sooner than `again` seconds after it was fetched. `allowed` are networks that are not public and
    may be asked all the same. Of a host at most `most_pages` wait to be asked for, and while `most_bodies` wait to be
    read nothing more is asked. `added` is called with each batch, in a thread of its own.
    """

    where: str | None
    agent: str
    rules: Rules = Rules()
    limits: Limits = Limits()
    allow_private: bool = False
    allowed: tuple[Network, ...] = ()
    at_once: int = 16
    workers: int = 1
    again: float = 3600.0
    most_pages: int = 200_000
    most_bodies: int = 2_000
    added: Callable[[list[Added]], None] | None = None


class Watch:
    """Watching a store, as an async context manager; while it is open no other process watches the same store.

    Raises StoreLocked when another does.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._settings, self._clock = settings, clock or RealClock()
        self._end = ExitStack()
        self._turn = threading.Lock()
        self._pending: list[Body | Tried | HostState | SourceState] = []
        self._stopped = asyncio.Event()

    async def __aenter__(self) -> Self:
        with ExitStack() as end:
            self._store = end.enter_context(open_store(self._settings.where, shared=True))
            end.enter_context(self._store.lease("watch"))
            self._thread = end.enter_context(ThreadPoolExecutor(1, "thoisu-store"))
            self._end = end.pop_all()
        limits, rules = self._settings.limits, self._settings.rules
        self._fetcher = Fetcher(self._settings.agent, self._settings.allow_private, limits, self._settings.allowed)
        await self._fetcher.__aenter__()
        self._hosts = Hosts(self._fetcher, self._clock, rules, await self._do(self._store.hosts))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._fetcher.__aexit__(kind, fault, trace)
        self._end.close()

    def stop(self) -> None:
        """Ends the round that is under way, without waiting for what it asked; what came is kept."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stopped.is_set()

    async def round(
        self, span: float | None = None, tally: Tally | None = None, looked: set[str] | None = None
    ) -> Tally:
        """Does all that is due, and gives what it did; after `span` seconds it begins nothing more.

        Sources are looked at once in a round, and none of those that were `looked` at before. Raises StoreError,
        WorkerLost.
        """
        tally = tally or Tally()
        begun = self._clock.now()
        filing = Filing(self._settings.where, self._settings.workers, self._turn, tally, self._settings.added)
        await self._do(self._mind_clock, begun)
        one = _Round(self, filing, tally, begun, None if span is None else begun + span, looked)
        filing.start()
        try:
            await one.run()
            if not self.is_stopped:
                waiting = asyncio.ensure_future(asyncio.to_thread(filing.finish))
                stopped = asyncio.ensure_future(self._stopped.wait())
                await asyncio.wait({waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
                stopped.cancel()
        finally:
            await asyncio.to_thread(filing.stop)
        counts = {name.replace(" ", "_"): count for name, count in sorted(tally.counts.items())}
        _log.info("round_ended", extra={"fields": {**counts, "seconds": round(self._clock.now() - begun, 1)}})
        return tally

    def _mind_clock(self, now: float) -> None:
        with self._turn, self._store.writing(quiet=True):
            self._store.mind_clock(now, max(_LONGEST, self._settings.again + 86_400.0))

    async def tell(self) -> Report | None:
        """Has the alerts of the store look and deliver; None where it was stopped meanwhile, or they can't."""
        telling = asyncio.ensure_future(alerts(self._store, self._clock.now(), self._fetcher))
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({telling, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return telling.result() if telling.done() else None
        except QuestionError as fault:
            _log.error("alerts_failed", extra={"fields": {"fault": str(fault)}})
            return None
        finally:
            for task in (telling, stopped):
                task.cancel()
            await asyncio.gather(telling, stopped, return_exceptions=True)

    async def rest(self, most: float = 60.0) -> None:
        """Waits until something may be due, or it is stopped; others may have put something down meanwhile."""
        waiting = asyncio.ensure_future(self._clock.sleep(most))
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, stopped):
            task.cancel()

    async def _do(self, work: Callable[..., T], *given: object) -> T:
        """Work on the store, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*given))

    async def _keep(self, *what: Body | Tried | HostState | SourceState) -> None:
        """Returns when all of it is on disk; what several have to keep at a time goes into one transaction."""
        self._pending.extend(what)  # in one step: the thread of the store takes from it meanwhile
        await self._do(self._flush)

    def _flush(self) -> None:
        with self._turn:
            what = self._pending[:]
            del self._pending[: len(what)]
            if not what:
                return
            with self._store.writing(quiet=True):
                again = self._settings.again
                self._store.put_bodies((one for one in what if isinstance(one, Body)), again)
                self._store.put_tried((one for one in what if isinstance(one, Tried)), again)
                self._store.put_hosts({one.host: one for one in what if isinstance(one, HostState)}.values())
                for one in what:
                    if isinstance(one, SourceState):
                        self._store.put_look(one)


class _Round:
    """One round: who is visited, and what has come."""

    def __init__(
        self, watch: Watch, filing: Filing, tally: Tally, begun: float, until: float | None, looked: set[str] | None
    ) -> None:
        self._watch, self._filing, self._tally = watch, filing, tally
        self._begun, self._until = begun, until
        self._looked = set() if looked is None else looked
        self._bodies = 0  # that waited when it began, and those that came
        self._resting: dict[str, float] = {}
        self._news = asyncio.Event()
        self._store, self._hosts, self._clock = watch._store, watch._hosts, watch._clock

    async def run(self) -> None:
        """Visits hosts until nothing is due that may be asked now."""
        self._bodies = await self._watch._do(self._store.waiting_bodies)
        visits: dict[str, asyncio.Task[None]] = {}
        stopped = asyncio.ensure_future(self._watch._stopped.wait())
        try:
            while not self._is_over():
                self._news.clear()
                for host in await self._watch._do(self._due):
                    if len(visits) < self._watch._settings.at_once and host not in visits:
                        visits[host] = asyncio.create_task(self._visit(host))
                if not visits:
                    return
                news = asyncio.ensure_future(self._news.wait())
                await asyncio.wait({stopped, news, *visits.values()}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                for host, visit in list(visits.items()):
                    if visit.done():
                        visits.pop(host).result()
            self._tally.is_cut = not self._watch.is_stopped
            if not self._watch.is_stopped:
                await asyncio.gather(*visits.values())
        finally:
            stopped.cancel()
            for visit in visits.values():
                visit.cancel()
            await asyncio.gather(*visits.values(), return_exceptions=True)

    def _is_over(self) -> bool:
        late = self._until is not None and self._clock.now() >= self._until
        return late or self._watch.is_stopped or self._filing.fault is not None

    def _due(self) -> list[str]:
        """The hosts that have something to be asked for and are not left alone."""
        now = self._clock.now()
        hosts = [_host_of(state) for state in self._sources_due()] + self._store.page_hosts_due(now)
        return [host for host in dict.fromkeys(hosts) if self._resting.get(host, 0.0) <= now]

    def _sources_due(self) -> list[SourceState]:
        return [s for s in self._store.sources_due(self._clock.now()) if s.source.url not in self._looked]

    async def _visit(self, host: str) -> None:
        """Asks a host for all that is due of it, source before page, until it must be left alone."""
        self._resting.pop(host, None)
        await self._watch._keep(self._hosts.visiting(host, 1))
        try:
            while not self._is_over() and host not in self._resting:
                sources, pages = await self._watch._do(self._work_of, host)
                if not sources and not pages:
                    return
                for source in sources:
                    if not self._is_over() and host not in self._resting:
                        await self._look(host, source)
                for page in pages if not sources else ():
                    await self._have_room()
                    if not self._is_over() and host not in self._resting:
                        await self._fetch(host, page)
        finally:
            state = self._hosts.visiting(host, -1)
            await asyncio.shield(self._watch._keep(state))

    async def _have_room(self) -> None:
        """Waits while too much waits to be read."""
        while self._bodies - self._filing.filed >= self._watch._settings.most_bodies and not self._is_over():
            await asyncio.sleep(_LOOKED_AT)

    def _work_of(self, host: str) -> tuple[list[SourceState], list[PageStatus]]:
        sources = [state for state in self._sources_due() if _host_of(state) == host]
        return sources, [] if sources else self._store.pages_due(host, self._clock.now(), _AHEAD)

    async def _fetch(self, host: str, page: PageStatus) -> None:
        begun, asked = perf_counter(), self._clock.now()
        fetched = await self._hosts.ask(page.url, page.etag, page.modified)
        self._tally.spent("fetched, with the pauses", perf_counter() - begun)
        if isinstance(fetched, Resting):
            if fetched.host == host and not fetched.moved:
                return self._rest(fetched)
        else:
            self._tally.count(f"answered {fetched.outcome}")
            self._tally.spent("fetched", fetched.seconds)
        begun = perf_counter()
        done = page_after(page, fetched, self._clock.now(), asked)
        await self._watch._keep(done, self._hosts.state(host))
        self._tally.spent("written down", perf_counter() - begun)
        if isinstance(done, Body):
            self._tally.count("fetched")
            self._bodies += 1
            self._filing.wake()
        return None

    async def _look(self, host: str, state: SourceState) -> None:
        """Looks at a source, and puts down what it offers; only when all of it is there does the look count."""
        url, asked = state.source.url, self._clock.now()
        fetched = await self._hosts.ask(url, state.etag, state.modified)
        if isinstance(fetched, Resting) and fetched.host == host:
            return self._rest(fetched)
        self._looked.add(url)
        faults: list[str] = []
        is_left = False
        if not isinstance(fetched, Resting):
            self._tally.count(f"looked {fetched.outcome}")
            if fetched.outcome == "ok":
                begun = perf_counter()
                faults, is_left = await self._put_down(
                    state, fetched.body or b"", fetched.final_url or url, fetched.content_type
                )
                self._tally.spent("sources read", perf_counter() - begun)
        after = source_after(state, fetched, self._clock.now(), faults, is_left, asked)
        await self._watch._keep(after, self._hosts.state(host))
        outcome = "rests" if isinstance(fetched, Resting) else fetched.outcome
        fields = {"url": shown(url), "outcome": outcome, "fault": after.fault}
        _log.info("source_looked", extra={"fields": fields})
        return None

    async def _put_down(
        self, state: SourceState, body: bytes, url: str, content_type: str | None
    ) -> tuple[list[str], bool]:
        """Puts down what a source offers; what is wrong with it, and whether some was left for want of room."""
        now = self._clock.now()

        def read() -> tuple[Offered, list[Wanted]]:
            found = offered(state.source.kind, body, url, content_type)
            return found, list(wanted(state, found.pages, now))

        left = 0
        found, pages = await in_thread(read)
        for chunk in _chunks(pages, _CHUNK):
            counts = await self._watch._do(self._offer, chunk, now)
            self._tally.count("offered", len(chunk))
            self._tally.count("offered anew", counts["new"])
            left += counts["left"]
            self._news.set()
        if found.sitemaps:
            left += await self._watch._do(self._put_sitemaps, state, found, now)
            self._news.set()
        return found.faults + ([f"{left:,} left for later: too many wait already"] if left else []), left > 0

    def _offer(self, pages: list[Wanted], now: float) -> dict[str, int]:
        with self._watch._turn, self._store.writing(quiet=True):
            settings = self._watch._settings
            return self._store.offer(pages, now, settings.again, settings.most_pages)

    def _put_sitemaps(self, state: SourceState, found: Offered, now: float) -> int:
        named = {url: settled(changed, now) for url, changed in found.sitemaps if url != state.source.url}
        with self._watch._turn, self._store.writing(quiet=True):
            return self._store.put_sitemaps(state.source, named, now)

    def _rest(self, resting: Resting) -> None:
        self._resting[resting.host] = resting.until
        fields = {"host": resting.host, "why": resting.why, "seconds": resting.until - self._clock.now()}
        _log.info("host_rests", extra={"fields": fields})


def _host_of(state: SourceState) -> str:
    try:
        return host_name(state.source.url)
    except UnsafeAddress:
        return ""


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
