"""Where the article stands on an HTML page: its headline, the element that holds its text, and what is around it.

The text is the element with the most running text that is no link, weighed by where it stands; what the class of an
element says only helps (thoisu.page.elements.element_hint, lexicon/markup.toml).
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ..lexicon import lexicon
from ..text import fold
from .html import Html
from .lines import Line
from .shapes import own_label

_SENTENCE = re.compile(r"[.!?…][\"”’»)/\]]*\s*$")
_FLOW = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote", "pre", "span"])
_LEAST = 50  # code points of a paragraph
_LONGEST = 300
_MOST_HEADS = 12  # a page with more uses h1 for its teasers
_NAMED = 30
_ALIKE, _SOMEWHAT = 0.6, 0.35  # an h1 beside the headline of the metadata, which many pages word otherwise


class Region(NamedTuple):
    """Indices of lines: the headline (None without one) and the text, `first` to `last`, exclusive; its box."""

    title: int | None
    first: int
    last: int
    box: int


def find_region(page: Html, headlines: Sequence[str]) -> Region | None:
    """The article of a page, or None where no element holds running text.

    `headlines` are what the metadata call the article, best first.

    >>> from .html import parse
    >>> page = parse("<ul><li><a href=/>Trang chủ</a></ul><h1>Hai bên gặp nhau</h1><div><p>Ngày 20/1, hai bên đã gặp "
    ...     "nhau tại Geneva để bàn về lệnh ngừng bắn.</p><p>Vòng đàm phán tiếp theo diễn ra vào tháng tới.</p>", "")
    >>> find_region(page, [])
    Region(title=1, first=2, last=4, box=4)
    """
    lines = page.lines
    marks = [_weight(line) if len(line.text) >= _LEAST else 0.0 for line in lines]
    if not any(marks):
        marks = [1.0 if _is_short_sentence(line) else 0.0 for line in lines]  # a brief of a line or two
    title = find_title(page, headlines, marks)
    scores: dict[int, float] = {}
    for line, weight in zip(lines, marks, strict=True):
        if not weight:
            continue
        box = line.box
        if line.tag not in _FLOW:
            scores[box] = scores.get(box, 0.0) + weight
            weight *= 0.9
        box = page.boxes[box].parent
        if box >= 0:
            scores[box] = scores.get(box, 0.0) + weight
            box = page.boxes[box].parent
            if box >= 0:
                scores[box] = scores.get(box, 0.0) + 0.5 * weight
    if not scores:
        return None
    counts = _Counts(page, marks, title)
    ranked = sorted(scores, key=lambda b: -scores[b])[:8]
    best = max(ranked, key=lambda b: scores[b] * _standing(page, b, title, counts))
    best = _widened(page, best, marks, title)
    first, last = page.boxes[best].first, page.boxes[best].last
    if title is not None and first <= title < last:
        first, last = (title + 1, last) if title < last - 1 else (first, title)
    return Region(title, first, last, best)


def _weight(line: Line) -> float:
    """How much a line looks like a paragraph: 0 for links, menus and single words."""
    size = len(line.text)
    if line.outside or size < _LEAST or line.linked * 2 > size or (size < 110 and not _SENTENCE.search(line.text)):
        return 0.0
    return 1.0 + min(size, 700) / 100


def _is_short_sentence(line: Line) -> bool:
    return not line.outside and not line.linked and len(line.text) >= 20 and bool(_SENTENCE.search(line.text))


class _Counts:
    """How many paragraphs and linked headlines stand before each line, and the first paragraph after the headline."""

    def __init__(self, page: Html, marks: Sequence[float], title: int | None) -> None:
        self.told = [0, *accumulate([1 if weight else 0 for weight in marks])]
        self.teasers = [0, *accumulate([x.linked >= 20 and x.linked * 5 >= 4 * len(x.text) for x in page.lines])]
        after = range(title + 1, len(marks)) if title is not None else range(0)
        self.first = next((i for i in after if marks[i]), None)


def _standing(page: Html, box: int, title: int | None, counts: _Counts) -> float:
    """The factor for where a candidate stands and what its class says."""
    factor, first = 1.0, counts.first
    there = page.boxes[box]
    if title is not None and there.last <= title:
        factor *= 0.2
    if first is not None and there.first <= first < there.last:
        factor *= 1.3  # the paragraph next to the headline stands in it
    teasers = counts.teasers[there.last] - counts.teasers[there.first]
    if teasers and teasers >= counts.told[there.last] - counts.told[there.first]:
        factor *= 0.3  # as many linked headlines as paragraphs: a list of stories
    if _is_content(" ".join(page.named(box))):
        factor *= 1.15
    for _ in range(4):
        if page.hint(box) in ("comment", "related", "navigation") and not (
            title is not None and page.boxes[box].first <= title < page.boxes[box].last
        ):
            return factor * 0.15
        box = page.boxes[box].parent
        if box < 0:
            break
    return factor


@lru_cache(maxsize=1024)
def _is_content(named: str) -> bool:
    return _content().search(named) is not None


@cache
def _content() -> "re.Pattern[str]":
    return re.compile(lexicon().markup["content"]["pattern"], re.IGNORECASE)


def _widened(page: Html, box: int, marks: Sequence[float], title: int | None) -> int:
    """The parent instead, where the text goes on beside the best element: pages cut it in pieces around banners."""
    for _ in range(3):
        parent = page.boxes[box].parent
        if parent < 0:
            return box
        inside, outer = page.boxes[box], page.boxes[parent]
        own = sum(marks[inside.first : inside.last])
        start = outer.first if title is None or title < outer.first else title + 1
        beside = [
            (i, marks[i])
            for i in (*range(start, inside.first), *range(inside.last, outer.last))
            if marks[i] and not page.lines[i].linked and not _fenced(page, i, parent) and not _teased(page, i)
        ]
        if len(beside) < 2 or sum(w for _, w in beside) < 0.12 * own:
            return box
        box = parent
    return box


def _teased(page: Html, i: int) -> bool:
    """Whether a line stands right after a linked headline: the summary of another story."""
    before = page.lines[i - 1] if i else None
    return before is not None and before.linked * 5 >= 4 * len(before.text) and len(before.text) >= 20


def _fenced(page: Html, i: int, top: int) -> bool:
    """Whether a line below `top` stands in an element of another kind than text."""
    box = page.lines[i].box
    while box >= 0 and box != top:
        if page.hint(box):
            return True
        box = page.boxes[box].parent
    return False


def find_title(page: Html, headlines: Sequence[str], marks: Sequence[float]) -> int | None:
    """The line of the headline: an h1, or the line that the metadata name; of several the likest."""
    lines = page.lines
    names = list(dict.fromkeys(fold(h) for h in headlines if h))
    heads = [i for i, line in enumerate(lines) if line.tag == "h1" and len(line.text) > 8][:_MOST_HEADS]
    if len(heads) == 1 and not names:
        return heads[0]
    if heads:
        likeness = [_likest(fold(lines[i].text), names) for i in heads]
        best = max(range(len(heads)), key=lambda k: (likeness[k], -k))
        if likeness[best] >= _ALIKE or (likeness[best] >= _SOMEWHAT and not any(_equal(lines, n) for n in names)):
            return heads[best]
    for name in names:
        equal = _equal(lines, name)
        if equal:
            # The last one before the text: menus and sticky bars print it too.
            return _before_text(equal, marks, lines)
    # The name of a site is shorter than a headline: then the metadata name none.
    return None if any(len(n) >= _NAMED for n in names) else _unmarked_title(page, marks)


def _equal(lines: Sequence[Line], name: str) -> list[int]:
    return [i for i, line in enumerate(lines) if abs(len(line.text) - len(name)) <= 4 and fold(line.text) == name]


def _unmarked_title(page: Html, marks: Sequence[float]) -> int | None:
    """The headline of a page whose head and headings name none: the best line before the densest run of text."""
    starts = [i for i, weight in enumerate(marks) if weight]
    if not starts:
        return None
    text = max(starts, key=lambda i: sum(marks[i : i + 12]))
    best, found = 0.0, None
    for i in range(max(0, text - 12), text + 1):
        line = page.lines[i]
        if line.linked or not 20 <= len(line.text) <= 220 or _SENTENCE.search(line.text) or own_label(line.text):
            continue
        named = " ".join(page.named(line.box)).lower()
        value = 1.0 + 2.0 * ("title" in named or "tieude" in named) + 1.5 * (line.tag in ("h1", "h2", "h3"))
        value += 0.5 * (line.strong >= 0.9 * len(line.text)) + 0.5 * (len(line.text) >= 35)
        if value > best:
            best, found = value, i
    return found


def _likest(head: str, names: Sequence[str]) -> float:
    return 1.0 if head in names else max((_like(head, name) for name in names), default=0.5)


def _like(a: str, b: str) -> float:
    a, b = a[:_LONGEST], b[:_LONGEST]  # comparing takes time by the square of the length
    if min(len(a), len(b)) > 15 and (a.startswith(b) or b.startswith(a)):
        return 0.95
    ends = _shared_ends(a, b)
    return ends if ends >= _ALIKE else SequenceMatcher(None, a, b, autojunk=False).ratio()


def _shared_ends(a: str, b: str) -> float:
    """Share of two texts that they begin and end with alike: their best alignment has no less, and costs far more."""
    least = min(len(a), len(b))
    start = end = 0
    while start < least and a[start] == b[start]:
        start += 1
    while end < least - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return 2 * (start + end) / max(1, len(a) + len(b))


def _before_text(found: Sequence[int], marks: Sequence[float], lines: Sequence[Line]) -> int:
    unlinked = [i for i in found if not lines[i].linked] or list(found)
    # The line after which the most running text comes soonest.
    return max(unlinked, key=lambda i: (sum(marks[i + 1 : i + 25]), i))
