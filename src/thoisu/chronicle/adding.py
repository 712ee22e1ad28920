"""Pages into a store: a page, its document, its copies, its story, its tellings and the entries that they touch.

A batch is one transaction. Inside it every page is filed and related to what is there already; the entries that were
touched are written once at the end. What comes out is a function of the set of pages in the store: a page that comes
late may become the parent of later ones, and their stories are then drawn again.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec

from ..model import Reading
from ..store.base import Store
from . import copies, stories
from .documents import document_of
from .acts import blocks_of
from .corrections import InForce, effective, renamed
from .entries import tellings_of
from .records import Document, Sketch, short_id
from .regroup import Touched, draw_families, draw_stories, write_entries


class Incoming(msgspec.Struct, frozen=True):
    """A page that was read and is to be added; `key` where the page has no address of its own (a file's path)."""

    reading: Reading
    raw: bytes
    key: str | None = None


class Added(msgspec.Struct, frozen=True):
    """What adding did with a page: it is new, a new version (`number`) of a known one, or known already."""

    document: str
    key: str
    number: int
    what: Literal["new", "version", "known"]


def add(store: Store, pages: Iterable[Incoming]) -> list[Added]:
    """Adds pages to a store in one transaction; when it returns, they are on disk.

    Raises StoreError when the store can't be written; then nothing of the batch is in it.
    """
    with store.writing():
        touched, force = Touched(), effective(store.corrections())
        done = [_add_one(store, page, touched, force) for page in pages]
        write_entries(store, touched)
    return done


def _add_one(store: Store, page: Incoming, touched: Touched, force: InForce) -> Added:
    document = document_of(page.reading, page.key)
    sha256 = page.reading.page.sha256
    before = store.version(document.id)
    if before is not None and before.sha256 == sha256:
        return Added(document.id, document.key, before.number, "known")
    if page.key is not None and before is None and (there := store.known(sha256)):
        # The same file under another name, or a page that was fetched before it was saved.
        return Added(short_id(there[0]), there[0], 1, "known")
    version = store.put_version(document.id, document.key, page.reading.page.uri, page.raw, page.reading)
    file(store, document, page.reading, touched, force)
    return Added(document.id, document.key, version.number, "new" if before is None else "version")


def file(store: Store, document: Document, reading: Reading, touched: Touched, force: InForce) -> None:
    """Puts a document with its tellings into the chronicle, in the place of what was there of it."""
    signature = copies.signature(document.text)
    features = stories.features(document, reading)
    sketch = Sketch(signature, copies.bands(signature), features, stories.keys(features))
    store.put_document(document, sketch)
    _relate_copies(store, document, sketch, touched)
    _relate_story(store, document, sketch, touched, force)
    family = store.families([document.id])[document.id]
    touched.entries.update(store.entry_ids(t.id for t in store.told_in([document.id])).values())
    tellings = tellings_of(document, reading, family)
    store.put_tellings(document.id, tellings, [blocks_of(renamed(telling, force)) for telling in tellings])
    touched.tellings.update(telling.id for telling in tellings)


def _relate_copies(store: Store, document: Document, sketch: Sketch, touched: Touched) -> None:
    before = {other for pair in store.copies([document.id]) for other in pair[:2]} - {document.id}
    shares = {}
    for other, signature in store.signatures(sketch.bands).items():
        if other != document.id and (share := copies.is_copy(sketch.signature, signature)) is not None:
            shares[other] = share
    store.put_copies(document.id, shares)
    draw_families(store, {document.id, *before, *shares}, touched)


def _relate_story(store: Store, document: Document, sketch: Sketch, touched: Touched, force: InForce) -> None:
    """Finds the document's parent, and the later documents to which it is a better parent than the one they have."""
    orphans = [child for child, _ in store.children([document.id]).get(document.id, [])]
    near = _near(store, document, sketch)
    moved = _settle(store, document.id, sketch, near)
    present = store.parents(near)
    for other, features in near.items():
        found = stories.parent(features, {document.id: sketch.features})
        if found is None:
            continue
        now, score = present.get(other, (None, 0.0))
        if now is None or (-found[1], document.id) < (-score, now):
            store.put_parent(other, document.id, found[1])
            moved |= {other} | ({now} if now else set())
    # A new version may no longer be the parent of those that went on with the old one.
    sketches = store.sketches(orphans)
    for orphan in store.documents(orphans):
        moved |= _settle(store, orphan.id, sketches[orphan.id], _near(store, orphan, sketches[orphan.id]))
    draw_stories(store, moved, touched, force)


def _near(store: Store, document: Document, sketch: Sketch) -> dict[str, bytes]:
    """The features of the documents that may belong to a document's story, by id."""
    if document.day is None:
        return {}
    day, reach = date.fromisoformat(document.day), timedelta(stories.WINDOW_DAYS)
    near = store.features(sketch.keys, (day - reach).isoformat(), (day + reach).isoformat())
    near.pop(document.id, None)
    return near


def _settle(store: Store, document: str, sketch: Sketch, near: dict[str, bytes]) -> set[str]:
    """Gives a document its parent among those near it, and tells which documents' stories may change by that."""
    before = store.parents([document]).get(document, (None, 0.0))[0]
    parent, score = stories.parent(sketch.features, near) or (None, 0.0)
    store.put_parent(document, parent, score)
    return {document} | {other for other in (before, parent) if other}
