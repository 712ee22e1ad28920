"""Connected components of a relation."""

from collections.abc import Iterable


def connected(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The components of an undirected graph, each sorted, in the order of their first members.

    Pairs with an end outside of `ids` are left out. The same sets come out in whatever order ids and pairs are given.

    >>> connected(["d", "a", "c", "b"], [("c", "a"), ("b", "x")])
    [['a', 'c'], ['b'], ['d']]
    """
    leader = {name: name for name in ids}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in pairs:
        if one in leader and other in leader:
            leader[lead(one)] = lead(other)
    groups: dict[str, list[str]] = {}
    for name in sorted(leader):
        groups.setdefault(lead(name), []).append(name)
    return sorted(groups.values())
