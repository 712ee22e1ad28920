"""What pages take and what they are: memory of a heavy page, lengths of articles, and trafilatura beside it all."""

import multiprocessing
import resource
import statistics
import sys
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from thoisu.archive.reading import weight_of, words_weight
from thoisu.page.archive import Record, read_records
from thoisu.reader import read_article, read_page, understood

_TALK = "<p>Ngày 20/1, Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken tại Geneva.</p>"
DENSE = {
    "lists": "<li>ấ",
    "breaks": "ấ<br>",
    "paragraphs": "<p>á</p>",
    "links": "<p><a href=x>ấ</a></p>",
    "words": _TALK,
}


def weigh(kind: str) -> bool:
    """Reads a page of nothing but such pieces, prints what it took in MB; whether that is more than is foreseen."""
    piece = DENSE[kind]
    body = (_TALK * 5 + piece * ((1 << 20) // len(piece.encode()))).encode()
    page = b"<html><h1>Nga va My</h1><div class=content>" + body + b"</div></html>"
    read_page(_TALK.encode(), "first", "2022-01-21")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    article, of = understood(page, "dense", "2022-01-21")
    words = sum(p.text.count(" ") + 1 for p in article.paragraphs)
    read_article(article, of)
    took = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    foreseen = (weight_of(page) + words_weight(words)) >> 20
    print(f"a page of 1 MB of {kind} took {took} MB; {foreseen} MB are foreseen", flush=True)
    return took > foreseen


def lengths(out: Path) -> dict[str, float]:
    """Words of the articles of a data set: on average, and the quartiles."""
    words = [
        text.count(" ") + 1
        for path in out.glob("articles/*/*.parquet")
        for text in pq.read_table(path, columns=["text"])["text"].to_pylist()
    ]
    lower, middle, upper = statistics.quantiles(words)
    return {"mean": statistics.mean(words), "lower": lower, "median": middle, "upper": upper}


def _extracted(raw: bytes) -> bool:
    import trafilatura

    return trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False) is not None


def beside(crawl: Path, count: int) -> tuple[int, float]:
    """A plain loop over trafilatura in two processes: of so many pages, those it found a text in, and CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = (r.raw for r in read_records(crawl) if isinstance(r, Record) and "/tin-" in r.uri)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = sum(pool.imap_unordered(_extracted, islice(pages, count), chunksize=16))
        pool.close()
        pool.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(weigh(sys.argv[1]))
