"""Who says what follows a reporting verb, and what looks like a reporting verb and says nothing."""

from functools import cache
from typing import NamedTuple

from ..lexicon import Phrases, lexicon
from ..model import Actor, Statement
from ..names.words import before, listed, phrases, single
from ..text import Passage, Token
from .parties import Group, powers_of
from .segment import Cue, Segment, nominative

OPEN, CLOSE = '“‘«"', '”’»"'


class Said(NamedTuple):
    """A statement in the making: its tokens, who says it and with which cue; `cue` is None for a quotation alone."""

    start: int
    end: int
    speaker: tuple[Actor, ...]
    cue: Cue | None
    text: str | None
    direct: bool | None = None


@cache
def stances() -> Phrases[str]:
    """Verbs of acts that are statements too where they say something: "chỉ trích … là …"."""
    return Phrases((c, row["needs"]) for row in lexicon().speech["stance"] for c in row["cues"])


class Voices:
    """A sentence with its parties and the statements found in it so far."""

    def __init__(
        self, passage: Passage, sentence: tuple[int, int], found: list[Segment], groups: list[Group],
        told: list[Statement],
    ) -> None:  # fmt: skip
        self.run, self.paragraph, self.told = passage.tokens, passage.index, told
        self.lo, self.hi = sentence
        self.found, self.groups = found, groups
        self.quotes = quotations(self.run, self.lo, self.hi)
        self.said: list[Said] = []

    def _quoted_at(self, at: int) -> tuple[int, int] | None:
        return next(((a, b) for a, b in self.quotes if a < at < b), None)

    def _stances(self, segment: Segment) -> list[Cue]:
        """Verbs that make a statement only with something said after them, and cut no sentence."""
        run, found, i, verbs = self.run, [], segment.lo, stances()
        while i < segment.hi:
            hit = verbs.longest(run, i) if run[i].key in verbs.openers else None
            if hit and not any(c.lo < hit[0] and i < c.hi for c in segment.cues):
                later = (c.lo for s in self.found for c in s.cues if c.lo >= hit[0])
                stop = min(self.hi, hit[0] + 40, *later)
                needs = hit[1][0]
                said = [t.key for t in run[hit[0] : stop]]
                if (
                    needs == "words"
                    or (needs == "verdict" and any(t.text in OPEN for t in run[hit[0] : stop]))
                    or (needs == "verdict" and {"là", "như"} & set(said[:24]))
                    or (needs == "that" and said[:1] == ["rằng"])
                    or (needs == "claim" and said and said[0] in single("statements", "claims"))
                    or (needs == "clause" and any(g.lo == hit[0] and g.case == "" for g in self.groups))
                    or (
                        needs == "verb"
                        and (run[i - 1].key in ("đã", "vừa", "cũng") or any(g.hi == i for g in self.groups))
                    )
                    or (needs == "quote" and any(t.text in OPEN for t in run[hit[0] : hit[0] + 3]))
                ):
                    found.append(Cue(i, hit[0], "stance"))
                i = hit[0]
            else:
                i += 1
        return found

    def _is_noun(self, cue: Cue) -> bool:
        return cue.hi < self.hi and self.run[cue.hi].key in single("statements", "noun_next")

    def _is_no_saying(self, cue: Cue) -> bool:
        """A cue that says nothing here: denied, passive, a purpose, or a noun."""
        run = self.run
        if cue.lo == 0:
            return False
        if run[cue.lo - 1].key in single("statements", "unsaid") or self._is_noun(cue):
            return True
        if phrases("statements", "named").longest(run, cue.lo):
            return True
        return before(run, cue.lo, "statements", "unsaid_before") is not None

    def _speaker(self, segment: Segment, cue: Cue) -> tuple[Actor, ...] | None:
        """Who says what follows a cue; () for those without a name, None where nobody says it."""
        run = self.run
        led = self._led(segment, cue)
        if led is not None:
            return led
        near = self._near(segment, cue)
        if self._heard(segment, cue) or self._asked(segment, near):
            return None
        start = next((k for k in range(cue.lo - 1, segment.lo - 1, -1) if run[k].text in ",."), segment.lo - 1) + 1
        if not near and any(self._same_source(start, k) for k in (cue.lo, cue.lo - 1)):
            return tuple(self.told[-1].speaker)
        if self._unnamed(segment, cue, near):
            return ()
        if near:
            if near[-1].hi == cue.lo and (near[-1].case == "agent" or run[near[-1].lo - 1].key in ("được", "bị")):
                return None  # "do Mỹ đề xuất", "được Mỹ đề nghị": a word about a plan
            if near[-1].sort == "pronoun" and any(s.start <= cue.lo < s.end and people(s.speaker) for s in self.said):
                return None  # "ông cho biết … ông đã yêu cầu …": his own words again
            return self._appositive(segment, near)
        anonymous = self._by_a_noun(segment, cue, start)
        return anonymous if anonymous is not None else self._carried(segment, cue)

    def _heard(self, segment: Segment, cue: Cue) -> bool:
        """ "Giận dữ trước tin nói rằng …": what is heard is said by nobody of the clause."""
        run = self.run
        other = before(run, cue.lo, "statements", "others_words")
        if other is not None and run[cue.hi - 1].key == "rằng" and other > segment.lo:
            return True
        if run[cue.lo - 1].key not in single("statements", "hearsay") or cue.lo - 1 == self.lo:
            return False
        noun = cue.lo - (2 if run[cue.lo - 2].key in ("thông", "bài", "tờ", "dư", "đoạn", "bức") else 1)
        sourced = phrases("statements", "unnamed").all(run, cue.lo - 2)  # "nguồn tin cho biết"
        return noun > segment.lo and run[noun - 1].key in single("statements", "before_hearsay") and not any(sourced)

    def _asked(self, segment: Segment, near: list[Group]) -> bool:
        """ "Đòi Mỹ giải thích về …": what somebody is asked to say is not said."""
        index = self.found.index(segment)
        if segment.opens != "call" or not near or near[0].lo > segment.lo + 1 or not index:
            return False
        call = max(self.found[index - 1].cues, key=lambda c: c.lo, default=None)
        return call is not None and key_of(self.run, call) in listed("statements", "asking")

    def _by_a_noun(self, segment: Segment, cue: Cue, start: int) -> tuple[Actor, ...] | None:
        """ "Một quan chức cấp cao giấu tên của Mỹ tiết lộ", "Thông cáo của Bộ Quốc phòng Ba Lan cho biết"."""
        run = self.run
        group = next((g for g in reversed(segment.groups) if g.hi <= cue.lo), None)
        if group is None or (group.case in ("of", "from") and cue.lo - group.hi <= 5):
            head = group.lo if group else cue.lo
            bare = phrases("statements", "same_source").longest(run, start)
            paper = phrases("statements", "bare_papers").longest(run, start) is not None
            here = self.told and self.told[-1].p >= self.paragraph - (paper and start == self.lo)
            if group is None and bare and cue.lo - bare[0] <= 1 and here:
                return tuple(self.told[-1].speaker)  # "Người phát ngôn cũng cho biết"
            if start < head <= start + 9 and any(
                phrases("people", "unnamed").longest(run, k) or phrases("statements", "papers").longest(run, k)
                for k in range(start, min(head, start + 3))
            ):
                if group:
                    return powers_of(group.members) if people(group.members) else group.members
                return None if any(t.is_capital for t in run[start + 1 : cue.lo]) else ()
        aide = phrases("statements", "aides").longest(run, start)
        if group and aide and group.case == "of" and aide[0] < group.lo <= aide[0] + 2 and cue.lo - group.hi <= 5:
            return powers_of(group.members)  # "cố vấn của ông X": his state
        titled = [g for g in segment.groups if g.hi == cue.lo and g.case == "of" and people(g.members)]
        if titled and segment.subject is None:
            return titled[0].members  # "Phát ngôn viên của Tổng thống, ông X, cho hay"
        return None

    def _carried(self, segment: Segment, cue: Cue) -> tuple[Actor, ...] | None:
        """Who spoke before, or acts in the clause that the verb goes on from."""
        last = self.said[-1] if self.said else None
        index = self.found.index(segment)
        near_start = segment.opens == "comma" and cue.lo - segment.lo <= 2
        if last and last.cue is None and cue.lo == segment.lo and last.end <= cue.lo:
            return last.speaker  # "Theo ông X, …, nhấn mạnh rằng …"
        if last and last.cue and (segment.opens in ("coord", "sub") or near_start) and last.cue.lo < cue.lo:
            own = self._clause_between(last.cue, index)
            return own.members if own is not None else last.speaker
        subject = segment.subject
        if subject is None or subject.lo >= cue.lo:
            return None
        if segment.opens == "coord" and not any(s.cues for s in self.found[:index]):
            # "X đã ký đơn xin gia nhập NATO, đề nghị …": the first party of the clause, not the last.
            first = next((s for s in self.found[:index] if any(nominative(g) for g in s.groups)), None)
            own = next((g for g in first.groups if nominative(g)), None) if first else None
            if first and own and not first.triggers and people(own.members) and not people(subject.members):
                return own.members
        return subject.members

    def _clause_between(self, last: Cue, index: int) -> Group | None:
        """ "Seoul nhấn mạnh …, nhưng Bình Nhưỡng chỉ trích và gọi đây là …": who acts in the clause before."""
        before = self.found[index - 1] if index else None
        if before is None or before.lo <= last.hi or before.opens != "coord" or before.cues or not before.triggers:
            return None
        verb = min(t.lo for t in before.triggers)
        own = [g for g in before.groups if g.hi <= verb and nominative(g) and g.lo <= before.lo + 1]
        return own[0] if own else None

    def _nobody(self, segment: Segment, cue: Cue) -> bool:
        """Whether a speaker without a name is meant, and not one who was not found."""
        near = self._near(segment, cue)
        return not near or near[-1].sort == "nobody" or self._led(segment, cue) == ()

    def _near(self, segment: Segment, cue: Cue) -> list[Group]:
        """The parties before a cue that can be its subject; "IAEA, có trụ sở tại Vienna" is one."""
        found = [g for g in segment.groups if g.hi <= cue.lo and nominative(g) and g.case != "source"]
        return [g for g in found if self.run[g.lo - 1].key != "có" or len(found) == 1]

    def _appositive(self, segment: Segment, near: list[Group]) -> tuple[Actor, ...]:
        """ "Ông X, Phó Chủ tịch Quốc hội Iran, tuyên bố": the person before the comma, not the body of the office."""
        group, index = near[-1], self.found.index(segment)
        if index and segment.opens == "comma" and not any(m.kind == "person" for m in group.members):
            last = self.found[index - 1].groups[-1:]
            if (
                last
                and last[0].hi == segment.lo - 1
                and self.run[last[0].hi].text == ","
                and last[0].sort == "named"
                and all(m.kind == "person" for m in last[0].members)
                and (
                    lexicon().titles.longest(self.run, segment.lo)
                    or phrases("people", "leaders").longest(self.run, segment.lo)
                    or (self.run[segment.lo].key == "một" and group.case in ("of", "from"))
                )
            ):
                return last[0].members
        return group.members

    def _led(self, segment: Segment, cue: Cue) -> tuple[Actor, ...] | None:
        """ "Reuters dẫn lời ông X cho biết": the one who is quoted; () for unnamed sources."""
        run = self.run
        for k in range(max(segment.lo, cue.lo - 24), cue.lo):
            hit = phrases("statements", "quoting").longest(run, k)
            if hit and hit[0] <= cue.lo and run[k - 1].key != "được":
                own = [g for g in segment.groups if g.lo > k and g.hi <= cue.lo]
                named = [g for g in own if any(m.kind == "person" for m in g.members)] or own
                if named:
                    return named[0].members
                return () if any(t.key in single("statements", "led") for t in run[k : cue.lo]) else None
        return None

    def _same_source(self, lo: int, hi: int) -> bool:
        """ "Nguồn tin trên", "quan chức này": the one who spoke last."""
        run = self.run
        return bool(
            self.told
            and hi - lo <= 6
            and run[hi - 1].key in ("trên", "này")
            and any(phrases("statements", "same_source").longest(run, k) for k in range(lo, hi - 1))
        )

    def _unnamed(self, segment: Segment, cue: Cue, near: list[Group]) -> bool:
        """ "Giới quan sát nhận định …": a speaker without a name stands before the verb."""
        run = self.run
        for start in range(cue.lo - 1, max(segment.lo, cue.lo - 9) - 1, -1):
            if run[start].text in ",.":
                return False
            if any(end <= cue.lo for end, _ in phrases("statements", "unnamed").all(run, start)):
                return not any(g.lo >= start for g in near) and not any(
                    g.case in ("of", "from") and start <= g.lo < cue.lo for g in segment.groups
                )
        return False


def is_media(actor: Actor) -> bool:
    """Whether an actor is an agency or a medium: it vouches, and says nothing of its own."""
    return actor.entity in lexicon().media


def people(members: tuple[Actor, ...]) -> bool:
    """Whether a party is made of people only."""
    return bool(members) and all(m.kind == "person" for m in members)


def quotations(run: list[Token], lo: int, hi: int) -> list[tuple[int, int]]:
    """The quotations of a sentence as the tokens of their marks; the marks of a pair may differ."""
    found, start = [], None
    for i in range(lo, hi):
        if run[i].is_word:
            continue
        text = run[i].text
        if start is None and text in OPEN:
            start = i
        elif start is not None and text in CLOSE:
            found.append((start, i))
            start = None
    return found


def words_of(run: list[Token], cue: Cue) -> str:
    """A cue as the page prints it."""
    return " ".join(t.text for t in run[cue.lo : cue.hi])


def key_of(run: list[Token], cue: Cue) -> str:
    """The key of a cue."""
    return " ".join(t.key for t in run[cue.lo : cue.hi])
