"""A crawl of any size made of a few pages: words of their paragraphs and headlines change places, days are others.

What pages of a host have in common (menus, notices, scripts) stays, as in a real crawl. A number of pages are hosts'
front pages in other languages, and each page comes with its request.
"""

import gzip
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2015, 1, 1)
A_DAY = 100  # pages
HOSTS = 40
_CHANGED = 0.45  # of the words with a diacritic
_TEXT = re.compile(r"<(p|h1|title)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ENGLISH = "<html lang=en><body><h1>Talks resume</h1>" + "<p>Both sides met to discuss trade and security.</p>" * 40
_HEAD = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nWARC-Date: {}T03:00:00Z\r\nContent-Length: {}\r\n\r\n"


def bases_in(folders: list[Path]) -> list[str]:
    """The HTML pages of some folders, in order."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.html"))]
    return [path.read_bytes().decode("utf-8", "replace") for path in paths]


class Crawl:
    """Makes pages; the same number gives the same page."""

    def __init__(self, bases: list[str]) -> None:
        self._bases = bases
        words = {m[0] for base in bases for text in _TEXT.finditer(base) for m in _WORD.finditer(text[0])}
        self._alike: dict[int, list[str]] = {}
        for word in sorted(words):
            self._alike.setdefault(len(word), []).append(word)

    def page(self, number: int) -> tuple[str, date, bytes]:
        """Address, day and bytes of a page."""
        draw = random.Random(number)
        day = FIRST + timedelta(number // A_DAY)
        changed: dict[str, str] = {}

        def word(match: re.Match[str]) -> str:
            found = match[0]
            if found not in changed:
                changed[found] = draw.choice(self._alike[len(found)]) if draw.random() < _CHANGED else found
            return changed[found]

        def days(match: re.Match[str]) -> str:
            return day.isoformat() if match[1] else f"{day.day}/{day.month}/{day.year}"

        base = self._bases[number % len(self._bases)]
        text = _DAY.sub(days, _TEXT.sub(lambda m: _WORD.sub(word, m[0]), base))
        return f"https://bao{number % HOSTS}.example/the-gioi/tin-{number}.html", day, text.encode()

    def records(self, count: int) -> Iterator[bytes]:
        """The records of so many pages, each packed by itself."""
        for number in range(count):
            uri, day, page = self.page(number)
            yield _record("request", uri, day, f"GET {uri} HTTP/1.1\r\n\r\n".encode())
            yield _response(uri, day, page)
            if number % 10 == 0:
                yield _response(uri.replace("/tin-", "/en-"), day, _ENGLISH.encode())

    def write(self, path: Path, count: int) -> Path:
        """Writes a web archive."""
        with path.open("wb") as file:
            file.writelines(self.records(count))
        return path


def _response(uri: str, day: date, page: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return _record("response", uri, day, head + page)


def _record(kind: str, uri: str, day: date, block: bytes) -> bytes:
    head = _HEAD.format(kind, uri, day.isoformat(), len(block)).encode()
    return gzip.compress(head + block + b"\r\n\r\n", compresslevel=1, mtime=0)
