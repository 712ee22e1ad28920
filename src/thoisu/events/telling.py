"""One telling of an act: a trigger with the clause, sentence and paragraph that it stands in."""

from typing import NamedTuple

from ..model import Time
from ..names.words import phrases
from ..text import Passage, Token
from .clauses import Segment
from .frames import Trigger
from .parties import Names

# The categories whose acts are words.
SPOKEN = frozenset(("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"))


class Telling(NamedTuple):
    """A trigger where it stands; `sentence` and the spans of `times` are tokens of the passage."""

    passage: Passage
    sentence: tuple[int, int]
    found: list[Segment]
    segment: Segment
    trigger: Trigger
    names: Names
    times: list[tuple[int, int, Time]]

    @property
    def run(self) -> list[Token]:
        """The tokens of the passage."""
        return self.passage.tokens

    @property
    def at(self) -> int:
        """Where its segment stands among those of the sentence."""
        return self.found.index(self.segment)

    @property
    def before(self) -> Segment | None:
        """The segment before its own."""
        return self.found[self.at - 1] if self.at else None

    @property
    def goes_on_in(self) -> Segment | None:
        """The segment in which a clause goes on behind an aside: "cuộc đàm phán do Nga làm trung gian đã diễn ra …"."""
        after = self.found[self.at + 1] if self.trigger.noun and self.at + 1 < len(self.found) else None
        if after is None or after.opens != "sub" or self.run[after.lo - 1].key != "do":
            return None
        lasts = any(k.key == "diễn" for k in self.run[after.lo : after.hi])
        return after if lasts else None

    @property
    def planned_in(self) -> Segment | None:
        """The segment that says when it was to be: "hoãn cuộc gặp với X, vốn dự kiến diễn ra vào ngày 20/3"."""
        for segment in self.found[self.at + 1 : self.at + 3] if self.trigger.noun else ():
            at = next((k for k in range(segment.lo, segment.hi) if self.run[k].is_word), segment.hi)
            if at < segment.hi and phrases("when", "as_planned").longest(self.run, at):
                own = segment.triggers or any(not group.case for group in segment.groups)
                return None if own else segment
        return None
