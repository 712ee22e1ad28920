"""How alerts stand: what they ask, what they told, and how far their deliveries are. No secret, and no full address."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from ..store.base import Store
from .records import Event
from .states import Alert, Channel, hidden


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """How far the deliveries of a channel are: `to` is where they go, without what may be a secret of it.

    `waiting` is how many events are to be delivered, `last` when its receiver took one, `next` when it is tried again;
    `every` how many seconds lie between two digests. `is_gone` where the receiver said that it is no more.
    """

    kind: str
    to: str
    every: float
    delivered: int
    waiting: int
    last: str | None
    failing_since: str | None
    tries: int
    next: str | None
    fault: str | None
    is_gone: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An alert and how it stands: `events` is how many it told, `newest` when the last of them was made."""

    name: str
    filters: dict[str, Any]
    on: list[str]
    made: str
    lang: str
    is_paused: bool
    fault: str | None
    events: int
    newest: str | None
    channels: list[Delivery]


def standing(store: Store, alerts: Iterable[Alert]) -> list[Standing]:
    """How these alerts stand, in their order."""
    channels: dict[str, list[Channel]] = {}
    for channel in store.channels():
        channels.setdefault(channel.alert, []).append(channel)
    return [_standing(store, alert, channels.get(alert.name, [])) for alert in alerts]


def newest_events(store: Store, name: str, limit: int) -> list[Event]:
    """The newest events of an alert, the newest first."""
    return [msgspec.json.decode(body, type=Event) for _, body in store.events(name, 0, limit, newest=True)]


def iso(moment: float | None) -> str | None:
    """A time of a record (seconds since 1970) in UTC, None where there is none.

    >>> iso(1667635200.5)
    '2022-11-05T08:00:00Z'
    """
    return None if moment is None else f"{datetime.fromtimestamp(int(moment), UTC):%Y-%m-%dT%H:%M:%SZ}"


def asked(alert: Standing) -> Iterator[str]:
    """The filters of an alert, one by one, as they were given."""
    for name, value in alert.filters.items():
        shown = "" if value is True else f" {' / '.join(map(str, value)) if isinstance(value, list) else value}"
        yield f"{name.replace('_', '-')}{shown}"


def how(channel: Delivery, words: dict[str, Any]) -> str:
    """How the deliveries of a channel stand."""
    parts = [words["waiting"].format(count=channel.waiting) if channel.waiting else words["delivered"]]
    if channel.is_gone:
        parts.append(words["gone"])
    elif channel.failing_since:
        day = channel.failing_since[:16].replace("T", " ")
        parts.append(words["failing"].format(day=day, tries=channel.tries, fault=channel.fault))
    return ", ".join(parts)


def _standing(store: Store, alert: Alert, channels: list[Channel]) -> Standing:
    newest = newest_events(store, alert.name, 1)
    return Standing(
        name=alert.name,
        filters=alert.filters,
        on=alert.on,
        made=iso(alert.made) or "",
        lang=alert.lang,
        is_paused=alert.paused,
        fault=alert.fault,
        events=alert.seq,
        newest=newest[0].made if newest else None,
        channels=[_delivery(channel, alert.seq) for channel in channels],
    )


def _delivery(channel: Channel, newest: int) -> Delivery:
    return Delivery(
        kind=channel.kind,
        to=hidden(channel.kind, channel.target),
        every=channel.every,
        delivered=channel.sent,
        waiting=newest - channel.sent,
        last=iso(channel.last),
        failing_since=iso(channel.failing_since),
        tries=channel.tries,
        next=iso(channel.due),
        fault=channel.fault,
        is_gone=channel.paused,
    )
