"""The proof of archives (`make archive-proof`): one crawl read in every way, and killed at random moments.

Prints figures: articles a second with one worker and with two, the peak memory of a process, the digest of what came
out for 1 and 50 shards, and after kill -9 of a worker, of the scheduler and of the command, each again and again in one
run; with a cable pulled for a minute, where network namespaces are allowed; what a page takes at most; and pages a
CPU-second beside a plain loop over trafilatura, where that is installed. Ends with 1 where a digest differs or a bar is
missed. `--only` does a part of it: the crawl, what its files must be, and the figures stay in `--folder`, from which
`--write` writes docs/scale.md.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.bench_archive import build as build_crawl
from benchmarks.builds import BUILDS, builds
from benchmarks.made_pages import Crawl, bases_in

from thoisu.archive.dataset import digest
from thoisu.archive.places import Folder

from . import scale, weighing
from .killing import KINDS, PATIENCE, Site, killed, moments
from .namespaces import Star, star
from .processes import Processes, done_in, processes, until
from .test_dataset import files_of

ROOT = Path(__file__).resolve().parents[2]
SHARDS = 50
BAR_SPEED, BAR_MEMORY = 1.7, 1536  # two workers against one; MB
BESIDE = 5000  # pages that trafilatura reads
CRAWL_MB = 256  # of a crawl in other languages
PORT = 8786
PROVED = ("shards", "kills", "cable")
PARTS = ("speeds", "shards", "kills", "cable", "memory", "trafilatura", "crawl")


class Proof:
    """One crawl, where it lies, and what is expected of each run."""

    def __init__(self, folder: Path, pages: int, given: argparse.Namespace) -> None:
        self.folder, self.pages = folder, pages
        self.crawl, self.reference = folder / "crawl.warc.gz", folder / "reference"
        self._kept = folder / "figures.json"
        self.figures: dict[str, Any] = json.loads(self._kept.read_text()) if self._kept.exists() else {}
        self.failed: list[str] = []
        self.draw = random.Random(given.seed)
        self.given = given

    def prepare(self, bases: list[str]) -> None:
        """Makes the crawl, where it is not there; of the figures of another program only what it proved is kept."""
        made_by = _stamp()
        if (before := self.figures.get("stamp")) != made_by:
            shutil.rmtree(self.reference, ignore_errors=True)
            proved: dict[str, Any] = {
                part: {"program": before, **self.figures[part]} for part in PROVED if part in self.figures
            }
            self.keep(True, stamp=made_by, **proved)
        if not self.crawl.exists():
            Crawl(bases).write(self.folder / "begun", self.pages)
            (self.folder / "begun").rename(self.crawl)
        self.keep(pages=self.pages, bases=len(bases), megabytes=self.crawl.stat().st_size >> 20)
        print(f"{self.pages} pages made of {len(bases)}, {self.figures['megabytes']} MB", flush=True)

    def keep(self, clear: bool = False, **figures: Any) -> None:
        """Adds to the figures."""
        self.figures = {**({} if clear else self.figures), **figures}
        self._kept.write_text(json.dumps(self.figures, indent=1))

    def take(self, other: Path) -> None:
        """What was proved on another number of pages by the same program, where it was not on this one."""
        found = json.loads(other.read_text()) if other.exists() else {}
        if found.get("stamp") == self.figures.get("stamp"):
            proved = {name: of for name, of in found.items() if isinstance(of, dict) and name not in self.figures}
            self.keep(**{name: of for name, of in proved.items() if name not in ("one", "two", "tables", "words")})

    def command(self, out: Path, *more: str, shards: int = SHARDS) -> list[str]:
        """The command line of a run."""
        size = str(-(-self.crawl.stat().st_size // shards))
        return ["thoisu.cli", "archive", str(self.crawl), "--out", str(out), "--shard-size", size, "--json", *more]

    def out(self, name: str) -> Path:
        """An empty place for a run."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.folder / name

    def wanted(self, running: Processes) -> dict[str, str]:
        """The files that each run must end with: those of a run of two workers that nobody kills."""
        if not (self.reference / "manifest.jsonl").exists() or "wanted" not in self.figures:
            out = self.out("reference")
            self.keep(two=measured(running, self.command(out, "--workers", "2")))
            self.keep(wanted=_digest_of(files_of(out)))
        found = files_of(self.reference)
        assert _digest_of(found) == self.figures["wanted"], f"{self.reference} was changed: remove {self.folder}"
        return found

    def check(self, part: str, what: str, good: bool, **figures: Any) -> None:
        """Tells and keeps whether something is as it must be."""
        print(f"{what}: {'as it must be' if good else 'NOT AS IT MUST BE'}", flush=True)
        by = {"good": good, "pages": self.pages, "program": self.figures["stamp"]}
        self.keep(**{part: {**self.figures.get(part, {}), **by, **figures}})
        if not good:
            self.failed.append(what)


def _stamp() -> str:
    """What the files follow from: the package, and how the pages are made."""
    total = hashlib.sha256()
    for path in [*sorted((ROOT / "src/thoisu").rglob("*.*")), ROOT / "benchmarks/made_pages.py"]:
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _digest_of(files: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def measured(running: Processes, command: list[str]) -> dict[str, Any]:
    """A run to its end: its report, with CPU seconds and the peak memory of one process in MB."""
    begun = time.monotonic()
    one = running.start(*command)
    _, status, usage = os.wait4(one.pid, 0)
    one.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    assert one.returncode == 0, running.said(one)
    report: dict[str, Any] = json.loads(running.said(one).splitlines()[-1])
    return {**report, "whole": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024}


# -- the parts ------------------------------------------------------------------------------------------------


def speeds(proof: Proof, running: Processes) -> None:
    """One worker and two."""
    one, two = proof.out("one"), proof.out("two")
    proof.keep(one=measured(running, proof.command(one, "--workers", "1")))
    proof.keep(two=measured(running, proof.command(two, "--workers", "2")))
    tables = {
        table.name: sum(p.stat().st_size for p in table.rglob("*.parquet"))
        for table in sorted(two.iterdir())
        if table.is_dir()
    }
    proof.keep(tables=tables, words=weighing.lengths(two))
    proof.check("files_one", "the files of one worker and of two", files_of(one) == files_of(two))
    if "wanted" not in proof.figures:
        shutil.rmtree(proof.reference, ignore_errors=True)
        two.rename(proof.reference)
        proof.keep(wanted=_digest_of(files_of(proof.reference)))
    print("\n".join(scale.speed_lines(proof.figures)), flush=True)
    ratio = proof.figures["one"]["whole"] / proof.figures["two"]["whole"]
    proof.check("ratio", f"two workers are {ratio:.2f} times one (bar: {BAR_SPEED})", ratio >= BAR_SPEED)
    peak = max(proof.figures[run]["peak"] for run in ("one", "two"))
    proof.check("peak", f"{peak:.0f} MB at most in a process (bar: {BAR_MEMORY})", peak <= BAR_MEMORY)


def shards(proof: Proof, running: Processes) -> None:
    """The rows of the whole file as one shard."""
    whole = proof.out("whole")
    proof.wanted(running)
    measured(running, proof.command(whole, "--workers", "1", shards=1))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        rows = list(pool.map(_rows, [str(proof.reference), str(whole)]))
    print(f"digest of the rows: {rows[0]}")
    proof.check("shards", f"the rows of 1 shard and of {SHARDS}", rows[0] == rows[1], rows=rows[0])
    shutil.rmtree(whole)


def _rows(out: str) -> str:
    return digest(Folder(out))


def kills(proof: Proof, running: Processes) -> None:
    """kill -9 of workers, of schedulers and of the command, one after the other in one run, each so many times."""
    wanted, out, times = proof.wanted(running), proof.out("killed"), proof.given.kills
    kinds = proof.draw.sample(list(KINDS) * times, len(KINDS) * times)
    when = moments(proof.draw, SHARDS, len(kinds))
    begun = time.monotonic()
    site = Site(running, lambda address: proof.command(out, "--scheduler", address))
    done = list(killed(site, kinds, out, when, proof.draw))
    code = site.run.wait()
    same = files_of(out) == wanted
    said = running.said(site.run).splitlines()[-1:]
    site.close()
    seconds = round(time.monotonic() - begun)
    print("; ".join(f"{kind}: {moment}" for kind, moment in done), f"exit code {code}", *said, sep="\n")
    good = code == 0 and len(done) == len(kinds) and same
    counts = {kind: sum(one == kind for one, _ in done) for kind in KINDS}
    proof.check(
        "kills",
        f"the files after {len(done)} of {len(kinds)} kills in {seconds} s",
        good,
        kills=counts,
        seconds=seconds,
    )
    shutil.rmtree(out)


def cable(proof: Proof, running: Processes) -> None:
    """Two workers and a scheduler in three network namespaces; the cable of one is out for a while."""
    wanted = proof.wanted(running)
    try:
        with star(2) as net, processes(proof.folder / "logs-cable") as apart:
            good = _pulled(proof, apart, net) and files_of(proof.folder / "cut") == wanted
    except PermissionError as fault:
        print(f"no cable pulled: {fault}")
        return
    proof.check("cable", f"the files with a cable out for {proof.given.cut:.0f} s", good, seconds=proof.given.cut)
    shutil.rmtree(proof.folder / "cut")


def _pulled(proof: Proof, running: Processes, net: Star) -> bool:
    out, middle = proof.out("cut"), net.inside(net.middle)
    running.scheduler("0.0.0.0", PORT, prefix=middle)
    addresses = [f"tcp://{address}:{PORT}" for address in net.addresses]
    for address, space in zip(addresses, net.around, strict=True):
        worker = running.worker(address, prefix=net.inside(space))
        until(lambda worker=worker: "Registered to" in running.said(worker))  # type: ignore[misc]
    run = running.start(*proof.command(out, "--scheduler", addresses[0]), prefix=middle)
    until(lambda: done_in(out) >= SHARDS // 3, patience=PATIENCE)
    net.pull(1)
    time.sleep(proof.given.cut)
    within = run.poll() is None
    net.plug(1)
    return run.wait() == 0 and within


def memory(proof: Proof, running: Processes) -> None:
    """What a page of one kind of thing takes, each in a process of its own."""
    for kind in weighing.DENSE:
        command = [sys.executable, "-m", "tests.archive.weighing", kind]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        print(done.stdout, end="")
        proof.check(f"dense {kind}", f"memory for {kind}", done.returncode == 0, told=done.stdout.strip())


def trafilatura(proof: Proof, running: Processes) -> None:
    """A plain loop over trafilatura with metadata, in two processes, on the same crawl."""
    if not find_spec("trafilatura"):
        print("trafilatura is not installed")
        return
    assert "one" in proof.figures, "first run --only speeds"
    found, spent = weighing.beside(proof.crawl, BESIDE)
    proof.keep(trafilatura={"pages": found, "cpu": spent, "read": min(BESIDE, proof.pages)})
    print("\n".join(scale.beside_lines(proof.figures)), flush=True)


def crawl(proof: Proof, running: Processes) -> None:
    """A crawl as those of news are: nearly all of it is in other languages."""
    path, out = proof.folder / "other.warc.gz", proof.out("other")
    build_crawl(path, CRAWL_MB)
    proof.keep(other={**measured(running, _of_crawl(path, out)), "megabytes": path.stat().st_size / (1 << 20)})
    path.unlink()
    print("\n".join(scale.crawl_lines(proof.figures)), flush=True)


def _of_crawl(path: Path, out: Path) -> list[str]:
    return ["thoisu.cli", "archive", str(path), "--out", str(out), "--workers", "1", "--json"]


def main() -> int:
    """Makes the crawl, runs, prints."""
    parser = argparse.ArgumentParser(description="Proves that archives come out the same whatever happens.")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10, help="of each kind")
    parser.add_argument("--cut", type=float, default=60, help="seconds that a cable is out")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--build", choices=BUILDS, help="the compiled package, where it was built, or the pure one")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="a folder with more pages in pages/"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "archive-proof", help="some 100 kB a page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", type=int, metavar="PAGES", help="with what was proved on so many pages in --folder")
    parser.add_argument("--write", action="store_true", help="the figures that are there into docs/scale.md")
    given = parser.parse_args()
    package = given.build or builds()[0]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(BUILDS[package]), str(ROOT)])
    folder = given.folder / f"{given.pages}-{package}"
    folder.mkdir(parents=True, exist_ok=True)
    proof = Proof(folder, given.pages, given)
    if not (given.write and given.only is None):
        print(f"the {package} package", flush=True)
        proof.prepare(bases_in([ROOT / "tests/pages/html", ROOT / "examples", given.shared / "pages"]))
        proof.keep(package=package)
        for part in given.only or PARTS:
            for logs in ("logs", "logs-cable"):
                shutil.rmtree(folder / logs, ignore_errors=True)
                (folder / logs).mkdir()
            with processes(folder / "logs") as running:
                _PARTS[part](proof, running)
    if given.also:
        proof.take(given.folder / f"{given.also}-{package}" / "figures.json")
    if given.write:
        scale.write(ROOT / "docs/scale.md", proof.figures)
    return 1 if proof.failed else 0


_PARTS = {
    "speeds": speeds, "shards": shards, "kills": kills, "cable": cable, "memory": memory,
    "trafilatura": trafilatura, "crawl": crawl,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
