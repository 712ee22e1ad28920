"""Questions: which entries, which documents, which ids.

A question is answered along one list, the shortest of those that its parts name (a party, a place, …; all entries
where none is named), in the order of days; each entry on it is tried against the other parts until there are enough.
The engines' own planners do not know that a list may be left early, or which is short, and sort all of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, overload

import msgspec

from ..chronicle.records import Document, Entry, Hit, Question
from ..model import Actor
from ..text import words
from .alerting import Alerting
from .base import Part
from .core import Row
from .packing import unpack, unpacked
from .stories import Stories
from .tellings import _UNDATED, _WIDE, Tellings, _Filed, names_of, sentence
from .watching import Watching
from .words import folded, name, snippet

_MANY = 5000  # rows from which on a list is long, and need not be counted further
_MANY_TOLD = 5000  # entries with the words asked for from which on it is quicker to look through the list of days
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEHIND = "~"  # after every id
_COUNTED = 5000  # entries whose days are counted where each has to be looked at
_FIRST, _NEXT = 100, 1000  # entries fetched at once where no limit is given
_SHOWN = 10  # ids that a beginning is resolved to
_KINDS = {
    "document": "SELECT id FROM page WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
    "family": "SELECT DISTINCT family FROM page WHERE family >= ? AND family < ? ORDER BY family LIMIT ?",
    "story": "SELECT DISTINCT story FROM page WHERE story >= ? AND story < ? ORDER BY story LIMIT ?",
    "entry": "SELECT id FROM entry_body WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
}
_HOLDS = "EXISTS (SELECT 1 FROM term x WHERE x.term IN (?*) AND x.wide = e.wide AND x.day = e.day AND x.entry = e.id)"


class _Parties(msgspec.Struct, frozen=True, gc=False):
    actor: list[Actor]
    recipient: list[Actor]


class Questions(Stories, Tellings, Watching, Alerting):
    """The methods of `Store` that answer."""

    def resolve(self, kind: str, beginning: str) -> list[str]:
        span = [beginning, beginning + "\U0010ffff"]
        found = [i for (i,) in self._rows(_KINDS[kind], [*span, _SHOWN])]
        if beginning in found:
            return [beginning]
        sql = "SELECT DISTINCT target FROM alias WHERE kind = ? AND id >= ? AND id < ? ORDER BY target LIMIT ?"
        found += [i for (i,) in self._rows(sql, [kind, *span, _SHOWN])]
        return sorted(set(found))[:_SHOWN]

    def entries(self, ids: Iterable[str]) -> list[Entry]:
        return [unpacked(body, Entry) for _, body in sorted(self._bodies(ids).items())]

    def ask(
        self, question: Question, limit: int | None = None, after: str | None = None, newest: bool = False
    ) -> list[Entry]:
        place = self._place(after, newest) if after is not None else None
        plan = self._plan(question)
        if plan is None:
            return []
        if not newest:
            return self._along(plan, question, limit, place)
        # The undated come last in both orders, and have an order of their own.
        plan.newest, plan.of_days = True, f"< '{_UNDATED}'"
        found = [] if place and place[0] == _UNDATED else self._along(plan, question, limit, place)
        if limit is None or len(found) < limit:
            plan.newest, plan.of_days = False, f"= '{_UNDATED}'"
            rest = None if limit is None else limit - len(found)
            found += self._along(plan, question, rest, place if place and place[0] == _UNDATED else None)
        return found

    def _along(
        self, plan: "_Plan", question: Question, limit: int | None, place: tuple[str, str] | None
    ) -> list[Entry]:
        """The entries of a plan behind a place, in pieces, until there are enough."""
        found: list[Entry] = []
        size = _FIRST if limit is None else limit
        while size > 0:
            rows = plan.rows(self, place, size)
            entries = [unpacked(body, Entry) for _, _, body in rows]
            entries = [entry for entry in entries if _beside(entry, question)]
            found += self._holding(entries, plan.wanted) if plan.wanted else entries
            if len(rows) < size or (limit is not None and len(found) >= limit):
                break
            place = rows[-1][0], rows[-1][1]
            size = _NEXT if limit is None else min(_NEXT, 4 * size)
        return found if limit is None else found[:limit]

    def among(self, question: Question, ids: Iterable[str]) -> list[Entry]:
        plan = self._plan(question, list(ids))
        return self._along(plan, question, None, None) if plan else []

    @overload
    def each(self, question: Question) -> Iterator[Entry]: ...
    @overload
    def each(self, question: Question, kind: type[Part]) -> Iterator[Part]: ...
    def each(self, question: Question, kind: type[msgspec.Struct] = Entry) -> Iterator[msgspec.Struct]:
        plan, place = self._plan(question), None
        decode = msgspec.msgpack.Decoder(kind).decode
        paired = msgspec.msgpack.Decoder(_Parties).decode if question.actor and question.other else None
        while plan is not None:
            rows = plan.rows(self, place, _NEXT)
            holding = None
            if plan.wanted:
                entries = [unpacked(body, Entry) for _, _, body in rows]
                holding = {entry.id for entry in self._holding(entries, plan.wanted)}
            for _, i, packed in rows:
                if holding is None or i in holding:
                    body = unpack(packed)
                    if paired is None or _beside(paired(body), question):
                        yield decode(body)
            if len(rows) < _NEXT:
                return
            place = rows[-1][0], rows[-1][1]

    def density(self, question: Question) -> dict[str, int]:
        plan = self._plan(question)
        if plan is None:
            return {}
        plan.of_days = f"< '{_UNDATED}'"
        if plan.wanted or (question.actor and question.other):
            entries = self._along(plan, question, _COUNTED, None)
            return dict(Counter(str(_Filed(entry).day) for entry in entries))
        return dict(self._rows(*plan.days(self)))

    def latest(self) -> str | None:
        rows = self._rows("SELECT day FROM page WHERE day IS NOT NULL ORDER BY newness DESC LIMIT 1")
        return rows[0][0] if rows else None

    def _holding(self, entries: list[Entry], wanted: set[str]) -> list[Entry]:
        """Those of some entries of which a telling holds all the folded words."""
        ids = self._list(i for entry in entries for i in entry.tellings)
        told = self._rows("SELECT id, body FROM telling WHERE id IN (?*)", [ids])
        holding = {i for i, body in told if wanted.issubset(folded(words(sentence(body))))}
        return [entry for entry in entries if not holding.isdisjoint(entry.tellings)]

    def _place(self, after: str, newest: bool) -> tuple[str, str]:
        """Day and id behind which the next entry comes: those of an entry, or the end of a day."""
        if _DAY.fullmatch(after):
            return after, "" if newest else _BEHIND
        rows = self._rows("SELECT day, id FROM entry_body WHERE id = ?", [after])
        if not rows:
            raise self._unknown(after)
        return rows[0][0], rows[0][1]

    def _plan(self, question: Question, among: list[str] | None = None) -> "_Plan | None":
        """How a question is answered, of some entries or all; None where nothing can be found."""
        plan = _Plan()
        plan.among = among
        if question.text is not None:
            asked = folded(words(question.text))
            if not asked:
                return None
            some = self._told_with(asked, _MANY_TOLD + 1) if among is None else None
            if some is not None and len(some) <= _MANY_TOLD:
                plan.among = some
            else:
                plan.wanted = set(asked)  # in so many sentences that it is soon found in those on the list
        lists = list(_lists(question))
        if len(lists) == 1 and plan.among is None:
            plan.along = lists.pop()  # there is nothing to choose
        counted = []
        for terms in lists:
            sql = f"SELECT count(*) FROM (SELECT 1 FROM term WHERE term IN (?*) LIMIT {_MANY + 1}) AS counted"
            [(size,)] = self._rows(sql, [self._list(terms)])
            if not size:
                return None
            counted.append((size, terms))
        counted.sort(key=lambda pair: pair[0])
        if counted and plan.among is None and plan.along is None:
            plan.along = counted.pop(0)[1]
        for _, terms in counted:
            plan.add(_HOLDS, self._list(terms))
        if question.status and "happened" in question.status:
            plan.add("e.status IN (?*)", self._list(question.status))
        if question.min_origins is not None:
            plan.add("e.origins >= ?", question.min_origins)
        if not question.rejected:
            plan.add("e.rejected = 0")
        plan.start, plan.end = question.start_day, question.end_day
        return plan

    def search(self, words_: str, limit: int = 20) -> list[Hit]:
        asked = list(dict.fromkeys(words(words_)))
        if not asked:
            return []
        plain = folded(asked)
        exact = self._pages_with(asked, exact=True, limit=limit)
        found = [(i, True) for i in exact]
        if len(exact) < limit:
            more = self._pages_with(plain, exact=False, limit=limit + len(exact))
            found += [(i, False) for i in more if i not in set(exact)]
        found = found[:limit]
        documents = {document.id: document for document in self.documents([i for i, _ in found])}
        return [_hit(documents[i], set(asked) if is_exact else set(plain), is_exact) for i, is_exact in found]

    def counts(self) -> dict[str, int]:
        counted = {
            "pages": "count(*) FROM page",
            "versions": "count(*) FROM version",
            "families": "count(DISTINCT family) FROM page",
            "stories": "count(DISTINCT story) FROM page",
            "tellings": "count(*) FROM telling",
            "entries": "count(*) FROM entry",
            "corrections": "count(*) FROM correction",
        }
        return {what: self._rows(f"SELECT {sql}")[0][0] for what, sql in counted.items()}


class _Plan:
    """The list that is gone along, and what each entry on it is tried against."""

    def __init__(self) -> None:
        self.along: list[str] | None = None
        self.among: list[str] | None = None
        self.wanted: set[str] | None = None
        self.start: str | None = None
        self.end: str | None = None
        self.newest = False  # the latest day first
        self.of_days: str | None = None  # which days are meant, as a comparison
        self._conditions: list[str] = []
        self._values: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        self._conditions.append(condition)
        self._values += values

    def rows(self, store: Questions, after: tuple[str, str] | None, size: int) -> list[Row]:
        """The next entries: day, id and body."""
        runs = self._branches(store, after)
        order = "1 DESC, 2 DESC" if self.newest else "1, 2"
        # Each run is in order and ends after as many as are asked for, so that no engine goes through more to sort
        # them. They are sorted here: the engines would sort the bodies along.
        if len(runs) <= 2:
            found = [row for sql, values in runs for row in self._bodies(store, sql, values, order, size)]
            return sorted(found, reverse=self.newest)[:size]
        parts = (f"SELECT * FROM ({run} ORDER BY {order} LIMIT {size}) AS b{i}" for i, (run, _) in enumerate(runs))
        values = [value for _, of_run in runs for value in of_run]
        return sorted(self._bodies(store, " UNION ".join(parts), values, order, size), reverse=self.newest)

    @staticmethod
    def _bodies(store: Questions, keys: str, values: list[Any], order: str, size: int) -> list[Row]:
        inner = f"{keys} ORDER BY {order} LIMIT {size}"
        sql = f"SELECT f.day, f.id, b.body FROM ({inner}) AS f CROSS JOIN entry_body b WHERE b.id = f.id"
        return store._rows(sql, values)

    def days(self, store: Questions) -> tuple[str, list[Any]]:
        """The statement for how many entries fall on each day."""
        runs = self._branches(store, None)
        # An entry with two of the terms that are asked for stands in two runs; of one run none is there twice.
        inner = (" UNION ALL " if len(runs) <= 2 else " UNION ").join(run for run, _ in runs)
        values = [value for _, of_run in runs for value in of_run]
        return f"SELECT day, count(*) FROM ({inner}) AS f GROUP BY day ORDER BY day", values

    def _branches(self, store: Questions, after: tuple[str, str] | None) -> list[tuple[str, list[Any]]]:
        """Statements for day and id, one for each run of an index, with their values."""
        if self.among is not None:
            days, of_days = self._days("e", None, after)
            sql = (
                "SELECT e.day AS day, e.id AS id FROM entry_body b CROSS JOIN entry e"
                f" WHERE b.id IN (?*) AND e.wide = b.wide AND e.day = b.day AND e.id = b.id AND {days}{self._others()}"
            )
            return [(sql, [store._list(self.among), *of_days, *self._values])]
        branches: list[tuple[str, list[Any]]] = []
        for wide in (0, 1):
            days, of_days = self._days("e", wide, after)
            if self.along is None:
                sql = f"SELECT e.day AS day, e.id AS id FROM entry e WHERE {days}{self._others()}"
                branches.append((sql, [*of_days, *self._values]))
                continue
            near, of_near = self._near("d", wide, after)
            sql = (
                "SELECT d.day AS day, d.entry AS id FROM term d CROSS JOIN entry e"
                f" WHERE d.term = ? AND {near} AND e.wide = d.wide AND e.day = d.day AND e.id = d.entry"
                f" AND {days}{self._others()}"
            )
            branches += [(sql, [term, *of_near, *of_days, *self._values]) for term in self.along]
        return branches

    def _others(self) -> str:
        return "".join(f" AND {condition}" for condition in self._conditions)

    def _near(self, table: str, wide: int | None, after: tuple[str, str] | None) -> tuple[str, list[Any]]:
        """The part of a list by days that may hold what is asked for."""
        conditions, values = [f"{table}.wide = {wide}" if wide is not None else "true"], []
        bounds = []
        if wide == 0 and self.start:
            first = date.fromisoformat(self.start).toordinal() - _WIDE
            bounds.append((">=", date.fromordinal(max(1, first)).isoformat()))
        if wide == 0 and self.end:
            bounds.append(("<=", self.end))
        if after:
            bounds.append(("<=" if self.newest else ">=", after[0]))
        for sign, day in bounds:
            conditions.append(f"{table}.day {sign} ?")
            values.append(day)
        return " AND ".join(conditions), values

    def _days(self, table: str, wide: int | None, after: tuple[str, str] | None) -> tuple[str, list[Any]]:
        near, values = self._near(table, wide, after)
        conditions = [near]
        if after:
            behind = "<" if self.newest else ">"
            conditions.append(f"({table}.day {behind} ? OR {table}.id {behind} ?)")
            values += [after[0], after[1]]
        if self.of_days:
            conditions.append(f"{table}.day {self.of_days}")
        if self.start or self.end:
            conditions.append(f"{table}.day < '{_UNDATED}'")
        if self.start:
            conditions.append(f"{table}.last >= ?")
            values.append(self.start)
        if self.end:
            conditions.append(f"{table}.first <= ?")
            values.append(self.end)
        return " AND ".join(conditions), values


def _lists(question: Question) -> Iterator[list[str]]:
    """The terms of each part of a question; one of a list must hold."""
    for kind, values in (("event", question.event), ("mode", question.mode), ("country", question.country)):
        if values:
            yield sorted({f"{kind}:{value}" for value in values})
    if question.status and "happened" not in question.status:
        yield sorted({f"status:{status}" for status in question.status})
    for parties in (question.actor, question.other):
        if parties:
            yield sorted({f"party:{name(party)}" for party in parties})
    if question.place:
        yield sorted({f"place:{name(place)}" for place in question.place})
    if question.said_by:
        yield sorted({f"said:{name(speaker)}" for speaker in question.said_by})
    if question.story:
        yield [f"story:{question.story}"]


def _beside(entry: Entry | _Parties, question: Question) -> bool:
    """Whether some party is who was asked for and another one is who shall be beside them."""
    if not (question.actor and question.other):
        return True
    parties = (*entry.actor, *entry.recipient)
    firsts = [i for i, party in enumerate(parties) if _is(party, question.actor)]
    others = [i for i, party in enumerate(parties) if _is(party, question.other)]
    return any(i != j for i in firsts for j in others)


def _is(party: Actor, asked: list[str]) -> bool:
    return not names_of(party).isdisjoint(map(name, asked))


def _hit(document: Document, asked: set[str], exact: bool) -> Hit:
    shown = snippet(document.text, asked, exact)
    return Hit(document.id, document.title, document.outlet, document.moment, shown, exact)
