"""Labelled lines to the fields of an Article: what flattened pages and HTML have in common."""

import re
from collections.abc import Callable, Iterable, Sequence

from ..model import Article, Block, Caption, Paragraph, Published, Related
from ..text import key
from .credits import byline_parts, credit_names, is_byline
from .dateline import caption_day, line_time
from .lines import Line
from .publishers import host_of, publisher_of
from .shapes import caption_parts, dateline, is_section, own_label, without_related_cue, without_time

# "(14/10/2021)", "18/01/2022 15:20" after a headline
_DATED = re.compile(
    r"(?:(?<!\s)\s++)?+\(?(?:\d{1,2}:\d{2},?\s*)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,?\s*\d{1,2}:\d{2})?\)?$"
)
_RANK = {"title": 0, "lead": 1}
_TOLD = frozenset(["title", "lead", "body"])


def article_of(
    lines: Sequence[Line],
    published: Published | None,
    outlet: str | None,
    section: str | None,
    byline: Sequence[str],
    credit: Sequence[str],
    related: Iterable[Related],
    headline: str | None = None,
) -> Article:
    """The Article of labelled lines; what a page's metadata decide is given.

    `headline` is the metadata's, for a page that shows none.

    >>> lines = [Line("Hai bên gặp nhau", 0, 16, "title"), Line("Ngày 20/1, hai bên gặp nhau.", 17, 45, "body")]
    >>> [p.role for p in article_of(lines, None, None, None, [], [], []).paragraphs]
    ['title', 'body']
    """
    told = [Paragraph(line.label, line.text) for line in lines if line.label in _TOLD]
    title = next((p.text for p in told if p.role == "title"), None)
    if title is None and headline is not None:
        title = headline
        told.insert(0, Paragraph("title", headline))
    return Article(
        outlet=outlet,
        section=section,
        title=title,
        lead=next((p.text for p in told if p.role == "lead"), None),
        published=published,
        story_day=None,
        byline=list(byline),
        credit=list(credit),
        paragraphs=sorted(told, key=lambda p: _RANK.get(p.role, 2)),
        captions=captions_of(lines, title),
        related=list(related),
        blocks=[Block(line.label, line.text, line.start, line.end) for line in lines],
    )


def section_of(lines: Iterable[Line]) -> str | None:
    """The section: a line of its own, or the words before the day on a time line."""
    for line in lines:
        if line.label == "section":
            return line.text.strip(" >/|»›:")
        if line.label == "time":
            named = [part for part in without_time(line.text).split(" | ") if is_section(part)]
            if named:
                return named[0]
    return None


def credits_of(lines: Iterable[Line]) -> tuple[list[str], list[str]]:
    """People and agencies of the credit lines, and of a name beside the time, in page order."""
    people: list[str] = []
    credit: list[str] = []
    for line in lines:
        names: list[str] = []
        agencies: list[str] = []
        if line.label == "credit":
            names, agencies = byline_parts(line.text)
        elif line.label == "time":
            for part in without_time(line.text).split(" | "):
                if part and is_byline(part) and not is_section(part):
                    names += byline_parts(part)[0]
        for name in names:
            # "LÊ ĐẠT" above and "Lê Đạt" below are one; the spelling in small letters is the name's own.
            same = next((i for i, n in enumerate(people) if key(n) == key(name)), None)
            if same is None:
                people.append(name)
            elif people[same].isupper():
                people[same] = name
        credit += [a for a in agencies if a not in credit]
    return people, credit


def outlet_of(uri: str, canonical: str | None, lines: Iterable[Line]) -> str | None:
    """The outlet: its publisher's first domain, else the host of the address, else the tag before the first words."""
    for address in (uri, canonical or ""):
        host = host_of(address)
        if host:
            publisher = publisher_of(address)
            return publisher.domains[0] if publisher else host
    for line in lines:
        if line.label in ("lead", "body"):
            tag = dateline(line.text)
            return tag[0] if tag else None
    return None


def visible_time(lines: Iterable[Line]) -> str | None:
    """The text of the first line that tells the time of publication."""
    return next((line.text for line in lines if line.label == "time" and line_time(line.text)), None)


def captions_of(lines: Sequence[Line], title: str | None) -> list[Caption]:
    """Captions up to the end of the story, each once."""
    captions: list[Caption] = []
    story_ends = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].label in _TOLD), 0)
    # A figure may close the story: its caption stands right after the last paragraph.
    while story_ends + 1 < len(lines) and lines[story_ends + 1].label == "caption" and lines[story_ends + 1].tag:
        story_ends += 1
    for line in lines[: story_ends + 1]:
        if line.label != "caption" or line.outside:
            continue
        text, credit = caption_parts(line.text, title) or (line.text, [])
        if text and all(c.text != text for c in captions) and not (title and key(text).startswith(key(title))):
            captions.append(Caption(text, credit, caption_day(text)))
    return captions


def related_of(lines: Iterable[Line], address_of: Callable[[Line], str | None] = lambda line: None) -> list[Related]:
    """Teasers of other stories: a headline, and the sentence after it as its summary.

    `address_of` gives the address that a line links to, where that is known.
    """
    found: list[Related] = []
    seen: set[str] = set()
    for line in lines:
        if line.label != "related":
            continue
        text = line.text.strip()
        if text.startswith("[") and text.endswith("]"):
            found.append(Related(text[1:-1].strip()))
            continue
        text = text.lstrip(">»→- ")
        if text[-1:] == ")" or text[-1:].isdigit():
            text = _DATED.sub("", text)
        text = without_related_cue(text.strip())
        half = len(text) // 2
        if len(text) > 40 and text[:half].strip() == text[half:].strip():
            text = text[:half].strip()
        if not text or (caption_parts(text, None) and not credit_names(text)):
            continue
        if text.lower() in seen or (len(text) < 40 and own_label(text) in ("related.head", "navigation")):
            continue
        seen.add(text.lower())
        # A summary is a sentence; a headline has no full stop (it may end with a question or a quotation).
        if not (text[-1] in ".…" or (len(text) > 90 and text[-1] in '"”!?')):
            found.append(Related(text, None, address_of(line)))
        elif found and found[-1].summary is None:
            found[-1] = Related(found[-1].title, text, found[-1].url)
    return found
