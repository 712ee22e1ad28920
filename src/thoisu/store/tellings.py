"""Tellings, the entries that they are made one in, and the log of corrections."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from ..chronicle.records import Correction, Entry, Telling
from ..model import Actor, Event
from ..text import words
from .core import Row
from .following import Following
from .packing import PackedPage, packed, unpacked
from .pages import Pages
from .relations import Relations, _most
from .words import folded, name

_UNDATED = "9999"  # behind every day
_LATER, _EARLIER = "9999", ""  # the ends of an open span
_WIDE = 31  # days of a span that is still found near its first day


class _Body(msgspec.Struct, frozen=True, gc=False, array_like=True):
    text: str
    event: Event
    sources: list[str]
    blocks: list[str]


class _Sentence(msgspec.Struct, frozen=True, gc=False, array_like=True):
    text: str  # the first part of a body; the others are left unread


def sentence(body: bytes) -> str:
    """The sentence of a telling's body."""
    return msgspec.msgpack.decode(body, type=_Sentence).text


_TELLING = (
    "SELECT t.id, p.id, t.number, t.body, p.moment, p.day, p.outlet, p.family"
    " FROM telling t JOIN page p ON p.n = t.page WHERE "
)


class Tellings(Pages, Relations, Following):
    """The methods of `Store` about tellings, entries and corrections."""

    def put_tellings(self, document: str, tellings: list[Telling], blocks: list[list[str]]) -> None:
        self._put_tellings(self._number(document), tellings, blocks)

    def put_page(self, made: PackedPage, family: str, story: str, parent: tuple[str, float] | None) -> None:
        self._require_writing()
        page = self._put_new(made, family, story, parent)
        self._put_tellings(page, made.tellings, made.blocks, made.said)

    def _put_tellings(
        self, page: int, tellings: list[Telling], blocks: list[list[str]], said: list[list[str]] | None = None
    ) -> None:
        sql = "SELECT id, n, number, entry, body FROM telling WHERE page = ?"
        rows = [] if said is not None else self._rows(sql, [page])
        old = {i: (n, number, entry, _unpacked(body)) for i, n, number, entry, body in rows}
        new: list[tuple[Telling, _Body, str | None]] = []
        unfiled: list[tuple[str, int]] = []
        filed: list[tuple[str, int]] = []
        for telling, under in zip(tellings, blocks, strict=True):
            body = _Body(telling.text, telling.event, telling.sources, sorted(set(under)))
            if telling.id not in old:
                # Most of a new page's tellings will be an entry of their own: then their rows are written once.
                new.append((telling, body, telling.id if said is not None else None))
                continue
            n, number, entry, before = old[telling.id]
            if before.text != body.text:
                new.append((telling, body, entry))
                continue
            del old[telling.id]
            if (number, before) != (telling.number, body):
                sql = "UPDATE telling SET number = ?, body = ? WHERE n = ?"
                self._change(sql, [telling.number, msgspec.msgpack.encode(body), n])
                unfiled += [(block, n) for block in before.blocks if block not in body.blocks]
                filed += [(block, n) for block in body.blocks if block not in before.blocks]
        unfiled += [(block, n) for n, _, _, before in old.values() for block in before.blocks]
        self._change_many("DELETE FROM block WHERE block = ? AND telling = ?", _near(unfiled))
        self._change_many("DELETE FROM telling WHERE n = ?", [(n,) for n, *_ in old.values()])
        self._change_many(
            "INSERT INTO telling (id, page, number, entry, body) VALUES (?, ?, ?, ?, ?)",
            [(t.id, page, t.number, entry, msgspec.msgpack.encode(body)) for t, body, entry in new],
        )
        numbers: dict[str, int] = {}
        if new:
            numbers = dict(self._rows("SELECT id, n FROM telling WHERE page = ?", [page]))
        filed += [(block, numbers[telling.id]) for telling, body, _ in new for block in body.blocks]
        self._change_many("INSERT INTO block (block, telling) VALUES (?, ?)", _near(filed))
        if said is None:
            said = [folded(words(telling.text)) for telling, _, _ in new]
        self._index_tellings([(numbers[told.id], found) for (told, _, _), found in zip(new, said, strict=True)])

    def tellings(self, ids: Iterable[str]) -> list[Telling]:
        return self._made(self._rows(f"{_TELLING} t.id IN (?*) ORDER BY t.id", [self._list(ids)]))

    def told_in(self, documents: Iterable[str]) -> list[Telling]:
        sql = f"{_TELLING} t.page IN (SELECT n FROM page WHERE id IN (?*)) ORDER BY p.id, t.number, t.id"
        return self._made(self._rows(sql, [self._list(documents)]))

    def tellings_in(self, blocks: Iterable[str], known: Collection[str] = ()) -> list[Telling]:
        sql = f"{_TELLING} t.n IN (SELECT telling FROM block WHERE block IN (?*)) ORDER BY t.id"
        rows = self._rows(sql, [self._list(map(_days_first, blocks))])
        return self._made([row for row in rows if row[0] not in known] if known else rows)

    def entries_in(self, blocks: Iterable[str]) -> dict[str, set[str]]:
        filed = {_days_first(block): block for block in blocks}
        found: dict[str, set[str]] = {}
        sql = (
            "SELECT b.block, t.entry FROM block b JOIN telling t ON t.n = b.telling"
            " WHERE b.block IN (?*) AND t.entry IS NOT NULL"
        )
        for block, entry in self._rows(sql, [self._list(filed)]):
            found.setdefault(filed[block], set()).add(entry)
        return found

    def naming(self, names: Iterable[str]) -> list[str]:
        # MessagePack keeps text as its bytes.
        sql = f"SELECT DISTINCT p.id FROM telling t JOIN page p ON p.n = t.page WHERE {self._body_holds}"
        return sorted({id for name in set(names) if name for (id,) in self._rows(sql, [name.encode()])})

    def _made(self, rows: list[Row]) -> list[Telling]:
        found = []
        for telling, document, number, body_, moment, day, outlet, family in rows:
            body = _unpacked(body_)
            # A document that stands in no family yet is its own.
            of = family or document
            found.append(
                Telling(telling, document, number, body.event, body.text, moment, day, outlet, of, body.sources)
            )
        return found

    def blocks(self, tellings: Iterable[str]) -> dict[str, list[str]]:
        rows = self._rows("SELECT id, body FROM telling WHERE id IN (?*)", [self._list(tellings)])
        return {telling: _unpacked(body).blocks for telling, body in rows}

    def entry_ids(self, tellings: Iterable[str]) -> dict[str, str]:
        sql = "SELECT id, entry FROM telling WHERE id IN (?*) AND entry IS NOT NULL"
        return dict(self._rows(sql, [self._list(tellings)]))

    def put_entries(self, entries: Iterable[Entry], gone: Iterable[str] = ()) -> None:
        new = {entry.id: entry for entry in entries}
        dropped = set(gone) - new.keys()
        bodies = self._bodies([*new, *dropped])
        old = {i: unpacked(body, Entry) for i, body in bodies.items()}
        self._put_belonging(new, old, dropped)
        out: list[_Filed] = []
        into: list[_Filed] = []
        for i in sorted(dropped & old.keys()):
            out.append(_Filed(old[i]))
        for i, entry in new.items():
            if i in old and old[i] == entry:
                continue
            into.append(_Filed(entry))
            if i in old:
                out.append(_Filed(old[i]))
        self._refile(out, into)
        made = [f.entry.id for f in into]
        numbers = self._note(
            [i for i in made if i not in old], [i for i in made if i in old], [i for i in dropped if i in old]
        )
        self._change("DELETE FROM entry_body WHERE id IN (?*)", [self._list(dropped)])
        self._change_many(
            "INSERT INTO entry_body (id, wide, day, body, changed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET wide = excluded.wide, day = excluded.day, body = excluded.body, changed = excluded.changed",
            [(f.entry.id, f.wide, f.day, packed(f.entry), numbers[f.entry.id]) for f in into],
        )

    def _put_belonging(self, new: Mapping[str, Entry], old: Mapping[str, Entry], dropped: set[str]) -> None:
        """Sets of which entry each telling is part, and what the dropped entries' ids stand for from now on."""
        target = {telling: entry.id for entry in new.values() for telling in entry.tellings}
        concerned = {telling for entry in old.values() for telling in entry.tellings} | target.keys()
        rows = self._rows("SELECT id, entry FROM telling WHERE id IN (?*)", [self._list(concerned)])
        replaced = new.keys() | dropped
        moved = []
        went: dict[str, Counter[str]] = defaultdict(Counter)
        for telling, entry in rows:
            goes = target.get(telling, None if entry in replaced else entry)
            if goes != entry:
                moved.append((goes, telling))
            if goes and entry in dropped and entry in old:
                went[entry][goes] += 1
        self._change_many("UPDATE telling SET entry = ? WHERE id = ?", moved)
        self._put_aliases("entry", {i: _most(counts) for i, counts in went.items()}, set(new))

    def _refile(self, out: "list[_Filed]", into: "list[_Filed]") -> None:
        """Changes only the rows that differ: an entry that is told once more keeps nearly all of its terms."""
        before = {row for f in out for row in f.terms()}
        after = {row for f in into for row in f.terms()}
        self._change_many(
            "DELETE FROM term WHERE term = ? AND wide = ? AND day = ? AND entry = ?", sorted(before - after)
        )
        self._change_many("INSERT INTO term (term, wide, day, entry) VALUES (?, ?, ?, ?)", sorted(after - before))
        rows_before, rows_after = {f.row() for f in out}, {f.row() for f in into}
        gone = {row[:3] for row in rows_before - rows_after} - {row[:3] for row in rows_after}
        self._change_many("DELETE FROM entry WHERE wide = ? AND day = ? AND id = ?", sorted(gone))
        self._change_many(
            "INSERT INTO entry (wide, day, id, first, last, event, mode, status, origins, rejected)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (wide, day, id) DO UPDATE SET first = excluded.first,"
            " last = excluded.last, event = excluded.event, mode = excluded.mode, status = excluded.status,"
            " origins = excluded.origins, rejected = excluded.rejected",
            list(rows_after - rows_before),
        )

    def _bodies(self, ids: Iterable[str]) -> dict[str, bytes]:
        sql = "SELECT id, body FROM entry_body WHERE id IN (?*)"
        return dict(self._rows(sql, [self._list(ids)]))

    def put_correction(self, author: str, action: str, target: list[str], values: Mapping[str, str]) -> Correction:
        [(last,)] = self._rows("SELECT coalesce(max(number), 0) FROM correction")
        time = datetime.now(UTC).isoformat(timespec="seconds")
        made = Correction(last + 1, time, author, action, list(target), dict(values))
        self._change(
            "INSERT INTO correction (number, time, author, action, target, changes) VALUES (?, ?, ?, ?, ?, ?)",
            [made.number, time, author, action, _json(made.target), _json(made.values)],
        )
        return made

    def corrections(self, numbers: Collection[int] | None = None) -> list[Correction]:
        if numbers is not None:
            return self._lines("number IN (?*)", self._list(numbers))
        # Lines are added and never change, and with each change of the store all of them are asked for.
        [(store, last)] = self._rows("SELECT store, (SELECT max(number) FROM correction) FROM revision")
        of, known = self._log
        if of != store or (known and known[-1].number > (last or 0)):
            known = []
        self._log = store, known + self._lines("number > ?", known[-1].number if known else 0)
        return list(self._log[1])

    def _lines(self, which: str, value: object) -> list[Correction]:
        sql = f"SELECT number, time, author, action, target, changes FROM correction WHERE {which} ORDER BY number"
        rows = self._rows(sql, [value])
        return [Correction(n, time, by, what, json.loads(of), json.loads(to)) for n, time, by, what, of, to in rows]


class _Filed:
    """An entry as it is filed: its columns and its terms."""

    __slots__ = ("day", "entry", "first", "last", "wide")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        start, end = (day and day[:10] for day in (entry.start_day, entry.end_day))
        self.day = start or end or _UNDATED
        self.first, self.last = start or _EARLIER, end or _LATER
        dated = start and end
        self.wide = int(self.day != _UNDATED and not (dated and _days(self.first, self.last) <= _WIDE))

    def row(self) -> Row:
        e = self.entry
        place = self.wide, self.day, e.id
        return *place, self.first, self.last, e.event, e.mode, e.status, len(e.origins), int(e.rejected)

    def terms(self) -> Iterator[tuple[str, int, str, str]]:
        return ((term, self.wide, self.day, self.entry.id) for term in set(terms_of(self.entry)))


def terms_of(entry: Entry) -> Iterator[str]:
    """What an entry is found by: kind and value, names folded.

    The status that most entries have is no term: it would be a long list that narrows nothing.
    """
    yield f"event:{entry.event}"
    if entry.mode:
        yield f"mode:{entry.mode}"
    if entry.status != "happened":
        yield f"status:{entry.status}"
    for actor in (*entry.actor, *entry.recipient):
        yield from (f"party:{named}" for named in names_of(actor))
    if entry.place:
        yield f"place:{name(entry.place.name)}"
        if entry.place.country:
            yield f"country:{entry.place.country}"
    for speaker in entry.said_by:
        yield f"said:{name(speaker)}"
    yield f"story:{entry.story}"


def names_of(actor: Actor) -> set[str]:
    """The names, folded, by which somebody is asked for: their own, and those of whom they stand for."""
    return {name(named) for named in (actor.entity, actor.country, actor.org, actor.power) if named}


def _near(filed: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Blocks and the numbers of tellings, as they are filed."""
    return sorted((_days_first(block), telling) for block, telling in filed)


def _days_first(block: str) -> str:
    """A block with its last part before the others: what is added together is of a few days, and lies together then."""
    head, colon, last = block.rpartition(":")
    return f"{last}{colon}{head}"


def _json(values: list[str] | dict[str, str]) -> str:
    return msgspec.json.encode(values).decode()


def _unpacked(body: bytes) -> _Body:
    return msgspec.msgpack.decode(body, type=_Body)


def _days(first: str, last: str) -> int:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days
