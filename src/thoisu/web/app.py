"""The desk as an ASGI application: pages to read, an API for programs, and what both are guarded by."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from threading import Thread

from anyio import to_thread
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.cors import CORSConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router

from .. import __version__
from ..reader import read
from .access import Knowing, Signs, has_no_zeros, may_read
from .api import API_HANDLERS, openapi
from .api.streaming import Streams
from .desk import Kept
from .faults import answer
from .following import Following
from .headers import tell
from .limits import Limits
from .metrics import Metrics, Timed, count, metrics
from .pages import PAGE_HANDLERS
from .settings import Settings
from .stores import Stores

STATIC = f"/static/{__version__}"
_YEAR = 31_536_000


def create_app(settings: Settings) -> Litestar:
    """The application that serves a store (for `thoisu serve`, for tests, or for an ASGI server of your own).

    >>> create_app(Settings("tin.sqlite")).state.settings.is_local
    True
    """
    statics = create_static_files_router(
        path=STATIC,
        directories=[Path(str(files(__package__) / "static"))],
        # The path names the version: what lies there stays as it is.
        cache_control=CacheControlHeader(max_age=_YEAR, public=True, immutable=True),
        opt={"open": True, "unlimited": True, "exclude_from_csrf": True},
    )
    limits = [Limits(settings.rate)] if settings.rate else []
    return Litestar(
        route_handlers=[statics, metrics, *PAGE_HANDLERS, *API_HANDLERS],
        state=state_of(settings),
        guards=[may_read, has_no_zeros],
        middleware=[Timed(), *limits, DefineMiddleware(Signs, config=_signs(settings)), Knowing()],
        exception_handlers={Exception: answer},
        before_send=[tell, count],
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=5, minimum_size=1000, exclude_opt_key="uncompressed"
        ),
        cors_config=_cors(settings) if settings.origins else None,
        openapi_config=openapi(),
        request_max_body_size=settings.max_body,
        lifespan=[_lifespan],
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


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    # As many requests at work as there are connections: more would only wait for each other.
    to_thread.current_default_thread_limiter().total_tokens = app.state.settings.connections + 2
    # The first page that is read here would wait for the lexicon.
    Thread(target=_warm, daemon=True).start()
    yield
    app.state.stores.close()


def _warm() -> None:
    read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")


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
