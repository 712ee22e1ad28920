"""What a monitor reads at /metrics: requests that were answered, and what the store holds (Prometheus, OpenMetrics).

Names end in their unit, counters in `_total` (prometheus.io/docs/practices/naming).
"""

import os
import time
from collections import Counter as Counted
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from litestar import Request, Response, get
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from .. import __version__
from ..alerts.states import Alert, Channel
from ..errors import StoreError
from ..store.base import Store
from ..watch.states import PageState, SourceState

T = TypeVar("T")
PATH = "/metrics"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one server count; the name is the library's
_BEGUN = "begun"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_ROUTE = "none"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_SHARE = 100  # counting the store takes at most one part in so many of the time
_COUNTED = {
    "pages": "Pages in the store.",
    "versions": "Versions of pages in the store.",
    "families": "Families of pages with one text.",
    "stories": "Stories in the store.",
    "tellings": "Tellings in the store.",
    "entries": "Entries in the store.",
    "corrections": "Corrections in the log.",
}


class Timed(ASGIMiddleware):
    """Notes when a request began to be answered. The outermost: what is refused took its time too."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        scope["state"][_BEGUN] = time.perf_counter()
        await next_app(scope, receive, send)


class Seldom(Generic[T]):
    """An answer for which tables are gone through: made anew only for another key, and then in at most a hundredth of
    the time. `now` tells seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = Lock()
        self._made: tuple[object, T] | None = None
        self._due = 0.0

    def get(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gave for this key, or not long ago for another. Who asks at the same time waits for the first."""
        with self._lock:
            if self._made is None or (self._made[0] != key and self._now() >= self._due):
                begun = self._now()
                self._made = key, make()
                self._due = self._now() + (self._now() - begun) * _SHARE
            return self._made[1]


class Metrics:
    """The counters of one process, or, where FOLDER names a folder, its part of what all processes of a server count.

    `now` tells seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._counts: Seldom[dict[str, int]] = Seldom(now)
        self._watched: Seldom[_Watched] = Seldom(now)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "thoisu_http_requests_total", "Requests by what answered them.", ["method", "route", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "thoisu_http_request_seconds", "Seconds until an answer began.", ["route"],
            registry=self._registry, buckets=_BUCKETS,
        )  # fmt: skip
        if FOLDER in os.environ:
            self._registry = CollectorRegistry()
            MultiProcessCollector(self._registry, os.environ[FOLDER])  # type: ignore[no-untyped-call]
        elif Path("/proc/self/stat").exists():
            ProcessCollector(registry=self._registry)

    def count(self, method: str, route: str, status: int, begun: float | None) -> None:
        """Counts an answer; `begun` is when its request came (time.perf_counter), where that is known."""
        self._requests.labels(method if method in _METHODS else "OTHER", route, str(status)).inc()
        if begun is not None:
            self._seconds.labels(route).observe(time.perf_counter() - begun)

    def of_requests(self) -> Iterator[Metric]:
        """What was counted; without the times at which counters were made, which double the lines."""
        for metric in self._registry.collect():
            metric.samples = [s for s in metric.samples if not s.name.endswith("_created")]
            yield metric

    def of_store(self, store: Store) -> Iterator[Metric]:
        """How much the store holds, how often it changed, and how far its watching and its alerts are."""
        counts = self._counts.get(store.revision(), store.counts)
        for what, told in _COUNTED.items():
            yield GaugeMetricFamily(f"thoisu_store_{what}", told, value=counts[what])
        watched = self._watched.get(object(), lambda: _watched(store))
        for name, told, value in _figures(watched):
            yield GaugeMetricFamily(f"thoisu_{name}", told, value=value)
        pages = GaugeMetricFamily("thoisu_watch_pages", "Pages that sources offered, by state.", labels=["state"])
        for state in get_args(PageState):
            pages.add_metric([state], watched.pages[state])
        yield pages
        changes = store.last_change()
        yield CounterMetricFamily("thoisu_store_changes", "Changes of entries, by the newest's number.", value=changes)


async def count(message: Message, scope: Scope) -> None:
    """Counts an answer as it goes out, also one to an address that nothing is at."""
    if message["type"] == "http.response.start":
        route = scope.get("path_template") or _NO_ROUTE
        counters: Metrics = scope["litestar_app"].state.metrics
        counters.count(str(scope.get("method", "")), route, message["status"], scope["state"].get(_BEGUN))


class _Watched(NamedTuple):
    """What is asked of a store about its watching and its alerts."""

    sources: list[SourceState]
    pages: Counted[PageState]
    alerts: list[Alert]
    channels: list[Channel]


def _watched(store: Store) -> _Watched:
    pages: Counted[PageState] = Counted()
    for of_source in store.watch_counts().values():
        pages.update(of_source)
    return _Watched(store.sources(), pages, store.alerts(), store.channels())


def _figures(found: _Watched) -> Iterator[tuple[str, str, float]]:
    """Name, meaning and value. No source and no receiver is named: their addresses may hold secrets."""
    yield "watch_sources", "Sources that are watched, with the sitemaps that they name.", len(found.sources)
    failing = sum(source.failures > 0 for source in found.sources)
    yield "watch_sources_failing", "Sources whose last look failed.", failing
    looked = max((source.looked or 0 for source in found.sources), default=0)
    yield "watch_last_look_timestamp_seconds", "When a source was looked at last, 0 for never.", looked
    told = {alert.name: alert.seq for alert in found.alerts}
    waiting = sum(told[channel.alert] - channel.sent for channel in found.channels if not channel.paused)
    yield "alerts", "Alerts that are set up.", len(found.alerts)
    yield "alert_events_waiting", "Events of alerts that are to be delivered.", waiting
    failing = sum(channel.failing_since is not None for channel in found.channels)
    yield "alert_channels_failing", "Receivers of alerts that could not be reached.", failing


class _All(Collector):
    """The families of one scrape."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families


@get(PATH, include_in_schema=False, sync_to_thread=True)
def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """All families. A store that can't be asked is itself a figure, `thoisu_store_up`: the others are told still."""
    state = request.app.state
    families = [_build(), *state.metrics.of_requests()]
    up = 1
    try:
        with state.stores.borrow() as store:
            families += state.metrics.of_store(store)
    except StoreError:
        up = 0
    families.append(GaugeMetricFamily("thoisu_store_up", "Whether the store answers.", value=up))
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(_All(families)), headers={"Content-Type": content_type, "Cache-Control": "no-store"})


def _build() -> Metric:
    family = GaugeMetricFamily("thoisu_build_info", "The version that runs.", labels=["version"])
    family.add_metric([__version__], 1)
    return family
