"""The store alone, without reading pages and without finding what belongs together (`make bench`).

Packing: the share of their size that the test pages and their readings keep, and the time of packing and unpacking one.
Adding: milliseconds of processor time an article, by tenths of all, in transactions of a hundred. Asking: the 50th and
95th percentile of answers of fifty entries to filtered questions, and of searches, on the store that was made.

The articles are the test pages with other addresses, days, parties and places, and with words shuffled between them.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import zstandard

import thoisu
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.records import Document, Entry, Question, Sketch, Telling, short_id
from thoisu.model import Actor, Place, Reading, replace
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.packing import packed_version

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted((ROOT / "tests" / "pages").rglob("*.html")), *sorted((ROOT / "tests" / "pages").rglob("*.txt"))]
BATCH = 100
STATES = "USA RUS CHN DEU FRA VNM UKR GBR JPN KOR IRN ISR IND TUR POL PRK SYR AUS CAN ITA ESP CHE".split()  # noqa: SIM905
EVENTS = "CONSULT AGREE REQUEST ACCUSE ASSAULT COOPERATE SANCTION AID THREATEN PROTEST".split()  # noqa: SIM905
MODES = ["visit", "phone", "third-party", None]
STATUSES = ["happened", "happened", "happened", "happened", "planned", "ongoing", "denied"]
FIRST, DAYS = date(2020, 1, 1), 1400


class Made(NamedTuple):
    """A page to be stored."""

    raw: bytes
    reading: Reading
    document: Document
    sketch: Sketch
    tellings: list[Telling]
    blocks: list[list[str]]
    entries: list[Entry]


def packing(readings: list[tuple[bytes, Reading]]) -> None:
    """Prints how small each way makes pages and readings, and how long it takes."""
    unpack = zstandard.ZstdDecompressor().decompress
    ways: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
        "zlib 1": (lambda b: zlib.compress(b, 1), zlib.decompress),
        "zlib 6": (lambda b: zlib.compress(b, 6), zlib.decompress),
        "Zstandard 1": (zstandard.ZstdCompressor(1).compress, unpack),
        "Zstandard 3": (zstandard.ZstdCompressor(3).compress, unpack),
    }
    for what, pieces in (
        ("pages", [raw for raw, _ in readings]),
        ("readings", [reading.to_json() for _, reading in readings]),
    ):
        size = sum(map(len, pieces))
        print(f"{len(pieces)} {what}, {size / len(pieces) / 1000:.0f} kB in the mean")
        for name, (pack, unpack_) in ways.items():
            packed = [pack(piece) for piece in pieces]
            there, back = _best(pack, pieces), _best(unpack_, packed)
            print(f"  {name:12} {sum(map(len, packed)) / size:6.1%}  {there:5.0f} µs  back {back:4.0f} µs")


def _best(work: Callable[[bytes], bytes], pieces: list[bytes]) -> float:
    """Microseconds of processor time a piece, the best of seven rounds."""
    rounds = []
    for _ in range(7):
        begun = time.process_time()
        for piece in pieces:
            work(piece)
        rounds.append(time.process_time() - begun)
    return min(rounds) / len(pieces) * 1e6


def articles(readings: list[tuple[bytes, Reading]], count: int, chance: random.Random) -> Iterator[Made]:
    """Articles by day; of their acts two in five are acts that were told in the days before."""
    told = [(raw, reading) for raw, reading in readings if reading.events]
    vocabulary = [word for _, reading in told for p in reading.article.paragraphs for word in p.text.split()]
    people = [f"{chance.choice(vocabulary)} {chance.choice(vocabulary)} {i}".title() for i in range(3000)]
    places = [Place(f"{chance.choice(vocabulary)} {i}".title(), chance.choice(STATES)) for i in range(1500)]
    mixed = [" ".join(chance.choices(vocabulary, k=80)) for _ in range(2000)]
    recent: list[Entry] = []

    def common(values: list) -> object:  # type: ignore[type-arg]
        return values[min(int(chance.paretovariate(0.9)) - 1, len(values) - 1)]

    def party() -> Actor:
        state = str(common(STATES))
        return Actor(str(common(people)), "person", state) if chance.random() < 0.5 else Actor(state, "country", state)

    for number in range(count):
        raw, reading = told[number % len(told)]
        key = f"https://example.vn/tin-{number}.html"
        day = FIRST + timedelta(number * DAYS // count)
        document = document_of(reading, key, short_id(key))
        document = replace(
            document, key=key, day=day.isoformat(), outlet=f"bao{number % 40}.vn",
            moment=f"{day}T{chance.randrange(24):02}:{chance.randrange(60):02}",
            text=f"{document.text}\n{chance.choice(mixed)} tin{number}",
        )  # fmt: skip
        bands = [chance.getrandbits(63) - 2**62 for _ in range(24 + len(document.text) // 160)]
        keys = [f"{int(chance.paretovariate(0.6)) % 200_000:08x}" for _ in range(16)]
        sketch = Sketch(chance.randbytes(2900), bands, chance.randbytes(1600), keys)
        made = Made(raw, reading, document, sketch, [], [], [])
        for place, event in enumerate(reading.events):
            on = (day - timedelta(int(chance.expovariate(0.5)))).isoformat()
            event = replace(
                event, event=common(EVENTS), mode=chance.choice(MODES), status=chance.choice(STATUSES),
                actor=[party()], recipient=[party()] if chance.random() < 0.7 else [], start_day=on, end_day=on,
                place=common(places) if chance.random() < 0.5 else None,
                said_by=[str(common(people))] if chance.random() < 0.4 else [],
            )  # fmt: skip
            sentence = f"{event.evidence[0].text or event.trigger} {chance.choice(mixed)[:120]}"
            telling = Telling(
                short_id(document.id, str(place)), document.id, place, event, sentence,
                document.moment, document.day, document.outlet, document.id, [],
            )  # fmt: skip
            made.tellings.append(telling)
            made.blocks.append([f"{event.event}|{on}|{power}" for power in {a.power for a in event.actor}])
            made.entries.append(_entry(telling, f"s{number // 5}", recent, chance))
        yield made


def _entry(telling: Telling, story: str, recent: list[Entry], chance: random.Random) -> Entry:
    """The entry of a telling: a recent one that is told once more, or a new one."""
    outlet = telling.outlet or ""
    if recent and chance.random() < 0.4:
        at = chance.randrange(len(recent))
        old = recent[at]
        recent[at] = replace(
            old, tellings=[*old.tellings, telling.id], documents=[*old.documents, telling.document],
            outlets=sorted({*old.outlets, outlet}), origins=sorted({*old.origins, outlet}),
        )  # fmt: skip
        return recent[at]
    event = telling.event
    entry = Entry(
        short_id("entry", telling.id), event.event, event.mode, event.context, event.status, event.actor,
        event.recipient, event.start_day, event.end_day, event.place, event.said_by, telling.text, telling.id,
        [telling.id], [telling.document], [outlet], [outlet], [], story,
    )  # fmt: skip
    recent.append(entry)
    del recent[:-2000]
    return entry


def add(store: Store, batch: list[Made]) -> None:
    """Everything that adding a batch asks of the store."""
    with store.writing():
        entries = {}
        for made in batch:
            document = made.document
            store.version(document.id)
            store.put_version(document.id, document.key, packed_version(document.key, made.raw, made.reading))
            store.put_document(document, made.sketch)
            store.signatures(made.sketch.bands)
            store.put_copies(document.id, {})
            store.features(made.sketch.keys[8:], document.day or "", document.day or "")
            store.put_parent(document.id, None, 0.0)
            store.put_groups({document.id: document.id}, {document.id: made.entries[0].story})
            store.put_tellings(document.id, made.tellings, made.blocks)
            entries.update({entry.id: entry for entry in made.entries})
        store.tellings_in({block for made in batch for blocks in made.blocks for block in blocks})
        store.put_entries(entries.values())


def questions(store: Store, chance: random.Random) -> dict[str, list[Callable[[], object]]]:
    """What is asked, by kind; parties, days, places and words of entries that are there."""
    some = chance.sample(store.ask(Question(), limit=5000), 200)
    asked: dict[str, list[Callable[[], object]]] = {"chronology": [], "search": []}
    for entry in some:
        party, word = entry.actor[0], chance.sample(entry.text.split(), 3)
        day = date.fromisoformat(entry.start_day or "2020-01-01")
        month = (day - timedelta(15)).isoformat(), (day + timedelta(15)).isoformat()
        for question in (
            Question(actor=[party.entity]),
            Question(actor=[party.country or ""], event=[entry.event], start_day=month[0], end_day=month[1]),
            Question(actor=[party.country or ""], other=[chance.choice(STATES)]),
            Question(event=[entry.event, "AID"], mode=["visit"], status=["planned"], min_origins=3),
            Question(place=[entry.place.name if entry.place else "Geneva"], status=["denied"]),
            Question(country=[chance.choice(STATES)], start_day=month[0]),
            Question(said_by=entry.said_by[:1] or ["AP"], event=[entry.event]),
            Question(text=" ".join(word[:2]), actor=[party.country or ""]),
            Question(text=word[0]),
            Question(story=entry.story),
            Question(start_day=month[0], end_day=month[1]),
        ):
            asked["chronology"].append(lambda q=question: store.ask(q, 50))  # type: ignore[misc]
        for words in (word[0], " ".join(word[:2]), " ".join(word)):
            asked["search"].append(lambda w=words: store.search(w))  # type: ignore[misc]
    return asked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many are added (default: 100,000)")
    parser.add_argument("--store", help="a store to be made: a path, or postgresql://…; a temporary file by default")
    parser.add_argument("--packing", action="store_true", help="only the packing")
    options = parser.parse_args()
    os.environ["THOISU_LEXICON"] = os.devnull
    readings = [(path.read_bytes(), thoisu.read(path)) for path in PAGES]
    packing(readings)
    if options.packing:
        return
    chance = random.Random(6)
    with tempfile.TemporaryDirectory() as folder, open_store(options.store or f"{folder}/tin.sqlite") as store:
        spent, last, batch = 0.0, 0.0, []
        for number, made in enumerate(articles(readings, options.articles, chance), 1):
            batch.append(made)
            if len(batch) == BATCH or number == options.articles:
                begun = time.process_time()
                add(store, batch)
                spent += time.process_time() - begun
                batch = []
            if number % max(options.articles // 10, BATCH) == 0:
                print(f"{number:7,} articles: {(spent - last) / max(options.articles // 10, BATCH) * 1000:.2f} ms each")
                sys.stdout.flush()
                last = spent
        print(", ".join(f"{count:,} {what}" for what, count in store.counts().items()))
        if Path(store.url).is_file():
            beside = Path(store.url).parent.glob(f"{Path(store.url).name}*")
            print(f"{sum(file.stat().st_size for file in beside) / 1e6:,.0f} MB")
        # Of a server the time that it takes; of a file that of this process, whatever else the machine does.
        clock = time.process_time if Path(store.url).is_file() else time.perf_counter
        for kind, asked in questions(store, chance).items():
            taken = []
            for ask in asked:
                begun = clock()
                ask()
                taken.append((clock() - begun) * 1000)
            half, most = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
            print(f"{kind}: {len(taken)} asked, half within {half:.1f} ms, 95 of 100 within {most:.1f} ms")


if __name__ == "__main__":
    main()
