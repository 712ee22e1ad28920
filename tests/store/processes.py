"""Work in processes of their own, which begin with all that this one has loaded."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import BinaryIO

Work = Callable[[BinaryIO], object]  # it tells what it has done by lines to the file


def start(work: Work) -> tuple[int, BinaryIO]:
    """Begins work in a child; its number, and what it tells."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, os.fdopen(reader, "rb")
    status = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "wb", buffering=0) as tell:
            work(tell)
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(status)


def end(child: int, told: BinaryIO) -> tuple[int, list[bytes]]:
    """Waits for a child: how it ended (0, 1, or -signal), and its whole lines."""
    with told:
        lines = told.read().split(b"\n")[:-1]
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), lines


def run(works: Sequence[Work]) -> list[int]:
    """Does all works at once; how each ended."""
    begun = [start(work) for work in works]
    return [end(*one)[0] for one in begun]


def killed(work: Work, lines: int, seconds: float) -> list[bytes]:
    """Begins work and kills it, so long after it has told so many lines: all that it had told."""
    child, told = start(work)
    said = [told.readline() for _ in range(lines)]
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    status, more = end(child, told)
    assert status == -signal.SIGKILL, "the work was over before it was killed"
    return [line.strip() for line in said] + more
