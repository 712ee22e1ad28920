"""A page before its article is found: lines, and for HTML the block elements that they stand in."""

from collections.abc import Callable, Sequence
from typing import Any

_PARAGRAPH = 110  # code points; shorter lines are headings, menus and captions


class Line:
    """A block before and after labelling; `start` and `end` are offsets into the decoded page.

    A flattened page has no more than text. HTML adds `box` (index of the block element, -1 for none), `tag` of
    that element, how many of its letters are links (`linked`) or bold (`strong`), and whether a picture stands
    right before it (`pictured`).
    """

    __slots__ = (
        "box", "end", "gap", "hint", "inner", "label", "linked", "outside", "pictured", "start", "strong", "tag",
        "text",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        label: str = "",
        gap: bool = False,
        box: int = -1,
        tag: str = "",
        linked: int = 0,
        strong: int = 0,
        pictured: bool = False,
        inner: Any = None,
        hint: str = "",
    ) -> None:
        self.text, self.start, self.end, self.label = text, start, end, label
        self.gap = gap  # an empty line stands before it
        self.box, self.tag, self.linked, self.strong, self.pictured = box, tag, linked, strong, pictured
        self.inner = inner  # its first inline element
        self.hint = hint  # what the markup says that it is
        self.outside = False  # it stands away from the article

    @property
    def link_share(self) -> float:
        """Share of the line that is link text, 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.text)))


def set_repeated(lines: Sequence[Line], furniture: Callable[[str], bool]) -> None:
    """Labels the lines that repeat across the pages of one host as navigation, outside of the article.

    Where that would take most of a page, its copies were counted: then nothing is set apart.

    >>> lines = [Line("Tòa soạn: 5 phố Ví Dụ", 0, 21), Line("Ngày 20/1, hai bên đã gặp nhau tại Geneva.", 22, 64)]
    >>> set_repeated(lines, lambda text: text.startswith("Tòa soạn"))
    >>> [line.label for line in lines]
    ['navigation', '']
    """
    repeated = [line for line in lines if furniture(line.text)]
    told = sum(len(line.text) for line in lines if len(line.text) >= _PARAGRAPH)
    if sum(len(line.text) for line in repeated if len(line.text) >= _PARAGRAPH) > 0.5 * told:
        return
    for line in repeated:
        line.label, line.outside = "navigation", True


class Box:
    """A block element: its parent's index, its node, and the lines that it holds (`first` to `last`, exclusive)."""

    __slots__ = ("first", "last", "node", "parent", "tag")

    def __init__(self, parent: int, node: Any, tag: str, first: int, last: int) -> None:
        self.parent, self.node, self.tag, self.first, self.last = parent, node, tag, first, last
