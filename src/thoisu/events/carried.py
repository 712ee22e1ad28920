"""Who acts in each segment of a sentence, and whose words it tells: its own, or carried over its boundary."""

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import phrases, single
from ..text import Token
from .parties import Group
from .segment import Segment, nominative

_PASSIVE = ("bị", "được")
_WORDS = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"))


def _says(segment: Segment, verb: int) -> bool:
    """Whether a segment's first verb is an act of words: it goes on from the one who spoke before."""
    return any(t.lo == verb and t.frame.event in _WORDS and not t.frame.deed for t in segment.triggers)


def _owner(segment: Segment, verb: int) -> list[Group]:
    """ "Các cơ sở dầu mỏ của Saudi Arabia bị tấn công": whose thing it is, at the head of the clause."""
    first = segment.groups[0] if segment.groups else None
    noun = any(t.lo < verb for t in segment.triggers)
    if first is None or first.case != "of" or noun or not (first.hi <= verb <= first.hi + 6) or verb == segment.hi:
        return []
    return [first]


def _aside(segment: Segment, run: list[Token]) -> bool:
    """ "nghị quyết do Mỹ đề xuất, yêu cầu …", "tên lửa mà Đức hứa, giục …": the clause goes on from before it."""
    if segment.opens == "comma" and run[segment.lo].key in single("roles", "relative"):
        return any(k.key in single("who", "clausal") for k in run[segment.lo + 1 : segment.lo + 2])  # "X, nước đang …"
    word = run[segment.lo - 1].key
    agent = segment.opens == "sub" and word == "do" and run[segment.lo - 2].key != "lý"
    agent = agent or (segment.opens in ("sub", "coord") and word == "mà" and run[segment.lo - 2].is_word)
    return agent and bool(segment.groups) and segment.groups[0].lo == segment.lo


def first_verb(segment: Segment) -> int:
    starts = [t.lo for t in segment.triggers if not t.noun] + [c.lo for c in segment.cues]
    return min(starts, default=segment.hi)


_CARRIED = frozenset(("coord", "comma", "purpose", "sub", "if", "embed", "call"))


def fill_speakers(found: list[Segment], run: list[Token], quoted: set[int], voice: Group | None) -> None:
    """Fills whose words each segment tells: embedded under a reporting verb, or before "…, ông X nói"."""
    for k, segment in enumerate(found):
        before = found[k - 1] if k else None
        reporting = min((c.lo for c in segment.cues), default=segment.hi) <= first_verb(segment) < segment.hi
        if before is not None and segment.opens == "embed" and before.cues and before.subject is not None:
            # "Nghị quyết do ông X nêu ra, được thông qua …": who made a thing does not tell of it
            segment.speaker = before.subject if not _aside(before, run) else None
        elif (
            k > 1
            and segment.opens == "comma"
            and before is not None
            and before.opens == "call"
            and run[before.lo].text == ","
        ):
            segment.speaker = found[k - 2].subject  # "Ông cảnh báo, Nga sẽ …": a call that names nobody is a saying
        elif before is not None and before.speaker is not None and segment.opens in _CARRIED and not reporting:
            segment.speaker = before.speaker if not _objects(segment, before.speaker) else None
        elif voice is not None and segment.lo in quoted | {found[0].lo}:
            segment.speaker = voice
    for k in range(len(found) - 1, 0, -1):
        teller = _attribution(found, k, quoted)
        if teller is None:
            continue
        for segment in reversed(found[:k]):
            if segment.speaker is not None and segment.speaker is not voice:
                break
            segment.speaker, segment.attributed = teller, True


def _objects(segment: Segment, speaker: Group) -> bool:
    """ "Nga nói UAV bị bắn rơi, song Ukraine bác bỏ": words of another, and no part of what is said."""
    own, verb = segment.subject, first_verb(segment)
    another = own is not None and own.lo >= segment.lo and own.sort == "state" and own.members != speaker.members
    return segment.opens == "coord" and another and _says(segment, verb)


def _attribution(found: list[Segment], k: int, quoted: set[int]) -> Group | None:
    """Who "…, ông X nói hôm 3/3." says what stands before it, where nothing is said after it."""
    segment = found[k]
    cue = next((c for c in segment.cues if c.lo not in quoted), None)
    if cue is None or segment.opens not in ("comma", "coord", "start") or segment.lo in quoted:
        return None
    own = [g for g in segment.groups if g.hi <= cue.lo and nominative(g)]
    after_quote = any(i in quoted for i in range(found[k - 1].lo, found[k - 1].hi))
    idle = not any(s.triggers or s.cues or s.groups for s in found[k + 1 :]) and not any(
        g.lo >= cue.hi for g in segment.groups
    )
    return own[-1] if own and segment.opens != "coord" and (after_quote or idle) else None


def _unlisted(segment: Segment, run: list[Token]) -> bool:
    """Whether a segment opens with a capitalised word that is no noun phrase which can act."""
    if segment.lo >= segment.hi or not (run[segment.lo].is_word and run[segment.lo].is_capital):
        return False
    return not any(g.lo <= segment.lo + 1 for g in segment.groups)


def _fronts(found: list[Segment], k: int, run: list[Token]) -> bool:
    """Whether a clause stands before the main one of what somebody says: "X nói, trước khi tấn công Y, Z đã …"."""
    if found[k].opens != "sub" or k + 1 >= len(found) or found[k + 1].opens != "comma":
        return False
    p = k - 1
    while p >= 0 and found[p].hi - found[p].lo <= 3 and not found[p].groups and not found[p].cues:
        p -= 1
    return p >= 0 and p < k - 1 and bool(found[p].cues) and found[p + 1].opens == "embed"


def _caused(segment: Segment, run: list[Token]) -> bool:
    """ "…, khiến các nước Baltic phản đối": who is in no list does it, and not the subject before."""
    made = phrases("clauses", "causing").longest(run, segment.lo) if segment.lo < segment.hi else None
    words = run[made[0] : first_verb(segment)] if made else []
    return len([t for t in words if t.is_word and t.key not in single("clauses", "skip")]) > 1


def _not_only(found: list[Segment], k: int, run: list[Token]) -> tuple[Actor, ...]:
    """ "Không chỉ A và B mà cả C cũng …": A and B, who do it as well."""
    p = k - 1
    while p >= 0 and found[p].hi - found[p].lo <= 1:
        p -= 1
    if p < 0 or found[k].opens != "coord":
        return ()
    before = found[p]
    if (
        len(before.groups) != 1
        or before.triggers
        or before.cues
        or run[before.hi - 1].key not in single("clauses", "but")
    ):
        return ()
    opened = (phrases("clauses", "not_only").longest(run, i) for i in range(before.lo, before.groups[0].lo))
    ends = [hit[0] for hit in opened if hit]
    near = ends and before.groups[0].lo <= ends[-1] and before.groups[0].hi == before.hi - 1
    return before.groups[0].members if near else ()


def fill_subjects(found: list[Segment], run: list[Token]) -> None:
    """Fills the subject of each segment: its own, or the one that its boundary carries over."""
    speaker: Group | None = None
    for k, segment in enumerate(found):
        verb = first_verb(segment)
        unknown = verb == segment.hi  # its verb is in no list: the first noun phrase is its subject
        if unknown:  # what stands behind an event noun belongs to it: "kết thúc chuyến thăm Indonesia"
            verb = min([t.lo for t in segment.triggers], default=verb)
        own = [g for g in segment.groups if nominative(g) and g.case != "source" and g.hi <= verb]
        own = own or ([] if unknown else _owner(segment, verb))
        # "tuyên bố phế truất X, đồng thời …": the verb began with the reporting verb before, and X is its object
        begun = segment.opens == "embed" and k > 0 and any(t.lo < segment.lo < t.hi for t in found[k - 1].triggers)
        if begun:
            own, unknown = [], False
        if segment.opens == "purpose" and unknown:  # "với mục tiêu lật đổ X": whom a verb is about that is in no list
            own = [g for g in own if g.lo == segment.lo or run[g.lo - 1].key in _PASSIVE]
        if own and (others := _not_only(found, k, run)):
            both = own[0].of((*others, *own[0].members))
            segment.groups[segment.groups.index(own[0])] = own[0] = both
        if own:
            # "giúp Syria tránh bị Mỹ tấn công và …": who does it to the subject is none
            acting = [g for g in own if run[g.lo - 1].key not in _PASSIVE] or own
            segment.subject = acting[0] if unknown else acting[-1]
        elif _caused(segment, run):
            segment.subject = Group(segment.lo, segment.lo + 1, (), "", "nobody")
        elif _fronts(found, k, run):
            pass  # "X nói, trước khi tấn công Y, Z đã …": told below, of the main clause
        elif segment.opens == "comma" and k and _fronts(found, k - 1, run) and _unlisted(segment, run):
            segment.subject = Group(segment.lo, segment.lo + 1, (), "", "nobody")
        elif segment.opens in ("coord", "comma", "purpose", "sub", "if"):
            carried = next((s for s in reversed(found[:k]) if s.subject is not None and not _aside(s, run)), None)
            after = segment.opens == "sub" and run[segment.lo - 2].key in ("sau", "trước")  # "…, sau khi cáo buộc Y"
            if (
                (segment.opens == "coord" or after)
                and ((segment.cues and segment.cues[0].lo == verb) or _says(segment, verb))
                and speaker is not None
                and not all(m.entity in lexicon().media for m in speaker.members)
            ):
                segment.subject = speaker
            elif carried is not None and not (segment.opens == "comma" and verb == segment.hi):
                segment.subject = carried.subject
        elif segment.opens in ("embed", "start"):
            # "Tehran nói chiếc máy bay đã xâm phạm …": a subject of its own, though nobody named
            empty = verb == segment.lo  # nothing is behind a last "rằng" or ":"
            other = segment.opens == "embed" and not empty and run[segment.lo].key in single("clauses", "thing")
            segment.subject = found[k - 1].subject if k and not other else None
            if segment.opens == "embed" and not empty and not begun and _unlisted(segment, run):
                # "Ông X nói Asiyalova đã bắt xe buýt và …": who did it is in no list, and is not who says it
                segment.subject = Group(segment.lo, segment.lo + 1, (), "", "nobody")
        if segment.cues and segment.subject is not None and not _aside(segment, run):
            speaker = segment.subject
    # "Sau khi gặp Y, X nói …": a fronted clause takes the subject of the main clause that follows.
    for k in range(len(found) - 1, -1, -1):
        segment = found[k]
        fronted = segment.opens == "comma" and first_verb(segment) == segment.hi and found[0].opens == "start"
        fronted = fronted and all(s.subject is None and not s.cues for s in found[:k])
        fronted = fronted and k + 1 < len(found) and found[k + 1].opens == "comma"
        opens = segment.opens in ("start", "sub", "purpose") or fronted
        if segment.subject is not None or not opens or k + 1 == len(found):
            continue
        if found[k + 1].opens not in ("call", "embed"):  # whom a "cuộc biểu tình đòi …" calls on does not call
            segment.subject = found[k + 1].subject
