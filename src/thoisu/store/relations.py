"""Relations between documents, and the families and stories that follow from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from .core import Core

IN_TIME = "coalesce(moment, day, '9999'), id"  # the order of pages in time


class Relations(Core):
    """The methods of `Store` about copies, parents, families, stories and the ids that fell away."""

    def put_copies(self, document: str, others: Mapping[str, float]) -> None:
        page, numbers = self._number(document), self._numbers(others)
        if unknown := set(others) - set(numbers):
            raise self._unknown(min(unknown))
        new = {numbers[other]: share for other, share in others.items()}
        old: dict[int, float] = dict(self._rows("SELECT other, share FROM copy WHERE page = ?", [page]))
        gone = old.keys() - new.keys()
        changed = {other: share for other, share in new.items() if old.get(other) != share}
        both = [pair for other in gone for pair in ((page, other), (other, page))]
        self._change_many("DELETE FROM copy WHERE page = ? AND other = ?", both)
        self._change_many(
            "INSERT INTO copy (page, other, share) VALUES (?, ?, ?)"
            " ON CONFLICT (page, other) DO UPDATE SET share = excluded.share",
            [row for other, share in changed.items() for row in ((page, other, share), (other, page, share))],
        )

    def copies(self, ids: Iterable[str]) -> list[tuple[str, str, float]]:
        sql = (
            "SELECT p.id, o.id, c.share FROM page p JOIN copy c ON c.page = p.n JOIN page o ON o.n = c.other"
            " WHERE p.id IN (?*)"
        )
        return sorted({(*sorted((a, b)), share) for a, b, share in self._rows(sql, [self._list(ids)])})

    def put_parent(self, document: str, parent: str | None, score: float) -> None:
        above = None if parent is None else self._number(parent)
        sql = "UPDATE page SET parent = ?, parent_score = ? WHERE n = ?"
        self._change(sql, [above, score, self._number(document)])

    def parents(self, ids: Iterable[str]) -> dict[str, tuple[str | None, float]]:
        sql = (
            "SELECT p.id, above.id, p.parent_score FROM page p LEFT JOIN page above ON above.n = p.parent"
            " WHERE p.id IN (?*) AND p.parent_score IS NOT NULL"
        )
        return {document: (parent, score) for document, parent, score in self._rows(sql, [self._list(ids)])}

    def children(self, ids: Iterable[str]) -> dict[str, list[tuple[str, float]]]:
        sql = (
            "SELECT above.id, p.id, p.parent_score FROM page above JOIN page p ON p.parent = above.n"
            " WHERE above.id IN (?*) ORDER BY above.id, p.id"
        )
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for parent, child, score in self._rows(sql, [self._list(ids)]):
            found[parent].append((child, score))
        return dict(found)

    def put_groups(self, families: Mapping[str, str], stories: Mapping[str, str]) -> None:
        self._put_groups("family", families)
        self._put_groups("story", stories)

    def _put_groups(self, kind: str, groups: Mapping[str, str]) -> None:
        old = self._groups(kind, groups)
        changed = {document: group for document, group in groups.items() if old.get(document) != group}
        if not changed:
            return
        if unknown := changed.keys() - self._numbers(changed).keys():
            raise self._unknown(min(unknown))
        self._change_many(f"UPDATE page SET {kind} = ? WHERE id = ?", [(g, d) for d, g in changed.items()])
        went: dict[str, Counter[str]] = defaultdict(Counter)
        for document, group in changed.items():
            if document in old:
                went[old[document]][group] += 1
        alive = self._rows(f"SELECT DISTINCT {kind} FROM page WHERE {kind} IN (?*)", [self._list(went)])
        gone = went.keys() - {group for (group,) in alive}
        self._put_aliases(kind, {group: _most(went[group]) for group in gone}, set(changed.values()))

    def _put_aliases(self, kind: str, gone: Mapping[str, str], alive: set[str]) -> None:
        """Ids that fell away stand for where what they named went; those that are in use again stand for themselves."""
        self._change("DELETE FROM alias WHERE kind = ? AND id IN (?*)", [kind, self._list(alive)])
        for old, new in sorted(gone.items()):
            self._change("UPDATE alias SET target = ? WHERE kind = ? AND target = ?", [new, kind, old])
            self._change(
                "INSERT INTO alias (kind, id, target) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET target = excluded.target",
                [kind, old, new],
            )

    def families(self, ids: Iterable[str]) -> dict[str, str]:
        return self._groups("family", ids)

    def stories(self, ids: Iterable[str]) -> dict[str, str]:
        return self._groups("story", ids)

    def in_family(self, family: str) -> list[str]:
        return [document for (document,) in self._rows("SELECT id FROM page WHERE family = ? ORDER BY id", [family])]

    def in_story(self, story: str, limit: int | None = None) -> list[str]:
        sql = "SELECT id FROM page WHERE story = ? ORDER BY "
        if limit is None:
            return [document for (document,) in self._rows(f"{sql} id", [story])]
        return [document for (document,) in self._rows(f"{sql} {IN_TIME} LIMIT ?", [story, limit])]

    def _groups(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        sql = f"SELECT id, {kind} FROM page WHERE id IN (?*) AND {kind} IS NOT NULL"
        return dict(self._rows(sql, [self._list(ids)]))


def _most(counts: Counter[str]) -> str:
    """The commonest, of equals the first by name."""
    return min(counts, key=lambda group: (-counts[group], group))
