"""How often one client may ask, with a clock that the tests turn."""

from pathlib import Path
from typing import Any

import anyio
import pytest
from litestar.exceptions import TooManyRequestsException

from thoisu.web.limits import SIZE, Counts, Limits, SharedCounts, client_of


class Clock:
    def __init__(self) -> None:
        self.seconds = 600.0

    def __call__(self) -> float:
        return self.seconds


def _ask(limits: Limits, client: str | None) -> int | None:
    """The seconds to wait, None where the request goes through."""
    passed = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope)

    async def ask() -> None:
        scope: Any = {"client": (client, 4711) if client else None}
        await limits.handle(scope, None, None, app)  # type: ignore[arg-type]

    try:
        anyio.run(ask)
    except TooManyRequestsException as fault:
        assert not passed
        return int((fault.headers or {})["Retry-After"])
    assert len(passed) == 1
    return None


def test_a_minute_has_so_many_requests_and_the_next_as_many() -> None:
    clock = Clock()
    limits = Limits(2, clock)
    assert [_ask(limits, "203.0.113.7") for _ in range(3)] == [None, None, 60]
    clock.seconds += 45
    assert _ask(limits, "203.0.113.7") == 15
    clock.seconds += 14.9
    assert _ask(limits, "203.0.113.7") == 1
    clock.seconds += 0.1
    assert [_ask(limits, "203.0.113.7") for _ in range(3)] == [None, None, 60]


def test_each_client_is_counted_for_itself_and_forgotten() -> None:
    clock, counts = Clock(), Counts()
    limits = Limits(1, clock, counts)
    assert [_ask(limits, f"203.0.113.{i}") for i in range(200)] == [None] * 200
    assert _ask(limits, "203.0.113.7") == 60
    clock.seconds += 60
    assert _ask(limits, None) is None
    assert len(counts) == 1


def test_processes_count_a_client_together(tmp_path: Path) -> None:
    file = tmp_path / "counts"
    file.write_bytes(bytes(SIZE))
    clock = Clock()
    one, other = (Limits(3, clock, SharedCounts(str(file), "bí mật")) for _ in range(2))
    asked = [one, other, other, one, other]
    assert [_ask(limits, "203.0.113.7") for limits in asked] == [None, None, None, 60, 60]
    assert _ask(other, "203.0.113.8") is None
    clock.seconds += 60
    assert [_ask(limits, "203.0.113.7") for limits in asked] == [None, None, None, 60, 60]
    assert file.stat().st_size == SIZE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("", "testclient", False),
    ],
)
def test_whose_requests_are_counted_together(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same
