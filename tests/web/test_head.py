"""HEAD: what GET answers, without the body."""

from pathlib import Path

import pytest

from thoisu.web.app import STATIC

from .conftest import Client
from .serving import served, until

ALIKE = ["/", "/stories", "/accuracy", "/actor?name=Nga", "/api/v1/entries?limit=1", "/api/v1/health",
         f"{STATIC}/desk.css", "/entry/zzzz", "/nowhere", "/api/v1/entries?limit=0"]  # fmt: skip
OF_A_MOMENT = {"date", "set-cookie"}


@pytest.mark.parametrize("path", ALIKE)
def test_it_answers_like_get_without_the_body(desk: Client, path: str) -> None:
    whole, head = desk.get(path), desk.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    told = [{k: v for k, v in answer.headers.items() if k not in OF_A_MOMENT} for answer in (whole, head)]
    assert told[0] == told[1]
    assert whole.content


def test_where_nothing_can_be_got_it_is_refused(desk: Client) -> None:
    assert desk.head("/api/v1/read").status_code == 405


def test_of_a_stream_it_gives_the_place_back(filled: Path) -> None:
    with served(filled) as (client, following):
        answer = client.head("/api/v1/stream")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        until(lambda: following.listeners == 0)
        assert client.head("/api/v1/export/csv").status_code == 200
        assert client.get("/api/v1/health").json() == {"status": "ok"}
