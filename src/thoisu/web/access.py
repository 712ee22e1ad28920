"""Who may read and who may write: tokens, hashed at rest, in a header (API) or in a cookie (pages)."""

import hashlib
import hmac
import secrets
from typing import Any

from anyio import to_thread
from litestar.connection import ASGIConnection, Request
from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.exceptions import ClientException, NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from ..store.base import Token
from .settings import Settings, is_loopback
from .stores import Stores

COOKIE = "thoisu_token"
_PREFIX = "thoisu_"
_OPEN = "open"  # a route's option: also for those who may not read


def new_token() -> str:
    """A new secret token, 256 bits, that can be told from other secrets by its beginning."""
    return _PREFIX + secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What a store keeps of a token. Tokens are random, so that a plain SHA-256 can't be turned round by guessing."""
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def holder(token: str, settings: Settings, stores: Stores) -> Token | None:
    """Whose token it is, if it is in force: that of the running desk, or one of the store's."""
    if settings.desk_key and hmac.compare_digest(hashed(token), hashed(settings.desk_key)):
        return Token("desk", hashed(token), True, "", None)
    if not token.startswith(_PREFIX):
        return None
    with stores.borrow() as store:
        return store.token(hashed(token))


class Knowing(ASGIMiddleware):
    """Puts into the state of each request who makes it: `user`, None for who shows no token, `by_cookie` else."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: Request[Any, Any, Any] = Request(scope)
        given = connection.headers.get("authorization", "")
        scheme, _, token = given.partition(" ")
        by_cookie = not given
        if by_cookie:
            token = connection.cookies.get(COOKIE, "")
        elif scheme.lower() != "bearer":
            token = ""
        settings: Settings = connection.app.state.settings
        stores: Stores = connection.app.state.stores
        user = await to_thread.run_sync(holder, token.strip(), settings, stores) if token.strip() else None
        scope["state"]["user"], scope["state"]["by_cookie"] = user, by_cookie and user is not None
        await next_app(scope, receive, send)


class Signs(CSRFMiddleware):
    """The guard against forged forms; a form that is no form is refused like a forged one, not a fault of ours."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except UnicodeDecodeError:
            raise ClientException("a field of the form is no UTF-8; send it as the page does") from None

    def _csrf_tokens_match(self, request_csrf_token: object, cookie_csrf_token: str) -> bool:
        if isinstance(request_csrf_token, UploadFile):
            request_csrf_token.file.close()
        if not isinstance(request_csrf_token, str) or not request_csrf_token.isascii():
            return False
        return cookie_csrf_token.isascii() and super()._csrf_tokens_match(request_csrf_token, cookie_csrf_token)


def user_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Token | None:
    """Who makes a request, if they showed a token that is in force."""
    found: Token | None = connection.scope["state"].get("user")
    return found


def is_unlooked(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether a token was shown and not looked at: where nothing is at an address, a request comes to no guard."""
    return "user" not in connection.scope["state"] and bool(connection.cookies.get(COOKIE))


def may_read(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses who may not read: off this machine without a token, unless reading is public.

    On loopback the name that was asked for must be this machine's too: a page elsewhere could have a name of its own
    lead here, and read with the reader's browser.
    """
    settings: Settings = connection.app.state.settings
    if settings.is_local and not is_loopback(connection.base_url.hostname or ""):
        raise ClientException("this desk is only served to its own machine; ask for it as 127.0.0.1 or localhost")
    if handler.opt.get(_OPEN) or settings.is_local or settings.public_read or user_of(connection):
        return
    raise NotAuthorizedException("a token is needed to read here; sign in, or send it as `Authorization: Bearer …`")


def has_no_zeros(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses addresses with a zero byte: nothing is called so, and PostgreSQL can't even be asked for it."""
    if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
        raise ClientException("the address holds a zero byte; leave it out")


def may_write(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses who may not write. The API takes no cookie for it: only forms carry the sign against forgery."""
    user = user_of(connection)
    if user is None:
        raise NotAuthorizedException("a token that may write is needed; make one with `thoisu token add NAME --write`")
    if not user.writes:
        raise PermissionDeniedException(f"the token {user.name!r} may only read; make one with --write")
    if connection.scope["state"].get("by_cookie") and handler.opt.get("bearer"):
        raise NotAuthorizedException("the API takes a token only as `Authorization: Bearer …`, not as a cookie")
