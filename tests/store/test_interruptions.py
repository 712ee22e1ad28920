"""What goes on when something stops in the midst of it: the program, the server of the store, or the clock."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import pytest

from thoisu import incoming
from thoisu.chronicle.adding import add as add_pages
from thoisu.chronicle.correcting import correct
from thoisu.chronicle.records import Question
from thoisu.cli import main
from thoisu.errors import StoreUnreachable
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.packing import packed_version

from ..test_cli_serve import running
from ..web.serving import served
from .conftest import Postgres
from .killing import BATCH, adding, check, consistent
from .making import add, page, put
from .processes import Work, end, start

ENDS_WITHIN = 5.0  # seconds
WAIT = 60.0  # seconds after which something is wrong, however slow the machine is
_PAGES = 700
_TERMINATED = 128 + signal.SIGTERM


# -- SIGTERM --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More pages than are added in a moment."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(_PAGES):
        text = (
            f"Tin số {number}\n\nNgày 4/11/2022, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc) lần {number}.\n"
        )
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    return folder


def test_adding_that_is_stopped_ends_at_once_and_keeps_what_it_told(where: str, pages: Path) -> None:
    workers = 1 if where.startswith("postgresql:") else 2
    arguments = ["add", str(pages), "--json", "--workers", str(workers), "--store", where]
    run = subprocess.Popen(
        [sys.executable, "-m", "thoisu.cli", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stderr is not None
    with run.stdout, run.stderr:
        told = [json.loads(run.stdout.readline())]
        run.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        told += map(json.loads, run.stdout)
        assert run.wait(ENDS_WITHIN) == _TERMINATED
        assert time.monotonic() - asked < ENDS_WITHIN
        *_, summed, stopped = run.stderr.read().splitlines()
    added = re.fullmatch(r"thoisu: (\d+) pages: \1 new; .+", summed)
    assert added
    assert stopped == "thoisu: stopped"
    with open_store(where) as store:
        assert {line["document"] for line in told} <= {document.id for document in store.documents()}
        assert len(told) <= int(added[1]) < _PAGES
        counts = store.counts()
        assert counts["pages"] == counts["versions"] == counts["tellings"]
        assert len(store.search("Bắc Kinh", limit=10**6)) == counts["pages"]


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=["term", "int"])
def test_who_waits_for_another_writer_can_be_stopped(where: str, pages: Path, by: int) -> None:
    def work(tell: BinaryIO) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        tell.write(b"begun\n")
        tell.write(b"%d\n" % main(["add", str(pages / "000.txt"), "--store", where]))

    with open_store(where) as store, store.writing():
        child, told = start(work)
        assert told.readline() == b"begun\n"
        time.sleep(1.0)  # it reads the page, and waits: at the end of this block it would be let in
        os.kill(child, by)
        asked = time.monotonic()
        assert end(child, told) == (0, [b"%d" % (128 + by)])
        assert time.monotonic() - asked < ENDS_WITHIN
    with open_store(where) as store:
        assert store.counts()["pages"] == 0


# -- a server that is started anew ----------------------------------------------------------------------------


def _write_while(store: Store, happens: Callable[[], None]) -> None:
    with store.writing():
        put(store, page(3))
        happens()
        put(store, page(4))


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["ended", "dropped"])
def test_a_server_that_stops_in_mid_write_is_told_and_loses_nothing(postgres: Postgres, database: str, by: int) -> None:
    with open_store(database) as store:
        add(store, 0, 1, 2)
        with pytest.raises(StoreUnreachable) as caught:
            _write_while(store, lambda: postgres.stop(by))
        postgres.start()
        told = str(caught.value)
    assert re.fullmatch(r"postgresql://thoisu@127\.0\.0\.1:\d+/tin: .+; check that the server runs", told)
    assert postgres.address.split(":")[2].partition("@")[0] not in told
    with open_store(database) as store:
        assert check(store, range(6)) == {0, 1, 2}
        consistent(store)
        add(store, 3, 4, 5)


def test_a_server_that_restarts_under_writers_costs_only_what_was_not_acknowledged(
    postgres: Postgres, database: str
) -> None:
    def until_it_is_gone(first: int) -> Work:
        def work(tell: BinaryIO) -> None:
            try:
                adding(database, first, 3000)(tell)
            except StoreUnreachable:
                tell.write(b"told\n")

        return work

    with open_store(database) as store:
        add(store, 0, 1, 2)
    begun = [start(until_it_is_gone(first)) for first in (9_999, 99_999)]
    first_lines = [told.readline() for _, told in begun]
    postgres.stop()
    postgres.start()
    acknowledged = set()
    for line, one in zip(first_lines, begun, strict=True):
        status, lines = end(*one)
        assert status == 0
        assert lines[-1] == b"told"
        numbers = [int(line), *map(int, lines[:-1])]
        acknowledged |= {number for at in numbers for number in range(at, at + BATCH)}
    with open_store(database) as store:
        found = check(store, range(9_999, 10_600), range(99_999, 100_600))
        assert acknowledged <= found
        assert len(found - acknowledged) <= 2 * BATCH
        consistent(store)


def test_a_desk_goes_on_when_its_server_is_there_again(postgres: Postgres, database: str) -> None:
    with open_store(database) as store:
        add(store, 0, 1, 2)
    with served(database) as (client, _):  # type: ignore[arg-type]
        assert client.get("/api/v1/stats").json()["pages"] == 3
        postgres.stop()
        try:
            told = client.get("/api/v1/stats")
            assert told.status_code == 503
            assert "postgresql://" in told.json()["detail"]
            assert postgres.address.split(":")[2].partition("@")[0] not in told.text
        finally:
            postgres.start()
        assert client.get("/api/v1/stats").json()["pages"] == 3


# -- the clock ------------------------------------------------------------------------------------------------


def test_what_came_later_counts_though_the_clock_was_set_back(where: str) -> None:
    """What is there already was written when the clock was years ahead: numbers say what came first, not times."""
    with open_store(where) as store:
        add_pages(store, [incoming("Ngày 4/11/2022, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh.")])
        [first], [document] = store.ask(Question()), store.documents()
        correct(store, "an", "set", first.tellings, {"status": "denied"})
        for table, column in (("correction", "time"), ("version", "added")):
            store._rows(f"UPDATE {table} SET {column} = '2099-01-01T00:00:00+00:00'")
    with open_store(where) as store:  # a log that has been read is not read again
        before = store.last_change()
        correct(store, "bình", "set", first.tellings, {"status": "ongoing"})
        with store.writing():
            store.put_version(document.id, "", packed_version("text", b"khac", store.reading(document.id)))
        log = store.corrections()
        assert [line.author for line in log] == ["an", "bình"]
        assert log[0].time > log[1].time
        [now] = store.entries([first.id])
        assert (now.status, now.corrections) == ("ongoing", [1, 2])
        versions = store.versions(document.id)
        assert [version.number for version in versions] == [1, 2]
        assert versions[0].added > versions[1].added
        assert store.raw(document.id) == b"khac"
        assert {change.entry for change in store.changes(before)} == {first.id}
        correct(store, "an", "undo", ["2"], {})
        assert store.entries([first.id])[0].status == "denied"


# -- two desks on one store -----------------------------------------------------------------------------------


def _listen(address: str, heard: list[Any], ready: threading.Event, enough: threading.Event) -> None:
    with httpx.stream("GET", f"{address}api/v1/stream", timeout=WAIT) as answer:
        for line in answer.iter_lines():
            ready.set()
            if line.startswith("data: "):
                heard.append(json.loads(line[6:]))
            if len(heard) >= 2:
                enough.set()
                return


def test_two_desks_on_one_store_take_corrections_and_tell_them_alike(where: str) -> None:
    text = "Ngày {day}/11/2022, Thủ tướng Đức Olaf Scholz đã đến {place}."
    pages = [incoming(text.format(day=day, place=place)) for day, place in ((4, "Bắc Kinh"), (16, "Hà Nội"))]
    with open_store(where) as store:
        add_pages(store, pages)
        one, other = store.ask(Question())
    calls = ("--store", where, "--port", "0")
    with running(*calls) as (_, first, key), running(*calls) as (_, second, other_key):
        desks = [(first, key), (second, other_key)]
        heard: list[list[Any]] = [[], []]
        events = [(threading.Event(), threading.Event()) for _ in desks]
        listeners = [
            threading.Thread(target=_listen, args=(address, heard[i], *events[i]), daemon=True)
            for i, (address, _) in enumerate(desks)
        ]
        for listener in listeners:
            listener.start()
        assert all(ready.wait(WAIT) for ready, _ in events)
        for entry, (address, key) in zip((one, other), desks, strict=True):
            body = {"action": "set", "target": entry.tellings, "values": {"mode": "phone"}}
            headers = {"Authorization": f"Bearer {key}"}
            answer = httpx.post(f"{address}api/v1/corrections", json=body, headers=headers, timeout=WAIT)
            assert answer.status_code == 201
        assert all(enough.wait(WAIT) for _, enough in events)
        assert heard[0] == heard[1]
        assert {change["entry"] for change in heard[0]} == {one.id, other.id}
        for address, _ in desks:
            entries = httpx.get(f"{address}api/v1/entries", timeout=WAIT).json()["entries"]
            assert {entry["mode"] for entry in entries} == {"phone"}
    with open_store(where) as store:
        assert [line.number for line in store.corrections()] == [1, 2]
