"""Articles: a page as the chronicle knows it, its readings and bytes, and who copied it."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import QueryParameter

from ...chronicle.adding import Added
from ...chronicle.records import Document
from ...chronicle.rereading import reread_documents
from ...model import Reading
from ...store.base import Store, Version
from ..access import may_write
from ..lanes import slow
from .answering import answer, attachment, found
from .asked import ArticleId
from .documented import READING, WITH_TOKEN, Answers, answers, good
from .examples import examples

Number = Annotated[
    int | None, QueryParameter(ge=1, le=1_000_000, description="Which version, from 1; the newest if left out.")
]
_RAW: Answers = {
    200: good(bytes, "The bytes, as an attachment.", None, "application/octet-stream"),
    **{k: v for k, v in answers(bytes, "", None, *READING, 404).items() if k != 200},
}


class ArticleInFull(msgspec.Struct, frozen=True):
    """A page with its newest reading, all its versions, and the family and story that it belongs to."""

    document: Document
    family: str
    story: str
    versions: list[Version]
    reading: Reading


@get(
    "/articles/{id:str}",
    operation_id="article",
    summary="One article with its newest reading",
    responses=answers(ArticleInFull, "The article.", examples()["article"], *READING, 404),
    sync_to_thread=True,
)
def article(request: Request[Any, Any, Any], id: ArticleId) -> Response[ArticleInFull]:
    """The article as the chronicle knows it, what its page says, and where it belongs."""

    def make(store: Store) -> ArticleInFull:
        one = found(store, "document", id)
        [document] = store.documents([one])
        family, story = store.families([one]).get(one, one), store.stories([one]).get(one, one)
        return ArticleInFull(document, family, story, store.versions(one), store.reading(one))

    return answer(request, make)


@get(
    "/articles/{id:str}/reading",
    operation_id="reading",
    summary="The reading of one version of an article",
    responses=answers(Reading, "The reading (docs/contract.md).", examples()["reading"], *READING, 404),
    sync_to_thread=True,
)
def reading(request: Request[Any, Any, Any], id: ArticleId, version: Number = None) -> Response[Reading]:
    """What the page says, as `thoisu read --json` prints it."""
    return answer(request, lambda store: store.reading(found(store, "document", id), version))


@get(
    "/articles/{id:str}/raw",
    operation_id="raw",
    summary="The bytes of one version of an article",
    media_type="application/octet-stream",
    responses=_RAW,
    sync_to_thread=True,
)
def raw(request: Request[Any, Any, Any], id: ArticleId, version: Number = None) -> Response[bytes]:
    """The page as it was added, to be saved: it is never shown from here."""

    def make(store: Store) -> tuple[str, bytes]:
        one = found(store, "document", id)
        return f"{one}.page", store.raw(one, version)

    return attachment(request, make)


@post(
    "/articles/{id:str}/reread",
    operation_id="reread",
    summary="Read an article again",
    guards=[may_write],
    opt={"bearer": True},
    security=WITH_TOKEN,
    status_code=200,
    responses=answers(Added, "`read`, or `unread` where this version can't read it and left it as it was.",
                      examples()["added"] | {"what": "read"}, 403, 404, *READING, tagged=False),
)  # fmt: skip
@slow
def reread(request: Request[Any, Any, Any], id: ArticleId) -> Response[Added]:
    """Reads the newest version with this program and its lexicon, in the place of its reading; corrections stay."""
    with request.app.state.stores.borrow() as store:
        [done] = reread_documents(store, [found(store, "document", id)])
    return Response(done, headers={"Cache-Control": "no-store"})
