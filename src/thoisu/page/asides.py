"""Pieces inside a paragraph that are no part of the story.

Flattened pages run picture captions, link lines and the byline into the text: "… (Nguồn: EPA)",
"… Ảnh: AFP/TTXVN", "[EU hoan nghênh …]", "./. Hồng Nhung/VOV". They stay where they are in the paragraph,
but no stage reads them.
"""

import re

from ..lexicon import kept, lexicon
from ..text import LONGEST, key, sentences
from .shapes import dateline

_LINK = re.compile(r"(?:(?<=[.!?”\"])\s*|^)\[[A-ZÀ-ỸĐ\"“'‘][^\[\]]{15,240}\]")
# ">> Hai bên họp kín >> Một bên kêu gọi …": headlines of other stories, up to the next sign or the end of the line.
_ARROWS = re.compile(r">>\s*[^>.\n]{10,140}(?=>>|$)|>>\s*$")
_TAIL = re.compile(
    r"(?<=[.!?”\"/])\s*(?P<tail>\(?[A-ZÀ-ỸĐ][^\W\d_]*(?:[\s,/+-]*\(?(?:Theo|theo)?\s?[A-ZÀ-ỸĐ][\w.+]*\)?){0,9}(?:/[\w\s+.-]{2,40})?\s*)$"
)
_CAPITAL_RUN = re.compile(r"\s?[A-ZÀ-ỸĐ][^\W_]*(?:[./][A-Za-z]{2,12})*")
_MAX_CAPTION = 260


@kept(tuple[re.Pattern[str], re.Pattern[str]])
def _credits() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon().page["words"]
    cue = "|".join(sorted((key(w) for w in words["credit_cue"]), key=len, reverse=True))
    agency = "|".join(sorted((key(w) for w in words["agency"]), key=len, reverse=True))
    bracketed = re.compile(rf"\((?:{cue})\s?(?:[:.]|minh h[oọ][aạ]|/)[^()]{{0,80}}\)\.?|\((?:{cue})\)\.?")
    bare = re.compile(
        rf"(?<![\w(])(?:{cue})\s?:\s?(?:(?:{agency})(?:\s?/\s?(?:{agency}|[a-z]+))?|)(?![\w])"
        rf"|(?<![\w(])(?:{agency})/ttxvn(?= )"
    )
    return bracketed, bare


def find_asides(text: str, folded: str | None = None) -> tuple[tuple[int, int], ...]:
    """Spans of a paragraph to leave unread, in order; `folded` is the key of the text, where it is at hand.

    >>> text = "Tổng thống Nga tại Sochi. (Nguồn: EPA) Ngày 17/6, ông nói hai bên sẽ gặp nhau./."
    >>> [text[a:b] for a, b in find_asides(text)]
    ['Tổng thống Nga tại Sochi. (Nguồn: EPA)']
    """
    folded = key(text) if folded is None else folded
    bracketed, bare = _credits()
    # The patterns are tried at every character: they are asked only where a sign that each of them needs is there.
    spans = [_caption_before(text, m.start(), m.end()) for m in bracketed.finditer(folded)] if "(" in folded else []
    for m in bare.finditer(folded) if ":" in folded or "/ttxvn" in folded else ():
        end = m.end()
        if folded[m.end() - 1] == ":" or m[0].rstrip().endswith(":"):
            run = _CAPITAL_RUN.match(text, m.end())
            if run is None or not text[m.start()].isupper():
                continue  # "Ông đăng video: hai xe tăng …": the story's own words
            end = run.end()
        spans.append(_caption_before(text, m.start(), end))
    if "[" in text:
        spans += [(m.start(), m.end()) for m in _LINK.finditer(text)]
    if ">>" in text:
        spans += [(m.start(), m.end()) for m in _ARROWS.finditer(text)]
    tag = dateline(text)
    if tag:
        spans.append((0, tag[1]))
    tail = _TAIL.search(text, len(text) - 90) if len(text) > 200 else None
    if tail and _is_byline(tail["tail"]):
        spans.append((tail.start("tail"), tail.end("tail")))
    return _joined(spans)


def _caption_before(text: str, start: int, end: int) -> tuple[int, int]:
    """The caption that a credit closes: the sentence before it, or the one that it stands in."""
    # No further back than needed: a page of nothing but credits would be gone through for each of them.
    first = max(0, start - 2 * LONGEST)
    spans = sentences(text[first:start].rstrip())
    if not spans:
        return start, end
    begin = first + spans[-1][0]
    if start - begin > _MAX_CAPTION:
        return start, end
    return begin, end


def _is_byline(tail: str) -> bool:
    words = re.findall(r"[^\W\d_]+", tail)
    return 1 <= len(words) <= 12 and ("/" in tail or "(" in tail or len(words) <= 3)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
