"""Tellings, blocks, entries and corrections."""

from contextlib import suppress

import pytest

from thoisu.chronicle.records import Question
from thoisu.errors import NotInStore
from thoisu.model import replace
from thoisu.store import open_store
from thoisu.store.base import Store

from .making import add, entry_of, page, put


def test_tellings_come_back_with_what_their_document_has_now(store: Store) -> None:
    [made] = add(store, 1)
    family = f"family{made.document.id}"
    expected = sorted((replace(t, family=family) for t in made.tellings), key=lambda t: t.id)
    assert store.tellings(t.id for t in made.tellings) == expected
    assert sorted(store.told_in([made.document.id]), key=lambda t: t.id) == expected
    with store.writing():
        store.put_document(replace(made.document, outlet="Báo mới", moment="2022-11-06", day=None), made.sketch)
        store.put_groups({made.document.id: "khac"}, {})
    for told in store.told_in([made.document.id]):
        assert (told.outlet, told.moment, told.day, told.family) == ("Báo mới", "2022-11-06", None, "khac")
    assert store.tellings(["zzzzzzzzzzzz"]) == store.told_in([]) == []


def test_a_document_without_a_family_is_its_own(store: Store) -> None:
    made = page(1)
    with store.writing():
        store.put_document(made.document, made.sketch)
        store.put_tellings(made.document.id, made.tellings, made.blocks)
    assert {told.family for told in store.told_in([made.document.id])} == {made.document.id}


def test_tellings_are_found_by_any_block(store: Store) -> None:
    one, two = add(store, 1, 2)
    assert {t.document for t in store.tellings_in(["p1"])} == {one.document.id}
    both = store.tellings_in(["p1", "p2", "p2"])
    assert [t.id for t in both] == sorted(t.id for t in (*one.tellings, *two.tellings))
    assert store.tellings_in(["p3"]) == store.tellings_in([]) == []
    known = {t.id: t for t in (*one.tellings, both[0])}
    assert [t.id for t in store.tellings_in(["p1", "p2"], known)] == [t.id for t in both if t.id not in known]
    found = {"p1": {e.id for e in one.entries}, "p2": {e.id for e in two.entries}}
    assert store.entries_in(["p1", "p2", "p2", "p3"]) == found
    assert store.entries_in(["p3"]) == store.entries_in([]) == {}
    assert store.blocks([one.tellings[0].id]) == {one.tellings[0].id: sorted(one.blocks[0])}


def test_documents_are_found_by_the_names_that_their_tellings_hold(store: Store) -> None:
    german, french = add(store, 0, 1)
    assert store.naming(["Olaf Scholz"]) == [german.document.id]
    assert store.naming(["Olaf Scholz", "FRA"]) == sorted([german.document.id, french.document.id])
    assert store.naming(["Joe Biden", ""]) == store.naming([]) == []


def test_tellings_are_replaced_and_keep_their_entries(store: Store) -> None:
    [made] = add(store, 1)
    kept, gone = made.tellings[0], made.tellings[1]
    again = replace(kept, number=7, sources=["Reuters"])
    new = replace(gone, id="moimoimoimoi", text="câu hoàn toàn khác")
    with store.writing():
        store.put_tellings(made.document.id, [again, new], [["p1", "p9"], ["p9"]])
    assert [(t.id, t.number, t.sources) for t in store.told_in([made.document.id])] == [
        (new.id, new.number, new.sources),
        (kept.id, 7, ["Reuters"]),
    ]
    assert store.entry_ids([kept.id, gone.id, new.id]) == {kept.id: made.entries[0].id}
    assert [t.id for t in store.tellings_in(["p9"])] == sorted([kept.id, new.id])
    assert [t.id for t in store.tellings_in(["p1"])] == [kept.id]
    assert store.entries_in(["p9"]) == {"p9": {made.entries[0].id}}  # the new telling belongs to none yet
    assert store.blocks([kept.id, gone.id]) == {kept.id: ["p1", "p9"]}
    assert store.counts()["tellings"] == 2


def test_a_telling_with_other_words_is_found_by_them_only(store: Store) -> None:
    [made] = add(store, 1)
    first = made.tellings[0]
    with store.writing():
        changed = replace(first, text="Tuyết rơi dày")
        store.put_tellings(made.document.id, [changed], [["p1"]])
    assert [e.id for e in store.ask(Question(text="tuyet roi"))] == [made.entries[0].id]
    assert store.ask(Question(text=first.text)) == []


def test_each_telling_has_its_blocks(store: Store) -> None:
    with pytest.raises(ValueError, match="shorter"), store.writing():
        put(store, page(1)._replace(blocks=[]))
    assert store.counts()["pages"] == 0


def test_entries_come_back_as_they_were_put(store: Store) -> None:
    [made] = add(store, 1)
    entries = sorted(made.entries, key=lambda entry: entry.id)
    assert store.entries(entry.id for entry in entries) == entries
    assert store.entries(["zzzzzzzzzzzz"]) == store.entries([]) == []
    assert store.entry_ids(t.id for t in made.tellings) == {e.best: e.id for e in entries}
    assert store.resolve("entry", entries[0].id[:8]) == [entries[0].id]
    changed = replace(entries[0], start_day="2022-12-01", end_day=None, status="planned", story="khac", rejected=True)
    with store.writing():
        store.put_entries([changed])
    assert store.entries([changed.id]) == [changed]
    assert store.counts()["entries"] == len(entries)
    assert store.ask(Question(story="khac")) == []
    assert store.ask(Question(story="khac", rejected=True)) == [changed]
    assert changed.id not in {e.id for e in store.ask(Question(end_day="2022-11-30", rejected=True))}


def test_an_entry_that_goes_stands_for_where_its_tellings_went(store: Store) -> None:
    one, two = add(store, 1, 2)
    kept, gone = one.entries[0], two.entries[0]
    joined = entry_of(one.tellings[0], kept.story, two.tellings[0])
    with store.writing():
        store.put_entries([joined], [gone.id])
    assert store.entries([kept.id, gone.id]) == [joined]
    assert store.entry_ids([one.tellings[0].id, two.tellings[0].id]) == dict.fromkeys(joined.tellings, kept.id)
    assert store.resolve("entry", gone.id) == [kept.id]
    with store.writing():
        store.put_entries([kept, gone])
    assert store.resolve("entry", gone.id) == [gone.id]
    assert store.entry_ids([two.tellings[0].id]) == {two.tellings[0].id: gone.id}
    with store.writing():
        store.put_entries([], [gone.id])
    assert store.resolve("entry", gone.id) == []
    assert store.entry_ids([two.tellings[0].id]) == {}


def test_a_telling_that_leaves_an_entry_belongs_to_none(store: Store) -> None:
    one, two = add(store, 1, 2)
    both = entry_of(one.tellings[0], "s", two.tellings[0])
    with store.writing():
        store.put_entries([both], [two.entries[0].id])
        store.put_entries([one.entries[0]])
    assert store.entry_ids([one.tellings[0].id, two.tellings[0].id]) == {one.tellings[0].id: both.id}


def test_tellings_need_their_document(store: Store) -> None:
    made = page(1)
    with pytest.raises(NotInStore, match=made.document.id), store.writing():
        store.put_tellings(made.document.id, made.tellings, made.blocks)


def test_corrections_are_numbered_and_kept(store: Store) -> None:
    with store.writing():
        first = store.put_correction("toà soạn", "set", ["a", "b"], {"from": "2022-01-21", "place": "Geneva"})
        second = store.put_correction("toà soạn", "undo", ["1"], {})
    assert (first.number, second.number) == (1, 2)
    assert first.target == ["a", "b"]
    assert first.values == {"from": "2022-01-21", "place": "Geneva"}
    assert first.time.endswith("+00:00")
    assert store.corrections() == [first, second]


def test_some_lines_of_the_log(store: Store) -> None:
    with store.writing():
        made = [store.put_correction("toà soạn", "reject", [target], {}) for target in "abc"]
    assert store.corrections([made[2].number, made[0].number, 99]) == [made[0], made[2]]
    assert store.corrections([]) == []
    assert store.corrections() == made


def test_the_log_is_that_of_now_whoever_wrote_it(where: str) -> None:
    with open_store(where) as store, open_store(where) as other:
        with store.writing():
            first = store.put_correction("toà soạn", "reject", ["a"], {})
        assert store.corrections() == [first]
        with suppress(KeyError), store.writing():
            lost = store.put_correction("toà soạn", "reject", ["b"], {})
            assert store.corrections() == [first, lost]
            raise KeyError
        assert store.corrections() == [first]
        with other.writing():
            second = other.put_correction("toà soạn", "reject", ["c"], {})
        assert store.corrections() == [first, second]
        store.corrections().clear()
        assert store.corrections() == [first, second]


def test_counts(store: Store) -> None:
    assert set(store.counts().values()) == {0}
    made = add(store, *range(6))
    with store.writing():
        put(store, made[0])
        store.put_correction("toà soạn", "reject", ["a"], {})
    tellings = sum(len(one.tellings) for one in made)
    assert store.counts() == {
        "pages": 6,
        "versions": 7,
        "families": 6,
        "stories": 6,
        "tellings": tellings,
        "entries": tellings,
        "corrections": 1,
    }
