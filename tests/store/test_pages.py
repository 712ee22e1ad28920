"""Pages, versions, readings and documents."""

import hashlib

import pytest

from thoisu.chronicle.records import Sketch
from thoisu.errors import NotInStore
from thoisu.model import Reader, replace
from thoisu.store.base import Store
from thoisu.store.packing import PackedPage, packed_document, packed_version
from thoisu.store.words import folded
from thoisu.text import words

from .making import add, entry_of, page, put


def test_a_page_comes_back_as_it_was_added(store: Store) -> None:
    [made] = add(store, 1)
    one = made.document.id
    assert store.raw(one) == made.raw
    assert store.reading(one) == made.reading
    assert list(store.documents([one])) == [made.document]
    version = store.version(one)
    assert version is not None
    assert (version.number, version.document, version.key, version.uri) == (
        1,
        one,
        made.document.key,
        made.document.key,
    )
    assert version.sha256 == hashlib.sha256(made.raw).hexdigest()
    assert version.added.endswith("+00:00")
    assert (version.reader, version.lexicon) == (made.reading.reader.version, made.reading.reader.lexicon)


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 9, "Tin mới.".encode() * 90_000], ids=["empty", "binary", "large"])
def test_bytes_are_kept_whatever_they_are(store: Store, raw: bytes) -> None:
    made = page(1)
    with store.writing():
        store.put_version(made.document.id, made.document.key, packed_version("tin.html", raw, made.reading))
    assert store.raw(made.document.id) == raw


def test_a_new_version_keeps_the_old_one(store: Store) -> None:
    [made] = add(store, 1)
    one, newer = made.document.id, replace(made.reading, warnings=["mới"])
    with store.writing():
        store.put_version(one, made.document.key, packed_version("khac.html", b"sau", newer))
    assert [(v.number, v.uri) for v in store.versions(one)] == [(1, made.document.key), (2, "khac.html")]
    assert (store.raw(one), store.raw(one, 1), store.raw(one, 2)) == (b"sau", made.raw, b"sau")
    assert (store.reading(one), store.reading(one, 1)) == (newer, made.reading)
    assert store.version(one) == store.version(one, 2)
    assert store.counts()["pages"] == 1
    assert store.counts()["versions"] == 2


def test_a_new_reading_takes_the_place_of_the_newest(store: Store) -> None:
    [made] = add(store, 1)
    one = made.document.id
    with store.writing():
        store.put_version(one, made.document.key, packed_version("khac.html", b"sau", made.reading))
        again = replace(made.reading, reader=Reader("9.9.9", "tu-dien"), warnings=["đọc lại"])
        store.put_reading(one, again)
    assert (store.reading(one, 2), store.reading(one, 1)) == (again, made.reading)
    assert [(v.reader, v.lexicon) for v in store.versions(one)][1] == ("9.9.9", "tu-dien")


def test_a_page_is_found_by_its_key(store: Store) -> None:
    made = add(store, 1, 2)
    assert [store.kept_at(one.document.key) for one in made] == [one.document.id for one in made]
    assert store.kept_at("https://example.vn/khac.html") is None


@pytest.mark.parametrize("number", [None, 1, 2])
def test_what_is_not_there_is_said(store: Store, number: int | None) -> None:
    [made] = add(store, 1)
    absent, one = "zzzzzzzzzzzz", made.document.id
    assert store.version(absent, number) is None
    assert store.version(one, 7) is None
    assert store.versions(absent) == []
    assert list(store.documents([absent])) == []
    for ask in (store.raw, store.reading):
        with pytest.raises(NotInStore, match=absent):
            ask(absent, number)
        with pytest.raises(NotInStore, match="version 7"):
            ask(one, 7)
    with pytest.raises(NotInStore, match=absent), store.writing():
        store.put_reading(absent, made.reading)


def test_documents_come_by_id_and_all_of_them(store: Store) -> None:
    made = add(store, *range(12))
    by_id = sorted((one.document for one in made), key=lambda document: document.id)
    assert list(store.documents()) == by_id
    assert list(store.documents(d.id for d in reversed(by_id[:3]))) == by_id[:3]
    assert list(store.documents([])) == []


def test_documents_can_be_gone_through_while_writing(store: Store) -> None:
    add(store, *range(3))
    for number, _ in enumerate(store.documents()):
        add(store, 100 + number)
    assert store.counts()["pages"] >= 6


def test_signatures_are_found_by_any_band(store: Store) -> None:
    add(store, 1, 2, 8)
    one, two, eight = (page(n).document.id for n in (1, 2, 8))
    assert store.signatures([1]) == {one: b"s1"}
    assert store.signatures([2**62 + 1]) == {one: b"s1", eight: b"s8"}
    assert store.signatures([-3, 999]) == {two: b"s2"}
    assert store.signatures([-(2**63), 2**63 - 1]) == {}
    assert store.signatures([]) == {}


def test_features_are_found_by_key_and_day(store: Store) -> None:
    [made] = add(store, 1)
    assert made.document.day == "2022-11-04"
    found = {made.document.id: b"f1"}
    assert store.features(["deu"], "2022-11-04", "2022-11-04") == found
    assert store.features(["k1", "deu", "khac"], "2022-10-01", "2022-12-01") == found
    assert store.features(["khac"], "2022-10-01", "2022-12-01") == {}
    assert store.features(["deu"], "2022-11-05", "2022-12-01") == {}
    assert store.features(["deu"], "2022-10-01", "2022-11-03") == {}
    assert store.features([], "2022-10-01", "2022-12-01") == {}


def test_a_document_is_refiled_when_it_changes(store: Store) -> None:
    [made] = add(store, 1)
    one = made.document.id
    later = replace(made.document, day="2022-12-24", text="Giáng sinh yên bình.", title=None)
    sketch = Sketch(b"s", [7], b"f", ["fra"])
    with store.writing():
        store.put_document(later, sketch)
    assert list(store.documents([one])) == [later]
    assert store.sketches([one, "zzzzzzzzzzzz"]) == {one: sketch}
    assert (store.signatures([1]), store.signatures([7])) == ({}, {one: b"s"})
    assert store.features(["deu"], "2022-01-01", "2022-12-31") == {}
    assert store.features(["fra"], "2022-12-24", "2022-12-24") == {one: b"f"}
    assert [hit.document for hit in store.search("giáng sinh")] == [one]
    assert store.search("bài1") == []


def test_a_document_without_a_day_is_in_no_span(store: Store) -> None:
    made = page(1)
    with store.writing():
        put(store, made)
        store.put_document(replace(made.document, day=None, moment=None), made.sketch)
    assert store.features(["deu"], "", "9999-12-31") == {}
    with store.writing():
        store.put_document(made.document, made.sketch)
    assert store.features(["deu"], "2022-11-04", "2022-11-04") == {made.document.id: b"f1"}


def test_the_same_document_again_changes_nothing(store: Store) -> None:
    [made] = add(store, 1)
    before = store.sketches([made.document.id]), store.search("căng thẳng"), store.counts()
    with store.writing():
        store.put_document(made.document, made.sketch)
    assert (store.sketches([made.document.id]), store.search("căng thẳng"), store.counts()) == before


@pytest.mark.parametrize("change", ["put_document", "put_version", "put_groups", "put_correction"])
def test_changes_belong_inside_a_transaction(store: Store, change: str) -> None:
    made = page(1)
    d = made.document
    values = {
        "put_document": (d, made.sketch),
        "put_version": (d.id, d.key, packed_version("uri", b"", made.reading)),
        "put_groups": ({d.id: "f"}, {}),
        "put_correction": ("toa soan", "reject", ["a"], {}),
    }
    with pytest.raises((RuntimeError, NotInStore)):
        getattr(store, change)(*values[change])
    assert store.counts()["versions"] == 0


def test_an_error_inside_leaves_the_store_as_it_was(store: Store) -> None:
    add(store, 1)
    before = store.counts()
    wrong = page(2)._replace(blocks=[])
    with pytest.raises(ValueError, match="shorter"), store.writing():
        put(store, wrong)
    assert store.counts() == before
    assert store.search("bài2") == []
    add(store, 2)
    assert [hit.document for hit in store.search("bài2")] == [page(2).document.id]


def test_transactions_do_not_nest(store: Store) -> None:
    with pytest.raises(RuntimeError, match=r"writing\(\) inside writing\(\)"), store.writing(), store.writing():
        pass
    add(store, 1)
    assert store.counts()["pages"] == 1


def test_a_page_in_one_go_is_what_the_single_steps_make(store: Store) -> None:
    first, steps, whole = (page(number) for number in (0, 1, 2))
    with store.writing():
        put(store, first)
        for made in (steps, whole):
            document, family = made.document, f"family{made.document.id}"
            tellings = [replace(told, family=family) for told in made.tellings]
            version = packed_version("tin.html", made.raw, made.reading)
            if made is whole:
                said = [folded(words(told.text)) for told in tellings]
                packed = packed_document(document)
                at_once = PackedPage(document, made.sketch, version, packed, tellings, made.blocks, said)
                store.put_page(at_once, family, "story", (first.document.id, 0.5))
                continue
            store.put_version(document.id, document.key, version)
            store.put_document(document, made.sketch)
            store.put_groups({document.id: family}, {document.id: "story"})
            store.put_parent(document.id, first.document.id, 0.5)
            store.put_tellings(document.id, tellings, made.blocks)
    for made in (steps, whole):
        one, word = made.document.id, f"bài{1 if made is steps else 2}"
        kept = (
            [*store.documents([one])], store.raw(one), store.reading(one), [v.number for v in store.versions(one)],
            store.parents([one]), store.families([one]), store.stories([one]),
            [(told.id, told.family) for told in store.told_in([one])],
        )  # fmt: skip
        assert kept == (
            [made.document], made.raw, made.reading, [1],
            {one: (first.document.id, 0.5)}, {one: f"family{one}"}, {one: "story"},
            [(told.id, f"family{one}") for told in made.tellings],
        )  # fmt: skip
        assert one in store.signatures(made.sketch.bands[:1])
        assert one in store.features(["deu"], "2022-11-04", "2022-11-04")
        assert {told.id for told in made.tellings} <= {told.id for told in store.tellings_in([f"p{word[3:]}"])}
        assert [hit.document for hit in store.search(word)] == [one]


def test_a_telling_of_a_page_put_in_one_go_is_its_own_entry_until_it_is_put_into_another(store: Store) -> None:
    first, whole = page(0), page(1)
    one, *others = whole.tellings
    with store.writing():
        put(store, first)
        said = [folded(words(told.text)) for told in whole.tellings]
        version, packed = packed_version("tin.html", whole.raw, whole.reading), packed_document(whole.document)
        made = PackedPage(whole.document, whole.sketch, version, packed, whole.tellings, whole.blocks, said)
        store.put_page(made, whole.document.id, whole.document.id, None)
        assert store.entry_ids(told.id for told in whole.tellings) == {told.id: told.id for told in whole.tellings}
        assert store.entries([one.id]) == []  # which no one has seen
        into = replace(first.entries[0], tellings=[*first.entries[0].tellings, one.id])
        own = [replace(entry_of(told, "story"), id=told.id) for told in others]
        store.put_entries([into, *own], gone=[one.id])
    assert store.entry_ids([one.id]) == {one.id: into.id}
    assert store.resolve("entry", one.id) == []  # it was the id of no entry, so it stands for none
    assert [store.resolve("entry", told.id) for told in others] == [[told.id] for told in others]
    assert {change.entry for change in store.changes(0)} == {e.id for e in first.entries} | {t.id for t in others}


def test_bands_are_found_before_and_after_they_are_merged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = add(store, 1)
    monkeypatch.setattr("thoisu.store.pages._RECENT", 5)
    [second] = add(store, 8)  # of the same text, and with that a band in common
    assert store._rows("SELECT count(*) FROM recent_band") == [(0,)]  # type: ignore[attr-defined]
    [third] = add(store, 15)
    both = {made.document.id: made.sketch.signature for made in (first, second, third)}
    assert store.signatures([2**62 + 1]) == both
    with store.writing():
        store.put_document(first.document, replace(first.sketch, bands=[7]))
    assert first.document.id not in store.signatures([2**62 + 1])
    assert store.signatures([7]) == {first.document.id: first.sketch.signature}
