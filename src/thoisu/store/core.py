"""What both engines have in common below the SQL: transactions, lists of values, packing, and numbers of pages.

SQL is written once, with `?` for a value and `IN (?*)` for a list of any length; an engine puts both into its own form.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Any, Self

from ..chronicle.records import Correction
from ..errors import NotInStore, StoreLocked

Row = tuple[Any, ...]


class Core(ABC):
    """A connection to a store. It belongs to one thread at a time; each thread or process opens its own."""

    url: str

    def __init__(self, url: str) -> None:
        self.url = url
        self._is_writing = False
        self._log: tuple[str, list[Correction]] = ("", [])  # what was read of it, and of which store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What an engine gives.
    @abstractmethod
    def close(self) -> None: ...
    @abstractmethod
    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Runs one statement; its rows, none for a change."""

    @abstractmethod
    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Runs one statement for each row of values."""

    @abstractmethod
    def _list(self, values: Iterable[Any]) -> Any:
        """A list of values as the engine takes it for `IN (?*)`."""

    @abstractmethod
    def _begin(self) -> None:
        """Begins a transaction as the only writer, waiting for others."""

    @abstractmethod
    def _commit(self) -> None: ...
    @abstractmethod
    def _rollback(self) -> None: ...

    @abstractmethod
    def lease(self, work: str) -> AbstractContextManager[None]:
        """Keeps other processes from the same work on this store."""

    def _leased(self, work: str) -> StoreLocked:
        return StoreLocked(self.url, f"another process has its {work} under way", "let that one end, or stop it")

    @abstractmethod
    def _merge_bands(self) -> None:
        """What is put off until a transaction ends."""

    @abstractmethod
    def _new_row(self, sql: str, values: Sequence[Any]) -> int:
        """Inserts one row; its number (`n`)."""

    @abstractmethod
    def _index_page(self, page: int, newness: int, exact: list[str], folded: list[str]) -> None:
        """Files a page under its words, in the place of what it was filed under."""

    @abstractmethod
    def _index_tellings(self, rows: list[tuple[int, list[str]]]) -> None:
        """Files tellings, by the numbers of their rows, under their folded words."""

    @abstractmethod
    def _pages_with(self, words: list[str], exact: bool, limit: int) -> list[str]:
        """The ids of the newest pages that hold all the words."""

    @abstractmethod
    def _told_with(self, words: list[str], limit: int) -> list[str]:
        """The ids of at most so many entries of which a telling holds all the words."""

    @property
    @abstractmethod
    def _body_holds(self) -> str:
        """The condition that the body of the telling `t` holds the bytes of one value."""

    @abstractmethod
    def _asked(self, words: list[str]) -> str:
        """Words as the engine is asked for all of them."""

    # What moving a store as a whole (moving.py) needs.
    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """A block in which the store is read as it is at its beginning, while others write."""

    @abstractmethod
    def _columns(self, table: str) -> list[str]:
        """The names of a table's columns."""

    @abstractmethod
    def _each(self, sql: str) -> Iterator[Row]:
        """The rows of a statement as they come, inside a transaction, or where nobody else writes."""

    @abstractmethod
    def _put_rows(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Inserts many rows, with the numbers that they bear."""

    @abstractmethod
    def _number_on(self, tables: Iterable[str]) -> None:
        """Has the rows of tables numbered on behind those that were put in with numbers."""

    @abstractmethod
    def _file_words(self) -> None:
        """Files the words that an engine gathers until there are many."""

    @contextmanager
    def writing(self, quiet: bool = False) -> Iterator[None]:
        """One transaction of one writer; others wait. An error inside leaves the store as it was before.

        It does not nest: an inner one that fails would have to leave the outer one half done. Raises RuntimeError.
        """
        if self._is_writing:
            raise RuntimeError("writing() inside writing(): one transaction holds all that belongs together")
        self._begin()
        self._is_writing = True
        try:
            yield
            self._merge_bands()
            if not quiet:
                self._rows("UPDATE revision SET n = n + 1")
            self._commit()
        except BaseException:
            self._log = "", []  # it may hold lines that are not in the store now
            self._rollback()
            raise
        finally:
            self._is_writing = False

    def _change(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        self._require_writing()
        return self._rows(sql, values)

    def _change_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self._require_writing()
        if rows:
            self._run_many(sql, rows)

    def _require_writing(self) -> None:
        if not self._is_writing:
            raise RuntimeError("changes belong inside writing()")

    # Ids of documents and numbers of their rows.
    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The row numbers of those of these documents that are here."""
        return dict(self._rows("SELECT id, n FROM page WHERE id IN (?*)", [self._list(ids)]))

    def _number(self, document: str) -> int:
        rows = self._rows("SELECT n FROM page WHERE id = ?", [document])
        if not rows:
            raise self._unknown(document)
        number: int = rows[0][0]
        return number

    def _unknown(self, what: str) -> NotInStore:
        return NotInStore(self.url, f"has no {what!r}", "check the id, or add the page")
