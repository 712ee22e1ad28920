"""One telling of an act: a trigger with the clause, sentence and paragraph that it stands in."""

from ..model import Time
from ..names.words import phrases, single
from ..text import Passage
from .frames import Trigger
from .parties import Names
from .segment import AGENT, Segment

# The categories whose acts are words.
SPOKEN = frozenset(("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"))


class Telling:
    """A trigger where it stands; `sentence` and the spans of `times` are tokens of the passage.

    `run` are the tokens of the passage, `at` is where its segment stands among those of the sentence.
    """

    __slots__ = ("at", "found", "names", "passage", "run", "segment", "sentence", "times", "trigger")

    def __init__(
        self, passage: Passage, sentence: tuple[int, int], found: list[Segment], segment: Segment, trigger: Trigger,
        names: Names, times: list[tuple[int, int, Time]],
    ) -> None:  # fmt: skip
        self.passage, self.sentence, self.found, self.segment = passage, sentence, found, segment
        self.trigger, self.names, self.times = trigger, names, times
        self.run = passage.tokens
        self.at = found.index(segment)

    def with_times(self, times: list[tuple[int, int, Time]]) -> "Telling":
        """The same with other times."""
        return Telling(self.passage, self.sentence, self.found, self.segment, self.trigger, self.names, times)

    def with_trigger(self, trigger: Trigger) -> "Telling":
        """The same told by another trigger of its clause."""
        return Telling(self.passage, self.sentence, self.found, self.segment, trigger, self.names, self.times)

    @property
    def before(self) -> Segment | None:
        """The segment before its own."""
        return self.found[self.at - 1] if self.at else None

    @property
    def reason_in(self) -> Segment | None:
        """The next segment, where it holds but a noun for a reason: "rút quân vì áp lực quốc tế vào năm 2005"."""
        after = self.found[self.at + 1] if self.at + 1 < len(self.found) else None
        if after is None or after.opens != "sub" or self.run[after.lo - 1].key not in single("roles", "for_reason"):
            return None
        light = single("clauses", "skip")  # tense would make it a clause of its own
        bare = not (after.triggers or after.cues) and not any(k.key in light for k in self.run[after.lo : after.hi])
        return after if bare else None

    @property
    def tells_until(self) -> int:
        """Where its words end at the latest: two segments on, or where a clause begins that tells another's act."""
        end = self.segment.hi
        for following in self.found[self.at + 1 : self.at + 3]:
            own = following.subject is not self.segment.subject and following.subject in following.groups
            if own and following.opens in ("comma", "start") and any(not t.noun for t in following.triggers):
                break
            end = following.hi
        return end

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
    def is_undergone(self) -> bool:
        """Whether a call names it as a thing past: "đề nghị giúp tìm nữ sinh bị Y bắt cóc hồi giữa tháng 4"."""
        bound = max(self.segment.lo, self.trigger.lo - AGENT)
        suffered = any(self.run[k].key == "bị" for k in range(bound, self.trigger.lo))
        then = (lo for lo, _, _ in self.times if self.trigger.hi <= lo < self.sentence[1])
        return suffered and any(self.run[lo - 1].key in single("when", "back_then") for lo in then)

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
