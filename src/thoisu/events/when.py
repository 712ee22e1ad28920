"""When an act takes place: the time of its own clause, of its sentence, or the narrated day."""

from typing import NamedTuple

from ..model import Time
from ..text import Passage
from .clauses import Segment


class When(NamedTuple):
    """An interval (inclusive days, None for open) and the rule that gave it."""

    start: str | None
    end: str | None
    basis: str


_RANGE_ONLY = frozenset(("since.last",))


def spans(passage: Passage, times: list[Time]) -> list[tuple[int, int, Time]]:
    """The times of a passage as token spans."""
    return [(passage.at(t.start), passage.at(t.end), t) for t in times]


def time_for(
    trigger_lo: int, trigger_hi: int, segment: Segment, found: list[Segment],
    sentence: tuple[int, int], times: list[tuple[int, int, Time]], planned: bool, words: bool = False,
) -> When | None:  # fmt: skip
    """The time of an act by the times of its sentence: own segment first, then the clauses around it."""
    own = [t for t in times if segment.lo <= t[0] < segment.hi]
    index = found.index(segment)
    if (
        not own
        and index + 1 < len(found)
        and found[index + 1].lo == trigger_hi
        and not found[index + 1].triggers
        and not found[index + 1].cues
    ):
        # A reporting verb's own complement without a verb: "tái khẳng định sự ủng hộ … trong tuần này".
        own = [t for t in times if found[index + 1].lo <= t[0] < found[index + 1].hi]
    if own:
        after = [t for t in own if t[0] >= trigger_hi]
        best = min(own, key=lambda t: abs(t[0] - trigger_lo) if t[0] < trigger_lo else (t[0] - trigger_hi))
        if after and planned:
            best = after[0]
        return When(best[2].start_day, best[2].end_day, f"own clause: {best[2].text}")
    # Times set off by a comma before or after the segment belong to it: "Ngày 20/1, X đã đến …".
    for near in (index - 1, index + 1):
        if 0 <= near < len(found):
            other = found[near]
            if other.opens in ("comma", "start") and not other.cues and not any(not t.noun for t in other.triggers):
                inside = [t for t in times if other.lo <= t[0] < other.hi]
                if inside and (near < index or found[near].opens == "comma"):
                    return When(
                        inside[-1][2].start_day,
                        inside[-1][2].end_day,
                        f"beside the clause: {inside[-1][2].text}",
                    )
    # A purpose shares the time of what serves it, and the other way round.
    if segment.opens == "purpose":
        main = [t for t in times if sentence[0] <= t[0] < segment.lo]
        if main:
            return When(main[-1][2].start_day, main[-1][2].end_day, f"main clause: {main[-1][2].text}")
    if index + 1 < len(found) and found[index + 1].opens == "purpose":
        goal = [t for t in times if found[index + 1].lo <= t[0] < found[index + 1].hi]
        if goal:
            return When(goal[0][2].start_day, goal[0][2].end_day, f"purpose: {goal[0][2].text}")
    if planned or segment.opens == "sub":
        return None
    earlier = [t for t in times if sentence[0] <= t[0] < trigger_lo]
    for t in reversed(earlier):
        return When(t[2].start_day, t[2].end_day, f"sentence: {t[2].text}")
    # "…", X nói hôm 31/1: the attribution after a quotation dates what is said in it.
    later = [t for t in times if trigger_hi <= t[0] < sentence[1]]
    spoken = any(s.cues and s.hi > later[0][0] for s in found[index + 1 :]) if len(later) == 1 else False
    if later and spoken and words:
        return When(later[0][2].start_day, later[0][2].end_day, f"attribution: {later[0][2].text}")
    return None
