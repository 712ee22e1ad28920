"""The chronology: the newest days first, and what they are narrowed by."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import msgspec
from litestar import Request, Response, get

from ...chronicle.filters import FILTERS, SEVERAL, question_from
from ...chronicle.records import Entry, Question
from ...export.formats import FORMATS
from ..desk import Desk, show
from ..pictures.strip import Strip, strip

SHOWN = 40  # entries of a page


class Day(msgspec.Struct, frozen=True):
    """A day with its entries; `day` is None for those that have none."""

    day: str | None
    entries: list[Entry]


@get("/", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Days as headings, entries under them, filters as a form that is the address too."""
    return show(request, "chronology.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: filters as they were given, the strip, the days, where to go on."""
    given = filters(desk)
    question = question_from(given, desk.store)
    narrowed = any(given.values())
    after, later = desk.one("after"), None
    if after is None and not (given["from"] or given["to"]):
        # What is planned for later, or has a day by mistake, does not stand before today's news.
        after = later = _tomorrow(desk.store.latest())
    # Asked first: what changes while the page is made is announced there.
    last_change = desk.store.last_change()
    entries = desk.store.ask(question, SHOWN + 1, after, newest=True)
    if not entries and later and desk.one("after") is None:
        entries, later = desk.store.ask(question, SHOWN + 1, newest=True), None
    return {
        "given": given,
        "narrowed": narrowed,
        "days": list(by_day(entries[:SHOWN])),
        "next": entries[SHOWN - 1].id if len(entries) > SHOWN else None,
        "later": later,
        "last_change": last_change,
        "strip": _strip(desk, question),
        "is_empty": not entries and not narrowed and not desk.store.ask(Question(rejected=True), 1),
        "formats": [(name, form.told) for name, form in FORMATS.items()],
        "pages": 0 if entries else desk.once("counts", None, desk.store.counts)["pages"],
    }


def filters(desk: Desk) -> dict[str, Any]:
    """The filters of an address, by name: of some several, of others one."""
    return {name: desk.all(name) if name in SEVERAL else desk.one(name) for name in FILTERS}


def by_day(entries: list[Entry]) -> Iterator[Day]:
    """Entries that come in the order of their days, under their days."""
    for day, told in groupby(entries, key=lambda entry: (entry.start_day or entry.end_day or "")[:10]):
        yield Day(day or None, list(told))


def _tomorrow(day: str | None) -> str | None:
    return (date.fromisoformat(day) + timedelta(1)).isoformat() if day else None


def _strip(desk: Desk, question: Question) -> Strip | None:
    """The strip of the whole question: it picks a span, so the span that is picked does not cut it."""
    whole = msgspec.structs.replace(question, start_day=None, end_day=None)
    return desk.once("strip", whole, lambda: strip(desk.store.density(whole)))
