"""CSV (RFC 4180): entries for spreadsheets, UTF-8 with a byte order mark, which Excel needs to know it.

What a spreadsheet would calculate gets a quote before it, as OWASP advises against CSV injection: cells that begin
with = + - @, a tab or a carriage return, also in their full-width forms, which some programs take for the same. Marks
of right-to-left writing are kept: a cell is a paragraph of its own, and turns only its own words.
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
_END = "\r\n"
_QUOTE, _TWICE = '"', '""'
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
    out.write(codecs.BOM_UTF8 + ",".join(field.name for field in FIELDS).encode() + _END.encode())
    count, lines = 0, map(line, source.each(Row))
    while piece := list(islice(lines, _PIECE)):
        # Together, since each piece that is encoded costs as much as two cells.
        out.write("".join(piece).encode(errors="replace"))
        count += len(piece)
    return count


def line(row: Row) -> str:
    """The line of an entry. Texts of pages are always quoted, what has no comma never: that is not looked up.

    >>> row = Row("5a", "AID", None, [], "happened", [Party("FRA", "country")], [], "2023-01-02", None, None, [],
    ...           "Pháp giúp.", [], [], [], "5s")
    >>> line(row)
    '5a,2023-01-02,,happened,AID,,,"FRA",,,,,,,,,,5s,"Pháp giúp."\\r\\n'
    """
    place = _of_place(row.place) if row.place else ",,,"
    differ = quoted("; ".join(f"{c.field}: {' / '.join(c.values)}" for c in row.conflicts)) if row.conflicts else ""
    return (
        f"{row.id},{row.start_day or ''},{row.end_day or ''},{row.status},{row.event},{row.mode or ''},"
        f"{'; '.join(row.context)},{_parties(row.actor)},{_parties(row.recipient)},{place},{_names(row.said_by)},"
        f"{_names(row.outlets)},{_names(row.origins)},{differ},{row.story},{quoted(row.text)}{_END}"
    )


def write_rows(head: list[str], rows: Iterable[list[str]], out: BinaryIO) -> int:
    """Writes a head line and rows of cells that are safe already; gives how many rows."""
    count, more, lines = 0, iter(rows), list[str]()
    writer = csv.writer(_Lines(lines), lineterminator=_END)
    writer.writerow(head)
    out.write(codecs.BOM_UTF8)
    while piece := list(islice(more, _PIECE)):
        writer.writerows(piece)
        out.write("".join(lines).encode(errors="replace"))
        lines.clear()
        count += len(piece)
    out.write("".join(lines).encode())
    return count


class _Lines:
    """What csv writes lines to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


@lru_cache(maxsize=4096)
def _of_place(place: Place) -> str:
    return f"{quoted(place.name)},{place.country or ''},{degrees(place.lat)},{degrees(place.lon)}"


def _parties(actors: list[Party]) -> str:
    """Actors in one cell, each as `show.name` has it."""
    if not actors:
        return ""
    names = [f"{a.entity} ({p})" if a.kind == "person" and (p := a.country or a.org) else a.entity for a in actors]
    return quoted("; ".join(names))


def _names(names: list[str]) -> str:
    return quoted("; ".join(names)) if names else ""


def quoted(text: str) -> str:
    """A safe cell in quotation marks, as it stands in the file.

    >>> print(quoted('Ông nói "không" với Nga.'), quoted("=1+1"))
    "Ông nói ""không"" với Nga." "'=1+1"
    """
    if text[:1] in _RISKY or "\x00" in text:
        text = safe(text)
    return f'"{text.replace(_QUOTE, _TWICE)}"' if _QUOTE in text else f'"{text}"'


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
