"""Corrections: the log, and a line into it."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.openapi.spec import Example
from litestar.params import Body, QueryParameter

from ...chronicle.correcting import correct
from ...chronicle.corrections import taken_back
from ...chronicle.records import Correction
from ...errors import CorrectionError
from ...store.base import Store
from ..access import may_write, user_of
from ..lanes import slow
from .answering import answer, found
from .asked import Limit
from .documented import READING, WITH_TOKEN, WRITING, answers
from .examples import examples

_OF_ENTRIES = ("set", "reject", "merge", "split")
_OF_STORIES = ("story-join", "story-split")
_ONE = ("set", "reject", "split", "undo", "story-split")
Action = Literal["set", "reject", "merge", "split", "undo", "rename", "join", "story-join", "story-split"]
# A store need not take zero bytes: PostgreSQL does not.
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^[^\x00]+$")]
Value = Annotated[str, msgspec.Meta(max_length=10_000, pattern=r"^[^\x00]*$")]


class NewCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be corrected, and how.

    `target` is the ids of entries (set, reject, split: one; merge: two or more), of stories (story-join: two or more;
    story-split: one), the names of an entity (rename, join), or the number of a correction (undo). `values` are the
    fields to set (from, to, status, event, mode, actor, recipient, place, said_by, context; names parted by `;`, ""
    for nothing); `off` of a split: the tellings (of a story the articles) that are another, apart by spaces; `to` of
    rename and join: the name from now on.
    """

    action: Action
    target: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=50)]
    values: Annotated[dict[str, Value], msgspec.Meta(max_length=10)] = {}


Asked = Annotated[
    NewCorrection,
    Body(description="The correction.", examples=[Example(value=examples()["new_correction"])]),
]


class LogLine(msgspec.Struct, frozen=True):
    """A line of the log, and whether a later one has taken it back."""

    correction: Correction
    undone: bool


class Log(msgspec.Struct, frozen=True):
    """The log, oldest first; `next` goes into `after` to get what follows, null where nothing does."""

    corrections: list[LogLine]
    next: int | None


@get(
    "/corrections",
    operation_id="corrections",
    summary="The log of corrections",
    responses=answers(Log, "The log.", examples()["corrections"], *READING),
    sync_to_thread=True,
)
def log(
    request: Request[Any, Any, Any],
    limit: Limit = 50,
    after: Annotated[
        int, QueryParameter(ge=0, le=2**53, description="Go on behind the correction with this number.")
    ] = 0,
) -> Response[Log]:
    """All corrections in their order; their targets are tellings, articles, names or numbers."""

    def make(store: Store) -> Log:
        lines = store.corrections()
        undone = taken_back(lines)
        rest = [LogLine(line, line.number in undone) for line in lines if line.number > after]
        return Log(rest[:limit], rest[limit - 1].correction.number if len(rest) > limit else None)

    return answer(request, make)


@post(
    "/corrections",
    operation_id="correct",
    summary="Correct, reject, merge, split, rename, or take back",
    guards=[may_write],
    opt={"bearer": True},
    security=WITH_TOKEN,
    responses=answers(Correction, "The line of the log.", examples()["correction"], *WRITING, 404,
                      status=201, tagged=False),
)  # fmt: skip
@slow
def correct_by_hand(request: Request[Any, Any, Any], data: Asked) -> Response[Correction]:
    """Adds a line to the log, under the token's name, and draws again what it is about."""
    user = user_of(request)
    assert user is not None  # may_write
    with request.app.state.stores.borrow() as store:
        line = correct(store, user.name, data.action, _target(store, data), data.values)
    return Response(line, headers={"Cache-Control": "no-store"})


def _target(store: Store, data: NewCorrection) -> list[str]:
    """What a line of the log is about: tellings for entries, documents for stories, else what was given."""
    if data.action in _ONE and len(data.target) > 1:
        raise CorrectionError("target", f"{data.action} is about one", "send several requests")
    if data.action in _OF_ENTRIES:
        ids = {_one(store, "entry", id) for id in data.target}
        _require_two(data.action, "merge", ids)
        return sorted({telling for entry in store.entries(ids) for telling in entry.tellings})
    if data.action in _OF_STORIES:
        ids = {_one(store, "story", id) for id in data.target}
        _require_two(data.action, "story-join", ids)
        return sorted({document for id in ids for document in store.in_story(id)})
    return data.target


def _require_two(action: str, of: str, ids: Iterable[str]) -> None:
    found_ = list(ids)
    if action == of and len(found_) < 2:
        raise CorrectionError("target", f"{found_[0]!r} is already one", "name another to join with it")


def _one(store: Store, kind: str, id: str) -> str:
    # What is no id at all is not looked for: a store need not take every character.
    if not (id.isascii() and id.isalnum()):
        raise CorrectionError("target", f"{id!r} is the id of no {kind}", "copy one from another answer")
    return found(store, kind, id)
