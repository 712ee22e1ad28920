"""Nouns that tell an act ("cuộc tấn công", "vụ phóng"): who takes part in it, and whose it is."""

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import before, either, phrases, single
from ..text import Token
from .frames import Trigger
from .segment import Segment, nominative


def parted(run: list[Token], lo: int, hi: int) -> bool:
    """Whether a verb of its own stands between a noun and a group: "sẽ bàn về … giữa X và Y", not "diễn ra giữa …"."""
    taking_place = hi >= 2 and run[hi - 2].key in single("roles", "taking_place")
    return not taking_place and any(run[k].key in single("roles", "parting") for k in range(lo, hi))


def counts(token: Token) -> bool:
    """ "45 vụ bắt giữ", "hàng chục vụ": what may stand before an event noun and leaves it what it is."""
    return token.key in single("roles", "quantity") or token.text[0].isdigit() or token.text in ".,"


def fronted(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "Trong cuộc gặp …", "trước thềm cuộc hội đàm …": the noun hangs on a preposition of time or place."""
    k = trigger.lo - 1
    while k >= segment.lo and counts(run[k]):
        k -= 1
    return k >= segment.lo and run[k].key in either(("roles", "front"), ("roles", "front_nouns"))


def governs(run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment]) -> bool:
    """Whether the subject takes part in the noun's act: after a light verb, or in a fronted phrase."""
    k = trigger.lo - 1
    while k >= segment.lo and counts(run[k]):
        k -= 1
    if k < segment.lo:
        behind = k > 0 and (run[k - 1].key, run[k].key) == ("đứng", "sau")  # "IS nhận đứng sau vụ tấn công"
        return segment.opens != "start" and (behind or not _of_force(trigger) or _owned(run, segment, found))
    if before(run, k + 1, "roles", "existing", segment.lo) is not None:
        return False  # "nơi đang diễn ra hội nghị G20"
    if (
        run[k].key == "có"
        and counts(run[trigger.lo - 1])
        and not any(segment.lo <= g.lo and g.hi <= k for g in segment.groups)
    ):
        return False  # "đã có hơn 20 vụ tấn công": there were
    if k == segment.lo and run[k].key == "có" and segment.opens == "embed" and _of_force(trigger):
        return False  # "Seoul thông báo có vụ phóng tên lửa"
    return run[k].key in either(("roles", "light"), ("roles", "front"), ("roles", "front_nouns"), ("roles", "put_off"))


def _owned(run: list[Token], segment: Segment, found: list[Segment]) -> bool:
    """ "Bình Nhưỡng xác nhận vụ phóng …": one's own doing."""
    before = found[found.index(segment) - 1]
    return any(phrases("roles", "owning").longest(run, c.lo) for c in before.cues if c.hi == segment.lo)


def _of_force(trigger: Trigger) -> bool:
    """Acts of force: who tells of a launch or an attack has not done it."""
    return trigger.frame.event in ("ASSAULT", "MOBILIZE")


def suffered(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """Whether the words before an event noun say that the subject came to harm by it."""
    return any(phrases("roles", "harmed").longest(run, k) for k in range(max(segment.lo, trigger.lo - 7), trigger.lo))


_HARM = 12  # words from who is harmed to the act: what happened to them, when and where


def victims(trigger: Trigger, segment: Segment) -> list[Actor]:
    """Who is said to have come to harm: the nearest noun phrase before that is no medium's, else the subject."""
    media = lexicon().media
    near = [g for g in segment.groups if g.hi <= trigger.lo and nominative(g)]
    if near and near[-1].hi < trigger.lo - _HARM:
        return []  # "X đặt nghi vấn về các trường hợp dân thường thiệt mạng trong vụ tấn công"
    hurt = [g for g in near if not all(m.entity in media for m in g.members)]
    if hurt:
        return list(hurt[-1].members)
    return [m for m in segment.subject.members if m.entity not in media] if segment.subject else []


def doers(run: list[Token], trigger: Trigger, segment: Segment) -> list[Actor]:
    """Whose attack a noun tells: the noun phrase after "của" or "do" in its own segment."""
    near = [g for g in segment.groups if trigger.hi <= g.lo <= trigger.hi + 12]
    first = near[0] if near else None
    if first is None or (first.case not in ("of", "agent") and run[first.lo - 1].key != "được"):
        return []
    between = run[trigger.hi : first.lo - 1]
    aimed = any(t.key in single("roles", "aiming") or (not t.is_word and t.text not in "()") for t in between)
    return [] if aimed else list(first.members)  # "các vụ tấn công chết người bằng UAV của Mỹ"


def land_before(trigger: Trigger, found: list[Segment]) -> list[Actor]:
    """ "EU ngừng viện trợ cho Mali sau cuộc đảo chính hồi tháng 8": the state named last before it."""
    lands = [m for s in found for g in s.groups if g.hi <= trigger.lo for m in g.members if m.kind == "country"]
    return lands[-1:]
