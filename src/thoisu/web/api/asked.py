"""What the questions of the API have in common: ids, limits, cursors, and the filters of the chronology."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Example, OpenAPI, Parameter
from litestar.params import PathParameter, QueryParameter

from ...chronicle.corrections import STATUSES
from .examples import examples

MOST = 200  # entries of one answer
_LONGEST = 300  # characters of a name or of words
_MANY = 50  # values of one filter


# Ids are twelve letters and digits of base 32; see chronicle/records.py.
ID = "^[0-9A-Za-z]{1,12}$"


def _id(of: str, example: str) -> PathParameter:
    told = f"The {of}'s id, or any beginning of it that is unique."
    return PathParameter(description=told, pattern=ID, examples=[Example(value=example)])


EntryId = Annotated[str, _id("entry", examples()["entry"]["entry"]["id"])]
ArticleId = Annotated[str, _id("article", examples()["article"]["document"]["id"])]
StoryId = Annotated[str, _id("story", examples()["article"]["story"])]
FamilyId = Annotated[str, _id("family", examples()["article"]["family"])]

Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^([0-9A-Za-z]{1,12}|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
        description="Go on behind this entry (`next` of the answer before), or behind all of this day.",
    ),
]
Filters = NamedDependency[dict[str, Any]]
Order = QueryParameter(description="`oldest` day first, or `newest`; what has no day comes last in both.")


Names = list[Annotated[str, msgspec.Meta(max_length=_LONGEST)]]


def _several(told: str, example: str) -> QueryParameter:
    examples = [Example(value=[example])]
    return QueryParameter(description=f"{told} Again: or.", examples=examples, max_items=_MANY)


def _one(name: str, told: str, example: str) -> QueryParameter:
    return QueryParameter(name=name, description=told, examples=[Example(value=example)], max_length=_LONGEST)


Since = Annotated[str | None, _one("from", "Not before: YYYY-MM-DD, YYYY-MM or YYYY.", "2021-06")]
Until = Annotated[str | None, _one("to", "Not after.", "2021-06-30")]


def takes_no_other(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses a query with a parameter that the document does not name: who misspells a filter would be given all."""
    document = connection.app.openapi_schema
    if connection.app.state.get("documented") is None:
        connection.app.state["documented"] = dict(_parameters(document))
    known: list[str] = connection.app.state["documented"].get(getattr(handler, "operation_id", None), [])
    for name in connection.query_params:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise ClientException(f"{name[:_LONGEST]!r} is no parameter of this address; {takes}")


def _parameters(document: OpenAPI) -> Iterator[tuple[str, list[str]]]:
    """What each operation takes in its query, by its id."""
    for item in (document.paths or {}).values():
        for operation in (item.get, item.post):
            if operation is not None and operation.operation_id:
                told = [p for p in operation.parameters or () if isinstance(p, Parameter)]
                yield operation.operation_id, [p.name for p in told if p.param_in == "query"]


async def filters(
    actor: Annotated[Names | None, _several("Who takes part, by a name in Vietnamese or a code.", "Nga")] = None,
    with_: Annotated[
        Names | None,
        QueryParameter(
            name="with",
            max_items=_MANY,
            description="Who takes part beside them. Again: or.",
            examples=[Example(value=["Mỹ"])],
        ),
    ] = None,
    event: Annotated[Names | None, _several("PLOVER category.", "CONSULT")] = None,
    mode: Annotated[Names | None, _several("PLOVER mode.", "visit")] = None,
    status: Annotated[Names | None, _several(f"One of {', '.join(STATUSES)}.", "happened")] = None,
    place: Annotated[Names | None, _several("Where.", "Geneva")] = None,
    country: Annotated[Names | None, _several("In which state, by ISO 3166-1 alpha-3 or name.", "CHE")] = None,
    from_: Since = None,
    to: Until = None,
    story: Annotated[str | None, QueryParameter(pattern=ID, description="Of one story.")] = None,
    said_by: Annotated[Names | None, _several("Vouched for by.", "Điện Kremlin")] = None,
    min_origins: Annotated[
        int | None, QueryParameter(ge=1, le=1_000_000, description="Told by so many independent origins or more.")
    ] = None,
    text: Annotated[str | None, _one("text", "All these words in one sentence, folded.", "thượng đỉnh")] = None,
    rejected: Annotated[bool, QueryParameter(description="Also what a correction has thrown out.")] = False,
) -> dict[str, Any]:
    """The filters of the chronology, by their names (chronicle/filters.py)."""
    return {
        "actor": actor, "with": with_, "event": event, "mode": mode, "status": status, "place": place,
        "country": country, "from": from_, "to": to, "story": story, "said_by": said_by, "min_origins": min_origins,
        "text": text, "rejected": rejected,
    }  # fmt: skip
