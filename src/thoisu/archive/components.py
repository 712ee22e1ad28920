"""Connected components of a graph that lies in partitions: labels are handed on until nothing changes.

An edge lies with both of its ends. In each round a partition finds the components of the edges that it has, and ties
each node in one to the smallest there; so labels go as far in a round as the edges of a partition reach, and at least
as far as in Hash-to-Min (Rastogi, Machanavajjhala, Chitnis and Das Sarma, "Finding connected components in Map-Reduce
in logarithmic rounds", ICDE 2013). At the end each node is tied to the smallest of its component and to nothing else.
Who runs the rounds sees how many nodes are not there yet, and no edge.
"""

from typing import Any

import numpy as np

from .shuffle import Exchange


def contracted(ones: Any, others: Any) -> tuple[Any, Any]:
    """The nodes of a graph that are not the smallest of their component, and that smallest of each.

    >>> [found.tolist() for found in contracted(np.array([4, 2, 9]), np.array([2, 7, 8]))]
    [[4, 7, 9], [2, 2, 8]]
    """
    nodes, ends = np.unique(np.concatenate([ones, others]), return_inverse=True)
    a, b = ends[: len(ones)], ends[len(ones) :]
    label = np.arange(len(nodes))
    while True:
        least = np.minimum(label[a], label[b])
        if np.array_equal(least, label[a]) and np.array_equal(least, label[b]):
            break
        # The labels are tied, not only the ends: a long path needs few turns.
        for at in (label[a], label[b]):
            np.minimum.at(label, at, least)
        while not np.array_equal(label, label[label]):
            label = label[label]
    moved = label != np.arange(len(nodes))
    return nodes[moved], nodes[label[moved]]


def put_edges(between: Exchange, stage: str, file: str, ones: Any, others: Any, count: int) -> None:
    """Writes edges so that each lies with both of its ends."""
    node, other = np.concatenate([ones, others]), np.concatenate([others, ones])
    between.put(stage, file, {"node": node, "other": other}, node % count, count)


def spread(between: Exchange, stage: str, then: str, part: int, count: int) -> int:
    """One round in a partition, the edges of `stage` into those of `then`; how many nodes were not settled before."""
    node, other = _edges(between, stage, part)
    put_edges(between, then, f"{part:06}", *contracted(node, other), count)
    smaller, larger = node[other < node], node[other > node]
    several = smaller[1:][smaller[1:] == smaller[:-1]]
    return len(np.union1d(several, np.intersect1d(smaller, larger)))


def labels(between: Exchange, stage: str, part: int) -> tuple[Any, Any]:
    """The nodes of a partition, in order, that are not the smallest of their component, and that smallest of each."""
    node, other = _edges(between, stage, part)
    return node[other < node], other[other < node]


def _edges(between: Exchange, stage: str, part: int) -> tuple[Any, Any]:
    """The edges of a partition's nodes, each once, in order."""
    node, other = between.columns(stage, part, "node", "other")
    order = np.lexsort((other, node))
    node, other = node[order], other[order]
    new = np.ones(len(node), bool)
    new[1:] = (node[1:] != node[:-1]) | (other[1:] != other[:-1])
    return node[new], other[new]
