"""A process that watches beside another one, and ends with it however that ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

WITH_PARENT = "THOISU_WITH_PARENT"  # set where standard input is a pipe that ends with the process that began us
_PATIENCE = 6.0  # seconds: a round that is stopped takes five at most


@contextmanager
def watching(store: str | None, log: str) -> Iterator[None]:
    """`thoisu watch run` for as long as the block lasts."""
    command = [sys.executable, "-m", "thoisu.cli", "watch", "run", "--log", log]
    where = ["--store", store] if store else []
    process = subprocess.Popen(
        [*command, *where], stdin=subprocess.PIPE, env={**os.environ, WITH_PARENT: "1"}, start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        process.kill()
        process.wait()
