"""Why each event of a page was read as it was, and why what looks like one was not: from a reading and its trace."""

import re
from functools import cache

import msgspec

from ..lexicon import lexicon, tables
from ..model import Actor, Event, Reading, Span
from ..page.asides import find_asides
from ..text import Passage
from .forms import Forms, contains
from .frame import Frame
from .frames import Trigger, unfit_triggers
from .parties import Group
from .paths import path_of
from .trace import Trace, Tried

SCHEMA = "thoisu/explanation/1"


class Mark(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A piece of the sentence and what it is: trigger, cue, actor, recipient, place or time."""

    p: int
    start: int
    end: int
    text: str
    what: str


class Role(msgspec.Struct, frozen=True):
    """How a party came to its role; `via` and `how` are words of labels.toml (`of_path`, `of_phrase`)."""

    role: str
    entity: str
    via: str
    word: str | None = None
    text: str | None = None
    how: str | None = None
    holder: str | None = None
    source: str | None = None


class Told(msgspec.Struct, frozen=True):
    """One event and all that speaks for it."""

    number: int
    event: Event
    frame: str
    row: str
    words: dict[str, list[str]]
    sentence: Span
    marks: list[Mark]
    roles: list[Role]
    status: str
    time: list[str]
    place: str | None
    voice: str | None
    tellings: list[Span]


class Missed(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A trigger that gave no event, and why (`of_reason`); `field` is the condition of its frame that failed."""

    p: int
    start: int
    end: int
    trigger: str
    event: str
    frame: str
    row: str
    reason: str
    field: str | None
    sentence: Span


class Explanation(msgspec.Struct, frozen=True):
    """All of a page's events with their reasons, and what was not taken."""

    schema: str
    uri: str
    events: list[Told]
    missed: list[Missed]


def explain_events(reading: Reading, trace: Trace, ordered: list[Event]) -> Explanation:
    """The reasons for the events of a reading, numbered from 1 as `ordered`, by the trace of the same reading.

    >>> from thoisu.model import Page
    >>> from thoisu.page.plain import read_plain
    >>> from thoisu.reader import read_article
    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã gặp Tổng thống Pháp Emmanuel Macron tại Paris."
    >>> trace = Trace()
    >>> reading = read_article(read_plain(text, published="2022-11-05"), Page("page.txt", ""), trace)
    >>> told = explain_events(reading, trace, reading.events).events[0]
    >>> told.frame, told.status, [(r.role, r.entity, r.via) for r in told.roles]
    ('consult.meet', 'cues', [('actor', 'Olaf Scholz', 'subject'), ('recipient', 'Emmanuel Macron', 'object')])
    """
    told = [_told(reading, trace, event, number) for number, event in enumerate(ordered, 1)]
    return Explanation(SCHEMA, reading.page.uri, told, _missed(reading, trace))


# -- what was told -------------------------------------------------------------------------------------------


def _told(reading: Reading, trace: Trace, event: Event, number: int) -> Told:
    tried, raw = _origin(trace, event)
    others = [_origin(trace, event, at) for at in event.told]
    roles, groups = [], []
    for role, parties in (("actor", event.actor), ("recipient", event.recipient)):
        for party in parties:
            found, group = _role(reading, tried, raw, party, role, others)
            roles.append(found)
            groups += [(role, group)] if group else []
    text = reading.article.paragraphs[event.p].text
    whole = event.evidence[0]
    sentence = Span(event.p, whole.start, whole.end, text[whole.start : whole.end])
    tellings = [_sentence(t, t.at.trigger) for t, _ in others]
    return Told(
        number, event, event.rule, row_of(event.rule), _words(tried), sentence,
        _marks(reading, event, tried, groups), roles, _status(tried, raw, event), _time(reading, event, raw),
        _place(reading, event), _voice(tried, event), tellings,
    )  # fmt: skip


def _origin(trace: Trace, event: Event, at: tuple[int, int, int] | None = None) -> tuple[Tried, Event]:
    """The trigger that gave an event (or the telling of it at `at`), and what it gave before tellings were joined."""
    place = at or (event.p, event.start, event.end)
    here = [(t, e) for t in trace.tried for e in t.events if (e.p, e.start, e.end) == place and e.event == event.event]
    parties = {a.entity for a in (*event.actor, *event.recipient)}
    return max(here, key=lambda te: len(parties & {a.entity for a in (*te[1].actor, *te[1].recipient)}))


def _sentence(tried: Tried, trigger: Trigger) -> Span:
    """The sentence with the trigger in brackets."""
    passage, (lo, hi) = tried.at.passage, tried.at.sentence
    run, text = passage.tokens, passage.text
    start, end = run[lo].start, run[hi - 1].end
    a, b = run[trigger.lo].start, run[trigger.hi - 1].end
    return Span(passage.index, start, end, f"{text[start:a]}[{text[a:b]}]{text[b:end]}")


def _role(
    reading: Reading, tried: Tried, raw: Event, party: Actor, role: str, others: list[tuple[Tried, Event]]
) -> tuple[Role, Group | None]:
    parties = raw.actor if role == "actor" else raw.recipient
    if all(a.entity != party.entity for a in (*parties, *raw.actor, *raw.recipient)):
        for other, event in others:
            if any(a.entity == party.entity for a in (*event.actor, *event.recipient)):
                return Role(role, party.entity, "telling", f"{other.at.passage.index}"), None
        return Role(role, party.entity, "page"), None
    path = path_of(tried, raw, party, role)
    if path.group is None:
        return Role(role, party.entity, path.via, path.word), None
    how, holder, source = _phrase(reading, tried, path.group, party)
    return Role(role, party.entity, path.via, path.word, _text(tried, path.group), how, holder, source), path.group


def _text(tried: Tried, group: Group) -> str:
    run = tried.at.passage.tokens
    return tried.at.passage.text[run[group.lo].start : run[group.hi - 1].end]


def _phrase(reading: Reading, tried: Tried, group: Group, party: Actor) -> tuple[str | None, str | None, str | None]:
    """How a noun phrase names a party: what it points back to, or an office, its holder and the term."""
    run, p = tried.at.passage.tokens, tried.at.passage.index
    start, end = run[group.lo].start, run[group.hi - 1].end
    if group.sort in ("pronoun", "plural", "we"):
        return group.sort, None, None
    for office in reading.offices:
        inside = office.p == p and start <= office.start < end
        if inside and office.entity and party.entity in (office.entity, office.holder):
            rows = [_term(office.holder, c.entity, c.start) for c in office.candidates if c.entity == office.entity]
            return "office", office.entity, next(filter(None, rows), None)
    if any(m.p == p and start <= m.start < end and m.entity == party.entity for m in reading.mentions):
        return None, None, None
    return ("office", party.entity, None) if party.kind == "person" else ("state", party.entity, None)


@cache
def _terms() -> dict[tuple[str, str, str], str]:
    return {(c[0], c[2], c[3]): f"lexicon/{file}:{line}" for file, line, c in lexicon().rows("offices")}


def _term(holder: str, person: str, start: str) -> str | None:
    return _terms().get((holder, person, start))


@cache
def _rows() -> dict[str, str]:
    found = {}
    for name in tables.under("events"):
        for number, line in enumerate(tables.text(name).splitlines(), 1):
            if match := re.fullmatch(r'id = "(.+)"', line.strip()):
                found[match[1]] = f"lexicon/{name}:{number}"
    return found


def row_of(frame: str) -> str:
    """File and line of a frame in the lexicon.

    >>> row_of("consult.meet").partition(":")[0]
    'lexicon/events/consult.toml'
    """
    return _rows().get(frame, "")


_CONDITIONS = ("requires", "also", "happens", "subject_words")


def _words(tried: Tried) -> dict[str, list[str]]:
    """The words by which the frame fits: its trigger, and those that meet its conditions and give its mode."""
    run, (lo, hi), frame = tried.at.passage.tokens, tried.at.sentence, tried.at.trigger.frame
    found = {"nouns" if tried.at.trigger.noun else "verbs": [_run(tried, tried.at.trigger.lo, tried.at.trigger.hi)]}
    for field in _CONDITIONS:
        there = [" ".join(w) for w in getattr(frame, field).phrases if contains(run, lo, hi, Forms([w]))]
        found |= {field: there} if there else {}
    if frame.before is not None and (hit := frame.before.longest(run, tried.at.trigger.hi)):
        found["before"] = [_run(tried, tried.at.trigger.hi, hit[0])]
    modes = [
        " ".join(w)
        for mode, forms in frame.modes
        for w in forms.phrases
        if contains(run, tried.at.trigger.lo, hi, Forms([w]))
    ]
    return found | ({"modes": modes} if modes else {})


def _run(tried: Tried, lo: int, hi: int) -> str:
    run = tried.at.passage.tokens
    return tried.at.passage.text[run[lo].start : run[hi - 1].end]


def _status(tried: Tried, raw: Event, event: Event) -> str:
    """What gave the status (`of_status_by`)."""
    if event.status != raw.status:
        return "telling"
    if event.cues:
        return "cues"
    if tried.at.segment.opens in ("call", "purpose"):
        return tried.at.segment.opens
    if tried.at.trigger.frame.status == event.status:
        return "frame"
    return "ahead" if event.status == "planned" else "plain"


def _time(reading: Reading, event: Event, raw: Event) -> list[str]:
    """Basis of the date, its expression, the expression's rule and its anchor; as far as each is there."""
    if event.date_basis is None:
        return []
    basis, _, words = event.date_basis.partition(": ")
    if not words:
        return [basis]
    times = [t for t in reading.times if t.text == words]
    here = next((t for t in times if t.p == event.p), times[0] if times else None)
    return [basis, words, *((here.basis, here.anchor) if here else ())]


def _place(reading: Reading, event: Event) -> str | None:
    """The words of the sentence that name the place; None where it is not named there."""
    mark = _place_mark(reading, event)
    return mark.text if mark else None


def _place_mark(reading: Reading, event: Event) -> Mark | None:
    if event.place is None:
        return None
    whole, place = event.evidence[0], event.place
    country = lexicon().countries.get(place.country or "")
    for m in reading.mentions:
        if m.p != event.p or not whole.start <= m.start < whole.end:
            continue
        stands = country is not None and country.name == place.name and m.entity == place.country
        if (
            m.kind != "person"
            and (m.entity == place.name or stands)
            and (m.start >= event.start or m.kind != "country")
        ):
            return Mark(m.p, m.start, m.end, m.text, "place")
    return None


def _voice(tried: Tried, event: Event) -> str | None:
    """The words by which it is said who vouches: a reporting verb, or where a source is named."""
    if not event.said_by:
        return None
    for before in reversed(tried.at.found[: tried.at.at]):
        last = max(before.cues, key=lambda c: c.lo, default=None)
        if last is not None and before.subject is not None and tried.at.segment.speaker is before.subject:
            return _run(tried, last.lo, last.hi)
    return None


def _marks(reading: Reading, event: Event, tried: Tried, groups: list[tuple[str, Group]]) -> list[Mark]:
    run, text, p = tried.at.passage.tokens, tried.at.passage.text, event.p
    lo, hi = run[tried.at.sentence[0]].start, run[tried.at.sentence[1] - 1].end
    spans = [(event.start, event.end, "trigger")]
    spans += [(c.start, c.end, "cue") for c in event.cues if c.p == p]
    spans += [(run[g.lo].start, run[g.hi - 1].end, role) for role, g in groups]
    basis = (event.date_basis or "").partition(": ")[2]
    spans += [(t.start, t.end, "time") for t in reading.times if t.p == p and t.text == basis]
    place = _place_mark(reading, event)
    spans += [(place.start, place.end, "place")] if place else []
    inside = {s for s in spans if lo <= s[0] and s[1] <= hi}
    return [Mark(p, a, b, text[a:b], what) for a, b, what in sorted(inside)]


# -- what was not --------------------------------------------------------------------------------------------


def _missed(reading: Reading, trace: Trace) -> list[Missed]:
    found = [_miss(t.at.passage, t.at.sentence, t.at.trigger, t.reason) for t in trace.tried if not t.events]
    tried = {(t.at.passage.index, t.at.trigger.lo, t.at.trigger.hi) for t in trace.tried}
    people = {(m.p, k) for m in reading.mentions if m.kind == "person" for k in range(m.start, m.end)}
    for i, paragraph in enumerate(reading.article.paragraphs):
        passage = Passage(i, paragraph.role, paragraph.text, find_asides(paragraph.text))
        for lo, hi in passage.sentences:
            for trigger, field in unfit_triggers(passage.tokens, lo, hi):
                inside = (i, passage.tokens[trigger.lo].start) in people
                if (i, trigger.lo, trigger.hi) not in tried and not inside and field != "name":
                    found.append(_miss(passage, (lo, hi), trigger, "guard", field))
    return sorted(found, key=lambda m: (m.p, m.start))


def _miss(
    passage: Passage, sentence: tuple[int, int], trigger: Trigger, reason: str, field: str | None = None
) -> Missed:
    run, (lo, hi) = passage.tokens, sentence
    frame: Frame = trigger.frame
    start, end = run[trigger.lo].start, run[trigger.hi - 1].end
    whole = Span(passage.index, run[lo].start, run[hi - 1].end, passage.text[run[lo].start : run[hi - 1].end])
    return Missed(
        passage.index,
        start,
        end,
        passage.text[start:end],
        frame.event,
        frame.id,
        row_of(frame.id),
        reason,
        field,
        whole,
    )
