"""Shapes of single lines: what a line of a flattened page is by its own look.

The cues are data (lexicon/page.toml); here they are only compiled and asked.
"""

import re
from functools import cache

from ..lexicon import kept, lexicon
from ..text import UPPER, key, tokens
from .credits import agencies, credit_names, is_byline, is_outlet
from .cue import Cue
from .dateline import line_time


@kept(list[Cue])
def cues() -> list[Cue]:
    """The line cues in the order of the file."""
    data = lexicon().page
    words = data["words"]
    agency = "(?:" + "|".join(sorted((key(w) for w in words["agency"]), key=len, reverse=True)) + ")"
    nameish = words["nameish"].strip()
    # Many an agency could be a name too. Either is taken once, up to the sign behind it: each division of a line
    # "AP/AP/…" into the two would be tried otherwise.
    source = rf"(?>(?:{agency}|{nameish})(?=\s?(?:[^\w\s.]|\.(?!\s?\w)|null|$)))"
    found = []
    for c in data["line"]:
        pattern = c["pattern"].replace("{source}", source).replace("{agency}", agency).replace("{nameish}", nameish)
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
    return _shape(line, key(line).strip())


def _shape(line: str, folded: str) -> Cue | None:
    # One look with all patterns at once: most lines fit none, and the name of the group tells which one fitted.
    m = _any_cue().fullmatch(folded) if len(folded) <= _longest() else None
    if m is None:
        return None
    first = int((m.lastgroup or "c0")[1:])
    return next((cue for cue in cues()[first:] if _fits(cue, line, folded)), None)


def _fits(cue: Cue, line: str, folded: str) -> bool:
    if len(folded) > cue.longest or not cue.pattern.fullmatch(folded):
        return False
    return cue.label != "credit" or cue.id in ("credit.source", "credit.host") or _credible(line)


@kept(re.Pattern[str])
def _any_cue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<c{i}>{cue.pattern.pattern})" for i, cue in enumerate(cues())))


@cache
def _longest() -> int:
    return max(cue.longest for cue in cues())


def _credible(line: str) -> bool:
    """A credit names agencies or people: every word of it begins with a capital, save the cue words."""
    bare = re.sub(r"(?i)\b(?:theo|nguồn|tổng hợp|từ|null|lược dịch|dịch|tin)\b|[():.+&]", " ", line)
    words = [w for w in re.split(r"[\s/,-]+", bare) if w]
    return all(w[0].isupper() or w.lower() in agencies() or "." in w for w in words) and len(words) <= 12


@cache
def _caption_credit() -> "re.Pattern[str]":
    cue = "|".join(sorted(lexicon().page["words"]["credit_cue"], key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![\s.])[\s.]++)?+(?:\((?P<b>(?:{cue})\s?[:;.]?[^()]{{0,70}})\)|[-–(]?\s?\b(?P<p>(?:{cue})\s?:\s?[^.()]{{1,60}}))[.\s)]*$",
        re.IGNORECASE,
    )


def _may_credit(tail: str) -> bool:
    """Whether the end of a line has a cue of a credit: asked before the pattern, which costs ten times as much."""
    lowered = tail.lower()
    return any(cue in lowered for cue in _credit_cues())


@cache
def _credit_cues() -> tuple[str, ...]:
    """The cues for a caption's credit, without those that hold a shorter one."""
    found: list[str] = []
    for cue in sorted(lexicon().page["words"]["credit_cue"], key=len):
        if all(shorter not in cue for shorter in found):
            found.append(cue)
    return tuple(found)


def caption_parts(line: str, title: str | None) -> tuple[str, list[str]] | None:
    """A caption line as (text, credits), or None when it has no caption's shape.

    A caption ends with its credit, or begins with the story's title and "ảnh 1".

    >>> caption_parts("Hai bên tại Geneva, ngày 16/6/2021. (Ảnh: AFP/TTXVN)", None)
    ('Hai bên tại Geneva, ngày 16/6/2021.', ['AFP', 'TTXVN'])
    >>> caption_parts("Hai bên gặp nhau.", None) is None
    True
    """
    body, credits_, is_caption = line.strip(), list[str](), False
    if title and len(body) > len(title) and body[0].lower() == title[0].lower() and key(body).startswith(key(title)):
        rest = body[len(title) :].lstrip(" -–:.")
        numbered = re.match(r"(?:ảnh|hình|photo)\s\d{1,2}\s*[.:-]?\s*", rest, re.IGNORECASE)
        if numbered:
            body, is_caption = rest[numbered.end() :], True
    tail = body[-_CREDIT:]
    # Most lines have no sign of a credit at their end, and looking for one from every letter on is slow.
    m = None
    if (":" in tail or "(" in tail) and _may_credit(tail):
        m = _caption_credit().search(body, len(body) - len(tail))
    if m:
        credits_ = credit_names(m["b"] or m["p"])
        body, is_caption = body[: m.start()] + _full_stop(body, m.start()), True
    elif len(body) < 40 and re.fullmatch(r"ảnh (?:chỉ có tính )?(?:minh h[oọ][aạ]|tư liệu)\.?", key(body)):
        is_caption = True
    return (body.strip(), credits_) if is_caption else None


def _full_stop(body: str, at: int) -> str:
    return "." if body[at : at + 2].lstrip().startswith(".") else ""


def is_related_head(line: str) -> bool:
    """Whether a heading announces stories on the same matter, rather than the newest or most read.

    >>> is_related_head("TIN LIÊN QUAN"), is_related_head("Đọc nhiều")
    (True, False)
    """
    return _related_cue().match(key(line)) is not None


def without_related_cue(line: str) -> str:
    """A teaser without the words that announce it.

    >>> without_related_cue("Xem thêm: Hai bên nối lại đàm phán")
    'Hai bên nối lại đàm phán'
    """
    m = _related_cue().match(key(line))
    rest = line[m.end() :].strip() if m else ""
    return rest if len(rest) > 15 and (rest[0].isupper() or not rest[0].isalpha()) else line


@cache
def _related_cue() -> "re.Pattern[str]":
    cues = "|".join(re.escape(key(c)) for c in lexicon().page["words"]["related_cue"])
    return re.compile(rf"[\s>»•*+-]*(?:{cues})\s*[:>»-]*\s*")


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
    return _is_menu(key(line))


def _is_menu(folded: str) -> bool:
    first = _WORDS.search(folded)
    if first is None or first[0] not in _section_heads():
        return False
    words = _WORDS.findall(folded)
    i = runs = 0
    while i < len(words):
        longest = max((n for n in range(1, 5) if " ".join(words[i : i + n]) in _sections()), default=0)
        if not longest:
            return False
        i, runs = i + longest, runs + 1
    return runs >= 2


@cache
def _section_heads() -> frozenset[str]:
    return frozenset(s.split()[0] for s in _sections())


@cache
def _sections() -> frozenset[str]:
    return frozenset(key(s) for s in lexicon().page["words"]["sections"])


SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s*$")
LONG = 110  # code points; a headline is shorter, a paragraph mostly longer
_LINK = re.compile(r"\[[^\[\]]{12,240}\]$|(?:>{1,3}|»|→)\s*\S.{10,200}[^.]$")
_CREDIT = 140  # code points at the end of a line in which its credit stands
_CAPITAL = re.compile(f"[{UPPER}]")
_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"\d{4}")
_BESIDE = re.compile(r"(?:(?<!\s)\s++)?+[|•·–]\s*+|(?<!\s)\s++-\s+")
_CLOCK = re.compile(
    r"(?i)\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:ngày|đã) đăng|đăng (?:lúc|ngày)|ngày|lúc|cập nhật"
    r"|xuất bản|gmt|utc|am|pm)\b|\d{1,2}[:h]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|[()+:,|•·'-]|–|\d+"
)


def without_time(line: str) -> str:
    """A time line without its time: the author or section that stands beside it, or "".

    >>> without_time("Lê Đạt - Thứ sáu, 21/01/2022 07:01 (GMT+7)")
    'Lê Đạt'
    """
    parts = (" ".join(_CLOCK.sub(" ", part).split()) for part in _BESIDE.split(line))
    return " | ".join(part for part in parts if part)


def is_time_line(line: str) -> bool:
    """Whether a line is a full date with no more than its hour, an author, a section or an outlet.

    >>> is_time_line("Hạnh Nguyên · 14:09 03/04/2023 · Trung Đông"), is_time_line("Hai bên gặp nhau ngày 03/04/2023")
    (True, False)
    """
    if len(line) > 100 or not _DIGITS.search(line) or not line_time(line):
        return False
    rest = without_time(line)
    return not rest or all(is_section(p) or is_outlet(p) or is_byline(p) for p in rest.split(" | "))


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
    known = key(tag) in agencies() or "." in tag or (text.lstrip().startswith("(") and tag.isupper())
    online = tag.isupper() and tag.endswith("O") and len(tag) <= 4 and not _is_org(tag)  # "TTO", but not "NATO"
    return (tag, m.end()) if known or online else None


def _is_org(tag: str) -> bool:
    hit = lexicon().names.longest(tokens(tag), 0)
    return hit is not None and any(name.kind == "org" and name.sort not in ("media", "agency") for name in hit[1])


@cache
def _dateline() -> "re.Pattern[str]":
    return re.compile(lexicon().page["words"]["dateline"].strip(), re.IGNORECASE)


def own_label(text: str) -> str:
    """The label that a line shows by itself, "related.head" for a heading of teasers, "" for running text.

    >>> own_label("Quốc tế"), own_label("(TTXVN)"), own_label("Hai bên gặp nhau")
    ('section', 'credit', '')
    """
    folded = key(text)
    if folded.strip(" >/|»›:") in _sections():
        return "section"
    if _is_menu(folded):
        return "navigation"
    cue = _shape(text, folded.strip())
    if cue:
        return cue.label
    if _LINK.match(text.strip()):
        return "related"
    return "time" if is_time_line(text) else ""


def is_paragraph(text: str) -> bool:
    """Whether a line is long enough for a paragraph, or a shorter whole sentence.

    >>> is_paragraph("Hai bên nhất trí nối lại đàm phán tại Geneva vào tuần sau, theo lịch đã định.")
    True
    >>> is_paragraph("Hai bên nối lại đàm phán")
    False
    """
    return len(text) >= LONG or (len(text) >= 60 and bool(SENTENCE.search(text)))


def is_scene(text: str) -> bool:
    """People or a place and no verb: what stands below a picture."""
    verbs, nouns = _verbal()
    told = verbs.search(nouns.sub("", key(text)))
    return told is None and _CAPITAL.search(text) is not None


def opens_sentence(text: str) -> bool:
    """Whether a line begins as paragraphs do and headlines don't.

    >>> opens_sentence("Cũng trong buổi sáng, bên lề diễn đàn"), opens_sentence("Ai Cập hoãn họp")
    (True, False)
    """
    return _openers().match(key(text)) is not None


@cache
def _openers() -> "re.Pattern[str]":
    words = lexicon().page["words"]["paragraph_opener"]
    return re.compile(rf"(?:{'|'.join(re.escape(key(word)) for word in words)})(?!\w)")


@cache
def _verbal() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """Words of telling, and titles that hold a syllable which elsewhere is a verb."""
    words = lexicon().page["words"]
    verbs, nouns = ("|".join(map(key, words[w])) for w in ("telling", "verb_in_title"))
    return re.compile(rf"\b(?:{verbs})\b"), re.compile(rf"\b(?:{nouns})\b")
