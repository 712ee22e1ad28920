"""What stands between a verb and the noun phrases around it: which of them are its subject and its object."""

from ..lexicon import lexicon
from ..names.words import before, either, phrases, single
from ..text import Token
from .frames import Trigger
from .parties import Group, Names
from .recipients import AT_WORDS
from .segment import Segment
from .subjects import intended


def object_clause(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "lên án Triều Tiên phóng tên lửa": what the object of words is said to do, told for those words' sake."""
    if trigger.noun:
        return False
    for group in segment.groups:
        if group.hi <= trigger.lo and all(run[k].key in single("clauses", "skip") for k in range(group.hi, trigger.lo)):
            return any(
                t.hi == group.lo and t.frame.event in AT_WORDS and t.frame.kind.name != "denial"
                for t in segment.triggers
            )
    end = trigger.lo
    while end > segment.lo and run[end - 1].key in single("clauses", "skip"):
        end -= 1
    start = end
    while start > segment.lo and run[start - 1].is_capital:
        start -= 1  # "phản đối Catalonia tuyên bố độc lập": somebody in no list
    return start < end and any(t.hi == start and t.frame.event in AT_WORDS for t in segment.triggers)


def adjacent(
    run: list[Token], subject: Group | None, segment: Segment, trigger: Trigger, times: dict[int, int]
) -> bool:
    """Whether nothing but tense, adverbs and times stands between the subject and a verb."""
    if subject is None:
        return False
    light = either(("clauses", "skip"), ("roles", "before_motion"), ("roles", "leading"))
    k = subject.hi if segment.lo <= subject.hi <= trigger.lo else segment.lo
    left = {g.lo - 1: g.hi for g in segment.groups if g.case == "from" and run[g.lo - 1].key == "rời"}
    while k < trigger.lo:
        if k in times:
            k = times[k]
        elif k in left:  # "rời Nga đến Trung Quốc"
            k = left[k]
        elif run[k].key == "rời" and k + 1 < trigger.lo and run[k + 1].is_capital:  # "rời London tới Kiev"
            k = next((j for j in range(k + 1, trigger.lo) if not run[j].is_capital), trigger.lo)
        elif run[k].is_word and run[k].key not in light:
            return False
        else:
            k += 1
    return True


def direct(run: list[Token], trigger: Trigger, group: Group, names: Names) -> bool:
    """Whether a noun phrase without preposition is the verb's object: nothing but modifiers or a title between."""
    if trigger.hi < group.lo and run[trigger.hi].is_capital and trigger.hi not in names and group.lo in names:
        # "bắt giữ Cố vấn Nhà nước Aung San Suu Kyi": a title that is in no list
        breaks = single("roles", "no_title")
        titled = group.lo - trigger.hi <= 8 and names[group.lo][0].kind == "person"
        if titled and all(run[k].is_word and run[k].key not in breaks for k in range(trigger.hi, group.lo)):
            return True
    flag = before(run, group.lo, "who", "hailing", trigger.hi)
    if flag is not None and all(run[k].is_capital for k in range(trigger.hi, flag)):
        return True  # "bắt giữ tàu chở dầu Stena Impero treo cờ X"
    k, people = trigger.hi, any(m.kind == "person" for m in group.members)
    while k < group.lo:
        if people and (head := _called(run, k)) and head <= group.lo:
            k = head  # "bắt giữ phóng viên tờ X Y"
        elif people and run[k].key == "người" and k + 1 < group.lo and run[k + 1].is_capital:
            k += 2  # "ám sát thủ lĩnh người Sikh X"
        elif run[k].key in single("roles", "between") or not run[k].is_word or run[k].text[0].isdigit():
            k += 1
        elif (thing := phrases("grounds", "words").longest(run, k)) and thing[0] <= group.lo:
            k = thing[0]  # "trừng phạt 5 ngân hàng Nga": what is Russia's
        elif (whose := phrases("who", "hailing").longest(run, k)) and whose[0] == group.lo:
            k = whose[0]  # "bắt giữ tàu chở dầu mang cờ X"
        else:
            return False
    return True


def _called(run: list[Token], k: int) -> int | None:
    """The token after a word for what somebody is, or for the body that they are of: "phóng viên", "tờ"."""
    if (title := lexicon().titles.longest(run, k)) is not None:
        return title[0]
    for name in ("person_nouns", "org_nouns"):
        if (hit := phrases("names", name).longest(run, k)) is not None:
            return hit[0]
    return None


def of_words(run: list[Token], trigger: Trigger, segment: Segment) -> bool:
    """ "lên án kế hoạch của Israel sáp nhập Bờ Tây": what somebody has decided, told for the words about it."""
    if intended(run, trigger, segment) is None:
        return False
    return any(t.frame.event in AT_WORDS and not t.noun and t.hi <= trigger.lo for t in segment.triggers)
