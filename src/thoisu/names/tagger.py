"""Finds names: gazetteer, institutions of states, and a name grammar for the unknown.

The longest name wins over the ones inside it. What a name stands for on this page (short names, capitals
as governments, people's powers) is the linker's work.
"""

from functools import cache

from ..lexicon import Name, Title, lexicon
from ..text import Passage, Token
from .found import Found, Heading
from .unknown import capital_run, goes_on, unknown_body, unknown_by_noun, unknown_person
from .words import before, foreign, is_common_word, phrases, single

_HYPHENS = frozenset("-–—")
_PREFIXES = (
    12  # tokens before a title, as "nguyên", "Phó" and "quyền": a run of them is none, and is not tried anew at each
)
_OPENING, _CLOSING = frozenset('“"«‘'), frozenset('”"»’')


def tag(passage: Passage) -> list[Found]:
    """The names of a passage in order, without overlaps.

    >>> found = tag(Passage(0, "body", "Thủ tướng Đức Olaf Scholz sang Bắc Kinh (Trung Quốc)."))
    >>> [(f.kind, f.entity) for f in found]
    [('country', 'DEU'), ('person', 'Olaf Scholz'), ('place', 'Beijing'), ('country', 'CHN')]
    """
    run = passage.tokens
    starts = {lo for lo, _ in passage.sentences}
    particles, institutions = single("names", "particles"), lexicon().institutions.openers
    found: list[Found] = []
    heading: Heading | None = None
    small, names, titles = _small_openers(), lexicon().names.openers, _title_openers()
    i, last = 0, len(run) - 1
    while i <= last:
        token = run[i]
        if i in starts:
            heading = None
        plain = heading is None and not token.is_capital and token.key not in small and token.text not in _OPENING
        if plain and (i == last or not run[i + 1].is_capital or token.key not in names):
            i += 1  # most of a text: a word in small letters that begins nothing, not even a name like "al-Qaeda"
            continue
        if (past := _no_name(run, i)) is not None:
            heading, i = None, past
            continue
        if not token.is_word:
            if heading and token.text in "()" and (close := _abbreviated(run, i, heading)):
                heading = heading._replace(end=close)
            elif heading and not (token.text in "(),-–" and heading.end == i):
                heading = None
            elif heading:
                heading = heading._replace(end=i + 1) if token.text == "," and not heading.posted else None
            i += 1
            continue
        hit = _gazetteer(run, i, heading)
        if token.key in institutions:
            hit = _longer(_institution(run, i), hit)
        if token.is_capital:
            hit = _longer(hit, unknown_body(run, i))
        opened = _open_title(run, i) if token.key in titles else None
        if opened and (hit is None or hit.hi <= opened.end):
            heading = _continue(heading, opened, i)
            inner = _inside_title(run, i, opened.end)
            if inner:
                found.append(inner)
                power = heading.power or inner.power or inner.entity
                heading = heading._replace(power=power, end=max(opened.end, inner.hi))
            i = max(opened.end, inner.hi if inner else 0)
            continue
        person = unknown_person(run, i, heading) if token.is_capital or token.key in particles else None
        if person and (
            hit is None or (hit.kind == "person" and hit.hi < person.hi and hit.name and hit.name.sort == "short")
        ):
            hit = person
        hit = hit or unknown_by_noun(run, i)
        if hit is None:
            if heading and heading.end == i and token.key in ("nước", "của", "này", "liên", "là", "thuộc"):
                heading = heading._replace(end=i + 1)
            elif heading and heading.end == i and _waits(run, i, heading):
                heading = heading._replace(end=i + 1, posted=True)
            elif heading and heading.end == i and (words := phrases("names", "of_titles").longest(run, i)):
                heading, i = heading._replace(end=words[0]), words[0]
                continue
            elif heading and heading.end == i and (post := _post(run, i, heading)):
                heading, i = heading._replace(end=post, posted=True), post
                continue
            elif heading and heading.end == i:
                heading = None
            i += 1
            continue
        if heading and heading.end == hit.lo and heading.posted and hit.kind != "person":
            heading = heading._replace(end=hit.hi)
        elif heading and heading.end == hit.lo:
            hit, heading = _with_heading(hit, heading)
        found.append(hit)
        i = hit.hi
    return _trimmed(run, found, starts)


def _no_name(run: list[Token], i: int) -> int | None:
    """Past a ship's name ("tàu sân bay George Washington") or the title of a work ("ca khúc “Chiều Moskva”")."""
    if run[i].text in _OPENING and before(run, i, "names", "work_nouns") is not None:
        return next((k + 1 for k in range(i + 1, min(len(run), i + 16)) if run[k].text in _CLOSING), None)
    if not run[i].is_capital or i + 1 >= len(run):
        return None
    if run[i].text.isupper() and run[i].key in single("names", "ship_prefixes") and run[i + 1].is_capital:
        return capital_run(run, i + 1)  # "USS John S. McCain"
    if before(run, i, "names", "town_nouns") is not None:
        end = capital_run(run, i)
        known = lexicon().names.longest(run, i)
        return end if end - i > 1 and not foreign(run[i].text) and (known is None or known[0] < end) else None
    if before(run, i, "names", "vessel_nouns") is None:
        return None
    rank = phrases("people", "honorifics").longest(run, i)
    if rank and rank[0] < len(run) and run[rank[0]].is_capital:
        return capital_run(run, rank[0])  # "tàu hộ vệ Đô đốc Makarov"
    end = capital_run(run, i)
    several = sum(1 for k in range(i, end) if run[k].is_word) > 1
    known = lexicon().names.longest(run, i)
    state = known and any(n.kind in ("country", "org") for n in known[1])
    return end if several and foreign(run[i].text) and not state else None


def _post(run: list[Token], i: int, heading: Heading) -> int | None:
    """ "Đại sứ Việt Nam tại Myanmar Chu Công Phùng": the name stands behind the place of duty, whose token this is."""
    if heading.power is None or heading.title is None:
        return None
    if heading.title.office in ("special envoy", "envoy"):
        mission = phrases("names", "missions").longest(run, i)
        return mission[0] if mission is not None and mission[0] < len(run) and run[mission[0]].is_capital else None
    return i + 1 if run[i].key == "tại" and heading.title.office.startswith("ambassador") else None


def _waits(run: list[Token], i: int, heading: Heading) -> bool:
    """ "Trợ lý Ngoại trưởng Mỹ phụ trách Đông Á … Carol Whitmore": the name stands behind the field of work."""
    if heading.power is None or heading.title is None:
        return False
    if run[i].key == "phụ" and i + 1 < len(run) and run[i + 1].key == "trách":
        return True
    field = heading.posted and any(run[k].key == "trách" for k in range(max(0, i - 8), i + 1))
    return (
        field
        and run[i].is_word
        and not any(phrases("tense", name).longest(run, i) for name in ("told", "past", "future", "ongoing"))
    )


def _abbreviated(run: list[Token], i: int, heading: Heading) -> int | None:
    """ "Giám đốc Cục Tình báo Liên bang Đức (BND) Bruno Kahl": the name's start, past an abbreviation in brackets."""
    if run[i].text == ")":
        return heading.end if heading.end == i + 1 else None
    short = i + 3 < len(run) and run[i + 1].text.isupper() and run[i + 2].text == ")" and run[i + 3].is_capital
    return i + 3 if short and heading.end == i and heading.power else None


def _longer(a: Found | None, b: Found | None) -> Found | None:
    if a is None or b is None:
        return a or b
    return b if b.hi > a.hi else a


def _inside_title(run: list[Token], i: int, end: int) -> Found | None:
    """The body that a title holds: "Trợ lý Điện Kremlin", "Bộ trưởng Bộ Quốc phòng"."""
    for j in range(i + 1, end):
        if run[j].is_capital:
            hit = _longer(_institution(run, j), _gazetteer(run, j, None))
            if hit and hit.kind == "org" and hit.hi >= end and (hit.hi - j > 1 or run[j].text.isupper()):
                return hit
    return None


@cache
def _title_openers() -> frozenset[str]:
    """The tokens with which titles and what stands before them begin: most tokens are none, and need no more looks."""
    people = (phrases("people", name) for name in ("prefixes", "counterparts", "leaders", "honorifics"))
    nouns = phrases("names", "person_nouns")
    return frozenset().union(lexicon().titles.openers, nouns.openers, *(p.openers for p in people))


@cache
def _small_openers() -> frozenset[str]:
    """What in small letters can begin a name or a title, or stand in one."""
    known = lexicon()
    names = known.names.small_openers | single("names", "particles")
    return names.union(_title_openers(), known.institutions.openers)


def _open_title(run: list[Token], i: int) -> Heading | None:
    former, j, titles = False, i, lexicon().titles
    while (hit := titles.longest(run, j)) is None:  # "Cố vấn" is no late "vấn"
        prefix = phrases("people", "prefixes").longest(run, j)
        if not prefix:
            break
        former = former or prefix[1][0] in ("cựu", "nguyên", "cố")
        j = prefix[0]
        if j >= len(run) or j - i > _PREFIXES:
            return None
    if hit:
        return Heading(hit[1][0], former, None, hit[0])
    for table in ("counterparts", "leaders"):
        hit2 = phrases("people", table).longest(run, j)
        if hit2:
            return Heading(_plain_title(table), former, None, hit2[0])
    honorific = phrases("people", "honorifics").longest(run, j)
    if (
        honorific
        and not (run[j].key == "anh" and run[j].is_capital and j and run[j - 1].text not in '."“!?')
        and honorific[0] < len(run)
        and (run[j].is_capital or len(run[j].text) > 1)  # the Burmese "U"
        and (run[honorific[0]].is_capital or run[honorific[0]].key in single("names", "particles"))
    ):
        return Heading(None, former, None, honorific[0])
    person_noun = phrases("names", "person_nouns").longest(run, j)
    if person_noun and not run[j].is_capital:
        return Heading(_plain_title("person"), former, None, person_noun[0])
    return None


def _plain_title(sort: str) -> Title:
    office = {"counterparts": "counterpart", "leaders": "leader"}.get(sort, "other")
    return Title(sort, office, "GOV" if office != "other" else "CVL", frozenset(("state", "org")))


def _continue(heading: Heading | None, opened: Heading, i: int) -> Heading:
    """A title, a comma or an honorific after a title goes on with it ("Tổng Thư ký NATO, ông Jens …")."""
    if heading and heading.end == i and (opened.title is None or opened.title.office == "other"):
        return heading._replace(end=opened.end)
    return opened


def _with_heading(hit: Found, heading: Heading) -> tuple[Found, Heading | None]:
    if hit.kind == "person":
        return hit._replace(title=heading.title, former=heading.former, power=heading.power), None
    if hit.kind in ("country", "org") and heading.title is not None:
        power = heading.power or hit.entity
        return hit._replace(title=heading.title, former=heading.former), heading._replace(power=power, end=hit.hi)
    if hit.kind == "place" and hit.name is not None and hit.name.country and heading.title is not None:
        own = hit.entity if hit.entity in lexicon().holders else hit.name.country
        return hit, heading._replace(power=heading.power or own, end=hit.hi)
    return hit, None


def _institution(run: list[Token], i: int) -> Found | None:
    hit = lexicon().institutions.longest(run, i)
    if not hit:
        return None
    end, (office, *_) = hit
    j = end
    while j < len(run) and run[j].key in ("của", "nước", "liên", "bang") and j - end < 2:
        j += 1
    state = _state(run, j)
    if state:
        if office.sector in ("MIL", "COP") and not run[i].is_capital:
            return None
        return Found(i, state[0], "org", office.of(state[1]), "lexicon", power=state[1])
    if office.standalone and run[i].is_capital and i + 1 < end:
        return Found(i, end, "org", office.id, "lexicon", institution=office)
    return None


def _state(run: list[Token], i: int) -> tuple[int, str] | None:
    if i >= len(run) or not run[i].is_capital:
        return None
    for end, names in lexicon().names.all(run, i):
        for name in names:
            if name.kind == "country" and not name.weak and _cased(run, i, end, name):
                return end, name.entity
    return None


def _cased(run: list[Token], i: int, end: int, name: Name) -> bool:
    """Whether the capitals fit: a capital form needs its capital, an acronym every one."""
    form, first = name.form, run[i].text
    if name.kind == "person" and end - i > 1:
        return any(run[k].is_capital for k in range(i, end))
    if not form[0].isupper():
        return form.islower() or any(run[k].is_capital for k in range(i, end))
    if not first[0].isupper():
        return False
    if end - i == 1 and len(form) > 1 and form.isupper():
        return first == form
    return True


def _gazetteer(run: list[Token], i: int, heading: Heading | None) -> Found | None:
    if not (run[i].is_capital or (i + 1 < len(run) and run[i + 1].is_capital)) and (
        run[i].key not in lexicon().names.small_openers
    ):
        return None  # most of a text, done with one look
    for end, names in lexicon().names.all(run, i):
        fitting = [n for n in names if _cased(run, i, end, n) and _in_context(run, i, end, n, heading)]
        if not fitting:
            continue
        name = _choose(run, i, fitting, heading)
        return Found(i, end, name.kind, name.entity, "lexicon" if name.sort != "short" else "short name", name)
    return None


def _choose(run: list[Token], i: int, names: list[Name], heading: Heading | None) -> Name:
    if len(names) == 1:
        return names[0]
    if not foreign(run[i].text) and any(n.kind == "country" for n in names):
        names = [
            n for n in names if n.kind != "person" or n.sort == "full"
        ]  # "Đại sứ Mỹ, Anh": a state, not a given name
    rank = {"country": 0, "place": 1, "org": 2, "person": 3}
    if heading and heading.end == i and heading.power:
        rank = {"person": 0, "country": 1, "org": 2, "place": 3}
    elif before(run, i, "names", "org_nouns") is not None:
        rank = {"org": 0, "country": 1, "place": 2, "person": 3}
    elif before(run, i, "names", "place_nouns") is not None:
        rank = {"place": 0, "country": 1, "org": 2, "person": 3}
    return min(names, key=lambda n: (0.5 if n.sort == "government" else rank[n.kind], n.weak))


def _in_context(run: list[Token], i: int, end: int, name: Name, heading: Heading | None) -> bool:
    if name.kind == "country":
        if end - i == 1 and is_common_word(run, i) and not _after_state_title(run, i, heading):
            return False
        return not name.weak or _paired(run, i, end) or before(run, i, "names", "before_nations") is not None
    headed = heading is not None and heading.end == i
    if name.kind in ("person", "place") and before(run, i, "names", "vessel_nouns") is not None:
        return False
    if name.kind == "person":
        if name.sort != "short":
            return True
        if end < len(run) and run[end].is_capital and run[end].start <= run[end - 1].end + 1 and foreign(run[end].text):
            return False
        if (
            i
            and run[i - 1].is_capital
            and run[i - 1].end + 1 == run[i].start
            and foreign(run[i - 1].text)
            and not headed
        ):
            return False
        if headed and heading is not None and heading.title is not None and end - i == 1 and goes_on(run, i):
            return False
        return headed or not (name.weak or (end - i == 1 and not foreign(run[i].text)))
    if name.kind == "org":
        if not name.weak:
            return True
        bracketed = i > 0 and run[i - 1].text == "(" and end < len(run) and run[end].text == ")"
        return bracketed or before(run, i, "names", "org_context") is not None or name.sort == "armed"
    if run[i].text == "biển" and i and run[i - 1].key in single("names", "before_sea"):
        return False  # "vùng biển Philippines": waters of the Philippines
    if name.weak:
        return before(run, i, "names", "place_nouns") is not None or before(run, i, "prepositions", "place") is not None
    return not (headed and heading is not None and heading.title is None)


def _after_state_title(run: list[Token], i: int, heading: Heading | None) -> bool:
    """ "Thủ tướng Anh đã …", "nhà lãnh đạo Đức …": what a title of states stands before, where no name goes on."""
    if heading is None or heading.end != i or heading.title is None or "state" not in heading.title.after:
        return False
    return not (i + 1 < len(run) and run[i + 1].is_capital and run[i + 1].start == run[i].end + 1)


def _paired(run: list[Token], i: int, end: int) -> bool:
    """ "Mỹ - Trung": a short name of a state counts only beside another state."""
    if end + 1 < len(run) and run[end].text in _HYPHENS and run[end + 1].is_capital and _any_state(run, end + 1):
        return True
    return i >= 2 and run[i - 1].text in _HYPHENS and run[i - 2].is_capital and _any_state(run, i - 2)


def _any_state(run: list[Token], i: int) -> bool:
    for start in (i, i - 1):
        if start < 0:
            continue
        for end, names in lexicon().names.all(run, start):
            if end > i and any(n.kind == "country" for n in names):
                return True
    return False


def _trimmed(run: list[Token], found: list[Found], starts: set[int]) -> list[Found]:
    """Leaves out the common noun of a name where the rest is its name too ("bán đảo Crimea", "núi Kumgang")."""
    kept = []
    for f in found:
        if f.kind in ("place", "org") and f.hi - f.lo > 1:
            nouns = phrases("names", "generic") if f.kind == "place" else phrases("names", "generic_orgs")
            generic = nouns.longest(run, f.lo)
            start = generic[0] if generic else f.hi
            if start < f.hi and run[start].text == "." and run[f.lo].key == "tp":
                start += 1
            if generic and start < f.hi and run[start].is_capital:
                rest = lexicon().names.longest(run, start)
                same = rest and rest[0] == f.hi and any(n.entity == f.entity for n in rest[1])
                small = not run[f.lo].is_capital or f.lo in starts
                proper = f.kind == "place" and small and foreign(run[start].text)
                if (same and (small or f.kind == "place")) or proper:
                    f = f._replace(lo=start)
        kept.append(f)
    return kept
