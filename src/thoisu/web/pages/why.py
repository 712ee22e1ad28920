"""Why a telling was read as it was: its page is read once more, and all that was tried is kept."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from ... import __version__
from ...chronicle.documents import document_of
from ...chronicle.entries import tellings_of
from ...chronicle.filters import one_of
from ...chronicle.records import Document, Entry, Telling
from ...chronicle.rereading import reread
from ...errors import QuestionError
from ...events.explain import Told, explain_events
from ...events.trace import Trace
from ...explain_page import pieces, reasons
from ...lexicon import lexicon
from ...model import Event
from ...show import in_order
from ..desk import Desk, show
from ..lanes import slow


class Why(msgspec.Struct, frozen=True):
    """The reasons for an event (what is explained, and the reason), and its sentence in pieces with what each is."""

    event: Event
    pieces: list[tuple[str, list[str]]]
    reasons: list[tuple[str, str]]


@get("/entry/{id:str}/why/{telling:str}", include_in_schema=False)
@slow
def page(request: Request[Any, Any, Any], id: FromPath[str], telling: FromPath[str]) -> Response[Any]:
    """The reasons for one telling of an entry; the entry's page puts the part `#why` of it under the telling."""
    return show(request, "why.html", lambda desk: view(desk, id, telling))


def view(desk: Desk, beginning: str, telling: str) -> dict[str, Any]:
    """What the page shows of a telling of the entry whose id begins so; `why` is None where it is not read again."""
    [entry] = desk.store.entries([one_of(desk.store, "entry", beginning)])
    told = _telling(desk, entry, telling)
    [document] = desk.store.documents([told.document])
    version = desk.store.version(document.id)
    assert version is not None
    found = explained(desk, document, told)
    return {
        "entry": entry,
        "telling": told,
        "document": document,
        "kept": version,
        "is_newer": (version.reader, version.lexicon) != (__version__, lexicon().digest),
        "now": (__version__, lexicon().digest[:12]),
        "why": _why(desk, found) if found else None,
        "differs": found is not None and found.event != told.event,
    }


def explained(desk: Desk, document: Document, telling: Telling) -> Told | None:
    """What speaks for a telling when its page is read again; None where this version reads no such event there."""
    trace = Trace()
    reading = reread(desk.store, document, trace)
    if reading is None:
        return None
    fresh = tellings_of(document_of(reading, document.key, document.id), reading, telling.family)
    place = next((t.number for t in fresh if t.id == telling.id), None)
    if place is None:
        return None
    event = reading.events[place]
    told = explain_events(reading, trace, in_order(reading.events)).events
    return next(one for one in told if one.event is event)


def _telling(desk: Desk, entry: Entry, beginning: str) -> Telling:
    found = [id for id in entry.tellings if id.startswith(beginning.strip().lower())]
    if len(found) != 1:
        what = "begins the ids of several tellings" if found else "is none of the tellings"
        raise QuestionError(beginning, f"{what} of the entry {entry.id}", f"look at /entry/{entry.id}")
    [telling] = desk.store.tellings(found)
    return telling


def _why(desk: Desk, told: Told) -> Why:
    marks = ((m.start, m.end, m.what) for m in told.marks)
    return Why(told.event, pieces(told.sentence.text or "", told.sentence.start, marks), reasons(told, desk.t))
