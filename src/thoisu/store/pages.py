"""Pages, their versions and readings, and the documents that the chronicle made of them."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from ..chronicle.records import Document, Sketch
from ..errors import NotInStore
from ..model import Reading, reading_from_json
from .base import Outlet, Reprint, Version
from .core import Core, Row
from .words import folded, words

_CHUNK = 500  # documents fetched at once when all are gone through
_VERSION = "SELECT p.id, p.key, v.number, v.sha256, v.uri, v.added, v.reader, v.lexicon"
_OF_PAGE = "FROM version v JOIN page p ON p.n = v.page WHERE p.id = ?"
_PAGE = "SELECT n, newness FROM page WHERE id = ?"
_NEWEST = "(SELECT * FROM page WHERE newness IS NOT NULL ORDER BY newness DESC LIMIT ?) AS p"


class _Filed(msgspec.Struct, frozen=True, array_like=True):
    bands: list[int]
    keys: list[str]
    day: str | None


class Pages(Core):
    """The methods of `Store` about pages and documents."""

    def kept_at(self, key: str) -> str | None:
        rows = self._rows("SELECT id FROM page WHERE key = ?", [key])
        return rows[0][0] if rows else None

    def version(self, document: str, number: int | None = None) -> Version | None:
        rows = self._of_version(_VERSION, document, number)
        return Version(*rows[0]) if rows else None

    def versions(self, document: str) -> list[Version]:
        return [Version(*row) for row in self._rows(f"{_VERSION} {_OF_PAGE} ORDER BY v.number", [document])]

    def put_version(self, document: str, key: str, uri: str, raw: bytes, reading: Reading) -> Version:
        page, _ = self._page(document, key)
        [(newest,)] = self._rows("SELECT coalesce(max(number), 0) FROM version WHERE page = ?", [page])
        version = Version(
            document=document,
            key=key,
            number=newest + 1,
            sha256=hashlib.sha256(raw).hexdigest(),
            uri=uri,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
            reader=reading.reader.version,
            lexicon=reading.reader.lexicon,
        )
        self._change(
            "INSERT INTO version (page, number, sha256, uri, added, reader, lexicon, raw, reading)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(page, version.number, version.sha256, uri, version.added, version.reader, version.lexicon),
                *(self._pack(raw), self._pack(reading.to_json())),
            ],
        )
        return version

    def put_reading(self, document: str, reading: Reading) -> None:
        sql = (
            "UPDATE version SET reading = ?, reader = ?, lexicon = ? WHERE page = ? AND number ="
            " (SELECT max(number) FROM version WHERE page = ?) RETURNING n"
        )
        page, of = self._number(document), reading.reader
        if not self._change(sql, [self._pack(reading.to_json()), of.version, of.lexicon, page, page]):
            raise self._no_version(document, None)

    def raw(self, document: str, number: int | None = None) -> bytes:
        rows = self._of_version("SELECT v.raw", document, number)
        if not rows:
            raise self._no_version(document, number)
        return self._unpack(rows[0][0])

    def reading(self, document: str, number: int | None = None) -> Reading:
        rows = self._of_version("SELECT v.reading", document, number)
        if not rows:
            raise self._no_version(document, number)
        return reading_from_json(self._unpack(rows[0][0]))

    def _of_version(self, fields: str, document: str, number: int | None) -> list[Row]:
        if number is None:
            return self._rows(f"{fields} {_OF_PAGE} ORDER BY v.number DESC LIMIT 1", [document])
        return self._rows(f"{fields} {_OF_PAGE} AND v.number = ?", [document, number])

    def _no_version(self, document: str, number: int | None) -> NotInStore:
        return self._unknown(document if number is None else f"{document} (version {number})")

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        sql = "SELECT p.id, d.body FROM document d JOIN page p ON p.n = d.page WHERE "
        if ids is not None:
            rows = self._rows(f"{sql} p.id IN (?*) ORDER BY p.id", [self._list(ids)])
            yield from (self._unpack_record(body, Document) for _, body in rows)
            return
        last = ""
        # In pieces, so that whoever goes through them may write meanwhile.
        while rows := self._rows(f"{sql} p.id > ? ORDER BY p.id LIMIT {_CHUNK}", [last]):
            yield from (self._unpack_record(body, Document) for _, body in rows)
            last = rows[-1][0]

    def newest(self, limit: int) -> list[Document]:
        sql = f"SELECT d.body FROM {_NEWEST} JOIN document d ON d.page = p.n ORDER BY p.newness DESC"
        return [self._unpack_record(body, Document) for (body,) in self._rows(sql, [limit])]

    def outlets(self, newest: int) -> list[Outlet]:
        sql = (
            "SELECT p.outlet, count(*), sum(CASE WHEN p.family <> p.id THEN 1 ELSE 0 END), min(p.day), max(p.day)"
            f" FROM {_NEWEST} WHERE p.outlet IS NOT NULL GROUP BY p.outlet"
        )
        # Sorted here: each engine has an order of its own for letters with signs.
        return sorted((Outlet(*row) for row in self._rows(sql, [newest])), key=lambda o: (-o.pages, o.name))

    def reprints(self, newest: int) -> list[Reprint]:
        sql = (
            f"SELECT p.id, p.outlet, p.moment, o.outlet, o.moment FROM {_NEWEST} JOIN page o ON o.id = p.family"
            " WHERE o.outlet <> p.outlet ORDER BY p.newness DESC"
        )
        return [Reprint(*row) for row in self._rows(sql, [newest])]

    def put_document(self, document: Document, sketch: Sketch) -> None:
        page, indexed = self._page(document.id, document.key)
        found = words(f"{document.title or ''}\n{document.text}")
        newness = _newness(document, found)
        self._change(
            "UPDATE page SET moment = ?, day = ?, outlet = ?, newness = ? WHERE n = ?",
            [document.moment, document.day, document.outlet, newness, page],
        )
        if newness != indexed:
            self._index_page(page, newness, found, folded(found))
        self._change(
            "INSERT INTO document (page, body) VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET body = excluded.body",
            [page, self._pack_record(document)],
        )
        self._put_sketch(page, document.day, sketch)

    def _put_sketch(self, page: int, day: str | None, sketch: Sketch) -> None:
        old = self._rows("SELECT filed FROM sketch WHERE page = ?", [page])
        filed = _Filed(sorted(set(sketch.bands)), sorted(set(sketch.keys)), day)
        packed = msgspec.msgpack.encode(filed)
        before = msgspec.msgpack.decode(old[0][0], type=_Filed) if old else _Filed([], [], None)
        self._change(
            "INSERT INTO sketch (page, signature, features, filed) VALUES (?, ?, ?, ?) ON CONFLICT (page) DO UPDATE"
            " SET signature = excluded.signature, features = excluded.features, filed = excluded.filed",
            [page, sketch.signature, sketch.features, packed],
        )
        if before.bands != filed.bands:
            self._change_many("DELETE FROM band WHERE hash = ? AND page = ?", [(b, page) for b in before.bands])
            self._change_many("INSERT INTO band (hash, page) VALUES (?, ?)", [(b, page) for b in filed.bands])
        if (before.keys, before.day) != (filed.keys, day):
            # What has no day can't be asked for by a span of days, so it is not filed.
            gone = [(k, before.day, page) for k in before.keys] if before.day else []
            new = [(k, day, page) for k in filed.keys] if day else []
            self._change_many("DELETE FROM story_key WHERE key = ? AND day = ? AND page = ?", gone)
            self._change_many("INSERT INTO story_key (key, day, page) VALUES (?, ?, ?)", new)

    def signatures(self, bands: Iterable[int]) -> dict[str, bytes]:
        sql = (
            "SELECT p.id, s.signature FROM sketch s JOIN page p ON p.n = s.page"
            " WHERE s.page IN (SELECT page FROM band WHERE hash IN (?*))"
        )
        return dict(self._rows(sql, [self._list(bands)]))

    def features(self, keys: Iterable[str], first: str, last: str, shared: int = 1) -> dict[str, bytes]:
        sql = (
            "SELECT p.id, s.features FROM sketch s JOIN page p ON p.n = s.page"
            " WHERE s.page IN (SELECT page FROM story_key WHERE key IN (?*) AND day >= ? AND day <= ?"
            " GROUP BY page HAVING count(*) >= ?)"
        )
        return dict(self._rows(sql, [self._list(keys), first, last, shared]))

    def sketches(self, ids: Iterable[str]) -> dict[str, Sketch]:
        sql = (
            "SELECT p.id, s.signature, s.features, s.filed FROM sketch s JOIN page p ON p.n = s.page WHERE p.id IN (?*)"
        )
        found = {}
        for document, signature, features, packed in self._rows(sql, [self._list(ids)]):
            filed = msgspec.msgpack.decode(packed, type=_Filed)
            found[document] = Sketch(signature, filed.bands, features, filed.keys)
        return found

    def _page(self, document: str, key: str) -> Row:
        """The row number of a page, which is made when it is not there, and the newness that it is filed with."""
        rows = self._rows(_PAGE, [document])
        if not rows:
            # Not with RETURNING: SQLite would then look through every table for rows that wait for this page.
            self._change("INSERT INTO page (id, key) VALUES (?, ?)", [document, key])
            rows = self._rows(_PAGE, [document])
        return rows[0]


def _newness(document: Document, found: list[str]) -> int:
    """A number by which searches sort: the later the moment the greater, and another one for another text.

    Minutes since the year 1 of local time above 32 bits of a hash; what has no moment comes last.
    """
    minutes = 0
    if document.moment:
        moment = datetime.fromisoformat(document.moment)
        minutes = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute
    digest = hashlib.sha256("\x00".join([document.id, *found]).encode()).digest()
    return minutes << 32 | int.from_bytes(digest[:4], "big")
