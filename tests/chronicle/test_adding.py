"""Pages into a store: what adding keeps, and that the chronicle does not depend on the order in which they came."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import thoisu
from thoisu.chronicle.adding import add
from thoisu.chronicle.answers import family_of, followed, story_of
from thoisu.chronicle.preparing import Incoming
from thoisu.chronicle.records import Entry, Question
from thoisu.chronicle.rereading import outdated, reread_documents
from thoisu.store import open_store
from thoisu.store.base import Store

from .pages import ALL

WIRE = ALL["wire"]

PAGES = {name: Incoming(thoisu.read(text), text.encode(), f"file:/{name}.txt") for name, text in ALL.items()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "chronicle.sqlite")) as opened:
        yield opened


def chronicle(store: Store) -> tuple[object, ...]:
    """All that is derived from the pages, without the times at which they were added."""
    documents = sorted(d.id for d in store.documents())
    return (
        list(store.documents()), store.families(documents), store.stories(documents),
        sorted(store.ask(Question(rejected=True)), key=lambda e: e.id), store.counts(),
    )  # fmt: skip


def named(store: Store, name: str) -> str:
    (found,) = (d.id for d in store.documents() if d.key == f"file:/{name}.txt")
    return found


def arrival(store: Store) -> Entry:
    (entry,) = store.ask(
        Question(actor=["Emmanuel Macron"], start_day="2023-04-05", end_day="2023-04-05", mode=["visit"])
    )
    return entry


def test_a_page_is_kept_with_its_bytes_and_its_reading(store: Store) -> None:
    (done,) = add(store, [PAGES["wire"]])
    assert (done.what, done.number) == ("new", 1)
    assert store.raw(done.document) == WIRE.encode()
    assert store.reading(done.document) == PAGES["wire"].reading


def test_adding_a_page_twice_changes_nothing(store: Store) -> None:
    add(store, PAGES.values())
    before = chronicle(store)
    assert {page.what for page in add(store, PAGES.values())} == {"known"}
    assert chronicle(store) == before


def test_the_same_file_under_another_name_is_known(store: Store) -> None:
    add(store, [PAGES["wire"]])
    (again,) = add(store, [msgspec.structs.replace(PAGES["wire"], key="file:/elsewhere.txt")])
    assert (again.what, again.key) == ("known", "file:/wire.txt")


def test_a_page_that_has_changed_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    add(store, PAGES.values())
    text = WIRE.replace("Emmanuel Macron đã đến Bắc Kinh", "Emmanuel Macron đã đến Thượng Hải")
    (done,) = add(store, [Incoming(thoisu.read(text), text.encode(), "file:/wire.txt")])
    assert (done.what, done.number) == ("version", 2)
    assert [v.number for v in store.versions(done.document)] == [1, 2]
    assert store.raw(done.document, 1) == WIRE.encode()
    assert "Shanghai" in {e.place.name for e in store.ask(Question(actor=["Emmanuel Macron"])) if e.place}
    (back,) = add(store, [PAGES["wire"]])
    assert back.number == 3


def test_copies_and_reports_of_their_own_are_told_apart(store: Store) -> None:
    add(store, PAGES.values())
    assert set(store.in_family(named(store, "wire"))) == {named(store, "wire"), named(store, "copy")}
    first, copy = family_of(store, named(store, "wire")).copies
    assert first.changes is None
    assert copy.changes is not None
    assert copy.changes.title is not None
    assert any("cộng đồng người Pháp" in passage for passage in copy.changes.cut)


def test_one_act_is_one_entry_with_its_outlets_and_origins(store: Store) -> None:
    add(store, PAGES.values())
    entry = arrival(store)
    assert len(entry.documents) == 3
    assert entry.origins == ["VNA", "Reuters"]


def test_reports_of_one_matter_are_one_story(store: Store) -> None:
    add(store, PAGES.values())
    stories = store.stories([named(store, name) for name in ALL])
    assert stories[named(store, "wire")] == stories[named(store, "copy")] == stories[named(store, "other")]
    assert stories[named(store, "elsewhere")] != stories[named(store, "wire")]
    story = story_of(store, stories[named(store, "wire")])
    assert story.title == "Tổng thống Pháp Emmanuel Macron tới Trung Quốc"


@pytest.mark.parametrize(("names", "kind"), [(["wire"], "unreported"), (["wire", "outcome"], "done")])
def test_a_plan_is_followed(store: Store, names: list[str], kind: str) -> None:
    add(store, [PAGES[name] for name in names])
    plans = list(followed(store, Question(actor=["Emmanuel Macron"]), date(2023, 5, 1)))
    assert [plan.outcome.kind for plan in plans if plan.entry.start_day == "2023-04-06"] == [kind]


def test_the_order_and_the_batches_make_no_difference(tmp_path: Path) -> None:
    seen = []
    for number, names in enumerate(permutations(PAGES, len(PAGES))):
        if number % 17:
            continue  # 8 of the 120 orders
        with open_store(str(tmp_path / f"{number}.sqlite")) as store:
            if number % 2:
                add(store, [PAGES[name] for name in names])
            else:
                for name in names:
                    add(store, [PAGES[name]])
            seen.append(chronicle(store))
    assert all(other == seen[0] for other in seen)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(sorted(PAGES)), min_size=1, max_size=8))
def test_what_comes_again_makes_no_difference(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("stores")
    with open_store(str(folder / "once.sqlite")) as once, open_store(str(folder / "again.sqlite")) as again:
        add(once, [PAGES[name] for name in sorted(set(names))])
        for name in names:
            add(again, [PAGES[name]])
        assert chronicle(once) == chronicle(again)


def test_reading_again_without_a_new_lexicon_changes_nothing(store: Store) -> None:
    add(store, PAGES.values())
    before = chronicle(store)
    assert list(outdated(store)) == []
    ids = list(outdated(store, every=True))
    assert {page.what for page in reread_documents(store, ids)} == {"read"}
    assert chronicle(store) == before


def test_an_error_leaves_the_store_as_it_was(store: Store) -> None:
    add(store, [PAGES["wire"]])
    before = chronicle(store)

    def broken() -> Iterator[Incoming]:
        yield PAGES["other"]
        raise RuntimeError("the line went dead")

    with pytest.raises(RuntimeError):
        add(store, broken())
    assert chronicle(store) == before
