"""How often the reading is right: the figures that `make score` measured, and on what."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get

from ..desk import Desk, show

_DATA = "accuracy.json"  # written by scripts/accuracy_data.py


@get("/accuracy", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The measured error by stage and by category."""
    return show(request, "accuracy.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: tables of what was counted, with the shares that follow from it."""
    return {"measured": measured()}


@cache
def measured() -> dict[str, Any]:
    """The figures that lie in the package: sizes of the sets, and tables as rows of cells.

    >>> [row[0] for row in measured()["categories"]][:2]
    ['ACCUSE', 'AGREE']
    """
    found: dict[str, Any] = json.loads((files("thoisu.web") / _DATA).read_text(encoding="utf-8"))
    return found
