"""CSV (RFC 4180): entries for spreadsheets, UTF-8 with a byte order mark, which Excel needs to know it.

What a spreadsheet would calculate gets a quote before it, as OWASP advises against CSV injection: cells that begin
with = + - @, a tab or a carriage return, also in their full-width forms, which some programs take for the same.
"""

import codecs
import csv
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

import msgspec

from ..model import Place
from .formats import Field
from .source import Source

FIELDS = [
    Field("id", "Entry.id"),
    Field("from", "Entry.from"),
    Field("to", "Entry.to"),
    Field("status", "Entry.status"),
    Field("event", "Entry.event"),
    Field("mode", "Entry.mode"),
    Field("context", "Entry.context, joined by `; `"),
    Field("actor", "Entry.actor, each with its power in brackets, joined by `; `", "sector, office, Wikidata id"),
    Field("recipient", "Entry.recipient, as `actor`", "as `actor`"),
    Field("place", "Entry.place.name"),
    Field("country", "Entry.place.country"),
    Field("lat", "Entry.place.lat"),
    Field("lon", "Entry.place.lon"),
    Field("said_by", "Entry.said_by, joined by `; `"),
    Field("outlets", "Entry.outlets, joined by `; `"),
    Field("origins", "Entry.origins, joined by `; `"),
    Field("conflicts", "Entry.conflicts, field and values", "which telling says which"),
    Field("story", "Entry.story"),
    Field("text", "the sentence of the best telling", "the sentences of the others; NUL characters"),
]
_PIECE = 500  # rows written at once
_RISKY = frozenset("=+-@\t\r\n＝＋－＠")


class Party(msgspec.Struct, frozen=True, gc=False):
    """What a table shows of an actor."""

    entity: str
    kind: str
    country: str | None = None
    org: str | None = None


class _Differ(msgspec.Struct, frozen=True, gc=False):
    field: str
    values: dict[str, msgspec.Raw]


class Row(msgspec.Struct, frozen=True, gc=False, rename={"start_day": "from", "end_day": "to"}):
    """The fields of an entry that the table shows."""

    id: str
    event: str
    mode: str | None
    context: list[str]
    status: str
    actor: list[Party]
    recipient: list[Party]
    start_day: str | None
    end_day: str | None
    place: Place | None
    said_by: list[str]
    text: str
    outlets: list[str]
    origins: list[str]
    conflicts: list[_Differ]
    story: str


def write(source: Source, out: BinaryIO) -> int:
    """Writes one row an entry; gives how many."""
    return write_rows([field.name for field in FIELDS], map(cells, source.each(Row)), out)


def write_rows(head: list[str], rows: Iterable[list[str]], out: BinaryIO) -> int:
    """Writes a head line and rows of cells that are safe already; gives how many rows."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\r\n")
    writer.writerow(head)
    out.write(codecs.BOM_UTF8)
    count, more = 0, iter(rows)
    while piece := list(islice(more, _PIECE)):
        writer.writerows(piece)
        # Together, since each piece that is encoded costs as much as two cells.
        out.write("".join(lines).encode(errors="replace"))
        lines.clear()
        count += len(piece)
    out.write("".join(lines).encode())
    return count


class _Lines:
    """What csv writes lines to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def cells(row: Row) -> list[str]:
    """The cells of an entry."""
    place = row.place
    return [
        row.id,
        row.start_day or "",
        row.end_day or "",
        row.status,
        row.event,
        row.mode or "",
        "; ".join(row.context),
        parties(row.actor),
        parties(row.recipient),
        *(_of_place(place) if place else _NOWHERE),
        joined(row.said_by),
        joined(row.outlets),
        joined(row.origins),
        safe("; ".join(f"{c.field}: {' / '.join(c.values)}" for c in row.conflicts)) if row.conflicts else "",
        row.story,
        safe(row.text),
    ]


_NOWHERE = ("", "", "", "")


@lru_cache(maxsize=4096)
def _of_place(place: Place) -> tuple[str, str, str, str]:
    return safe(place.name), place.country or "", degrees(place.lat), degrees(place.lon)


def parties(actors: list[Party]) -> str:
    """Actors in one cell, each as `show.name` has it."""
    if not actors:
        return ""
    names = [f"{a.entity} ({p})" if a.kind == "person" and (p := a.country or a.org) else a.entity for a in actors]
    return safe("; ".join(names))


def joined(names: list[str]) -> str:
    """Names in one cell."""
    return safe("; ".join(names)) if names else ""


def safe(text: str) -> str:
    """A cell that no spreadsheet calculates: a quote stands before what begins like a formula. NUL is dropped.

    >>> safe("=1+1"), safe("Nga"), safe("")
    ("'=1+1", 'Nga', '')
    """
    if "\x00" in text:
        text = text.replace("\x00", "")
    return f"'{text}" if text[:1] in _RISKY else text


def degrees(value: float | None) -> str:
    """A coordinate; behind the minus of the south and west stands a number, so that it is no formula."""
    return "" if value is None else repr(value)
