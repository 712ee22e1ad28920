"""The chronicle at a hundred thousand articles: adding, asking, searching, in SQLite (`make bench`).

The articles are made (made_articles.py) of readings of ../shared/gold/dev, else of the project's own pages. Only
`add` is timed, not the making. Questions and searches are drawn from what the store holds, each answered from a
connection of its own.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from made_articles import Maker

import thoisu
from thoisu.chronicle.adding import add
from thoisu.chronicle.answers import evidence_of
from thoisu.chronicle.records import Question
from thoisu.model import Reading
from thoisu.store import open_store
from thoisu.store.base import Store

ROOT = Path(__file__).resolve().parent.parent
BATCH = 100
WINDOW = 2_000  # articles over which the cost of one is measured
ASKED = 200
PAGE = 50  # entries


def readings(shared: Path) -> list[Reading]:
    """The readings that articles are made of."""
    pages = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((shared / "gold" / "dev").glob("*.json"))]
    if pages:
        return [thoisu.read("\n\n".join(page["paragraphs"]), published=page["published"]) for page in pages]
    return [thoisu.read(file) for file in sorted((ROOT / "examples").glob("*.txt"))]


def fill(store: Store, maker: Maker, count: int) -> list[tuple[int, float, float]]:
    """Adds articles in batches; after each its number of articles, its seconds, and its seconds of CPU."""
    articles, costs, done = maker.articles(count), [], 0
    while batch := list(islice(articles, BATCH)):
        begun, cpu = time.perf_counter(), time.process_time()
        add(store, batch)
        done += len(batch)
        costs.append((done, time.perf_counter() - begun, time.process_time() - cpu))
        if sys.stderr.isatty():
            print(f"\r{done} articles", end="", file=sys.stderr)
    return costs


def cost_at(costs: list[tuple[int, float, float]], count: int) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds an article over the last `WINDOW` articles before a count."""
    last = [row for row in costs if count - WINDOW < row[0] <= count]
    return (1000 * sum(r[1] for r in last) / (BATCH * len(last)), 1000 * sum(r[2] for r in last) / (BATCH * len(last)))


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
    options = parser.parse_args()
    maker = Maker(readings(options.shared))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        with open_store(path) as store:
            costs = fill(store, maker, options.articles)
        with open_store(path, create=False) as store:
            chance = random.Random(1)
            asked, found = p95(store, questions(store, chance)), p95(store, searches(store, chance))
            counts = store.counts()
        size = path.stat().st_size / 2**20
    early, late = cost_at(costs, min(10_000, options.articles)), cost_at(costs, options.articles)
    whole = options.articles / sum(row[1] for row in costs)
    print(f"{options.articles} articles: {counts['entries']} entries, {counts['families']} families, ", end="")
    print(f"{counts['stories']} stories, {size:.0f} MB")
    print(f"add: {whole:.0f} readings/s, {options.articles / sum(row[2] for row in costs):.0f} a CPU second (bar 200)")
    print(f"an article costs {early[0]:.2f} ms at 10,000 and {late[0]:.2f} ms at the end: ", end="")
    print(f"{late[0] / early[0]:.2f} times (bar 1.5); CPU {early[1]:.2f} and {late[1]:.2f} ms")
    print(f"a page of the chronology: median {asked[0]:.1f} ms, p95 {asked[1]:.1f} ms (bar 50)")
    print(f"a search: median {found[0]:.1f} ms, p95 {found[1]:.1f} ms (bar 50)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
