"""Alerts: saved questions, what they told, and how their deliveries stand."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter

from ...alerts.records import Event
from ...alerts.standing import Standing, standing
from ...store.base import Store
from .answering import answer_as_it_is
from .documented import READING, answers
from .examples import examples

_HIGHEST = 2**53  # numbers beyond are no integers to many a reader of JSON
Name = Annotated[str, PathParameter(description="The alert's name.", max_length=63)]


class Alerts(msgspec.Struct, frozen=True):
    """All alerts, by name."""

    alerts: list[Standing]


class Told(msgspec.Struct, frozen=True):
    """An alert, and what it told behind an event, oldest first; `last` goes into `after` to get what comes later."""

    alert: Standing
    events: list[Event]
    last: int


@get(
    "/alerts",
    operation_id="alerts",
    summary="Saved questions, and how their deliveries stand",
    responses=answers(Alerts, "The alerts.", examples()["alerts"], *READING),
    sync_to_thread=True,
)
def alerts(request: Request[Any, Any, Any]) -> Response[Alerts]:
    """Alerts are made with `thoisu alert add`. Of where they deliver to only what is no secret is told."""
    return answer_as_it_is(request, lambda store: Alerts(standing(store, store.alerts())))


@get(
    "/alerts/{name:str}",
    operation_id="alert",
    summary="What an alert told",
    responses=answers(Told, "The alert and its events.", examples()["alert"], *READING, 404),
    sync_to_thread=True,
)
def alert(
    request: Request[Any, Any, Any],
    name: Name,
    after: Annotated[int, QueryParameter(ge=0, le=_HIGHEST, description="Behind the event with this `seq`.")] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=100, description="How many at most.")] = 100,
) -> Response[Told]:
    """Its events in their order, each as it was delivered: to keep up, ask again with `last` from time to time."""

    def make(store: Store) -> Told:
        found = store.alert(name)
        if found is None:
            raise NotFoundException(f"the store has no alert {name!r}; see /api/v1/alerts")
        [how] = standing(store, [found])
        told = store.events(name, after, limit)
        events = [msgspec.json.decode(body, type=Event) for _, body in told]
        return Told(how, events, told[-1][0] if told else after)

    return answer_as_it_is(request, make)
