"""Work in other processes: its order, its faults, and that no process stays behind."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from thoisu.errors import PageError, WorkerLost
from thoisu.workers import Aside, Crew, in_order

from .calling import thoisu
from .chronicle.pages import ALL

SYLLABLES = [word for text in ALL.values() for word in text.split() if word.isalpha() and word.islower()]


def slowed(number: int) -> int:
    """The square, later for some than for those that were given after them."""
    time.sleep(0.02 if number % 5 == 0 else 0)
    return number * number


def failing(number: int) -> bytes:
    if number == 7:
        raise ValueError("seven")
    return bytes(300_000)  # more than a pipe holds


def dying(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refused(number: int) -> PageError:
    return PageError(f"{number}.txt", "holds no text", "give a page")


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("first", [0, 4])
def test_results_and_asides_come_in_the_order_of_the_tasks(workers: int, first: int) -> None:
    found: list[int | str] = []

    def tasks() -> Iterator[int | Aside]:
        for number in range(60):
            if number % 7 == 0:
                yield Aside(lambda n=number: found.append(f"before {n}"))  # type: ignore[misc]
            yield number

    for square in in_order(slowed, tasks(), workers, first):
        found.append(square)
    expected = [said for n in range(60) for said in ([f"before {n}"] if n % 7 == 0 else []) + [n * n]]
    assert found == expected


def test_what_goes_wrong_in_a_worker_is_told_here() -> None:
    with closing(in_order(failing, range(60), workers=2)) as results, pytest.raises(RuntimeError, match="seven"):
        assert [len(result) for result in results] == [300_000] * 7


def test_a_worker_that_is_killed_is_missed() -> None:
    with pytest.raises(WorkerLost, match=r"exit code -9\); try --workers 1"):
        list(in_order(dying, range(60), workers=2))


def test_refusals_come_back_whole() -> None:
    [fault, *_] = in_order(refused, range(3), workers=2)
    assert (type(fault), fault.where, fault.what, str(fault)) == (
        PageError, "0.txt", "holds no text", "0.txt: holds no text; give a page",
    )  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for number in range(8):
        for name, text in ALL.items():
            (folder / f"{number}-{name}.txt").write_text(f"{text}\n\nTin số {number}.\n", encoding="utf-8")
        (folder / f"{number}-empty.txt").write_text(" ", encoding="utf-8")
    return folder


def test_workers_change_nothing_but_the_time(many: Path, tmp_path: Path) -> None:
    told = []
    for workers in ("1", "2"):
        store, errors = tmp_path / f"{workers}.sqlite", tmp_path / f"{workers}.jsonl"
        run = thoisu("add", many, "--store", store, "--workers", workers, "--errors", errors, "--json")
        asked = thoisu("chronology", "--json", "--store", store).stdout
        assert len(asked.splitlines()) == 10
        said = run.stderr.replace(str(store), "")
        told.append((run.returncode, run.stdout, said, errors.read_text("utf-8"), asked))
    assert told[0][0] == 1
    assert told[0] == told[1]


@pytest.mark.parametrize("workers", ["0", "-1"])
def test_a_number_of_workers_that_is_none(tmp_path: Path, workers: str) -> None:
    run = thoisu("add", "no-such-page.txt", "--workers", workers, "--store", tmp_path / "tin.sqlite")
    assert (run.returncode, run.stderr) == (
        2, f"thoisu: --workers: {workers} is no number of processes; give 1 or more\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "code", "said"),
    [
        (signal.SIGINT, 130, "thoisu: stopped"),
        (signal.SIGTERM, 143, "thoisu: stopped"),
        (signal.SIGKILL, -signal.SIGKILL, ""),
    ],
    ids=["Ctrl-C", "SIGTERM", "SIGKILL"],
)
def test_no_process_stays_behind(tmp_path: Path, by: signal.Signals, code: int, said: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(1500):
        told = random.Random(number).sample(SYLLABLES, 40)
        (folder / f"{number}.txt").write_text(f"Tin số {number}\n\nNgười {' '.join(told)}.\n", encoding="utf-8")
    command = [sys.executable, "-m", "thoisu.cli", "add", str(folder), "--store", str(tmp_path / "tin.sqlite")]
    out = tmp_path / "out.jsonl"
    with out.open("wb") as file, subprocess.Popen(
        [*command, "--workers", "2", "--json"], stdout=file, stderr=subprocess.PIPE, start_new_session=True
    ) as run:  # fmt: skip
        until = time.monotonic() + 60
        while out.read_bytes().count(b"\n") < 150 and time.monotonic() < until and run.poll() is None:
            time.sleep(0.01)
        # Ctrl-C goes to all processes of a terminal, SIGTERM to all of a unit of systemd, a kill to one.
        (os.kill if by == signal.SIGKILL else os.killpg)(run.pid, by)
        _, messages = run.communicate(timeout=60)
    lines = messages.decode().splitlines()
    assert run.returncode == code
    assert out.read_bytes().count(b"\n") < 1500
    assert lines[-1:] == ([said] if said else [])
    assert "Traceback" not in messages.decode()
    until = time.monotonic() + 10
    while _is_group(run.pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _is_group(run.pid)


def _is_group(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("workers", [1, 2])
def test_a_crew_gives_results_in_the_order_of_its_tasks(workers: int) -> None:
    with closing(Crew(slowed, workers)) as crew:
        assert (crew.ready(), crew.ready(0.01), len(crew)) == (False, False, 0)
        for number in range(12):
            crew.give(number)
        assert len(crew) == 12
        assert crew.ready(60)
        assert [crew.take() for _ in range(12)] == [n * n for n in range(12)]
        assert (crew.ready(), len(crew)) == (False, 0)
