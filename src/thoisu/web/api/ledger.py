"""The ledger: plans, and what became of them."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import ClientException
from litestar.params import QueryParameter

from ...chronicle.answers import Plan, follow
from ...chronicle.filters import question_from
from ...store.base import Store
from .answering import answer
from .asked import Cursor, Filters
from .documented import READING, answers
from .entries import behind
from .examples import examples

_LOOKED_AT = 200  # plans, of which those that are due may be few


class Plans(msgspec.Struct, frozen=True):
    """Plans by day, each with what became of it; `next` goes into `after` to get those behind them.

    With `due` an answer can be short, or empty, and still have a `next`: most plans that it looked at came true.
    """

    plans: list[Plan]
    next: str | None


@get(
    "/ledger",
    operation_id="ledger",
    summary="Plans, and what became of them",
    responses=answers(Plans, "Plans by day.", examples()["ledger"], *READING, 404),
    sync_to_thread=True,
)
def ledger(
    request: Request[Any, Any, Any],
    filters: Filters,
    due: Annotated[
        bool, QueryParameter(description="Only those whose day has come and of which nothing is told.")
    ] = False,
    on: Annotated[
        str | None, QueryParameter(max_length=40, description="As of that day, YYYY-MM-DD; today if left out.")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100, description="How many at most.")] = 50,
    after: Cursor = None,
) -> Response[Plans]:
    """The plans that the filters leave: done, postponed, cancelled, changed, open or unreported. `status` says nothing
    here: all are planned."""
    today = _day(on)

    def make(store: Store) -> Plans:
        question = msgspec.structs.replace(question_from(filters, store), status=["planned"], rejected=False)
        size = _LOOKED_AT if due else limit
        planned = store.ask(question, size + 1, behind(store, after))
        # A plan without a last day, or with one that is not over, is open whatever is told of it.
        asked = [e for e in planned[:size] if not due or (e.end_day and e.end_day[:10] < today.isoformat())]
        plans = [p for p in follow(store, asked, today) if not due or p.outcome.kind == "unreported"]
        if len(plans) > limit:
            return Plans(plans[:limit], plans[limit - 1].entry.id)
        return Plans(plans, planned[size - 1].id if len(planned) > size else None)

    return answer(request, make)


def _day(on: str | None) -> date:
    try:
        return date.fromisoformat(on) if on else date.today()
    except ValueError:
        raise ClientException(f"on: {on!r} is no day; give it as YYYY-MM-DD") from None
