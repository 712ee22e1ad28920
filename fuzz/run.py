"""Runs the fuzzers one after the other: `python -m fuzz.run [--minutes 10] [TARGET …]` (`make fuzz`).

Each begins with our pages, what is kept of earlier runs (fuzz/corpus) and what the last runs here left in build/fuzz.
Afterwards the inputs that reach something new are kept anew, and the figures of all runs whose logs lie in build/fuzz
are written to docs/reliability.md. Exits 1 where something was found: it lies in build/fuzz/finds,
    with its traceback.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from .kept import keep, kept
from .seeds import ROOT, seeds
from .targets import TARGETS

WORK = ROOT / "build" / "fuzz"
PAGE = ROOT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- fuzz -->", "<!-- /fuzz -->"
_LONGEST = 3000  # bytes of an input: about a page
_KEPT = 80_000  # bytes of the kept inputs of a target
_RESTARTS = 20


class Figures(NamedTuple):
    """What the logs of a target tell; `edges` are branches of the package that some input took."""

    target: str
    minutes: float
    executions: int
    finds: int
    edges: int
    inputs: int


def main() -> int:
    """Runs the targets that are named, else all."""
    parser = argparse.ArgumentParser(description="Fuzzes the readers.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10, help="of each target")
    options = parser.parse_args()
    if strange := sorted(set(options.targets) - set(TARGETS)):
        parser.error(f"{strange[0]!r} is no target; give some of {', '.join(TARGETS)}")
    found = 0
    for target in options.targets or TARGETS:
        before = len(_finds(target))
        _fuzz(target, 60 * options.minutes)
        inputs = _merged(target)
        found += len(_finds(target)) - before
        figures = _figures(target, inputs)
        _write(figures)
        print(_row(figures), flush=True)
    return 1 if found else 0


def _fuzz(target: str, seconds: float) -> None:
    """One target for so long; begun again where an input ends the process."""
    folder = WORK / "corpus" / target
    for each in (folder, WORK / "logs", WORK / "finds"):
        each.mkdir(parents=True, exist_ok=True)
    for raw in (*seeds(target), *kept(target)):
        (folder / hashlib.sha256(raw).hexdigest()[:16]).write_bytes(raw)
    end = time.monotonic() + seconds
    for _ in range(_RESTARTS):
        left = int(end - time.monotonic())
        if left < 1:
            return
        log = WORK / "logs" / f"{target}-{time.time_ns()}.log"
        with log.open("wb") as file:
            subprocess.run(_command(target, f"-max_total_time={left}", str(folder)), stderr=file, stdout=file, cwd=ROOT)


def _command(target: str, *options: str) -> list[str]:
    finds = WORK / "finds"
    return [
        sys.executable, "-m", "fuzz.one", target, str(finds), f"-max_len={_LONGEST}", "-timeout=60",
        "-rss_limit_mb=3000",
        "-print_final_stats=1", f"-artifact_prefix={finds / target}-", *options,
    ]  # fmt: skip


def _merged(target: str) -> int:
    """Keeps the fewest inputs that reach all that any of them reaches; gives their number."""
    merged = WORK / "merged" / target
    shutil.rmtree(merged, ignore_errors=True)
    merged.mkdir(parents=True)
    command = _command(target, "-merge=1", "-use_counters=0", str(merged), str(WORK / "corpus" / target))
    subprocess.run(command, capture_output=True, cwd=ROOT)
    return keep(target, (file.read_bytes() for file in merged.iterdir()), _KEPT)


def _finds(target: str) -> list[Path]:
    return [file for file in (WORK / "finds").glob(f"{target}-*") if file.suffix != ".txt"]


def _figures(target: str, inputs: int) -> Figures:
    """The sums over all logs of a target."""
    minutes, executions, edges = 0.0, 0, 0
    for log in (WORK / "logs").glob(f"{target}-*.log"):
        told = log.read_text("utf-8", "replace")
        minutes += sum(int(s) for s in re.findall(r"^Done \d+ runs in (\d+) second", told, re.MULTILINE)) / 60
        executions += sum(int(n) for n in re.findall(r"^stat::number_of_executed_units: (\d+)", told, re.MULTILINE))
        edges = max([edges, *(int(n) for n in re.findall(r" cov: (\d+) ", told))])
    return Figures(target, minutes, executions, len(_finds(target)), edges, inputs)


def _row(told: Figures) -> str:
    does = (TARGETS[told.target].__doc__ or "").strip().rstrip(".")
    numbers = f"{told.minutes:.0f} | {told.executions:,} | {told.finds} | {told.edges:,} | {told.inputs}"
    return f"| {told.target} | {does[0].lower()}{does[1:]} | {numbers} |"


def _write(told: Figures) -> None:
    """Puts a target's row into the table of the page, in the order of the targets."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else "# Reliability, measured\n"
    if _BEGIN not in page:
        page += f"\n## Fuzzers\n{_BEGIN}\n{_END}\n"
    before, _, rest = page.partition(_BEGIN)
    block, _, after = rest.partition(_END)
    rows = {m[1]: m[0] for m in re.finditer(r"^\| (\w+) \|.*$", block, re.MULTILINE)} | {told.target: _row(told)}
    table = "\n".join(rows[name] for name in TARGETS if name in rows)
    head = (
        "| target | what is read | minutes | executions | finds | edges | inputs kept |\n|---|---|---|---|---|---|---|"
    )
    PAGE.write_text(f"{before}{_BEGIN}\n{_TOLD}\n\n{head}\n{table}\n{_END}{after}", "utf-8")


_TOLD = (
    "Written by `make fuzz`: the sums over its runs on the machine that ran it last. A find is a kind of exception "
    "that is not ours, a law that did not hold, or an input that took more than 3 CPU seconds. Each that was found is "
    "mended, and is a row of `tests/test_fuzzed.py`. Edges are the branches of the package that some input took."
)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())
