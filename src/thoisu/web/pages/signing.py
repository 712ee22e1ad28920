"""Signing in with a token: it goes into a cookie that no script can read and no other site can send."""

from typing import Annotated, Any

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect

from ..access import COOKIE, holder
from ..desk import Desk, show
from .preferences import own

_WEEKS = 14 * 86_400
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/sign-in", opt={"open": True}, include_in_schema=False)
async def sign_in_page(request: Request[Any, Any, Any], key: FromQuery[str | None] = None) -> Response[Any]:
    """The form for a token; with the key that the server printed at its start, the reader is signed in at once."""
    if key is not None:
        return await _signed(request, key, own(request.query_params.get("back", "/")))
    return await to_thread.run_sync(lambda: show(request, "sign_in.html", _view, kept=False))


@post("/sign-in", opt={"open": True}, include_in_schema=False)
async def sign_in(request: Request[Any, Any, Any], data: Form) -> Response[Any]:
    """Puts a token that is in force into the reader's cookie."""
    return await _signed(request, data.get("token", ""), own(data.get("back", "/")))


async def _signed(request: Request[Any, Any, Any], token: str, back: str) -> Response[Any]:
    state = request.app.state
    user = await to_thread.run_sync(holder, token.strip(), state.settings, state.stores)
    if user is None:
        answer = await to_thread.run_sync(lambda: show(request, "sign_in.html", _refused, kept=False))
        answer.status_code = 403
        return answer
    cookie = Cookie(
        COOKIE, value=token.strip(), max_age=_WEEKS, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return Redirect(back, cookies=[cookie], status_code=303, headers={"Cache-Control": "no-store"})


@post("/sign-out", opt={"open": True}, include_in_schema=False, sync_to_thread=False)
def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    """Forgets the token in this browser; `thoisu token revoke` ends it everywhere."""
    return Redirect("/", cookies=[Cookie(COOKIE, value="", max_age=0)], status_code=303)


def _view(desk: Desk) -> dict[str, Any]:
    return {"refused": False, "back": own(desk.one("back") or "/"), "signed_in": desk.user}


def _refused(desk: Desk) -> dict[str, Any]:
    return {**_view(desk), "refused": True}
