"""CSV (RFC 4180): entries for spreadsheets, UTF-8 with a byte order mark, which Excel needs to know it."""

import csv
from io import TextIOWrapper
from typing import BinaryIO

from ..chronicle.records import Entry
from ..show import name
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
    Field("text", "the sentence of the best telling", "the sentences of the others"),
]
_RISKY = "=+-@\t\r"


def write(source: Source, out: BinaryIO) -> int:
    """Writes one row an entry; gives how many."""
    text = TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([field.name for field in FIELDS])
    count = 0
    for count, entry in enumerate(source.entries(), 1):  # noqa: B007
        rows.writerow(_row(entry))
    text.flush()
    text.detach()
    return count


def _row(entry: Entry) -> list[str]:
    place = entry.place
    return [
        entry.id,
        entry.start_day or "",
        entry.end_day or "",
        entry.status,
        entry.event,
        entry.mode or "",
        safe("; ".join(entry.context)),
        safe("; ".join(map(name, entry.actor))),
        safe("; ".join(map(name, entry.recipient))),
        safe(place.name) if place else "",
        (place.country or "") if place else "",
        _degrees(place.lat) if place else "",
        _degrees(place.lon) if place else "",
        safe("; ".join(entry.said_by)),
        safe("; ".join(entry.outlets)),
        safe("; ".join(entry.origins)),
        safe("; ".join(f"{c.field}: {' / '.join(c.values)}" for c in entry.conflicts)),
        entry.story,
        safe(entry.text),
    ]


def safe(text: str) -> str:
    """A cell that no spreadsheet calculates: a quote stands before what begins like a formula.

    >>> safe("=1+1"), safe("Nga"), safe("")
    ("'=1+1", 'Nga', '')
    """
    return f"'{text}" if text and text[0] in _RISKY else text


def _degrees(value: float | None) -> str:
    # Behind the minus of the south and west stands a number: it is no formula.
    return "" if value is None else repr(value)
