"""`thoisu serve` and `thoisu token`: what they refuse, and a server from its start to its end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from thoisu import add, incoming, open_store
from thoisu.web.access import hashed

from .calling import thoisu
from .test_cli import PAGE
from .web.serving import until

ENDS_WITHIN = 5.0  # seconds


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("serve") / "tin.sqlite"
    with open_store(path) as opened:
        add(opened, [incoming(PAGE, "2022-11-05")])
    return path.read_bytes()


@pytest.fixture
def store(filled: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "tin.sqlite"
    path.write_bytes(filled)
    return path


@contextmanager
def running(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[str], str, str | None]]:
    """A server, its address, and the key that it prints; killed at last if it still runs."""
    server = subprocess.Popen(
        [sys.executable, "-m", "thoisu.cli", "serve", *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    assert server.stderr is not None
    try:
        line = server.stderr.readline()
        address = re.search(r"http://\S+/", line)
        assert address, line + server.stderr.read()
        if line.startswith("{"):
            assert json.loads(line)["event"] == "serving"
            yield server, json.loads(line)["url"], None
            return
        key = re.search(r"key=(\S+)", server.stderr.readline()) if "127.0.0.1" in address[0] else None
        yield server, address[0], key[1] if key else None
    finally:
        with suppress(ProcessLookupError):  # none of its processes is left
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server.stderr.close()


def _ended(server: subprocess.Popen[str], by: int) -> tuple[int, str]:
    """Exit code of a server that was sent a signal, and what it printed after its greeting."""
    server.send_signal(by)
    assert server.stderr is not None
    code = server.wait(ENDS_WITHIN)
    return code, server.stderr.read()


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_stopped_and_ends_clean(store: Path, by: int) -> None:
    with running("--store", store, "--port", "0") as (server, address, key):
        with httpx.Client(base_url=address, timeout=30) as client:
            assert client.get("api/v1/health").json() == {"status": "ok"}
            assert len(client.get("api/v1/entries").json()["entries"]) >= 1
            assert "server" not in client.get("").headers
            body = {"action": "rename", "target": ["DEU"], "values": {"to": "Đức"}}
            assert client.post("api/v1/corrections", json=body).status_code == 401
            headers = {"Authorization": f"Bearer {key}"}
            answer = client.post("api/v1/corrections", json=body, headers=headers)
            assert (answer.status_code, answer.json()["author"]) == (201, "desk")
        # Somebody listens, and somebody is connected and asks for nothing.
        heard: list[str] = []
        begun = threading.Event()

        def listen() -> None:
            with httpx.stream("GET", f"{address}api/v1/stream", timeout=30) as answer:
                for line in answer.iter_lines():
                    heard.append(line)
                    begun.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert begun.wait(30)
        port = httpx.URL(address).port
        with socket.create_connection(("127.0.0.1", port)):
            assert _ended(server, by) == (0, "")
        listener.join(30)
        assert heard[0] == "retry: 3000"


def test_several_processes_serve_one_store_and_end_together(store: Path) -> None:
    with running("--store", store, "--port", "0", "--workers", "2") as (server, address, key):
        with httpx.Client(base_url=address, timeout=60, headers={"Authorization": f"Bearer {key}"}) as client:
            assert client.get("api/v1/health").json() == {"status": "ok"}
            body = {"action": "rename", "target": ["DEU"], "values": {"to": "Đức"}}
            assert client.post("api/v1/corrections", json=body).status_code == 201
        for _ in range(6):  # each on a connection of its own, which any process may take
            assert httpx.get(f"{address}api/v1/stats", timeout=60).json()["corrections"] == 1
        told = 'thoisu_http_requests_total{method="GET",route="/api/v1/stats",status="200"} 6.0'
        for n in range(6):
            figures = httpx.get(f"{address}metrics", timeout=60).text
            assert told in figures
            assert (f'route="/metrics",status="200"}} {n}.0' in figures) == (n > 0)
            assert "thoisu_store_corrections 1.0" in figures
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_processes_count_a_client_together(store: Path) -> None:
    arguments = ("--store", store, "--host", "0.0.0.0", "--port", "0", "--public-read", "--workers", "2", "--rate", "9")
    with running(*arguments) as (server, address, _):
        entries = f"{address.replace('0.0.0.0', '127.0.0.1')}api/v1/entries"
        first = time.monotonic() // 60
        # Each on a connection of its own, so that no process has them all.
        answered = [httpx.get(entries, timeout=60).status_code for _ in range(40)]
        minutes = time.monotonic() // 60 - first + 1
        assert set(answered) == {200, 429}
        assert 9 <= answered.count(200) <= 9 * minutes
        assert _ended(server, signal.SIGTERM) == (0, "")


def test_a_form_of_one_process_is_taken_by_the_other(store: Path) -> None:
    with running("--store", store, "--port", "0", "--workers", "2") as (server, address, key):
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("sign-in", params={"key": key}).status_code == 303
            cookies = dict(client.cookies)
        for n in range(6):
            page = httpx.get(f"{address}add", cookies=cookies, timeout=60)
            sign = re.search(r'name="_csrf_token" value="(\w+)"', page.text)
            assert sign
            form = {"_csrf_token": (None, sign[1]), "text": (None, PAGE), "do": (None, "read")}
            answer = httpx.post(f"{address}add", files=form, cookies=cookies | dict(page.cookies), timeout=60)
            assert (n, answer.status_code) == (n, 200)
        assert _ended(server, signal.SIGTERM) == (0, "")


def _answering(server: subprocess.Popen[str]) -> dict[int, int]:
    """The processes of a server that answer, by number, and how many sockets each holds."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    held = {}
    for child in children:
        # A process that ends, or a file that it closes, while this is read is gone, and counts no longer.
        with suppress(FileNotFoundError, ProcessLookupError):
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                held[int(child)] = sum(map(_is_socket, Path(f"/proc/{child}/fd").iterdir()))
    return held


def _is_socket(open_file: Path) -> bool:
    try:
        return os.readlink(open_file).startswith("socket:")
    except FileNotFoundError:
        return False


def test_who_comes_at_once_is_shared_out(store: Path) -> None:
    with running("--store", store, "--port", "0", "--workers", "2") as (server, address, _):
        for _ in range(8):  # by then both are up
            assert httpx.get(f"{address}api/v1/health", timeout=60).status_code == 200
        before = _answering(server)
        assert len(before) == 2
        place = ("127.0.0.1", httpx.URL(address).port or 0)
        with ExitStack() as clients:
            for _ in range(64):
                clients.enter_context(socket.create_connection(place))
            # One in a billion times a process has fewer than nine of them.
            until(lambda: all(_answering(server)[i] >= before[i] + 9 for i in before))
        assert _ended(server, signal.SIGTERM) == (0, "")


def test_a_process_that_dies_is_replaced(store: Path) -> None:
    with running("--store", store, "--port", "0", "--workers", "2") as (server, address, _):
        for _ in range(8):
            assert httpx.get(f"{address}api/v1/health", timeout=60).status_code == 200
        first, second = _answering(server)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(_answering(server)) == 2 and first not in _answering(server))
        for _ in range(8):
            assert httpx.get(f"{address}api/v1/health", timeout=60).status_code == 200
        assert second in _answering(server)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_when_the_first_process_is_killed_the_others_leave_the_port(store: Path) -> None:
    with running("--store", store, "--port", "0", "--workers", "2") as (server, address, _):
        assert httpx.get(f"{address}api/v1/health", timeout=60).status_code == 200
        server.kill()
        server.wait()
        port = httpx.URL(address).port
        until(lambda: _is_closed(port))


def _is_closed(port: int | None) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port or 0), 1).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_log_of_json_holds_no_key(store: Path) -> None:
    with running("--store", store, "--port", "0", "--log", "json") as (server, address, _):
        assert httpx.get(f"{address}api/v1/health", timeout=30).status_code == 200
        with socket.create_connection(("127.0.0.1", httpx.URL(address).port or 0)) as knocking:
            knocking.sendall(b"HELO example.vn\r\n\r\n")
            assert knocking.recv(100).startswith(b"HTTP/1.1 400")
        code, told = _ended(server, signal.SIGTERM)
    assert code == 0
    [line] = map(json.loads, told.splitlines())
    assert (line["level"], line["event"], line["message"]) == ("warning", "message", "Invalid HTTP request received.")


def test_a_port_that_is_taken_is_told_in_one_line(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = thoisu("serve", "--store", store, "--port", str(taken.getsockname()[1]))
    assert run.returncode == 2
    [line] = run.stderr.splitlines()
    assert re.match(
        r"thoisu: port \d+ of 127\.0\.0\.1 can't be used \(.+\); another server may run there: give --port", line
    )


REFUSED = [
    (("--port", "70000"), "--port: 70000 is no port; give one from 1 to 65535"),
    (("--port", "-1"), "--port: -1 is no port"),
    (("--workers", "0"), "--workers: 0 is no count; give 1 or more"),
    (("--max-body", "0"), "--max-body: 0 is no size"),
    (("--rate", "-1"), "--rate: -1 is no count"),
    (("--origin", "example.vn"), "--origin: 'example.vn' is no site; give it as https://example.vn"),
    (("--origin", "https://example.vn/"), "without a path"),
    (("--host", "0.0.0.0"), "0.0.0.0 can be reached from elsewhere, and the store has no token; make one with"),
    (("--host", "::"), ":: can be reached from elsewhere"),
    (("--host", "192.0.2.1"), "192.0.2.1 can be reached from elsewhere"),
    (("--host", "192.0.2.1", "--public-read"), "port 8000 of 192.0.2.1 can't be used"),
    (("--host", "no.such.host.example.vn", "--public-read"), "can't be used"),
    (("--store", "/nonexistent/tin.sqlite"), "its folder does not exist"),
    (("--store", "{folder}/page.txt"), "is no SQLite file"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED, ids=[" ".join(r[0]) for r in REFUSED])
def test_what_can_not_or_must_not_be_served_is_told_in_one_line(
    store: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (tmp_path / "page.txt").write_text(PAGE * 20, encoding="utf-8")
    run = thoisu("serve", "--store", store, *(a.format(folder=tmp_path) for a in arguments))
    assert run.returncode == 2
    [line] = run.stderr.splitlines()
    assert line.startswith("thoisu: ")
    assert says in line


def test_off_this_machine_it_serves_with_a_token_and_not_once_it_is_revoked(store: Path) -> None:
    token = thoisu("token", "add", "doc-gia", "--store", store).stdout.strip()
    with running("--store", store, "--host", "0.0.0.0", "--port", "0") as (server, address, _):
        local = address.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{local}api/v1/entries", timeout=30).status_code == 401
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{local}api/v1/entries", headers=headers, timeout=30).status_code == 200
        assert thoisu("token", "revoke", "doc-gia", "--store", store).returncode == 0
        assert httpx.get(f"{local}api/v1/entries", headers=headers, timeout=30).status_code == 401
        assert _ended(server, signal.SIGTERM) == (0, "")
    run = thoisu("serve", "--store", store, "--host", "0.0.0.0")
    assert (run.returncode, "the store has no token" in run.stderr) == (2, True)


def test_with_public_read_nobody_needs_a_token_to_read(store: Path) -> None:
    with running("--store", store, "--host", "0.0.0.0", "--port", "0", "--public-read") as (server, address, _):
        local = address.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{local}api/v1/entries", timeout=30).status_code == 200
        assert httpx.post(f"{local}api/v1/articles", json={"text": PAGE}, timeout=30).status_code == 401
        assert _ended(server, signal.SIGTERM) == (0, "")


def test_a_token_is_shown_once_and_its_hash_is_kept(store: Path) -> None:
    run = thoisu("token", "add", "bien-tap", "--write", "--store", store)
    assert run.returncode == 0
    [token] = run.stdout.splitlines()
    assert re.fullmatch(r"thoisu_[\w-]{43}", token)
    assert "it is not shown again" in run.stderr
    with open_store(store) as opened:
        assert [(t.name, t.hash, t.writes, t.revoked) for t in opened.tokens()] == [
            ("bien-tap", hashed(token), True, None)
        ]
    assert token not in thoisu("token", "list", "--store", store).stdout


def test_tokens_are_listed_with_what_they_may_and_their_end(store: Path) -> None:
    for name, *more in (["bien-tap", "--write"], ["doc-gia"], ["cu"]):
        assert thoisu("token", "add", name, *more, "--store", store).returncode == 0
    assert thoisu("token", "revoke", "cu", "--store", store).returncode == 0
    lines = thoisu("token", "list", "--store", store, "--lang", "en").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["bien-tap", "cu", "doc-gia"]
    day = r"\d{4}-\d\d-\d\d"
    assert re.search(rf"writes?\b.*{day}$", lines[0])
    assert re.search(rf"revoked {day}$", lines[1])
    assert re.search(rf"reads?\b.*{day}$", lines[2])
    in_vietnamese = thoisu("token", "list", "--store", store, "--lang", "vi").stdout
    assert in_vietnamese
    assert "revoked" not in in_vietnamese


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add",), "token add: NAME is missing"),
        (("add", " "), "token add: NAME is missing"),
        (("revoke",), "token revoke: NAME is missing"),
        (("revoke", "ai-do"), "no token 'ai-do' is in force"),
        (("add", "cu"), "'cu' is taken; give another name"),
        (("revoke", "cu"), "no token 'cu' is in force"),
    ],
)
def test_a_token_that_can_not_be_made_or_ended_is_told_in_one_line(
    store: Path, arguments: tuple[str, ...], says: str
) -> None:
    assert thoisu("token", "add", "cu", "--store", store).returncode == 0
    assert thoisu("token", "revoke", "cu", "--store", store).returncode == 0
    run = thoisu("token", *arguments, "--store", store)
    assert (run.returncode, run.stdout) == (2, "")
    [line] = run.stderr.splitlines()
    assert line.startswith("thoisu: ")
    assert says in line


@pytest.mark.parametrize("action", ["list", "revoke"])
def test_of_no_store_there_are_no_tokens(tmp_path: Path, action: str) -> None:
    run = thoisu("token", action, *(["x"] if action == "revoke" else []), "--store", tmp_path / "none.sqlite")
    assert run.returncode == 2
    assert "is no store yet" in run.stderr
    assert not (tmp_path / "none.sqlite").exists()
