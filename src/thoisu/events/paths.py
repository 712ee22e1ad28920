"""Where the parties of an event stand in its sentence: the path by which each came to its role."""

from functools import cache
from typing import NamedTuple

from ..lexicon import lexicon
from ..model import Actor, Event
from ..text import Token, form_keys
from .parties import Group
from .segment import Segment, nominative
from .trace import Tried


class Path(NamedTuple):
    """How a party came to its role: a word of labels.toml (`of_path`), the preposition, and the noun phrase."""

    via: str
    word: str | None
    group: Group | None


def path_of(tried: Tried, event: Event, actor: Actor, role: str) -> Path:
    """The path of an actor or recipient of an event that a trigger gave.

    `role` is "actor" or "recipient". Where no noun phrase of the sentence names the party, it is the state of the
    place, or comes from before.
    """
    group = _group(tried, actor, role)
    if group is None:
        on_ground = event.place is not None and event.place.country == actor.entity
        return Path("ground" if on_ground else "page", event.place.name if on_ground and event.place else None, None)
    if event.place and role == "recipient" and {m.entity for m in group.members} & {a.entity for a in event.actor}:
        return Path("host", event.place.name, group)  # named with the guest: what parts them is the ground
    via, word = _via(tried, group, role)
    return Path(via, word, group)


def _group(tried: Tried, actor: Actor, role: str) -> Group | None:
    """The noun phrase of the sentence that names a party; of several the one on the side where its role stands."""
    named = [g for s in tried.at.found for g in s.groups if any(m.entity == actor.entity for m in g.members)]
    named = named or [g for s in tried.at.found for g in s.groups if any(m.power == actor.power for m in g.members)]
    exact = [g for g in named if any(m.entity == actor.entity and m.mention == actor.mention for m in g.members)]
    subject = tried.at.segment.subject
    if role == "actor" and subject is not None and subject in (exact or named):
        return subject
    trigger = tried.at.trigger

    def far(group: Group) -> tuple[bool, int]:
        before = group.hi <= trigger.lo
        return before != (role == "actor"), trigger.lo - group.hi if before else group.lo - trigger.hi

    return min(exact or named, key=far, default=None)


def _via(tried: Tried, group: Group, role: str) -> tuple[str, str | None]:
    run, trigger, segment, found = tried.at.passage.tokens, tried.at.trigger, tried.at.segment, tried.at.found
    home = next(s for s in found if s.lo <= group.lo < s.hi)
    word = preposition(run, group)
    if group.lo >= trigger.hi:
        if word and not (group.lo == trigger.hi == trigger.lo + 1):  # the verb itself may read like one ("tới")
            return "after", word
        if home is segment:
            return "object", None
        if home.opens == "if":
            return "condition", None
        return ("following", None) if role == "actor" else ("clause", None)
    if run[group.lo - 1].key in ("bị", "được") and home is segment and group.lo > segment.lo:
        return "after", run[group.lo - 1].text
    if home is segment:
        if any(run[k].key in ("bị", "được") for k in range(group.hi, trigger.lo)):
            return "patient", None
        if group.case == "source" or not nominative(group):
            return "after", word
        return ("governing", None) if trigger.noun else ("subject", None)
    return _earlier(found, segment, home, group, word)


def _earlier(
    found: list[Segment], segment: Segment, home: Segment, group: Group, word: str | None
) -> tuple[str, str | None]:
    index = next(k for k, s in enumerate(found) if s is segment)
    first = next(k for k, s in enumerate(found) if s is home)
    says = any(s.cues and s.subject is group for s in found[:index])
    if segment.speaker is group or (says and any(s.opens in ("embed", "call") for s in found[first + 1 : index + 1])):
        return "speaker", None
    if segment.subject is group:
        return "carried", None
    return ("after", word) if word else ("earlier", None)


@cache
def _forms() -> tuple[tuple[str, ...], ...]:
    table: dict[str, list[str]] = lexicon().grammar["cases"]
    return tuple(sorted((form_keys(w) for words in table.values() for w in words), key=len, reverse=True))


def preposition(run: list[Token], group: Group) -> str | None:
    """The preposition before a noun phrase, as printed; None where it has none.

    >>> from thoisu.text import tokens
    >>> run = tokens("hội đàm với Nga")
    >>> preposition(run, Group(3, 4, (), "with", "state"))
    'với'
    """
    if not group.case:
        return None
    for words in _forms():
        start = group.lo - len(words)
        if start >= 0 and tuple(t.key for t in run[start : group.lo]) == words:
            return " ".join(t.text for t in run[start : group.lo])
    return run[group.lo - 1].text if group.lo else None
