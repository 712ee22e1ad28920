"""To whom an act is done: the recipient of a frame, by where the noun phrases of its clause stand."""

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import before, phrases, single
from ..text import Token
from .forms import contains
from .frames import Trigger
from .parties import Group, Scene, distinct, state_actor
from .segment import Segment

# Acts that are done at or to somebody, whom the clause need not name again.
AT_SOMEBODY = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN"))
# Those whose object may be a clause or another's deed.
AT_WORDS = frozenset(("ACCUSE", "REJECT", "SUPPORT", "THREATEN"))


# What is done to others: nobody does it to the own state.
AT_OTHERS = frozenset(("ASSAULT", "MOBILIZE", "SANCTION", "ACCUSE", "THREATEN", "AGREE", "AID", "SUPPORT"))
# "áp thuế đối với hàng hóa từ X", "bác bỏ tuyên bố từ X": whose goods or words they are.
_ABROAD = frozenset(("THREATEN",))
_OF_GOODS = {"THREATEN": ("from",), "SANCTION": ("from",), "REJECT": ("from",)}


def recipients(
    name: str, run: list[Token], trigger: Trigger, sources: dict[str, list[Actor]], after: list[Group],
    found: list[Segment], index: int,
) -> list[Actor]:  # fmt: skip
    if name == "target":
        if trigger.frame.event == "ACCUSE" and not trigger.noun:
            after = [g for g in after if g.case != "of" or before(run, g.lo - 1, "roles", "wronged") is None]
        if trigger.frame.event == "THREATEN":
            if other := _whom_if(run, sources, found, index):
                return other
            if meant := _dealt_with(run, trigger, found, index):
                return meant
        own = {a.power for a in sources.get("subject", [])}
        if trigger.frame.event in AT_WORDS and not trigger.noun and (theirs := _whose_move(run, trigger, after, own)):
            return theirs
        if trigger.frame.event == "REJECT" and (asking := _asking(run, trigger, found, index, own)):
            return asking
        if trigger.frame.event in AT_WORDS and not trigger.noun and (theirs := _put_forward(run, found, index, own)):
            return theirs
        if trigger.frame.event == "PROTEST" and (meant := _protested_at(run, found, index)):
            return meant
        affected = next((g for g in after if g.case == "against"), None)
        whose = next((g for g in after if g.case == "of" and g.hi <= found[index].hi), None)
        if (
            not sources.get("object")
            and affected
            and whose
            and whose.hi <= affected.lo
            and trigger.frame.event in AT_WORDS
            and not trigger.noun
        ):
            theirs = [m for m in whose.members if m.power not in own]
            if theirs:  # "hoan nghênh chính sách của Mỹ đối với Iran": what is Washington's
                return theirs
        if trigger.frame.event == "REJECT" and not sources.get("object") and after and after[0].case == "of":
            theirs = [m for m in after[0].members if m.power not in own]
            if theirs and after[0].hi <= found[index].hi:  # "bác bỏ cáo buộc của Mỹ rằng Tehran cấp UAV cho Nga"
                return theirs
        for source in ("object", "against", "to", "with", *_OF_GOODS.get(trigger.frame.event, ())):
            # "dọa áp thuế đối với toàn bộ hàng hóa X nhập khẩu vào nước mình": nobody threatens the own state
            home = trigger.frame.event in _ABROAD and all(m.power in own for m in sources.get(source, []))
            if sources.get(source) and not home:
                return sources[source]
        if trigger.frame.event == "PROTEST":
            # "cuộc biểu tình của đảng X": theirs, and not against them
            after = [g for g in after if not all(_party(m) for m in g.members)]
        for group in after:
            # "bác bỏ cáo buộc của Washington cho rằng Nga …": whose words, before what they are about.
            ousted = trigger.frame.kind.name == "seizure" and all(m.kind == "person" for m in group.members)
            foreign = ousted or not own & {m.power for m in group.members}  # soldiers oust those of their own state
            if group.case == "of" and group.hi <= found[index].hi and foreign:
                return list(group.members)
        telling = [s for s in _said(run, found, index, trigger.hi) if s.groups][:1]
        others = [g for s in telling for g in s.groups if not own & {m.power for m in g.members}]
        if others and others[0].case in ("", "of", "against", "to"):
            return list(others[0].members)
        coup = phrases("roles", "coups").first(run, trigger.hi, found[index].hi)
        for group in after:
            if group.case in ("of", "agent"):
                return [m for m in group.members if m.power not in own]
            if group.case == "at" and coup is not None and coup < group.lo and not trigger.noun:
                return list(group.members)
        if trigger.frame.event in ("ACCUSE", "REJECT", "SUPPORT", "THREATEN") and not trigger.noun:
            # "lên án vụ phóng tên lửa của Triều Tiên": the first other power that the verb's phrase names
            near = [g for g in after if g.case == "" and g.hi <= found[index].hi and g.sort != "pronoun"]
            named = [m for g in near[:1] for m in g.members if m.power not in own]
            if named:
                return named
        listed = _listed(run, found, index) if trigger.frame.event == "SANCTION" else []
        return listed or sources.get("border", [])
    if name == "addressee":
        if sources.get("patient"):
            return sources["patient"]  # "được chính phủ X đề nghị giúp đỡ"
        if unnamed(run, trigger.hi):
            return []
        for group in after:
            if _for_sake(run, trigger, group):
                continue
            if group.case in ("", "to") or (group.case == "with" and group.lo - trigger.hi <= 1):
                mine = {a.power for a in sources.get("subject", [])} if group.sort == "plural" else set()
                close = group.lo - trigger.hi <= 7  # "đề nghị hai nước …" is to the other one
                return [m for m in group.members if m.power not in mine] if close else []
            meeting = next((words for mode, words in trigger.frame.modes if mode == "meet"), None)
            asked_to_meet = meeting is not None and contains(run, trigger.hi, group.lo, meeting)
            if group.case == "of" and asked_to_meet and group.lo - trigger.hi <= 8:
                return list(group.members)  # "yêu cầu một cuộc họp khẩn cấp của Hội đồng Bảo an"
            if group.case in ("between", "with") and asked_to_meet:
                # "đề nghị đàm phán với X", "đề xuất cuộc gặp giữa X và Y": asked of those who would meet.
                own = {a.entity for a in sources.get("subject", [])}
                return [m for m in group.members if m.entity not in own]
        return _obliged(run, found, index) or _written_to(found, index)
    if name == "whose-words":
        denied = _whose_words(trigger, sources, after, found[index])
        own = {a.power for a in sources.get("subject", [])}
        return sources.get("patient") or denied or _put_forward(run, found, index, own)
    if name == "accused":
        said = [g for s in _said(run, found, index, trigger.hi) if s.opens != "if" for g in s.groups]
        own = {a.power for a in sources.get("subject", [])}
        others = [g for g in said if g.sort != "we" and not own & {m.power for m in g.members}]
        first = next((g for g in others if g.case in ("", "of") and g.sort != "pronoun"), None)
        if first is not None and first.sort == "state" and first.case == "":
            # "gọi chính sách Syria của Tổng thống Obama là đáng tiếc": whose policy it is
            first = next((g for g in others if g.case == "of" and g.lo == first.hi + 1), first)
        if first is not None and _warded_off(run, first.hi, found[min(index + 2, len(found) - 1)].hi):
            return []
        return list(first.members) if first is not None and not own & {m.power for m in first.members} else []
    if name == "with":
        # A pledge's partners: all "với …" of its content, or the other one of "giữa hai nước".
        joint = len({a.power for a in sources.get("subject", [])}) > 1
        # "hai bên cam kết hợp tác về tranh chấp với X": what two promise each other may be about a third.
        beside = [g for g in after if not (joint and any(k.key == "về" for k in run[trigger.hi : g.lo]))]
        partners = [m for g in beside if g.case == "with" for m in g.members]
        both = next((g.members for g in after if g.case == "between" and g.sort == "plural"), ())
        own = {a.power for a in sources.get("subject", [])}
        if len(own) == 1 and not partners:
            partners = _each_other(run, trigger, found, index, own)
        return distinct(partners or [m for m in both if m.power not in own] or helped(run, trigger, after, own))
    if name == "to" and trigger.frame.event == "REQUEST" and any(_for_sake(run, trigger, g) for g in after):
        return []
    return sources.get(name, [])


def _protested_at(run: list[Token], found: list[Segment], index: int) -> list[Actor]:
    """ "đình công nhằm phản đối kế hoạch cải cách của X": at whom the purpose of a protest is."""
    then = found[index + 1] if index + 1 < len(found) else None
    if then is None or then.opens != "purpose":
        return []
    against = phrases("roles", "objecting").first(run, then.lo, min(then.hi, then.lo + 3))
    whom = (g for g in then.groups if against is not None and g.lo >= against and g.case in ("of", "", "against"))
    return next((list(g.members) for g in whom if g.members and not all(_party(m) for m in g.members)), [])


def _put_forward(run: list[Token], found: list[Segment], index: int, own: set[str]) -> list[Actor]:
    """ "từ chối lời mời mà X đưa ra", "các lệnh trừng phạt mà X áp đặt đối với Y": whose it is, or whom it is for."""
    k = index + 1
    if k < len(found) and found[k].opens in ("embed", "call") and not found[k].groups:
        k += 1  # a verb of words has its object in a segment of its own
    then = found[k] if k < len(found) else None
    if then is None or then.opens not in ("sub", "coord") or run[then.lo - 1].key != "mà":
        return []
    near = [g for g in then.groups if not own & {m.power for m in g.members}]
    for group in (*(g for g in near if g.case == "against"), *(g for g in near if g.case == "" and g.lo == then.lo)):
        return list(group.members)
    return []


def _whose_move(run: list[Token], trigger: Trigger, after: list[Group], own: set[str]) -> list[Actor]:
    """ "hoan nghênh quyết định của Mỹ cung cấp xe tăng cho Ukraine": whose move it is, and not whom it is for."""
    first = after[0] if after else None
    if first is None or first.case != "of":
        return []
    move = before(run, first.lo - 1, "roles", "intents", trigger.hi)
    return [m for m in first.members if m.power not in own] if move is not None and move - trigger.hi <= 2 else []


def _party(actor: Actor) -> bool:
    return lexicon().org_kinds.get(actor.entity) == "party"


def _asking(run: list[Token], trigger: Trigger, found: list[Segment], index: int, own: set[str]) -> list[Actor]:
    """ "sẽ không đóng cửa căn cứ của X theo yêu cầu của Y": whose demand is refused."""
    for segment in found[index : index + 3]:
        for group in segment.groups:
            asked = before(run, group.lo - 1, "roles", "asks", trigger.hi) if group.case == "of" else None
            if asked is not None and run[asked - 1].key in single("roles", "as_asked"):
                return [m for m in group.members if m.power not in own]
    return []


def _whose_words(
    trigger: Trigger, sources: dict[str, list[Actor]], after: list[Group], segment: Segment
) -> list[Actor]:
    """ "bác bỏ cáo buộc của Mỹ rằng Iran …": whose words are denied, and nobody of whom they tell."""
    own = {a.power for a in sources.get("subject", [])}
    verbs = {t.lo for t in segment.triggers}
    for group in after:
        if group.hi > segment.hi or own & {m.power for m in group.members}:
            continue
        if group.case in ("of", "from") or (group.case == "" and group.lo == trigger.hi and group.hi not in verbs):
            return list(group.members)
    return []


def helped(run: list[Token], trigger: Trigger, after: list[Group], own: set[str]) -> list[Actor]:
    """ "cam kết hỗ trợ cuộc điều tra của X", "hứa viện trợ X": a pledge of help is to whom it would help."""
    helps = phrases("roles", "giving").first(run, trigger.hi, trigger.hi + 3)
    first = next((g for g in after if helps is not None and helps < g.lo <= helps + 9), None)
    if first is None or first.case not in ("", "of", "to"):
        return []
    return [m for m in first.members if m.power not in own]


def _listed(run: list[Token], found: list[Segment], index: int) -> list[Actor]:
    """ "mở rộng trừng phạt để bổ sung 18 cá nhân của X vào danh sách": whose people and firms a purpose names."""
    then = found[index + 1] if index + 1 < len(found) else None
    if then is None or then.opens != "purpose" or then.triggers:
        return []
    whose = (g for g in then.groups if g.case == "of" and before(run, g.lo - 1, "roles", "listed_ones") is not None)
    return list(next((g.members for g in whose), ()))


def _each_other(run: list[Token], trigger: Trigger, found: list[Segment], index: int, own: set[str]) -> list[Actor]:
    """ "hợp tác với Nga, và cam kết hỗ trợ lẫn nhau": with whom the clause before it was."""
    if phrases("roles", "mutual").first(run, trigger.hi, trigger.hi + 6) is None:
        return []
    partners = (g for s in reversed(found[:index]) for g in reversed(s.groups) if g.case == "with")
    return next(([m for m in g.members if m.power not in own] for g in partners), [])


def _for_sake(run: list[Token], trigger: Trigger, group: Group) -> bool:
    """ "yêu cầu trả tự do cho X": for whose sake it is asked, not of whom."""
    return group.case == "to" and phrases("roles", "giving").first(run, trigger.hi, group.lo) is not None


def unnamed(run: list[Token], at: int) -> bool:
    """Whether a call goes to nobody by name: "các bên", "cộng đồng quốc tế"; but not to "các bên Myanmar"."""
    hit = phrases("roles", "anyone").longest(run, at)
    if hit is None or hit[0] >= len(run):
        return hit is not None
    region = run[hit[0]].key == "phương" and any(k.is_capital for k in run[hit[0] + 1 : hit[0] + 2])
    return not (run[hit[0]].is_capital or region)  # "các nước phương Tây"


def _said(run: list[Token], found: list[Segment], index: int, verb: int) -> list[Segment]:
    """The segments that hold what a segment's speaker says: after its reporting verb, or before it."""
    if index + 1 < len(found) and found[index + 1].opens == "coord" and not found[index].groups[1:]:
        then = found[index + 1]  # "phản đối | và cho rằng | việc Mỹ …": one speaker, one target
        if then.cues and then.subject is found[index].subject and not then.groups:
            index, verb = index + 1, then.cues[0].hi
    opens = {"embed"}
    within = next((k for k in range(verb, len(run) - 1) if run[k].text in ".!?" and run[k + 1].is_capital), len(run))
    found = [s for s in found if s.lo <= within]  # a quotation may go on with what others say
    while index + 2 < len(found) and found[index + 1].opens in opens and _empty(run, found[index + 1], verb):
        index += 1  # "bày tỏ | lấy làm tiếc | về việc | Iran …"
        opens.add("comma")  # "cho rằng | , | việc Mỹ …"
    end = index + (5 if index + 1 < len(found) and found[index + 1].hi - found[index + 1].lo == 1 else 3)
    following = [s for s in found[index + 1 : end] if s.groups]
    if following and found[index + 1].opens in ("embed", "call"):
        return found[index + 1 : end]  # "tuyên bố, việc Mỹ …": a comma and "việc" are segments too
    if following and found[index + 1].opens == "sub" and run[found[index + 1].lo - 1].key == "việc":
        return found[index + 1 : index + 2]  # "lấy làm tiếc về việc Iran …"
    return [s for s in found[:index] if s.attributed]


def _empty(run: list[Token], segment: Segment, verb: int) -> bool:
    """Whether a segment holds but words of the verb itself, a mark, or what only introduces the next one."""
    words = [k.key for k in run[segment.lo : segment.hi] if k.is_word]
    return segment.hi <= verb or words in ([], ["về", "việc"], ["việc"], ["rằng"])


def _warded_off(run: list[Token], lo: int, hi: int) -> bool:
    """ "không vi phạm", "cần tránh leo thang": a wrong denied, or one that nobody has done yet."""
    wrongs = (phrases("roles", "wrong_by_not").longest(run, k) for k in range(lo, min(hi, lo + 6)))
    if any(wrongs):
        return False  # "không tôn trọng": the wrong itself
    return any(run[k].key in single("roles", "warding") for k in range(lo, min(hi, lo + 6)))


def _dealt_with(run: list[Token], trigger: Trigger, found: list[Segment], index: int) -> list[Actor]:
    """ "sẽ trừng phạt bất cứ nước nào mua dầu của X": a threat to whoever deals with X means X."""
    end = found[min(index + 1, len(found) - 1)].hi
    for k in range(trigger.hi, end):
        whoever = phrases("roles", "whoever").longest(run, k)
        if whoever is None:
            continue
        dealing = phrases("roles", "dealing").first(run, whoever[0], min(end, whoever[0] + 8))
        if dealing is None:
            return []
        named = (g for s in found[index : index + 2] for g in s.groups if dealing < g.lo <= dealing + 8)
        return list(next((g.members for g in named), ()))
    return []


def _whom_if(run: list[Token], sources: dict[str, list[Actor]], found: list[Segment], index: int) -> list[Actor]:
    """ "cảnh báo Washington sẽ đáp trả nếu Nga …": the threat is to the one whose act is its condition."""
    own = {a.power for a in sources.get("subject", [])}
    for segment in (*found[index + 1 :], *reversed(found[:index])):
        first = segment.groups[0] if segment.opens == "if" and segment.groups else None
        if first is None or first.case or first.lo - segment.lo > 2:
            continue  # "nếu bất ngờ tấn công X"
        if before(run, first.lo, "roles", "joining") is None and not own & {m.power for m in first.members}:
            return list(first.members)
    return []


def _written_to(found: list[Segment], index: int) -> list[Actor]:
    """ "đã gửi thư tới X để đề nghị …": asked of whom the main clause addresses."""
    if found[index].opens != "purpose" or not index or found[index].lo == found[index].triggers[0].hi:
        return []
    return [m for g in found[index - 1].groups if g.case == "to" for m in g.members]


def _obliged(run: list[Token], found: list[Segment], index: int) -> list[Actor]:
    """ "đặt ra thời hạn để X phải rút quân": asked of who must."""
    then = found[index + 1] if index + 1 < len(found) else None
    if then is None or then.opens != "purpose" or not then.groups or then.groups[0].lo != then.lo:
        return []
    who = then.groups[0]
    return list(who.members) if who.hi < then.hi and run[who.hi].key in single("roles", "obliged") else []


def another(run: list[Token], group: Group, subject: Group, found: list[Segment], scene: Scene) -> Group:
    """ "UAV của Nga xâm phạm không phận nước này": what is done to others is no act on one's own state."""
    own = {m.power for m in subject.members}
    pointed = group.sort == "pronoun" or run[group.hi - 1].key == "này"  # "9 nhà ngoại giao nước này"
    if not pointed or not all(m.kind == "country" and m.power in own for m in group.members):
        return group
    near = [m.power for s in found for g in s.groups if g.hi <= group.lo for m in g.members if m.kind == "country"]
    other = next((s for s in reversed([*scene.states, *near]) if s not in own), None)
    return group.of((state_actor(other),)) if other else group
