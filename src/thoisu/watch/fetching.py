"""Fetching pages of anybody's site: what may be asked, within limits of time and size, with an outcome for every case.

Four guards stand one after the other. An address is spelled out and refused by its looks (addresses.spelled); of those
to which its name resolves only public ones are kept; each socket is checked once more before it connects, so that what
is connected to is what was checked; and all this holds for each redirect anew.
"""

import asyncio
import os
import re
import socket
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from .. import __version__
from ..errors import QuestionError, UnsafeAddress
from .addresses import Network, joined, may_ask, shown, spelled, within
from .pace import seconds_to_wait
from .records import Fetched, Outcome
from .unpacking import ACCEPTED, Unpacking, unpackable

PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
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
# Sites send lists of what scripts may do of more than aiohttp's 8,190 bytes.
_LONGEST_HEADER = 64 * 1024
# Seconds for which an idle connection is used again: less than the 5 after which Apache and Node close theirs, else a
# message (which is never sent twice) would meet connections that are just being closed.
_KEPT_OPEN = 3.0
# What a server may have sent as a mark of a version: visible characters alone, so that it can be sent back (RFC 9110,
# 8.8.3), and not more of them than it is worth keeping.
_MARK = re.compile(r"[ -~]{1,1000}")
_CONTACT = re.compile(r"(?:https?://[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+)")


class Limits(NamedTuple):
    """Seconds until a connection stands, of silence before the first byte and between two, and for all with redirects;
    bytes of a body, both as it comes and unpacked; redirects of one page.
    """

    connect: float = 10
    first_byte: float = 20
    whole: float = 60
    size: int = 10_000_000
    redirects: int = 5


class _BrokenOff(aiohttp.ClientConnectionError):
    """A connection that ended before an answer came."""


class _NotPublic(OSError):
    """A machine that may not be asked."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is not a public address")


def user_agent(contact: str | None = None) -> str:
    """How we name ourselves to a site: the program, its version, and where its owner is found if something is wrong.

    Raises:
        QuestionError: a contact that is neither an address of the web nor one of mail.

    >>> user_agent("toasoan@example.vn").partition(" ")[2]
    '(+toasoan@example.vn)'
    """
    if contact is None:
        return f"thoisu/{__version__}"
    if not _CONTACT.fullmatch(contact):
        raise QuestionError("--contact", f"{contact[:80]!r} is no contact", "give a mail address or https://…")
    return f"thoisu/{__version__} (+{contact})"


class Fetcher:
    """Asks for pages; an async context manager, one for many requests at a time.

    `agent` is that of user_agent(). `allow_private` opens the machines of this network, `allowed` those of some
    networks only (an outlet in one's own house), never those where clouds keep secrets. `resolver` finds the addresses
    of a name in place of the system. Asked are no proxy and no password file, kept are no cookies, whatever the
    environment says.

    >>> async def page(url: str) -> str:
    ...     async with Fetcher(user_agent("toasoan@example.vn")) as fetcher:
    ...         return (await fetcher.fetch(url)).outcome
    >>> asyncio.run(page("http://127.0.0.1:9/tin.html")), asyncio.run(page("ftp://example.vn/tin"))
    ('unsafe', 'unsafe')
    """

    def __init__(
        self,
        agent: str,
        allow_private: bool = False,
        limits: Limits | None = None,
        allowed: Sequence[Network] = (),
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._agent = agent
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._allowed = tuple(allowed)
        self._resolver = resolver
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        limits = self._limits
        connector = aiohttp.TCPConnector(
            resolver=_PublicOnly(self._resolver or aiohttp.ThreadedResolver(), self._may_ask),
            socket_factory=self._socket,
            limit=0,  # how many at a time is the caller's matter; to wait for a place would count as a slow site
            keepalive_timeout=_KEPT_OPEN,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Language": "vi,en;q=0.5", "Accept-Encoding": ACCEPTED},
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                connect=limits.connect, sock_connect=limits.connect, sock_read=limits.first_byte
            ),
            trace_configs=[_told_of_reuse()],
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self,
        url: str,
        etag: str | None = None,
        modified: str | None = None,
        accept: str | None = None,
        follow: Callable[[str], Awaitable[bool]] | None = None,
    ) -> Fetched:
        """Asks for a page, and follows its redirects; never raises for what a site does.

        `etag` and `modified` are those of the last time: "unchanged" is what a site then says if nothing is new.
        `follow` is asked for each redirect's address whether it may be asked too (robots.txt of another host); where
        not, the outcome is "forbidden" and `final_url` the address that was not asked. It may also wait until that host
        may be asked again, and its time does not count.
        """
        headers = {"Accept": accept or PAGES}
        if etag and _MARK.fullmatch(etag):
            headers["If-None-Match"] = etag
        if modified and _MARK.fullmatch(modified):
            headers["If-Modified-Since"] = modified
        way = _Way(url)
        return await self._within_limits(way, self._followed(way, headers, follow))

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
        """Sends a message to an address, under the same guards and limits; any 2xx is "ok", whatever comes with it.

        No redirect is followed: it would be a receiver whom nobody named.

        Raises:
            ValueError: a header with a line break or another control character, which is the caller's fault.
        """
        for name, value in headers.items():
            if not (_MARK.fullmatch(value) and re.fullmatch(r"[A-Za-z0-9-]+", name)):
                raise ValueError(f"header {name!r} has a value that can't be sent")
        way = _Way(url)
        return await self._within_limits(way, self._posted(way, body, dict(headers)))

    def _may_ask(self, ip: str) -> bool:
        return may_ask(ip, self._allow_private) or within(ip, self._allowed)

    def _socket(self, address: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, where = address
        if not self._may_ask(where[0]):
            raise _NotPublic(where[0])
        return socket.socket(family, kind, protocol)

    async def _within_limits(self, way: "_Way", asked: Awaitable[Fetched]) -> Fetched:
        try:
            async with asyncio.timeout(self._limits.whole) as way.whole:
                return await asked
        except UnsafeAddress as error:
            return way.ended("unsafe", f"{error.where}: {error.what}")
        except TimeoutError as error:
            way.requests -= isinstance(error, aiohttp.ConnectionTimeoutError)
            return way.ended("too slow", self._too_slow(error, way.whole.expired()))
        except aiohttp.ClientConnectorError as error:
            way.requests -= 1
            if isinstance(error.os_error, _NotPublic):
                return way.ended("unsafe", f"{shown(way.at)}: {error.os_error}")
            return way.ended("unreachable", _why(error))
        except aiohttp.InvalidURL:
            return way.ended("unsafe", f"{shown(way.at)}: is no address")
        except (aiohttp.ClientError, OSError) as error:
            return way.ended("unreachable", _why(error))

    def _too_slow(self, error: TimeoutError, whole: bool) -> str:
        if whole:
            return f"not all had come after {self._limits.whole:g} seconds"
        if isinstance(error, aiohttp.SocketTimeoutError):
            return f"nothing came for {self._limits.first_byte:g} seconds"
        return f"no connection after {self._limits.connect:g} seconds"

    def _asked(
        self, method: str, way: "_Way", headers: Mapping[str, str], body: bytes | None = None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        return self._session.request(
            method,
            URL(way.at, encoded=True),
            data=body,
            headers=headers,
            allow_redirects=False,
            middlewares=(way.sent_once,),
            trace_request_ctx=way,
        )

    async def _followed(
        self, way: "_Way", headers: Mapping[str, str], follow: Callable[[str], Awaitable[bool]] | None
    ) -> Fetched:
        way.at = spelled(way.url)
        seen: set[str] = set()
        while True:
            seen.add(way.at)
            way.asking()
            async with self._asked("GET", way, headers) as answer:
                way.answered(answer)
                if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                    return await self._read(way, answer, _outcome(answer.status, headers))
                way.at = joined(way.at, answer.headers["Location"])
            if way.at in seen:
                return way.ended("redirects", f"leads in a circle to {shown(way.at)}")
            if len(seen) > self._limits.redirects:
                return way.ended("redirects", f"more than {self._limits.redirects} redirects")
            if follow is not None and not await way.resting(follow(way.at)):
                return way.ended("forbidden", f"leads to {shown(way.at)}, which may not be asked")

    async def _posted(self, way: "_Way", body: bytes, headers: dict[str, str]) -> Fetched:
        way.at = spelled(way.url)
        way.asking()
        async with self._asked("POST", way, headers, body) as answer:
            way.answered(answer)
            if answer.status in _REDIRECTS:
                return way.ended("redirects", "leads elsewhere, where nothing is sent; give the address itself")
            if 200 <= answer.status < 300:
                return way.ended("ok", body=b"")
            return await self._read(way, answer, _outcome(answer.status, headers))

    async def _read(self, way: "_Way", answer: aiohttp.ClientResponse, outcome: Outcome) -> Fetched:
        if outcome != "ok":
            said = f"{answer.status} {_printable(answer.reason or '')}".strip()
            return way.ended(outcome, None if outcome == "unchanged" else said)
        coding = answer.headers.get("Content-Encoding", "identity")
        if not unpackable(coding):
            return way.ended("broken", f"is packed as {_printable(coding)}, which was not asked for")
        size = self._limits.size
        if (answer.content_length or 0) > size:
            return way.ended("too large", f"is {answer.content_length:,} bytes, more than {size:,}")
        unpacking = Unpacking(coding, size)
        async for piece in answer.content.iter_any():
            way.received += len(piece)
            try:
                fits = unpacking.add(piece)
            except zlib.error:
                return way.ended("unreachable", f"is not packed as it says ({_printable(coding)})")
            if not fits or way.received > size:
                return way.ended("too large", f"is more than {size:,} bytes")
        if not unpacking.whole:
            return way.ended("unreachable", "was cut off")
        return way.ended("ok", body=bytes(unpacking.body))


@dataclass
class _Way:
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
            raise _BrokenOff(getattr(error, "strerror", None) or "") from error

    def answered(self, answer: aiohttp.ClientResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers

    def ended(self, outcome: Outcome, reason: str | None = None, body: bytes | None = None) -> Fetched:
        headers = self.headers or {}
        retry_after = seconds_to_wait(headers.get("Retry-After"), time.time(), headers.get("Date"))
        of_page = headers if outcome in ("ok", "unchanged") else {}
        return Fetched(
            url=self.url,
            outcome=outcome,
            status=self.status,
            final_url=self.at or None,
            body=body,
            content_type=_printable(headers["Content-Type"]) if "Content-Type" in headers else None,
            etag=_mark(of_page.get("ETag")),
            modified=_mark(of_page.get("Last-Modified")),
            retry_after=retry_after,
            reason=reason,
            received=self.received,
            seconds=time.monotonic() - self.started,
            requests=self.requests,
        )


def _told_of_reuse() -> aiohttp.TraceConfig:
    async def reused(session: aiohttp.ClientSession, context: Any, _: aiohttp.TraceConnectionReuseconnParams) -> None:
        context.trace_request_ctx.reused = True

    async def made(session: aiohttp.ClientSession, context: Any, _: aiohttp.TraceConnectionCreateEndParams) -> None:
        context.trace_request_ctx.reused = False

    trace = aiohttp.TraceConfig()
    trace.on_connection_reuseconn.append(reused)
    trace.on_connection_create_end.append(made)
    return trace


class _PublicOnly(AbstractResolver):
    """Of the addresses of a name those that may be asked."""

    def __init__(self, inner: AbstractResolver, may_ask: Callable[[str], bool]) -> None:
        self._inner = inner
        self._may_ask = may_ask

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [address for address in found if self._may_ask(address["host"])]
        if found and not public:
            raise _NotPublic(found[0]["host"])
        return public

    async def close(self) -> None:
        await self._inner.close()


def _outcome(status: int, headers: Mapping[str, str]) -> Outcome:
    outcome = _OUTCOMES.get(status, "broken")
    asked_for_changes = "If-None-Match" in headers or "If-Modified-Since" in headers
    return "broken" if outcome == "unchanged" and not asked_for_changes else outcome


def _why(error: Exception) -> str:
    """What went wrong with a connection, in words without addresses that hold secrets."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no such host"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        told = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else str(cause)
        return f"its certificate is not good: {_printable(told)}"
    if isinstance(error, aiohttp.ClientSSLError):
        return f"no TLS with it: {_printable(str(error.os_error))}"
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno or 0
        return f"no connection: {os.strerror(number) if number > 0 else _printable(str(error.os_error))}"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "was cut off"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"does not answer in HTTP: {_printable(error.message)}"
    return f"the connection broke: {_printable(str(error)) or 'it was closed without an answer'}"


def _mark(value: str | None) -> str | None:
    return value if value and _MARK.fullmatch(value) else None


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)[:200]
