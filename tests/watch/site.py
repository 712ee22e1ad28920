"""Sites on loopback that behave well, and badly in every way that a fetcher meets; with a log of who asked what when.

Three hosts (127.0.0.1, .2 and .3) on one port, in a thread of the tests' own process, so that other processes can ask
them too. Documents answer conditional requests; behaviours are handlers of aiohttp, the bad ones listed in `BAD`.
"""

import asyncio
import gzip
import hashlib
import itertools
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import AF_INET, AF_INET6, AddressFamily

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
SELF_SIGNED = Path(__file__).parent / "selfsigned.pem"  # of nobody's machine, good until 2126
PATIENCE = 20.0  # seconds after which something is wrong, however slow the machine is
MODIFIED = "Mon, 02 Nov 2026 08:00:00 GMT"

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """A request: when it came and when its answer was over (time.monotonic), on which host, by which connection."""

    at: float
    until: float
    host: str
    target: str
    status: int
    headers: Mapping[str, str]
    connection: tuple[str, int]
    body: bytes = b""

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


@dataclass
class Document:
    """What stands at an address; its ETag is that of its text unless `marked` is False."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    modified: str | None = None
    marked: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def answer(self, request: web.BaseRequest) -> web.Response:
        headers = {"Content-Type": self.content_type} | self.headers
        if self.marked:
            headers["ETag"] = self.etag
        if self.modified:
            headers["Last-Modified"] = self.modified
        asked = request.headers
        same = (
            asked["If-None-Match"] == self.etag
            if "If-None-Match" in asked
            else self.modified is not None and asked.get("If-Modified-Since") == self.modified
        )
        if same:
            return web.Response(status=304, headers=headers)
        body = self.body
        if len(body) > 200 and "gzip" in asked.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=body, headers=headers)


class Site:
    """The running hosts: `put` what they offer, read their `log`."""

    def __init__(self) -> None:
        self.port = 0
        self.tls_port = 0
        self.log: list[Asked] = []
        self._offered: dict[tuple[str, str], Document | Handler] = {}

    def url(self, path: str, host: int | str = 0) -> str:
        """The address of a path on one of the hosts, or under a name that a resolver knows."""
        return f"http://{HOSTS[host] if isinstance(host, int) else host}:{self.port}{path}"

    def put(self, path: str, what: Document | Handler | str | bytes, host: int = 0) -> str:
        """Offers something at a path from now on, in place of what was there; gives its address."""
        if isinstance(what, str):
            what = what.encode()
        self._offered[HOSTS[host], path] = Document(what) if isinstance(what, bytes) else what
        return self.url(path, host)

    def asked(self, path: str | None = None, host: int | None = None) -> list[Asked]:
        """The requests so far, in the order in which they came, of one path or host or of all."""
        found = (
            a
            for a in list(self.log)
            if (path is None or a.target.partition("?")[0] == path) and (host is None or a.host == HOSTS[host])
        )
        return sorted(found, key=lambda a: a.at)

    def settled(self, host: int, number: int) -> list[Asked]:
        """The requests to a host once there are so many: the log has each when its answer is over."""
        end = time.monotonic() + PATIENCE
        while len(self.asked(host=host)) < number:
            assert time.monotonic() < end
            time.sleep(0.005)
        return self.asked(host=host)

    def gaps(self, host: int) -> list[float]:
        """Seconds between the requests to a host, from when one came to when the next came."""
        return [b.at - a.at for a, b in itertools.pairwise(self.asked(host=host))]

    def at_once(self, host: int) -> int:
        """How many requests a host had to serve at a time, at most."""
        moments = sorted((t, step) for a in self.asked(host=host) for t, step in ((a.at, 1), (a.until, -1)))
        return max(itertools.accumulate(step for _, step in moments), default=0)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        at, body = time.monotonic(), await request.read()
        host, answer = _address(request), web.StreamResponse(status=500)
        try:
            what = self._offered.get((host, request.path)) or BAD.get(request.path)
            if what is None:
                answer = web.Response(status=404, text="không có trang này")
            else:
                answer = what.answer(request) if isinstance(what, Document) else await what(request)
            return answer
        finally:
            peer = request.transport.get_extra_info("peername") if request.transport else ("", 0)
            asked = Asked(at, time.monotonic(), host, request.path_qs, answer.status, request.headers, peer, body)
            self.log.append(asked)


def _address(request: web.BaseRequest) -> str:
    assert request.transport is not None
    return str(request.transport.get_extra_info("sockname")[0])


@contextmanager
def running() -> Iterator[Site]:
    """The three hosts, for as long as the block lasts."""
    site, started = Site(), threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        runner = web.ServerRunner(web.Server(site.handle), shutdown_timeout=0.1)
        await runner.setup()
        for host in HOSTS:
            await web.TCPSite(runner, host, site.port).start()
            site.port = site.port or runner.addresses[0][1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SELF_SIGNED)
        await web.TCPSite(runner, HOSTS[0], 0, ssl_context=context).start()
        site.tls_port = runner.addresses[-1][1]
        started.set()
        await ended.wait()
        await runner.cleanup()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        yield site
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Names(AbstractResolver):
    """Says which addresses a name has: each time the next of its answers, the last one for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        self.asked.append(host)
        given = self.answers.get(host)
        if not given:
            raise OSError(None, "no such name")
        addresses = given.pop(0) if len(given) > 1 else given[0]
        return [
            ResolveResult(
                hostname=host, host=ip, port=port, family=AF_INET6 if ":" in ip else AF_INET, proto=0, flags=0
            )
            for ip in addresses
        ]

    async def close(self) -> None:
        """Holds nothing open."""


PAGE = "<!doctype html><html lang=vi><meta charset=utf-8><title>Hai bên gặp nhau</title><p>Hai bên gặp nhau ở Hà Nội."


def status(code: int, text: str = "", **headers: str) -> Handler:
    """Always this status; names of headers with "_" for "-"."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(request: web.BaseRequest) -> web.Response:
        return web.Response(status=code, text=text, headers=sent)

    return answer


def in_turn(*handlers: Handler) -> Handler:
    """One after the other, the last one for ever."""
    left = list(handlers)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def to(address: str, code: int = 302) -> Handler:
    """A redirect; "{port}" in it is the site's own."""

    async def answer(request: web.BaseRequest) -> web.Response:
        port = str(request.url.port)
        return web.Response(status=code, headers={"Location": address.replace("{port}", port)})

    return answer


def packed(coding: str, body: bytes) -> Handler:
    """A body in a content coding, packed by the caller."""

    async def answer(request: web.BaseRequest) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": "text/html", "Content-Encoding": coding})

    return answer


def raw(sent: bytes) -> Handler:
    """Bytes that need be no HTTP, and then the end of the connection."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(sent)
        request.transport.close()
        return web.Response()

    return answer


def drop(pause: float, piece: bytes) -> Handler:
    """A body without end: a piece after each pause, in seconds."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/html"})
        await stream.prepare(request)
        while True:
            await stream.write(piece)
            await asyncio.sleep(pause)

    return answer


async def _silent(request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(PATIENCE)
    return web.Response()


async def _next(request: web.BaseRequest) -> web.Response:
    n = int(request.query.get("n", "0"))
    return web.Response(status=301, headers={"Location": f"/xa-dan?n={n + 1}"})


_BOMB = gzip.compress(bytes(100_000_000), 9)  # 97 kB of 100 MB
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

# Paths that every host has, and how it behaves there.
BAD: dict[str, Handler] = {
    "/429-giay": status(429, Retry_After="120"),
    "/429-ngay": status(429, Retry_After="Mon, 02 Nov 2026 08:05:00 GMT", Date="Mon, 02 Nov 2026 08:00:00 GMT"),
    "/503": status(503),
    "/500": status(500),
    "/404": status(404),
    "/410": status(410),
    "/403": status(403),
    "/451": status(451),
    "/204": status(204),
    "/304-khong-hoi": status(304),
    "/trong": status(200),
    "/vong-1": to("/vong-2"),
    "/vong-2": to("/vong-1"),
    "/tu-minh": to("/tu-minh"),
    "/xa-dan": _next,
    "/khong-noi-di-dau": status(302),
    "/ve-trang": to("/trang", 301),
    "/ve-trang-theo-doi": to("/trang?utm_source=zalo#binh-luan"),
    "/vao-trong": to("http://127.0.0.1:{port}/trang"),
    "/vao-trong-he-16": to("http://0x7f000001:{port}/trang"),
    "/vao-trong-so": to("http://2130706433:{port}/trang"),
    "/vao-trong-ipv6": to("http://[::1]:{port}/trang"),
    "/vao-trong-nhung": to("http://[::ffff:127.0.0.1]:{port}/trang"),
    "/vao-may-chu-bi-mat": to("http://169.254.169.254/latest/meta-data/"),
    "/vao-tep": to("file:///etc/passwd"),
    "/vao-mat-khau": to("http://nguoi:matkhau@127.0.0.2:{port}/trang?khoa=bi-mat"),
    "/vao-cong-thu": to("http://127.0.0.2:25/"),
    "/khong-het": drop(0, b"<p>" + b"a" * 65536),
    "/nho-giot": drop(0.02, b"a"),
    "/im-lang": _silent,
    "/qua-to": raw(_HEAD + b"Content-Length: 50000000\r\n\r\n<p>"),
    "/bom": packed("gzip", _BOMB),
    "/bom-hai-lan": packed("gzip, gzip", gzip.compress(_BOMB)),
    "/goi-hong": packed("gzip", b"khong phai gzip"),
    "/goi-dut": raw(_HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(PAGE.encode())[:60]),
    "/goi-la": packed("rot13", b"gevax"),
    "/dut-giua-chung": raw(_HEAD + b"Content-Length: 5000\r\n\r\n<p>Hai ben"),
    "/dut-tung-doan": raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>Ha\r\n"),
    "/dut-ngay": raw(b""),
    "/khong-phai-http": raw(b"220 mail.example.vn ESMTP\r\n"),
    "/dau-de-hong": raw(b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n"),
    "/dau-de-dai": raw(_HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n"),
    "/nhieu-dau-de": raw(_HEAD + b"X: a\r\n" * 20_000 + b"\r\n"),
    "/hai-do-dai": raw(_HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n<p>ab"),
    "/bang-ma-sai": raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nConnection: close\r\n\r\n" + PAGE.encode()
    ),
    "/noi-di-la": raw(
        b"HTTP/1.1 302 Found\r\nLocation: /th\xe1\xbb\x83-gi\xe1\xbb\x9bi\xff\r\nContent-Length: 0\r\n\r\n"
    ),
    "/dau-la": raw(_HEAD + b'ETag: "\xff\xfe"\r\nContent-Length: 3\r\n\r\n<p>'),
}
