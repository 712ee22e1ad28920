"""A store that the first program wrote is opened by this one, and nothing that was asked of it is answered otherwise.

What it is, and how it was made: tests/store/first/README.md. What it answered then stands beside it.
"""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from thoisu.cli import main
from thoisu.store import open_store
from thoisu.store.migrate import migrations
from thoisu.store.moving import migrate

FIRST = Path(__file__).parent / "first"
# How an outcome is told, where its kind, entries and changes are what it is; and each engine's store had its own hour.
TOLD_OTHERWISE = {"because", "reason", "time"}


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The store of the first program, on either engine."""
    if request.param == "sqlite":
        path = tmp_path / "tin.sqlite"
        path.write_bytes(gzip.decompress((FIRST / "first.sqlite.gz").read_bytes()))
        return str(path)
    import psycopg

    address: str = request.getfixturevalue("database")
    with psycopg.connect(address) as db:
        db.execute(gzip.decompress((FIRST / "first.sql.gz").read_bytes()))
    return address


def said(name: str) -> list[Any]:
    """What the first program answered."""
    return [json.loads(line) for line in (FIRST / f"{name}.jsonl").read_text("utf-8").splitlines()]


def asked(capfdbinary: pytest.CaptureFixture[bytes], store: str, *arguments: str) -> list[Any]:
    """What this program answers."""
    assert main([*arguments, "--json", "--store", store]) == 0
    return [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def known_then(now: Any, then: Any) -> Any:
    """Of an answer what the first program knew to tell: records have got fields since."""
    if isinstance(then, dict):
        return {name: known_then(now[name], then[name]) for name in then.keys() - TOLD_OTHERWISE}
    if isinstance(then, list):
        assert len(now) == len(then)
        return [known_then(a, b) for a, b in zip(now, then, strict=True)]
    return now


def assert_log_is_whole(log: list[Any]) -> None:
    """Nothing of the log of corrections is lost, their times neither."""
    then = said("corrections")
    assert known_then(log, then) == known_then(then, then)
    assert all(line["time"].startswith("2026-11-22T17:5") for line in log)


def test_every_answer_is_as_it_was(old: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for name, *call in (["chronology", "chronology", "--rejected"], ["ledger", "ledger"]):
        then = said(name)
        assert len(then) >= 4
        assert known_then(asked(capfdbinary, old, *call), then) == known_then(then, then)
    assert_log_is_whole(asked(capfdbinary, old, "correct", "--log"))
    assert [hit["document"] for hit in asked(capfdbinary, old, "search", "Geneva")] == ["o2v3hoy5ful7"]


def test_its_pages_are_read_again_and_corrections_hold(old: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    entries = [answer["entry"] for answer in said("chronology")]
    [visit] = [entry for entry in entries if entry["place"] and entry["place"]["name"] == "Shanghai"]
    [thrown] = [entry for entry in entries if entry["rejected"]]
    assert {page["what"] for page in asked(capfdbinary, old, "reread", "--all")} == {"read"}
    now = {a["entry"]["id"]: a["entry"] for a in asked(capfdbinary, old, "chronology", "--rejected")}
    assert now[thrown["id"]]["rejected"]
    assert (now[visit["id"]]["status"], now[visit["id"]]["place"]["name"]) == ("happened", "Shanghai")
    assert "E. Macron" in {actor["entity"] for actor in now[visit["id"]]["actor"]}
    assert_log_is_whole(asked(capfdbinary, old, "correct", "--log"))
    assert main(["correct", "--undo", "1", "--store", old]) == 0
    capfdbinary.readouterr()
    again = {a["entry"]["id"]: a["entry"] for a in asked(capfdbinary, old, "chronology")}
    assert again[visit["id"]]["place"]["name"] != "Shanghai"


def test_it_is_moved_and_grows_as_a_new_one(old: str, tmp_path: Path) -> None:
    moved = migrate(old, tmp_path / "new.sqlite")
    with open_store(tmp_path / "new.sqlite") as store:
        assert store.counts()["pages"] == 8
    assert moved.digest
    page = tmp_path / "page.txt"
    page.write_text("Ngày 4/11/2022, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).\n", "utf-8")
    assert main(["add", str(page), "--store", old]) == 0
    with open_store(old) as store:
        assert store.counts()["pages"] == 9


def test_a_copy_of_the_file_is_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "tin.sqlite"
    before = gzip.decompress((FIRST / "first.sqlite.gz").read_bytes())
    path.write_bytes(before)
    open_store(path).close()
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(f"{path}.before-0002")) as copy:
        assert now.execute("PRAGMA user_version").fetchone() == (len(migrations("sqlite")),)
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM page").fetchone() == (8,)
    copy_path = tmp_path / "copy.sqlite"
    copy_path.write_bytes(Path(f"{path}.before-0002").read_bytes())
    with open_store(copy_path) as store:  # what was kept can be opened in its turn
        assert store.counts()["corrections"] == 5
