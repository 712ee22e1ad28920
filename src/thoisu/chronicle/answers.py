"""What a question is answered with: entries with their evidence, a story, a family of copies, plans and outcomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from ..show import name
from ..store.base import Store
from .copies import Changes, changes
from .ledger import blocks_for, outcome
from .moments import UNDATED
from .records import Document, Entry, Outcome, Question, Telling

_AT_ONCE = 100  # plans that are followed together


class Evidence(msgspec.Struct, frozen=True, rename={"start_day": "from", "end_day": "to"}):
    """One telling of an entry: which page tells it in which words, and what it was read as."""

    telling: str
    document: str
    key: str
    outlet: str | None
    moment: str | None
    text: str
    status: str
    start_day: str | None
    end_day: str | None
    sources: list[str]


class Answer(msgspec.Struct, frozen=True):
    """An entry with all its evidence, in time."""

    entry: Entry
    evidence: list[Evidence]


class Plan(msgspec.Struct, frozen=True):
    """A planned entry, and what became of it as of a day."""

    entry: Entry
    outcome: Outcome


class Followed(NamedTuple):
    """A plan, the entries that may tell what becomes of it, the day of its first telling, and where they are filed.

    `blocks` are the keys of ledger.blocks_for.
    """

    plan: Plan
    beside: list[Entry]
    told: str | None
    blocks: list[str]


class Story(msgspec.Struct, frozen=True):
    """A story: its documents in time, and its entries by day. `title` is that of its first document."""

    id: str
    title: str | None
    documents: list[Document]
    families: dict[str, str]
    entries: list[Entry]

    def rows(self) -> list[dict[str, Any]]:
        """One row for each document."""
        return [{**_facts(d), "family": self.families[d.id]} for d in self.documents]


class Copy(msgspec.Struct, frozen=True):
    """A document of a family: the share of the shorter text that it has in common with the origin, what it changed."""

    document: Document
    share: float | None
    changes: Changes | None


class Family(msgspec.Struct, frozen=True):
    """A text and its copies, the origin first, then in time."""

    id: str
    copies: list[Copy]

    def rows(self) -> list[dict[str, Any]]:
        """One row for each document; cut and added in passages."""
        return [
            {
                **_facts(copy.document),
                "share": copy.share,
                "retitled": bool(copy.changes and copy.changes.title),
                "cut": len(copy.changes.cut) if copy.changes else 0,
                "added": len(copy.changes.added) if copy.changes else 0,
                "credit": copy.document.credit,
            }
            for copy in self.copies
        ]


def evidence_of(store: Store, entries: Iterable[Entry]) -> Iterator[Answer]:
    """The entries with their evidence."""
    for entry in entries:
        keys = {d.id: d.key for d in store.documents(entry.documents)}
        tellings = {t.id: t for t in store.tellings(entry.tellings)}
        yield answer_from(entry, tellings, keys)


def answer_from(entry: Entry, tellings: Mapping[str, Telling], keys: Mapping[str, str]) -> Answer:
    """An entry with its evidence, where the tellings by their ids and the documents' keys are at hand."""
    return Answer(entry, [_evidence(tellings[id], keys) for id in entry.tellings if id in tellings])


def _evidence(telling: Telling, keys: Mapping[str, str]) -> Evidence:
    event = telling.event
    return Evidence(
        telling.id, telling.document, keys[telling.document], telling.outlet, telling.moment, telling.text,
        event.status, event.start_day, event.end_day, telling.sources,
    )  # fmt: skip


def story_of(store: Store, story: str) -> Story:
    """A story by its id."""
    documents = sorted(store.documents(store.in_story(story)), key=in_time)
    families = store.families([d.id for d in documents])
    entries = store.ask(Question(story=story))
    return Story(story, documents[0].title if documents else None, documents, families, entries)


def family_of(store: Store, family: str) -> Family:
    """A family by its id, which is that of its origin."""
    documents = {d.id: d for d in store.documents(store.in_family(family))}
    first = documents[family]
    shares = {one if other == family else other: share for one, other, share in store.copies([family])}
    rest = sorted((d for d in documents.values() if d is not first), key=in_time)
    copies = [Copy(first, None, None)]
    copies += [Copy(d, shares.get(d.id), changes(first, d)) for d in rest]
    return Family(family, copies)


def followed(store: Store, question: Question, today: date, due: bool = False) -> Iterator[Plan]:
    """The plans that a question asks for, by day, with what became of each by `today`.

    With `due` only those whose day has come and of which nothing is told.
    """
    plans = [e for e in store.ask(msgspec.structs.replace(question, status=["planned"])) if not e.rejected]
    for i in range(0, len(plans), _AT_ONCE):
        for plan in follow(store, plans[i : i + _AT_ONCE], today):
            if not due or plan.outcome.kind == "unreported":
                yield plan


def followed_entry(store: Store, plan: Entry, today: date) -> Plan:
    """What became of one planned entry by `today`."""
    [found] = follow(store, [plan], today)
    return found


def follow(store: Store, plans: Sequence[Entry], today: date) -> list[Plan]:
    """What became of planned entries by `today`, in their order; what is told of several is fetched once."""
    return [found.plan for found in follow_beside(store, plans, today)]


def follow_beside(store: Store, plans: Sequence[Entry], today: date) -> list[Followed]:
    """The same, each with what it was looked at beside."""
    days = {t.id: t.day for t in store.tellings(id for plan in plans for id in plan.tellings)}
    told = [min((day for id in plan.tellings if (day := days.get(id))), default=None) for plan in plans]
    blocks = [blocks_for(plan, day) for plan, day in zip(plans, told, strict=True)]
    filed = store.entries_in({block for of_plan in blocks for block in of_plan})
    near = [sorted(set().union(*(filed[block] for block in of_plan if block in filed))) for of_plan in blocks]
    entries = {entry.id: entry for entry in store.entries({id for ids in near for id in ids})}
    looked_at = [[entries[id] for id in ids if id in entries] for ids in near]
    return [
        Followed(Plan(plan, outcome(plan, others, today, day)), others, day, keys)
        for plan, others, day, keys in zip(plans, looked_at, told, blocks, strict=True)
    ]


def beside(store: Store, plan: Entry, told: str | None) -> list[Entry]:
    """The entries that may tell what became of a plan that was first told on a day, rejected ones too."""
    near = store.tellings_in(blocks_for(plan, told))
    return store.entries(sorted(set(store.entry_ids(t.id for t in near).values()) - {plan.id}))


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as one row of a table."""
    return {
        "id": entry.id,
        "from": entry.start_day,
        "to": entry.end_day,
        "status": entry.status,
        "event": entry.event,
        "mode": entry.mode,
        "context": entry.context,
        "actor": [name(a) for a in entry.actor],
        "recipient": [name(a) for a in entry.recipient],
        "place": entry.place.name if entry.place else None,
        "country": entry.place.country if entry.place else None,
        "said_by": entry.said_by,
        "outlets": entry.outlets,
        "origins": entry.origins,
        "conflicts": [f"{c.field}: {' / '.join(c.values)}" for c in entry.conflicts],
        "story": entry.story,
        "text": entry.text,
    }


def plan_row(plan: Plan) -> dict[str, Any]:
    """A plan as one row of a table."""
    row = entry_row(plan.entry)
    kept = {c: row[c] for c in ("id", "from", "to", "event", "mode", "actor", "recipient", "place", "text")}
    found = plan.outcome
    return {**kept, "outcome": found.kind, "because": found.because, "entries": found.entries}


def _facts(document: Document) -> dict[str, Any]:
    return {c: getattr(document, c) for c in ("id", "moment", "outlet", "title", "key")}


def in_time(document: Document) -> tuple[str, str]:
    """What documents are sorted by: their moments, those without one last."""
    return (document.moment or document.day or UNDATED, document.id)
