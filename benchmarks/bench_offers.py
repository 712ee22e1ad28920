"""Feeds, sitemaps and section pages: how many are read in a second, and what hostile ones cost (`make bench`).

Each is made here, as large as the limits let it be, and read in a process of its own, so that its memory is its own:
seconds of processor time and the most memory above that of a small one.
"""

import gzip
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

from thoisu.watch import feeds, sections, sitemaps

SITE = "https://vnexpress.net"
FEED = "<?xml version='1.0'?>{}<rss version='2.0'><channel><title>Tin</title>{}</channel></rss>"
ITEM = (
    "<item><title><![CDATA[Hai bên nối lại đàm phán lần {0}]]></title><description><![CDATA[<a href='x'>"
    "<img src='a.jpg'></a></br>Cuộc gặp diễn ra tại Geneva.]]></description>"
    "<pubDate>Sat, 07 Mar 2026 08:07:00 GMT+7</pubDate><link>{1}/hai-ben-noi-lai-dam-phan-{2}.html</link></item>"
)
ENTRY = (
    "<url><loc>{1}/hai-ben-noi-lai-dam-phan-{2}.html</loc><lastmod>2026-03-07T08:07:00+07:00</lastmod><news:news>"
    "<news:publication_date>2026-03-07T08:07:00+07:00</news:publication_date><news:title>Hai bên lần {0}</news:title>"
    "</news:news></url>"
)
LINK = "<article><h3><a href='/hai-ben-noi-lai-dam-phan-{2}.html'>Hai bên nối lại đàm phán lần {0}</a></h3></article>"
LAUGHS = "<!ENTITY l0 'l'>" + "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
SIZE = 6_000_000  # characters of a hostile feed


def many(form: str, n: int) -> str:
    """So many items of a form."""
    return "".join(form.format(i, SITE, 4_000_000 + i) for i in range(n))


def feed(inside: str, doctype: str = "") -> bytes:
    """A feed with a good item before what is inside."""
    return FEED.format(doctype, ITEM.format(0, SITE, 3_999_999) + inside).encode()


def inside(piece: str) -> bytes:
    """A feed with one more item, whose text is a piece repeated up to the limit."""
    return feed(f"<item><description>{piece * (SIZE // len(piece))}</description></item>")


URLSET = "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{}</urlset>"
CASES: dict[str, tuple[Callable[..., object], Callable[[], bytes]]] = {
    "feed, 50 items": (feeds.offered, lambda: feed(many(ITEM, 50))),
    "feed, 1,000 items": (feeds.offered, lambda: feed(many(ITEM, 1_000))),
    "feed, 1,000 items, broken": (feeds.offered, lambda: feed(many(ITEM, 999) + "<item><title>Mỹ & EU</title>")),
    "section page, 100 articles": (sections.offered, lambda: f"<html><body>{many(LINK, 100)}</body></html>".encode()),
    "sitemap, 1,000 entries": (sitemaps.offered, lambda: URLSET.format(many(ENTRY, 1_000)).encode()),
    "sitemap, 50,000 entries": (sitemaps.offered, lambda: URLSET.format(many(ENTRY, 50_000)).encode()),
    "sitemap, 50,000 entries, packed": (
        sitemaps.offered, lambda: gzip.compress(URLSET.format(many(ENTRY, 50_000)).encode())
    ),
    "hostile: entities that expand": (feeds.offered, lambda: feed("&l9;", f"<!DOCTYPE rss [{LAUGHS}]>")),
    "hostile: elements that never end": (feeds.offered, lambda: inside("<a>")),
    "hostile: elements inside each other": (
        feeds.offered, lambda: feed(f"<item>{'<a>' * 700_000}{'</a>' * 700_000}</item>")
    ),
    "hostile: tags that never end": (feeds.offered, lambda: inside("<a ")),
    "hostile: attributes": (feeds.offered, lambda: inside("<a " + " ".join(f"b{i}='1'" for i in range(350)) + "/>")),
    "hostile: quotes": (feeds.offered, lambda: inside("<a b='")),
    "hostile: ampersands": (feeds.offered, lambda: inside("&a ")),
    "hostile: comments": (feeds.offered, lambda: inside("<!--")),
    "hostile: empty items": (feeds.offered, lambda: feed("<item/>" * 700_000)),
    "hostile: packed white space": (sitemaps.offered, lambda: gzip.compress(b"<urlset>" + b" " * 500_000_000, 1)),
    "hostile: broken entries": (sitemaps.offered, lambda: URLSET.format("<url><loc>x</lo></url>" * 200_000).encode()),
}  # fmt: skip


def measured(name: str) -> dict[str, object]:
    """One case: seconds of the processor, most memory, and how many pages came of it."""
    read, make = CASES[name]
    read(feed(many(ITEM, 3)), f"{SITE}/a.rss", None)  # what is made once is made
    body = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    found = read(body, f"{SITE}/a.xml", None)
    spent = time.process_time() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    pages = len(found.pages)  # type: ignore[attr-defined]
    return {"case": name, "bytes": len(body), "seconds": round(spent, 3), "megabytes": grown >> 10, "pages": pages}


def main() -> int:
    """Prints a line of JSON for each case, or for those whose names are given."""
    for name in sys.argv[1:] or CASES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(json.dumps(pool.apply(measured, (name,)), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
