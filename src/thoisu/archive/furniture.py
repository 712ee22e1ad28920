"""The lines that repeat across a host, counted over all of an archive's file by those who read pieces of it.

`thoisu read` counts them over the file, and so must who cuts it: counted by piece, a notice would be furniture in one
piece and text in another. The tables of page/repeats.py add up: those of the pieces are, in sum, those of the file.
"""

from typing import Any

import msgspec
import numpy as np
import zstandard

from ..page.repeats import FULL, Repeats


class _Counts(msgspec.Struct, frozen=True, array_like=True):
    pages: dict[str, int]
    tables: list[tuple[bytes, bytes]]  # where there is a count, and the count


def packed(repeats: Repeats) -> bytes:
    """Counts as bytes: as few as there are lines.

    >>> counts = Repeats()
    >>> counts.add("example.vn", ["Tòa soạn: 5 phố Ví Dụ"])
    >>> len(packed(counts)) < 100
    True
    """
    tables = []
    for table in map(_viewed, repeats.tables):
        # Four counters at once: most are zero.
        four = np.flatnonzero(table.view(np.uint64))
        near = (four[:, None] * 4 + np.arange(4)).ravel()
        at = near[table[near] != 0].astype("<u4")
        tables.append((at.tobytes(), table[at].astype("<u2").tobytes()))
    plain = msgspec.msgpack.encode(_Counts(dict(sorted(repeats.pages.items())), tables))
    return zstandard.ZstdCompressor(level=1).compress(plain)


def absorb(repeats: Repeats, counted: bytes) -> None:
    """Adds counts that were packed.

    >>> whole = Repeats()
    >>> for piece in range(3):
    ...     counts = Repeats()
    ...     counts.add("example.vn", ["Tòa soạn: 5 phố Ví Dụ"])
    ...     absorb(whole, packed(counts))
    >>> whole.of("example.vn")("Tòa soạn: 5 phố Ví Dụ")
    True
    """
    counts = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(counted), type=_Counts)
    repeats.pages.update(counts.pages)
    for table, (at, more) in zip(map(_viewed, repeats.tables), counts.tables, strict=True):
        places = np.frombuffer(at, "<u4")
        total = table[places].astype(np.uint32) + np.frombuffer(more, "<u2")
        table[places] = np.minimum(total, FULL)


def _viewed(table: Any) -> Any:
    return np.frombuffer(table, dtype=np.uint16)
