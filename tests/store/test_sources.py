"""Where pages come from: outlets, copies of other outlets' pages, the newest documents. On both engines."""

from thoisu.chronicle.records import Document
from thoisu.model import replace
from thoisu.store.base import Outlet, Reprint, Store

from .making import page, put

PAGES = [  # number, outlet, moment, day, the page of which it is a copy
    (1, "bao-a.vn", "2022-01-20T08:00", "2022-01-20", 1),
    (2, "bao-b.vn", "2022-01-20T09:30", "2022-01-20", 1),
    (3, "bao-b.vn", "2022-01-21T07:00", "2022-01-21", 3),
    (4, "bao-b.vn", "2022-01-21T10:00", "2022-01-21", 3),
    (5, "Đời sống", "2022-01-22", "2022-01-22", 1),
    (6, None, "2022-01-23T06:00", "2022-01-23", 1),
    (7, "bao-c.vn", None, None, 7),
]


def _filled(store: Store) -> dict[int, Document]:
    made = {
        number: replace(page(number).document, outlet=outlet, moment=moment, day=day)
        for number, outlet, moment, day, _ in PAGES
    }
    with store.writing():
        for number, document in made.items():
            put(store, page(number)._replace(document=document))
        store.put_groups({made[number].id: made[origin].id for number, *_, origin in PAGES}, {})
    return made


def test_outlets_have_pages_and_copies(store: Store) -> None:
    assert store.outlets(100) == []
    _filled(store)
    assert store.outlets(100) == [
        Outlet("bao-b.vn", 3, 2, "2022-01-20", "2022-01-21"),
        Outlet("bao-a.vn", 1, 0, "2022-01-20", "2022-01-20"),
        Outlet("bao-c.vn", 1, 0, None, None),
        Outlet("Đời sống", 1, 1, "2022-01-22", "2022-01-22"),
    ]


def test_only_the_newest_pages_count(store: Store) -> None:
    _filled(store)
    # The newest three: one without an outlet, then two of two outlets; what has no moment is the oldest.
    assert [(o.name, o.pages) for o in store.outlets(3)] == [("bao-b.vn", 1), ("Đời sống", 1)]
    assert [r.outlet for r in store.reprints(3)] == ["Đời sống"]
    assert store.outlets(0) == store.reprints(0) == store.newest(0) == []


def test_reprints_are_copies_of_another_outlets_page(store: Store) -> None:
    made = _filled(store)
    first = made[1].moment
    # Not among them: a copy in the same outlet, and one whose outlet is not known.
    assert store.reprints(100) == [
        Reprint(made[5].id, "Đời sống", "2022-01-22", "bao-a.vn", first),
        Reprint(made[2].id, "bao-b.vn", "2022-01-20T09:30", "bao-a.vn", first),
    ]


def test_the_newest_documents_come_first(store: Store) -> None:
    made = _filled(store)
    assert [document.id for document in store.newest(3)] == [made[number].id for number in (6, 5, 4)]
    assert store.newest(100)[-1] == made[7]
