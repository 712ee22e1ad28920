"""What goes wrong, told in one line: as a page to readers, as problem details (RFC 9457) to programs."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException, ValidationException

from ..errors import (
    CorrectionError,
    DateError,
    ExportError,
    NotInStore,
    PageError,
    QuestionError,
    StoreError,
    ThoisuError,
)
from .desk import desk_of
from .metrics import PATH as METRICS
from .templating import render

_LOG = logging.getLogger("thoisu.web")
API = "/api/"
_FOR_PROGRAMS = (API, METRICS)
_LONGEST = 500  # characters of a line; an address or a name that was given may be longer
_NO_BODY = "'data'"
_STATUS: tuple[tuple[type[ThoisuError], int], ...] = (
    (NotInStore, 404),
    (QuestionError, 400),
    (DateError, 400),
    (CorrectionError, 422),
    (PageError, 422),
    (ExportError, 501),
    (StoreError, 503),
)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details: `title` names the status, `detail` says in one line what is wrong, where, and what to do."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"


def problem_of(fault: Exception) -> Problem:
    """What is told of a fault, in one line; of one that nobody foresaw nothing is told but that it is one."""
    if isinstance(fault, HTTPException):
        return _problem(fault.status_code, _detail(fault))
    for kind, status in _STATUS:
        if isinstance(fault, kind):
            return _problem(status, str(fault))
    return _problem(500, "a fault of this program; it is in the log of the server")


def _problem(status: int, detail: str) -> Problem:
    line = " ".join(detail.encode("utf-8", errors="replace").decode().split())
    return Problem(status, _phrase(status), line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")


def _detail(fault: HTTPException) -> str:
    """What an error of the framework says: which field is wrong, and how."""
    if isinstance(fault, NotFoundException) and fault.detail == _phrase(404):
        return "there is nothing at this address; /api/v1 says what there is"
    if fault.status_code == 405:
        return "this address does not take that method; see Allow"
    if not isinstance(fault, ValidationException) or not isinstance(fault.extra, list):
        return fault.detail
    return "; ".join(_field(e.get("key", ""), e.get("message", "")) for e in fault.extra if isinstance(e, dict))


def _field(key: str, message: str) -> str:
    if key != "data":
        return f"{key}: {message}"
    # A body that is missing is told by its name alone.
    return f"the body: {'is empty; send JSON' if message == _NO_BODY else message}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def answer(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """The answer to a request that failed."""
    try:
        path = request.url.path
    except ValueError:  # urllib can't part the address that the name in Host makes
        return _json(_problem(400, "Host: is no name of a server; send the one that was asked for"), {})
    problem = problem_of(fault)
    if problem.status == 413:
        largest = request.app.state.settings.max_body
        problem = _problem(413, f"the body is larger than {largest} bytes; send less, or serve with --max-body")
    if problem.status == 500:
        fields = {"method": request.method, "path": path}
        _LOG.error("request_failed", exc_info=fault, extra={"fields": fields})
    headers = dict(fault.headers or {}) if isinstance(fault, HTTPException) else {}
    headers["Cache-Control"] = "no-store"
    if isinstance(fault, NotAuthorizedException):
        headers["WWW-Authenticate"] = "Bearer"
    if path.startswith(_FOR_PROGRAMS):
        return _json(problem, headers)
    return Response(_page(request, problem), status_code=problem.status, media_type="text/html", headers=headers)


def _json(problem: Problem, headers: dict[str, str]) -> Response[Any]:
    content = msgspec.json.encode(problem)
    return Response(content, status_code=problem.status, media_type="application/problem+json", headers=headers)


def _page(request: Request[Any, Any, Any], problem: Problem) -> bytes:
    # Without the store: it may be what failed.
    desk = desk_of(request, None)
    return render(request, desk, "fault.html", {"problem": problem})
