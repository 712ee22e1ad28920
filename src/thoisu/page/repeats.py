"""Which lines repeat across the pages of one host in an archive: menus, footers, notices.

The lines are counted in two fixed tables (a count-min sketch: Cormode and Muthukrishnan, 2005), so that an archive of
any size costs the same memory: 64 MB. A collision can only raise a count, and only where it happens in both tables.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable

_BITS = 24
_MASK = (1 << _BITS) - 1
_LEAST = 3  # pages of a host that must have a line
_SHARE = 0.2  # of the host's pages
_FULL = 65535


class Repeats:
    """Counts of lines by host.

    >>> counts = Repeats()
    >>> for page in range(5):
    ...     counts.add("example.vn", ["Tòa soạn: 5 phố Ví Dụ", f"Tin số {page}"])
    >>> furniture = counts.of("example.vn")
    >>> furniture("Tòa soạn: 5 phố Ví Dụ"), furniture("Tin số 3")
    (True, False)
    """

    def __init__(self) -> None:
        self._tables = array("H", bytes(2 << _BITS)), array("H", bytes(2 << _BITS))
        self._pages: Counter[str] = Counter()

    def add(self, host: str, lines: Iterable[str]) -> None:
        """Counts one page of a host; a line that stands twice on it counts once."""
        self._pages[host] += 1
        first, second = self._tables
        for line in set(lines):
            mixed = hash((host, line))
            i, j = mixed & _MASK, (mixed >> _BITS) & _MASK
            first[i] = min(_FULL, first[i] + 1)
            second[j] = min(_FULL, second[j] + 1)

    def of(self, host: str) -> Callable[[str], bool] | None:
        """Tells for a host which lines are furniture; None for a host with too few pages to tell, or for none."""
        pages = self._pages[host]
        if not host or pages < _LEAST:
            return None
        enough = max(_LEAST, _SHARE * pages)
        first, second = self._tables

        def repeats(line: str) -> bool:
            mixed = hash((host, line))
            return min(first[mixed & _MASK], second[(mixed >> _BITS) & _MASK]) >= enough

        return repeats
