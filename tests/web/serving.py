"""A real server in a thread of the tests' own process."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from thoisu.web.app import create_app
from thoisu.web.following import Following
from thoisu.web.settings import Settings

PATIENCE = 20.0  # seconds after which something is wrong, however slow the machine is


@contextmanager
def served(store: Path, **settings: Any) -> Iterator[tuple[httpx.Client, Following]]:
    """A server on a free port in a thread of this process, a client of it, and what its streams follow."""
    app = create_app(Settings(str(store), **settings))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            yield client, app.state.following
    finally:
        app.state.following.ending = True
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
