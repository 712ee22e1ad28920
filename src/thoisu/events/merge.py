"""One act, one record: tellings of one act in title, lead and body become the most complete one."""

from ..model import Event, replace
from .clock import IN_HEAD
from .frames import going, spoken, told_once
from .parties import state_behind

_SHOTS = 40  # a page's first attacks: its title tells of one of them


def merge_events(events: list[Event], titles: frozenset[int] = frozenset()) -> list[Event]:
    """Joins the tellings of each act, in the order of the best tellings.

    Two records tell one act when event and status fit, their actors overlap, and nothing that both say
    (day, recipient, place) differs. `titles` are the paragraphs that are titles: what they tell in the bare
    present may be a plan.
    """
    found: list[_Side] = []
    of_kind: dict[str, list[int]] = {}  # where those of one category stand
    for event in sorted(events, key=_weight, reverse=True):
        side = _Side(event)
        alike = of_kind.setdefault(event.event, [])
        for k in alike:
            other = found[k]
            if _one_act(other, side, titles):
                joined = found[k] = _Side(_joined(other.event, event, titles))
                joined.told = [*other.told, (event.p, event.start, event.end), *event.told]
                break
        else:
            alike.append(len(found))
            found.append(side)
    kept = [replace(x.event, told=sorted({*x.event.told, *x.told})) if x.told else x.event for x in found]
    shots = [e for e in kept if e.event == "ASSAULT" and e.mode == "heavy-weapons"][:_SHOTS]
    kept = [e for e in kept if not (e.p in titles and e.event == "MOBILIZE" and any(_aimed(e, s) for s in shots))]
    return sorted(kept, key=lambda e: (e.p, e.start))


class _Side:
    """A telling with its parties, each worked out once: a page's tellings are held against each other in pairs.

    `told` is where the others are told that it was joined with.
    """

    __slots__ = ("event", "people", "powers", "recipients", "told")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.powers = _powers(event)
        self.recipients = {state_behind(r) for r in event.recipient}
        self.people = _people(event)
        self.told: list[tuple[int, int, int]] = []


def _aimed(title: Event, body: Event) -> bool:
    """ "Iran phóng tên lửa trả đũa Mỹ" in a title, where the body tells at whom they were shot: no test beside it."""
    return title.mode == "weapons" and bool(_powers(title) & _powers(body)) and _days_fit(title, body)


def _weight(event: Event) -> tuple[float, int]:
    """How complete a telling is; the body before title and lead where they say the same."""
    people = sum(1 for a in (*event.actor, *event.recipient) if a.kind == "person")
    dated = event.start_day and not _presumed(event)
    score = (
        2 * bool(dated)
        + 3 * bool(dated and event.end_day)
        + 2 * bool(event.recipient)
        + len(event.actor)
        + 0.5 * people
        + bool(event.place)
    )
    return score, event.p


def _presumed(event: Event) -> bool:
    """Whether its day is only that of the story, since it stands in title or lead."""
    return (event.date_basis or "").startswith(IN_HEAD)


def _powers(event: Event) -> set[str]:
    return {state_behind(a) for a in event.actor}


def _one_act(one: _Side, other: _Side, titles: frozenset[int]) -> bool:
    a, b = one.event, other.event
    if a.status != b.status and not _softer(a, b, titles):
        return False
    if not (_days_fit(a, b) and _places_fit(a, b)):
        return False
    if a.p == b.p and a.start == b.start and (a.actor != b.actor or a.recipient != b.recipient):
        return False
    if a.mode != b.mode and a.event == "CONSULT" and "phone" in (a.mode, b.mode) and not _talked_of(a, b):
        return False
    manners = ("ASSAULT", "SANCTION", "PROTEST", "COERCE", "RETREAT", "MOBILIZE")
    if a.event in manners and a.mode and b.mode and a.mode != b.mode:
        return False  # diplomats expelled and a consulate shut are two acts
    powers_a, powers_b = one.powers, other.powers
    recipients_a, recipients_b = one.recipients, other.recipients
    if a.event == "CONSULT":
        if (a.rule in going()) != (b.rule in going()):
            return False
        parties_a, parties_b = powers_a | recipients_a, powers_b | recipients_b
        if not (parties_a <= parties_b or parties_b <= parties_a):
            return False
    else:
        if powers_a and powers_b and not powers_a & powers_b:
            return False
        if recipients_a and recipients_b and not recipients_a & recipients_b:
            return False
        same_deed = a.rule == b.rule and a.rule in told_once() and powers_a == powers_b
        if (
            a.event in ("REQUEST", "ACCUSE", "AGREE", "SUPPORT", "REJECT", "THREATEN")
            and {a.rule, b.rule} & spoken()
            and not same_deed
            and not _one_saying(one, other)
            and not _alike(a, b)
        ):
            return False
    if a.event == "CONSULT" and _other_company(a, b):
        return False  # X with Y, then Y with Z
    people_a, people_b = one.people, other.people
    # Received by the president, then by the prime minister: two acts.
    return all(people_a[power] & people_b[power] for power in people_a.keys() & people_b.keys())


def _other_company(a: Event, b: Event) -> bool:
    """Whether each of two meetings names two people or more, and each somebody whom the other does not."""
    met_a = {x.entity for x in (*a.actor, *a.recipient) if x.kind == "person"}
    met_b = {x.entity for x in (*b.actor, *b.recipient) if x.kind == "person"}
    return min(len(met_a), len(met_b)) > 1 and bool(met_a - met_b) and bool(met_b - met_a)


def _talked_of(a: Event, b: Event) -> bool:
    """ "Trong cuộc điện đàm …, hai ông thảo luận về …": what a call was about, told with it."""
    call, talk = (a, b) if a.mode == "phone" else (b, a)
    same = {x.power for x in (*a.actor, *a.recipient)} == {x.power for x in (*b.actor, *b.recipient)}
    return talk.rule == "consult.discuss" and talk.mode is None and same and call.start_day == talk.start_day


def _planned_head(a: Event, b: Event, titles: frozenset[int]) -> bool:
    """A title in the bare present tells the plan of the body: "Mỹ điều tàu sân bay", "sẽ điều tàu sân bay"."""
    return {a.status, b.status} == {"happened", "planned"} and any(
        e.p in titles and e.status == "happened" and not e.cues for e in (a, b)
    )


def _put_off(a: Event, b: Event) -> bool:
    """ "Mỹ và Nhật hoãn hội đàm", "đã thỏa thuận hội đàm vào ngày 14/7": the plan of what is put off, with its day."""
    both = a.event == "CONSULT" and {a.status, b.status} == {"planned", "denied"}
    return both and bool(a.start_day and b.start_day) and not (_presumed(a) or _presumed(b))


def _softer(a: Event, b: Event, titles: frozenset[int]) -> bool:
    """Title and lead tell a plan or an act in the bare present; a page tells the plan of what was put off."""
    if _put_off(a, b):
        return True
    if a.event == b.event and _planned_head(a, b, titles):
        return True
    return a.event == b.event and {a.status, b.status} <= {"happened", "ongoing"} and {a.rule, b.rule} <= going()


def _people(event: Event) -> dict[str, set[str]]:
    """The people of an act by the power that they act for."""
    found: dict[str, set[str]] = {}
    for actor in (*event.actor, *event.recipient):
        if actor.kind == "person":
            found.setdefault(actor.power if actor.power != actor.entity else "", set()).add(actor.entity)
    return found


def _days_fit(a: Event, b: Event) -> bool:
    start_a, start_b, end_a, end_b = a.start_day, b.start_day, a.end_day, b.end_day
    if not start_a or not start_b:
        over = (end_a and not start_a and start_b and start_b > end_a) or (
            end_b and not start_b and start_a and start_a > end_b
        )
        return not over  # one was over before the other began
    if _presumed(a) or _presumed(b):
        return True
    return start_a[:10] <= (end_b or "9999")[:10] and start_b[:10] <= (end_a or "9999")[:10]


def _places_fit(a: Event, b: Event) -> bool:
    if a.place is None or b.place is None or a.place.name == b.place.name:
        return True
    return a.place.country is not None and a.place.country == b.place.country


def _one_saying(one: _Side, other: _Side) -> bool:
    """ "Chỉ trích …, cáo buộc …" of one speaker in one sentence: one accusation, threat or refusal."""
    a, b = one.event, other.event
    words = a.event in ("ACCUSE", "THREATEN", "REJECT") and one.powers == other.powers
    return words and a.p == b.p and a.evidence[0].start == b.evidence[0].start


def _alike(a: Event, b: Event) -> bool:
    """Two speech acts are one when they say the same: most content words of the shorter are in the longer."""
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return True
    return len(words_a & words_b) >= 0.55 * min(len(words_a), len(words_b))


def _words(event: Event) -> set[str]:
    text = event.evidence[-1].text or ""
    return set(text.lower().split())


def _joined(best: Event, other: Event, titles: frozenset[int]) -> Event:
    changes: dict[str, object] = {}
    presumed = _presumed(best) and other.start_day and not _presumed(other)
    if (
        (not best.start_day and other.start_day)
        or presumed
        or (best.start_day and other.start_day and _longer(best, other))
    ):
        changes |= {"start_day": other.start_day, "end_day": other.end_day, "date_basis": other.date_basis}
    if best.place is None and other.place is not None:
        changes["place"] = other.place
    if best.mode is None and other.mode is not None:
        changes["mode"] = other.mode
    if (
        not best.recipient
        and other.recipient
        and not {r.entity for r in other.recipient} & {a.entity for a in best.actor}
    ):
        powers = {state_behind(r) for r in other.recipient}
        hosts = [a for a in best.actor if a.power in powers]
        guests = [a for a in best.actor if a.power not in powers]
        if not hosts:
            changes["recipient"] = other.recipient
        elif guests:  # the other telling knows on whose ground they met
            changes |= {"actor": guests, "recipient": hosts, "mode": best.mode or other.mode}
    if not best.said_by and other.said_by:
        changes["said_by"] = other.said_by
    if best.p in titles and other.status != best.status:
        changes |= {"status": other.status, "cues": other.cues}
    if _put_off(best, other) and other.status == "denied":
        changes |= {"status": "denied", "cues": other.cues}
    if {best.status, other.status} == {"happened", "ongoing"}:
        changes["status"] = "ongoing"
        days = [d for d in (best.start_day, other.start_day) if d]
        ends = [d for d in (best.end_day, other.end_day) if d]
        changes |= {"start_day": min(days, default=None), "end_day": max(ends, default=None)}
    joined: Event = replace(best, **changes)
    return joined


def _longer(a: Event, b: Event) -> bool:
    """Whether b's interval tells more: the more exact one, or the whole visit whose first day a tells."""
    if not (a.start_day and a.end_day and b.start_day and b.end_day):
        return False
    if a.status == "planned" or _put_off(a, b):
        return a.status == "denied" and b.status == "planned"
    if a.rule in going() and a.start_day[:10] == b.start_day[:10]:
        return a.end_day[:10] < b.end_day[:10]
    return (
        a.start_day <= b.start_day and b.end_day <= a.end_day and (a.start_day, a.end_day) != (b.start_day, b.end_day)
    )
