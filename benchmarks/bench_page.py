"""The page stage beside other readers of HTML, one process each (`make bench`).

For each: mean token F1 of lead and body, leaks (captions and teasers in the text), fields exact (title, publication
to the minute, byline), and pages per CPU-second. Then what a bare parse and one walk over all nodes cost. The walk of
the bar reads what each node has, as whoever labels blocks must: its tag, and its attributes or its text; beside it
stands a barer one, without the attributes. thoisu is measured as the compiled package, where it was built, and as the
pure one.
"""

import argparse
import contextlib
import io
import json
import logging
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from builds import builds, environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
SECONDS = 3.0  # of CPU for each reader


class Read(NamedTuple):
    """What a reader says of a page; None for fields that it does not give."""

    paragraphs: list[str]
    title: str | None = None
    published: str | None = None
    byline: list[str] | None = None


def by_thoisu(raw: bytes, publishers: bool = True) -> Read:
    """thoisu's page stage."""
    from thoisu.page.web import read_html

    article, _, _ = read_html(raw, publishers=publishers)
    told = [p.text for p in article.paragraphs if p.role != "title"]
    return Read(told, article.title, article.published.value if article.published else None, article.byline)


def by_trafilatura(raw: bytes) -> Read:
    """trafilatura with metadata; its date has no hour."""
    import trafilatura

    found = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False)
    if found is None:
        return Read([])
    fields = found if isinstance(found, dict) else found.as_dict()
    authors = [a.strip() for a in (fields.get("author") or "").split(";") if a.strip()]
    return Read((fields.get("text") or "").split("\n"), fields.get("title"), fields.get("date"), authors)


def by_newspaper(raw: bytes) -> Read:
    """newspaper4k."""
    import newspaper

    article = newspaper.Article("https://example.vn/tin.html", language="vi")
    article.download(input_html=raw.decode("utf-8", errors="replace"))
    article.parse()
    when = article.publish_date
    published = when.isoformat() if when else None
    return Read(article.text.split("\n"), article.title, published, list(article.authors))


def by_resiliparse(raw: bytes) -> Read:
    """resiliparse: text only."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(raw, "utf-8")
    return Read(extract_plain_text(tree, main_content=True).split("\n"), tree.title)


def by_parse(raw: bytes) -> Read:
    """A bare lexbor parse."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(raw)
    return Read([])


def by_walk(raw: bytes) -> Read:
    """A bare lexbor parse and one walk that reads the tag of each node and the text of text nodes."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(raw).root
    size = 0
    for node in root.traverse(include_text=True) if root else ():
        if node.tag == "-text":
            size += len(node.text_content or "")
    return Read([])


def by_full_walk(raw: bytes) -> Read:
    """The same walk, which reads the attributes of each element too."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(raw).root
    size = 0
    for node in root.traverse(include_text=True) if root else ():
        tag = node.tag
        if tag == "-text":
            size += len(node.text_content or "")
        elif tag and tag[0] != "-":
            size += len(node.attributes)
    return Read([])


WALK = "parse + walk (tags, attributes, text)"
READERS: dict[str, Callable[[bytes], Read]] = {
    "thoisu": by_thoisu,
    "thoisu, publishers off": lambda raw: by_thoisu(raw, publishers=False),
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
    "resiliparse": by_resiliparse,
    "bare parse": by_parse,
    "parse + walk (tags, text)": by_walk,
    WALK: by_full_walk,
}
OWN = ("thoisu", "thoisu, publishers off")
BARE = ("bare parse", "parse + walk (tags, text)", WALK)


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Scores and speed of one reader, in this process."""
    from score_pages import gold_pages, score_page

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    read, golds = READERS[name], gold_pages(folder)
    pages = {page: (folder / page).read_bytes() for page in golds}
    scores, rounds = [], 0
    with contextlib.redirect_stderr(io.StringIO()):
        for page, raw in pages.items():
            found = read(raw)
            scores.append(score_page(golds[page], *found[:3], found.byline or []))
        # The best round: what else the machine does only ever adds time.
        begin, best = time.process_time(), float("inf")
        while (now := time.process_time()) - begin < SECONDS or rounds < 3:
            for raw in pages.values():
                read(raw)
            best = min(best, time.process_time() - now)
            rounds += 1
    fields = {f: sum(getattr(s, f) for s in scores) for f in ("title", "published", "byline")}
    return {
        "pages": len(pages), "f1": sum(s.f1 for s in scores) / len(scores), "leaks": sum(len(s.leaks) for s in scores),
        "fields": fields, "speed": len(pages) / best,
    }  # fmt: skip


def main() -> None:
    """Runs each reader in a process of its own and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = ROOT.parent / "shared" / "pages"
    own = ROOT / "tests" / "pages" / "html"
    parser.add_argument("--pages", type=Path, default=shared if shared.exists() else own)
    parser.add_argument("--reader", choices=READERS)
    options = parser.parse_args()
    if options.reader:
        print(json.dumps(measure(options.reader, options.pages)))
        return
    found = {}
    mine: list[tuple[str, str, str | None]] = [(f"{r} ({b})", r, b) for b in builds() for r in OWN]
    for name, reader, build in mine + [(r, r, None) for r in READERS if r not in OWN]:
        command = [sys.executable, __file__, "--pages", str(options.pages), "--reader", reader]
        run = subprocess.run(command, capture_output=True, text=True, env=environment(build))
        if run.returncode:
            print(f"{name}: not measured ({(run.stderr.strip() or 'no message').splitlines()[-1]})")
            continue
        found[name] = json.loads(run.stdout)
    print(f"\n{'reader':44} {'F1':>6} {'leaks':>6} {'title':>6} {'time':>5} {'byline':>6} {'pages/CPU s':>12}")
    for name, row in found.items():
        if name in BARE:
            print(f"{name:44} {'':6} {'':6} {'':6} {'':5} {'':6} {row['speed']:12.0f}")
            continue
        fields = (f"{row['fields'][f]}/{row['pages']}" for f in ("title", "published", "byline"))
        title, when, byline = fields
        print(f"{name:44} {row['f1']:6.3f} {row['leaks']:6} {title:>6} {when:>5} {byline:>6} {row['speed']:12.0f}")
    for build in builds():
        ours = found[f"thoisu ({build})"]["speed"]
        print(f"\nthoisu ({build})")
        if "trafilatura" in found:
            print(f"  is {ours / found['trafilatura']['speed']:.1f} times as fast as trafilatura (bar: 8)")
        for name in BARE:
            bar = " (bar: 0.5)" if name == WALK else ""
            print(f"  has {ours / found[name]['speed']:.2f} of the speed of: {name}{bar}")


if __name__ == "__main__":
    main()
