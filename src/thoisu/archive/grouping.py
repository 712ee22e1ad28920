"""Copies, stories and entries over a whole data set: the stages in order, each over all partitions before the next.

How many partitions there are follows from the number of rows, and what comes out from the rows alone. Nothing of what
is grouped comes here but figures. Who begins it again does what is missing: of the data set as it is, or from the
beginning where it is another one.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping

import msgspec

from ..errors import ArchiveError
from . import candidates, entries, manifest, stories
from .groups import SOURCE, record_name
from .manifest import Done, Output, Terms
from .places import Folder
from .running import Engine
from .tasks import DONE, Ended, Figures, Task, done_name
from .working import Failed

ROOT = "_groups"
ROWS = 50_000  # documents, or tellings, of a partition, at most
_FILES = 128 << 20  # bytes of tables that are read as one task, at most
# What fewer partitions would hold has so many, that several workers may share it, if each is some work by itself.
_SHARED, _WORTH, _WORTH_BYTES = 16, 5_000, 8 << 20
_TOLD = ("compared", "copies", "families", "links", "stories", "tellings", "entries")
_Course = Generator[list[Task], Figures, None]


class Grouped(msgspec.Struct, frozen=True):
    """The rows of the tables that were made, whether they were there before, and figures of what was done now.

    `figures`: pairs `compared` and those of them that are `copies`, `families` with more than one document, `links`
    between documents, `stories`, `tellings`, `entries`.
    """

    rows: dict[str, int]
    before: bool
    figures: Figures


def group(
    folder: Folder, terms: Terms, engine: Engine, tell: Callable[[str, int, int], None], rows: int = ROWS
) -> Grouped:
    """Makes the tables of what belongs together in a data set; `tell` is called with a stage, tasks done, and in all.

    `rows` is how many documents or tellings a partition has. Raises ArchiveError, WorkerLost.
    """
    plan, records = _settled(folder, terms, rows)
    total: Counter[str] = Counter()
    if before := plan.is_done(records):
        return Grouped(plan.made(records), before, {})
    done = {name: folder.read(name) for name in folder.names(f"{plan.root}/{DONE}")}
    course, figures = plan.course(records), None
    while True:
        try:
            tasks = next(course) if figures is None else course.send(figures)
        except StopIteration:
            break
        figures = _run(tasks, engine, done, tell)
        total.update({name: n for name, n in figures.items() if name in _TOLD})
    records = manifest.all_done(folder, folder.names())
    manifest.fold(folder, records.values())
    for left in (ROOT, "_work"):
        folder.clear(left)
    return Grouped(plan.made(records), before, dict(total))


def ungroup(folder: Folder, terms: Terms, rows: int = ROWS) -> None:
    """Removes the tables that were made of another state of the data set than that of now."""
    _settled(folder, terms, rows)


def _settled(folder: Folder, terms: Terms, rows: int) -> tuple["_Plan", dict[str, Done]]:
    """How a data set is grouped, and its records, after what was made of another state of it is removed."""
    there = folder.names()
    records = manifest.all_done(folder, there)
    read = [record for record in records.values() if record.source != SOURCE]
    plan = _Plan(folder, terms, [file for record in read for file in record.files], rows)
    kept = {
        name: record for name, record in records.items()
        if record.source != SOURCE or (name in plan.records and record.holds(record.terms, there))
    }  # fmt: skip
    gone = {file.name for name, record in records.items() if name not in kept for file in record.files}
    gone |= {name for name in there if name.startswith(f"{ROOT}/") and not name.startswith(f"{plan.root}/")}
    folder.remove(sorted(gone & there.keys()))
    if records.keys() != kept.keys():
        manifest.fold(folder, kept.values())
    return plan, kept


def _run(tasks: list[Task], engine: Engine, done: dict[str, bytes], tell: Callable[[str, int, int], None]) -> Figures:
    """Does what is missing of a stage; the sum of its tasks' figures."""
    total: Counter[str] = Counter()
    missing = []
    for task in tasks:
        if task.stage != "write" and (known := done.get(done_name(task))) is not None:
            total.update(msgspec.json.decode(known, type=Ended).figures)
        else:
            missing.append(task)
    ended, running = len(tasks) - len(missing), 0
    missing.reverse()
    while missing or running:
        while missing and running < engine.slots():
            engine.submit(missing.pop())
            running += 1
        _, result = engine.take()
        running -= 1
        if isinstance(result, Failed):
            raise ArchiveError("grouping", result.why, "run it again; what is done is kept")
        assert isinstance(result, Ended)
        total.update(result.figures)
        ended += 1
        tell(tasks[0].stage, ended, len(tasks))
    return dict(total)


class _Plan:
    """How a data set is cut for its grouping, and the stages."""

    def __init__(self, folder: Folder, terms: Terms, files: list[Output], rows: int) -> None:
        named_by = sorted(files, key=lambda file: file.name)
        of = {t: [f for f in named_by if f.name.startswith(f"{t}/")] for t in ("sketches", "tellings")}
        named = [f"{f.name} {f.sha256}" for table in of.values() for f in table]
        terms = msgspec.structs.replace(terms, published=None)
        state = hashlib.sha256("\n".join([terms.reader, terms.lexicon, str(rows), *named]).encode()).hexdigest()
        self.root = f"{ROOT}/{state[:16]}"
        months = len({f.name.split("/")[1] for f in of["sketches"]})
        self.records = [record_name(self.root, part) for part in range(months)]
        self._sketches, self._tellings = of["sketches"], of["tellings"]
        self._documents = _parts(self._sketches, rows)
        self._told = _parts(self._tellings, rows)
        self._rows = rows
        self._task = (folder.location, self.root), (self._documents, self._told, months, terms)

    def is_done(self, records: Mapping[str, Done]) -> bool:
        """Whether the tables are there."""
        return all(name in records for name in self.records)

    def made(self, records: Mapping[str, Done]) -> dict[str, int]:
        """The rows of the tables."""
        return manifest.summed([records[name] for name in self.records]).rows

    def _one(self, stage: str, part: int, **more: object) -> Task:
        place, rest = self._task
        return Task(stage, *place, part, *rest, **more)  # type: ignore[arg-type]

    def _each(self, stage: str, **more: object) -> list[Task]:
        return [self._one(stage, part, **more) for part in range(self._documents)]

    def _each_told(self, stage: str, **more: object) -> list[Task]:
        return [self._one(stage, part, **more) for part in range(self._told)]

    def course(self, records: Mapping[str, Done]) -> _Course:
        """The tasks of each stage; it is sent the figures of the stage before. `records` are there already."""
        yield [self._one("captures", i, names=names) for i, names in enumerate(_batches(self._sketches))]
        days = yield self._each("choose")
        for stage in ("meet", "bring", "compare"):
            yield self._each(stage)
        copies = yield from self._components(candidates.GRAPH, self._documents)
        yield self._each("gather-families", graph=copies)
        yield self._each("name-families")
        windows = stories.windows_of(days, self._rows)
        if windows:
            yield self._each("windows", windows=windows)
            yield [self._one("link", i, windows=[windows[i]]) for i in stories.dearest_first(windows, days)]
        yield self._each("tie-families", graph=copies)
        linked = yield from self._components(stories.GRAPH, self._documents)
        yield self._each("gather-stories", graph=linked)
        yield self._each("name-stories")
        yield self._each("place")
        if self._tellings:
            yield [self._one("told", i, names=names) for i, names in enumerate(_batches(self._tellings))]
            yield self._each("file")
            yield self._each_told("tie")
            tied = yield from self._components(entries.GRAPH, self._told)
            yield self._each_told("gather-acts", graph=tied)
            yield self._each_told("draw")
        yield [self._one("write", part) for part, name in enumerate(self.records) if name not in records]

    def _components(self, graph: str, parts: int) -> Generator[list[Task], Figures, str]:
        """Rounds until all is settled; the stage of which the edges are those of stars."""
        turn = 0
        while True:
            now, then = f"{graph}-{turn}", f"{graph}-{turn + 1}"
            tasks = [self._one("spread", part, graph=now, then=then) for part in range(parts)]
            figures = yield tasks
            if not figures["unsettled"]:
                return now
            turn += 1


def _parts(files: Iterable[Output], rows: int) -> int:
    """How many partitions the rows of some files have."""
    return _shares(sum(file.rows for file in files), rows, _WORTH)


def _shares(amount: int, most: int, worth: int) -> int:
    """In how many parts of `most` at most something is worked on, and of `worth` at least where it is not much.

    >>> [_shares(rows, 50_000, 5_000) for rows in (300, 20_000, 100_000, 2_000_000)]
    [1, 4, 16, 40]
    """
    return max(1, -(-amount // most), min(_SHARED, -(-amount // worth)))


def _batches(files: list[Output]) -> list[list[str]]:
    """Files in runs of about as many bytes."""
    total = sum(file.bytes for file in files)
    step = total / _shares(total, _FILES, _WORTH_BYTES)
    found: list[list[str]] = [[]]
    held = 0
    for file in files:
        if found[-1] and held + file.bytes > step:
            found.append([])
            held = 0
        found[-1].append(file.name)
        held += file.bytes
    return found
