"""How far a request has come, and what it is told as when it ends, whatever ends it."""

import asyncio
import os
import re
import ssl
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from .pace import seconds_to_wait
from .records import Fetched, Outcome

_OUTCOMES: dict[int, Outcome] = {
    200: "ok",
    203: "ok",
    304: "unchanged",
    401: "refused",
    402: "refused",
    403: "refused",
    404: "gone",
    410: "gone",
    429: "busy",
    451: "refused",
    503: "busy",
}
# What a server may have sent as a mark of a version: visible characters alone, so that it can be sent back (RFC 9110,
# 8.8.3), and not more of them than it is worth keeping.
MARK = re.compile(r"[ -~]{1,1000}")


class BrokenOff(aiohttp.ClientConnectionError):
    """A connection that ended before an answer came."""


@dataclass
class Way:
    """How far a request has come: for what it is told at the end, whatever ends it."""

    url: str
    at: str = ""
    status: int | None = None
    headers: Mapping[str, str] | None = None
    requests: int = 0
    received: int = 0
    started: float = 0.0
    reused: bool = False  # whether the connection was one of an earlier request
    whole: asyncio.Timeout = field(init=False)

    def __post_init__(self) -> None:
        self.started = time.monotonic()

    def asking(self) -> None:
        """Notes that the next request begins."""
        self.requests += 1
        self.status = self.headers = None

    async def resting(self, other: Awaitable[bool]) -> bool:
        """Waits for something that is no fault of the site: the limit for all does not run meanwhile."""
        loop = asyncio.get_running_loop()
        left = (self.whole.when() or 0.0) - loop.time()
        self.whole.reschedule(None)
        try:
            return await other
        finally:
            self.whole.reschedule(loop.time() + left)

    async def sent_once(
        self, request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Sends a request; where the connection breaks aiohttp would send it again at once, which a site in trouble
        does not want. Where an old connection turns out to be closed nobody has seen the request: that one is.
        """
        try:
            return await send(request)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            if self.reused:
                raise
            raise BrokenOff(getattr(error, "strerror", None) or "") from error

    def answered(self, answer: aiohttp.ClientResponse) -> None:
        """Notes what has come of an answer so far."""
        self.status = answer.status
        self.headers = answer.headers

    def ended(self, outcome: Outcome, reason: str | None = None, body: bytes | None = None) -> Fetched:
        """What all of it is told as."""
        headers = self.headers or {}
        retry_after = seconds_to_wait(headers.get("Retry-After"), time.time(), headers.get("Date"))
        of_page = headers if outcome in ("ok", "unchanged") else {}
        return Fetched(
            url=self.url,
            outcome=outcome,
            status=self.status,
            final_url=self.at or None,
            body=body,
            content_type=printable(headers["Content-Type"]) if "Content-Type" in headers else None,
            etag=mark(of_page.get("ETag")),
            modified=mark(of_page.get("Last-Modified")),
            retry_after=retry_after,
            reason=reason,
            received=self.received,
            seconds=time.monotonic() - self.started,
            requests=self.requests,
        )


def told_of_reuse() -> aiohttp.TraceConfig:
    """What lets a Way, given as `trace_request_ctx`, know whether its connection was one of an earlier request."""

    async def reused(session: aiohttp.ClientSession, context: Any, _: aiohttp.TraceConnectionReuseconnParams) -> None:
        context.trace_request_ctx.reused = True

    async def made(session: aiohttp.ClientSession, context: Any, _: aiohttp.TraceConnectionCreateEndParams) -> None:
        context.trace_request_ctx.reused = False

    trace = aiohttp.TraceConfig()
    trace.on_connection_reuseconn.append(reused)
    trace.on_connection_create_end.append(made)
    return trace


def outcome_of(status: int, headers: Mapping[str, str]) -> Outcome:
    """The outcome of an answer with this status to a request with these headers.

    >>> outcome_of(404, {}), outcome_of(304, {"If-None-Match": '"7"'}), outcome_of(304, {}), outcome_of(500, {})
    ('gone', 'unchanged', 'broken', 'broken')
    """
    outcome = _OUTCOMES.get(status, "broken")
    asked_for_changes = "If-None-Match" in headers or "If-Modified-Since" in headers
    return "broken" if outcome == "unchanged" and not asked_for_changes else outcome


def why(error: Exception) -> str:
    """What went wrong with a connection, in words without addresses that hold secrets."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no such host"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        told = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else str(cause)
        return f"its certificate is not good: {printable(told)}"
    if isinstance(error, aiohttp.ClientSSLError):
        return f"no TLS with it: {printable(str(error.os_error))}"
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno or 0
        return f"no connection: {os.strerror(number) if number > 0 else printable(str(error.os_error))}"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "was cut off"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"does not answer in HTTP: {printable(error.message)}"
    return f"the connection broke: {printable(str(error)) or 'it was closed without an answer'}"


def mark(value: str | None) -> str | None:
    """A mark of a version that can be sent back, else None."""
    return value if value and MARK.fullmatch(value) else None


def printable(text: str) -> str:
    """A text of a site as messages may hold it.

    >>> printable("Không tìm thấy\x1b[31m")
    'Không tìm thấy?[31m'
    """
    return "".join(c if c.isprintable() else "?" for c in text)[:200]
