"""Who says what: direct and reported speech with its span, cue, speaker and channel."""

from functools import cache
from typing import NamedTuple

from ..lexicon import Phrases, lexicon
from ..model import Actor, Statement
from ..names.words import endings, listed, phrases, single
from ..text import Passage, Token
from .clauses import Cue, Segment, nominative
from .parties import Group, Scene

_OPEN, _CLOSE = "“‘«", "”’»"
_MARKS_OPEN, _MARKS_CLOSE = _OPEN + '"', _CLOSE + '"'


class Said(NamedTuple):
    """A statement in the making: its tokens, who says it and with which cue; `cue` is None for a quotation alone."""

    start: int
    end: int
    speaker: tuple[Actor, ...]
    cue: Cue | None
    text: str | None
    direct: bool | None = None


@cache
def _sources() -> Phrases[str]:
    data = lexicon().speech
    return Phrases((c, "source") for row in data["source"] for c in row["cues"])


@cache
def media_words() -> Phrases[str]:
    """What follows a medium's name: "đưa tin", "dẫn lời"."""
    return Phrases((c, "media") for row in lexicon().speech["media"] for c in row["cues"])


@cache
def _stances() -> Phrases[str]:
    """Verbs of acts that are statements too where they say something: "chỉ trích … là …"."""
    return Phrases((c, row["needs"]) for row in lexicon().speech["stance"] for c in row["cues"])


@cache
def _channels() -> Phrases[str]:
    return Phrases((c, row["name"]) for row in lexicon().speech["channel"] for c in row["cues"])


def find_statements(
    passage: Passage, sentence: tuple[int, int], found: list[Segment], groups: list[Group], scene: Scene,
    channel: str | None, told: list[Statement],
) -> list[Statement]:  # fmt: skip
    """The statements of a sentence, in order; `told` are those of the page before it."""
    finder = _Finder(passage, sentence, found, groups, scene, told)
    statements = [_statement(passage, said, channel) for said in finder.all()]
    statements.sort(key=lambda s: (s.start, -s.end))
    return [s for k, s in enumerate(statements) if not any(_inside(s, o) for o in statements[:k])]


def _inside(inner: Statement, outer: Statement) -> bool:
    """One statement inside another counts only with a different speaker."""
    if not outer.start <= inner.start < outer.end:
        return False
    return any(
        a.entity == b.entity if a.kind == b.kind == "person" else a.power == b.power
        for a in inner.speaker
        for b in outer.speaker
    )


def _is_media(actor: Actor) -> bool:
    return actor.entity in lexicon().media


def _people(members: tuple[Actor, ...]) -> bool:
    return bool(members) and all(m.kind == "person" for m in members)


class _Finder:
    """The statements of one sentence."""

    def __init__(
        self, passage: Passage, sentence: tuple[int, int], found: list[Segment], groups: list[Group], scene: Scene,
        told: list[Statement],
    ) -> None:  # fmt: skip
        self.run, self.paragraph, self.told = passage.tokens, passage.index, told
        self.lo, self.hi = sentence
        self.found, self.groups, self.scene = found, groups, scene
        self.quotes = _quotes(self.run, self.lo, self.hi)
        self.said: list[Said] = []

    def all(self) -> list[Said]:
        """Each statement of the sentence."""
        for make in (self._leading_source, self._trailing_source, self._after_words, self._fronted):
            said = make()
            if said:
                self.said.append(said)
        taken = [s.cue for s in self.said if s.cue]
        for segment in self.found:
            for cue in sorted((*segment.cues, *self._stances(segment))):
                if cue in taken:
                    continue
                said = self._reported(segment, cue)
                if said and self._is_new(said):
                    self.said.append(said)
        if not self.said and self.run[self.lo].text in _MARKS_OPEN:
            self._goes_on()
        return self.said

    def _is_new(self, said: Said) -> bool:
        # What holds the whole of a quotation before its speaker is read from a wrong cue.
        return not any(o.direct and o.text and said.start <= o.start and said.end >= o.end for o in self.said)

    def _goes_on(self) -> None:
        """A quotation of its own after another goes on from it."""
        own = [s for s in self.told if s.p == self.paragraph]
        if not own and self.lo == 0:
            own = [s for s in self.told if s.p == self.paragraph - 1 and s.direct]
        before = next(
            (s for s in reversed(own) if not any((o.p, o.start) < (s.p, s.start) < (o.p, o.end) for o in own)), None
        )
        if before is None:
            return
        if self.lo == 0 and not any(t.text in _MARKS_CLOSE for t in self.run[1:]):
            self.said.append(Said(1, _strip(self.run, len(self.run), 1), tuple(before.speaker), None, None, True))
            return
        close = next((b for a, b in self.quotes if a == self.lo), None)
        if close is not None and self.hi - close <= 3 and close - self.lo > 4:
            end = close - 1 if self.run[close - 1].text == "." else close
            self.said.append(Said(self.lo + 1, end, tuple(before.speaker), None, None, True))

    # -- sources: "theo" --------------------------------------------------------------------------------------

    def _leading_source(self) -> Said | None:
        """ "Theo X, …": what follows the comma is said by the source."""
        run, at = self.run, self.lo
        while at < self.hi and (run[at].text in ",-–." or run[at].key in single("statements", "openers")):
            at += 1
        hit = _sources().longest(run, at)
        if not hit or run[hit[0]].key in single("statements", "no_source"):
            return None
        group, comma = self._source(hit[0])
        if group is None or comma is None or comma + 1 >= self.hi:
            return None
        if group.members and all(m.kind == "org" and _is_media(m) for m in group.members):
            return None
        start = comma + 1
        end = next((k for k in range(start, self.hi) if run[k].text == ";"), self.hi)
        word = "Theo" if run[self.lo].is_capital and at == self.lo else "theo"
        if run[start].text in _MARKS_OPEN:
            close = next((b for a, b in self.quotes if a == start), None)
            if close is not None and self.hi - close <= 3:
                return Said(start + 1, close, group.members, None, word, True)
        return Said(start, _strip(run, end, start), group.members, None, word)

    def _source(self, at: int) -> tuple[Group | None, int | None]:
        """The source that stands at a token and the comma behind it."""
        run = self.run
        nouns = single("statements", "source_nouns")
        comma = next(
            (k for k in range(at, min(self.hi, at + 30)) if run[k].text == "," and k not in self._inside()), None
        )
        for group in self.groups:
            far = at + (14 if any(t.key in nouns for t in run[at : group.lo]) else 4)
            if group.hi > at and group.lo <= far and (comma is None or group.lo < comma):
                behind = next((k for k in range(group.hi, min(self.hi, group.hi + 12)) if run[k].text == ","), None)
                return group, behind
        if comma is not None and comma - at < 8:
            if self._same_source(at, comma):
                return Group(at, comma, tuple(self.told[-1].speaker), "", "pronoun"), comma
            for words in endings("statements", "unnamed"):
                if any(tuple(t.key for t in run[k : k + len(words)]) == words for k in (at, at + 1)):
                    return Group(at, comma, (), "", "unnamed"), comma
        return None, None

    def _same_source(self, lo: int, hi: int) -> bool:
        """ "Nguồn tin trên", "quan chức này": the one who spoke last."""
        run = self.run
        return bool(
            self.told
            and hi - lo <= 6
            and run[hi - 1].key in ("trên", "này")
            and any(phrases("statements", "same_source").longest(run, k) for k in range(lo, hi - 1))
        )

    def _inside(self) -> set[int]:
        return {k for g in self.groups for k in range(g.lo, g.hi)}

    def _trailing_source(self) -> Said | None:
        """ "…, theo thông báo của X.": the whole sentence before it is said by the source."""
        run = self.run
        for k in range(self.hi - 1, self.lo + 3, -1):
            if run[k].text != "," or k + 1 >= self.hi or run[k + 1].key != "theo":
                continue
            hit = _sources().longest(run, k + 1)
            if not hit or run[hit[0]].key in single("statements", "no_source"):
                return None
            group, behind = self._source(hit[0])
            if group is None or not group.members or behind is not None or self.hi - group.hi > 6:
                return None
            if all(m.kind == "org" and _is_media(m) for m in group.members):
                return None
            return Said(self.lo, k, group.members, None, "theo")
        return None

    # -- words before their speaker ---------------------------------------------------------------------------

    def _after_words(self) -> Said | None:
        """'"…", ông X nói': the words before their speaker, in quotation marks or not."""
        run, lo, hi = self.run, self.lo, self.hi
        if run[lo].text not in _MARKS_OPEN:
            return self._before_speaker()
        close = next(
            (k for k in range(lo + 1, hi) if run[k].text in _MARKS_CLOSE and k + 1 < hi and run[k + 1].text in ",-–"),
            None,
        )
        if close is None:
            close = next((k for k in range(hi - 1, lo, -1) if run[k].text in _MARKS_CLOSE), None)
        if close is None or close - lo < 4:
            return None
        unnamed: Said | None = None
        for segment in self.found:
            for cue in sorted((*segment.cues, *self._behind(segment, close))):
                if cue.lo > close:
                    near = [g for g in segment.groups if g.hi <= cue.lo and g.lo > close and nominative(g)]
                    subject = segment.subject
                    members = self._appositive(segment, near) if near else ()
                    if not members and subject is not None and subject.lo > close:
                        members = subject.members
                    if members:
                        return Said(lo + 1, close, members, cue, _text(run, cue), True)
                    paper = phrases("statements", "papers").longest(run, close + 2)
                    if paper and self.told and cue.lo - close <= 6:  # '"…", thông cáo cho hay'
                        bodies = [s for s in self.told[-3:] if any(a.kind == "org" for a in s.speaker)]
                        author = (bodies or self.told)[-1]
                        verb = next((c for c in segment.cues if c.lo >= paper[0]), cue)
                        return Said(lo + 1, close, tuple(author.speaker), verb, _text(run, verb), True)
                    if unnamed is None and cue.lo - close <= 10:
                        unnamed = Said(lo + 1, close, (), cue, _text(run, cue), True)
        # '"…", TASS dẫn lời bà X.'
        for k in range(close, min(hi, close + 14)):
            hit = phrases("statements", "quoting").longest(run, k)
            speaker = next((g for g in self.groups if hit and g.lo >= hit[0] and g.lo - hit[0] < 5), None)
            if hit and speaker is not None and speaker.members:
                return Said(lo + 1, close, speaker.members, None, " ".join(t.text for t in run[k : hit[0]]), True)
        return unnamed

    def _behind(self, segment: Segment, close: int) -> list[Cue]:
        """Verbs that report only quotations, behind one: "…, bà X trấn an"."""
        run, found = self.run, []
        for k in range(max(segment.lo, close), segment.hi):
            hit = _stances().longest(run, k)
            if hit and hit[1][0] == "quote" and not any(c.lo <= k < c.hi for c in segment.cues):
                found.append(Cue(k, hit[0], "stance"))
        return found

    def _fronted(self) -> Said | None:
        """ "Cho rằng …, ông X đề nghị …": words before the subject that says them."""
        first = self.found[0].cues[0] if self.found and self.found[0].cues else None
        if first is None or first.lo != self.lo or _key(self.run, first) in listed("statements", "needs_clause"):
            return None
        start = self._content_start(first)
        for segment in self.found[1:]:
            own = next((g for g in segment.groups if g.lo == segment.lo and nominative(g)), None)
            if (
                start
                and own
                and segment.lo > start + 3
                and self.run[segment.lo - 1].text == ","
                and (segment.cues or segment.triggers)
            ):
                end = _strip(self.run, segment.lo, start)
                return Said(start, end, own.members, first, _text(self.run, first))
        return None

    def _before_speaker(self) -> Said | None:
        """ "…, ông X nói khi tới Y": words without quotation marks before their speaker, at the sentence's end."""
        run = self.run
        for segment in reversed(self.found):
            if segment.opens not in ("comma", "start") or not segment.cues:
                continue
            cue = segment.cues[0]
            near = [g for g in segment.groups if g.hi <= cue.lo and nominative(g)]
            if (
                not near
                or near[0].lo != segment.lo
                or run[segment.lo - 1].text not in ",-–"
                or segment.lo <= self.lo + 5
            ):
                return None
            rest = [t for t in run[cue.hi : self.hi] if t.is_word]
            if cue.lo - near[-1].hi > 2 or (rest and rest[0].key not in single("statements", "circumstance")):
                return None
            if any(s.cues for s in self.found if s.lo < segment.lo) or len(rest) > 14 or self._clause(cue.hi, self.hi):
                return None
            return Said(self.lo, segment.lo - 1, near[-1].members, cue, _text(run, cue))
        return None

    def _clause(self, start: int, end: int) -> bool:
        return any(t.key == "rằng" or t.text in _MARKS_OPEN + ":" for t in self.run[start:end])

    # -- words after their cue --------------------------------------------------------------------------------

    def _stances(self, segment: Segment) -> list[Cue]:
        """Verbs that make a statement only with something said after them, and cut no sentence."""
        run, found, i = self.run, [], segment.lo
        while i < segment.hi:
            hit = _stances().longest(run, i)
            if hit and not any(c.lo < hit[0] and i < c.hi for c in segment.cues):
                later = (c.lo for s in self.found for c in s.cues if c.lo >= hit[0])
                stop = min(self.hi, hit[0] + 40, *later)
                needs = hit[1][0]
                said = [t.key for t in run[hit[0] : stop]]
                if (
                    needs == "words"
                    or (needs == "verdict" and any(t.text in _MARKS_OPEN for t in run[hit[0] : stop]))
                    or (needs == "verdict" and {"là", "như"} & set(said[:24]))
                    or (needs == "that" and said[:1] == ["rằng"])
                    or (needs == "claim" and said and said[0] in ("đứng", "trách", "đã", "thực", "gây", "mình"))
                    or (needs == "clause" and any(g.lo == hit[0] and g.case == "" for g in self.groups))
                    or (
                        needs == "verb"
                        and (run[i - 1].key in ("đã", "vừa", "cũng") or any(g.hi == i for g in self.groups))
                    )
                    or (needs == "quote" and any(t.text in _MARKS_OPEN for t in run[hit[0] : hit[0] + 3]))
                ):
                    found.append(Cue(i, hit[0], "stance"))
                i = hit[0]
            else:
                i += 1
        return found

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
                )
            ):
                return last[0].members
        return group.members

    def _speaker(self, segment: Segment, cue: Cue) -> tuple[Actor, ...] | None:
        """Who says what follows a cue; () for those without a name, None where nobody says it."""
        run = self.run
        led = self._led(segment, cue)
        if led is not None:
            return led
        near = [g for g in segment.groups if g.hi <= cue.lo and nominative(g) and g.case != "source"]
        start = next((k for k in range(cue.lo - 1, segment.lo - 1, -1) if run[k].text in ",."), segment.lo - 1) + 1
        if not near and any(self._same_source(start, k) for k in (cue.lo, cue.lo - 1)):
            return tuple(self.told[-1].speaker)
        if self._unnamed(segment, cue, near):
            return ()
        if near:
            if near[-1].hi == cue.lo and (near[-1].case == "agent" or run[near[-1].lo - 1].key in ("được", "bị")):
                return None  # "do Mỹ đề xuất", "được Mỹ đề nghị": a word about a plan
            if near[-1].sort == "pronoun" and any(s.start <= cue.lo < s.end and _people(s.speaker) for s in self.said):
                return None  # "ông cho biết … ông đã yêu cầu …": his own words again
            return self._appositive(segment, near)
        # "Một quan chức cấp cao giấu tên của Mỹ tiết lộ", "Thông cáo của Bộ Quốc phòng Ba Lan cho biết"
        last_group = next((g for g in reversed(segment.groups) if g.hi <= cue.lo), None)
        if not any(g for g in segment.groups if g.hi <= cue.lo and nominative(g)) and (
            last_group is None or (last_group.case in ("of", "from") and cue.lo - last_group.hi <= 5)
        ):
            head = last_group.lo if last_group else cue.lo
            bare = phrases("statements", "same_source").longest(run, start)
            if (
                last_group is None
                and bare
                and cue.lo - bare[0] <= 1
                and self.told
                and self.told[-1].p == self.paragraph
            ):
                return tuple(self.told[-1].speaker)  # "Người phát ngôn cũng cho biết"
            if start < head <= start + 9 and any(
                phrases("people", "unnamed").longest(run, k) or phrases("statements", "papers").longest(run, k)
                for k in range(start, min(head, start + 3))
            ):
                if last_group:
                    return last_group.members
                return None if any(t.is_capital for t in run[start + 1 : cue.lo]) else ()
        titled = [g for g in segment.groups if g.hi == cue.lo and g.case == "of" and _people(g.members)]
        if titled and segment.subject is None:
            return titled[0].members  # "Phát ngôn viên của Tổng thống, ông X, cho hay"
        last = self.said[-1] if self.said else None
        index = self.found.index(segment)
        near_start = segment.opens == "comma" and cue.lo - segment.lo <= 2
        if last and last.cue and (segment.opens in ("coord", "sub") or near_start) and last.cue.lo < cue.lo:
            return last.speaker
        subject = segment.subject
        if subject is None or subject.lo >= cue.lo:
            return None
        if segment.opens == "coord" and not any(s.cues for s in self.found[:index]):
            # "X đã ký đơn xin gia nhập NATO, đề nghị …": the first party of the clause, not the last.
            first = next((s for s in self.found[:index] if any(nominative(g) for g in s.groups)), None)
            own = next((g for g in first.groups if nominative(g)), None) if first else None
            if first and own and not first.triggers and _people(own.members) and not _people(subject.members):
                return own.members
        if run[cue.lo - 1].text == "," and not subject.members:
            return None
        return subject.members

    def _led(self, segment: Segment, cue: Cue) -> tuple[Actor, ...] | None:
        """ "Reuters dẫn lời ông X cho biết": the one who is quoted; () for unnamed sources."""
        run = self.run
        for k in range(max(segment.lo, cue.lo - 24), cue.lo):
            hit = phrases("statements", "quoting").longest(run, k)
            if hit and hit[0] <= cue.lo:
                own = [g for g in segment.groups if g.lo > k and g.hi <= cue.lo]
                named = [g for g in own if any(m.kind == "person" for m in g.members)] or own
                if named:
                    return named[0].members
                return () if any(t.key in ("tin", "chức", "chuyên", "chứng") for t in run[k : cue.lo]) else None
        return None

    def _unnamed(self, segment: Segment, cue: Cue, near: list[Group]) -> bool:
        """ "Giới quan sát nhận định …": a speaker without a name stands before the verb."""
        run = self.run
        for start in range(cue.lo - 1, max(segment.lo, cue.lo - 9) - 1, -1):
            if run[start].text in ",.":
                return False
            for words in endings("statements", "unnamed"):
                if tuple(t.key for t in run[start : start + len(words)]) == words and start + len(words) <= cue.lo:
                    return not any(g.lo >= start for g in near) and not any(
                        g.case in ("of", "from") and start <= g.lo < cue.lo for g in segment.groups
                    )
        return False

    def _quoted_at(self, at: int) -> tuple[int, int] | None:
        return next(((a, b) for a, b in self.quotes if a < at < b), None)

    def _reported(self, segment: Segment, cue: Cue) -> Said | None:
        run, hi = self.run, self.hi
        felt = cue.hi - cue.lo > 2 and run[cue.lo].key == "bày" and run[cue.lo + 2].key in single("statements", "felt")
        if felt:
            cue = Cue(cue.lo, cue.lo + 2, cue.group)  # what is voiced is the worry and what it is about
        key = _key(run, cue)
        doubled = run[cue.lo].key in ("ra", "lên") and any(c.lo == cue.hi for s in self.found for c in s.cues)
        if doubled or self._is_no_saying(segment, cue):
            return None  # "ra tuyên bố cảnh báo rằng …": the second verb says it
        speaker = self._speaker(segment, cue)
        if speaker is None or (not speaker and not self._nobody(segment, cue)):
            return None
        if speaker and all(_is_media(m) for m in speaker) and key not in single("statements", "media_claims"):
            return None
        within = self._quoted_at(cue.lo)
        if within and not any(
            within[0] < g.lo and g.hi <= cue.lo and nominative(g) and g.sort != "we" for g in segment.groups
        ):
            return None  # "chúng tôi tin rằng" in a quotation: its own speaker
        if within and cue.group in ("call", "stance"):
            return None
        start = self._content_start(cue)
        if start is None:
            return None
        end = self._content_end(segment, cue, start)
        if within:
            stop = (k for k in range(start, within[1] - 1) if run[k].text in ".!?" and run[k + 1].is_capital)
            end = min(end, within[1], *stop)
        if start < hi and run[start].text in _MARKS_OPEN:
            close = next((b for a, b in self.quotes if a == start), None)
            if close is not None:
                end = self._after_close(close, end)
        end = _strip(run, end, start)
        words = [t for t in run[start:end] if t.is_word]
        quoted = any(t.text in _MARKS_OPEN for t in run[start:end])
        if (len(words) < 3 and not quoted) or not words:
            return None
        pledged = key in single("statements", "pledges") and run[start].key != "sẽ"
        if pledged and not quoted and not self._starts_with_party(start):
            return None
        if key in listed("statements", "needs_quote") and not quoted:
            return None
        if (
            key in listed("statements", "needs_clause")
            and not (key in ("dọa", "đe dọa") and not self._starts_with_party(start))
            and not (felt and any(t.key in ("về", "với", "trước", "đối") for t in run[start:end]))
            and not quoted
            and run[start - 1].key not in ("rằng", ":")
            and not any(t.key in single("statements", "clause_words") for t in run[start:end])
        ):
            return None
        return Said(start, end, speaker, cue, _text(run, cue), None if not quoted else True)

    def _nobody(self, segment: Segment, cue: Cue) -> bool:
        near = [g for g in segment.groups if g.hi <= cue.lo and nominative(g) and g.case != "source"]
        return not near or self._led(segment, cue) == ()

    def _is_no_saying(self, segment: Segment, cue: Cue) -> bool:
        """A cue that says nothing here: denied, passive, a purpose, or a noun."""
        run = self.run
        if cue.lo == 0:
            return False
        before, after = run[cue.lo - 1].key, run[cue.hi].key if cue.hi < self.hi else ""
        if before in single("statements", "unsaid") or after in single("statements", "noun_next"):
            return True
        return any(
            tuple(t.key for t in run[max(0, cue.lo - len(words)) : cue.lo]) == words
            for words in endings("statements", "unsaid_before")
        )

    def _content_start(self, cue: Cue) -> int | None:
        """Behind the cue, "rằng", the one who is told it and where it is said."""
        run, hi, start = self.run, self.hi, cue.hi
        while start < hi and run[start].key in single("statements", "after_cue") and start - cue.hi < 2:
            if run[start].key in ("với", "cho", "tới"):
                break
            start += 1
        if start >= hi or run[start].key not in single("statements", "circumstance") | {"cho", "tới"}:
            return start
        # "nói với báo giới rằng …", "tuyên bố trên đài truyền hình: …"
        for k in range(start, min(hi, start + 18)):
            if run[k].key == "rằng" or run[k].text == ":":
                return k + 2 if run[k + 1 : k + 2] and run[k + 1].text == "," else k + 1
            if run[k].text in _MARKS_OPEN and (k > start + 1 or run[k - 1].text == ","):
                return k
            if run[k].text == "," and k + 1 < hi and run[k + 1].text in _MARKS_OPEN:
                return k + 1
            if run[k].text in ",.;" and k > start + 3:
                break
        if run[start].key in ("với", "cho", "tới", "trước"):
            told = next((g for g in self.groups if start < g.lo <= start + 4), None)
            if told is None:
                return None
            end = told.hi
            while end < hi and run[end].key in ("về", "việc", "là", ","):
                end += 1
            return end
        if run[start].key == "trên":
            own = next((g.lo for g in self.groups if g.lo > start + 1 and g.case == "" and g.lo < start + 14), None)
            return own if own is not None else start
        return start

    def _starts_with_party(self, start: int) -> bool:
        """ "cam kết Washington sẽ …" says something; "cam kết duy trì …" is the pledge itself."""
        return any(g.lo == start for g in self.groups)

    def _after_close(self, close: int, end: int) -> int:
        """The end of words that begin with a quotation: its own, where the sentence does not go on from it."""
        run = self.run
        follows = run[close + 1] if close + 1 < end else None
        if follows is None or (follows.is_capital and run[close - 1].text in ".!?") or follows.text == ",":
            return close + 1 if follows is None or follows.text != "," else max(close + 1, end)
        if phrases("clauses", "subordinate").longest(run, close + 1):
            return close + 1
        return end

    def _content_end(self, segment: Segment, cue: Cue, start: int) -> int:
        """To the next coordinated reporting verb of the same speaker, or the end of the sentence."""
        index, run = self.found.index(segment), self.run
        for k in range(index + 1, len(self.found)):
            following = self.found[k]
            first = next((c for c in following.cues if not self._is_no_saying(following, c)), None)
            if first is not None and any(a < first.lo < b and not a < cue.lo < b for a, b in self.quotes):
                continue
            joined = run[following.lo - 1].key == "và"
            if first and not joined and _key(run, first) in listed("statements", "remarks") and not following.groups:
                continue  # "…, coi đây là …": a remark on what is said, and part of it
            if following.opens == "comma" and first is not None and first.lo - following.lo <= 4:
                if all(t.key in single("clauses", "skip") | {"như"} for t in run[following.lo : first.lo]):
                    return following.lo
            if following.opens == "coord" and first is not None:
                own = [g for g in following.groups if g.hi <= first.lo and nominative(g)]
                if first.lo - following.lo <= 4 or own:
                    return following.lo
            if following.opens == "coord" and any(
                t.frame.speech and not t.noun and t.lo - following.lo <= 4 for t in following.triggers
            ):
                return following.lo  # "…, đồng thời bác bỏ …": another act of words, no part of these
            stance = next(iter(self._stances(following)), None)
            if following.opens in ("coord", "comma") and stance is not None and stance.lo - following.lo <= 4:
                return following.lo
            if following.opens == "sub" and following.lo > start:
                cut = self._subordinate(following)
                if cut <= start + 2:
                    continue
                comma = run[cut - 1].text == ","
                key = " ".join(t.key for t in run[cut : following.lo])
                own = [g for g in following.groups if first is not None and g.hi <= first.lo and nominative(g)]
                says = first is not None and (not own or own[-1].sort == "pronoun") and first.lo - following.lo <= 3
                if first is not None and comma and key in ("sau khi", "khi", "trước khi"):
                    return cut
                if says and key in ("vì", "do", "bởi", "sau khi", "khi", "bởi vì"):
                    return cut
                if cue.group == "call" and key in ("sau khi", "trong bối cảnh", "giữa lúc"):
                    return cut
        return self.hi

    def _subordinate(self, segment: Segment) -> int:
        """Where the words begin that open a subordinate segment."""
        run = self.run
        for words in endings("clauses", "subordinate"):
            start = segment.lo - len(words)
            if start >= self.lo and tuple(t.key for t in run[start : segment.lo]) == words:
                return start
        return segment.lo


def _quotes(run: list[Token], lo: int, hi: int) -> list[tuple[int, int]]:
    """The quotations of a sentence as the tokens of their marks; the marks of a pair may differ."""
    found, start = [], None
    for i in range(lo, hi):
        text = run[i].text
        if start is None and (text in _OPEN or text == '"'):
            start = i
        elif start is not None and (text in _CLOSE or text == '"'):
            found.append((start, i))
            start = None
    return found


def _text(run: list[Token], cue: Cue) -> str:
    return " ".join(t.text for t in run[cue.lo : cue.hi])


def _key(run: list[Token], cue: Cue) -> str:
    return " ".join(t.key for t in run[cue.lo : cue.hi])


def _strip(run: list[Token], end: int, start: int) -> int:
    """Leaves out joiners, commas and the end mark behind the words that are said."""
    while end > start and (run[end - 1].text in ".,;/:" or run[end - 1].key in single("statements", "joiners")):
        if (
            run[end - 1].key in ("thời", "khi", "đó")
            and end - 2 >= start
            and run[end - 2].key not in ("đồng", "trong", "khi")
        ):
            break
        end -= 1
    return end


def _statement(passage: Passage, said: Said, channel: str | None) -> Statement:
    run, start, end, direct = passage.tokens, said.start, said.end, said.direct
    if start >= end:
        end = start + 1
    a, b = run[start], run[end - 1]
    if direct is None:
        direct = any(t.text in _MARKS_OPEN for t in run[start:end])
    if a.text in _MARKS_OPEN and b.text in _MARKS_CLOSE and end - start > 2:
        a, b = run[start + 1], run[end - 2]
        while b.text in ".," and b.end > a.end:
            b = run[run.index(b) - 1]
    text = passage.text[a.start : b.end]
    return Statement(passage.index, a.start, b.end, text, list(said.speaker), said.text, direct, channel)


def channel_of(run: list[Token], lo: int, hi: int) -> str | None:
    """The channel that a sentence names (phone, Twitter, press conference …)."""
    for i in range(lo, hi):
        hit = _channels().longest(run, i)
        if hit:
            return hit[1][0]
    return None
