"""A run: jobs done one after the other here, by processes of this machine, or by a cluster that is there already.

What is done is known by the data set alone (manifest.py). So there is nothing to be saved of a run: who begins it again
after any end of it, does what is missing.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, Protocol

import msgspec

from ..errors import ArchiveError, WorkerLost
from . import manifest
from .course import Course
from .manifest import Done, Terms
from .places import Folder
from .shards import Source
from .tasks import Ended, Task, perform
from .working import COUNTS, Counted, Failed, Job, Result, Step, Tell, work

_TABLES_END = ".parquet"
_AHEAD = 2  # jobs that a worker has before it
_DEATHS = 5  # of workers that had one job, before it is taken for the cause
_PATIENCE = 60.0  # seconds for a first worker to come, and without any
_LOOK = 2.0  # seconds between looks at the cluster
_TOPIC = "thoisu-archive"
_SETTINGS = {
    "logging": {"distributed": "critical", "distributed.client": "critical", "tornado": "critical"},
    "distributed.scheduler.allowed-failures": _DEATHS - 1,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.diagnostics.nvml": False,
    # A sample of the stack a hundred times a second, of which nobody asks.
    "distributed.worker.profile.enabled": False,
    # Dask has workers give each 64 kB back to the system. A reader fills and empties more than that for each page, and
    # would have it faulted in again for the next one; as glibc does by itself, it keeps what it will need again.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
}


class Outcome(msgspec.Struct, frozen=True):
    """What a run came to: the records of all shards of its sources, how many were done before it, what failed."""

    records: list[Done]
    before: int
    failed: list[str]


Taken = tuple[Job | Task, Result | Ended | None]


class Engine(Protocol):
    """Who does jobs: as many at once as there are `slots`."""

    def slots(self) -> int:
        """How many jobs are taken at once."""

    def submit(self, job: Job | Task) -> None:
        """Takes a job, or a task of the grouping."""

    def take(self) -> "Taken":
        """A job that is done; waits for one. Raises WorkerLost, ArchiveError."""


def run(
    sources: list[Source], folder: Folder, terms: Terms, engine: Engine, tell: Callable[[Job, Result | None], None]
) -> Outcome:
    """Does what is missing of a data set; `tell` is called with each job that is done.

    What was made of the same sources cut otherwise, or on other terms, is removed first: it would count twice.
    """
    done = _settled(sources, folder, terms)
    course = Course(sources, folder.location, terms, done)
    running = 0
    while True:
        while running < engine.slots() and (job := course.next()):
            engine.submit(job)
            running += 1
        if not running:
            break
        done_one, result = engine.take()
        assert isinstance(done_one, Job)
        assert not isinstance(result, Ended)
        running -= 1
        course.finish(done_one, result)
        tell(done_one, result)
    names = {shard.name for source in sources for shard in source.shards}
    records = {**done, **{record.shard: record for record in course.records}}
    manifest.fold(folder, records.values())
    for left in (COUNTS, "_work"):
        folder.clear(left)
    ours = [record for name, record in sorted(records.items()) if name in names]
    return Outcome(ours, sum(name in done for name in names), course.failed)


def _settled(sources: list[Source], folder: Folder, terms: Terms) -> dict[str, Done]:
    """The shards that are done and stay so; what else lies in the tables is removed."""
    there = folder.names()
    known = manifest.all_done(folder, there)
    names = {shard.name for source in sources for shard in source.shards}
    cut_now = {source.location for source in sources}
    kept = {
        name: record
        for name, record in known.items()
        if (name in names or record.source not in cut_now)
        and record.holds(terms if name in names else record.terms, there)
    }
    files = {file.name for record in kept.values() for file in record.files}
    loose = {f"_done/{name}.json" for name in kept}
    folder.remove(
        [
            name for name in there
            if (name.endswith(_TABLES_END) and name not in files) or (name.startswith("_done/") and name not in loose)
        ]
    )  # fmt: skip
    folder.clear("_work")
    if set(known) != set(kept):
        # Before anything else is made: a record without its files would be believed.
        manifest.fold(folder, kept.values())
    return kept


class Here:
    """Jobs done in this process."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._jobs: deque[Job | Task] = deque()

    def slots(self) -> int:
        return 1

    def submit(self, job: Job | Task) -> None:
        self._jobs.append(job)

    def take(self) -> Taken:
        job = self._jobs.popleft()
        return job, perform(job) if isinstance(job, Task) else work(job, self._tell)


class Cluster:
    """Jobs done by the workers of a Dask cluster."""

    def __init__(self, client: Any, address: str, tell: Tell) -> None:
        self._client, self._address = client, address
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._jobs: dict[str, tuple[Job | Task, Any]] = {}
        self._alone: float | None = None
        self._given = 0
        self._slots, self._counted = _AHEAD, -_LOOK
        client.subscribe_topic(_TOPIC, lambda event: tell(msgspec.msgpack.decode(event[1], type=Step)))

    def slots(self) -> int:
        # Asking the scheduler takes as long as a small task; workers come and go more seldom.
        if (now := time.monotonic()) - self._counted >= _LOOK:
            self._slots, self._counted = _AHEAD * max(1, len(self._workers())), now
        return self._slots

    def _workers(self) -> dict[str, Any]:
        with self._answered():
            info = self._client.scheduler_info(n_workers=-1)
        workers: dict[str, Any] = info.get("workers", {})
        return workers

    def submit(self, job: Job | Task) -> None:
        self._given += 1
        key, kind = f"{job.label}-{self._given}", type(job).__name__
        with self._answered():
            future = self._client.submit(_work_there, kind, msgspec.msgpack.encode(job), key=key, pure=False)
        self._jobs[key] = job, future
        future.add_done_callback(self._done.put)

    def take(self) -> Taken:
        while True:
            try:
                future = self._done.get(timeout=_LOOK)
            except Empty:
                self._look()
                continue
            if future.key in self._jobs:
                return self._taken(future)

    def _taken(self, future: Any) -> Taken:
        from distributed.scheduler import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise self._gone()
        job, _ = self._jobs.pop(future.key)
        if future.status == "error":
            fault = future.exception()
            if isinstance(fault, KilledWorker):
                why = f"{_DEATHS} workers ended while they had it; give workers more memory, or --memory less"
                return job, Failed(f"{job.what}: {why}")
            if isinstance(fault, OSError) and self._client.status != "running":
                raise self._gone()
            raise fault
        with self._answered():
            made = future.result()
        return job, None if made is None else msgspec.msgpack.decode(made[1], type=_RESULTS[made[0]])

    def _look(self) -> None:
        """Whether somebody is there to work. Raises WorkerLost."""
        if self._client.status != "running":
            raise self._gone()
        if self._workers():
            self._alone = None
            return
        self._alone = self._alone or time.monotonic()
        if time.monotonic() - self._alone > _PATIENCE:
            raise WorkerLost(f"{self._address}: no worker for {_PATIENCE:.0f} seconds; start some and run it again")

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """The scheduler may go between any two questions: Dask then raises what an OSError is, or a timeout."""
        try:
            yield
        except (OSError, TimeoutError, CancelledError):
            raise self._gone() from None

    def _gone(self) -> WorkerLost:
        return WorkerLost(f"{self._address}: the scheduler is gone; what is done is kept, run it again for the rest")


_RESULTS: dict[str, Any] = {kind.__name__: kind for kind in (Counted, Done, Ended, Failed)}


def _work_there(kind: str, job: bytes) -> tuple[str, bytes] | None:
    """Does a job in a worker; both ways as MessagePack."""
    import distributed

    worker = distributed.get_worker()

    def tell(step: Step) -> None:
        worker.log_event(_TOPIC, msgspec.msgpack.encode(step))

    made = (
        perform(msgspec.msgpack.decode(job, type=Task)) if kind == Task.__name__
        else work(msgspec.msgpack.decode(job, type=Job), tell)
    )  # fmt: skip
    return None if made is None else (type(made).__name__, msgspec.msgpack.encode(made))


@contextmanager
def cluster(workers: int, scheduler: str | None, memory: int, tell: Tell) -> Iterator[Cluster]:
    """So many processes of this machine, or the workers of a scheduler. Raises ArchiveError, WorkerLost.

    Dask's own words on what ends and begins again are kept silent: a lost worker is nothing to be told, since its shard
    is done again.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise ArchiveError("--workers", "more than one needs Dask", "run pip install 'thoisu[archive]'") from None
    for logger in [*logging.root.manager.loggerDict]:
        if logger.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(logger).setLevel(logging.CRITICAL)
    with dask.config.set(_SETTINGS):
        if scheduler is None:
            # A worker that is over its limit all the same is ended and begun anew by its nanny.
            with (
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    memory_limit=memory,
                    dashboard_address=None,
                    silence_logs=50,
                ) as local,
                Client(local) as client,
            ):
                yield Cluster(client, "the local cluster", tell)
            return
        try:
            client = Client(scheduler, timeout="10s")
        except (OSError, ValueError) as fault:
            raise WorkerLost(f"{scheduler}: no scheduler answers ({str(fault) or type(fault).__name__})") from None
        with client:
            _require_single(client, scheduler)
            yield Cluster(client, scheduler, tell)


def _require_single(client: Any, scheduler: str) -> None:
    """Raises where there is no worker, or one that reads several pages at once: the limit is for one."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise WorkerLost(f"{scheduler}: no worker came in {_PATIENCE:.0f} seconds; start some") from None
    for worker in client.scheduler_info(n_workers=-1)["workers"].values():
        if worker["nthreads"] > 1:
            raise ArchiveError(
                str(worker["name"]), f"works with {worker['nthreads']} threads", "start workers with --nthreads 1"
            )
