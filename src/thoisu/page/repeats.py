"""Which lines repeat across the pages of one host in an archive: menus, footers, notices.

The lines are counted in two fixed tables (a count-min sketch: Cormode and Muthukrishnan, 2005), so that an archive of
any size costs the same memory: 64 MB. A collision can only raise a count, and only where it happens in both tables.
The hash is one that every process has, so that tables of parts of an archive add up to those of the whole.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from mmap import mmap

if sys.platform != "win32":
    from mmap import MAP_ANONYMOUS, MAP_PRIVATE

_BITS = 24
_MASK = (1 << _BITS) - 1
_LEAST = 3  # pages of a host that must have a line
_SHARE = 0.2  # of the host's pages
FULL = 65535


class Repeats:
    """Counts of lines by host: `tables` of 16 bits each that stop at FULL, and how many `pages` each host has.

    >>> counts = Repeats()
    >>> for page in range(5):
    ...     counts.add("example.vn", ["Tòa soạn: 5 phố Ví Dụ", f"Tin số {page}"])
    >>> furniture = counts.of("example.vn")
    >>> furniture("Tòa soạn: 5 phố Ví Dụ"), furniture("Tin số 3")
    (True, False)
    """

    def __init__(self) -> None:
        # Of the machine's own zeros: what no line falls on takes no memory.
        self.tables = _zeros(), _zeros()
        self.pages: Counter[str] = Counter()

    def add(self, host: str, lines: Iterable[str]) -> None:
        """Counts one page of a host; a line that stands twice on it counts once."""
        self.pages[host] += 1
        first, second = self.tables
        for line in set(lines):
            mixed = _mixed(host, line)
            i, j = mixed & _MASK, (mixed >> _BITS) & _MASK
            first[i] = min(FULL, first[i] + 1)
            second[j] = min(FULL, second[j] + 1)

    def of(self, host: str) -> Callable[[str], bool] | None:
        """Tells for a host which lines are furniture; None for a host with too few pages to tell, or for none."""
        pages = self.pages[host]
        if not host or pages < _LEAST:
            return None
        enough = max(_LEAST, _SHARE * pages)
        first, second = self.tables

        def repeats(line: str) -> bool:
            mixed = _mixed(host, line)
            return min(first[mixed & _MASK], second[(mixed >> _BITS) & _MASK]) >= enough

        return repeats


def _zeros() -> memoryview:
    """A table of 2²⁴ counters of 16 bits."""
    if sys.platform == "win32":
        return memoryview(mmap(-1, 2 << _BITS)).cast("H")
    return memoryview(mmap(-1, 2 << _BITS, flags=MAP_PRIVATE | MAP_ANONYMOUS)).cast("H")


def _mixed(host: str, line: str) -> int:
    """48 bits of a hash of a host's line."""
    return int.from_bytes(blake2b(f"{host}\n{line}".encode("utf-8", "surrogatepass"), digest_size=6).digest(), "little")
