"""What alerts keep in a store: the saved questions, what they know and told, and how far deliveries are."""

from collections.abc import Iterable, Sequence

import msgspec

from ..alerts.states import Alert, Channel, Known, Letter
from ..errors import NotInStore
from .core import Core, Row
from .packing import pack, unpack

_ALERT = "SELECT name, filters, kinds, made, lang, desk, cursor, day, seq, paused, fault FROM alert"
_CHANNEL = (
    "SELECT c.n, a.name, c.kind, c.target, c.secret, c.secret_env, c.every, c.sent, c.last, c.due, c.tries,"
    " c.failing_since, c.fault, c.paused FROM alert_channel c JOIN alert a ON a.n = c.alert"
)


class Alerting(Core):
    """The methods of `Store` about alerts."""

    # Alerts.
    def put_alert(self, alert: Alert, channels: Iterable[Channel] = ()) -> bool:
        if self.alert(alert.name):
            return False
        n = self._new_row(
            "INSERT INTO alert (name, filters, kinds, made, lang, desk, cursor, day, seq, paused, fault)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(alert.name, _json(alert.filters), _json(alert.on), alert.made, alert.lang, alert.desk),
                *(alert.cursor, alert.day, alert.seq, int(alert.paused), alert.fault),
            ],
        )
        self._change_many(
            "INSERT INTO alert_channel (alert, kind, target, secret, secret_env, every, sent, last, due, tries, paused)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (n, c.kind, c.target, c.secret, c.secret_env, c.every, c.sent, c.last, c.due, c.tries, int(c.paused))
                for c in channels
            ],
        )
        return True

    def put_alert_state(self, alert: Alert) -> None:
        sql = "UPDATE alert SET cursor = ?, day = ?, seq = ?, paused = ?, fault = ? WHERE name = ?"
        self._change(sql, [alert.cursor, alert.day, alert.seq, int(alert.paused), alert.fault, alert.name])

    def drop_alert(self, name: str) -> bool:
        rows = self._rows("SELECT n FROM alert WHERE name = ?", [name])
        for (n,) in rows:
            self._change("DELETE FROM alert_letter WHERE channel IN (SELECT n FROM alert_channel WHERE alert = ?)", [n])
            for table in ("alert_channel", "alert_event", "alert_telling", "alert_known"):
                self._change(f"DELETE FROM {table} WHERE alert = ?", [n])
            self._change("DELETE FROM alert WHERE n = ?", [n])
        return bool(rows)

    def alerts(self) -> list[Alert]:
        return [_alert(row) for row in self._rows(f"{_ALERT} ORDER BY name")]

    def alert(self, name: str) -> Alert | None:
        rows = self._rows(f"{_ALERT} WHERE name = ?", [name])
        return _alert(rows[0]) if rows else None

    # What an alert knows.
    def put_known(self, name: str, known: Iterable[Known], tellings: Iterable[tuple[str, str]]) -> None:
        n = self._alert_number(name)
        self._change_many(
            "INSERT INTO alert_known (alert, entry, due, first_step, last_step, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (alert, entry) DO UPDATE SET due = excluded.due, first_step = excluded.first_step,"
            " last_step = excluded.last_step, body = excluded.body",
            [(n, k.entry, k.due, k.first, k.last, msgspec.msgpack.encode(k)) for k in known],
        )
        self._change_many(
            "INSERT INTO alert_telling (alert, telling, entry) VALUES (?, ?, ?)"
            " ON CONFLICT (alert, telling) DO UPDATE SET entry = excluded.entry",
            [(n, telling, entry) for telling, entry in tellings],
        )

    def drop_known(self, name: str, entries: Iterable[str]) -> None:
        sql = "DELETE FROM alert_known WHERE alert = ? AND entry IN (?*)"
        self._change(sql, [self._alert_number(name), self._list(entries)])

    def known(self, name: str, entries: Iterable[str]) -> dict[str, Known]:
        sql = "SELECT entry, body FROM alert_known WHERE alert = ? AND entry IN (?*)"
        return _known(self._rows(sql, [self._alert_number(name), self._list(entries)]))

    def known_as(self, name: str, tellings: Iterable[str]) -> dict[str, str]:
        sql = "SELECT telling, entry FROM alert_telling WHERE alert = ? AND telling IN (?*)"
        return dict(self._rows(sql, [self._alert_number(name), self._list(tellings)]))

    def known_due(self, name: str, day: str) -> list[str]:
        sql = "SELECT entry FROM alert_known WHERE alert = ? AND due < ? ORDER BY due, entry"
        return [entry for (entry,) in self._rows(sql, [self._alert_number(name), day])]

    def known_within(self, name: str, first: int, last: int) -> dict[str, Known]:
        sql = "SELECT entry, body FROM alert_known WHERE alert = ? AND last_step >= ? AND first_step <= ?"
        return _known(self._rows(sql, [self._alert_number(name), first, last]))

    # What it told.
    def put_events(self, name: str, events: Iterable[tuple[int, str, bytes]]) -> None:
        n = self._alert_number(name)
        sql = "INSERT INTO alert_event (alert, seq, id, body) VALUES (?, ?, ?, ?)"
        self._change_many(sql, [(n, seq, id, pack(body)) for seq, id, body in events])

    def events(self, name: str, after: int = 0, limit: int = 100, newest: bool = False) -> list[tuple[int, bytes]]:
        order = "DESC" if newest else ""
        sql = f"SELECT seq, body FROM alert_event WHERE alert = ? AND seq > ? ORDER BY seq {order} LIMIT ?"
        return [(seq, unpack(body)) for seq, body in self._rows(sql, [self._alert_number(name), after, limit])]

    # Where it goes.
    def channels(self, name: str | None = None) -> list[Channel]:
        where = ("", []) if name is None else (" WHERE a.name = ?", [name])
        return [_channel(row) for row in self._rows(f"{_CHANNEL}{where[0]} ORDER BY a.name, c.n", where[1])]

    def put_channel_state(self, channel: Channel) -> None:
        self._change(
            "UPDATE alert_channel SET sent = ?, last = ?, due = ?, tries = ?, failing_since = ?, fault = ?, paused = ?"
            " WHERE n = ?",
            [
                *(channel.sent, channel.last, channel.due, channel.tries, channel.failing_since, channel.fault),
                *(int(channel.paused), channel.number),
            ],
        )

    def put_letter(self, letter: Letter) -> None:
        sql = "INSERT INTO alert_letter (channel, after_seq, until_seq, body) VALUES (?, ?, ?, ?)"
        self._change(sql, [letter.channel, letter.after, letter.until, pack(letter.body)])

    def letter(self, channel: int) -> Letter | None:
        rows = self._rows("SELECT after_seq, until_seq, body FROM alert_letter WHERE channel = ?", [channel])
        return Letter(channel=channel, after=rows[0][0], until=rows[0][1], body=unpack(rows[0][2])) if rows else None

    def drop_letter(self, channel: int) -> None:
        self._change("DELETE FROM alert_letter WHERE channel = ?", [channel])

    def _alert_number(self, name: str) -> int:
        rows = self._rows("SELECT n FROM alert WHERE name = ?", [name])
        if not rows:
            raise NotInStore(self.url, f"has no alert {name!r}", "see `thoisu alert list`")
        return int(rows[0][0])


def _alert(row: Row) -> Alert:
    name, filters, kinds, made, lang, desk, cursor, day, seq, paused, fault = row
    return Alert(
        name=name, filters=msgspec.json.decode(filters), on=msgspec.json.decode(kinds), made=made, lang=lang, desk=desk,
        cursor=cursor, day=day, seq=seq, paused=bool(paused), fault=fault,
    )  # fmt: skip


def _channel(row: Row) -> Channel:
    n, alert, kind, target, secret, env, every, sent, last, due, tries, since, fault, paused = row
    return Channel(
        number=n, alert=alert, kind=kind, target=target, secret=secret, secret_env=env, every=every, sent=sent,
        last=last, due=due, tries=tries, failing_since=since, fault=fault, paused=bool(paused),
    )  # fmt: skip


def _known(rows: Sequence[Row]) -> dict[str, Known]:
    return {entry: msgspec.msgpack.decode(body, type=Known) for entry, body in rows}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
