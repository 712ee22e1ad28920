"""The brief as a page to print or a document to send."""

from typing import Any, Literal

from litestar import Request, Response, get
from litestar.params import FromQuery

from ..api.exports import brief_answer
from ..lanes import slow


@get("/brief", include_in_schema=False)
@slow
def page(
    request: Request[Any, Any, Any],
    story: FromQuery[str | None] = None,
    actor: FromQuery[str | None] = None,
    day: FromQuery[str | None] = None,
    form: FromQuery[Literal["html", "docx", "md"]] = "html",
) -> Response[Any]:
    """What is told of a story, somebody or a day, each line with its sources."""
    return brief_answer(request, story, actor, day, form, None)
