"""What becomes of asking, for every way in which a site behaves: one table."""

import asyncio
import gzip
import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.errors import QuestionError
from thoisu.page.decode import decode
from thoisu.watch.fetching import Fetcher, Limits, user_agent
from thoisu.watch.names import SystemResolver
from thoisu.watch.records import Fetched
from thoisu.watch.threads import in_thread

from .site import (
    HOSTS,
    MODIFIED,
    PAGE,
    PATIENCE,
    Document,
    Names,
    Site,
    in_turn,
    packed,
    raw,
    status,
)

AGENT = user_agent("toasoan@example.vn")
QUICK = Limits(connect=0.5, first_byte=0.3, whole=0.6, size=1_000_000)
PATIENT = Limits(connect=PATIENCE, first_byte=PATIENCE, whole=PATIENCE, size=1_000_000)
# The second and the third host stand for public ones; the first for what nobody outside may see.
PUBLIC = [ipaddress.ip_network(f"{host}/32") for host in HOSTS[1:]]


def fetched(
    url: str, limits: Limits = PATIENT, allow_private: bool = False, names: Names | None = None, **more: Any
) -> Fetched:
    async def ask() -> Fetched:
        async with Fetcher(AGENT, allow_private, limits, () if allow_private else PUBLIC, names) as fetcher:
            return await fetcher.fetch(url, **more)

    return asyncio.run(ask())


# path · outcome · status · requests that reached a host · what its reason says
TABLE = [
    ("/trang", "ok", 200, 1, None),
    ("/trong", "ok", 200, 1, None),
    ("/429-giay", "busy", 429, 1, "429"),
    ("/429-ngay", "busy", 429, 1, "429"),
    ("/503", "busy", 503, 1, "503"),
    ("/500", "broken", 500, 1, "500"),
    ("/404", "gone", 404, 1, "404"),
    ("/410", "gone", 410, 1, "410"),
    ("/403", "refused", 403, 1, "403"),
    ("/451", "refused", 451, 1, "451"),
    ("/204", "broken", 204, 1, "204"),
    ("/304-khong-hoi", "broken", 304, 1, "304"),
    ("/vong-1", "redirects", 302, 2, "in a circle"),
    ("/tu-minh", "redirects", 302, 1, "in a circle"),
    ("/xa-dan", "redirects", 301, 6, "more than 5"),
    ("/khong-noi-di-dau", "broken", 302, 1, "302"),
    ("/ve-trang", "ok", 200, 2, None),
    ("/ve-trang-theo-doi", "ok", 200, 2, None),
    ("/noi-di-la", "gone", 404, 2, "404"),
    ("/vao-trong", "unsafe", None, 1, "127.0.0.1 is not a public address"),
    ("/vao-trong-he-16", "unsafe", 302, 1, "unusual spelling"),
    ("/vao-trong-so", "unsafe", 302, 1, "unusual spelling"),
    ("/vao-trong-ipv6", "unsafe", None, 1, "::1 is not a public address"),
    ("/vao-trong-nhung", "unsafe", None, 1, "::ffff:7f00:1 is not a public address"),
    ("/vao-may-chu-bi-mat", "unsafe", None, 1, "169.254.169.254 is not a public address"),
    ("/vao-tep", "unsafe", 302, 1, "not http or https"),
    ("/vao-mat-khau", "unsafe", 302, 1, "password"),
    ("/vao-cong-thu", "unsafe", 302, 1, "port 25"),
    ("/khong-het", "too large", 200, 1, "1,000,000 bytes"),
    ("/qua-to", "too large", 200, 1, "50,000,000 bytes"),
    ("/bom", "too large", 200, 1, "1,000,000 bytes"),
    ("/bom-hai-lan", "broken", 200, 1, "gzip, gzip"),
    ("/goi-hong", "unreachable", 200, 1, "not packed as it says"),
    ("/goi-dut", "unreachable", 200, 1, "cut off"),
    ("/goi-la", "broken", 200, 1, "rot13"),
    ("/dut-giua-chung", "unreachable", 200, 1, "cut off"),
    ("/dut-tung-doan", "unreachable", 200, 1, "cut off"),
    ("/dut-ngay", "unreachable", None, 1, "connection broke"),
    ("/khong-phai-http", "unreachable", None, 1, "HTTP"),
    ("/dau-de-hong", "unreachable", None, 1, "HTTP"),
    ("/dau-de-dai", "unreachable", None, 1, "HTTP"),
    ("/nhieu-dau-de", "unreachable", None, 1, "HTTP"),
    ("/hai-do-dai", "unreachable", None, 1, "HTTP"),
    ("/bang-ma-sai", "ok", 200, 1, None),
    ("/dau-la", "ok", 200, 1, None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "outcome", "code", "requests", "reason"), TABLE, ids=[row[0] for row in TABLE])
def test_each_behaviour_has_its_outcome(
    site: Site, path: str, outcome: str, code: int | None, requests: int, reason: str | None
) -> None:
    site.put("/trang", PAGE, host=1)
    inside, before = len(site.asked(host=0)), len(site.asked(host=1))
    got = fetched(site.url(path, 1))
    assert (got.outcome, got.status, got.requests) == (outcome, code, requests), got.reason
    assert (got.body is not None) == (outcome == "ok")
    assert (got.reason is None) == (reason is None)
    assert (reason or "") in (got.reason or "")
    assert "matkhau" not in repr(got)
    assert "khoa=" not in repr(got)
    assert len(site.settled(1, before + requests)) == before + requests
    assert len(site.asked(host=0)) == inside, "what is inside was asked"


# path · what is too slow
SLOW = [
    ("/nho-giot", "not all had come after 0.6 seconds"),
    ("/im-lang", "nothing came for 0.3 seconds"),
]


@pytest.mark.parametrize(("path", "reason"), SLOW)
def test_what_is_too_slow_ends_in_time(site: Site, path: str, reason: str) -> None:
    before = time.monotonic()
    got = fetched(site.url(path, 1), QUICK)
    assert (got.outcome, got.reason) == ("too slow", reason)
    assert got.received < 100
    assert time.monotonic() - before < PATIENCE
    assert got.seconds >= 0.3


@contextmanager
def listening(backlog: int) -> Iterator[int]:
    """A port behind which nobody accepts."""
    with socket.socket() as server:
        server.bind((HOSTS[1], 0))
        server.listen(backlog)
        yield server.getsockname()[1]


def test_a_host_that_does_not_take_connections_is_too_slow() -> None:
    with listening(0) as port, socket.create_connection((HOSTS[1], port)), socket.socket() as second:
        second.setblocking(False)
        second.connect_ex((HOSTS[1], port))
        got = fetched(f"http://{HOSTS[1]}:{port}/", QUICK)
    assert (got.outcome, got.reason, got.requests) == ("too slow", "no connection after 0.5 seconds", 0)


def test_a_host_that_never_answers_the_handshake_is_too_slow() -> None:
    with listening(8) as port:
        got = fetched(f"https://{HOSTS[1]}:{port}/", QUICK)
    assert (got.outcome, got.reason, got.requests) == ("too slow", "no connection after 0.5 seconds", 0)


def test_a_port_without_a_server_is_unreachable() -> None:
    with listening(0) as port:
        pass
    got = fetched(f"http://{HOSTS[1]}:{port}/")
    assert (got.outcome, got.status, got.requests) == ("unreachable", None, 0)
    assert "refused" in (got.reason or "").lower()


def test_a_certificate_of_nobody_is_no_certificate(site: Site) -> None:
    got = fetched(f"https://{HOSTS[0]}:{site.tls_port}/trang", allow_private=True)
    assert (got.outcome, got.requests) == ("unreachable", 0)
    assert got.reason == "its certificate is not good: self-signed certificate"


def test_a_server_without_tls_is_unreachable(site: Site) -> None:
    got = fetched(site.url("/trang", 1).replace("http:", "https:"))
    assert got.outcome == "unreachable"
    assert (got.reason or "").startswith("no TLS with it: ")


# An address as somebody gives it · what is wrong with it
NEVER_ASKED = [
    ("http://127.0.0.1:{port}/trang", "127.0.0.1 is not a public address"),
    ("http://127.0.0.1.:{port}/trang", "127.0.0.1 is not a public address"),
    ("http://[::1]:{port}/trang", "::1 is not a public address"),
    ("http://[::ffff:127.0.0.1]:{port}/trang", "::ffff:7f00:1 is not a public address"),
    ("http://[::ffff:7f00:1]:{port}/trang", "::ffff:7f00:1 is not a public address"),
    ("http://[64:ff9b::7f00:1]:{port}/trang", "64:ff9b::7f00:1 is not a public address"),
    ("http://[2002:7f00:1::]:{port}/trang", "2002:7f00:1:: is not a public address"),
    ("http://[fe80::1%25lo]:{port}/trang", "fe80::1 is not a public address"),
    ("http://0.0.0.0:{port}/trang", "0.0.0.0 is not a public address"),
    ("http://[::]:{port}/trang", ":: is not a public address"),
    ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is not a public address"),
    ("http://localhost:{port}/trang", " is not a public address"),
    ("http://2130706433:{port}/trang", "unusual spelling"),
    ("http://0x7f000001:{port}/trang", "unusual spelling"),
    ("http://0x7f.1:{port}/trang", "unusual spelling"),
    ("http://0177.0.0.1:{port}/trang", "unusual spelling"),
    ("http://127.1:{port}/trang", "unusual spelling"),
    ("http://127.0.0.01:{port}/trang", "unusual spelling"),
    ("http://１２７.0.0.1:{port}/trang", "127.0.0.1 is not a public address"),
    ("http://127。0。0。1:{port}/trang", "127.0.0.1 is not a public address"),
    ("http://127%2e0.0.1:{port}/trang", "a host or port that is none"),
    ("http://nguoi:matkhau@127.0.0.2:{port}/trang", "password"),
    ("http://127.0.0.2\\@127.0.0.1:{port}/trang", "password"),
    ("http://127.0.0.2:{port}\\@127.0.0.1/trang", "password"),
    ("http://127.0.0.2:{port}/trang HTTP/1.1\r\nHost: noi-khac.example\r\n\r\n", "line break"),
    ("http://127.0.0.2:{port}/trang\nX: y", "line break"),
    ("http://127.0.0.2:{port}\r\n/trang", "line break"),
    ("http://127.0.0.2:25/", "port 25"),
    ("http://127.0.0.2:99999/", "host or port that is none"),
    ("http:///trang", "no host"),
    ("http:trang", "no host"),
    ("//127.0.0.2:{port}/trang", "not http or https"),
    ("ftp://127.0.0.2:{port}/trang", "not http or https"),
    ("file:///etc/passwd", "not http or https"),
    ("javascript:alert(1)", "not http or https"),
    ("unix:/run/docker.sock", "not http or https"),
    ("", "not http or https"),
    ("http://127.0.0.2:{port}/" + "a" * 5000, "4,096 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "reason"), NEVER_ASKED, ids=range(len(NEVER_ASKED)))
def test_what_may_not_be_asked_is_not(site: Site, url: str, reason: str) -> None:
    before = len(site.log)
    got = fetched(url.replace("{port}", str(site.port)))
    assert (got.outcome, got.status, got.requests) == ("unsafe", None, 0)
    assert reason in (got.reason or "")
    assert "matkhau" not in (got.reason or "")
    assert len(site.log) == before


def test_private_machines_may_be_asked_where_that_is_allowed_but_none_with_secrets(site: Site) -> None:
    site.put("/trang", PAGE)
    assert fetched(site.url("/trang"), allow_private=True).outcome == "ok"
    assert fetched(site.url("/vao-trong", 1), allow_private=True).outcome == "ok"
    assert fetched(site.url("/vao-may-chu-bi-mat", 1), allow_private=True).outcome == "unsafe"


def test_a_name_is_connected_to_at_the_address_that_was_checked(site: Site) -> None:
    site.put("/trang", PAGE)
    site.put("/trang", PAGE, host=1)
    names = Names(doi_example=[["127.0.0.2"], ["127.0.0.1"]], ca_hai_example=[["127.0.0.1", "127.0.0.2"]])
    inside = len(site.asked(host=0))
    assert fetched(site.url("/trang", "doi.example"), names=names).outcome == "ok"
    assert names.asked == ["doi.example"], "asked once, and not again to connect"
    again = fetched(site.url("/trang", "doi.example"), names=names)
    assert (again.outcome, again.requests) == ("unsafe", 0)
    assert "127.0.0.1 is not a public address" in (again.reason or "")
    assert fetched(site.url("/trang", "ca.hai.example"), names=names).outcome == "ok"
    assert fetched(site.url("/trang", "khong.co.example"), names=names).reason == "no such host"
    assert len(site.asked(host=0)) == inside


def test_a_redirect_to_a_name_of_this_machine_is_not_followed(site: Site) -> None:
    async def away(request: Any) -> Any:
        return await status(302, Location=f"http://noi-bo.example:{site.port}/trang")(request)

    url = site.put("/toi-noi-bo", away, host=1)
    inside = len(site.asked(host=0))
    got = fetched(url, names=Names(**{"noi-bo_example": [["127.0.0.1", "::1"]]}))
    assert (got.outcome, got.requests) == ("unsafe", 1)
    assert len(site.asked(host=0)) == inside


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    url = site.put("/tin", Document(PAGE.encode(), modified=MODIFIED), host=1)
    first = fetched(url)
    assert (first.outcome, first.modified, first.content_type) == ("ok", MODIFIED, "text/html; charset=utf-8")
    assert first.body == PAGE.encode()
    for mark in ({"etag": first.etag}, {"modified": first.modified}, {"etag": first.etag, "modified": "x"}):
        again = fetched(url, **mark)
        assert (again.outcome, again.status, again.body, again.received) == ("unchanged", 304, None, 0)
    site.put("/tin", Document(PAGE.encode() + b" Sau do", modified="Mon, 02 Nov 2026 09:00:00 GMT"), host=1)
    assert fetched(url, etag=first.etag, modified=first.modified).outcome == "ok"


@pytest.mark.parametrize("mark", ['"a"\r\nX-Them: vao', '"a"\n', "\x00", "ế", "a" * 5000])
def test_no_mark_of_a_version_writes_a_header_of_its_own(site: Site, mark: str) -> None:
    url = site.put("/tin", PAGE, host=1)
    assert fetched(url, etag=mark, modified=mark).outcome == "ok"
    asked = site.asked("/tin", 1)[-1]
    assert "X-Them" not in asked.headers
    assert not asked.conditional


def test_a_site_that_was_busy_says_for_how_long(site: Site) -> None:
    assert fetched(site.url("/429-giay", 1)).retry_after == 120.0
    assert fetched(site.url("/429-ngay", 1)).retry_after == 300.0
    assert fetched(site.url("/503", 1)).retry_after is None


def test_a_fault_passes(site: Site) -> None:
    url = site.put("/chap-chon", in_turn(status(500), status(200, PAGE)), host=1)
    assert [fetched(url).outcome, fetched(url).outcome] == ["broken", "ok"]


def test_a_broken_connection_is_not_asked_again_at_once(site: Site) -> None:
    before = len(site.asked(host=1))
    got = fetched(site.url("/dut-ngay", 1))
    assert got.reason == "the connection broke: it was closed without an answer"
    assert fetched(site.url("/404", 1)).outcome == "gone"
    assert len(site.settled(1, before + 2)) == before + 2


PAGE_BYTES = (PAGE * 50).encode()
PACKED = [
    ("gzip", gzip.compress(PAGE_BYTES, mtime=0)),
    ("deflate", zlib.compress(PAGE_BYTES)),
    ("deflate", zlib.compress(PAGE_BYTES)[2:-4]),  # without its frame, as some old servers send it
    ("identity", PAGE_BYTES),
]


@pytest.mark.parametrize(("coding", "body"), PACKED)
def test_what_comes_packed_is_unpacked_and_counted_as_it_came(site: Site, coding: str, body: bytes) -> None:
    got = fetched(site.put("/goi", packed(coding, body), host=1))
    assert (got.outcome, got.body, got.received) == ("ok", PAGE_BYTES, len(body))


def test_a_page_under_a_charset_that_it_has_not_is_read_as_it_is_written(site: Site) -> None:
    got = fetched(site.url("/bang-ma-sai", 1))
    assert got.content_type == "text/html; charset=iso-8859-1"
    assert decode(got.body or b"", got.url, "iso-8859-1").text == PAGE


def test_the_address_at_the_end_is_told(site: Site) -> None:
    site.put("/trang", PAGE, host=1)
    got = fetched(site.url("/ve-trang-theo-doi#x", 1))
    assert got.url == site.url("/ve-trang-theo-doi#x", 1)
    assert got.final_url == site.url("/trang?utm_source=zalo", 1)


def test_who_fetches_may_stop_at_a_redirect(site: Site) -> None:
    site.put("/trang", PAGE, host=1)
    led: list[str] = []

    async def follow(url: str) -> bool:
        led.append(url)
        return False

    got = fetched(site.url("/ve-trang", 1), follow=follow)
    assert (got.outcome, got.final_url, got.requests) == ("forbidden", site.url("/trang", 1), 1)
    assert led == [site.url("/trang", 1)]


def test_who_fetches_may_rest_before_a_redirect(site: Site) -> None:
    site.put("/trang", PAGE, host=1)

    async def follow(url: str) -> bool:
        await asyncio.sleep(1.2 * QUICK.whole)
        return True

    assert fetched(site.url("/ve-trang", 1), QUICK, follow=follow).outcome == "ok"


def test_what_we_send_names_us_and_nobody_else(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.2 login nguoi password matkhau\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url("", 0))
    inside = len(site.asked(host=0))
    url = site.put("/banh", in_turn(status(302, Location="/banh?2", Set_Cookie="a=b"), status(200)), host=1)
    assert fetched(url).outcome == "ok"
    for asked in site.asked("/banh", 1):
        assert asked.headers["User-Agent"] == AGENT
        assert asked.headers["Accept-Language"].startswith("vi")
        assert asked.headers["Host"] == f"{HOSTS[1]}:{site.port}"
        assert {"Cookie", "Authorization", "Referer", "Proxy-Authorization"}.isdisjoint(asked.headers)
    assert len(site.asked(host=0)) == inside


def test_a_path_in_vietnamese_is_asked_as_it_is_written(site: Site) -> None:
    site.put("/thế-giới/tin", PAGE, host=1)
    got = fetched(site.url("/thế-giới/tin?q=a%2Fb+c&d=%e1", 1))
    assert got.outcome == "ok"
    assert site.log[-1].target == "/th%E1%BA%BF-gi%E1%BB%9Bi/tin?q=a%2Fb+c&d=%E1"


async def _echo(request: Any) -> Any:
    return await status(202, "đã nhận")(request)


def posted(url: str, headers: dict[str, str] | None = None) -> Fetched:
    async def ask() -> Fetched:
        async with Fetcher(AGENT, limits=PATIENT, allowed=PUBLIC) as fetcher:
            return await fetcher.post(url, '{"tin": "mới"}'.encode(), headers or {"Content-Type": "application/json"})

    return asyncio.run(ask())


POSTED = [
    ("/nhan", "ok", 202),
    ("/404", "gone", 404),
    ("/429-giay", "busy", 429),
    ("/500", "broken", 500),
    ("/ve-trang", "redirects", 301),
    ("/vao-trong", "redirects", 302),
    ("/dut-ngay", "unreachable", None),
    ("/khong-het", "ok", 200),
]


@pytest.mark.parametrize(("path", "outcome", "code"), POSTED)
def test_a_message_is_sent_once_and_nowhere_else(site: Site, path: str, outcome: str, code: int | None) -> None:
    site.put("/nhan", _echo, host=1)
    before, inside = len(site.asked(host=1)), len(site.asked(host=0))
    got = posted(site.url(path, 1))
    assert (got.outcome, got.status, got.requests) == (outcome, code, 1)
    log = site.settled(1, before + 1)
    assert len(log) == before + 1
    assert log[-1].body.decode() == '{"tin": "mới"}'
    assert log[-1].headers["Content-Type"] == "application/json"
    assert len(site.asked(host=0)) == inside


def test_no_message_goes_to_this_machine(site: Site) -> None:
    before = len(site.log)
    assert posted(site.url("/nhan", 0)).outcome == "unsafe"
    assert len(site.log) == before


@pytest.mark.parametrize("header", [("X", "a\r\nY: b"), ("X\r\nY", "a"), ("X", ""), ("X", "ế")])
def test_a_header_that_can_not_be_sent_is_the_callers_fault(site: Site, header: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="can't be sent"):
        posted(site.url("/nhan", 1), dict([header]))


@pytest.mark.parametrize(
    "contact", ["", "a b@example.vn", "x@y\r\nZ: z", "example.vn", "https://a.vn/) (b", "báo@x.vn"]
)
def test_a_contact_is_an_address(contact: str) -> None:
    with pytest.raises(QuestionError):
        user_agent(contact)


def test_many_are_asked_at_a_time(site: Site) -> None:
    for n in range(30):
        site.put(f"/nhieu/{n}", f"{PAGE} {n}", host=n % 2 + 1)

    async def ask() -> list[Fetched]:
        async with Fetcher(AGENT, limits=PATIENT, allowed=PUBLIC) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(site.url(f"/nhieu/{n}", n % 2 + 1)) for n in range(30)))

    assert [(x.body or b"").decode().rpartition(" ")[2] for x in asyncio.run(ask())] == [str(n) for n in range(30)]


_PIECES = [
    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.0 304 X\r\n", b"HTTP/1.1 100 Continue\r\n\r\n",
    b"Content-Type: \xff\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n",
    b"Content-Encoding: deflate\r\n", b"Content-Length: 20\r\n", b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Retry-After: 1e9\r\n", b"Location: http://[\r\n", b"Location: //\r\n",
    b"Location: \xff\xfe%\r\n", b"Location: http://a:b:c/\r\n", b"Location: http://xn--\xff/\r\n", b"Date: \x80\r\n",
    b"ETag: \xff\r\n", b"Set-Cookie: \xff=;\r\n", b"\r\n", b"\x1f\x8b\x08\x00", gzip.compress(b"<p>abc"),
    b"5\r\nabcde\r\n", b"0\r\n\r\n", b"ffffffffffffffffff\r\n", b"Upgrade: websocket\r\nConnection: Upgrade\r\n",
    b"HTTP/1.1 101 X\r\n",
]  # fmt: skip
_SENT = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=20), max_size=10).map(b"".join)
# As often as not it begins like an answer.
_ANSWERS = _SENT | _SENT.map(lambda x: b"HTTP/1.1 200 OK\r\n" + x) | _SENT.map(lambda x: b"HTTP/1.1 301 X\r\n" + x)


@settings(max_examples=100, deadline=None)
@given(_ANSWERS)
def test_nothing_that_a_server_sends_raises(site: Site, sent: bytes) -> None:
    got = fetched(site.put("/gi-cung-co", raw(sent), host=1))
    assert got.outcome in ("ok", "unreachable", "broken", "redirects", "unsafe", "gone")
    assert (got.body is not None) == (got.outcome == "ok")
    repr(got).encode()


def test_the_system_gives_the_addresses_of_a_name() -> None:
    found = asyncio.run(SystemResolver().resolve("localhost", 80, socket.AF_INET))
    assert {(one["hostname"], one["host"], one["port"]) for one in found} == {("localhost", "127.0.0.1", 80)}
    with pytest.raises(socket.gaierror):
        asyncio.run(SystemResolver().resolve("khong-co.invalid"))


def test_a_call_that_blocks_holds_up_no_end() -> None:
    over = threading.Event()

    async def cut_off() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(in_thread(over.wait, 60), 0.05)

    begun = time.monotonic()
    asyncio.run(cut_off())
    assert time.monotonic() - begun < 5
    over.set()
    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(in_thread(int, "một"))
