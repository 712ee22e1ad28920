"""What an export is made of: the entries that a question asks for, with tellings and documents, piece by piece."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from ..chronicle.records import Document, Entry, Question, Telling
from ..lexicon import lexicon
from ..store.base import Part, Store

BATCH = 500  # entries whose tellings and documents are fetched at once


class Told(msgspec.Struct, frozen=True):
    """An entry with its tellings, in time, and the documents that tell it, by id."""

    entry: Entry
    tellings: list[Telling]
    documents: dict[str, Document]


class Source:
    """A question to a store. All is given in the order of days, then ids, so that the same store gives the same bytes.

    `desk` is the address of the desk that links lead to, without a slash at its end; without one, ids stand alone.
    `today` is the day by which plans are judged: the day of the newest page unless another is given, never the clock's.
    `lang` (en or vi) is the language of the formats that people read, `words` its labels.
    """

    def __init__(
        self,
        store: Store,
        question: Question | None = None,
        today: date | None = None,
        desk: str | None = None,
        lang: str = "en",
    ) -> None:
        self.store = store
        self.question = question or Question()
        self.desk = desk
        self.lang = lang
        self.words: dict[str, Any] = lexicon().labels[lang]
        latest = store.latest()
        self.today = today or date.fromisoformat(latest or "1970-01-01")
        self.notes: list[str] = []  # what is to be told beside the file

    def entries(self) -> Iterator[Entry]:
        """The entries, one after the other."""
        return self.store.each(self.question)

    def each(self, kind: type[Part]) -> Iterator[Part]:
        """Of the entries the fields that a Struct has (`Store.each`)."""
        return self.store.each(self.question, kind)

    def told(self) -> Iterator[Told]:
        """The entries with all that tells them."""
        entries = self.entries()
        while batch := list(islice(entries, BATCH)):
            tellings = {t.id: t for t in self.store.tellings({i for entry in batch for i in entry.tellings})}
            documents = {d.id: d for d in self.store.documents({i for entry in batch for i in entry.documents})}
            for entry in batch:
                yield Told(
                    entry,
                    [tellings[i] for i in entry.tellings if i in tellings],
                    {i: documents[i] for i in entry.documents if i in documents},
                )

    def leave_out(self, left: Counter[str]) -> None:
        """Notes how many entries a format has no place for, by why."""
        if left.total():
            why = ", ".join(f"{count} {why}" for why, count in sorted(left.items()))
            self.notes.append(f"left out {left.total()} entries: {why}")

    def link(self, kind: str, id: str) -> str | None:
        """The address of an entry, an article or a story on the desk; None where no desk is known."""
        return f"{self.desk}/{kind}/{id}" if self.desk else None

    def changed(self) -> str:
        """When the newest page was published (ISO 8601): what a format wants as the time of its making.

        The clock's time would make each export another one.
        """
        latest = self.store.latest()
        return f"{latest or '1970-01-01'}T00:00:00+07:00"
