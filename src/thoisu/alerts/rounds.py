"""One round of all alerts: what became of the store is put down as events, and what waits is delivered."""

import asyncio
import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta, timezone

import msgspec

from ..errors import DateError, QuestionError, StoreLocked
from ..store.base import Store
from .delivering import Poster, deliver
from .letters import Smtp, server_named
from .looking import pieces

_LOG = logging.getLogger("thoisu.alerts")
_HANOI = timezone(timedelta(hours=7))


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: events that were told, events that receivers took, channels and alerts that failed.

    `next_at` is when the first channel that failed is tried again (seconds since 1970), None where none waits. Where
    another process is at the same work it `is_busy`, and nothing was done.
    """

    told: int = 0
    delivered: int = 0
    failed: int = 0
    next_at: float | None = None
    is_busy: bool = False


async def round(
    store: Store,
    now: float,
    poster: Poster,
    smtp: Smtp | None = None,
    today: date | None = None,
    patience: float = 60,
    chance: Callable[[], float] = random.random,
) -> Report:
    """Looks for all alerts, and delivers on all channels that are due.

    `now` is in seconds since 1970, `poster` sends the webhooks (watch.fetching.Fetcher), `smtp` the letters, else the
    server that THOISU_SMTP names; `today` is the day by which plans are judged, by default that of `now` in Hanoi;
    `patience` the seconds after which the rest is left to the next round. Raises StoreError, and QuestionError where
    THOISU_SMTP is wrong.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(store.lease("alerts"))
        except StoreLocked:
            return Report(is_busy=True)
        smtp = smtp or server_named(os.environ)
        told = faults = 0
        for events, fault in _looks(store, now, today or day_of(now)):
            told, faults = told + events, faults + fault
            await asyncio.sleep(0)  # who is to be stopped is stopped between two pieces
        taken, failed = await deliver(store, now, poster, smtp, patience, chance)
        active = {alert.name for alert in store.alerts() if not alert.paused}
        waiting = [c.due for c in store.channels() if c.due is not None and not c.paused and c.alert in active]
        return Report(told=told, delivered=taken, failed=failed + faults, next_at=min(waiting, default=None))


def day_of(now: float) -> date:
    """The day in Hanoi at a time (seconds since 1970): that by which plans are judged.

    >>> day_of(1667667600.0).isoformat()
    '2022-11-06'
    """
    return datetime.fromtimestamp(now, _HANOI).date()


def look_all(store: Store, now: float, today: date) -> tuple[int, int]:
    """Looks for each alert that is not paused: how many events were told, and how many alerts can't look.

    One whose question can't be asked any more (a name that the lexicon had) stands still, and says so.
    """
    counts = list(_looks(store, now, today))
    return sum(told for told, _ in counts), sum(faults for _, faults in counts)


def _looks(store: Store, now: float, today: date) -> Iterator[tuple[int, int]]:
    """Events and faults of each piece that is looked through."""
    for name in [alert.name for alert in store.alerts()]:
        count = 0
        try:
            for told in pieces(store, name, now, today):
                count += told
                yield told, 0
        except (QuestionError, DateError) as fault:
            _put_fault(store, name, str(fault))
            yield 0, 1
        if count:
            _LOG.info("alert_told", extra={"fields": {"alert": name, "events": count}})


def _put_fault(store: Store, name: str, fault: str) -> None:
    with store.writing(quiet=True):
        alert = store.alert(name)
        if alert is None or alert.fault == fault:
            return
        store.put_alert_state(msgspec.structs.replace(alert, fault=fault))
    _LOG.warning("alert_cannot_look", extra={"fields": {"alert": name, "fault": fault}})
