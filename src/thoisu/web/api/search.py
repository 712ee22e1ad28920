"""Articles by their words."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from ...chronicle.records import Hit
from .answering import answer
from .documented import READING, answers
from .examples import examples


class Hits(msgspec.Struct, frozen=True):
    """The articles that hold all the words: first as they are asked, then folded; of both the newest first."""

    hits: list[Hit]


@get(
    "/search",
    operation_id="search",
    summary="Find articles by their words",
    responses=answers(Hits, "The articles.", examples()["search"], *READING),
    sync_to_thread=True,
)
def search(
    request: Request[Any, Any, Any],
    q: Annotated[
        str,
        QueryParameter(
            max_length=300, description="Words, with or without diacritics.", examples=[Example(value="thượng đỉnh")]
        ),
    ],
    limit: Annotated[int, QueryParameter(ge=1, le=100, description="How many at most.")] = 20,
) -> Response[Hits]:
    """The articles whose title and text hold all the words, each with the passage that does."""
    return answer(request, lambda store: Hits(store.search(q, limit)))
