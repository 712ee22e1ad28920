"""Asking hosts as they want to be asked: one request at a time each, what robots.txt allows, at its pace.

What is known of a host lives in records that a store keeps. A host whose records say that it is being visited was left
by a kill: when the last request was made is then not known, and a whole pause is kept first.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from ..errors import UnsafeAddress
from .addresses import shown, spelled
from .clock import Clock
from .fetching import Fetcher
from .pace import Manners, Pace, after, ready
from .records import Fetched
from .robots import KEPT, Robots, robots_address, rules_of
from .states import HostState

_AGAIN = 1800.0  # seconds after which a robots.txt that could not be had is asked for again
_HOP = 10.0  # seconds that a redirect waits for its host, within the time that a page may take
_log = logging.getLogger("thoisu.watch")


class _Kept(msgspec.Struct, frozen=True):
    """What a store keeps as the pace of a host."""

    pace: Pace
    visited: bool = False


class Rules(NamedTuple):
    """How all hosts are asked: manners, the budget of requests a host and day, the longest wait for one's turn."""

    manners: Manners = Manners()
    budget: int | None = None
    patience: float = 60.0


class Resting(msgspec.Struct, frozen=True):
    """A host that can't be asked now; `until` when (infinity: not today), `why` in words.

    `moved` is the address of the same host to which a redirect led that is to be asked then.
    """

    host: str
    until: float
    why: str
    moved: str | None = None


class _Host:
    def __init__(self, name: str, state: HostState | None, now: float, gap: float) -> None:
        self.name = name
        self.lock = asyncio.Lock()
        self.visits = 0
        self.robots: Robots | None = None
        self.unsafe: Fetched | None = None
        self.answer = state or HostState(host=name)
        kept = _kept_of(self.answer)
        self.pace = kept.pace
        if kept.visited:
            pause = max(gap, self.pace.delay or 0.0)
            self.pace = replace(self.pace, next_at=max(self.pace.next_at, now + pause))
        if state and state.robots_until is not None:
            fetched = Fetched(
                url="", outcome="unreachable" if state.robots_status is None else "ok",
                status=state.robots_status, body=state.robots,
            )  # fmt: skip
            self.robots = rules_of(fetched)

    def state(self) -> HostState:
        kept = msgspec.json.encode(_Kept(self.pace, self.visits > 0))
        return replace(self.answer, pace=kept)


def pace_of(state: HostState) -> Pace:
    """The pace of a host as a store has it."""
    return _kept_of(state).pace


def _kept_of(state: HostState) -> _Kept:
    return msgspec.json.decode(state.pace, type=_Kept) if state.pace else _Kept(Pace(host=state.host))


def host_name(url: str) -> str:
    """By what a host is called: its name and, where it is not that of the web, its port. Raises UnsafeAddress.

    >>> host_name("https://Example.vn:443/tin.html"), host_name("http://127.0.0.1:8000/tin.html")
    ('example.vn', '127.0.0.1:8000')
    """
    return urlsplit(spelled(url)).netloc


class Hosts:
    """All hosts of one run. `known` is what a store has of them, `jitter` gives numbers from 0 to 1."""

    def __init__(
        self,
        fetcher: Fetcher,
        clock: Clock,
        rules: Rules,
        known: Iterable[HostState] = (),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._fetcher, self._clock, self._rules, self._jitter = fetcher, clock, rules, jitter
        self._begun = clock.now()
        self._known = {state.host: state for state in known}
        self._hosts: dict[str, _Host] = {}
        self.requests = 0

    def state(self, host: str) -> HostState:
        """How a host stands, for the store."""
        return self._of(host).state()

    def states(self) -> list[HostState]:
        """How all hosts stand that were asked in this run."""
        return [host.state() for host in self._hosts.values()]

    def visiting(self, host: str, change: int) -> HostState:
        """Notes that a visit to a host begins (1) or ends (-1); its state then."""
        self._of(host).visits += change
        return self._of(host).state()

    def until(self, host: str) -> float:
        """When a host may be asked next: a time, infinity where its budget of today is spent."""
        return self._clock.now() + ready(self._of(host).pace, self._clock.now(), self._rules.budget)

    async def ask(
        self, url: str, etag: str | None = None, modified: str | None = None, accept: str | None = None
    ) -> Fetched | Resting:
        """Asks for an address in its host's turn, as robots.txt allows, after the pause that is due."""
        try:
            host = self._of(host_name(url))
        except UnsafeAddress as fault:
            return Fetched(url=url, outcome="unsafe", reason=fault.what)
        async with host.lock:
            if (resting := await self._allowed(host, url, self._rules.patience)) is not None:
                return resting
            rested: list[Resting] = []
            fetched = await self._request(host, url, etag, modified, accept, rested)
            return rested[0] if rested and fetched.outcome == "forbidden" else fetched

    def _of(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(name, self._known.get(name), self._begun, self._rules.manners.gap)
        return self._hosts[name]

    async def _allowed(self, host: _Host, url: str, patience: float) -> Fetched | Resting | None:
        """Waits for the turn of an address; says why it may not be asked, where that is so."""
        robots = await self._robots(host, url, patience)
        if not isinstance(robots, Robots):
            return robots
        if not robots.allows(url):
            if host.answer.robots_status is None or host.answer.robots_status >= 429:
                why = "its robots.txt can't be had, so nothing may be asked for now"
                return Resting(host.name, host.answer.robots_until or self._clock.now() + _AGAIN, why)
            return Fetched(url=url, outcome="forbidden", reason="its robots.txt does not allow it")
        return await self._turn(host, patience)

    async def _robots(self, host: _Host, url: str, patience: float) -> Robots | Resting | Fetched:
        """The rules of a host; why they can't be had, where it rests or is none that may be asked."""
        now = self._clock.now()
        if host.unsafe is not None:
            return replace(host.unsafe, url=url)
        if host.robots is not None and now < (host.answer.robots_until or 0.0):
            return host.robots
        if (resting := await self._turn(host, patience)) is not None:
            return resting
        fetched = await self._request(host, robots_address(url), None, None, "text/plain,*/*;q=0.5", None)
        if fetched.outcome == "unsafe":
            host.unsafe = fetched
            return replace(fetched, url=url)
        host.robots = rules_of(fetched)
        had = fetched.outcome in ("ok", "gone", "refused", "redirects") or (400 <= (fetched.status or 0) < 429)
        host.pace = replace(host.pace, delay=host.robots.delay)
        now = self._clock.now()
        if host.robots.delay:
            host.pace = replace(host.pace, next_at=max(host.pace.next_at, now + host.robots.delay))
        unknown = fetched.outcome in ("too large", "too slow", "unreachable")
        host.answer = HostState(
            host=host.name,
            robots_status=None if unknown else fetched.status,
            robots=fetched.body,
            robots_until=now + (KEPT if had else _AGAIN),
        )
        return host.robots

    async def _turn(self, host: _Host, patience: float) -> Resting | None:
        wait = ready(host.pace, self._clock.now(), self._rules.budget)
        if wait > patience:
            return Resting(
                host.name, self._clock.now() + wait, "its budget of today is spent" if wait == float("inf") else "rests"
            )
        if wait > 0:
            await self._clock.sleep(wait)
        return None

    async def _request(
        self, host: _Host, url: str, etag: str | None, modified: str | None, accept: str | None,
        rested: list[Resting] | None,
    ) -> Fetched:  # fmt: skip
        """Asks; what a redirect to a host that rests needs goes to `rested`, which a robots.txt does not have."""
        others: list[_Host] = []  # to which redirects led: each is kept for us until the answer has come

        async def follow(to: str) -> bool:
            return await self._follow(host, to, rested if rested is not None else [], others, rested is not None)

        try:
            fetched = await self._fetcher.fetch(url, etag, modified, accept, follow)
        except asyncio.CancelledError:
            self._paced(host, Fetched(url=url, outcome="ok", requests=1))
            raise
        finally:
            for other in {id(other): other for other in others}.values():
                other.lock.release()
        self.requests += fetched.requests
        self._answered(host, fetched, others)
        fields = {
            "url": shown(url), "outcome": fetched.outcome, "status": fetched.status, "bytes": fetched.received,
            "seconds": round(fetched.seconds, 3), "reason": fetched.reason,
        }  # fmt: skip
        _log.info("page_fetched", extra={"fields": fields})
        return fetched

    def _paced(self, host: _Host, fetched: Fetched) -> None:
        host.pace = after(host.pace, fetched, self._clock.now(), self._jitter(), self._rules.manners)

    def _answered(self, host: _Host, fetched: Fetched, others: list[_Host]) -> None:
        """Each host is left alone for what it answered itself: that another one fails is no fault of who leads there.

        A request to another host was counted when it was allowed.
        """
        last = None
        if others and fetched.outcome != "forbidden" and fetched.final_url:
            last = next((other for other in others if other.name == host_name(fetched.final_url)), None)
        requests = max(fetched.requests - len(others), 1)
        if last is None:
            self._paced(host, replace(fetched, requests=requests) if fetched.requests else fetched)
            return
        self._paced(host, Fetched(url=fetched.url, outcome="redirects", requests=requests))
        count = last.pace.count
        self._paced(last, fetched)
        last.pace = replace(last.pace, count=count)

    async def _follow(self, host: _Host, to: str, rested: list[Resting], others: list[_Host], is_page: bool) -> bool:
        """Whether a redirect may be followed now: it too waits for its host, but not longer than a page may take.

        A robots.txt may lie anywhere.
        """
        try:
            other = self._of(host_name(to))
        except UnsafeAddress:
            return True  # the fetcher refuses it by itself, and says why
        if other is host:
            if is_page and host.robots is not None and not host.robots.allows(to):
                return False
            pause = max(self._rules.manners.gap, host.pace.delay or 0.0)
            if is_page and pause > _HOP:
                rested.append(Resting(host.name, self._clock.now() + pause, "its redirect is asked for later", to))
                return False
            await self._clock.sleep(min(pause, _HOP))
            return True
        is_ours = other in others
        # Not for as long as it takes: two hosts whose redirects lead to each other would wait for ever.
        try:
            async with asyncio.timeout(_HOP):
                if not is_ours:
                    await other.lock.acquire()
        except TimeoutError:
            rested.append(Resting(other.name, self._clock.now() + _HOP, f"leads to {other.name}, which is busy"))
            return False
        is_asked = False
        try:
            refused = await (self._allowed(other, to, _HOP) if is_page else self._turn(other, _HOP))
            if isinstance(refused, Resting):
                rested.append(refused)
            if refused is None:
                self._paced(other, Fetched(url=to, outcome="ok", requests=1))
                others.append(other)
                is_asked = True
            # What may not be asked at all the fetcher refuses by itself.
            return refused is None or (isinstance(refused, Fetched) and refused.outcome == "unsafe")
        finally:
            if not is_asked and not is_ours:
                other.lock.release()
