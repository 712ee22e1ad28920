"""What an alert tells: events, as they are kept, fed and delivered."""

from typing import Literal

import msgspec

from ..chronicle.answers import Evidence
from ..chronicle.records import Entry, Outcome

Kind = Literal["new", "plan", "overdue", "conflict", "test"]
KINDS: tuple[Kind, ...] = ("new", "plan", "overdue", "conflict")  # that an alert may be asked for


class Difference(msgspec.Struct, frozen=True):
    """What is another than before: a field of the entry or of what became of a plan, its value before and after.

    `field`: day, place, status, participants (of the entry), outcome, new_day, new_place (of a plan). Days are
    `2022-02-07`, spans `2022-02-07/2022-02-09`. Of a conflict, `after` is a value that is told beside the others.
    """

    field: str
    before: str | None
    after: str | None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert tells, as it was when it was told: it is kept and delivered in these bytes, and never changed.

    `kind`: new (an entry that it did not know matches), plan (day, place or outcome of a plan are others), overdue (a
    plan's day is past and nothing is told of it), conflict (tellings do not agree that did before), test. `id` is of
    the event and the same on each try, `seq` counts the events of the alert from 1. `outcome` is what became of a plan
    as of `made`, null of what is none; `evidence` are the first tellings of the entry, and of those that tell the
    outcome; `link` is the entry on the desk where one is known.
    """

    id: str
    alert: str
    seq: int
    kind: Kind
    made: str
    entry: Entry | None
    changes: list[Difference] = []
    outcome: Outcome | None = None
    evidence: list[Evidence] = []
    link: str | None = None
