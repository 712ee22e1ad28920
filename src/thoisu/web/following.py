"""Following a store for many listeners at once: it is asked once a second as long as somebody listens."""

import time
from collections.abc import AsyncIterator

import anyio
from anyio import to_thread
from litestar.exceptions import ServiceUnavailableException

from ..errors import StoreError
from ..store.base import Change, Token
from .settings import Settings
from .stores import Stores

MOST = 64  # listeners of one process
PERIOD = 1.0  # seconds between two looks at the store
HEARTBEAT = 15.0  # seconds after which a connection without news says that it is alive; proxies end silent ones
_BATCH = 100  # changes read at once


class Following:
    """The changes of a store, for those who listen. A listener holds neither a connection nor a thread between looks.

    `ending` is set when the server stops, from a signal's handler or anywhere: then all listeners are let go within a
    PERIOD.
    """

    def __init__(self, settings: Settings, stores: Stores) -> None:
        self._settings, self._stores = settings, stores
        self._lock: anyio.Lock | None = None
        self._looked, self._last = -PERIOD, 0
        self.listeners = 0
        self.ending = False

    def enter(self) -> "Place":
        """Takes a place. Raises ServiceUnavailableException where all are taken."""
        if self.listeners >= MOST or self.ending:
            raise ServiceUnavailableException(
                f"{self.listeners} programs listen already; ask /api/v1/changes from time to time instead",
                headers={"Retry-After": "30"},
            )
        return Place(self)

    async def changes(self, after: int, user: Token | None) -> AsyncIterator[Change | None]:
        """The changes behind the one with that number as they come, and None as a heartbeat.

        Ends when the server stops, when the store fails, or when the token of who listens is revoked.
        """
        try:
            seen, spoken = after, time.monotonic()
            while not self.ending:
                if await self.newest() > seen:
                    for change in await to_thread.run_sync(self._behind, seen):
                        yield change
                        seen = change.number
                    spoken = time.monotonic()
                    continue
                if time.monotonic() - spoken >= HEARTBEAT:
                    if not await to_thread.run_sync(self._may_listen, user):
                        return
                    yield None
                    spoken = time.monotonic()
                await anyio.sleep(PERIOD)
        except StoreError:
            return  # who listens comes back, and is told then what is wrong

    async def newest(self) -> int:
        """The number of the newest change, at most a PERIOD old, looked up by one for all. Raises StoreError."""
        if self._lock is None:
            self._lock = anyio.Lock()
        async with self._lock:
            if time.monotonic() - self._looked >= PERIOD:
                self._last = await to_thread.run_sync(self._look)
                self._looked = time.monotonic()
            return self._last

    def _look(self) -> int:
        with self._stores.borrow() as store:
            return store.last_change()

    def _behind(self, seen: int) -> list[Change]:
        with self._stores.borrow() as store:
            return store.changes(seen, _BATCH)

    def _may_listen(self, user: Token | None) -> bool:
        if self._settings.is_local or self._settings.public_read:
            return True
        with self._stores.borrow() as store:
            return user is not None and store.token(user.hash) is not None


class Place:
    """The place of a listener. It is given back when it is left, and also when it is forgotten: a client that goes
    before its stream has begun leaves nothing behind that could say so."""

    def __init__(self, following: Following) -> None:
        self._following: Following | None = following
        following.listeners += 1

    def leave(self) -> None:
        """Gives the place back, once."""
        if self._following is not None:
            self._following.listeners -= 1
            self._following = None

    __del__ = leave
