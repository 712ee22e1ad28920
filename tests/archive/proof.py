"""The proof of archives (`make archive-proof`): one crawl read in every way, and killed at random moments.

Prints figures: pages a second with one worker and with two, the peak memory of a process, the digest of what came out
for 1 and 50 shards, and after kill -9 of a worker, of the scheduler and of the command; with a cable pulled for a
minute, where network namespaces are allowed; and pages a CPU-second beside a plain loop over trafilatura, where that is
installed. Ends with 1 where a digest differs or a bar is missed.
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.made_pages import Crawl, bases_in

from thoisu.archive.dataset import digest
from thoisu.archive.places import Folder
from thoisu.archive.reading import weight_of, words_weight
from thoisu.page.archive import Record, read_records
from thoisu.reader import read_article, read_page, understood

from .namespaces import Star, star
from .processes import Processes, Started, done_in, kill, processes, until
from .test_dataset import files_of

ROOT = Path(__file__).resolve().parents[2]
SHARDS = 50
BAR_SPEED, BAR_MEMORY = 1.7, 1536  # two workers against one; MB
PORT = 8786


class Proof:
    """One crawl, where it lies, and what is expected of each run."""

    def __init__(self, folder: Path, crawl: Path, seed: int) -> None:
        self.folder, self.crawl = folder, crawl
        self.step = -(-crawl.stat().st_size // SHARDS)
        self.wanted: dict[str, str] = {}
        self.failed: list[str] = []
        self.draw = random.Random(seed)
        self._runs = 0

    def out(self) -> Path:
        """A folder for a run."""
        self._runs += 1
        return self.folder / f"out-{self._runs}"

    def command(self, out: Path, *more: str, step: int | None = None) -> list[str]:
        """The command line of a run."""
        size = str(self.step if step is None else step)
        return ["thoisu.cli", "archive", str(self.crawl), "--out", str(out), "--shard-size", size, "--json", *more]

    def check(self, what: str, good: bool) -> None:
        """Tells whether something is as it must be."""
        print(f"{what}: {'as it must be' if good else 'NOT AS IT MUST BE'}", flush=True)
        if not good:
            self.failed.append(what)


def measured(running: Processes, command: list[str]) -> tuple[dict[str, Any], float, float, float]:
    """A run to its end: its report, seconds, CPU seconds and the peak memory of one process in MB."""
    begun = time.monotonic()
    one = running.start(*command)
    _, status, usage = os.wait4(one.pid, 0)
    one.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    assert one.returncode == 0, running.said(one)
    report: dict[str, Any] = json.loads(running.said(one).splitlines()[-1])
    return report, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def speeds(proof: Proof, running: Processes) -> tuple[float, float]:
    """One worker and two; gives pages of the articles kept, and the CPU seconds of one worker."""
    one, two = proof.out(), proof.out()
    report, first, cpu, peak_one = measured(running, proof.command(one, "--workers", "1"))
    proof.wanted = files_of(one)
    _, second, _, peak_two = measured(running, proof.command(two, "--workers", "2"))
    print(f"pages and records seen {report['seen']}, kept {report['kept']}, skipped {report['skipped']}")
    print(f"events {sum(report['events'].values())}; {report['bytes'] / report['kept'] / 1000:.1f} kB of tables a page")
    for table in sorted(p for p in one.iterdir() if p.is_dir()):
        size = sum(p.stat().st_size for p in table.rglob("*.parquet"))
        print(f"  {table.name}: {size / report['kept'] / 1000:.2f} kB a page")
    print(f"one worker: {first:.0f} s, {report['kept'] / first:.1f} articles/s, peak {peak_one:.0f} MB")
    print(f"two workers: {second:.0f} s, {report['kept'] / second:.1f} articles/s, peak {peak_two:.0f} MB")
    print(f"two workers are {first / second:.2f} times one (bar: {BAR_SPEED})")
    proof.check(f"peak memory of a process up to {BAR_MEMORY} MB", max(peak_one, peak_two) <= BAR_MEMORY)
    proof.check("the files of two workers", files_of(two) == proof.wanted)
    whole = proof.out()
    measured(running, proof.command(whole, "--workers", "1", step=proof.crawl.stat().st_size))
    rows = [digest(Folder(str(out))) for out in (one, whole)]
    print(f"digest of the rows: {rows[0]}")
    proof.check(f"the rows of 1 shard and of {SHARDS}", rows[0] == rows[1])
    return float(report["kept"]), cpu


def killed(proof: Proof, running: Processes, times: int) -> None:
    """kill -9 of each kind of process at random moments."""
    for kind in ("worker", "scheduler", "command"):
        good = 0
        for _ in range(times):
            out = proof.out()
            scheduler, address = running.scheduler()
            workers = [running.worker(address) for _ in range(2)]
            run = running.start(*proof.command(out, "--scheduler", address))
            moment = proof.draw.randint(1, SHARDS - 15)
            until(lambda out=out, moment=moment: done_in(out) >= moment, patience=36_000)  # type: ignore[misc]
            time.sleep(proof.draw.random())
            victim: Started = {"worker": proof.draw.choice(workers), "scheduler": scheduler, "command": run}[kind]
            assert run.poll() is None, "it was too quick: give --pages more"
            kill(victim.pid)
            code = run.wait()
            if kind != "worker":
                for one in (*workers, scheduler):
                    one.kill()
                    one.wait()
                code = running.start(*proof.command(out, "--workers", "2")).wait()
            good += code == 0 and files_of(out) == proof.wanted
            for one in (*workers, scheduler):
                one.kill()
                one.wait()
        proof.check(f"the files after kill -9 of a {kind}, {good} of {times} times", good == times)


def pulled(proof: Proof, running: Processes, net: Star, seconds: float) -> None:
    """Two workers and a scheduler in three network namespaces; the cable of one is out for a while."""
    out, middle = proof.out(), net.inside(net.middle)
    running.scheduler("0.0.0.0", PORT, prefix=middle)
    addresses = [f"tcp://{address}:{PORT}" for address in net.addresses]
    for address, space in zip(addresses, net.around, strict=True):
        worker = running.worker(address, prefix=net.inside(space))
        until(lambda worker=worker: "Registered to" in running.said(worker))  # type: ignore[misc]
    run = running.start(*proof.command(out, "--scheduler", addresses[0]), prefix=middle)
    until(lambda: done_in(out) >= 3, patience=36_000)
    net.pull(1)
    time.sleep(seconds)
    net.plug(1)
    proof.check(f"the files with a cable out for {seconds:.0f} s", run.wait() == 0 and files_of(out) == proof.wanted)


# -- what somebody would write instead ------------------------------------------------------------------------


def _extracted(raw: bytes) -> bool:
    import trafilatura

    return trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False) is not None


def beside_trafilatura(crawl: Path, kept: float, cpu: float) -> None:
    """A plain loop over trafilatura with metadata, in two processes, on the same crawl."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = (r.raw for r in read_records(crawl) if isinstance(r, Record))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = sum(pool.imap_unordered(_extracted, pages, chunksize=16))
        pool.close()
        pool.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"thoisu archive: {kept / cpu:.1f} articles a CPU-second, read to events and written")
    print(f"trafilatura: {found / spent:.1f} pages a CPU-second, text and metadata, written nowhere")


# -- what a page takes ----------------------------------------------------------------------------------------

_TALK = "<p>Ngày 20/1, Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken tại Geneva.</p>"
_DENSE = {
    "lists": "<li>ấ",
    "breaks": "ấ<br>",
    "paragraphs": "<p>á</p>",
    "links": "<p><a href=x>ấ</a></p>",
    "words": _TALK,
}


def weigh(kind: str) -> None:
    """Reads a page of nothing but such pieces, in this process, and prints what it took in MB and what is foreseen."""
    piece = _DENSE[kind]
    body = (_TALK * 5 + piece * ((1 << 20) // len(piece.encode()))).encode()
    page = b"<html><h1>Nga va My</h1><div class=content>" + body + b"</div></html>"
    read_page(_TALK.encode(), "first", "2022-01-21")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    article, of = understood(page, "dense", "2022-01-21")
    words = sum(p.text.count(" ") + 1 for p in article.paragraphs)
    read_article(article, of)
    took = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    foreseen = (weight_of(page) + words_weight(words)) >> 20
    print(f"a page of 1 MB of {kind} took {took} MB; {foreseen} MB are foreseen", flush=True)
    sys.exit(took > foreseen)


def main() -> int:
    """Makes the crawl, runs, prints."""
    parser = argparse.ArgumentParser(description="Proves that archives come out the same whatever happens.")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10, help="of each kind")
    parser.add_argument("--cut", type=float, default=60, help="seconds that a cable is out")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="a folder with more pages in pages/"
    )
    parser.add_argument("--folder", type=Path, help="where to work; it needs some 100 kB for each page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weigh", choices=_DENSE, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.weigh:
        weigh(given.weigh)
    bases = bases_in([ROOT / "tests/pages/html", ROOT / "examples", given.shared / "pages"])
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        crawl = Crawl(bases).write(folder / "crawl.warc.gz", given.pages)
        print(f"{given.pages} pages made of {len(bases)}, {crawl.stat().st_size >> 20} MB", flush=True)
        proof = Proof(folder, crawl, given.seed)
        (folder / "logs").mkdir()
        with processes(folder / "logs") as running:
            kept, cpu = speeds(proof, running)
            killed(proof, running, given.kills)
        try:
            with star(2) as net, processes(folder / "logs") as running:
                pulled(proof, running, net, given.cut)
        except PermissionError as fault:
            print(f"no cable pulled: {fault}")
        for kind in _DENSE:
            command = [sys.executable, "-m", "tests.archive.proof", "--weigh", kind]
            proof.check(f"memory for {kind}", subprocess.run(command, check=False).returncode == 0)
        if find_spec("trafilatura"):
            beside_trafilatura(crawl, kept, cpu)
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main())
