"""Who vouches for an act that stands inside somebody's words: the speaker of the statement around it."""

from ..model import Event, Statement, replace
from .parties import state_behind
from .telling import SPOKEN


def vouched(events: list[Event], statements: list[Statement]) -> list[Event]:
    """The events, those told in a statement of somebody else's with its speaker where nobody vouches yet.

    "Theo ông X, Nga đã rút quân khỏi Y." is told by him, and so is the first sentence of a quotation whose speaker
    is named only behind its last.
    """
    return [_vouched(e, statements) for e in events]


def _vouched(event: Event, statements: list[Statement]) -> Event:
    around = [s for s in statements if s.p == event.p and s.start <= event.start < s.end and s.speaker]
    if event.said_by or not around:
        return event
    speaker = min(around, key=lambda s: s.end - s.start).speaker
    own = {a.entity for a in event.actor} | {a.power for a in event.actor}
    bodies = {state_behind(a) for a in speaker if a.kind == "org"} if event.event in SPOKEN else set()
    if own & (bodies | {a.entity for a in speaker}):
        return event  # one's own words need nobody to vouch for them
    told: Event = replace(event, said_by=[a.entity for a in speaker])
    return told
