"""Copies and stories: what a signature costs, by which library, and how many others an article is compared with.

The articles are made (made_articles.py) of readings of ../shared/gold/dev, else of the project's own pages. Libraries
are measured on the same shingles; each is imported in a process of its own.
"""

import argparse
import subprocess
import sys
import time
import timeit
from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib.metadata import files, version
from itertools import islice
from pathlib import Path

from bench_adding import readings
from datasketch import MinHash
from made_articles import Maker
from rensa import CMinHash, RMinHash

import thoisu
from thoisu.chronicle import copies, stories
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.records import Document
from thoisu.model import Reading, replace
from thoisu.text import words

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = 600
HASHES = 72


def milliseconds(what: Callable[[], object]) -> float:
    """Milliseconds of CPU, the best of several runs."""
    timer = timeit.Timer(what, timer=time.process_time)
    return min(timer.repeat(7, 20)) / 20 * 1000


def long_page() -> tuple[Reading, Document]:
    """A reading of pages of this project after each other, and its document cut to six hundred syllables."""
    pages = sorted((ROOT / "examples").glob("*.txt"))
    paragraphs = [p.text for f in pages for p in thoisu.read(f).article.paragraphs if p.role != "title"]
    chosen, size = [], 0
    for paragraph in paragraphs:
        if size >= 2 * SYLLABLES:
            break
        chosen.append(paragraph)
        size += len(paragraph.split())
    reading = thoisu.read("\n\n".join(("Mỹ và Nga hội đàm tại Geneva", *chosen)), published="2021-06-17T07:00+07:00")
    document = document_of(reading)
    return reading, replace(document, text=" ".join(" ".join(chosen).split()[:SYLLABLES]))


def libraries(text: str) -> None:
    """MinHash of the shingles of one text, and what each library costs to have."""
    said = words(text)
    shingles = [" ".join(run) for run in zip(*(said[i:] for i in range(5)), strict=False)]
    encoded = [shingle.encode() for shingle in shingles]

    def rensa(kind: type[RMinHash] | type[CMinHash]) -> None:
        minhash = kind(HASHES, 1)
        minhash.update(encoded)
        minhash.digest()

    def datasketch() -> None:
        MinHash(HASHES, seed=1).update_batch(encoded)

    print(f"MinHash of {len(shingles)} shingles, {HASHES} hashes")
    for name, run in (
        ("rensa R-MinHash", lambda: rensa(RMinHash)),
        ("rensa C-MinHash", lambda: rensa(CMinHash)),
        ("datasketch", datasketch),
    ):
        print(f"  {name:16} {milliseconds(run):.3f} ms")
    for name, brought in (("rensa", ("rensa",)), ("datasketch", ("datasketch", "scipy", "numpy"))):
        size = sum(f.size or 0 for package in brought for f in files(package) or ()) / 1e6
        print(f"  {name} {version(name)}: import {import_time(name) * 1000:.0f} ms, {size:.1f} MB with what it brings")


def import_time(name: str) -> float:
    """Seconds of CPU that an import takes, the best of several processes."""
    code = f"import time; begun = time.process_time(); import {name}; print(time.process_time() - begun)"
    runs = (subprocess.run([sys.executable, "-c", code], check=True, capture_output=True) for _ in range(5))
    return min(float(run.stdout) for run in runs)


def one_page(reading: Reading, document: Document) -> None:
    """What one page costs."""
    own = stories.features(document, reading)
    signed = copies.signature(document.text)

    def all_of_it() -> None:
        words.cache_clear()
        copies.bands(copies.signature(document.text))
        stories.keys(stories.features(document, reading))

    def cold(what: Callable[[], object]) -> None:
        copies._sketch.cache_clear()
        stories._unpacked.cache_clear()
        what()

    print(f"A page of {len(words(document.text))} syllables")
    print(f"  signature, bands, features, keys {milliseconds(all_of_it):.2f} ms")
    print(f"  signature of {len(signed)} bytes, {len(copies.bands(signed))} bands; features of {len(own)} bytes")
    print(
        f"  share {1000 * milliseconds(lambda: cold(lambda: copies.share(signed, signed))):.0f} µs, unpacked each time"
    )
    print(
        f"  likeness {1000 * milliseconds(lambda: cold(lambda: stories.likeness(own, own))):.0f} µs, unpacked each time"
    )


def candidates(maker: Maker, count: int) -> None:
    """How many others share a band with an article, or enough keys within the window."""
    by_band: Counter[int] = Counter()
    by_key: Counter[tuple[str, int]] = Counter()
    found: list[tuple[list[int], list[str], int]] = []
    for incoming in islice(maker.articles(count), count):
        document = document_of(incoming.reading)
        signed, own = copies.signature(document.text), stories.features(document, incoming.reading)
        day = date.fromisoformat((document.moment or "")[:10]).toordinal()
        filed = (copies.bands(signed), stories.keys(own), day)
        found.append(filed)
        by_band.update(filed[0])
        by_key.update((key, day) for key in filed[1])
    sample = found[:: max(1, count // 1000)]
    bands = [sum(by_band[band] - 1 for band in filed[0]) for filed in sample]
    reach = range(-stories.WINDOW_DAYS, stories.WINDOW_DAYS + 1)
    keys = [sum(by_key[key, filed[2] + d] for key in filed[1] for d in reach) - len(filed[1]) for filed in sample]
    print(f"{count} made articles, rows that a look-up goes over (median, 95 of 100, most)")
    for name, rows in (("bands", bands), ("keys within the window", keys)):
        rows.sort()
        print(f"  {name:22} {rows[len(rows) // 2]}, {rows[len(rows) * 95 // 100]}, {rows[-1]}")


def main() -> None:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, nargs="*", default=[10_000, 100_000])
    options = parser.parse_args()
    reading, document = long_page()
    libraries(document.text)
    one_page(reading, document)
    maker = Maker(readings(options.shared))
    for count in options.articles:
        candidates(maker, count)


if __name__ == "__main__":
    main()
