"""Opening: where a store is, what is refused and how, and the migrations."""

import os
import sqlite3
from pathlib import Path

import msgspec
import pytest

from thoisu.errors import (
    NotAStore,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    StoreUnreachable,
)
from thoisu.model import replace
from thoisu.store import open_store
from thoisu.store.migrate import Migration, migrations
from thoisu.store.packing import packed
from thoisu.store.postgres import PostgresStore
from thoisu.store.sqlite import SqliteStore

from .making import add, page
from .processes import run

_SECOND = {
    "sqlite": "ALTER TABLE page ADD COLUMN note TEXT;\nCREATE TABLE noted (\n  a TEXT -- semicolons; in comments\n);\n"
    "INSERT INTO noted VALUES ('một; hai');",
    "postgresql": "ALTER TABLE page ADD COLUMN note text; CREATE TABLE noted (a text);"
    "INSERT INTO noted VALUES ('một; hai')",
}


def opened(where: str, *more: str, patience: float = 60) -> SqliteStore | PostgresStore:
    """The store with migrations beyond those of this program."""
    engine = "postgresql" if where.startswith("postgresql:") else "sqlite"
    steps = migrations(engine)
    steps += [Migration(steps[-1].number + i, sql) for i, sql in enumerate(more, 1)]
    if engine == "sqlite":
        return SqliteStore(Path(where), steps, patience)
    return PostgresStore(where, steps, patience)


def opened_at(where: str, version: int) -> SqliteStore | PostgresStore:
    """The store as a thoisu knew it that had the first migrations only."""
    if where.startswith("postgresql:"):
        return PostgresStore(where, migrations("postgresql")[:version])
    return SqliteStore(Path(where), migrations("sqlite")[:version])


def second(where: str) -> str:
    return _SECOND["postgresql" if where.startswith("postgresql:") else "sqlite"]


def test_what_was_written_is_there_when_opened_again(where: str) -> None:
    with open_store(where) as store:
        made = add(store, *range(5))
        counts = store.counts()
    with open_store(where) as store:
        assert store.counts() == counts
        assert store.raw(made[0].document.id) == made[0].raw


def test_migrations_are_numbered_from_one() -> None:
    for engine in ("sqlite", "postgresql"):
        assert [step.number for step in migrations(engine)] == list(range(1, len(migrations(engine)) + 1))
    numbers = [step.number for step in migrations("sqlite")]
    assert numbers == [step.number for step in migrations("postgresql")] == list(range(1, len(numbers) + 1))


def test_a_store_is_brought_forward_and_keeps_all(where: str) -> None:
    with open_store(where) as store:
        add(store, 1, 2)
        counts = store.counts()
    with opened(where, second(where)) as store:
        assert store.counts() == counts
        assert store._rows("SELECT a FROM noted") == [("một; hai",)]
    with opened(where, second(where)) as store:  # and only once
        assert store._rows("SELECT a FROM noted") == [("một; hai",)]


def test_what_the_first_version_filed_is_found_after_the_second(where: str) -> None:
    made = page(1)
    telling, [block] = made.tellings[0], ["CONSULT:deed:DEU+CHN:369123"]
    with opened_at(where, 1) as store:
        store._rows("INSERT INTO page (id, key, day) VALUES (?, '', '2022-11-04')", [made.document.id])
        [(n,)] = store._rows("SELECT n FROM page")
        packed = msgspec.msgpack.encode((telling.text, telling.event, [], [block]))
        for sql, values in (
            ("INSERT INTO sketch (page, signature, features, filed) VALUES (?, ?, ?, ?)", [n, b"s", b"f", b""]),
            ("INSERT INTO story_key (key, day, page) VALUES ('deu', '2022-11-04', ?)", [n]),
            ("INSERT INTO telling (id, page, number, body) VALUES (?, ?, 0, ?)", [telling.id, n, packed]),
            ("INSERT INTO block (block, telling) SELECT 'k:' || n, n FROM telling", []),
            ("INSERT INTO block (block, telling) SELECT ?, n FROM telling", [block]),
            ("INSERT INTO block (block, telling) SELECT 'plain', n FROM telling", []),
        ):
            store._rows(sql, values)
    with open_store(where) as store:
        assert store.features(["deu"], "2022-10-30", "2022-11-04") == {made.document.id: b"f"}
        assert [t.id for t in store.tellings_in([block])] == [telling.id]
        assert [t.id for t in store.tellings_in(["plain"])] == [telling.id]
        with store.writing():
            store.put_tellings(made.document.id, [], [])
        assert store.tellings_in([block]) == []


def test_how_new_entries_are_is_known_of_those_of_an_older_version(where: str) -> None:
    made = page(1)
    kept, gone, old = (replace(made.entries[0], id=f"{name:12}") for name in ("kept", "gone", "before"))
    with opened_at(where, 6) as store:
        for entry in (kept, old):
            sql = "INSERT INTO entry_body (id, wide, day, body) VALUES (?, 0, '2022-11-04', ?)"
            store._rows(sql, [entry.id, packed(entry)])
        for entry, what in ((kept, "new"), (gone, "new"), (kept, "changed"), (gone, "gone")):
            store._rows("INSERT INTO change (entry, what) VALUES (?, ?)", [entry.id, what])
    with open_store(where) as store:
        assert store.newest_changes([kept.id, gone.id, old.id]) == {kept.id: 3, gone.id: 4}
        with store.writing():
            store.put_entries([gone])
        assert store.newest_changes([kept.id, gone.id]) == {kept.id: 3, gone.id: 5}


def test_a_newer_store_is_refused(where: str) -> None:
    opened(where, second(where)).close()
    known = len(migrations("sqlite"))
    told = rf"newer thoisu \(store version {known + 1}, this one knows {known}\); update thoisu"
    with pytest.raises(StoreNewer, match=told):
        open_store(where)


def test_a_migration_that_fails_leaves_the_version_before(where: str) -> None:
    with open_store(where) as store:
        add(store, 1)
        counts = store.counts()
    with pytest.raises(NotAStore, match=r"can't be brought to version \d+: .*no_such_table.*; bring back a copy of it"):
        opened(where, f"{second(where)};\nDROP TABLE no_such_table;")
    with open_store(where) as store:
        assert store.counts() == counts
    with opened(where, second(where)) as store:
        assert store._rows("SELECT a FROM noted") == [("một; hai",)]


def test_a_copy_of_the_file_is_made_before_each_migration(tmp_path: Path) -> None:
    where = tmp_path / "tin.sqlite"
    with open_store(where) as other:  # whose log lies beside the file
        add(other, 1, 2)
        counts = other.counts()
        with opened(str(where), _SECOND["sqlite"], "CREATE TABLE third (a TEXT);") as store:
            add(store, 3)
    next_ = len(migrations("sqlite")) + 1
    copies = [tmp_path / f"tin.sqlite.before-{number:04}" for number in (next_, next_ + 1)]
    assert {*tmp_path.iterdir()} == {where, *copies}
    with open_store(copies[0]) as copy:
        assert copy.counts() == counts
    with opened(str(copies[1]), _SECOND["sqlite"]) as copy:
        assert copy._rows("SELECT a FROM noted") == [("một; hai",)]


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    opened(str(tmp_path / "tin.sqlite"), _SECOND["sqlite"]).close()
    assert [path.name for path in tmp_path.iterdir()] == ["tin.sqlite"]


def test_two_that_open_at_once_make_one_store(where: str) -> None:
    done = run([lambda _, n=n: add(open_store(where), n) and None for n in range(4)])
    assert done == [0, 0, 0, 0]
    with open_store(where) as store:
        assert store.counts()["pages"] == 4


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"Kinh te the gioi nam 2022.\n" * 99, NotAStore, "is no SQLite file; give another path"),
        (b"PK\x03\x04", NotAStore, "is no SQLite file; give another path"),
        (b"SQLite format 3\x00" + b"\xff" * 4080, StoreError, "tin"),
    ],
    ids=["text", "short", "head only"],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, error: type[StoreError], says: str
) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes(content)
    with pytest.raises(error, match=says):
        open_store(path)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["tin.txt"]


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "khac.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE khac (a)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(NotAStore, match=r"khac\.sqlite: is a database, but no store of thoisu; give another path"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tin.sqlite"
    with open_store(path) as store:
        add(store, *range(40))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x5a" * 40960 + whole[45056:])
    with pytest.raises(NotAStore, match="is damaged"), open_store(path) as store:
        list(store.documents())


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="its folder does not exist; make the folder"):
        open_store(tmp_path / "khong" / "tin.sqlite")
    with pytest.raises(StoreUnreachable, match="can't be opened"):
        open_store(tmp_path)


@pytest.mark.parametrize("kept", ["file", "folder", "both"])
def test_a_store_that_may_not_be_written_is_told(tmp_path: Path, kept: str) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    with open_store(folder / "tin.sqlite") as store:
        add(store, 1)
    for above in (tmp_path, *list(tmp_path.parents)[:3]):
        if not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)
    (folder / "tin.sqlite").chmod(0o444 if kept != "folder" else 0o666)
    folder.chmod(0o555 if kept != "file" else 0o777)

    def child(tell: object) -> None:
        if os.getuid() == 0:
            os.setuid(65534)
        with pytest.raises(StoreReadOnly, match=r"tin\.sqlite: may not be written; check the permissions"):
            add(open_store(folder / "tin.sqlite"), 2)

    assert run([child]) == [0]
    folder.chmod(0o755)


def test_a_store_that_is_locked_for_too_long_is_told(where: str) -> None:
    with open_store(where) as writer, opened(where, patience=0.05) as other, writer.writing():
        with pytest.raises(StoreLocked, match=r"kept it locked for 0\.05 seconds; try again"), other.writing():
            pass
        assert other.counts()["pages"] == 0
    with opened(where, patience=0.05) as other:
        add(other, 1)


def test_readers_neither_wait_nor_see_what_is_not_done(where: str) -> None:
    with open_store(where) as writer, opened(where, patience=0.05) as reader:
        [made] = add(writer, 1)
        with writer.writing():
            writer.put_document(made.document, made.sketch)
            writer.put_groups({made.document.id: "khac"}, {})
            assert reader.families([made.document.id]) == {made.document.id: f"family{made.document.id}"}
            assert reader.counts()["pages"] == 1
            assert len(reader.search("căng thẳng")) == 1
        assert reader.families([made.document.id]) == {made.document.id: "khac"}


def test_the_place_comes_from_the_call_or_the_environment_or_the_folder_of_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("THOISU_STORE", raising=False)
    places = []
    for given, variable in (
        (None, None),
        (None, tmp_path / "b.sqlite"),
        (tmp_path / "a.sqlite", tmp_path / "b.sqlite"),
    ):
        if variable:
            monkeypatch.setenv("THOISU_STORE", str(variable))
        with open_store(given) as store:
            places.append(store.url)
    assert Path(places[0]).name == "chronicle.sqlite"
    assert "thoisu" in Path(places[0]).parts
    assert places[1:] == [str(tmp_path / "b.sqlite"), str(tmp_path / "a.sqlite")]


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(StoreUnreachable, match=r"postgresql://toasoan@127\.0\.0\.1:1/tin: ") as told:
        open_store("postgresql://toasoan:bimat@127.0.0.1:1/tin?connect_timeout=2")
    assert "bimat" not in str(told.value)


@pytest.mark.parametrize(
    "address", ["postgresql://toasoan:bi@mat@h/tin", "postgresql://toasoan:bimat", "postgresql://h?password=bimat&x=1"]
)
def test_an_address_that_is_none_is_told_without_the_password(address: str) -> None:
    with pytest.raises(StoreUnreachable) as told:
        open_store(address)
    assert "mat" not in str(told.value)


def test_a_wrong_password_or_database_is_told(database: str) -> None:
    with pytest.raises(StoreUnreachable, match="password authentication failed") as told:
        open_store(database.replace("thoisu:", "thoisu:sai"))
    assert "sai" not in str(told.value)
    with pytest.raises(StoreUnreachable, match='database "khong" does not exist'):
        open_store(database.rpartition("/")[0] + "/khong")


def test_a_schema_of_another_program_is_refused(database: str) -> None:
    import psycopg

    with psycopg.connect(database) as db:
        db.execute("CREATE SCHEMA thoisu CREATE TABLE khac (a int)")
    with pytest.raises(NotAStore, match="its schema thoisu holds something else"):
        open_store(database)


def test_a_user_who_may_not_write_is_told(database: str) -> None:
    import psycopg

    open_store(database).close()
    with psycopg.connect(database) as db:
        db.execute("DROP ROLE IF EXISTS docgia")
        db.execute("CREATE ROLE docgia LOGIN PASSWORD 'docgia'")
        db.execute("GRANT USAGE ON SCHEMA thoisu TO docgia")
        db.execute("GRANT SELECT ON ALL TABLES IN SCHEMA thoisu TO docgia")
    host = database.rpartition("@")[2]
    with open_store(f"postgresql://docgia:docgia@{host}") as store:
        assert store.counts()["pages"] == 0
        with pytest.raises(StoreReadOnly, match="may not be written; give a user that may write"):
            add(store, 1)


def test_a_store_says_where_it_is(where: str) -> None:
    with open_store(where) as store:
        assert store.url == where or (":" in where and store.url.startswith("postgresql://thoisu@127.0.0.1:"))


def test_a_driver_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from thoisu.errors import StoreDriver

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreDriver, match=r"psycopg is not installed; pip install 'thoisu\[postgres\]'"):
        open_store("postgresql://127.0.0.1/tin")
