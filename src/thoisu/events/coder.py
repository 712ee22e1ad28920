"""Codes the events and statements of a page: one sentence after the other, anaphors carried along."""

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from itertools import takewhile

from ..lexicon import lexicon
from ..model import Actor, Event, Mention, Place, Span, Statement, Time
from ..names.genders import genders
from ..names.linker import Person
from ..names.words import listed, phrases
from ..text import Passage
from .afterwards import dated_later
from .behind import lasting
from .clauses import quotes, segments
from .clock import Clock, When
from .contexts import contexts_named, contexts_of
from .frames import Trigger, find_triggers, jointly, mode_of
from .merge import merge_events
from .objects import of_words
from .parties import Group, Names, Roles, Scene, of_missions, of_states, state_actor, state_behind
from .recall import LATELY, attended, for_whom, out_of_jail, protested, same_place, standing, unrest
from .recipients import AT_SOMEBODY
from .roles import fill
from .segment import Segment
from .statements import find_statements, told_once
from .status import Status, status_of
from .telling import SPOKEN, Telling
from .trace import Trace
from .untold import compared, cut_off, hoped, idle, of_games, private, retold, supposed, unsaid
from .visits import ground, place_near
from .vouched import media_named, owned_up, reporter, vouched
from .when import date_of, going_on, spans
from .where import located, struck
from .who import find_groups


def code_events(
    passages: list[Passage],
    mentions: list[Mention],
    people: dict[str, Person],
    times: list[Time],
    story_day: date | None,
    today: date | None = None,
    offices: dict[tuple[int, int], Person] | None = None,
    trace: Trace | None = None,
) -> tuple[list[Event], list[Statement]]:
    """The events (one record for each act) and statements of a page, in order.

    `offices` are the people in offices that the text names without them, by paragraph and first code point.
    """
    scene = Scene(people, focus=_focus(mentions, passages), offices=offices or {}, genders=genders(passages, mentions))
    scene.trace = trace
    coder = _Coder(scene, story_day.isoformat() if story_day else None, today.isoformat() if today else None)
    named: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        named[mention.p].append(mention)
    timed: dict[int, list[Time]] = defaultdict(list)
    for time in times:
        timed[time.p].append(time)
    for passage in passages:
        names = {passage.at(m.start): (m, passage.at(m.end)) for m in named[passage.index]}
        when = sorted(spans(passage, timed[passage.index]), key=lambda span: span[0])
        at_time = [lo for lo, _, _ in when]
        for lo, hi in passage.sentences:
            own = when[bisect_left(at_time, lo) : bisect_left(at_time, hi)]
            coder.sentence(passage, (lo, hi), names, own)
    titles = frozenset(p.index for p in passages if p.role == "title")
    return merge_events(vouched(coder.events, coder.statements), titles), told_once(coder.statements)


class _Coder:
    def __init__(self, scene: Scene, story_day: str | None, today: str | None) -> None:
        self.scene = scene
        self.clock = Clock(story_day, today)
        self.events: list[Event] = []
        self.statements: list[Statement] = []
        self.channel: str | None = None
        self.paragraph = -1
        self._contexts: list[str] | None = None  # of the sentence at hand
        self._quoted: set[int] = set()  # tokens of the paragraph inside quotation marks

    def sentence(
        self, passage: Passage, sentence: tuple[int, int], names: Names, times: list[tuple[int, int, Time]]
    ) -> None:
        run, (lo, hi) = passage.tokens, sentence
        self._contexts = None
        if passage.index != self.paragraph:
            self.paragraph, self.channel = passage.index, None
            self._quoted = quotes(run, passage.sentences[0][0], len(run))
        self.scene.state = self.scene.state or None
        triggers = find_triggers(run, lo, hi)
        triggers = [
            t for t in triggers
            if not any(k in names and names[k][0].kind == "person" for k in range(t.lo, t.hi))
            and not any(a <= t.lo and t.hi <= b for a, b, _ in times)  # "từ ngày 16 đến 18/4": nobody arrives
        ]  # fmt: skip
        self.scene.speaker = self._voice(passage, sentence, names, triggers)
        self.scene.timed = frozenset(b - 1 for _, b, _ in times)
        groups = find_groups(passage, lo, hi, names, self.scene)
        found = segments(run, lo, hi, groups, triggers, self._goes_on_saying(passage, sentence))
        source = media_named(run, sentence, groups, found)
        statements = find_statements(passage, sentence, found, groups, self.statements)
        if passage.role != "title":
            self.clock.move(run, found, times, passage.index)
        dated_later(self.events, passage, sentence, times, self.clock)
        for segment in found:
            for trigger in segment.triggers:
                self._event(Telling(passage, sentence, found, segment, trigger, names, times), source)
        self.statements += [s for s in statements if passage.role != "title"]
        self._remember(groups, found, names, sentence)

    # -- one event ----------------------------------------------------------------------------------------

    def _event(self, t: Telling, source: list[str]) -> None:
        run, (lo, hi), trigger, segment, frame = t.run, t.sentence, t.trigger, t.segment, t.trigger.frame
        if self.scene.trace is not None:
            self.scene.trace.look(t, source)
        if (t.passage.role == "title" and frame.speech) or compared(run, lo, trigger):
            self.scene.lost("title" if t.passage.role == "title" else "compared")
            return
        aside = retold(run, trigger, segment) or cut_off(run, trigger, segment) or of_games(run, lo, hi, trigger)
        if aside or supposed(run, hi, trigger, segment):
            self.scene.lost("supposed")
            return
        acts = fill(run, trigger, segment, t.found, t.names, self.scene, hi, {a: b for a, b, _ in t.times})
        if acts:
            self.scene.lost("pledge")
        acts = [self._as_speaker(a, t) for a in acts if not idle(run, trigger, segment, t.found)]
        if not acts:
            return
        status = status_of(run, trigger, segment, acts[0].begin, t.found)
        self.scene.lost({"if": "condition", "purpose": "purpose"}.get(segment.opens, "asked" if status else "negated"))
        status = self._embedded(t, status) if status else None
        if status is None:
            return
        asked = [b for a, b in status.cues if " ".join(k.key for k in run[a:b]) in listed("status", "asked")]
        if asked:  # what is asked for does not take the day of the asking
            t = t.with_times([time for time in t.times if not lo <= time[0] < min(asked)])
        self.scene.lost("private")
        for roles in acts:
            if not private(roles, trigger):
                self._act(t, roles, status, len(acts), source)

    def _act(self, t: Telling, roles: Roles, status: Status, stops: int, source: list[str]) -> None:
        if t.trigger.frame.jointly and len({a.power for a in roles.actor}) > 1:
            t = t.with_trigger(jointly(t.trigger))
            roles = roles._replace(mode=None)
        kind, segment = t.trigger.frame.kind, t.segment
        place = roles.place or self._place(t)
        two = len({a.power for a in roles.actor}) == 2 and t.trigger.frame.mode == "multilateral"
        # A summit of two is on the ground of one of them, or of a third.
        if kind.ground or (two and kind.name != "attend"):
            roles = ground(t.run, roles, place or standing(roles, self.events), *t.sentence)
        # Those who protest do it to the power of the ground on which they stand.
        local = "host" in kind.recipient or kind.name in ("violence", "seizure", "killing", "protest", "crowd")
        if local and not roles.recipient and place and place.country:
            away = all(state_behind(a) != place.country for a in roles.actor)
            roles = roles._replace(recipient=(state_actor(place.country),)) if away else roles
        if t.trigger.frame.event == "PROTEST" and not roles.recipient and not roles.actor:
            roles = roles._replace(recipient=protested(t, self.events))
        roles = of_states(roles) if local else roles
        if t.trigger.frame.event in ("SANCTION", "THREATEN"):
            roles = of_missions(roles)
        freed = t.trigger.frame.mode == "release" and out_of_jail(t)
        jailed = freed or t.trigger.frame.event == "COERCE" or t.trigger.frame.mode == "convict"
        if not roles.actor and jailed and place and place.country:
            # Arrested or convicted there: by the police or the court of that state, and to nobody who is named.
            others = tuple(r for r in roles.recipient if r.entity != place.country)
            roles = roles._replace(actor=(state_actor(place.country),), recipient=others)
        if not roles.actor and t.trigger.frame.event == "COERCE":
            roles = roles._replace(actor=unrest(t, self.events))
        if not roles.recipient and not roles.actor and t.trigger.frame.event in ("COERCE", "ASSAULT"):
            self.scene.lost("no_recipient")
            return
        if source:  # "BBC dẫn lời … cho biết, tàu bị bắt": who reports an act does not suffer it
            roles = roles._replace(recipient=tuple(r for r in roles.recipient if r.entity not in source))
        cited = roles.actor and all(a.entity in lexicon().media for a in roles.actor)
        citing = cited and phrases("statements", "citing").first(t.run, t.sentence[0], t.trigger.lo) is not None
        if cited and (citing or not t.trigger.frame.speech):
            self.scene.lost("private")
            return  # "CNN dẫn nguồn tin cho hay …": a medium tells of deeds
        roles = for_whom(t, roles, self.events)
        if t.trigger.frame.event in AT_SOMEBODY and not roles.recipient and "recipient" in kind.needs:
            self.scene.lost("no_recipient")
            return
        timed = any(time[0] >= segment.lo for time in t.times)
        if segment.opens == "call" and (not (place or timed) or not roles.actor):
            self.scene.lost("vague")
            return  # what is asked for counts only with its parties and a place or a date
        denied = (
            status.value == "denied"
        )  # "phủ nhận kế hoạch …": who is said not to have done what is told all the same
        claimed = self._alleged(t) or t.is_denied or of_words(t.run, t.trigger, segment)
        both = roles.actor and (roles.recipient or (kind.join and len(roles.actor) > 1))
        if claimed and not (both and (place or timed or denied)):
            self.scene.lost("vague")
            return  # and so does what somebody is accused of, or denies
        value = status.value
        when = date_of(t, roles, value in ("planned", "proposed", "denied"), stops, self.clock, value == "ongoing")
        when = lasting(t, when)
        if value == "happened" and when and self.clock.is_ahead(when.start):
            value = "planned"
        elif value == "happened" and when and "; until" in when.basis and self.clock.is_ahead(when.end):
            value = "ongoing"
        if value == "planned" and when is None:
            when = self.clock.plan_of(roles)
        if value == "happened" and (under_way := going_on(t, when, self.clock)):
            value, when = "ongoing", under_way
        roles, when, place = attended(t, roles, when, place, self.events)
        self.clock.note(roles, when, value, t.passage.index)
        place = place or same_place(t, roles, when, self.events)
        self._add(t, roles, value, status, when, place, source)

    @staticmethod
    def _alleged(t: Telling) -> bool:
        before = t.before
        return t.segment.opens == "embed" and before is not None and any(c.group == "accuse" for c in before.cues)

    @staticmethod
    def _place(t: Telling) -> Place | None:
        """Where an act is: what it strikes or takes, else what its clause or the head of its sentence names."""
        if t.trigger.frame.kind.name in ("violence", "seizure", "killing", "intrusion"):
            struck_there = struck(t.run, t.trigger.hi, t.segment.hi, t.names)
            if struck_there:
                return struck_there
            suffers = any(k.key == "bị" for k in t.run[max(t.segment.lo, t.trigger.lo - 4) : t.trigger.lo])
            under_fire = struck(t.run, t.segment.lo, t.trigger.lo, t.names) if suffers else None
            if suffers and not under_fire and t.at + 1 < len(t.found) and t.found[t.at + 1].opens == "comma":
                # "Bị Nga tấn công bằng tên lửa, thành phố Uman …"
                under_fire = struck(t.run, t.found[t.at + 1].lo, t.found[t.at + 1].hi, t.names)
            if under_fire:  # "thành phố Mariupol vẫn đang bị pháo kích"
                return under_fire
        if t.trigger.frame.kind.name in ("opening", "recalling"):
            return located(t.run, t.trigger.hi, t.segment.hi, t.names, posts=True)
        return place_near(t)

    @staticmethod
    def _embedded(t: Telling, status: Status) -> Status | None:
        """An embedding call or condition passes its status down to what hangs on it."""
        run, trigger, segment, found, index = t.run, t.trigger, t.segment, t.found, t.at
        if t.is_denied:
            return None if trigger.frame.event in SPOKEN else Status("denied", status.cues)
        if segment.opens == "embed" and index and unsaid(run, found[index - 1]):
            return None
        if segment.opens == "embed" and index and trigger.frame.event not in SPOKEN and hoped(run, found[index - 1]):
            return None if trigger.frame.event not in ("CONSULT", "COOPERATE") else Status("proposed", status.cues)
        first = min([t.lo for t in segment.triggers if not t.noun] + [c.lo for c in segment.cues], default=-1)
        if (
            segment.opens == "coord"
            and trigger.lo == first
            and (trigger.frame.event in SPOKEN or any(c.lo <= trigger.lo < c.hi for c in segment.cues))
        ):
            return status  # a reporting verb coordinated with the call, not part of what is asked
        for k in range(index - 1, -1, -1):
            if (
                found[k + 1].opens in ("coord", "purpose")
                and found[k].opens == "call"
                and status.value in ("happened", "planned")
            ):
                return Status("proposed", status.cues) if trigger.frame.event == "CONSULT" else None
            if found[k + 1].opens not in ("coord", "purpose", "comma"):
                break
        if segment.opens == "call" and trigger.frame.event not in ("CONSULT", "SUPPORT", "AID", "COOPERATE"):
            return Status("happened", status.cues) if t.is_undergone else None
        return status

    def _add(
        self, t: Telling, roles: Roles, value: str, status: Status, when: When | None, place: Place | None,
        source: list[str],
    ) -> None:  # fmt: skip
        passage, run, (lo, hi), trigger, segment = t.passage, t.run, t.sentence, t.trigger, t.segment
        frame = trigger.frame
        if self._contexts is None:  # one sentence often tells several events
            self._contexts = contexts_named(run, lo, hi)
        context = contexts_of(run, lo, hi, frame.context, self._contexts)
        begin, end = run[trigger.lo].start, run[trigger.hi - 1].end
        stop = t.tells_until
        mode = roles.mode or mode_of(frame, run, trigger.lo, min(hi, max(segment.hi, stop)))
        if frame.event == "CONSULT" and frame.mode == "phone":
            mode, place = "phone", None
        evidence = Span(passage.index, run[lo].start, run[hi - 1].end)
        clause = Span(
            passage.index, begin, run[min(hi, stop) - 1].end, passage.text[begin : run[min(hi, stop) - 1].end]
        )
        said_by = reporter(t) or list(source)
        if set(said_by) <= {a.entity for a in roles.actor} and not owned_up(t):
            said_by = []  # one's own words need nobody to vouch for them
        self.events.append(
            Event(
                passage.index, begin, end, passage.text[begin:end], frame.event, mode, context, value,
                [_span(passage, a, b) for a, b in status.cues],
                list(roles.actor), list(roles.recipient), when.start if when else None, when.end if when else None,
                when.basis if when else None, place, said_by, [evidence, clause], frame.id, [],
            )
        )  # fmt: skip
        if self.scene.trace is not None:
            self.scene.trace.told(self.events[-1])

    @staticmethod
    def _as_speaker(roles: Roles, t: Telling) -> Roles:
        """ "Ngoại trưởng Mỹ khẳng định Mỹ ủng hộ …": the speaker acts for the state that is named."""
        if not t.trigger.frame.speech or len(roles.actor) != 1 or roles.actor[0].kind != "country":
            return roles
        if t.segment.speaker is not None:
            speaker = t.segment.speaker.members
            if len(speaker) == 1 and speaker[0].kind == "person" and speaker[0].country == roles.actor[0].entity:
                return roles._replace(actor=speaker)
        return roles

    def _goes_on_saying(self, passage: Passage, sentence: tuple[int, int]) -> tuple[Actor, ...]:
        """Who says a quotation that was opened before the sentence, or goes on in a new paragraph."""
        run, (lo, hi) = passage.tokens, sentence
        if not self.statements or self.statements[-1].p < passage.index - 1:
            return ()
        first = passage.sentences[0][0]
        inside = lo > first and lo in self._quoted
        begins = lo == first and run[lo].text in '"“' and any(k in '”"' for k in (run[hi - 1].text, run[hi - 2].text))
        return tuple(self.statements[-1].speaker) if inside or begins else ()

    def _voice(
        self, passage: Passage, sentence: tuple[int, int], names: Names, triggers: list[Trigger]
    ) -> tuple[Actor, ...]:
        """Whose "chúng tôi" a sentence holds: the one who says the quotation, else who spoke before."""
        run, (lo, hi) = passage.tokens, sentence
        if phrases("people", "first_person").first(run, lo, hi) is None:
            return ()
        self.scene.speaker = ()
        groups = find_groups(passage, lo, hi, names, self.scene)
        inside = quotes(run, lo, hi)
        for segment in reversed(segments(run, lo, hi, groups, triggers)):
            if segment.subject and any(c.lo not in inside for c in segment.cues) and segment.subject.lo not in inside:
                return segment.subject.members
        return tuple(self.statements[-1].speaker) if self.statements else ()

    # -- the page's state ----------------------------------------------------------------------------------

    def _remember(self, groups: list[Group], found: list[Segment], names: Names, sentence: tuple[int, int]) -> None:
        subjects = [s.subject for s in found if s.subject is not None and s.subject.sort != "pronoun"]
        for group in subjects[:1]:
            people = [m for m in group.members if m.kind == "person"]
            if len(people) == 1:
                self.scene.person = people[0]
        if not subjects or not any(m.kind == "person" for m in subjects[0].members):
            people = [m for g in groups for m in g.members if m.kind == "person"]
            if len(people) == 1:
                self.scene.person = people[0]
        self.scene.recent += [m for g in groups if g.sort == "named" for m in g.members if m.kind == "person"]
        here = takewhile(lambda e: e.p == self.paragraph, reversed(self.events[-LATELY:]))
        last = next((e for e in here if e.event == "CONSULT" and e.status != "denied"), None)
        if last is not None and len({a.power for a in (*last.actor, *last.recipient)}) >= 2:
            self.scene.pair = tuple({a.entity: a for a in (*last.actor, *last.recipient)}.values())
        else:
            many = [
                g
                for g in groups
                if len(g.members) >= 2
                and g.case in ("", "between")
                and any(g is s.subject or g.case == "between" for s in found)
            ]
            if many:
                self.scene.pair = many[0].members
        for mention in (names[i][0] for i in range(*sentence) if i in names):
            if mention.kind == "country":
                self.scene.state = mention.entity
                self.scene.states.append(mention.entity)
        bodies = [m for g in groups for m in g.members if m.kind == "org" and m.entity not in lexicon().media]
        if bodies:
            self.scene.bodies += bodies
            self.scene.ministry = next((b for b in bodies if b.entity.startswith("Ministry")), self.scene.ministry)


def _span(passage: Passage, lo: int, hi: int) -> Span:
    start, end = passage.tokens[lo].start, passage.tokens[hi - 1].end
    return Span(passage.index, start, end, passage.text[start:end])


def _focus(mentions: list[Mention], passages: list[Passage]) -> str | None:
    """The one state that title and lead are about, where there is one."""
    heads = {p.index for p in passages if p.role in ("title", "lead")} or {0}
    named: dict[str, int] = {}
    for m in mentions:
        state = m.entity if m.kind == "country" else None
        if m.kind == "place":
            place = lexicon().place(m.entity)
            state = place.country if place else None
        if state:
            named[state] = named.get(state, 0) + (3 if m.p in heads else 1)
    if not named:
        return None
    first, *others = sorted(named.items(), key=lambda kv: -kv[1])
    return first[0] if not others or first[1] >= 2 * others[0][1] else None
