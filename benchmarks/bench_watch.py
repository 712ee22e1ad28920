"""Watching sites on loopback: pages fetched, read and added a second, and where the time goes (`make bench`).

Three hosts, a process of their own, offer pages in one feed each. The pages are articles that are made
(made_articles.py) of readings of ../shared/gold/dev, else of the project's own pages, in HTML of the size that such
pages have. One round with no pause between requests takes them from the feed into the store, SQLite on disk. The time
of a stage is what a page costs there; stages run beside one another, so that all of them together are more than the
time that passed. Then a sitemap of 50,000 pages is looked at, of which none is fetched.
"""

import argparse
import asyncio
import multiprocessing
import re
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from bench_adding import readings
from made_articles import Maker

from thoisu.cli.add import MOST_WORKERS
from thoisu.store import open_store
from thoisu.watch.hosts import Rules
from thoisu.watch.pace import Manners
from thoisu.watch.records import Kind, Source
from thoisu.watch.rounds import Settings, Watch
from thoisu.watch.tally import Tally
from thoisu.workers import usable_cores

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.watch.site import HOSTS, Document, running  # noqa: E402

_LONG = 50_000
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZĐ])")
_FURNITURE = "<!--" + "x" * 40_000 + "-->"  # scripts and styles, by which most of a page's bytes are no text
_STAGES = {
    "fetched": "asking and answering",
    "written down": "kept as it came, with waiting for the writer",
    "read": "read, in worker processes",
    "added": "added to the chronicle",
}


def page(maker: Maker, number: int) -> str:
    """An article as a page of HTML."""
    article = maker.article(number).reading.article
    sentences = [s for p in article.paragraphs if p.role != "title" for s in _SENTENCE.split(p.text)]
    told = "".join(f"<p>{' '.join(sentences[i : i + 3])}</p>" for i in range(0, len(sentences), 3))
    day = article.published.value if article.published else "2026-01-01"
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{article.title}</title>'
        f'<meta property="article:published_time" content="{day}">{_FURNITURE}</head>'
        f"<body><article><h1>{article.title}</h1>{told}</article></body></html>"
    )


def serve(pipe: Connection, shared: Path, pages: int) -> None:
    """The hosts, until the pipe is closed."""
    maker = Maker(readings(shared))
    with running() as site:
        for host in range(len(HOSTS)):
            numbers = range(host, pages, len(HOSTS))
            urls = [site.put(f"/tin-the-gioi-so-post{100_000 + n}.html", page(maker, n), host) for n in numbers]
            site.put("/rss.xml", _feed(urls), host)
            site.put("/robots.txt", "User-agent: *\nDisallow: /tim-kiem\n", host)
        long = [site.url(f"/tin-cu-so-post{500_000 + n}.html", 0) for n in range(_LONG)]
        site.put("/sitemap.xml", _sitemap(long), 0)
        pipe.send(site.port)
        pipe.poll(None)


def _feed(urls: list[str]) -> Document:
    items = "".join(f"<item><title>Tin</title><link>{url}</link></item>" for url in urls)
    return Document(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")


def _sitemap(urls: list[str]) -> Document:
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Document(f"{head}{rows}</urlset>".encode(), "application/xml")


def watch(where: str, sources: list[tuple[str, Kind]], workers: int, budget: int | None = None) -> tuple[Tally, float]:
    """One round over these sources, and the seconds it took."""
    with open_store(where) as store, store.writing():
        store.put_sources([Source(name="bench", url=url, kind=kind) for url, kind in sources], 0.0)
    rules = Rules(Manners(gap=0.0), budget)
    settings = Settings(where, "thoisu/bench", rules, allow_private=True, workers=workers)

    async def one() -> Tally:
        async with Watch(settings) as opened:
            return await opened.round()

    begun = time.perf_counter()
    return asyncio.run(one()), time.perf_counter() - begun


def main() -> int:
    """Prints the table and gives 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=900)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--workers", type=int, default=min(MOST_WORKERS, usable_cores()))
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs, options.shared, options.pages), daemon=True)
    server.start()
    theirs.close()
    port = pipe.recv()
    with tempfile.TemporaryDirectory() as folder:
        feeds: list[tuple[str, Kind]] = [(f"http://{host}:{port}/rss.xml", "feed") for host in HOSTS]
        tally, seconds = watch(f"{folder}/pages.sqlite", feeds, options.workers)
        kept = tally.counts["new"] + tally.counts["version"]
        print(
            f"{options.pages} pages offered by {len(HOSTS)} hosts: {tally.counts['fetched']} fetched and read, {kept}"
            f" added in {seconds:.1f} s, {options.workers} workers: {tally.counts['fetched'] / seconds:.1f} a second"
        )
        whole = sum(tally.seconds[stage] for stage in _STAGES)
        for stage, told in _STAGES.items():
            spent = tally.seconds[stage]
            print(f"  {told:<45} {spent / tally.counts['fetched'] * 1000:6.1f} ms a page  {spent / whole:4.0%}")
        sitemap: list[tuple[str, Kind]] = [(f"http://{HOSTS[0]}:{port}/sitemap.xml", "sitemap")]
        tally, seconds = watch(f"{folder}/long.sqlite", sitemap, 1, budget=2)
        print(f"a sitemap of {_LONG:,} pages: {tally.counts['offered anew']:,} put down in {seconds:.1f} s")
    pipe.close()
    server.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
