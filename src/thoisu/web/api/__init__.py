"""The HTTP API under /api/v1, one module a resource, and the document that describes it (OpenAPI 3.1)."""

from litestar import Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, License, SecurityScheme, Tag
from litestar.types import ControllerRouterHandler

from ... import __version__
from . import (
    about,
    actors,
    alerts,
    articles,
    changes,
    corrections,
    entries,
    exports,
    groups,
    ledger,
    reading,
    search,
    sources,
)
from .answering import ApiRequest
from .asked import filters, takes_no_other

_TAGS = {
    "chronology": "Who did what to whom, where, and what became of plans.",
    "articles": "Pages, their readings, stories, copies and sources.",
    "corrections": "What people put right.",
    "exports": "For other tools.",
    "following": "What changes, and what alerts tell of it.",
    "about": "What is served here.",
}
_HANDLERS: dict[str, list[ControllerRouterHandler]] = {
    "chronology": [entries.entries, entries.entry, entries.density, ledger.ledger, actors.actor, actors.places],
    "articles": [
        articles.article,
        articles.reading,
        articles.raw,
        articles.reread,
        groups.copies,
        groups.family,
        groups.stories,
        groups.story,
        search.search,
        sources.sources,
        reading.add_article,
        reading.read_page,
    ],
    "corrections": [corrections.log, corrections.correct_by_hand],
    "exports": [*exports.EXPORTS, exports.brief],
    "following": [changes.changes, changes.stream, alerts.alerts, alerts.alert],
    "about": [about.index, about.health, about.version, about.stats],
}

_DESCRIPTION = """\
Vietnamese news pages about world affairs, read into events: who did what to whom, when, where, said by whom.

Reading is open on the machine itself, or where the server was started with --public-read; elsewhere it needs a token,
and writing always does: `Authorization: Bearer …`, made with `thoisu token add NAME --write`. What can't be answered
is told as problem details (RFC 9457), in one line; so is a query with a parameter that this document does not name
(400). Answers have an ETag: send it as If-None-Match.
"""


def _router() -> Router:
    routers = [Router("/", route_handlers=handlers, tags=[tag]) for tag, handlers in _HANDLERS.items()]
    return Router(
        "/api/v1",
        route_handlers=routers,
        dependencies={"filters": Provide(filters)},
        guards=[takes_no_other],
        request_class=ApiRequest,
    )


API_HANDLERS: list[ControllerRouterHandler] = [_router()]


def openapi() -> OpenAPIConfig:
    """What the document says of the whole."""
    token = SecurityScheme(type="http", scheme="bearer", description="A token of `thoisu token add NAME [--write]`.")
    return OpenAPIConfig(
        title="thoisu",
        version=__version__,
        description=_DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path="/api/v1/openapi",
        render_plugins=(),
        components=Components(security_schemes={"token": token}),
        security=[{}, {"token": []}],
        tags=[Tag(name=name, description=told) for name, told in _TAGS.items()],
        use_handler_docstrings=True,
    )
