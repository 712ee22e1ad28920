"""When an act takes place: the time of its own clause, of its sentence, or the narrated day."""

from ..model import Time
from ..names.words import listed, phrases, single
from ..text import Passage
from ..times.clock import count
from .behind import behind_words, days_in, lasted
from .clock import IN_HEAD, Clock, When, days_before, is_background
from .frame import Frame
from .parties import Roles
from .recall import told_of
from .telling import SPOKEN, Telling
from .timing import MAIN, tells_before, time_for, topic, within_month

_DEEDS = frozenset(("COERCE", "MOBILIZE", "ASSAULT", "SANCTION", "CONCEDE", "COOPERATE", "AID", "RETREAT", "PROTEST"))


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
        day = clock.today or clock.story_day
        own = [
            (lo, hi, time) for lo, hi, time in t.times
            if lo < t.trigger.lo or _is_past(time, day) or (_is_deed(frame) and within_month(time))
        ]  # fmt: skip
        past = [x for x in own if _is_past(x[2], day)]
        if past and not planned and any(x[0] < t.trigger.lo for x in past):
            # "ngày 10/10 dọa áp thuế từ ngày 1/11, đồng thời cảnh báo …": nobody has said anything on a day to come
            own = past
        t = t.with_times(own)
    said = spoken and _modal(t) and _by_saying(t, roles)
    when = _counted(t, clock) or _since(t, clock) or lasted(t, clock) or time_for(t, planned, spoken, said)
    if when is not None:
        return when
    if when := behind_words(t, clock):
        return when
    if planned or topic(t) or t.run[t.segment.lo - 1].key == "mà":
        return None
    meets = t.trigger.frame.kind.name == ("conference" if t.trigger.noun else "attend")
    if ongoing and meets and clock.narrated:
        # "Ngoại trưởng X, đang dự hội nghị ở Y, nói …", "hội nghị đang diễn ra ở Y": on the day of the news
        return None if is_background(t.run, *t.sentence) else When(clock.narrated, clock.narrated, "narrated day")
    if ongoing and not t.trigger.frame.kind.destination:
        return None
    if occasion := _occasion(t, clock):
        return occasion
    if t.passage.role in ("title", "lead") and not t.trigger.noun and t.segment.opens in MAIN and clock.story_day:
        return When(clock.story_day, clock.story_day, f"{IN_HEAD} {t.passage.role}")
    if t.passage.role == "title":
        return None
    if (tells_before(t, t.segment) and not said) or (
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
    over = when is not None and when.end is not None and clock.today is not None and when.end[:10] < clock.today
    return when if when and when.start == when.end == day and not over else None


def _occasion(t: Telling, clock: Clock) -> When | None:
    """ "Tại cuộc giao lưu này, ông tuyên bố …": what is done on an occasion is done on the day told for it before."""
    lo, hi = t.sentence
    at = phrases("when", "on_occasion").longest(t.run, lo)
    start = at[0] if at else lo
    comma = next((k for k in range(start, min(hi, start + 12)) if t.run[k].text == ","), None)
    told = t.segment.opens in ("embed", "call") or t.segment.speaker is not None
    if start == lo or comma is None or t.trigger.lo < comma or told:
        return None
    if not any(" ".join(k.key for k in t.run[start:comma]).endswith(w) for w in listed("when", "the_same")):
        return None
    day = clock.day_of(k.key for k in t.run[start : comma - 1] if k.key not in single("when", "the_same"))
    return When(day, day, "the day of the occasion, told before") if day else None


def _bare(t: Telling, clock: Clock) -> bool:
    """ "Cảnh sát bắt giữ …": a deed in the bare verb right after who does it, in a paragraph that tells of the day."""
    ends = [g.hi for g in t.segment.groups if g.hi <= t.trigger.lo]
    main = t.segment.opens in MAIN and t.segment.speaker is None and not t.trigger.noun
    at = t.trigger.lo
    while at > t.segment.lo and t.run[at - 1].key in single("when", "light"):
        at -= 1  # "Tổng thống phải lệnh triển khai quân đội"
    return main and bool(ends) and max(ends) == at and clock.on_day(t.passage.index)


def _follows(t: Telling, roles: Roles, clock: Clock) -> bool:
    """Whether a main clause stands in a paragraph that has told of the day before, with no other time since."""
    own = t.segment.opens == "embed" and t.segment.speaker is t.segment.subject  # "X cho biết đã triệu đại sứ Y"
    main = ((t.segment.opens in MAIN and t.segment.speaker is None) or own) and not t.trigger.noun
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
    # "đã bắt giữ 45 người kể từ (khi biểu tình nổ ra) tối 6/7": so many until the page was written
    near = t.run[t.trigger.hi : t.trigger.hi + 2] if not t.trigger.noun else t.run[t.trigger.lo - 2 : t.trigger.lo]
    after = next((s for s in t.found[t.at + 1 : t.at + 2] if s.opens == "sub"), None)
    if not any(k.text[0].isdigit() for k in near) or clock.today is None:
        return None
    for lo, _, time in t.times:
        own = t.trigger.hi <= lo < t.segment.hi and [k.key for k in t.run[lo - 2 : lo]] == ["kể", "từ"]
        then = after is not None and after.lo <= lo < after.hi
        then = then and [k.key for k in t.run[t.segment.hi - 3 : t.segment.hi]] == ["kể", "từ", "khi"]
        if (own or then) and time.start_day and time.start_day[:10] <= clock.today:
            return When(time.start_day, clock.today, f"since {time.text}")
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


def _is_deed(frame: Frame) -> bool:
    """Whether an act of words has a day of its own: a signing, an accession."""
    return frame.event == "SUPPORT" and not frame.speech


def _is_past(time: Time, day: str) -> bool:
    if time.start_day is None:
        return time.end_day is not None and time.end_day <= day  # "trong những ngày gần đây"
    return time.start_day <= day and within_month(time)


def _beside_place(t: Telling, roles: Roles) -> When | None:
    """A gapped list ("đến Moskva vào ngày 7/2 và Kiev vào ngày 8/2"): each stop takes the time that follows it."""
    place = roles.place.name if roles.place else ""
    lo, hi = t.sentence
    land = roles.place.country if roles.place else ""
    at = next(
        (
            i
            for i, (m, _) in t.names.items()
            if max(lo, t.trigger.hi) <= i < hi and m.entity == (land if m.kind == "country" else place)
        ),
        None,
    )
    if at is None:
        return None
    time = next((time for i, _, time in t.times if at < i <= at + 6), None)
    return When(time.start_day, time.end_day, f"beside the place: {time.text}") if time else None


_AROUND = {"sau": 1, "trước": -1}


def _counted(t: Telling, clock: Clock) -> When | None:
    """ "hai ngày sau khi X …": the act of the clause lies so many days before that of the main clause."""
    run = t.run
    opening = next((s for s in reversed(t.found[: t.at + 1]) if s.opens != "coord"), t.segment)
    lo = opening.lo
    if t.trigger.noun and run[t.trigger.lo - 1].key in _AROUND:
        lo = t.trigger.lo + 1  # "một ngày sau cuộc hội đàm ở Minsk": as if "khi" stood before the noun
    elif opening.opens != "sub" or run[lo - 1].key != "khi":
        return None
    if lo - 4 < t.sentence[0]:
        return None
    sign = _AROUND.get(run[lo - 2].key, 0)
    hours = run[lo - 3].key in single("when", "hours")  # "vài giờ sau khi …": on the same day
    unit, number = days_in(run[lo - 3].key), count(run[lo - 4].key)
    if not sign or not (hours or (unit and number)):
        return None
    own = (time for at, _, time in t.times if t.trigger.hi <= at < t.segment.hi)
    if any(time.start_day and time.start_day == time.end_day for time in own):
        return None  # "ba tuần sau khi X tiến hành cuộc đảo chính ngày 22/5": the day that is told
    main = [time.start_day for at, _, time in t.times if t.sentence[0] <= at < lo and time.start_day == time.end_day]
    base = (main[-1] if main else None) or clock.narrated
    if base is None:
        return None
    words = " ".join(k.text for k in run[lo - 4 : lo])
    if hours:
        return When(base, base, f"the day of the main clause, {words}")
    far = days_before(base, sign * unit * (number or 0))
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
        people = all(a.kind != "country" for a in roles.actor) or _official(t)
        if not told and roles.actor and (people or _answers(t, clock)):
            return When(day, day, "narrated day")
    if t.run[t.trigger.lo - 1].key == "vừa":
        return When(day, day, "narrated day, just now")
    # A person or ministry whom the day's news is about goes on acting on that day; a state need not.
    parties = {a.entity for a in roles.actor if a.kind != "country" or len(roles.actor) > 1}
    goes_on = _goes_on(t) and clock.latest in (None, day)  # "sau đó" after what was told of long ago is not today
    goes_on = goes_on or clock.went_on(parties) or _bare(t, clock) or _follows(t, roles, clock)
    return When(day, day, "narrated day") if goes_on else None


def _official(t: Telling) -> bool:
    """ "Một quan chức của Nga khẳng định …": somebody without a name, and no state at large."""
    subject = t.segment.subject
    if subject is None or subject.sort != "state":
        return False
    head = range(subject.lo, min(subject.hi, subject.lo + 3))  # behind "một", "các"
    return any(phrases("people", "officials").longest(t.run, k) for k in head)


def _speaks_on(t: Telling) -> bool:
    """ "X gọi đây là …, và kêu gọi …": another act of words of the one who spoke, no part of what was said."""
    first = min((k.lo for k in t.segment.triggers if not k.noun), default=t.segment.lo)
    return t.segment.opens == "coord" and t.trigger.lo == first and t.trigger.frame.speech


def spans(passage: Passage, times: list[Time]) -> list[tuple[int, int, Time]]:
    """The times of a passage as token spans."""
    return [(passage.at(t.start), passage.at(t.end), t) for t in times]
