"""From the bytes of a page that was fetched to what a store takes; the part that is done by worker processes."""

import logging
import re
from datetime import UTC, datetime

import msgspec

from ..chronicle.preparing import Incoming, Prepared, prepare
from ..errors import DateError, NotText, PageError
from ..model import Reading
from ..page.decode import decode
from ..reader import read_fetched
from .addresses import shown
from .states import Body

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# What can't be a page of text, by the type that the site gives; what it calls text is looked at.
_NO_PAGE = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|msword|json|vnd\.|octet-stream|javascript)")


class ReadBody(msgspec.Struct, frozen=True):
    """What a worker made of the body with this number: a page ready to be added, as MessagePack, or why there is none.

    `seconds` is how long it took.
    """

    number: int
    page: bytes | None
    why: str | None
    seconds: float

    def prepared(self) -> Prepared | None:
        """The page."""
        return None if self.page is None else msgspec.msgpack.decode(self.page, type=Prepared)


def read_body(body: Body) -> ReadBody:
    """Reads a page that was fetched and makes it ready for a store."""
    from time import perf_counter

    begun = perf_counter()
    made: bytes | None = None
    why: str | None = None
    try:
        raw = bytes_of(body)
        made = msgspec.msgpack.encode(prepare(Incoming(reading_of(body, raw), raw)))
    except PageError as fault:
        why = fault.what
    except Exception as fault:
        # A page that the reader stumbles over must not end the watch: whoever writes it could.
        why = f"the reader failed: {type(fault).__name__}: {fault}"
        logging.getLogger("thoisu.watch").exception("page_failed", extra={"fields": {"url": shown(body.url)}})
    return ReadBody(body.number, made, why, perf_counter() - begun)


def bytes_of(body: Body) -> bytes:
    """The bytes of a page as they are kept: in UTF-8, since only the headers may tell the charset. Raises PageError.

    >>> sent = "Hà Nội là thủ đô của Việt Nam".encode("utf-16-le")
    >>> bytes_of(Body(known_by="", url="", fetched=0.0, body=sent, content_type="text/html; charset=utf-16le")).decode()
    'Hà Nội là thủ đô của Việt Nam'
    """
    kind = (body.content_type or "").strip()
    if _NO_PAGE.match(kind.lower()):
        what = f"is no page of text ({kind.partition(';')[0].strip()})"
        raise NotText(body.url, what, "give the address of an article")
    charset = _CHARSET.search(kind)
    decoded = decode(body.body, body.url, charset[1] if charset else "")
    return body.body if decoded.is_utf8 else decoded.text.encode("utf-8", errors="replace")


def reading_of(body: Body, raw: bytes) -> Reading:
    """The reading of a page that was fetched, of its bytes in UTF-8. Raises PageError."""
    fetched = datetime.fromtimestamp(body.fetched, UTC).isoformat(timespec="seconds")
    try:
        return read_fetched(raw, body.url, fetched, body.published)
    except DateError:
        return read_fetched(raw, body.url, fetched)  # what the source says is no date
