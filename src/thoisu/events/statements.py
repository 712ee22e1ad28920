"""Who says what: direct and reported speech with its span, cue, speaker and channel."""

from functools import cache

from ..lexicon import Phrases, lexicon
from ..model import Actor, Statement
from ..names.words import endings, listed, phrases, single
from ..text import Passage, Token
from .parties import Group
from .segment import Cue, Segment, nominative
from .voices import CLOSE, OPEN, Said, is_media, key_of, stances, words_of
from .wording import Wording, strip


@cache
def _sources() -> Phrases[str]:
    data = lexicon().speech
    return Phrases((c, "source") for row in data["source"] for c in row["cues"])


@cache
def media_words() -> Phrases[str]:
    """What follows a medium's name: "đưa tin", "dẫn lời"."""
    return Phrases((c, "media") for row in lexicon().speech["media"] for c in row["cues"])


@cache
def _channels() -> Phrases[str]:
    return Phrases((c, row["name"]) for row in lexicon().speech["channel"] for c in row["cues"])


def find_statements(
    passage: Passage, sentence: tuple[int, int], found: list[Segment], groups: list[Group],
    told: list[Statement],
) -> list[Statement]:  # fmt: skip
    """The statements of a sentence, in order; `told` are those of the page before it."""
    everything = _Finder(passage, sentence, found, groups, told).all()
    channel = channel_of(passage.tokens, *sentence) if everything else None
    statements = [_statement(passage, said, channel) for said in everything]
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


class _Finder(Wording):
    """The statements of one sentence."""

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
        if not self.said and self.run[self.lo].text in OPEN:
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
        if self.lo == 0 and not any(t.text in CLOSE for t in self.run[1:]):
            self.said.append(Said(1, strip(self.run, len(self.run), 1), tuple(before.speaker), None, None, True))
            return
        close = next((b for a, b in self.quotes if a == self.lo), None)
        if close is not None and self.hi - close <= 3 and close - self.lo > 4:
            end = close - 1 if self.run[close - 1].text == "." else close
            self.said.append(Said(self.lo + 1, end, tuple(before.speaker), None, None, True))

    def _leading_source(self) -> Said | None:
        """ "Theo X, …": what follows the comma is said by the source."""
        run, at = self.run, self.lo
        while at < self.hi and (run[at].text in ",-–." or run[at].key in single("statements", "openers")):
            at += 1
        hit = _sources().longest(run, at)
        if not hit or hit[0] >= self.hi or run[hit[0]].key in single("statements", "no_source"):
            return None
        group, comma = self._source(hit[0])
        if group is None or comma is None or comma + 1 >= self.hi:
            return None
        if group.members and all(m.kind == "org" and is_media(m) for m in group.members):
            return None
        start = comma + 1
        end = next((k for k in range(start, self.hi) if run[k].text == ";"), self.hi)
        going_on = (s for s in self.found if s.opens in ("comma", "coord") and s.lo > start + 4 and s.cues)
        end = min(
            end,
            next(
                (
                    s.lo
                    for s in going_on
                    if s.cues[0].lo == s.lo and run[s.lo - 1].text == "," and not self._quoted_at(s.lo)
                ),
                end,
            ),
        )
        word = "Theo" if run[self.lo].is_capital and at == self.lo else "theo"
        if run[start].text in OPEN:
            close = next((b for a, b in self.quotes if a == start), None)
            if close is not None and self.hi - close <= 3:
                return Said(start + 1, close, group.members, None, word, True)
        return Said(start, strip(run, end, start), group.members, None, word)

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

    def _inside(self) -> set[int]:
        return {k for g in self.groups for k in range(g.lo, g.hi)}

    def _trailing_source(self) -> Said | None:
        """ "…, theo thông báo của X.": the whole sentence before it is said by the source."""
        run = self.run
        for k in range(self.hi - 1, self.lo + 3, -1):
            if run[k].text != "," or k + 1 >= self.hi or run[k + 1].key != "theo":
                continue
            hit = _sources().longest(run, k + 1)
            if not hit or hit[0] >= self.hi or run[hit[0]].key in single("statements", "no_source"):
                return None
            group, behind = self._source(hit[0])
            if group is None or not group.members or behind is not None or self.hi - group.hi > 6:
                return None
            if all(m.kind == "org" and is_media(m) for m in group.members):
                return None
            return Said(self.lo, k, group.members, None, "theo")
        return None

    def _after_words(self) -> Said | None:
        """'"…", ông X nói': the words before their speaker, in quotation marks or not."""
        run, lo, hi = self.run, self.lo, self.hi
        if run[lo].text not in OPEN:
            return self._before_speaker()
        close = next(
            (k for k in range(lo + 1, hi) if run[k].text in CLOSE and k + 1 < hi and run[k + 1].text in ",-–"),
            None,
        )
        if close is None:
            close = next((k for k in range(hi - 1, lo, -1) if run[k].text in CLOSE), None)
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
                        return Said(lo + 1, close, members, cue, words_of(run, cue), True)
                    paper = phrases("statements", "papers").longest(run, close + 2)
                    if paper and self.told and cue.lo - close <= 6:  # '"…", thông cáo cho hay'
                        bodies = [s for s in self.told[-3:] if any(a.kind == "org" for a in s.speaker)]
                        author = (bodies or self.told)[-1]
                        verb = next((c for c in segment.cues if c.lo >= paper[0]), cue)
                        return Said(lo + 1, close, tuple(author.speaker), verb, words_of(run, verb), True)
                    if unnamed is None and cue.lo - close <= 10:
                        unnamed = Said(lo + 1, close, (), cue, words_of(run, cue), True)
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
            hit = stances().longest(run, k)
            if hit and hit[1][0] == "quote" and not any(c.lo <= k < c.hi for c in segment.cues):
                found.append(Cue(k, hit[0], "stance"))
        return found

    def _fronted(self) -> Said | None:
        """ "Cho rằng …, ông X đề nghị …": words before the subject that says them."""
        first = self.found[0].cues[0] if self.found and self.found[0].cues else None
        if first is None or first.lo != self.lo or key_of(self.run, first) in listed("statements", "needs_clause"):
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
                end = strip(self.run, segment.lo, start)
                return Said(start, end, own.members, first, words_of(self.run, first))
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
            if near[-1].hi == cue.lo and run[near[-1].lo - 1].key in ("được", "bị"):
                return None  # "kế hoạch được chính phủ công bố"
            if all(is_media(m) for m in near[-1].members):
                return None  # "…, Reuters đưa tin cho biết": it vouches for the deeds
            return Said(self.lo, segment.lo - 1, near[-1].members, cue, words_of(run, cue))
        return None

    def _clause(self, start: int, end: int) -> bool:
        """Whether a verb's own words begin after it."""
        return any(t.key == "rằng" or t.text in OPEN + ":" for t in self.run[start:end])

    def _other(self, within: tuple[int, int], segment: Segment, cue: Cue) -> bool:
        """Whether a verb in a quotation has a subject there that is not "chúng tôi": another one than who is quoted."""
        return any(within[0] < g.lo and g.hi <= cue.lo and nominative(g) and g.sort != "we" for g in segment.groups)

    def _reported(self, segment: Segment, cue: Cue) -> Said | None:
        run, hi = self.run, self.hi
        felt = cue.hi - cue.lo > 2 and run[cue.lo].key == "bày" and run[cue.lo + 2].key in single("statements", "felt")
        if felt:
            cue = Cue(cue.lo, cue.lo + 2, cue.group)  # what is voiced is the worry and what it is about
        key = key_of(run, cue)
        doubled = run[cue.lo].key in ("ra", "lên") and any(c.lo == cue.hi for s in self.found for c in s.cues)
        if doubled or self._is_no_saying(cue):
            return None  # "ra tuyên bố cảnh báo rằng …": the second verb says it
        speaker = self._speaker(segment, cue)
        if speaker is None or (not speaker and not self._nobody(segment, cue)):
            return None
        if speaker and all(is_media(m) for m in speaker) and key not in single("statements", "media_claims"):
            return None
        within = self._quoted_at(cue.lo)
        if within and (cue.group in ("call", "stance") or not self._other(within, segment, cue)):
            return None
        start = self._content_start(cue)
        if start is None:
            return None
        end = self._content_end(segment, cue, start)
        if within:
            stop = (k for k in range(start, within[1] - 1) if run[k].text in ".!?" and run[k + 1].is_capital)
            end = min(end, within[1], *stop)
        if start < hi and run[start].text in OPEN:
            close = next((b for a, b in self.quotes if a == start), None)
            if close is not None:
                end = self._after_close(close, end)
        end = strip(run, end, start)
        words = [t for t in run[start:end] if t.is_word]
        quoted = any(t.text in OPEN for t in run[start:end])
        if (len(words) < 3 and not quoted) or not words:
            return None
        aside = run[start].key in single("statements", "circumstance") and len(words) <= 6 and not quoted
        if aside and not any(t.key in single("statements", "clause_words") for t in words):
            return None  # "…, ông nói trong một bài phát biểu"
        pointer = phrases("statements", "pointers").longest(run, start)
        if pointer is not None and pointer[0] >= end:
            return None
        pledged = key in single("statements", "pledges") and run[start].key != "sẽ"
        if pledged and not quoted and not self._starts_with_party(start):
            return None
        if key in listed("statements", "needs_quote") and not quoted:
            return None
        said = quoted or run[start - 1].key in ("rằng", ":")
        if key in listed("statements", "needs_that") and not said:
            return None
        verdict = said or any(t.key == "là" for t in run[start:end])
        if key == "đánh giá" and run[cue.hi].key in single("statements", "assessed") and not verdict:
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
        return Said(start, end, speaker, cue, words_of(run, cue), None if not quoted else True)


def _statement(passage: Passage, said: Said, channel: str | None) -> Statement:
    run, start, end, direct = passage.tokens, said.start, said.end, said.direct
    if start >= end:
        end = start + 1
    a, b = run[start], run[end - 1]
    if direct is None:
        direct = any(t.text in OPEN for t in run[start:end])
    if a.text in OPEN and b.text in CLOSE and end - start > 2:
        a, b = run[start + 1], run[end - 2]
        while b.text in ".," and b.end > a.end:
            b = run[run.index(b) - 1]
    text = passage.text[a.start : b.end]
    return Statement(passage.index, a.start, b.end, text, list(said.speaker), said.text, direct, channel)


def channel_of(run: list[Token], lo: int, hi: int) -> str | None:
    """The channel that a sentence names (phone, Twitter, press conference …)."""
    at = _channels().first(run, lo, hi)
    hit = _channels().longest(run, at) if at is not None else None
    return hit[1][0] if hit else None


def told_once(statements: list[Statement]) -> list[Statement]:
    """The statements of a page without those of the lead that the body says again."""
    bodies = [(s, set(s.text.lower().split())) for s in statements]
    kept = [s for s, words in bodies if s.p > 1 or not any(_again(s, words, *o) for o in bodies if o[0].p > s.p)]
    return sorted(kept, key=lambda s: (s.p, s.start))


def _again(lead: Statement, words: set[str], body: Statement, others: set[str]) -> bool:
    """Whether most words of a lead's statement are in one of the body, by its speaker or for the same state."""
    if not words:
        return False
    shared, length = len(words & others) / len(words), len(others) / len(words)
    if {a.power for a in lead.speaker} & {a.power for a in body.speaker}:
        return shared >= 0.8 and length <= 4
    states = {_state(a) for a in lead.speaker} & {_state(a) for a in body.speaker}
    return bool(states - {None}) and shared >= 0.6 and length <= 2


def _state(actor: Actor) -> str | None:
    """The state for which a person or a body of it speaks."""
    tail = actor.entity.rsplit(", ", 1)[-1]
    return actor.country or (tail if tail in lexicon().countries else lexicon().state_bodies.get(actor.entity))
