"""Memory and speed on a web archive like a crawl's: mostly other languages, 3 % Vietnamese.

Writes an archive of generated pages into a temporary folder, `--megabytes` large on disk, and reads it in processes
of their own: with fastwarc alone, all bodies read; with thoisu.page.archive.read_records; with the article stage on
top, as `thoisu read` does before names, times and events. Prints peak memory and records per CPU-second.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

BAR = 400  # MB of peak memory
_WORDS = {
    "en": "the ministers met on Friday to discuss trade and security after months of talks that had stalled over the "
    "question of who would pay for new ports roads and schools in border towns near both rivers",
    "de": "die Minister trafen sich am Freitag um über Handel und Sicherheit zu sprechen nachdem die Gespräche über "
    "Monate an der Frage gescheitert waren wer für neue Häfen Straßen und Schulen zahlen würde",
    "ru": "министры встретились в пятницу чтобы обсудить торговлю и безопасность после месяцев переговоров которые "
    "зашли в тупик из за вопроса кто заплатит за новые порты дороги и школы",
    "vi": "các bộ trưởng đã gặp nhau hôm thứ sáu để bàn về thương mại và an ninh sau nhiều tháng đàm phán bế tắc vì "
    "câu hỏi ai sẽ trả tiền cho cảng đường sá và trường học mới ở các thị trấn biên giới",
}
_SHARES = {"en": 0.55, "de": 0.25, "ru": 0.17, "vi": 0.03}
_POOL = 4 << 20  # letters of made-up script, from which every page has a piece
_WARC = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nWARC-Date: 2022-01-25T03:00:00Z\r\n"


def pages(seed: int = 1) -> Iterator[bytes]:
    """Records without end: a request, a response and its metadata for every page; texts and sizes vary."""
    draw = random.Random(seed)
    words = {language: text.split() for language, text in _WORDS.items()}
    names = [f"{draw.choice(('get', 'set', 'on', 'is'))}{draw.getrandbits(20):x}" for _ in range(2000)]
    pool = "=".join(draw.choices(names, k=_POOL // 8))
    number = 0
    while True:
        number += 1
        [language] = draw.choices(list(_SHARES), list(_SHARES.values()))
        host = f"{language}{int(draw.paretovariate(0.6)) % 5000}.example"
        uri = f"https://{host}/{number % 97}/{number}.html"
        start, size = draw.randrange(_POOL // 2), draw.randint(30_000, 120_000)
        body = _page(draw, words[language], language, number, pool[start : start + size]).encode()
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        yield _record("request", uri, f"GET {uri} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        yield _record("response", uri, answer)
        yield _record("metadata", uri, b"fetchTimeMs: 314\r\n")


def _page(draw: random.Random, words: list[str], language: str, number: int, code: str) -> str:
    def sentence(size: int) -> str:
        return " ".join(draw.choices(words, k=size)).capitalize()

    menu = "".join(f"<li><a href=/{n}>{words[n % len(words)]} {words[n * 7 % len(words)]}</a>" for n in range(40))
    story = "".join(
        f"<p>{'. '.join(sentence(draw.randint(8, 25)) for _ in range(3))}.</p>" for _ in range(draw.randint(3, 40))
    )
    teasers = "".join(f"<div class=item><a href=/{number}/{n}><h3>{sentence(10)}</h3></a></div>" for n in range(30))
    script = f"<script>var page={number};{code}</script>"
    return (
        f"<!DOCTYPE html><html lang={language}><head><meta charset=utf-8><title>{sentence(9)}</title>{script}</head>"
        f"<body><ul class=menu>{menu}</ul><h1>{sentence(9)}</h1><div class=time>07:01, 21/01/2022</div>"
        f"<div class=content>{story}</div><div class=more>{teasers}</div><footer>{sentence(30)}.</footer></body></html>"
    )


def _record(kind: str, uri: str, block: bytes) -> bytes:
    head = _WARC.format(kind, uri) + f"Content-Length: {len(block)}\r\n\r\n"
    packer = zlib.compressobj(1, wbits=31)
    return packer.compress(head.encode() + block + b"\r\n\r\n") + packer.flush()


def build(path: Path, megabytes: int) -> None:
    """Writes the archive: a run of fresh pages, and, where that is short of the size, the run again.

    Making a page costs more than reading it, so that 64 MB of them have to do; the pages of a host then have copies,
    as those of a crawl have.
    """
    fresh = bytearray()
    for record in pages():
        fresh += record
        if len(fresh) >= min(megabytes, 64) << 20:
            break
    with path.open("wb") as file:
        while file.tell() < megabytes << 20:
            file.write(fresh)


# -- what is measured, each in a process of its own -----------------------------------------------------------


def fastwarc_alone(path: Path) -> dict[str, int]:
    """All records, all bodies, nothing else."""
    from fastwarc.warc import ArchiveIterator

    records = size = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            size += len(record.reader.read())
            records += 1
    return {"records": records, "unpacked MB": size >> 20}


def records_only(path: Path) -> dict[str, int]:
    """Pages with their bodies unpacked."""
    from thoisu.page.archive import Record, read_records

    records = found = 0
    for record in read_records(path):
        records += 1
        found += isinstance(record, Record)
    return {"records": records, "pages": found}


def to_articles(path: Path) -> dict[str, int]:
    """Both passes of read_archive, each page to its article; names, times and events are left out."""
    from thoisu import reader
    from thoisu.page.archive import Skipped

    records = found = 0
    # The stages after the article cost the same for a page of any source (benchmarks/bench_read.py).
    reader.read_article = lambda article, page, trace=None: article  # type: ignore[assignment, return-value]
    for one in reader.read_archive(path):
        records += 1
        found += not isinstance(one, Skipped)
    return {"records": records, "articles": found}


STAGES: dict[str, Callable[[Path], dict[str, int]]] = {
    "fastwarc alone": fastwarc_alone,
    "read_records": records_only,
    "to articles": to_articles,
}


def measure(stage: str, path: Path) -> None:
    """Runs one stage and prints its figures as JSON."""
    begin = time.process_time()
    counts = STAGES[stage](path)
    spent = time.process_time() - begin
    print(json.dumps({**counts, "cpu": spent, "peak": getrusage(RUSAGE_SELF).ru_maxrss / 1024}))


def main() -> int:
    """Builds, measures, prints; 1 where the bar of memory is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=int, default=1024, help="size of the archive on disk")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        measure(options.stage, options.path)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        build(path, options.megabytes)
        print(f"{path.stat().st_size / (1 << 20):.0f} MB on disk")
        alone = worst = 0.0
        for stage in STAGES:
            command = [sys.executable, __file__, "--stage", stage, "--path", str(path)]
            run = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            cpu, peak = run.pop("cpu"), run.pop("peak")
            speed = run["records"] / cpu
            alone = alone or speed
            counted = ", ".join(f"{n} {what}" for what, n in run.items())
            print(f"{stage}: {counted}; {speed:.0f} records per CPU-second, {speed / alone:.3f} of fastwarc alone; "
                  f"peak {peak:.0f} MB")  # fmt: skip
            worst = max(worst, peak)
    print(f"peak memory: {worst:.0f} MB (bar: {BAR} MB)")
    return 0 if worst <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
