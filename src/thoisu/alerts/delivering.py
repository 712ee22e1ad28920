"""Events to their receivers: in order on each channel, as often as it takes, with the same id and content on each try.

What a receiver has taken is noted before the next is sent: one that was cut off in between gets the last event again,
with its id, and none is left out. A receiver that does not take an event is asked again later and later; it is never
given up, but `thoisu alert list` says since when it has failed.
"""

import asyncio
import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import msgspec

from ..chronicle.records import short_id
from ..store.base import Store
from ..watch.records import Fetched
from ..watch.threads import in_thread
from .letters import SERVER, Smtp, letter
from .records import Event
from .signing import EVENT_ID, SIGNATURE, signature
from .states import Alert, Channel, Letter, hidden

_LOG = logging.getLogger("thoisu.alerts")
FIRST, LONGEST = 30.0, 6 * 3600.0  # seconds until the second try, and between two when many have failed
_OBEYED = 24 * 3600.0  # that a receiver may ask us to wait
_IN_LETTER = 5000  # events of one digest; what is beyond comes with the next
_ASKEW = 3600.0  # from which on a time that is still to come was put down before the clock was set back
_GONE = 410
_NO_SERVER = f"{SERVER} is not set in the environment: no server takes letters"


class Poster(Protocol):
    """What sends webhooks: watch.fetching.Fetcher."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
        """Sends a body, and never raises for what a receiver does."""


class Delivered(NamedTuple):
    """How many events were taken, and how many channels failed."""

    events: int
    failed: int


class _Tried(NamedTuple):
    """How a try went: `fault` None where it was taken; `wait` the seconds that the receiver asks for."""

    fault: str | None
    wait: float = 0.0
    is_gone: bool = False


async def deliver(
    store: Store,
    now: float,
    poster: Poster,
    smtp: Smtp | None,
    patience: float = 60,
    chance: Callable[[], float] = random.random,
) -> Delivered:
    """Sends what waits on all channels that are due, side by side; `patience` is in seconds, for all of it.

    What then still waits goes with the next round.
    """
    work = _Work(store, now, poster, smtp, patience, chance)
    alerts = {alert.name: alert for alert in store.alerts() if not alert.paused}
    due = [c for c in store.channels() if c.alert in alerts and not c.paused and is_due(c, now)]
    sent = await asyncio.gather(*(work.channel(alerts[c.alert], c) for c in due))
    return Delivered(sum(count for count, _ in sent), sum(failed for _, failed in sent))


def is_due(channel: Channel, now: float) -> bool:
    """Whether a channel may be tried; a time that no failure leads to was put down before the clock was set back.

    >>> one = Channel(alert="duc", kind="webhook", target="https://tin.example.vn/", due=1000.0)
    >>> is_due(one, 999.0), is_due(one, 1000.0), is_due(one, 1000.0 - 8 * 86_400.0)
    (False, True, True)
    """
    return channel.due is None or not now < channel.due <= now + _OBEYED


def after_failure(channel: Channel, at: float, tried: "_Tried", chance: float) -> Channel:
    """How a channel stands after a try that failed at a time; `chance` (0 to 1) spreads out those that failed at once.

    >>> one = after_failure(Channel(alert="duc", kind="webhook", target="https://tin.example.vn/"), 0, _Tried("500"), 0)
    >>> one.due, after_failure(one, 100, _Tried("500"), 0.5).due, after_failure(one, 100, _Tried("429", 900), 0).due
    (30.0, 175.0, 1000.0)
    """
    wait = min(LONGEST, FIRST * 2.0 ** min(channel.tries, 20)) * (1 + chance / 2)
    return msgspec.structs.replace(
        channel,
        tries=channel.tries + 1,
        due=at + max(wait, min(float(tried.wait), _OBEYED)),
        failing_since=at if channel.failing_since is None else channel.failing_since,
        fault=tried.fault,
        paused=channel.paused or tried.is_gone,
    )


def after_success(channel: Channel, at: float, until: int) -> Channel:
    """How a channel stands after its receiver has taken all up to an event."""
    return msgspec.structs.replace(
        channel, sent=until, last=at, due=None, tries=0, failing_since=None, fault=None, paused=False
    )


async def post(poster: Poster, channel: Channel, id: str, body: bytes, at: float) -> _Tried:
    """One try to hand an event to a webhook."""
    secret = channel.secret or os.environ.get(channel.secret_env or "")
    if not secret:
        return _Tried(f"{channel.secret_env} is not set in the environment: no secret to sign with")
    headers = {
        "Content-Type": "application/json",
        EVENT_ID: id,
        SIGNATURE: signature(secret, body, int(at)),
    }
    got = await poster.post(channel.target, body, headers)
    if got.status is not None and 200 <= got.status < 300:
        return _Tried(None)
    fault = got.reason or (str(got.status) if got.status else got.outcome)
    return _Tried(fault, got.retry_after or 0.0, got.status == _GONE)


async def test(alert: Alert, channel: Channel, now: float, poster: Poster, smtp: Smtp | None) -> str | None:
    """Sends an event of the kind "test" to a receiver, once and kept nowhere: None where it was taken, else why not."""
    made = datetime.fromtimestamp(int(now), UTC)
    event = Event(
        id=short_id("test", alert.name, repr(now)), alert=alert.name, seq=0, kind="test", entry=None,
        made=f"{made:%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    if channel.kind == "webhook":
        return (await post(poster, channel, event.id, msgspec.json.encode(event), now)).fault
    if smtp is None:
        return _NO_SERVER
    return await in_thread(smtp.send, channel.target, letter(alert, [event], smtp.sender, channel.target, now))


class _Work:
    """One delivery of all that waits."""

    def __init__(
        self,
        store: Store,
        now: float,
        poster: Poster,
        smtp: Smtp | None,
        patience: float,
        chance: Callable[[], float],
    ) -> None:
        self._store, self._poster, self._smtp, self._chance = store, poster, smtp, chance
        self._now, self._begun, self._patience = now, time.monotonic(), patience

    async def channel(self, alert: Alert, channel: Channel) -> tuple[int, bool]:
        """Sends what waits on a channel until all is taken or one try fails: how many events, and whether one did."""
        count = 0
        while self._at() - self._now < self._patience and self._is_there(channel):
            if channel.kind == "webhook":
                until, tried = await self._webhook(channel)
            else:
                until, tried = await self._mail(alert, channel)
            if until is None:
                break
            at = self._at()
            if tried.fault is not None:
                self._keep(after_failure(channel, at, tried, self._chance()))
                self._log(logging.WARNING, "alert_not_delivered", channel, fault=tried.fault, tries=channel.tries + 1)
                return count, True
            count += until - channel.sent
            channel = after_success(channel, at, until)
            self._keep(channel, is_taken=True)
            self._log(logging.INFO, "alert_delivered", channel, until=until)
        return count, False

    async def _webhook(self, channel: Channel) -> tuple[int | None, _Tried]:
        waiting = self._store.events(channel.alert, channel.sent, 1)
        if not waiting:
            return None, _Tried(None)
        [(seq, body)] = waiting
        event = msgspec.json.decode(body, type=Event)
        return seq, await post(self._poster, channel, event.id, body, self._at())

    async def _mail(self, alert: Alert, channel: Channel) -> tuple[int | None, _Tried]:
        written = self._store.letter(channel.number)
        since = alert.made if channel.last is None else channel.last
        if written is None and since + channel.every > self._now > since - _ASKEW:
            return None, _Tried(None)
        if not written and not self._store.events(channel.alert, channel.sent, 1):
            return None, _Tried(None)
        if self._smtp is None:
            return channel.sent, _Tried(_NO_SERVER)
        written = written or self._written(alert, channel, self._smtp.sender)
        if written is None:
            return None, _Tried(None)
        return written.until, _Tried(await in_thread(self._smtp.send, channel.target, written.body))

    def _written(self, alert: Alert, channel: Channel, sender: str) -> Letter | None:
        """A letter of what waits, kept before it is tried: from now on it is sent as it is.

        None where the channel went with its alert.
        """
        with self._store.writing(quiet=True):
            if not self._is_there(channel):
                return None
            waiting = self._store.events(channel.alert, channel.sent, _IN_LETTER)
            events = [msgspec.json.decode(body, type=Event) for _, body in waiting]
            made = Letter(
                channel=channel.number,
                after=channel.sent,
                until=waiting[-1][0],
                body=letter(alert, events, sender, channel.target, self._now),
            )
            self._store.put_letter(made)
        return made

    def _is_there(self, channel: Channel) -> bool:
        """Whether nobody has removed or paused the alert meanwhile; another of its name has other channels."""
        alert = self._store.alert(channel.alert)
        if alert is None or alert.paused:
            return False
        return any(one.number == channel.number for one in self._store.channels(channel.alert))

    def _keep(self, channel: Channel, is_taken: bool = False) -> None:
        with self._store.writing(quiet=True):
            self._store.put_channel_state(channel)
            if is_taken and channel.kind == "mail":
                self._store.drop_letter(channel.number)

    def _at(self) -> float:
        return self._now + time.monotonic() - self._begun

    @staticmethod
    def _log(level: int, event: str, channel: Channel, **fields: object) -> None:
        told = {"alert": channel.alert, "channel": channel.kind, "to": hidden(channel.kind, channel.target), **fields}
        _LOG.log(level, event, extra={"fields": told})
