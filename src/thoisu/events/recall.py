"""What an act takes from those told before it: whom words answer, and where it goes on."""

from ..lexicon import lexicon
from ..model import Actor, Event, Place
from ..names.words import before, listed, phrases, single
from .clock import When
from .parties import Roles, powers_of, state_actor, state_behind
from .recipients import AT_SOMEBODY, unnamed
from .telling import Telling

# Acts of a day's unrest, which go on where it is.
ON_THE_GROUND = frozenset(("PROTEST", "COERCE", "ASSAULT", "MOBILIZE"))
LATELY = 40  # acts: two paragraphs tell fewer, and nobody remembers more


def addressed(t: Telling, roles: Roles, told: list[Event]) -> Roles:
    """To whom words go that name nobody: as in the act before in the sentence, or whose act they answer."""
    own = {a.power for a in roles.actor}
    if any(unnamed(t.run, k) for k in range(t.trigger.lo + 1, t.trigger.hi + 1)):
        return roles
    start = t.run[t.sentence[0]].start
    probe = not t.trigger.frame.speech and t.trigger.frame.event != "REJECT"
    for event in reversed(told[-LATELY:]):
        together = event.p == t.passage.index and event.evidence[0].start == start
        if together and event.event in AT_SOMEBODY and own == {a.power for a in event.actor} and event.recipient:
            return roles._replace(recipient=tuple(event.recipient))
        asked = event.event in ("REQUEST", "ACCUSE", "THREATEN") and event.p >= t.passage.index - 1
        to_them = own & {r.power for r in event.recipient} and not own & {a.power for a in event.actor}
        if t.trigger.frame.event in ("REJECT", "ACCUSE") and asked and to_them and not probe:
            return roles._replace(recipient=tuple(event.actor))
    if t.trigger.frame.event != "REQUEST" and (kinds := told_of(t)):
        answered = _last_doers(t, own, kinds, told)
        before = t.found[t.at - 1].subject if t.at and t.segment.opens in ("comma", "coord") else None
        if not answered and before is not None and not own & {m.power for m in before.members}:
            answered = powers_of(before.members)  # "X lập trạm kiểm soát ở …, Y lên án động thái này"
        if answered:
            return roles._replace(recipient=answered)
    said = t.before.speaker if t.before is not None and t.segment.opens == "coord" else None
    if t.trigger.frame.event == "REJECT" and said is not None and t.segment.speaker is None:
        return roles._replace(recipient=powers_of(tuple(m for m in said.members if m.power not in own)))
    if t.trigger.frame.kind.name == "drawn" and not roles.recipient and (head := _head(t)):
        return roles._replace(recipient=_last_doers(t, own, head, told))
    for group in t.segment.groups:  # "gửi thư cho X đề nghị …"
        if (
            group.case == "to"
            and group.hi <= t.trigger.lo
            and phrases("roles", "writing").first(t.run, t.segment.lo, group.lo) is not None
        ):
            return roles._replace(recipient=group.members)
    for segment in reversed(t.found[: t.at]):
        written_to = [m for g in segment.groups if g.case == "to" for m in g.members if m.power not in own]
        if segment.subject is t.segment.subject and written_to and t.segment.opens in ("coord", "purpose", "comma"):
            return roles._replace(recipient=tuple(written_to))
    return roles


def _head(t: Telling) -> str | None:
    """Which kind of act draws what it draws: "Động thái này vấp phải …", "Việc triển khai X làm dấy lên …"."""
    lo = t.sentence[0]
    at = next((k for k in range(lo, t.trigger.lo) if t.run[k].is_word), lo)
    for kind in _KINDS:
        if phrases(*kind).longest(t.run, at):
            return kind[1]
    return "deeds" if t.run[at].key == "việc" else None


def for_whom(t: Telling, roles: Roles, told: list[Event]) -> Roles:
    """An act of words with those whom it is for, also where only what was told before names them."""
    if t.trigger.frame.event in AT_SOMEBODY:
        return addressed(t, roles, told) if not roles.recipient or (_beside(t, roles) and told_of(t)) else roles
    if t.trigger.frame.event == "SUPPORT" and t.trigger.frame.speech and not roles.recipient:
        return _welcomed(t, roles, told)
    strikes = t.trigger.frame.event == "ASSAULT" and roles.actor and not roles.recipient
    if strikes and before(t.run, t.trigger.hi, "answers", "back", t.trigger.lo) is not None:
        own = {state_behind(a) for a in roles.actor}
        hit = (e for e in reversed(told[-LATELY:]) if e.event == "ASSAULT" and e.p == t.passage.index)
        struck = next((e for e in hit if own & {state_behind(r) for r in e.recipient}), None)
        if struck is not None:  # "Quân đội X sau đó bắn trả": at those who had fired
            return roles._replace(recipient=tuple(struck.actor))
    if t.trigger.frame.event == "SANCTION" and t.trigger.frame.mode == "discontinue" and not roles.recipient:
        return _punished(t, roles, told)
    return roles


def _punished(t: Telling, roles: Roles, told: list[Event]) -> Roles:
    """ "EU cũng nhất trí về gói trừng phạt đầu tiên": at those whom the sanctions told just before are for."""
    own = {a.power for a in roles.actor}
    for event in reversed(told[-LATELY:]):
        if event.p < t.passage.index - 1:
            break
        if event.event == "SANCTION" and event.recipient and not own & {r.power for r in event.recipient}:
            return roles._replace(recipient=tuple(event.recipient))
    return roles


def _welcomed(t: Telling, roles: Roles, told: list[Event]) -> Roles:
    """Whose act is welcomed that is named by what was told: "hoan nghênh quyết định này"."""
    kind = told_of(t)
    doers = _last_doers(t, {a.power for a in roles.actor}, kind, told) if kind else ()
    return roles._replace(recipient=doers)


def _beside(t: Telling, roles: Roles) -> bool:
    """Whether its recipients stand in a clause after its own: "bác bỏ cáo buộc này, yêu cầu X …" answers not X."""
    after = next((s for s in t.found[t.at + 1 :] if s.opens == "coord"), None)
    if after is None or t.trigger.noun:
        return False
    start = t.run[after.lo].start
    return all(r.mention is not None and r.mention["start"] >= start for r in roles.recipient)


def told_of(t: Telling) -> str | None:
    """Which kind of act told before an object means: "lên án động thái này", "chỉ trích vụ phóng"; None where none.

    It is a list of the table `answers` in grammar.toml.
    """
    run, hi = t.run, t.segment.hi
    if hi == t.trigger.hi and t.at + 1 < len(t.found) and t.found[t.at + 1].opens == "embed":
        hi = t.found[t.at + 1].hi  # a reporting verb's object is a segment of its own
    if _suffers(t) and (head := _head(t)):
        return head  # "Động thái này được X hoan nghênh"
    if t.trigger.frame.event == "THREATEN":
        back = phrases("answers", "back").first(run, t.trigger.lo, min(len(run), t.trigger.hi + 3)) is not None
        return "deeds" if back else None
    for k in range(t.trigger.lo + 1, min(hi, t.trigger.hi + 3)):
        for kind in _KINDS:
            noun = phrases(*kind).longest(run, k)
            if noun is None or noun[0] < t.trigger.hi:
                continue
            end = next((j for j in range(noun[0], hi) if run[j].key in single("answers", "stops")), hi)
            words = run[noun[0] : end]
            these = next((j for j, w in enumerate(words) if w.key in single("answers", "these")), None)
            several = k > t.trigger.lo and run[k - 1].key in single("answers", "several")
            whose = bool(words) and words[0].key == "của"
            bare = not (several or whose or any(w.is_capital for w in words)) and sum(w.is_word for w in words) <= 2
            return kind[1] if bare or (these is not None and these <= 6) else None
    return None


def _suffers(t: Telling) -> bool:
    """Whether the verb is a passive one, whose subject is what is said something of."""
    near = range(max(t.segment.lo, t.trigger.lo - 12), t.trigger.lo)
    return not t.trigger.noun and any(t.run[k].key in ("bị", "được") for k in near)


_KINDS = (("answers", "visits"), ("answers", "force"), ("answers", "words"), ("answers", "deeds"))
_FORCE = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
_WORDS = frozenset(("ACCUSE", "REQUEST", "THREATEN", "REJECT", "AGREE", "SUPPORT"))
_TALK = frozenset(("ACCUSE", "REQUEST", "THREATEN", "REJECT"))
_OF = {"visits": frozenset(("CONSULT",)), "force": _FORCE, "words": _WORDS}


def _last_doers(t: Telling, own: set[str], kind: str, told: list[Event]) -> tuple[Actor, ...]:
    """Who did the act of a kind that the page told last, where it is not one's own.

    Of acts of force the noun means that of its own frame ("vụ pháo kích"), then the latest: what is told beside it
    of an earlier day ("để trả đũa vụ …") is its reason. "Quyết định", "động thái" are deeds before they are words.
    """
    fitting = []
    for event in reversed(told[-LATELY:]):
        if event.p < t.passage.index - 2:
            break
        fits = event.event in _OF[kind] if kind in _OF else event.event != "CONSULT"
        if fits and event.actor and not own & {a.power for a in event.actor}:
            fitting.append(event)
    if kind == "force":
        nouns = {n.frame.id for s in t.found[t.at : t.at + 2] for n in s.triggers if n.noun and n.lo >= t.trigger.hi}
        fitting = [e for e in fitting if e.rule in nouns] or fitting
        fitting = [e for e in fitting if not e.trigger.lower().endswith(tuple(listed("answers", "back")))] or fitting
        fitting = sorted(fitting, key=lambda e: e.start_day or "", reverse=True)
    elif kind == "deeds":
        fitting = [e for e in fitting if e.event not in _TALK] or fitting
    elif t.trigger.frame.event == "REJECT":  # "bác bỏ cáo buộc": what one is charged with oneself
        charged = [e for e in fitting if own & {r.power for r in e.recipient}]
        if not charged and _pointed(t):
            # "bác bỏ cáo buộc này", "bác bỏ đề xuất trên": of whoever was told of last
            charged = [e for e in reversed(told[-LATELY:]) if e.p == t.passage.index and e.actor][:1]
            charged = [e for e in charged if not own & {a.power for a in e.actor}]
        if not charged:  # "trục xuất các nhà ngoại giao X với cáo buộc …, X bác bỏ cáo buộc": whoever did it to one
            near = (e for e in reversed(told[-LATELY:]) if e.p == t.passage.index and e.event in ("SANCTION", "COERCE"))
            charged = [e for e in near if own & {state_behind(r) for r in e.recipient} and e.actor][:1]
        fitting = charged
    return tuple(fitting[0].actor) if fitting else ()


def _pointed(t: Telling) -> bool:
    """Whether the object of a verb is said to have been told: "bác bỏ cáo buộc này"."""
    these = single("answers", "these")
    return any(k.key in these for k in t.run[t.trigger.hi : min(t.sentence[1], t.trigger.hi + 5)])


def attended(
    t: Telling, roles: Roles, when: When | None, place: Place | None, told: list[Event]
) -> tuple[Roles, When | None, Place | None]:
    """Who attends or stays away does it at the conference told before: on its days, with its host, at its place."""
    if t.trigger.frame.kind.name != "attend" or place is not None or t.trigger.noun:
        return roles, when, place
    own = {a.power for a in roles.actor}
    for event in reversed(told[-LATELY:]):
        if event.p < t.passage.index - 2:
            break
        if event.event != "CONSULT" or event.mode != "multilateral" or event.place is None or not event.start_day:
            continue
        if when is not None and when.start != event.start_day:
            break
        host = event.place.country
        if host and host not in own and not roles.recipient:
            roles = roles._replace(recipient=(state_actor(host),))
        return roles, when or When(event.start_day, event.end_day, "the meeting told before"), event.place
    return roles, when, place


def same_place(t: Telling, roles: Roles, when: When | None, told: list[Event]) -> Place | None:
    """Where an act without a place of its own is: on the ground of the visit, or where the day's unrest is."""
    powers = {a.power for a in (*roles.actor, *roles.recipient)}
    frame = t.trigger.frame
    for event in reversed(told[-LATELY:]):
        if event.p < t.passage.index - 1 or event.place is None or event.place.country not in powers:
            continue
        others = {a.power for a in (*event.actor, *event.recipient)}
        meets = frame.mode != "phone" and (frame.event == "CONSULT" or frame.deed) and len(powers) > 1
        if meets and event.mode == "visit" and powers <= others:
            return event.place
        together = event.event in ON_THE_GROUND and when is not None and when.start == event.start_day
        if frame.event in ON_THE_GROUND and together and event.p == t.passage.index:
            return event.place
    return None


def standing(roles: Roles, told: list[Event]) -> Place | None:
    """The last place told, where it is on the ground of one of the parties."""
    last = next(
        (e.place for e in reversed(told[-LATELY:]) if e.event == "CONSULT" and e.place and e.place.country), None
    )
    return last if last is not None and any(a.power == last.country for a in roles.actor) else None


def out_of_jail(t: Telling) -> bool:
    """ "được trả tự do khỏi nhà tù ở …": by the state whose jail it is; elsewhere it may be an exchange."""
    return phrases("roles", "jails").first(t.run, t.trigger.hi, min(t.sentence[1], t.trigger.hi + 8)) is not None


def unrest(t: Telling, events: list[Event]) -> tuple[Actor, ...]:
    """Who arrests "2.000 người biểu tình" that no clause and no ground names: the state against which they protest."""
    if phrases("roles", "protesters").first(t.run, max(t.sentence[0], t.trigger.lo - 8), t.trigger.hi + 6) is None:
        return ()
    before = next((e for e in reversed(events[-LATELY:]) if e.event == "PROTEST" and e.p >= t.passage.index - 3), None)
    return tuple(r for r in before.recipient if r.kind == "country") if before is not None else ()


def protested(t: Telling, events: list[Event]) -> tuple[Actor, ...]:
    """ "Nông dân Tây Ban Nha chặn đường": at their state, at whom the protest before was, or at the one power named."""
    segment = t.segment
    own = segment.subject
    people = own is not None and own.sort not in ("pronoun", "plural", "we") and segment.lo <= own.lo
    if own is not None and people and len(own.members) == 1 and own.members[0].country:
        return (state_actor(own.members[0].country),)
    before = next((e for e in reversed(events[-LATELY:]) if e.event == "PROTEST"), None)
    if before is not None:
        return tuple(before.recipient)
    named = {state_behind(m) for s in t.found for g in s.groups for m in g.members}
    return (state_actor(min(named)),) if len(named) == 1 and named <= lexicon().countries.keys() else ()
