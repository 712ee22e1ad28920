"""A segment of a sentence, which a boundary opens, and the reporting verbs that stand in it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from .frames import Trigger
from .parties import Group


class Cue(NamedTuple):
    """A reporting verb in a sentence (token span) and its group (say, claim, call, accuse)."""

    lo: int
    hi: int
    group: str


AGENT = 11  # words from "bị" to its verb, where the agent has no name: "bị một tòa án ở thủ đô X kết án"


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of a sentence between boundaries; `opens` is what its boundary is."""

    lo: int
    hi: int
    opens: str  # start, coord, comma, purpose, embed, call, if, sub
    groups: list[Group] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    subject: Group | None = None
    speaker: Group | None = None  # whose words it tells
    attributed: bool = False  # by a reporting verb that comes after it


_NOMINATIVE = ("", "agent", "source")


def nominative(group: Group) -> bool:
    """Whether a group can be a subject by its case."""
    return group.case in _NOMINATIVE
