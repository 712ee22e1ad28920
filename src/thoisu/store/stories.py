"""Lists of stories: the newest first, with what a list shows of each."""

from collections.abc import Iterable

from ..chronicle.records import StoryHead
from .pages import Pages
from .relations import IN_TIME

_ABOVE_ALL = 2**62  # more than any page's newness
_MOST = 4000  # pages looked through at once


class Stories(Pages):
    """The methods of `Store` that list stories."""

    def newest_stories(self, limit: int, before: str | None = None) -> list[str]:
        below = _ABOVE_ALL
        if before is not None:
            [(newest,)] = self._rows("SELECT max(newness) FROM page WHERE story = ?", [before])
            if newest is None:
                raise self._unknown(before)
            below = newest
        found: list[str] = []
        seen: set[str] = set()
        place, size = below, 4 * limit
        # Page by page down from the newest, until there are enough: a story of many pages is met again and again.
        while len(found) < limit:
            rows = self._rows(
                "SELECT newness, story FROM page WHERE newness < ? AND story IS NOT NULL ORDER BY newness DESC LIMIT ?",
                [place, size],
            )
            met = list(dict.fromkeys(story for _, story in rows if story not in seen))
            # One that has a newer page stood before the place from which on is asked.
            sql = "SELECT DISTINCT story FROM page WHERE story IN (?*) AND newness >= ?"
            passed = {story for (story,) in self._rows(sql, [self._list(met), below])} if met else set()
            found += [story for story in met if story not in passed]
            seen.update(met)
            if len(rows) < size:
                break
            place, size = rows[-1][0], min(2 * size, _MOST)
        return found[:limit]

    def story_heads(self, stories: Iterable[str]) -> list[StoryHead]:
        asked = list(dict.fromkeys(stories))
        counted = self._rows(
            "SELECT story, count(*), count(DISTINCT outlet), min(day), max(day), max(newness) FROM page"
            " WHERE story IN (?*) GROUP BY story",
            [self._list(asked)],
        )
        newest = [row[-1] for row in counted if row[-1] is not None]
        found = self._rows("SELECT newness, moment FROM page WHERE newness IN (?*)", [self._list(newest)])
        moments: dict[int | None, str | None] = dict(found)
        found = self._rows(
            f"SELECT story, id FROM (SELECT story, id, row_number() OVER (PARTITION BY story ORDER BY {IN_TIME})"
            " AS place FROM page WHERE story IN (?*)) AS told WHERE place = 1",
            [self._list(asked)],
        )
        firsts: dict[str, str] = dict(found)
        titles = {document.id: document.title for document in self.documents(firsts.values())}
        heads = {
            story: StoryHead(story, titles.get(firsts[story]), pages, outlets, first, last, moments.get(n))
            for story, pages, outlets, first, last, n in counted
        }
        return [heads[story] for story in asked if story in heads]
