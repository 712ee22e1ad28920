"""An article: the page as it was read, what was found in it, its versions, its copies and its story."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from ...chronicle.answers import Copy
from ...chronicle.copies import changes
from ...chronicle.filters import document_named
from ...chronicle.records import Document
from ...errors import QuestionError
from ...model import Mention, Office, Reading
from ...store.base import Store, Version
from ..desk import Desk, show
from ..marked import marks_of, name_url, outside, parts_of, rows_of

BLOCKS = 600  # of a page; a list of teasers can have thousands
ROWS = 400  # of each table of what was found
COPIES = 12  # compared with their origin; a wire report can have hundreds
_LONG = 4_000_000_000  # texts are compared sentence by sentence: not those whose lengths multiplied are more


class Named(msgspec.Struct, frozen=True):
    """Somebody or something that the page names, with all the forms in which it does and how often."""

    kind: str
    entity: str
    forms: list[str]
    count: int
    basis: list[str]
    link: str


@get("/article/{id:str}", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[Any]:
    """One page with all that was read in it."""
    return show(request, "article.html", lambda desk: view(desk, id))


def view(desk: Desk, beginning: str) -> dict[str, Any]:
    """What the page shows of the article whose id, or whose family's id, begins so."""
    store, id = desk.store, document_named(desk.store, beginning)
    [document] = store.documents([id])
    versions = store.versions(id)
    version = _version(desk.one("version"), versions)
    is_newest = version == versions[-1]
    # The chronicle tells what the newest version says.
    told = _told(store, id) if is_newest else {}
    return {
        "document": document,
        "page_version": version,
        "versions": versions,
        "is_newest": is_newest,
        "link": outside(version.uri) or outside(document.key),
        "story": store.stories([id]).get(id),
        "rejected": {entry.id for entry in store.entries({e for _, e in told.values() if e}) if entry.rejected},
        **read(desk, store.reading(id, version.number), told),
        **_copies(desk, document),
    }


def read(desk: Desk, reading: Reading, told: dict[int, tuple[str, str | None]]) -> dict[str, Any]:
    """What is shown of any reading, of a stored page or of one that was only read."""
    rows = rows_of(reading, told)
    marks = marks_of(reading, rows, desk.t, desk.lang)
    whole = desk.one("all") is not None
    parts, hidden = parts_of(reading, marks, None if whole else BLOCKS)
    most = None if whole else ROWS
    names = sorted(named(reading.mentions), key=lambda one: (-one.count, one.entity))
    found: dict[str, list[Any]] = {
        "rows": rows,
        "statements": reading.statements,
        "named": names,
        "offices": offices(reading.offices),
        "times": reading.times,
        "warnings": reading.warnings,
    }
    return {
        "article": reading.article,
        "parts": parts,
        "hidden": hidden,
        "found": {name: list_[:most] for name, list_ in found.items()},
        "counts": {name: len(list_) for name, list_ in found.items()},
        "is_cut": most is not None and any(len(list_) > most for list_ in found.values()),
    }


def named(mentions: list[Mention]) -> Iterator[Named]:
    """The names of a page, each entity once."""
    found: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.kind, mention.entity), []).append(mention)
    for (kind, entity), told in found.items():
        forms, basis = (list(dict.fromkeys(values)) for values in zip(*((m.text, m.basis) for m in told), strict=True))
        yield Named(kind, entity, forms, len(told), basis, name_url(kind, entity))


def offices(told: list[Office]) -> list[Office]:
    """The offices that a page names without a name, each way of naming one once."""
    return list({(o.text, o.office, o.holder, o.entity): o for o in told}.values())


def _version(asked: str | None, versions: list[Version]) -> Version:
    if asked is None:
        return versions[-1]
    for version in versions:
        if asked == str(version.number):
            return version
    known = ", ".join(str(version.number) for version in versions[-9:])
    raise QuestionError("version", f"{asked!r} is none of this page", f"give one of {known}")


def _told(store: Store, document: str) -> dict[int, tuple[str, str | None]]:
    """Telling and entry of each event of a document, by its place in the reading."""
    tellings = store.told_in([document])
    entries = store.entry_ids(t.id for t in tellings)
    return {t.number: (t.id, entries.get(t.id)) for t in tellings}


def _copies(desk: Desk, document: Document) -> dict[str, Any]:
    """The family of a document: the origin, then itself, then the others in time."""
    store = desk.store
    family = store.families([document.id]).get(document.id, document.id)
    ids = store.in_family(family)
    most = len(ids) if desk.one("copies") else COPIES
    shown = list(dict.fromkeys([i for i in (family, document.id) if i in ids] + ids))[:most]
    documents = {d.id: d for d in store.documents(shown)}
    origin = documents.get(family)
    rest = sorted((d for i, d in documents.items() if i != family), key=_own_first(document.id))
    shares = {one if other == family else other: share for one, other, share in store.copies([family])}
    return {
        "origin": origin,
        "copies": [Copy(d, shares.get(d.id), _changes(origin, d)) for d in rest] if origin else [],
        "more_copies": len(ids) - len(shown),
    }


def _own_first(id: str) -> Any:
    return lambda d: (d.id != id, d.moment or d.day or "9999", d.id)


def _changes(origin: Document, copy: Document) -> Any:
    return None if len(origin.text) * len(copy.text) > _LONG else changes(origin, copy)
