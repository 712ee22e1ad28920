"""A mapping that is looked up where it lies packed, in the manner of Bernstein's cdb (https://cr.yp.to/cdb.html).

A page asks for a few dozen of tens of thousands of names. So a table that comes from the cache (parts.py) stays one
piece of memory: the CRC-32 of its keys in order, where the entry of each begins, and the entries.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, Self, TypeVar

import msgspec

T = TypeVar("T")
_REMEMBERED = 1 << 16  # what was looked up lately, found or not


class Lookup(Generic[T]):
    """Values by strings, unpacked when first asked for.

    >>> capitals = Lookup({"FRA": "Paris", "VNM": "Hà Nội"})
    >>> again = Lookup.restored([memoryview(part.data) for part in capitals.state()], str)
    >>> again.get("VNM"), again.get("XXX"), len(again)
    ('Hà Nội', None, 2)
    """

    __slots__ = ("_items", "_length", "get")

    def __init__(self, items: Mapping[str, T]) -> None:
        self._items, self._length = items, len(items)
        #: The value of a key, or None.
        self.get: Callable[[str], T | None] = items.get

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, key: str) -> T:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def state(self) -> tuple[msgspec.msgpack.Ext, ...]:
        """The packed form of a table that is not packed yet."""
        keyed = sorted((_hash(key), msgspec.msgpack.encode(item)) for key, item in zip(self._items, self._items.items(), strict=True))
        starts = array("I", [0])
        for _, entry in keyed:
            starts.append(starts[-1] + len(entry))
        hashes = array("I", [h for h, _ in keyed])
        entries = b"".join(entry for _, entry in keyed)
        return tuple(msgspec.msgpack.Ext(0, part) for part in (hashes.tobytes(), starts.tobytes(), entries))

    @classmethod
    def restored(cls, state: Sequence[memoryview], kind: Any = Any) -> Self:
        """The table of a packed form, with values of a kind."""
        hashes, starts, entries = state[0].cast("I"), state[1].cast("I"), state[2]
        unpack = msgspec.msgpack.Decoder(tuple[str, kind]).decode

        def get(key: str) -> T | None:
            wanted = _hash(key)
            i = bisect_left(hashes, wanted)
            while i < len(hashes) and hashes[i] == wanted:
                found, value = unpack(entries[starts[i] : starts[i + 1]])
                if found == key:
                    return value
                i += 1
            return None

        table = cls({})
        table._length, table.get = len(hashes), lru_cache(_REMEMBERED)(get)
        return table


def _hash(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))
