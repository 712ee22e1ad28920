"""Names and times beside statistical taggers and Duckling, one process each (`make bench`).

Speed is counted in syllables (runs of letters) per CPU second over the same sentences: names and times together
beside underthesea's `ner()`, times alone beside Duckling's Vietnamese parse. Then what loading the lexicon costs.
thoisu is measured as the compiled package, where it was built, and as the pure one.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from builds import builds, environment

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 4.0  # of CPU for each
DAY = date(2022, 1, 21)
LOAD_ROUNDS = 5


def sentences() -> list[str]:
    """The sentences of the gold beside the project, else those of the project's own case tables."""
    gold = sorted((ROOT.parent / "shared" / "gold" / "dev").glob("*.json"))
    paragraphs = [p for file in gold for p in json.loads(file.read_text(encoding="utf-8"))["paragraphs"]]
    if not paragraphs:
        tables = [(ROOT / "tests" / "cases" / f"{n}.tsv").read_text(encoding="utf-8") for n in ("names", "times")]
        paragraphs = [line.split("\t")[1] for table in tables for line in table.splitlines()[1:]]
    return [s for p in paragraphs for s in re.split(r"(?<=[.!?])\s+(?=[A-ZĐ])", p) if s]


def syllables(texts: list[str]) -> int:
    """Runs of letters."""
    return sum(len(re.findall(r"[^\W\d_]+", text)) for text in texts)


def names_and_times() -> Callable[[str], object]:
    """thoisu's names and times stages."""
    from thoisu.names.linker import link
    from thoisu.names.tagger import tag
    from thoisu.text import Passage
    from thoisu.times.grammar import find_times
    from thoisu.times.resolve import resolve_times

    def run(text: str) -> object:
        passage = Passage(0, "body", text)
        names = link([passage], {0: tag(passage)}, DAY)
        return names, resolve_times([passage], {0: find_times(passage)}, DAY, DAY)

    return run


def times_alone() -> Callable[[str], object]:
    """thoisu's times stage."""
    from thoisu.text import Passage
    from thoisu.times.grammar import find_times
    from thoisu.times.resolve import resolve_times

    def run(text: str) -> object:
        passage = Passage(0, "body", text)
        return resolve_times([passage], {0: find_times(passage)}, DAY, DAY)

    return run


def underthesea() -> Callable[[str], object]:
    """underthesea's named entities (its built-in CRF model)."""
    from underthesea import ner

    run: Callable[[str], object] = ner
    return run


def duckling() -> Callable[[str], object]:
    """Duckling's Vietnamese times."""
    from duckling import (
        Context,
        default_locale_lang,
        init,
        load_time_zones,
        parse,
        parse_dimensions,
        parse_lang,
        parse_locale,
        parse_ref_time,
    )

    init()
    zones = load_time_zones("/usr/share/zoneinfo")
    now = parse_ref_time(zones, "Asia/Ho_Chi_Minh", int(time.mktime(DAY.timetuple())))
    lang = parse_lang("VI")
    context = Context(now, parse_locale("VN", default_locale_lang(lang)))
    dimensions = parse_dimensions(["time"])

    def run(text: str) -> object:
        return parse(text, context, dimensions, False)

    return run


READERS = {f.__name__: f for f in (names_and_times, times_alone, underthesea, duckling)}


def speed(name: str) -> dict[str, float]:
    """Syllables per CPU second of one reader, in its best round over all sentences."""
    run, texts = READERS[name](), sentences()
    for text in texts[:20]:
        run(text)
    best, begin = float("inf"), time.process_time()
    while best == float("inf") or time.process_time() - begin < SECONDS:
        start = time.process_time()
        for text in texts:
            run(text)
        best = min(best, time.process_time() - start)
    return {"speed": syllables(texts) / best}


def load() -> dict[str, float]:
    """CPU milliseconds of loading every part of the lexicon, and the process's peak memory in MB."""
    from thoisu.lexicon import Lexicon, lexicon

    begin = time.process_time()
    whole = lexicon()
    for part in (n for n, v in vars(Lexicon).items() if type(v).__name__ == "cached_property"):
        getattr(whole, part)
    spent = time.process_time() - begin
    return {"ms": 1000 * spent, "mb": getrusage(RUSAGE_SELF).ru_maxrss / 1024}


def apart(name: str, build: str | None = None, **env: str) -> dict[str, float]:
    """What this script measures in a process of its own."""
    command = [sys.executable, __file__, "--only", name]
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(build, **env))
    measured: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return measured


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=(*READERS, "load"))
    only = parser.parse_args().only
    if only:
        print(json.dumps(load() if only == "load" else speed(only)))
        return
    texts = sentences()
    print(f"{len(texts)} sentences, {syllables(texts)} syllables; syllables per CPU second:")
    others = {name: apart(name)["speed"] for name in ("underthesea", "duckling")}
    for name, value in others.items():
        print(f"  {name:26} {value:10,.0f}")
    for build in builds():
        names, times = (apart(name, build)["speed"] for name in ("names_and_times", "times_alone"))
        print(f"  {f'names and times ({build})':26} {names:10,.0f}")
        print(f"  {f'times alone ({build})':26} {times:10,.0f}")
        print(f"names and times ({build}): {names / others['underthesea']:.1f} times underthesea's ner (bar: 30)")
        print(f"times alone ({build}): {times / others['duckling']:.1f} times Duckling (bar: 3)")
    for build in builds():
        with tempfile.TemporaryDirectory() as folder:
            kept = [apart("load", build, THOISU_CACHE=folder) for _ in range(1 + LOAD_ROUNDS)]
        unkept = [apart("load", build, THOISU_CACHE="") for _ in range(LOAD_ROUNDS)]
        for told, loads in (
            ("as an earlier process kept it", kept[1:]), ("nothing kept", unkept), ("making what is kept", kept[:1]),
        ):  # fmt: skip
            least = min(loads, key=lambda m: m["ms"])
            print(f"lexicon load ({build}), {told}: {least['ms']:.0f} CPU ms, {least['mb']:.0f} MB at the peak")
    print("(bars: 250 CPU ms, 120 MB)")


if __name__ == "__main__":
    main()
