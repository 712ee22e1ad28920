"""Where the pages come from: outlets, the agencies that they credit, and who publishes whose texts how much later."""

from typing import Any

from litestar import Request, Response, get

from ...chronicle.sources import credited, reprinting
from ..desk import Desk, show

PAGES = 5000  # the newest pages, of which outlets and copies are counted
CREDITED = 400  # the newest pages, of which the credit lines are read
ROWS = 60  # of each table


@get("/sources", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Outlets, credits, copies."""
    return show(request, "sources.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows, of the newest pages."""
    return desk.once("sources", (PAGES, CREDITED, ROWS), lambda: _made(desk))


def _made(desk: Desk) -> dict[str, Any]:
    documents = desk.store.newest(CREDITED)
    return {
        "pages": PAGES,
        "read": len(documents),
        "credited": sum(bool(document.credit) for document in documents),
        "rows": ROWS,
        "outlets": desk.store.outlets(PAGES),
        "credits": credited(documents),
        "between": reprinting(desk.store.reprints(PAGES)),
    }
