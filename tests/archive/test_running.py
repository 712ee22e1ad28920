"""Runs in processes of their own that are killed at any moment: what comes out is what a plain loop makes."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..test_cli import thoisu
from . import making
from .processes import Processes, done_in, kill, processes, until, workers_of
from .test_dataset import built, files_of

PAGES = 24
STEP = 2400  # bytes: some dozen shards


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web archive."""
    return making.warc(tmp_path_factory.mktemp("crawl") / "crawl.warc.gz", PAGES)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory, crawl: Path) -> dict[str, str]:
    """The files that a plain loop makes of it."""
    out = tmp_path_factory.mktemp("out") / "wanted"
    assert len(built(out, crawl, step=STEP, groups=True).records) >= 10
    return files_of(out)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Processes]:
    """Processes that are gone after the test."""
    (tmp_path / "logs").mkdir()
    with processes(tmp_path / "logs") as found:
        yield found


def command(crawl: Path, out: Path, *more: str) -> list[str]:
    """The command line."""
    return ["thoisu.cli", "archive", str(crawl), "--out", str(out), "--shard-size", str(STEP), "--json", *more]


def test_a_worker_is_killed(tmp_path: Path, crawl: Path, wanted: dict[str, str], running: Processes) -> None:
    out = tmp_path / "out"
    run = running.start(*command(crawl, out, "--workers", "2"))
    until(lambda: done_in(out) >= 2)
    kill(workers_of(run)[0])
    assert run.wait() == 0, running.said(run)
    assert files_of(out) == wanted
    assert "Traceback" not in running.said(run)
    assert json.loads(running.said(run).splitlines()[-1])["kept"] == PAGES


def test_everybody_is_killed(tmp_path: Path, crawl: Path, wanted: dict[str, str], running: Processes) -> None:
    """The command, then a worker, then the scheduler, each in the midst of a run."""
    out = tmp_path / "out"
    scheduler, address = running.scheduler()
    workers = [running.worker(address) for _ in range(2)]
    first = running.start(*command(crawl, out, "--scheduler", address))
    until(lambda: done_in(out) >= 2)
    kill(first.pid)

    before = done_in(out)
    second = running.start(*command(crawl, out, "--scheduler", address))
    until(lambda: done_in(out) >= before + 2)
    kill(workers[0].pid)
    until(lambda: done_in(out) >= before + 4)
    kill(scheduler.pid)
    assert second.wait() == 2
    (told,) = [line for line in running.said(second).splitlines() if not line.startswith("{")]
    assert "the scheduler is gone; what is done is kept" in told

    _, address = running.scheduler()
    running.worker(address)
    third = running.start(*command(crawl, out, "--scheduler", address))
    assert third.wait() == 0, running.said(third)
    assert files_of(out) == wanted
    report = json.loads(running.said(third).splitlines()[-1])
    assert (report["kept"], report["done_before"] >= before + 4) == (PAGES, True)


def test_no_scheduler(tmp_path: Path, crawl: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    answer = thoisu(*command(crawl, tmp_path / "out", "--scheduler", address)[1:])
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"thoisu: {address}: no scheduler answers")
    assert len(answer.stderr.splitlines()) == 1
