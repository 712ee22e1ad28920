"""What an expression is worth: the operations that the rules of lexicon/times.toml name.

Each takes the rule's groups and a Clock and gives an inclusive interval of days (an open end is None), or
None where the clock lacks what it would need.
"""

from collections.abc import Callable

from . import days, periods
from .clock import Clock, Groups, Interval

__all__ = ["OPERATIONS", "Clock", "Groups", "Interval"]

OPERATIONS: dict[str, Callable[[Groups, Clock], Interval | None]] = days.OPERATIONS | periods.OPERATIONS
