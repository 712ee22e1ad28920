"""The store in one file of SQLite."""

import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ..errors import NotAStore, StoreError, StoreFull, StoreLocked, StoreNewer, StoreReadOnly, StoreUnreachable
from .core import Row
from .migrate import Migration, migrations
from .questions import Questions

_APPLICATION = 0x74686F69  # "thoi", in the file's head: by it a store is known
_MOMENT = 1.0  # seconds that a writer waits for another before it looks whether it was told to stop
_HEAD = 100  # bytes of the head of a SQLite file (sqlite.org/fileformat2.html)
_SETTINGS = (
    # Each commit is on the disk before it is acknowledged: neither kill -9 nor a loss of power takes it back. It costs
    # one fsync a commit. NORMAL would save it and survive kill -9 too, but lose the last commits with the power.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -262144",  # kilobytes: at 100,000 articles a batch changes pages all over a dozen trees
    "PRAGMA temp_store = MEMORY",
    # Pages that many transactions change are written back to the file once for some 128 MB of log, not for 4.
    "PRAGMA wal_autocheckpoint = 32000",
    "PRAGMA journal_size_limit = 134217728",
    # Some builds of SQLite write zeros over all that is deleted, and change more pages of the file by it.
    "PRAGMA secure_delete = FAST",
)

# A server has several connections, each with a cache of its own, beside the one of the operating system. They fill over
# hours, each with nearly the same; questions at 90,000 articles take as long with 2 MB as with 8.
_OF_A_SERVER = "PRAGMA cache_size = -2048"


@lru_cache(maxsize=256)
def _own(sql: str) -> str:
    # A list is one value, so that the statement stays the same, and prepared, for any length.
    return sql.replace("(?*)", "(SELECT value FROM json_each(?))")


class SqliteStore(Questions):
    """A store in a file; `url` is its path."""

    def __init__(
        self,
        path: Path,
        steps: Sequence[Migration] | None = None,
        patience: float = 60,
        shared: bool = False,
        named: str | None = None,
    ) -> None:
        """Opens a store, which is made where no file is; its folder must be there.

        `steps` are the migrations, those of this program by default, `patience` the seconds that a writer waits for
        others; a `shared` one may go from thread to thread. `named` is what it is called where that is not its path.
        Raises StoreError.
        """
        super().__init__(named or str(path))
        self._path, self._patience, self._is_shared = path, patience, shared
        self._pending: list[tuple[int, str, str]] = []
        if not path.parent.is_dir():
            raise StoreUnreachable(self.url, "its folder does not exist", "make the folder, or give another path")
        with self._told():
            self._db = sqlite3.connect(
                path, timeout=patience, isolation_level=None, cached_statements=256, check_same_thread=not shared
            )
        try:
            with self._told():
                self._open(migrations("sqlite") if steps is None else steps)
        except BaseException:
            self._db.close()
            raise

    def _open(self, steps: Sequence[Migration]) -> None:
        # In one transaction: another process may be making the store between two looks at it.
        self._db.execute("BEGIN")
        version = self._check(steps)
        self._db.execute("COMMIT")
        self._keep_log()
        for setting in _SETTINGS:
            self._db.execute(setting)
        if self._is_shared:
            self._db.execute(_OF_A_SERVER)
        if version < steps[-1].number:
            self._migrate(steps, is_new=not version)

    def _keep_log(self) -> None:
        """A log beside the file: readers see the state before a writer's transaction, and never wait.

        The file keeps this setting. SQLite does not wait for others to make it, so of several that open a new file at
        once all but one try again.
        """
        until = time.monotonic() + self._patience
        while self._db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _check(self, steps: Sequence[Migration]) -> int:
        """The version of the file, 0 of an empty one; raises when it holds something else, or something newer."""
        [application] = self._db.execute("PRAGMA application_id").fetchone()
        [version] = self._db.execute("PRAGMA user_version").fetchone()
        [tables] = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != _APPLICATION and (tables or application):
            raise NotAStore(self.url, "is a database, but no store of thoisu", "give another path")
        if version > steps[-1].number:
            raise StoreNewer(
                self.url,
                f"was written by a newer thoisu (store version {version}, this one knows {steps[-1].number})",
                "update thoisu",
            )
        return int(version)

    def _migrate(self, steps: Sequence[Migration], is_new: bool) -> None:
        """Applies what is missing, each step in a transaction of its own, behind a copy of the file."""
        for step in steps:
            self._take_turn()
            try:
                version = self._check(steps)  # another process may have been faster
                if version < step.number:
                    if not is_new:
                        self._copy(step.number)
                    for statement in _statements(step.sql):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                    self._db.execute(f"PRAGMA user_version = {step.number}")
                self._db.execute("COMMIT")
            except BaseException as fault:
                self._rollback()
                if getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR:
                    what = f"can't be brought to version {step.number}: its tables are not those of before ({fault})"
                    raise NotAStore(self.url, what, "bring back a copy of it") from fault
                raise

    def _copy(self, number: int) -> None:
        """The store as it is before a migration, beside it, whole also where a log lies beside the file."""
        copy = self._path.with_name(f"{self._path.name}.before-{number:04}")
        copy.unlink(missing_ok=True)
        # Not from the connection that writes: what is copied is what is committed.
        source, target = sqlite3.connect(self._path), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()

    def close(self) -> None:
        """Ends the connection; what was written stays."""
        if self._is_writing:
            self._rollback()
        self._db.close()

    # Statements.
    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        try:
            return self._db.execute(_own(sql), values).fetchall()
        except sqlite3.Error as fault:
            raise self._fault(fault) from fault

    def _new_row(self, sql: str, values: Sequence[Any]) -> int:
        # Not with RETURNING: SQLite would then look through every table for rows that wait for this one.
        try:
            return self._db.execute(sql, values).lastrowid or 0
        except sqlite3.Error as fault:
            raise self._fault(fault) from fault

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            self._db.executemany(_own(sql), rows)
        except sqlite3.Error as fault:
            raise self._fault(fault) from fault

    def _list(self, values: Iterable[Any]) -> str:
        return msgspec.json.encode(list(values)).decode()

    def _begin(self) -> None:
        with self._told():
            self._take_turn()

    def _take_turn(self) -> None:
        """Begins a transaction as the only writer, waiting for others.

        SQLite waits without heeding signals: so it does for a moment at a time, and who stops the program is heard.
        """
        until = time.monotonic() + self._patience
        self._db.execute(f"PRAGMA busy_timeout = {int(min(self._patience, _MOMENT) * 1000)}")
        try:
            while True:
                try:
                    self._db.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as fault:
                    if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                        raise
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")

    def _commit(self) -> None:
        self._file_words()
        self._rows("COMMIT")

    def _rollback(self) -> None:
        self._pending.clear()
        if self._db.in_transaction:  # a full disk has ended it already
            self._db.execute("ROLLBACK")

    @contextmanager
    def lease(self, work: str) -> Iterator[None]:
        # A lock on the store itself would keep its writers out. SQLite's own lock, on a file beside it, is one on every
        # system, and ends with the process; the file stays, since another process may just be opening it.
        with self._told():
            beside = sqlite3.connect(f"{self._path}.{work}", timeout=0, isolation_level=None)
        with closing(beside):
            try:
                beside.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise self._leased(work) from None
                raise self._fault(fault) from fault
            yield

    # Moving.
    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self._rows("BEGIN")
        try:
            self._rows("SELECT n FROM revision")  # what is read is that of the first look
            yield
        finally:
            self._rollback()

    def copy_to(self, file: Path) -> None:
        """Writes the store as it is into a file, which is made."""
        with self._told(), closing(sqlite3.connect(file)) as copy:
            self._db.backup(copy)

    def become(self, file: Path) -> None:
        """Holds what another store's file holds, in one transaction; who reads meanwhile sees what was there before."""

        def look(status: int, left: int, of: int) -> None:
            if status == sqlite3.SQLITE_BUSY:
                raise self._kept_locked()

        with self._told(), closing(sqlite3.connect(file)) as other:
            other.backup(self._db, progress=look)

    def renew(self) -> None:
        """Is another store than that which it is a copy of: what was made of that one is not known by its revision."""
        with self.writing():
            self._rows("UPDATE revision SET store = lower(hex(randomblob(8))), n = 0")

    def settle(self) -> None:
        """Is one file without a log beside it, until it is opened again; for a store that nobody else has open."""
        self._rows("PRAGMA journal_mode = DELETE")

    def _columns(self, table: str) -> list[str]:
        return [name for (name,) in self._rows("SELECT name FROM pragma_table_info(?)", [table])]

    def _each(self, sql: str) -> Iterator[Row]:
        with self._told():
            yield from self._db.execute(sql)

    def _put_rows(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        self._require_writing()
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        with self._told():
            self._db.executemany(sql, rows)

    def _number_on(self, tables: Iterable[str]) -> None:
        # SQLite does it with each row.
        pass

    # Words.
    def _index_page(self, page: int, newness: int, exact: list[str], folded: list[str]) -> None:
        self._pending.append((newness, " ".join(exact), " ".join(folded)))

    def _file_words(self) -> None:
        """Files the pages that wait: FTS5 writes out what it has gathered whenever a row number is not greater."""
        if self._pending:
            self._run_many("INSERT INTO page_words (rowid, exact, folded) VALUES (?, ?, ?)", sorted(self._pending))
            self._pending.clear()

    def _index_tellings(self, rows: list[tuple[int, list[str]]]) -> None:
        self._run_many("INSERT INTO telling_words (rowid, folded) VALUES (?, ?)", [(n, " ".join(w)) for n, w in rows])

    def _pages_with(self, words: list[str], exact: bool, limit: int) -> list[str]:
        self._file_words()
        sql = (
            "SELECT p.id FROM page_words w CROSS JOIN page p ON p.newness = w.rowid"
            " WHERE page_words MATCH ? ORDER BY w.rowid DESC LIMIT ?"
        )
        asked = f"{{{'exact' if exact else 'folded'}}} : ({self._asked(words)})"
        return [i for (i,) in self._rows(sql, [asked, limit])]

    def _told_with(self, words: list[str], limit: int) -> list[str]:
        sql = (
            "SELECT DISTINCT t.entry FROM telling_words w CROSS JOIN telling t ON t.n = w.rowid"
            " WHERE telling_words MATCH ? AND t.entry IS NOT NULL LIMIT ?"
        )
        return [i for (i,) in self._rows(sql, [self._asked(words), limit])]

    @property
    def _body_holds(self) -> str:
        return "instr(t.body, ?) > 0"

    def _asked(self, words: list[str]) -> str:
        # In quotation marks a word is only a word; words hold letters and digits, and so no quotation mark.
        return " AND ".join(f'"{word}"' for word in words)

    # Faults.
    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise self._fault(fault) from fault

    def _is_kept(self) -> bool:
        """Whether the file is there, but may not be written or have its log beside it."""
        return self._path.is_file() and not (os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK))

    def _kept_locked(self) -> StoreLocked:
        what = f"another process has kept it locked for {self._patience:g} seconds"
        return StoreLocked(self.url, what, "try again when it is done")

    def _fault(self, fault: sqlite3.Error) -> StoreError | sqlite3.Error:
        """The error that says what is wrong; a fault of this program stays what it is."""
        code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY or code == sqlite3.SQLITE_LOCKED:
            return self._kept_locked()
        if code == sqlite3.SQLITE_FULL:
            return StoreFull(self.url, "no space left on the disk", "make room; nothing of this change was kept")
        if code == sqlite3.SQLITE_READONLY or (code == sqlite3.SQLITE_CANTOPEN and self._is_kept()):
            return StoreReadOnly(self.url, "may not be written", "check the permissions of the file and its folder")
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
            return StoreUnreachable(self.url, "can't be opened", "check the path and its permissions")
        if code == sqlite3.SQLITE_NOTADB:
            return NotAStore(self.url, "is no SQLite file", "give another path")
        if code == sqlite3.SQLITE_CORRUPT:
            return NotAStore(self.url, f"is damaged ({fault})", "bring back a copy of it")
        if code == sqlite3.SQLITE_IOERR:
            return StoreError(self.url, f"can't be read or written ({fault})", "check the disk")
        return fault


def is_store_file(path: Path) -> bool:
    """Whether a file begins as a store of SQLite does, and names thoisu as its program."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:72] == _APPLICATION.to_bytes(4, "big")


def _statements(sql: str) -> Iterator[str]:
    """The single statements of a migration: all of them in one call would be outside the transaction."""
    statement = ""
    for piece in re.split("(;)", sql):
        statement += piece
        if piece == ";" and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
