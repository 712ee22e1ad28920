"""The HTML adapter: bytes of a page to its visible lines, each with the element that it stands in.

The only module that knows the parser (lexbor, through selectolax). A line is what a reader sees as one: the text
of a block element, cut at line breaks that end a sentence. Scripts, styles and elements that the markup itself
hides are not visible and give no line; all other text does.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from unicodedata import category, is_normalized, normalize
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from ..errors import PageTooLarge
from .elements import element_hint, elements, labels_of
from .lines import Box, Line
from .nesting import require_shallow

MAX_ELEMENTS = 400_000
_NEAR = 4  # elements around a line in which a link may hold it
_SHORT = 60  # a line before a single break that is shorter stands alone
_TOGETHER = 16  # lines
_BREAK: Final = "\x1e"  # stands for <br> in the texts of a block; white space for str.split

_HIDDEN = '[hidden],[style*="none" i],[style*="hidden" i]'
_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…:][\"”’»)\]]*\s*$")


class Html:
    """A parsed page: `lines` in reading order, and `boxes`, the block elements that they stand in.

    `tree` answers CSS selectors; nothing outside of the page stages uses it.
    """

    __slots__ = ("_homes", "_text", "boxes", "hints", "lines", "tree")

    def __init__(self, tree: Any, lines: list[Line], boxes: list[Box], homes: dict[Any, int]) -> None:
        self.tree, self.lines, self.boxes, self._homes = tree, lines, boxes, homes
        texts = [line.text for line in lines]
        self._text = "\n".join(texts)
        # Asked of some lines together: of each alone it takes longer, and of a page that holds a mark by itself too.
        for k in range(0, len(texts), _TOGETHER):
            if not is_normalized("NFC", "\n".join(texts[k : k + _TOGETHER])):
                self._text = _compose(lines)
                break
        self.hints: dict[int, str] = {}  # what hint found so far

    def text(self) -> str:
        """The visible page, a line each: what the offsets of the lines count in."""
        return self._text

    def hint(self, box: int) -> str:
        """What the element of a box says that it holds, by its tag and class: a label of the lexicon, or ""."""
        found = self.hints.get(box)
        if found is None:
            one = self.boxes[box]
            found = self.hints[box] = element_hint(one.tag, *_named(one.node.attributes))
        return found

    def mark(self, selector: str, label: str) -> None:
        """Has the boxes of all elements that a CSS selector finds hint at a label."""
        for node in self.tree.body.css(selector):
            home = self._homes.get(node.mem_id)
            if home is not None:
                self.hints[home >> 2] = label

    def box_of(self, selector: str) -> int | None:
        """The box of the first element that a CSS selector finds, or None."""
        node = self.tree.body.css_first(selector)
        home = self._homes.get(node.mem_id) if node is not None else None
        own = home is not None and self.boxes[home >> 2].node.mem_id == node.mem_id
        return home >> 2 if home is not None and own else None

    def near(self, box: int, label: str) -> bool:
        """Whether the element of a box, or one of the two around it, hints at a label, or a menu around it is one."""
        for _ in range(3):
            if box <= 0:
                break
            if self.hint(box) == label or label in self.zones(box):
                return True
            box = self.boxes[box].parent
        return False

    def zones(self, box: int) -> tuple[str, ...]:
        """All labels that the class and id of a box fit, where hint gives the first."""
        return labels_of(*self.named(box))

    def link_texts(self, line: Line) -> list[str]:
        """The texts of the links in the element of a line."""
        texts = (" ".join((a.text() or "").split()) for a in self.boxes[line.box].node.css("a"))
        return [text for text in texts if text]

    def address(self, line: Line, base: str) -> str | None:
        """The address that a line links to: the first link of its element with words of the line, or one around it.

        Relative addresses are resolved against `base`; None without a link, or for one that leads nowhere.
        """
        node = self.boxes[line.box].node
        links = [a for a in node.css("a[href]") if (told := _tidy(a.text() or "")) and told in line.text]
        for _ in range(_NEAR):
            if links or node is None:
                break
            links, node = ([node] if node.tag == "a" else []), node.parent
        href = (links[0].attributes.get("href") or "").strip() if links else ""
        try:
            address = urljoin(base, href)
        except ValueError:
            return None
        return address if href and address.startswith(("http://", "https://")) else None

    def links(self) -> Iterator[tuple[Any, int]]:
        """The links that a reader sees, each with the box that it stands in."""
        for node in self.tree.css("a[href]"):
            home = self._homes.get(node.mem_id)
            if home is not None:
                yield node, home >> 2

    def named(self, box: int) -> tuple[str, str]:
        """Class of the element of a box, and its id with its label for screen readers."""
        return _named(self.boxes[box].node.attributes)


def _named(attributes: dict[str, str | None]) -> tuple[str, str]:
    ident, label = attributes.get("id") or "", attributes.get("aria-label")
    return attributes.get("class") or "", f"{ident} {label}" if label else ident


def parse(raw: bytes | str, where: str) -> Html:
    """The visible lines of a page's markup (bytes are UTF-8).

    Raises PageTooLarge for more than MAX_ELEMENTS elements, or more than nesting.MAX_DEPTH inside each other.

    >>> page = parse("<h1>Hai bên gặp nhau</h1><p>Ngày <b>20/1</b>, hai bên gặp nhau.</p><script>x</script>", "page")
    >>> [line.text for line in page.lines]
    ['Hai bên gặp nhau', 'Ngày 20/1, hai bên gặp nhau.']
    """
    if isinstance(raw, str):
        raw = raw.encode("utf-8", errors="surrogatepass")
    require_shallow(raw, where)
    tree = LexborHTMLParser(raw)
    if tree.body is None:
        return Html(tree, [], [], {})
    return Html(tree, *_walk(tree.body, where, _hidden(tree)))


def _hidden(tree: Any) -> frozenset[int]:
    """Elements that the markup itself hides; not one that holds the headline, which a script shows again."""
    # The selector alone: a look through the bytes for signs that it is needed costs four times as much.
    found = {node.mem_id for node in tree.body.css(_HIDDEN) if _hides(node)}
    for node in tree.body.css("h1") if found else ():
        while node is not None:
            found.discard(node.mem_id)
            node = node.parent
    return frozenset(found)


def _hides(node: Any) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _STYLE.search(attributes.get("style") or "") is not None


def _walk(body: Any, where: str, hidden: frozenset[int]) -> tuple[list[Line], list[Box], dict[Any, int]]:
    """Lines, boxes and where each element stands, in one pass over the tree in document order.

    One long function on purpose: it runs once for every node of every page, and a call a node would double its cost.
    The tree tells no end of an element; a text whose parent stands in another box than the text before it shows it.
    """
    kinds, names = _kinds()
    lines: list[Line] = []
    boxes = [Box(-1, body, "body", 0, 0)]
    # For each element: four times its box, and 1 in a link, 2 in bold type, 3 in both. The keys are the parser's
    # numbers as they come: to say that they are whole numbers would have compiled code take each apart.
    homes: dict[Any, int] = {body.mem_id: 0}
    texts: list[str] = []
    flags: list[int] = []
    box = at = 0
    pictured = False
    inner: Any = None
    # Texts of white space alone are left out, over a third of all nodes: where they part two words, _spaced finds them.
    nodes = body.traverse(include_text=True, skip_empty=True)
    next(nodes)
    for node in nodes:
        tag_id: int = node.tag_id
        kind = kinds[tag_id] if tag_id < _STATIC else -1
        if kind < 0:
            kind = _learn(node, kinds, names)
        if kind == _UNSEEN:
            continue
        home = homes.get(node.parent.mem_id)
        if home is None:
            continue  # inside an element that shows nothing
        there = home >> 2
        if kind == _TEXT:
            text: str = node.text_content
            if there != box:
                if texts:
                    at, full = _flush(lines, texts, flags, at, box, boxes[box], pictured, inner)
                    pictured = pictured and not full
                    texts, flags = [], []
                box, inner = there, None
            elif texts and not (texts[-1][-1].isspace() or text[0].isspace()) and _spaced(node):
                text = " " + text
            texts.append(text)
            flags.append(home & 3)
            continue
        if hidden and node.mem_id in hidden:
            continue
        if texts:
            if there != box or kind > _INLINE:
                at, full = _flush(lines, texts, flags, at, box, boxes[box], pictured, inner)
                pictured, inner = pictured and not full, None
                texts, flags = [], []
        elif there != box:
            inner = None
        if kind == _BLOCK:
            if len(homes) > MAX_ELEMENTS:
                raise PageTooLarge(where, f"more than {MAX_ELEMENTS} elements", "split it into single pages")
            box = len(boxes)
            boxes.append(Box(there, node, names[tag_id] if tag_id < _STATIC else node.tag, len(lines), 0))
            homes[node.mem_id] = box << 2 | home & 3
            inner = None
            continue
        box = there
        if kind == _BREAK_LINE:
            texts.append(_BREAK)
            flags.append(0)
        elif kind <= _INLINE:
            homes[node.mem_id] = home if kind == _INLINE else home | kind
            if inner is None:
                inner = node
        elif kind == _PICTURE:
            pictured = True
            if node.tag == "picture":
                homes[node.mem_id] = home
    if texts:
        _flush(lines, texts, flags, at, box, boxes[box], pictured, inner)
    # A box ends with its last line or its last box; the boxes inside of it come after it.
    for one in reversed(boxes):
        last = one.last
        if last < one.first:
            one.last = last = one.first
        if one.parent >= 0:
            outer = boxes[one.parent]
            if last > outer.last:
                outer.last = last
    return lines, boxes, homes


def _spaced(node: Any) -> bool:
    """Whether a text of white space alone stands right before a node, in what a reader sees."""
    unseen = elements().unseen
    while node is not None:
        before = node.prev
        if before is None:
            node = node.parent
            continue
        while before.tag not in unseen and (last := before.last_child) is not None:
            before = last
        if before.tag == "-text":
            return bool(before.is_empty_text_node)
        node = before
    return False


# Kinds of nodes; a link's and bold type's are also their flags.
_BREAK_LINE: Final = 0
_LINK: Final = 1
_BOLD: Final = 2
_INLINE: Final = 3
_BLOCK: Final = 4
_VOID: Final = 5
_PICTURE: Final = 6
_TEXT: Final = 7
_UNSEEN: Final = 8
_STATIC: Final = (
    256  # the parser numbers the tags that HTML has below this; others get a number of their own on each page
)


@cache
def _kinds() -> tuple[list[int], list[str]]:
    """Kinds (-1 before the first) and names of the tags met so far, by the parser's number."""
    return [-1] * _STATIC, [""] * _STATIC


def _learn(node: Any, kinds: list[int], names: list[str]) -> int:
    tag, known = node.tag, elements()
    if tag == "-text":
        kind = _TEXT
    elif tag in known.picture:
        kind = _PICTURE
    elif tag is None or tag[0] == "-" or tag in known.unseen:
        kind = _UNSEEN
    elif tag in known.void:
        kind = _VOID
    elif tag in known.inline:
        kind = {"br": _BREAK_LINE, "a": _LINK, "b": _BOLD, "strong": _BOLD}.get(tag, _INLINE)
    else:
        kind = _BLOCK
    if node.tag_id < _STATIC:
        kinds[node.tag_id], names[node.tag_id] = kind, tag or ""
    return kind


def _flush(
    lines: list[Line], texts: list[str], flags: list[int], at: int, box: int, home: Box, pictured: bool, inner: Any
) -> tuple[int, bool]:
    """Ends a block: adds its lines; gives where the next line starts, and whether any was added."""
    linked = strong = 0
    if len(texts) == 1:
        text = texts[0].strip()
        if "  " in text or not text.isprintable():
            text = " ".join(text.split())  # as _tidy does, without a call for most lines of all pages
        if flag := flags[0]:
            linked, strong = len(text) if flag & 1 else 0, len(text) if flag & 2 else 0
    elif _BREAK in texts:
        full = False
        for text, linked, strong in _cut(texts, flags, home.tag in elements().heading):
            at, added = _add(lines, text, at, box, home, linked, strong, pictured and not full, inner)
            full = full or added
        return at, full
    else:
        if any(flags):
            for piece, flag in zip(texts, flags, strict=True):
                if flag:
                    size = _shown(piece)
                    linked += size if flag & 1 else 0
                    strong += size if flag & 2 else 0
        text = _tidy("".join(texts))
    return _add(lines, text, at, box, home, linked, strong, pictured, inner)


def _add(
    lines: list[Line], text: str, at: int, box: int, home: Box, linked: int, strong: int, pictured: bool, inner: Any
) -> tuple[int, bool]:
    if len(text) < 4 and all(category(c) == "Cf" for c in text):
        return at, False  # nothing, or nothing but zero-width marks
    end = at + len(text)
    lines.append(Line(text, at, end, "", False, box, home.tag, linked, strong, pictured, inner))
    home.last = len(lines)
    return end + 1, True


def _compose(lines: list[Line]) -> str:
    """Has letters and their marks put together in all lines, which then stand elsewhere in the text; gives it."""
    at = 0
    for line in lines:
        line.text = normalize("NFC", line.text)
        line.start, line.end = at, at + len(line.text)
        at = line.end + 1
    return "\n".join([line.text for line in lines])


def _tidy(text: str) -> str:
    """Each run of white space as one space, none at the ends; most texts are so already."""
    text = text.strip()
    return text if "  " not in text and text.isprintable() else " ".join(text.split())


def _shown(piece: str) -> int:
    """Letters of a piece of a line, runs of white space as one."""
    return len(_tidy(piece)) + piece[:1].isspace() + piece[-1:].isspace()


def _cut(texts: list[str], flags: list[int], heading: bool) -> Iterator[tuple[str, int, int]]:
    """A block with line breaks as (text, linked, strong): cut at two breaks, or at one that ends a sentence."""
    parts: list[str] = []
    linked = strong = breaks = 0
    for piece, flag in zip([*texts, _BREAK, _BREAK], [*flags, 0, 0], strict=True):
        if piece == _BREAK:
            breaks += 1
            parts.append(" ")
            continue
        if piece.isspace() and breaks:
            continue
        if breaks and not heading:
            text = _tidy("".join(parts))
            if text and (breaks > 1 or _ENDS.search(text) or len(text) < _SHORT):
                yield text, linked, strong
                parts, linked, strong = [], 0, 0
        breaks = 0
        parts.append(piece)
        size = _shown(piece) if flag else 0
        linked += size if flag & 1 else 0
        strong += size if flag & 2 else 0
    text = _tidy("".join(parts))
    if text:
        yield text, linked, strong
