"""The ledger of plans: what became of each planned act, by what was told later."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from ..lexicon import lexicon
from .acts import BUCKET_DAYS, party, party_keys
from .cues import cue_of
from .reasons import outcome_of
from .records import Entry, Outcome
from .words import share, word_pairs

# Days that an act may lie off its plan, by how exactly the plan is dated: to the day, the month, longer or not at all.
_SLACK = ((7, 2), (31, 7), (10**6, 31))
# How far off its plan the day may lie that a plan is changed or put off to, and how long before it that is told.
_MOVED, _TOLD_BEFORE = 31, 31
_RETOLD = 0.3  # the share of words from which on a sentence of what was done repeats that of the plan


class Window(NamedTuple):
    """The days of a plan, with the slack that its precision asks for; None where it has no day."""

    first: date | None
    last: date | None
    slack: timedelta


def window_of(plan: Entry, told: str | None = None) -> Window:
    """The days on which what fulfils a plan may lie; `told` is the day of its first telling, ISO.

    >>> from thoisu.chronicle.records import Entry
    >>> plan = Entry("a", "CONSULT", "visit", [], "planned", [], [], "2022-02-07", "2022-02-07", None, [], "", "a", [],
    ...              [], [], [], [], "s")
    >>> window_of(plan).slack.days
    2
    """
    first = date.fromisoformat(plan.start_day[:10]) if plan.start_day else None
    last = date.fromisoformat(plan.end_day[:10]) if plan.end_day else None
    if first is None and told:
        first = date.fromisoformat(told[:10])
    days = (last - first).days + 1 if first and last else 10**6
    return Window(first, last, timedelta(next(slack for span, slack in _SLACK if days <= span)))


def outcome(plan: Entry, later: Iterable[Entry], today: date, told: str | None = None) -> Outcome:
    """What became of a plan.

    `later` are entries that may tell of it, in any order (see `blocks_for`); `told` the day on which the plan was
    first told, from which on it is looked for where it names no day. An act of the same parties within the plan's
    days and their slack makes it done, whatever was said before; else a denial of it makes it postponed or cancelled by
    its words, else a plan in words of change makes it changed; else it is open until its last day is over.
    """
    # What a page tells beside the plan is another act: the page itself still has the plan ahead.
    pages = {*plan.documents}
    others = [e for e in later if e.id != plan.id and not e.rejected and pages.isdisjoint(e.documents)]
    others.sort(key=lambda e: (e.start_day or "9", e.id))
    window = window_of(plan, told)
    # What is soon told apart comes first: most of what is filed beside a plan is of other days.
    acts = [e for e in others if e.status in ("happened", "ongoing") and _in_time(window, e) and _fulfils(plan, e)]
    acts = [e for e in acts if not told or e.start_day is None or e.start_day[:10] >= told[:10]]
    if acts:
        changes = _changes(plan, acts[0])
        done = {"event": acts[0].event, "who": _who(plan), "day": acts[0].start_day or ""}
        return outcome_of("done", [e.id for e in acts], "done", done | _against(plan), changes)
    moved = [e for e in others if e.status in ("planned", "proposed") and _moved(plan, e) and _fulfils(plan, e)]
    denied = [e for e in others if e.status == "denied" and _fulfils(plan, e, done=False)]
    # "Dời sang ngày 26/10" denies the old day and names the new one.
    anew = [e for e in denied if not _about_it(window, e) and _puts_off(e) and _moved(plan, e) and _not_before(plan, e)]
    told_off = [e for e in denied if _about_it(window, e) or e in anew]
    moved = sorted(moved + anew, key=lambda e: (e.start_day or "9", e.id))
    if told_off:
        cues = {e.id: cue_of(e.text) or ("cancelled", "") for e in told_off}
        kind, words = next((c for c in cues.values() if c[0] == "cancelled"), next(iter(cues.values())))
        changes = _changes(plan, moved[0]) if moved else {}
        said = _against(plan) | ({"words": words} if words else {})
        kind = "postponed" if kind == "changed" else kind
        ids = dict.fromkeys(e.id for e in (*told_off, *moved))
        return outcome_of(kind, list(ids), "said" if words else "denied", said, changes)
    if changed := [e for e in moved if _puts_off(e)]:
        changes = _changes(plan, changed[0])
        return outcome_of("changed", [e.id for e in changed], "changed", changes, changes)
    if plan.end_day is None:
        return outcome_of("open", [], "endless", {})
    last = {"day": plan.end_day[:10]}
    if today.isoformat() <= last["day"]:
        return outcome_of("open", [], "ahead", last)
    return outcome_of("unreported", [], "over", last)


def _fulfils(plan: Entry, other: Entry, done: bool = True) -> bool:
    """Whether another entry is of the kind, the parties and the ground of a plan: what it says is done, or off."""
    row = _row(plan)
    if other.event not in row.get("by", [plan.event]) or not _mode_fits(row, plan, other):
        return False
    if not _people_fit(plan, other):
        return False
    return _met(plan, other, done) if plan.event == "CONSULT" else _acted(plan, other)


def _puts_off(other: Entry) -> bool:
    return (cue_of(other.text) or ("", ""))[0] in ("changed", "postponed")


def _not_before(plan: Entry, other: Entry) -> bool:
    """Whether what is put off may have this plan's new day: "hoãn" beside an earlier day tells of another plan."""
    moves_either_way = (cue_of(other.text) or ("", ""))[0] == "changed"
    return moves_either_way or (other.start_day or "") >= (plan.start_day or "")


def _met(plan: Entry, other: Entry, done: bool) -> bool:
    """Whether those meet whose meeting or visit is planned; without a day only people whom both name show it."""
    actors, recipients = _powers(plan.actor), _powers(plan.recipient)
    parties, told = actors | recipients, _powers(other.actor) | _powers(other.recipient)
    if plan.start_day is None and not _people(plan).keys() & _people(other).keys() and not _alike(plan, other):
        return False
    if plan.mode != "visit":
        if other.mode == "visit" and len(_people(plan)) > 1 and len(_people(other)) < 2:
            return False  # to arrive is not yet to have met
        return parties == told or (len(parties) > 1 and parties <= told) or (len(told) > 1 and told <= parties)
    # To arrive in a state is not yet to have met whom one means to meet there; who does not come meets nobody.
    hosts = {a.entity for a in plan.recipient if a.kind == "person"} if done else set()
    if hosts and not hosts & {a.entity for a in (*other.actor, *other.recipient)}:
        return False
    ground = recipients | ({plan.place.country} if plan.place and plan.place.country else set())
    there = _powers(other.recipient) | ({other.place.country} if other.place and other.place.country else set())
    return bool(actors & _powers(other.actor)) and bool(ground & there)


def _acted(plan: Entry, other: Entry) -> bool:
    """Whether somebody does what is planned: the same to the same, or several together, or told in much the same words.

    An act of another category is of all the same parties.
    """
    actors, recipients = _powers(plan.actor), _powers(plan.recipient)
    doers, against = _powers(other.actor), _powers(other.recipient)
    if other.event != plan.event:
        return actors | recipients == doers | against
    if not actors & doers or (recipients and against and not recipients & against):
        return False
    dated = plan.start_day is not None
    if dated and (recipients & against or (actors == doers and len(actors) > 1)):
        return True
    return _alike(plan, other)


def _alike(plan: Entry, other: Entry) -> bool:
    """Whether two sentences have so many words in common that they tell of one thing, planned and done."""
    words, others = word_pairs(plan.text), word_pairs(other.text)
    return len(words & others) > 3 and share(words, others) >= _RETOLD


def _mode_fits(row: dict[str, Any], plan: Entry, other: Entry) -> bool:
    if "by_modes" in row:
        return (other.mode or "") in row["by_modes"]
    return other.event != plan.event or plan.mode is None or other.mode is None or plan.mode == other.mode


@cache
def _rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lexicon().outcomes["fulfilled"]
    return found


def _row(plan: Entry) -> dict[str, Any]:
    fits = (r for r in _rows() if r["event"] == plan.event and (plan.mode or "") in r.get("modes", [plan.mode or ""]))
    return next(fits, {})


def _powers(actors: Iterable[Any]) -> set[str]:
    return {party(a) for a in actors}


def _people_fit(plan: Entry, other: Entry) -> bool:
    """Whether for each power those whom both name are the same: the minister's visit is not the president's."""
    ours, theirs = _people(plan), _people(other)
    return all(ours[power] & theirs[power] for power in ours.keys() & theirs.keys())


def _people(entry: Entry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for actor in (*entry.actor, *entry.recipient):
        if actor.kind == "person":
            found.setdefault(party(actor), set()).add(actor.entity)
    return found


def _in_time(window: Window, act: Entry) -> bool:
    """Whether an act lies in a plan's days or within their slack; one without days of its own does not show it."""
    if window.first is None or act.start_day is None or act.end_day is None:
        return False
    first, last = date.fromisoformat(act.start_day[:10]), date.fromisoformat(act.end_day[:10])
    if (last - first).days > _MOVED:
        return False
    end = window.last or window.first + window.slack
    return first <= end + window.slack and last >= window.first - (window.slack if window.last else timedelta(0))


def _about_it(window: Window, denial: Entry) -> bool:
    """Whether what is called off is this plan: the same days, or no day told."""
    return denial.start_day is None or window.first is None or _in_time(window, denial)


def _moved(plan: Entry, other: Entry) -> bool:
    """Whether another plan names other days, not far off, or another place."""
    if plan.start_day is None or other.start_day is None:
        return False
    first, begins = date.fromisoformat(plan.start_day[:10]), date.fromisoformat(other.start_day[:10])
    return abs((begins - first).days) <= _MOVED and bool(_changes(plan, other))


def _changes(plan: Entry, other: Entry) -> dict[str, str]:
    """Day and place of an entry where they are others than planned; a day within the planned ones is as planned."""
    found: dict[str, str] = {}
    if plan.start_day and plan.end_day and other.start_day:
        ends = (other.end_day or other.start_day)[:10]
        if other.start_day[:10] > plan.end_day[:10] or ends < plan.start_day[:10]:
            found |= {"from": other.start_day[:10], "to": ends}
    if plan.place and other.place and plan.place.country != other.place.country:
        found["place"] = other.place.name
    return found


def _who(entry: Entry) -> str:
    return ", ".join(a.entity for a in (*entry.actor, *entry.recipient))


def _against(plan: Entry) -> dict[str, str]:
    """The days of a plan as an outcome's reason tells them: `planned` is "" where it has none."""
    if plan.start_day is None:
        return {"planned": ""}
    first, ends = plan.start_day[:10], (plan.end_day or "")[:10]
    return {"planned": first} | ({"planned_to": ends} if ends not in ("", first) else {})


def blocks_for(plan: Entry, told: str | None = None) -> list[str]:
    """The keys under which tellings of what became of a plan are filed (acts.blocks_of)."""
    window = window_of(plan, told)
    if window.first is None:
        return []
    last = (window.last or window.first) + window.slack
    begins = window.first - window.slack
    earlier = min(begins, date.fromisoformat(told[:10])) if told else begins - timedelta(_TOLD_BEFORE)
    filed = [(event, "deed", begins, last) for event in _row(plan).get("by", [plan.event])]
    filed += [(plan.event, "off", earlier, last), (plan.event, "plan", earlier, last + timedelta(_MOVED))]
    return sorted(
        f"{event}:{phase}:{names}:{step}"
        for event, phase, lo, hi in filed
        for names in _party_keys(plan)
        for step in _steps(lo, hi)
    )


def _party_keys(plan: Entry) -> set[str]:
    """By whom what becomes of a plan may be filed: a visit is done by a journey or by a meeting of guest and host."""
    actors, recipients = _powers(plan.actor), _powers(plan.recipient)
    if plan.event != "CONSULT":
        return actors | recipients
    if plan.mode == "visit" and plan.place and plan.place.country:
        recipients.add(plan.place.country)
    powers = actors | recipients
    found = {f"{guest}>{host}" for guest in actors for host in recipients} | {f"{power}+" for power in powers}
    found |= {"+".join(sorted(pair)) for pair in combinations(powers, 2)}
    return found | party_keys("meeting", actors, recipients)


def _steps(first: date, last: date) -> Iterator[int]:
    yield from range(first.toordinal() // BUCKET_DAYS, last.toordinal() // BUCKET_DAYS + 2)
