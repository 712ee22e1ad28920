"""What a worker does: counts the lines of a piece of an archive, adds up such counts, or reads a piece into files.

A job says all that it needs, and leaves what it made in the data set's folder; only figures go back. Done twice, by a
worker that was taken for lost and by another, it leaves the same bytes in the same places.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from .. import __version__
from ..errors import ArchiveError, UnreadableSource
from ..lexicon import lexicon
from ..page.archive import Record, Skipped
from ..page.recovery import next_start
from ..page.repeats import Repeats
from .dataset import Builder, Captured
from .furniture import absorb, packed
from .manifest import Done, Terms, put
from .places import Folder, opened
from .reading import Piece, count_lines, read_piece, records_between
from .shards import Shard

COUNTS = "_counts"  # where counts lie until their file is read
_EVERY = 1.0  # seconds between what is told of a shard
_UNNAMED = ("other", "language")  # skipped pages that are only counted: most of a crawl is such


class Job(msgspec.Struct, frozen=True):
    """Something to be done for the data set in `folder`.

    "count": the lines of a shard, beginning at `start`, or where the first record of the shard does. "merge": `parts`
    into `counts`. "read": what of the shard lies between `start` and `end`, with the `counts` of its file where it is
    only a part of it.
    """

    kind: Literal["count", "merge", "read"]
    folder: str
    terms: Terms
    shard: Shard
    sized: bool = True
    start: int | None = None
    end: int | None = None
    counts: str | None = None
    parts: list[str] = []

    @property
    def label(self) -> str:
        """What it is called among the jobs of a run."""
        return f"{self.kind}-{self.shard.name}"

    @property
    def what(self) -> str:
        """What it is about, for people."""
        return f"{self.shard.source} ({self.shard.name})"


class Counted(msgspec.Struct, frozen=True):
    """Where the first record of a shard begins, and the first one behind it; None where there is none."""

    start: int | None
    next: int | None


class _Kept(msgspec.Struct, frozen=True):
    """The counts of a piece as they lie in the folder: of which job, what came of it, and the lines."""

    terms: Terms
    start: int | None
    counted: Counted
    lines: bytes


class Failed(msgspec.Struct, frozen=True):
    """A job of which the source can't be read."""

    why: str


class Step(msgspec.Struct, frozen=True):
    """How far a shard is: pages and records seen and kept, faults among them, and the share that is done."""

    shard: str
    seen: int
    kept: int
    faults: int
    share: float


Result = Counted | Done | Failed
Tell = Callable[[Step], None]


def terms_of(published: str | None, memory: int) -> Terms:
    """The terms of this process."""
    return Terms(__version__, lexicon().digest, published, memory)


def work(job: Job, tell: Tell) -> Result | None:
    """Does a job. Raises ArchiveError where the data set can't be written, or the worker is not as it must be."""
    own = terms_of(job.terms.published, job.terms.memory)
    if own != job.terms:
        raise ArchiveError(
            "the workers",
            f"have thoisu {own.reader} with lexicon {own.lexicon[:12]}, not {job.terms.reader} with "
            f"{job.terms.lexicon[:12]}",
            "install the same version and the same lexicon of your own on all machines",
        )
    try:
        return _WORK[job.kind](job, tell)
    except UnreadableSource as fault:
        return Failed(str(fault))


def counts_name(shard: Shard) -> str:
    """Where the counts of a shard lie."""
    return f"{COUNTS}/{shard.name}.part"


def _count(job: Job, tell: Tell) -> Counted:
    shard, repeats = job.shard, Repeats()
    folder, name = Folder(job.folder), counts_name(job.shard)
    known = _kept(folder, name) if folder.has(name) else None
    if known and (known.terms, known.start) == (job.terms, job.start):
        return known.counted  # by a run that was stopped
    behind: list[int] = []
    with opened(shard.source) as file:
        start = job.start if job.start is not None else next_start(file, shard.start) if shard.start else 0
        if start is None:
            return Counted(None, None)

        def within() -> Iterator[Record | Skipped]:
            for record in records_between(file, start, None):
                if shard.end is not None and record.offset >= shard.end:
                    behind.append(record.offset)
                    return
                yield record

        count_lines(within(), job.terms.memory, repeats)
    counted = Counted(start, behind[0] if behind else None)
    folder.write(name, msgspec.msgpack.encode(_Kept(job.terms, job.start, counted, packed(repeats))))
    return counted


def _kept(folder: Folder, name: str) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(folder.read(name), type=_Kept)
    except msgspec.MsgspecError:
        return None  # of another version


def _merge(job: Job, tell: Tell) -> None:
    folder, repeats = Folder(job.folder), Repeats()
    for part in job.parts:
        counts = _kept(folder, part)
        assert counts is not None
        absorb(repeats, counts.lines)
    folder.write(str(job.counts), packed(repeats))


@lru_cache(maxsize=1)  # a worker often has several shards of a file one after the other
def _counts(counted: bytes) -> Repeats:
    repeats = Repeats()
    absorb(repeats, counted)
    return repeats


def _read(job: Job, tell: Tell) -> Done:
    folder, shard = Folder(job.folder), job.shard
    counts = _counts(folder.read(job.counts)) if job.counts else None
    start = shard.start if job.start is None else job.start
    piece = Piece(shard, job.sized, start, job.end, counts, job.terms.published, job.terms.memory)
    skipped: Counter[str] = Counter()
    events: Counter[str] = Counter()
    kept = 0
    told = time.monotonic()
    with folder.scratch() as scratch:
        files = Builder(scratch, shard.name)
        for page in read_piece(piece):
            if isinstance(page, Captured):
                kept += 1
                events.update(event.event for event in page.reading.events)
                files.add(page)
            else:
                skipped[page.kind] += 1
                if page.kind not in _UNNAMED:
                    files.skip(page)
            if time.monotonic() - told > _EVERY:
                told = time.monotonic()
                tell(_step(job, page.offset, kept, skipped))
        outputs = files.publish(folder)
    done = Done(
        shard.name, shard.source, job.terms, kept + skipped.total(), kept, dict(sorted(skipped.items())),
        dict(sorted(events.items())), outputs,
    )  # fmt: skip
    put(folder, done)
    return done


def _step(job: Job, offset: int, kept: int, skipped: Counter[str]) -> Step:
    shard = job.shard
    seen = kept + skipped.total()
    if shard.form == "pages":
        share = seen / max(len(shard.pages), 1)
    elif shard.form == "parquet":
        share = 0.0  # rows are numbered, shards are measured in bytes
    else:
        share = (offset - shard.start) / max(shard.size, 1)
    return Step(shard.name, seen, kept, sum(skipped[kind] for kind in FAULTS), min(share, 1.0))


FAULTS = ("damaged", "large", "memory", "fault")  # what is wrong with a file, or with us, rather than not asked for
_WORK: dict[str, Callable[[Job, Tell], Result | None]] = {"count": _count, "merge": _merge, "read": _read}
