"""What a later sentence tells of an act: on which day it takes place, and until when it lasts."""

from ..model import Event, Time, replace
from ..names.words import either, listed, phrases
from ..text import Passage, words
from .clock import Clock

_LATELY = 40  # acts: two paragraphs tell fewer


def dated_later(
    events: list[Event], passage: Passage, sentence: tuple[int, int], times: list[tuple[int, int, Time]], clock: Clock
) -> None:
    """Gives the acts told so far what the sentence says of their days."""
    last = events[-1] if events else None
    if times and (told := _lasting_on(passage, sentence, times)):
        _until(events, *told, passage.index, clock)
    if last is None or last.start_day or last.p < passage.index - 1:
        return
    # "Cuộc gặp diễn ra vào ngày 30/1": a meeting that was told without its day, named by its noun
    named = last.status == "happened" and last.event == "CONSULT" and _names(passage, sentence, last)
    if last.status != "planned" and not named:
        return
    time = taking_place(passage, sentence, times)
    if time is not None and time.start_day and clock.is_ahead(time.start_day) != named:
        basis = f"told after it: {time.text}"
        events[-1] = replace(last, start_day=time.start_day, end_day=time.end_day, date_basis=basis)


def _names(passage: Passage, sentence: tuple[int, int], event: Event) -> bool:
    """Whether a sentence begins with the noun that an act was told by."""
    run, lo = passage.tokens, sentence[0]
    lo = next((k for k in range(lo, min(lo + 2, sentence[1])) if run[k].is_word), lo)
    noun = words(event.trigger)
    return tuple(k.key for k in run[lo : lo + len(noun)]) == noun


def _until(events: list[Event], named: set[str], end: str, p: int, clock: Clock) -> None:
    """Lets the act that is named last until a day: under way, where that lies ahead."""
    for k in range(len(events) - 1, max(-1, len(events) - _LATELY), -1):
        event = events[k]
        if event.p < p - 1:
            return
        single_day = event.start_day and event.start_day == event.end_day and event.start_day < end
        it = len(named & set(words(event.trigger))) >= min(2, len(named))
        if single_day and it and event.status in ("happened", "ongoing", "planned"):
            ahead = event.status == "happened" and clock.is_ahead(end)
            status, basis = "ongoing" if ahead else event.status, f"{event.date_basis}; until: {end}"
            events[k] = replace(event, end_day=end, status=status, date_basis=basis)
            return


def taking_place(passage: Passage, sentence: tuple[int, int], times: list[tuple[int, int, Time]]) -> Time | None:
    """The time of "Hoạt động diễn tập dự kiến diễn ra từ ngày 11 đến 17/5": when what was told before takes place."""
    lo, hi = sentence
    for i in range(lo, min(hi, lo + 12)):
        hit = phrases("when", "takes_place").longest(passage.tokens, i)
        if hit and hit[0] < hi and passage.tokens[hit[0]].key in ("chuyến", "cuộc"):
            return None  # "X sẽ bắt đầu chuyến công du vào ngày 13/5": another act of its own
        if hit:
            return next((time for at, _, time in times if i < at <= i + 8), None)
    return None


def _lasting_on(
    passage: Passage, sentence: tuple[int, int], times: list[tuple[int, int, Time]]
) -> tuple[set[str], str] | None:
    """The words and the last day of "Cuộc tập trận sẽ kéo dài đến ngày 7/8": until when what was told before lasts."""
    lo, hi = sentence
    run, until = passage.tokens, tuple(listed("when", "until"))
    for k in range(lo + 1, min(hi, lo + 10)):
        hit = phrases("when", "lasts").longest(run, k)
        if hit is None:
            continue
        ends = (
            time.end_day
            for at, _, time in times
            if k < at <= k + 8 and (f"{run[at - 1].key} ".startswith(until) or time.text.lower().startswith(until))
        )
        end = next(ends, None)
        light = either(("clauses", "skip"), ("when", "the_same"), ("when", "of_acts"))
        words = {w.key for w in run[lo:k] if w.is_word and w.key not in light}
        return (words, end[:10]) if end and words else None
    return None
