"""docs/alerts.md: its schema is that of what is sent, and its receiver takes what is signed and nothing else."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from thoisu.store.base import Store

from ..conftest import ROOT
from .conftest import SECRET, events, make, put, rounds, to_hook
from .receivers import PATIENCE, Hook

DOCS = ROOT / "docs"


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The receiver of the page, run as it stands there."""
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / "alerts.md").read_text(encoding="utf-8"), re.DOTALL)
    program = tmp_path / "receiver.py"
    program.write_text(code, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"THOISU_SECRET": SECRET, "PORT": str(port)}
    command = [sys.executable, str(program)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/", process
        process.terminate()


def test_its_receiver_takes_each_event_once_and_nothing_unsigned(
    store: Store, receiver: tuple[str, "subprocess.Popen[str]"], web: Hook
) -> None:
    url, process = receiver
    make(store, to_hook(url), to_hook(web.url))
    put(store, 0, 1)
    now = time.time()
    assert rounds(store, now).delivered == 4
    for headers, body in web.taken:  # the same again
        request = urllib.request.Request(url, body, headers)
        assert urllib.request.urlopen(request).status == 204
    headers, body = web.taken[0]
    forged = dict(headers, **{"Thoisu-Signature": headers["Thoisu-Signature"][:-1] + "x"})
    for bad in (forged, {k: v for k, v in headers.items() if k != "Thoisu-Signature"}):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(url, body, bad))
    process.terminate()
    assert process.stdout is not None
    assert [json.loads(line)["id"] for line in process.stdout] == [event.id for event in events(store)]


def test_what_is_sent_is_as_the_schema_says(store: Store) -> None:
    schema = json.loads((DOCS / "alert_event.json").read_text(encoding="utf-8"))
    make(store, desk="https://tin.example.vn")
    put(store, *range(7))
    rounds(store)
    bodies = [json.loads(body) for _, body in store.events("duc")]
    assert {body["kind"] for body in bodies} >= {"new"}
    for body in bodies:
        jsonschema.validate(body, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bodies[0] | {"kind": "old"}, schema)
