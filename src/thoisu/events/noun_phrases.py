"""One noun phrase that can act: "Ngoại trưởng Mỹ Antony Blinken", "hai ngoại trưởng", "nước này"."""

from ..lexicon import lexicon
from ..model import Actor, Mention
from ..names.words import before, listed, phrases, single
from ..text import Token, key
from .anaphors import anaphor, patients, person_before, state_before
from .heads import lists
from .parties import Names, Scene, mention_actor, person_actor, power_actor, state_actor


def phrase(run: list[Token], i: int, hi: int, names: Names, scene: Scene) -> tuple[int, tuple[Actor, ...], str] | None:
    if i >= hi:
        return None  # "Ông Trump và" at the end of a page
    of = lists()
    if i and run[i].key in of.compounds and before(run, i + 1, "who", "compounds") is not None:
        return None  # "tập đoàn Huawei" is no "đoàn", "chính quyền Tổng thống X" no acting president
    back = anaphor(run, i, hi, names, scene) if run[i].key in of.pointers else None
    if back:
        return back
    halves = of.halves.longest(run, i)
    if halves and halves[0] <= hi:
        return halves[0], tuple(state_actor(state) for state in listed("who", "halves_of")), "plural"
    k, determiners = i, of.determiners
    while k < hi and k not in names and run[k].key in determiners and k - i < 3:
        k += 1
    prefix = of.prefixes.longest(run, k) if k not in names else None
    if prefix and prefix[0] < hi:
        k = prefix[0]
    if k >= hi:
        return None
    opens = run[k].key in of.heads
    titled = _titled(run, k, hi, names, scene) if opens else None
    if titled:
        return titled
    honorific = of.honorifics.longest(run, k) if opens else None
    if honorific and honorific[0] in names and names[honorific[0]][0].kind == "person":
        return _person(run, honorific[0], hi, names, scene)
    unnamed = of.unnamed.longest(run, k) if opens else None
    if (
        unnamed
        and unnamed[0] <= hi
        and k not in names
        and not (k and run[k - 1].key in single("who", "not_people_after"))
    ):
        nobody = " ".join(t.key for t in run[k : unnamed[0]]) in single("who", "nobodies")
        if nobody and unnamed[0] < hi and run[unnamed[0]].key in ("tại", "ở", "trong"):
            return unnamed[0], (), "nobody"  # "phiến quân tại Homs": the place is not whom they stand for
        found = _powers_after(run, unnamed[0], hi, names, scene)
        if found and found[1]:
            person = _skip_to_person(run, found[0], hi, names)
            # "Bất chấp tuyên bố của Nga, ông X …": a comma parts words from who is told of next
            parted = person is not None and person > found[0] and phrases("who", "deverbal").longest(run, k) is not None
            if person is not None and not parted and names[person][0].kind == "person":
                return _person(run, person, hi, names, scene)  # "sinh viên Mỹ Otto Warmbier"
            region = len(found[1]) == 1 and found[1][0].entity in listed("who", "acting_places")
            if region and run[unnamed[0] - 1].key in ("nước", "gia") and _those_of(run, i, unnamed[0], found[0], scene):
                return found[0], scene.several, "plural"  # "các nước Arab": those that were named before
            # "Phe đối lập Venezuela" does not act for it; "phiến quân Houthi" are Houthi.
            theirs = nobody and all(p.kind == "country" for p in found[1])
            return found[0], tuple(found[1]), "nobody" if theirs else "state"
        alone = _forces(run, k, unnamed[0], scene)
        if alone:
            return alone
        if nobody:
            return unnamed[0], (), "nobody"
        both = _both_sides(run, unnamed[0], hi, scene)
        if both:
            return (
                both,
                tuple(state_actor(a.power) if a.power in lexicon().countries else a for a in scene.pair),
                "plural",
            )
    if k in names:
        return _mention(run, k, hi, names, scene)
    pronoun = of.pronouns.longest(run, i)
    if pronoun and not (pronoun[0] < hi and run[pronoun[0]].is_capital):
        one = scene.meant(run[i].key) or person_before(run, i, names, scene)
        return (pronoun[0], (one,), "pronoun") if one else None
    return None


def _those_of(run: list[Token], lo: int, at: int, end: int, scene: Scene) -> bool:
    """Whether "các nước Arab" can be the states that were named before: not "một số …", and all of that region."""
    if len(scene.several) < 2 or run[lo].key in single("who", "indefinite"):
        return False
    named = " ".join(t.key for t in run[at:end])  # "Arab", "khu vực vùng Vịnh"
    countries = (lexicon().countries.get(a.power) for a in scene.several)
    return all(c is not None and any(key(r) in named for r in c.regions) for c in countries)


def _titled(run: list[Token], k: int, hi: int, names: Names, scene: Scene) -> tuple[int, tuple[Actor, ...], str] | None:
    title = lexicon().titles.longest(run, k)
    head = phrases("people", "leaders").longest(run, k)
    office = ""
    if title and not (head and head[0] >= title[0]):
        end, found = title[0], title[1][0]
        office = found.office
    else:
        counterpart = phrases("people", "counterparts").longest(run, k)
        if counterpart:
            end, office = counterpart[0], "counterpart"
        elif head:
            end, office = head[0], "leader"
        else:
            return None
    if end > hi:
        return None
    body = next((j for j in range(k + 1, end) if j in names and names[j][1] >= end), None)
    end = end if body is None else body  # "Chủ tịch Quốc hội Iran": the office's last words begin the body's name
    both = _both_sides(run, end, hi, scene)
    if both:
        return (
            both,
            tuple(state_actor(a.power) if a.power in lexicon().countries else a for a in scene.pair),
            "plural",
        )
    found_powers = _powers_after(run, end, hi, names, scene, office)
    powers: list[Actor] = []
    if found_powers:
        end, powers = found_powers
    j = _skip_to_person(run, end, hi, names)
    if j is not None and names[j][0].kind == "person" and (j == end or _may_be(names[j][0], powers, scene)):
        return _person(run, j, hi, names, scene)
    if run[end : end + 1] and run[end].key == "này" and scene.person is not None:
        return end + 1, (scene.person,), "pronoun"
    if powers and k and run[k - 1].key in single("who", "former"):
        past = next((p for p in reversed(scene.recent) if not (p.country or p.org)), None)
        return (end, (past,), "named") if past else None  # "Cựu Giám đốc FBI": whom the page named, not who is it now
    if powers:
        if len(powers) == 1 and not _several_of(run, k):
            holder = scene.holder(*_seat(powers[0], office)) if office not in ("", "counterpart", "other") else None
            holder = holder or scene.offices.get((scene.paragraph, run[k].start))
            if holder:
                actor = person_actor(holder, powers[0].mention)
                return end, (actor,), "named"
        return end, tuple(p if p.kind != "country" else _with_office(p, office) for p in powers), "state"
    if office not in ("other", "counterpart", "leader", ""):
        holder = scene.holder(None, office)
        if holder and scene.person and scene.person.entity == holder.entity:
            return end, (person_actor(holder, None),), "named"
    return None


def _several_of(run: list[Token], k: int) -> bool:
    """ "60 nhà ngoại giao Mỹ", "các đại sứ Nga": no one holder of the office."""
    last = run[k - 1] if k else None
    return last is not None and (last.text[0].isdigit() or last.key in single("who", "many"))


def _may_be(mention: Mention, powers: list[Actor], scene: Scene) -> bool:
    """Whether a name set off by a comma can hold the office before it: "ngoại trưởng Mexico, ông Putin" is two."""
    person = scene.people.get(mention.entity)
    states = {p.power for p in powers if p.kind == "country"}
    return not states or person is None or person.country is None or person.country in states


def _forces(run: list[Token], k: int, end: int, scene: Scene) -> tuple[int, tuple[Actor, ...], str] | None:
    """ "Cảnh sát", "quân đội" by themselves: those of the state that the page is about."""
    if scene.focus is None or " ".join(t.key for t in run[k:end]) not in single("who", "forces"):
        return None
    if lexicon().titles.longest(run, end):
        return None  # "chính quyền Tổng thống X": whose it is follows
    if (
        end < len(run)
        and run[end].is_word
        and run[end].key in ("nước", "của", "mới", "cũ", "quân", "tiền", "địa", "các")
    ):
        return None
    return end, (state_actor(scene.focus),), "state"


def _both_sides(run: list[Token], end: int, hi: int, scene: Scene) -> int | None:
    """ "ngoại trưởng hai nước": the token after it, when the page has two parties."""
    if len(scene.pair) < 2 or end + 1 >= hi:
        return None
    j = end + 1 if run[end].key == "của" else end
    if run[j].key in ("hai", "các", "ba") and j + 1 < hi and run[j + 1].key in ("nước", "bên", "miền", "quốc"):
        # "tình báo các nước cáo buộc lẫn nhau": of many, unless it points back ("các nước này")
        any_of_many = run[j].key == "các" and not (j + 2 < hi and run[j + 2].key in single("who", "pointing"))
        return None if any_of_many and len(scene.pair) < 3 else j + 2
    return None


def _seat(power: Actor, office: str) -> tuple[str, str]:
    """(power, office) that a title with a body names: "người đứng đầu Bộ Ngoại giao Nga" is its minister."""
    if power.kind != "org":
        return power.power, office
    body, _, state = power.entity.rpartition(", ")
    if state in lexicon().countries:
        return state, lexicon().grammar["heads"].get(body, office) if office == "leader" else office
    return lexicon().state_bodies.get(power.entity, power.entity), office


def _with_office(actor: Actor, office: str) -> Actor:
    if office in ("", "counterpart", "other", "leader"):
        return actor
    return Actor(
        actor.entity,
        actor.kind,
        actor.country,
        actor.org,
        actor.sector,
        office,
        actor.wikidata,
        actor.mention,
    )


def _powers_after(
    run: list[Token], i: int, hi: int, names: Names, scene: Scene, office: str = ""
) -> tuple[int, list[Actor]] | None:
    """The states and bodies that a title or common noun names after it, with the token after them."""
    powers: list[Actor] = []
    of_people = phrases("who", "hailing").longest(run, i) if i < hi and i not in names else None
    if of_people and of_people[0] < hi and of_people[0] in names and names[of_people[0]][0].kind == "country":
        i = of_people[0]
    end = j = i
    steps = 0
    while j < hi and steps < 8:
        steps += 1
        token = run[j]
        if j in names:
            mention, after = names[j]
            if mention.kind == "person":
                break
            actor = mention_actor(mention)
            if mention.kind == "place" and mention.entity not in listed("who", "acting_places"):
                # "cảnh sát Hamburg", "chính quyền bang Texas": those of its state.
                place = lexicon().place(mention.entity)
                if place is None or place.country is None or powers:
                    break
                actor = state_actor(place.country, actor.mention)
            if powers and powers[-1].kind == "org" and actor.kind == "country" and run[j - 1].key == "của":
                end = j = after  # "Lực lượng Wagner của Nga": whose it is
                continue
            if powers and powers[-1].entity == actor.entity:
                end = j = after
                continue
            powers.append(actor)
            end = j = after
            continue
        if token.key in single("who", "links"):
            if token.key in ("và", ",") and (
                not powers or j + 1 not in names or names[j + 1][0].kind != powers[-1].kind
            ):
                break
            if token.text == "," and len(powers) == 1 and ends_fronted(run, j, names[j + 1][1], hi):
                break
            if token.key in ("tại", "trong", "ở") and powers:
                break
            known = scene.state or state_before(run, i, names)
            this = phrases("people", "state_pronouns").longest(run, j) if token.key == "nước" else None
            if this and this[0] <= hi and known:
                but = patients(run, j, names)
                powers.append(state_actor(state_before(run, i, names, but) or state_before(run, i, names) or known))
                end = j = this[0]
                continue
            j += 1
            continue
        if token.text == "(" and powers:
            close = next((c for c in range(j, min(hi, j + 6)) if run[c].text == ")"), None)
            if close is None:
                break
            end = j = close + 1
            continue
        break
    if end + 2 < hi and run[end].key == "đến" and run[end + 1].key == "từ" and end + 2 in names:
        # "những người đồng cấp trong nhóm Bộ tứ đến từ Nhật Bản và Ấn Độ": of those states
        of_states = _powers_after(run, end + 2, hi, names, scene, office)
        return of_states or (end, powers)
    return (end, powers) if powers else None


def ends_fronted(run: list[Token], comma: int, end: int, hi: int) -> bool:
    """ "Bên cạnh việc lên án Nga, Nhật Bản công bố …": the comma parts a fronted phrase from the subject."""
    if end < hi and (run[end].text == "," or run[end].key in single("who", "listing")):
        return False  # "Cùng với Mỹ, Anh và Pháp, …"
    first = comma
    while first and run[first - 1].text not in '.!?;:,"“':
        first -= 1
    return phrases("clauses", "fronting").longest(run, first) is not None


def _skip_to_person(run: list[Token], i: int, hi: int, names: Names) -> int | None:
    """Where the person's name begins after a title and its power: directly, or after ", ông" or "là ông"."""
    mission = phrases("names", "missions").longest(run, i) if i < hi else None
    if mission is not None and mission[0] < hi:
        # "Đại sứ Nga tại Liên hợp quốc Vassily Nebenzia", "Đặc phái viên Mỹ về khí hậu John Kerry"
        post = mission[0]
        if post in names and names[post][0].kind != "person":
            post = names[post][1]
        if post in names and names[post][0].kind == "person":
            return post
    if i + 2 < hi and run[i].key == "của" and i + 1 in names and run[names[i + 1][1] : names[i + 1][1] + 1]:
        after = names[i + 1][1]
        if run[after].text == "," and lexicon().titles.longest(run, after + 1):
            # "Tư lệnh lực lượng Quds của Iran, Thiếu tướng Qassem Soleimani"
            i = after
    rank = lexicon().titles.longest(run, i + 1) if i + 1 < hi and run[i].text == "," else None
    if rank is not None and rank[0] in names and names[rank[0]][0].kind == "person":
        return rank[0]
    then = phrases("names", "then").longest(run, i) if i < hi else None
    i = then[0] if then is not None else i
    if i in names:
        return i
    j = i
    while (
        j < hi and j - i < 4 and (run[j].text in ",-–" or run[j].key in ("ông", "bà", "ngài", "là", "sheikh", "tướng"))
    ):
        j += 1
        if j in names and names[j][0].kind == "person" and (run[j - 1].text not in ",-–" or run[i].text in "-–"):
            return j
    return None


def _person(run: list[Token], i: int, hi: int, names: Names, scene: Scene) -> tuple[int, tuple[Actor, ...], str]:
    mention, end = names[i]
    person = scene.people.get(mention.entity)
    span = {"p": mention.p, "start": mention.start, "end": mention.end}
    actor = person_actor(person, span) if person else Actor(mention.entity, "person", mention=span)
    return _skip_apposition(run, end, hi, names, scene), (actor,), "named"


def _skip_apposition(run: list[Token], end: int, hi: int, names: Names, scene: Scene) -> int:
    """Past "(trái)", "- Trợ lý Điện Kremlin -", ", Ngoại trưởng Mỹ," after a name."""
    if end < hi and run[end].text == "(":
        return skip_brackets(run, end, hi)
    if end < hi and run[end].text in ",-–":
        opener = run[end].text
        title = lexicon().titles.longest(run, end + 1) or phrases("people", "leaders").longest(run, end + 1)
        if end + 2 < hi and run[end + 1].key == "người" and run[end + 2].key in single("who", "clausal"):
            return end  # "Ông X, người đang ở thăm Việt Nam, đã …": a clause of its own
        if not title and end + 1 < hi and run[end + 1].key in ("cựu", "phó", "người"):
            title = lexicon().titles.longest(run, end + 2) or (end + 2, [])
        if title:
            for close in range(title[0], min(hi, title[0] + 16)):
                if close in names and names[close][0].kind == "person" and opener == ",":
                    return end
                if run[close].text == opener or (opener != "," and run[close].text in "-–") or run[close].text == ",":
                    return close + 1
            held = _powers_after(run, title[0], hi, names, scene)
            if held and held[0] < hi and run[held[0]].is_word and opener == ",":
                return held[0]  # "bà X, tham tán Đại sứ quán Nga tại Kenya đã về nước"
    return end


def _holder(run: list[Token], end: int, hi: int, names: Names) -> int | None:
    """ "cựu Giám đốc FBI (Mỹ) James Comey", "Tham tán Đại sứ quán Đức tại Moskva X": who stands right behind a body."""
    if end < hi and run[end].key in ("tại", "ở") and end + 1 in names:
        end = names[end + 1][1]
    return end if end < hi and end in names and names[end][0].kind == "person" else None


def _mention(
    run: list[Token], i: int, hi: int, names: Names, scene: Scene
) -> tuple[int, tuple[Actor, ...], str] | None:
    mention, end = names[i]
    if mention.kind == "person":
        return _person(run, i, hi, names, scene)
    if mention.kind == "country" and end < hi and end in names and names[end][0].kind == "person":
        return _person(run, end, hi, names, scene)  # "ngoại trưởng Nga X và Thổ Nhĩ Kỳ Y"
    if mention.kind == "place" and mention.entity not in listed("who", "acting_places"):
        return None
    if two := lexicon().grammar["councils"].get(mention.entity):
        return end, tuple(power_actor(side, mention) for side in two), "named"  # "Hội đồng NATO - Nga đã họp"
    end = skip_brackets(run, end, hi)
    holder = _holder(run, end, hi, names) if mention.kind == "org" else None
    if holder is not None:
        return _person(run, holder, hi, names, scene)
    if mention.kind in ("country", "org") and end < hi and run[end].text in "-–," and end + 1 < hi:
        # "Ba Lan - nước đang giữ …", "Campuchia, nước chủ nhà, …"
        if run[end + 1].key in ("nước", "quốc", "thành", "chủ", "một") and run[end].text != ",":
            close = next((c for c in range(end + 1, hi) if run[c].text in "-–,"), hi)
            end = close if close < hi else end
        elif (
            run[end].text == ","
            and run[end + 1].key in ("nước", "quốc")
            and not (end + 2 < hi and run[end + 2].key in single("who", "clausal"))
        ):
            comma = next((c for c in range(end + 1, min(hi, end + 22)) if run[c].text == ","), None)
            end = comma + 1 if comma is not None else end
    return end, (mention_actor(mention),), "state" if mention.kind == "country" else "named"


def skip_brackets(run: list[Token], end: int, hi: int) -> int:
    if end >= hi or run[end].text != "(":
        return end
    return next((c + 1 for c in range(end, min(hi, end + 8)) if run[c].text == ")"), end)
