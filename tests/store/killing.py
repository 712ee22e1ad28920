"""Bulk adding that is killed again and again, and what of it is there then (also of `make kill-proof`)."""

import random
from typing import BinaryIO, NamedTuple

from thoisu.chronicle.records import Question
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.store.sqlite import SqliteStore

from .making import add, page
from .processes import Work, killed

ROUND, BATCH = 999, 3  # pages of a round and of a transaction, which begin at multiples of the latter


def adding(where: str, first: int, pages: int) -> Work:
    """Adds pages, and tells of each batch when it has been acknowledged."""

    def work(tell: BinaryIO) -> None:
        with open_store(where) as store:
            for at in range(first, first + pages, BATCH):
                add(store, *range(at, at + BATCH))
                tell.write(b"%d\n" % at)

    return work


def check(store: Store, *among: range) -> set[int]:
    """Checks that such of these pages as are there are whole, and so are their batches; their numbers."""
    asked = {made.document.id: (number, made) for numbers in among for number in numbers for made in [page(number)]}
    documents = {document.id: document for document in store.documents(asked)}
    there = {one: asked[one] for one in documents}
    made = {one: made for one, (_, made) in there.items()}
    tellings = {t.id: one for one, page_made in made.items() for t in page_made.tellings}
    entries = {e.id: e for page_made in made.values() for e in page_made.entries}
    assert documents == {one: page_made.document for one, page_made in made.items()}
    assert store.families(asked) == {one: f"family{one}" for one in there}
    sketches = store.sketches(asked)
    assert {one: sketch.signature for one, sketch in sketches.items()} == {
        one: m.sketch.signature for one, m in made.items()
    }
    numbers = {number for number, _ in there.values()}
    assert store.signatures(numbers) == {one: sketch.signature for one, sketch in sketches.items()}
    keys = [f"k{number}" for number in numbers]
    assert store.features(keys, "2022-11-04", "2022-11-04") == {one: m.sketch.features for one, m in made.items()}
    assert {t.id: t.document for t in store.told_in(asked)} == tellings
    assert {t.id: t.document for t in store.tellings_in(f"p{number}" for number in numbers)} == tellings
    assert set(store.entry_ids(tellings).values()) == set(entries)
    assert {entry.id: entry for entry in store.entries(entries)} == entries
    for one, (number, page_made) in there.items():
        assert (store.raw(one), store.reading(one)) == (page_made.raw, page_made.reading)
        assert [hit.document for hit in store.search(f"bài{number}")] == [one]
    assert all({*range(number - number % BATCH, number - number % BATCH + BATCH)} <= numbers for number in numbers)
    return numbers


def consistent(store: Store) -> None:
    """Checks that tables and indexes say the same of all that is in the store."""
    counts = store.counts()
    assert counts["pages"] == counts["versions"] == len(list(store.documents()))
    assert counts["entries"] == counts["tellings"] == len(store.ask(Question(rejected=True)))
    assert len(store.search("căng thẳng", limit=10**6)) == counts["pages"]
    assert len(store.ask(Question(event=["CONSULT", "AGREE", "REQUEST"]))) <= counts["entries"]
    if isinstance(store, SqliteStore):
        assert store._rows("PRAGMA integrity_check") == [("ok",)]
        assert store._rows("PRAGMA foreign_key_check") == []
        with store.writing():
            for words in ("page_words", "telling_words"):
                store._rows(f"INSERT INTO {words} ({words}) VALUES ('integrity-check')")


class Figures(NamedTuple):
    """What was measured: kills; pages acknowledged before them; those of them that were lost, and others found."""

    kills: int
    acknowledged: int
    lost: int
    unsaid: int


def prove(where: str, kills: int, seed: int = 50) -> Figures:
    """Adds, kills (SIGKILL) at a random moment and opens the store again, so many times.

    Raises AssertionError where a page is half there, an index says something else, or more pages are there than those
    that were acknowledged and the batch that was written when the kill came.
    """
    chance = random.Random(seed)
    with open_store(where) as store:
        add(store, *range(BATCH))  # what all children have to make is made: the texts are read
    count = lost = unsaid = 0
    for kill in range(kills):
        first = (kill + 1) * ROUND
        lines, seconds = chance.randrange(4), chance.expovariate(100)
        told = [int(line) for line in killed(adding(where, first, ROUND), lines, seconds)]
        with open_store(where) as store:
            found = check(store, range(first, first + 120))
            if isinstance(store, SqliteStore):
                assert store._rows("PRAGMA integrity_check") == [("ok",)]
        acknowledged = {number for at in told for number in range(at, at + BATCH)}
        count, lost = count + len(acknowledged), lost + len(acknowledged - found)
        unsaid += len(found - acknowledged)
        assert len(found - acknowledged) <= BATCH  # it was written, but killed before it could say so
    with open_store(where) as store:
        consistent(store)
        add(store, 10**6, 10**6 + 1)
    return Figures(kills, count, lost, unsaid)
