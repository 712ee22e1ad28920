"""A crawl of any size made of a few pages: words of their texts change places, days are others, many are cut short.

What pages of a host have in common (menus, notices, scripts) stays, as in a real crawl. How many of its texts a page
keeps is drawn anew for each, since most of what news sites publish is brief and some of it is long. A number of pages
are hosts' front pages in other languages, and each page comes with its request.
"""

import gzip
import math
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from thoisu.reader import read_page
from thoisu.text import words

FIRST = date(2015, 1, 1)
A_DAY = 100  # pages
HOSTS = 40
_COPIED, _AGO = 25, 17  # one page in so many has the text of that which came so many before, on another host
_CHANGED = 0.45  # of the words with a diacritic
_SHORT = 10  # words of a text beside the story that is the same on all pages: a menu's, a notice's
_LEAST = 3  # texts that a page keeps of its story
_TEXTS, _SPREAD = 2.0, 0.8  # that it keeps beside them: the median, and the deviation of the logarithm
# What is not shown, a headline, a tag, or a text between tags.
_NODE = re.compile(
    r"<(script|style)\b.*?</\1>|<(title|h1)\b[^>]*>(?P<headline>[^<]+)<|<[^>]*>|(?P<text>[^<]+)",
    re.DOTALL | re.IGNORECASE,
)
_LETTER = r"[\w\u0300-\u036f]"  # some sites set diacritics by themselves
_WORD = re.compile(rf"{_LETTER}*(?:[^\W\x00-\x7f]|[\u0300-\u036f]){_LETTER}*")
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ENGLISH = "<html lang=en><body><h1>Talks resume</h1>" + "<p>Both sides met to discuss trade and security.</p>" * 40
_HEAD = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nWARC-Date: {}T03:00:00Z\r\nContent-Length: {}\r\n\r\n"


def bases_in(folders: list[Path]) -> list[str]:
    """The HTML pages of some folders, in order."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.html"))]
    return [path.read_bytes().decode("utf-8", "replace") for path in paths]


class _Text(NamedTuple):
    """A text of a page that is changed; `kept` where it stays on however short a page."""

    words: str
    kept: bool


class Crawl:
    """Makes pages; the same number gives the same page."""

    def __init__(self, bases: list[str]) -> None:
        self._bases = [list(_pieces(base)) for base in bases]
        texts = [piece.words for base in self._bases for piece in base if isinstance(piece, _Text)]
        self._alike: dict[int, list[str]] = {}
        for word in sorted({m[0] for text in texts for m in _WORD.finditer(text)}):
            self._alike.setdefault(len(word), []).append(word)

    def page(self, number: int) -> tuple[str, date, bytes]:
        """Address, day and bytes of a page."""
        told = number - _AGO if number % _COPIED == _COPIED - 1 else number
        draw, length = random.Random(told), random.Random(number)
        day = FIRST + timedelta(number // A_DAY)
        changed: dict[str, str] = {}
        left = _LEAST + round(length.lognormvariate(math.log(_TEXTS), _SPREAD))

        def word(match: re.Match[str]) -> str:
            found = match[0]
            if found not in changed:
                changed[found] = draw.choice(self._alike[len(found)]) if draw.random() < _CHANGED else found
            return changed[found]

        def days(match: re.Match[str]) -> str:
            return day.isoformat() if match[1] else f"{day.day}/{day.month}/{day.year}"

        made = []
        for piece in self._bases[told % len(self._bases)]:
            if isinstance(piece, _Text):
                if piece.kept or left > 0:
                    made.append(_WORD.sub(word, piece.words))
                left -= not piece.kept
            else:
                made.append(piece)
        text = _DAY.sub(days, "".join(made))
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


def _pieces(base: str) -> Iterator[str | _Text]:
    """A page in pieces: what stays, and the texts that are changed: its story, and what is longer beside it."""
    story = " ".join(" ".join(words(p.text)) for p in read_page(base.encode(), "base").article.paragraphs)
    end = 0
    for match in _NODE.finditer(base):
        kind = "headline" if match["headline"] else "text"
        if found := match[kind]:
            plain = unescape(found)
            said = words(plain)
            of_story = kind == "text" and len(said) > 3 and " ".join(said) in story
            if kind == "headline" or of_story or len(said) > _SHORT:
                yield base[end : match.start(kind)]
                yield _Text(escape(plain, quote=False), not of_story)
                end = match.end(kind)
    yield base[end:]
