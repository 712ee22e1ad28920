"""Copies, parents, families, stories, and ids that fell away."""

import pytest

from thoisu.errors import NotInStore
from thoisu.store.base import Store

from .making import add


@pytest.fixture
def ids(store: Store) -> list[str]:
    """Five documents without groups, in the order of their ids."""
    made = add(store, *range(5))
    return sorted(one.document.id for one in made)


def test_each_copy_relation_is_given_once(store: Store, ids: list[str]) -> None:
    a, b, c, d, _ = ids
    with store.writing():
        store.put_copies(b, {a: 0.9, c: 0.7})
    assert store.copies([a]) == [(a, b, 0.9)]
    assert store.copies([c]) == [(b, c, 0.7)]
    assert store.copies([a, b, c]) == store.copies([b]) == [(a, b, 0.9), (b, c, 0.7)]
    assert store.copies([d]) == store.copies([]) == []


def test_copies_are_set_not_added(store: Store, ids: list[str]) -> None:
    a, b, c, d, _ = ids
    with store.writing():
        store.put_copies(b, {a: 0.9, c: 0.7})
        store.put_copies(c, {b: 0.7, d: 1.0})
        store.put_copies(b, {c: 0.8})
    assert store.copies(ids) == [(b, c, 0.8), (c, d, 1.0)]
    with store.writing():
        store.put_copies(c, {})
    assert store.copies(ids) == []


def test_parents_and_children(store: Store, ids: list[str]) -> None:
    a, b, c, d, e = ids
    with store.writing():
        store.put_parent(c, a, 0.5)
        store.put_parent(b, a, 0.75)
        store.put_parent(d, None, 0.1)
    assert store.parents(ids) == {c: (a, 0.5), b: (a, 0.75), d: (None, 0.1)}
    assert store.children(ids) == {a: [(b, 0.75), (c, 0.5)]}
    with store.writing():
        store.put_parent(c, b, 0.25)
    assert store.children([a, b, e]) == {a: [(b, 0.75)], b: [(c, 0.25)]}
    assert store.parents([e]) == {}


def test_documents_that_are_not_there_have_no_relations(store: Store, ids: list[str]) -> None:
    absent = "zzzzzzzzzzzz"
    for change in (
        lambda: store.put_copies(absent, {}),
        lambda: store.put_copies(ids[0], {absent: 1.0}),
        lambda: store.put_parent(absent, None, 0.0),
        lambda: store.put_parent(ids[0], absent, 0.0),
        lambda: store.put_groups({absent: "f"}, {}),
    ):
        with pytest.raises(NotInStore, match=absent), store.writing():
            change()
    assert (store.copies(ids), store.parents(ids)) == ([], {})


def test_families_and_stories_are_apart(store: Store, ids: list[str]) -> None:
    a, b, c, *_ = ids
    with store.writing():
        store.put_groups({a: "fa", b: "fa", c: "fc"}, {a: "sa", b: "sb"})
    assert store.families([a, b, c]) == {a: "fa", b: "fa", c: "fc"}
    assert store.stories([a, b]) == {a: "sa", b: "sb"}
    assert (store.in_family("fa"), store.in_story("sb")) == ([a, b], [b])
    assert (store.in_family("sa"), store.in_story("fa"), store.families([])) == ([], [], {})


@pytest.mark.parametrize(
    ("steps", "asked", "resolved"),
    [
        pytest.param(["f1 f1 f2"], "f1", ["f1"], id="in use"),
        pytest.param(["f1 f1 f2"], "f", ["f1", "f2"], id="beginning"),
        pytest.param(["f1 f1 f2"], "x", [], id="unknown"),
        pytest.param(["f1 f1 f2", "f2 f2 f2"], "f1", ["f2"], id="joined"),
        pytest.param(["f1 f1 f2", "f2 f2 f2"], "f", ["f2"], id="both begin so"),
        pytest.param(["f1 f1 f2", "f2 f2 f2", "f3 f3 f3"], "f1", ["f3"], id="joined twice"),
        pytest.param(["f1 f1 f1", "f2 f3 f3"], "f1", ["f3"], id="where most went"),
        pytest.param(["f1 f1 f9", "f3 f2 f9"], "f1", ["f2"], id="of equals the first"),
        pytest.param(["f1 f1 f1", "f1 f2 f2"], "f1", ["f1"], id="still in use"),
        pytest.param(["f1 f1 f2", "f2 f2 f2", "f1 f2 f2"], "f1", ["f1"], id="in use again"),
        pytest.param(["f1 f1 f1", "f2 f2 f2", "f1 f1 f1"], "f", ["f1"], id="back as it was"),
    ],
)
def test_ids_that_fell_away_stand_for_others(
    store: Store, ids: list[str], steps: list[str], asked: str, resolved: list[str]
) -> None:
    # Families that the pages were added with are out of the way.
    for step in steps:
        groups = dict(zip(ids[:3], step.split(), strict=True))
        with store.writing():
            store.put_groups(groups, groups)
    assert [i for i in store.resolve("family", asked) if not i.startswith("family")] == resolved
    assert [i for i in store.resolve("story", asked) if not i.startswith("story")] == resolved


def test_an_exact_id_is_itself_and_ten_are_enough(store: Store, ids: list[str]) -> None:
    many = add(store, *range(100, 120))
    with store.writing():
        store.put_groups({one.document.id: f"x{i}" for i, one in enumerate(many)}, {ids[0]: "x"})
    assert store.resolve("family", "x1") == ["x1"]
    assert store.resolve("family", "x") == sorted(f"x{i}" for i in range(20))[:10]
    assert store.resolve("story", "x") == ["x"]
    assert store.resolve("document", ids[0]) == [ids[0]]
    assert store.resolve("document", ids[0][:6]) == [ids[0]]
    assert store.resolve("document", "") == sorted([*ids, *(one.document.id for one in many)])[:10]
