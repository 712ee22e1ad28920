"""What the coder tried and why it gave something up, kept only for who asks (`thoisu explain`, `make score`).

The stages call `Scene.lost(reason)` where they return nothing; without a Trace in the scene that is one comparison.
The reasons are words of `labels.toml` (`of_reason`).
"""

from dataclasses import dataclass, field

from ..model import Event
from .telling import Telling

# In the order in which the coder comes to them.
REASONS = (
    "guard",  # words that the frame does not stand beside, or misses (lexicon/events: not_before, requires …)
    "title",  # words of somebody, in a headline
    "compared",  # a remark on an act: a record, a comparison
    "supposed",  # what is feared, thought possible or only asked about
    "object_clause",  # what the object of words is said to do
    "not_adjacent",  # words stand between subject and verb that may not
    "no_destination",  # a verb of going without a place, a visit without guest or host
    "no_asker",  # what ought to be, said by nobody to nobody
    "few_parties",  # a meeting with too few named parties
    "no_actor",
    "no_recipient",
    "pledge",  # what a pledge is about
    "condition",
    "negated",  # words that were not said
    "purpose",
    "asked",  # what a call asks for
    "vague",  # what is asked for, without parties, or without place and date
    "private",  # people who stand for no power
)


@dataclass(slots=True)
class Tried:
    """A trigger that the coder looked at: where it stands, the events that it gave, or why it gave none."""

    at: Telling
    source: list[str]
    reason: str = "no_actor"
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Trace:
    """Collects what the coder tries on a page, in order.

    >>> from thoisu.reader import read_article
    >>> from thoisu.page.plain import read_plain
    >>> from thoisu.model import Page
    >>> trace = Trace()
    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã gặp gỡ nhiều sinh viên."
    >>> read_article(read_plain(text, published="2022-11-05"), Page("page.txt", ""), trace).events
    []
    >>> [(tried.at.trigger.frame.id, tried.reason) for tried in trace.tried]
    [('consult.meet', 'few_parties')]
    """

    tried: list[Tried] = field(default_factory=list)

    def look(self, t: Telling, source: list[str]) -> None:
        """A trigger is looked at: what follows is about it."""
        self.tried.append(Tried(t, list(source)))

    def why(self, reason: str) -> None:
        """Why the trigger that is looked at gives nothing, should it end so."""
        self.tried[-1].reason = reason

    def told(self, event: Event) -> None:
        """The trigger that is looked at gives an event."""
        self.tried[-1].events.append(event)
