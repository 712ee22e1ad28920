"""Whether an act happened, goes on, is planned, proposed or denied, with the words that say so."""

from functools import cache
from typing import NamedTuple

from ..lexicon import Phrases, lexicon
from ..names.words import before, listed, phrases, single
from ..text import Token
from .event_nouns import counts
from .frames import Trigger
from .segment import Segment, nominative


class Status(NamedTuple):
    """A status and the token spans of its cue words."""

    value: str
    cues: tuple[tuple[int, int], ...]


_SPEECH_EVENTS = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT"))


_SAID_AHEAD = ("agree.pledge", "agree.go-on", "support.voice")  # done by saying what one will do


@cache
def _words() -> Phrases[str]:
    grammar = lexicon().grammar
    pairs = [(w, "future") for w in grammar["tense"]["future"]]
    pairs += [(w, "past") for w in grammar["tense"]["past"]]
    pairs += [(w, "ongoing") for w in grammar["tense"]["ongoing"]]
    pairs += [(w, "no") for w in grammar["negation"]["words"]]
    pairs += [(w, "possible") for w in grammar["possible"]["words"]]
    pairs += [(w, "cancel") for w in listed("status", "cancel")]
    pairs += [(w, "future") for w in listed("status", "plans")]
    pairs += [(w, "duty") for w in listed("status", "duties")]
    pairs += [(w, "no") for w in grammar["negation"]["phrases"]]
    return Phrases(pairs)


def _called_off(run: list[Token], segment: Segment, segments: list[Segment]) -> list[tuple[int, int, str]]:
    """ "Cuộc gặp giữa X và Y, dự kiến diễn ra ngày 20/3, đã bị hủy": what a clause goes on with behind an aside."""
    at = next(k for k, one in enumerate(segments) if one is segment)
    following = segments[at + 1 : at + 3]
    if len(following) < 2 or segment.opens not in ("start", "comma"):
        return []
    if any(one.opens != "comma" or one.triggers or one.cues for one in following):
        return []
    rest = following[1]
    return [
        cue for cue in _cues(run, rest.lo, min(rest.hi, rest.lo + 4))
        if cue[2] == "cancel" and run[cue[0] - 1].key in ("bị", "được")
    ]  # fmt: skip


def status_of(
    run: list[Token], trigger: Trigger, segment: Segment, begin: int, segments: list[Segment]
) -> Status | None:
    """The status of a trigger in its segment, or None where the text tells no act (a condition, a goal).

    `begin` is the token after the subject (or the segment's first): cues are looked for from there on.
    """
    found = _cues(run, _topic(run, trigger, begin), trigger.lo)
    if segment.opens in ("purpose",) and begin < segment.lo:
        found = _cues(run, segment.lo, trigger.lo)
    if trigger.noun and trigger.lo > segment.lo and run[trigger.lo - 1].key in single("status", "occasion"):
        found = [cue for cue in found if cue[2] != "no"]  # "chưa đạt tiến triển trong cuộc đàm phán": they talked
    if not found and (trigger.frame.deed or trigger.frame.event not in _SPEECH_EVENTS):
        found = _shared(run, segment, segments)
    if trigger.noun and not found:
        found = _of_main(run, trigger, segment, segments)
    kinds = {kind for _, _, kind in found}
    spans = tuple((a, b) for a, b, _ in found)
    after = _cues(run, trigger.hi, min(trigger.hi + 4, segment.hi)) if trigger.noun and not trigger.frame.status else []
    if trigger.noun:  # "Chuyến thăm Trung Quốc của Ngoại trưởng Mỹ bị hoãn"
        later = min((t.lo for t in segment.triggers if t.lo > trigger.lo), default=segment.hi)
        unheld = phrases("status", "unheld").first(run, trigger.hi, later)
        others = [g for g in segment.groups if not g.case and trigger.hi < g.lo]
        if unheld is not None and not any(g.hi <= unheld for g in others):  # "… sẽ không khiến Nga sụp đổ"
            return Status("denied", ((unheld, unheld + 1),))
        off = [
            c for c in _cues(run, trigger.hi, later) if c[2] == "cancel" and run[c[0] - 1].key in ("bị", "được", "đã")
        ]
        after += [c for c in off if c not in after] or _called_off(run, segment, segments)
        after += _of_subject(run, trigger, segment) if not (found or after) else []
    for a, b, kind in after:
        on = kind == "ongoing" and phrases("status", "goes_ahead").longest(run, b) is not None  # "đang diễn ra"
        if kind == "future" and phrases("when", "lasts").longest(run, b) and not _heads(run, trigger, segment):
            continue  # "bắt đầu một đợt biểu tình dự kiến kéo dài ba ngày": how long it lasts is to come
        if phrases("status", "plans").longest(run, a):
            continue  # "cuộc biểu tình phản đối kế hoạch cải cách": what it is about
        if on or kind in ("future", "cancel"):
            kinds.add(kind)
            spans += ((a, b),)
    if trigger.noun and trigger.lo - 1 >= 0 and run[trigger.lo - 1].key == "thềm":
        return Status("planned", ((trigger.lo - 1, trigger.lo),))
    if segment.opens == "if" or "duty" in kinds:
        return None
    if any(run[b : b + 1] and run[b].key == "cần" for _, b, kind in found if kind == "no"):
        return None  # "ông không cần từ chức": what need not be is not said not to have been
    noun = trigger.lo
    while noun > segment.lo and counts(run[noun - 1]):
        noun -= 1
    stopped = before(run, noun, "status", "stops") if trigger.noun and noun else None
    if stopped is not None and trigger.frame.event in ("COOPERATE", "CONSULT", "AID"):
        return Status("denied", ((stopped, noun),))
    soon = trigger.lo
    while soon > segment.lo and run[soon - 1].key in single("status", "soon"):
        soon -= 1  # "nhất trí sẽ sớm nối lại đàm phán"
    agreed = before(run, soon, "status", "agrees") if trigger.frame.event in ("CONSULT", "COOPERATE") else None
    if agreed is not None:
        return Status("planned", ((agreed, trigger.lo),))
    if trigger.frame.event != "CONSULT" and before(run, trigger.lo, "status", "refuses") is not None:
        return None  # "từ chối lên án Nga": to refuse it is an act of its own, and told as that
    tries = before(run, trigger.lo, "status", "trying")
    if tries is not None and run[tries - 1].key not in single("status", "not_trying"):
        return None
    if denied := before(run, trigger.lo, "status", "denies"):
        return Status("denied", ((denied, trigger.lo),))
    if "cancel" in kinds:
        calls = [at for at, _, kind in (*found, *after) if kind == "cancel"]
        if trigger.noun and calls and all(before(run, at, "status", "may_cancel") is not None for at in calls):
            return Status("planned", spans)  # "cảnh báo có thể hủy cuộc gặp": it is still to come
        return Status("denied", spans)
    if "no" in kinds:
        if trigger.frame.event in _SPEECH_EVENTS or segment.opens == "call":
            return None
        return Status("denied", spans)
    if segment.opens == "call":
        if (
            trigger.frame.event in ("REJECT", "THREATEN")
            and segment.subject is not None
            and segment.speaker is not None
        ):
            return Status("happened", spans)  # "cảnh báo, Moskva sẽ không từ bỏ …"
        return Status("proposed", spans)
    if _aimed_at(run, trigger, segment, segments):
        if trigger.frame.event == "CONSULT":
            return Status("planned", spans)
        return Status("happened", spans) if trigger.frame.event in ("REQUEST",) else None
    if trigger.frame.event == "CONSULT" and _on_condition(run, segment, segments):
        return Status("proposed", spans)
    if "future" in kinds:
        if trigger.frame.status == "denied":
            return Status("denied", spans)
        if trigger.frame.event in ("REJECT", "THREATEN") or trigger.frame.id in _SAID_AHEAD:
            return Status("happened", spans)  # to say that one will refuse is to refuse
        if any(run[b - 1].key in single("status", "likely") for a, b, kind in found if kind == "possible"):
            return Status("proposed", spans)  # "có thể sẽ hạn chế nhập khẩu"
        return Status("planned", spans)
    must = all(run[a].key == "phải" for a, _, kind in found if kind == "possible")
    if "possible" in kinds and must and trigger.frame.event not in _SPEECH_EVENTS and segment.speaker is None:
        kinds.discard("possible")  # told by the page, "phải triển khai quân" was done
    if "possible" in kinds and trigger.frame.event not in ("REQUEST",):
        return Status("proposed", spans)
    if trigger.frame.status:
        return Status(trigger.frame.status, spans)
    if "past" in kinds:
        return Status("happened", spans)
    if any(run[a].key == "đang" or run[b - 1].key == "đang" for a, b in spans):
        return Status("ongoing", spans)
    if "ongoing" in kinds and trigger.frame.event not in _SPEECH_EVENTS:
        return Status("ongoing", spans)
    if (
        trigger.noun
        and trigger.frame.id == "consult.visit"
        and [t.key for t in run[max(0, trigger.lo - 2) : trigger.lo]] == ["bắt", "đầu"]
    ):
        return Status("ongoing", ((trigger.lo - 2, trigger.lo),))
    return Status("happened", spans)


def _heads(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """Whether an event noun opens its clause: it is the subject, and no object of what stands before it."""
    return all(counts(run[k]) or not run[k].is_word for k in range(segment.lo, trigger.lo))


def _of_subject(run: list[Token], trigger: Trigger, segment: Segment) -> list[tuple[int, int, str]]:
    """ "Hợp tác giữa Nga và Mỹ về Syria sẽ được mở rộng": the plan that a noun with its parties is the subject of."""
    theirs = [g.hi for g in segment.groups if g.lo >= trigger.hi and g.case in ("between", "of", "with")]
    alone = not any(g.lo < trigger.lo for g in segment.groups) and not any(t.lo < trigger.lo for t in segment.triggers)
    if not theirs or not alone or trigger.frame.status:
        return []
    verb = min((t.lo for t in segment.triggers if t.lo >= trigger.hi), default=segment.hi)
    for lo, hi, kind in _cues(run, theirs[0], verb):
        takes_place = phrases("status", "goes_ahead").first(run, hi, min(hi + 3, segment.hi)) is not None
        if kind == "future" and takes_place:
            return [(lo, hi, kind)]
    return []


def _topic(run: list[Token], trigger: Trigger, begin: int) -> int:
    """ "sẽ hội đàm với Nga về các cuộc tập trận": the tense before "về" is not that of the noun behind it."""
    k = trigger.lo - 1
    while trigger.noun and k > begin and counts(run[k]):
        k -= 1
    return k if trigger.noun and k > begin and run[k].key in single("when", "about") else begin


def _aimed_at(run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment]) -> bool:
    """Whether an act is only a goal: "nhằm …", and "nhằm đảm bảo việc thả con tin và đạt thỏa thuận"."""
    if segment.opens == "purpose":
        return not _answered(run, trigger, segment)
    index = next(k for k, s in enumerate(found) if s is segment)
    while index and (
        run[found[index].lo - 1].key == "việc"
        or (found[index].opens == "coord" and run[found[index].lo - 1].key == "và")
    ):
        index -= 1
        if found[index].opens == "purpose":
            if run[segment.lo - 1].key == "và" and _counted(run, trigger):
                return False  # "bắn hơi cay để giải tán đám đông và bắt giữ 80 người": a number is no goal
            own = any(nominative(g) and g.hi <= trigger.lo for g in segment.groups)
            return not own and phrases("purpose", "answers").longest(run, found[index].lo) is None
    return False


def _counted(run: list[Token], trigger: Trigger) -> bool:
    near = run[trigger.hi : trigger.hi + 3]
    return any(t.text[0].isdigit() for t in near) and trigger.frame.event in ("COERCE", "ASSAULT")


def _answered(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "… để đáp trả các cuộc tấn công của X": what an act answers was done before it."""
    answer = phrases("purpose", "answers").longest(run, segment.lo)
    return answer is not None and answer[0] <= trigger.lo


def _on_condition(run: list[Token], segment: Segment, found: list[Segment]) -> bool:
    """ "chấp nhận lời mời gặp …, với điều kiện Nga không …": what is agreed to with strings attached."""
    index = next(k for k, s in enumerate(found) if s is segment)
    return any(s.opens == "if" and run[s.lo - 1].key == "kiện" for s in found[index + 1 : index + 3])


def _shared(run: list[Token], segment: Segment, found: list[Segment]) -> list[tuple[int, int, str]]:
    """ "sẽ thăm, ra tuyên bố chung và gặp gỡ …": the tense of the first of coordinated verbs is the others' too."""
    index = next(k for k, s in enumerate(found) if s is segment)
    if segment.opens != "coord" or run[segment.lo - 1].key == "mà":
        return []
    for previous in reversed(found[:index]):
        own = previous.subject is not None and any(g is previous.subject for g in previous.groups)
        if not (previous.triggers or previous.cues or own) and previous.opens in ("comma", "sub"):
            continue  # "… như kinh tế, giáo dục, cũng như …": examples
        if previous.subject is not segment.subject:
            return []
        verbs = [t.lo for t in previous.triggers if not t.noun] + [c.lo for c in previous.cues]
        verb, subject = min(verbs, default=previous.hi), previous.subject
        begin = subject.hi if subject is not None and previous.lo <= subject.hi <= verb else previous.lo
        tense = [cue for cue in _cues(run, begin, verb) if cue[2] in ("future", "possible", "duty")]
        if tense or previous.opens not in ("coord", "comma", "purpose"):
            return tense
    return []


def _of_main(
    run: list[Token], trigger: Trigger, segment: Segment, segments: list[Segment]
) -> list[tuple[int, int, str]]:
    """ "Sau cuộc hội đàm, ông sẽ đến …": a meeting that the main clause's plan leans on lies ahead too."""
    lean = run[trigger.lo - 1].key in ("sau", "trong", "tại", "trước") if trigger.lo > segment.lo else False
    if not lean or segment.opens not in ("start", "comma") or any(not t.noun for t in segment.triggers):
        return []
    index = next(k for k, s in enumerate(segments) if s is segment)
    if index + 1 == len(segments) or segments[index + 1].opens != "comma":
        return []
    main = segments[index + 1]
    verb = min([t.lo for t in main.triggers if not t.noun] + [c.lo for c in main.cues], default=main.lo)
    return [cue for cue in _cues(run, main.lo, verb) if cue[2] == "future"]


def _cues(run: list[Token], lo: int, hi: int) -> list[tuple[int, int, str]]:
    found, i = [], lo
    words, going_on = _words(), phrases("negation", "going_on")
    while i < hi:
        if run[i].key in going_on.openers and (skip := going_on.longest(run, i)):
            i = skip[0]
            continue
        hit = words.longest(run, i) if run[i].key in words.openers else None
        if hit and hit[1][0] == "cancel" and i and run[i - 1].key in single("status", "driven"):
            i = hit[0]  # "đẩy lùi" drives back
            continue
        if hit and hit[0] <= hi and hit[1][0] == "no" and i and run[i - 1].key in single("status", "sky"):
            i = hit[0]  # "phòng không", "hàng không"
            continue
        if hit and hit[0] < len(run) and hit[1][0] == "no" and run[hit[0]].key in single("status", "sky_after"):
            i = hit[0]  # "không phận", "không quân"
            continue
        if hit and hit[0] < len(run) and run[i].key == "vẫn" and run[hit[0]].key in single("status", "decides"):
            i = hit[0]  # "vẫn ra lệnh triển khai": done in spite of all
            continue
        if hit and hit[0] <= hi:
            found.append((i, hit[0], hit[1][0]))
            i = hit[0]
        else:
            i += 1
    return found
