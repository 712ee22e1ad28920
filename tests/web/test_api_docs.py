"""The sessions of docs/api.md are run against a server, in their order, and answer what stands there."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from thoisu.chronicle.filters import FILTERS
from thoisu.store import open_store
from thoisu.web.faults import _STATUS

from ..calling import thoisu
from ..conftest import ROOT
from .conftest import Client
from .examples import PAGE
from .serving import served

TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def _sessions() -> Iterator[tuple[str, str]]:
    """The commands of the page with what they print."""
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        yield from re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def _matches(printed: str, answer: str) -> bool:
    """Whether an answer is what is printed, in which … stands for anything."""
    pattern = ".*".join(re.escape(piece) for piece in printed.strip().split("…"))
    return re.fullmatch(pattern, answer.strip(), re.DOTALL) is not None


def _curl(client: httpx.Client, command: str, token: str) -> str:
    """What `curl` prints: of its options those that the page has."""
    words = shlex.split(command.replace("$TOKEN", token))[1:]
    given: dict[str, Any] = {"headers": {}}
    method, url, streams = "GET", "", False
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            given["headers"][name] = value
        elif word == "--json":
            body = words.pop(0)
            given["json"] = PAGE if body == "@page.json" else json.loads(body)
            method = "POST"
        elif word == "-N":
            streams = True
        else:
            assert word.startswith(HERE), word
            url = word.removeprefix(HERE)
    with client.stream(method, url, **given) as answer:
        if not streams:
            return answer.read().decode()
        lines = answer.iter_lines()
        return "\n".join(next(lines) for _ in range(7))


def test_the_sessions_answer_what_stands_there(tmp_path: Path) -> None:
    store = tmp_path / "tin.sqlite"
    open_store(store).close()
    token, run = "", 0
    with served(store) as (client, _):
        for command, printed in _sessions():
            if command.startswith("thoisu "):
                answer = thoisu(*shlex.split(command)[1:], "--store", store).stdout
                token = answer.strip()
            else:
                answer = _curl(client, command, token)
            assert _matches(printed, answer), f"{command}\n{answer}"
            run += 1
    assert run == 8


def test_the_page_that_is_shown_is_the_one_of_the_examples() -> None:
    [shown] = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert json.loads(shown) == PAGE


def test_all_resources_filters_and_statuses_are_told(desk: Client) -> None:
    document = desk.get("/api/v1/openapi/openapi.json").json()
    for path in document["paths"]:
        assert path == "/api/v1" or f"{path.removeprefix('/api/v1')}`" in TEXT, path
    assert [name for name in FILTERS if f"`{name}`" not in TEXT] == []
    statuses = {s for methods in document["paths"].values() for o in methods.values() for s in o["responses"]}
    assert [s for s in sorted(statuses | {str(s) for _, s in _STATUS}) if s not in TEXT] == []
