"""A process that looks and delivers is killed, whatever it is at: nothing is told twice, nothing is lost."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from thoisu import open_store
from thoisu.alerts.rounds import look_all, round
from thoisu.alerts.signing import EVENT_ID
from thoisu.store.core import Row
from thoisu.store.sqlite import SqliteStore
from thoisu.watch.fetching import Fetcher, user_agent

from ..store.processes import end, start
from .conftest import NOW, PATIENT, TEXTS, TODAY, events, make, page, put, rounds, server, to_hook, to_mail
from .receivers import Hook, Mailbox


class Dying(SqliteStore):
    """A store whose process kills itself before a statement; it keeps what was asked of it, in its order."""

    def __init__(self, path: Path, lives: int | None) -> None:
        self.lives: int | None = None
        self.asked: list[str] = []
        super().__init__(path)
        self.asked.clear()
        self.lives = lives

    def _live(self, sql: str) -> None:
        self.asked.append(sql)
        if self.lives is not None and len(self.asked) > self.lives:
            os.kill(os.getpid(), signal.SIGKILL)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        self._live(sql)
        return super()._rows(sql, values)

    def _run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self._live(sql)
        super()._run_many(sql, rows)


def _round(store: SqliteStore, now: float, post: Mailbox, today: date) -> None:
    async def once() -> None:
        async with Fetcher(user_agent(), allow_private=True, limits=PATIENT) as fetcher:
            await round(store, now, fetcher, server(post), today, chance=lambda: 0.0)

    asyncio.run(once())


def _dies(place: Path, lives: int, now: float, post: Mailbox, today: date = TODAY) -> bool:
    """Whether a process that makes a round was killed by itself, before it was done."""

    def work(tell: BinaryIO) -> None:
        _round(Dying(place, lives), now, post, today)

    status, _ = end(*start(work))
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _check(web: Hook, post: Mailbox, told: list[Any]) -> None:
    """Each event came at least once, in order, each time with one id and one content; so did the letters."""
    ids = [headers[EVENT_ID] for headers, _ in web.taken]
    assert list(dict.fromkeys(ids)) == [event.id for event in told]
    places = [[event.id for event in told].index(id) for id in ids]
    assert places == sorted(places)
    assert len({(headers[EVENT_ID], body) for headers, body in web.taken}) == len(told)
    letters = list(dict.fromkeys(post.raw))
    assert len({letter["Message-ID"] for letter in post.letters}) == len(letters)
    assert bool(letters) == bool(told)


@pytest.fixture
def waiting(tmp_path: Path, web: Hook, post: Mailbox) -> Path:
    """A store in which a round has much to do."""
    place = tmp_path / "mau.sqlite"
    with open_store(place) as store:
        make(store, to_hook(web.url), to_mail())
        put(store, 2)
        look_all(store, NOW, TODAY)
        put(store, 4)
    return place


def _on_a_copy(waiting: Path, name: str) -> Path:
    return Path(shutil.copy(waiting, waiting.with_name(name)))


def test_killed_around_each_transaction(waiting: Path, web: Hook, post: Mailbox) -> None:
    whole = Dying(_on_a_copy(waiting, "ca.sqlite"), None)
    _round(whole, NOW, post, TODAY)
    told = events(whole)
    assert sorted(event.kind for event in told) == ["new", "new", "plan"]
    commits = [number for number, sql in enumerate(whole.asked) if sql == "COMMIT"]
    assert len(commits) == 6  # the look, three deliveries, a letter made and sent
    whole.close()
    died = 0
    for lives in sorted({number + off for number in commits for off in (0, 1)}):
        web.taken.clear()
        post.raw.clear()
        post.letters.clear()
        place = _on_a_copy(waiting, f"{lives}.sqlite")
        died += _dies(place, lives, NOW, post)
        with open_store(place) as store:
            rounds(store, NOW, server(post))
            assert events(store) == told
        _check(web, post, told)
    assert died == 2 * len(commits)


STEPS = st.lists(
    st.tuples(
        st.lists(st.integers(0, len(TEXTS) * 2 - 1), max_size=2),  # pages that come in
        st.integers(0, 4),  # days that go by
        st.lists(st.integers(0, 120), max_size=2),  # rounds that are killed before so many statements
        st.sampled_from([None, 500, "cut"]),  # what the webhook does with its next request
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=6, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(steps=STEPS)
def test_whatever_happens_each_event_is_told_once_and_arrives(hooks: Hook, letters: Mailbox, steps: list[Any]) -> None:
    web, post = hooks, letters
    for log in (web.got, web.taken, web.answers, post.letters, post.raw, post.refusals):
        log.clear()
    with tempfile.TemporaryDirectory() as folder:
        whole, place = Path(folder) / "ca.sqlite", Path(folder) / "tin.sqlite"
        with open_store(whole) as calm, open_store(place) as store:
            make(calm)
            make(store, to_hook(web.url), to_mail())
        days = list(accumulate((days for _, days, _, _ in steps), initial=0))[1:]
        for (pages, _, deaths, fault), day in zip(steps, days, strict=True):
            now, today = NOW + day * 86_400, TODAY + timedelta(days=day)
            _both(whole, place, lambda store, pages=pages: put(store, *pages))  # type: ignore[misc]
            web.answers[:] = [{None: (200, {}), 500: (500, {}), "cut": None}[fault]]
            for lives in deaths:
                _dies(place, lives, now, post, today)
            _both(whole, place, lambda store, now=now, today=today: rounds(store, now, server(post), today=today))  # type: ignore[misc]
        web.answers.clear()
        with open_store(whole) as calm, open_store(place) as store:
            rounds(store, NOW + 100 * 86_400, server(post), today=today)
            told = events(store)
            assert told == events(calm)
        _check(web, post, told)


def _both(whole: Path, place: Path, work: Callable[[SqliteStore], object]) -> None:
    for one in (whole, place):
        with SqliteStore(one) as store:
            work(store)


def test_the_pages_are_read_before_a_process_is_forked() -> None:
    assert all(page(number).reading.events for number in range(len(TEXTS)))
