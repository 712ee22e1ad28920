"""Server-sent events, over a socket: what changes arrives, and nobody is held on to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from thoisu import add, incoming, open_store
from thoisu.web import following
from thoisu.web.access import hashed, new_token
from thoisu.web.api import changes
from thoisu.web.app import create_app
from thoisu.web.settings import Settings

from .examples import PAGE, PLAN
from .serving import served, until

STREAM = "/api/v1/stream"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "PERIOD", 0.05)
    monkeypatch.setattr(following, "HEARTBEAT", 0.3)


def events(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """The events of a stream, and its comments as `comment`."""
    fields: dict[str, str] = {}
    for line in lines:
        if not line:
            if fields:
                yield fields
            fields = {}
        elif line.startswith(":"):
            yield {"comment": line}
        else:
            name, _, value = line.partition(": ")
            fields[name] = value


def _write(store: Path, page: dict[str, str]) -> None:
    with open_store(store) as opened:
        add(opened, [incoming(page["text"], page["published"], page["uri"])])


def _changes(store: Path, after: int) -> list[dict[str, Any]]:
    with open_store(store) as opened:
        return [{"number": c.number, "entry": c.entry, "what": c.what} for c in opened.changes(after)]


def _last(store: Path) -> int:
    with open_store(store) as opened:
        return opened.last_change()


def test_what_changes_arrives_as_it_happens(own: Path) -> None:
    last = _last(own)
    with served(own) as (client, _), client.stream("GET", STREAM) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert "content-encoding" not in answer.headers
        found = events(answer.iter_lines())
        assert next(found) == {"retry": "3000"}
        assert "comment" in next(found)  # nothing yet, and from now on
        _write(own, PLAN)
        right = _changes(own, last)
        assert right
        told = (event for event in found if "comment" not in event)
        for change, event in zip(right, told, strict=False):
            assert (event["event"], event["id"]) == ("entry", str(change["number"]))
            assert json.loads(event["data"]) == change


@pytest.mark.parametrize("how", ["header", "query"])
def test_who_comes_back_is_told_what_was_missed(own: Path, how: str) -> None:
    last = _last(own)
    _write(own, PAGE)
    _write(own, PLAN)
    right = _changes(own, last)
    given: dict[str, Any] = (
        {"headers": {"Last-Event-ID": str(last)}} if how == "header" else {"params": {"after": last}}
    )
    with served(own) as (client, _), client.stream("GET", STREAM, **given) as answer:
        found = (json.loads(e["data"]) for e in events(answer.iter_lines()) if "data" in e)
        assert [next(found) for _ in right] == right


def test_long_lists_of_changes_are_told_whole(own: Path) -> None:
    right = _changes(own, 0)
    last = _last(own)
    with served(own) as (client, _), client.stream("GET", STREAM, params={"after": 0}) as answer:
        found = (int(e["id"]) for e in events(answer.iter_lines()) if "data" in e)
        numbers = [next(found) for _ in range(last)]
    assert numbers == list(range(1, last + 1))
    assert numbers[: len(right)] == [c["number"] for c in right]


@pytest.mark.parametrize("given", ["x", "-1", "1.5", "9" * 30, "١", "1 2", "\xb9"])
def test_an_id_that_is_none_is_refused(own: Path, given: str) -> None:
    with served(own) as (client, follows):
        answer = client.get(STREAM, headers=[(b"last-event-id", given.encode("utf-8"))])
        assert answer.status_code == 400
        assert "Last-Event-ID" in answer.json()["detail"]
        assert follows.listeners == 0


def test_there_is_a_most_of_listeners_and_places_become_free(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST", 2)
    with served(own) as (client, follows):
        with client.stream("GET", STREAM) as one, client.stream("GET", STREAM) as other:
            assert [one.status_code, other.status_code] == [200, 200]
            refused = client.get(STREAM)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
            assert "/api/v1/changes" in refused.json()["detail"]
            assert client.get("/api/v1/entries").status_code == 200
        until(lambda: follows.listeners == 0)
        with client.stream("GET", STREAM) as again:
            assert again.status_code == 200


def test_a_listener_that_goes_before_its_stream_begins_leaves_no_place_taken(own: Path) -> None:
    follows = create_app(Settings(str(own))).state.following
    place = follows.enter()
    stream = changes._events(follows, place, None, None)
    assert follows.listeners == 1
    del place, stream
    assert follows.listeners == 0


def test_listeners_hold_no_connection(own: Path) -> None:
    with served(own, connections=1) as (client, follows):
        streams = [client.stream("GET", STREAM) for _ in range(8)]
        answers = [stream.__enter__() for stream in streams]
        assert [answer.status_code for answer in answers] == [200] * 8
        assert follows.listeners == 8
        assert [client.get("/api/v1/stats").status_code for _ in range(5)] == [200] * 5
        for stream in streams:
            stream.__exit__(None, None, None)
        until(lambda: follows.listeners == 0)


def test_streams_end_when_the_server_stops(own: Path) -> None:
    with served(own) as (client, follows), client.stream("GET", STREAM) as answer:
        found = events(answer.iter_lines())
        assert next(found) == {"retry": "3000"}
        follows.ending = True
        assert all("comment" in event for event in found)  # to its end, without a fault
        assert client.get(STREAM).status_code == 503


def test_a_revoked_token_hears_no_more(own: Path) -> None:
    token = new_token()
    with open_store(own) as store, store.writing():
        store.put_token("doc-gia", hashed(token), False)
    with served(own, host="0.0.0.0") as (client, _):
        assert client.get(STREAM).status_code == 401
        with client.stream("GET", STREAM, headers={"Authorization": f"Bearer {token}"}) as answer:
            found = events(answer.iter_lines())
            assert next(found) == {"retry": "3000"}
            assert "comment" in next(found)
            with open_store(own) as store, store.writing():
                assert store.revoke_token("doc-gia")
            assert all("comment" in event for event in found)
