"""`thoisu serve` as it is started by hand, on a free port."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from thoisu import Question, add, incoming, open_store
from thoisu.chronicle.correcting import correct

from .pages import known

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "examples").glob("*-*.*")), *sorted((ROOT / "tests/chronicle/pages").glob("*.txt"))]
_QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE = 60  # seconds until it must be there, on a machine that is busy


@dataclass(frozen=True)
class Served:
    """A desk that is served: its address, the link that signs in, its store, and what of it the pages are named by."""

    url: str
    key: str
    store: Path
    known: dict[str, str] = field(default_factory=dict)


def chromium_options() -> dict[str, Any]:
    """How Debian's Chromium is started: it asks for nothing by itself. Its sandbox does not work for root."""
    arguments = [*_QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*_QUIET]
    return {"executable_path": shutil.which("chromium"), "args": arguments}


def filled(store: Path) -> Path:
    """A store of our example pages, with two corrections."""
    with open_store(store) as opened:
        for number, page in enumerate(PAGES):
            # Of most pages it is known who published them.
            uri = f"https://bao-{number % 4}.example/{page.stem}.html" if number % 4 else None
            add(opened, [incoming(page.read_bytes(), uri=uri)])
        [first, *_, last] = opened.ask(Question())
        correct(opened, "bien-tap", "reject", first.tellings, {})
        correct(opened, "bien-tap", "set", last.tellings, {"place": "Hà Nội"})
    return store


@contextmanager
def serve(store: Path, question: Question | None = None) -> Iterator[Served]:
    """Serves a store as long as the block runs; what the server says after its greeting is a fault of it.

    The pages are named by an entry that answers the question; without one the store may be empty.
    """
    command = [sys.executable, "-m", "thoisu.cli", "serve", "--store", str(store), "--port", "0"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    said: list[str] = []
    listening: Thread | None = None
    try:
        greeting = [server.stderr.readline(), server.stderr.readline()]
        listening = Thread(target=said.extend, args=(server.stderr,))
        listening.start()
        link = re.search(r"http\S+/sign-in\?key=\S+", greeting[1])
        assert link, greeting
        place = urlsplit(link[0])
        _wait_for(place.port or 0, server)
        yield Served(f"http://{place.netloc}", link[0], store, known(store, question) if question else {})
        assert server.poll() is None, f"the server has ended by itself: {server.poll()}"
    finally:
        server.terminate()
        server.wait(_PATIENCE)
        if listening:
            listening.join(_PATIENCE)
        server.stderr.close()
    assert not said, "".join(said)


def _wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    end = monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, "the server has ended"
            assert monotonic() < end, "the server does not answer"
            sleep(0.05)
