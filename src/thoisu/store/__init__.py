"""The store: pages, their readings, and what the chronicle made of them, in SQLite or PostgreSQL."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreReadOnly, StoreUnreachable

if TYPE_CHECKING:
    from .base import Store

_SERVER = "postgresql://", "postgres://"


def open_store(where: str | Path | None = None, create: bool = True, shared: bool = False) -> "Store":
    """Opens a store, and makes it where there is none yet, unless `create` says not to.

    `where` is the path of a file (SQLite) or `postgresql://[user[:password]@]host[:port]/database`; None stands for
    what THOISU_STORE says, else for the file `chronicle.sqlite` in the user's folder of data. A store is used by one
    thread at a time, and by the one that opened it unless it is `shared`. Raises StoreError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/tin.sqlite") as store:
    ...     store.counts()["pages"]
    0
    """
    asked = place(where)
    if is_server(asked):
        from .postgres import PostgresStore

        return PostgresStore(asked)
    from .sqlite import SqliteStore

    path = Path(asked)
    if not create and not path.exists():
        raise StoreUnreachable(str(path), "is no store yet", "`thoisu add PAGE…` makes one")
    return SqliteStore(path, shared=shared)


def place(where: str | Path | None = None) -> str:
    """The path or address that `open_store` would open."""
    return str(where or os.environ.get("THOISU_STORE") or _own_file())


def is_server(where: str) -> bool:
    """Whether a store is named by the address of a server, and not by a path."""
    return where.startswith(_SERVER)


def _own_file() -> Path:
    """The file in the user's folder of data, which is made."""
    from platformdirs import user_data_path

    folder = user_data_path("thoisu", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreReadOnly(str(folder), f"can't be made ({fault.strerror})", "give a path (THOISU_STORE)") from None
    return folder / "chronicle.sqlite"
