"""A flattened page (plain text) to its Article."""

import re

from ..model import Article, Block, Caption, Paragraph, Published, Related
from ..text import fold, key, normalize
from .blocks import Line, label_blocks
from .dateline import caption_day, given_time, line_time, url_time
from .shapes import byline_parts, caption_parts, credit_names, dateline, is_section

_SPACE = re.compile(r"\S")


def read_plain(text: str, uri: str = "", published: str | None = None) -> Article:
    """The article of a flattened page.

    `text` is the decoded page, `uri` its file or address (an address may hold the date), `published` a date
    given by the caller. Raises DateError when that date is none.

    >>> page = "Quốc tế\\n\\nHai bên nối lại đàm phán\\n07:01, 21/01/2022\\n"
    >>> page += "Ngày 20/1, hai bên đã gặp nhau ở Geneva./.\\n(TTXVN)"
    >>> article = read_plain(page)
    >>> article.title, article.section, article.published.value, article.credit
    ('Hai bên nối lại đàm phán', 'Quốc tế', '2022-01-21T07:01:00+07:00', ['TTXVN'])
    """
    lines = _lines(text)
    label_blocks(lines)
    title = next((line.text for line in lines if line.label == "title"), None)
    paragraphs = [Paragraph(line.label, line.text) for line in lines if line.label in ("title", "lead", "body")]
    paragraphs.sort(key=lambda p: {"title": 0, "lead": 1}.get(p.role, 2))
    story = lines[: _others(lines)]
    people, credit = _credit(story)
    outlet = _outlet(lines, uri)
    return Article(
        outlet=outlet,
        section=_section(lines),
        title=title,
        lead=next((line.text for line in lines if line.label == "lead"), None),
        published=_published(story, uri, published),
        story_day=None,
        byline=people,
        credit=credit,
        paragraphs=paragraphs,
        captions=_captions(lines, title),
        related=_related(lines),
        blocks=[Block(line.label, line.text, line.start, line.end) for line in lines],
    )


def _others(lines: list[Line]) -> int:
    """Where the other stories begin: their time lines and credits are not the page's."""
    last = max((i for i, line in enumerate(lines) if line.label in ("title", "lead", "body")), default=-1)
    return next((i for i, line in enumerate(lines) if i > last and line.label == "related"), len(lines))


def _lines(text: str) -> list[Line]:
    lines, at, gap = [], 0, False
    for raw in text.split("\n"):
        first = _SPACE.search(raw)
        tidy = normalize(raw)
        if first and tidy:
            end = at + len(raw.rstrip())
            lines.append(Line(tidy, at + first.start(), end, gap=gap))
            gap = False
        else:
            gap = True
        at += len(raw) + 1
    return lines


def _section(lines: list[Line]) -> str | None:
    """The section: a line of its own, or the words before the day on a time line."""
    for line in lines:
        if line.label == "section":
            return line.text.strip(" >/|»›:")
        head = re.split(r"\s*[-–|]\s*", line.text)[0].strip()
        if line.label == "time" and is_section(head):
            return head
    return None


def _credit(lines: list[Line]) -> tuple[list[str], list[str]]:
    people: list[str] = []
    credit: list[str] = []
    for line in lines:
        if line.label == "credit":
            names, agencies = byline_parts(line.text)
            people += [n for n in names if n not in people]
            credit += [a for a in agencies if a not in credit]
    return people, credit


def _outlet(lines: list[Line], uri: str) -> str | None:
    host = re.match(r"https?://(?:www\.)?([^/]+)", uri)
    if host:
        return host[1].lower()
    for line in lines:
        if line.label in ("lead", "body"):
            tag = dateline(line.text)
            return tag[0] if tag else None
    return None


def _published(lines: list[Line], uri: str, given: str | None) -> Published | None:
    if given is not None:
        return given_time(given)
    for line in lines:
        if line.label == "time":
            time = line_time(line.text)
            if time:
                return time
    return url_time(uri)


def _captions(lines: list[Line], title: str | None) -> list[Caption]:
    captions: list[Caption] = []
    story_ends = max((i for i, line in enumerate(lines) if line.label in ("body", "lead", "title")), default=0)
    for line in lines[: story_ends + 1]:
        if line.label != "caption":
            continue
        text, credit = caption_parts(line.text, title) or (line.text, [])
        if text and all(c.text != text for c in captions) and not (title and key(text).startswith(key(title))):
            captions.append(Caption(text, credit, caption_day(text)))
    return captions


def _related(lines: list[Line]) -> list[Related]:
    found: list[Related] = []
    for line in lines:
        if line.label != "related":
            continue
        text = line.text.strip()
        if text.startswith("[") and text.endswith("]"):
            found.append(Related(text[1:-1].strip()))
            continue
        text = text.lstrip(">»→ ")
        half = len(text) // 2
        if len(text) > 40 and text[:half].strip() == text[half:].strip():
            text = text[:half].strip()
        if caption_parts(text, None) and not credit_names(text):
            continue
        if found and fold(found[-1].title) == fold(text):
            continue
        # A summary is a sentence; a headline has no full stop (it may end with a question or a quotation).
        if not (text[-1] in ".…" or (len(text) > 90 and text[-1] in '"”!?')):
            found.append(Related(text))
        elif found and found[-1].summary is None:
            found[-1] = Related(found[-1].title, text)
    return found
