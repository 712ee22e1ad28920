"""Readings of single sentences, and how much of what should be read was read.

Two records are compared field for field; a set of records by one-to-one pairs, best pair first.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from thoisu import read
from thoisu.events.clauses import segments
from thoisu.events.frames import find_triggers
from thoisu.events.parties import Scene
from thoisu.events.segment import Segment
from thoisu.events.when import spans
from thoisu.events.who import find_groups
from thoisu.model import Time
from thoisu.names.linker import link
from thoisu.names.tagger import tag
from thoisu.text import Passage, fold
from thoisu.times.grammar import find_times
from thoisu.times.resolve import resolve_times

Record = dict[str, Any]
TITLE = "Bản tin thử nghiệm của tòa soạn"


def read_sentence(text: str, published: str | None = "2022-01-21") -> Record:
    """The reading of a sentence that stands as the only body paragraph of a page; only its own records."""
    reading: Record = json.loads(read(f"{TITLE}\n\n{text}\n", published).to_json())
    body = [i for i, p in enumerate(reading["article"]["paragraphs"]) if (p["role"], p["text"]) == ("body", text)]
    assert len(body) == 1, f"not read as the body: {text}"
    for part in ("mentions", "times", "events", "statements"):
        reading[part] = [x for x in reading[part] if x["p"] == body[0]]
    return reading


class Staged(NamedTuple):
    """A sentence as the stages of thoisu.events see it."""

    passage: Passage
    segments: list[Segment]
    times: list[tuple[int, int, Time]]

    def words(self, segment: Segment) -> str:
        """The text of a segment."""
        run = self.passage.tokens
        return self.passage.text[run[segment.lo].start : run[segment.hi - 1].end]


def staged(text: str, day: Any = None) -> Staged:
    """Names, times and segments of one sentence; `day` anchors its times."""
    passage = Passage(0, "body", text)
    names = link([passage], {0: tag(passage)}, day)
    times, _ = resolve_times([passage], {0: find_times(passage)}, day, day)
    at = {passage.at(m.start): (m, passage.at(m.end)) for m in names.mentions}
    lo, hi = passage.sentences[0]
    groups = find_groups(passage, lo, hi, at, Scene(names.people))
    found = segments(passage.tokens, lo, hi, groups, find_triggers(passage.tokens, lo, hi))
    return Staged(passage, found, spans(passage, times))


# -- records --------------------------------------------------------------------------------------------------


def party(actor: Record) -> str:
    """An actor as the cases write it: `Name@ISO3` for a person who acts for a state or organisation, else its id."""
    power = actor["country"] or actor["org"]
    return f"{actor['entity']}@{power}" if actor["kind"] == "person" and power else str(actor["entity"])


def names(written: Sequence[str]) -> frozenset[str]:
    """Parties without case, accents and hyphens: Orbán and Orban are one."""
    return frozenset(fold(name).replace("-", " ") for name in written)


def parties(actors: Sequence[Record]) -> frozenset[str]:
    """The parties of a role."""
    return names([party(a) for a in actors])


def powers(of: frozenset[str]) -> frozenset[str]:
    """The states and organisations behind parties; a state's ministry stands for its state."""
    return frozenset(name.rsplit("@", 1)[-1].rsplit(", ", 1)[-1] for name in of)


class Act(NamedTuple):
    """What of an event is compared."""

    p: int
    event: str
    mode: str | None
    status: str
    actor: frozenset[str]
    recipient: frozenset[str]
    start: str | None
    end: str | None

    def strict(self) -> tuple[Any, ...]:
        """Who did it to whom, when, and whether it happened."""
        return self.actor, self.recipient, self.start, self.end, self.status


def act_read(event: Record) -> Act:
    """An event of a reading."""
    return Act(
        event["p"], event["event"], event["mode"], event["status"], parties(event["actor"]),
        parties(event["recipient"]), _day(event["from"]), _day(event["to"]),
    )  # fmt: skip


def act_wanted(row: Record) -> Act:
    """A gold event, or a row of a case table (`|` between parties, `-` for none)."""
    actor, recipient = (
        row[k] if isinstance(row[k], list) else [] if row[k] == "-" else row[k].split("|")
        for k in ("actor", "recipient")
    )
    start, end = row.get("start", row.get("from")), row.get("end", row.get("to"))
    return Act(
        row.get("p", 0), row["event"], _cell(row["mode"]), row["status"], names(actor), names(recipient),
        _day(_cell(start)), _day(_cell(end)),
    )  # fmt: skip


def _cell(value: str | None) -> str | None:
    return None if value == "-" else value


def _day(value: str | None) -> str | None:
    return value[:10] if value else None


def likeness(wanted: Act, said: Act) -> float:
    """0 for two acts; more the more of one act they share: its category, and its day or one of its parties."""
    if wanted.event != said.event:
        return 0
    shared = powers(wanted.actor | wanted.recipient) & powers(said.actor | said.recipient)
    together = _overlap(wanted, said)
    if not shared and not together:
        return 0
    equal = sum(a == b for a, b in zip(wanted.strict(), said.strict(), strict=True))
    return 1 + equal + len(shared) / 4 + together


def _overlap(a: Act, b: Act) -> bool:
    if not a.start or not b.start:
        return False
    return a.start <= (b.end or "9999") and b.start <= (a.end or "9999")


# -- counting -------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """How many were right, said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, right: int, said: int, wanted: int) -> None:
        """Adds the counts of one text."""
        self.right += right
        self.said += said
        self.wanted += wanted

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.wanted) if self.said + self.wanted else 1.0


def paired(wanted: Sequence[Any], said: Sequence[Any], score: Callable[[Any, Any], float]) -> list[tuple[Any, Any]]:
    """One-to-one pairs by falling score; no pair where the score is 0."""
    scored = [(score(a, b), i, j) for i, a in enumerate(wanted) for j, b in enumerate(said)]
    left, right, pairs = set(range(len(wanted))), set(range(len(said))), []
    for value, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if value > 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((wanted[i], said[j]))
    return pairs


def count_acts(wanted: Sequence[Act], said: Sequence[Act], found: Tally, strict: Tally) -> list[tuple[Act, Act]]:
    """Adds the events of one text to both tallies; gives the pairs."""
    pairs = paired(wanted, said, likeness)
    found.add(len(pairs), len(said), len(wanted))
    strict.add(sum(a.strict() == b.strict() for a, b in pairs), len(said), len(wanted))
    return pairs
