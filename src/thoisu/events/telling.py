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
    def meanwhile(self) -> tuple[int, int] | None:
        """Where stands what went on when it was done: "bị ám sát khi đang phát biểu tại Nara ngày 8/7"."""
        rest = self.found[self.at + 1 :]
        if not rest or rest[0].opens != "sub" or rest[0].hi <= rest[0].lo:
            return None
        if [k.key for k in self.run[rest[0].lo - 1 : rest[0].lo + 1]] != ["khi", "đang"]:
            return None
        inside = [rest[0], *(s for s in rest[1:2] if s.opens == "embed")]
        return None if any(s.triggers or s.groups for s in inside) else (rest[0].lo, inside[-1].hi)

    @property
    def is_denied(self) -> bool:
        """Whether it is part of words that the clause around it denies: "bác bỏ cáo buộc rằng Nga tấn công …"."""
        verbs = [t for t in self.segment.triggers if t.lo < self.trigger.lo and not t.noun]
        if verbs and verbs[-1].frame.kind.name == "denial":
            near = [g for g in self.segment.groups if verbs[-1].hi <= g.lo and g.hi <= self.trigger.lo]
            return bool(near) and not any(k.text == "," for k in self.run[verbs[-1].hi : self.trigger.lo])
        k = self.at
        while k and self.found[k].opens == "embed":
            k -= 1
            verbs = [t for t in self.found[k].triggers if not t.noun]
            if verbs or self.found[k].groups:
                # "bác bỏ cáo buộc của X | cho rằng | Y …": only words that lead on to what is said
                return bool(verbs) and any(t.frame.kind.name == "denial" for t in verbs)
        return False

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
