"""The whole reading of a page, events included: its speed, beside underthesea, and as pages grow (`make bench`).

The page has 600 syllables (runs of letters) of the project's own pages; thoisu reads it from bytes to events, while
underthesea's `ner()` alone goes over its paragraphs, each in a process of its own. Then ten such pages are read one
by one, and as one page of the same text: reading is linear when that costs ten times what one of them does. All of
that with the compiled package, where it was built, and with the pure one.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from builds import builds, environment

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = 600
PAGES = 10
SECONDS = 3.0  # of CPU for each
PUBLISHED = "2022-01-21"
TITLE = "Điểm lại các sự kiện quốc tế đáng chú ý"


def syllables(text: str) -> int:
    """Runs of letters."""
    return len(re.findall(r"[^\W\d_]+", text))


def paragraphs() -> Iterator[str]:
    """Running text of the project's own pages; of the sentences of its frames where that is not enough."""
    folders = (ROOT / "examples", ROOT / "tests" / "pages")
    files = sorted(file for folder in folders for file in folder.glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    for file in sorted((ROOT / "tests" / "pages" / "html").glob("*.json")):
        lines += json.loads(file.read_text(encoding="utf-8"))["body"]
    yield from dict.fromkeys(line for line in lines if len(line) > 150 and line.endswith("."))
    for file in sorted((ROOT / "src" / "thoisu" / "lexicon" / "events").glob("*.toml")):
        sentences = [s for row in tomllib.loads(file.read_text(encoding="utf-8"))["frame"] for s in row["yes"]]
        yield from (" ".join(sentences[k : k + 4]) for k in range(0, len(sentences), 4))


def pages() -> list[list[str]]:
    """Ten pages of at least 600 syllables as lists of paragraphs."""
    source = paragraphs()
    found: list[list[str]] = []
    for _ in range(PAGES):
        page = [next(source)]
        while sum(map(syllables, page)) < SYLLABLES:
            page.append(next(source))
        found.append(page)
    return found


def _page(body: list[str]) -> bytes:
    text = "".join(f"<p>{line}</p>\n" for line in body)
    return f"<html><body><article><h1>{TITLE}</h1>\n{text}</article></body></html>\n".encode()


def cost(run: Callable[[], object]) -> float:
    """The least CPU seconds of a run over some rounds; the first, that loads, does not count."""
    run()
    best, begin = float("inf"), time.process_time()
    while best == float("inf") or time.process_time() - begin < SECONDS:
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def thoisu() -> dict[str, float]:
    """CPU seconds of one page (the mean of ten), and of one page as long as all ten."""
    from thoisu import read

    bodies = pages()
    short = [_page(body) for body in bodies]
    long = _page([line for body in bodies for line in body])
    one = cost(lambda: [read(page, PUBLISHED) for page in short]) / PAGES
    events = sum(len(read(page, PUBLISHED).events) for page in short) / PAGES
    return {"page": one, "long": cost(lambda: read(long, PUBLISHED)), "events": events}


def underthesea() -> dict[str, float]:
    """CPU seconds of underthesea's named entities (its built-in CRF model) over the same pages, the mean of ten."""
    from underthesea import ner

    bodies = pages()
    return {"page": cost(lambda: [ner(line) for body in bodies for line in body]) / PAGES}


READERS = {f.__name__: f for f in (thoisu, underthesea)}


def apart(name: str, build: str | None = None) -> dict[str, float]:
    """What a reader costs in a process of its own."""
    command = [sys.executable, __file__, "--only", name]
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(build))
    measured: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return measured


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=READERS)
    only = parser.parse_args().only
    if only:
        print(json.dumps(READERS[only]()))
        return
    theirs = apart("underthesea")
    mean = sum(syllables(line) for body in pages() for line in body) / PAGES
    for build in builds():
        mine = apart("thoisu", build)
        print(f"a page of {mean:.0f} syllables and {mine['events']:.0f} events, read whole by the {build} package:")
        print(f"  {1 / mine['page']:.0f} pages per CPU second (bar: 100)")
        print(f"  {theirs['page'] / mine['page']:.1f} times as fast as underthesea's ner alone (bar: 20)")
        print(f"  a page {PAGES} times as long costs {mine['long'] / mine['page']:.1f} times as much (bar: 12)")


if __name__ == "__main__":
    main()
