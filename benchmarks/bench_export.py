"""Exports of a large store: rows for each second of processor time, and the growth of memory on the way (`make bench`).

A million entries are put straight into a store, made from those of a few pages with other ids, days and stories, and
written as CSV and as Parquet. Printed are the rows for each second that the processor worked on them, and how much the
memory of the process grew between the first and the last tenth of the entries.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

import thoisu
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.entries import entry_of, tellings_of
from thoisu.chronicle.records import Entry, short_id
from thoisu.export.formats import folder_writer_of, writer_of
from thoisu.export.source import Source
from thoisu.model import replace
from thoisu.store import open_store
from thoisu.store.base import Store

ROOT = Path(__file__).resolve().parent.parent
FIRST, DAYS = date(2015, 1, 1), 4000
BATCH = 10_000
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
Part = TypeVar("Part", bound=msgspec.Struct)


class Watched(Source):
    """A source that notes the memory at the end of each tenth of the entries."""

    def __init__(self, store: Store, count: int) -> None:
        super().__init__(store)
        self._tenth = max(count // 10, 1)
        self.memory: list[float] = []

    def entries(self) -> Iterator[Entry]:
        yield from self._noted(super().entries())

    def each(self, kind: type[Part]) -> Iterator[Part]:
        yield from self._noted(super().each(kind))

    def _noted(self, entries: Iterator[Part]) -> Iterator[Part]:
        for number, entry in enumerate(entries, 1):
            yield entry
            if number % self._tenth == 0:
                self.memory.append(resident())


def resident() -> float:
    """Megabytes that the process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def some_entries() -> list[Entry]:
    """The entries of the examples."""
    found = []
    for path in sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".txt", ".html")):
        reading = thoisu.read(path)
        document = document_of(reading, f"https://example.vn/{path.name}", short_id(path.name))
        found += [entry_of([telling], document.id) for telling in tellings_of(document, reading, document.id)]
    return found


def fill(store: Store, count: int) -> None:
    """Puts that many entries into a store, by day."""
    some = some_entries()
    for begin in range(0, count, BATCH):
        made = []
        for number in range(begin, min(begin + BATCH, count)):
            day = (FIRST + timedelta(number * DAYS // count)).isoformat()
            ids = short_id("entry", str(number)), short_id("story", str(number // 20))
            made.append(replace(some[number % len(some)], id=ids[0], story=ids[1], start_day=day, end_day=day))
        with store.writing():
            store.put_entries(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000, help="how many are written (default: 1,000,000)")
    parser.add_argument("--store", help="a store to be made, or one that an earlier run has made, which is kept")
    options = parser.parse_args()
    os.environ["THOISU_LEXICON"] = os.devnull
    with tempfile.TemporaryDirectory() as folder, open_store(options.store or f"{folder}/tin.sqlite") as store:
        begun = time.process_time()
        if not store.counts()["entries"]:
            fill(store, options.entries)
            print(f"{options.entries:,} entries put into a store in {time.process_time() - begun:.0f} s")
        for name in ("csv", "parquet"):
            target = Path(folder, name)
            source = Watched(store, options.entries)
            begun = time.process_time()
            in_folder = folder_writer_of(name)
            if in_folder:
                target.mkdir()
                count = in_folder(source, target)
                size = sum(file.stat().st_size for file in target.iterdir())
            else:
                with target.open("wb") as out:
                    count = writer_of(name)(source, out)
                size = target.stat().st_size
            spent = time.process_time() - begun
            first, last = source.memory[0], source.memory[-1]
            print(
                f"{name}: {count:,} rows, {size / 1e6:,.0f} MB, {count / spent:,.0f} rows a second of processor time;"
                f" memory {first:.0f} MB after the first tenth, {last:.0f} MB after the last ({last / first - 1:+.1%})"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
