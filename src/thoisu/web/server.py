"""The server that `thoisu serve` starts: what it refuses, what it says, and its processes."""

import os
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from ..store import open_store
from .access import new_token
from .settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar

_HANDED = "THOISU_DESK"  # the settings, handed to the processes of this server


class Refused(Exception):
    """A way to serve that is not allowed, or does not work; in one line."""


def serve(settings: Settings, workers: int = 1) -> int:
    """Serves a store until SIGINT or SIGTERM. Raises Refused or StoreError before it begins."""
    import uvicorn

    if workers < 1:
        raise Refused(f"--workers: {workers} is no count; give 1 or more")
    if not 0 <= settings.port <= 65535:
        raise Refused(f"--port: {settings.port} is no port; give one from 1 to 65535")
    with open_store(settings.store) as store:
        where = store.url
        if not settings.is_local and not settings.public_read and not any(not t.revoked for t in store.tokens()):
            raise Refused(
                f"{settings.host} can be reached from elsewhere, and the store has no token; make one with"
                " `thoisu token add NAME`, or let everybody read with --public-read"
            )
    if settings.is_local:
        settings = replace(settings, desk_key=new_token())
    os.environ[_HANDED] = msgspec.json.encode(settings).decode()
    _greet(settings, where)
    config = uvicorn.Config(
        "thoisu.web.server:app", factory=True, host=settings.host, port=settings.port, workers=workers,
        log_level="warning", server_header=False, timeout_graceful_shutdown=5, forwarded_allow_ips="127.0.0.1",
    )  # fmt: skip
    try:
        sock = config.bind_socket()
    except SystemExit:
        raise Refused(
            f"port {settings.port} of {settings.host} can't be used; another server may run there: give --port"
        ) from None
    if workers == 1:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[sock])
    else:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[sock]).run()
    return 0


def app() -> "Litestar":
    """The application with the settings that the server handed on; for an ASGI server of your own see `create_app`."""
    from .app import create_app

    return create_app(msgspec.json.decode(os.environ[_HANDED], type=Settings))


def _greet(settings: Settings, where: str) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"thoisu: {where} is served at http://{host}:{settings.port}/ (Ctrl-C stops it)", file=sys.stderr)
    if settings.desk_key:
        key = urlencode({"key": settings.desk_key})
        print(f"thoisu: to add and correct, sign in: http://{host}:{settings.port}/sign-in?{key}", file=sys.stderr)
