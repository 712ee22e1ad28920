"""A process that watches beside another one, begun again when it ends before that, and ended with it."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

WITH_PARENT = "THOISU_WITH_PARENT"  # set where standard input is a pipe that ends with the process that began us
_PATIENCE = 6.0  # seconds: a round that is stopped takes five at most
_PAUSE, _LONGEST = 1.0, 60.0  # seconds before it is begun again; they double while it ends sooner than in the latter

log = logging.getLogger("thoisu.watch")


@contextmanager
def watching(store: str | None, form: str) -> Iterator[None]:
    """`thoisu watch run` for as long as the block lasts; `form` is that of its log.

    Where it ends by a fault (its database was started anew, the machine had no memory left) it is begun again.
    """
    command = [sys.executable, "-m", "thoisu.cli", "watch", "run", "--log", form]
    where = ["--store", store] if store else []

    def begin() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*command, *where], stdin=subprocess.PIPE, env={**os.environ, WITH_PARENT: "1"}, start_new_session=True
        )

    over, process = threading.Event(), begin()

    def look_after() -> None:
        nonlocal process
        pause, begun = _PAUSE, time.monotonic()
        while process.wait() and not over.is_set():
            pause = _PAUSE if time.monotonic() - begun > _LONGEST else min(2 * pause, _LONGEST)
            log.warning("watching_ended", extra={"fields": {"code": process.returncode, "again_in": pause}})
            if over.wait(pause):
                return
            begun = time.monotonic()
            with suppress(OSError):  # no process can be made: it is tried again as if that one had ended
                process = begin()

    keeper = threading.Thread(target=look_after, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        process.terminate()
        keeper.join(_PATIENCE)
        with suppress(ProcessLookupError):
            process.kill()
        keeper.join()
