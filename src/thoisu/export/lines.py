"""An entry in a few lines, as calendars, feeds and timelines show it, and the names by which other tools know it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ..called import called, party
from ..chronicle.records import Document, Entry, Telling
from ..lexicon import lexicon
from ..model import Actor
from ..show import what, when
from .clean import clean, line, uri
from .source import Told

SOURCES = 10  # tellings that are cited one by one
_HANOI = timezone(timedelta(hours=7))
# No one can own a name under .invalid (RFC 2606), so that no one else makes tags that begin so (RFC 4151).
AUTHORITY = "thoisu.invalid"


def tag(kind: str, *parts: str) -> str:
    """The tag URI (RFC 4151) of an entry, an article or a claim: the same from every store that holds it.

    >>> tag("entry", "57ljjojig74x")
    'tag:thoisu.invalid,2026:entry/57ljjojig74x'
    """
    return f"tag:{AUTHORITY},2026:{'/'.join([kind, *parts])}"


def table_title(words: Mapping[str, Any]) -> str:
    """What a whole chronology is called: the heads of its columns."""
    return f"{words['when']}, {words['who']}, {words['what']}"


def headline(entry: Entry, lang: str) -> str:
    """Who, to whom and what, on one line, in the words of a language (en, vi).

    >>> from thoisu.model import Actor
    >>> guest, host = Actor("Olaf Scholz", "person", "DEU"), Actor("CHN", "country", "CHN")
    >>> entry = Entry("a", "CONSULT", "visit", [], "planned", [guest], [host], None, None, None, [], "", "a", [], [],
    ...               [], [], [], "s")
    >>> headline(entry, "vi")
    'Olaf Scholz (Đức) → Trung Quốc · tiếp xúc: thăm'
    """
    left, right = named(entry.actor, lang) or "–", named(entry.recipient, lang)
    return f"{left}{f' → {right}' if right else ''} · {line(what(entry, lexicon().labels[lang]))}"


def named(actors: list[Actor], lang: str) -> str:
    """Actors as people are named, parted by commas."""
    return ", ".join(line(party(actor, lang)) for actor in actors)


def facts(entry: Entry, lang: str) -> list[str]:
    """Status, days, place and voices of an entry, one line each, those that are known."""
    words = lexicon().labels[lang]
    found = [f"{words['status']}: {words['of_status'][entry.status]}", f"{words['when']}: {when(entry, words)}"]
    if entry.place:
        found.append(f"{words['where']}: {place_name(entry, lang)}")
    if entry.said_by:
        found.append(f"{words['said_by']}: {', '.join(line(called(s, lang)) for s in entry.said_by)}")
    return found


def place_name(entry: Entry, lang: str) -> str:
    """The place with its state, "" where none is told."""
    place = entry.place
    if place is None:
        return ""
    names = [line(called(name, lang)) for name in (place.name, place.country) if name]
    return ", ".join(dict.fromkeys(filter(None, names)))


def best_first(told: Told) -> list[Telling]:
    """The tellings that are cited: the best, then in time, at most `SOURCES`."""
    return sorted(told.tellings, key=lambda telling: telling.id != told.entry.best)[:SOURCES]


def cited(told: Told) -> list[str]:
    """The sentences that tell an entry, the best first, each with its source, one line each; at most `SOURCES`."""
    return [f"{clean(one.text)} — {source(one, told.documents)}" for one in best_first(told)]


def source(telling: Telling, documents: Mapping[str, Document]) -> str:
    """Outlet, time and address of the page that tells something; its id where it has no outlet or address."""
    document = documents.get(telling.document)
    where = (document and address(document)) or telling.document
    parts = [line(telling.outlet) if telling.outlet else "", (telling.moment or "")[:16].replace("T", " "), where]
    return ", ".join(filter(None, parts))


def address(document: Document) -> str | None:
    """Where a page lies on the web; None of a file, whose path is nobody else's matter.

    >>> address(Document("a", "file:/tin/a.txt", None, None, None, None, [], [], "")) is None
    True
    """
    return uri(document.key) if document.key.startswith(("http://", "https://")) else None


def instant(moment: str) -> datetime:
    """A moment of a record in UTC; without a zone it is in that of Hanoi, a day begins at midnight.

    >>> instant("2022-11-05").isoformat()
    '2022-11-04T17:00:00+00:00'
    """
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=_HANOI)).astimezone(UTC)


def newest(told: Told, otherwise: str) -> datetime:
    """When the newest page that tells an entry was published, in UTC; `otherwise` where none says."""
    return max((instant(t.moment) for t in told.tellings if t.moment), default=instant(otherwise))
