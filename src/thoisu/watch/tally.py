"""What a round did: counts of pages by what became of them, bytes, and seconds by stage."""

import threading
from collections import Counter, defaultdict


class Tally:
    """Counts that several threads add to; `is_cut` where the time of the round was over before its work."""

    def __init__(self) -> None:
        self.is_cut = False
        self.counts: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._lock = threading.Lock()

    def count(self, what: str, number: int = 1) -> None:
        """Adds to a count."""
        with self._lock:
            self.counts[what] += number

    def spent(self, stage: str, seconds: float) -> None:
        """Adds to the time of a stage."""
        with self._lock:
            self.seconds[stage] += seconds
