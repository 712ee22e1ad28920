"""Whose ground: the hosts of visits and meetings, and where an act takes place."""

from ..lexicon import lexicon
from ..model import Actor, Place
from ..names.words import before, phrases
from ..text import Token
from .frames import Trigger
from .parties import Group, Names, Roles, state_actor
from .segment import Segment
from .telling import SPOKEN, Telling
from .timing import tells_before
from .where import destination, located, way_to


def visits(
    run: list[Token], trigger: Trigger, subject: Group | None, after: list[Group], names: Names,
    hi: int, begin: int, skip: dict[int, int],
) -> list[Roles]:  # fmt: skip
    """One visit for each destination, the guest as actor and the host state as recipient."""
    # "thăm chính thức Việt Nam theo lời mời của Thủ tướng X": who asks for a visit does not make it
    after = [g for g in after if g.case != "of" or before(run, g.lo - 1, "roles", "invitations") is None]
    stops = destination(run, trigger.hi, hi, names, skip)
    visitor = next((g for g in after if g.case in ("of", "agent") and g.lo <= trigger.hi + 2), None)
    if not stops and trigger.noun and visitor is not None:
        stops = destination(run, visitor.hi, hi, names, skip)  # "chuyến thăm của Thủ tướng Australia tại Việt Nam"
    if not stops and trigger.noun and (way := way_to(run, trigger.hi, hi, names)) is not None:
        stops = destination(run, way, hi, names, skip)  # "chuyến thăm gây tranh cãi tới Nga"
    if not stops:
        return []
    guests = [g for g in after if g.case in ("of", "agent") and g.lo > stops[0][0]]
    actors: tuple[Actor, ...] = subject.members if subject else ()
    if trigger.noun:
        own = [
            g
            for g in after
            if g.case in ("of", "agent") and g.members and g.members[0].kind in ("person", "org", "country")
        ]
        if own:
            actors = own[0].members
            stops = [s for s in stops if not any(g.lo <= s[0] < g.hi for g in own)] or destination(
                run, own[0].hi, hi, names, skip
            )
        elif guests:
            actors = guests[0].members
    if not actors or not stops or (subject is not None and subject.sort == "mover" and actors == subject.members):
        return []
    acts = []
    for at, place, state in stops:
        if state is None:
            continue
        hosts = (state_actor(state),)
        going = tuple(a for a in actors if a.power != state)
        if going:
            acts.append(Roles(going, hosts, place, max(begin, 0) if at >= 0 else begin))
    return acts


def visit_there(
    trigger: Trigger, subject: Group | None, after: list[Group], found: list[Segment], index: int, begin: int
) -> list[Roles]:
    """ "Ankara cho biết ông Zarif sẽ thăm nước này": the host is the speaker's state."""
    visitor = next((g for g in after if g.case in ("of", "agent") and g.lo <= trigger.hi + 2), None)
    if trigger.noun and visitor is not None and index + 1 < len(found) and (main := found[index + 1].subject):
        # "Nhân chuyến thăm của Tổng thống Mỹ, Mỹ và Saudi Arabia ký …": to the other state of the main clause
        guests = {m.power for m in visitor.members}
        host = next((m for m in main.members if m.kind == "country" and m.power not in guests), None)
        if host is not None:
            return [Roles(visitor.members, (host,), Place(ground_of(host.entity), host.entity), begin)]
    there = next((g for g in after if g.sort == "pronoun" and g.lo == trigger.hi), None)
    speaker = found[index - 1].subject if index and segment_says(found, index) else None
    if there is None or subject is None or not all(m.kind == "country" for m in there.members):
        return []
    hosts = there.members
    if speaker is not None and speaker is not subject and len(speaker.members) == 1:
        power = speaker.members[0].power.rpartition(", ")[2]
        if power in lexicon().countries:
            hosts = (state_actor(power),)
    if {m.power for m in hosts} & {m.power for m in subject.members}:
        return []
    return [Roles(subject.members, hosts, Place(ground_of(hosts[0].entity), hosts[0].entity), begin)]


def recalled(run: list[Token], trigger: Trigger, after: list[Group], sources: dict[str, list[Actor]]) -> None:
    """Parts whose envoys are called home ("đại sứ Pháp tại Mỹ") from where they serve ("đại sứ tại Mỹ")."""
    envoys = next((g for g in after if g.case == "" and g.lo <= trigger.hi + 3), None)
    if envoys is None or any(run[k].key in ("tại", "ở") for k in range(envoys.lo, _named_at(envoys, run))):
        return
    sources["subject"] = [state_actor(m.power) for m in envoys.members if m.power in lexicon().countries]
    sources["object"] = []


def _named_at(group: Group, run: list[Token]) -> int:
    """The token at which the first power of a noun phrase is named."""
    starts = [m.mention["start"] for m in group.members if m.mention]
    return next((k for k in range(group.lo, group.hi) if starts and run[k].start >= min(starts)), group.hi)


def segment_says(found: list[Segment], index: int) -> bool:
    """Whether a segment hangs on a reporting verb."""
    return found[index].opens == "embed" and bool(found[index - 1].cues)


def ground(run: list[Token], roles: Roles, place: Place | None, lo: int, hi: int) -> Roles:
    """The mode of a meeting by whose ground it is on, the guest as actor and the host as recipient."""
    actors = roles.actor
    powers = {a.power for a in actors}
    if phrases("where", "sidelines").first(run, lo, hi) is not None or len(powers) >= 3:
        return roles._replace(mode="multilateral")
    if place is None or place.country is None or len(powers) < 2:
        return roles  # a place whose state nobody knows says nothing of hosts
    hosts = tuple(a for a in actors if a.power == place.country)
    guests = tuple(a for a in actors if a.power != place.country)
    if hosts and guests:
        return roles._replace(actor=guests, recipient=hosts, mode="visit")
    return roles._replace(mode="third-party")


def _bare_topic(t: Telling, k: int) -> bool:
    """ "hội nghị về Venezuela tại Bogota": what stands behind a name alone is where they meet."""
    at = t.names.get(k)
    return at is not None and at[1] < t.segment.hi and t.run[at[1]].key in ("tại", "ở")


def _of_another(other: Segment, segment: Segment) -> bool:
    """Whether a clause tells what somebody else did."""
    own = other.subject is not segment.subject and other.subject in other.groups
    return own and any(not t.noun for t in other.triggers)


def place_near(t: Telling) -> Place | None:
    """The place of a segment, else the one that the sentence opens with.

    Words take only what stands before their verb: behind it is what they are about.
    """
    run, segment, found, names, sentence = t.run, t.segment, t.found, t.names, t.sentence
    words = t.trigger.frame.event in SPOKEN and not t.trigger.frame.deed
    deed = not words
    # "thảo luận với X về tình hình ở Ukraine": what is talked of has a place of its own.
    topic = (k for k in range(t.trigger.hi, segment.hi) if run[k].key == "về" and not _bare_topic(t, k + 1))
    end = next(topic, segment.hi) if t.trigger.frame.event in ("CONSULT", "AGREE") else segment.hi
    own = located(run, segment.lo, t.trigger.lo if words else end, names, deed)
    if own:
        return own
    if (rest := t.goes_on_in) is not None and (place := located(run, rest.lo, rest.hi, names, deed)):
        return place
    if (span := t.meanwhile) is not None and (place := located(run, *span, names, deed)):
        return place
    index = t.at
    for near in (index - 1,) if words else (index - 1, index + 1):
        if 0 <= near < len(found) and found[near].opens in ("start", "comma", "coord"):
            if near > index and (_of_another(found[near], segment) or tells_before(t, segment)):
                continue  # "Sau khi Mỹ tấn công Iran, Tehran đã bắn tên lửa vào căn cứ ở Qatar"
            place = located(run, found[near].lo, found[near].hi, names, deed)
            if place:
                return place
    end = min(sentence[1], sentence[0] + 8)
    return located(run, sentence[0], min(end, t.trigger.lo) if words else end, names, deed)


def ground_of(state: str) -> str:
    """The English name of a state."""
    country = lexicon().countries.get(state)
    return country.name if country else state
