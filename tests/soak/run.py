"""A newsroom on one store for a while: the desk, watching with alerts, people who read and correct (`make soak`).

A site on loopback publishes and changes pages all the time; `thoisu watch run` fetches them and sends what an alert
tells to a webhook; `thoisu serve` answers readers, takes corrections and pages, and tells a listener what changes.
All are processes of their own, begun as their users begin them. What they take of the machine is measured from outside.
"""

import asyncio
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.alerts.receivers import Hook, hook
from tests.watch.pages import path
from tests.watch.site import running
from thoisu import add, incoming, open_store
from thoisu.chronicle.preparing import Incoming
from thoisu.cli import main as thoisu

from .clients import Clients, Log
from .news import News, page
from .trees import Sample, sample

ALERT = "duc"  # all that Germany does
_CORRECTORS = 3
_EVERY = 1.0  # seconds between two samples: the readers of a round of watching live for some seconds
_OUT = 8  # one page is out when watching begins for so many in the store: sitemaps are soon as long as they get
_FEW = 500  # pages that are sooner read here than in processes of their own
_PATIENCE = 240.0  # seconds after which something is wrong, however slow the machine is
_ROUNDS = 5  # in which what was published last must have come in
_ENDS_WITHIN = 30.0


class Rates(NamedTuple):
    """What happens in a second."""

    questions: float = 20.0
    corrections: float = 1.0
    pages: float = 1.0  # published
    changes: float = 0.2  # of pages that are out
    sent: float = 0.2  # pages, by a program


@dataclass
class Run:
    """What was seen of one: times are seconds after the beginning (time.monotonic)."""

    store: str
    begin: int
    rates: Rates
    seconds: float
    log: Log
    hook: Hook
    out: dict[str, tuple[int, int]] = field(default_factory=dict)
    changes: int = 0
    samples: list[Sample] = field(default_factory=list)
    counts: list[tuple[float, int, int]] = field(default_factory=list)  # when, pages, entries
    ends: dict[str, int] = field(default_factory=dict)  # how each process ended
    said: dict[str, str] = field(default_factory=dict)  # what each wrote to its log
    caught_up: bool = False
    warm: int = 0  # questions before


def _read(number: int) -> Incoming:
    return incoming(page(number).encode(), uri=f"https://bao.example.vn{path(number)}")


def fill(store: str, pages: int) -> None:
    """A store with so many pages to begin with, many of them read in as many processes as there are cores."""
    with ExitStack() as end:
        opened = end.enter_context(open_store(store))
        read: Iterator[Incoming] = map(_read, range(pages))
        if pages > _FEW:
            pool = end.enter_context(ProcessPoolExecutor(os.cpu_count(), get_context("spawn")))
            read = pool.map(_read, range(pages), chunksize=50)
        while batch := list(islice(read, 100)):
            add(opened, batch)


def _told(*arguments: str) -> str:
    """What a command prints that is over at once."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        assert thoisu([*arguments]) == 0, arguments
    return out.getvalue()


@contextmanager
def _begun(run: Run, folder: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs until it is told to end, with its log in a file."""
    with (folder / f"{name}.log").open("wb") as log:
        command = [sys.executable, "-m", "thoisu.cli", *arguments, "--store", run.store, "--log", "json"]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            run.ends[name] = process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            run.ends[name] = process.wait()
        run.said[name] = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(holds: Callable[[], bool], patience: float) -> bool:
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=_PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def soak(
    store: str,
    folder: Path,
    begin: int,
    seconds: float,
    rates: Rates,
    gap: float = 0.1,
    warm: int = 0,
    tell: Callable[[Run], None] = lambda _: None,
) -> Run:
    """Fills a store that holds nothing yet and runs a newsroom on it; `tell` is called about once a minute.

    `gap` is in seconds, between two requests to one of the outlets. Before its time begins `warm` questions are asked
    at once: each process of the desk has four connections with a cache each, which else fill for half an hour.
    """
    fill(store, begin)
    tokens = [
        _told("token", "add", name, "--write", "--store", store).strip().splitlines()[-1]
        for name in [*(f"ban-{n}" for n in range(1, _CORRECTORS + 1)), "gui"]
    ]
    with running() as site, hook() as receiver:
        news = News(site, begin)
        news.publish(begin // _OUT)
        for kind, url in news.sources:
            _told("watch", "add", url, "--kind", kind, "--every", "1", "--store", store)
        _told("alert", "add", ALERT, "--actor", "Đức", "--webhook", receiver.url, "--store", store)
        port = _free_port()
        watching = ["--allow-private", "--gap", str(gap), "--budget", "1000000"]
        run = Run(store, begin, rates, seconds, Log(time.monotonic()), receiver, out=news.out)
        with _begun(run, folder, "serve", "serve", "--port", str(port)) as desk:
            with _begun(run, folder, "watch", "watch", "run", "--again", "10", *watching) as watch:
                assert _wait_for(lambda: _is_up(port), _PATIENCE), "the desk does not answer"
                clients = Clients(f"http://127.0.0.1:{port}", tokens, run.log)
                pids = {"serve": desk.pid, "watch": watch.pid}
                if warm:
                    asyncio.run(clients.warm(warm))
                    run.log.answers.clear()
                run.warm = warm
                asyncio.run(_newsroom(run, clients, news, pids, tell))
            run.changes = news.changes
            # What came out since the last round, which would rest for up to a minute.
            for number in range(_ROUNDS):
                with _begun(
                    run, folder, f"watch-{number}", "watch", "run", "--once", "--again", "0", *watching
                ) as last:
                    last.wait(_PATIENCE)
                if _is_caught_up(run):
                    run.caught_up = True
                    break
                time.sleep(1)  # sources are due again
    return run


async def _newsroom(run: Run, clients: Clients, news: News, pids: dict[str, int], tell: Callable[[Run], None]) -> None:
    over = asyncio.Event()
    run.log.begun = time.monotonic()
    working = asyncio.gather(
        clients.run(over, run.rates.questions, run.rates.corrections, run.rates.sent),
        _publish(over, news, run.rates),
        _measure(over, run, pids, tell),
    )
    ending = asyncio.create_task(_end(over, run))
    await working
    await ending


async def _end(over: asyncio.Event, run: Run) -> None:
    """Ends it when its time is over; on a machine that is very busy not before everybody has had an answer."""
    await asyncio.sleep(run.seconds)
    log, end = run.log, time.monotonic() + _PATIENCE
    while not (log.corrections and log.sent and log.followed and log.answers) and time.monotonic() < end:
        await asyncio.sleep(0.5)
    over.set()


async def _publish(over: asyncio.Event, news: News, rates: Rates) -> None:
    begun, published, changed = time.monotonic(), 0, 0
    while not over.is_set():
        since = time.monotonic() - begun
        news.publish(due := int(since * rates.pages) - published)
        published += due
        while changed < int(since * rates.changes):
            news.change()
            changed += 1
        await asyncio.sleep(0.5)


async def _measure(over: asyncio.Event, run: Run, pids: dict[str, int], tell: Callable[[Run], None]) -> None:
    told = 0
    while not over.is_set():
        run.samples.append(await asyncio.to_thread(sample, pids, run.log.begun))
        if run.log.since() // 60 > told:
            told += 1
            counts = await asyncio.to_thread(_counts, run.store)
            run.counts.append((run.log.since(), counts["pages"], counts["entries"]))
            tell(run)
        await asyncio.sleep(_EVERY)


def _counts(store: str) -> dict[str, int]:
    with open_store(store) as opened:
        return opened.counts()


def _is_caught_up(run: Run) -> bool:
    """Whether all that was published is in the store in its last version, and told."""
    with open_store(run.store) as store:
        for url, (number, version) in run.out.items():
            kept = store.kept_at(url)
            if kept is None or store.raw(kept) != page(number, version).encode():
                return False
        waiting = [c for c in store.channels(ALERT) if store.events(ALERT, c.sent, 1)]
    return not waiting


def errors_in(log: str) -> list[str]:
    """Lines of a log that tell of a fault: tracebacks, errors, and what is no line of JSON."""
    return [line for line in log.splitlines() if re.search(r'"level": ?"(?:error|critical)"|Traceback', line)]
