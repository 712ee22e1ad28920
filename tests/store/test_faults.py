"""What a store withstands: writers that are killed, a full disk, and many writers at once."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from thoisu.errors import StoreError, StoreFull
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.moving import backup, migrate
from thoisu.store.packing import packed_version
from thoisu.store.sqlite import SqliteStore

from .conftest import Postgres
from .killing import BATCH, adding, check, consistent, prove
from .making import add, page
from .processes import run


def test_nothing_is_lost_or_half_there_when_the_writer_is_killed(where: str) -> None:
    figures = prove(where, kills=50)
    assert figures.lost == 0
    assert figures.acknowledged > 100


def test_writers_at_once_lose_nothing(where: str) -> None:
    begun = [adding(where, first, 12) for first in (999, 1998, 2997, 3996)]
    assert run(begun) == [0, 0, 0, 0]
    with open_store(where) as store:
        written = [range(first, first + 12) for first in (999, 1998, 2997, 3996)]
        assert check(store, *written) == set().union(*written)
        assert store.counts()["pages"] == 48
        consistent(store)


def test_writers_at_once_number_corrections_one_by_one(where: str) -> None:
    def work(tell: BinaryIO) -> None:
        with open_store(where) as store:
            for _ in range(10):
                with store.writing():
                    store.put_correction("toà soạn", "reject", ["a"], {})

    assert run([work] * 4) == [0, 0, 0, 0]
    with open_store(where) as store:
        assert [line.number for line in store.corrections()] == list(range(1, 41))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    with mounted(folder, "3m"):
        yield folder


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A file system of so much, on a folder."""
    mount = shutil.which("mount")
    if os.getuid() or not mount:
        pytest.skip("only root may mount a small file system; the next test limits the file instead")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"a small file system can't be mounted here ({made.stderr.strip()})")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _fill(store: Store, where: str = "the disk") -> set[int]:
    """Adds pages until the store is full; those that were acknowledged."""
    done: set[int] = set()
    for first in range(0, 300, BATCH):
        numbers = range(first, first + BATCH)
        try:
            add(store, *numbers)
        except StoreFull as fault:
            told = str(fault)
            assert told == f"{store.url}: no space left on {where}; make room; nothing of this change was kept"
            return done
        done.update(numbers)
    pytest.fail("the store was never full")


def test_a_full_disk_is_told_and_leaves_the_store_whole(small: Path) -> None:
    path = small / "tin.sqlite"
    with open_store(path) as store:
        done = _fill(store)
        assert check(store, range(300)) == done
        assert len(done) > 10
    with open_store(path) as store:
        assert check(store, range(300)) == done
        consistent_reading(store)
    subprocess.run(["mount", "-o", "remount,size=30m", small], check=True)
    with open_store(path) as store:
        more = range(9999, 9999 + BATCH)
        add(store, *more)
        assert check(store, range(300), more) == {*done, *more}
        consistent(store)


def test_a_full_disk_of_a_server_is_told_and_leaves_the_store_whole(postgres: Postgres) -> None:
    import psycopg

    with tempfile.TemporaryDirectory(prefix="thoisu-small-") as name, mounted(Path(name), "40m"):
        postgres.own(Path(name))
        with psycopg.connect(f"{postgres.address}/postgres", autocommit=True) as db:
            db.execute(f"CREATE TABLESPACE chat LOCATION '{name}'".encode())
            db.execute("CREATE DATABASE chat TEMPLATE template0 TABLESPACE chat")
            try:
                with open_store(f"{postgres.address}/chat") as store:
                    add(store, *range(99_999, 99_999 + BATCH))
                    disk, filler = os.statvfs(name), Path(name) / "filler"
                    filler.write_bytes(bytes(disk.f_bavail * disk.f_frsize - 3 * 2**19))
                    done = _fill(store, "the server")
                    assert check(store, range(300)) == done
                    assert len(done) > 10
                filler.unlink()
                with open_store(f"{postgres.address}/chat") as store:
                    more = range(9999, 9999 + BATCH)
                    add(store, *more)
                    assert check(store, range(300), more) == {*done, *more}
                    consistent(store)
            finally:
                db.execute("DROP DATABASE chat")
                db.execute("DROP TABLESPACE chat")


def consistent_reading(store: Store) -> None:
    """What can be checked on a disk without room."""
    assert isinstance(store, SqliteStore)
    assert store._rows("PRAGMA integrity_check") == [("ok",)]


def test_a_store_at_its_limit_is_told_and_left_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "tin.sqlite") as store:
        assert isinstance(store, SqliteStore)
        before = range(99_999, 99_999 + BATCH)
        add(store, *before)
        store._rows("PRAGMA max_page_count = 250")
        done = _fill(store)
        assert len(done) > 10
        assert check(store, range(300), before) == {*done, *before}
        consistent_reading(store)
    with open_store(tmp_path / "tin.sqlite") as store:
        add(store, *range(9999, 9999 + BATCH))
        consistent(store)


def test_a_disk_that_is_full_from_the_start_is_told(small: Path) -> None:
    (small / "filler").write_bytes(b"x" * (3 * 2**20 - 8192))
    with pytest.raises(StoreError, match=r"tin\.sqlite"):
        open_store(small / "tin.sqlite")
    (small / "filler").unlink()
    with open_store(small / "tin.sqlite") as store:
        add(store, 1)


def test_a_fault_of_the_engine_that_is_ours_is_not_dressed_up(tmp_path: Path) -> None:
    with open_store(tmp_path / "tin.sqlite") as store, pytest.raises(sqlite3.OperationalError, match="no such table"):
        store._rows("SELECT * FROM khong")


def test_a_copy_that_does_not_fit_is_told_and_not_there(small: Path, where: str) -> None:
    with open_store(where) as store:
        made = page(1)
        noise = packed_version(made.document.key, os.urandom(4 * 2**20), made.reading)
        with store.writing():
            store.put_version(made.document.id, made.document.key, noise)
    for move in (lambda: backup(where, small / "tin.sqlite"), lambda: migrate(where, small / "tin.sqlite")):
        with pytest.raises(StoreFull, match=r"small/tin\.sqlite: no space left on the disk; make room; nothing"):
            move()
        assert not list(small.iterdir())
