"""The chronology: entries by day, one of them with its evidence, and how many fall on each day."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import ClientException

from ...chronicle.answers import Evidence, evidence_of, followed_entry
from ...chronicle.filters import question_from
from ...chronicle.records import Correction, Entry, Outcome
from ...store.base import Store
from .answering import answer, found
from .asked import MOST, Cursor, EntryId, Filters, Limit, Order
from .documented import READING, answers
from .examples import examples


class Entries(msgspec.Struct, frozen=True):
    """Entries by day; `next` goes into `after` to get those behind them, null where there are none."""

    entries: list[Entry]
    next: str | None


class EntryInFull(msgspec.Struct, frozen=True):
    """An entry with all that speaks for it.

    `evidence` is what its pages tell, in time; `left_out` how many more do. `outcome` says what became of a plan by
    today, null where it is none; `corrections` are the lines of the log that changed it.
    """

    entry: Entry
    evidence: list[Evidence]
    left_out: int
    outcome: Outcome | None
    corrections: list[Correction]


class Density(msgspec.Struct, frozen=True):
    """How many entries fall on each day that has some, in order."""

    days: dict[str, int]


@get(
    "/entries",
    operation_id="entries",
    summary="Who did what to whom, by day",
    responses=answers(Entries, "Entries by day.", examples()["entries"], *READING, 404),
    sync_to_thread=True,
)
def entries(
    request: Request[Any, Any, Any],
    filters: Filters,
    order: Annotated[Literal["oldest", "newest"], Order] = "oldest",
    limit: Limit = 50,
    after: Cursor = None,
) -> Response[Entries]:
    """The entries that all filters together leave, each with its best telling. `next` leads on."""

    def make(store: Store) -> Entries:
        return page_of(store, filters, limit, after, order == "newest")

    return answer(request, make)


@get(
    "/entries/{id:str}",
    operation_id="entry",
    summary="One entry with its evidence",
    responses=answers(EntryInFull, "The entry.", examples()["entry"], *READING, 404),
    sync_to_thread=True,
)
def entry(request: Request[Any, Any, Any], id: EntryId) -> Response[EntryInFull]:
    """The entry, every telling of it, what became of it where it is a plan, and the corrections that changed it."""

    def make(store: Store) -> EntryInFull:
        [one] = store.entries([found(store, "entry", id)])
        [told] = evidence_of(store, [msgspec.structs.replace(one, tellings=one.tellings[:MOST])])
        is_plan = one.status == "planned" and not one.rejected
        outcome = followed_entry(store, one, date.today()).outcome if is_plan else None
        lines = store.corrections(one.corrections) if one.corrections else []
        return EntryInFull(one, told.evidence, len(one.tellings) - len(told.evidence), outcome, lines)

    return answer(request, make)


@get(
    "/density",
    operation_id="density",
    summary="How many entries fall on each day",
    responses=answers(Density, "The days.", examples()["density"], *READING, 404),
    sync_to_thread=True,
)
def density(request: Request[Any, Any, Any], filters: Filters) -> Response[Density]:
    """The days of the entries that the filters leave; with `text` or `with` the first 5,000 entries are counted."""
    return answer(request, lambda store: Density(store.density(question_from(filters, store))))


def page_of(store: Store, filters: dict[str, Any], limit: int, after: str | None, newest: bool = False) -> Entries:
    """The entries of a question from behind a cursor on. Raises ClientException, NotFoundException, QuestionError."""
    told = store.ask(question_from(filters, store), limit + 1, behind(store, after), newest)
    return Entries(told[:limit], told[limit - 1].id if len(told) > limit else None)


def behind(store: Store, after: str | None) -> str | None:
    """A cursor as the store takes it: a day, or an entry; of one that was joined with another, that other."""
    if after is None or "-" not in after:
        return found(store, "entry", after) if after else None
    try:
        return date.fromisoformat(after).isoformat()
    except ValueError:
        raise ClientException(f"after: {after!r} is no day; give an entry's id or a day as 2022-01-31") from None
