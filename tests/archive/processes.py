"""Real processes for the tests of archives: the command, a scheduler, workers; all are ended with the test."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PATIENCE = 120.0  # seconds: a machine may be busy
Started = subprocess.Popen[str]


class Processes:
    """Starts processes, and ends what is left of them."""

    def __init__(self, logs: Path) -> None:
        self._logs, self._started = logs, list[Started]()

    def start(self, *command: str, prefix: tuple[str, ...] = ()) -> Started:
        """A module of Python with its arguments; what it prints goes to a file (see said())."""
        line = [*prefix, sys.executable, "-m", *command]
        with (self._logs / f"{len(self._started)}.log").open("w") as log:
            one = subprocess.Popen(line, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self._started.append(one)
        return one

    def said(self, one: Started) -> str:
        """What a process has printed."""
        return (self._logs / f"{self._started.index(one)}.log").read_text()

    def scheduler(self, host: str = "127.0.0.1", port: int = 0, prefix: tuple[str, ...] = ()) -> tuple[Started, str]:
        """A scheduler, and its address."""
        one = self.start(
            "distributed.cli.dask_scheduler", "--host", host, "--port", str(port), "--no-dashboard", prefix=prefix
        )
        until(lambda: "Scheduler at:" in self.said(one))
        address = re.search(r"Scheduler at:\s+(\S+)", self.said(one))
        assert address is not None
        return one, address[1]

    def worker(self, address: str, *more: str, prefix: tuple[str, ...] = ()) -> Started:
        """A worker of a scheduler, without somebody who begins it anew."""
        command = "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"
        return self.start(*command, "--death-timeout", "120", *more, prefix=prefix)

    def end(self) -> None:
        """Ends what still runs, with its children."""
        for one in self._started:
            for child in [*_children(one), one]:
                try:
                    child.kill()
                except (psutil.NoSuchProcess, ProcessLookupError):
                    continue
            one.wait()


def _children(one: Started) -> list[psutil.Process]:
    try:
        return list(psutil.Process(one.pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


@contextmanager
def processes(logs: Path) -> Iterator[Processes]:
    """Processes that are gone at the end."""
    found = Processes(logs)
    try:
        yield found
    finally:
        found.end()


def until(what: Callable[[], object], patience: float = PATIENCE) -> None:
    """Waits for something to be so, at most so many seconds."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < patience, "it did not come to be"
        time.sleep(0.02)


def done_in(out: Path) -> int:
    """How many shards of a run are done."""
    return len(list(out.glob("_done/*.json")))


def workers_of(command: Started) -> list[int]:
    """The processes that work for the command on its own machine."""
    return [child.pid for child in _children(command) if "spawn_main" in " ".join(child.cmdline())]


def kill(pid: int) -> None:
    """Ends a process as a machine that runs out of memory does."""
    os.kill(pid, signal.SIGKILL)
