"""What a process and all that it has begun take of the machine (Linux)."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Taken(NamedTuple):
    """What a tree of processes takes: memory in kB (what several share counted once), open files, threads.

    `processor` is the time that its processes of now have had, in hundredths of a second.
    """

    memory: int = 0
    files: int = 0
    threads: int = 0
    processor: int = 0


class Sample(NamedTuple):
    """What each tree took, so many seconds after the beginning, and how many processes all of the machine ran."""

    at: float
    trees: dict[str, Taken]
    load: float


def processes_of(pid: int) -> list[int]:
    """A process and those that it has begun; none where it has ended."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += processes_of(int(child))
    return found


def taken(pid: int) -> Taken:
    """What a process and those that it has begun take now; one that ends meanwhile does not count."""
    total = Taken()
    for one in processes_of(pid):
        with suppress(OSError):
            total = Taken(*(a + b for a, b in zip(total, _of(Path(f"/proc/{one}")), strict=True)))
    return total


def _of(process: Path) -> Taken:
    memory = _fields(process / "smaps_rollup")["Pss"]
    threads = _fields(process / "status")["Threads"]
    times = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
    processor = 100 * sum(map(int, times)) // os.sysconf("SC_CLK_TCK")
    return Taken(memory, len(list((process / "fd").iterdir())), threads, processor)


def _fields(file: Path) -> dict[str, int]:
    found = {}
    for line in file.read_text().splitlines()[1:]:
        name, _, value = line.partition(":")
        first = value.split()[:1]
        if first and first[0].isdigit():
            found[name] = int(first[0])
    return found


def sample(pids: dict[str, int], begun: float) -> Sample:
    """What each of some trees takes now."""
    return Sample(time.monotonic() - begun, {name: taken(pid) for name, pid in pids.items()}, os.getloadavg()[0])
