"""Pages into a store: a page, its document, its copies, its story, its tellings and the entries that they touch.

A batch is one transaction. Inside it every page is filed and related to what is there already; the entries that were
touched are written once at the end. What comes out is a function of the set of pages in the store: a page that comes
late may become the parent of later ones, and their stories are then drawn again.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from ..model import Reading
from ..reader import bytes_of, read_page
from ..store.base import Store
from . import copies, stories
from .acts import blocks_of
from .corrections import InForce, effective, renamed
from .documents import document_of
from .entries import tellings_of
from .records import Document, Sketch
from .regroup import Touched, draw_families, draw_stories, write_entries


class Incoming(msgspec.Struct, frozen=True):
    """A page that was read and is to be added; `key` where the page has no address of its own: "file:" and its path."""

    reading: Reading
    raw: bytes
    key: str | None = None


def incoming(source: bytes | str | Path, published: str | None = None, uri: str | None = None) -> Incoming:
    """Reads a page so that it can be added: its bytes, its text, or the Path of a file (see `thoisu.read`).

    >>> incoming("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh.", published="2022-11-05").reading.events[0].mode
    'visit'
    """
    if isinstance(source, Path):
        raw = bytes_of(source)
        return Incoming(read_page(raw, uri or str(source), published), raw, None if uri else f"file:{source.resolve()}")
    raw = source.encode("utf-8", errors="surrogatepass") if isinstance(source, str) else source
    return Incoming(read_page(raw, uri or "text", published), raw)


class Added(msgspec.Struct, frozen=True):
    """What was done with a page.

    It is new, a new version (`number`) of a known one, or known already; it was read again, or can't be any more.
    """

    document: str
    key: str
    number: int
    what: Literal["new", "version", "known", "read", "unread"]


def add(store: Store, pages: Iterable[Incoming]) -> list[Added]:
    """Adds pages to a store in one transaction; when it returns, they are on disk.

    Raises StoreError when the store can't be written; then nothing of the batch is in it.

    >>> import tempfile
    >>> from thoisu import Question, open_store
    >>> page = incoming("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/tin.sqlite") as store:
    ...     print([done.what for done in add(store, [page])], [done.what for done in add(store, [page])])
    ...     print([(entry.start_day, entry.place.name) for entry in store.ask(Question(actor=["DEU"]))])
    ['new'] ['known']
    [('2022-11-04', 'Beijing')]
    """
    with store.writing():
        touched, force = Touched(), effective(store.corrections())
        done = [_add_one(store, page, touched, force) for page in pages]
        write_entries(store, touched)
    return done


def _add_one(store: Store, page: Incoming, touched: Touched, force: InForce) -> Added:
    document = document_of(page.reading, page.key, store.kept_at(page.key) if page.key else None)
    sha256 = page.reading.page.sha256
    before = store.version(document.id)
    if before is not None and before.sha256 == sha256:
        return Added(document.id, before.key, before.number, "known")
    version = store.put_version(document.id, document.key, page.reading.page.uri, page.raw, page.reading)
    file(store, document, page.reading, touched, force, fresh=before is None)
    return Added(document.id, document.key, version.number, "new" if before is None else "version")


def file(
    store: Store, document: Document, reading: Reading, touched: Touched, force: InForce, fresh: bool = False
) -> None:
    """Puts a document with its tellings into the chronicle, in the place of what was there of it.

    Of a `fresh` one nothing is there yet, which spares most of the looking.
    """
    signature = copies.signature(document.text)
    features = stories.features(document, reading)
    sketch = Sketch(signature, copies.bands(signature), features, stories.keys(features))
    store.put_document(document, sketch)
    shares = _relate_copies(store, document, sketch, touched, force, fresh)
    _relate_story(store, document, sketch, touched, force, alone=fresh and not shares)
    family = store.families([document.id])[document.id]
    if not fresh:
        touched.entries.update(store.entry_ids(t.id for t in store.told_in([document.id])).values())
    tellings = tellings_of(document, reading, family)
    store.put_tellings(document.id, tellings, [blocks_of(renamed(telling, force)) for telling in tellings])
    touched.tellings.update(telling.id for telling in tellings)


def _relate_copies(
    store: Store, document: Document, sketch: Sketch, touched: Touched, force: InForce, fresh: bool
) -> dict[str, float]:
    """Finds the document's copies and draws its family; gives the shares that they have in common with it."""
    shares = {}
    for other, signature in store.signatures(sketch.bands).items():
        if other != document.id and (share := copies.is_copy(sketch.signature, signature)) is not None:
            shares[other] = share
    if fresh and not shares:
        store.put_groups(families={document.id: document.id}, stories={})
        return shares
    before = {other for pair in store.copies([document.id]) for other in pair[:2]} - {document.id}
    store.put_copies(document.id, shares)
    draw_families(store, {document.id, *before, *shares}, touched, force)
    return shares


def _relate_story(
    store: Store, document: Document, sketch: Sketch, touched: Touched, force: InForce, alone: bool
) -> None:
    """Finds the document's parent, and the later documents to which it is a better parent than the one they have.

    One that is `alone`, new and no copy, and is nobody's parent goes into its parent's story, or begins one, unless a
    correction made before it came says where it belongs.
    """
    orphans = [] if alone else [child for child, _ in store.children([document.id]).get(document.id, [])]
    near = _near(store, document, sketch)
    parent, later = stories.kin(sketch.features, near)
    moved = _settle(store, document.id, parent)
    taken = _take_over(store, document.id, later)
    if alone and not taken and not any(document.id in pair for pair in (*force.stories, *force.stories_parted)):
        story = store.stories([parent[0]])[parent[0]] if parent else document.id
        store.put_groups(families={}, stories={document.id: story})
        return
    # A new version may no longer be the parent of those that went on with the old one.
    sketches = store.sketches(orphans)
    for orphan in store.documents(orphans):
        sketch = sketches[orphan.id]
        moved |= _settle(store, orphan.id, stories.parent(sketch.features, _near(store, orphan, sketch)))
    draw_stories(store, moved | taken, touched, force)


def _take_over(store: Store, document: str, later: Mapping[str, float]) -> set[str]:
    """Makes the document the parent of those to which it is a better one; gives them and their former parents."""
    present = store.parents(later) if later else {}
    taken: set[str] = set()
    for other, score in later.items():
        now, before = present.get(other, (None, 0.0))
        if now is None or (-score, document) < (-before, now):
            store.put_parent(other, document, score)
            taken |= {other} | ({now} if now else set())
    return taken


def _near(store: Store, document: Document, sketch: Sketch) -> dict[str, bytes]:
    """The features of the documents that may belong to a document's story, by id."""
    if document.day is None:
        return {}
    day, reach = date.fromisoformat(document.day), timedelta(stories.WINDOW_DAYS)
    near = store.features(sketch.keys, (day - reach).isoformat(), (day + reach).isoformat(), stories.SHARED)
    near.pop(document.id, None)
    return near


def _settle(store: Store, document: str, found: tuple[str, float] | None) -> set[str]:
    """Gives a document its parent, and tells which documents' stories may change by that."""
    before = store.parents([document]).get(document, (None, 0.0))[0]
    parent, score = found or (None, 0.0)
    store.put_parent(document, parent, score)
    return {document} | {other for other in (before, parent) if other}
