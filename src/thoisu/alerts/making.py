"""An alert from what somebody gives for it, checked before it is kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ..chronicle.filters import FILTERS, question_from
from ..errors import QuestionError
from ..store.base import Store
from .letters import mailbox
from .looking import Met, baseline, step
from .records import KINDS
from .states import Alert, Channel

DAILY = 86_400.0
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_SPAN = re.compile(r"(\d{1,6}) ?([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def name_of(given: str) -> str:
    """The name of an alert, which is part of addresses and headers. Raises QuestionError.

    >>> name_of("tham-viet-nam")
    'tham-viet-nam'
    """
    if not _NAME.fullmatch(given):
        what = f"{given[:80]!r} is no name of an alert"
        raise QuestionError("NAME", what, "give small letters a to z, digits and - _ . (at most 63)")
    return given


def kinds_of(given: str | None) -> list[str]:
    """The kinds of events, given by their names with commas; all without any. Raises QuestionError.

    >>> kinds_of("plan,overdue"), kinds_of(None)
    (['plan', 'overdue'], ['new', 'plan', 'overdue', 'conflict'])
    """
    asked = [kind.strip() for kind in given.split(",")] if given is not None else list(KINDS)
    for kind in asked:
        if kind not in KINDS:
            raise QuestionError("--on", f"{kind!r} is not known", f"give some of {','.join(KINDS)}")
    return [kind for kind in KINDS if kind in asked]


def seconds_of(given: str, where: str = "--digest") -> float:
    """A span of time as seconds. Raises QuestionError.

    >>> seconds_of("1d"), seconds_of("90m"), seconds_of("0s")
    (86400.0, 5400.0, 0.0)
    """
    found = _SPAN.fullmatch(given.strip())
    if not found:
        raise QuestionError(where, f"{given[:40]!r} is no span of time", "give it as 30m, 6h or 1d")
    return float(int(found[1]) * _SECONDS[found[2]])


def webhook_of(given: str) -> str:
    """The address of a webhook. What may not be asked for other reasons is told when it is. Raises QuestionError."""
    try:
        parts = urlsplit(given)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and given.isprintable()
    except ValueError:
        is_address = False
    if not is_address or " " in given:
        raise QuestionError("--webhook", "is no address", "give it as https://example.vn/path")
    if parts.username or parts.password:
        raise QuestionError("--webhook", "holds a name or a password", "leave them out; the signature shows who sends")
    return given


def desk_of(given: str | None) -> str | None:
    """The address of the desk that links lead to, without a slash at its end. Raises QuestionError."""
    if given is not None and not re.fullmatch(r"https?://[^\s?#]+", given):
        raise QuestionError("--desk", f"{given[:80]!r} is no address", "give it as https://example.vn")
    return given.rstrip("/") if given is not None else None


def mailboxes(given: Iterable[str]) -> list[str]:
    """Addresses of mail, each once. Raises QuestionError."""
    return list(dict.fromkeys(map(mailbox, given)))


def make(
    store: Store,
    alert: Alert,
    channels: Sequence[Channel],
    today: date,
    from_start: bool = False,
) -> bool:
    """Keeps a new alert with its channels; False where the name is taken. Raises QuestionError or DateError.

    It tells what comes from now on: all that matches already is known to it. With `from_start` nothing is, and the
    first round tells all of it.
    """
    filters = given_filters(alert.filters)
    question_from(filters, store)
    if store.alert(alert.name):
        return False
    # Changes have gone on while the store was gone through, and are looked through again at the end.
    cursor = 0 if from_start else store.last_change()
    day = "" if from_start else today.isoformat()
    known: list[Met] = [] if from_start else list(baseline(store, _with(alert, filters, 0, day), today))
    with store.writing(quiet=True):
        if not store.put_alert(_with(alert, filters, cursor, day), channels):
            return False
        tellings = ((telling, met.known.entry) for met in known for telling in met.tellings)
        store.put_known(alert.name, (met.known for met in known), tellings)
        while not from_start and _cursor(store, alert.name) < store.last_change():
            step(store, alert.name, alert.made, today, silent=True)
    return True


def given_filters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of some filters those that ask something, as they were given."""
    return {name: given[name] for name in FILTERS if given.get(name)}


def _with(alert: Alert, filters: dict[str, Any], cursor: int, day: str) -> Alert:
    return msgspec.structs.replace(alert, filters=filters, cursor=cursor, day=day)


def _cursor(store: Store, name: str) -> int:
    alert = store.alert(name)
    return alert.cursor if alert else store.last_change()


def pause(store: Store, alert: Alert) -> None:
    """Lets an alert neither look nor deliver, inside a transaction; it loses nothing."""
    _put_paused(store, alert.name, True)


def resume(store: Store, alert: Alert) -> None:
    """Lets it go on where it was, inside a transaction; its receivers are tried at once, also those that were gone."""
    _put_paused(store, alert.name, False)
    for channel in store.channels(alert.name):
        store.put_channel_state(msgspec.structs.replace(channel, paused=False, due=None))


def _put_paused(store: Store, name: str, paused: bool) -> None:
    # As it is now: it may have looked on since somebody read how far it was, and must not tell the same again.
    if alert := store.alert(name):
        store.put_alert_state(msgspec.structs.replace(alert, paused=paused))
