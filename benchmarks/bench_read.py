"""Start-up and reading speed, as ratios in one run (`make bench`).

Prints the cost of `import thoisu` over bare Python (-X importtime), the process time of reading two pages,
lexicon loading included, with its ratio to `python -c pass`, and pages per CPU-second once loaded.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).resolve().parent.parent


def cpu(command: list[str], rounds: int = 5, **env: str) -> float:
    """The least CPU seconds of a command over some rounds."""
    best = float("inf")
    for _ in range(rounds):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **env})
        after = getrusage(RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def import_cost() -> float:
    """Milliseconds that `import thoisu` adds, by -X importtime (cumulative time of the package)."""
    best = float("inf")
    for _ in range(5):
        run = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import thoisu"], capture_output=True, text=True, check=True
        )
        line = next(line for line in run.stderr.splitlines() if line.split("|")[-1].strip() == "thoisu")
        best = min(best, int(line.split("|")[1]) / 1000)
    return best


def main() -> None:
    """Measures and prints."""
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    pages = seeds or sorted((ROOT / "examples").glob("*.txt"))[:2]
    bare = cpu([sys.executable, "-c", "pass"])
    command = [sys.executable, "-m", "thoisu.cli", "read", "--json", *map(str, pages)]
    unkept = cpu(command, THOISU_CACHE="")
    with tempfile.TemporaryDirectory() as folder:
        first = cpu(command, 1, THOISU_CACHE=folder)
        read, one = cpu(command, THOISU_CACHE=folder), cpu([*command[:5], str(pages[0])], THOISU_CACHE=folder)
    print(f"import thoisu: {import_cost():.1f} ms on top of bare Python (bar: 150 ms)")
    print(f"python -c pass: {bare:.3f} CPU s")
    print(f"two pages ({', '.join(p.name for p in pages)}), lexicon included: {read:.3f} CPU s (bar: 1 s)")
    print(f"  the first of them alone: {one:.3f}; with nothing kept: {unkept:.3f}; making what is kept: {first:.3f}")
    print(f"ratio to python -c pass: {read / bare:.1f}")
    print(f"lexicon and modules, then pages per CPU-second: {steady(pages)}")


def steady(pages: list[Path]) -> str:
    """Load time and speed inside one process that has read a page before."""
    from thoisu import read

    begin = time.process_time()
    read(pages[0])
    loaded = time.process_time() - begin
    rounds, begin = 0, time.process_time()
    while time.process_time() - begin < 2:
        for page in pages:
            read(page)
        rounds += 1
    return f"first page {loaded:.3f} s, then {rounds * len(pages) / (time.process_time() - begin):.0f} pages/s"


if __name__ == "__main__":
    main()
