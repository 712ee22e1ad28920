"""What is done already: a record for each shard, written last, when all of its files are in their places.

While a run goes on each record is a file of its own, so that nobody but the one who did the shard has to live on; at
the end they are one file, `manifest.jsonl`, in the order of the shards' names. No record holds a time or a machine.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

import msgspec

from .places import Folder

MANIFEST = "manifest.jsonl"
_LOOSE = "_done"
_FORMAT = 1  # of the data set: another one is read again


class Output(msgspec.Struct, frozen=True):
    """A file of the data set."""

    name: str
    rows: int
    bytes: int
    sha256: str


class Terms(msgspec.Struct, frozen=True):
    """What a shard's rows depend on beside its source; `memory` in bytes."""

    reader: str
    lexicon: str
    published: str | None
    memory: int
    format: int = _FORMAT


class Done(msgspec.Struct, frozen=True):
    """A shard that is done: pages and records `seen`, those `kept`, `skipped` by cause, `events` by category."""

    shard: str
    source: str
    terms: Terms
    seen: int
    kept: int
    skipped: dict[str, int]
    events: dict[str, int]
    files: list[Output]

    def holds(self, terms: Terms, there: dict[str, int]) -> bool:
        """Whether it need not be done again: read on the same terms, its files there.

        More memory than before is a reason only where pages were skipped for want of it.
        """
        if msgspec.structs.replace(terms, memory=self.terms.memory) != self.terms:
            return False
        if self.skipped.get("memory") and terms.memory > self.terms.memory:
            return False
        return all(there.get(file.name) == file.bytes for file in self.files)


class Sum(msgspec.Struct, frozen=True):
    """What all shards of a data set come to. `digest` is over the names and the contents of its files."""

    shards: int
    seen: int
    kept: int
    skipped: dict[str, int]
    events: dict[str, int]
    rows: dict[str, int]
    bytes: int
    digest: str


def put(folder: Folder, done: Done) -> None:
    """Writes that a shard is done."""
    folder.write(f"{_LOOSE}/{done.shard}.json", msgspec.json.encode(done))


def all_done(folder: Folder, there: dict[str, int]) -> dict[str, Done]:
    """The records of a data set by shard; `there` are its files. One that can't be read is as if it were not there."""
    lines = folder.read(MANIFEST).splitlines() if MANIFEST in there else []
    lines += [folder.read(name) for name in there if name.startswith(f"{_LOOSE}/")]
    found = {}
    for line in lines:
        try:
            done = msgspec.json.decode(line, type=Done)
        except msgspec.MsgspecError:
            continue
        found[done.shard] = done
    return found


def fold(folder: Folder, records: Iterable[Done]) -> None:
    """Makes one file of all records, and ends those of the run."""
    lines = [msgspec.json.encode(done) + b"\n" for done in sorted(records, key=lambda done: done.shard)]
    folder.write(MANIFEST, b"".join(lines))
    folder.clear(_LOOSE)


def summed(records: Iterable[Done]) -> Sum:
    """What records come to."""
    skipped: Counter[str] = Counter()
    events: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    files: list[Output] = []
    shards = seen = kept = 0
    for done in records:
        shards, seen, kept = shards + 1, seen + done.seen, kept + done.kept
        skipped.update(done.skipped)
        events.update(done.events)
        files += done.files
    for file in files:
        rows[file.name.partition("/")[0]] += file.rows
    listed = "".join(sorted(f"{file.name} {file.sha256}\n" for file in files))
    return Sum(
        shards, seen, kept, dict(sorted(skipped.items())), dict(sorted(events.items())), dict(sorted(rows.items())),
        sum(file.bytes for file in files), hashlib.sha256(listed.encode()).hexdigest(),
    )  # fmt: skip
