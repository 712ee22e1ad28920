"""Following a store: its revision, what became of its entries, and tokens."""

import pytest

from thoisu.chronicle.records import Question
from thoisu.errors import NotInStore
from thoisu.model import replace
from thoisu.store.base import Store

from .making import add, entry_of, page


def test_the_revision_changes_with_each_change_and_with_nothing_else(store: Store) -> None:
    before = store.revision()
    store.ask(Question())
    assert store.revision() == before
    add(store, 1)
    after = store.revision()
    assert after != before
    with pytest.raises(NotInStore):
        _change_and_fail(store)
    assert store.revision() == after
    assert after.partition("-")[0] == before.partition("-")[0]


def _change_and_fail(store: Store) -> None:
    with store.writing():
        store.put_token("an", "h", True)
        store.put_parent("never000there", None, 0.0)


def test_the_newest_day_is_that_of_the_newest_page(store: Store) -> None:
    assert store.latest() is None
    made = add(store, 1, 2, 3)
    newest = max(made, key=lambda one: one.document.moment or "")
    assert store.latest() == newest.document.day


def test_changes_tell_what_became_of_entries(store: Store) -> None:
    assert (store.last_change(), store.changes(0)) == (0, [])
    made = page(1)
    entry = entry_of(made.tellings[0], "story1")
    with store.writing():
        store.put_document(made.document, made.sketch)
        store.put_tellings(made.document.id, made.tellings, [["b"]] * len(made.tellings))
        store.put_entries([entry])
    with store.writing():
        store.put_entries([entry])  # the same again is no change
        store.put_entries([replace(entry, status="denied")])
    with store.writing():
        store.put_entries([], gone=[entry.id, "never000there"])
    assert [(c.entry, c.what) for c in store.changes(0)] == [
        (entry.id, "new"), (entry.id, "changed"), (entry.id, "gone"),
    ]  # fmt: skip
    numbers = [c.number for c in store.changes(0)]
    assert numbers == sorted(set(numbers))
    assert store.last_change() == numbers[-1]
    assert [c.what for c in store.changes(numbers[0])] == ["changed", "gone"]
    assert [c.what for c in store.changes(0, limit=1)] == ["new"]


def test_tokens_are_made_once_and_revoked_for_good(store: Store) -> None:
    with store.writing():
        assert store.put_token("an", "hash-an", True)
        assert store.put_token("binh", "hash-binh", False)
        assert not store.put_token("an", "another", True)
    found = store.token("hash-an")
    assert found is not None
    assert (found.name, found.writes, found.revoked) == ("an", True, None)
    assert store.token("another") is None
    with store.writing():
        assert store.revoke_token("an")
        assert not store.revoke_token("an")
        assert not store.revoke_token("nobody")
        assert not store.put_token("an", "third", True)
    assert store.token("hash-an") is None
    assert [(t.name, t.writes, t.revoked is None) for t in store.tokens()] == [
        ("an", True, False), ("binh", False, True),
    ]  # fmt: skip


def test_the_newest_change_of_an_entry_is_known(store: Store) -> None:
    made = page(1)
    one, other = (entry_of(telling, "story1") for telling in made.tellings[:2])
    with store.writing():
        store.put_document(made.document, made.sketch)
        store.put_tellings(made.document.id, made.tellings, [["b"]] * len(made.tellings))
        store.put_entries([one, other])
    first = store.newest_changes([one.id, other.id, "never000there"])
    assert first.keys() == {one.id, other.id}
    with store.writing():
        store.put_entries([replace(other, status="denied")])
    assert store.newest_changes([one.id, other.id]) == {one.id: first[one.id], other.id: store.last_change()}
    with store.writing():
        store.put_entries([], gone=[other.id])
    assert store.newest_changes([other.id]) == {other.id: store.last_change()}
    assert store.newest_changes([]) == {}
