"""When two tellings on two pages tell the same act, and under which few keys such tellings are found.

The rule is a chain of gates: the category, the phase (a plan and its outcome are two acts), the manner, who takes part,
where, when; and, for acts that are repeated day by day (appeals, accusations, shelling), what the sentences say.
Gates that two tellings fail by what they both say outright make them `apart`: they stay apart even where a third
telling, less exact than either, fits both.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from ..events.clock import IN_HEAD
from ..events.frames import going, spoken
from ..lexicon import lexicon
from ..model import Actor, Event
from ..text import fold, key
from .cues import cue_of
from .grounds import far, one_spot
from .records import Telling
from .words import share, word_pairs

# Categories in which the mode is the deed itself: a strike and a shelling are two.
_MANNERS = frozenset(("ASSAULT", "SANCTION", "PROTEST", "COERCE", "RETREAT", "MOBILIZE"))
_SPOKEN = frozenset(("REQUEST", "ACCUSE", "AGREE", "SUPPORT", "REJECT", "THREATEN"))
# Days: what a page tells within a week is told to the day or nearly so; a plan without a day is the same plan for a
# week; a page is published on the day of the act or on the next.
EXACT_DAYS, PLAN_DAYS, LATE_DAYS, SPREAD_DAYS, JOURNEY_DAYS = 7, 7, 1, 14, 5
BUCKET_DAYS = 2  # days of a key; what is told at about the same time is told so many days apart


@dataclass(frozen=True, eq=False)
class Facts:
    """What the comparison asks of a telling, worked out once."""

    telling: Telling
    phase: str
    group: str
    actors: frozenset[str]
    recipients: frozenset[str]
    people: dict[str, frozenset[str]]
    first: int | None
    last: int | None
    sure: str
    told: int | None

    @cached_property
    def words(self) -> frozenset[tuple[str, str]]:
        """The words that are compared (see `_content`)."""
        return _content(self.telling, self.group)

    @cached_property
    def parties(self) -> frozenset[str]:
        """The powers on both sides."""
        return self.actors | self.recipients

    @cached_property
    def blocks(self) -> list[str]:
        """The keys under which the telling is filed (`blocks_of`)."""
        return filed_under(self)


def facts_of(telling: Telling) -> Facts:
    """The facts of a telling; days are ordinals of the proleptic Gregorian calendar."""
    event = telling.event
    told = _ordinal(telling.day or telling.moment)
    first, last, sure = _days(event, told)
    people: dict[str, set[str]] = {}
    for actor in (*event.actor, *event.recipient):
        if actor.kind == "person":
            people.setdefault(party(actor), set()).add(actor.entity)
    group = _group(event)
    return Facts(
        telling,
        phase_of(event, telling.day or telling.moment),
        group,
        frozenset(map(party, event.actor)),
        frozenset(map(party, event.recipient)),
        {power: frozenset(names) for power, names in people.items()},
        first,
        last,
        sure,
        told,
    )


def party(actor: Actor) -> str:
    """The state or organisation for which somebody takes part: a state's ministries, forces and seats are the state.

    >>> party(Actor("Kremlin", "org")), party(Actor("Jens Stoltenberg", "person", org="NATO"))
    ('RUS', 'NATO')
    """
    return lexicon().state_bodies.get(actor.entity, actor.power) if actor.kind == "org" else actor.power


def phase_of(event: Event, told: str | None) -> str:
    """Whether an act lies ahead ("plan"), was called off ("off") or is told as done, or as not done ("deed").

    GUIDELINES 6: a meeting put off or called off is that meeting, denied. A denial of what is said to have been done
    speaks of the deed: whether it was done is what the pages disagree on.
    """
    if event.status in ("planned", "proposed"):
        return "plan"
    if event.status == "denied" and event.event == "CONSULT":
        ahead = event.start_day is None or told is None or event.start_day[:10] >= told[:10]
        return "off" if ahead or any(_off(c.text) for c in event.cues) else "deed"
    return "deed"


def _off(words: str | None) -> bool:
    cancel = {key(w) for w in lexicon().grammar["status"]["cancel"]}
    return words is not None and key(words) in cancel


def _group(event: Event) -> str:
    """What may be compared within a category: in CONSULT a call, a journey, or a meeting."""
    if event.event != "CONSULT":
        return "words" if event.event in _SPOKEN and (event.rule in spoken() or event.event != "SUPPORT") else "deed"
    if event.mode == "phone":
        return "phone"
    return "journey" if event.rule in going() else "meeting"


@cache
def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day[:10]).toordinal() if day else None


def _days(event: Event, told: int | None) -> tuple[int | None, int | None, str]:
    """First and last day and how they are known: told, inferred (the narrated day, the page's), rough, or unknown."""
    first, last = _ordinal(event.start_day), _ordinal(event.end_day)
    if first is not None and last is not None and last - first < EXACT_DAYS:
        basis = event.date_basis or ""
        inferred = basis.startswith((IN_HEAD, "narrated day"))
        return first, last, "inferred" if inferred else "told"
    if first is not None:
        return first, last, "rough"
    if event.status in ("planned", "proposed", "denied"):
        return told, None, "unknown"
    return told, told, "inferred" if told is not None else "unknown"


def _content(telling: Telling, group: str) -> frozenset[tuple[str, str]]:
    """The words that are compared: the sentence's; of an act of words what stands behind the trigger, if it is much.

    Who said it to whom, and when, is compared by itself, and fills half of a short sentence.
    """
    event = telling.event
    said = word_pairs(telling.text[event.end - event.evidence[0].start :]) if group == "words" else frozenset()
    return said if len(said) >= 4 else word_pairs(telling.text)


def likeness(a: Facts, b: Facts) -> float:
    """The share of the shorter sentence that the longer has too, from 0 to 1."""
    return share(a.words, b.words)


def same_act(a: Telling, b: Telling) -> str | None:
    """Why two tellings tell the same act, in words; None where they do not, or stand in one page.

    Within a page the reader has settled what is one act (events/merge.py). Symmetric.
    """
    found = tie(facts_of(a), facts_of(b))
    return found[1] if found else None


def tie(a: Facts, b: Facts) -> tuple[float, str] | None:
    """How strongly two tellings are tied, and why; None where they tell two acts."""
    # First what costs least: most that are compared stand in one page, or have nobody in common.
    if a.telling.document == b.telling.document or a.group != b.group or a.telling.event.event != b.telling.event.event:
        return None
    if not _parties_fit(a, b) or apart(a, b):
        return None
    alike = likeness(a, b)
    copied = a.telling.family == b.telling.family and alike >= 0.8
    when = _when(a, b, alike, copied)
    if when is None:
        return None
    level, days = when
    met = len(a.people.keys() & b.people.keys())
    spot = one_spot(a.telling.event.place, b.telling.event.place)
    if not copied and not _enough(a, b, level, alike, met, spot):
        return None
    shared = len(a.parties & b.parties) / max(1, len(a.parties | b.parties))
    score = level + 2 * alike + shared + 0.5 * met + 0.5 * spot + 3 * copied
    who = ", ".join(sorted(a.parties & b.parties)) or "nobody named"
    what = "copies of one sentence" if copied else f"{round(100 * alike)} % of the words alike"
    return score, f"{a.telling.event.event} of {who}, {days}, {what}"


def _enough(a: Facts, b: Facts, level: int, alike: float, met: int, spot: bool) -> bool:
    """Whether what the tellings share is enough, by how sure their days are (3 told, 2 one of them, 1 near).

    The shares of words were set by reading the pairs within the clusters of ../shared/stories (tests/cases/acts.tsv has
    pairs of our own on both sides of each).
    """
    if a.group in ("words", "deed"):
        least = ({3: 0.35, 2: 0.4, 1: 0.6} if a.group == "words" else {3: 0.25, 2: 0.35, 1: 0.5})[level]
        if len(a.parties) > 3 and a.parties == b.parties:
            least /= 2  # what so many do together they do once
        return alike >= (0.15 if a.group == "deed" and level == 3 and spot else least)
    half = 2 * len(a.parties & b.parties) >= len(a.parties | b.parties)
    if alike < (0.3 if len(a.parties | b.parties) < 2 else 0.0 if half or a.group == "journey" else 0.5):
        return False  # one power alone, or other powers each: only the words can tell
    if level == 3:
        return bool(met) or spot or alike >= 0.2 or not (a.people and b.people)
    if level == 2:
        whole_journey = a.group == "journey" and (a.actors, a.recipients) == (b.actors, b.recipients)
        return bool(met) or spot or alike >= (0.15 if whole_journey else 0.3)
    return alike >= 0.5 or (bool(met) and (alike >= 0.25 or spot))


def _parties_fit(a: Facts, b: Facts) -> bool:
    """Whether the parties may be those of one act.

    A journey has one traveller and one host; one or two who meet are the same one or two; of three and more some may
    be left out. Who is not named may be anybody, but for acts of words, which are their speaker's.
    """
    if a.group == "journey":
        return all(bool(x & y) or x == y for x, y in ((a.actors, b.actors), (a.recipients, b.recipients)))
    if a.group in ("meeting", "phone"):
        many = min(len(a.parties), len(b.parties)) > 2
        return bool(a.parties & b.parties) if many else a.parties == b.parties
    if a.group == "words" and bool(a.actors) != bool(b.actors):
        return False
    if (a.actors and b.actors and not a.actors & b.actors) or (
        a.recipients and b.recipients and not a.recipients & b.recipients
    ):
        return False
    if a.parties or b.parties:
        return bool(a.parties & b.parties)
    place, other = a.telling.event.place, b.telling.event.place
    return place is not None and other is not None and place.country == other.country


def apart(a: Facts, b: Facts) -> bool:
    """Whether what two tellings say outright cannot be one act. Symmetric."""
    one, other = a.telling.event, b.telling.event
    if a.telling.document == b.telling.document or one.event != other.event:
        return True
    if a.phase != b.phase or a.group != b.group or (a.phase == "off" and not _off_alike(a, b)):
        return True
    if one.event in _MANNERS and one.mode and other.mode and one.mode != other.mode:
        return True
    if any(not _met(a, b, power) for power in a.people.keys() & b.people.keys()):
        return True  # received by the president, then by the prime minister
    if a.group in ("meeting", "phone") and len(a.parties) == len(b.parties) == 2 and a.parties != b.parties:
        return True  # at one summit each meets each
    # Two people do not meet in two places on one day: where their pages differ, one is wrong.
    if not _both_named(a, b) and far(one.place, other.place, stops=a.group != "meeting"):
        return True
    gap = _gap(a, b)
    if a.sure == b.sure == "told":
        near = _misdated(a, b) or a.telling.family == b.telling.family
        return gap is not None and gap > (LATE_DAYS if near else 0)
    if a.phase == "deed" and {a.sure, b.sure} <= {"told", "inferred"}:
        # One who is on a journey is told of day by day.
        return gap is not None and gap > (JOURNEY_DAYS if a.group == "journey" else LATE_DAYS) and not _verbatim(a, b)
    if a.told is not None and b.told is not None and abs(a.told - b.told) > SPREAD_DAYS:
        return "told" not in (a.sure, b.sure) or a.phase != "plan"
    return False


def outright(f: Facts) -> tuple[object, ...] | None:
    """What a telling says outright, where that settles it: two on two pages that say the same are not `apart`.

    None where words, or when the page was published, may part it from one that says the same.
    """
    settled = f.sure == "told" or (f.sure == "inferred" and f.phase == "deed")
    if f.phase == "off" or not settled:
        return None
    event = f.telling.event
    place = (event.place.name, event.place.country) if event.place else None
    people = frozenset(f.people.items())
    return event.event, f.phase, f.group, event.mode, people, f.actors, f.recipients, place, f.first, f.last, f.sure


def _off_alike(a: Facts, b: Facts) -> bool:
    """Whether what is called off is not put off by the other."""
    cues = [cue_of(f.telling.text) for f in (a, b)]
    return None in cues or len({cue[0] for cue in cues if cue}) == 1


def _verbatim(a: Facts, b: Facts) -> bool:
    """Whether two tellings of one day are one long sentence, whatever day was understood; short ones are repeated."""
    return _soon(a, b, LATE_DAYS) and min(len(a.words), len(b.words)) > 12 and likeness(a, b) >= 0.9


def _retold(a: Facts, b: Facts) -> bool:
    """Whether two long sentences on neighbouring days hardly tell two acts: much in common and no other numbers."""
    numbers, others = ({word for pair in f.words for word in pair if word.isdigit()} for f in (a, b))
    return min(len(a.words), len(b.words)) > 12 and likeness(a, b) >= 0.6 and (numbers <= others or others <= numbers)


def _met(a: Facts, b: Facts, power: str) -> bool:
    return any(one_person(x, y) for x in a.people[power] for y in b.people[power])


def one_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: the words of one are among the other's, initials aside.

    >>> one_person("Benigno S. Aquino III", "Benigno Aquino III"), one_person("Kim Jong-il", "Kim Jong-un")
    (True, False)

    Two people whom the lexicon tells apart are two.
    """
    if a == b:
        return True
    if {a, b} <= lexicon().known_people:
        return False
    words, others = ({w for w in fold(n).replace("-", " ").split() if len(w.strip(".")) > 1} for n in (a, b))
    return bool(words and others) and (words <= others or others <= words)


def _gap(a: Facts, b: Facts) -> int | None:
    """The days between two spans, 0 where they meet; None where one has no day."""
    if a.first is None or b.first is None:
        return None
    last_a, last_b = a.last or 10**7, b.last or 10**7
    return max(0, b.first - last_a, a.first - last_b)


def _when(a: Facts, b: Facts, alike: float, copied: bool) -> tuple[int, str] | None:
    """How well the days fit (3 to 1), and in which words."""
    gap = _gap(a, b)
    sure = {a.sure, b.sure}
    if sure == {"told"}:
        if gap == 0:
            return 3, "on the same day"
        return (1, "on days next to each other") if copied or _misdated(a, b) else None
    if gap is None:
        return (1, "on a day that neither tells") if copied else None
    if copied and gap == 0:
        return 2, "on the same day"
    if sure <= {"told", "inferred"}:
        if gap == 0:
            return 2, "on the same day as far as they tell"
        if _verbatim(a, b):
            return 1, "told word for word within a day"
        once = a.group == "journey" or _both_named(a, b) or _retold(a, b)
        return (1, "on days next to each other") if gap <= LATE_DAYS and once else None
    if a.phase != "deed":
        return (1, "told in the same week") if gap == 0 and _soon(a, b, PLAN_DAYS) else None
    return (1, "at about the same time") if gap == 0 and _soon(a, b, BUCKET_DAYS) else None


def _misdated(a: Facts, b: Facts) -> bool:
    """Whether the two neighbouring days of a meeting or call are one, told at one time, once as "hôm qua".

    Days by the calendar are two meetings; a day counted from that of the page is off by one where the page is from
    the night or from another part of the world.
    """
    counted = any(not any(c.isdigit() for c in f.telling.event.date_basis or "") for f in (a, b))
    return counted and _both_named(a, b) and _soon(a, b, LATE_DAYS)


def _both_named(a: Facts, b: Facts) -> bool:
    """Whether both name people of two sides who meet or call each other; those of one side are the same by then."""
    return a.group in ("meeting", "phone") and len(a.people.keys() & b.people.keys()) > 1


def _soon(a: Facts, b: Facts, days: int) -> bool:
    """Whether two tellings were told within so many days."""
    return a.told is not None and b.told is not None and abs(a.told - b.told) <= days


def blocks_of(telling: Telling) -> list[str]:
    """The keys under which a telling is filed: two tellings of one act share at least one.

    Category and phase, who takes part (`party_keys`), and the days on which the act or its telling lies, in steps of
    two with the next one; and its family, for copies without a day.
    """
    return filed_under(facts_of(telling))


def filed_under(facts: Facts) -> list[str]:
    """The same of facts; those that are asked for them more than once remember them (`Facts.blocks`)."""
    telling, event = facts.telling, facts.telling.event
    head = f"{event.event}:{facts.phase}"
    parties = party_keys(facts.group, facts.actors, facts.recipients) or {f"in {event.place and event.place.country}"}
    found = {f"{head}:{names}:{step}" for names in parties for step in _steps(facts)}
    return sorted(found | {f"{head}:family:{telling.family}"})


def party_keys(group: str, actors: Set[str], recipients: Set[str]) -> set[str]:
    """By whom an act is filed; none where nobody is named.

    >>> [party_keys(group, {"FRA"}, {"RUS"}) for group in ("journey", "meeting", "words")]
    [{'FRA>RUS'}, {'FRA+RUS'}, {'FRA'}]
    """
    parties = actors | recipients
    if group == "journey" and actors and recipients:
        return {f"{guest}>{host}" for guest in actors for host in recipients}
    if group in ("meeting", "phone") and parties:
        return {"+".join(sorted(parties))} if len(parties) < 3 else {f"{power}+" for power in parties}
    return set(actors or recipients) if group == "words" else set(parties)


def _steps(facts: Facts) -> set[int]:
    days: set[int] = set()
    if facts.first is not None and facts.sure in ("told", "inferred"):
        days.update(range(facts.first, (facts.last or facts.first) + 1))
    if facts.told is not None:
        # A plan without a day is looked for within the week of its telling.
        reach = PLAN_DAYS if facts.phase != "deed" else BUCKET_DAYS
        days.update(range(facts.told, facts.told + reach + 1, BUCKET_DAYS))
    return {step for day in days for step in (day // BUCKET_DAYS, day // BUCKET_DAYS + 1)}
