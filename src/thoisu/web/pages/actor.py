"""Somebody: who they are, with whom they dealt, when, and what is told of them last."""

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get

from ...called import called
from ...chronicle.actors import Profile, asked_as, dealings, is_one_of, profile
from ...chronicle.filters import question_from
from ...chronicle.records import Entry, Question
from ...model import Actor
from ..desk import Desk, show
from ..pictures.network import network
from ..pictures.strip import Strip, strip
from .chronology import by_day

READ = 100  # entries, the newest: what a page can go through in some thousandths of a second
LISTED = 20  # of them
PARTNERS = 24  # rows of the table
_WEEKS = timedelta(7 * 104 - 1)  # a longer span is drawn by months (pictures/strip.py)


@get("/actor", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """A person, a state or an organisation by a name of theirs."""
    return show(request, "actor.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows of whom the name means; of a name that nobody bears, that it was looked for."""
    given = {name: desk.one(name) for name in ("name", "from", "to")}
    if not given["name"]:
        return {"given": given, "known": None, "entries": []}
    question = question_from({"actor": [given["name"]], "from": given["from"], "to": given["to"]}, desk.store)
    latest = desk.store.latest()
    after = None
    if latest and not given["to"]:
        # What lies far ahead, or has its day by mistake, does not stand for what they do now.
        after = _moved(latest, timedelta(1))
    entries = desk.store.ask(question, READ, after, newest=True) or desk.store.ask(question, READ, newest=True)
    asked = question.actor or []
    day = date.fromisoformat(question.end_day or latest or desk.today.isoformat())
    profiles = [found for name in asked if (found := profile(name, day))]
    known = profiles[0] if profiles else None
    who = _told(entries, asked)
    partners = dealings(entries, asked, by_person=_is_person(known, who))
    return {
        "given": given,
        "known": known,
        "also": [other.entity for other in profiles[1:] if known and other.entity != known.entity],
        "who": who,
        "title": called(known.entity, desk.lang) if known else given["name"],
        "day": day.isoformat(),
        "read": len(entries),
        "is_all": len(entries) < READ,
        "first": min((e.start_day[:10] for e in entries if e.start_day), default=None),
        "partners": partners[:PARTNERS],
        "others": max(0, len(partners) - PARTNERS),
        "picture": network([(called(partner.name, desk.lang), partner.count) for partner in partners]),
        "strip": _strip(desk, question, entries),
        "entries": entries,
        "days": list(by_day(entries[:LISTED])),
    }


def _told(entries: list[Entry], asked: list[str]) -> Actor | None:
    """Who bears the name, as the newest entry that names them has it."""
    own = asked_as(asked)
    parties = (a for entry in entries for a in (*entry.actor, *entry.recipient))
    named = (a for a in parties if is_one_of(a, own))
    return next((a for a in named if asked_as([a.entity]) & own), None)


def _is_person(known: Profile | None, who: Actor | None) -> bool:
    return known.kind == "person" if known else who is not None and who.kind == "person"


def _strip(desk: Desk, question: Question, entries: list[Entry]) -> Strip | None:
    """How much is told of them in each week: of two years up to the newest entry, or of the days asked for."""
    days = [entry.start_day[:10] for entry in entries if entry.start_day]
    if not days:
        return None
    last = question.end_day or max(days)
    first = question.start_day or _moved(last, -_WEEKS)
    spanned = msgspec.structs.replace(question, start_day=first, end_day=last)

    def drawn() -> Strip | None:
        # A span that only reaches into these days would lengthen the strip to where it begins.
        return strip({on: count for on, count in desk.store.density(spanned).items() if first <= on <= last})

    return desk.once("actor's strip", spanned, drawn)


def _moved(day: str, by: timedelta) -> str:
    """A day earlier or later, within the calendar."""
    at = date.fromisoformat(day).toordinal() + by.days
    return date.fromordinal(min(max(at, 1), date.max.toordinal())).isoformat()
