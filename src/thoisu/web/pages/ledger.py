"""The ledger of plans: a month as a calendar, and what became of each plan."""

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get

from ...chronicle.answers import Plan, follow
from ...chronicle.asking import first_day
from ...chronicle.filters import question_from
from ...chronicle.records import Entry, Question
from ...errors import DateError
from ..desk import Desk, show
from ..pictures.calendar import month_of

FOLLOWED = 100  # plans of a page; each is looked for among what was told later
IN_A_DAY = 3  # plans that a day of the calendar names
LINKED = 5  # entries by which a plan's outcome is known, that are named with it
_YEARS = range(1000, 9000)  # of whose months each has a neighbour on both sides
_EXACT = timedelta(6)  # a plan for a longer span stands in no day of the calendar


@get("/ledger", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The plans of a month or of other days, as of a day."""
    return show(request, "ledger.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: the calendar of a month, and the plans of the days that are asked for, which are the month's
    unless others are given.
    """
    given: dict[str, Any] = {name: desk.one(name) for name in ("actor", "from", "to", "month", "due", "on")}
    on = _day(given["on"]) or desk.today
    month = _month(desk, given)
    asked = {"from": given["from"], "to": given["to"]}
    if not any(asked.values()):
        asked = {"from": month.isoformat(), "to": month_of(month.year, month.month, []).last.isoformat()}
    actor = [given["actor"]] if given["actor"] else None
    question = question_from({"actor": actor, "status": ["planned"], **asked}, desk.store)
    # The latest first: plans for long spans, which begin long before, would else leave no room for those of the days.
    found = desk.store.ask(question, FOLLOWED + 1, newest=True)
    plans = follow(desk.store, found[FOLLOWED - 1 :: -1], on)
    if given["due"]:
        plans = [plan for plan in plans if plan.outcome.kind == "unreported"]
    linked = {id_ for plan in plans for id_ in plan.outcome.entries[:LINKED]}
    calendar = month_of(month.year, month.month, (span for plan in plans if (span := _span(plan))))
    return {
        "given": given,
        "on": on,
        "is_today": on == desk.today,
        "month": month,
        "is_month": not (given["from"] or given["to"]),
        "first": asked["from"],
        "last": asked["to"],
        "calendar": calendar,
        "counts": _counts(desk, question, month),
        "in_a_day": IN_A_DAY,
        "plans": plans,
        "left_out": len(found) > FOLLOWED,
        "followed": FOLLOWED,
        "linked": {entry.id: entry for entry in desk.store.entries(linked)},
        "shown_links": LINKED,
        "kept": {name: given[name] for name in ("actor", "due", "on")},
    }


def _counts(desk: Desk, question: Question, month: date) -> dict[str, int]:
    """How many plans begin on each day of the month, also those that are not followed here."""
    last = month_of(month.year, month.month, []).last
    whole = msgspec.structs.replace(question, start_day=month.isoformat(), end_day=last.isoformat())
    return desk.store.density(whole)


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise DateError(f"on: {given!r} is no date; give it as YYYY-MM-DD") from None


def _month(desk: Desk, given: dict[str, Any]) -> date:
    """The first day of the month that is shown: the one asked for, else that of the newest page. Raises DateError."""
    for name in ("month", "from", "to", "on"):
        if given[name]:
            try:
                day = date.fromisoformat(first_day(given[name]))
            except DateError as fault:
                raise DateError(f"{name}: {fault}") from None
            if day.year not in _YEARS:
                raise DateError(f"{name}: {given[name]} is in no calendar; give a day from 1000-01-01 to 8999-12-31")
            return day.replace(day=1)
    latest = date.fromisoformat(desk.store.latest() or desk.today.isoformat())
    return (latest if latest.year in _YEARS else desk.today).replace(day=1)


def _span(plan: Plan) -> tuple[date, date, Plan] | None:
    """The days of the calendar on which a plan stands; None of one that names none, or too many."""
    days = _days(plan.entry)
    return (*days, plan) if days and days[1] - days[0] <= _EXACT else None


def _days(entry: Entry) -> tuple[date, date] | None:
    if entry.start_day is None or entry.end_day is None:
        return None
    return date.fromisoformat(entry.start_day[:10]), date.fromisoformat(entry.end_day[:10])
