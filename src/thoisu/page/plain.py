"""A flattened page (plain text) to its Article."""

import re
from collections.abc import Callable

from ..model import Article, Published
from ..text import normalize
from .article import article_of, credits_of, outlet_of, related_of, section_of, visible_time
from .blocks import label_blocks
from .dateline import given_time, line_time, url_time
from .lines import Line, set_repeated

_SPACE = re.compile(r"\S")


def read_plain(
    text: str, uri: str = "", published: str | None = None, furniture: Callable[[str], bool] | None = None
) -> Article:
    """The article of a flattened page.

    `text` is the decoded page, `uri` its file or address (an address may hold the date), `published` a date
    given by the caller; `furniture` tells which lines repeat across the pages of the host. Raises DateError when
    that date is none.

    >>> page = "Quốc tế\\n\\nHai bên nối lại đàm phán\\n07:01, 21/01/2022\\n"
    >>> page += "Ngày 20/1, hai bên đã gặp nhau ở Geneva./.\\n(TTXVN)"
    >>> article = read_plain(page)
    >>> article.title, article.section, article.published.value, article.credit
    ('Hai bên nối lại đàm phán', 'Quốc tế', '2022-01-21T07:01:00+07:00', ['TTXVN'])
    """
    lines = _lines(text)
    if furniture is not None:
        set_repeated(lines, furniture)
    label_blocks([line for line in lines if not line.outside])
    story = lines[: _others(lines)]
    people, credit = credits_of(story)
    return article_of(
        lines,
        published=_published(story, uri, published),
        outlet=outlet_of(uri, None, lines),
        section=section_of(lines),
        byline=people,
        credit=credit,
        related=related_of(lines),
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


def _published(lines: list[Line], uri: str, given: str | None) -> Published | None:
    if given is not None:
        return given_time(given)
    shown = visible_time(lines)
    return line_time(shown) if shown else url_time(uri)
