"""Who says what: direct and reported speech with its span, cue, speaker and channel."""

from functools import cache

from ..lexicon import Phrases, lexicon
from ..model import Actor, Statement
from ..names.words import listed, single
from ..text import Passage, Token
from .clauses import Cue, Segment, nominative
from .parties import Group, Scene

_OPEN, _CLOSE = "“‘«", "”’»"
# Verbs that make a statement only with a clause or quotation after them.


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
    passage: Passage, sentence: tuple[int, int], found: list[Segment], groups: list[Group], scene: Scene,
    channel: str | None,
) -> list[Statement]:  # fmt: skip
    """The statements of a sentence, in order."""
    run, (lo, hi) = passage.tokens, sentence
    statements: list[Statement] = []
    leading = _leading_source(run, lo, hi, groups)
    if leading:
        group, start = leading
        if start < hi and not all(m.kind == "org" and _is_media(m) for m in group.members):
            statements.append(
                _statement(
                    passage,
                    start,
                    _strip(run, hi, start),
                    group.members,
                    "Theo" if run[lo].is_capital else "theo",
                    channel,
                )
            )
    quote = _after_quote(passage, sentence, found, channel)
    after_quote = quote[0] if quote else None
    if after_quote:
        statements.append(after_quote)
    for segment in found:
        for cue in segment.cues:
            if quote and cue == quote[1]:
                continue
            made = _reported(passage, sentence, segment, cue, found, channel, scene)
            if made and not any(s.start < made.end and made.start < s.end and s.cue == made.cue for s in statements):
                if after_quote and made.start <= after_quote.start and made.end >= after_quote.end:
                    continue
                statements.append(made)
    statements.sort(key=lambda s: (s.start, -s.end))
    return [s for k, s in enumerate(statements) if not any(_inside(s, o) for o in statements[:k])]


def _inside(inner: Statement, outer: Statement) -> bool:
    """One statement inside another counts only with a different speaker."""
    if not outer.start <= inner.start < outer.end:
        return False
    return bool({a.power for a in inner.speaker} & {a.power for a in outer.speaker})


def _is_media(actor: Actor) -> bool:
    return actor.entity in lexicon().media


def _leading_source(run: list[Token], lo: int, hi: int, groups: list[Group]) -> tuple[Group, int] | None:
    """ "Theo X, …": the source and the token where what it says begins."""
    at = lo
    while at < hi and (run[at].text == "," or run[at].key in single("statements", "openers")):
        at += 1
    hit = _sources().longest(run, at)
    if not hit:
        return None
    for group in groups:
        if hit[0] <= group.lo <= hit[0] + 4:
            k = group.hi
            while k < min(hi, group.hi + 10):
                if run[k].text == ",":
                    return group, k + 1
                k += 1
    return None


def _after_quote(
    passage: Passage, sentence: tuple[int, int], found: list[Segment], channel: str | None
) -> tuple[Statement, Cue] | None:
    """'"…", ông X nói': the quotation before its speaker, with the reporting verb."""
    run, (lo, hi) = passage.tokens, sentence
    if run[lo].text not in _OPEN + '"':
        return None
    close = next(
        (k for k in range(lo + 1, hi) if run[k].text in _CLOSE + '"' and k + 1 < hi and run[k + 1].text in ",-–"),
        None,
    )
    if close is None:
        close = next((k for k in range(hi - 1, lo, -1) if run[k].text in _CLOSE + '"'), None)
    if close is None or close - lo < 4:
        return None
    for segment in found:
        for cue in segment.cues:
            if cue.lo > close:
                near = [g for g in segment.groups if g.hi <= cue.lo and g.lo > close and nominative(g)]
                members = (
                    near[-1].members
                    if near
                    else (segment.subject.members if segment.subject and segment.subject.lo > close else ())
                )
                if members:
                    text = " ".join(t.text for t in run[cue.lo : cue.hi])
                    return _statement(passage, lo + 1, close, members, text, channel, True), cue
    return None


def _reported(
    passage: Passage, sentence: tuple[int, int], segment: Segment, cue: Cue, found: list[Segment],
    channel: str | None, scene: Scene,
) -> Statement | None:  # fmt: skip
    run, hi = passage.tokens, sentence[1]
    near = [g for g in segment.groups if g.hi <= cue.lo and nominative(g) and g.case != "source"]
    speaker = near[-1] if near else segment.subject
    unnamed = _unnamed(run, cue, segment)
    if unnamed:
        speaker = Group(unnamed, unnamed, (), "", "unnamed")
    # "X, ngày 18/2, cho biết": the subject of the segment before a comma.
    if speaker is None or speaker.lo >= cue.lo or (not speaker.members and not unnamed):
        return None
    if (
        speaker.members
        and all(_is_media(m) for m in speaker.members)
        and " ".join(t.key for t in run[cue.lo : cue.hi]) not in single("statements", "media_claims")
    ):
        return None
    start = cue.hi
    while start < hi and run[start].key in single("statements", "after_cue") and start - cue.hi < 2:
        if run[start].key in ("với", "cho", "tới"):
            break
        start += 1
    if start < hi and run[start].key in ("với", "trước"):
        # "nói với báo giới rằng …"
        that = next((k for k in range(start, min(hi, start + 12)) if run[k].key == "rằng" or run[k].text == ":"), None)
        if that is None:
            return None
        start = that + 1
    end = _content_end(run, sentence, segment, cue, found)
    if start < hi and run[start].text in _OPEN + '"':
        close = next((k for k in range(start + 1, hi) if run[k].text in _CLOSE + '"'), None)
        if close is not None and close >= end:
            end = close + 1
    end = _strip(run, end, start)
    text = " ".join(t.text for t in run[cue.lo : cue.hi])
    words = [t for t in run[start:end] if t.is_word]
    quoted = any(t.text in _OPEN + '"' for t in run[start:end])
    if (len(words) < 3 and not quoted) or not words:
        return None
    key = " ".join(t.key for t in run[cue.lo : cue.hi])
    if key in single("statements", "pledges") and not quoted and not _starts_with_party(run, start, found):
        return None
    if (
        key in single("statements", "needs_clause")
        and not quoted
        and run[start - 1].key not in ("rằng", ":")
        and not _has_clause(run, start, end)
    ):
        return None
    return _statement(passage, start, end, speaker.members, text, channel, quoted)


def _unnamed(run: list[Token], cue: Cue, segment: Segment) -> int | None:
    """ "Giới quan sát nhận định …": where a speaker without a name stands right before the verb."""
    for words in listed("statements", "unnamed"):
        keys = words.split()
        start = cue.lo - len(keys)
        if start >= segment.lo and [t.key for t in run[start : cue.lo]] == keys:
            return start
    return None


def _starts_with_party(run: list[Token], start: int, found: list[Segment]) -> bool:
    """ "cam kết Washington sẽ …" says something; "cam kết duy trì …" is the pledge itself."""
    return any(g.lo == start for s in found for g in s.groups)


def _has_clause(run: list[Token], start: int, end: int) -> bool:
    return any(t.key in single("statements", "clause_words") for t in run[start:end])


def _content_end(run: list[Token], sentence: tuple[int, int], segment: Segment, cue: Cue, found: list[Segment]) -> int:
    """To the next coordinated reporting verb of the same speaker, or the end of the sentence."""
    index = found.index(segment)
    for k in range(index + 1, len(found)):
        following = found[k]
        if following.opens == "coord" and following.cues:
            own = [g for g in following.groups if g.hi <= following.cues[0].lo and nominative(g)]
            starts_with_cue = following.cues[0].lo - following.lo <= 4
            if starts_with_cue or own:
                return following.lo
        if following.opens == "coord" and any(
            t.frame.speech and not t.noun and t.lo - following.lo <= 4 for t in following.triggers
        ):
            return following.lo  # "…, đồng thời bác bỏ …": another act of words, no part of these
    return sentence[1]


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


def _statement(
    passage: Passage,
    start: int,
    end: int,
    speaker: tuple[Actor, ...],
    cue: str,
    channel: str | None,
    direct: bool | None = None,
) -> Statement:
    run = passage.tokens
    if start >= end:
        end = start + 1
    a, b = run[start], run[end - 1]
    if direct is None:
        direct = any(t.text in _OPEN + '"' for t in run[start:end])
    if a.text in _OPEN + '"' and b.text in _CLOSE + '"' and end - start > 2:
        a, b = run[start + 1], run[end - 2]
        while b.text in ".," and b.end > a.end:
            b = run[run.index(b) - 1]
    text = passage.text[a.start : b.end]
    return Statement(passage.index, a.start, b.end, text, list(speaker), cue, direct, channel)


def channel_of(run: list[Token], lo: int, hi: int) -> str | None:
    """The channel that a sentence names (phone, Twitter, press conference …)."""
    for i in range(lo, hi):
        hit = _channels().longest(run, i)
        if hit:
            return hit[1][0]
    return None
