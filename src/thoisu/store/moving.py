"""A store as a whole into another place: backups, and from one engine to the other.

A backup is a file of SQLite that holds a store, whichever engine it comes from; so to restore one is to move that
store, and there is one way to copy. What is written is compared with what it was read from before it takes its place.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple, cast

from ..chronicle.records import Document
from ..errors import NotAStore, StoreError, StoreFull, StoreLocked, StoreReadOnly, StoreUnreachable
from ..text import words
from . import is_server, open_store, place
from .core import Core
from .digest import TABLES, Watched, digests, rows_of, total, unwatched
from .packing import packed_document, unpacked
from .sqlite import SqliteStore, is_store_file
from .tellings import sentence
from .words import folded

_AT_ONCE = 500  # pages whose words are filed together
_FULL = errno.ENOSPC, errno.EDQUOT, errno.EFBIG
_OTHERWISE = "give --replace to put this in its place, or another place"


class Moved(NamedTuple):
    """What was moved: from where, to where (without passwords), and the digest (SHA-256) that both have."""

    source: str
    target: str
    digest: str


def backup(where: str | Path | None, file: Path, replace: bool = False, watched: Watched = unwatched) -> Moved:
    """Writes the store as it is now into a file, while others read and write it.

    The file is there when it is whole and not before. One that is there is only written over with `replace`, and if it
    holds a store. `watched` is given all rows that go by. Raises StoreError.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tin, kept = Path(folder, "tin.sqlite"), Path(folder, "ban-sao.sqlite")
    ...     open_store(tin).close()
    ...     backup(tin, kept).digest == restore(kept, Path(folder, "tin-mới.sqlite")).digest
    True
    """
    if file.exists():
        _refuse_used(file, "give another file")
        if not is_store_file(file):
            raise NotAStore(str(file), "is there, and is no backup", "give another file")
        if not replace:
            raise StoreError(str(file), "is there already", "give --replace to write over it, or another file")
    with _opened(where) as source:
        _refuse_same(source, str(file))

        def put(beside: Path) -> None:
            _refuse_used(file, "give another file")
            _renamed(beside, file)

        return _into_file(source, file, put, watched)


def restore(file: Path, where: str | Path | None = None, replace: bool = False, watched: Watched = unwatched) -> Moved:
    """Puts what a backup holds in the place of a store; who reads that meanwhile sees what was there before.

    A store that holds something is only replaced with `replace`. The backup stays as it is, also where an older version
    wrote it. Raises StoreError.
    """
    target = place(where)
    with tempfile.TemporaryDirectory(prefix="thoisu-") as folder:
        # Opened, a store is brought up to date and may get a log beside it: a backup must not.
        own = Path(folder) / "backup.sqlite"
        _copied(file, own)
        with SqliteStore(own, named=str(file)) as source:
            _refuse_same(source, target, file)
            return _moved(source, target, replace, watched)


def migrate(source: str | Path, target: str | Path, replace: bool = False, watched: Watched = unwatched) -> Moved:
    """Copies a store to another place, on the same engine or the other; the source stays as it is.

    A target that holds something is only replaced with `replace`. Raises StoreError.
    """
    with _opened(source) as opened:
        _refuse_same(opened, str(target))
        return _moved(opened, str(target), replace, watched)


def holds_something(store: Core) -> bool:
    """Whether any table of a store has a row."""
    return any(store._rows(f"SELECT 1 FROM {table.origin} LIMIT 1") for table in TABLES)


# -- places -----------------------------------------------------------------------------------------------


def _opened(where: str | Path | None) -> Core:
    return cast(Core, open_store(where, create=False))


def _moved(source: Core, target: str, replace: bool, watched: Watched) -> Moved:
    if is_server(target):
        return _into_server(source, target, replace, watched)
    path = Path(target)

    def put(beside: Path) -> None:
        if path.exists():
            with SqliteStore(path) as store, _free(store, replace):
                store.become(beside)
        elif _log_of(path).exists():
            what = "is not there, but its log is, which would be taken for that of another"
            raise StoreError(target, what, f"delete {_log_of(path)}")
        else:
            _renamed(beside, path)

    if path.exists():
        # Now, and not when all has been copied.
        with SqliteStore(path) as store, _free(store, replace):
            pass
    return _into_file(source, path, put, watched)


@contextmanager
def _free(store: Core, replace: bool) -> Iterator[None]:
    """Refuses a store that holds something, unless it is to be replaced; then nobody may be fetching pages for it."""
    held = holds_something(store)
    if held and not replace:
        raise StoreError(store.url, "holds a store already", _OTHERWISE)
    with store.lease("watch") if held else nullcontext():
        yield


def _into_server(source: Core, target: str, replace: bool, watched: Watched) -> Moved:
    """In one transaction of the server."""
    from .postgres import PostgresStore

    with PostgresStore(target) as store, _free(store, replace), source.snapshot(), store.anew():
        _copy(source, store, watched)
        return _compared(source, store, watched)


def _into_file(source: Core, path: Path, put: Callable[[Path], None], watched: Watched) -> Moved:
    """Makes a store beside a path, and has it put there when it is whole."""
    if not path.parent.is_dir():
        raise StoreUnreachable(str(path), "its folder does not exist", "make the folder, or give another path")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _swept(path)
        beside.touch()
    except OSError as fault:
        raise _told(fault, path) from None
    with ExitStack() as after, source.snapshot():
        after.callback(_removed, beside)
        try:
            if isinstance(source, SqliteStore):
                source.copy_to(beside)
            with SqliteStore(beside, named=str(path)) as store:
                if isinstance(source, SqliteStore):
                    store.renew()
                else:
                    with store.writing():
                        _copy(source, store, watched)
                moved = _compared(source, store, watched)
                store.settle()
            put(beside)
        except StoreFull as fault:
            raise StoreFull(str(path), fault.what, fault.remedy) from fault
    return moved


def _compared(source: Core, target: Core, watched: Watched) -> Moved:
    before, after = digests(source, watched), digests(target, watched)
    if before != after:
        differ = ", ".join(table for table in before if before[table] != after[table])
        raise StoreError(target.url, f"would not hold the same ({differ}), and was left as it was", "try again")
    return Moved(source.url, target.url, total(before))


def _copy(source: Core, target: Core, watched: Watched) -> None:
    """All rows into an empty store, inside its transaction, and what is made anew of them."""
    for table in TABLES:
        columns = source._columns(table.name)
        target._put_rows(table.name, columns, watched(rows_of(source, table, columns), f"copy {table.name}"))
    target._number_on([table.name for table in TABLES if table.key == ("n",)])
    sql = "SELECT p.n, p.newness, d.body FROM document d JOIN page p ON p.n = d.page ORDER BY p.newness"
    for i, (page, newness, body) in enumerate(watched(source._each(sql), "words of pages"), 1):
        document = packed_document(unpacked(body, Document))
        target._index_page(page, newness, document.exact, document.folded)
        if not i % _AT_ONCE:
            target._file_words()
    waiting: list[tuple[int, list[str]]] = []
    for n, body in watched(source._each("SELECT n, body FROM telling ORDER BY n"), "words of tellings"):
        waiting.append((n, folded(words(sentence(body)))))
        if len(waiting) == _AT_ONCE:
            target._index_tellings(waiting)
            waiting = []
    target._index_tellings(waiting)


# -- files ------------------------------------------------------------------------------------------------


def _refuse_same(source: Core, target: str, file: Path | None = None) -> None:
    """A store is not written over by itself."""
    here = file or Path(source.url)
    with suppress(OSError):
        if target == source.url or (not is_server(target) and here.samefile(target)):
            raise StoreError(target, "is where it would be read from", "give another place")


def _refuse_used(file: Path, remedy: str) -> None:
    if _log_of(file).exists():
        raise StoreLocked(str(file), "is a store in use (a log lies beside it)", remedy)


def _copied(file: Path, own: Path) -> None:
    """A copy of a backup. A store in use has a log, without which its file is not whole."""
    if not file.exists():
        raise StoreUnreachable(str(file), "is not there", "give the file of a backup")
    _refuse_used(file, "give a backup of it, or use `thoisu migrate`")
    if not is_store_file(file):
        raise NotAStore(str(file), "is no backup", "give a file that `thoisu backup` wrote")
    try:
        shutil.copyfile(file, own)
    except OSError as fault:
        raise _told(fault, own if fault.errno in _FULL else file) from None


def _renamed(beside: Path, path: Path) -> None:
    """Puts a file in its place, so that it is there after a loss of power too."""
    try:
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as fault:
        raise _told(fault, path) from None


def _told(fault: OSError, path: Path) -> StoreError:
    if fault.errno in _FULL:
        return StoreFull(str(path), "no space left on the disk", "make room; nothing of this change was kept")
    return StoreReadOnly(str(path), f"can't be read or written ({fault.strerror})", "check the permissions")


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _removed(beside: Path) -> None:
    """What was made beside a file, with all that SQLite keeps beside that."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            beside.with_name(f"{beside.name}{ending}").unlink(missing_ok=True)


def _swept(path: Path) -> None:
    """Takes away what a process that was killed has left beside a file."""
    before = f".{path.name}."
    for left in path.parent.iterdir():
        number = left.name.removeprefix(before)
        if left.name.startswith(before) and number.isdecimal() and not _runs(int(number)):
            _removed(left)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
