"""The store in a database of PostgreSQL, in a schema of its own (thoisu)."""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import (
    NotAStore,
    StoreDriver,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    StoreUnreachable,
)
from .core import Row
from .migrate import Migration, migrations
from .questions import Questions

if TYPE_CHECKING:
    import psycopg

_SCHEMA = "thoisu"
_WRITERS = 0x74686F6973752F77  # the advisory lock by which writers take turns
_CONNECTING = 30  # seconds that a server has for its answer
_MOMENT = 1.0  # seconds in which a server notices that a process was killed
_HIDDEN = "…"
_ADDRESS = re.compile(
    r"postgres(?:ql)?://(?:(?P<user>[^:@/?#]*)(?::[^:@/?#]*)?@)?"
    r"(?P<place>(?:[\w.,-]|\[[\w:.]*\]|%2F)*(?::\d+)?(?:/[^@?#:/]*)?)(?:\?.*)?"
)


@lru_cache(maxsize=256)
def _own(sql: str) -> str:
    return sql.replace("IN (?*)", "= ANY(?)").replace("?", "%s")


class PostgresStore(Questions):
    """A store in a database; `url` names it without the password."""

    def __init__(self, url: str, steps: Sequence[Migration] | None = None, patience: float = 60) -> None:
        """Opens the store of a database, which is made where none is; the database must be there.

        `steps` are the migrations, those of this program by default, `patience` the seconds that a writer waits for
        others. Raises StoreError.
        """
        super().__init__(shown(url))
        self._patience = patience
        self._secret = url
        try:
            import psycopg
        except ImportError:
            raise StoreDriver(self.url, "psycopg is not installed", "pip install 'thoisu[postgres]'") from None
        self._errors = psycopg.Error
        try:
            self._db = psycopg.connect(url, autocommit=True, connect_timeout=_CONNECTING, client_encoding="utf8")
        except psycopg.Error as fault:
            raise StoreUnreachable(self.url, self._why(fault), "check the address and that the server runs") from None
        try:
            with self._told():
                self._open(migrations("postgresql") if steps is None else steps)
        except BaseException:
            self._db.close()
            raise

    def _open(self, steps: Sequence[Migration]) -> None:
        [encoding] = self._one("SHOW server_encoding")
        if encoding != "UTF8":
            raise NotAStore(self.url, f"its encoding is {encoding}", "make the database with ENCODING 'UTF8'")
        self._db.execute(f"SET search_path TO {_SCHEMA}")
        self._db.execute(f"SET lock_timeout TO {int(self._patience * 1000)}")
        if self._check(steps) < steps[-1].number:
            self._migrate(steps)

    def _check(self, steps: Sequence[Migration]) -> int:
        """The version of the store, 0 where none is; raises when the schema holds something else, or a newer one."""
        [tables] = self._one("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [_SCHEMA])
        [known] = self._one("SELECT count(*) FROM pg_tables WHERE schemaname = %s AND tablename = 'store'", [_SCHEMA])
        if not known:
            if tables:
                what = f"its schema {_SCHEMA} holds something else"
                raise NotAStore(self.url, what, "give another database")
            return 0
        version: int = self._one("SELECT version FROM store")[0]
        if version > steps[-1].number:
            raise StoreNewer(
                self.url,
                f"was written by a newer thoisu (store version {version}, this one knows {steps[-1].number})",
                "update thoisu",
            )
        return version

    def _migrate(self, steps: Sequence[Migration]) -> None:
        """Applies what is missing, each step in a transaction of its own. Copies are the server's (pg_dump)."""
        for step in steps:
            self._begin()
            try:
                version = self._check(steps)  # another process may have been faster
                if version < step.number:
                    if not version:
                        self._db.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
                        self._db.execute("CREATE TABLE store (version integer NOT NULL)")
                        self._db.execute("INSERT INTO store (version) VALUES (0)")
                    self._db.execute(step.sql.encode())
                    self._db.execute("UPDATE store SET version = %s", [step.number])
                self._db.execute("COMMIT")
            except BaseException as fault:
                self._rollback()
                if isinstance(fault, self._errors) and self._fault(fault) is fault:
                    why = str(fault).splitlines()[0]
                    what = f"can't be brought to version {step.number}: its tables are not those of before ({why})"
                    raise NotAStore(self.url, what, "bring back a copy of it") from fault
                raise

    def close(self) -> None:
        """Ends the connection; what was written stays."""
        self._db.close()

    # Statements.
    def _one(self, sql: str, values: Sequence[Any] = ()) -> Row:
        [row] = self._rows(sql, values)
        return row

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        try:
            cursor = self._db.execute(_own(sql).encode(), values)
            return cursor.fetchall() if cursor.description else []
        except self._errors as fault:
            raise self._fault(fault) from fault

    def _new_row(self, sql: str, values: Sequence[Any]) -> int:
        [(number,)] = self._rows(f"{sql} RETURNING n", values)
        return int(number)

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            with self._db.cursor() as cursor:
                cursor.executemany(_own(sql).encode(), rows)
        except self._errors as fault:
            raise self._fault(fault) from fault

    def _list(self, values: Iterable[Any]) -> list[Any]:
        return list(values)

    def _begin(self) -> None:
        self._rows("BEGIN")
        try:
            self._rows("SELECT pg_advisory_xact_lock(?)", [_WRITERS])
        except BaseException:
            self._rollback()
            raise

    def _commit(self) -> None:
        self._rows("COMMIT")

    def _rollback(self) -> None:
        if not self._db.closed:
            self._db.execute("ROLLBACK")

    @contextmanager
    def lease(self, work: str) -> Iterator[None]:
        # Of the connection, which the server ends a moment after its process is gone.
        until = time.monotonic() + _MOMENT
        while not self._one("SELECT pg_try_advisory_lock(hashtextextended(?, 0))", [f"{_SCHEMA}.{work}"])[0]:
            if time.monotonic() > until:
                raise self._leased(work)
            time.sleep(_MOMENT / 20)
        try:
            yield
        finally:
            if not self._db.closed:
                self._rows("SELECT pg_advisory_unlock(hashtextextended(?, 0))", [f"{_SCHEMA}.{work}"])

    # Words.
    def _index_page(self, page: int, newness: int, exact: list[str], folded: list[str]) -> None:
        sql = (
            "INSERT INTO page_words (page, exact, folded) VALUES (?, array_to_tsvector(?), array_to_tsvector(?))"
            " ON CONFLICT (page) DO UPDATE SET exact = excluded.exact, folded = excluded.folded"
        )
        self._rows(sql, [page, exact, folded])

    def _index_tellings(self, rows: list[tuple[int, list[str]]]) -> None:
        self._run_many("INSERT INTO telling_words (telling, folded) VALUES (?, array_to_tsvector(?))", rows)

    def _pages_with(self, words: list[str], exact: bool, limit: int) -> list[str]:
        sql = (
            "SELECT p.id FROM page_words w JOIN page p ON p.n = w.page"
            f" WHERE w.{'exact' if exact else 'folded'} @@ ?::tsquery ORDER BY p.newness DESC LIMIT ?"
        )
        return [i for (i,) in self._rows(sql, [self._asked(words), limit])]

    def _told_with(self, words: list[str], limit: int) -> list[str]:
        sql = (
            "SELECT DISTINCT t.entry FROM telling_words w JOIN telling t ON t.n = w.telling"
            " WHERE w.folded @@ ?::tsquery AND t.entry IS NOT NULL LIMIT ?"
        )
        return [i for (i,) in self._rows(sql, [self._asked(words), limit])]

    @property
    def _body_holds(self) -> str:
        return "position(?::bytea IN t.body) > 0"

    def _asked(self, words: list[str]) -> str:
        # In quotation marks a word is only a word; words hold letters and digits, and so no quotation mark.
        return " & ".join(f"'{word}'" for word in words)

    # Faults.
    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as fault:
            raise self._fault(fault) from fault

    def _why(self, fault: "psycopg.Error") -> str:
        """The first line of what the server or the driver says, unless the address, with its password, is in it."""
        said = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        password = re.search(r"(?::|password=)([^:@/?#&]+)(?:@|&|$)", self._secret)
        unsafe = self.url.endswith(_HIDDEN) or (password and password[1] in said)
        return "can't be reached" if unsafe else said

    def _fault(self, fault: "psycopg.Error") -> "StoreError | psycopg.Error":
        """The error that says what is wrong; a fault of this program stays what it is."""
        state = fault.sqlstate or ""
        if state == "55P03":
            what = f"another process has kept it locked for {self._patience:g} seconds"
            return StoreLocked(self.url, what, "try again when it is done")
        if state == "53100":
            return StoreFull(self.url, "no space left on the server", "make room; nothing of this change was kept")
        if state in ("25006", "42501"):
            return StoreReadOnly(self.url, "may not be written", "give a user that may write")
        if state.startswith(("08", "57P")) or self._db.closed:
            return StoreUnreachable(self.url, self._why(fault), "check that the server runs")
        return fault


def shown(url: str) -> str:
    """An address as it may be printed: without its password and its parameters, or not at all when it is no clear one.

    >>> shown("postgresql://toasoan:bimat@db.example.vn:5433/tin?sslmode=require")
    'postgresql://toasoan@db.example.vn:5433/tin'
    >>> shown("postgresql://toasoan:bi/mat@db/tin")
    'postgresql://…'
    """
    found = _ADDRESS.fullmatch(url)
    if not found:
        return f"postgresql://{_HIDDEN}"
    user = f"{found['user']}@" if found["user"] else ""
    return f"postgresql://{user}{found['place']}"
