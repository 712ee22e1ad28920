"""Credit lines: which names are people, which are agencies and outlets.

A Vietnamese person's name is told from other capitalised words by its syllables: each must be one that Vietnamese
spelling allows. Outlets are known by lexicon/publishers/ and the agencies of lexicon/page.toml.
"""

import re
from functools import cache, lru_cache

from ..lexicon import lexicon
from ..text import LOWER, UPPER, key, tokens
from .publishers import outlet_names

_WORD = rf"[{UPPER}][^\W\d_]*+\.?+(?:[-'’][^\W\d_]++)*+"
_NAME = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,4}}$")
_INITIALS = re.compile(rf"(?:[A-ZĐ]{{1,2}}[a-z]?\s?\.\s?){{1,3}}(?:[{UPPER}][^\W\d_]*+)?$")
_CHANNEL = re.compile(r"[A-Z]{2,5}\d{1,2}$")  # "VOV1"
_HEAD = re.compile(r"^[\s(]*+(?:[^:]{0,24}:\s*+)")
_SOURCE = re.compile(
    r"(?i)^(?:theo|nguồn|bởi|ảnh minh họa|ảnh tư liệu|ảnh|(?:tổng hợp|lược dịch|dịch|biên dịch)(?:\s+(?:từ|theo))?)"
    r"(?!\w)\s*+:?"
)
_SOURCED = re.compile(r"(?i)\s*+(?:theo|nguồn)\b")
_TAIL = re.compile(r"(?i)(?:(?:(?<!\s)\s++)?+\b(?:null|phát)|(?<!\s)\s++tại\s.*)$")
_NULL = re.compile(r"(?i)(?:(?<!\s)\s++)?+\bnull\b")
_BRACKETED = re.compile(r"(?P<out>[^()]*+)\((?P<in>[^()]*+)\)?+\.?$")
_HOST = re.compile(r"[\w-]++(?:\.[\w-]++)*?\.[a-z]{2,6}|\w++\+", re.IGNORECASE)
_URL = re.compile(r"https?://(?:www\.)?([^/\s]++)\S*+")
_REPORTER = re.compile(r"(?i)(?<!\w)p\s?/\s?v(?!\w)\.?")
_PICTURE = re.compile(r"(?i)\s*+(?:ảnh|video|clip|đồ họa|infographic)\s*+:")
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?+[/,;&|•·]\s*+|(?<!\s)\s++(?:-|và)\s+|–")
_REMARK = re.compile(rf"(?:(?<!\s)\s++)?+\((?=[{LOWER}])(?!theo\s)[^()]*+\)\.?$")
# A syllable: onset, vowels with their tone, coda (Thompson, A Vietnamese Reference Grammar, 1987, ch. 2).
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?$"
)


@cache
def agencies() -> frozenset[str]:
    """Keys of agencies and media as credits print them."""
    return frozenset(key(w.replace("\\", "")) for w in lexicon().page["words"]["agency"])


def is_outlet(name: str) -> bool:
    """Whether a name is an agency's or an outlet's.

    >>> is_outlet("TTXVN"), is_outlet("Tuổi Trẻ"), is_outlet("Lê Đạt")
    (True, True, False)
    """
    folded = key(name).strip()
    return folded in agencies() or folded in outlet_names() or _HOST.fullmatch(name.strip(" .")) is not None


def credit_names(text: str) -> list[str]:
    """Agencies and people of a credit, in order.

    >>> credit_names("Ảnh: AFP/TTXVN"), credit_names("TTXVN/Vietnam+"), credit_names("Ảnh minh họa")
    (['AFP', 'TTXVN'], ['TTXVN', 'Vietnam+'], [])
    """
    bare = _HEAD.sub("", _URL.sub(r"\1", text).strip(" .()"))
    bare = _TAIL.sub("", _SOURCE.sub("", bare).strip(" :.()"))
    parts = (_SOURCE.sub("", name.strip(" .*-–:")).strip() for name in _SPLIT.split(bare))
    return [name for name in parts if name and key(name) not in _compiled()]


def byline_parts(line: str) -> tuple[list[str], list[str]]:
    """People and agencies of a credit line.

    >>> byline_parts("Theo Lê Đạt (TTXVN/Vietnam+)"), byline_parts("(Vietnam+)"), byline_parts("Theo: Vietnam+")
    ((['Lê Đạt'], ['TTXVN', 'Vietnam+']), ([], ['Vietnam+']), ([], ['Vietnam+']))
    >>> byline_parts("Bài, ảnh: Hoài Thu - Đặng Ánh"), byline_parts("P/v TTXVN tại Moskva")
    ((['Hoài Thu', 'Đặng Ánh'], []), ([], ['TTXVN']))
    """
    people, credit = _parts(line)
    return list(people), list(credit)


@lru_cache(maxsize=4)  # a page asks for those of its one or two signatures when it labels, names and credits them
def _parts(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    line = _REPORTER.sub("PV", _NULL.sub("", line.strip(" *•|-–")))
    told = [part for part in line.split(";") if not _PICTURE.match(part)]
    line = _cues().sub("", _REMARK.sub("", ";".join(told) if told else line))
    m = _BRACKETED.match(line)
    inner = credit_names(m["in"]) if m else []
    outside = m["out"] if m else line
    # "Theo X" alone names a source, unless X is spelt as a Vietnamese person is; with an agency in brackets it names
    # the author of the agency's report.
    sourced = _SOURCED.match(outside) is not None and not inner
    people: list[str] = []
    credit: list[str] = []
    for name in credit_names(outside):
        if any(c.isdigit() for c in name) and not _CHANNEL.match(name):
            continue
        if is_person(name) and (not sourced or _is_native(_titleless(name))):
            people.append(_titleless(name))
        else:
            credit.append(name)
    for name in inner:
        # Brackets mostly hold the agency.
        if _is_native(name) and is_person(name) and not _is_place(name):
            people.append(_titleless(name))
        elif name not in credit:
            credit.append(name)
    return tuple(people), tuple(credit)


def is_person(name: str) -> bool:
    """Whether a name from a credit line is a person's: no outlet, capitalised, two words or initials.

    >>> is_person("Lê Đạt"), is_person("Báo Tin tức"), is_person("TTXVN"), is_person("H.A")
    (True, False, False, True)
    """
    name = _titleless(name)
    folded = key(name)
    if folded in _compiled():
        return False
    if _INITIALS.match(name) and "." in name and folded not in outlet_names():
        return True
    if is_outlet(name) or not _NAME.match(name) or _heads().match(folded) or _phrases().search(folded):
        return False
    words = name.split()
    return len(words) >= 2 and (not name.isupper() or any(_native(w) for w in words))


def is_byline(line: str) -> bool:
    """Whether a whole line is nothing but an author's name, perhaps with an agency.

    >>> is_byline("Hà Thu (tổng hợp)"), is_byline("Đặng Ánh (TTXVN)"), is_byline("Hà Nội"), is_byline("Giá vàng")
    (True, True, False, False)
    """
    line = line.strip(" *•|-–")
    if not 3 <= len(line) <= 80 or line[-1] in "?!…":
        return False
    bare = _cues().sub("", _REMARK.sub("", line))
    people, credit = byline_parts(line)
    if not people or not all(_is_native(p) or (_INITIALS.match(p) and "." in p) for p in people):
        return False
    known = all(is_outlet(c) or c.isupper() for c in credit)
    return known and len(people) <= 4 and (bare != line or not any(_is_place(p) for p in people))


def names_only(line: str) -> bool:
    """Whether a line that the markup calls its author or source holds nothing but names.

    >>> names_only("By Lưu Hải Nam · 4 min read"), names_only("Gửi thư cho tác giả")
    (True, False)
    """
    people, credit = byline_parts(line)
    if people or not credit or len(line) >= 60:
        return bool(people)
    return all(is_outlet(c) or (c[0].isupper() and not _phrases().search(key(c))) for c in credit)


@cache
def _phrases() -> "re.Pattern[str]":
    """Words of furniture, and names of sections printed as names are ("Thể Thao")."""
    page = lexicon().page["words"]
    words = "|".join(re.escape(key(w)) for w in page["no_name"])
    sections = "|".join(re.escape(key(w)) for w in page["sections"])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|^(?:{sections})$")


@cache
def _compiled() -> frozenset[str]:
    """What stands where a name would, and is none: "tổng hợp", "PV"."""
    return frozenset(key(w) for w in lexicon().page["words"]["nobody"])


@cache
def _heads() -> "re.Pattern[str]":
    heads = "|".join(re.escape(key(w)) for w in lexicon().page["words"]["outlet_head"])
    return re.compile(rf"(?:{heads})(?!\w)")


@cache
def _cues() -> "re.Pattern[str]":
    cues = "|".join(sorted((re.escape(c) for c in lexicon().page["words"]["byline_cue"]), key=len, reverse=True))
    return re.compile(rf"^\s*(?:(?:{cues})(?=[\s:])\s*:?\s*)+", re.IGNORECASE)


def _titleless(name: str) -> str:
    return _cues().sub("", name).strip()


def _native(word: str) -> bool:
    return _SYLLABLE.fullmatch(word.lower()) is not None


def _is_native(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(_native(w) and w[0].isupper() for w in words)


def _is_place(name: str) -> bool:
    spoken = tokens(name)
    hit = lexicon().names.longest(spoken, 0)
    return hit is not None and hit[0] == len(spoken) and any(n.kind != "person" for n in hit[1])
