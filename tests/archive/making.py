"""Sources for the tests of archives: files of every form that hold the same articles."""

import json
from pathlib import Path

from ..warcs import Article, archive, conversion, html_of, request, response, story, text_of, warcinfo

NOTICE = "Tòa soạn đặt tại số 5 phố Ví Dụ, Hà Nội, điện thoại 024 0000 0000."
ENGLISH = (
    "<html lang=en><body><h1>Talks resume</h1><p>Both sides met in Geneva on Friday to discuss trade.</p></body></html>"
)


def article(n: int) -> Article:
    """An article of a host that prints a notice under each of its pages; every seventh prints no date."""
    told = story(n)._replace(after=(NOTICE,))
    return told._replace(time="") if n % 7 == 3 else told


def address(n: int) -> str:
    """Where it is published: three hosts take turns."""
    return f"https://bao-{n % 3}.example/tin-{n}.html"


def records(count: int) -> list[bytes]:
    """A crawl: what was asked for and what was answered, and a page in another language now and then."""
    found = [warcinfo()]
    for n in range(count):
        found += [request(address(n)), response(html_of(article(n)), address(n))]
        if n % 5 == 0:
            found.append(response(ENGLISH, f"https://bao-{n % 3}.example/en-{n}.html"))
    return found


def warc(path: Path, count: int, gz: bool = True) -> Path:
    """A web archive."""
    path.write_bytes(archive(records(count), gz))
    return path


def wet(path: Path, count: int) -> Path:
    """The texts of a web archive's pages."""
    path.write_bytes(archive([warcinfo(), *(conversion(text_of(article(n)), address(n)) for n in range(count))]))
    return path


def rows(count: int) -> list[dict[str, str]]:
    """Pages as lines and tables hold them."""
    return [{"url": address(n), "html": html_of(article(n)), "date": "2023-03-30"} for n in range(count)]


def jsonl(path: Path, count: int) -> Path:
    """JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(count)), encoding="utf-8")
    return path


def parquet(path: Path, count: int) -> Path:
    """A table in row groups of four."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows(count)), path, row_group_size=4)
    return path


def pages(path: Path, count: int) -> Path:
    """A folder of pages."""
    path.mkdir()
    for n in range(count):
        (path / f"tin-{n}.html").write_text(html_of(article(n)), encoding="utf-8")
    return path
