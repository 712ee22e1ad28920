"""Fetching pages of anybody's site: what may be asked, within limits of time and size, with an outcome for every case.

Four guards stand one after the other. An address is spelled out and refused by its looks (addresses.spelled); of those
to which its name resolves only public ones are kept; each socket is checked once more before it connects, so that what
is connected to is what was checked; and all this holds for each redirect anew.
"""

import asyncio
import re
import socket
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from .. import __version__
from ..errors import QuestionError, UnsafeAddress
from .addresses import Network, joined, may_ask, shown, spelled, within
from .names import NotPublic, PublicOnly, SystemResolver
from .records import Fetched, Outcome
from .unpacking import ACCEPTED, Unpacking, unpackable
from .ways import MARK, Way, outcome_of, printable, told_of_reuse, why

PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Sites send lists of what scripts may do of more than aiohttp's 8,190 bytes.
_LONGEST_HEADER = 64 * 1024
# Seconds for which an idle connection is used again: less than the 5 after which Apache and Node close theirs, else a
# message (which is never sent twice) would meet connections that are just being closed.
_KEPT_OPEN = 3.0
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
            resolver=PublicOnly(self._resolver or SystemResolver(), self._may_ask),
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
            trace_configs=[told_of_reuse()],
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
        if etag and MARK.fullmatch(etag):
            headers["If-None-Match"] = etag
        if modified and MARK.fullmatch(modified):
            headers["If-Modified-Since"] = modified
        way = Way(url)
        return await self._within_limits(way, self._followed(way, headers, follow))

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched:
        """Sends a message to an address, under the same guards and limits; any 2xx is "ok", whatever comes with it.

        No redirect is followed: it would be a receiver whom nobody named.

        Raises:
            ValueError: a header with a line break or another control character, which is the caller's fault.
        """
        for name, value in headers.items():
            if not (MARK.fullmatch(value) and re.fullmatch(r"[A-Za-z0-9-]+", name)):
                raise ValueError(f"header {name!r} has a value that can't be sent")
        way = Way(url)
        return await self._within_limits(way, self._posted(way, body, dict(headers)))

    def _may_ask(self, ip: str) -> bool:
        return may_ask(ip, self._allow_private) or within(ip, self._allowed)

    def _socket(self, address: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, where = address
        if not self._may_ask(where[0]):
            raise NotPublic(where[0])
        return socket.socket(family, kind, protocol)

    async def _within_limits(self, way: Way, asked: Awaitable[Fetched]) -> Fetched:
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
            if isinstance(error.os_error, NotPublic):
                return way.ended("unsafe", f"{shown(way.at)}: {error.os_error}")
            return way.ended("unreachable", why(error))
        except aiohttp.InvalidURL:
            return way.ended("unsafe", f"{shown(way.at)}: is no address")
        except (aiohttp.ClientError, OSError) as error:
            return way.ended("unreachable", why(error))

    def _too_slow(self, error: TimeoutError, whole: bool) -> str:
        if whole:
            return f"not all had come after {self._limits.whole:g} seconds"
        if isinstance(error, aiohttp.SocketTimeoutError):
            return f"nothing came for {self._limits.first_byte:g} seconds"
        return f"no connection after {self._limits.connect:g} seconds"

    def _asked(
        self, method: str, way: Way, headers: Mapping[str, str], body: bytes | None = None
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
        self, way: Way, headers: Mapping[str, str], follow: Callable[[str], Awaitable[bool]] | None
    ) -> Fetched:
        way.at = spelled(way.url)
        seen: set[str] = set()
        while True:
            seen.add(way.at)
            way.asking()
            async with self._asked("GET", way, headers) as answer:
                way.answered(answer)
                if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                    return await self._read(way, answer, outcome_of(answer.status, headers))
                way.at = joined(way.at, answer.headers["Location"])
            if way.at in seen:
                return way.ended("redirects", f"leads in a circle to {shown(way.at)}")
            if len(seen) > self._limits.redirects:
                return way.ended("redirects", f"more than {self._limits.redirects} redirects")
            if follow is not None and not await way.resting(follow(way.at)):
                return way.ended("forbidden", f"leads to {shown(way.at)}, which may not be asked")

    async def _posted(self, way: Way, body: bytes, headers: dict[str, str]) -> Fetched:
        way.at = spelled(way.url)
        way.asking()
        async with self._asked("POST", way, headers, body) as answer:
            way.answered(answer)
            if answer.status in _REDIRECTS:
                return way.ended("redirects", "leads elsewhere, where nothing is sent; give the address itself")
            if 200 <= answer.status < 300:
                return way.ended("ok", body=b"")
            return await self._read(way, answer, outcome_of(answer.status, headers))

    async def _read(self, way: Way, answer: aiohttp.ClientResponse, outcome: Outcome) -> Fetched:
        if outcome != "ok":
            said = f"{answer.status} {printable(answer.reason or '')}".strip()
            return way.ended(outcome, None if outcome == "unchanged" else said)
        coding = answer.headers.get("Content-Encoding", "identity")
        if not unpackable(coding):
            return way.ended("broken", f"is packed as {printable(coding)}, which was not asked for")
        size = self._limits.size
        if (answer.content_length or 0) > size:
            return way.ended("too large", f"is {answer.content_length:,} bytes, more than {size:,}")
        unpacking = Unpacking(coding, size)
        async for piece in answer.content.iter_any():
            way.received += len(piece)
            try:
                fits = unpacking.add(piece)
            except zlib.error:
                return way.ended("unreachable", f"is not packed as it says ({printable(coding)})")
            if not fits or way.received > size:
                return way.ended("too large", f"is more than {size:,} bytes")
        if not unpacking.whole:
            return way.ended("unreachable", "was cut off")
        return way.ended("ok", body=bytes(unpacking.body))
