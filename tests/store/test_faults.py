"""What a store withstands: writers that are killed, a full disk, and many writers at once."""

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from thoisu.chronicle.records import Question
from thoisu.errors import StoreError, StoreFull
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.sqlite import SqliteStore

from .making import add, page
from .processes import Work, killed, run

_KILLS, _ROUND, _BATCH = 50, 60, 3  # pages of a round and of a transaction; a round begins at a multiple of the latter


def adding(where: str, first: int, pages: int = _ROUND) -> Work:
    """Adds pages, and tells of each batch when it has been acknowledged."""

    def work(tell: BinaryIO) -> None:
        with open_store(where) as store:
            for at in range(first, first + pages, _BATCH):
                add(store, *range(at, at + _BATCH))
                tell.write(b"%d\n" % at)

    return work


def check(store: Store, first: int = 0) -> set[int]:
    """Checks that the pages from `first` on are whole, and their batches too; their numbers."""
    keys = {document.id: document for document in store.documents()}
    found = {int(document.key.partition("tin-")[2].partition(".")[0]) for document in keys.values()}
    found = {number for number in found if number >= first}
    for number in found:
        made = page(number)
        one = made.document.id
        assert (store.raw(one), store.reading(one), keys[one]) == (made.raw, made.reading, made.document)
        assert store.sketches([one])[one].bands == sorted(made.sketch.bands)
        assert one in store.signatures([number])
        assert set(store.features([f"k{number}"], "2022-11-04", "2022-11-04")) == {one}
        assert store.families([one]) == {one: f"family{one}"}
        assert sorted(t.id for t in store.told_in([one])) == sorted(t.id for t in made.tellings)
        assert sorted(t.id for t in store.tellings_in([f"p{number}"])) == sorted(t.id for t in made.tellings)
        entries = store.entries(store.entry_ids(t.id for t in made.tellings).values())
        assert entries == sorted(made.entries, key=lambda entry: entry.id)
        assert [hit.document for hit in store.search(f"bài{number}")] == [one]
    assert all({*range(number - number % _BATCH, number - number % _BATCH + _BATCH)} <= found for number in found)
    return found


def consistent(store: Store) -> None:
    """Checks that tables and indexes say the same of all that is in the store."""
    counts = store.counts()
    assert counts["pages"] == counts["versions"] == len(list(store.documents()))
    assert counts["entries"] == counts["tellings"] == len(store.ask(Question(rejected=True)))
    assert len(store.search("căng thẳng", limit=10**6)) == counts["pages"]
    assert len(store.ask(Question(event=["CONSULT", "AGREE", "REQUEST"]))) <= counts["entries"]
    if isinstance(store, SqliteStore):
        assert store._rows("PRAGMA integrity_check") == [("ok",)]
        assert store._rows("PRAGMA foreign_key_check") == []
        with store.writing():
            for words in ("page_words", "telling_words"):
                store._rows(f"INSERT INTO {words} ({words}) VALUES ('integrity-check')")


def test_nothing_is_lost_or_half_there_when_the_writer_is_killed(where: str) -> None:
    chance = random.Random(50)
    with open_store(where) as store:
        add(store, *range(_BATCH))  # what all children have to make is made: the texts are read
    in_time = cut_short = 0
    for kill in range(_KILLS):
        first = (kill + 1) * 999
        told = [int(line) for line in killed(adding(where, first), chance.uniform(0.005, 0.4))]
        with open_store(where) as store:
            found = check(store, first)
            if isinstance(store, SqliteStore):
                assert store._rows("PRAGMA integrity_check") == [("ok",)]
        acknowledged = {number for at in told for number in range(at, at + _BATCH)}
        assert acknowledged <= found
        assert len(found - acknowledged) <= _BATCH  # it was written, but killed before it could say so
        cut_short += 0 < len(found) < _ROUND
        in_time += len(found) == _ROUND
    assert cut_short, f"no writer was killed at work ({in_time} were done)"
    with open_store(where) as store:
        consistent(store)
        add(store, 10**6, 10**6 + 1)


def test_writers_at_once_lose_nothing(where: str) -> None:
    begun = [adding(where, first, 30) for first in (999, 1998, 2997, 3996)]
    assert run(begun) == [0, 0, 0, 0]
    with open_store(where) as store:
        for first in (999, 1998, 2997, 3996):
            assert check(store, first) >= set(range(first, first + 30))
        assert store.counts()["pages"] == 120
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
    mount = shutil.which("mount")
    if os.getuid() or not mount:
        pytest.skip("only root may mount a small file system; the next test limits the file instead")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"a small file system can't be mounted here ({made.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _fill(store: Store) -> set[int]:
    """Adds pages until the store is full; those that were acknowledged."""
    done: set[int] = set()
    for first in range(0, 9999, _BATCH):
        numbers = range(first, first + _BATCH)
        try:
            add(store, *numbers)
        except StoreFull as fault:
            told = str(fault)
            assert told == f"{store.url}: no space left on the disk; make room; nothing of this change was kept"
            return done
        done.update(numbers)
    pytest.fail("the store was never full")


def test_a_full_disk_is_told_and_leaves_the_store_whole(small: Path) -> None:
    path = small / "tin.sqlite"
    with open_store(path) as store:
        done = _fill(store)
        assert check(store) == done
        assert len(done) > 10
    with open_store(path) as store:
        assert check(store) == done
        consistent_reading(store)
    subprocess.run(["mount", "-o", "remount,size=30m", small], check=True)
    with open_store(path) as store:
        add(store, *range(9999, 9999 + _BATCH))
        assert check(store) == done | set(range(9999, 9999 + _BATCH))
        consistent(store)


def consistent_reading(store: Store) -> None:
    """What can be checked on a disk without room."""
    assert isinstance(store, SqliteStore)
    assert store._rows("PRAGMA integrity_check") == [("ok",)]


def test_a_store_at_its_limit_is_told_and_left_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "tin.sqlite") as store:
        assert isinstance(store, SqliteStore)
        add(store, *range(99_999, 99_999 + _BATCH))
        store._rows("PRAGMA max_page_count = 250")
        done = _fill(store)
        assert len(done) > 10
        assert check(store) == done | set(range(99_999, 99_999 + _BATCH))
        consistent_reading(store)
    with open_store(tmp_path / "tin.sqlite") as store:
        add(store, *range(9999, 9999 + _BATCH))
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
        store._rows("SELECT * FROM khong")  # type: ignore[attr-defined]
