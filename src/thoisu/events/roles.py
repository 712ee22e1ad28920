"""Fills the roles of a frame: who acts, with or to whom, by where the noun phrases stand."""

from itertools import pairwise

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import before, either, endings, listed, phrases, single
from ..text import Token
from .event_nouns import doers, fronted, governs, land_before, parted, suffered, victims
from .frames import Trigger
from .objects import adjacent, direct, object_clause
from .parties import Group, Names, Roles, Scene, distinct, powers_of
from .passives import passive
from .recipients import AT_OTHERS, AT_SOMEBODY, AT_WORDS, another, helped, recipients
from .segment import Segment
from .subjects import begin_of, subject_of
from .visits import recalled, visit_there, visits


def fill(
    run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment], names: Names, scene: Scene, hi: int,
    skip: dict[int, int],
) -> list[Roles]:  # fmt: skip
    """The roles of a trigger: one Roles for each act that it tells (a gapped list of visits tells several)."""
    kind = trigger.frame.kind
    index = found.index(segment)
    if object_clause(run, trigger, segment):
        scene.lost("object_clause")
        return []
    if kind.name == "violence" and any(
        phrases("roles", "no_doers").longest(run, k) for k in range(segment.lo, min(segment.lo + 3, trigger.lo))
    ):
        return []
    if not trigger.noun and any(g.case == "maker" and g.hi == trigger.lo for g in segment.groups):
        return []  # "phiến quân do Iran hậu thuẫn": what they are
    end = _reach(run, found, index)
    # "bắt giữ tàu chở dầu của X": a frame's own words may be the head of the noun phrase.
    inner = [g for g in segment.groups if trigger.lo < g.lo < trigger.hi < g.hi]
    after = inner + [g for s in found[index:] for g in s.groups if trigger.hi <= g.lo < end]
    shared = _shared(run, trigger, found, index) if not after else []
    after = [g for g in after or shared if _party_to(run, kind.name, g)]
    if trigger.frame.event == "ASSAULT" and not trigger.noun:
        # "bị tiêu diệt trong cuộc không kích của X": it is the noun's
        after = [g for g in after if g.case != "of" or not _of_another(trigger, segment, g)]
    if not trigger.noun:  # "xử tử một người biểu tình sau cái chết của X": X is of the time
        ends = phrases("roles", "object_ends")
        after = [g for g in after if g.case != "of" or ends.first(run, trigger.hi, g.lo) is None]
    agent, patient = passive(run, trigger, segment, found)
    subject = agent or subject_of(run, trigger, segment, found, index)
    if subject is not None and subject.sort == "we" and not trigger.frame.speech:
        subject = subject.of(powers_of(subject.members))
    begin = begin_of(run, patient if agent is not None else subject, segment, trigger)
    if kind.adjacent and not adjacent(run, subject, segment, trigger, skip):
        scene.lost("not_adjacent" if subject else "no_actor")
        return []
    if kind.destination:
        scene.lost("no_destination")
        if subject is not None and (along := _along(run, segment, subject)):
            subject = subject.of((*subject.members, *along))
        acts = visits(run, trigger, subject, after, names, hi, begin, skip)
        return acts or visit_there(trigger, subject, after, found, index, begin)
    if subject is not None and (trigger.frame.event in AT_OTHERS or kind.name == "seizure"):
        after = [another(run, g, subject, found[: index + 1], scene) for g in after]
    sources: dict[str, list[Actor]] = {}
    rebels = subject is not None and subject.sort == "nobody" and not kind.join
    sources["subject"] = list(subject.members) if subject and not rebels else []
    if kind.join and subject is not None and not trigger.noun:
        # "X đã cùng Y ký thỏa thuận": with whom, before the verb
        beside = (g for g in segment.groups if g.case == "with" and subject.hi <= g.lo and g.hi <= trigger.lo)
        sources["with"] = [m for g in beside if run[g.lo - 1].key == "cùng" for m in g.members]
    before_it = ""
    for group in after:
        name = group.case or "object"
        if name == "remark" and trigger.noun and group.lo - trigger.hi <= 1:
            name = "object"  # "Hamburg, nơi đang diễn ra hội nghị G20, …": whose it is
        if _present(run, group):
            name = "presence"
        elif trigger.noun and kind.join and before(run, group.lo, "roles", "gathers") is not None:
            name = "gathers"
        if group.lo <= trigger.hi and name == "about":
            name = "object"  # "đứng về phía X": the preposition is the trigger's own
        if trigger.noun and group.sort == "mover" and group in inner:
            name = "of"  # "đợt tập kích bằng UAV của X": whose weapons strike
        if name == "of" and group not in inner and not (trigger.noun and group.lo - trigger.hi <= 2):
            name = "of-object"  # "hồ sơ hạt nhân của Iran": the topic's, not a party
        if name == "object" and kind.join and _paired(run, trigger, segment, group):
            name = "between"  # "hội đàm Nga - Ukraine"
        if trigger.noun and run[group.lo - 1].key == "được" and name in ("object", ""):
            name = "agent"  # "hai cuộc tấn công được Không quân Israel tiến hành"
        topic = name == "between" and any(t.key == "về" for t in run[trigger.hi : group.lo])
        if topic or (name == "between" and trigger.noun and parted(run, trigger.hi, group.lo)):
            name = "other"  # "cuộc họp sẽ bàn về tình hình giữa X và Y"
        if name == "with" and not kind.join and before_it == "between":
            name = "other"  # "từ chối công bố nội dung cuộc trao đổi giữa ông với X": who talked
        before_it = group.case
        if name == "object" and run[trigger.hi - 1].key in ("với", "cùng") and group.lo - trigger.hi <= 4:
            name = "with"  # "hội đàm với Cố vấn Nhà nước X": the preposition is the trigger's own
        if (
            name == "object"
            and kind.join
            and any(k.key == "với" for k in run[max(trigger.hi, group.lo - 6) : group.lo])
        ):
            name = "with"  # "cuộc tranh luận với ứng viên Dân chủ X": a word between that is no office
        if name == "object" and not shared and not direct(run, trigger, group, names):
            name = "other"
        sources.setdefault(name, []).extend(
            m for m in group.members if m.entity not in {a.entity for a in sources.get(name, [])}
        )
    if trigger.frame.event in AT_WORDS and (owners := _owners(after, sources)):
        sources["object"] = owners
    if patient is not None:
        sources["object"] = sources["patient"] = list(patient.members)
    if trigger.noun:
        sources["agent"] = sources.get("agent", [])
        sources.setdefault("of", []).extend(sources.pop("agent", []))
        if not governs(run, trigger, segment, found):
            sources["subject"] = []
    if trigger.noun and kind.name == "violence":
        theirs = doers(run, trigger, segment)  # "các cuộc tấn công … của Mỹ"
        if suffered(run, trigger, segment):
            # "Ba binh sĩ Mỹ thiệt mạng trong vụ tấn công …": the subject is who was struck
            sources["object"] = sources.get("object") or victims(trigger, segment)
            sources["subject"] = theirs
        elif theirs:
            sources["subject"] = theirs
    if kind.name == "between-before":
        sources["between"] = [
            m for g in segment.groups if g.case == "between" and g.hi <= trigger.lo for m in g.members
        ]
    if kind.name == "recalling":
        recalled(run, trigger, after, sources)
    if kind.name == "coup":
        sources["near"] = land_before(trigger, found[: index + 1])
    if kind.name == "need":
        scene.lost("no_asker")
        return _need(segment, subject, begin)
    if kind.join:
        scene.lost("few_parties" if kind.least > 1 else "no_actor")
        if trigger.noun and subject is not None and not any(sources.get(name) for name in _PARTNERS):
            sources["with"] = _spoken_to(run, trigger, segment, found, subject)
        return _together(run, trigger, sources, after, names, scene, hi, begin)
    if trigger.noun and sources.get("of") and kind.recipient and "subject" in kind.actor and not kind.join:
        # "bất chấp sự phản đối của X": X objects, to the subject.
        if not sources.get("object") and before(run, trigger.lo, "roles", "despite") is not None:
            sources["object"] = list(segment.subject.members) if segment.subject else []
        sources["subject"] = []
    actor = _pick(kind.actor, sources)
    if (
        len(actor) == 2
        and kind.recipient
        and any(run[k].key == "nhau" for k in range(trigger.hi, min(hi, trigger.hi + 3)))
    ):
        first, second = actor
        return [Roles((first,), (second,), None, begin), Roles((second,), (first,), None, begin)]
    recipient: list[Actor] = []
    for name in kind.recipient:
        recipient = recipients(name, run, trigger, sources, after, found, index)
        if kind.name == "standing" and name == "subject":
            recipient = list(powers_of(tuple(recipient)))  # sanctions stand against the state of who speaks of them
        if recipient:
            break
    if trigger.frame.event in ("ACCUSE", "THREATEN", "REJECT"):
        sides = {a.power for a in actor}
        recipient = [r for r in recipient if r.power not in sides or r.kind == "person"]
    if trigger.frame.event == "PROTEST":  # "biểu tình sau cái chết của X": against the mighty
        recipient = [r for r in recipient if r.kind != "person" or r.country or r.org]
    taken = {a.entity for a in actor}
    recipient = [r for r in recipient if r.entity not in taken]
    patient_only = (
        patient is not None
        and not actor
        and bool(recipient)
        and trigger.frame.event in ("COERCE", "SANCTION", "ASSAULT")
    )
    # "12 người biểu tình bị bắt ở X": taken by nobody named from nobody named; the ground says who.
    faceless = patient is None or not patient.members
    unnamed = faceless and agent is not None and not actor and trigger.frame.event == "COERCE"
    scene.lost("no_recipient" if actor or patient_only or unnamed else "no_actor")
    nobody = subject is not None and subject.sort == "nobody" and bool(recipient) and kind.name != "call"
    if "actor" in kind.needs and not actor and not patient_only and not unnamed and not nobody:
        return []
    # Whom words are for may stand further back: the coder looks there.
    if "recipient" in kind.needs and not recipient and trigger.frame.event not in AT_SOMEBODY:
        return []
    return [Roles(tuple(actor), tuple(recipient), None, begin)]


def _shared(run: list[Token], trigger: Trigger, found: list[Segment], index: int) -> list[Group]:
    """ "lên án và trừng phạt Nga": the object of the verb behind is this one's too."""
    if trigger.noun or index + 1 >= len(found) or found[index + 1].opens != "coord":
        return []
    then = found[index + 1]
    verb = next((t for t in then.triggers if not t.noun), None)
    light = either(("clauses", "skip"), ("clauses", "but"))
    if verb is None or any(run[k].key not in light for k in range(trigger.hi, verb.lo) if run[k].key != "và"):
        return []
    return [g for g in then.groups if g.case == "" and 0 <= g.lo - verb.hi <= 1][:1]


def _party_to(run: list[Token], kind: str, group: Group) -> bool:
    """Not "với sự giúp đỡ của X", and where force is told not "gây trở ngại trong quan hệ với X"."""
    if before(run, group.lo, "roles", "helped") is not None:
        return False
    return kind != "violence" or before(run, group.lo, "roles", "relations") is None


def _of_another(trigger: Trigger, segment: Segment, group: Group) -> bool:
    """Whether the noun of another attack stands between a verb and the noun phrase of whoever strikes."""
    nouns = (t for t in segment.triggers if t.noun and t.frame.event == "ASSAULT")
    return any(trigger.hi <= t.lo and 0 <= group.lo - t.hi <= 1 for t in nouns)


def _owners(after: list[Group], sources: dict[str, list[Actor]]) -> list[Actor]:
    """ "gọi chính sách Syria của Tổng thống Obama là đáng tiếc": whose policy on a state it is, and not that state."""
    for group, whose in pairwise(after):
        named = group.case == "" and list(group.members) == sources.get("object") and group.sort == "state"
        if named and whose.case == "of" and whose.lo == group.hi + 1:
            own = {m.power for m in (*group.members, *sources.get("subject", ()))}
            return [m for m in whose.members if m.power not in own]
    return []


def _along(run: list[Token], segment: Segment, subject: Group) -> list[Actor]:
    """ "X thăm Kiev cùng Tổng thống Y", "X cùng Tổng thống Y thăm Kiev": who goes with the subject."""
    beside = [g for g in segment.groups if g.case == "with" and g.lo >= subject.hi]
    coming = [g for g in beside if before(run, g.lo, "roles", "along") is not None]
    return [m for g in coming for m in g.members if m.kind in ("person", "country") and m not in subject.members]


_PARTNERS = ("with", "between", "of", "object")


def _spoken_to(
    run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment], subject: Group
) -> list[Actor]:
    """ "Trong cuộc điện đàm, ông X cảnh báo Tổng thống Nga Y …": the one spoken to is the other party of the talk."""
    if subject.lo < segment.hi or not fronted(run, trigger, segment):
        return []
    at = next((k for k, s in enumerate(found) if s.lo <= subject.lo < s.hi), len(found))
    for spoken in found[at : at + 2]:
        for group in spoken.groups:
            if group.lo < subject.hi or group.case not in ("", "to", "with"):
                continue
            verbs = [c.hi for s in found[at : at + 2] for c in s.cues] + [t.hi for t in found[at].triggers]
            near = any(0 <= group.lo - verb <= 1 for verb in verbs)
            people = [m for m in group.members if m.kind == "person"]
            return people if near and not {m.power for m in people} & {m.power for m in subject.members} else []
    return []


def _need(segment: Segment, subject: Group | None, begin: int) -> list[Roles]:
    """ "X cho rằng Y cần …": asked by the speaker of Y, when Y stands for another power and is named there."""
    if segment.speaker is None or subject is None or subject.lo < segment.lo:
        return []
    speaker = segment.speaker.members
    acting = listed("who", "acting_places")
    if any(m.kind == "place" and m.entity not in acting for m in subject.members) or {a.power for a in speaker} & {
        a.power for a in subject.members
    }:
        return []
    return [Roles(speaker, subject.members, None, begin)]


def _reach(run: list[Token], found: list[Segment], index: int) -> int:
    """How far a trigger's own phrases reach: to the next boundary that opens a new clause."""
    end = found[index].hi
    for following in found[index + 1 :]:
        if (
            following.opens == "sub"
            and run[following.lo - 1].key == "do"
            and not any(k.key == "không" for k in run[following.lo : following.hi])
            and not following.triggers
            and found[index].triggers
        ):
            end = following.hi  # "lời mời do X gửi tới Y"
            continue
        idle = all(t.frame.kind.adjacent for t in following.triggers)  # "…, tên lửa tới biên giới": no verb of going
        if following.opens == "comma" and idle and not following.cues:
            end = following.hi
            continue
        if following.opens in ("embed", "call") and not following.triggers:
            end = following.hi
            continue
        if following.opens in ("embed", "call"):
            end = min(following.hi, following.lo + 12)
        break
    return end


def _pick(order: tuple[str, ...], sources: dict[str, list[Actor]]) -> list[Actor]:
    for name in order:
        if sources.get(name):
            return sources[name]
    return []


def _together(
    run: list[Token], trigger: Trigger, sources: dict[str, list[Actor]], after: list[Group],
    names: Names, scene: Scene, hi: int, begin: int,
) -> list[Roles]:  # fmt: skip
    kind = trigger.frame.kind
    between = [g for g in after if g.case == "between"]
    if len(between) >= 2 or (
        between and any(run[k].key == "với" for k in range(between[0].hi, min(hi, between[0].hi + 2)))
    ):
        # "giữa Nga với giữa Mỹ và NATO": one side with each of the others.
        first = between[0].members
        rest = [m for g in after if g is not between[0] and g.case in ("between", "with") for m in g.members]
        if len(first) == 1 and len(rest) >= 2 and _apart(run, trigger, hi):
            return [Roles((first[0], other), (), None, begin) for other in rest]
    gathered = sources.get("gathers", []) if trigger.noun and not _about(run, trigger, after) else []
    if len(gathered) > 1:
        members = gathered  # "hội nghị thượng đỉnh Nhóm Bộ tứ gồm Mỹ, Nhật Bản, Ấn Độ và Australia"
    elif sources.get("presence") and kind.name in ("conference", "convene", "joint"):
        members = sources.get("subject", []) + sources["presence"]
    elif sources.get("between"):
        members = sources["between"] + (sources.get("with", []) if between else [])
    else:
        members = [m for name in kind.actor for m in sources.get(name, [])]
        if trigger.noun and not sources.get("with") and not sources.get("of") and not sources.get("object"):
            members = list(sources.get("subject", []))
    few = len(distinct(members)) < kind.least
    taking_place = few and trigger.noun and kind.least > 1 and _takes_place(run, trigger, hi)
    if taking_place and {m.power for m in members} <= {m.power for m in scene.pair}:
        members = list(scene.pair)  # "Các cuộc gặp sẽ diễn ra trong ngày 4/7": of those whom the page is about
    media = lexicon().media
    actors = distinct([m for m in members if m.entity not in media])  # talking to a paper is no meeting
    if _apart(run, trigger, hi) and sources.get("subject") and sources.get("with"):
        return [Roles((sources["subject"][0], other), (), None, begin) for other in sources["with"]]
    if len(actors) < kind.least:
        if kind.least > 1 and len(actors) == 1 and not trigger.noun and trigger.frame.id == "cooperate.exercise":
            return [Roles(tuple(actors), (), None, begin)]
        return []
    if (
        trigger.frame.recipient_for_single
        and sources.get("subject")
        and sources.get("of-object")
        and not sources.get("with")
    ):
        subject = distinct(sources["subject"])
        owners = [m for m in sources["of-object"] if m.power not in {a.power for a in subject}]
        if len(subject) == 1 and owners:
            return [Roles(tuple(subject), tuple(distinct(owners)), None, begin)]
    if trigger.frame.recipient_for_single and sources.get("subject") and sources.get("with"):
        return [Roles(tuple(distinct(sources["subject"])), tuple(distinct(sources["with"])), None, begin)]
    whom: list[Actor] = []
    if trigger.frame.event == "AGREE" and len(actors) == 1 and not trigger.noun:
        whom = helped(run, trigger, after, {a.power for a in actors})  # "đồng ý cung cấp F-16 cho X"
    return [Roles(tuple(actors), tuple(whom), None, begin)]


def _about(run: list[Token], trigger: Trigger, after: list[Group]) -> bool:
    """ "hội nghị bàn về các điểm nóng gồm X và Y": what is listed is what they talk of."""
    at = next((g.lo for g in after if before(run, g.lo, "roles", "gathers") is not None), trigger.hi)
    return any(run[k].key in single("when", "about") for k in range(trigger.hi, at))


def _paired(run: list[Token], trigger: Trigger, segment: Segment, group: Group) -> bool:
    """Two states joined by a dash right behind the noun of what they hold together, which takes place."""
    if group.lo != trigger.hi or not any(t.text in "-–" for t in run[group.lo : group.hi]):
        return False
    if len(powers_of(group.members)) != 2 or not (trigger.noun or trigger.lo == segment.lo):
        return False
    ahead = phrases("status", "goes_ahead").first(run, group.hi, min(segment.hi, group.hi + 6))
    return ahead is not None or before(run, trigger.lo, "roles", "existing", segment.lo) is not None


def _present(run: list[Token], group: Group) -> bool:
    """ "với sự tham dự của X": X takes part."""
    before = tuple(t.key for t in run[max(0, group.lo - 5) : group.lo])
    return before in endings("roles", "presence")


def _apart(run: list[Token], trigger: Trigger, hi: int) -> bool:
    words = " ".join(t.key for t in run[trigger.lo : min(hi, trigger.hi + 4)])
    return any(w in words for w in listed("roles", "apart"))


def _takes_place(run: list[Token], trigger: Trigger, hi: int) -> bool:
    """ "Các cuộc gặp sẽ diễn ra trong ngày 4/7": the noun is what the clause tells of, and lies ahead."""
    end = min(hi, trigger.hi + 9)
    goes_ahead = phrases("status", "goes_ahead").first(run, trigger.hi, end) is not None
    return goes_ahead and any(t.key == "sẽ" for t in run[trigger.hi : end])
