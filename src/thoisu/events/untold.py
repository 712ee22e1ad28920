"""What reads like an act and is none: remarks on acts, words that were not said, a pledge's own content."""

from ..lexicon import lexicon
from ..names.words import before, endings, phrases, single
from ..text import Token
from .event_nouns import counts
from .frames import Trigger
from .parties import Roles
from .segment import Segment


def compared(run: list[Token], lo: int, trigger: Trigger) -> bool:
    """ "Đây là lần đầu tiên …", "là tổng thống đầu tiên đến …": a remark on an act, not its telling."""
    copulas = phrases("record", "copulas")
    near = [i for i in range(lo, trigger.lo) if run[i].key in copulas.openers]
    if any(end <= trigger.lo for i in near for end, _ in copulas.all(run, i)):
        return True
    return not trigger.noun and any(
        tuple(t.key for t in run[trigger.lo - len(words) : trigger.lo]) == words
        and run[trigger.lo - len(words) - 1].key != "lần"  # "lần đầu tiên điện đàm": an act, for the first time
        for words in endings("record", "heads")
    )


def supposed(run: list[Token], hi: int, trigger: Trigger, segment: Segment) -> bool:
    """ "Nguy cơ Nga tấn công …", "Liệu Nga có tấn công …?": what is feared, thought possible or asked is not told."""
    if run[hi - 1].text == "?" or phrases("untold", "whether").first(run, trigger.hi, hi) is not None:
        return True
    if (
        trigger.noun
        and trigger.lo
        and any(before(run, k, "untold", "any") is not None for k in (trigger.lo, trigger.lo - 1) if k)
    ):
        return True  # "sẽ đáp trả bất kỳ cuộc tấn công nào"
    if trigger.noun and phrases("untold", "may_happen").first(run, trigger.hi, trigger.hi + 9) is not None:
        return True  # "một làn sóng biểu tình có thể bùng phát"
    whoever = phrases("untold", "any").first(run, segment.lo, trigger.lo)
    if whoever is not None and any(run[k].key == "nào" for k in range(whoever + 2, trigger.lo)):
        return True  # "sẽ trừng phạt bất cứ bên nào hỗ trợ Nga sáp nhập …"
    that = trigger.frame.speech and run[trigger.hi - 1].key == "rằng" and trigger.lo > segment.lo
    if that and before(run, trigger.lo, "statements", "others_words") is not None:
        return True  # "bác bỏ quan điểm cho rằng …"
    if _talked_of(run, trigger, segment) or _of_a_text(run, trigger, segment):
        return True
    noun = trigger.lo
    while trigger.noun and noun > segment.lo and counts(run[noun - 1]):
        noun -= 1
    if trigger.noun and before(run, noun, "untold", "fears", segment.lo) is not None:
        return True
    near = next((g for g in reversed(segment.groups) if g.hi <= trigger.lo), None)
    if near is not None and not trigger.noun and before(run, near.lo, "untold", "preventing") is not None:
        light = single("clauses", "skip")
        if all(run[k].key in light for k in range(near.hi, trigger.lo)):
            return True
    feared = [g.lo - 1 for g in segment.groups if g.hi <= trigger.lo and run[g.lo - 1].key in ("bị", "được")]
    subject = segment.subject
    starts = [trigger.lo, trigger.lo - 2, segment.lo]  # "triển vọng nối lại đàm phán": a light verb between
    if subject is not None and segment.lo <= subject.lo < trigger.lo:
        starts.append(subject.lo)
    starts += feared[-1:]  # "tránh được nguy cơ bị Mỹ tấn công"
    return any(start > 0 and before(run, start, "untold", "topics") is not None for start in starts)


def _of_a_text(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "phủ quyết nghị quyết kêu gọi ngừng bắn": what a text that is turned down would have said."""
    refused = [k.hi for k in segment.triggers if k.frame.event == "REJECT" and k.hi <= trigger.lo]
    if not refused or trigger.noun or any(k.text == "," for k in run[refused[-1] : trigger.lo]):
        return False
    text = phrases("untold", "texts").first(run, refused[-1], trigger.lo)
    return text is not None and all(run[k].key != "và" for k in range(text, trigger.lo))


def _talked_of(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "Trao đổi về việc sớm mở lại các cửa khẩu": a doing that is a topic, with nobody who does it."""
    if segment.opens == "sub" and before(run, segment.lo, "untold", "of_talk") is not None:
        return not trigger.noun
    topic = segment.opens == "sub" and before(run, segment.lo, "untold", "of_doing") is not None
    return topic and not trigger.noun and not any(g.hi <= trigger.lo for g in segment.groups)


def cut_off(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "hủy khoản viện trợ cho X", "hủy hợp đồng mua tàu ngầm": what a sanction ends is told with the sanction."""
    if trigger.frame.event not in ("AID", "COOPERATE"):
        return False
    ends = [k.hi for k in segment.triggers if k.frame.event == "SANCTION" and not k.noun and k.hi <= trigger.lo]
    return bool(ends) and trigger.lo - ends[-1] <= 4 and all(k.is_word for k in run[ends[-1] : trigger.lo])


def of_games(run: list[Token], lo: int, hi: int, trigger: Trigger) -> bool:
    """ "Đội tuyển Anh tấn công dồn dập trong hiệp hai": sport is told in words of war. One such word alone may be by
    the way ("xả súng trong trận đấu"), two are the matter."""
    if trigger.frame.event not in ("ASSAULT", "CONSULT"):
        return False
    words = phrases("untold", "games")
    return len({run[k].key for k in range(lo, hi) if run[k].key in words.openers and words.longest(run, k)}) > 1


def retold(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "Mỹ tiêu diệt thủ lĩnh IS trong cuộc đột kích ở Syria": the noun says how what was told before it was done."""
    if not trigger.noun or trigger.frame.event != "ASSAULT" or run[trigger.lo - 1].key != "trong":
        return False
    verbs = (k for k in segment.triggers if k.frame.event == "ASSAULT" and not k.noun and k.hi <= trigger.lo - 1)
    # "… bị tiêu diệt trong cuộc không kích của X": here the noun alone tells who did it.
    return any(run[k.lo - 1].key != "bị" for k in verbs)


def hoped(run: list[Token], segment: Segment) -> bool:
    """ "hy vọng EU sẽ dỡ bỏ …": the content of a hope is no act."""
    last = max(segment.cues, key=lambda c: c.lo, default=None)
    return last is not None and phrases("untold", "hopes").longest(run, last.lo) is not None


def unsaid(run: list[Token], segment: Segment) -> bool:
    """ "không cam kết thả …": the content of words that were not said is no act."""
    last = max(segment.cues, key=lambda c: c.lo, default=None)
    return last is not None and last.hi == segment.hi and run[last.lo - 1].key in single("negation", "before_cue")


def idle(run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment]) -> bool:
    """A pledge's own content ("cam kết duy trì đối thoại với Nga") is no further act."""
    if trigger.noun and trigger.frame.kind.join and run[trigger.lo - 1].key in single("when", "during"):
        return False  # "bày tỏ ủng hộ Ukraine trong cuộc điện đàm với X": the occasion of the pledge
    if trigger.frame.event not in (
        "CONSULT",
        "COOPERATE",
        "SUPPORT",
        "AGREE",
        "RETREAT",
        "SANCTION",
        "MOBILIZE",
        "AID",
    ):
        return False
    index = found.index(segment)
    for k in range(index, max(-1, index - 3), -1):
        for other in found[k].triggers:
            if (
                other.lo < trigger.lo
                and (
                    other.frame.id in ("agree.pledge", "support.voice")
                    or (other.frame.id == "agree.accord" and trigger.frame.event != "CONSULT")
                )
                and not any(
                    found[m].opens in ("coord", "start", "sub")
                    and found[m].lo > other.lo
                    and _own_subject(found[m], trigger)
                    for m in range(k, index + 1)
                )
            ):
                return True
    return False


def _own_subject(segment: Segment, trigger: Trigger) -> bool:
    first = min((t.lo for t in segment.triggers if not t.noun), default=-1)
    if segment.opens == "coord" and trigger.frame.speech and trigger.lo == first:
        return True  # "cam kết …, đồng thời hoan nghênh …": another act of words
    return any(g.hi <= trigger.lo and g.case == "" for g in segment.groups) or any(
        c.lo <= trigger.lo < c.hi for c in segment.cues
    )


def private(roles: Roles, trigger: Trigger) -> bool:
    """People who stand for no power, and do it to none: no affairs of the world."""
    known = lexicon().known_people
    if not roles.actor and roles.recipient and trigger.frame.event in ("COERCE", "ASSAULT"):
        return all(r.kind == "person" and not (r.country or r.org) and r.entity not in known for r in roles.recipient)
    nobodies = all(a.kind == "person" and not (a.country or a.org) and a.entity not in known for a in roles.actor)
    if trigger.frame.kind.destination and nobodies and roles.actor:
        return True  # "hai nghi phạm đã tới Moskva": whose ground it is makes no guest of state of them
    # "bị Y, 41 tuổi, ám sát": a former head of government stands for no power, and is no private person either
    public = any(r.country or r.org or r.kind != "person" or r.entity in known for r in roles.recipient)
    return nobodies and not public and bool(roles.actor)
