"""Where the pages come from: outlets, the agencies that they credit, and who publishes whose texts."""

from typing import Any

import msgspec
from litestar import Request, Response, get

from ...chronicle.sources import Reprinting, credited, reprinting
from ...store.base import Outlet, Store
from .answering import answer
from .documented import READING, answers
from .examples import examples

_PAGES = 5000  # the newest, of which outlets and copies are counted
_CREDITED = 400  # the newest, of which the credit lines are read
_ROWS = 500


class Credit(msgspec.Struct, frozen=True):
    """Whom credit lines name, and in how many pages."""

    name: str
    pages: int


class Sources(msgspec.Struct, frozen=True):
    """Of the newest 5,000 pages the outlets, and who publishes whose texts how many minutes later (median).

    `credits` are those of the newest 400.
    """

    outlets: list[Outlet]
    credits: list[Credit]
    reprints: list[Reprinting]


@get(
    "/sources",
    operation_id="sources",
    summary="Outlets, agencies, and who publishes whose texts",
    responses=answers(Sources, "The sources.", examples()["sources"], *READING),
    sync_to_thread=True,
)
def sources(request: Request[Any, Any, Any]) -> Response[Sources]:
    """Counts over the newest pages, those with the most first."""

    def make(store: Store) -> Sources:
        credits = [Credit(name, pages) for name, pages in credited(store.newest(_CREDITED))]
        return Sources(store.outlets(_PAGES)[:_ROWS], credits[:_ROWS], reprinting(store.reprints(_PAGES))[:_ROWS])

    return answer(request, make)
