"""What became of entries: as a list from a number on, and as a stream of server-sent events."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import ClientException
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from ...store.base import Change, Store, Token
from ..access import user_of
from ..following import Following, Place
from .answering import answer
from .asked import Limit
from .documented import READING, Answers, answers, good, problems
from .examples import examples

_HIGHEST = 2**53  # numbers beyond are no integers to many a reader of JSON
_RETRY = 3000  # milliseconds after which a listener that was cut off comes back
_EVENTS = 'id: 1\nevent: entry\ndata: {"number":1,"entry":"r73czs6xaiac","what":"new"}\n\n'
_STREAM: Answers = {
    200: good(str, "Events of type `entry`, without end; a comment every 15 seconds.", _EVENTS, "text/event-stream"),
    **problems(*READING),
}


class ChangesSince(msgspec.Struct, frozen=True):
    """What became of entries, oldest first; `last` goes into `after` to get what comes later."""

    changes: list[Change]
    last: int


@get(
    "/changes",
    operation_id="changes",
    summary="What became of entries",
    responses=answers(ChangesSince, "The changes.", examples()["changes"], *READING),
    sync_to_thread=True,
)
def changes(
    request: Request[Any, Any, Any],
    after: Annotated[int, QueryParameter(ge=0, le=_HIGHEST, description="Behind the change with this number.")] = 0,
    limit: Limit = 100,
) -> Response[ChangesSince]:
    """Entries that are new, changed or gone since a change: to keep a copy, ask again with `last` from time to time."""

    def make(store: Store) -> ChangesSince:
        found = store.changes(after, limit)
        return ChangesSince(found, found[-1].number if found else after)

    return answer(request, make)


@get(
    "/stream",
    operation_id="stream",
    summary="What becomes of entries, as it happens",
    media_type="text/event-stream",
    opt={"uncompressed": True},
    responses=_STREAM,
)
async def stream(
    request: Request[Any, Any, Any],
    after: Annotated[
        int | None, QueryParameter(ge=0, le=_HIGHEST, description="Behind that change; from now on if left out.")
    ] = None,
    last_event_id: Annotated[
        str | None, HeaderParameter(name="Last-Event-ID", description="The same, from a browser that comes back.")
    ] = None,
) -> Stream:
    """Server-sent events: `id` is the number of the change, `data` the change as under /changes. Each process listens
    for at most 64; the next gets 503."""
    if last_event_id:
        if not (last_event_id.isascii() and last_event_id.isdigit() and int(last_event_id[:20]) <= _HIGHEST):
            raise ClientException("Last-Event-ID: is not the id of an event; leave it out, or send the last one")
        after = int(last_event_id)
    following: Following = request.app.state.following
    if after is None:
        # Before the answer begins: who has its first line is told of all that is changed from then on.
        after = await following.newest()
    place = following.enter()
    # Proxies that gather answers before they pass them on are told not to.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(_events(following, place, after, user_of(request)), media_type="text/event-stream", headers=headers)


async def _events(following: Following, place: Place, after: int, user: Token | None) -> AsyncIterator[bytes]:
    """The text of the stream (WHATWG HTML, 9.2)."""
    try:
        yield f"retry: {_RETRY}\n\n".encode()
        async with aclosing(following.changes(after, user)) as found:  # type: ignore[type-var]
            async for change in found:
                if change is None:
                    yield b": alive\n\n"
                else:
                    data = msgspec.json.encode(change)
                    yield b"id: %d\nevent: entry\ndata: %s\n\n" % (change.number, data)
    finally:
        place.leave()
