"""The stories of the newest pages."""

from typing import Any

from litestar import Request, Response, get

from ...chronicle.filters import one_of
from ..desk import Desk, show

SHOWN = 30


@get("/stories", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Stories, the one with the newest page first."""
    return show(request, "stories.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: from the newest on, or from behind the story `before` on."""
    asked = desk.one("before")
    before = one_of(desk.store, "story", asked) if asked else None
    found = desk.store.newest_stories(SHOWN + 1, before)
    return {
        "heads": desk.store.story_heads(found[:SHOWN]),
        "next": found[SHOWN - 1] if len(found) > SHOWN else None,
        "first": before is None,
    }
