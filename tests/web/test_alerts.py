"""Alerts as a page, as feeds and over the API."""

import re
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest

from thoisu import add, incoming
from thoisu.alerts.looking import look
from thoisu.alerts.making import make
from thoisu.alerts.states import Alert, Channel
from thoisu.model import replace
from thoisu.store.base import Store

from .conftest import Client
from .hostile import SCRIPT, faults, hostile

NOW, TODAY = 1_667_635_200.0, date(2022, 11, 6)
PAGES = (
    ("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", "https://bao-a.example.vn/tin-1.html"),
    ("Thủ tướng Đức Olaf Scholz sẽ thăm Ấn Độ vào ngày 12/11.", "https://bao-a.example.vn/tin-2.html"),
)


def _make(store: Store, name: str, **filters: list[str]) -> None:
    alert = Alert(name=name, filters=filters, on=["new", "overdue"], made=NOW, lang="vi", desk="https://tin.example.vn")
    channels = [
        Channel(alert=name, kind="webhook", target="https://hook.example.vn/services/T0/bi-mat", secret="rat-bi-mat"),
        Channel(alert=name, kind="mail", target="bien-tap@example.vn", every=86_400),
    ]
    assert make(store, alert, channels, TODAY)


@pytest.fixture
def told(empty: Client) -> Client:
    """A desk with two alerts, one of which has told two events and failed to deliver them."""
    with empty.app.state.stores.borrow() as store:
        _make(store, "duc", actor=["Đức"])
        _make(store, "han-quoc", actor=["Hàn Quốc"])
        for text, uri in PAGES:
            add(store, [incoming(text, published="2022-11-05", uri=uri)])
        assert look(store, "duc", NOW, TODAY) == 2
        [hook, _] = store.channels("duc")
        with store.writing(quiet=True):
            store.put_channel_state(replace(hook, tries=3, failing_since=NOW, due=NOW + 60, fault="500 no"))
    return empty


def test_the_page_says_what_each_asks_told_and_delivers(told: Client) -> None:
    text = told.get("/alerts", headers={"Accept-Language": "en"}).text
    row = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<tbody>") : text.index("</tbody>")]))
    for says in ("duc actor Đức New, Plan past its day 2 events", "https://hook.example.vn/…", "…@example.vn",
                 "2 to be delivered, failing since 2022-11-05 08:00, tries: 3 (500 no)", "0 events"):  # fmt: skip
        assert says in row
    for secret in ("bi-mat", "bien-tap@"):
        assert secret not in text
    assert text.index("Olaf Scholz (Germany) → India") < text.index("Olaf Scholz (Germany) → China")


def test_deliveries_on_the_page_are_those_of_now(told: Client) -> None:
    assert "500 no" in told.get("/alerts").text
    with told.app.state.stores.borrow() as store, store.writing(quiet=True):
        [hook, _] = store.channels("duc")
        store.put_channel_state(replace(hook, sent=2, tries=0, failing_since=None, fault=None))
    assert "500 no" not in told.get("/alerts").text


def test_an_empty_store_has_no_alerts(empty: Client) -> None:
    assert "Chưa có cảnh báo nào" in empty.get("/alerts", headers={"Accept-Language": "vi"}).text


def test_a_feed_holds_the_events_newest_first(told: Client) -> None:
    answer = told.get("/alerts/duc.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title == "Cảnh báo: duc"
    assert [link.href for link in feed.feed.links if link.rel == "self"] == ["https://tin.example.vn/alerts/duc.atom"]
    events = told.get("/api/v1/alerts/duc").json()["events"]
    assert [entry.id for entry in feed.entries] == [f"tag:thoisu.invalid,2026:event/{e['id']}" for e in events[::-1]]
    assert [entry.updated for entry in feed.entries] == ["2022-11-05T08:00:00Z"] * 2
    assert feed.entries[0].link == f"https://tin.example.vn/entry/{events[1]['entry']['id']}"
    assert "Thủ tướng Đức Olaf Scholz sẽ thăm Ấn Độ" in feed.entries[0].content[0].value
    tree = ElementTree.fromstring(answer.content)
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    assert "Alert: duc" in told.get("/alerts/duc.atom?lang=en").text


def test_a_feed_that_has_not_changed_is_not_sent_again(told: Client) -> None:
    tag = told.get("/alerts/duc.atom").headers["etag"]
    assert told.get("/alerts/duc.atom", headers={"If-None-Match": tag}).status_code == 304
    with told.app.state.stores.borrow() as store:
        look(store, "duc", NOW, date(2022, 11, 20))
    assert told.get("/alerts/duc.atom", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/alerts/nga.atom", "/alerts/duc", "/alerts/.atom", "/api/v1/alerts/nga"])
def test_what_is_no_alert_is_not_found(told: Client, address: str) -> None:
    assert told.get(address).status_code == 404


def test_the_api_tells_events_in_order_and_no_secret(told: Client) -> None:
    answer = told.get("/api/v1/alerts").json()
    assert [alert["name"] for alert in answer["alerts"]] == ["duc", "han-quoc"]
    [hook, mail] = answer["alerts"][0]["channels"]
    assert (hook["to"], hook["waiting"], hook["failing_since"]) == (
        "https://hook.example.vn/…",
        2,
        "2022-11-05T08:00:00Z",
    )
    assert (mail["to"], mail["every"]) == ("…@example.vn", 86_400)
    first = told.get("/api/v1/alerts/duc?limit=1").json()
    rest = told.get(f"/api/v1/alerts/duc?after={first['last']}").json()
    assert [event["seq"] for event in first["events"] + rest["events"]] == [1, 2]
    assert told.get(f"/api/v1/alerts/duc?after={rest['last']}").json()["events"] == []
    assert "bi-mat" not in told.get("/api/v1/alerts").text + told.get("/api/v1/alerts/duc").text


def test_answers_of_the_api_are_tagged_by_what_they_hold(told: Client) -> None:
    tag = told.get("/api/v1/alerts").headers["etag"]
    assert told.get("/api/v1/alerts", headers={"If-None-Match": tag}).status_code == 304
    with told.app.state.stores.borrow() as store, store.writing(quiet=True):
        store.drop_alert("han-quoc")
    assert told.get("/api/v1/alerts", headers={"If-None-Match": tag}).status_code == 200


def test_what_a_page_holds_stays_text(empty: Client) -> None:
    with empty.app.state.stores.borrow() as store:
        _make(store, "tat-ca")
        add(store, [hostile()])
        assert look(store, "tat-ca", NOW, TODAY) > 0
    text = empty.get("/alerts").text
    assert faults(text) == []
    assert SCRIPT not in text
    feed = empty.get("/alerts/tat-ca.atom").content
    assert ElementTree.fromstring(feed) is not None
    assert SCRIPT.encode() not in feed
