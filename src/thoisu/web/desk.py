"""A page for a reader: in their language, from the store as it is, kept as long as the store stays so."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.datastructures import MultiDict

from .. import __version__
from ..lexicon import lexicon
from ..store.base import Store, Token
from .access import is_unlooked, user_of
from .settings import Settings
from .templating import render
from .words import chosen, words

T = TypeVar("T")
THEMES = ("light", "dark")
_KEPT = 512  # pages of some 50 kB, and smaller things
_SIGN = b'name="_csrf_token"'  # in text the quotation marks would be escaped


class Kept:
    """What was made last, by what it was made of: pages, and what is costly in them."""

    def __init__(self, size: int = _KEPT) -> None:
        self._size = size
        self._lock = Lock()
        self._made: OrderedDict[str, Any] = OrderedDict()

    def get(self, key: str) -> Any:
        """What was made under a key, None if it is not there any more."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def put(self, key: str, made: Any) -> None:
        """Keeps what was made, and lets go what was longest not asked for."""
        with self._lock:
            self._made[key] = made
            if len(self._made) > self._size:
                self._made.popitem(last=False)


@dataclass(frozen=True)
class Desk:
    """What a page is made of: the store, what was asked, for whom and in which language.

    `t` are the words of the terminal's output (statuses, categories, modes), `w` those of the pages.
    """

    kept_store: Store | None  # None where the page is made without it
    query: MultiDict[str]
    settings: Settings
    user: Token | None
    lang: str
    theme: str | None
    today: date
    t: dict[str, Any]
    w: dict[str, dict[str, Any]]
    kept: Kept
    is_unsure: bool = False  # whether somebody may be signed in whose token was not looked at

    def once(self, what: str, asked: object, make: Callable[[], T]) -> T:
        """What is made of the store for a question, made once for as long as the store is the same."""
        key = f"{what} {self.store.revision()} {asked!r}"
        found: T | None = self.kept.get(key)
        if found is None:
            found = make()
            self.kept.put(key, found)
        return found

    @property
    def store(self) -> Store:
        """The connection, for as long as the page is made."""
        if self.kept_store is None:
            raise RuntimeError("this page is made without the store")
        return self.kept_store

    def all(self, name: str) -> list[str]:
        """What was given under a name, without what is blank."""
        return [value.strip() for value in self.query.getall(name, []) if value.strip()]

    def one(self, name: str) -> str | None:
        """The last that was given under a name."""
        found = self.all(name)
        return found[-1] if found else None


View = Callable[[Desk], dict[str, Any]]


def desk_of(request: Request[Any, Any, Any], store: Store | None) -> Desk:
    """The desk at which a request is answered."""
    lang = chosen(request.cookies.get("lang"), request.headers.get("accept-language", ""))
    theme = request.cookies.get("theme")
    return Desk(
        store, request.query_params, request.app.state.settings, user_of(request), lang,
        theme if theme in THEMES else None, date.today(), lexicon().labels[lang], words(lang),
        request.app.state.kept, is_unlooked(request),
    )  # fmt: skip


def show(request: Request[Any, Any, Any], template: str, view: View, kept: bool = True) -> Response[bytes]:
    """The page that a view makes for a request; 304 where the reader has it already.

    One who is signed in gets it made anew, and so does everybody a page with a form: its sign is their own. So does one
    for whom it is not to be `kept`.
    """
    with request.app.state.stores.borrow() as store:
        desk = desk_of(request, store)
        if desk.user is not None or not kept:
            page = render(request, desk, template, view(desk))
            return Response(page, media_type="text/html", headers={"Cache-Control": "no-store"})
        tag = _tag(request, desk)
        headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Language, Cookie"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        pages: Kept = request.app.state.kept
        made: bytes | None = pages.get(tag)
        if made is None:
            made = render(request, desk, template, view(desk))
            if _SIGN in made:
                return Response(made, media_type="text/html", headers={"Cache-Control": "no-store"})
            pages.put(tag, made)
        return Response(made, media_type="text/html", headers=headers)


def _tag(request: Request[Any, Any, Any], desk: Desk) -> str:
    """Another one for another page: it names all that a page depends on."""
    parts = (
        desk.store.revision(), __version__, lexicon().digest, str(request.url), desk.lang, desk.theme or "",
        desk.today.isoformat(), str(desk.settings.is_local),
    )  # fmt: skip
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]}"'
