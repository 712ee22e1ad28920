"""Exports: what the filters ask for, in the forms of other tools, streamed; and the brief."""

from datetime import date
from typing import Annotated, Any, BinaryIO, Literal

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from ...chronicle.answers import story_of
from ...chronicle.filters import question_from
from ...errors import QuestionError
from ...export import brief_forms
from ...export.brief import brief_of
from ...export.formats import FORMATS, writer_of
from ...export.source import Source
from ...store import open_store
from ..lanes import slow
from ..words import chosen
from .answering import KEPT, found, tag_of
from .asked import ID, Filters
from .documented import READING, problems

Lang = Annotated[
    Literal["en", "vi"] | None, QueryParameter(description="The language of labels; else Accept-Language says it.")
]
_LONGEST = 300
BRIEF_FORMS = {
    "md": (brief_forms.markdown, "text/markdown; charset=utf-8"),
    "html": (brief_forms.as_html, "text/html; charset=utf-8"),
    "docx": (
        brief_forms.docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def _media(told: str) -> str:
    """A media type as the framework takes it: to those of text it adds the charset itself."""
    return told.partition(";")[0] if told.startswith("text/") else told


def _export_of(name: str) -> HTTPRouteHandler:
    """The handler of one format: each has a media type of its own, which the document tells."""
    form = FORMATS[name]
    media = _media(form.media)
    # One object of JSON; what else is of JSON has one on each line.
    kind: Any = dict[str, Any] if media.endswith(("/json", "+json")) else bytes

    @get(
        f"/export/{name}",
        operation_id=f"export_{name}",
        summary=f"Export as {name}: {form.told}",
        media_type=media,
        responses={
            200: ResponseSpec(kind, description="The file, as it is written.", media_type=media,
                              generate_examples=False),
            304: ResponseSpec(None, description="Nothing has changed since the answer with this ETag."),
            **problems(501, *READING),
        },
        sync_to_thread=True,
    )  # fmt: skip
    def export(request: Request[Any, Any, Any], filters: Filters, lang: Lang = None) -> Response[Any]:
        """The entries that the filters ask for, or the articles that tell them; docs/formats.md describes the form."""
        settings, language = request.app.state.settings, _language(request, lang)
        write = writer_of(name)
        with request.app.state.stores.borrow() as store:
            question = question_from(filters, store)
            headers = {"ETag": tag_of(request, store), "Cache-Control": KEPT}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="thoisu.{form.suffix}"'
        desk = str(request.base_url).rstrip("/")

        def writing(out: BinaryIO) -> None:
            # A connection of its own: an export can take as long as its reader does.
            with open_store(settings.store, shared=True) as own:
                write(Source(own, question, desk=desk, lang=language), out)

        pieces = request.app.state.streams.begin(writing)
        return Stream(pieces, media_type=media, headers=headers)

    return export


EXPORTS = [_export_of(name) for name in FORMATS]


@get(
    "/brief",
    operation_id="brief",
    summary="A story, somebody or a day on a page, each line with its sources",
    media_type="text/markdown",
    responses={
        200: ResponseSpec(bytes, description="The brief, in the form that was asked for.", generate_examples=False,
                          media_type="text/markdown; charset=utf-8"),
        304: ResponseSpec(None, description="Nothing has changed since the answer with this ETag."),
        **problems(404, 501, *READING),
    },
)  # fmt: skip
@slow
def brief(
    request: Request[Any, Any, Any],
    story: Annotated[str | None, QueryParameter(pattern=ID, description="Of a story.")] = None,
    actor: Annotated[str | None, QueryParameter(max_length=_LONGEST, description="Of somebody.")] = None,
    day: Annotated[str | None, QueryParameter(max_length=10, description="Of a day, a month or a year.")] = None,
    lang: Lang = None,
) -> Response[Any]:
    """What happened, what is planned, who says what and what is disputed, as Markdown."""
    return brief_answer(request, story, actor, day, "md", lang)


def brief_answer(
    request: Request[Any, Any, Any], story: str | None, actor: str | None, day: str | None, form: str, lang: str | None
) -> Response[Any]:
    """The brief of one of the three, in a form (md, html, docx)."""
    given = [value for value in (story, actor, day) if value]
    if len(given) != 1:
        raise QuestionError("brief", "is of a story, of an actor or of a day", "give one of the three")
    make, media = BRIEF_FORMS[form]
    language = _language(request, lang)
    with request.app.state.stores.borrow() as store:
        headers = {"ETag": tag_of(request, store), "Cache-Control": KEPT}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        asked: dict[str, Any]
        title, asked = given[0], {"actor": [actor] if actor else None, "from": day, "to": day, "story": None}
        if story:
            id_ = found(store, "story", story)
            title, asked["story"] = story_of(store, id_).title or id_, id_
        latest = store.latest()
        today = date.fromisoformat(latest) if latest else date.today()
        written = make(brief_of(store, title, question_from(asked, store), today, language), language)
    if form == "docx":
        headers["Content-Disposition"] = 'attachment; filename="thoisu.docx"'
    return Response(written, media_type=_media(media), headers=headers)


def _language(request: Request[Any, Any, Any], lang: str | None) -> str:
    return lang or chosen(request.cookies.get("lang"), request.headers.get("accept-language", ""))
