"""What points back on a page: "nước này", "hai bên", "khối quân sự này", "chúng tôi"."""

from collections.abc import Set

from ..lexicon import lexicon
from ..model import Actor
from ..names.words import before, phrases
from ..text import Token
from ..times.clock import count
from .clauses import reporting_verbs
from .parties import Names, Scene, distinct, mention_actor, person_actor, powers_of, state_actor

_REJECTED = 10  # tokens from the verb that turns words down to what they say
_NEAR = 24  # tokens back to the crowd that a "họ" may mean
_BACK = 400  # tokens: what a pointer means was named no longer ago, also where a page has no full stops


def anaphor(run: list[Token], i: int, hi: int, names: Names, scene: Scene) -> tuple[int, tuple[Actor, ...], str] | None:
    """The token after a pointer, whom it means, and its sort; None where nothing points back."""
    plural = phrases("people", "plural").longest(run, i)
    if plural and run[i].key == "họ" and _crowd_before(run, i):
        return plural[0], (), "nobody"  # "… phản ứng của người dân Ấn Độ, thậm chí họ còn kêu gọi …"
    pair = scene.couple if run[i].key in ("hai", "cả") and scene.couple else scene.pair
    if plural and plural[0] <= hi and len(pair) >= 2:
        after = plural[0]
        listed_after = after + 1 < hi and run[after].key == "của" and run[after + 1].is_capital
        if not (after < hi and run[after].is_capital) and not listed_after:
            people = tuple(m for m in pair if m.kind == "person")
            both = run[i].key == "hai" and len(pair) > 2 and len(people) == 2  # two guests, and not their host
            if phrases("people", "plural_states").longest(run, i) and before(run, i, "cases", "between") is None:
                pair = tuple(distinct(list(powers_of(pair))))  # "hai nước" after a meeting: theirs, not the two leaders
            return after, people if both else pair, "plural"
    several = phrases("people", "several").longest(run, i)
    if several and (scene.several or len(scene.pair) > 1):
        those = scene.several or scene.pair
        counted = count(run[i].key)
        if not counted or counted == len(those):  # "4 quốc gia này" are not the three that were named
            return several[0], those, "plural"
    first_person = phrases("people", "first_person").longest(run, i)
    if first_person and scene.speaker:
        return first_person[0], scene.speaker, "we"
    state = phrases("people", "state_pronouns").longest(run, i)
    if state:
        again = _named_again(run, i, state[0], hi, names)
        if near := state_before(run, i, names, again) or state_before(run, i, names) or scene.state:
            return state[0], (state_actor(near),), "pronoun"
    epithet = _epithet(run, i, hi, names, scene)
    if epithet:
        return epithet
    body = phrases("people", "body_pronouns").longest(run, i)
    holder = body is not None and body[0] in names and names[body[0]][0].kind == "person"  # "phát ngôn viên bộ trên X"
    if body is None or holder:
        return None
    told = scene.ministry if run[i].key == "bộ" and scene.ministry else _body_meant(run, i, names, scene)
    if told:
        return body[0], (told,), "pronoun"
    return None


def _crowd_before(run: list[Token], i: int) -> bool:
    """Whether the sentence has told of people without a name before a "họ", with no other plural since."""
    for k in range(i - 1, max(-1, i - _NEAR), -1):
        if run[k].text in ".!?;":
            return False
        if phrases("people", "plural").longest(run, k) is not None:
            return False
        if phrases("people", "crowd").longest(run, k) is not None:
            return True
    return False


def _epithet(
    run: list[Token], i: int, hi: int, names: Names, scene: Scene
) -> tuple[int, tuple[Actor, ...], str] | None:
    """ "Quốc gia Đông Bắc Á này", "đất nước Nam Mỹ này"."""
    noun = phrases("people", "state_nouns").longest(run, i)
    if noun is None:
        return None
    end = next((k for k in range(noun[0] + 1, min(hi, noun[0] + 6)) if run[k].key == "này"), None)
    if end is None:
        return None
    region = " ".join(t.key for t in run[noun[0] : end])
    near = [names[k][0].entity for k in range(max(0, i - _BACK), i) if k in names and names[k][0].kind == "country"]
    state = scene.state_of(region, near)
    return (end + 1, (state_actor(state),), "pronoun") if state else None


def _named_again(run: list[Token], i: int, end: int, hi: int, names: Names) -> set[str]:
    """The states that a clause of somebody's words names beside a pointer that is its subject.

    "Đức chỉ trích Iran, song khẳng định nước này sẽ giúp Iran": it is not Iran that will.
    """
    found = patients(run, i, names)
    told = any((hit := reporting_verbs().longest(run, k)) and hit[0] == i for k in range(max(0, i - 4), i))
    if not told and run[i - 1].key != "rằng":
        return found
    down = phrases("people", "turning_down").first(run, max(0, i - _REJECTED), i)
    for k in range(down if down is not None else i, i):
        if k in names and names[k][0].kind == "country" and run[k - 1].key == "của":
            found.add(names[k][0].entity)  # "X bác bỏ cáo buộc của Mỹ rằng nước này …"
    for k in range(end, hi):
        if run[k].text in ",;:.!?":
            break
        if k in names and names[k][0].kind == "country":
            found.add(names[k][0].entity)
    return found


def patients(run: list[Token], i: int, names: Names) -> set[str]:
    """ "hai công dân Canada đã bị nhà chức trách nước này bắt giữ": the states of whom "nước này" does it to."""
    suffers = next((k for k in range(i - 1, max(-1, i - 5), -1) if run[k].key == "bị"), None)
    found = set()
    for k in range(suffers - 1, max(-1, suffers - _BACK), -1) if suffers is not None else ():
        if run[k].text in ",;:.!?" or reporting_verbs().longest(run, k):
            break
        if k in names and names[k][0].kind == "country":
            found.add(names[k][0].entity)
    return found


def state_before(run: list[Token], i: int, names: Names, but: Set[str] = frozenset()) -> str | None:
    """The state that was named last in the sentence before a token, of those that are not excepted."""
    for k in range(i - 1, max(-1, i - _BACK), -1):
        if run[k].text in ".!?" and run[k + 1].is_capital:
            return None
        if k not in names:
            continue
        if names[k][0].entity in but:
            continue
        if names[k][0].kind == "country":
            return names[k][0].entity
        body = names[k][0].entity.rpartition(", ")[2]
        if names[k][0].kind == "org" and body in lexicon().countries:
            return body  # "Bộ Quốc phòng Nga thông báo lực lượng nước này …"
    return None


def person_before(run: list[Token], i: int, names: Names, scene: Scene) -> Actor | None:
    """ "Tòa án đã phế truất Tổng thống X, sau khi ông …": on a page that told of nobody yet, the one person whom the
    sentence has named."""
    found: dict[str, Actor] = {}
    for k in range(i - 1, max(-1, i - _BACK), -1):
        if run[k].text in ".!?;":
            break
        person = scene.people.get(names[k][0].entity) if k in names and names[k][0].kind == "person" else None
        if person is not None:
            found.setdefault(person.entity, person_actor(person, None))
    one = next(iter(found.values())) if len(found) == 1 else None
    return one if one is not None and scene.may_be(run[i].key, one.entity) else None


def _body_meant(run: list[Token], i: int, names: Names, scene: Scene) -> Actor | None:
    """The body named last of the kind that a pronoun names: "khối quân sự này" is an alliance, and no council.

    First those of the sentence ("đơn xin gia nhập NATO, đề nghị liên minh này"), then those told before.
    """
    fitting = {kind for kind in lexicon().grammar["body_kinds"] if phrases("body_kinds", kind).longest(run, i)}
    near = []
    for k in range(i - 1, max(-1, i - _BACK), -1):
        if run[k].text in ".!?" and run[k + 1].is_capital:
            break
        if k in names and names[k][0].kind == "org" and names[k][0].entity not in lexicon().media:
            near.append(mention_actor(names[k][0]))
    named = [*near, *reversed(scene.bodies)]
    for body in named:
        kind = lexicon().org_kinds.get(body.entity)
        if not fitting or kind is None or kind in fitting:
            return body
    return None
