"""What every answer tells a browser, whether it is a page, a fault or a file."""

import pytest

from thoisu.web.app import STATIC
from thoisu.web.headers import HEADERS

from .conftest import Client


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/sign-in", 200),
        ("GET", f"{STATIC}/desk.css", 200),
        ("GET", f"{STATIC}/nothing.css", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/?status=maybe", 400),
        ("POST", "/sign-out", 403),
        ("PUT", "/", 405),
    ],
)
def test_every_answer_says_what_the_browser_may_do(desk: Client, method: str, address: str, status: int) -> None:
    answer = desk.request(method, address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
