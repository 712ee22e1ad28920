"""Pages, their versions and readings, and the documents that the chronicle made of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from ..chronicle.records import Document, Sketch
from ..errors import NotInStore
from ..model import Reading, reading_from_json
from .base import Outlet, Reprint, Version
from .core import Core, Row
from .packing import PackedDocument, PackedPage, PackedVersion, pack, packed_document, unpack, unpacked

_CHUNK = 500  # documents fetched at once when all are gone through
_RECENT = 1 << 17  # bands, those of some four thousand articles
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

    def put_version(self, document: str, key: str, packed: PackedVersion) -> Version:
        page, _ = self._page(document, key)
        [(newest,)] = self._rows("SELECT coalesce(max(number), 0) FROM version WHERE page = ?", [page])
        return self._put_version(page, document, key, newest + 1, packed)

    def _put_version(self, page: int, document: str, key: str, number: int, packed: PackedVersion) -> Version:
        version = Version(
            document=document,
            key=key,
            number=number,
            sha256=packed.sha256,
            uri=packed.uri,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
            reader=packed.reader,
            lexicon=packed.lexicon,
        )
        self._change(
            "INSERT INTO version (page, number, sha256, uri, added, reader, lexicon, raw, reading)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(page, version.number, version.sha256, version.uri, version.added, version.reader, version.lexicon),
                *(packed.raw, packed.reading),
            ],
        )
        return version

    def put_reading(self, document: str, reading: Reading) -> None:
        sql = (
            "UPDATE version SET reading = ?, reader = ?, lexicon = ? WHERE page = ? AND number ="
            " (SELECT max(number) FROM version WHERE page = ?) RETURNING n"
        )
        page, of = self._number(document), reading.reader
        if not self._change(sql, [pack(reading.to_json()), of.version, of.lexicon, page, page]):
            raise self._no_version(document, None)

    def raw(self, document: str, number: int | None = None) -> bytes:
        rows = self._of_version("SELECT v.raw", document, number)
        if not rows:
            raise self._no_version(document, number)
        return unpack(rows[0][0])

    def reading(self, document: str, number: int | None = None) -> Reading:
        rows = self._of_version("SELECT v.reading", document, number)
        if not rows:
            raise self._no_version(document, number)
        return reading_from_json(unpack(rows[0][0]))

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
            yield from (unpacked(body, Document) for _, body in rows)
            return
        last = ""
        # In pieces, so that whoever goes through them may write meanwhile.
        while rows := self._rows(f"{sql} p.id > ? ORDER BY p.id LIMIT {_CHUNK}", [last]):
            yield from (unpacked(body, Document) for _, body in rows)
            last = rows[-1][0]

    def newest(self, limit: int) -> list[Document]:
        sql = f"SELECT d.body FROM {_NEWEST} JOIN document d ON d.page = p.n ORDER BY p.newness DESC"
        return [unpacked(body, Document) for (body,) in self._rows(sql, [limit])]

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

    def put_document(self, document: Document, sketch: Sketch, packed: PackedDocument | None = None) -> None:
        packed = packed or packed_document(document)
        page, indexed = self._page(document.id, document.key)
        self._change(
            "UPDATE page SET moment = ?, day = ?, outlet = ?, newness = ? WHERE n = ?",
            [document.moment, document.day, document.outlet, packed.newness, page],
        )
        if packed.newness != indexed:
            self._index_page(page, packed.newness, packed.exact, packed.folded)
        self._change(
            "INSERT INTO document (page, body) VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET body = excluded.body",
            [page, packed.body],
        )
        old = self._rows("SELECT filed FROM sketch WHERE page = ?", [page])
        before = msgspec.msgpack.decode(old[0][0], type=_Filed) if old else _Filed([], [], None)
        filed = self._put_sketch(page, document.day, sketch)
        if before.bands != filed.bands:
            for table in ("band", "recent_band"):
                self._change_many(f"DELETE FROM {table} WHERE hash = ? AND page = ?", [(b, page) for b in before.bands])
            self._put_bands(page, filed)
        if (before.keys, before.day) != (filed.keys, filed.day):
            gone = [(before.day[:7], k, before.day, page) for k in before.keys] if before.day else []
            self._change_many("DELETE FROM story_key WHERE month = ? AND key = ? AND day = ? AND page = ?", gone)
            self._put_keys(page, filed)

    def _put_sketch(self, page: int, day: str | None, sketch: Sketch) -> _Filed:
        filed = _Filed(sorted(set(sketch.bands)), sorted(set(sketch.keys)), day)
        self._change(
            "INSERT INTO sketch (page, signature, features, filed) VALUES (?, ?, ?, ?) ON CONFLICT (page) DO UPDATE"
            " SET signature = excluded.signature, features = excluded.features, filed = excluded.filed",
            [page, sketch.signature, sketch.features, msgspec.msgpack.encode(filed)],
        )
        return filed

    def _put_bands(self, page: int, filed: _Filed) -> None:
        self._change_many("INSERT INTO recent_band (hash, page) VALUES (?, ?)", [(b, page) for b in filed.bands])

    def _put_keys(self, page: int, filed: _Filed) -> None:
        # What has no day can't be asked for by a span of days, so it is not filed.
        new = [(filed.day[:7], k, filed.day, page) for k in filed.keys] if filed.day else []
        self._change_many("INSERT INTO story_key (month, key, day, page) VALUES (?, ?, ?, ?)", new)

    def _put_new(self, made: PackedPage, family: str, story: str, parent: tuple[str, float] | None) -> int:
        """All of a page that is not here yet but its tellings; the number of its row."""
        of, packed = made.document, made.packed
        above, score = parent or (None, 0.0)
        page = self._new_row(
            "INSERT INTO page (id, key, moment, day, outlet, newness, family, story, parent_score, parent)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT n FROM page WHERE id = ?))",
            [of.id, of.key, of.moment, of.day, of.outlet, packed.newness, family, story, score, above],
        )
        self._put_version(page, of.id, of.key, 1, made.version)
        self._change("INSERT INTO document (page, body) VALUES (?, ?)", [page, packed.body])
        self._index_page(page, packed.newness, packed.exact, packed.folded)
        filed = self._put_sketch(page, of.day, made.sketch)
        self._put_bands(page, filed)
        self._put_keys(page, filed)
        return page

    def signatures(self, bands: Iterable[int]) -> dict[str, bytes]:
        sql = (
            "SELECT p.id, s.signature FROM sketch s JOIN page p ON p.n = s.page"
            " WHERE s.page IN (SELECT page FROM band WHERE hash IN (?*)"
            " UNION SELECT page FROM recent_band WHERE hash IN (?*))"
        )
        return dict(self._rows(sql, [self._list(bands)] * 2))

    def _merge_bands(self) -> None:
        """Puts recent bands among the others when there are many: in order, they change few pages of the file each."""
        [(count,)] = self._rows("SELECT count(*) FROM recent_band")
        if count > _RECENT:
            self._change("INSERT INTO band (hash, page) SELECT hash, page FROM recent_band ORDER BY hash, page")
            self._change("DELETE FROM recent_band")

    def features(self, keys: Iterable[str], first: str, last: str, shared: int = 1) -> dict[str, bytes]:
        sql = (
            "SELECT p.id, s.features FROM sketch s JOIN page p ON p.n = s.page"
            " WHERE s.page IN (SELECT page FROM story_key WHERE month IN (?*) AND key IN (?*) AND day >= ? AND day <= ?"
            " GROUP BY page HAVING count(*) >= ?)"
        )
        months = self._list(_months(first, last))
        return dict(self._rows(sql, [months, self._list(keys), first, last, shared]))

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


def _months(first: str, last: str) -> list[str]:
    """The months of a span of days.

    >>> _months("2021-12-31", "2022-02-01")
    ['2021-12', '2022-01', '2022-02']
    """
    (year, month), (end, until) = ((int(day[:4]), int(day[5:7])) for day in (first or "0001-01", last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(year * 12 + month - 1, end * 12 + until)]
