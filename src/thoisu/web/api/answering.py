"""An answer to a program: JSON from the store as it is, and nothing where the program has it already."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException, NotFoundException

from ... import __version__
from ...lexicon import lexicon
from ...store.base import Store

JSON = "application/json"
_KINDS_TOLD = {"document": "article"}
# Whether a program may still show what it has, only the store knows; what was read with a token is nobody else's.
KEPT = "private, no-cache"


class NotJson(HTTPException):
    """A body that is said to be something else."""

    status_code = 415


class ApiRequest(Request[Any, Any, Any]):
    """A request whose body is JSON and says so, so that no form of another site can send one."""

    async def json(self) -> Any:
        """The body. Raises ClientException or NotJson, in one line."""
        if self.content_type[0] != JSON:
            given = self.content_type[0] or "nothing"
            raise NotJson(f"the body is said to be {given[:80]!r}; send JSON as Content-Type: {JSON}")
        try:
            return msgspec.json.decode(await self.body())
        except RecursionError:
            raise ClientException(
                "the body is nested too deeply; send one object as the OpenAPI document says"
            ) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise ClientException(f"the body is no JSON in UTF-8 ({fault}); mend it") from None


def answer(request: Request[Any, Any, Any], make: Callable[[Store], Any]) -> Response[Any]:
    """What `make` finds in the store, as JSON with a tag; 304 where the request shows that tag."""
    return _kept(request, lambda store: Response(msgspec.json.encode(make(store)), media_type=JSON))


def answer_as_it_is(request: Request[Any, Any, Any], make: Callable[[Store], Any]) -> Response[Any]:
    """The same of what is kept beside the chronicle, which changes without the store's revision: tagged by itself."""
    with request.app.state.stores.borrow() as store:
        body = msgspec.json.encode(make(store))
    headers = {"ETag": f'W/"{hashlib.sha256(body).hexdigest()[:20]}"', "Cache-Control": KEPT}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def attachment(request: Request[Any, Any, Any], make: Callable[[Store], tuple[str, bytes]]) -> Response[Any]:
    """A file from the store, its name and its bytes: to be saved, never shown, since anybody may have written it."""

    def file(store: Store) -> Response[Any]:
        name, raw = make(store)
        disposition = f'attachment; filename="{name}"'
        return Response(raw, media_type="application/octet-stream", headers={"Content-Disposition": disposition})

    return _kept(request, file)


def _kept(request: Request[Any, Any, Any], make: Callable[[Store], Response[Any]]) -> Response[Any]:
    with request.app.state.stores.borrow() as store:
        # The tag is of the store before the answer: if it changes between, the next request is answered anew.
        headers = {"ETag": tag_of(request, store), "Cache-Control": KEPT}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        made = make(store)
        made.headers.update(headers)
        return made


def tag_of(request: Request[Any, Any, Any], store: Store) -> str:
    """Another one for another answer: it names all that an answer depends on."""
    parts = (store.revision(), __version__, lexicon().digest, str(request.url), date.today().isoformat())
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]}"'


def found(store: Store, kind: str, beginning: str) -> str:
    """The id of a document, family, story or entry that begins so. Raises NotFoundException or ClientException."""
    told = _KINDS_TOLD.get(kind, kind)
    ids = store.resolve(kind, beginning.lower())
    if not ids:
        raise NotFoundException(f"the store has no {told} {beginning!r}; ids are in other answers")
    if len(ids) > 1:
        raise ClientException(f"{beginning!r} begins the ids of several ({', '.join(ids[:3])} …); give more of it")
    return ids[0]
