"""Corrections by hand from an entry's page, and the log of all of them."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from ...chronicle.correcting import correct
from ...chronicle.corrections import FIELDS, orphaned, taken_back
from ...chronicle.filters import one_of
from ...chronicle.records import Correction, Entry, Question
from ...errors import CorrectionError, QuestionError
from ...store.base import Store
from ..access import may_write, user_of
from ..desk import Desk, show
from ..lanes import slow
from .signing import Form

NEAR = 8  # entries that may be the same act, offered for a merge
SHOWN = 200  # lines of the log


@post("/entry/{id:str}/correct", guards=[may_write], include_in_schema=False)
@slow
def correct_entry(request: Request[Any, Any, Any], id: FromPath[str], data: Form) -> Response[Any]:
    """Does what one of the forms of an entry asks for, and goes to where its best telling is then."""
    user = user_of(request)
    assert user is not None  # may_write
    with request.app.state.stores.borrow() as store:
        [entry] = store.entries([one_of(store, "entry", id)])
        action, target, values = _asked(store, entry, data)
        correct(store, user.name, action, target, values)
        now = store.entry_ids([entry.best]).get(entry.best, entry.id)
    return Redirect(f"/entry/{now}", status_code=303)


@post("/corrections/{number:int}/undo", guards=[may_write], include_in_schema=False)
@slow
def undo(request: Request[Any, Any, Any], number: FromPath[int], data: Form) -> Response[Any]:
    """Takes a correction back, and goes to where what it is about is then."""
    user = user_of(request)
    assert user is not None  # may_write
    with request.app.state.stores.borrow() as store:
        correct(store, user.name, "undo", [str(number)], {})
        entry = store.entry_ids([data.get("telling", "")]) if data.get("telling") else {}
    return Redirect(f"/entry/{entry[data['telling']]}" if entry else "/corrections", status_code=303)


@get("/corrections", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The log, newest first."""
    return show(request, "corrections.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """The lines of the log with what became of them, and the entries that they are about."""
    log = desk.store.corrections()
    shown = log[: -SHOWN - 1 : -1]
    told = {id for line in shown for id in line.target}
    entries = desk.store.entry_ids(told)
    there = entries.keys() | {d.id for d in desk.store.documents(told)}
    undone = taken_back(log)
    lost = {line.number for line in orphaned(shown, there)}
    return {
        "lines": [
            {"line": line, "undone": line.number in undone, "lost": line.number in lost, "entry": _about(line, entries)}
            for line in shown
        ],
        "hidden": len(log) - len(shown),
    }


def form_of(store: Store, entry: Entry) -> dict[str, Any]:
    """What the forms of an entry begin with: its fields as they can be set, and what it might be one with."""
    day = entry.start_day or entry.end_day
    near: list[Entry] = []
    if day:
        same = Question(event=[entry.event], start_day=day, end_day=day)
        near = [other for other in store.ask(same, NEAR + 1) if other.id != entry.id][:NEAR]
    return {"fields": _fields(entry), "near": near}


def _about(line: Correction, entries: Mapping[str, str]) -> str | None:
    return next((entries[id] for id in line.target if id in entries), None)


def _fields(entry: Entry) -> dict[str, str]:
    """An entry's fields as `set` takes them: names parted by semicolons."""
    return {
        "from": entry.start_day or "",
        "to": entry.end_day or "",
        "status": entry.status,
        "event": entry.event,
        "mode": entry.mode or "",
        "actor": "; ".join(actor.entity for actor in entry.actor),
        "recipient": "; ".join(actor.entity for actor in entry.recipient),
        "place": entry.place.name if entry.place else "",
        "said_by": "; ".join(entry.said_by),
        "context": "; ".join(entry.context),
    }


def _asked(store: Store, entry: Entry, data: Mapping[str, str]) -> tuple[str, list[str], dict[str, str]]:
    """The correction that a form asks for: action, target, values. Raises QuestionError or CorrectionError."""
    action = data.get("action", "")
    if action == "set":
        now = _fields(entry)
        given = {field: data[field].strip() for field in FIELDS if field in data}
        values = {field: value for field, value in given.items() if value != now[field]}
        if not values:
            raise CorrectionError("set", "nothing was changed", "change a field first")
        return "set", entry.tellings, values
    if action == "reject":
        return "reject", entry.tellings, {}
    if action == "merge":
        [other] = store.entries([one_of(store, "entry", data.get("other", ""))])
        if other.id == entry.id:
            raise QuestionError("merge", f"{other.id} is this entry itself", "name another to join with it")
        return "merge", sorted({*entry.tellings, *other.tellings}), {}
    if action == "split":
        off = [telling for telling in entry.tellings if data.get(f"off_{telling}")]
        if len(entry.tellings) < 2 or len(off) == len(entry.tellings):
            raise CorrectionError("split", "nothing would stay", "mark those that are another act, not all")
        return "split", entry.tellings, {"off": " ".join(off)} if off else {}
    raise CorrectionError("correct", f"{action!r} is no correction", "send set, reject, merge or split")
