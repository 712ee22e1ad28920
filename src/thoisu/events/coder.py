"""Codes the events and statements of a page: one sentence after the other, anaphors carried along."""

from datetime import date, timedelta

from ..lexicon import lexicon
from ..model import Actor, Event, Mention, Place, Span, Statement, Time
from ..names.genders import genders
from ..names.linker import Person
from ..names.words import listed, phrases, single
from ..text import Passage, Token
from .clauses import Segment, quotes, segments
from .frames import Trigger, find_triggers, mode_of
from .merge import merge_events
from .parties import Group, Roles, Scene, state_actor
from .roles import fill
from .statements import channel_of, find_statements, media_words, told_once
from .status import Status, status_of
from .untold import compared, idle, private, supposed, unsaid
from .visits import ground, place_near
from .when import When, spans, time_for
from .who import Names, find_groups


def code_events(
    passages: list[Passage],
    mentions: list[Mention],
    people: dict[str, Person],
    times: list[Time],
    story_day: date | None,
    today: date | None = None,
    offices: dict[tuple[int, int], Person] | None = None,
) -> tuple[list[Event], list[Statement]]:
    """The events (one record for each act) and statements of a page, in order.

    `offices` are the people in offices that the text names without them, by paragraph and first code point.
    """
    scene = Scene(people, focus=_focus(mentions, passages), offices=offices or {}, genders=genders(passages, mentions))
    coder = _Coder(scene, story_day.isoformat() if story_day else None, today.isoformat() if today else None)
    for passage in passages:
        own = [m for m in mentions if m.p == passage.index]
        names = {passage.at(m.start): (m, passage.at(m.end)) for m in own}
        when = spans(passage, [t for t in times if t.p == passage.index])
        for sentence in passage.sentences:
            coder.sentence(passage, sentence, names, when)
    titles = frozenset(p.index for p in passages if p.role == "title")
    return merge_events(coder.events, titles), told_once(coder.statements)


_DEEDS = frozenset(("COERCE", "MOBILIZE", "ASSAULT", "SANCTION", "CONCEDE", "COOPERATE", "AID", "RETREAT", "PROTEST"))
_WORDS = frozenset(("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"))


class _Coder:
    def __init__(self, scene: Scene, story_day: str | None, today: str | None) -> None:
        self.scene = scene
        self.story_day = story_day
        self.today = max(filter(None, (story_day, today)), default=None)
        self.narrated = story_day
        self.events: list[Event] = []
        self.statements: list[Statement] = []
        self.dated: dict[str, str] = {}  # party → the day on which it last acted
        self.channel: str | None = None
        self.paragraph = -1

    def sentence(
        self, passage: Passage, sentence: tuple[int, int], names: Names, times: list[tuple[int, int, Time]]
    ) -> None:
        run, (lo, hi) = passage.tokens, sentence
        if passage.index != self.paragraph:
            self.paragraph, self.channel = passage.index, None
            self.scene.source = [] if passage.index <= 1 else self.scene.source
        self.scene.state = self.scene.state or None
        triggers = find_triggers(run, lo, hi)
        triggers = [
            t for t in triggers if not any(k in names and names[k][0].kind == "person" for k in range(t.lo, t.hi))
        ]
        self.scene.speaker = self._voice(passage, sentence, names, triggers)
        groups = find_groups(passage, lo, hi, names, self.scene)
        found = segments(run, lo, hi, groups, triggers)
        channel = channel_of(run, lo, hi)
        source = self._source(run, lo, hi, groups, found)
        statements = find_statements(passage, sentence, found, groups, self.scene, channel, self.statements)
        self._move_clock(passage, sentence, times)
        for segment in found:
            for trigger in segment.triggers:
                self._event(passage, sentence, trigger, segment, found, names, times, source)
        self.statements += [s for s in statements if passage.role != "title"]
        self._remember(groups, found, names, sentence)

    # -- one event ----------------------------------------------------------------------------------------

    def _event(
        self, passage: Passage, sentence: tuple[int, int], trigger: Trigger, segment: Segment, found: list[Segment],
        names: Names, times: list[tuple[int, int, Time]], source: list[str],
    ) -> None:  # fmt: skip
        run, (lo, hi) = passage.tokens, sentence
        if (passage.role == "title" and trigger.frame.speech) or compared(run, lo, trigger):
            return
        if supposed(run, hi, trigger, segment):
            return
        acts = fill(run, trigger, segment, found, names, self.scene, hi, {a: b for a, b, _ in times})
        acts = [self._as_speaker(a, trigger, segment, found) for a in acts if not idle(a, trigger, segment, found)]
        if not acts:
            return
        index = found.index(segment)
        status = status_of(run, trigger, segment, acts[0].begin, found[index - 1] if index else None)
        if status is None:
            return
        status = self._embedded(run, trigger, segment, found, status)
        if status is None:
            return
        planned = status.value in ("planned", "proposed", "denied")
        asked = [b for a, b in status.cues if " ".join(t.key for t in run[a:b]) in listed("status", "asked")]
        if asked:  # what is asked for does not take the day of the asking
            times = [t for t in times if not lo <= t[0] < min(asked)]
        for k, roles in enumerate(acts):
            if private(roles):
                continue
            place = roles.place or place_near(run, segment, found, names, sentence)
            if trigger.frame.kind.ground:
                roles = ground(run, roles, place or self._standing(roles), lo, hi)
            if not roles.recipient and "host" in trigger.frame.kind.recipient and place and place.country:
                away = all(a.power != place.country for a in roles.actor)
                roles = roles._replace(recipient=(state_actor(place.country),)) if away else roles
            if not roles.recipient and trigger.frame.kind.name in ("violence", "seizure") and place and place.country:
                on_own_ground = any(a.power == place.country for a in roles.actor)
                roles = roles if on_own_ground else roles._replace(recipient=(state_actor(place.country),))
            if trigger.frame.kind.name == "violence" and not roles.recipient:
                continue
            if segment.opens == "call" and (not (place or times) or not roles.actor):
                continue  # what is asked for counts only with its parties and a place or a date
            when = self._when(passage, trigger, segment, found, sentence, times, planned, k, len(acts), roles, names)
            value = status.value
            if value == "happened" and when and when.start and self.today and when.start[:10] > self.today:
                value = "planned"
            self._add(passage, sentence, trigger, segment, roles, value, status, when, place, source, found)

    def _embedded(
        self, run: list[Token], trigger: Trigger, segment: Segment, found: list[Segment], status: Status
    ) -> Status | None:
        """An embedding call or condition passes its status down to what hangs on it."""
        index = found.index(segment)
        if segment.opens == "embed" and index and unsaid(run, found[index - 1]):
            return None
        first = min([t.lo for t in segment.triggers if not t.noun] + [c.lo for c in segment.cues], default=-1)
        if (
            segment.opens == "coord"
            and trigger.lo == first
            and (trigger.frame.event in _WORDS or any(c.lo <= trigger.lo < c.hi for c in segment.cues))
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
            return None
        return status

    def _when(
        self, passage: Passage, trigger: Trigger, segment: Segment, found: list[Segment], sentence: tuple[int, int],
        times: list[tuple[int, int, Time]], planned: bool, k: int, total: int, roles: Roles, names: Names,
    ) -> When | None:  # fmt: skip
        if total > 1:
            # A gapped list: each destination takes the time that follows it.
            place = roles.place.name if roles.place else ""
            at = [
                i
                for i, (m, _) in names.items()
                if sentence[0] <= i < sentence[1] and i >= trigger.hi and place == m.entity
            ]
            if at:
                following = [t for t in times if at[0] < t[0] <= at[0] + 6]
                if following:
                    return When(
                        following[0][2].start_day,
                        following[0][2].end_day,
                        f"beside the place: {following[0][2].text}",
                    )
        if trigger.frame.event in _WORDS and self.story_day:
            # What is promised or asked for may have a day of its own ahead: it is not the day of the words.
            times = [
                t for t in times
                if t[0] < trigger.lo or trigger.frame.id == "support.sign"
                or ((t[2].start_day or "") <= self.story_day and (t[2].start_day or "")[:7] == (t[2].end_day or "")[:7])
            ]  # fmt: skip
        run = passage.tokens
        when = time_for(trigger.lo, trigger.hi, segment, found, sentence, times, planned, trigger.frame.event in _WORDS)
        if when is not None:
            return when
        if planned or passage.role == "title":
            return None
        if segment.opens == "sub" or (trigger.frame.event in _DEEDS and not self._told_now(passage, sentence)):
            return None
        # "đã mời …" of a speaker new to the page may lie anywhere before the news; the bare present is the news.
        past = run[trigger.lo - 1].key == "đã"
        told = any(s.opens == "embed" for s in found[: found.index(segment) + 1])
        return self._narrated(passage, sentence, roles, trigger.frame.event in _WORDS and not told and not past)

    @staticmethod
    def _told_now(passage: Passage, sentence: tuple[int, int]) -> bool:
        lo, hi = sentence
        return any(phrases("continuing", "words").longest(passage.tokens, i) for i in range(lo, hi))

    def _narrated(self, passage: Passage, sentence: tuple[int, int], roles: Roles, words: bool = False) -> When | None:
        """An undated act takes the narrated day when it goes on from it."""
        day = self.narrated
        if day is None:
            return None
        run, (lo, hi) = passage.tokens, sentence
        for i in range(lo, hi):
            if phrases("background", "words").longest(run, i):
                return None
        # A person or ministry whom the day's news is about goes on acting on that day; a state need not.
        parties = {a.entity for a in roles.actor if a.kind != "country" or len(roles.actor) > 1}
        goes_on = any(phrases("continuing", "words").longest(run, i) for i in range(lo, hi))
        speaks = words and roles.actor and all(a.kind != "country" for a in roles.actor)
        if speaks:
            return When(day, day, "narrated day")
        if goes_on or any(self.dated.get(p) == day for p in parties):
            return When(day, day, "narrated day")
        return None

    def _add(
        self, passage: Passage, sentence: tuple[int, int], trigger: Trigger, segment: Segment, roles: Roles, value: str,
        status: Status, when: When | None, place: Place | None, source: list[str], found: list[Segment],
    ) -> None:  # fmt: skip
        run, (lo, hi) = passage.tokens, sentence
        frame = trigger.frame
        begin, end = run[trigger.lo].start, run[trigger.hi - 1].end
        stop = found[min(len(found) - 1, found.index(segment) + 2)].hi
        mode = roles.mode or mode_of(frame, run, trigger.lo, min(hi, max(segment.hi, stop)))
        if frame.event == "CONSULT" and frame.mode == "phone":
            mode, place = "phone", None
        evidence = Span(passage.index, run[lo].start, run[hi - 1].end)
        clause = Span(
            passage.index, begin, run[min(hi, stop) - 1].end, passage.text[begin : run[min(hi, stop) - 1].end]
        )
        said_by = self._speaker(run, segment, found) or list(source)
        if said_by == [a.entity for a in roles.actor]:
            said_by = []  # one's own words need nobody to vouch for them
        for actor in (*roles.actor, *roles.recipient):
            if when and when.start and when.start == when.end and value in ("happened", "ongoing"):
                self.dated[actor.entity] = when.start[:10]
        self.events.append(
            Event(
                passage.index, begin, end, passage.text[begin:end], frame.event, mode, list(frame.context), value,
                [_span(passage, a, b) for a, b in status.cues],
                list(roles.actor), list(roles.recipient), when.start if when else None, when.end if when else None,
                when.basis if when else None, place, said_by, [evidence, clause], frame.id, [],
            )
        )  # fmt: skip

    def _speaker(self, run: list[Token], segment: Segment, found: list[Segment]) -> list[str]:
        """Who reports the segment: the speaker of the reporting verb that it is embedded under."""
        index = found.index(segment)
        for k in range(index, 0, -1):
            if found[k].opens == "embed":
                before = found[k - 1]
                last = max(before.cues, key=lambda c: c.lo, default=None)
                pledged = last and " ".join(t.key for t in run[last.lo : last.hi]) in single("statements", "pledges")
                if last and before.subject and not pledged:
                    return [m.entity for m in before.subject.members]
        return []

    def _as_speaker(self, roles: Roles, trigger: Trigger, segment: Segment, found: list[Segment]) -> Roles:
        """ "Ngoại trưởng Mỹ khẳng định Mỹ ủng hộ …": the speaker acts for the state that is named."""
        if not trigger.frame.speech or len(roles.actor) != 1 or roles.actor[0].kind != "country":
            return roles
        index = found.index(segment)
        before = found[index - 1] if index else None
        if segment.opens == "embed" and before is not None and before.cues and before.subject is not None:
            speaker = before.subject.members
            if len(speaker) == 1 and speaker[0].kind == "person" and speaker[0].country == roles.actor[0].entity:
                return roles._replace(actor=speaker)
        return roles

    def _standing(self, roles: Roles) -> Place | None:
        """The last place told, where it is on the ground of one of the parties."""
        last = next(
            (e.place for e in reversed(self.events) if e.event == "CONSULT" and e.place and e.place.country), None
        )
        return last if last is not None and any(a.power == last.country for a in roles.actor) else None

    def _voice(
        self, passage: Passage, sentence: tuple[int, int], names: Names, triggers: list[Trigger]
    ) -> tuple[Actor, ...]:
        """Whose "chúng tôi" a sentence holds: the one who says the quotation, else who spoke before."""
        run, (lo, hi) = passage.tokens, sentence
        if not any(phrases("people", "first_person").longest(run, i) for i in range(lo, hi)):
            return ()
        self.scene.speaker = ()
        groups = find_groups(passage, lo, hi, names, self.scene)
        inside = quotes(run, lo, hi)
        for segment in reversed(segments(run, lo, hi, groups, triggers)):
            if segment.subject and any(c.lo not in inside for c in segment.cues) and segment.subject.lo not in inside:
                return segment.subject.members
        return tuple(self.statements[-1].speaker) if self.statements else ()

    # -- the page's state ----------------------------------------------------------------------------------

    def _source(self, run: list[Token], lo: int, hi: int, groups: list[Group], found: list[Segment]) -> list[str]:
        """Agencies and media that vouch for the sentence ("Theo AP, …", "Kyodo đưa tin …")."""
        tokens = run
        for group in groups:
            media = [m for m in group.members if m.entity in lexicon().media]
            if not media or group.lo - lo > 12:
                continue
            vouches = group.case == "source" or any(
                media_words().longest(tokens, k) for k in range(group.hi, min(hi, group.hi + 8))
            )
            if vouches:
                self.scene.source = [m.entity for m in media]
                return self.scene.source
            if any(c.lo >= group.hi for s in found for c in s.cues):
                return [m.entity for m in media]
        return []

    def _move_clock(self, passage: Passage, sentence: tuple[int, int], times: list[tuple[int, int, Time]]) -> None:
        for lo, _, time in times:
            if sentence[0] <= lo < sentence[1] and time.start_day and time.start_day == time.end_day:
                ahead = self.story_day is not None and time.start_day[:10] > self.story_day
                stale = self.story_day is not None and time.start_day[:10] < _days_before(self.story_day, 31)
                if not ahead and not stale and passage.role != "title" and len(time.start_day) == 10:
                    self.narrated = time.start_day

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
        last = [e for e in self.events if e.p == self.paragraph and e.event == "CONSULT" and e.status != "denied"]
        if last and len({a.power for a in (*last[-1].actor, *last[-1].recipient)}) >= 2:
            self.scene.pair = tuple({a.entity: a for a in (*last[-1].actor, *last[-1].recipient)}.values())
        else:
            many = [
                g
                for g in groups
                if len(g.members) >= 2
                and g.case in ("", "between")
                and any(g is s.subject or g.case == "between" for s in found)
            ]
            if many:
                self.scene.pair = many[-1].members
        for _, (mention, _) in sorted((i, v) for i, v in names.items() if sentence[0] <= i < sentence[1]):
            if mention.kind == "country":
                self.scene.state = mention.entity
                self.scene.states.append(mention.entity)
        bodies = [m for g in groups for m in g.members if m.kind == "org" and m.entity not in lexicon().media]
        if bodies:
            self.scene.body = bodies[-1]


def _days_before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days)).isoformat()


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
