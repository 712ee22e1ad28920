"""The server that `thoisu serve` starts: what it refuses, what it says, and its processes."""

import logging
import os
import re
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from .. import logs
from ..store import open_store
from ..workers import usable_cores
from .access import new_token
from .limits import SIZE
from .metrics import FOLDER
from .settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar

_LOG = logging.getLogger("thoisu.web")
_ORIGIN = re.compile(r"https?://[^/\s?#]+")
_HANDED = "THOISU_DESK"  # the settings, handed to the processes of this server
_USUAL = 2  # processes where nothing else is asked for, and there are as many cores; each holds a lexicon
_WAITING = 2048  # clients whom nobody has opened yet
_DEAD = 60  # seconds after which a process that says nothing is taken for dead: reading a long page keeps it busy


class Refused(Exception):
    """A way to serve that is not allowed, or does not work; in one line."""


def serve(settings: Settings, workers: int | None = None) -> int:
    """Serves a store until SIGINT or SIGTERM, by so many processes. Raises Refused or StoreError before it begins."""
    workers = min(_USUAL, usable_cores()) if workers is None else workers
    _check(settings, workers)
    with open_store(settings.store) as store:
        where = store.url
        if not settings.is_local and not settings.public_read and not any(not t.revoked for t in store.tokens()):
            raise Refused(
                f"{settings.host} can be reached from elsewhere, and the store has no token; make one with"
                " `thoisu token add NAME`, or let everybody read with --public-read"
            )
    if settings.is_local:
        settings = replace(settings, desk_key=new_token())
    sockets = _listening(settings, workers)
    # uvicorn raises the signal that ended it once more when it is done: to be stopped is no failure.
    signal.signal(signal.SIGTERM, _stopped)
    with logs.started(form=settings.log), _together(settings, workers) as counted:
        os.environ[_HANDED] = msgspec.json.encode(counted).decode()
        _greet(replace(settings, port=sockets[0].getsockname()[1]), where)
        _answer(settings, workers, sockets)
    return 0


def _answer(settings: Settings, workers: int, sockets: list[socket.socket]) -> None:
    """Answers who knocks at the sockets, by one process or by several that this one looks after."""
    import uvicorn

    config = uvicorn.Config(
        "thoisu.web.server:app", factory=True, host=settings.host, port=settings.port, workers=workers,
        log_config=None, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=_DEAD, forwarded_allow_ips="127.0.0.1",
    )  # fmt: skip
    if workers == 1:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=sockets)
    else:
        from .several import Several

        Several(config, sockets).run()


@contextmanager
def _together(settings: Settings, workers: int) -> Iterator[Settings]:
    """Settings by which several processes count together, in files that each can read; they go with the server."""
    if workers == 1:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="thoisu-") as folder:
        os.environ[FOLDER] = folder  # for the metrics
        if settings.rate:
            counts = Path(folder) / "counts"
            counts.write_bytes(bytes(SIZE))
            settings = replace(settings, counts=str(counts))
        yield settings


def _check(settings: Settings, workers: int) -> None:
    """Raises Refused for what can't be served so."""
    if workers < 1:
        raise Refused(f"--workers: {workers} is no count; give 1 or more")
    if not 0 <= settings.port <= 65535:
        raise Refused(f"--port: {settings.port} is no port; give one from 1 to 65535")
    if settings.max_body < 1:
        raise Refused(f"--max-body: {settings.max_body} is no size; give 1 byte or more")
    if settings.rate < 0:
        raise Refused(f"--rate: {settings.rate} is no count; give 1 or more, or 0 for no limit")
    for origin in settings.origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise Refused(f"--origin: {origin!r} is no site; give it as https://example.vn, without a path")


def _listening(settings: Settings, workers: int) -> list[socket.socket]:
    """Sockets of one port at which clients can knock from now on, though nobody opens yet. Raises Refused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        found = [socket.create_server((settings.host, settings.port), family=family, backlog=_WAITING)]
        if workers > 1 and sys.platform == "linux":
            # Opened to several, the port could be that of another server of the same user: so it is tried alone first.
            there = settings.host, found.pop().getsockname()[1]
            for _ in range(workers):
                found.append(socket.create_server(there, family=family, backlog=_WAITING, reuse_port=True))
    except OSError as fault:
        raise Refused(
            f"port {settings.port} of {settings.host} can't be used ({fault.strerror}); another server may run there:"
            " give --port"
        ) from None
    for sock in found:
        sock.set_inheritable(True)  # by the processes that answer
    return found


def app() -> "Litestar":
    """The application with the settings that the server handed on; for an ASGI server of your own see `create_app`."""
    from .app import create_app

    settings = msgspec.json.decode(os.environ[_HANDED], type=Settings)
    logs.start(form=settings.log)
    made = create_app(settings, lasting=True)
    if parent_process() is not None:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        _end_streams_at(number, made)
    return made


def _end_with_parent() -> None:
    """A process whose parent was killed would hold the port for ever, and nobody would look after it."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _end_streams_at(number: int, made: "Litestar") -> None:
    """Streams have no end of their own, and the server waits for all answers before it stops: they are let go first."""
    before = signal.getsignal(number)

    def ended(got: int, frame: FrameType | None) -> None:
        made.state.following.ending = True
        if callable(before):
            before(got, frame)

    signal.signal(number, ended)


def _stopped(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _greet(settings: Settings, where: str) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if settings.log == "json":
        # The key to the desk is a secret: whoever reads the log of a service must not write with it.
        fields = {"store": where, "url": f"http://{host}:{settings.port}/"}
        _LOG.info("serving", extra={"fields": fields})
        return
    print(f"thoisu: {where} is served at http://{host}:{settings.port}/ (Ctrl-C stops it)", file=sys.stderr)
    if settings.desk_key:
        key = urlencode({"key": settings.desk_key})
        print(f"thoisu: to add and correct, sign in: http://{host}:{settings.port}/sign-in?{key}", file=sys.stderr)
