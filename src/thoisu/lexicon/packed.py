"""Values of the lexicon as bytes, and tables that are looked up where they lie packed.

A page asks for a few dozen of tens of thousands of names. So a table that comes from the cache (parts.py) stays one
piece of memory, in the manner of Bernstein's cdb (https://cr.yp.to/cdb.html): the CRC-32 of its keys in order, where
the entry of each begins, and the entries.
"""

import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, Self, TypeVar, get_args, get_origin

from msgspec.msgpack import Decoder, Encoder, Ext

from . import patterns

T = TypeVar("T")
_REMEMBERED = 1 << 16  # what was looked up lately, found or not


def packer() -> Callable[[Any], bytes]:
    """Packs values as MessagePack: plain ones, patterns, and what has a `state` of which `restored` makes it again."""
    return Encoder(enc_hook=_state).encode


def unpacker(kind: Any) -> Callable[[bytes | memoryview], Any]:
    """Unpacks values of a type; raises msgspec.DecodeError where they are not of it.

    >>> unpacker(list[re.Pattern])(packer()([re.compile("ngày")]))
    [re.compile('ngày')]
    """
    return Decoder(kind, dec_hook=_restored, ext_hook=lambda _, data: data).decode


def _state(value: Any) -> Any:
    return patterns.state(value) if isinstance(value, re.Pattern) else value.state()


def _restored(kind: Any, state: Any) -> Any:
    whole: Any = get_origin(kind) or kind
    return patterns.restored(state) if whole is re.Pattern else whole.restored(state, *get_args(kind))


class Lookup(Generic[T]):
    """Values by strings, unpacked when first asked for.

    >>> capitals = Lookup({"FRA": "Paris", "VNM": "Hà Nội"})
    >>> again = unpacker(Lookup[str])(packer()(capitals))
    >>> again.get("VNM"), again.get("ZZZ"), len(again)
    ('Hà Nội', None, 2)
    """

    __slots__ = ("_items", "_packed", "get")

    def __init__(self, items: Mapping[str, T], packed: Sequence[memoryview] = ()) -> None:
        self._items, self._packed = items, packed
        #: The value of a key, or None.
        self.get: Callable[[str], T | None] = items.get

    def __len__(self) -> int:
        return len(self._packed[0]) // 4 if self._packed else len(self._items)

    def __getitem__(self, key: str) -> T:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def state(self) -> tuple[Ext, ...]:
        """The packed form of the table."""
        if self._packed:
            return tuple(Ext(0, part.tobytes()) for part in self._packed)
        pack = packer()
        keyed = sorted((_hash(item[0]), pack(item)) for item in self._items.items())
        starts = array("I", [0])
        for _, entry in keyed:
            starts.append(starts[-1] + len(entry))
        hashes = array("I", [h for h, _ in keyed])
        return tuple(Ext(0, part) for part in (hashes.tobytes(), starts.tobytes(), b"".join(e for _, e in keyed)))

    @classmethod
    def restored(cls, state: Sequence[memoryview], kind: Any = Any) -> Self:
        """The table of a packed form, with values of a kind."""
        hashes, starts, entries = state[0].cast("I"), state[1].cast("I"), state[2]
        unpack = unpacker(tuple[str, kind])

        def get(key: str) -> T | None:
            wanted = _hash(key)
            i = bisect_left(hashes, wanted)
            while i < len(hashes) and hashes[i] == wanted:
                found, value = unpack(entries[starts[i] : starts[i + 1]])
                if found == key:
                    kept: T = value
                    return kept
                i += 1
            return None

        table = cls({}, state)
        table.get = lru_cache(_REMEMBERED)(get)
        return table


def _hash(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))
