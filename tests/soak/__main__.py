"""`make soak`: runs a newsroom, prints what it took minute by minute, and writes docs/reliability.md."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from .report import block, row, written
from .run import Rates, Run, soak
from .verdict import faults, grown, thirds

ROOT = Path(__file__).resolve().parents[2]
_WHOLE = 30.0  # minutes; a shorter run is for trying, and its figures are not kept
_FILLING = 1 / 3  # of these: so long the same goes on before, while caches fill


def main() -> int:
    """Runs it, and gives 0 where all that must hold did."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=_WHOLE)
    parser.add_argument("--begin", type=int, default=8000, metavar="PAGES", help="pages of the store to begin with")
    parser.add_argument("--warm", type=int, default=6000, metavar="QUESTIONS", help="questions before the time begins")
    parser.add_argument("--store", help="postgresql://… of a database without a store; a file of SQLite if left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="thoisu-soak-") as folder:
        os.environ["THOISU_CACHE"] = str(Path(folder) / "cache")
        os.environ["THOISU_LEXICON"] = os.devnull
        store = given.store or str(Path(folder) / "tin.sqlite")

        def tell(run: Run) -> None:
            print(row(run, len(run.counts)), flush=True)

        seconds = given.minutes * 60 * (1 + _FILLING)
        run = soak(store, Path(folder), given.begin, seconds, Rates(), warm=given.warm, tell=tell)
        found = list(faults(run))
        first, _, last = thirds(run)
        found += grown(first, last)
        text = block(run, found)
    print(text)
    if given.minutes >= _WHOLE:
        written(ROOT / "docs" / "reliability.md", text)
    for fault in found:
        print(f"soak: {fault}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
