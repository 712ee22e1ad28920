"""Lists of stories: the newest first, and what a list shows of each."""

import pytest

from thoisu.errors import NotInStore
from thoisu.model import replace
from thoisu.store.base import Store

from .making import page


def _told(store: Store, number: int, story: str, moment: str | None, outlet: str, title: str) -> str:
    """A page of a story; its day is that of its moment."""
    made = page(number)
    day = moment[:10] if moment else None
    document = replace(made.document, moment=moment, day=day, outlet=outlet, title=title)
    with store.writing():
        store.put_document(document, made.sketch)
        store.put_groups({}, {document.id: story})
    return document.id


@pytest.fixture
def told(store: Store) -> dict[str, list[str]]:
    """Pages by story: `a` began first and was told last, `d` has no moment."""
    return {
        "a": [
            _told(store, 2, "a", "2022-01-23T09:00", "x.vn", "Thứ ba"),
            _told(store, 0, "a", "2022-01-20T07:00", "x.vn", "Thứ nhất"),
            _told(store, 1, "a", "2022-01-20T08:00", "y.vn", "Thứ hai"),
        ],
        "b": [_told(store, 3, "b", "2022-01-22T10:00", "x.vn", "Tin b")],
        "c": [_told(store, n, "c", f"2022-01-21T{n:02}:00", "z.vn", f"Tin c{n}") for n in range(4, 20)],
        "d": [_told(store, 20, "d", None, "x.vn", "Tin d")],
    }


@pytest.mark.parametrize(
    ("limit", "before", "found"),
    [
        (10, None, ["a", "b", "c", "d"]),
        (2, None, ["a", "b"]),
        (10, "a", ["b", "c", "d"]),
        (1, "b", ["c"]),
        (1, "c", ["d"]),  # all the pages of one story lie between it and the next
        (10, "d", []),
    ],
)
def test_a_story_stands_where_its_newest_page_does(
    store: Store, told: dict[str, list[str]], limit: int, before: str | None, found: list[str]
) -> None:
    assert store.newest_stories(limit, before) == found


def test_each_story_is_listed_once_however_it_is_paged(store: Store, told: dict[str, list[str]]) -> None:
    for size in (1, 2, 3):
        seen: list[str] = []
        while page_ := store.newest_stories(size, seen[-1] if seen else None):
            seen += page_
        assert seen == ["a", "b", "c", "d"]


def test_a_story_that_is_not_there_is_said_to_be_none(store: Store, told: dict[str, list[str]]) -> None:
    with pytest.raises(NotInStore, match="zzzz"):
        store.newest_stories(1, "zzzz")


def test_an_empty_store_has_no_stories(store: Store) -> None:
    assert store.newest_stories(5) == []
    assert store.story_heads([]) == store.story_heads(["a"]) == []


def test_a_head_tells_of_its_story(store: Store, told: dict[str, list[str]]) -> None:
    d, a = store.story_heads(["d", "zzzz", "a", "d"])
    assert (a.id, a.title, a.pages, a.outlets) == ("a", "Thứ nhất", 3, 2)
    assert (a.first_day, a.last_day, a.moment) == ("2022-01-20", "2022-01-23", "2022-01-23T09:00")
    assert (d.id, d.title, d.pages, d.first_day, d.last_day, d.moment) == ("d", "Tin d", 1, None, None, None)


def test_the_first_documents_of_a_story_in_time(store: Store, told: dict[str, list[str]]) -> None:
    third, first, second = told["a"]
    assert store.in_story("a", 2) == [first, second]
    assert store.in_story("a", 9) == [first, second, third]
    assert store.in_story("a") == sorted(told["a"])
