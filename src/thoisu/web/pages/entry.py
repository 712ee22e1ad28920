"""An entry: every telling with its sentence, what in it says what, what the tellings do not agree on."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from ...chronicle.answers import Plan, followed_entry
from ...chronicle.filters import one_of
from ...chronicle.records import Correction, Document, Entry, Telling
from ...explain_page import pieces
from ..desk import Desk, show
from .correct import form_of

SHOWN = 20  # tellings, the best first; a wire report can have hundreds of copies


class Shown(msgspec.Struct, frozen=True):
    """A telling with its page and its sentence in pieces: text, and what it is (trigger, cue, actor, recipient)."""

    telling: Telling
    document: Document
    pieces: list[tuple[str, list[str]]]
    is_best: bool


@get("/entry/{id:str}", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[Any]:
    """One act with all that speaks for it."""
    return show(request, "entry.html", lambda desk: view(desk, id))


def view(desk: Desk, beginning: str) -> dict[str, Any]:
    """What the page shows of the entry whose id begins so."""
    [found] = desk.store.entries([one_of(desk.store, "entry", beginning)])
    shown = found.tellings if desk.one("all") else [found.best, *(t for t in found.tellings if t != found.best)][:SHOWN]
    tellings = {t.id: t for t in desk.store.tellings(shown)}
    documents = {d.id: d for d in desk.store.documents({t.document for t in tellings.values()})}
    return {
        "entry": found,
        "tellings": [_shown(tellings[id], documents, found) for id in shown if id in tellings],
        "hidden": len(found.tellings) - len(shown),
        "plan": _plan(desk, found),
        "corrections": _corrections(desk, found),
        "form": form_of(desk.store, found) if desk.user and desk.user.writes else None,
    }


def _shown(telling: Telling, documents: dict[str, Document], entry: Entry) -> Shown:
    document = documents[telling.document]
    return Shown(telling, document, marked(telling), telling.id == entry.best)


def marked(telling: Telling) -> list[tuple[str, list[str]]]:
    """The sentence of a telling in pieces, each with what it says of the event."""
    event = telling.event
    sentence = event.evidence[0]
    marks = [(event.p, event.start, event.end, "trigger")]
    marks += [(cue.p, cue.start, cue.end, "cue") for cue in event.cues]
    for what, parties in (("actor", event.actor), ("recipient", event.recipient)):
        marks += [(m["p"], m["start"], m["end"], what) for party in parties if (m := party.mention)]
    return pieces(telling.text, sentence.start, [(a, b, what) for p, a, b, what in marks if p == sentence.p])


def _plan(desk: Desk, entry: Entry) -> dict[str, Any] | None:
    """What became of a planned entry, with the entries that say so."""
    if entry.status != "planned" or entry.rejected:
        return None
    plan: Plan = followed_entry(desk.store, entry, desk.today)
    return {"outcome": plan.outcome, "entries": desk.store.entries(plan.outcome.entries)}


def _corrections(desk: Desk, entry: Entry) -> list[Correction]:
    return desk.store.corrections(entry.corrections) if entry.corrections else []
