"""Splits a sentence into segments and says what each hangs on.

A segment begins after a boundary: a coordination ("đồng thời", "và" before a verb), a purpose ("để"), an
embedding (a reporting verb, "rằng", ":"), a call ("kêu gọi": its complement is asked for, not done), a
condition ("nếu") or a subordination ("sau khi"). Subjects are carried over coordinations and purposes.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ..lexicon import Phrases, lexicon
from ..model import Actor
from ..names.words import either, listed, phrases, single
from ..text import Token
from .frames import Trigger
from .parties import Group


class Cue(NamedTuple):
    """A reporting verb in a sentence (token span) and its group (say, claim, call, accuse)."""

    lo: int
    hi: int
    group: str


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of a sentence between boundaries; `opens` is what its boundary is."""

    lo: int
    hi: int
    opens: str  # start, coord, comma, purpose, embed, call, if, sub
    groups: list[Group] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    subject: Group | None = None
    speaker: Group | None = None  # whose words it tells
    attributed: bool = False  # by a reporting verb that comes after it


@cache
def _boundaries() -> Phrases[str]:
    pairs = [(w, "coord") for w in lexicon().grammar["joiners"]["clause"]]
    pairs += [(w, "purpose") for w in lexicon().grammar["purpose"]["words"]]
    pairs += [(w, "sub") for w in listed("clauses", "subordinate")] + [
        (w, "if") for w in listed("clauses", "condition")
    ]
    return Phrases(pairs)


@cache
def _breaking() -> frozenset[str]:
    """The words at which a new segment can begin: most are none, and need no more looks."""
    return frozenset(("rằng", "và", "rồi", "cũng")).union(_boundaries().openers)


@cache
def reporting_verbs() -> Phrases[str]:
    """The verbs by which somebody says something, each with its group."""
    return Phrases((c, row["group"]) for row in lexicon().speech["verb"] for c in row["cues"])


def find_cues(run: list[Token], lo: int, hi: int) -> list[Cue]:
    """The reporting verbs of a sentence."""
    found, i, speech = [], lo, reporting_verbs()
    while i < hi:
        hit = speech.longest(run, i) if run[i].key in speech.openers else None
        if hit and hit[0] <= hi:
            if _is_verb(run, i, hit[0], lo, hi):
                found.append(Cue(i, hit[0], hit[1][0]))
            i = hit[0]
        else:
            i += 1
    return found


def _is_verb(run: list[Token], i: int, end: int, lo: int, hi: int) -> bool:
    if (
        i > lo
        and not (run[i - 1].is_capital and i - 1 > lo)  # "Nhật Bản khẳng định" is no "bản khẳng định"
        and run[i - 1].key in single("clauses", "noun_after")
        and not (run[i - 1].key == "ra" and run[i].key == "lệnh")
        and not (run[i - 1].key == "bản" and run[i - 2].key == "văn" and run[i].key == "cho")  # "bằng văn bản cho biết"
        and not (run[i - 1].key == "lời" and run[i - 2].key == "dẫn")  # "được dẫn lời tuyên bố: …"
    ):
        return False
    told = i - 2 > lo and run[i - 2].key in single("when", "units")  # "một ngày trước cáo buộc …"
    if i > lo and run[i].key == "cáo" and run[i - 1].key in single("clauses", "charge_after") and not told:
        return False  # "với cáo buộc tham nhũng"
    if phrases("clauses", "no_saying").longest(run, i):
        return False
    if phrases("clauses", "answering").longest(run, i):
        return any(run[k].key == "rằng" or run[k].text == ":" for k in range(end, min(hi, end + 10)))
    if run[i].key == "nói" and end < hi and run[end].key == "trên":
        return end + 1 < hi and run[end + 1].key in single("clauses", "aired")  # "các binh sĩ nói trên"
    if (
        end < hi
        and run[end].key in single("clauses", "noun_before")
        and run[i].key in ("tuyên", "thông", "cam", "phát", "nhận", "đánh", "bình", "đề")
    ):
        aired = run[end].key == "trên" and end + 1 < hi and run[end + 1].key in single("clauses", "aired")
        return aired or run[end].key == "mới" or (run[end].key == "về" and run[i].key != "đánh")
    if end < hi and run[end].key == "chung":
        return False  # "ra tuyên bố chung"
    if i == lo and run[i].key in ("tuyên", "thông", "cảnh") and reporting_verbs().longest(run, end):
        return False  # "Tuyên bố nêu rõ …"
    # A noun: "Tuyên bố của …", "cảnh báo của".
    return not (i == lo and end < hi and run[end].key in ("của", "chung", "trên", "này", "trước"))


def segments(
    run: list[Token], lo: int, hi: int, groups: list[Group], triggers: list[Trigger], voice: tuple[Actor, ...] = ()
) -> list[Segment]:
    """The segments of a sentence with their groups, triggers and cues; subjects and speakers filled in.

    `voice` is who says a quotation that goes on from before the sentence.
    """
    cues = find_cues(run, lo, hi)
    inside = {k for g in groups for k in range(g.lo, g.hi)}
    verbs = {t.lo for t in triggers if not t.noun} | {c.lo for c in cues}
    # "thừa nhận tiến hành vụ đánh bom tại Kabul": one's own attack is claimed with all that its clause says of it.
    claims = [t for t in triggers if t.frame.kind.name == "violence"]
    ends_of_cues = {c.hi: c for c in cues if not any(t.lo <= c.lo and c.hi < t.hi for t in claims)}
    quoted, modal = quotes(run, lo, hi), single("when", "modal")
    cuts: list[tuple[int, str]] = [(lo, "start")]
    boundaries, skipped, breaking = _boundaries(), single("clauses", "skip"), _breaking()
    i = lo
    while i < hi:
        cue = ends_of_cues.get(i)
        if cue is not None and i > lo:
            _cut(cuts, i, "call" if cue.group == "call" else "embed")
        if i in inside:
            i += 1
            continue
        token = run[i]
        if token.is_word and token.key not in breaking:
            i += 1
            continue
        if (
            token.text in ".!?"
            and i + 1 < hi
            and run[i + 1].text not in '”"’»)/.'
            and not (i > lo and len(run[i - 1].text) == 1)
        ):
            cuts.append((i + 1, "start"))
        elif token.text in ";:":
            _cut(cuts, i + 1, "coord" if token.text == ";" else "embed")
        elif token.key == "rằng":
            _cut(cuts, i + 1, "embed")
        elif (
            token.text == ","
            or token.key in ("và", "rồi")
            or (token.key == "cũng" and run[i + 1 : i + 2] and run[i + 1].key == "như")
        ):
            k = i + 2 if token.key == "cũng" else i + 1
            while k < hi and run[k].key in skipped and (k not in verbs or run[k].key in modal):
                k += 1  # adverbs, but not the first word of a verb: "chỉ trích", "công bố"
            passive = any(run[m].key in ("bị", "được") for m in range(i + 1, k))
            modals = any(m in verbs for m in range(i + 1, k))  # "và sẽ bảo vệ": a verb of the frame begins with one
            two = token.key == "cũng"
            told = token.key == "và" and _new_subject(run, k, i, cuts[-1][0], groups, verbs)
            if told or modals or (k in verbs and k not in inside) or (passive and any(g.lo == k for g in groups)):
                _cut(cuts, i + 1 + two, "coord")
            elif token.text == "," and (i not in quoted or cuts[-1][1] == "if"):
                _cut(cuts, i + 1, "comma")
            i += two
        elif token.key in boundaries.openers:
            hit = boundaries.longest(run, i)
            if hit and hit[0] <= hi:
                kind = hit[1][0]
                inner = any(t.lo < i < t.hi for t in triggers) or (
                    run[i].key == "việc" and i > lo and run[i - 1].key in single("clauses", "not_a_task")
                )
                if not inner and not (i in verbs and kind == "sub") and _opens(run, i, hit[0], hi, kind, verbs, groups):
                    _cut(cuts, hit[0], kind)
                i = hit[0]
                continue
        i += 1
    found = []
    for k, (start, opens) in enumerate(cuts):
        end = cuts[k + 1][0] if k + 1 < len(cuts) else hi
        found.append(
            Segment(
                start, end, opens,
                [g for g in groups if start <= g.lo < end],
                [t for t in triggers if start <= t.lo < end],
                [c for c in cues if start <= c.lo < end],
            )
        )  # fmt: skip
    _subjects(found, run)
    _speakers(found, run, quoted, Group(lo, lo, voice, "", "named") if voice else None)
    return found


def _new_subject(run: list[Token], k: int, i: int, lo: int, groups: list[Group], verbs: set[int]) -> bool:
    """ "Mỹ xin lỗi về vụ việc và Pakistan quyết định mở lại …": a clause of its own, with subject and verb."""
    subject = next((g for g in groups if g.lo == k and g.case == ""), None)
    if subject is None or any(g.hi == i for g in groups) or not any(lo <= v < i for v in verbs):
        return False
    light = either(("clauses", "skip"), ("clauses", "deciding"))
    after = next((j for j in range(subject.hi, len(run)) if j in verbs or run[j].key not in light), len(run))
    return after in verbs


def _cut(cuts: list[tuple[int, str]], at: int, opens: str) -> None:
    if cuts[-1][0] == at:
        # Two boundaries in one place: the stronger one holds.
        rank = {"start": 0, "comma": 1, "coord": 2, "sub": 3, "embed": 4, "purpose": 5, "call": 6, "if": 7}
        if rank[opens] > rank[cuts[-1][1]] or cuts[-1][1] == "start":
            if cuts[-1][1] == "call" and opens == "embed":
                return
            cuts[-1] = (
                at,
                opens if cuts[-1][1] != "start" or opens in ("if", "sub", "purpose") else cuts[-1][1],
            )
    else:
        cuts.append((at, opens))


def _opens(run: list[Token], i: int, end: int, hi: int, kind: str, verbs: set[int], groups: list[Group]) -> bool:
    if kind == "sub" and run[i].key in ("sau", "trước") and end - i == 1:
        return False
    if kind == "sub" and run[i].key == "do" and end - i == 1:
        # "do X đề xuất" names an agent, "do X không thể …" gives a reason; both are looked at from the verb.
        agent = next((g for g in groups if g.lo == end), None)
        return agent is not None and not phrases("who", "makers").longest(run, agent.hi)  # "do Mỹ sản xuất"
    if kind == "purpose":
        return not (run[i].key == "nhằm" and end < hi and run[end].key == "vào")  # "nhằm vào Huawei": a target
    if kind == "coord" and run[i].key == "còn" and end - i == 1:
        return any(g.lo == end for g in groups)
    if kind == "if" and run[i].key == "liệu" and i:
        return run[i - 1].key not in single("clauses", "not_whether")  # "tài liệu", "nhiên liệu"
    return not (kind == "coord" and run[i].key == "song" and end < hi and run[end].key in ("phương", "song"))


def quotes(run: list[Token], lo: int, hi: int) -> set[int]:
    """Tokens inside quotation marks."""
    inside: set[int] = set()
    start: int | None = None
    for i in range(lo, hi):
        if run[i].is_word:
            continue
        if run[i].text in "“‘«" or (run[i].text == '"' and start is None):
            start = i
        elif run[i].text in '”’»"' and start is not None:
            inside.update(range(start, i + 1))
            start = None
    return inside


_NOMINATIVE = ("", "agent", "source")


def nominative(group: Group) -> bool:
    """Whether a group can be a subject by its case."""
    return group.case in _NOMINATIVE


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


def _first_verb(segment: Segment) -> int:
    starts = [t.lo for t in segment.triggers if not t.noun] + [c.lo for c in segment.cues]
    return min(starts, default=segment.hi)


_CARRIED = frozenset(("coord", "comma", "purpose", "sub", "if", "embed", "call"))


def _speakers(found: list[Segment], run: list[Token], quoted: set[int], voice: Group | None) -> None:
    """Fills whose words each segment tells: embedded under a reporting verb, or before "…, ông X nói"."""
    for k, segment in enumerate(found):
        before = found[k - 1] if k else None
        reporting = min((c.lo for c in segment.cues), default=segment.hi) <= _first_verb(segment) < segment.hi
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
    own, verb = segment.subject, _first_verb(segment)
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


def _subjects(found: list[Segment], run: list[Token]) -> None:
    """Fills the subject of each segment: its own, or the one that its boundary carries over."""
    speaker: Group | None = None
    for k, segment in enumerate(found):
        verb = _first_verb(segment)
        unknown = verb == segment.hi  # its verb is in no list: the first noun phrase is its subject
        if unknown:  # what stands behind an event noun belongs to it: "kết thúc chuyến thăm Indonesia"
            verb = min([t.lo for t in segment.triggers], default=verb)
        own = [g for g in segment.groups if nominative(g) and g.case != "source" and g.hi <= verb]
        own = own or ([] if unknown else _owner(segment, verb))
        if own:
            segment.subject = own[0] if unknown else own[-1]
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
            if segment.opens == "embed" and not empty and _unlisted(segment, run):
                # "Ông X nói Asiyalova đã bắt xe buýt và …": who did it is in no list, and is not who says it
                segment.subject = Group(segment.lo, segment.lo + 1, (), "", "nobody")
        if segment.cues and segment.subject is not None and not _aside(segment, run):
            speaker = segment.subject
    # "Sau khi gặp Y, X nói …": a fronted clause takes the subject of the main clause that follows.
    for k in range(len(found) - 1, -1, -1):
        segment = found[k]
        fronted = segment.opens == "comma" and _first_verb(segment) == segment.hi and found[0].opens == "start"
        fronted = fronted and all(s.subject is None and not s.cues for s in found[:k])
        fronted = fronted and k + 1 < len(found) and found[k + 1].opens == "comma"
        opens = segment.opens in ("start", "sub", "purpose") or fronted
        if segment.subject is not None or not opens or k + 1 == len(found):
            continue
        if found[k + 1].opens not in ("call", "embed"):  # whom a "cuộc biểu tình đòi …" calls on does not call
            segment.subject = found[k + 1].subject
