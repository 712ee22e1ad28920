"""Components of graphs in partitions: those that networkx finds, however the edges lie and whoever has which node."""

import tempfile
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.archive.components import contracted, labels, put_edges, spread
from thoisu.archive.places import Folder
from thoisu.archive.shuffle import Exchange, names_of, numbers_of
from thoisu.chronicle.records import short_id

Edges = list[tuple[int, int]]


def found_by(edges: Edges, parts: int, files: int) -> tuple[dict[int, int], int]:
    """The smallest of the component of each node that is not it, and in how many rounds that was found."""
    with tempfile.TemporaryDirectory() as here:
        between = Exchange(Folder(here), "_groups/a")
        for file in range(files):
            some = np.array(edges[file::files], np.int64).reshape(-1, 2)
            put_edges(between, "0", str(file), some[:, 0], some[:, 1], parts)
        turn = 0
        while sum([spread(between, str(turn), str(turn + 1), part, parts) for part in range(parts)]):
            turn += 1
        found: dict[int, int] = {}
        for part in range(parts):
            node, label = labels(between, str(turn), part)
            assert node.tolist() == sorted(set(node.tolist()))
            found.update(zip(node.tolist(), label.tolist(), strict=True))
        return found, turn


def wanted(edges: Edges) -> dict[int, int]:
    """The same by networkx."""
    sets = nx.connected_components(nx.Graph(edges))
    return {node: min(nodes) for nodes in sets for node in nodes if node != min(nodes)}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda edge: edge[0] != edge[1]), max_size=40),
    st.integers(1, 4),
    st.integers(1, 2),
)
def test_components_are_those_of_networkx(edges: Edges, parts: int, files: int) -> None:
    assert found_by(edges, parts, files)[0] == wanted(edges)


def test_a_long_path_needs_few_rounds() -> None:
    order = np.random.default_rng(1).permutation(2000).tolist()
    edges = list(pairwise(order))
    found, turns = found_by(edges, 3, 1)
    assert found == wanted(edges)
    assert turns <= 8


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30))
def test_a_partition_is_contracted_at_once(edges: Edges) -> None:
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    node, label = contracted(pairs[:, 0], pairs[:, 1])
    assert dict(zip(node.tolist(), label.tolist(), strict=True)) == wanted(edges)


@pytest.mark.parametrize("count", [0, 1, 500])
def test_ids_are_numbers_in_the_same_order(count: int) -> None:
    ids = sorted(short_id(str(n)) for n in range(count))
    numbers = numbers_of(ids)
    assert names_of(numbers) == ids
    assert numbers.tolist() == sorted(numbers.tolist())
