"""A grammar for names that no table has: people after titles, and what a common noun says to be a place or a body."""

from ..lexicon import Phrases, kept, lexicon
from ..text import Token
from .found import Found, Heading
from .words import before, foreign, is_common_word, listed, phrases, single

_HYPHENS = frozenset("-–—")
_LONGEST_BODY = 12  # tokens; the longest names of committees have ten


def unknown_person(run: list[Token], i: int, heading: Heading | None) -> Found | None:
    """A run of capitalised words after a title or honorific, or a foreign full name by itself."""
    end = capital_run(run, i)
    length = end - i
    if length == 0:
        return None
    headed = heading is not None and heading.end == i
    if headed:
        if lexicon().titles.longest(run, i) or lexicon().institutions.longest(run, i):
            return None
        seat = phrases("names", "of_titles").longest(run, i)
        if seat and (seat[0] > i + 1 or run[i].text.isupper()):
            return None  # "Chủ tịch UBND TP Hà Nội …"
        if phrases("names", "body_heads").longest(run, i) or phrases("names", "no_people").longest(run, i):
            return None
        if length == 1 and heading is not None and heading.title is not None and goes_on(run, i):
            return None
        if (
            heading is not None
            and heading.title is not None
            and heading.power is None
            and heading.title.office == "other"
            and not foreign(run[i].text)
        ):
            return None
        known = lexicon().names.longest(run, i)
        if known and known[0] >= end and any(n.kind != "person" for n in known[1]):
            return None
        return _person(run, i, end, "title")
    words = [t for t in run[i:end] if t.is_word]
    if 2 <= len(words) <= 5 and _aged(run, end) and not any(lexicon().names.longest(run, k) for k in range(i, end)):
        return _person(run, i, end, "pattern")
    if 2 <= len(words) <= 4 and all(foreign(t.text) for t in words if t.is_capital) and end < len(run):
        following = run[end]
        if (
            lexicon().names.longest(run, i) is None
            and (
                following.text == ","
                or phrases("tense", "told").longest(run, end)
                or phrases("tense", "past").longest(run, end)
            )
            and before(run, i, "names", "place_nouns") is None
            and before(run, i, "prepositions", "place") is None
            and before(run, i, "names", "org_nouns") is None
        ):
            return _person(run, i, end, "pattern")
    return None


def _aged(run: list[Token], end: int) -> bool:
    """Whether an age stands right behind a name: "Đậu Thất Vĩ, 29 tuổi", "Abdul Karim (29 tuổi)"."""
    if end + 2 >= len(run) or run[end].text not in (",", "("):
        return False
    return run[end + 1].text.isdigit() and run[end + 2].key in single("names", "ages")


def goes_on(run: list[Token], i: int) -> bool:
    """Whether a syllable is the first of a common word: "Bộ trưởng Hòa giải", but "Thủ tướng Dũng nói"."""
    if foreign(run[i].text) or i + 1 >= len(run):
        return False
    following = run[i + 1]
    lower = following.is_word and not following.is_capital and following.start == run[i].end + 1
    return lower and not any(
        words.longest(run, i + 1)
        for words in (_verbs(), *(phrases("tense", name) for name in ("told", "past", "future", "ongoing")))
    )


@kept(Phrases[str])
def _verbs() -> Phrases[str]:
    """What frames and reports are triggered by: a body's name holds none of it in small letters."""
    verbs = {v for frame in lexicon().frames for v in frame.get("verbs", ())}
    return Phrases((v, v) for v in sorted(verbs | set(listed("tense", "told"))))


@kept(Phrases[str])
def _acts() -> Phrases[str]:
    """What frames are triggered by, verbs and nouns: "hội đàm", "hội nghị"."""
    words = {w for frame in lexicon().frames for field in ("verbs", "nouns") for w in frame.get(field, ())}
    return Phrases((w, w) for w in sorted(words))


def unknown_body(run: list[Token], i: int) -> Found | None:
    """A body of a state by its common noun: "Hội đồng kinh tế quốc gia Mỹ", "Ủy ban … của Quốc hội Iran"."""
    head = phrases("names", "body_heads").longest(run, i) if run[i].is_capital else None
    if head is None or lexicon().titles.longest(run, i) or _acts().longest(run, i):
        return None  # "Hội đàm Nga - Ukraine" is no association
    j = head[0]
    while j < len(run) and j - i < _LONGEST_BODY:
        token = run[j]
        listed_on = token.text == "," and j + 1 < len(run) and run[j + 1].is_capital and run[i].key in ("bộ", "ủy")
        if token.start > run[j - 1].end + 1 or not (token.is_word or token.text in _HYPHENS or listed_on):
            return None
        state = _state(run, j)
        if state:
            end, iso3 = state
            if j == head[0]:
                return None
            own = lexicon().names.longest(run, end) if end < len(run) and run[end].is_capital else None
            if own and any(n.kind == "org" and not n.weak for n in own[1]):
                return None  # "Đài truyền hình nhà nước Israel KAN"
            known = lexicon().institutions.longest(run, i)
            text = " ".join(t.text for t in run[i:j]).replace(" ,", ",").removesuffix(" của")
            text = text if text.endswith("nhà nước") else text.removesuffix(" nước")
            entity = known[1][0].of(iso3) if known else f"{text}, {iso3}"
            return Found(i, end, "org", entity, "pattern", power=iso3)
        named = lexicon().names.longest(run, j) if token.is_capital else None
        if named and any(n.kind != "country" and not n.weak and foreign(run[j].text) for n in named[1]):
            return None  # "Tập đoàn Gazprom của Nga" has a name of its own
        if j == head[0] and named and named[0] > j + 1 and any(n.kind == "org" and not n.weak for n in named[1]):
            return None  # so has "Lực lượng Vệ binh Cách mạng Hồi giáo Iran"
        if token.key == "về" and (whole := lexicon().names.longest(run, i)) and whole[0] == j:
            return None  # "nghị quyết của Hội đồng Bảo an về Syria"
        if token.key in single("names", "body_stops") or (not token.is_capital and _verbs().longest(run, j)):
            return None
        j += 1
    return None


def _state(run: list[Token], i: int) -> tuple[int, str] | None:
    if not run[i].is_capital or is_common_word(run, i):
        return None
    for end, names in lexicon().names.all(run, i):
        for name in names:
            if name.kind == "country" and not name.weak and name.form[0].isupper():
                return end, name.entity
            if name.kind in ("person", "place"):
                return None
    return None


def capital_run(run: list[Token], i: int) -> int:
    """End of a run of name words: capitals, particles between them, hyphens, initials."""
    j, last = i, i
    while j < len(run) and j - i < 9:
        token = run[j]
        adjacent = j == i or token.start <= run[j - 1].end + 1
        if not adjacent:
            break
        if token.is_word and token.is_capital:
            j += 1
            last = j
        elif token.key in single("names", "particles") and (after := _after_particles(run, j)):
            j = after
        elif token.key[:2] in ("d'", "d’", "l'", "l’") and token.text[2:3].isupper():
            j += 1
            last = j
        elif (
            token.text in _HYPHENS
            and j > i
            and token.start == run[j - 1].end
            and j + 1 < len(run)
            and run[j + 1].start == token.end
            and run[j + 1].is_word
        ):
            j += 2
            last = j
        elif (
            token.text == "."
            and j > i
            and (len(run[j - 1].text) == 1 or run[j - 1].text in ("St", "Jr"))
            and run[j - 1].is_capital
            and j + 1 < len(run)
            and run[j + 1].is_capital
        ):
            j += 1
        else:
            break
    return last


def _after_particles(run: list[Token], j: int) -> int | None:
    """The token after one or two particles that a capital or a hyphen follows: "van der Hoeven", "de la Puente"."""
    for k in (j + 1, j + 2):
        if k < len(run) and run[k].start <= run[k - 1].end + 1 and (run[k].is_capital or run[k].text in _HYPHENS):
            return k
        if k >= len(run) or run[k].key not in single("names", "particles"):
            return None
    return None


def _person(run: list[Token], i: int, end: int, basis: str) -> Found:
    text = " ".join(t.text for t in run[i:end]).replace(" - ", "-").replace(" .", ".")
    return Found(i, end, "person", text, basis)


def unknown_by_noun(run: list[Token], i: int) -> Found | None:
    """An unknown name after a common noun that says what it is ("làng X", "hãng tin X")."""
    if (
        not run[i].is_capital
        or lexicon().titles.longest(run, i)
        or before(run, i, "names", "product_nouns") is not None
    ):
        return None
    end = capital_run(run, i)
    if end == i:
        return None
    text = " ".join(t.text for t in run[i:end]).replace(" - ", "-")
    treaty = before(run, i, "names", "treaty_nouns") is not None and (end - i > 1 or run[i].text.isupper())
    if before(run, i, "names", "place_nouns") is not None and foreign(run[i].text) and not treaty:
        return Found(i, end, "place", text, "pattern")
    if before(run, i, "names", "org_nouns") is not None and (
        foreign(run[i].text) or (end - i == 1 and run[i].text.isupper())
    ):
        return Found(i, end, "org", text, "pattern")
    return None
