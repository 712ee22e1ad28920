"""Pages as programs send them: read at once, or added to the store."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.exceptions import ClientException
from litestar.openapi.spec import Example
from litestar.params import Body

from ...chronicle.adding import Added, add, incoming
from ...errors import DateError
from ...model import Reading
from ...reader import read
from ..access import may_write
from ..lanes import slow
from .answering import JSON
from .documented import READING, WITH_TOKEN, WRITING, answers, good
from .examples import examples

_ADDRESS = r"^https?://[^\s/]+(/\S*)?$"


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page: its text or its HTML (one of them), when it was published, and its address."""

    text: Annotated[str, msgspec.Meta(description="The page as plain text: a headline, then paragraphs.")] | None = None
    html: Annotated[str, msgspec.Meta(description="The page as HTML.")] | None = None
    published: (
        Annotated[
            str,
            msgspec.Meta(
                max_length=40, description="When it was published (ISO 8601), where the page does not say it."
            ),
        ]
        | None
    ) = None
    uri: (
        Annotated[
            str,
            msgspec.Meta(max_length=2000, pattern=_ADDRESS, description="Its address; by it a page is known again."),
        ]
        | None
    ) = None

    @property
    def page(self) -> str:
        """The text or the HTML. Raises ClientException where it is not one of them."""
        if (self.text is None) == (self.html is None):
            raise ClientException("text, html: give the page as one of them")
        return self.text if self.text is not None else self.html or ""


Sent = Annotated[Given, Body(description="The page.", examples=[Example(value=examples()["page"])])]


@post(
    "/read",
    operation_id="read",
    summary="Read a page without keeping it",
    status_code=200,
    responses=answers(
        Reading, "The reading (docs/contract.md).", examples()["reading"], *READING, 413, 415, 422, tagged=False
    ),
)
@slow
def read_page(data: Sent) -> Response[Reading]:
    """What the page says: its parts, names, times, events and statements. The store stays as it is."""
    try:
        reading = read(data.page, data.published, data.uri)
    except DateError as fault:
        raise DateError(f"published: {fault}") from None
    return Response(reading.to_json(), media_type=JSON, headers={"Cache-Control": "no-store"})  # type: ignore[arg-type]


@post(
    "/articles",
    operation_id="add_article",
    summary="Add a page to the store",
    guards=[may_write],
    opt={"bearer": True},
    security=WITH_TOKEN,
    responses=answers(Added, "It was added, as a page or as a new version of one.", examples()["added"], *WRITING,
                      status=201, tagged=False)
    | {200: good(Added, "It was known already.", examples()["added"] | {"what": "known"})},
)  # fmt: skip
@slow
def add_article(request: Request[Any, Any, Any], data: Sent) -> Response[Added]:
    """Reads the page and keeps it; when this answers, it is on disk. The same page again changes nothing."""
    try:
        page = incoming(data.page, data.published, data.uri)
    except DateError as fault:
        raise DateError(f"published: {fault}") from None
    with request.app.state.stores.borrow() as store:
        [done] = add(store, [page])
    headers = {"Location": f"/api/v1/articles/{done.document}", "Cache-Control": "no-store"}
    return Response(done, status_code=200 if done.what == "known" else 201, headers=headers)
