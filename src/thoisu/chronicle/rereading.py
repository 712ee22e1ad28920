"""A newer lexicon over the pages of a store."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from .. import __version__
from ..errors import PageError
from ..lexicon import lexicon
from ..model import Reading, replace
from ..reader import read_article, read_fetched, read_page
from ..store.base import Store
from .adding import Added, file
from .corrections import effective
from .documents import document_of
from .preparing import content_of
from .records import Document
from .regroup import Touched, write_entries

if TYPE_CHECKING:
    from ..events.trace import Trace


def outdated(store: Store, every: bool = False) -> Iterator[str]:
    """The ids of the documents that another version or another lexicon has read; with `every`, of all."""
    for document in list(store.documents()):
        version = store.version(document.id)
        if version and (every or (version.reader, version.lexicon) != (__version__, lexicon().digest)):
            yield document.id


def reread_documents(store: Store, ids: Iterable[str]) -> list[Added]:
    """Reads these documents' newest versions again and puts them in the place of their readings, in one transaction.

    Corrections stay: they are about tellings, whose ids are of the page and the sentence. A page that this version
    can't read any more keeps its reading.
    """
    ids = list(ids)
    fresh = {document.id: reread(store, document) for document in store.documents(ids)}
    done = []
    with store.writing():
        touched, force = Touched(), effective(store.corrections())
        for id, reading in fresh.items():
            version = store.version(id)
            assert version is not None
            what: Literal["read", "unread"] = "unread" if reading is None else "read"
            if reading is not None:
                store.put_reading(id, reading)
                file(store, content_of(document_of(reading, version.key, id), reading), touched, force)
            done.append(Added(id, version.key, version.number, what))
        write_entries(store, touched)
    return done


def reread(store: Store, document: Document, trace: "Trace | None" = None) -> Reading | None:
    """A new reading of a document's newest version, or None where this version can't read it.

    `trace` collects what was tried.
    """
    try:
        return read_again(store.reading(document.id), store.raw(document.id), trace)
    except PageError:
        return None


def read_again(old: Reading, raw: bytes, trace: "Trace | None" = None) -> Reading:
    """A new reading of the bytes of a page of which there is one. Raises PageError.

    A page is read from its bytes. A record of an archive was read with what the archive says of it and of its host:
    its article stands, and only the stages behind it are gone through again.

    >>> from thoisu import read
    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> once = read(text, published="2022-11-05")
    >>> read_again(once, text.encode()) == once
    True
    """
    if old.page.format in ("warc", "wet"):
        return read_article(replace(old.article, story_day=None), old.page, trace)
    published = old.article.published
    given = published.value if published and published.basis == "given" else None
    if old.page.fetched:
        return read_fetched(raw, old.page.uri, old.page.fetched, given, trace)
    return read_page(raw, old.page.uri, given, trace)
