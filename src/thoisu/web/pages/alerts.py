"""Alerts: what they ask, what they told, how their deliveries stand; and each as an Atom feed. Only to be read."""

import hashlib
from itertools import islice
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from ...alerts.feed import MEDIA, NEWEST, as_atom
from ...alerts.standing import asked, how, newest_events, standing
from ...alerts.wording import title, told
from ..desk import Desk, show

_ALERTS = 200
_EVENTS = 10  # the newest, of all alerts
_SUFFIX = ".atom"


@get("/alerts", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """All alerts, by name."""
    # How deliveries stand is no part of the store's revision.
    return show(request, "alerts.html", view, kept=False)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: the first alerts by name, and what they told last."""
    found = standing(desk.store, islice(desk.store.alerts(), _ALERTS))
    events = [event for alert in found for event in newest_events(desk.store, alert.name, _EVENTS)]
    events.sort(key=lambda event: event.made, reverse=True)
    return {
        "alerts": found, "events": events[:_EVENTS], "asked": asked, "how": how, "title": title, "told": told,
    }  # fmt: skip


@get("/alerts/{file:str}", include_in_schema=False, sync_to_thread=True)
def feed(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
    """What an alert told last, as Atom, in the alert's language unless `lang` names another."""
    with request.app.state.stores.borrow() as store:
        alert = store.alert(file.removesuffix(_SUFFIX)) if file.endswith(_SUFFIX) else None
        if alert is None:
            raise NotFoundException(f"no alert has the feed {file!r}; see /alerts")
        lang = request.query_params.get("lang")
        events = newest_events(store, alert.name, NEWEST)
    address = f"{alert.desk}/alerts/{alert.name}{_SUFFIX}" if alert.desk else None
    made = as_atom(alert, events, lang if lang in ("en", "vi") else None, address)
    headers = {"ETag": f'"{hashlib.sha256(made).hexdigest()[:20]}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(made, media_type=f"{MEDIA}; charset=utf-8", headers=headers)
