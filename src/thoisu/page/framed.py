"""Labels for the lines in and around the article of an HTML page: the markup's hints first, then the line's shape.

The part of thoisu.page.blocks for pages whose elements are known; the shapes of single lines are shared.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from ..lexicon import lexicon
from ..text import fold, key
from .credits import is_byline, names_only
from .dateline import line_time
from .lines import Line
from .shapes import (
    LONG,
    SENTENCE,
    caption_parts,
    is_paragraph,
    is_related_head,
    is_scene,
    is_section,
    own_label,
)

_FURNITURE = ("share", "navigation")
_UNTOLD = ("", *_FURNITURE)
_HEADLINE = 25
_LETTER = re.compile(r"[^\W\d_]{2}")
_MOST_ENDS = 12  # signatures of a page that are tried as its end
_WORD = re.compile(r"[^\W_]")


class Zones(NamedTuple):
    """The lines of an HTML page's article by where they stand.

    `before` the headline, `title` (None without one), `head` between it and the text, `text`, and what comes `after`.
    `apart` tells whether a line is set as captions are (centred, in italics), `authors` are names from the metadata.
    """

    before: Sequence[Line]
    title: Line | None
    head: Sequence[Line]
    text: Sequence[Line]
    after: Sequence[Line]
    apart: Callable[[Line], bool]
    authors: Sequence[str] = ()


def label_framed(zones: Zones) -> None:
    """Sets the labels of the lines in and around an article.

    >>> title = Line("Hai bên gặp nhau", 0, 16)
    >>> lead = Line("Cuộc gặp diễn ra tại Geneva, Thụy Sĩ.", 17, 54, hint="lead")
    >>> body = Line("Ngày 20/1, hai bên đã gặp nhau.", 55, 86)
    >>> label_framed(Zones([], title, [lead], [body], [], lambda line: False))
    >>> lead.label, body.label
    ('lead', 'body')
    """
    before, title, head, text, after, apart, authors = zones
    named = {key(a) for a in authors}
    headline = title.text if title is not None else None
    if title is not None:
        title.label = "title"
    for zone in (head, text, after):
        for line in zone:
            if line is not title and not line.outside:
                line.label = _first_label(line, named)
    for line in before:
        if not line.outside:
            line.label = _label_before(line)
    lead = _label_head(head, headline)
    _label_text(text, headline, apart)
    _label_lead(text, lead)
    _label_after(after)


def _first_label(line: Line, authors: set[str]) -> str:
    """By the hint, else by the shape; "" for running text."""
    text, hint, size = line.text, line.hint, len(line.text)
    plain = line.linked * 2 < size
    if hint in ("comment", "related", "other"):
        return hint
    if size >= LONG and plain and hint != "caption":
        return ""
    if hint in _FURNITURE:
        return "" if plain and size >= 80 and SENTENCE.search(text) else hint
    if hint == "caption":
        return "caption" if _LETTER.search(text) else "other"
    if (hint == "time" or (hint == "credit" and size < 90)) and line_time(text):
        return "time"
    if authors and size < 60 and key(text) in authors:
        return "credit"
    if hint == "credit" and size <= 110 and not (SENTENCE.search(text) and size > 40) and names_only(text):
        return "credit"
    if hint == "section" and size < 60:
        return "section" if is_section(text) or line.linked else "navigation"
    teaser = size >= _HEADLINE and (line.linked * 5 >= size * 4 or (not plain and not SENTENCE.search(text)))
    if teaser:
        return "related"
    shaped = own_label(text)
    if shaped:
        return shaped
    if not plain and size < _HEADLINE:
        return "navigation"
    return "" if _WORD.search(text) else "other"


def _label_before(line: Line) -> str:
    """Above the headline stand menus, and among them the section and the time."""
    if line.hint in ("comment", "share", "other"):
        return line.hint
    text = line.text
    if len(text) < 100 and line_time(text) and (line.hint == "time" or own_label(text) == "time"):
        return "time"
    if len(text) < 60 and (is_section(text) or (line.hint == "section" and line.linked)):
        return "section"
    return "navigation"


def _label_head(head: Sequence[Line], headline: str | None) -> Line | None:
    """Between headline and text: the lead, the time, the byline; gives the lead."""
    lead = None
    _label_lists(head)
    for line in head:
        if line.label != "":
            continue
        if headline is not None and len(line.text) == len(headline) and fold(line.text) == fold(headline):
            line.label = "other"
        elif line.hint == "lead" and lead is None and len(line.text) >= 30:
            line.label, lead = "lead", line
        elif is_byline(line.text):
            line.label = "credit"
    if lead is None:
        for line in head:
            # The last paragraph before the text, where nothing is called a lead.
            if line.label == "" and len(line.text) >= 50 and SENTENCE.search(line.text) and not line.linked:
                lead = line
        if lead is not None:
            lead.label = "lead"
    for line in head:
        if line.label == "":
            line.label = "other" if is_paragraph(line.text) else "navigation"
    return lead


def _label_text(text: Sequence[Line], headline: str | None, apart: Callable[[Line], bool]) -> None:
    shown: set[str] = set()
    for line in text:
        if line.label == "" and _is_caption(line, headline, apart):
            line.label = "caption"
        if line.label == "caption":
            parts = caption_parts(line.text, headline)
            shown.update((line.text.lower(), (parts[0] if parts else line.text).lower()))
    root = text[0].box if text else -1
    opened = False  # the first paragraph has come: what stands before it may be the time and the author
    for line in text:
        opened = opened or is_paragraph(line.text)
        if shown and line.label == "" and line.text.lower() in shown:
            line.label = "caption"
        elif line.label in _UNTOLD and line.tag in ("td", "th") and line.box != root and not is_paragraph(line.text):
            line.label = "other"  # a cell of a table of figures
        elif opened and line.label in ("section", "time") and line.hint not in ("section", "time", "credit"):
            line.label = ""  # a heading of the story may be called as a section is
    _label_lists(text)
    _label_signature(text)
    for line in text:
        if line.label == "":
            line.label = "other" if line.text == headline else "body"


def _is_caption(line: Line, headline: str | None, apart: Callable[[Line], bool]) -> bool:
    size = len(line.text)
    if size < 420 and caption_parts(line.text, headline):
        return True
    if not line.pictured or size > 300 or line.tag in ("h1", "h2", "h3", "h4"):
        return False
    if line.tag in ("td", "figure", "center") or apart(line):
        return True
    return size < 160 and not SENTENCE.search(line.text) and is_scene(line.text)


def _label_signature(text: Sequence[Line]) -> None:
    """The author at the end of the text, and what stands behind: a name, or a name with its agency."""
    told = [i for i, line in enumerate(text) if line.label == "" and is_paragraph(line.text)]
    last = told[-1] if told else -1
    for line in text[last + 1 :]:
        if line.label == "" and is_byline(line.text):
            line.label = "credit"
    ends = (
        i for i, line in enumerate(text) if i > 1 and line.label in ("credit", "comment") and line.hint != "caption"
    )
    for end in islice(ends, _MOST_ENDS):
        # Paragraphs after the signature are notes, comments and teasers, unless the story plainly goes on.
        rest = [line for line in text[end + 1 :] if line.label == ""]
        told_before = sum(len(line.text) for line in text[:end] if line.label == "")
        if rest and sum(len(line.text) for line in rest) < 0.5 * told_before:
            label = "other"
            for line in text[end:]:
                label = "comment" if line.label == "comment" else label
                if line.label == "":
                    line.label = "related" if line.linked else label
            return


def _label_lists(lines: Sequence[Line], summaries: bool = False) -> None:
    """After a heading such as "Tin liên quan": linked lines, with `summaries` theirs too, up to another kind."""
    inside, named, teased = False, False, False
    for line in lines:
        if line.label == "related.head":
            inside, named = True, is_related_head(line.text)
            line.label = "navigation"
        elif inside and line.label in ("related", "time"):
            line.label, teased = "related", line.linked > 0
            line.hint = "related" if named else "list"
        elif summaries and inside and teased and line.label == "" and not line.linked and SENTENCE.search(line.text):
            line.label, teased = "related", False  # the teaser's summary
            line.hint = "related" if named else "list"
        elif line.label != "other":
            inside = False


def _label_lead(text: Sequence[Line], lead: Line | None) -> None:
    story = [line for line in text if line.label == "body"]
    if lead is not None:
        told = fold(lead.text)
        for line in story[:4]:
            if abs(len(line.text) - len(told)) < 8 and fold(line.text) == told:
                line.label = "other"  # printed twice
        return
    if len(story) < 2 or len(story[0].text) < 40:
        return
    first = story[0]
    bold = first.strong >= 0.9 * len(first.text) and story[1].strong < 0.5 * len(story[1].text)
    if first.hint == "lead" or first.tag == "h2" or bold:
        first.label = "lead"


def _label_after(after: Sequence[Line]) -> None:
    _label_lists(after, summaries=True)
    over = False  # comments, tags or teasers have begun
    for line in after:
        if line.label in ("comment", "related", "other"):
            over = True
        if line.label == "caption" or (line.label in ("time", "section", "credit") and over):
            line.label = "related" if line.linked else "other"
        elif line.label == "" and not over and is_byline(line.text):
            line.label = "credit"
        elif line.label == "":
            line.label = "other" if is_paragraph(line.text) else "navigation"


@cache
def sections_named() -> frozenset[str]:
    """Keys of the section names that say nothing ("Tin tức")."""
    return frozenset(key(s) for s in lexicon().page["words"]["vague_sections"])
