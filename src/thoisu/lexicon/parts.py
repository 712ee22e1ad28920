"""Parts of the lexicon as they are once read and indexed, kept between processes in the user's cache folder.

A part is one file of MessagePack behind its CRC-32, in a folder that is named after all that the part depends on:
the lexicon with the user's rows, the program and the Python. So nothing is ever out of date: what is edited has
another folder. Where a file is damaged it is made anew; where the folder can't be written, nothing is kept.
"""

import contextlib
import hashlib
import os
import re
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .. import __version__
from .packed import packer, unpacker
from .tables import uncollected, walk

T = TypeVar("T")
_OTHERS = 4  # lexicons that stay in the cache beside the one in use: other versions, checkouts, rows of one's own


def cache_folder() -> Path | None:
    """Where parts are kept: `lexicon` in THOISU_CACHE, else in the user's cache folder; None where that is empty."""
    given = os.environ.get("THOISU_CACHE")
    if given is None:
        from platformdirs import user_cache_path

        return user_cache_path("thoisu", appauthor=False) / "lexicon"
    return Path(given) / "lexicon" if given else None


class Kept:
    """The parts of one lexicon in a cache folder; None keeps nothing. `knowledge` is the digest of its files."""

    def __init__(self, root: Path | None, knowledge: str) -> None:
        key = f"{_program()}\0{knowledge}" if root else ""
        self._folder = root / hashlib.sha256(key.encode()).hexdigest()[:32] if root else None

    def part(self, name: str, kind: Any, make: Callable[[], T]) -> T:
        """A part by its name and type: from its file, else made and kept."""
        if self._folder is None:
            return make()
        file = self._folder / f"{name}.msgpack"
        unpack = unpacker(kind)
        found: T
        with contextlib.suppress(OSError, msgspec.DecodeError), uncollected():
            raw = memoryview(file.read_bytes())
            if zlib.crc32(raw[4:]) == int.from_bytes(raw[:4], "big"):
                found = unpack(raw[4:])
                return found
        packed = packer()(make())
        with contextlib.suppress(OSError):
            _write(file, zlib.crc32(packed).to_bytes(4, "big") + packed)
        found = unpack(packed)  # so that the first process reads with what all others read with
        return found


def _write(file: Path, raw: bytes) -> None:
    if not file.parent.is_dir():
        file.parent.mkdir(parents=True, exist_ok=True)
        _clear(file.parent)
    # Written beside and renamed: another process finds a whole file or none.
    beside = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.new")
    try:
        beside.write_bytes(raw)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _clear(used: Path) -> None:
    """Removes what was written longest ago of the other lexicons; what is not ours stays."""
    others = [f for f in used.parent.iterdir() if f != used and re.fullmatch(r"[0-9a-f]{32}", f.name)]
    others.sort(key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    for folder in others[_OTHERS:]:
        for file in (*folder.glob("*.msgpack"), *folder.glob("*.new")):
            file.unlink(missing_ok=True)
        folder.rmdir()


def _program() -> str:
    """The version of the program, its source files as Python itself tells them apart, and the Python."""
    source = []
    for name, path in walk(str(Path(__file__).parents[1]), (".py",)):
        stat = os.stat(path)
        source.append((name, stat.st_size, stat.st_mtime_ns))
    return f"{__version__}\0{sys.version}\0{sys.byteorder}\0{source}"
