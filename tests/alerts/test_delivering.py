"""Events to their receivers: in order, with one id and one content however often they are tried."""

import asyncio
import socket
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from thoisu.alerts.delivering import FIRST, LONGEST
from thoisu.alerts.letters import server_named
from thoisu.alerts.making import pause, resume
from thoisu.alerts.records import Event
from thoisu.alerts.rounds import round
from thoisu.alerts.signing import EVENT_ID, SIGNATURE, is_signed
from thoisu.alerts.standing import standing
from thoisu.alerts.states import Channel
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.watch.fetching import Fetcher, user_agent

from .conftest import NOW, SECRET, TODAY, events, make, put, rounds, server, to_hook, to_mail
from .receivers import Hook, Mailbox, hook


def _taken(web: Hook) -> list[tuple[str, Event]]:
    return [(headers[EVENT_ID], msgspec.json.decode(body, type=Event)) for headers, body in web.taken]


def test_a_webhook_gets_each_event_once_in_order_and_signed(store: Store, web: Hook) -> None:
    make(store, to_hook(web.url), desk="https://tin.example.vn")
    put(store, 0, 6, 1, 2)
    assert rounds(store).delivered == 3
    told = events(store)
    assert [(id, event) for id, event in _taken(web)] == [(event.id, event) for event in told]
    assert [event.seq for event in told] == [1, 2, 3]
    assert {event.link for event in told} == {f"https://tin.example.vn/entry/{e.entry.id}" for e in told if e.entry}
    for headers, body in web.got:
        assert is_signed(SECRET, body, headers[SIGNATURE], NOW)
        assert not is_signed("khac", body, headers[SIGNATURE], NOW)
        assert headers["Content-Type"] == "application/json"
    assert rounds(store).delivered == 0
    assert len(web.got) == 3


CUT: Any = None
FAULTS = [
    pytest.param([(500, {})], FIRST, "500 Internal Server Error", id="500"),
    pytest.param([CUT], FIRST, "the connection broke: Server disconnected", id="cut"),
    pytest.param([(302, {"Location": "http://127.0.0.1:9/"})], FIRST, "leads elsewhere", id="redirect"),
    pytest.param([(429, {"Retry-After": "900"})], 900, "429 Too Many Requests", id="429"),
    pytest.param([(503, {"Retry-After": "2"})], FIRST, "503 Service Unavailable", id="503, soon"),
    pytest.param([(503, {"Retry-After": "99999999"})], 86_400, "503 Service Unavailable", id="503, for years"),
    pytest.param([(404, {})], FIRST, "404 Not Found", id="404"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "wait", "fault"), FAULTS)
def test_what_a_receiver_does_not_take_is_sent_again(
    store: Store, web: Hook, answers: list[Any], wait: float, fault: str
) -> None:
    make(store, to_hook(web.url))
    put(store, 0, 1, 3)
    web.answers[:] = [(200, {}), *answers]
    report = rounds(store)
    assert (report.told, report.delivered, report.failed) == (3, 1, 1)
    assert report.next_at is not None
    assert report.next_at - NOW == pytest.approx(wait, abs=2)
    [channel] = store.channels("duc")
    assert (channel.fault or "").startswith(fault)
    assert channel.sent == 1
    assert rounds(store, NOW + wait - 3).delivered == 0  # not yet
    assert len(web.got) == 2
    assert rounds(store, NOW + wait + 3).delivered == 2
    assert [id for id, _ in _taken(web)] == [event.id for event in events(store)]
    again = [(headers[EVENT_ID], body) for headers, body in web.got[1:3]]
    assert again[0] == again[1]
    [channel] = store.channels("duc")
    assert (channel.tries, channel.failing_since, channel.fault, channel.due) == (0, None, None, None)


def test_a_receiver_that_is_down_for_a_day_gets_all_of_it_in_order(store: Store) -> None:
    with hook() as web:
        url = web.url
    make(store, to_hook(url))
    waits, now = [], NOW
    for number in (0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2):
        put(store, number)
        report = rounds(store, now)
        assert report.failed == 1
        assert report.next_at is not None
        waits.append(report.next_at - now)
        now = report.next_at + 1
    assert waits[0] == pytest.approx(FIRST, abs=1)
    assert all(after > before for before, after in pairwise(waits[:10]))
    assert waits[-1] == pytest.approx(LONGEST, abs=1)
    [how] = standing(store, store.alerts())[0].channels
    assert (how.failing_since, how.tries, how.waiting) == ("2022-11-05T08:00:00Z", 13, len(events(store)))
    assert "no connection" in (how.fault or "")
    with hook(int(url.split(":")[2].split("/")[0])) as web:
        assert rounds(store, now).delivered == len(events(store))
        assert [(id, event) for id, event in _taken(web)] == [(event.id, event) for event in events(store)]


def test_a_receiver_that_is_gone_is_left_alone_until_it_is_resumed(store: Store, web: Hook) -> None:
    alert = make(store, to_hook(web.url))
    put(store, 0)
    web.answers[:] = [(410, {})]
    assert rounds(store).failed == 1
    assert standing(store, [alert])[0].channels[0].is_gone
    assert rounds(store, NOW + 10 * LONGEST).delivered == 0
    assert len(web.got) == 1
    with store.writing():
        resume(store, alert)
    assert rounds(store, NOW + 10 * LONGEST).delivered == 1


def test_a_paused_alert_neither_looks_nor_sends_and_loses_nothing(store: Store, web: Hook) -> None:
    alert = make(store, to_hook(web.url))
    with store.writing():
        pause(store, alert)
    put(store, 0)
    assert (rounds(store).told, len(web.got)) == (0, 0)
    with store.writing():
        resume(store, alert)
    assert (rounds(store).delivered, len(web.taken)) == (1, 1)


def test_one_receiver_that_fails_holds_up_no_other(store: Store, web: Hook) -> None:
    with hook() as other:
        other.answers[:] = [(500, {})]
        make(store, to_hook(web.url), to_hook(other.url))
        put(store, 0, 1)
        report = rounds(store)
        assert (report.delivered, report.failed) == (2, 1)
        assert len(web.taken) == 2
        assert rounds(store, NOW + FIRST + 3).delivered == 2
        assert [body for _, body in other.taken] == [body for _, body in web.taken]


def test_an_address_in_this_network_is_not_asked_unless_it_is_allowed(store: Store, web: Hook) -> None:
    make(store, to_hook(web.url))
    put(store, 0)

    async def once() -> int:
        async with Fetcher(user_agent()) as fetcher:
            return (await round(store, NOW, fetcher, None, TODAY)).failed

    assert asyncio.run(once()) == 1
    assert web.got == []
    assert "not a public address" in (store.channels()[0].fault or "")


def test_a_secret_of_the_environment(store: Store, web: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, Channel(alert="duc", kind="webhook", target=web.url, secret_env="TIN_MOI"))
    put(store, 0)
    monkeypatch.delenv("TIN_MOI", raising=False)
    assert (rounds(store).failed, web.got) == (1, [])
    assert "TIN_MOI is not set" in (store.channels()[0].fault or "")
    monkeypatch.setenv("TIN_MOI", SECRET)
    assert rounds(store, NOW + FIRST + 1).delivered == 1
    [(headers, body)] = web.taken
    assert is_signed(SECRET, body, headers[SIGNATURE], NOW + FIRST + 1)


def test_a_round_ends_when_its_time_is_over_and_the_next_goes_on(store: Store, web: Hook) -> None:
    make(store, to_hook(web.url))
    put(store, 0, 1, 3)
    assert rounds(store, patience=0).delivered == 0
    begun = time.monotonic()
    assert rounds(store, patience=1e-9).delivered == 0
    assert time.monotonic() - begun < 5
    assert rounds(store).delivered == 3


def test_two_processes_do_not_send_side_by_side(store: Store, web: Hook) -> None:
    make(store, to_hook(web.url))
    put(store, 0)
    with store.lease("alerts"):
        report = rounds(store)
    assert report.is_busy
    assert (report.told, web.got) == (0, [])
    assert rounds(store).delivered == 1


def test_what_somebody_read_before_it_looked_on_does_not_set_it_back(store: Store, web: Hook) -> None:
    alert = make(store, to_hook(web.url))
    put(store, 0)
    before = store.alert("duc")
    assert before is not None
    assert rounds(store).told == 1
    for change in (pause, resume):
        with store.writing():
            change(store, before)
    put(store, 1)
    assert rounds(store).told == 1
    assert [event.seq for event in events(store)] == [1, 2]
    assert alert.seq == before.seq == 0


@pytest.mark.parametrize("made_anew", [False, True])
def test_an_alert_that_goes_while_it_delivers_ends_no_round(
    place: Path, store: Store, web: Hook, made_anew: bool
) -> None:
    make(store, to_hook(web.url))
    put(store, 0, 1)

    def gone() -> tuple[int, dict[str, str]]:
        with open_store(place) as other:
            with other.writing():
                other.drop_alert("duc")
            if made_anew:
                make(other, to_hook(f"{web.url}/khac"))
        return 204, {}

    web.answers[:] = [gone]
    assert rounds(store).failed == 0
    assert len(web.got) == 1
    assert rounds(store).delivered == 0


def test_a_paused_alerts_next_try_is_waited_for_by_nobody(store: Store, web: Hook) -> None:
    alert = make(store, to_hook(web.url))
    put(store, 0)
    web.answers[:] = [(500, {})]
    assert rounds(store).next_at is not None
    with store.writing():
        pause(store, alert)
    assert rounds(store, NOW + 10 * LONGEST).next_at is None


def test_a_clock_that_was_set_back_holds_up_no_delivery(store: Store, web: Hook, post: Mailbox) -> None:
    make(store, to_hook(web.url), to_mail(every=86_400))
    put(store, 0)
    web.answers[:] = [(500, {})]
    ahead = NOW + 365 * 86_400.0
    assert rounds(store, ahead, server(post)).failed == 1
    assert len(post.letters) == 1
    put(store, 1)
    assert rounds(store, NOW + 60, server(post)).delivered == 3
    assert (len(web.taken), len(post.letters)) == (2, 2)


def test_who_stops_a_round_does_not_wait_for_a_mail_server(store: Store) -> None:
    make(store, to_mail())
    put(store, 0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        smtp = server_named({"THOISU_SMTP": f"smtp://127.0.0.1:{silent.getsockname()[1]}"}, "thoisu@example.vn")

        async def stopped() -> None:
            async with Fetcher(user_agent()) as fetcher:
                task = asyncio.create_task(round(store, NOW, fetcher, smtp, TODAY))
                await asyncio.sleep(0.05)
                task.cancel()

        begun = time.monotonic()
        asyncio.run(stopped())
    assert time.monotonic() - begun < 5


# -- digests ---------------------------------------------------------------------------------------------


def test_a_digest_gathers_what_was_told_in_its_time(store: Store, post: Mailbox) -> None:
    make(store, to_mail(every=86_400))
    put(store, 0, 1)
    assert rounds(store, NOW + 60, server(post)).delivered == 0
    put(store, 2)
    assert rounds(store, NOW + 86_400, server(post)).delivered == 3
    put(store, 3)
    assert rounds(store, NOW + 90_000, server(post)).delivered == 0
    assert rounds(store, NOW + 3 * 86_400, server(post)).delivered == 1
    assert rounds(store, NOW + 9 * 86_400, server(post)).delivered == 0
    assert [letter["Subject"] for letter in post.letters] == ["Cảnh báo: duc – Mới: 3", "Cảnh báo: duc – Mới: 1"]
    assert len({letter["Message-ID"] for letter in post.letters}) == 2
    assert post.recipients == [["bien-tap@example.vn"]] * 2
    assert post.senders == ["thoisu@example.vn"] * 2


def test_a_digest_is_frozen_before_it_is_tried(store: Store, post: Mailbox) -> None:
    make(store, to_mail())
    put(store, 0)
    post.refusals[:] = ["451 later", "554 no"]
    assert rounds(store, NOW, server(post)).failed == 1
    put(store, 1)
    assert rounds(store, NOW + FIRST + 1, server(post)).failed == 1
    assert "554" in (store.channels()[0].fault or "")
    assert rounds(store, NOW + 4 * FIRST, server(post)).delivered == 1
    assert rounds(store, NOW + 5 * FIRST, server(post)).delivered == 1
    assert post.raw[0] == post.raw[1] == post.raw[2]
    assert [letter["Subject"] for letter in post.letters] == ["Cảnh báo: duc – Mới: 1"] * 2
    assert post.letters[0]["Message-ID"] != post.letters[1]["Message-ID"]


def test_without_a_mail_server_digests_wait(store: Store, post: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, to_mail())
    put(store, 0)
    monkeypatch.delenv("THOISU_SMTP", raising=False)
    assert rounds(store).failed == 1
    assert "THOISU_SMTP is not set" in (store.channels()[0].fault or "")
    monkeypatch.setenv("THOISU_SMTP", post.url)
    assert rounds(store, NOW + FIRST + 1).delivered == 1
    assert len(post.letters) == 1


def test_what_is_kept_beside_the_chronicle_leaves_its_answers_as_they_are(store: Store, web: Hook) -> None:
    make(store, to_hook(web.url))
    put(store, 0)
    before = store.revision()
    assert rounds(store).delivered == 1
    assert store.revision() == before
