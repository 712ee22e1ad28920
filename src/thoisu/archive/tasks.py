"""What a worker does of the grouping of an archive: one stage of one partition.

A task says all that it needs, and leaves its rows in the data set's folder for the next stage (shuffle.py). That it is
done is written last, with the figures that go back; done twice, it leaves the same.
"""

from collections.abc import Callable, Mapping

import msgspec

from . import candidates, components, entries, families, groups, stories, versions
from .manifest import Terms
from .places import Folder
from .reading import RESERVED
from .shuffle import Exchange
from .stories import Window

DONE = "done"
Figures = dict[str, int]


class Task(msgspec.Struct, frozen=True):
    """A stage of a partition, for the data set in `folder`; what stages hand on lies under `root` there.

    `count` is how many partitions documents have, `told` tellings, `months` the tables. `names` are the files that are
    read, `graph` and `then` the edges of a round and those that come of them.
    """

    stage: str
    folder: str
    root: str
    part: int
    count: int
    told: int
    months: int
    terms: Terms
    names: list[str] = []
    windows: list[Window] = []
    graph: str = ""
    then: str = ""

    @property
    def label(self) -> str:
        """What it is called among the tasks of a run."""
        return "-".join(filter(None, (self.stage, self.then or self.graph, str(self.part))))

    @property
    def what(self) -> str:
        """What it is about, for people."""
        return f"{self.folder} ({self.label})"


class Ended(msgspec.Struct, frozen=True):
    """A task that is done, and its figures."""

    figures: Figures


def perform(task: Task) -> Ended:
    """Does a task; that the tables of some months are written, the manifest says."""
    folder = Folder(task.folder)
    figures = _STAGES[task.stage](task, Exchange(folder, task.root)) or {}
    ended = Ended(dict(figures))
    folder.write(done_name(task), msgspec.json.encode(ended))
    return ended


def done_name(task: Task) -> str:
    """Where it is written that a task is done."""
    return f"{task.root}/{DONE}/{task.label}.json"


_Stage = Callable[[Task, Exchange], Mapping[str, int] | None]
_STAGES: dict[str, _Stage] = {
    "captures": lambda t, x: versions.spread_captures(x.folder, x, t.part, t.names, t.count),
    "choose": lambda t, x: versions.choose(x, t.part, t.count),
    "meet": lambda t, x: candidates.meet(x, t.part, t.count, (t.terms.memory - RESERVED) // 2),
    "bring": lambda t, x: candidates.bring(x, t.part, t.count),
    "compare": lambda t, x: candidates.compare(x, t.part, t.count),
    "spread": lambda t, x: {
        "unsettled": components.spread(
            x, t.graph, t.then, t.part, t.told if t.graph.startswith(entries.GRAPH) else t.count
        )
    },
    "gather-families": lambda t, x: families.gather_families(x, t.graph, t.part, t.count),
    "name-families": lambda t, x: families.name_families(x, t.part, t.count),
    "windows": lambda t, x: stories.spread_windows(x, t.part, t.windows),
    "link": lambda t, x: stories.link(x, t.part, t.windows[0], t.count),
    "tie-families": lambda t, x: stories.tie_families(x, t.graph, t.part, t.count),
    "gather-stories": lambda t, x: stories.gather_stories(x, t.graph, t.part, t.count),
    "name-stories": lambda t, x: stories.name_stories(x, t.part, t.count),
    "told": lambda t, x: entries.spread_told(x.folder, x, t.part, t.names, t.count),
    "file": lambda t, x: entries.file_told(x, t.part, t.told),
    "tie": lambda t, x: entries.tie_told(x, t.part, t.told),
    "gather-acts": lambda t, x: entries.gather_acts(x, t.graph, t.part, t.told),
    "draw": lambda t, x: entries.draw_entries(x, t.part, t.months),
    "place": lambda t, x: groups.place(x, t.part, t.months),
    "write": lambda t, x: groups.write(x, t.root, t.part, t.terms),
}
