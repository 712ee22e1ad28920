"""What sources are cut into: pieces that are read on their own, named and bounded whoever reads them.

A web archive is cut by bytes where each record is packed by itself (or not at all), JSON Lines by bytes at line ends,
Parquet by row groups, pages that are files of their own into runs of them. What can't be cut is one shard.
"""

import posixpath
import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from ..chronicle.records import short_id

Form = Literal["warc", "jsonl", "parquet", "pages"]
SHARD_BYTES = 64 << 20  # of a packed archive: some thousand pages, a minute or two of one core
_PAGES = 1000  # pages of a shard, where each is a file
_SUFFIX = re.compile(r"\.(?:warc|wet|jsonl|ndjson|parquet|html?|txt)\b.*$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_STEM = 48  # letters of a shard's name that come from its source


class Shard(msgspec.Struct, frozen=True):
    """A piece of a source: from `start` up to `end`, in bytes, row groups or pages, about `size` bytes.

    `name` is what its files are named by. `whole` is whether it is all of its source; `pages` are the files, where each
    is a page.
    """

    name: str
    source: str
    form: Form
    start: int
    end: int | None
    size: int
    whole: bool
    pages: list[str] = []


class Source(msgspec.Struct, frozen=True):
    """A file, or the pages of a folder, and what it is cut into. `sized` is whether it can be read from any place."""

    location: str
    form: Form
    shards: list[Shard]
    sized: bool = True

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(shard.size for shard in self.shards)


def by_bytes(location: str, form: Form, size: int, step: int) -> list[Shard]:
    """A file of so many bytes in pieces of `step` bytes.

    >>> [(s.name, s.start, s.end) for s in by_bytes("/data/tin.warc.gz", "warc", 250, 100)]
    [('tin-uu467cfvn2uu', 0, 100), ('tin-24vouu3bwtps', 100, 200), ('tin-mx36rrduawbj', 200, 250)]
    """
    starts = range(0, max(size, 1), max(step, 1))
    return [
        _shard(location, form, start, min(start + step, size), size, min(step, size - start), len(starts) == 1)
        for start in starts
    ]


def uncut(location: str, form: Form, size: int | None) -> list[Shard]:
    """A file that can't be cut, of which the size may not be known."""
    return [_shard(location, form, 0, None, size or 0, size or 0, True)]


def by_parts(location: str, form: Form, sizes: Sequence[int], step: int, pages: Sequence[str] = ()) -> list[Shard]:
    """Row groups or pages of these sizes in runs of about `step` bytes; of pages a shard has a thousand at most.

    >>> [(s.start, s.end, s.size) for s in by_parts("/data/tin.parquet", "parquet", [60, 60, 10, 200], 100)]
    [(0, 2, 120), (2, 4, 210)]
    """
    runs: list[tuple[int, int, int]] = []
    start = size = 0
    for i, part in enumerate(sizes):
        size += part
        if size >= step or (pages and i + 1 - start == _PAGES):
            runs.append((start, i + 1, size))
            start, size = i + 1, 0
    if start < len(sizes):
        runs.append((start, len(sizes), size))
    total = sum(sizes)
    return [_shard(location, form, a, b, total, part, len(runs) == 1, pages[a:b]) for a, b, part in runs]


def _shard(
    location: str,
    form: Form,
    start: int,
    end: int | None,
    total: int,
    size: int,
    whole: bool,
    pages: Sequence[str] = (),
) -> Shard:
    stem = _UNSAFE.sub("-", _SUFFIX.sub("", posixpath.basename(location)))[:_STEM].strip("-.") or form
    # A source that has grown, or other pages in a folder, are other shards.
    tag = short_id(location, form, str(total), str(start), str(end), *pages)
    return Shard(f"{stem}-{tag}", location, form, start, end, size, whole, list(pages))
