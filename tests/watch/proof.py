"""That watching stores every page once and asks for none without need, however often it is killed (`make watch-proof`).

Pages on three hosts are offered twice, by a feed and by a sitemap under other spellings of their addresses, over three
rounds: a part of them, then all, then all with some that are said to have changed, of which half have. In each round
the process that watches is killed (SIGKILL) while it asks, and begun again until the round is over. What the server
logged and what the store holds must then agree with the figures that follow from this alone.
"""

import argparse
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tests.store.processes import end, start
from tests.watch.pages import made, path
from tests.watch.site import HOSTS, Asked, Document, Site, running
from thoisu import read
from thoisu.cli import main as thoisu
from thoisu.store import open_store
from thoisu.watch.records import Kind, Source

_ROUNDS = 3


class Figures(NamedTuple):
    """What was measured: requests and gaps (seconds) from the server's log, pages from the store."""

    pages: int
    stored: int
    versions: int
    changed: int
    offers: int
    kills: int
    requests: int
    page_requests: int
    conditional: int
    unchanged: int
    whole: int
    most_again: int
    gap: float
    smallest_gap: float
    most_at_once: int
    waiting: int
    seconds: float


class _Log(list[Asked]):
    """The log of a site, as lines of a file that outlives nobody."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def append(self, asked: Asked) -> None:
        line = [asked.at, asked.until, asked.host, asked.target, asked.status, asked.conditional]
        self._file.write(json.dumps(line).encode() + b"\n")


class _Line(NamedTuple):
    at: float
    until: float
    host: str
    target: str
    status: int
    conditional: bool


def _host(number: int) -> int:
    return number % len(HOSTS)


def _offer(site: Site, round_: int, pages: int) -> None:
    """What the hosts offer in a round; every 25th page is said to have changed in the last, and every 50th has."""
    shown = pages * 2 // 5 if round_ == 1 else pages
    for host in range(len(HOSTS)):
        items, urls = [], []
        for number in range(host, shown, len(HOSTS)):
            said = round_ == _ROUNDS and number // len(HOSTS) % 25 == 0
            version = 2 if said and number // len(HOSTS) % 50 == 0 else 1
            day = "2099-01-01T00:00:00+07:00" if said else "2026-11-02T08:00:00+07:00"
            if round_ == 1 or version == 2 or number >= pages * 2 // 5:
                site.put(path(number), made(number, version), host)
            url = site.url(path(number), host)
            items.append(f"<item><title>Tin {number}</title><link>{url}?utm_source=rss</link></item>")
            urls.append(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>")
        feed = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"
        site.put("/rss.xml", Document(feed.encode(), "application/rss+xml"), host)
        map_ = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{''.join(urls)}</urlset>"
        site.put("/sitemap.xml", Document(map_.encode(), "application/xml"), host)
        site.put("/robots.txt", "User-agent: *\nDisallow: /cam/\n", host)


def _serve(tell: BinaryIO, log: Path, pages: int) -> None:
    """The hosts, in a process of their own; a signal has them offer what the next round is about."""
    signals = {signal.SIGUSR1, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with log.open("wb", buffering=0) as file, running() as site:
        site.log = _Log(file)
        _offer(site, 1, pages)
        tell.write(f"{site.port}\n".encode())
        for round_ in range(2, _ROUNDS + 1):
            if signal.sigwait(signals) == signal.SIGTERM:
                return
            _offer(site, round_, pages)
            tell.write(b"offered\n")
        signal.sigwait(signals)


def _lines(log: Path) -> list[_Line]:
    with log.open("rb") as file:
        return [_Line(*json.loads(line)) for line in file if line.endswith(b"\n")]


def _wait_for(log: Path, requests: int, child: int) -> bool:
    """Waits until so many requests were logged; False when the child has ended before."""
    while log.read_bytes().count(b"\n") < requests:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        time.sleep(0.003)
    return True


def prove(pages: int, gap: float, kills: int = 1, workers: int = 1, seed: int = 1) -> Figures:
    """Watches, kills and counts: `kills` times in each round."""
    begun, chance = time.monotonic(), random.Random(seed)
    read(made(0).encode())  # what this loads the processes that are begun here have too
    with tempfile.TemporaryDirectory(prefix="thoisu-proof-") as folder:
        log, where = Path(folder) / "log", f"{folder}/tin.sqlite"
        server, told = start(lambda tell: _serve(tell, log, pages))
        try:
            port = int(told.readline())
            options = ["--store", where, "--allow-private", "--gap", str(gap), "--budget", "1000000", "--again", "0"]
            kinds: list[tuple[Kind, str]] = [("feed", "rss.xml"), ("sitemap", "sitemap.xml")]
            sources = [
                Source(name=host, url=f"http://{host}:{port}/{name}", kind=kind, every=0)
                for host in HOSTS
                for kind, name in kinds
            ]
            with open_store(where) as store, store.writing():
                store.put_sources(sources, 0.0)
            killed = 0
            for round_ in range(1, _ROUNDS + 1):
                if round_ > 1:
                    os.kill(server, signal.SIGUSR1)
                    assert told.readline() == b"offered\n"
                asked = [pages * 2 // 5, pages * 3 // 5, pages // 25][round_ - 1]
                for _ in range(kills):
                    more = len(_lines(log)) + max(4, chance.randrange(max(asked // (kills + 1), 5)))
                    child, output = start(lambda _: _watch(options, workers))
                    if _wait_for(log, more, child):
                        os.kill(child, signal.SIGKILL)
                        killed += 1
                    end(child, output)
                child, output = start(lambda _: _watch(options, workers))
                assert end(child, output)[0] == 0
        finally:
            os.kill(server, signal.SIGTERM)
            end(server, told)
        return _figures(pages, gap, killed, where, _lines(log), begun)


def _watch(options: list[str], workers: int) -> None:
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    assert thoisu(["watch", "run", "--once", "--workers", str(workers), *options]) == 0


def _figures(pages: int, gap: float, killed: int, where: str, lines: list[_Line], begun: float) -> Figures:
    with open_store(where) as store:
        counts = store.counts()
        states: Counter[str] = Counter()
        for of_source in store.watch_counts().values():
            states.update(of_source)
    whole: Counter[tuple[str, str]] = Counter()
    by_host: defaultdict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        by_host[line.host].append(line)
        if line.target.startswith("/the-gioi/") and line.status == 200:
            whole[line.host, line.target] += 1
    gaps, most = [], 0
    for of_host in by_host.values():
        of_host.sort()
        gaps += [b.at - a.at for a, b in itertools.pairwise(of_host)]
        moments = sorted([(x.at, 1) for x in of_host] + [(x.until, -1) for x in of_host])
        now = 0
        for _, step in moments:
            now += step
            most = max(most, now)
    asked = [line for line in lines if line.target.startswith("/the-gioi/")]
    changed = sum(1 for n in range(pages) if n // len(HOSTS) % 50 == 0)
    return Figures(
        pages=pages,
        stored=counts["pages"],
        versions=counts["versions"],
        changed=changed,
        offers=2 * pages,
        kills=killed,
        requests=len(lines),
        page_requests=len(asked),
        conditional=sum(line.conditional for line in asked),
        unchanged=sum(line.status == 304 for line in asked),
        whole=whole.total(),
        most_again=whole.total() - pages - changed,
        gap=gap,
        smallest_gap=min(gaps),
        most_at_once=most,
        waiting=states["waiting"] + states["fetched"],
        seconds=time.monotonic() - begun,
    )


def main() -> int:
    """Proves it at full size, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--gap", type=float, default=0.01, help="seconds between two requests to a host")
    parser.add_argument("--kills", type=int, default=1, help="kills in each round")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    figures = prove(given.pages, given.gap, given.kills, given.workers)
    for name, value in figures._asdict().items():
        print(f"{name:>15}  {value:,.4f}" if isinstance(value, float) else f"{name:>15}  {value:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
