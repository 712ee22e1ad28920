"""The connections of a server to its store: some, each used by one request at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from ..errors import NotInStore, StoreError
from ..store import open_store
from ..store.base import Store


class Stores:
    """Connections to one store, opened when they are first needed and kept; `size` at most at once.

    A connection that failed is closed and not used again, so that a database that was started anew is found again.
    """

    def __init__(self, where: str | None, size: int) -> None:
        self._where = where
        self._places = BoundedSemaphore(size)
        self._lock = Lock()
        self._free: list[Store] = []

    @contextmanager
    def borrow(self) -> Iterator[Store]:
        """A connection for as long as the block runs; waits while all are in use. Raises StoreError."""
        with self._places:
            with self._lock:
                store = self._free.pop() if self._free else None
            store = store or open_store(self._where, shared=True)
            try:
                yield store
            except StoreError as fault:
                if not isinstance(fault, NotInStore):
                    store.close()
                    raise
                self._keep(store)
                raise
            except BaseException:
                self._keep(store)
                raise
            self._keep(store)

    def _keep(self, store: Store) -> None:
        with self._lock:
            self._free.append(store)

    def close(self) -> None:
        """Closes the connections that are free."""
        with self._lock:
            while self._free:
                self._free.pop().close()
