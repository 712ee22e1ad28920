"""Says who or what each found name is on this page, and for whom each person acts.

Short names go to the full name of the page; capitals are places or governments by their words around;
ministries without a state take the state from the context; a person's power is the one that the page's
titles give, else the office held on the day of the page.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..lexicon import Lookup, kept, lexicon
from ..model import Mention
from ..text import Passage, Token, fold
from .acronyms import defined_acronyms, with_acronyms
from .found import Found
from .meant import bare, meant, state_of_person
from .offices import runs, terms_of
from .words import before, foreign, phrases, single


class Person(NamedTuple):
    """A person of the page and the power (state or organisation) that they act for."""

    entity: str
    wikidata: str | None
    country: str | None
    org: str | None
    office: str | None
    sector: str | None


class Names(NamedTuple):
    """The mentions of a page in order, its people by id, and the names that it seems to misspell."""

    mentions: list[Mention]
    people: dict[str, Person]
    spellings: dict[str, str]


def link(passages: Iterable[Passage], found: dict[int, list[Found]], day: date | None) -> Names:
    """Links what `tag` found in each passage; `day` is the page's day (offices), None when not known.

    >>> from thoisu.names.tagger import tag
    >>> p = Passage(0, "body", "Ngoại trưởng Mỹ Antony Blinken tới Kiev. Ông Blinken nói Moskva cần đối thoại.")
    >>> names = link([p], {0: tag(p)}, date(2022, 1, 19))
    >>> [(m.text, m.kind, m.entity) for m in names.mentions][2:]
    [('Kiev', 'place', 'Kyiv'), ('Blinken', 'person', 'Antony Blinken'), ('Moskva', 'country', 'RUS')]
    """
    pages = list(passages)
    short = defined_acronyms(pages, found)
    found = {p.index: with_acronyms(p, found.get(p.index, []), short) for p in pages}
    full = _full_names(pages, found)
    spellings: dict[str, str] = {}
    states = Counter(f.entity for fs in found.values() for f in fs if f.kind == "country")
    titled: dict[str, list[Found]] = {}
    most = max(states.values(), default=1)
    near: dict[str, str] = {}  # of people in offices of a state that is not named with them: the state named before
    mentions: list[Mention] = []
    for passage in pages:
        placed = _with_short_names(passage, found.get(passage.index, []), full)
        last_state: str | None = None
        previous: Mention | None = None
        for at, f in enumerate(placed):
            if f.institution is not None and last_state != (own := state_of_person(placed, at, day)) and own:
                last_state = own
            free = placed[at - 1].hi if at else 0
            entity, kind, basis, f = _identify(passage, f, full, last_state, states, previous, day, free)
            if kind == "person" and basis == "title" and f.name is None:
                entity = meant(entity, f, day, spellings)
            if f.institution is not None and f.power is None:
                continue  # a parliament or ministry of no state that the page names
            if kind == "country":
                last_state = entity
            elif f.power:
                last_state = f.power if len(f.power) == 3 else last_state
            if kind == "person":
                titled.setdefault(entity, []).append(f)
                if last_state and f.power is None and _of_a_state(f) and states[last_state] == most:
                    near.setdefault(entity, last_state)
            start, end = passage.tokens[f.lo].start, passage.tokens[f.hi - 1].end
            wikidata = f.name.wikidata if f.name and f.name.kind == kind else None
            if kind == "country":
                wikidata = lexicon().countries[entity].wikidata if entity in lexicon().countries else None
            office = f.title.office if kind == "person" and f.title and f.title.office != "other" else None
            previous = Mention(
                passage.index, start, end, passage.text[start:end], kind, entity, wikidata, office, basis
            )
            mentions.append(previous)
    people = {entity: _person(entity, seen, day, near.get(entity)) for entity, seen in titled.items()}
    mentions = [m if m.kind != "person" or m.wikidata else _with_wikidata(m, people) for m in mentions]
    return Names(mentions, people, spellings)


def _with_wikidata(mention: Mention, people: dict[str, Person]) -> Mention:
    person = people.get(mention.entity)
    if person is None or person.wikidata is None:
        return mention
    return Mention(
        mention.p, mention.start, mention.end, mention.text, mention.kind, mention.entity,
        person.wikidata, mention.office, mention.basis,
    )  # fmt: skip


# -- people --------------------------------------------------------------------------------------------------


def _full_names(passages: list[Passage], found: dict[int, list[Found]]) -> dict[tuple[str, ...], str]:
    """Every part of the page's full names that may stand for the whole, as token keys."""
    named: list[tuple[list[str], str]] = []
    for passage in passages:
        for f in found.get(passage.index, ()):
            if f.kind != "person" or (f.name and f.name.sort == "short"):
                continue
            words = [t.key for t in passage.tokens[f.lo : f.hi]]
            if sum(1 for w in words if w[0].isalpha()) >= 2:
                named.append((words, f.entity))
    full: dict[tuple[str, ...], str] = {tuple(words): entity for words, entity in named}
    parts: dict[tuple[str, ...], str] = {}
    # The longest name first: "Bà al-Qadiri" is a part of "Fatima al-Qadiri", though it has two words itself.
    for words, entity in sorted(named, key=lambda n: -len(n[0])):
        for a in range(len(words)):
            for b in range(a + 1, len(words) + 1):
                part = tuple(words[a:b])
                if (a, b) != (0, len(words)) and part[0][0].isalpha() and part[-1][0].isalpha():
                    parts.setdefault(part, entity)
    unknown = {words: e for words, e in full.items() if words in parts and e not in lexicon().known_people}
    return parts | {words: e for words, e in full.items() if words not in unknown}


def _with_short_names(passage: Passage, found: list[Found], full: dict[tuple[str, ...], str]) -> list[Found]:
    """Adds bare short names ("Putin", "Le Drian") of people whom the page names in full."""
    run = passage.tokens
    taken = {k for f in found for k in range(f.lo, f.hi)}
    added = list(found)
    openers = {words[0] for words in full}
    end = 0
    for i in [i for i, token in enumerate(run) if token.key in openers]:
        if i < end or i in taken:
            continue
        hit = next(
            (
                j
                for j in range(min(len(run), i + 6), i, -1)
                if not taken.intersection(range(i, j)) and tuple(t.key for t in run[i:j]) in full
            ),
            None,
        )
        if hit and _stands_alone(run, i, hit):
            entity = full[tuple(t.key for t in run[i:hit])]
            added.append(Found(i, hit, "person", entity, "short name"))
            end = hit
    added.sort(key=lambda f: f.lo)
    return added


def _stands_alone(run: list[Token], i: int, end: int) -> bool:
    words = run[i:end]
    if not any(t.is_capital for t in words) or (len(words) == 1 and len(words[0].text) < 3):
        return False
    if not words[0].is_capital and words[0].key not in single("names", "particles"):
        return False
    if end < len(run) and run[end].is_capital and run[end].start == run[end - 1].end + 1 and foreign(run[end].text):
        return False
    if end + 1 < len(run) and run[end].key in single("names", "particles") and not run[end].is_capital:
        goes_on = run[end + 1].is_capital or run[end + 1].text in "-–"
        if goes_on and run[end].start == run[end - 1].end + 1:
            return False  # "Ali al-Houthi" is no other Ali
    return any(foreign(t.text) for t in words if t.is_word)


def _identify(
    passage: Passage,
    f: Found,
    full: dict[tuple[str, ...], str],
    last_state: str | None,
    states: Counter[str],
    previous: Mention | None,
    day: date | None,
    free: int,
) -> tuple[str, str, str, Found]:
    run = passage.tokens
    if f.kind == "person":
        keys = tuple(t.key for t in run[f.lo : f.hi])
        if f.title is None and f.power is None:
            f = _apposition(run, f)
        if f.power is None and f.title is not None and last_state and run[f.lo - 1].key in ("này", "chủ", "nhà"):
            f = f._replace(power=last_state)
        if f.name is not None and f.name.sort == "short" and f.name.weak and f.title is None and keys not in full:
            return bare(f, passage, states, day)
        if (f.name is None or f.name.sort == "short") and keys in full:
            same = full[keys]
            return same, "person", "short name" if f.basis != "title" or same != f.entity else "title", f
        if f.name is None and f.basis == "title":
            return _known_spelling(f.entity) or f.entity, "person", "title", f
        return f.entity, "person", f.basis, f
    if f.institution is not None:
        state = _context_state(run, f, last_state, states)
        if state is None:
            return f.entity, "org", "pattern", f
        return f.institution.of(state), "org", "pattern", f._replace(power=state)
    if f.kind == "place" and f.name and f.name.entity in lexicon().capitals:
        government = lexicon().capitals[f.name.entity]
        if _is_government(run, f, previous):
            return government, "country", "capital", f
    if f.kind == "org" and f.entity in ("Kremlin", "White House", "Pentagon") and _is_venue(run, f.lo):
        return f.entity, "place", "lexicon", f
    if f.kind in ("country", "place"):
        part = _part_of(run, f)
        if part and part[1] >= free:  # "Chiến khu miền Nam" keeps its own before a state
            return part[0], "place", "pattern", f._replace(lo=part[1])
    return f.entity, f.kind, f.basis, f


def _is_venue(run: list[Token], i: int) -> bool:
    """ "tại Điện Kremlin", "rời Nhà Trắng": the building, not its master."""
    return before(run, i, "prepositions", "at") is not None or (
        i > 0 and run[i - 1].key in ("đến", "tới", "rời", "về", "trong")
    )


def _known_spelling(text: str) -> str | None:
    """The person of the office tables whose name is the same without diacritics."""
    return _folded_people().get(fold(text).replace("-", " "))


@kept(Lookup[str])
def _folded_people() -> Lookup[str]:
    return Lookup({fold(t.person).replace("-", " "): t.person for t in lexicon().terms})


def _apposition(run: list[Token], f: Found) -> Found:
    """A title after the name: "ông Yury Ushakov - Trợ lý Điện Kremlin", "Blinken, Ngoại trưởng Mỹ"."""
    if f.hi + 1 >= len(run) or run[f.hi].text not in ",-–(":
        return f
    hit = lexicon().titles.longest(run, f.hi + 1)
    former = False
    if not hit and run[f.hi + 1].key in ("cựu", "nguyên"):
        former, hit = True, lexicon().titles.longest(run, f.hi + 2)
    if not hit:
        return f
    end, (title, *_) = hit
    inside = (_power_at(run, k) for k in range(f.hi + 2, end) if run[k].is_capital)
    power = next((own for own, after in inside if own and after == end), None)  # "Đặc phái viên LHQ tại Syria"
    while end < len(run) and run[end].key in ("của", "tại", "nước", "cấp", "cao", "thường", "trực"):
        end += 1
    if (seat := lexicon().institutions.longest(run, end)) is not None and power is None:
        end = seat[0]  # "David Rank, đại biện lâm thời Đại sứ quán Mỹ"
        while end < len(run) and run[end].key in ("của", "nước"):
            end += 1
    return f._replace(title=title, former=former, power=power or _power_at(run, end)[0])


def _power_at(run: list[Token], at: int) -> tuple[str | None, int]:
    """The state or organisation that is named at a token, and the token after its name."""
    for after, names in lexicon().names.all(run, at) if at < len(run) else ():
        power = None
        for name in names:
            if name.kind == "country":
                power = name.entity
            elif name.kind == "org":
                power = name.country if name.sort == "government" and name.country else name.entity
        if power:
            return power, after
    return None, at


def _of_a_state(f: Found) -> bool:
    """Whether a title is one of a state's own: "Tổng thống", not "Chủ tịch" or "Giám đốc"."""
    return f.title is not None and not f.former and f.title.sector in _STATE and f.title.office in _OFFICES


_SENT = 9  # tokens before a capital in which stands what is sent there
_PRIVATE = frozenset(("CVL", "BUS", "EDU", "MED", "CRM"))
_STATE = frozenset(("GOV", "MIL", "AGR", "JUD", "LEG"))
_OFFICES = frozenset(
    ("president", "prime minister", "foreign minister", "defence minister", "minister", "deputy foreign minister")
)


def _person(entity: str, seen: list[Found], day: date | None, near: str | None = None) -> Person:
    """The person's power: by the titles of the page, else by the office held on the day, else the state `near`."""
    wikidata = next((f.name.wikidata for f in seen if f.name and f.name.wikidata), None)
    country = org = office = sector = None
    former = any(f.former for f in seen)
    for f in seen:
        named = f.title is not None and f.title.office not in ("other", "counterpart", "leader")
        if f.title is not None and named and office in (None, "minister"):
            office, sector = f.title.office, f.title.sector
        if f.power is not None and country is None and org is None and f.power not in lexicon().bare_institutions:
            country, org = _power(f.power)
    held = terms_of(entity)
    terms = [t for t in held if day is not None and runs(t, day)]
    if org is not None:
        # A body's head acts for the whole ("Chủ tịch Ủy ban châu Âu": the EU) where the terms say so.
        org = next((t.holder for t in terms if t.holder not in lexicon().countries), org)
    if former and not terms:
        return Person(entity, wikidata, None, None, office, sector)
    if country is None and org is None and terms:
        fitting = [t for t in terms if t.office == office] or terms
        # One crown may be worn for fifteen states: it is the state at hand's, else that of its seat.
        seats = (near, *lexicon().grammar["names"]["crown_seats"])
        best = next((t for seat in seats for t in fitting if t.holder == seat), fitting[0])
        country, org = _power(best.holder)
        office = office or best.office
    if country is None and org is None and not former:
        # "Quân đội Niger lật đổ Tổng thống Mohamed Bazoum"; who is known from another time keeps the state of then.
        then = next((t.holder for t in held if t.office == office), None)
        country, org = (near, None) if then is None else _power(then)
    titles = [f.title for f in seen if f.title is not None]
    if titles and not terms and all(title.sector in _PRIVATE for title in titles):
        return Person(entity, wikidata, None, None, office, sector)  # a student or reporter acts for no state
    if country or org:
        sector = sector or "GOV"
        matching = [t for t in terms if t.holder in (country, org)]
        office = office or (matching[0].office if matching else None)
    return Person(entity, wikidata, country, org, office, sector if country or org else None)


def _power(holder: str) -> tuple[str | None, str | None]:
    """(state, None) or (None, organisation) of a holder; a state's body stands for its state."""
    if holder in lexicon().countries:
        return holder, None
    if ", " in holder and holder.rsplit(", ", 1)[1] in lexicon().countries:
        return holder.rsplit(", ", 1)[1], None
    country = lexicon().state_bodies.get(holder) or lexicon().state_forces.get(holder)
    return (country, None) if country else (None, holder)


# -- states and places ---------------------------------------------------------------------------------------


def _context_state(run: list[Token], f: Found, last_state: str | None, states: Counter[str]) -> str | None:
    following = run[f.hi : f.hi + 2]
    if following and (following[0].key in single("who", "many") or following[0].key in single("who", "indefinite")):
        return None
    if last_state:
        return last_state
    return states.most_common(1)[0][0] if states else None


def _is_government(run: list[Token], f: Found, previous: Mention | None) -> bool:
    """Whether a capital's name stands for its government here."""
    i, end = f.lo, f.hi
    following = run[end] if end < len(run) else None
    if following is not None and following.text == "(":
        return False
    if following is not None and following.key == "của" and end + 1 < len(run) and run[end + 1].is_capital:
        return False
    if before(run, i, "names", "place_nouns") is not None or before(run, i, "names", "seat_nouns") is not None:
        return False
    if before(run, i, "names", "striking") is not None:
        return False
    if (
        i
        and run[i - 1].key in ("và", ",", "hoặc")
        and previous is not None
        and previous.kind == "place"
        and run[i - 2].end == previous.end
    ):
        return following is not None and bool(_acts(run, end))
    start = before(run, i, "prepositions", "place")
    if start is not None and run[i - 1].key == "vào" and i > 2 and run[i - 2].key in ("nhằm", "nhắm"):
        # "trừng phạt nhằm vào Moskva", but "tên lửa nhằm vào Kiev"
        return any(phrases("names", "at_states").longest(run, k) for k in range(max(0, i - 9), i - 2))
    if start is not None and run[i - 1].key in single("names", "sent_to"):
        # "gửi công hàm tới Bắc Kinh": words are sent to those who govern there, people and arms to the town.
        sent = phrases("names", "sending").first(run, max(0, i - _SENT), i)
        words = phrases("names", "sent_words")
        if sent is not None and any(words.longest(run, k) for k in range(sent + 1, min(sent + 4, i - 1))):
            return True
    if start is not None:
        if run[i - 1].key in ("về", "từ", "vào", "đến", "tới", "qua") and _acts(run, end):
            return run[i - 1].key not in ("đến", "tới") or before(run, start, "tense", "told") is not None
        return False
    if (
        following is not None
        and following.key in ("ngày", "vào", "hôm")
        and previous is not None
        and previous.kind == "place"
    ):
        # A list of stops: "tới Hà Nội ngày 5/9 và Bangkok ngày 6/9".
        return not (i and run[i - 1].key in ("và", ","))
    return not (i and run[i - 1].text in "(," and following is not None and following.text == ")")


def _acts(run: list[Token], end: int) -> bool:
    """Whether a verb of doing follows: "Moskva sẽ …", "Kiev cho rằng …"."""
    return any(
        phrases(table, name).longest(run, end)
        for table, name in (
            ("tense", "future"),
            ("tense", "past"),
            ("tense", "told"),
            ("tense", "ongoing"),
            ("negation", "words"),
        )
    ) or (
        end < len(run)
        and run[end].key in ("có", "là", "cần", "muốn", "phải", "bị", "được", "và")
        and run[end].key != "và"
    )


def _part_of(run: list[Token], f: Found) -> tuple[str, int] | None:
    """ "miền Đông Ukraine", "Đông Ukraine": one place, with where its name begins."""
    directions: dict[str, str] = lexicon().grammar["names"]["directions"]
    i = f.lo
    if not i or run[i - 1].key not in directions:
        return None
    whole = i >= 2 and run[i - 2].key in ("miền", "vùng", "khu")
    inside = i >= 2 and run[i - 2].key in single("names", "inside")  # "ở bắc Gaza", but "phía bắc Gaza"
    if not whole and not run[i - 1].is_capital and not inside:
        return None
    if i >= 2 and run[i - 2].key in ("phía", "hướng", "châu", "vùng") and not whole:
        return None
    direction = directions[run[i - 1].key]
    if f.kind == "country":
        name = lexicon().countries[f.entity].name if f.entity in lexicon().countries else f.entity
        direction = {"Central": "Central"}.get(direction, direction + "ern")
    else:
        name = f.entity.removesuffix(" Peninsula").removesuffix(" Strip")
    return f"{direction} {name}", i - 2 if whole else i - 1
