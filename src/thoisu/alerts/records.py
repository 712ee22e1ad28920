"""The records of alerts: the saved question, what it knows of entries, what it tells, and where that goes.

Times are seconds since 1970 (UTC), as of all that is reckoned with; in an event, which is for others, ISO 8601.
"""

from typing import Any, Literal

import msgspec

from ..chronicle.answers import Evidence
from ..chronicle.records import Entry, Outcome

Kind = Literal["new", "plan", "overdue", "conflict", "test"]
KINDS = ("new", "plan", "overdue", "conflict")  # that an alert may be asked for
ChannelKind = Literal["webhook", "mail"]


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
    as of `made`, null of what is none; `evidence` its first tellings; `link` the entry on the desk where one is known.
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


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A saved question: `filters` as they were given (chronicle/filters.py), `on` of which kinds of events it tells.

    `cursor` is the number of the change up to which it has looked, `day` the day as of which it has looked at plans
    (ISO), `seq` the number of its newest event, `fault` why it can't look.
    """

    name: str
    filters: dict[str, Any]
    on: list[str]
    made: float
    lang: str = "en"
    desk: str | None = None
    cursor: int = 0
    day: str = ""
    seq: int = 0
    paused: bool = False
    fault: str | None = None


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """Where the events of an alert go: `target` is the address of a webhook or a mailbox.

    `secret` signs a webhook, unless it stands in the environment under `secret_env`; `every` is how many seconds lie
    between two digests. `sent` is the number of the event up to which all were delivered, `last` when that was, `due`
    when to try again. A channel whose receiver says that it is gone is `paused`.
    """

    alert: str
    kind: ChannelKind
    target: str
    number: int = 0
    secret: str | None = None
    secret_env: str | None = None
    every: float = 0
    sent: int = 0
    last: float | None = None
    due: float | None = None
    tries: int = 0
    failing_since: float | None = None
    fault: str | None = None
    paused: bool = False


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A digest that is to be sent on a channel: the events behind `after` up to `until`, as the bytes of an e-mail."""

    channel: int
    after: int
    until: int
    body: bytes


class Known(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an alert knows of an entry that matched: by it is seen what is another when the entry changes.

    `conflicts` are all fields and values that were told not to agree; `outcome` is the kind of what became of a plan,
    None of what is no plan, `moved` what is said of its new day and place. `told` counts its events, `since` is the day
    of its first telling. `due` is the last day of a plan of which nothing is told yet, `first` and `last` the steps of
    days under which it is filed what becomes of it.
    """

    entry: str
    status: str
    day: str | None = None
    place: str | None = None
    conflicts: list[tuple[str, str]] = []
    outcome: str | None = None
    moved: dict[str, str] = {}
    told: int = 0
    since: str | None = None
    due: str | None = None
    first: int | None = None
    last: int | None = None


def hidden(kind: str, target: str) -> str:
    """A target as it may be shown: paths of webhooks hold secrets, and a mailbox is somebody's own.

    >>> hidden("webhook", "https://tin.example.vn/hook/9f3a"), hidden("mail", "bien-tap@example.vn")
    ('https://tin.example.vn/…', '…@example.vn')
    """
    if kind == "mail":
        return f"…@{target.rpartition('@')[2]}"
    scheme, _, rest = target.partition("://")
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0]}/…"
