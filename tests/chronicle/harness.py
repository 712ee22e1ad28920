"""Pages made into a chronicle in memory: documents, tellings, entries and what became of the plans. No store."""

from collections.abc import Iterable
from datetime import date

from thoisu.chronicle.acts import blocks_of
from thoisu.chronicle.corrections import InForce, effective, renamed
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.entries import components, entry_of, tellings_of
from thoisu.chronicle.ledger import blocks_for, outcome
from thoisu.chronicle.records import Correction, Entry, Outcome, Telling, short_id
from thoisu.model import Reading


class Chronicle:
    """The chronicle of some readings by name; `families` are names of pages that are copies of one text."""

    def __init__(
        self,
        readings: dict[str, Reading],
        families: Iterable[Iterable[str]] = (),
        log: Iterable[Correction] = (),
    ) -> None:
        family = {name: "+".join(sorted(copies)) for copies in map(list, families) for name in copies}
        self.force: InForce = effective(log)
        self.tellings: list[Telling] = []
        self.page: dict[str, str] = {}
        for name, reading in readings.items():
            document = document_of(reading, name, short_id(name))
            found = [renamed(t, self.force) for t in tellings_of(document, reading, family.get(name, name))]
            self.tellings += found
            self.page |= {t.id: name for t in found}
        joined = components(self.tellings, self.force.together, self.force.parted)
        self.entries: list[Entry] = [entry_of(members, "one story", self.force) for members in joined]

    def pages(self, entry: Entry) -> list[str]:
        """The names of the pages that tell an entry."""
        return sorted({self.page[id_] for id_ in entry.tellings})

    def between(self, first: str, last: str) -> list[Entry]:
        """The entries whose days lie in a span, by day."""
        found = [e for e in self.entries if e.start_day and first <= e.start_day[:10] <= last]
        return sorted(found, key=lambda e: (e.start_day or "", e.id))

    def plans(self) -> list[Entry]:
        """The planned entries."""
        return [e for e in self.entries if e.status in ("planned", "proposed") and not e.rejected]

    def outcome(self, plan: Entry, today: str) -> Outcome:
        """What became of a plan, looked for as a store does: under its blocks."""
        told = {t.id: t for t in self.tellings}
        first = min((told[id_].day or "" for id_ in plan.tellings if told[id_].day), default=None)
        wanted = set(blocks_for(plan, first))
        near = {t.id for t in self.tellings if wanted & set(blocks_of(t))}
        later = [e for e in self.entries if near & set(e.tellings)]
        return outcome(plan, later, date.fromisoformat(today), first)
