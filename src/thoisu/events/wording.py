"""Where the words begin and end that somebody is reported to say."""

from ..names.words import endings, listed, phrases, single
from ..text import Token
from .segment import Cue, Segment, nominative
from .voices import OPEN, Voices, is_media, key_of


class Wording(Voices):
    """A sentence whose reporting verbs are asked for what is said with them."""

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
            if run[k].text in OPEN and (k > start + 1 or run[k - 1].text == ","):
                return k
            if run[k].text == "," and k + 1 < hi and run[k + 1].text in OPEN:
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
            first = next((c for c in following.cues if not self._is_noun(c)), None)
            if first is not None and any(a < first.lo < b and not a < cue.lo < b for a, b in self.quotes):
                continue
            vouched = all(is_media(m) for g in following.groups[:1] for m in g.members)
            if following.opens == "comma" and following.groups and following.groups[0].members and vouched:
                return following.lo  # "…, Reuters sáng nay đưa tin"
            joined = run[following.lo - 1].key == "và"
            if first and not joined and key_of(run, first) in listed("statements", "remarks") and not following.groups:
                continue  # "…, coi đây là …": a remark on what is said, and part of it
            if (
                following.opens == "comma"
                and first is not None
                and first.lo - following.lo <= 4
                and all(t.key in single("clauses", "skip") or t.key == "như" for t in run[following.lo : first.lo])
            ):
                return following.lo
            if following.opens == "coord" and first is not None:
                own = [g for g in following.groups if g.hi <= first.lo and nominative(g)]
                if first.lo - following.lo <= 4 or own:
                    return following.lo
            if following.opens == "coord" and any(
                t.frame.speech and not t.noun and t.lo - following.lo <= 4 and run[t.lo].key != "sẽ"
                for t in following.triggers
            ):
                return following.lo  # "…, đồng thời bác bỏ …": another act of words, no part of these
            if following.opens == "coord" and run[following.lo - 1].key in single("statements", "but"):
                own = [g for g in following.groups[:1] if nominative(g) and g.lo == following.lo]
                if any(t.frame.speech and not t.noun and t.lo >= g.hi for g in own for t in following.triggers):
                    return following.lo  # "X cáo buộc Y …, song Y kiên quyết phủ nhận"
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


def strip(run: list[Token], end: int, start: int) -> int:
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
