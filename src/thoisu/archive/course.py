"""What is to be done next: the order of jobs, whoever does them.

A file that was cut goes through three steps. The pieces are counted, each from the first record that seems to begin in
it: a page may hold what looks like a record, so a piece that does not begin where the one before it ended is counted
again from there. The counts are added up. Then the pieces are read, those that are not done yet.
"""

from collections import deque
from collections.abc import Collection, Iterable

from .manifest import Done, Terms
from .shards import Shard, Source
from .working import COUNTS, Counted, Failed, Job, Result, counts_name


class Course:
    """The jobs of a run; `done` are the shards that are done already."""

    def __init__(self, sources: Iterable[Source], folder: str, terms: Terms, done: Collection[str]) -> None:
        self._folder, self._terms, self._done = folder, terms, done
        self._sources = deque(sources)
        self._ready: deque[Job] = deque()
        self._cut: dict[str, _Cut] = {}
        self.records: list[Done] = []
        self.failed: list[str] = []

    def next(self) -> Job | None:
        """The next job that can be done now; None where there is none, or others must be done first."""
        while not self._ready and self._sources:
            self._begin(self._sources.popleft())
        return self._ready.popleft() if self._ready else None

    def finish(self, job: Job, result: Result | None) -> None:
        """Takes what came of a job."""
        if isinstance(result, Failed):
            self._fail(job, result)
        elif isinstance(result, Done):
            self.records.append(result)
        elif isinstance(result, Counted):
            cut = self._cut[job.shard.source]
            cut.counted[job.shard.name] = result
            if len(cut.counted) == len(cut.source.shards):
                self._join(cut)
        elif job.kind == "merge":
            self._read(self._cut.pop(job.shard.source), str(job.counts))

    def _begin(self, source: Source) -> None:
        missing = [shard for shard in source.shards if shard.name not in self._done]
        if source.form != "warc" or len(source.shards) == 1:
            self._ready += [self._job("read", source, shard, start=shard.start, end=shard.end) for shard in missing]
        elif missing:
            self._cut[source.location] = _Cut(source)
            self._ready += [self._job("count", source, shard) for shard in source.shards]

    def _job(self, kind: str, source: Source, shard: Shard, **more: object) -> Job:
        return Job(kind, self._folder, self._terms, shard, source.sized, **more)  # type: ignore[arg-type]

    def _join(self, cut: "_Cut") -> None:
        """Sets the bounds of the pieces one after the other, as far as they fit."""
        expected: int | None = 0
        bounds: list[tuple[Shard, int | None, int | None]] = []
        for shard in cut.source.shards:
            counted = cut.counted[shard.name]
            if expected is None or (shard.end is not None and expected >= shard.end):
                bounds.append((shard, None, None))  # no record begins in it
                continue
            if counted.start != expected:
                del cut.counted[shard.name]
                self._ready.append(self._job("count", cut.source, shard, start=expected))
                return
            bounds.append((shard, expected, counted.next))
            expected = counted.next
        cut.bounds = bounds
        first = cut.source.shards[0]
        parts = [counts_name(shard) for shard, start, _ in bounds if start is not None]
        self._ready.append(self._job("merge", cut.source, first, counts=f"{COUNTS}/{first.name}.all", parts=parts))

    def _read(self, cut: "_Cut", counts: str) -> None:
        for shard, start, end in cut.bounds:
            if shard.name in self._done:
                continue
            begin, stop = (0, 0) if start is None else (start, end)
            self._ready.append(self._job("read", cut.source, shard, start=begin, end=stop, counts=counts))

    def _fail(self, job: Job, result: Failed) -> None:
        if job.kind == "read":
            self.failed.append(result.why)
        elif self._cut.pop(job.shard.source, None):
            self.failed.append(result.why)
            self._ready = deque(other for other in self._ready if other.shard.source != job.shard.source)


class _Cut:
    """A file of which the pieces are being counted."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.counted: dict[str, Counted] = {}
        self.bounds: list[tuple[Shard, int | None, int | None]] = []
