"""What is served here: the index, health, versions and counts."""

from typing import Any

import msgspec
from litestar import Request, Response, get

from ... import __version__
from ...lexicon import lexicon
from ...model import SCHEMA
from ...store.base import Store
from .answering import answer
from .documented import READING, answers
from .examples import examples

OPENAPI = "/api/v1/openapi/openapi.json"


class Index(msgspec.Struct, frozen=True):
    """Where things are: the document that describes the API, and the addresses of its resources."""

    name: str
    version: str
    openapi: str
    resources: list[str]


class Health(msgspec.Struct, frozen=True):
    """`ok` where the server runs and its store answers."""

    status: str


class Versions(msgspec.Struct, frozen=True):
    """Of the program, the lexicon (its digest), and the form of readings (docs/contract.md)."""

    version: str
    lexicon: str
    schema: str


class Stats(msgspec.Struct, frozen=True):
    """How much the store holds; `latest` is the day of its newest page, `last_change` the newest change's number."""

    pages: int
    versions: int
    families: int
    stories: int
    tellings: int
    entries: int
    corrections: int
    latest: str | None
    last_change: int


@get(
    "/",
    operation_id="index",
    summary="What there is",
    responses=answers(Index, "The index.", examples()["index"], *READING, tagged=False),
    sync_to_thread=False,
)
def index(request: Request[Any, Any, Any]) -> Response[Index]:
    """The addresses of the API."""
    paths = {route.path_format for route in request.app.routes if route.path.startswith("/api/v1/")}
    return Response(Index("thoisu", __version__, OPENAPI, sorted(p for p in paths if "openapi" not in p)))


@get(
    "/health",
    operation_id="health",
    summary="Whether it runs",
    opt={"open": True},
    responses=answers(Health, "It does.", examples()["health"], 400, 429, 503, tagged=False),
    sync_to_thread=True,
)
def health(request: Request[Any, Any, Any]) -> Response[Health]:
    """Asks the store for its revision; open to all, also where reading is not."""
    with request.app.state.stores.borrow() as store:
        store.revision()
    return Response(Health("ok"), headers={"Cache-Control": "no-store"})


@get(
    "/version",
    operation_id="version",
    summary="Which program, lexicon and form",
    responses=answers(Versions, "The versions.", examples()["version"], *READING, tagged=False),
    sync_to_thread=True,
)
def version() -> Response[Versions]:
    """Readings with the same version and lexicon are comparable."""
    return Response(Versions(__version__, lexicon().digest, SCHEMA))


@get(
    "/stats",
    operation_id="stats",
    summary="How much the store holds",
    responses=answers(Stats, "The counts.", examples()["stats"], *READING),
    sync_to_thread=True,
)
def stats(request: Request[Any, Any, Any]) -> Response[Stats]:
    """Counts of everything."""

    def make(store: Store) -> Stats:
        return Stats(**store.counts(), latest=store.latest(), last_change=store.last_change())

    return answer(request, make)
