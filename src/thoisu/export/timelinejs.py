"""TimelineJS 3 JSON (timeline.knightlab.com/docs/json-format.html): dated entries as slides, grouped by category.

TimelineJS puts headline, text and display date into the page as HTML: all that comes from elsewhere is escaped, and it
is told not to make links of the text itself.
"""

from collections import Counter
from html import escape
from typing import Any, BinaryIO

import msgspec

from ..chronicle.records import Document
from ..show import when
from .clean import clean, line
from .formats import Field
from .lines import SOURCES, address, best_first, facts, headline, table_title
from .source import Source, Told

FIELDS = [
    Field("title.text.headline", "the first words of the table of entries", "the filters of the question"),
    Field("events[].unique_id", "Entry.id, behind `entry-`"),
    Field("events[].start_date", "Entry.from, or Entry.to where it has no beginning", "entries without any day"),
    Field("events[].end_date", "Entry.to, where it is another than Entry.from"),
    Field("events[].display_date", "Entry.from and Entry.to, open ends as dots"),
    Field("events[].group", "Entry.event in words", "Entry.mode stands in the headline, Entry.context nowhere"),
    Field("events[].text.headline", "Entry.actor, Entry.recipient, Entry.event, Entry.mode in words"),
    Field(
        "events[].text.text",
        f"the sentence of up to {SOURCES} tellings, each with outlet, time and link; status, place and voices",
        "further tellings; control characters; white space is folded",
    ),
    Field("events[].autolink", "always false: what looks like a link in a sentence stays text"),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one object with a slide on each line; gives how many there are."""
    title = {"text": {"headline": escape(table_title(source.words))}}
    out.write(b'{"scale":"human","title":' + msgspec.json.encode(title) + b',"events":[')
    count = left_out = 0
    for told in source.told():
        if not (told.entry.start_day or told.entry.end_day):
            left_out += 1
            continue
        out.write((b",\n" if count else b"\n") + msgspec.json.encode(slide(told, source)))
        count += 1
    out.write(b"\n]}\n")
    source.leave_out(Counter({"without a day": left_out}))
    return count


def slide(told: Told, source: Source) -> dict[str, Any]:
    """A dated entry as a slide."""
    entry = told.entry
    first, last = entry.start_day or entry.end_day or "", entry.end_day
    return {
        "unique_id": f"entry-{entry.id}",
        "start_date": _date(first),
        **({"end_date": _date(last)} if last and last != first else {}),
        "display_date": escape(when(entry, source.words)),
        "group": escape(str(source.words["of_event"].get(entry.event, entry.event))),
        "text": {"headline": escape(headline(entry, source.lang)), "text": "".join(_paragraphs(told, source))},
        "autolink": False,
    }


def _paragraphs(told: Told, source: Source) -> list[str]:
    entry = told.entry
    found = []
    for one in best_first(told):
        document = told.documents.get(one.document)
        stated = ", ".join(filter(None, [line(one.outlet or ""), (one.moment or "")[:16].replace("T", " ")]))
        found.append(f"<p>{escape(clean(one.text))} — {_linked(stated or one.document, document)}</p>")
    found.append(f"<p>{escape('; '.join(facts(entry, source.lang)))}</p>")
    if url := source.link("entry", entry.id):
        found.append(f'<p><a href="{escape(url)}">{escape(url)}</a></p>')
    return found


def _linked(text: str, document: Document | None) -> str:
    url = address(document) if document else None
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _date(day: str) -> dict[str, int]:
    """A day, with the hour where it has one: TimelineJS takes the parts as numbers.

    >>> _date("2022-11-04T14:30")
    {'year': 2022, 'month': 11, 'day': 4, 'hour': 14, 'minute': 30}
    """
    parts = [*day[:10].split("-"), *(day[11:16].split(":") if len(day) > 10 else [])]
    return dict(zip(("year", "month", "day", "hour", "minute"), map(int, parts), strict=False))
