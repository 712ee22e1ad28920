"""That kills lose nothing, in figures (`make kill-proof`): the store, watching, alerts and archives.

Writes its block of docs/reliability.md, between its two marks, and ends with 1 where something was lost.
"""

import argparse
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from thoisu.store import open_store

from .alerts import conftest as alerting
from .alerts.receivers import hook, mailbox
from .alerts.test_crashes import Dying, _check, _dies, _round
from .archive import making
from .archive.processes import Processes, Started, done_in, kill, processes, until
from .archive.test_dataset import built, files_of
from .store import killing
from .store.conftest import Postgres, _binaries
from .watch import proof as watching

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- kill-proof -->", "<!-- end of kill-proof -->"
_HEAD = """\
Each process is ended by SIGKILL at a random moment and begun again; then all is counted. Written by `make kill-proof`.

| what was under way | kills | acknowledged or expected | lost | twice or half there | measured |
|---|---|---|---|---|---|
"""
_PAGES, _STEP = 120, 1800  # pages of a crawl, and bytes of its shards: some seventy


class Row(NamedTuple):
    """A line of the table."""

    what: str
    kills: int
    expected: str
    lost: int
    twice: int


def store(kills: int, folder: Path) -> Iterator[Row]:
    """Bulk adding, on both engines where a server is here."""
    figures = killing.prove(str(folder / "tin.sqlite"), kills)
    yield Row("adding pages, SQLite", figures.kills, f"{figures.acknowledged} pages", figures.lost, 0)
    programs = _binaries()
    if programs is None:
        return
    home = Path(tempfile.mkdtemp(prefix="thoisu-pg-"))
    server = Postgres(programs, home)
    try:
        figures = killing.prove(f"{server.address}/postgres", kills)
    finally:
        server.stop()
    yield Row("adding pages, PostgreSQL", figures.kills, f"{figures.acknowledged} pages", figures.lost, 0)


def watch(pages: int, kills: int) -> Iterator[Row]:
    """Three rounds of watching, so many kills in each."""
    figures = watching.prove(pages, gap=0.002, kills=kills, workers=2)
    lost = figures.pages + figures.changed - figures.versions
    expected = f"{figures.pages} pages offered twice, {figures.changed} of them in two versions"
    yield Row("watching, fetching and reading", figures.kills, expected, max(lost, 0), max(-lost, 0))


def alerts(folder: Path) -> Iterator[Row]:
    """A round that looks and delivers, killed before each of its statements."""
    with hook() as web, mailbox() as post:
        place = folder / "mau.sqlite"
        with open_store(place) as opened:
            alerting.make(opened, alerting.to_hook(web.url), alerting.to_mail())
            alerting.put(opened, 2, 4, 0, 3)
        whole = folder / "ca.sqlite"
        whole.write_bytes(place.read_bytes())
        with contextlib.closing(Dying(whole, None)) as calm:
            _round(calm, alerting.NOW, post, alerting.TODAY)
            told, statements = alerting.events(calm), len(calm.asked)
        died = 0
        for lives in range(statements):
            for log in (web.taken, web.got, post.raw, post.letters):
                log.clear()
            copy = folder / f"{lives}.sqlite"
            copy.write_bytes(place.read_bytes())
            died += _dies(copy, lives, alerting.NOW, post, alerting.TODAY)
            with open_store(copy) as opened:
                alerting.rounds(opened, alerting.NOW, alerting.server(post))
                assert alerting.events(opened) == told
            _check(web, post, told)
            copy.unlink()
    yield Row("alerts: looking and delivering", died, f"{died * len(told)} events by webhook and mail", 0, 0)


def archive(kills: int, folder: Path, seed: int = 9) -> Iterator[Row]:
    """A crawl into a data set, with a worker, the scheduler and the command killed in turn."""
    crawl, chance = making.warc(folder / "crawl.warc.gz", _PAGES), random.Random(seed)
    shards = len(built(folder / "wanted", crawl, step=_STEP, groups=True).records)
    wanted = files_of(folder / "wanted")
    (folder / "logs").mkdir()
    with processes(folder / "logs") as running:
        for kind in ("worker", "scheduler", "command"):
            same = sum(
                _same(running, kind, crawl, folder / f"{kind}-{n}", shards, chance) == wanted for n in range(kills)
            )
            yield Row(f"archives: a {kind} of the cluster", kills, f"{kills} equal data sets", kills - same, 0)


def _same(running: Processes, kind: str, crawl: Path, out: Path, shards: int, chance: random.Random) -> dict[str, str]:
    """The files of a run of which one process was killed."""
    command = ["thoisu.cli", "archive", str(crawl), "--out", str(out), "--shard-size", str(_STEP), "--json"]
    scheduler, address = running.scheduler()
    workers = [running.worker(address) for _ in range(2)]
    run = running.start(*command, "--scheduler", address)
    moment = chance.randint(1, shards // 2)
    until(lambda: done_in(out) >= moment)
    victim: Started = {"worker": workers[0], "scheduler": scheduler, "command": run}[kind]
    assert run.poll() is None, "it was too quick"
    kill(victim.pid)
    code = run.wait()
    if kind != "worker":
        code = running.start(*command, "--workers", "1").wait()
    for one in (*workers, scheduler):
        one.kill()
        one.wait()
    assert code == 0
    return files_of(out)


def written(page: str, row: Row, day: str) -> str:
    """A page with a row in its block: in the place of that of the same work, or as its last.

    >>> page = written("# Reliability\\n", Row("adding", 3, "9 pages", 0, 0), "2026-01-31")
    >>> page = written(page, Row("adding", 5, "12 pages", 0, 0), "2026-02-01")
    >>> [line for line in page.splitlines() if line.startswith("| adding")]
    ['| adding | 5 | 12 pages | 0 | 0 | 2026-02-01 |']
    """
    line = f"| {' | '.join(map(str, row))} | {day} |\n"
    if BEGIN not in page:
        return f"{page.rstrip()}\n\n## Kills\n\n{BEGIN}\n{_HEAD}{line}{END}\n"
    head, rest = page.split(BEGIN)
    block, foot = rest.split(END)
    rows = [line if old.startswith(f"| {row.what} |") else old for old in block.splitlines(keepends=True)]
    return f"{head}{BEGIN}{''.join(rows if line in rows else [*rows, line])}{END}{foot}"


def main() -> int:
    """Proves it; each row is printed and written as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="of a writer of the store, on each engine")
    parser.add_argument("--pages", type=int, default=3000, help="that are watched")
    parser.add_argument("--archives", type=int, default=10, help="kills of each process of a cluster")
    parser.add_argument("--only", choices=("store", "watch", "alerts", "archives"), help="one of the proofs alone")
    given = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="thoisu-kills-") as name:
        folders = {part: Path(name) / part for part in ("store", "alerts", "archives")}
        for folder in folders.values():
            folder.mkdir()
        proofs = {
            "store": store(given.kills, folders["store"]),
            "watch": watch(given.pages, 5),
            "alerts": alerts(folders["alerts"]),
            "archives": archive(given.archives, folders["archives"]),
        }
        for part, rows in proofs.items():
            for row in rows if given.only in (None, part) else ():
                print(" | ".join(map(str, row)), flush=True)
                page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Reliability\n"
                PAGE.write_text(written(page, row, time.strftime("%Y-%m-%d")), encoding="utf-8")
                bad += row.lost + row.twice
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
