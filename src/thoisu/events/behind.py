"""Days that stand behind what an act is about: of the words of a call, how long and until when an act lasts."""

from ..names.words import either, listed, phrases, single
from ..times.clock import count
from .clock import Clock, When, days_before
from .telling import Telling

# Words about what is to come.
_AHEAD = frozenset(("REQUEST", "THREATEN", "AGREE"))


def behind_words(t: Telling, clock: Clock) -> When | None:
    """ "X yêu cầu Y ngừng bán vũ khí hôm 3/4": what is asked for lies ahead, so a past day is that of the asking."""
    after = t.found[t.at + 1] if t.at + 1 < len(t.found) else None
    if t.trigger.frame.event not in _AHEAD or t.trigger.noun:
        return None
    if after is None or after.opens not in ("call", "embed") or after.hi < t.sentence[1]:
        return None
    inside = either(("when", "inside"), ("when", "inside_object"), ("when", "answered"))
    for lo, _, time in t.times:
        day = time.start_day
        if after.lo <= lo < after.hi and day and day == time.end_day and len(day) == 10 and day <= (clock.today or ""):
            told = not any(run.key in inside for run in t.run[after.lo : lo]) and t.run[lo - 1].key != "hồi"
            return When(day, day, f"behind the words: {time.text}") if told else None
    return None


def lasting(t: Telling, when: When | None) -> When | None:
    """ "… bắt đầu tập trận hôm 21/8, dự kiến kéo dài đến ngày 31/8": the day behind the act until which it lasts.

    Or how long it does: "bắt đầu chuyến thăm Nhật Bản kéo dài ba ngày".
    """
    if when is None or when.start is None or when.end not in (when.start, None):
        return when
    if (days := _so_long(t)) and len(when.start) == 10:
        if _until_then(t):
            first, last = days_before(when.start, days), days_before(when.start, 1)
            return When(first, last, f"{when.basis}; {days} days before it")
        return When(when.start, days_before(when.start, 1 - days), f"{when.basis}; until: {days} days")
    if when.end is None or t.at + 1 >= len(t.found):
        return when
    rest = t.found[t.at + 1]
    at = phrases("when", "lasts").first(t.run, rest.lo, min(rest.hi, rest.lo + 4))
    if at is None or rest.opens not in ("comma", "coord") or rest.triggers:
        return when
    until = tuple(listed("when", "until"))
    near = [(lo, time) for lo, _, time in t.times if at < lo <= at + 4]
    ends = [time for lo, time in near if t.run[lo - 1].key in ("đến", "tới") or time.text.startswith(until)]
    if not ends or (ends[0].end_day or "") < when.start:
        return when
    return When(when.start, ends[0].end_day, f"{when.basis}; until: {ends[0].text}")


def _until_then(t: Telling) -> bool:
    """ "Trước khi dự thảo ra bỏ phiếu, Mỹ đã đàm phán trong 5 tuần": the days before what the sentence opens with."""
    opens = " ".join(k.key for k in t.run[t.sentence[0] : t.sentence[0] + 2])
    return opens in listed("when", "earlier") and any(s.opens == "sub" for s in t.found[: t.at])


def _so_long(t: Telling) -> int:
    """The days of "kéo dài ba ngày", "trong 5 ngày", "3 ngày từ …" behind an act that goes on for days, else 0."""
    frame, run = t.trigger.frame, t.run
    if frame.event not in ("CONSULT", "COOPERATE", "MOBILIZE") or frame.mode == "phone":
        return 0
    hi = min(t.segment.hi, t.trigger.hi + 16)
    for k in range(t.trigger.hi, hi - 1):
        number, unit = count(run[k].key), days_in(run[k + 1].key)
        if not number or not unit or run[k + 1].key in ("hôm", "đêm"):
            continue
        before, after = run[k - 1].key, run[k + 2].key if k + 2 < len(run) else ""
        past = after in single("when", "counted_from")  # "trong 5 ngày qua", "ba ngày sau khi"
        long = phrases("when", "lasts").longest(run, k - 2) or before == "trong" or after in ("từ", "kể", "bắt")
        return number * unit if long and not past and not run[k - 1].text.isdigit() else 0
    return 0


def days_in(unit: str) -> int:
    """The days of a unit of time, 0 for a word that is none."""
    return 1 if unit in single("when", "days") else 7 * (unit in single("when", "weeks"))


def lasted(t: Telling, clock: Clock) -> When | None:
    """ "Ngày 10/3, X và Y đã ký … sau 4 ngày đàm phán": so long until the day of the main clause."""
    run, k = t.run, t.trigger.lo - 1
    if k - 2 < t.sentence[0] or run[k].key not in single("when", "units"):
        return None
    sau = k - 3 if run[k - 2].key in ("hơn", "gần") else k - 2
    if run[sau].key != "sau":
        return None
    main = [time.start_day for at, _, time in t.times if at < sau and time.start_day == time.end_day]
    end = (main[-1] if main else None) or clock.narrated
    number, far = count(run[k - 1].key), days_in(run[k].key)
    if end is None or not (number or run[k - 1].key in single("when", "many")):
        return None
    start = days_before(end, number * far) if number and far and sau == k - 2 else None
    return When(start, end[:10], "so long until the day of the main clause")
