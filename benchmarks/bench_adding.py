"""The chronicle at a hundred thousand articles: adding, asking, searching, in SQLite (`make bench`).

The articles are made (made_articles.py) of readings of ../shared/gold/dev, else of the project's own pages, before
anything is timed. They are added as `thoisu add` does, prepared by workers and written by one process, and every fifth
batch by one process alone. Questions and searches are drawn from what the store holds, each answered from a connection
of its own.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
from made_articles import Maker

import thoisu
import thoisu.text
from thoisu.chronicle.adding import add
from thoisu.chronicle.answers import evidence_of
from thoisu.chronicle.preparing import Incoming, Prepared, prepare
from thoisu.chronicle.records import Question
from thoisu.model import Reading
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.packing import pack, unpack
from thoisu.workers import in_order, usable_cores

ROOT = Path(__file__).resolve().parent.parent
BATCH = 200  # as `thoisu add`
ALONE = 5  # every so many batches one is added by this process alone
WINDOW = 5_000  # articles over which the cost of one is measured
ASKED = 200
PAGE = 50  # entries


def readings(shared: Path) -> list[Reading]:
    """The readings that articles are made of."""
    pages = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((shared / "gold" / "dev").glob("*.json"))]
    if pages:
        return [thoisu.read("\n\n".join(page["paragraphs"]), published=page["published"]) for page in pages]
    return [thoisu.read(file) for file in sorted((ROOT / "examples").glob("*.txt"))]


@cache
def maker_of(shared: Path) -> Maker:
    """The maker of this process."""
    return Maker(readings(shared))


def made(task: tuple[Path, int, int]) -> list[bytes]:
    """Articles from a number to another, packed."""
    shared, first, end = task
    return [pack(msgspec.msgpack.encode(maker_of(shared).article(number))) for number in range(first, end)]


def opened(place: tuple[Path, int, int]) -> Incoming:
    """The article at a place of the file."""
    path, start, size = place
    with path.open("rb") as file:
        file.seek(start)
        return msgspec.msgpack.decode(unpack(file.read(size)), type=Incoming)


def prepared(place: tuple[Path, int, int]) -> bytes:
    """The same, made ready for the store, as `thoisu add` has it from its workers."""
    return msgspec.msgpack.encode(prepare(opened(place)))


def make(path: Path, shared: Path, count: int, workers: int) -> list[tuple[Path, int, int]]:
    """Makes the articles; their places in the file."""
    places: list[tuple[Path, int, int]] = []
    tasks = [(shared, n, min(n + BATCH, count)) for n in range(0, count, BATCH)]
    with path.open("wb") as file, closing(in_order(made, tasks, workers)) as batches:
        for batch in batches:
            for packed in batch:
                places.append((path, file.tell(), len(packed)))
                file.write(packed)
            note(f"{len(places)} made")
    return places


def note(progress: str) -> None:
    """Tells a person who looks on."""
    if sys.stderr.isatty():
        print(f"\r{progress} ", end="", file=sys.stderr)


class Cost(NamedTuple):
    """What a batch cost, when the store held so many articles after it: seconds, and of CPU those of this process."""

    articles: int
    wall: float
    cpu: float


def fill(store: Store, places: list[tuple[Path, int, int]], workers: int) -> tuple[list[Cost], list[Cost]]:
    """Adds articles in batches, most with workers, every fifth batch in this process alone; what either cost.

    With workers all that `thoisu add` does is timed, but for a reading from the disk in the place of a page that is
    read; alone it is `add` of readings at hand.
    """
    many: list[Cost] = []
    alone: list[Cost] = []
    batches = [places[n : n + BATCH] for n in range(0, len(places), BATCH)]
    given = (place for i, batch in enumerate(batches) if i % ALONE != ALONE - 1 for place in batch)
    with closing(in_order(prepared, given, workers, ahead=BATCH)) as results:
        for i, batch in enumerate(batches):
            by_itself = i % ALONE == ALONE - 1
            pages: list[Incoming] | list[Prepared] = [opened(place) for place in batch] if by_itself else []
            begun, cpu = time.perf_counter(), time.process_time()
            if not by_itself:
                pages = [msgspec.msgpack.decode(page, type=Prepared) for page in islice(results, len(batch))]
            add(store, pages)
            cost = Cost((i + 1) * BATCH, time.perf_counter() - begun, time.process_time() - cpu)
            (alone if by_itself else many).append(cost)
            note(f"{cost.articles} added")
    return many, alone


def cost_at(costs: list[Cost], count: int) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds an article over the last `WINDOW` articles before a count."""
    last = [cost for cost in costs if count - WINDOW < cost.articles <= count]
    return tuple(1000 * statistics.mean(cost[field] for cost in last) / BATCH for field in (1, 2))  # type: ignore[return-value]


def tell(how: str, costs: list[Cost], count: int) -> None:
    """Prints what adding in one of the ways cost."""
    early, late = cost_at(costs, min(10_000, count)), cost_at(costs, count)
    rate = BATCH * len(costs) / sum(cost.wall for cost in costs)
    cpu = BATCH * len(costs) / sum(cost.cpu for cost in costs)
    print(f"add, {how}: {rate:.0f} readings/s, {cpu:.0f} a CPU second of the writing process (bar 200/s)")
    print(f"  an article costs {early[0]:.2f} ms at 10,000 and {late[0]:.2f} ms at the end: ", end="")
    print(f"{late[0] / early[0]:.2f} times (bar 1.5); CPU {early[1]:.2f} and {late[1]:.2f} ms")


def p95(store: Store, calls: list[Callable[[Store], object]]) -> tuple[float, float]:
    """Median and 95th percentile of calls, in milliseconds."""
    took: list[float] = []
    for call in calls:
        begun = time.perf_counter()
        call(store)
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def questions(store: Store, chance: random.Random) -> list[Callable[[Store], object]]:
    """Filtered pages of the chronology, as an analyst asks for them."""
    sample = list(islice(store.ask(Question(), 5000), 0, None, 5))

    def page(question: Question) -> Callable[[Store], object]:
        return lambda store: list(evidence_of(store, store.ask(question, PAGE)))

    calls: list[Callable[[Store], object]] = []
    for _ in range(ASKED):
        entry = chance.choice(sample)
        parties = [a.entity for a in (*entry.actor, *entry.recipient)] or ["USA"]
        calls.append(
            page(
                chance.choice(
                    [
                        Question(actor=parties[:1]),
                        Question(actor=parties[:1], status=["planned"]),
                        Question(actor=parties[:1], other=parties[1:2] or None),
                        Question(event=[entry.event], start_day="2016-03-01", end_day="2016-03-31"),
                        Question(event=[entry.event], mode=[entry.mode] if entry.mode else None),
                        Question(country=[entry.place.country]) if entry.place and entry.place.country else Question(),
                        Question(start_day="2016-05-01", min_origins=2),
                        Question(text=" ".join(entry.text.split()[2:5]), start_day="2015-06-01"),
                    ]
                )
            )
        )
    return calls


def searches(store: Store, chance: random.Random) -> list[Callable[[Store], object]]:
    """Searches for one to three words that follow each other in some sentence."""
    words = [entry.text.split() for entry in store.ask(Question(), 2000)]
    calls: list[Callable[[Store], object]] = []
    for _ in range(ASKED):
        sentence = chance.choice(words)
        begin, count = chance.randrange(max(1, len(sentence) - 3)), chance.randrange(1, 4)
        asked = " ".join(sentence[begin : begin + count])
        calls.append(partial(_search, words=asked))
    return calls


def _search(store: Store, words: str) -> object:
    return store.search(words)


def main() -> int:
    """Prints the table and gives 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--workers", type=int, default=usable_cores())
    options = parser.parse_args()
    count, workers = options.articles, max(2, options.workers)
    if count < ALONE * BATCH or count % BATCH:
        parser.error(f"--articles: give a multiple of {BATCH}, {ALONE * BATCH} or more")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        places = make(Path(folder) / "articles", options.shared, count, workers)
        with open_store(path) as store:
            many, alone = fill(store, places, workers)
        with open_store(path, create=False) as store:
            chance = random.Random(1)
            asked, found = p95(store, questions(store, chance)), p95(store, searches(store, chance))
            counts = store.counts()
        size = path.stat().st_size / 2**20
    build = "pure" if (thoisu.text.__file__ or "").endswith(".py") else "compiled"
    print(f"{count} articles, {build} package: {counts['entries']} entries, {counts['families']} families, ", end="")
    print(f"{counts['stories']} stories, {size:.0f} MB")
    tell(f"{workers} workers beside the writing process", many, count)
    tell("one process alone (every fifth batch)", alone, count)
    print(f"a page of the chronology: median {asked[0]:.1f} ms, p95 {asked[1]:.1f} ms (bar 50)")
    print(f"a search: median {found[0]:.1f} ms, p95 {found[1]:.1f} ms (bar 50)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
