"""Adding a page by hand: a text or a file is read at once, and kept where one may write."""

from typing import Annotated, Any

import msgspec
from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from ...chronicle.adding import add, incoming
from ...chronicle.documents import document_of
from ...chronicle.preparing import Incoming
from ...errors import DateError, PageError, PageTooLarge
from ...store.base import Store
from ..access import user_of
from ..desk import Desk, show
from ..examples import example_pages
from ..lanes import slow
from ..marked import outside
from ..rows import url
from .article import read

MOST = 1_000_000  # bytes read for those who may not write: a megabyte of running text takes some seconds
Multipart = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


class Given(msgspec.Struct, frozen=True):
    """What stands in the form; `raw` and `name` are those of a file, which is read in the place of the text."""

    text: str = ""
    published: str = ""
    uri: str = ""
    raw: bytes | None = None
    name: str = ""


# Two handlers of one address that Litestar itself puts into threads get in each other's way (2.25): these go by hand.
@get("/add", include_in_schema=False)
async def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The form; after a page was kept also what became of it."""
    return await to_thread.run_sync(lambda: show(request, "add.html", view, kept=False))


@post("/add", include_in_schema=False, status_code=200)
@slow
def read_or_keep(request: Request[Any, Any, Any], data: Multipart) -> Response[Any]:
    """Reads what was given, and shows it; keeps it where that was asked for by one who may write."""
    given, keep, user = _given(data), data.get("do") == "keep", user_of(request)
    may_keep = user is not None and user.writes
    try:
        found = _read(given, None if may_keep else MOST)
    except (PageError, DateError) as fault:
        told = str(fault)
        return _shown(request, 422, lambda desk: _form(given, fault=told))
    if keep and may_keep:
        with request.app.state.stores.borrow() as store:
            [done] = add(store, [found])
        return Redirect(url("/add", kept=done.document, what=done.what), status_code=303)
    status = 200 if not keep else 401 if user is None else 403
    return _shown(request, status, lambda desk: _preview(desk, given, found, keep))


@post("/add/examples", include_in_schema=False)
@slow
def add_examples(request: Request[Any, Any, Any]) -> Redirect:
    """Puts the example pages into the store; who may not write is asked to sign in first."""
    user = user_of(request)
    if user is None or not user.writes:
        return Redirect(url("/sign-in", back="/"), status_code=303)
    found = [incoming(path.read_bytes(), uri=path.name) for path in example_pages()]
    with request.app.state.stores.borrow() as store:
        add(store, found)
    return Redirect("/", status_code=303)


def view(desk: Desk) -> dict[str, Any]:
    """The empty form, and the page that was kept with its entries where one was."""
    kept, what = desk.one("kept"), desk.one("what")
    documents = list(desk.store.documents([kept])) if kept else []
    return {
        **_form(Given()),
        "kept": documents[0] if documents else None,
        "outcome": what if what in ("new", "version", "known") else "known",
        "entries": _entries(desk.store, documents[0].id) if documents else [],
    }


def _entries(store: Store, document: str) -> list[Any]:
    ids = store.entry_ids(telling.id for telling in store.told_in([document]))
    return store.entries(set(ids.values()))


def _preview(desk: Desk, given: Given, found: Incoming, keep: bool) -> dict[str, Any]:
    """The form with the reading of what is in it."""
    document = document_of(found.reading)
    known = desk.store.version(document.id)
    return {
        **_form(_again(given), reading=True),
        **read(desk, found.reading, {}),
        "known": known.document if known else None,
        "same": bool(known and known.sha256 == found.reading.page.sha256),
        "refused": keep,
    }


def _form(given: Given, fault: str | None = None, reading: bool = False) -> dict[str, Any]:
    return {"given": given, "fault": fault, "is_read": reading, "kept": None}


def _shown(request: Request[Any, Any, Any], status: int, view: Any) -> Response[Any]:
    answer = show(request, "add.html", view, kept=False)
    answer.status_code = status
    return answer


def _given(data: dict[str, Any]) -> Given:
    """The fields of the form; of a field that was sent several times nothing is taken."""
    text, published, uri = (
        value if isinstance(value := data.get(name, ""), str) else "" for name in ("text", "published", "uri")
    )
    file = data.get("file")
    if not isinstance(file, UploadFile):
        return Given(text, published.strip(), uri.strip())
    # Only its last part: some browsers send the whole path, and none may pass for an address.
    name = file.filename.replace("\\", "/").rpartition("/")[2]
    return Given(text, published.strip(), uri.strip(), file.file.read(), name)


def _read(given: Given, most: int | None) -> Incoming:
    """Reads what was given, of at most so many bytes. Raises PageError or DateError."""
    if given.uri and not outside(given.uri):
        raise PageError(given.uri, "is no address of a web page", "give one that begins with https:// or http://")
    where = given.uri or given.name or "text"
    # Browsers end lines with CR LF; by their bytes pages are known again.
    raw = given.text.replace("\r\n", "\n").encode(errors="surrogatepass") if given.raw is None else given.raw
    if most is not None and len(raw) > most:
        what = f"{len(raw) / 1e6:.1f} MB, more than the {most / 1e6:g} MB that are read for who may not write"
        raise PageTooLarge(where, what, "sign in, or give a shorter page")
    return incoming(raw, given.published or None, where)


def _again(given: Given) -> Given:
    """The form as it is shown once more: no page can choose a file for its reader, so its text takes its place."""
    if given.raw is None:
        return given
    try:
        return Given(given.raw.decode(), given.published, given.uri, given.raw, given.name)
    except UnicodeDecodeError:
        return Given("", given.published, given.uri, given.raw, given.name)
