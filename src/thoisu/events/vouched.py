"""Who vouches for an act that stands inside somebody's words: the speaker of the statement around it."""

from bisect import bisect_right

from ..lexicon import lexicon
from ..model import Event, Statement, replace
from ..names.words import single
from ..text import Token
from .parties import Group, state_behind
from .segment import Segment
from .statements import media_words
from .telling import SPOKEN, Telling

_BACK = 8  # statements: what somebody says holds few others


def reporter(t: Telling) -> list[str]:
    """Who reports the segment: the one whose words it tells, unless they are a pledge's content."""
    if t.segment.speaker is None:
        return []
    if t.segment.opens == "coord" and t.run[t.segment.lo - 1].key in single("statements", "but"):
        own = t.segment.subject is not None and t.segment.subject.lo >= t.segment.lo
        if own and t.trigger.frame.speech:
            return []  # "X cáo buộc Y …, song Y kiên quyết phủ nhận": told by the page, and no more by X
    for before in reversed(t.found[: t.at]):
        last = max(before.cues, key=lambda c: c.lo, default=None)
        if last is not None and before.subject is t.segment.speaker:
            if any(k.lo <= last.lo and last.hi <= k.hi and not k.frame.speech for k in before.triggers):
                return []  # "Nga tuyên bố sáp nhập …, động thái bị X lên án": a deed that is done by saying it
            pledged = " ".join(k.key for k in t.run[last.lo : last.hi]) in single("statements", "pledges")
            return [] if pledged else [m.entity for m in t.segment.speaker.members]
    return [m.entity for m in t.segment.speaker.members]


def vouched(events: list[Event], statements: list[Statement]) -> list[Event]:
    """The events, those told in a statement of somebody else's with its speaker where nobody vouches yet.

    "Theo ông X, Nga đã rút quân khỏi Y." is told by him, and so is the first sentence of a quotation whose speaker
    is named only behind its last.
    """
    told = sorted(statements, key=lambda s: (s.p, s.start))
    begins = [(s.p, s.start) for s in told]
    found = []
    for event in events:
        k = bisect_right(begins, (event.p, event.start))
        found.append(_vouched(event, told[max(0, k - _BACK) : k]))
    return found


def owned_up(t: Telling) -> bool:
    """ "Minsk cho biết đã điều máy bay": one's own deed, told of and not done by saying it ("tuyên bố trục xuất")."""
    before = t.before
    if t.segment.opens != "embed" or before is None or not before.cues:
        return False
    words = {k.key for k in t.run[t.segment.lo : t.trigger.hi]}
    over = single("statements", "over")  # words that lie ahead are said by announcing them: "cảnh báo sẽ đáp trả"
    return not words.isdisjoint(over if t.trigger.frame.event in SPOKEN else single("statements", "tenses"))


def _vouched(event: Event, statements: list[Statement]) -> Event:
    around = [s for s in statements if s.p == event.p and s.start <= event.start < s.end and s.speaker]
    if event.said_by or not around:
        return event
    speaker = min(around, key=lambda s: s.end - s.start).speaker
    own = {a.entity for a in event.actor} | {a.power for a in event.actor}
    bodies = {state_behind(a) for a in speaker if a.kind == "org"} if event.event in SPOKEN else set()
    if own & (bodies | {a.entity for a in speaker}):
        return event  # one's own words need nobody to vouch for them
    told: Event = replace(event, said_by=[a.entity for a in speaker])
    return told


def media_named(run: list[Token], sentence: tuple[int, int], groups: list[Group], found: list[Segment]) -> list[str]:
    """Agencies and media that vouch for a sentence ("Theo AP, …", "Kyodo đưa tin …")."""
    lo, hi = sentence
    for group in groups:
        media = [m.entity for m in group.members if m.entity in lexicon().media]
        behind = group.case == "source" and group.hi >= hi - 6  # "…, tin từ báo X"
        if not media or (group.lo - lo > 12 and not behind):
            continue
        ahead = run[max(lo, group.lo - 6) : group.lo]  # "Theo ghi nhận của Hãng tin X, …"
        told = any(media_words().longest(run, k) for k in range(group.hi, min(hi, group.hi + 8)))
        told = told or group.case == "source" or any(k.key == "theo" for k in ahead)
        if told or any(c.lo >= group.hi for s in found for c in s.cues):
            return media
    return []
