"""The log of corrections: what of it is in force, what it forces on the joining of tellings, and what it changes.

The log is only ever added to. A correction is about tellings, documents or names, never about entries: entries are
made anew with every page, and what was said of one holds for whichever entry its tellings are in now.

    action       target                            values
    set          the tellings of the entry         the fields to set: from, to, status, event, mode, actor, recipient,
                                                   place, said_by, context; "" for nothing
    reject       the tellings of the entry         none
    merge        the tellings of all the entries   none
    split        the tellings of the entry         off: those that are another act, apart by spaces; none: each its own
    undo         the number of a correction        none
    rename       the names of an entity            to: its name from now on
    join         the names of one entity           to: the name that stands for it, the first of them without one
    story-join   the documents of the stories      none
    story-split  the documents of the story        off: those that are another story; none: each its own
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from ..errors import CorrectionError
from ..lexicon import lexicon
from ..model import Actor, Place, replace
from .records import Correction, Entry, Telling

Pair = tuple[str, str]
STATUSES = ("happened", "ongoing", "planned", "proposed", "denied")
FIELDS = ("from", "to", "status", "event", "mode", "actor", "recipient", "place", "said_by", "context")
ACTIONS = {
    "set": FIELDS, "reject": (), "merge": (), "split": ("off",), "undo": (), "rename": ("to",), "join": ("to",),
    "story-join": (), "story-split": ("off",),
}  # fmt: skip
# What they are about.
_OF_TELLINGS = ("set", "reject", "merge", "split")
OF_NAMES, OF_STORIES = ("rename", "join"), ("story-join", "story-split")


class InForce(NamedTuple):
    """What of the log holds, oldest first: lines that were not undone, and the names that stand for others.

    `about` has the lines that change an entry by each of the tellings that they are about, `named` those that give
    names. `together` and `parted` are pairs of tellings, of documents `stories` and `stories_parted`; the later of two
    lines about one pair has won, and the pairs of later lines stand first.
    """

    lines: list[Correction]
    about: dict[str, list[Correction]]
    named: list[Correction]
    names: dict[str, str]
    together: list[Pair]
    parted: list[Pair]
    stories: list[Pair]
    stories_parted: list[Pair]


def effective(log: Iterable[Correction]) -> InForce:
    """What of a log is in force. An undo may itself be undone; it undoes lines before it only.

    >>> line = Correction(1, "2022-02-01T08:00+07:00", "an", "set", ["b7"], {"status": "denied"})
    >>> undo = Correction(2, "2022-02-01T08:05+07:00", "an", "undo", ["1"])
    >>> [c.number for c in effective([line]).lines], effective([line, undo]).lines
    ([1], [])
    """
    ordered = sorted(log, key=lambda c: c.number)
    undone = taken_back(ordered)
    lines = [c for c in ordered if c.action != "undo" and c.number not in undone]
    together, parted = _pairs(lines, "merge", "split")
    stories, stories_parted = _pairs(lines, "story-join", "story-split")
    about: dict[str, list[Correction]] = {}
    for line in lines:
        for telling in set(line.target) if line.action in _OF_TELLINGS else ():
            about.setdefault(telling, []).append(line)
    named = [line for line in lines if line.action in OF_NAMES]
    return InForce(lines, about, named, _names(named), together, parted, stories, stories_parted)


def taken_back(log: Iterable[Correction]) -> set[int]:
    """The numbers of the lines, undos among them, that an undo in force has taken back."""
    undone: set[int] = set()
    for line in sorted(log, key=lambda c: -c.number):
        if line.action == "undo" and line.number not in undone:
            undone.update(int(n) for n in line.target if int(n) < line.number)
    return undone


def _pairs(lines: list[Correction], join: str, split: str) -> tuple[list[Pair], list[Pair]]:
    """The pairs that are forced together and apart; the later of two lines about one pair wins."""
    forced: dict[Pair, str] = {}
    for line in reversed(lines):
        if line.action not in (join, split):
            continue
        ids = sorted(set(line.target))
        off = _off(line.values)
        for k, one in enumerate(ids):
            for other in ids[k + 1 :]:
                if line.action == join or not off or (one in off) != (other in off):
                    forced.setdefault((one, other), line.action)
    return [p for p, how in forced.items() if how == join], [p for p, how in forced.items() if how == split]


def _off(values: Mapping[str, str]) -> set[str]:
    return set(values.get("off", "").split())


def _names(lines: list[Correction]) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in lines:
        to = line.values.get("to") or line.target[0]
        names.pop(to, None)  # who was renamed away from a name may be given it back
        names |= {name: to for name in line.target if name != to}
        names = {name: to if kept in line.target else kept for name, kept in names.items()}
    return names


def renamed(telling: Telling, force: InForce) -> Telling:
    """A telling with the entities renamed and joined as the corrections say: before it is filed and compared."""
    if not force.names:
        return telling
    event = telling.event
    actor, recipient = _renamed(event.actor, force.names), _renamed(event.recipient, force.names)
    if (actor, recipient) == (event.actor, event.recipient):
        return telling
    changed: Telling = replace(telling, event=replace(event, actor=actor, recipient=recipient))
    return changed


def _renamed(actors: list[Actor], names: Mapping[str, str]) -> list[Actor]:
    found: dict[str, Actor] = {}
    for actor in actors:
        entity = names.get(actor.entity, actor.entity)
        body = {"country": _named(actor.country, names), "org": _named(actor.org, names)}
        found.setdefault(entity, replace(actor, entity=entity, **body))
    return list(found.values())


def _named(name: str | None, names: Mapping[str, str]) -> str | None:
    return names.get(name, name) if name else name


def apply_to(entry: Entry, force: InForce) -> Entry:
    """An entry with the corrections in force that are about any of its tellings; later lines win field by field."""
    found = {line.number: line for telling in entry.tellings for line in force.about.get(telling, ())}
    lines = [found[number] for number in sorted(found)]
    changes: dict[str, object] = {
        "actor": _renamed(entry.actor, force.names),
        "recipient": _renamed(entry.recipient, force.names),
        "said_by": [force.names.get(name, name) for name in entry.said_by],
        "corrections": [c.number for c in lines],
        "rejected": any(c.action == "reject" for c in lines),
    }
    for line in lines:
        if line.action == "set":
            changes |= {_ATTRIBUTES.get(f, f): _PARSERS[f](value) for f, value in line.values.items()}
            changes |= _made_to_fit(changes, entry, line.values)
    renaming = [line.number for line in force.named if _about(entry, line, force.names)]
    changes["corrections"] = sorted({*(c.number for c in lines), *renaming})
    changed: Entry = replace(entry, **changes)
    return changed


def _made_to_fit(changes: Mapping[str, object], entry: Entry, given: Mapping[str, str]) -> dict[str, object]:
    """What a line that sets one field takes from another, which it leaves as it was.

    A mode is of its category; and who gives only one end of a span, on the other side of the other end, means that day.
    """
    found: dict[str, object] = {}
    event, mode = (changes.get(f, getattr(entry, f)) for f in ("event", "mode"))
    if "event" in given and "mode" not in given and mode not in modes().get(str(event), ()):
        found["mode"] = None
    start, end = (changes.get(f, getattr(entry, f)) for f in ("start_day", "end_day"))
    if start and end and str(start)[:10] > str(end)[:10] and ("from" in given) != ("to" in given):
        found |= {"end_day": start} if "from" in given else {"start_day": end}
    return found


def _about(entry: Entry, line: Correction, names: Mapping[str, str]) -> bool:
    """Whether an entry names what a line renames, under its names of before or of now."""
    named = {name for a in (*entry.actor, *entry.recipient) for name in (a.entity, a.country, a.org)}
    return bool(named & {*line.target, *(names.get(name, name) for name in line.target)})


def orphaned(log: Iterable[Correction], known: Callable[[Iterable[str]], set[str]] | set[str]) -> list[Correction]:
    """The corrections in force about tellings or documents none of which exists any more, oldest first.

    `known` is the ids that exist, or what tells which of some ids do. They stay in the log and come into force again
    when a reading brings their tellings back.
    """
    there = known if callable(known) else lambda ids: set(ids) & known
    about = (*_OF_TELLINGS, *OF_STORIES)
    return [c for c in effective(log).lines if c.action in about and not there(c.target)]


def check(action: str, target: Sequence[str], values: Mapping[str, str], log: Iterable[Correction] = ()) -> None:
    """Raises CorrectionError, one line, where a correction can't be: before it is added to the log.

    >>> check("set", ["b7"], {"status": "maybe"})
    Traceback (most recent call last):
    ...
    thoisu.errors.CorrectionError: status: 'maybe' is none; give happened, ongoing, planned, proposed or denied
    """
    if action not in ACTIONS:
        raise CorrectionError("action", f"{action!r} is none", f"give {_either(ACTIONS)}")
    if not target:
        raise CorrectionError(action, "is about nothing", "name what is to be corrected")
    if "\0" in "".join((*target, *values.values())):
        raise CorrectionError(action, "holds a zero byte", "leave it out")
    if action in ("merge", "story-join") and len(set(target)) < 2:
        raise CorrectionError(action, f"{target[0]!r} is already one", "name another to join with it")
    if action in ("split", "story-split") and (len(set(target)) < 2 or set(target) <= _off(values)):
        raise CorrectionError(action, "leaves nothing to part", "name some of what it holds, and not all")
    if strange := sorted(set(values) - set(ACTIONS[action])):
        known = _either(ACTIONS[action]) if ACTIONS[action] else "no values"
        raise CorrectionError(action, f"{strange[0]!r} can't be set", f"give {known}")
    if action == "set":
        _check_fields(values)
    if action in OF_NAMES and not (values.get("to") or (action == "join" and len(target) > 1)):
        raise CorrectionError(action, "no new name", "give it as to=NAME")
    if off := sorted(_off(values) - set(target)):
        raise CorrectionError(action, f"{off[0]!r} is not among what is to be split", "name one of it")
    if action == "undo":
        numbers = {str(c.number) for c in log}
        if missing := [n for n in target if n not in numbers]:
            raise CorrectionError(action, f"there is no correction {missing[0]}", "give the number of one in the log")


def _check_fields(values: Mapping[str, str]) -> None:
    if not values:
        raise CorrectionError("set", "no field", f"give FIELD=VALUE with one of {', '.join(FIELDS)}")
    for field, value in values.items():
        _PARSERS[field](value)
    if values.get("from") and values.get("to") and values["from"] > values["to"]:
        raise CorrectionError("to", f"{values['to']} is before {values['from']}", "give the days in their order")
    if values.get("event") and values.get("mode") and values["mode"] not in modes()[values["event"]]:
        known = _either(sorted(modes()[values["event"]]) or ["none"])
        raise CorrectionError("mode", f"{values['mode']!r} is no mode of {values['event']}", f"give {known}")


@cache
def modes() -> dict[str, frozenset[str]]:
    """The categories with their modes, as the frames of the lexicon use them (PLOVER 2.0 codebook)."""
    found: dict[str, set[str]] = {}
    for row in lexicon().frames:
        used = {row.get("mode"), *(m["mode"] for m in row.get("modes", ()))} - {None}
        found.setdefault(row["event"], set()).update(used)
    found["CONSULT"] |= {"visit", "third-party", "multilateral", "phone"}
    return {event: frozenset(used) for event, used in found.items()}


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _day(field: str) -> Callable[[str], str | None]:
    def parse(value: str) -> str | None:
        if not value:
            return None
        try:
            if len(value) == 10 and date.fromisoformat(value):
                return value
        except ValueError:
            pass
        raise CorrectionError(field, f"{value!r} is no day", "give it as 2022-01-31")

    return parse


def _status(value: str) -> str:
    if value not in STATUSES:
        raise CorrectionError("status", f"{value!r} is none", f"give {_either(STATUSES)}")
    return value


def _event(value: str) -> str:
    if value not in modes():
        raise CorrectionError("event", f"{value!r} is no category", f"give {_either(sorted(modes()))}")
    return value


def _mode(value: str) -> str | None:
    if value and not any(value in known for known in modes().values()):
        raise CorrectionError("mode", f"{value!r} is no mode", "give one of PLOVER's modes")
    return value or None


def _parties(field: str) -> Callable[[str], list[Actor]]:
    def parse(value: str) -> list[Actor]:
        return [_actor(field, name.strip()) for name in value.split(";") if name.strip()]

    return parse


def _actor(field: str, text: str) -> Actor:
    """A party as GUIDELINES 4 write it: "Name@ISO3", "Name@NATO", a state's code, or an organisation."""
    name, at, body = text.rpartition("@")
    if at:
        if not name or not body:
            raise CorrectionError(field, f"{text!r} names nobody", "give a person as Name@ISO3, several apart by ;")
        is_state = body in lexicon().countries
        return Actor(name, "person", country=body if is_state else None, org=None if is_state else body)
    if text in lexicon().countries:
        return Actor(text, "country", country=text, sector="GOV")
    return Actor(text, "org")


def _place(value: str) -> Place | None:
    if not value:
        return None
    from .asking import places_meant  # with the stages behind it, which most that read the log do without

    known = {name: found for name in places_meant([value]) if (found := lexicon().place(name))}
    # What several places are called stays as it was written.
    if value not in known and len(known) != 1:
        return Place(value)
    name = value if value in known else next(iter(known))
    found = known[name]
    return Place(name, found.country, found.lat, found.lon, found.geonames)


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(";") if word.strip()]


_ATTRIBUTES = {"from": "start_day", "to": "end_day"}
_PARSERS: dict[str, Callable[[str], object]] = {
    "from": _day("from"), "to": _day("to"), "status": _status, "event": _event, "mode": _mode,
    "actor": _parties("actor"), "recipient": _parties("recipient"), "place": _place, "said_by": _words,
    "context": _words,
}  # fmt: skip
