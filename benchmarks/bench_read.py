"""Start-up and reading speed, as ratios in one run (`make bench`).

Prints the cost of `import thoisu` over bare Python (-X importtime), the process time of reading two pages,
lexicon loading included, with its ratio to `python -c pass`, and pages per CPU-second once loaded; for the compiled
package, where it was built, and for the pure one.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from builds import builds, environment

ROOT = Path(__file__).resolve().parent.parent


def cpu(command: list[str], rounds: int = 5, build: str | None = None, **env: str) -> float:
    """The least CPU seconds of a command over some rounds."""
    best = float("inf")
    for _ in range(rounds):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment(build, **env))
        after = getrusage(RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def import_cost(build: str) -> float:
    """Milliseconds that `import thoisu` adds, by -X importtime (cumulative time of the package)."""
    best = float("inf")
    for _ in range(5):
        command = [sys.executable, "-X", "importtime", "-c", "import thoisu"]
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment(build))
        line = next(line for line in run.stderr.splitlines() if line.split("|")[-1].strip() == "thoisu")
        best = min(best, int(line.split("|")[1]) / 1000)
    return best


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steady", action="store_true", help="only the speed of a process that has read a page before")
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    pages = seeds or sorted((ROOT / "examples").glob("*.txt"))[:2]
    if parser.parse_args().steady:
        print(steady(pages))
        return
    bare = cpu([sys.executable, "-c", "pass"])
    print(f"python -c pass: {bare:.3f} CPU s")
    for build in builds():
        print(f"the {build} package:")
        measure(build, pages, bare)


def measure(build: str, pages: list[Path], bare: float) -> None:
    """Measures one build and prints."""
    command = [sys.executable, "-m", "thoisu.cli", "read", "--json", *map(str, pages)]
    unkept = cpu(command, build=build, THOISU_CACHE="")
    with tempfile.TemporaryDirectory() as folder:
        first = cpu(command, 1, build, THOISU_CACHE=folder)
        read = cpu(command, build=build, THOISU_CACHE=folder)
        one = cpu([*command[:5], str(pages[0])], build=build, THOISU_CACHE=folder)
    print(f"  import thoisu: {import_cost(build):.1f} ms on top of bare Python (bar: 150 ms)")
    print(f"  two pages ({', '.join(p.name for p in pages)}), lexicon included: {read:.3f} CPU s (bar: 1 s)")
    print(f"    the first of them alone: {one:.3f}; with nothing kept: {unkept:.3f}; making what is kept: {first:.3f}")
    print(f"  ratio to python -c pass: {read / bare:.1f}")
    running = [sys.executable, __file__, "--steady"]
    told = subprocess.run(running, capture_output=True, text=True, check=True, env=environment(build)).stdout.strip()
    print(f"  lexicon and modules, then pages per CPU-second: {told}")


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
