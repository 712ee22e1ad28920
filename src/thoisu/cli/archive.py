"""`thoisu archive SOURCE… --out DIR`: archives of any size into a Parquet data set."""

import argparse
import json
import re
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from ..errors import ArchiveError, WorkerLost
from .given import is_no_date
from .lexicon import tell_faults

if TYPE_CHECKING:
    from ..archive.grouping import Grouped
    from ..archive.manifest import Sum
    from ..archive.running import Outcome
    from ..archive.shards import Source
    from ..archive.working import Job, Result, Step

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_LEAST = 800 << 20  # bytes that a worker must have
_TELL = 5.0  # seconds between lines of JSON
_TOLD_FROM = 0.01  # of all bytes: before, nobody can say how long it will take


def add_options(archive: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu archive`."""
    archive.add_argument(
        "source", nargs="+", metavar="SOURCE",
        help="WARC, WET, JSON Lines or Parquet files, pages, a folder of any, or an address (s3://, https://, …)",
    )  # fmt: skip
    archive.add_argument("--out", required=True, metavar="DIR", help="folder of the data set, or its address")
    who = archive.add_mutually_exclusive_group()
    who.add_argument("--workers", type=int, metavar="N", help="processes; by default one for each usable core")
    who.add_argument("--scheduler", metavar="ADDRESS", help="scheduler of a Dask cluster (tcp://host:8786)")
    archive.add_argument("--memory", default="1.5GB", metavar="SIZE", help="of each worker (1.5GB)")
    archive.add_argument("--shard-size", default="64MB", metavar="SIZE", help="how much is read as one piece (64MB)")
    archive.add_argument("--published", metavar="DATE", help="when the pages were published, where they don't say it")
    archive.add_argument(
        "--no-groups", action="store_true", help="leave copies, stories and entries for a later call (months are read)"
    )
    archive.add_argument("--json", action="store_true", help="the report as one line of JSON")


def run(options: argparse.Namespace) -> int:
    """Makes the data set: 0 all was read, 1 a part was not, 2 the call, the place or the cluster is wrong."""
    from ..workers import usable_cores

    memory, step = size_of(options.memory), size_of(options.shard_size)
    workers = usable_cores() if options.workers is None else options.workers
    wrong = (
        f"--memory: {options.memory} is no size of {_LEAST >> 20}MB or more; give one like 1.5GB" if memory < _LEAST
        else f"--shard-size: {options.shard_size} is no size; give one like 64MB" if step < 1
        else f"--workers: {workers} is no number of processes; give 1 or more" if workers < 1
        else None
    )  # fmt: skip
    if wrong:
        print(f"thoisu: {wrong}", file=sys.stderr)
        return 2
    if is_no_date(options.published):
        return 2
    tell_faults()
    try:
        return _make(options, workers, memory, step)
    except (ArchiveError, WorkerLost) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _make(options: argparse.Namespace, workers: int, memory: int, step: int) -> int:
    try:
        from ..archive import grouping, running
        from ..archive.manifest import summed
        from ..archive.places import Folder
        from ..archive.sources import sources_of
        from ..archive.working import terms_of
    except ModuleNotFoundError as fault:
        raise ArchiveError("archive", f"{fault.name} is not installed", "run pip install 'thoisu[archive]'") from None
    sources = sources_of(options.source, step)
    folder = Folder(options.out)
    begun, grouped = time.monotonic(), None
    with Meter(sources) as meter:
        engine: AbstractContextManager[running.Engine] = (
            nullcontext(running.Here(meter.step))
            if workers == 1 and not options.scheduler
            else running.cluster(workers, options.scheduler, memory, meter.step)
        )
        with engine as taken:
            terms = terms_of(options.published, memory)
            outcome = running.run(sources, folder, terms, taken, meter.done)
            read = time.monotonic() - begun
            if options.no_groups:
                grouping.ungroup(folder, terms)
            else:
                grouped = grouping.group(folder, terms, taken, meter.stage)
    for why in outcome.failed:
        print(f"thoisu: {why}", file=sys.stderr)
    report(outcome, summed(outcome.records), grouped, (read, time.monotonic() - begun), options)
    return 1 if outcome.failed or any(_faults(record.skipped) for record in outcome.records) else 0


def size_of(given: str) -> int:
    """Bytes of a size as people write it; 0 where it is none.

    >>> size_of("1.5GB"), size_of("64MB"), size_of("2 GiB"), size_of("lots")
    (1610612736, 67108864, 2147483648, 0)
    """
    shape = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)I?B?", given.strip().upper())
    return int(float(shape[1]) * _UNITS[shape[2]]) if shape else 0


def _faults(skipped: dict[str, int]) -> int:
    from ..archive.working import FAULTS

    return sum(skipped.get(kind, 0) for kind in FAULTS)


class Meter:
    """How far a run is: on a terminal as a bar, else as a line of JSON on standard error every few seconds."""

    def __init__(self, sources: "list[Source]") -> None:
        self._total = sum(source.size for source in sources)
        self._shards = sum(len(source.shards) for source in sources)
        self._begun = self._told = time.monotonic()
        self._running: dict[str, Step] = {}
        self._sizes = {shard.name: shard.size for source in sources for shard in source.shards}
        self._done = self._bytes = self._seen = self._kept = self._faults = 0
        self._bar: Any = None

    def __enter__(self) -> "Meter":
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("archive", total=max(self._total, 1))
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, step: "Step") -> None:
        """Takes how far a shard is."""
        self._running[step.shard] = step
        self._tell()

    def done(self, job: "Job", result: "Result | None") -> None:
        """Takes that a job is done."""
        from ..archive.manifest import Done

        if job.kind == "read":
            self._running.pop(job.shard.name, None)
            self._done += 1
            self._bytes += job.shard.size
        if isinstance(result, Done):
            self._seen += result.seen
            self._kept += result.kept
            self._faults += _faults(result.skipped)
        self._tell()

    def stage(self, stage: str, done: int, of: int) -> None:
        """Takes how far a stage of the grouping is."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=of, description=f"grouping: {stage}")
        elif time.monotonic() - self._told > _TELL:
            self._told = time.monotonic()
            print(json.dumps({"stage": stage, "done": done, "of": of}), file=sys.stderr, flush=True)

    def now(self) -> dict[str, Any]:
        """Shards done and in all, pages and records seen, kept, faults; pages a second and the seconds left.

        Seconds left are told from the bytes that were read since the run began; null at its beginning.
        """
        running = list(self._running.values())
        seen, kept, faults = (
            count + sum(getattr(step, name) for step in running)
            for name, count in (("seen", self._seen), ("kept", self._kept), ("faults", self._faults))
        )
        passed = self._bytes + sum(self._sizes[step.shard] * step.share for step in running)
        spent = max(time.monotonic() - self._begun, 0.001)
        left = round(spent * (self._total - passed) / passed) if passed > _TOLD_FROM * self._total else None
        return {
            "shards": self._done, "of": self._shards, "pages": seen, "kept": kept, "faults": faults,
            "pages_per_second": round(seen / spent, 1), "bytes": int(passed), "seconds_left": left,
        }  # fmt: skip

    def _tell(self) -> None:
        if self._bar:
            now = self.now()
            left = "" if now["seconds_left"] is None else f", {_clock(now['seconds_left'])} left"
            told = (
                f"{now['pages']:,} pages, {now['kept']:,} kept, {now['faults']} faults,"
                f" {now['pages_per_second']} pages/s{left}"
            )
            self._bar.update(self._task, completed=now["bytes"], description=told)
        elif time.monotonic() - self._told > _TELL:
            self._told = time.monotonic()
            print(json.dumps(self.now()), file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def report(
    outcome: "Outcome",
    total: "Sum",
    grouped: "Grouped | None",
    passed: tuple[float, float],
    options: argparse.Namespace,
) -> None:
    """Prints what the data set holds of these sources, and what this run did of it: `passed` are seconds from its
    beginning until all was read, and until its end."""
    if options.json:
        import msgspec

        line = {
            **msgspec.to_builtins(total), "done_before": outcome.before, "failed": outcome.failed,
            "groups": grouped.rows if grouped else None, "seconds": round(passed[1], 1),
            "seconds_read": round(passed[0], 1), "out": options.out,
        }  # fmt: skip
        print(json.dumps(line, ensure_ascii=False))
        return
    skipped = sum(total.skipped.values())
    causes = ", ".join(f"{n:,} {kind}" for kind, n in sorted(total.skipped.items(), key=lambda pair: -pair[1]))
    print(f"{options.out}: {total.shards} shards ({outcome.before} done before), {_clock(passed[1])}")
    print(f"pages and records seen  {total.seen:>12,}")
    print(f"kept                    {total.kept:>12,}")
    print(f"skipped                 {skipped:>12,}" + (f"  ({causes})" if causes else ""))
    print(f"events                  {sum(total.events.values()):>12,}")
    for event, n in sorted(total.events.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {event:<21} {n:>12,}")
    if grouped:
        print(f"in the whole data set: {grouped.rows.get('families', 0):,} articles,", end="")
        print(f" {grouped.rows.get('entries', 0):,} entries")
    print(f"bytes                   {total.bytes:>12,}")
    print(f"digest                  {total.digest[:16]}")
    if _faults(total.skipped):
        print(f"thoisu: pages were skipped for a fault; {options.out}/skipped names them", file=sys.stderr)
