"""The brief: what happened, is planned or denied, who says what and what is disputed, each line with its sources.

It is made of a story, of somebody, or of a day. A line is only there because a sentence of some page says it: the
sentence stands under it, and the numbers behind it lead to the pages. Copies of one text are one source.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from ..called import called, parties, party
from ..chronicle.answers import followed_entry
from ..chronicle.reasons import because
from ..chronicle.records import Document, Entry, Question, Telling
from ..lexicon import lexicon
from ..model import Statement
from ..show import what, when
from ..store.base import Store

ENTRIES = 200  # of a brief, the best told ones; a brief that is longer is none
STATEMENTS = 30
_READ = 40  # pages whose statements are looked through


class Line(msgspec.Struct, frozen=True):
    """A line of a brief: what it says, the sentence that says so, and the numbers of its sources, never none."""

    text: str
    quote: str
    sources: list[int]


class Section(msgspec.Struct, frozen=True):
    """A part of a brief; `kind`: happened, planned, denied, said, disputed."""

    kind: str
    title: str
    lines: list[Line]


class Reference(msgspec.Struct, frozen=True):
    """A source: a page, or the text that it and its copies have in common."""

    number: int
    document: str
    title: str | None
    outlet: str | None
    moment: str | None
    key: str
    copies: int


class Brief(msgspec.Struct, frozen=True):
    """A brief: its title, its parts, its sources, and how many entries were left out because there were too many."""

    title: str
    sections: list[Section]
    sources: list[Reference]
    left_out: int


class _Sources:
    """The sources of a brief, numbered as they are first named; copies have the number of their text."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[str, int] = {}
        self._named: dict[str, set[str]] = {}

    def of(self, tellings: Iterable[Telling]) -> list[int]:
        """The numbers of the texts that tell something."""
        for telling in tellings:
            self._numbers.setdefault(telling.family, len(self._numbers) + 1)
            self._named.setdefault(telling.family, set()).add(telling.document)
        return sorted({self._numbers[telling.family] for telling in tellings})

    def page(self, document: str, family: str) -> list[int]:
        """The number of one page's text."""
        self._numbers.setdefault(family, len(self._numbers) + 1)
        self._named.setdefault(family, set()).add(document)
        return [self._numbers[family]]

    def references(self) -> list[Reference]:
        """The list of sources: of each text its origin where that is named, else the first page that is."""
        shown = {family: family if family in named else min(named) for family, named in self._named.items()}
        documents = {d.id: d for d in self._store.documents(shown.values())}
        return [
            _reference(number, documents[shown[family]], len(self._named[family]) - 1)
            for family, number in sorted(self._numbers.items(), key=lambda pair: pair[1])
        ]


def brief_of(store: Store, title: str, question: Question, today: date, lang: str) -> Brief:
    """The brief of what a question asks for, in a language, as of a day.

    Of more than ENTRIES entries those with the most independent origins are kept, of equal ones the latest.
    """
    words = lexicon().labels[lang]
    found = [entry for entry in store.ask(question) if not entry.rejected]
    kept = sorted(found, key=lambda e: (-len(e.origins), _backwards(e), e.id))[:ENTRIES]
    chosen = {entry.id for entry in kept}
    entries = [entry for entry in found if entry.id in chosen]
    tellings = {t.id: t for t in store.tellings({i for entry in entries for i in entry.tellings})}
    sources = _Sources(store)
    told = [(entry, [tellings[i] for i in entry.tellings if i in tellings]) for entry in entries]
    told = [(entry, by) for entry, by in told if by]
    ahead = ("planned", "proposed")
    lines = {
        "happened": [_act(e, by, words, lang, sources) for e, by in told if e.status not in (*ahead, "denied")],
        "planned": [_plan(store, e, by, today, words, lang, sources) for e, by in told if e.status in ahead],
        "denied": [_act(e, by, words, lang, sources) for e, by in told if e.status == "denied"],
        "said": list(_said(store, told, words, lang, sources)),
        "disputed": [line for e, by in told for line in _disputed(e, by, words, lang, sources)],
    }
    titles = words["of_brief"]
    sections = [Section(kind, titles[kind], made) for kind, made in lines.items() if made]
    return Brief(title, sections, sources.references(), len(found) - len(told))


def _backwards(entry: Entry) -> int:
    day = entry.start_day or entry.end_day
    return -date.fromisoformat(day[:10]).toordinal() if day and len(day) >= 10 else 0


def _act(entry: Entry, by: list[Telling], words: dict[str, Any], lang: str, sources: _Sources) -> Line:
    return Line(_told(entry, words, lang), _best(entry, by).text, sources.of(by))


def _told(entry: Entry, words: dict[str, Any], lang: str) -> str:
    parts = [f"{when(entry, words)}: {parties(entry, lang)}, {what(entry, words)}"]
    if entry.place:
        parts.append(called(entry.place.name, lang))
    if entry.status not in ("happened", "planned"):
        parts.append(words["of_status"][entry.status])
    if entry.said_by:
        parts.append(f"{words['by_whom']} {', '.join(called(name, lang) for name in entry.said_by)}")
    return "; ".join(parts)


def _plan(
    store: Store, entry: Entry, by: list[Telling], today: date, words: dict[str, Any], lang: str, sources: _Sources
) -> Line:
    text, numbers = _told(entry, words, lang), sources.of(by)
    if entry.status == "planned":
        outcome = followed_entry(store, entry, today).outcome
        text += f"; {words['of_store']['of_outcome'][outcome.kind]}: {because(outcome, words)}"
        # What became of it is told by pages too.
        later = [i for other in store.entries(outcome.entries) for i in other.tellings]
        numbers = sorted({*numbers, *sources.of(store.tellings(later))})
    return Line(text, _best(entry, by).text, numbers)


def _said(
    store: Store, told: list[tuple[Entry, list[Telling]]], words: dict[str, Any], lang: str, sources: _Sources
) -> Iterator[Line]:
    """What the actors of a brief say on the pages that tell it best, each saying once."""
    actors = {actor.entity for entry, _ in told for actor in (*entry.actor, *entry.recipient)}
    pages = list(dict.fromkeys((best.document, best.family) for e, by in told for best in [_best(e, by)]))
    seen: set[tuple[str, str]] = set()
    for document, family in pages[:_READ]:
        for statement in store.reading(document).statements:
            speakers = [s for s in statement.speaker if s.entity in actors]
            key = (speakers[0].entity if speakers else "", statement.text)
            if not speakers or key in seen:
                continue
            seen.add(key)
            yield Line(_saying(statement, words, lang), statement.text, sources.page(document, family))
            if len(seen) == STATEMENTS:
                return


def _saying(statement: Statement, words: dict[str, Any], lang: str) -> str:
    notes = [note for note in (words["direct"] if statement.direct else None, statement.channel) if note]
    who = ", ".join(party(speaker, lang) for speaker in statement.speaker)
    return f"{who} ({', '.join(notes)})" if notes else who


def _disputed(entry: Entry, by: list[Telling], words: dict[str, Any], lang: str, sources: _Sources) -> Iterator[Line]:
    """A line for each value that tellings of one act do not agree on."""
    tellings = {telling.id: telling for telling in by}
    for conflict in entry.conflicts:
        for value, ids in conflict.values.items():
            saying = [tellings[i] for i in ids if i in tellings]
            if saying:
                field = words["of_store"]["of_field"][conflict.field]
                yield Line(f"{_told(entry, words, lang)} – {field}: {value}", saying[0].text, sources.of(saying))


def _best(entry: Entry, by: list[Telling]) -> Telling:
    return next((telling for telling in by if telling.id == entry.best), by[0])


def _reference(number: int, document: Document, copies: int) -> Reference:
    return Reference(number, document.id, document.title, document.outlet, document.moment, document.key, copies)
