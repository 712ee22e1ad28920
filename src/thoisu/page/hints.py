"""What the markup says of each line: a hint for the lines around and in the article, a label for all others.

A menu or a sidebar need not be read line by line: away from the article a line's links and its element are enough.
"""

import re
from itertools import accumulate, islice

from ..lexicon import lexicon
from ..text import fold
from .elements import element_hint
from .html import Html
from .lines import Line
from .region import Region

BEFORE, AFTER = 14, 24  # lines before the headline and after the text that may belong to the article
_COMPARED = 160  # code points of a paragraph that are compared with the description
_SUMMARY = 30  # code points; a shorter description is none
_HEADLINE = 25  # code points; a link that is longer is a headline, a shorter one a menu's
_CENTRED = re.compile(r"text-align:\s*(?:center|right)")


def hint_lines(page: Html, region: Region, description: str) -> tuple[int, int]:
    """Sets the hints of the lines in and around the article, and the labels of all others.

    Gives the first and last, exclusive, of the lines around the article.

    >>> from .html import parse
    >>> page = parse("<h1>Hai bên gặp nhau</h1><div><p>Ngày 20/1, hai bên đã gặp nhau tại Geneva để bàn về lệnh "
    ...     "ngừng bắn ở miền Đông.</p></div><div class=footer>Giấy phép số 1</div>", "")
    >>> hint_lines(page, Region(0, 1, 2, 1), "")
    (0, 3)
    >>> [(line.text[:8], line.hint) for line in page.lines]
    [('Hai bên ', ''), ('Ngày 20/', ''), ('Giấy phé', 'navigation')]
    """
    lines = page.lines
    head = region.first if region.title is None else min(region.title, region.first)
    start, end = max(0, head - BEFORE), min(len(lines), region.last + AFTER)
    around = _ancestors(page, region)
    strong = frozenset(lexicon().markup["strong"])
    told = fold(description[:_COMPARED])
    told = told if len(told) >= _SUMMARY else ""
    known: dict[int, tuple[str, str]] = {}
    for i in range(start, end):
        line = lines[i]
        if line.outside:
            continue  # a line that repeats across its host has its label
        line.hint = _line_hint(page, line, around, strong, known)
        if (
            i != region.title
            and line.hint not in strong
            and len(line.text) >= 40
            and told
            and head <= i < region.first + 2
        ):
            text = fold(line.text[:_COMPARED])
            if told.startswith(text[:120]) or text.startswith(told[:120].rstrip(" .…")):
                line.hint = "lead"
    for i, line in enumerate(lines):
        if not start <= i < end:
            line.outside = True
            line.label = _outer_label(line)
            if i >= end and line.label == "other":
                # Comments may go on for long after the article.
                line.label = _zone(page, line.box, around, strong, known)[0] or "other"
    return start, end


def _ancestors(page: Html, region: Region) -> frozenset[int]:
    """The boxes that hold the text or the headline: what they are called says nothing of a single line."""
    found = set()
    for box in (region.box, page.lines[region.title].box if region.title is not None else region.box):
        while box >= 0:
            found.add(box)
            box = page.boxes[box].parent
    # So may the element of the text's larger part.
    told = list(accumulate(map(_told, page.lines), initial=0))
    half = 0.5 * (told[region.last] - told[region.first])
    for box, there in enumerate(islice(page.boxes, region.box + 1, None), region.box + 1):
        first, last = there.first, there.last
        if first >= region.last:
            break
        if last - first > 1 and told[last] - told[first] >= half:
            found.add(box)
    return frozenset(found)


def _told(line: Line) -> int:
    """Letters of running text in a line."""
    size = len(line.text)
    return size if size >= 40 and line.linked * 2 < size else 0


def _zone(
    page: Html, box: int, around: frozenset[int], strong: frozenset[str], known: dict[int, tuple[str, str]]
) -> tuple[str, str]:
    """The outermost strong and the innermost weak hint of a box and the boxes around it; `known` keeps them."""
    path = []
    while box >= 0 and box not in around and box not in known:
        path.append(box)
        box = page.boxes[box].parent
    outer, weak = known.get(box, ("", ""))
    hints = page.hints
    for box in reversed(path):
        named = hints.get(box)
        if named is None:
            named = page.hint(box)
        if named in strong:
            outer = outer or named
        elif named:
            weak = named
        known[box] = outer, weak
    return outer, weak


def _line_hint(
    page: Html, line: Line, around: frozenset[int], strong: frozenset[str], known: dict[int, tuple[str, str]]
) -> str:
    """The outermost strong hint of the elements that a line stands in, else the innermost weak one."""
    outer, hint = _zone(page, line.box, around, strong, known)
    if line.inner is not None and hint != "caption":
        tag, attributes = line.inner.tag, line.inner.attributes
        own = element_hint(tag, attributes.get("class") or "", attributes.get("id") or "")
        if tag == "time" and "datetime" in attributes:
            own = "time"
        if own not in strong or line.link_share > 0.6:
            hint = own or hint
    # An author and a time may stand in the bar with the share buttons.
    return hint if hint in ("credit", "time") and outer in ("share", "navigation") else outer or hint


def _outer_label(line: Line) -> str:
    if line.linked * 2 >= len(line.text):
        return "related" if len(line.text) >= _HEADLINE else "navigation"
    return "navigation" if len(line.text) < 60 else "other"


def set_apart(page: Html, line: Line) -> bool:
    """Whether a line is centred, to the right, or all in italics: how captions and bylines are set."""
    node = page.boxes[line.box].node
    style = node.attributes.get("style") or ""
    if _CENTRED.search(style) or node.attributes.get("align") in ("center", "right"):
        return True
    inner = line.inner
    return inner is not None and inner.tag in ("em", "i") and len((inner.text() or "").strip()) >= 0.8 * len(line.text)
