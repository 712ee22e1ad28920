"""Pages into a store: a page, its document, its copies, its story, its tellings and the entries that they touch.

A batch is one transaction. Inside it every page is filed and related to what is there already; the entries that were
touched are written once at the end. What comes out is a function of the set of pages in the store: a page that comes
late may become the parent of later ones, and their stories are then drawn again.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from ..memory import uncollected
from ..reader import bytes_of, read_page
from ..store.base import Store
from . import copies, stories
from .acts import blocks_of
from .corrections import InForce, effective, renamed
from .preparing import Content, Incoming, Prepared, in_family, prepare
from .records import Document, Sketch
from .regroup import Touched, draw_families, draw_stories, write_entries


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


def add(
    store: Store, pages: "Iterable[Incoming | Prepared]", also: Callable[[list[Added]], None] | None = None
) -> list[Added]:
    """Adds pages to a store in one transaction; when it returns, they are on disk.

    `also` is called inside the transaction with what was done. Raises StoreError when the store can't be written; then
    nothing of the batch is in it.

    >>> import tempfile
    >>> from thoisu import Question, open_store
    >>> page = incoming("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/tin.sqlite") as store:
    ...     print([done.what for done in add(store, [page])], [done.what for done in add(store, [page])])
    ...     print([(entry.start_day, entry.place.name) for entry in store.ask(Question(actor=["DEU"]))])
    ['new'] ['known']
    [('2022-11-04', 'Beijing')]
    """
    with uncollected(), store.writing():
        touched, force = Touched(), effective(store.corrections())
        done = [_add_one(store, page, touched, force) for page in pages]
        write_entries(store, touched)
        if also:
            also(done)
    return done


def _add_one(store: Store, page: "Incoming | Prepared", touched: Touched, force: InForce) -> Added:
    made = prepare(page) if isinstance(page, Incoming) else page
    kept = store.kept_at(made.key) if made.key else None
    if kept and kept != made.content.document.id:
        made = made.under(kept)
    document = made.content.document
    before = store.version(document.id)
    if before is None:
        _file_new(store, made, touched, force)
        return Added(document.id, document.key, 1, "new")
    if before.sha256 == made.sha256:
        return Added(document.id, before.key, before.number, "known")
    version = store.put_version(document.id, document.key, made.version)
    touched.settle({document.id})
    file(store, made.content, touched, force)
    return Added(document.id, document.key, version.number, "version")


def file(store: Store, content: Content, touched: Touched, force: InForce) -> None:
    """Puts a document with its tellings into the chronicle, in the place of what was there of it."""
    document, sketch = content.document, content.sketch
    store.put_document(document, sketch, content.packed)
    shares = _copies_of(store, document, sketch)
    before = {other for pair in store.copies([document.id]) for other in pair[:2]} - {document.id}
    store.put_copies(document.id, shares)
    draw_families(store, {document.id, *before, *shares}, touched, force)
    orphans = [child for child, _ in store.children([document.id]).get(document.id, [])]
    parent, later = stories.kin(sketch.features, _near(store, document, sketch))
    _relate_story(store, document.id, parent, later, orphans, touched, force)
    touched.entries.update(store.entry_ids(t.id for t in store.told_in([document.id])).values())
    _put_told(store, content, touched, force)


def _file_new(store: Store, made: Prepared, touched: Touched, force: InForce) -> None:
    """The same for a page that is not there yet, which spares most of the looking.

    One that is no copy and is nobody's parent goes into its parent's story, or begins one, unless a correction made
    before it came says where it belongs.
    """
    content = made.content
    document, sketch = content.document, content.sketch
    shares = _copies_of(store, document, sketch)
    parent, later = stories.kin(sketch.features, _near(store, document, sketch))
    alone = not shares and not any(document.id in pair for pair in (*force.stories, *force.stories_parted))
    if alone and not force.names and not _better(store, document.id, later):
        story = store.stories([parent[0]])[parent[0]] if parent else document.id
        store.put_page(made.page(), document.id, story, parent)
        touched.fresh.update({telling.id: telling for telling in content.tellings})
        return
    store.put_version(document.id, document.key, made.version)
    store.put_document(document, sketch, content.packed)
    if shares:
        store.put_copies(document.id, shares)
        draw_families(store, {document.id, *shares}, touched, force)
    else:
        store.put_groups(families={document.id: document.id}, stories={})
    _relate_story(store, document.id, parent, later, [], touched, force)
    _put_told(store, content, touched, force)


def _put_told(store: Store, content: Content, touched: Touched, force: InForce) -> None:
    """Files a document's tellings under its family."""
    document = content.document.id
    tellings = in_family(content.tellings, store.families([document])[document])
    store.put_tellings(document, tellings, [blocks_of(renamed(telling, force)) for telling in tellings])
    touched.tellings.update(telling.id for telling in tellings)


def _copies_of(store: Store, document: Document, sketch: Sketch) -> dict[str, float]:
    """The documents of which this one is a copy, with the shares that they have in common."""
    shares = {}
    for other, signature in store.signatures(sketch.bands).items():
        if other != document.id and (share := copies.is_copy(sketch.signature, signature)) is not None:
            shares[other] = share
    return shares


def _relate_story(
    store: Store, document: str, parent: tuple[str, float] | None, later: Mapping[str, float], orphans: list[str],
    touched: Touched, force: InForce,
) -> None:  # fmt: skip
    """Gives a document its parent, makes it that of the later ones to which it is a better one than they have.

    A new version may no longer be the parent of those that went on with the old one, the `orphans`.
    """
    moved = _settle(store, document, parent)
    for other, (former, score) in _better(store, document, later).items():
        store.put_parent(other, document, score)
        moved |= {other} | ({former} if former else set())
    sketches = store.sketches(orphans)
    for orphan in store.documents(orphans):
        sketch = sketches[orphan.id]
        moved |= _settle(store, orphan.id, stories.parent(sketch.features, _near(store, orphan, sketch)))
    draw_stories(store, moved, touched, force)


def _better(store: Store, document: str, later: Mapping[str, float]) -> dict[str, tuple[str | None, float]]:
    """The documents to which this one is a better parent, with the one they have and how like this one is."""
    present = store.parents(later) if later else {}
    found = {}
    for other, score in later.items():
        now, before = present.get(other, (None, 0.0))
        if now is None or (-score, document) < (-before, now):
            found[other] = now, score
    return found


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
