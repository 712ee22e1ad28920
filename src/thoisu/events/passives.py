"""Who does and who suffers what a passive clause tells: "X bị Y bắt", "X được Y mời", "X bị bắt"."""

from ..names.words import before, phrases, single
from ..text import Token
from .frames import Trigger
from .parties import Group
from .recipients import AT_WORDS
from .segment import AGENT, Segment, nominative


def _passive_verb(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "bị bắt", "bị một tay súng ám sát": passive, the agent unnamed or none."""
    for k in range(trigger.lo - 1, max(segment.lo - 1, trigger.lo - AGENT), -1):
        if run[k].key in ("bị", "được"):
            return run[k].key == "bị" or k == trigger.lo - 1
        if any(g.lo <= k < g.hi for g in segment.groups) or not run[k].is_word:
            return False
    return False


def _another(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "X nói rằng tám thủy thủ bị bắt": a passive clause with a subject of its own, though nobody named."""
    suffers = next((k for k in range(trigger.lo - 1, segment.lo - 1, -1) if run[k].key in ("bị", "được")), segment.lo)
    words = [t for t in run[segment.lo : suffers] if t.is_word and t.key not in single("clauses", "skip")]
    own = segment.subject is not None and segment.subject.lo >= segment.lo
    return segment.opens in ("embed", "sub") and len(words) > 1 and not own


def _carried(run: list[Token], segment: Segment, found: list[Segment]) -> Group | None:
    """ "X, hiện ở Nga, đang bị Mỹ truy nã": the subject of the clause before, which the agent is not."""
    if segment.opens not in ("coord", "comma", "sub"):
        return None
    index = next(k for k, s in enumerate(found) if s is segment)
    if segment.opens == "sub" and not any(s.groups for s in found[:index]) and index + 1 < len(found):
        main = found[index + 1]  # "Sau khi bị Mỹ áp thuế, Canada …": the main clause tells whom
        own = [g for g in main.groups if nominative(g) and g is main.subject]
        return own[0] if own and main.opens == "comma" else None
    first = index
    while first and found[first].opens == "comma" and not (found[first - 1].triggers or found[first - 1].cues):
        first -= 1
    if first < index and not any(nominative(g) for s in found[first:index] for g in s.groups):
        whose = _whose(run, found[first], found[first].hi - 1)
        if whose:  # "Nhiều mục tiêu của Houthi ở tỉnh Saada, miền Bắc Yemen, đã bị …"
            return whose[0]
    told = next(((s, s.subject) for s in reversed(found[:index]) if s.subject is not None), None)
    if told is None:
        return None
    before, last = told
    if run[before.lo].key in single("roles", "relative"):
        head = next((g for s in found[:index] for g in s.groups if before.lo - 2 <= g.hi <= before.lo), None)
        if head is not None:  # "X, người đang bị Peru truy nã, đã bị cảnh sát Mỹ bắt"
            return head
    if last.lo > before.lo and run[last.lo - 1].key in ("bị", "được"):
        # "X bị Quốc hội phế truất và bị cảnh sát bắt giữ": who suffers the one suffers the other
        return next((g for g in before.groups if g.hi < last.lo and nominative(g) and g.case != "source"), last)
    return last


def _whose(run: list[Token], segment: Segment, suffers: int) -> list[Group]:
    """ "Tài sản của Nga bị Thụy Sĩ phong tỏa": whose the thing is that the clause opens with."""
    own = [g for g in segment.groups if g.hi <= suffers and g.case in ("of", "agent")]
    if len(own) != 1:
        return []
    # "Nhiều mục tiêu của Houthi ở tỉnh Saada đã bị …"
    where = max((g.hi for g in segment.groups if g.case == "at" and g.hi <= suffers), default=own[0].hi)
    located = phrases("cases", "at").longest(run, own[0].hi) is not None
    if max(own[0].hi, where) < suffers - (10 if located else 4):
        return []
    return own if all(run[k].is_word for k in range(segment.lo, suffers)) else []


def _told_of(run: list[Token], segment: Segment, found: list[Segment], at: int) -> Group | None:
    """ "… của phóng viên X, người bị bắt hôm 29/3": of whom a relative clause tells, right before its comma."""
    k = at - 1
    while k > segment.lo and run[k].key in single("clauses", "skip"):
        k -= 1
    if run[k].key not in single("roles", "relative") or not k or run[k - 1].text not in ",(":
        return None
    return next((g for s in found for g in s.groups if k - 1 <= g.hi <= k), None)


def passive(
    run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment]
) -> tuple[Group | None, Group | None]:
    """(agent, patient) of "X bị Y V", "X được Y V", "V do Y …"."""
    for group in reversed([g for g in segment.groups if g.hi <= trigger.lo]):
        aged = 4 if run[group.hi + 2 : group.hi + 3] and run[group.hi + 2].key == "tuổi" else 0  # ", 41 tuổi,"
        craft = before(run, group.lo, "who", "movers", segment.lo)  # "bị máy bay chiến đấu Mỹ oanh kích"
        lo = group.lo if craft is None else craft
        while lo > segment.lo and group.sort == "nobody" and run[lo - 1].key in single("roles", "several"):
            lo -= 1  # "bị một nhóm tay súng ám sát"
        if trigger.lo - group.hi <= 3 + aged and lo > segment.lo and run[lo - 1].key in ("bị", "được"):
            others = [g for g in segment.groups if g.hi < lo and nominative(g) and g.case != "source"]
            # "X bị Iran bắt giữ và bị một tòa án tuyên án": the first agent is no patient of the second verb
            patients = [g for g in others if run[g.lo - 1].key not in ("bị", "được")]
            if len(patients) < len(others) and patients and run[lo - 2].key == "và":
                return group, patients[-1]
            patients = patients or _whose(run, segment, lo - 1)
            told = run[segment.lo - 1].key == "việc" and trigger.frame.event in AT_WORDS
            if patients and told:
                return group, patients[0]  # "Việc Mỹ rút khỏi UNESCO bị Pháp chỉ trích": the doer is whom they blame
            if patients and any(not t.noun and patients[-1].hi <= t.lo < group.lo for t in segment.triggers):
                return group, None  # "bắt giữ một người đang bị Mỹ truy nã": another verb's subject
            if not patients and lo - 2 > segment.lo and run[lo - 2].key in single("answers", "these"):
                return group, Group(segment.lo, segment.lo, (), "", "nobody")  # "khi con tàu này bị X bắt giữ"
            carried = segment.subject if segment.subject is not group else _carried(run, segment, found)
            told_of = _told_of(run, segment, found, lo - 1)
            return group, patients[-1] if patients else told_of or carried
        break
    if not trigger.noun and _passive_verb(run, trigger, segment):
        patients = [g for g in segment.groups if g.hi <= trigger.lo and nominative(g) and g.case != "source"]
        nobody = Group(trigger.lo, trigger.lo, (), "", "named")
        if patients:
            if any(not t.noun and patients[-1].hi <= t.lo and t.hi < trigger.lo for t in segment.triggers):
                return nobody, None  # "ân xá cho 30 người bị kết án": another verb's object
            return nobody, patients[-1]
        skip = single("clauses", "skip")
        own = all(run[k].key in skip or not run[k].is_word for k in range(segment.lo, trigger.lo))
        told = segment.opens == "embed" and not own
        if (told_of := _told_of(run, segment, found, trigger.lo)) is not None:
            return nobody, told_of
        carried = None if _another(run, trigger, segment) else segment.subject
        return nobody, Group(segment.lo, segment.lo, (), "", "nobody") if told else carried
    return None, None
