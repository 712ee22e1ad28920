"""The time of an act by the times of its sentence: those of its own clause, beside it, and of the clauses around."""

from ..model import Time
from ..names.words import listed, phrases, single
from .afterwards import taking_place
from .clock import When, nested
from .event_nouns import counts
from .segment import Segment
from .subjects import intended
from .telling import SPOKEN, Telling

# What opens a main clause.
MAIN = frozenset(("start", "comma", "coord"))


def _whole_year(time: Time) -> bool:
    first, last = time.start_day or "", time.end_day or ""
    return first[5:] == "01-01" and last[5:] == "12-31" and first[:4] == last[:4]


def within_month(time: Time) -> bool:
    """Whether a time begins and ends in one month."""
    return (time.start_day or "")[:7] == (time.end_day or "")[:7]


def topic(t: Telling) -> bool:
    """ "từ chối công bố nội dung các cuộc trao đổi": a noun that the clause is about has not the clause's day."""
    if t.trigger.frame.event in SPOKEN and phrases("cases", "about").longest(t.run, t.trigger.lo):
        return True  # "thông qua nghị quyết liên quan tới cáo buộc …"
    if intended(t.run, t.trigger, t.segment) is not None:
        return True  # "Ngày 3/4, Mỹ chỉ trích kế hoạch của X tổ chức tập trận"
    k = t.trigger.lo - 1
    while k > t.segment.lo and counts(t.run[k]):
        k -= 1
    return t.trigger.noun and k >= t.sentence[0] and t.run[k].key in single("when", "about")


def _opened(t: Telling, time: tuple[int, int, Time], basis: str) -> When:
    """The interval of a time, without an end where the words before it only say when it begins."""
    lo, _, value = time
    before = [k.key for k in t.run[max(t.sentence[0], lo - 4) : lo]]
    begins = " ".join(before)
    home = next((s for s in t.found if s.lo <= lo < s.hi), t.segment)
    if home is not t.segment and home.opens == "sub":
        return When(value.start_day, value.end_day, basis)  # "Ngay sau khi thuế của X có hiệu lực trưa 6/7, Y đã …"
    force = phrases("when", "in_force").first(t.run, max(t.segment.lo, lo - 16), lo) is not None
    if force or any(begins.endswith(words) for words in listed("when", "begins")):
        return When(value.start_day, None, f"from {value.text} on")
    until = value.text.lower().startswith(tuple(listed("when", "until"))) or before[-1:] == ["đến"]
    lasts = phrases("when", "lasts").first(t.run, max(t.segment.lo, lo - 6), lo) is not None
    if until and lasts and value.start_day == value.end_day:
        return When(None, value.end_day, f"until: {value.text}")
    return When(value.start_day, value.end_day, basis)


def tells_before(t: Telling, segment: Segment) -> bool:
    """Whether a subordinate clause has a time of its own; "theo đó" goes on with what was just told."""
    opening = " ".join(k.key for k in t.run[max(t.sentence[0], segment.lo - 2) : segment.lo])
    return segment.opens == "sub" and opening not in listed("when", "goes_on")


def _of_before(t: Telling, at: int) -> bool:
    """ "Sau khi hội đàm với X hôm 22/4, ông Y đã tới Z": the day of what the main clause came after."""
    home = next((s for s in t.found[: t.at] if s.lo <= at < s.hi), None)
    if home is None or home.opens != "sub":
        return False
    return " ".join(k.key for k in t.run[max(t.sentence[0], home.lo - 2) : home.lo]) in listed("when", "later")


def _subordinate(t: Telling) -> bool:
    """Whether its clause, or the one that it is coordinated with, tells what was before, during or why."""
    k = t.at
    while k and t.found[k].opens == "coord" and t.found[k].subject is t.found[k - 1].subject:
        k -= 1
    return tells_before(t, t.found[k])


def _compares(t: Telling, at: int) -> bool:
    """ "chuyến thăm Đức lần thứ ba kể từ năm 2013": since when acts like this one are counted."""
    if at < 2 or t.run[at - 2].key != "kể" or t.run[at - 1].key != "từ":
        return False
    return phrases("when", "ranked").first(t.run, t.segment.lo, at) is not None


def _undergone(t: Telling, time: tuple[int, int, Time]) -> bool:
    """ "thả một tàu bị bắt giữ từ tháng 4/2023", "thỏa thuận được ký năm 2015": when the object underwent it."""
    lo, _, value = time
    day = value.start_day == value.end_day and t.run[lo - 1].key not in single("when", "back_then")
    between = t.run[t.trigger.hi + 1 : lo] if not day else []
    return any(k.key in ("bị", "được") for k in between) and not any(k.text == "," for k in between)


def _bare_name(t: Telling, segment: Segment) -> bool:
    """Whether a segment is nothing but the names of a place and of where that is: "bang Alaska (Mỹ),"."""
    k, named = segment.lo, False
    while k < segment.hi:
        if k in t.names and t.names[k][0].kind in ("place", "country"):
            k, named = t.names[k][1], True
        elif t.run[k].key in single("when", "place_heads") or not (t.run[k].is_word or t.run[k].text[0].isdigit()):
            k += 1
        else:
            return False
    return named


def _in(times: list[tuple[int, int, Time]], at: int) -> bool:
    return any(lo <= at < hi for lo, hi, _ in times)


def _within(time: Time, other: Time) -> bool:
    """Whether a time is a day of another, longer one."""
    day = time.start_day
    return bool(
        day and day == time.end_day and other.start_day and other.end_day
        and other.start_day <= day <= other.end_day and other.start_day < other.end_day
    )  # fmt: skip


def _lasting_until(t: Telling, best: tuple[int, int, Time], after: list[tuple[int, int, Time]]) -> When | None:
    """ "hôm nay bắt đầu chuyến thăm kéo dài đến ngày 10/2": from the day before the verb to the one behind it."""
    for lo, _, value in after if best[0] < t.trigger.lo else ():
        lasts = phrases("when", "lasts").first(t.run, max(t.trigger.hi, lo - 4), lo) is not None
        if (
            lasts
            and t.run[lo - 1].key in single("when", "until_word")
            and (value.end_day or "") > (best[2].start_day or "")
        ):
            return When(best[2].start_day, value.end_day, f"own clause: {best[2].text}, until {value.text}")
    return None


def _two_days(t: Telling, best: tuple[int, int, Time], own: list[tuple[int, int, Time]]) -> When | None:
    """ "trong hai ngày 26 và 27/5": two times and one act."""
    pairs = [(best, x) for x in own if x[0] == best[1] + 1]
    pairs += [(x, best) for x in own if x[1] + 1 == best[0]]
    for (first, end, one), (_, _, other) in pairs:
        counted = [k.key for k in t.run[max(0, first - 2) : first + 1]]
        if t.run[end].key == "và" and "hai" in counted and "ngày" in counted and one.start_day:
            return When(one.start_day, other.end_day, f"own clause: {one.text} và {other.text}")
    return None


def _in_words(found: list[Segment], at: int) -> bool:
    """Whether a time stands in what somebody of the sentence says."""
    return any(s.lo <= at < s.hi and s.opens == "embed" and s.speaker is not None for s in found)


def time_for(t: Telling, planned: bool, words: bool = False, said: bool = False) -> When | None:
    """The time of an act by the times of its sentence: own segment first, then the clauses around it."""
    segment, found, times, sentence = t.segment, t.found, t.times, t.sentence
    trigger_lo, trigger_hi = t.trigger.lo, t.trigger.hi
    own = [x for x in times if segment.lo <= x[0] < segment.hi and not _compares(t, x[0])]
    if topic(t):
        own = [x for x in own if x[0] >= trigger_hi]
        if not own:
            return None
    if planned and (rest := t.planned_in) is not None:
        own = [x for x in times if rest.lo <= x[0] < rest.hi] or own
    index = t.at
    if (
        not own
        and index + 1 < len(found)
        and found[index + 1].lo <= trigger_hi <= found[index + 1].hi
        and not found[index + 1].triggers
        and not found[index + 1].cues
    ):
        # A reporting verb's own complement without a verb: "tái khẳng định sự ủng hộ … trong tuần này", and one of
        # which it has the first words: "tuyên bố ngừng bắn | từ ngày 5/3".
        own = [x for x in times if trigger_hi <= x[0] < found[index + 1].hi]
    if not own and (rest := t.reason_in) is not None:
        own = [x for x in times if rest.lo <= x[0] < rest.hi]
    if not own and (rest := t.goes_on_in) is not None:
        own = [x for x in times if rest.lo <= x[0] < rest.hi]
    if not own and (span := t.meanwhile) is not None:
        own = [x for x in times if span[0] <= x[0] < span[1]]
    inner = [k for k in segment.triggers if k.noun and not t.trigger.noun and k.lo >= trigger_hi]
    if inner and any(x[0] < inner[0].lo for x in times if sentence[0] <= x[0]):
        # "Chiều 4/6, X đã tiếp Y nhân chuyến thăm từ 3 đến 4/6": the visit's days are not those of the meeting.
        own = [x for x in own if x[0] < inner[0].lo]
    if not t.trigger.noun:
        # "… đình chỉ hợp tác sau cuộc xung đột hồi tháng Sáu": the day of what went before, not of the act.
        past = single("when", "inside_object")
        own = [x for x in own if not any(t.run[k].key in past for k in range(trigger_hi, x[0]) if not _in(times, k))]
        own = [x for x in own if not _undergone(t, x)]
    # "thả 82 nữ sinh bị bắt cóc hồi …": not the day of the main verb, but of this one
    first = not any(not k.noun and k.lo < trigger_lo for k in segment.triggers)
    first = first and not any(k.key == "bị" for k in t.run[max(segment.lo, trigger_lo - 8) : trigger_lo])
    if first and segment.opens in MAIN and any(sentence[0] <= x[0] < trigger_lo for x in times):
        # "Hôm nay, … biểu tình phản đối kết quả bầu cử hồi tháng 7": when what they speak of was.
        own = [x for x in own if x[0] < trigger_hi + 2 or t.run[x[0] - 1].key != "hồi"]
    theirs = [k.lo for k in segment.triggers if k is not t.trigger and intended(t.run, k, segment) is not None]
    own = [x for x in own if not any(trigger_hi <= k < x[0] for k in theirs)]  # "lên án kế hoạch của X … ngày 1/7"
    deeds = [k.hi for k in segment.triggers if not k.noun and k.lo >= trigger_hi]
    if deeds and not t.trigger.noun and any(sentence[0] <= x[0] < trigger_lo for x in times):
        # "Ngày 18/10, … truy tố các thủy thủ bị bắt giữ hôm 13/10": the day of the other act
        own = [x for x in own if x[0] < deeds[0]]
    if any(x[2].start_day == x[2].end_day for x in own):
        own = [x for x in own if not _whole_year(x[2])]  # "đàm phán về thỏa thuận năm 2015 khép lại tối 29/6"
    if phrases("background", "repeated").first(t.run, segment.lo, trigger_hi) is not None:
        # "đã nhiều lần bác bỏ … vụ binh biến đêm 15/7": what was done many times was not done on one day.
        own = [x for x in own if x[0] < trigger_lo or x[2].start_day != x[2].end_day]
    if own:
        after = [x for x in own if x[0] >= trigger_hi]
        best = min(own, key=lambda x: abs(x[0] - trigger_lo) if x[0] < trigger_lo else x[0] - trigger_hi)
        if after and planned:
            best = after[0]
        best = next((x for x in own if _within(x[2], best[2])), best)  # "hôm thứ Hai đầu tuần này"
        if (until := _lasting_until(t, best, after) or _two_days(t, best, own)) is not None:
            return until
        return _opened(t, best, f"own clause: {best[2].text}")
    # Times set off by a comma before or after the segment belong to it: "Ngày 20/1, X đã đến …", and behind a land
    # that is told for a town: "ký tại Pretoria, Nam Phi, ngày 2/11".
    behind = index + 1
    while behind + 1 < len(found) and found[behind].opens == "comma" and _bare_name(t, found[behind]):
        behind += 1
    for near in (index - 1, behind):
        if 0 <= near < len(found):
            other = found[near]
            if other.opens in ("comma", "start") and not other.cues and not any(not t.noun for t in other.triggers):
                inside = [x for x in times if other.lo <= x[0] < other.hi]
                if near < index and t.run[other.lo].key == "về":
                    inside = []  # "Về hợp tác trong thời gian tới, hai bên nhất trí …": the topic's
                if inside and (near < index or found[near].opens == "comma"):
                    pair = _two_days(t, inside[-1], inside)
                    return pair or _opened(t, inside[-1], f"beside the clause: {inside[-1][2].text}")
    tail = index + 1
    while tail < len(found) and found[tail].opens == "comma" and not (found[tail].triggers or found[tail].cues):
        tail += 1
    listed_times = [x for x in times if tail > index + 2 and found[tail - 1].lo <= x[0] < found[tail - 1].hi]
    if tail == len(found) and listed_times and listed_times[0][0] > found[tail - 1].lo:
        # "… sáp nhập các vùng gồm Donetsk, Kherson, Zaporizhzhia hôm 30/9": behind the last of a list.
        return _opened(t, listed_times[0], f"behind a list: {listed_times[0][2].text}")
    if index + 1 < len(found) and found[index + 1].opens == "comma":
        # "… bên lề hội nghị X, dự kiến diễn ra trong các ngày 17-19/2": what the act is part of takes place then.
        rest = found[index + 1]
        if time := taking_place(t.passage, (rest.lo, min(rest.hi, rest.lo + 4)), times):
            return When(time.start_day, time.end_day, f"takes place: {time.text}")
    opening = next((k for k in range(index, -1, -1) if found[k].opens != "coord"), index)
    if found[opening].opens == "sub" and t.run[found[opening].lo - 1].key == "khi":
        # "… trở lại vào năm 2014 khi được Baghdad đề nghị", "hồi tháng 8, khi hai bên nhất trí": at that time.
        when_lo = found[opening].lo - 1
        right = [x for x in times if x[1] <= when_lo and all(k.text == "," for k in t.run[x[1] : when_lo])]
        if right:
            return When(right[-1][2].start_day, right[-1][2].end_day, f"at that time: {right[-1][2].text}")
    # A purpose shares the time of what serves it, and the other way round.
    if segment.opens == "purpose":
        begin = max((s.lo for s in found[:index] if s.opens == "start"), default=sentence[0])
        if planned:
            begin = max([begin] + [s.hi for s in found[:index] if s.cues and s.lo >= begin])
        main = [x for x in times if begin <= x[0] < segment.lo]
        if main:
            return When(main[-1][2].start_day, main[-1][2].end_day, f"main clause: {main[-1][2].text}")
    if index + 1 < len(found) and found[index + 1].opens == "purpose":
        aim = found[index + 1]
        past = single("when", "answered")
        goal = [x for x in times if aim.lo <= x[0] < aim.hi and not any(k.key in past for k in t.run[aim.lo : x[0]])]
        if goal:
            return When(goal[0][2].start_day, goal[0][2].end_day, f"purpose: {goal[0][2].text}")
    if planned or (_subordinate(t) and not said):
        return None
    if words:  # "sau khi báo đăng tin về các cuộc gọi từ 10/12 tới 8/1, ông cam kết …": words do not last for weeks
        times = [x for x in times if not (x[2].text.lower().startswith("từ") and not within_month(x[2]))]
    earlier = [x for x in times if sentence[0] <= x[0] < trigger_lo and not nested(t.run, found, x[0])]
    earlier = [x for x in earlier if not _of_before(t, x[0])]
    # "cáo buộc X ám sát Y hồi tháng 6, đồng thời thông báo trục xuất …": not the day of what was said, but of saying it
    if segment.speaker is None or segment.opens == "embed":
        teller = found[index - 1] if segment.opens == "embed" and index else segment
        if teller.speaker is None:
            earlier = [x for x in earlier if not _in_words(found[:index], x[0])] or earlier
    if earlier:
        return _opened(t, earlier[-1], f"sentence: {earlier[-1][2].text}")
    # "…", X nói hôm 31/1: the attribution after a quotation dates what is said in it.
    later = [x for x in times if trigger_hi <= x[0] < sentence[1]]
    spoken = any(s.cues and s.hi > later[0][0] for s in found[index + 1 :]) if len(later) == 1 else False
    if later and spoken and words:
        return When(later[0][2].start_day, later[0][2].end_day, f"attribution: {later[0][2].text}")
    return None
