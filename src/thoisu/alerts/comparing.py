"""What an alert has to tell of an entry, by what it knew of it before. Pure: no store, no clock."""

from collections.abc import Iterable, Mapping

from ..chronicle.answers import Followed
from ..chronicle.records import Entry, Outcome
from .records import Difference
from .states import Known

# Outcomes that somebody has told: the others follow from the calendar alone.
_TOLD = ("done", "postponed", "cancelled", "changed")


def differences(known: Known, entry: Entry, outcome: Outcome | None) -> dict[str, list[Difference]]:
    """What is another in an entry than an alert knew, by the kind of the event that tells it.

    `outcome` is what became of it if it is a plan. What is not told any more is no news: only another value is.

    >>> from thoisu.chronicle.reasons import outcome_of
    >>> plan = Entry("a", "CONSULT", "visit", [], "planned", [], [], "2022-02-09", "2022-02-09", None, [], "", "t", [],
    ...              [], [], [], [], "s")
    >>> known = Known(entry="a", status="planned", day="2022-02-07", outcome="open")
    >>> differences(known, plan, outcome_of("open", [], "ahead", {"day": "2022-02-09"}))
    {'plan': [Difference(field='day', before='2022-02-07', after='2022-02-09')]}
    """
    found = {
        "plan": _of_plan(known, entry, outcome),
        "overdue": _overdue(known.outcome, outcome),
        "conflict": [Difference(f, None, v) for f, v in disputed(entry) if (f, v) not in set(known.conflicts)],
    }
    return {kind: changes for kind, changes in found.items() if changes}


def at_first(entry: Entry, outcome: Outcome | None) -> dict[str, list[Difference]]:
    """What an entry tells beside being there when an alert first meets it.

    An alert that tells of new entries tells all of it with the entry.
    """
    told = outcome is not None and outcome.kind in _TOLD
    found = {
        "plan": [Difference("outcome", None, outcome.kind)] if outcome and told else [],
        "overdue": _overdue("open", outcome),
        "conflict": [Difference(field, None, value) for field, value in disputed(entry)],
    }
    return {kind: changes for kind, changes in found.items() if changes}


def known_of(entry: Entry, followed: Followed | None, before: Iterable[Known] = ()) -> Known:
    """What an alert knows of an entry from now on.

    `before` is what it knew of it, first under its own id, then of those that it was made one with; `followed` is what
    became of it if it is a plan.
    """
    outcome = followed.plan.outcome if followed else None
    former = list(before)
    own = former[0] if former else None
    conflicts = dict.fromkeys([*(c for k in former for c in k.conflicts), *disputed(entry)])
    steps = steps_of(followed.blocks) if followed else []
    moved = _moved(outcome)
    return Known(
        entry=entry.id,
        status=entry.status,
        day=span(entry) or (own.day if own else None),
        place=(entry.place.name if entry.place else None) or (own.place if own else None),
        conflicts=list(conflicts),
        outcome=outcome.kind if outcome else None,
        moved={**(own.moved if own else {}), **moved} if outcome and outcome.kind in _TOLD else {},
        since=followed.told if followed else None,
        due=entry.end_day[:10] if outcome and outcome.kind == "open" and entry.end_day else None,
        first=min(steps, default=None),
        last=max(steps, default=None),
    )


def disputed(entry: Entry) -> list[tuple[str, str]]:
    """The fields and values on which the tellings of an entry do not agree."""
    return [(conflict.field, value) for conflict in entry.conflicts for value in conflict.values]


def span(entry: Entry) -> str | None:
    """The days of an entry, `..` where an end is open; None where it has none.

    >>> span(Entry("a", "CONSULT", None, [], "planned", [], [], "2022-02-07", "2022-02-09", None, [], "", "t", [], [],
    ...            [], [], [], "s"))
    '2022-02-07/2022-02-09'
    """
    first, last = (entry.start_day or "")[:10], (entry.end_day or "")[:10]
    if first == last:
        return first or None
    return f"{first or '..'}/{last or '..'}"


def steps_of(blocks: Iterable[str]) -> list[int]:
    """The steps of days in the keys under which tellings are filed; a family's key has none.

    >>> steps_of(["CONSULT:deed:DEU>CHN:369155", "CONSULT:deed:family:57ljjojig74x"])
    [369155]
    """
    ends = {block.rpartition(":")[2] for block in blocks}
    return sorted(int(end) for end in ends if end.isascii() and end.isdigit())


def _of_plan(known: Known, entry: Entry, outcome: Outcome | None) -> list[Difference]:
    if "planned" not in (known.status, entry.status):
        return []
    place = entry.place.name if entry.place else None
    pairs = [("day", known.day, span(entry)), ("place", known.place, place), ("status", known.status, entry.status)]
    now = outcome.kind if outcome else None
    # That a day comes or goes by is no news of the plan; that what was told is told no more, is.
    if now in _TOLD or (now and known.outcome in _TOLD):
        pairs.append(("outcome", known.outcome, now))
    if now in _TOLD:
        pairs += [(field, known.moved.get(field), value) for field, value in _moved(outcome).items()]
    return [Difference(*pair) for pair in pairs if pair[2] and pair[1] != pair[2]]


def _overdue(before: str | None, outcome: Outcome | None) -> list[Difference]:
    is_over = outcome is not None and outcome.kind == "unreported"
    return [Difference("outcome", before, "unreported")] if is_over and before in ("open", None) else []


def _moved(outcome: Outcome | None) -> dict[str, str]:
    """The new day and place of a plan."""
    changes: Mapping[str, str] = outcome.changes if outcome else {}
    found = {}
    if "from" in changes:
        ends = changes.get("to", changes["from"])
        found["new_day"] = changes["from"] if ends == changes["from"] else f"{changes['from']}/{ends}"
    if "place" in changes:
        found["new_place"] = changes["place"]
    return found
