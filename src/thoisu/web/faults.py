"""What goes wrong, told in one line: as a page to readers, as problem details (RFC 9457) to programs."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException

from ..errors import CorrectionError, DateError, NotInStore, PageError, QuestionError, StoreError, ThoisuError
from .desk import desk_of
from .templating import render

_LOG = logging.getLogger("thoisu.web")
API = "/api/"
_STATUS: tuple[tuple[type[ThoisuError], int], ...] = (
    (NotInStore, 404),
    (QuestionError, 400),
    (DateError, 400),
    (CorrectionError, 422),
    (PageError, 422),
    (StoreError, 503),
)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details: `title` names the status, `detail` says in one line what is wrong, where, and what to do."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"


def problem_of(fault: Exception) -> Problem:
    """What is told of a fault; of one that nobody foresaw nothing is told but that it is one."""
    if isinstance(fault, HTTPException):
        detail = fault.detail
        if isinstance(extra := fault.extra, list) and extra:
            detail += ": " + "; ".join(
                f"{e.get('key', '')}: {e.get('message', '')}" for e in extra if isinstance(e, dict)
            )
        return Problem(fault.status_code, _phrase(fault.status_code), detail)
    for kind, status in _STATUS:
        if isinstance(fault, kind):
            return Problem(status, _phrase(status), str(fault))
    return Problem(500, _phrase(500), "a fault of this program; it is in the log of the server")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def answer(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """The answer to a request that failed."""
    problem = problem_of(fault)
    if problem.status == 500:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=fault)
    headers = dict(fault.headers or {}) if isinstance(fault, HTTPException) else {}
    headers["Cache-Control"] = "no-store"
    if isinstance(fault, NotAuthorizedException):
        headers["WWW-Authenticate"] = "Bearer"
    if request.url.path.startswith(API):
        return Response(
            msgspec.json.encode(problem), status_code=problem.status, media_type="application/problem+json",
            headers=headers,
        )  # fmt: skip
    return Response(_page(request, problem), status_code=problem.status, media_type="text/html", headers=headers)


def _page(request: Request[Any, Any, Any], problem: Problem) -> bytes:
    # Without the store: it may be what failed.
    desk = desk_of(request, None)
    return render(request, desk, "fault.html", {"problem": problem})
