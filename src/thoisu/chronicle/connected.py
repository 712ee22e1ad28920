"""Connected components of a relation."""

from collections.abc import Iterable


def connected(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The components of an undirected graph, each sorted, in the order of their first members.

    Pairs with an end outside of `ids` are left out. The same sets come out in whatever order ids and pairs are given.

    >>> connected(["d", "a", "c", "b"], [("c", "a"), ("b", "x")])
    [['a', 'c'], ['b'], ['d']]
    """
    groups = Union(ids)
    for one, other in pairs:
        if one in groups and other in groups:
            groups.join(one, other)
    return groups.sets()


class Union:
    """Names in groups that can be joined (union-find, with paths halved).

    >>> groups = Union(["a", "b", "c"])
    >>> groups.join("c", "a")
    >>> groups.find("a") == groups.find("c"), "x" in groups, groups.sets()
    (True, False, [['a', 'c'], ['b']])
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._leader = {name: name for name in names}

    def __contains__(self, name: str) -> bool:
        return name in self._leader

    def find(self, name: str) -> str:
        """The name that stands for a group."""
        leader = self._leader
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Makes two groups one."""
        self._leader[self.find(one)] = self.find(other)

    def sets(self) -> list[list[str]]:
        """The groups, each sorted, in the order of their first names."""
        groups: dict[str, list[str]] = {}
        for name in sorted(self._leader):
            groups.setdefault(self.find(name), []).append(name)
        return sorted(groups.values())
