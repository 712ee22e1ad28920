"""When an act takes place: the time of its own clause, of its sentence, or the narrated day."""

from ..model import Time
from ..names.words import listed, phrases, single
from ..text import Passage
from ..times.clock import count
from .afterwards import taking_place
from .behind import behind_words, days_in, lasted
from .clauses import Segment
from .clock import IN_HEAD, Clock, When, days_before, is_background, nested
from .event_nouns import counts
from .frame import Frame
from .parties import Roles
from .recall import told_of
from .telling import SPOKEN, Telling

_DEEDS = frozenset(("COERCE", "MOBILIZE", "ASSAULT", "SANCTION", "CONCEDE", "COOPERATE", "AID", "RETREAT", "PROTEST"))


# What opens a main clause.
_MAIN = frozenset(("start", "comma", "coord"))


def date_of(t: Telling, roles: Roles, planned: bool, stops: int, clock: Clock, ongoing: bool = False) -> When | None:
    """The interval of an act, None where the text gives no way to know.

    `planned` when it lies ahead, is asked for or denied; `stops` is the number of acts that the trigger tells.
    """
    if stops > 1 and (when := _beside_place(t, roles)):
        return when
    spoken = t.trigger.frame.event in SPOKEN
    frame = t.trigger.frame
    if spoken and clock.story_day:
        # What is promised or asked for may have a day of its own ahead: it is not the day of the words.
        day = clock.story_day
        own = [
            (lo, hi, time) for lo, hi, time in t.times
            if lo < t.trigger.lo or _is_past(time, day) or (_is_deed(frame) and _within_month(time))
        ]  # fmt: skip
        t = t._replace(times=own)
    said = spoken and _modal(t) and _by_saying(t, roles)
    when = _counted(t, clock) or _since(t, clock) or lasted(t, clock) or time_for(t, planned, spoken, said)
    if when is not None:
        return when
    if when := behind_words(t, clock):
        return when
    if planned or topic(t) or t.run[t.segment.lo - 1].key == "mà":
        return None
    if ongoing and t.trigger.frame.kind.name == "attend" and not t.trigger.noun and clock.narrated:
        # "Ngoại trưởng X, đang dự hội nghị ở Y, nói …": it goes on on the day of the news
        return None if is_background(t.run, *t.sentence) else When(clock.narrated, clock.narrated, "narrated day")
    if ongoing and not t.trigger.frame.kind.destination:
        return None
    if occasion := _occasion(t, clock):
        return occasion
    if t.passage.role in ("title", "lead") and not t.trigger.noun and t.segment.opens in _MAIN and clock.story_day:
        return When(clock.story_day, clock.story_day, f"{IN_HEAD} {t.passage.role}")
    if t.passage.role == "title":
        return None
    if (_tells_before(t, t.segment) and not said) or (
        t.trigger.frame.event in _DEEDS and not _goes_on(t) and not _bare(t, clock) and not _follows(t, roles, clock)
    ):
        return None
    return _narrated(t, roles, clock)


def going_on(t: Telling, when: When | None, clock: Clock) -> When | None:
    """The day of a visit during which the news happens ("trong chuyến thăm X, ông nói …"): it is under way then."""
    front = t.run[t.trigger.lo - 1].key if t.trigger.lo > t.sentence[0] else ""
    if not (t.trigger.noun and t.trigger.frame.kind.destination and front in single("when", "during")):
        return None
    day = clock.narrated
    if is_background(t.run, *t.sentence):
        return None
    if when is None and day:
        return When(day, day, "narrated day, as what happens during it")
    return when if when and when.start == when.end == day else None


def _occasion(t: Telling, clock: Clock) -> When | None:
    """ "Tại cuộc giao lưu này, ông tuyên bố …": what is done on an occasion is done on the day told for it before."""
    lo, hi = t.sentence
    at = phrases("when", "on_occasion").longest(t.run, lo)
    start = at[0] if at else lo
    comma = next((k for k in range(start, min(hi, start + 12)) if t.run[k].text == ","), None)
    if start == lo or comma is None or t.trigger.lo < comma or t.segment.opens in ("embed", "call"):
        return None
    if not any(" ".join(k.key for k in t.run[start:comma]).endswith(w) for w in listed("when", "the_same")):
        return None
    day = clock.day_of(k.key for k in t.run[start : comma - 1] if k.key not in single("when", "the_same"))
    return When(day, day, "the day of the occasion, told before") if day else None


def _bare(t: Telling, clock: Clock) -> bool:
    """ "Cảnh sát bắt giữ …": a deed in the bare verb right after who does it, in a paragraph that tells of the day."""
    ends = [g.hi for g in t.segment.groups if g.hi <= t.trigger.lo]
    main = t.segment.opens in _MAIN and t.segment.speaker is None and not t.trigger.noun
    at = t.trigger.lo
    while at > t.segment.lo and t.run[at - 1].key in single("when", "light"):
        at -= 1  # "Tổng thống phải lệnh triển khai quân đội"
    return main and bool(ends) and max(ends) == at and clock.on_day(t.passage.index)


def _follows(t: Telling, roles: Roles, clock: Clock) -> bool:
    """Whether a main clause stands in a paragraph that has told of the day before, with no other time since."""
    own = t.segment.opens == "embed" and t.segment.speaker is t.segment.subject  # "X cho biết đã triệu đại sứ Y"
    main = ((t.segment.opens in _MAIN and t.segment.speaker is None) or own) and not t.trigger.noun
    if not main or clock.latest not in (None, clock.narrated):
        return False
    if clock.on_day(t.passage.index):
        return True
    # People and bodies go on from the paragraph before: a state is more often told of at large.
    people = bool(roles.actor) and all(a.kind in ("person", "org") for a in roles.actor)
    return people and clock.on_day(t.passage.index - 1)


def _since(t: Telling, clock: Clock) -> When | None:
    """ "Kể từ khi … hôm 20/1, đã có hơn 20 vụ": from that day until the page was written."""
    for segment in t.found[: t.at]:
        opened = [k.key for k in t.run[max(t.sentence[0], segment.lo - 2) : segment.lo]]
        if segment.opens == "sub" and opened == ["từ", "khi"] and clock.today:
            since = [time for lo, _, time in t.times if segment.lo <= lo < segment.hi and time.start_day]
            if since and (since[0].start_day or "")[:10] <= clock.today:
                return When(since[0].start_day, clock.today, f"since {since[0].text}")
    return None


def _by_saying(t: Telling, roles: Roles) -> bool:
    """Whether the act is done by saying it: "Tổng thống Putin cảnh báo, Moskva sẽ không từ bỏ …"."""
    speaker, subject = t.segment.speaker, t.segment.subject
    if "speaker" in t.trigger.frame.kind.actor:
        return True
    own = subject is not None and subject.lo >= t.segment.lo
    if not own and not _modal(t):
        return False
    return speaker is not None and {a.power for a in roles.actor} == {m.power for m in speaker.members} != set()


def _modal(t: Telling) -> bool:
    """Whether the clause is no deed or act of its own but what somebody says: "Nga phải …", "chưa phải lúc …"."""
    return "speaker" in t.trigger.frame.kind.actor or t.run[t.trigger.lo].key in single("when", "modal")


def _answers(t: Telling, clock: Clock) -> bool:
    """ "Moskva phủ quyết nghị quyết này": words about what was told just before."""
    near = range(t.trigger.hi, min(t.segment.hi, t.trigger.hi + 6))
    if any(t.run[k].key in ("này", "trên") for k in near):
        return True
    news = (clock.narrated or "") >= (clock.story_day or "")  # no answer to what was before the news
    return news and told_of(t) is not None


def _whole_year(time: Time) -> bool:
    first, last = time.start_day or "", time.end_day or ""
    return first[5:] == "01-01" and last[5:] == "12-31" and first[:4] == last[:4]


def _is_deed(frame: Frame) -> bool:
    """Whether an act of words has a day of its own: a signing, an accession."""
    return frame.event == "SUPPORT" and not frame.speech


def _within_month(time: Time) -> bool:
    return (time.start_day or "")[:7] == (time.end_day or "")[:7]


def _is_past(time: Time, day: str) -> bool:
    if time.start_day is None:
        return time.end_day is not None and time.end_day <= day  # "trong những ngày gần đây"
    return time.start_day <= day and _within_month(time)


def _beside_place(t: Telling, roles: Roles) -> When | None:
    """A gapped list ("đến Moskva vào ngày 7/2 và Kiev vào ngày 8/2"): each stop takes the time that follows it."""
    place = roles.place.name if roles.place else ""
    lo, hi = t.sentence
    at = next((i for i, (m, _) in t.names.items() if max(lo, t.trigger.hi) <= i < hi and place == m.entity), None)
    if at is None:
        return None
    time = next((time for i, _, time in t.times if at < i <= at + 6), None)
    return When(time.start_day, time.end_day, f"beside the place: {time.text}") if time else None


def _counted(t: Telling, clock: Clock) -> When | None:
    """ "hai ngày sau khi X …": the act of the clause lies so many days before that of the main clause."""
    opening = next((s for s in reversed(t.found[: t.at + 1]) if s.opens != "coord"), t.segment)
    lo, run = opening.lo, t.run
    if opening.opens != "sub" or lo - 4 < t.sentence[0] or run[lo - 1].key != "khi":
        return None
    sign = {"sau": 1, "trước": -1}.get(run[lo - 2].key, 0)
    unit, number = days_in(run[lo - 3].key), count(run[lo - 4].key)
    if not sign or not unit or not number:
        return None
    main = [time.start_day for at, _, time in t.times if t.sentence[0] <= at < lo and time.start_day == time.end_day]
    base = (main[-1] if main else None) or clock.narrated
    if base is None:
        return None
    far, words = days_before(base, sign * unit * number), " ".join(k.text for k in run[lo - 4 : lo])
    if [k.key for k in run[max(0, lo - 6) : lo - 4]] == ["chưa", "đầy"]:
        ends = sorted((days_before(far, -sign), days_before(base, sign)))
        return When(ends[0], ends[1], f"counted from the main clause, chưa đầy {words}")
    return When(far, far, f"counted from the main clause, {words}")


def _goes_on(t: Telling) -> bool:
    return phrases("continuing", "words").first(t.run, *t.sentence) is not None


def _narrated(t: Telling, roles: Roles, clock: Clock) -> When | None:
    """An undated act takes the narrated day when it goes on from it."""
    day = clock.narrated
    if day is None or clock.behind or is_background(t.run, *t.sentence):
        return None
    # "đã mời …" of a speaker new to the page may lie anywhere before the news; the bare present is the news.
    past = "đã" in (t.run[t.trigger.lo - 1].key, t.run[t.trigger.lo].key)
    if t.trigger.frame.event in SPOKEN and not past:
        first_person = phrases("people", "first_person").first(t.run, t.segment.lo, t.trigger.lo)
        own_words = first_person is not None or _by_saying(t, roles)
        if own_words:
            return When(day, day, "narrated day, in the speaker's own words")
        told = not _speaks_on(t) and any(s.opens == "embed" for s in t.found[: t.at + 1])
        if not told and roles.actor and (all(a.kind != "country" for a in roles.actor) or _answers(t, clock)):
            return When(day, day, "narrated day")
    if t.run[t.trigger.lo - 1].key == "vừa":
        return When(day, day, "narrated day, just now")
    # A person or ministry whom the day's news is about goes on acting on that day; a state need not.
    parties = {a.entity for a in roles.actor if a.kind != "country" or len(roles.actor) > 1}
    goes_on = _goes_on(t) and clock.latest in (None, day)  # "sau đó" after what was told of long ago is not today
    goes_on = goes_on or clock.went_on(parties) or _bare(t, clock) or _follows(t, roles, clock)
    return When(day, day, "narrated day") if goes_on else None


def _speaks_on(t: Telling) -> bool:
    """ "X gọi đây là …, và kêu gọi …": another act of words of the one who spoke, no part of what was said."""
    first = min((k.lo for k in t.segment.triggers if not k.noun), default=t.segment.lo)
    return t.segment.opens == "coord" and t.trigger.lo == first and t.trigger.frame.speech


def spans(passage: Passage, times: list[Time]) -> list[tuple[int, int, Time]]:
    """The times of a passage as token spans."""
    return [(passage.at(t.start), passage.at(t.end), t) for t in times]


def topic(t: Telling) -> bool:
    """ "từ chối công bố nội dung các cuộc trao đổi": a noun that the clause is about has not the clause's day."""
    if t.trigger.frame.event in SPOKEN and phrases("cases", "about").longest(t.run, t.trigger.lo):
        return True  # "thông qua nghị quyết liên quan tới cáo buộc …"
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


def _tells_before(t: Telling, segment: Segment) -> bool:
    """Whether a subordinate clause has a time of its own; "theo đó" goes on with what was just told."""
    opening = " ".join(k.key for k in t.run[max(t.sentence[0], segment.lo - 2) : segment.lo])
    return segment.opens == "sub" and opening not in listed("when", "goes_on")


def _subordinate(t: Telling) -> bool:
    """Whether its clause, or the one that it is coordinated with, tells what was before, during or why."""
    k = t.at
    while k and t.found[k].opens == "coord" and t.found[k].subject is t.found[k - 1].subject:
        k -= 1
    return _tells_before(t, t.found[k])


def _compares(t: Telling, at: int) -> bool:
    """ "chuyến thăm Đức lần thứ ba kể từ năm 2013": since when acts like this one are counted."""
    keys = [k.key for k in t.run[t.trigger.lo : at]]
    return keys[-2:] == ["kể", "từ"] and any(k in ("thứ", "đầu") for k in keys)


def _bare_name(t: Telling, segment: Segment) -> bool:
    """Whether a segment is nothing but the name of a place or a state."""
    at = t.names.get(segment.lo)
    if at is None or at[0].kind not in ("place", "country"):
        return False
    return not any(k.is_word or k.text[0].isdigit() for k in t.run[at[1] : segment.hi])


def _in(times: list[tuple[int, int, Time]], at: int) -> bool:
    return any(lo <= at < hi for lo, hi, _ in times)


def _within(time: Time, other: Time) -> bool:
    """Whether a time is a day of another, longer one."""
    day = time.start_day
    return bool(
        day and day == time.end_day and other.start_day and other.end_day
        and other.start_day <= day <= other.end_day and other.start_day < other.end_day
    )  # fmt: skip


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
    if segment.opens in _MAIN and any(sentence[0] <= x[0] < trigger_lo for x in times):
        # "Hôm nay, … biểu tình phản đối kết quả bầu cử hồi tháng 7": when what they speak of was.
        own = [x for x in own if x[0] < trigger_hi + 2 or t.run[x[0] - 1].key != "hồi"]
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
                    return _opened(t, inside[-1], f"beside the clause: {inside[-1][2].text}")
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
        times = [x for x in times if not (x[2].text.lower().startswith("từ") and not _within_month(x[2]))]
    earlier = [x for x in times if sentence[0] <= x[0] < trigger_lo and not nested(t.run, found, x[0])]
    if earlier:
        return _opened(t, earlier[-1], f"sentence: {earlier[-1][2].text}")
    # "…", X nói hôm 31/1: the attribution after a quotation dates what is said in it.
    later = [x for x in times if trigger_hi <= x[0] < sentence[1]]
    spoken = any(s.cues and s.hi > later[0][0] for s in found[index + 1 :]) if len(later) == 1 else False
    if later and spoken and words:
        return When(later[0][2].start_day, later[0][2].end_day, f"attribution: {later[0][2].text}")
    return None
