"""The text of a page with what was found in it: names, times and events, each with what it is."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ..called import called
from ..model import Block, Event, Mention, Office, Reading, Time
from ..show import in_order, what
from .rows import url
from .told import office as told_office

# What a place is asked for by is the chronology; all other names have a page of their own.
_NAMES = {"person": "name", "country": "name", "org": "name", "place": "place"}
_STORY = ("title", "lead", "body")


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A piece of a paragraph, what it is (`kind`: trigger, name, place, time), the same in words, and where it leads.

    `start` and `end` are code points of the paragraph, end exclusive.
    """

    start: int
    end: int
    kind: str
    told: str
    link: str | None = None


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A piece of text between two ends of marks: the marks that hold it, innermost first, and those that end here."""

    text: str
    marks: list[Mark]
    ends: list[Mark]


class Part(msgspec.Struct, frozen=True):
    """A paragraph of the article (`p` is its number) in pieces, or blocks in a row that were set aside (`p` is None).

    `label` is what the block is (title, lead, body) and empty of those that were set aside.
    """

    p: int | None
    label: str
    pieces: list[Piece]
    aside: list[Block]


class Row(msgspec.Struct, frozen=True):
    """An event as the chronology of the page numbers it; `telling` and `entry` where the store has it."""

    number: int
    event: Event
    telling: str | None = None
    entry: str | None = None


def rows_of(reading: Reading, told: dict[int, tuple[str, str | None]]) -> list[Row]:
    """The events by day, from 1; `told` are telling and entry by the event's place in the reading."""
    places = {id(event): place for place, event in enumerate(reading.events)}
    rows = []
    for number, event in enumerate(in_order(reading.events), 1):
        telling, entry = told.get(places[id(event)], (None, None))
        rows.append(Row(number, event, telling, entry))
    return rows


def marks_of(reading: Reading, rows: Iterable[Row], t: dict[str, Any], lang: str) -> dict[int, list[Mark]]:
    """The marks of each paragraph by its number, in the words of a language."""
    found: dict[int, list[Mark]] = {}
    for row in rows:
        mark = _trigger(row, t)
        for p, start, end in [(row.event.p, row.event.start, row.event.end), *row.event.told]:
            found.setdefault(p, []).append(msgspec.structs.replace(mark, start=start, end=end))
    for mention in reading.mentions:
        found.setdefault(mention.p, []).append(_name(mention, t, lang))
    for office in reading.offices:
        found.setdefault(office.p, []).append(_office(office, t, lang))
    for time in reading.times:
        found.setdefault(time.p, []).append(Mark(time.start, time.end, "time", span(time)))
    return found


def _trigger(row: Row, t: dict[str, Any]) -> Mark:
    told = f"{row.number}: {what(row.event, t)}, {t['of_status'][row.event.status]}"
    return Mark(0, 0, "trigger", told, f"/entry/{row.entry}" if row.entry else f"#event-{row.number}")


def _name(mention: Mention, t: dict[str, Any], lang: str) -> Mark:
    own = called(mention.entity, lang)
    told = t["of_lexicon"][mention.kind] if own == mention.text else f"{t['of_lexicon'][mention.kind]} {own}"
    return Mark(mention.start, mention.end, _NAMES[mention.kind], told, name_url(mention.kind, mention.entity))


def _office(office: Office, t: dict[str, Any], lang: str) -> Mark:
    who = called(office.entity, lang) if office.entity else t["of_lexicon"]["several"]
    told = f"{told_office(office.office, lang)}, {called(office.holder, lang)}: {who}"
    return Mark(office.start, office.end, "name", told, name_url("person", office.entity or office.holder))


def name_url(kind: str, entity: str) -> str:
    """Where a name leads: somebody's page, or what happened at a place.

    >>> name_url("country", "RUS"), name_url("place", "Geneva")
    ('/actor?name=RUS', '/?place=Geneva')
    """
    return url("/", place=entity) if kind == "place" else url("/actor", name=entity)


def span(time: Time) -> str:
    """The days that a time names, open ends as dots.

    >>> span(Time(0, 0, 8, "hôm 20/1", "2022-01-20", "2022-01-20", "day", "none"))
    '2022-01-20'
    """
    first, last = time.start_day or "…", time.end_day or "…"
    return first if first == last else f"{first} – {last}"


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """A text in pieces, cut where marks begin and end; marks may nest and overlap. An event comes before a name.

    >>> marks = [Mark(0, 7, "name", "đảng"), Mark(5, 7, "name", "Mỹ"), Mark(8, 11, "trigger", "1")]
    >>> [(piece.text, [mark.told for mark in piece.marks]) for piece in cut("Đảng Mỹ gặp.", marks)]
    [('Đảng ', ['đảng']), ('Mỹ', ['Mỹ', 'đảng']), (' ', []), ('gặp', ['1']), ('.', [])]
    """
    inside = sorted((m for m in set(marks) if 0 <= m.start < m.end <= len(text)), key=lambda m: (m.start, -m.end))
    cuts = sorted({0, len(text)} | {m.start for m in inside} | {m.end for m in inside})
    found: list[Piece] = []
    at: list[Mark] = []
    coming = iter([*inside, None])
    next_ = next(coming)
    for start, end in pairwise(cuts):
        at = [m for m in at if m.end > start]
        while next_ is not None and next_.start == start:
            at.append(next_)
            next_ = next(coming)
        here = sorted(at, key=lambda m: (m.kind != "trigger", m.end - m.start))
        found.append(Piece(text[start:end], here, [m for m in here if m.end == end]))
    return found


def parts_of(reading: Reading, marks: dict[int, list[Mark]], most: int | None = None) -> tuple[list[Part], int]:
    """The page from its top to its end, with how many of its blocks were left out behind the first `most`.

    A paragraph that stands nowhere on the page (a headline of the metadata) comes first.
    """
    article = reading.article
    left: dict[tuple[str, str], list[int]] = {}
    for p, paragraph in enumerate(article.paragraphs):
        left.setdefault((paragraph.role, paragraph.text), []).append(p)
    found: list[Part] = []
    told: set[int] = set()
    blocks = article.blocks if most is None else article.blocks[:most]
    for block in blocks:
        numbers = left.get((block.label, block.text)) if block.label in _STORY else None
        if numbers:
            p = numbers.pop(0)
            told.add(p)
            found.append(Part(p, block.label, cut(block.text, marks.get(p, [])), []))
        elif found and found[-1].p is None:
            found[-1].aside.append(block)
        else:
            found.append(Part(None, "", [], [block]))
    hidden = len(article.blocks) - len(blocks)
    if not hidden:
        unseen = [p for p in range(len(article.paragraphs)) if p not in told]
        shown = ((p, article.paragraphs[p]) for p in unseen)
        found[:0] = [Part(p, one.role, cut(one.text, marks.get(p, [])), []) for p, one in shown]
    return found, hidden


def outside(address: str) -> str | None:
    """An address on the web; None of what is none, which must not become a link.

    >>> outside("https://example.vn/a-1.html"), outside("javascript:alert(1)"), outside("file:/tmp/a"), outside("http://[")
    ('https://example.vn/a-1.html', None, None, None)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None
