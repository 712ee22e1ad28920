"""Event frames (lexicon/events/*.toml) compiled: triggers and what they ask of their clause."""

from functools import cache
from typing import Any

from ..lexicon import Lookup, Phrases, kept, lexicon
from ..names.words import before, single
from ..text import Token, form_keys
from .forms import Forms, contains
from .frame import Frame, Kind

_OPEN = '“‘«"(:–'
_CLOSE = '”’»"'


class Trigger:
    """A trigger in a passage (token span) with its frame; `noun` for event nouns."""

    __slots__ = ("frame", "hi", "lo", "noun")

    def __init__(self, lo: int, hi: int, frame: Frame, noun: bool) -> None:
        self.lo, self.hi, self.frame, self.noun = lo, hi, frame, noun


@cache
def kinds() -> dict[str, Kind]:
    """The role patterns by name."""
    found = {}
    for name, k in lexicon().roles.items():
        found[name] = Kind(
            name, tuple(k.get("actor", ())), tuple(k.get("recipient", ())), k.get("join", False), k.get("min", 1),
            tuple(k.get("needs", ())), k.get("ground", False), k.get("destination", False),
            k.get("adjacent", False),
        )  # fmt: skip
    return found


@kept(frozenset[str])
def told_once() -> frozenset[str]:
    """The frames of words that are deeds: one signing or summons, however it is told."""
    return frozenset(row["id"] for row in lexicon().frames if row.get("deed"))


@kept(frozenset[str])
def spoken() -> frozenset[str]:
    """The frames of acts of words: two of them are one only when they say the same."""
    return frozenset(row["id"] for row in lexicon().frames if row.get("speech") or row["event"] in ("AGREE", "REQUEST"))


@kept(frozenset[str])
def going() -> frozenset[str]:
    """The frames of visits and arrivals: a meeting that the guest comes for is another act."""
    return frozenset(row["id"] for row in lexicon().frames if kinds()[row["kind"]].destination)


def _keys(words: list[str]) -> Forms:
    return Forms(form_keys(w) for w in words)


@kept(Lookup[Frame])
def _frames() -> Lookup[Frame]:
    return Lookup({row["id"]: _frame(row) for row in lexicon().frames})


@cache
def _frame_of(name: str) -> Frame:
    return _frames()[name]


def _frame(row: dict[str, Any]) -> Frame:
    return Frame(
        row["id"], row["event"], row.get("mode"), kinds()[row["kind"]], tuple(row.get("context", ())),
        row.get("status"), row.get("speech", False),
        Phrases((w, w) for w in row["before"]) if "before" in row else None,
        Phrases((w, w) for w in row.get("not_before", ())),
        _keys(row.get("not_after", [])), _keys(row.get("requires", [])), _keys(row.get("excludes", [])),
        _keys(row.get("also", [])), _keys(row.get("happens", [])),
        _keys(row.get("not_near_before", [])),
        _keys(row.get("subject_words", [])),
        tuple((m["mode"], _keys(m["words"])) for m in row.get("modes", ())),
        row.get("recipient_for_single", False),
        row.get("deed", False),
        row.get("jointly"),
    )  # fmt: skip


def jointly(trigger: Trigger) -> Trigger:
    """The trigger with the frame of what two powers or more do together: an exercise becomes a joint one."""
    name = trigger.frame.jointly
    return Trigger(trigger.lo, trigger.hi, _frame_of(name), trigger.noun) if name else trigger


_CONDITIONS = frozenset(("requires", "before", "happens", "subject_words"))


@kept(Phrases[tuple[str, bool]])
def _triggers() -> Phrases[tuple[str, bool]]:
    """Triggers with the frame of each and whether it is a noun; a page needs few frames, so only their ids."""
    pairs: list[tuple[str, tuple[str, bool]]] = []
    # Where frames share a trigger, the one that asks more of its clause is tried first.
    for row in sorted(lexicon().frames, key=lambda row: -len(row.keys() & _CONDITIONS)):
        pairs += [(w, (row["id"], False)) for w in row.get("verbs", ())]
        pairs += [(w, (row["id"], True)) for w in row.get("nouns", ())]
    return Phrases(pairs)


def find_triggers(run: list[Token], lo: int, hi: int) -> list[Trigger]:
    """The triggers of a sentence (tokens lo to hi), longest first at each place, without overlaps.

    >>> from thoisu.text import tokens
    >>> run = tokens("Ông đã đến Berlin để hội đàm với Thủ tướng Đức.")
    >>> [(t.frame.id, t.noun) for t in find_triggers(run, 0, len(run))]
    [('consult.arrive', False), ('consult.talks', False)]
    """
    found: list[Trigger] = []
    triggers = _triggers()
    i = lo
    while i < hi:
        if run[i].key not in triggers.openers:
            i += 1
            continue
        best: Trigger | None = None
        barred = i + 1
        for end, payloads in triggers.all(run, i):
            if end > hi:
                continue
            for name, noun in payloads:
                frame = _frame_of(name)
                why = unfit(frame, run, i, end, lo, hi)
                if why is None:
                    best = Trigger(i, end, frame, noun or nominal(run, i, lo))
                    break
                if why == "not_after" and not noun and end == i + 2:
                    barred = end  # "từ chối cung cấp": what bars a word bars its second syllable, too
            if best:
                break
        if best:
            found.append(best)
            i = best.hi
        else:
            i = barred
    return found


def nominal(run: list[Token], i: int, lo: int) -> bool:
    """Whether a verb is made a noun by the word before it: "hành động ném bom của …"; not in "đang nỗ lực kêu gọi"."""
    start = before(run, i, "nominal", "words", lo)
    if start is None:
        return False
    return not (start > lo and run[start - 1].key in ("đang", "đã", "sẽ", "tục"))


def unfit(frame: Frame, run: list[Token], i: int, end: int, lo: int, hi: int) -> str | None:
    """The field of the frame (docs/lexicon.md) whose condition a trigger does not meet here; None where it fits."""
    counted = end + 1 if end + 1 < hi and run[end].text[0].isdigit() else end  # "trao đổi 5 tù nhân"
    if end < hi and run[counted].key in frame.not_before.openers and frame.not_before.longest(run, counted):
        return "not_before"
    if i > lo and run[i].is_capital and run[i - 1].is_word and run[i - 1].is_capital:
        return "name"  # inside a name: "Nguyễn Thị Quyết Tâm"
    thing = None
    if frame.before is not None and not frame.before.longest(run, end):
        thing = _thing(run, i, lo)
        if thing is None or frame.before.first(run, *thing) is None:
            return "before"
    # "Nhật Bản" is no "bản"; a capital that opens a sentence or a quotation makes no name.
    endings = frame.not_after.by_last.get(run[i - 1].key, ()) if i > lo else ()
    inside_name = endings and i - 1 > lo and run[i - 1].is_capital and run[i - 2].text not in _OPEN
    for words in endings if not inside_name else ():
        start = i - len(words)
        if start >= lo and all(run[start + k].key == w for k, w in enumerate(words)) and not _day_before(run, i, lo):
            theirs = end + 1 < hi and run[end].key == "của" and run[end + 1].is_capital
            if theirs and before(run, i, "answers", "back", lo) is not None:
                continue  # "nhằm trả đũa vụ không kích của X hôm 1/4": whose it was is told with it
            beside = before(run, i, "clauses", "besides", lo) is not None
            if words[-1] == "việc" and (beside or before(run, i, "clauses", "by_doing", lo) is not None):
                continue  # "Ngoài việc áp đặt trừng phạt, EU còn …": done as well
            return "not_after"
    # What is said may be long, and may stand before its speaker: '"…", ông X nói'.
    reach = min(hi, end + (28 if frame.speech else 16))
    begin = i
    if frame.speech and (frame.requires.phrases or frame.excludes.phrases):
        conditional = any(t.key == "nếu" for t in run[lo:i])  # "Nếu …, Nga sẽ đáp trả"
        begin = lo if conditional or any(t.text in _CLOSE for t in run[max(lo, i - 16) : i]) else i
    if frame.requires.phrases and not contains(run, begin, reach, frame.requires):
        thing = thing or _thing(run, i, lo)
        if frame.speech or thing is None or not contains(run, *thing, frame.requires):
            return "requires"
    if frame.excludes.phrases and contains(run, begin, reach, frame.excludes):
        return "excludes"
    if frame.not_near_before.phrases and contains(run, max(lo, i - 8), i, frame.not_near_before):
        return "not_near_before"
    if frame.also.phrases and not contains(run, end, min(hi, end + 16), frame.also):
        return "also"
    if frame.happens.phrases and not contains(run, max(lo, i - 6), min(hi, end + 24), frame.happens):
        return "happens"
    if frame.subject_words.phrases and not contains(run, max(lo, i - 16), i, frame.subject_words):
        return "subject_words"
    return None


_PASSIVE = frozenset(("được", "bị", "mà", "do"))
_THING = 12  # words


def _thing(run: list[Token], i: int, lo: int) -> tuple[int, int] | None:
    """Where the object stands that a verb with its doer follows: "hiệp ước được Nga ký", "lệnh cấm mà EU áp đặt"."""
    k = i - 1
    doer = False
    while k > lo and run[k].key not in _PASSIVE:
        if i - k > 12 or not (run[k].is_word or run[k].text in "()"):
            return None
        doer = doer or run[k].is_capital or run[k].key == "này" or run[k - 1].key == "hai"  # "mà hai nước ký"
        k -= 1
    if not doer or k <= lo:
        return None
    first = k
    while first > lo and k - first < _THING and (run[first - 1].is_word or run[first - 1].text[0].isdigit()):
        first -= 1
    return first, k


def _day_before(run: list[Token], i: int, lo: int) -> bool:
    """ "Ông X một ngày trước cáo buộc …": a word that ends a time says nothing of the verb after it."""
    return run[i - 1].key == "trước" and i - 2 > lo and run[i - 2].key in single("when", "units")


_AGAINST = ("not_before", "not_after", "excludes", "not_near_before")


def unfit_triggers(run: list[Token], lo: int, hi: int) -> list[tuple[Trigger, str]]:
    """What would be a trigger of a sentence but for its frame's conditions, with the field that says no.

    One for each place, the longest; where frames share it, the first that words speak against, else the first.

    >>> from thoisu.text import tokens
    >>> run = tokens("Mỹ gặp khó khăn trong việc tuyển quân.")
    >>> [(t.frame.id, field) for t, field in unfit_triggers(run, 0, len(run))]
    [('consult.meet', 'not_before')]
    """
    found: list[tuple[Trigger, str]] = []
    taken = {k for t in find_triggers(run, lo, hi) for k in range(t.lo, t.hi)}
    for i in range(lo, hi):
        whole = next(((end, pairs) for end, pairs in _triggers().all(run, i) if end <= hi), None)
        if whole is None or taken & set(range(i, whole[0])):
            continue
        end, pairs = whole
        here = [Trigger(i, end, _frame_of(name), noun) for name, noun in pairs]
        fields = [(trigger, unfit(trigger.frame, run, i, end, lo, hi)) for trigger in here]
        against = [(trigger, field) for trigger, field in fields if field is not None]
        if against:
            found.append(next((a for a in against if a[1] in _AGAINST), against[0]))
            taken |= set(range(i, end))
    return found


def mode_of(frame: Frame, run: list[Token], lo: int, hi: int) -> str | None:
    """The mode that the words of the complement (tokens lo to hi) give, else the frame's own."""
    for mode, phrases in frame.modes:
        if contains(run, lo, hi, phrases):
            return mode
    return frame.mode
