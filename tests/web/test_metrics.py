"""What a monitor reads at /metrics, for whom, and that the processes of one server count together."""

import time
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from thoisu import add, incoming, open_store
from thoisu.alerts.states import Alert, Channel
from thoisu.watch.records import Source
from thoisu.watch.states import SourceState, Tried, Wanted
from thoisu.web.access import hashed, new_token
from thoisu.web.metrics import Seldom
from thoisu.web.settings import Settings

from .conftest import LOCAL, Client, client_of
from .examples import PAGE

ELSEWHERE = "http://news.example.vn"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def _figures(client: Client) -> Figures:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"
    samples = [s for family in text_string_to_metric_families(answer.text) for s in family.samples]
    found = {(s.name, tuple(sorted(s.labels.items()))): s.value for s in samples}
    assert len(found) == len(samples)
    return found


def _requests(figures: Figures) -> dict[tuple[str, str, str], float]:
    return {
        (labels["method"], labels["route"], labels["status"]): value
        for (name, given), value in figures.items()
        if name == "thoisu_http_requests_total" and (labels := dict(given))
    }


def test_requests_are_counted_by_what_answered_them(own: Path) -> None:
    with client_of(Settings(str(own), rate=7)) as client:
        for path in ("/", "/?actor=Nga", "/entry/0", "/entry/1", "/nowhere/1", "/nowhere/2", "/api/v1/entries"):
            client.get(path)
        client.post("/api/v1/articles", json=PAGE)
        client.post("/map", data={})
        client.request("BREW", "/")
        figures = _figures(client)
        assert client.get("/").status_code == 429
        later = {s.labels["route"]: s.value for f in client.app.state.metrics.of_requests() for s in f.samples
                 if s.name == "thoisu_http_requests_total" and s.labels["status"] in ("200", "429")}  # fmt: skip
    assert _requests(figures) == {
        ("GET", "/", "200"): 2,
        ("GET", "/entry/{id}", "400"): 2,
        ("GET", "none", "404"): 2,
        ("GET", "/api/v1/entries", "200"): 1,
        ("POST", "/api/v1/articles", "401"): 1,
        ("POST", "none", "405"): 1,
        ("OTHER", "none", "405"): 1,
    }
    assert later == {"/": 1, "/api/v1/entries": 1, "/metrics": 1}  # of "/" the last, the refused one
    timed = {
        dict(given)["route"]: n for (name, given), n in figures.items() if name == "thoisu_http_request_seconds_count"
    }
    assert timed == {"/": 2, "/entry/{id}": 2, "/api/v1/entries": 1, "/api/v1/articles": 1}
    assert not any(name.endswith("_created") for name, _ in figures)


def test_the_store_is_told_as_it_is(own: Path) -> None:
    with client_of(Settings(str(own))) as client, open_store(own) as store:
        for _ in range(2):
            until = time.monotonic() + 30  # counted in a hundredth of the time, on a busy machine seldom
            while (figures := _figures(client))["thoisu_store_pages", ()] != store.counts()["pages"]:
                assert time.monotonic() < until
            assert {w: figures[f"thoisu_store_{w}", ()] for w in store.counts()} == store.counts()
            assert figures["thoisu_store_changes_total", ()] == store.last_change() > 0
            assert figures["thoisu_store_up", ()] == 1
            add(store, [incoming(PAGE["text"].encode(), PAGE["published"])])


def test_a_store_that_fails_is_a_figure(own: Path) -> None:
    with client_of(Settings(str(own))) as client:
        client.get("/map")
        own.write_bytes(b"Ha Noi" * 1000)
        figures = _figures(client)
    assert figures["thoisu_store_up", ()] == 0
    assert ("thoisu_store_pages", ()) not in figures
    assert _requests(figures)["GET", "/map", "200"] == 1


@pytest.mark.parametrize("asked", [None, "text/plain", "application/openmetrics-text; version=1.0.0"])
def test_the_form_that_is_asked_for_is_given(desk: Client, asked: str | None) -> None:
    answer = desk.get("/metrics", headers={"Accept": asked} if asked else {})
    is_open = asked is not None and "openmetrics" in asked
    assert answer.headers["content-type"].startswith("application/openmetrics-text" if is_open else "text/plain")
    assert answer.text.endswith("# EOF\n") == is_open


def test_it_is_read_by_those_who_may_read(own: Path) -> None:
    token = new_token()
    with open_store(own) as store, store.writing():
        store.put_token("prometheus", hashed(token), False)
    right, wrong = {"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {token}x"}
    local, reached = Settings(str(own)), Settings(str(own), host="0.0.0.0")
    for settings, asked in (
        (local, [(LOCAL, {}, 200), (LOCAL, wrong, 200), (ELSEWHERE, right, 400)]),
        (reached, [(ELSEWHERE, {}, 401), (ELSEWHERE, wrong, 401), (ELSEWHERE, right, 200)]),
        (replace(reached, public_read=True), [(ELSEWHERE, {}, 200)]),
    ):
        with client_of(settings) as client:
            for base, given, status in asked:
                answer = client.get(f"{base}/metrics", headers=given)
                assert answer.status_code == status, (settings, base, given)
                assert ("thoisu_store_pages" in answer.text) == (status == 200)
                if status != 200:
                    assert answer.headers["content-type"] == "application/problem+json"


def test_what_takes_long_is_made_in_a_hundredth_of_the_time_and_only_when_something_changed() -> None:
    clock, made = [1000.0], []

    def make() -> int:
        clock[0] += 2.0
        made.append(clock[0])
        return len(made)

    seldom: Seldom[int] = Seldom(now=lambda: clock[0])
    answers = []
    for key in range(50):
        clock[0] = max(clock[0], 1000.0 + 20 * key)
        answers.append(seldom.get(key, make))
    assert made == [1002.0, 1222.0, 1442.0, 1662.0, 1882.0]
    assert answers == [1] * 11 + [2] * 11 + [3] * 11 + [4] * 11 + [5] * 6
    clock[0] += 10_000
    assert [seldom.get(key, make) for key in ("a", "a", "a")] == [6, 6, 6]
    clock[0] += 10_000
    assert seldom.get("a", make) == 6


def test_watching_and_alerts_are_told_without_an_address(own: Path) -> None:
    feed, other = (Source(name="thử", url=f"https://{host}/rss?token=bi-mat", kind="feed") for host in ("a.vn", "b.vn"))
    pages = [
        Wanted(known_by=f"a.vn:{n}", url=f"https://a.vn/{n}.html", host="a.vn", source=feed.url, moment=n)
        for n in range(3)
    ]
    alert = Alert(name="thử", filters={}, on=["new"], made=1000.0)
    hook = Channel(alert="thử", kind="webhook", target="https://c.vn/bi-mat", secret="bi-mat")
    mail = Channel(alert="thử", kind="mail", target="bi-mat@c.vn")
    with open_store(own) as store, store.writing(quiet=True):
        store.put_sources([feed, other], 1000.0)
        store.put_look(SourceState(source=feed, looked=1500.0, due=9000.0))
        store.put_look(SourceState(source=other, looked=1400.0, due=9000.0, failures=2, fault="500"))
        store.offer(pages, 1500.0, 60.0)
        store.put_tried([Tried(known_by="a.vn:0", state="failed", cause="404")])
        store.put_alert(alert, [hook, mail])
        store.put_alert_state(msgspec.structs.replace(alert, seq=7))
        [hook, mail] = store.channels()
        store.put_channel_state(msgspec.structs.replace(hook, sent=2, failing_since=1500.0, tries=3, fault="503"))
        store.put_channel_state(msgspec.structs.replace(mail, sent=7))
    with client_of(Settings(str(own))) as client:
        figures = _figures(client)
        assert "bi-mat" not in client.get("/metrics").text
    told = {
        "watch_sources": 2, "watch_sources_failing": 1, "watch_last_look_timestamp_seconds": 1500, "alerts": 1,
        "alert_events_waiting": 5, "alert_channels_failing": 1,
    }  # fmt: skip
    assert {name: figures[f"thoisu_{name}", ()] for name in told} == told
    assert {dict(given)["state"]: n for (name, given), n in figures.items() if name == "thoisu_watch_pages"} == {
        "waiting": 2, "fetched": 0, "kept": 0, "none": 0, "refused": 0, "failed": 1,
    }  # fmt: skip
