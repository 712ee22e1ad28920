"""Alerts that are made while the store goes on, and of names that are taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from thoisu import add, open_store
from thoisu.alerts import making
from thoisu.alerts.looking import look
from thoisu.alerts.states import Alert, Channel
from thoisu.chronicle.records import Question
from thoisu.store.base import Store
from thoisu.store.sqlite import SqliteStore

from .conftest import NOW, TODAY, events, page, put


class Busy(SqliteStore):
    """A store into which another process adds a page while this one goes through it."""

    def each(self, question: Question, *kind: Any) -> Iterator[Any]:  # type: ignore[override]
        yield from super().each(question, *kind)
        with open_store(self._path) as other:
            add(other, [page(1)])


def _alert(**changes: Any) -> Alert:
    alert = Alert(name="duc", filters={"actor": ["Đức"], "place": None}, on=["new"], made=NOW)
    return msgspec.structs.replace(alert, **changes)


def test_what_came_while_it_was_made_is_known_and_what_comes_then_is_told(place: Path) -> None:
    with Busy(place) as store:
        put(store, 0)
        assert making.make(store, _alert(), [], TODAY)
        assert store.counts()["pages"] == 2
        assert look(store, "duc", NOW, TODAY) == 0
        put(store, 1, 3)  # one of them for the second time
        assert look(store, "duc", NOW, TODAY) == 1
        assert [event.seq for event in events(store)] == [1]


def test_filters_are_kept_as_they_were_given(store: Store) -> None:
    assert making.make(store, _alert(), [], TODAY)
    assert not making.make(store, _alert(filters={}), [Channel(alert="duc", kind="mail", target="a@b.vn")], TODAY)
    found = store.alert("duc")
    assert found is not None
    assert found.filters == {"actor": ["Đức"]}
    assert store.channels() == []


def test_from_the_start_all_is_told_in_the_order_in_which_it_came(store: Store) -> None:
    put(store, 3, 0, 6, 1)
    assert making.make(store, _alert(), [], TODAY, from_start=True)
    assert look(store, "duc", NOW, TODAY) == 3
    told = [event.entry.text for event in events(store) if event.entry]
    assert [text[:9] for text in told] == ["Ngày 2/11", "Ngày 4/11", "Ngày 3/11"]
