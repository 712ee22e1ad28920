"""Shapes of single lines: what a line of a flattened page is by its own look.

The cues are data (lexicon/page.toml); here they are only compiled and asked.
"""

import re
from functools import cache
from typing import NamedTuple

from ..lexicon import lexicon
from ..text import key, tokens

_NAME = re.compile(r"[A-ZÀ-ỸĐ][^\W\d_]*\.?(?:[-'’][^\W\d_]+)*(?:\s[A-ZÀ-ỸĐ][^\W\d_]*\.?){0,4}$")
_FIGURE = re.compile(r"(?:^|\s)(?:ảnh|hình|photo)\s\d{1,2}\s?", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[/,&]\s*|\s+-\s+|–")


class Cue(NamedTuple):
    """A line cue of lexicon/page.toml, compiled."""

    id: str
    label: str
    pattern: "re.Pattern[str]"
    longest: int


@cache
def cues() -> list[Cue]:
    """The line cues in the order of the file."""
    data = lexicon().page
    words = data["words"]
    agency = "(?:" + "|".join(sorted((key(w) for w in words["agency"]), key=len, reverse=True)) + ")"
    found = []
    for c in data["line"]:
        pattern = c["pattern"].replace("{agency}", agency).replace("{nameish}", words["nameish"].strip())
        if not c.get("raw"):
            pattern = _keyed(pattern)
        found.append(Cue(c["id"], c["label"], re.compile(pattern), c.get("max", 120)))
    return found


def _keyed(pattern: str) -> str:
    # Classes such as \W and \S must keep their capitals while the words are brought to their key.
    parts = re.split(r"(\\[A-Z]|\(\?P<)", pattern)
    return "".join(p if i % 2 else key(p) for i, p in enumerate(parts))


def shape(line: str) -> Cue | None:
    """The first cue that fits the whole line, or None for running text.

    >>> shape("(TTXVN/Vietnam+)").label, shape("Tin cùng chuyên mục").label
    ('credit', 'related.head')
    >>> shape("Hai bên nhất trí nối lại đàm phán.") is None
    True
    """
    folded = key(line).strip()
    for cue in cues():
        if len(folded) <= cue.longest and cue.pattern.fullmatch(folded):
            if cue.label == "credit" and cue.id != "credit.source" and not _credible(line):
                continue
            return cue
    return None


def _credible(line: str) -> bool:
    """A credit names agencies or people: every word of it begins with a capital, save the cue words."""
    bare = re.sub(r"(?i)\b(?:theo|nguồn|tổng hợp|từ|null|lược dịch|dịch|tin)\b|[():.+&]", " ", line)
    words = [w for w in re.split(r"[\s/,-]+", bare) if w]
    return all(w[0].isupper() or w.lower() in _agencies() or "." in w for w in words) and len(words) <= 12


@cache
def _agencies() -> frozenset[str]:
    return frozenset(w.replace("\\", "") for w in lexicon().page["words"]["agency"])


@cache
def _caption_credit() -> "re.Pattern[str]":
    cue = "|".join(sorted(lexicon().page["words"]["credit_cue"], key=len, reverse=True))
    return re.compile(
        rf"[\s.]*(?:\((?P<b>(?:{cue})\s?[:;.]?[^()]{{0,70}})\)|[-–(]?\s?\b(?P<p>(?:{cue})\s?:\s?[^.()]{{1,60}}))[.\s)]*$",
        re.IGNORECASE,
    )


def caption_parts(line: str, title: str | None) -> tuple[str, list[str]] | None:
    """A caption line as (text, credits), or None when it has no caption's shape.

    A caption ends with its credit, or begins with the story's title and "ảnh 1".

    >>> caption_parts("Hai bên tại Geneva, ngày 16/6/2021. (Ảnh: AFP/TTXVN)", None)
    ('Hai bên tại Geneva, ngày 16/6/2021.', ['AFP', 'TTXVN'])
    >>> caption_parts("Hai bên gặp nhau.", None) is None
    True
    """
    body, credits_, is_caption = line.strip(), list[str](), False
    if title and key(body).startswith(key(title)) and len(body) > len(title):
        rest = body[len(title) :].lstrip(" -–:.")
        numbered = re.match(r"(?:ảnh|hình|photo)\s\d{1,2}\s*[.:-]?\s*", rest, re.IGNORECASE)
        if numbered:
            body, is_caption = rest[numbered.end() :], True
    m = _caption_credit().search(body)
    if m:
        credits_ = credit_names(m["b"] or m["p"])
        body, is_caption = body[: m.start()] + _full_stop(body, m.start()), True
    elif re.fullmatch(r"ảnh (?:chỉ có tính )?(?:minh h[oọ][aạ]|tư liệu)\.?", key(body)):
        is_caption = True
    return (body.strip(), credits_) if is_caption else None


def _full_stop(body: str, at: int) -> str:
    return "." if body[at : at + 2].lstrip().startswith(".") else ""


def credit_names(text: str) -> list[str]:
    """Agencies and people of a credit, in order.

    >>> credit_names("Ảnh: AFP/TTXVN"), credit_names("TTXVN/Vietnam+"), credit_names("Ảnh minh họa")
    (['AFP', 'TTXVN'], ['TTXVN', 'Vietnam+'], [])
    """
    bare = re.sub(r"^[\s(]*(?:[^:]{0,24}:\s*)", "", text.strip(" .()"))
    bare = re.sub(r"(?i)^(?:theo|nguồn|ảnh minh họa|ảnh tư liệu|ảnh|tổng hợp)\b\s*:?", "", bare).strip(" :.()")
    bare = re.sub(r"(?i)\s*\b(?:null|phát)$", "", bare)
    return [name for name in _SPLIT.split(bare) if name]


def byline_parts(line: str) -> tuple[list[str], list[str]]:
    """People and agencies of a credit line.

    >>> byline_parts("Theo Lê Đạt (TTXVN/Vietnam+)"), byline_parts("(Vietnam+)"), byline_parts("Theo: Vietnam+")
    ((['Lê Đạt'], ['TTXVN', 'Vietnam+']), ([], ['Vietnam+']), ([], ['Vietnam+']))
    """
    line = re.sub(r"(?i)\s*\bnull\b", "", line.strip())
    line = re.sub(r"\s*\((?=[a-zà-ỹđ])[^()]*\)$", "", line)  # "(viết lại từ tư liệu)" is a remark, no agency
    m = re.match(r"(?P<out>[^()]*)\((?P<in>[^()]*)\)\.?$", line)
    inner = credit_names(m["in"]) if m else []
    outer = credit_names(m["out"] if m else line)
    people, credit = [], []
    for name in outer:
        if key(name) in {key(a) for a in _agencies()} or "." in name or "+" in name:
            credit.append(name)
        elif _NAME.match(name) and len(name.split()) >= 2:
            people.append(name)
        elif name:
            credit.append(name)
    return people, credit + [n for n in inner if n not in credit]


def is_section(line: str) -> bool:
    """Whether a line is the name of a section ("Quốc tế").

    >>> is_section("Quốc tế"), is_section("Quốc tế lên án")
    (True, False)
    """
    return key(line).strip(" >/|»›:") in _sections()


def is_menu(line: str) -> bool:
    """Whether a line is a row of section names ("Thế giới Phân tích Quân sự").

    >>> is_menu("Thế giới Phân tích Quân sự"), is_menu("Thế giới lo ngại")
    (True, False)
    """
    words = re.findall(r"\w+", key(line))
    i = runs = 0
    while i < len(words):
        longest = max((n for n in range(1, 5) if " ".join(words[i : i + n]) in _sections()), default=0)
        if not longest:
            return False
        i, runs = i + longest, runs + 1
    return runs >= 2


@cache
def _sections() -> frozenset[str]:
    return frozenset(key(s) for s in lexicon().page["words"]["sections"])


def dateline(text: str) -> tuple[str, int] | None:
    """The outlet's tag at the head of a text and where the text goes on: "TTO - ", "(PLVN) - ", "VTV.vn - ".

    >>> dateline("(Chinhphu.vn) - Ngày 12/6, hai bên gặp nhau.")
    ('Chinhphu.vn', 16)
    >>> dateline("Nga - Trung Quốc gặp nhau") is None
    True
    """
    m = _dateline().match(text)
    if not m:
        return None
    tag = m["outlet"]
    known = key(tag) in {key(a) for a in _agencies()} or "." in tag or (text.lstrip().startswith("(") and tag.isupper())
    online = tag.isupper() and tag.endswith("O") and len(tag) <= 4 and not _is_org(tag)  # "TTO", but not "NATO"
    return (tag, m.end()) if known or online else None


def _is_org(tag: str) -> bool:
    hit = lexicon().names.longest(tokens(tag), 0)
    return hit is not None and any(name.kind == "org" and name.sort not in ("media", "agency") for name in hit[1])


@cache
def _dateline() -> "re.Pattern[str]":
    return re.compile(lexicon().page["words"]["dateline"].strip(), re.IGNORECASE)
