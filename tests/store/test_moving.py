"""A store as a whole into another place: every row, between both engines, and what is refused."""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from thoisu.chronicle.records import Question
from thoisu.cli import main
from thoisu.errors import NotAStore, StoreError, StoreLocked
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.core import Core, Row
from thoisu.store.digest import TABLES, digests, total
from thoisu.store.moving import backup, holds_something, migrate, restore
from thoisu.store.sqlite import SqliteStore

from .conftest import _database
from .making import add
from .processes import killed

# What is in a store that is no page: of each type what an engine, or the way to it, might take for something else.
_ODD: dict[str, list[Any]] = {
    "INTEGER": [0, -(2**62), 2**62],
    "REAL": [1_667_635_200.123456, -0.0, 1e-300],
    "TEXT": ["Đà Nẵng\t\\N\n\\.\r", "", "𠀀 e\u0301 '\"{,}"],
    "BLOB": [bytes(range(256)), b"", b"\\x00"],
}
_NARROW = {"every", "failures", "tries", "writes", "robots_status"}  # of fewer bits, or a truth value, in PostgreSQL
_MADE = ("alias", "change", "token", "watch_source", "watch_page", "watch_body", "watch_host", "alert", "alert_known",
         "alert_telling", "alert_event", "alert_channel", "alert_letter")  # fmt: skip


def fill(path: Path, *numbers: int) -> str:
    """A file with rows in every table; its digest."""
    with open_store(path) as store:
        made = add(store, *numbers)
        with store.writing():
            store.put_parent(made[0].document.id, made[1].document.id, 0.25)
            store.put_copies(made[0].document.id, {made[1].document.id: 0.5})
            store.put_correction("toà soạn", "reject", [made[0].entries[0].id], {"status": "denied"})
            store.put_entries([], [made[0].entries[0].id])
    with sqlite3.connect(path) as db:
        for table in _MADE:
            columns = db.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [table]).fetchall()
            for i in range(3):
                values = {name: _odd(name, kind, i, bool(must or key)) for name, kind, must, key in columns}
                names, marks = ", ".join(values), ", ".join("?" * len(values))
                db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
    return digest(str(path))


def _odd(name: str, kind: str, i: int, must: bool) -> Any:
    if name in ("n", "alert", "channel", "seq"):
        return i + 1000
    if i == 2 and not must:
        return None
    return i % 2 if name in _NARROW else _ODD[kind][i] if kind != "TEXT" or not must else f"{i}{_ODD[kind][i]}"


def digest(where: str) -> str:
    with open_store(where) as store:
        assert isinstance(store, Core)
        with store.snapshot():
            return total(digests(store))


def answers(where: str) -> dict[str, Any]:
    """What a store answers: by its rows, and by the words that it finds pages and entries by."""
    with open_store(where) as store:
        found = {
            "exact": [hit.document for hit in store.search("hội đàm")],
            "folded": [hit.document for hit in store.search("hoi dam bac kinh")],
            "told": [entry.id for entry in store.ask(Question(text="hoi dam"))],
            "counts": store.counts(),
            "raw": {d.id: store.raw(d.id) for d in store.documents()},
            "readings": [store.reading(d.id) for d in store.documents()],
            "tellings": store.told_in(d.id for d in store.documents()),
            "signatures": store.signatures([2**62 + number % 7 for number in range(7)]),
            "corrections": store.corrections(),
            "changes": store.changes(0),
            "tokens": store.tokens(),
        }
        assert all(found[words] for words in ("exact", "folded", "told"))
        return found


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with rows in every table, which no test changes, and its digest."""
    path = tmp_path_factory.mktemp("full") / "tin.sqlite"
    return path, fill(path, *range(6))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no store is yet, on either engine."""
    if request.param == "sqlite":
        return str(tmp_path / "den.sqlite")
    return _database(request.getfixturevalue("server"), "den")


@pytest.fixture
def held(target: str) -> str:
    """A store that holds something else."""
    with open_store(target) as store:
        add(store, 77, 78)
    return target


def test_every_table_of_a_store_is_moved(store: Store) -> None:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    if not isinstance(store, SqliteStore):
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'thoisu'"
    assert isinstance(store, Core)
    there = {name for (name,) in store._rows(sql) if not re.match(r"sqlite_|page_words|telling_words|store$", name)}
    assert there == {table.name for table in TABLES} | {"recent_band", "revision"}


def test_there_and_back_gives_the_same(full: tuple[Path, str], target: str, tmp_path: Path) -> None:
    path, before = full
    with open_store(path) as store:
        assert isinstance(store, Core)
        assert all(store._rows(f"SELECT 1 FROM {table.origin} LIMIT 1") for table in TABLES)
    there = migrate(path, target)
    assert there.digest == before == digest(target)
    assert answers(target) == answers(str(path))
    back = migrate(target, tmp_path / "ve.sqlite")
    assert back.digest == before == digest(str(tmp_path / "ve.sqlite"))
    assert answers(str(tmp_path / "ve.sqlite")) == answers(str(path))
    assert sorted(file.name for file in tmp_path.iterdir() if "den" not in file.name) == ["ve.sqlite"]


def test_a_backup_of_either_engine_is_restored_into_either(full: tuple[Path, str], target: str, tmp_path: Path) -> None:
    migrate(full[0], target)
    kept = tmp_path / "ban-sao.sqlite"
    assert backup(target, kept).digest == full[1]
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(("ban-sao.sqlite-", "."))]
    kept.chmod(0o400)
    bytes_of_it = kept.read_bytes()
    with open_store(target) as store:
        add(store, 90)
    assert digest(target) != full[1]
    assert restore(kept, target, replace=True).digest == full[1] == digest(target)
    assert restore(kept, tmp_path / "khac.sqlite").digest == full[1]
    assert kept.read_bytes() == bytes_of_it
    with open_store(target) as store:
        assert add(store, 90)  # and it goes on, with numbers of its own
        assert store.counts()["pages"] == 7


def test_a_row_more_or_another_value_gives_another_digest(full: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "tin.sqlite"
    migrate(full[0], path)
    seen = {full[1]}
    for table in TABLES:
        with sqlite3.connect(path) as db:
            name = "recent_band" if table.name == "band" else table.name
            db.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} LIMIT 1)" if _has_rowid(db, name)
                       else f"DELETE FROM {name}")  # fmt: skip
        seen.add(digest(str(path)))
    assert len(seen) == len(TABLES) + 1


def _has_rowid(db: sqlite3.Connection, table: str) -> bool:
    [(sql,)] = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [table])
    return "WITHOUT ROWID" not in sql


def test_a_store_that_holds_something_is_only_replaced_when_that_is_asked_for(
    full: tuple[Path, str], held: str, tmp_path: Path
) -> None:
    kept = tmp_path / "ban-sao.sqlite"
    backup(full[0], kept)
    before = digest(held)
    for move in (lambda: migrate(full[0], held), lambda: restore(kept, held)):
        with pytest.raises(StoreError, match="holds a store already; give --replace to put this in its place"):
            move()
    assert digest(held) == before
    assert migrate(full[0], held, replace=True).digest == digest(held) == full[1]


def test_a_backup_is_only_written_over_when_that_is_asked_for(full: tuple[Path, str], tmp_path: Path) -> None:
    kept, letter = tmp_path / "ban-sao.sqlite", tmp_path / "thu.txt"
    backup(full[0], kept)
    with pytest.raises(StoreError, match="is there already; give --replace"):
        backup(full[0], kept)
    backup(full[0], kept, replace=True)
    letter.write_text("Kính gửi toà soạn")
    with pytest.raises(NotAStore, match="is there, and is no backup"):
        backup(full[0], letter, replace=True)
    assert letter.read_text() == "Kính gửi toà soạn"


def test_who_reads_sees_one_store_or_the_other(full: tuple[Path, str], held: str) -> None:
    """A desk that has the store open, and has asked it before, with statements that are prepared."""
    with open_store(held, shared=True) as reader:
        old, revision = reader.counts(), reader.revision()
        for _ in range(8):
            assert reader.search("hội đàm")
        seen = []

        def look(rows: Iterable[Row], told: str) -> Iterator[Row]:
            seen.append(reader.counts())
            yield from rows

        migrate(full[0], held, replace=True, watched=look)
        assert len(seen) > len(TABLES)
        assert all(counts == old for counts in seen)
        with open_store(full[0]) as source:
            assert reader.counts() == source.counts() != old
            assert len({revision, reader.revision(), source.revision()}) == 3
            assert len({store.revision().partition("-")[0] for store in (reader, source)}) == 2
        assert [hit.document for hit in reader.search("hội đàm")]


def test_a_copy_that_is_killed_leaves_the_target_as_it_was(full: tuple[Path, str], held: str, tmp_path: Path) -> None:
    def work(tell: BinaryIO) -> None:
        def stop(rows: Iterable[Row], told: str) -> Iterator[Row]:
            yield from rows
            if told == "check alert_letter":
                tell.write(b"all is copied\n")
                time.sleep(60)

        migrate(full[0], held, replace=True, watched=stop)

    before = digest(held)
    assert killed(work, 1, 0.0) == [b"all is copied"]
    assert digest(held) == before
    assert migrate(full[0], held, replace=True).digest == full[1]
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".den")]


def test_what_is_not_the_same_is_not_put_in_place(full: tuple[Path, str], held: str, tmp_path: Path) -> None:
    def lossy(rows: Iterable[Row], told: str) -> Iterator[Row]:
        first = told.startswith("check") and told.endswith("token") and not lost
        lost.extend([told] if first else [])
        yield from list(rows)[first:]

    lost: list[str] = []
    before = digest(held)
    with pytest.raises(StoreError, match=r"would not hold the same \(token\), and was left as it was"):
        migrate(full[0], held, replace=True, watched=lossy)
    assert digest(held) == before
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_a_backup_is_of_one_moment_while_others_write(where: str, tmp_path: Path) -> None:
    with open_store(where) as store:
        add(store, 1, 2)
    before = digest(where)

    def late(rows: Iterable[Row], told: str) -> Iterator[Row]:
        yield from rows
        if told == "check page":
            with open_store(where) as other:
                add(other, 100 + len(added))
            added.append(told)

    added: list[str] = []
    made = backup(where, tmp_path / "ban-sao.sqlite", watched=late)
    assert len(added) == 2
    assert made.digest == before == digest(str(tmp_path / "ban-sao.sqlite")) != digest(where)


def test_a_backup_of_an_older_version_is_restored(tmp_path: Path) -> None:
    from thoisu.store.migrate import migrations

    old = tmp_path / "cu.sqlite"
    with SqliteStore(old, migrations("sqlite")[:5]) as store:
        store.settle()
    restore(old, tmp_path / "tin.sqlite")
    with open_store(tmp_path / "tin.sqlite") as opened:
        add(opened, 1)
    with sqlite3.connect(old) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (5,)


def test_what_a_killed_process_left_is_taken_away(full: tuple[Path, str], tmp_path: Path) -> None:
    gone, there = tmp_path / f".tin.sqlite.{2**22 + 1}", tmp_path / ".tin.sqlite.1"
    others = tmp_path / ".tin.sqlite.khac"
    for file in (gone, gone.with_name(f"{gone.name}-wal"), there, others):
        file.write_bytes(b"x")
    backup(full[0], tmp_path / "tin.sqlite")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".tin.sqlite.1", ".tin.sqlite.khac", "tin.sqlite"]


def test_places_that_can_not_be(full: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = full
    kept, letter, used = tmp_path / "ban-sao.sqlite", tmp_path / "thu.txt", tmp_path / "dung.sqlite"
    backup(path, kept)
    letter.write_text("Kính gửi toà soạn")
    with open_store(used) as store:
        add(store, 1)
        for move in (lambda: restore(used, tmp_path / "x.sqlite"), lambda: backup(path, used, replace=True)):
            with pytest.raises(StoreLocked, match=r"is a store in use \(a log lies beside it\)"):
                move()
    for move, told in (
        (lambda: restore(tmp_path / "khong.sqlite", tmp_path / "x.sqlite"), "khong.sqlite: is not there"),
        (lambda: restore(letter, tmp_path / "x.sqlite"), "thu.txt: is no backup"),
        (lambda: backup(path, tmp_path / "khong" / "x.sqlite"), "its folder does not exist"),
        (lambda: backup(path, Path("/proc/x.sqlite")), r"^/proc/x\.sqlite: can't be read or written"),
        (lambda: migrate(path, path, replace=True), "is where it would be read from"),
        (lambda: restore(kept, kept, replace=True), "is where it would be read from"),
        (lambda: migrate(tmp_path / "khong.sqlite", tmp_path / "x.sqlite"), "is no store yet"),
        (lambda: migrate(path, letter, replace=True), "is no SQLite file"),
    ):
        with pytest.raises(StoreError, match=told):
            move()
    stray = tmp_path / "x.sqlite-wal"
    stray.write_bytes(b"x")
    with pytest.raises(StoreError, match=r"is not there, but its log is, .*; delete .*x\.sqlite-wal"):
        migrate(path, tmp_path / "x.sqlite")
    assert not (tmp_path / "x.sqlite").exists()


def test_a_store_that_is_watched_is_not_replaced(full: tuple[Path, str], held: str) -> None:
    with open_store(held) as watching, watching.lease("watch"), pytest.raises(StoreLocked, match="has its watch"):
        migrate(full[0], held, replace=True)


def test_an_empty_store_is_filled(full: tuple[Path, str], target: str) -> None:
    with open_store(target) as store:
        assert isinstance(store, Core)
        assert not holds_something(store)
    assert migrate(full[0], target).digest == full[1]


def test_the_commands_print_both_places_with_one_digest(
    full: tuple[Path, str], target: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    kept, shown = tmp_path / "ban-sao.sqlite", re.sub(r":\w+@", "@", target)
    for arguments, places in (
        (["migrate", str(full[0]), target], [str(full[0]), shown]),
        (["backup", str(kept), "--store", target], [shown, str(kept)]),
        (["restore", str(kept), "--store", target, "--replace"], [str(kept), shown]),
    ):
        assert main(arguments) == 0
        assert capfd.readouterr().out == "".join(f"{full[1]}  {place}\n" for place in places)
    assert main(["restore", str(kept), "--store", target]) == 2
    told = f"thoisu: {shown}: holds a store already; give --replace to put this in its place, or another place\n"
    assert capfd.readouterr().err == told
