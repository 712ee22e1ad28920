"""Who does what a trigger tells: the subject of its clause, or whom the words before it give as the doer."""

from ..names.words import before, either, single
from ..text import Token
from .event_nouns import fronted
from .frames import Trigger
from .parties import Group
from .segment import Segment, nominative

_FORCE = frozenset(("ASSAULT", "MOBILIZE", "COERCE"))
_PUNISHED = frozenset(("SANCTION", "ACCUSE", "COERCE", "THREATEN"))
_UPON = frozenset(("ASSAULT", "COERCE", "AID"))
_NOBODY = Group(0, 0, (), "", "named")


def begin_of(run: list[Token], subject: Group | None, segment: Segment, trigger: Trigger) -> int:
    """The token from which on tense and negation of a trigger are looked for: behind its subject, else its clause's."""
    if (whose := intended(run, trigger, segment)) is not None and whose[1] is subject:
        return whose[0]  # "kế hoạch của X tổ chức tập trận": the noun tells that it is planned
    if subject is not None and segment.lo <= subject.hi <= trigger.lo:
        return subject.hi
    return segment.lo


def subject_of(run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment], index: int) -> Group | None:
    """The noun phrase that does what a trigger tells; one without members where the words name nobody.

    Its own clause's, where one stands before the verb, else the one that `clauses` carried over; `index` is the number
    of the segment among those `found`.
    """
    near = [g for g in segment.groups if g.hi <= trigger.lo]
    if not trigger.noun and (anyone := _anyone(run, trigger, segment)) is not None:
        return anyone
    who = _relative(run, trigger)
    if who is not None and not any(g.lo > who for g in near):
        return next((g for s in found for g in s.groups if g.hi == who - 1), _NOBODY)
    headless = segment.opens == "embed" and index > 0 and found[index - 1].subject is None
    opens = segment.opens in ("start", "comma", "sub") and not near
    if trigger.noun and fronted(run, trigger, segment) and (opens or headless):
        # "Trong chuyến thăm Ấn Độ, Thủ tướng Kishida …": the subject of the main clause.
        for following in found[index + 1 :]:
            own = [g for g in following.groups if nominative(g)]
            if own:
                return own[0]
    if trigger.noun and trigger.frame.kind.join and segment.opens in ("embed", "call") and index:
        during = run[trigger.lo - 1].key in single("when", "during")
        others = [*(k.lo for k in segment.triggers), *(k.lo for k in segment.cues)]
        both = any(nominative(g) and len(g.members) > 1 for g in near)  # "Kiev và Moskva chưa … trong cuộc đàm phán"
        if during and min(others) == trigger.lo and not both:
            return segment.speaker or found[index - 1].subject  # "nhấn mạnh quan hệ với Ukraine trong cuộc gặp với X"
    if near and not trigger.noun and near[-1].lo and run[near[-1].lo - 1].key in ("vụ", "việc"):
        skip = single("clauses", "skip")
        if all(run[k].key in skip or not run[k].is_word for k in range(near[-1].hi, trigger.lo)):
            return near[-1]  # "họp khẩn về vụ Mỹ và Israel tấn công Iran"
    if not trigger.noun and not near and before(run, trigger.lo, "clauses", "besides", segment.lo) is not None:
        # 'X nêu rõ: "Bên cạnh kêu gọi đối thoại, Y hối thúc …"'
        behind = (g for s in found[index + 1 :] for g in s.groups if run[g.lo - 1].text == ",")
        return next((g for g in behind if nominative(g)), segment.subject)
    if near and trigger.frame.event in _FORCE and _who_does(run, trigger, near[-1], segment):
        return near[-1]
    if (whose := intended(run, trigger, segment)) is not None:
        return whose[1]
    if _asked(run, trigger, near[-1] if near else None, segment):
        return _NOBODY
    if near and trigger.frame.kind.destination and _on_the_way(run, trigger, near[-1]):
        return near[-1]
    if (blamed := _blamed(run, trigger, segment, found, index)) is not None:
        return blamed
    verbs = [t.lo for t in segment.triggers if not t.noun and t.lo < trigger.lo] + [
        c.lo for c in segment.cues if c.hi <= trigger.lo
    ]
    first = min(verbs, default=trigger.lo)
    own = [g for g in near if nominative(g) and g.case != "source" and g.hi <= first]
    nouns = min((t.lo for t in segment.triggers if t.noun and t.lo < first), default=first)
    own = [g for g in own if g.hi <= nouns] or own  # "có chuyến thăm Bolivia và chứng kiến lễ ký"
    if own:
        return own[-1]
    if near and nominative(near[-1]) and near[-1].case != "source" and segment.opens == "call":
        return near[-1]
    if segment.opens != "call":
        return segment.subject
    # "đề xuất cuộc gặp với Nga": the caller is the other party of the meeting that they call for.
    meets = trigger.frame.kind.join and any(g.case == "with" and g.lo >= trigger.hi for g in segment.groups)
    return found[index - 1].subject if meets and index else None


def _anyone(run: list[Token], trigger: Trigger, segment: Segment) -> Group | None:
    """ "… khiến cộng đồng quốc tế ngày càng bất mãn với Mỹ": the subject right before the verb is nobody by name."""
    at = trigger.lo
    while at > segment.lo and run[at - 1].key in either(("clauses", "skip"), ("roles", "growing")):
        at -= 1
    public = before(run, at, "roles", "publics", segment.lo)
    if public is None or any(g.hi == public - 1 for g in segment.groups):  # "Mỹ và các nước đã ký"
        return None
    return Group(public, at, (), "", "named")


def _blamed(run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment], index: int) -> Group | None:
    """ "trừng phạt các thực thể của Iran do trấn áp người biểu tình": who is punished or blamed did it."""
    if trigger.noun:
        return None
    at = trigger.lo - 1
    while at > segment.lo and run[at].key in single("clauses", "skip"):
        at -= 1
    if run[at].key not in single("roles", "for_reason"):
        return None
    main = segment if at > segment.lo else found[index - 1] if index and segment.opens == "sub" else None
    done = [t for t in main.triggers if t.hi <= at and t.frame.event in _PUNISHED] if main is not None else []
    if main is None or not done:
        return None
    return next((g for g in reversed(main.groups) if done[-1].hi <= g.lo and g.hi <= at and g.members), None)


def _who_does(run: list[Token], trigger: Trigger, group: Group, segment: Segment) -> bool:
    """ "bắn hạ UAV của Nga xâm phạm không phận": the object of the verb before is who does the next."""
    skip = single("clauses", "skip")
    verb = any(t.frame.event in _UPON and not t.noun and t.hi <= group.lo for t in segment.triggers)
    return verb and not trigger.noun and all(run[k].key in skip for k in range(group.hi, trigger.lo))


def intended(run: list[Token], trigger: Trigger, segment: Segment) -> tuple[int, Group] | None:
    """ "chỉ trích quyết định của Nga rút khỏi hiệp ước": whose decision or plan the verb tells, and where it is."""
    group = None
    for one in segment.groups:  # asked of every trigger, often more than once
        if one.hi > trigger.lo:
            break
        group = one
    if trigger.noun or group is None or group.case != "of":
        return None
    skip = single("clauses", "skip")
    inside = {k for t in segment.triggers for k in range(t.lo, t.hi)}  # "tổ chức tập trận | bắn tên lửa"
    if any(run[k].key not in skip and k not in inside for k in range(group.hi, trigger.lo)):
        return None
    start = before(run, group.lo - 1, "roles", "intents", segment.lo)
    return None if start is None else (start, group)


def _asked(run: list[Token], trigger: Trigger, group: Group | None, segment: Segment) -> bool:
    """ "bác bỏ yêu cầu của Mỹ chấm dứt viện trợ": what is asked of somebody, and done by nobody."""
    if trigger.noun or group is None or group.case not in ("of", "from") or group.hi != trigger.lo:
        return False
    return before(run, group.lo - 1, "roles", "asks", segment.lo) is not None


def _on_the_way(run: list[Token], trigger: Trigger, group: Group) -> bool:
    """ "tiếp Chủ tịch Tập Cận Bình đang ở thăm Moskva": who is received is the one who goes."""
    between = [t.key for t in run[group.hi : trigger.lo]]
    meanwhile = single("roles", "meanwhile")
    return bool(between) and not meanwhile.isdisjoint(between) and all(k in meanwhile for k in between)


def _relative(run: list[Token], trigger: Trigger) -> int | None:
    """The "người" of "Nicholas II (người đã tới thăm Ấn Độ)", with nothing but tense before the verb."""
    k = trigger.lo - 1
    while k > 0 and run[k].key in single("clauses", "skip"):
        k -= 1
    relative = k > 0 and not trigger.noun and run[k].key in single("roles", "relative") and run[k - 1].text in ",("
    return k if relative else None
