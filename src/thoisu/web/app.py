"""The desk as an ASGI application: pages to read, an API for programs, and what both are guarded by."""

import gc
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

from anyio import CancelScope
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.cors import CORSConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.types import Message

from .. import __version__
from ..reader import read
from .access import Knowing, Signs, has_no_zeros, may_read
from .api import API_HANDLERS, openapi
from .api.streaming import Streams
from .desk import Kept
from .faults import answer
from .following import Following
from .headers import tell
from .lanes import open_lanes
from .limits import Limits, SharedCounts
from .metrics import Metrics, Timed, count, metrics
from .pages import PAGE_HANDLERS
from .settings import Settings
from .stores import Stores
from .templating import environment

STATIC = f"/static/{__version__}"
_YEAR = 31_536_000


def create_app(settings: Settings, lasting: bool = False) -> Litestar:
    """The application that serves a store (for `thoisu serve`, for tests, or for an ASGI server of your own).

    A process that does nothing else may be `lasting`: what it has loaded at its start is then never garbage.

    >>> create_app(Settings("tin.sqlite")).state.settings.is_local
    True
    """

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        open_lanes(app.state.settings.connections)
        # The first page that is shown would wait for its template, the first that is read for the lexicon.
        Thread(target=_warm, args=(lasting,), daemon=True).start()
        yield
        app.state.stores.close()

    statics = create_static_files_router(
        path=STATIC,
        directories=[Path(str(files(__package__) / "static"))],
        # The path names the version: what lies there stays as it is.
        cache_control=CacheControlHeader(max_age=_YEAR, public=True, immutable=True),
        opt={"open": True, "unlimited": True, "exclude_from_csrf": True},
    )
    counts = SharedCounts(settings.counts, settings.secret) if settings.counts else None
    limits = [Limits(settings.rate, counts=counts)] if settings.rate else []
    return _Desk(
        route_handlers=[statics, metrics, *PAGE_HANDLERS, *API_HANDLERS],
        state=state_of(settings),
        guards=[may_read, has_no_zeros],
        middleware=[Timed(), *limits, DefineMiddleware(Signs, config=_signs(settings)), Knowing()],
        exception_handlers={Exception: answer},
        before_send=[tell, count],
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=3, minimum_size=1000, exclude_opt_key="uncompressed"
        ),
        cors_config=_cors(settings) if settings.origins else None,
        openapi_config=openapi(),
        request_max_body_size=settings.max_body,
        lifespan=[lifespan],
        logging_config=None,
    )


def state_of(settings: Settings) -> State:
    """What an application holds beside its routes: all that belongs to its store."""
    stores = Stores(settings.store, settings.connections)
    return State(
        {
            "settings": settings,
            "stores": stores,
            "kept": Kept(),
            "following": Following(settings, stores),
            "streams": Streams(),
            "metrics": Metrics(),
        }
    )


class _Desk(Litestar):
    """The application; it answers HEAD like GET, without the body (RFC 9110, 9.3.2)."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await super().__call__(scope, receive, send)
            return
        with CancelScope() as whole:

            async def head(message: Message) -> None:
                if message["type"] != "http.response.body":
                    await send(message)
                    return
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                whole.cancel()  # a stream would go on, and nobody reads it

            asked: Any = {**scope, "method": "GET"}
            await super().__call__(asked, receive, head)


def _warm(lasting: bool) -> None:
    for name in environment().list_templates():
        environment().get_template(name)
    read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    if lasting:
        # The lexicon is a million objects; to look through them again and again took a twelfth of the time of a page.
        gc.collect()
        gc.freeze()


def _signs(settings: Settings) -> CSRFConfig:
    """The sign that forms carry, and the cookie that it is compared with."""
    return CSRFConfig(
        secret=settings.secret,
        # Named by the secret: a cookie of a server that was stopped would make every form fail.
        cookie_name=f"thoisu_form_{hashlib.sha256(settings.secret.encode()).hexdigest()[:8]}",
        cookie_httponly=True,
        cookie_samesite="strict",
        exclude=["^/api/"],  # it takes no cookie for what it writes (access.may_write)
    )


def _cors(settings: Settings) -> CORSConfig:
    """Scripts of some sites may use the API: with a token that they were given, never with a reader's cookie."""
    return CORSConfig(
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"],
        expose_headers=["ETag", "Location", "Retry-After"],
        allow_credentials=False,
        max_age=600,
    )
