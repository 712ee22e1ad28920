"""Copies over a million short texts, in memory that does not grow with them and time that does (`make bench-archive`).

Texts are made, one in ten of them a copy of another with some words changed, and put into a data set as their sketches
alone. What belongs together is then found in one process as `thoisu archive` finds it, once for a tenth of the texts
and once for all. Printed are seconds, CPU seconds and the peak of memory of each, and what a text costs at both sizes.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from resource import RUSAGE_SELF, getrusage
from typing import Any

import pyarrow as pa

from thoisu.archive import manifest
from thoisu.archive.dataset import COLUMNS, write_table
from thoisu.archive.grouping import group
from thoisu.archive.manifest import Done
from thoisu.archive.places import Folder
from thoisu.archive.running import Here
from thoisu.archive.working import terms_of
from thoisu.chronicle.copies import bands, signature
from thoisu.chronicle.records import short_id

BAR_GB, BAR_GROWTH = 6.0, 1.3  # peak of memory; what a text costs at the end, to what it costs at a tenth
WORDS, SYLLABLES = 60, 7000  # of a text; of the language
COPIED, CHANGED = 10, 4  # one in so many texts is a copy; words that it has otherwise
FILE = 20_000  # texts
MEMORY = 1536 << 20
SMALL = 10  # the smaller set is so many times smaller


def text_of(number: int) -> str:
    """The text with a number; the one before it is the origin of a copy."""
    copied = number % COPIED == COPIED - 1
    words = random.Random(number - copied).choices(range(SYLLABLES), k=WORDS)
    if copied:
        chance = random.Random(number)
        for place in chance.sample(range(WORDS), CHANGED):
            words[place] = chance.randrange(SYLLABLES)
    return " ".join(f"t{word}" for word in words)


def rows(first: int, end: int) -> Iterator[tuple[Any, ...]]:
    """The sketches of texts, as the data set has them; without a day no story is looked for."""
    for number in range(first, end):
        text, uri = text_of(number), f"https://bao{number % 40}.example/tin-{number}.html"
        found = signature(text)
        yield (
            short_id("capture", uri), short_id(uri), "made.warc.gz", number, None, short_id(text), None, None,
            f"bao{number % 40}.example", [], len(text), found, bands(found), b"", [],
        )  # fmt: skip


def make(folder: Folder, count: int) -> None:
    """Writes a data set of so many texts."""
    terms = terms_of(None, MEMORY)
    for first in range(0, count, FILE):
        columns = list(zip(*rows(first, min(first + FILE, count)), strict=True))
        named = zip(COLUMNS["sketches"], columns, strict=True)
        table = pa.table({column.name: pa.array(values, column.kind) for column, values in named})
        output = write_table(folder, "sketches", "undated", f"made-{first:09}", table)
        manifest.put(folder, Done(f"made-{first:09}", "made.warc.gz", terms, FILE, FILE, {}, {}, [output]))
        note(f"{first + table.num_rows} made")


def note(progress: str) -> None:
    """Tells a person who looks on."""
    if sys.stderr.isatty():
        print(f"\r{progress}          ", end="", file=sys.stderr)


def measured(location: str) -> dict[str, float]:
    """Groups a data set in this process; what it cost and came to."""
    begun, cpu = time.perf_counter(), time.process_time()
    made = group(
        Folder(location), terms_of(None, MEMORY), Here(lambda step: None),
        lambda stage, done, of: note(f"{stage} {done}/{of}"),
    )  # fmt: skip
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "gigabytes": getrusage(RUSAGE_SELF).ru_maxrss / 2**20,
        **made.figures,
    }


def run(what: str, location: str, count: int) -> dict[str, float]:
    """Does one step in a process of its own, so that its memory is its own."""
    line = [sys.executable, __file__, "--step", what, location, "--texts", str(count)]
    done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def main() -> int:
    """Prints the table; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        what, location = options.step
        if what == "make":
            make(Folder(location), options.texts)
        print(json.dumps(measured(location) if what == "group" else {}))
        return 0
    costs, peak = [], 0.0
    for count in (options.texts // SMALL, options.texts):
        with tempfile.TemporaryDirectory(prefix="thoisu-") as folder:
            run("make", folder, count)
            found = run("group", folder, count)
        costs.append(found["cpu"] / count)
        peak = max(peak, found["gigabytes"])
        print(f"{count:>9,} texts: {found['seconds']:.1f} s, {found['cpu']:.1f} s of CPU, ", end="")
        print(f"{found['gigabytes']:.2f} GB at most; {found['compared']:,.0f} pairs compared, ", end="")
        print(f"{found['copies']:,.0f} are copies, {found['families']:,.0f} families")
    growth = costs[1] / costs[0]
    print(
        f"a text costs {1e6 * costs[0]:.0f} and {1e6 * costs[1]:.0f} µs of CPU: {growth:.2f} times (bar {BAR_GROWTH})"
    )
    print(f"peak of memory {peak:.2f} GB (bar {BAR_GB})")
    return int(peak > BAR_GB or growth > BAR_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
