"""The reader's language and theme, kept in cookies: links that work without JavaScript."""

from typing import Literal
from urllib.parse import urlsplit

from litestar import get
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Redirect

_YEAR = 31_536_000


@get("/preferences", opt={"open": True}, include_in_schema=False, sync_to_thread=False)
def preferences(
    lang: FromQuery[Literal["vi", "en"] | None] = None,
    theme: FromQuery[Literal["light", "dark", "auto"] | None] = None,
    back: FromQuery[str] = "/",
) -> Redirect:
    """Keeps what was chosen and goes back to where the reader was."""
    chosen = [("lang", lang), ("theme", theme)]
    cookies = [Cookie(key, value=value, max_age=_YEAR) for key, value in chosen if value]
    return Redirect(own(back), cookies=cookies, status_code=303, headers={"Cache-Control": "no-store"})


def own(address: str) -> str:
    """An address on this desk; its first page where another site is named.

    >>> own("/entry/abc?x=1"), own("https://example.com/"), own("//example.com/a"), own("/\\\\example.com")
    ('/entry/abc?x=1', '/', '/', '/')
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or "\\" in address or address.startswith("//"):
        return "/"
    return address
