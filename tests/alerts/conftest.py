"""A store of our own with an alert, its receivers, and pages that come in one after the other."""

import asyncio
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from thoisu import add, incoming, open_store
from thoisu.alerts import making
from thoisu.alerts.letters import Smtp, server_named
from thoisu.alerts.records import Event
from thoisu.alerts.rounds import Report, round
from thoisu.alerts.states import Alert, Channel
from thoisu.chronicle.preparing import Incoming
from thoisu.store.base import Store
from thoisu.watch.fetching import Fetcher, Limits, user_agent

from .receivers import PATIENCE, Hook, Mailbox, hook, mailbox

NOW = 1_667_635_200.0
TODAY = date(2022, 11, 6)
SECRET = "chi-nguoi-nhan-biet"
PATIENT = Limits(PATIENCE, PATIENCE, PATIENCE)  # none of these receivers keeps silent: only a busy machine does
TEXTS = (
    "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).",
    "Ngày 3/11, Thủ tướng Đức Olaf Scholz đã điện đàm với Tổng thống Pháp Emmanuel Macron.",
    "Thủ tướng Đức Olaf Scholz sẽ thăm Ấn Độ vào ngày 12/11.",
    "Ngày 2/11, Thủ tướng Đức Olaf Scholz đã gặp Tổng thống Ukraine Volodymyr Zelensky tại Kiev (Ukraine).",
    "Chuyến thăm Ấn Độ ngày 12/11 của Thủ tướng Đức Olaf Scholz bị hoãn.",
    "Thủ tướng Đức Olaf Scholz ngày 4/11 đã tới Bắc Kinh, Trung Quốc.",
    "Ngày 5/11, Tổng thống Hàn Quốc Yoon Suk-yeol đã đến Hà Nội (Việt Nam).",
)


@cache
def page(number: int) -> Incoming:
    """A page: one of a few texts, all but the last about Germany."""
    return incoming(
        TEXTS[number % len(TEXTS)], published="2022-11-05", uri=f"https://bao-{number}.example.vn/tin-{number}.html"
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "tin.sqlite"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


@pytest.fixture(scope="module")
def hooks() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture(scope="module")
def letters() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def web(hooks: Hook) -> Hook:
    """A webhook that has got nothing yet."""
    for log in (hooks.got, hooks.taken, hooks.answers):
        log.clear()
    return hooks


@pytest.fixture
def post(letters: Mailbox) -> Mailbox:
    """A mail server that has got nothing yet."""
    for log in (letters.letters, letters.raw, letters.senders, letters.recipients, letters.refusals):
        log.clear()
    return letters


def make(store: Store, *channels: Channel, lang: str = "vi", desk: str | None = None) -> Alert:
    """The alert "duc": all that Germany does."""
    alert = Alert(name="duc", filters={"actor": ["Đức"]}, on=making.kinds_of(None), made=NOW, lang=lang, desk=desk)
    assert making.make(store, alert, channels, TODAY)
    return alert


def to_hook(url: str) -> Channel:
    return Channel(alert="duc", kind="webhook", target=url, secret=SECRET)


def to_mail(every: float = 0) -> Channel:
    return Channel(alert="duc", kind="mail", target="bien-tap@example.vn", every=every)


def put(store: Store, *numbers: int) -> None:
    """Adds pages, one after the other, so that what they tell is in their order."""
    for number in numbers:
        add(store, [page(number)])


def rounds(
    store: Store, now: float = NOW, smtp: Smtp | None = None, patience: float = 60, today: date = TODAY
) -> Report:
    """One round, without chance."""

    async def once() -> Report:
        async with Fetcher(user_agent(), allow_private=True, limits=PATIENT) as fetcher:
            return await round(store, now, fetcher, smtp, today, patience, chance=lambda: 0.0)

    return asyncio.run(once())


def server(post: Mailbox) -> Smtp:
    """The mail server of a test."""
    found = server_named({"THOISU_SMTP": post.url}, "thoisu@example.vn")
    assert found is not None
    return found


def events(store: Store) -> list[Event]:
    return [msgspec.json.decode(body, type=Event) for _, body in store.events("duc")]
