"""The desk under sixteen clients at once, on a store of some 100,000 entries (`make bench`).

Each client asks for pages of one kind one after the other, without what the server sent before (so no answer is a mere
304). No address comes twice, so that no page is one that the server has kept: 1,600 chronologies, each from another
entry on, without a filter or with some (an actor; an actor's plans; a category; what several origins tell of it; the
days of an entry; its place); 1,600 pages of entries from all over the store, and 1,600 of actors of all kinds, of whom
some come again under another address. What is kept for as long as the store is the same (the strip of a question, by
days) serves those that ask it again, as it does for readers who page through.

Printed are the requests a second, the 50th and 95th percentile of the time to the last byte, and the processor time of
the server for a page (all its processes: this figure says most where other programs run at the same time); the size of
the first page with all that it loads, as it is sent; and the memory of the server before and after many requests. The
server is `thoisu serve` on loopback, the clients are a process of their own.
"""

import argparse
import asyncio
import gzip
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote, urlencode

from bench_adding import readings
from made_articles import Maker

from thoisu.chronicle.adding import add
from thoisu.chronicle.records import Entry, Question
from thoisu.store import open_store

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 16
ASKED = 1600  # requests of a kind
BAR_MS, BAR_KB = 150, 200


@contextmanager
def serving(store: Path, workers: int) -> Iterator[tuple[int, int]]:
    """A server over a store: its port and the number of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "thoisu.cli", "serve", "--store", str(store), "--port", str(port)]
    process = subprocess.Popen([*command, "--workers", str(workers)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in head.splitlines()[0]:
        raise SystemExit(f"{path}: {head.splitlines()[0]}")
    size = int(re.search(r"content-length: (\d+)", head)[1])  # type: ignore[index]
    return await reader.readexactly(size)


async def _client(port: int, paths: list[str], took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in paths:
        begun = time.perf_counter()
        await _get(reader, writer, path)
        took.append(1000 * (time.perf_counter() - begun))
    writer.close()


async def _all(port: int, paths: list[str]) -> list[float]:
    took: list[float] = []
    await asyncio.gather(*(_client(port, paths[i::CLIENTS], took) for i in range(CLIENTS)))
    return took


def _asking(port: int, paths: list[str]) -> list[float]:
    return asyncio.run(_all(port, paths))


def ask(port: int, paths: list[str]) -> tuple[float, float, float]:
    """Requests a second, and the median and 95th percentile in milliseconds, by clients in another process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(os.getpid).result()  # it is up before the clock runs
        begun = time.perf_counter()
        took = pool.submit(_asking, port, paths).result()
        whole = time.perf_counter() - begun
    return len(paths) / whole, statistics.median(took), statistics.quantiles(took, n=20)[-1]


def addresses(store: Path, chance: random.Random) -> dict[str, list[str]]:
    """Pages of each kind, each with another address."""
    with open_store(store) as opened:
        sample: list[Entry] = list(islice(opened.ask(Question(), 20_000), 0, None, 4))
    names = sorted({actor.entity for entry in sample for actor in (*entry.actor, *entry.recipient)})
    chronology, actors = [], []
    for n in range(ASKED):
        entry = chance.choice(sample)
        parties = [actor.entity for actor in (*entry.actor, *entry.recipient)] or ["USA"]
        filters: dict[str, str | None] = chance.choice(
            [
                {}, {"actor": parties[0]}, {"event": entry.event}, {"status": "planned", "actor": parties[0]},
                {"from": (entry.start_day or "")[:10], "to": (entry.end_day or "")[:10]},
                {"place": entry.place.name if entry.place else ""},
                {"min_origins": "2", "event": entry.event},
            ]
        )  # fmt: skip
        # Entries to go on behind make each address another one, as readers who page through do.
        chronology.append("/?" + urlencode({k: v for k, v in filters.items() if v} | {"after": entry.id, "n": n}))
        actors.append(f"/actor?name={quote(chance.choice(names))}&n={n}")
    return {
        "chronology": chronology,
        "entry": [f"/entry/{chance.choice(sample).id}?n={n}" for n in range(ASKED)],
        "actor": actors,
    }


def first_page(port: int) -> int:
    """Bytes of the first page and all that it loads, as they are sent."""

    async def fetch() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        page = await _get(reader, writer, "/")
        text = gzip.decompress(page).decode()
        loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
        total = len(page)
        for path in sorted(loaded):
            total += len(await _get(reader, writer, path))
        writer.close()
        return total

    return asyncio.run(fetch())


def processes_of(pid: int) -> list[int]:
    """A process and those that it has begun (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in processes_of(int(child)))]


def memory_of(pid: int) -> int:
    """The resident memory of a server, kB: what its processes share is counted for each."""
    lines = [line for one in processes_of(pid) for line in Path(f"/proc/{one}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def processor_of(pid: int) -> float:
    """Seconds of processor time that a server has taken."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes_of(pid)]
    return sum(int(some[11]) + int(some[12]) for some in fields) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Prints the table and gives 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--store", type=Path, help="a store that is there already")
    parser.add_argument("--requests", type=int, default=20_000, help="requests over which memory is measured")
    parser.add_argument("--asked", type=int, default=ASKED, help="requests of a kind of page")
    parser.add_argument("--workers", type=int, nargs="*", default=sorted({1, min(2, os.cpu_count() or 1)}))
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "desk.sqlite"
        with open_store(store) as opened:
            if options.store is None:
                articles = Maker(readings(options.shared)).articles(options.articles)
                while batch := list(islice(articles, 100)):
                    add(opened, batch)
            counts = opened.counts()
        chance = random.Random(1)
        pages = addresses(store, chance)
        print(f"{counts['entries']} entries of {counts['pages']} articles, {CLIENTS} clients at once")
        for workers in options.workers:
            with serving(store, workers) as (port, pid):
                warm(port, workers)
                if workers == options.workers[0]:
                    print(f"first page with all that it loads: {first_page(port) / 1000:.0f} kB (bar {BAR_KB})")
                for kind, paths in pages.items():
                    asked = paths[: options.asked]
                    begun = processor_of(pid)
                    rate, median, p95 = ask(port, asked)
                    print(
                        f"{workers} worker(s), {kind}: {rate:.0f} a second, median {median:.0f} ms,"
                        f" p95 {p95:.0f} ms (bar {BAR_MS}); {1000 * (processor_of(pid) - begun) / len(asked):.1f} ms of"
                        " the processor a page",
                        flush=True,
                    )
                every = [path for paths in pages.values() for path in paths]
                before = memory_of(pid)
                for begin in range(0, options.requests, len(every)):
                    ask(port, [f"{path}&m={begin}" for path in every][: options.requests - begin])
                if options.requests:
                    after = memory_of(pid)
                    print(
                        f"{workers} worker(s), memory: {before / 1024:.0f} MB, after {options.requests} more requests"
                        f" {after / 1024:.0f} MB: {after / before - 1:+.1%} (bar ±10 %)",
                        flush=True,
                    )
    return 0


def warm(port: int, workers: int) -> None:
    """Waits until the server has loaded what it loads at its start, which takes some seconds beside answering."""
    for _ in range(8 * workers):
        asyncio.run(_all(port, ["/api/v1/health"] * CLIENTS))
        time.sleep(0.5)


if __name__ == "__main__":
    raise SystemExit(main())
