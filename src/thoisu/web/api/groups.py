"""What belongs together: a story with its articles and chronology, a text with its copies."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.params import QueryParameter

from ...chronicle.answers import Copy, in_time
from ...chronicle.copies import changes
from ...chronicle.records import Document, Entry, StoryHead
from ...store.base import Store
from .answering import answer, found
from .asked import ID, ArticleId, Cursor, FamilyId, Limit, StoryId
from .documented import READING, answers
from .entries import page_of
from .examples import examples

_ARTICLES = 500  # of a story, the earliest first


class ArticleOfStory(msgspec.Struct, frozen=True):
    """An article of a story, without its text; those of one family are copies of one text."""

    id: str
    key: str
    outlet: str | None
    title: str | None
    moment: str | None
    day: str | None
    credit: list[str]
    family: str


class Stories(msgspec.Struct, frozen=True):
    """Stories, that of the newest page first; `next` goes into `after` to get those behind them."""

    stories: list[StoryHead]
    next: str | None


class StoryInFull(msgspec.Struct, frozen=True):
    """A story: its articles in time (the first 500; `story.pages` counts all), and its entries by day.

    `next` goes into `after` to get more of its entries.
    """

    story: StoryHead
    articles: list[ArticleOfStory]
    entries: list[Entry]
    next: str | None


class Copies(msgspec.Struct, frozen=True):
    """A text and its copies: the origin, then copies in time; `next` goes into `after` to get more of them."""

    id: str
    origin: Document
    copies: list[Copy]
    next: int | None


After = Annotated[int, QueryParameter(ge=0, le=1_000_000, description="Go on behind so many copies.")]
FewCopies = Annotated[int, QueryParameter(ge=1, le=50, description="How many copies at most.")]


@get(
    "/stories",
    operation_id="stories",
    summary="The newest stories",
    responses=answers(Stories, "The stories.", examples()["stories"], *READING, 404),
    sync_to_thread=True,
)
def stories(
    request: Request[Any, Any, Any],
    limit: Limit = 50,
    after: Annotated[str | None, QueryParameter(pattern=ID, description="Go on behind this story.")] = None,
) -> Response[Stories]:
    """What is told by pages that go on with each other, by the newest of them."""

    def make(store: Store) -> Stories:
        ids = store.newest_stories(limit + 1, found(store, "story", after) if after else None)
        return Stories(store.story_heads(ids[:limit]), ids[limit - 1] if len(ids) > limit else None)

    return answer(request, make)


@get(
    "/stories/{id:str}",
    operation_id="story",
    summary="One story: its articles and its chronology",
    responses=answers(StoryInFull, "The story.", examples()["story"], *READING, 404),
    sync_to_thread=True,
)
def story(
    request: Request[Any, Any, Any], id: StoryId, limit: Limit = 50, after: Cursor = None
) -> Response[StoryInFull]:
    """The articles that tell one story, and the entries that they tell."""

    def make(store: Store) -> StoryInFull:
        one = found(store, "story", id)
        [head] = store.story_heads([one])
        documents = sorted(store.documents(store.in_story(one, _ARTICLES)), key=in_time)
        families = store.families([d.id for d in documents])
        told = page_of(store, {"story": one}, limit, after)
        return StoryInFull(head, [_article(d, families[d.id]) for d in documents], told.entries, told.next)

    return answer(request, make)


@get(
    "/families/{id:str}",
    operation_id="family",
    summary="A text and its copies",
    responses=answers(Copies, "The family.", examples()["copies"], *READING, 404),
    sync_to_thread=True,
)
def family(request: Request[Any, Any, Any], id: FamilyId, limit: FewCopies = 20, after: After = 0) -> Response[Copies]:
    """The articles of one text: the origin, and what each copy cut, added and reworded."""
    return answer(request, lambda store: _copies(store, found(store, "family", id), limit, after))


@get(
    "/articles/{id:str}/copies",
    operation_id="copies",
    summary="Who copied an article",
    responses=answers(Copies, "The family of the article.", examples()["copies"], *READING, 404),
    sync_to_thread=True,
)
def copies(request: Request[Any, Any, Any], id: ArticleId, limit: FewCopies = 20, after: After = 0) -> Response[Copies]:
    """The family that an article is of, as under /families."""

    def make(store: Store) -> Copies:
        one = found(store, "document", id)
        return _copies(store, store.families([one]).get(one, one), limit, after)

    return answer(request, make)


def _article(d: Document, family: str) -> ArticleOfStory:
    return ArticleOfStory(d.id, d.key, d.outlet, d.title, d.moment, d.day, d.credit, family)


def _copies(store: Store, family: str, limit: int, after: int) -> Copies:
    """Some of a family: to compare two texts costs a millisecond, and a wire report can have hundreds of copies."""
    documents = {d.id: d for d in store.documents(store.in_family(family))}
    origin = documents.pop(family)
    shares = {one if other == family else other: share for one, other, share in store.copies([family])}
    rest = sorted(documents.values(), key=in_time)
    shown = [Copy(d, shares.get(d.id), changes(origin, d)) for d in rest[after : after + limit]]
    return Copies(family, origin, shown, after + limit if after + limit < len(rest) else None)
