"""What became of the store since an alert last looked, as events in their order.

An alert follows the store's changes from a number on. It knows the entries that it told of by their tellings, so that
one that was made one with another, or came under another id, is not new to it. What becomes of a plan may be told by
an entry that does not match: plans are looked at again where something is filed that may tell of them, and when their
last day is over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec

from ..chronicle.answers import Followed, evidence_of, follow_beside
from ..chronicle.filters import question_from
from ..chronicle.ledger import blocks_for
from ..chronicle.records import Entry, Outcome, short_id
from ..store.base import Store
from .comparing import at_first, differences, known_of, steps_of
from .records import KINDS, Difference, Event, Kind
from .states import Alert, Known

BATCH = 500  # changes that are looked through in one transaction
_PLANS = 500  # plans that are followed together: those of near days are told of by the same entries
_LOOKED_AT = 100  # plans that are looked at together for whether anything may tell of them
_EVIDENCE = 10  # tellings of an entry that an event holds, and as many of what became of a plan


class Met(NamedTuple):
    """An entry with what an alert is to know of it from now on."""

    known: Known
    tellings: list[str]


def look(store: Store, name: str, now: float, today: date) -> int:
    """Looks through all that changed, and puts down what is to be told; how many events that is.

    Raises as pieces().
    """
    return sum(pieces(store, name, now, today))


def pieces(store: Store, name: str, now: float, today: date) -> Iterator[int]:
    """The same, piece by piece: how many events each has.

    Each is one transaction: events, what is known, and how far the alert is. An alert that is paused or not there does
    not look. Raises QuestionError where its question can't be asked any more.
    """
    while (alert := store.alert(name)) and not alert.paused and _is_behind(store, alert, today):
        with store.writing(quiet=True):
            count = step(store, name, now, today)
        yield count


def _is_behind(store: Store, alert: Alert, today: date) -> bool:
    return store.last_change() > alert.cursor or alert.day < today.isoformat()


def step(store: Store, name: str, now: float, today: date, silent: bool = False) -> int:
    """The next piece of that, inside a transaction; a `silent` one makes known what it would tell."""
    alert = store.alert(name)
    if alert is None or alert.paused:
        return 0
    changes = store.changes(alert.cursor, BATCH)
    met, events, gone = _looked(store, alert, [c.entry for c in changes], now, today)
    if silent:
        events = []
    store.put_known(name, [m.known for m in met], [(t, m.known.entry) for m in met for t in m.tellings])
    store.drop_known(name, gone)
    store.put_events(name, [(e.seq, e.id, msgspec.json.encode(e)) for e in events])
    store.put_alert_state(
        msgspec.structs.replace(
            alert,
            cursor=changes[-1].number if changes else alert.cursor,
            day=max(alert.day, today.isoformat()),
            seq=events[-1].seq if events else alert.seq,
            fault=None,
        )
    )
    return len(events)


def baseline(store: Store, alert: Alert, today: date) -> Iterator[Met]:
    """What an alert knows from the beginning: all entries that match its question, with nothing to be told of them."""
    plans: list[Entry] = []
    for entry in store.each(question_from(alert.filters, store)):
        if not _is_plan(entry):
            yield _met(entry, {})
            continue
        plans.append(entry)
        if len(plans) == _PLANS:
            yield from _met_plans(store, plans, today)
            plans = []
    yield from _met_plans(store, plans, today)


def _met_plans(store: Store, plans: Sequence[Entry], today: date) -> Iterator[Met]:
    followed = _followed(store, plans, today)
    return (_met(plan, followed) for plan in plans)


def _looked(
    store: Store, alert: Alert, changed: Sequence[str], now: float, today: date
) -> tuple[list[Met], list[Event], set[str]]:
    """What is known from now on, what is to be told, and of which entries nothing is known any more."""
    ids = list(dict.fromkeys(changed))
    present = {entry.id: entry for entry in store.entries(ids)}
    question = question_from(alert.filters, store)
    matching = {entry.id for entry in store.among(question, present)} if present else set()
    known_as = store.known_as(alert.name, {t for entry in present.values() for t in entry.tellings})
    formerly = {i: list(dict.fromkeys(known_as[t] for t in e.tellings if t in known_as)) for i, e in present.items()}
    looked_at = [i for i in ids if i in present and (i in matching or formerly[i])]
    affected = _affected(store, alert.name, present.values())
    if alert.day < today.isoformat():
        affected |= set(store.known_due(alert.name, today.isoformat()))
    again = {entry.id: entry for entry in store.entries(affected - set(looked_at))}
    entries = [*(present[i] for i in looked_at), *sorted(again.values(), key=lambda e: (e.end_day or "", e.id))]
    known = store.known(alert.name, {*looked_at, *again, *(i for former in formerly.values() for i in former)})
    alive = {entry.id for entry in store.entries(known)}
    followed = _followed(store, entries, today)

    met: list[Met] = []
    events: list[Event] = []
    gone = affected - again.keys() - present.keys()
    for entry in (e for e in entries if not e.rejected):
        before = formerly.get(entry.id, [])
        own = known.get(entry.id)
        others = [known[i] for i in before if i in known and i != entry.id]
        moved = [k for k in others if k.entry not in alive]
        outcome = followed[entry.id].plan.outcome if entry.id in followed else None
        told = _told(alert, entry, own or next(iter(moved), None), bool(own or before), outcome)
        met.append(_met(entry, followed, [*([own] if own else []), *moved, *(k for k in others if k not in moved)]))
        gone |= {k.entry for k in moved}
        for kind, changes in told:
            seq = alert.seq + len(events) + 1
            events.append(_event(store, alert, seq, kind, entry, changes, outcome, now))
    return met, events, gone


def _told(
    alert: Alert, entry: Entry, known: Known | None, was_told: bool, outcome: Outcome | None
) -> list[tuple[Kind, list[Difference]]]:
    """The events of an entry, of the kinds that are asked for, in the order of KINDS.

    One whose tellings were parts of another entry, which is still there, tells nothing: all of it was told there.
    """
    if known is not None:
        found = differences(known, entry, outcome)
    elif was_told:
        return []
    elif "new" in alert.on:
        return [("new", [])]
    else:
        found = at_first(entry, outcome)
    return [(kind, found[kind]) for kind in KINDS if kind in found and kind in alert.on]


def _affected(store: Store, name: str, changed: Iterable[Entry]) -> set[str]:
    """The plans that an alert knows of which any of these entries may tell what became of them."""
    tellings = [t for entry in changed for t in entry.tellings]
    blocks = {block for filed in store.blocks(tellings).values() for block in filed}
    steps = steps_of(blocks)
    if not steps:
        return set()
    near = store.known_within(name, min(steps), max(steps))
    ids, found = sorted(near), set()
    # Few are affected: so that memory does not grow with all plans that are known, some are looked at at a time.
    for at in range(0, len(ids), _LOOKED_AT):
        some = ids[at : at + _LOOKED_AT]
        plans = {plan.id: plan for plan in store.entries(some)}
        told = (i for i, plan in plans.items() if not blocks.isdisjoint(blocks_for(plan, near[i].since)))
        found |= {*told, *(i for i in some if i not in plans)}
    return found


def _is_plan(entry: Entry) -> bool:
    return entry.status == "planned" and not entry.rejected


def _followed(store: Store, entries: Iterable[Entry], today: date) -> dict[str, Followed]:
    """What became of those of some entries that are plans."""
    plans = [entry for entry in entries if _is_plan(entry)]
    batches = (plans[i : i + _PLANS] for i in range(0, len(plans), _PLANS))
    return {found.plan.entry.id: found for batch in batches for found in follow_beside(store, batch, today)}


def _met(entry: Entry, followed: Mapping[str, Followed], before: Iterable[Known] = ()) -> Met:
    return Met(known_of(entry, followed.get(entry.id), before), entry.tellings)


def _event(
    store: Store, alert: Alert, seq: int, kind: Kind, entry: Entry, changes: list[Difference],
    outcome: Outcome | None, now: float,
) -> Event:  # fmt: skip
    [answer] = evidence_of(store, [entry])
    said_by = [e for e in store.entries(outcome.entries) if e.id != entry.id] if outcome else []
    of_outcome = [one for answer in evidence_of(store, said_by) for one in answer.evidence]
    return Event(
        # Of what is told, and as the how-manieth: a store that is brought back from a copy, and looks through the same
        # again, gives the same event the same id.
        id=short_id(alert.name, repr(alert.made), str(seq), entry.id, kind, repr(changes)),
        alert=alert.name,
        seq=seq,
        kind=kind,
        made=f"{datetime.fromtimestamp(int(now), UTC):%Y-%m-%dT%H:%M:%SZ}",
        entry=entry,
        changes=changes,
        outcome=outcome,
        evidence=[*answer.evidence[:_EVIDENCE], *of_outcome[:_EVIDENCE]],
        link=f"{alert.desk}/entry/{entry.id}" if alert.desk else None,
    )
