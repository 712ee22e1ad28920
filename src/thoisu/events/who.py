"""Noun phrases that can act: "Ngoại trưởng Mỹ Antony Blinken", "quan chức các nước Anh, Pháp và Đức",
"hai ngoại trưởng", "nước này". Each becomes a Group of actors with the preposition that governs it.
"""

from functools import cache

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import before, either, phrases, single
from ..text import Passage, Token, form_keys
from .noun_phrases import ends_fronted, phrase, skip_brackets
from .parties import Group, Names, Scene, mention_actor, powers_of


def find_groups(passage: Passage, lo: int, hi: int, names: Names, scene: Scene) -> list[Group]:
    """The groups of a sentence, in order."""
    run, scene.paragraph = passage.tokens, passage.index
    groups: list[Group] = []
    openers = _openers()
    scene.told, scene.couple = None, ()
    paired = any(run[k].key in ("hai", "cả") for k in range(lo, hi))  # nothing else asks for the couple
    i = lo
    while i < hi:
        if run[i].key not in openers and i not in names:
            i += 1
            continue
        inside = groups[-1].hi if groups else lo
        if i - 2 == inside and run[inside].text == "(" and run[inside + 1].key == "gồm":
            # "nhóm P5+1 (gồm Mỹ, Anh, …)": who they are that were just named
            closed = next((k for k in range(i, hi) if run[k].text == ")"), None)
            if closed is not None:
                i = closed
                continue
        if i > lo and i in names and run[i - 1].key == "giờ":  # "22h (giờ Việt Nam)": a clock, and no party
            i = names[i][1]
            continue
        telling = _tells(run, i, names) if i > lo and run[i - 1].key == "và" else False
        parsed = None if telling or _predicate(run, i, groups) else phrase(run, i, hi, names, scene)
        if parsed is None:
            i = names[i][1] if i in names else i + 1
            continue
        end, first, sort = parsed
        members = list(first)
        those = sort in ("pronoun", "plural") and end < hi and run[end].text == ","  # "của các nước này, Yemen …"
        if not those:
            end, members = _coordinate(run, i, end, hi, members, names, scene)
        case = "about" if i == lo + 1 and run[lo].key == "về" else ""
        case = case or ("remark" if groups and _remarks(run, groups[-1], i, end, hi) else _case(run, i, lo, scene))
        if case == "from" and run[i].key == "phía":
            case = "of"  # "các cuộc tấn công từ phía Campuchia": theirs
        if (
            case == "from"
            and not groups
            and any(phrases("who", "sent").longest(run, k) for k in range(max(lo, i - 5), i))
        ):
            case = ""  # "các phái đoàn từ Mỹ và Qatar đã tới Cairo"
        if case == "agent" and phrases("who", "makers").longest(run, end):
            case = "maker"
        if sort != "named" and phrases("who", "movers").longest(run, i):
            sort = "mover"
        if i > lo and run[i - 1].key == "thân" and run[i - 2].key != "bản":
            members, case, sort = [], "", "nobody"  # "dân quân thân Iran" are not Iran's
        groups.append(Group(i, end, tuple(members), case, sort))
        if sum(m.kind == "country" for m in members) > 1:
            scene.several = tuple(members)
        scene.told = _told(run, groups, lo)
        if paired:
            scene.couple = _couple(groups)
        i = end
    return groups


@cache
def _openers() -> frozenset[str]:
    """The words with which a noun phrase can begin that no name begins: most tokens are none, and cost no more."""
    people = (phrases("people", name).openers for name in lexicon().grammar["people"])
    return single("who", "determiners").union(lexicon().titles.openers, *people)


def _predicate(run: list[Token], i: int, groups: list[Group]) -> bool:
    """ "Anh tuyên bố Nga vi phạm …": after a subject, "tuyên bố" is its verb and no noun ("tuyên bố của Nga")."""
    if not groups or groups[-1].case not in ("", "remark") or not phrases("who", "deverbal").longest(run, i):
        return False
    light = either(("clauses", "skip"), ("roles", "before_motion"))
    return all(not t.is_word or t.text[0].isdigit() or t.key in light for t in run[groups[-1].hi : i])


def _tells(run: list[Token], i: int, names: Names) -> bool:
    """ "lên án động thái của Moskva và thông báo London đình chỉ …": a verb, and no noun of London's."""
    said = phrases("who", "deverbal").longest(run, i)
    return said is not None and said[0] in names


def _told(run: list[Token], groups: list[Group], lo: int) -> Actor | None:
    """The one person whom the sentence has as subject so far: "X cho biết … ông" is X."""
    for group in groups:
        opens = group.lo == lo or run[group.lo - 1].text in ",:;" or run[group.lo - 1].key in ("rằng", "khi")
        if opens and group.case == "" and group.sort != "we" and len(group.members) == 1:
            return group.members[0] if group.members[0].kind == "person" else None
    return None


def _couple(groups: list[Group]) -> tuple[Actor, ...]:
    """The two powers that a sentence has named together: "Bộ trưởng Séc và người đồng cấp Ba Lan … hai nước"."""
    for group in reversed(groups):
        if (
            group.sort in ("named", "state")
            and group.case in ("", "between")
            and len({m.power for m in group.members}) == 2
        ):
            return group.members
    # "X hội đàm với người đồng cấp Y, hai bên nhất trí …"
    with_whom = next((g for g in reversed(groups) if g.case == "with"), None)
    beside = [g for g in groups if with_whom is not None and g.case == "" and g.hi <= with_whom.lo]
    who = next((g for g in reversed(beside) if g.sort in ("named", "state")), None)
    if who is None or with_whom is None or {"pronoun", "plural", "we"} & {who.sort, with_whom.sort}:
        return _two_states(groups)
    both = (*who.members, *with_whom.members)
    return both if len({m.power for m in both}) == len(both) == 2 else ()


def _two_states(groups: list[Group]) -> tuple[Actor, ...]:
    """ "Trong chuyến thăm X của Y, hai nước …": the two states that the sentence has named so far, and no third."""
    told = (g for g in groups if g.sort in ("named", "state"))
    named = {m.power: m for g in told for m in powers_of(g.members)}
    states = lexicon().countries.keys()
    return tuple(named.values()) if len(named) == 2 and named.keys() <= states else ()


def _remarks(run: list[Token], last: Group, lo: int, end: int, hi: int) -> bool:
    """ "Mauritania, một thành viên Liên đoàn Arab, đã …": a noun phrase that says what the one before it is."""
    if last.case or last.hi >= lo or run[last.hi].text not in ",-–(":
        return False
    remark = phrases("roles", "remark").longest(run, last.hi + 1) is not None
    # "David Rank, đại biện lâm thời Đại sứ quán Mỹ, đã từ chức"
    office = last.sort == "named" and lexicon().titles.longest(run, last.hi + 1) is not None
    if not (remark or office) or any(t.text in ",;:" for t in run[last.hi + 1 : lo]):
        return False
    return end < hi and (run[end].text in ",-–)" or run[end].key in single("clauses", "skip"))


@cache
def _cases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The prepositions by their last word, each with the case that it gives, the longest first."""
    table: dict[str, list[str]] = lexicon().grammar["cases"]
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for case, forms in table.items():
        for words in map(form_keys, forms):
            found.setdefault(words[-1], []).append((words, case))
    for forms_of_one in found.values():
        forms_of_one.sort(key=lambda row: -len(row[0]))  # "đối với" is no "với"
    return found


def _case(run: list[Token], i: int, lo: int, scene: Scene) -> str:
    if i - 1 in scene.timed:
        return ""  # "Ngày 28/4 tới Nga sẽ …"
    if i > lo and run[i - 1].text == "(":
        return "paren"
    named = i
    noun = before(run, i, "names", "org_nouns")
    while noun is not None and noun >= lo:
        i, noun = noun, before(run, noun, "names", "org_nouns")
    loyal = before(run, i, "who", "loyal", lo)
    if loyal is not None and before(run, loyal, "who", "troops", lo) is not None:
        return ""  # "Lực lượng trung thành với Tướng X đã chiếm …"
    if (headed := before(run, i, "who", "headed", lo)) is not None:
        i = headed
    if case := _governed(run, i, lo):
        return case
    # "tới lãnh thổ Ukraine", "vào các mục tiêu quân sự Nga": the preposition before the ground or the things.
    ground = before(run, named, "grounds", "words")
    while ground is not None and ground > lo:
        counted = run[ground - 1].text.isdigit() or run[ground - 1].key in single("who", "many")
        ground -= counted and ground - 1 > lo  # "lên 5 ngân hàng Nga"
        if case := _governed(run, ground, lo):
            return case if case in _ONTO else ""
        ground = before(run, ground, "grounds", "words")
    return ""


_ONTO = frozenset(("to", "against", "at", "from", "with"))


def _governed(run: list[Token], i: int, lo: int) -> str:
    """The case that the preposition right before a token gives."""
    for words, case in _cases().get(run[i - 1].key, ()) if i > lo else ():
        start = i - len(words)
        if start >= lo and tuple(t.key for t in run[start:i]) == words:
            timed = (
                start > lo
                and run[start].key in single("when", "gone")
                and run[start - 1].key in single("when", "spans")
            )
            return case if not timed else ""
    return ""


def _counted_of(run: list[Token], i: int, hi: int, names: Names) -> tuple[int, tuple[Actor, ...], str] | None:
    """ "… 4 quan chức Iran và một thực thể của Nga": those of a state, behind what they are in a word of no list."""
    if i >= hi or not (run[i].text.isdigit() or run[i].key in either(("who", "many"), ("who", "indefinite"))):
        return None
    if i + 1 >= hi or run[i + 1].key in single("when", "spans"):
        return None  # "Israel không kích Syria và hai ngày sau Nga …"
    for k in range(i + 1, min(hi, i + 6)):
        if k in names and names[k][0].kind == "country" and k > i + 1:
            return names[k][1], (mention_actor(names[k][0]),), "state"
        if not run[k].is_word or run[k].is_capital or run[k].key in single("who", "finite"):
            return None
    return None


def _coordinate(
    run: list[Token], lo: int, end: int, hi: int, members: list[Actor], names: Names, scene: Scene
) -> tuple[int, list[Actor]]:
    sourced = any(run[k].key == "theo" for k in range(max(0, lo - 6), lo))
    while end < hi:
        j = skip_brackets(run, end, hi)
        if j >= hi:
            break
        link = run[j]
        step = 2 if [t.key for t in run[j : j + 2]] in (["cùng", "với"], ["cũng", "như"]) else 1
        if link.text == "," and len(members) > 1 and j + 1 < hi and run[j + 1].key in single("who", "listing"):
            step = 2  # "A, B, và C"
        if step == 1 and link.key not in single("who", "listing") and link.text not in ",-–":
            break
        if link.key == "cùng" and step == 1 and j + 1 < hi and run[j + 1].key == "ngày":
            break
        if link.key == "và" and _tells(run, j + step, names):
            break
        following = phrase(run, _name_at(run, j + step, names), hi, names, scene)
        following = following or (_counted_of(run, j + step, hi, names) if link.key == "và" else None)
        if following is None or following[2] in ("pronoun", "plural"):
            break
        if not members or not following[1]:
            break
        if link.text == "," and not _same_sort(members[-1], following[1][0]):
            break
        if link.text == "," and step == 1 and sourced and j + step not in names:
            break  # "Theo một tuyên bố từ Chính phủ Brazil, hai nhà lãnh đạo …": the source ends there
        if link.text == "," and step == 1 and not _list_goes_on(run, following[0], hi, names, members, following[1]):
            break
        if link.text == "," and step == 1 and len(members) == 1 and ends_fronted(run, j, following[0], hi):
            break
        if (
            link.text in "-–"
            and (members[-1].kind == "person" or following[1][0].kind == "person")
            and link.start > run[j - 1].end
        ):
            break
        known = {m.entity for m in members}
        members += [m for m in following[1] if m.entity not in known]
        end = following[0]
    return end, members


def _name_at(run: list[Token], at: int, names: Names) -> int:
    """ "Mỹ và phong trào Hamas": the name behind the noun that says what it is."""
    noun = phrases("names", "org_nouns").longest(run, at)
    return noun[0] if noun is not None and at not in names and noun[0] in names else at


def _same_sort(a: Actor, b: Actor) -> bool:
    """Whether a comma can join two parties: people with people, powers with powers, media with media."""
    media = lexicon().media
    if (a.entity in media) != (b.entity in media):
        return False
    return (a.kind == "person") == (b.kind == "person")


def _list_goes_on(
    run: list[Token], end: int, hi: int, names: Names, left: list[Actor], right: tuple[Actor, ...]
) -> bool:
    """After "A, B": a list when "và" or another comma and name follow, or when both are bare states."""
    end = skip_brackets(run, end, hi)
    if end < hi and run[end].key in single("who", "listing"):
        return True
    if end + 1 < hi and run[end].text == "," and (end + 1 in names or run[end + 1].key in single("who", "listing")):
        return True  # "A, B, C", "A, B, và C"
    return left[-1].kind == right[0].kind == "country" and left[-1].office == right[0].office
