"""What goes wrong, told in one line: as a page to readers, as problem details (RFC 9457) to programs."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException, ValidationException
from litestar.routes import HTTPRoute

from ..errors import CorrectionError, DateError, NotInStore, PageError, QuestionError, StoreError, ThoisuError
from .desk import desk_of
from .templating import render

_LOG = logging.getLogger("thoisu.web")
API = "/api/"
_LONGEST = 500  # characters of a line; an address or a name that was given may be longer
_NO_BODY = "'data'"
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
    problem = problem_of(fault)
    if problem.status == 413:
        largest = request.app.state.settings.max_body
        problem = _problem(413, f"the body is larger than {largest} bytes; send less, or serve with --max-body")
    if problem.status == 500:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=fault)
    headers = dict(fault.headers or {}) if isinstance(fault, HTTPException) else {}
    headers["Cache-Control"] = "no-store"
    if isinstance(fault, NotAuthorizedException):
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == 405:
        headers["Allow"] = ", ".join(_allowed(request.app, request.url.path))
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


def _allowed(app: Litestar, path: str) -> list[str]:
    """The methods that an address takes."""
    parts = path.strip("/").split("/")
    found: set[str] = set()
    for route in app.routes:
        if isinstance(route, HTTPRoute) and len(route.path_components) == len(parts):
            pairs = zip(route.path_components, parts, strict=True)
            if all(component == part or not isinstance(component, str) for component, part in pairs):
                found |= {str(method) for method in route.methods}
    return sorted(found)
