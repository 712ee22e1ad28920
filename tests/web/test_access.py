"""Who may read and who may write: on this machine and off it, with which token, under which name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from thoisu import open_store
from thoisu.web.access import COOKIE, hashed, new_token
from thoisu.web.settings import Settings

from .conftest import LOCAL, Client, client_of
from .examples import PAGE

ELSEWHERE = "http://news.example.vn"


@contextmanager
def _client(store: Path, token: str | None = None, base: str = LOCAL, **settings: Any) -> Iterator[Client]:
    with client_of(Settings(str(store), **settings), base) as client:
        if token:
            client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _token(store: Path, name: str, writes: bool) -> str:
    token = new_token()
    with open_store(store) as opened, opened.writing():
        assert opened.put_token(name, hashed(token), writes)
    return token


def _status(client: Client, method: str, path: str, **given: Any) -> int:
    answer = client.request(method, path, **given)
    if answer.status_code >= 400 and path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert "\n" not in answer.json()["detail"]
    return answer.status_code


READS = [("GET", "/api/v1/entries"), ("GET", "/api/v1/stats"), ("GET", "/api/v1/openapi/openapi.json"), ("GET", "/")]
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("/api/v1/articles", PAGE),
    ("/api/v1/corrections", {"action": "rename", "target": ["Nga"], "values": {"to": "Liên bang Nga"}}),
]


def test_on_this_machine_all_may_read_and_none_may_write(own: Path) -> None:
    with _client(own) as client:
        assert [_status(client, *read) for read in READS] == [200, 200, 200, 200]
        assert _status(client, "POST", "/api/v1/read", json=PAGE) == 200
        for path, body in WRITES:
            answer = client.post(path, json=body)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_who_is_signed_in_is_not_asked_to_sign_in_where_nothing_is(own: Path) -> None:
    token = _token(own, "doc-gia", False)
    with _client(own) as client:
        assert 'href="/sign-in' in client.get("/nowhere").text
        client.cookies.set(COOKIE, token)
        for path in ("/nowhere", "/entry/zzzz"):
            page = client.get(path)
            assert (page.status_code, 'href="/sign-in' in page.text) == (404 if path == "/nowhere" else 400, False)


def test_off_this_machine_only_who_has_a_token_may_read(own: Path) -> None:
    reader = _token(own, "doc-gia", writes=False)
    with _client(own, base=ELSEWHERE, host="0.0.0.0") as client:
        assert [_status(client, *read) for read in READS] == [401, 401, 401, 401]
        assert _status(client, "POST", "/api/v1/read", json=PAGE) == 401
        assert _status(client, "GET", "/api/v1/stream") == 401
        assert _status(client, "GET", "/api/v1/health") == 200
        client.headers["Authorization"] = f"Bearer {reader}"
        assert [_status(client, *read) for read in READS] == [200, 200, 200, 200]
        assert _status(client, "POST", "/api/v1/read", json=PAGE) == 200


def test_public_reading_is_for_all_and_writing_is_not(own: Path) -> None:
    with _client(own, base=ELSEWHERE, host="0.0.0.0", public_read=True) as client:
        assert [_status(client, *read) for read in READS] == [200, 200, 200, 200]
        assert [_status(client, "POST", path, json=body) for path, body in WRITES] == [401, 401]


@pytest.mark.parametrize(("host", "base"), [("127.0.0.1", LOCAL), ("0.0.0.0", ELSEWHERE)])
def test_a_token_that_may_only_read_can_not_write(own: Path, host: str, base: str) -> None:
    with _client(own, _token(own, "doc-gia", writes=False), base=base, host=host) as client:
        assert [_status(client, "POST", path, json=body) for path, body in WRITES] == [403, 403]
        entry = client.get("/api/v1/entries?limit=1").json()["entries"][0]
        assert _status(client, "POST", f"/api/v1/articles/{entry['documents'][0]}/reread") == 403
    with open_store(own) as store:
        assert store.corrections() == []


def test_a_token_that_may_write_writes_under_its_name(own: Path) -> None:
    with _client(own, _token(own, "biên tập", writes=True)) as client:
        assert [_status(client, "POST", path, json=body) for path, body in WRITES] == [201, 201]
    with open_store(own) as store:
        assert [line.author for line in store.corrections()] == ["biên tập"]


def test_a_revoked_token_is_refused_at_once(own: Path) -> None:
    token = _token(own, "bien-tap", writes=True)
    with _client(own, token, base=ELSEWHERE, host="0.0.0.0") as client:
        assert _status(client, "GET", "/api/v1/entries") == 200
        with open_store(own) as store, store.writing():
            assert store.revoke_token("bien-tap")
        assert _status(client, "GET", "/api/v1/entries") == 401
        assert [_status(client, "POST", path, json=body) for path, body in WRITES] == [401, 401]


@pytest.mark.parametrize(
    "given",
    [
        "Bearer", "Bearer ", "Bearer x", "Bearer thoisu_", "Basic {token}", "{token}", "Bearer {token}x",
        "Bearer {upper}", "Bearer {hash}", "Bearer thoisu_\xff", "Bearer {token} {token}",
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused(own: Path, given: str) -> None:
    token = _token(own, "bien-tap", writes=True)
    header = given.format(token=token, upper=token.upper(), hash=hashed(token)).encode("latin-1")
    with _client(own, base=ELSEWHERE, host="0.0.0.0") as client:
        answer = client.get("/api/v1/entries", headers=[(b"authorization", header)])
        assert answer.status_code == 401
        assert token not in answer.text


def test_the_scheme_is_read_in_any_case(own: Path) -> None:
    token = _token(own, "doc-gia", writes=False)
    with _client(own, base=ELSEWHERE, host="0.0.0.0") as client:
        assert client.get("/api/v1/stats", headers={"Authorization": f"bearer  {token}"}).status_code == 200


def test_a_cookie_reads_through_the_api_and_does_not_write(own: Path) -> None:
    token = _token(own, "bien-tap", writes=True)
    with _client(own, base=ELSEWHERE, host="0.0.0.0") as client:
        client.cookies.set(COOKIE, token)
        assert _status(client, "GET", "/api/v1/entries") == 200
        for path, body in WRITES:
            answer = client.post(path, json=body)
            assert answer.status_code == 401
            assert "not as a cookie" in answer.json()["detail"]
        # A header goes before the cookie, also one that is wrong.
        assert client.get("/api/v1/entries", headers={"Authorization": "Bearer x"}).status_code == 401
    with open_store(own) as store:
        assert store.corrections() == []


def test_the_key_of_a_running_desk_may_write_until_it_stops(own: Path) -> None:
    key = new_token()
    with _client(own, key, desk_key=key) as client:
        assert _status(client, "POST", *WRITES[1][:1], json=WRITES[1][1]) == 201
    with _client(own, key) as client:
        assert _status(client, "POST", *WRITES[1][:1], json=WRITES[1][1]) == 401


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:9999", 200),
        ("[::1]:8000", 200),
        ("127.8.8.8", 200),
        ("news.example.vn", 400),
        ("127.0.0.1.example.vn", 400),
        ("localhost.example.vn", 400),
        ("10.0.0.7:8000", 400),
    ],
)
def test_on_this_machine_only_its_own_names_are_served(filled: Path, name: str, status: int) -> None:
    with _client(filled) as client:
        client.headers["Host"] = name
        for _, path in [*READS, ("GET", "/api/v1/health")]:
            answer = client.get(path)
            assert answer.status_code == status, path
            assert ("only served to its own machine" in answer.text) == (status == 400)
        assert client.post("/api/v1/read", json=PAGE).status_code == status


@pytest.mark.parametrize("host", ["", "[", "a b", "%00", "127.0.0.1:x", "[::1", "\xff"])
def test_a_host_that_is_none_is_no_fault_of_the_server(filled: Path, host: str) -> None:
    with _client(filled) as client:
        answer = client.get("/api/v1/entries", headers=[(b"host", host.encode("latin-1"))])
        assert answer.status_code in (200, 400)


def test_a_store_keeps_no_token_that_could_be_used(own: Path) -> None:
    token = _token(own, "bien-tap", writes=True)
    with open_store(own) as store:
        [kept] = store.tokens()
    assert kept.hash == hashed(token)
    assert token.encode() not in own.read_bytes()
    assert re.fullmatch(r"thoisu_[\w-]{43}", token)


@pytest.mark.parametrize("path", ["/?actor=%00", "/entry/%00", "/story/a%00b", "/?after=%00", "/api/v1/search?q=%00"])
def test_an_address_with_a_zero_byte_is_refused(filled: Path, path: str) -> None:
    with _client(filled) as client:
        answer = client.get(path)
        assert answer.status_code == 400
        assert "the address holds a zero byte; leave it out" in answer.text
