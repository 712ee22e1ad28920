"""What a store keeps of alerts: the saved question, what it knows of entries, where its events go and how far they are.

Times are seconds since 1970 (UTC).
"""

from typing import Any, Literal

import msgspec

ChannelKind = Literal["webhook", "mail"]


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
    None of what is no plan, `moved` what is said of its new day and place, `since` the day of its first telling. `due`
    is the last day of a plan of which nothing is told yet, `first` and `last` the steps of days under which it is filed
    what becomes of it.
    """

    entry: str
    status: str
    day: str | None = None
    place: str | None = None
    conflicts: list[tuple[str, str]] = []
    outcome: str | None = None
    moved: dict[str, str] = {}
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
