"""A page's reading, as it was corrected by hand, in the form of a gold file: what was corrected once can be tested."""

from collections.abc import Iterable
from typing import Any

from ..model import Actor, Event, Reading, replace
from .corrections import InForce, apply_to, renamed
from .entries import entry_of
from .records import Entry, Telling


def as_gold(
    reading: Reading, name: str, tellings: Iterable[Telling], entries: Iterable[Entry], force: InForce
) -> dict[str, Any]:
    """The gold of a page: its reading with what corrections set, without the events that they reject.

    `name` is the id that the file will have; `tellings` are those of the page, `entries` those that they belong to.
    What was set for an entry holds for every telling of it. The keys are those of the gold's pages of plain
    paragraphs (GUIDELINES); `published` is None where the page does not say.
    """
    paragraphs = [p.text for p in reading.article.paragraphs]
    published = reading.article.published
    by_number = {t.number: t for t in tellings}
    entry_by_telling = {id_: entry for entry in entries for id_ in entry.tellings}
    events = []
    for number, event in enumerate(reading.events):
        telling = by_number.get(number)
        corrected = _corrected(telling, entry_by_telling.get(telling.id), force) if telling else event
        if corrected is not None:
            events.append(_event(corrected))
    return {
        "id": name,
        "published": published.value if published else None,
        "source": reading.page.uri,
        "paragraphs": paragraphs,
        "mentions": [
            {
                "p": m.p,
                "text": m.text,
                "n": _occurrence(paragraphs[m.p], m.text, m.start),
                "kind": m.kind,
                "id": force.names.get(m.entity, m.entity),
            }
            for m in reading.mentions
        ],
        "times": [
            {
                "p": t.p,
                "text": t.text,
                "n": _occurrence(paragraphs[t.p], t.text, t.start),
                "start": t.start_day,
                "end": t.end_day,
            }
            for t in reading.times
        ],
        "events": events,
        "statements": [
            {
                "p": s.p,
                "speaker": [party_text(a, force) for a in s.speaker],
                "cue": s.cue,
                "direct": s.direct,
                "text_start": " ".join(s.text.split()[:3]),
                "text_end": " ".join(s.text.split()[-3:]),
                "channel": s.channel,
            }
            for s in reading.statements
        ],
    }


def _corrected(telling: Telling, entry: Entry | None, force: InForce) -> Event | None:
    """The event of a telling with what was set for its entry; None where that was rejected."""
    alone = entry_of([renamed(telling, force)], "")
    if entry is not None:
        alone = replace(alone, tellings=entry.tellings)
    set_by_hand = apply_to(alone, force)
    if set_by_hand.rejected:
        return None
    fields = ("event", "mode", "status", "actor", "recipient", "start_day", "end_day", "place", "said_by")
    changed: Event = replace(telling.event, **{field: getattr(set_by_hand, field) for field in fields})
    return changed


def _event(event: Event) -> dict[str, Any]:
    said_by = event.said_by[0] if len(event.said_by) == 1 else event.said_by or None
    return {
        "p": event.p,
        "trigger": event.trigger,
        "event": event.event,
        "mode": event.mode,
        "status": event.status,
        "actor": [party_text(a) for a in event.actor],
        "recipient": [party_text(a) for a in event.recipient],
        "start": event.start_day,
        "end": event.end_day,
        "place": event.place.name if event.place else None,
        "said_by": said_by,
    }


def party_text(actor: Actor, force: InForce | None = None) -> str:
    """A party as the gold writes it; renamed where corrections in force are given.

    >>> party_text(Actor("Jens Stoltenberg", "person", org="NATO")), party_text(Actor("USA", "country", country="USA"))
    ('Jens Stoltenberg@NATO', 'USA')
    """
    names = force.names if force else {}
    entity, body = names.get(actor.entity, actor.entity), actor.country or actor.org
    return f"{entity}@{names.get(body, body)}" if actor.kind == "person" and body else entity


def _occurrence(paragraph: str, text: str, start: int) -> int:
    """How often the text stands in the paragraph before a place; occurrences may overlap, as the scorer counts them."""
    found, at = 0, paragraph.find(text)
    while -1 < at < start:
        found, at = found + 1, paragraph.find(text, at + 1)
    return found
