"""The records of the chronicle: what the store keeps beside the readings, and what questions are answered with.

Days are ISO 8601 local dates, moments ISO 8601 local time with minutes where they are known (`2022-01-21T07:01+07:00`).
Ids are twelve small letters and digits (base 32, 60 bits of a SHA-256), so that they can be typed; any beginning of
one that is unique in the store may stand for it.
"""

import hashlib

import msgspec

from ..model import Actor, Event, Place

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"  # base 32 (RFC 4648), in small letters
_TWO = [one + other for one in _LETTERS for other in _LETTERS]  # a page has a dozen ids: two letters at a time


def short_id(*parts: str) -> str:
    """The id of what these parts name: the same parts, the same id, in every store.

    >>> short_id("https://example.vn/a-1.html")
    '57ljjojig74x'
    """
    bits = int.from_bytes(hashlib.sha256("\x00".join(parts).encode()).digest()[:8], "big") >> 4
    return "".join([_TWO[bits >> at & 1023] for at in (50, 40, 30, 20, 10, 0)])


class Document(msgspec.Struct, frozen=True, gc=False):
    """An article as the chronicle knows it. `id` is of `key`: the page's own address, or the hash of its bytes.

    `text` is lead and body without captions, credit and furniture, paragraphs parted by line feeds; `moment` when it
    was published (None when the page does not say), `day` the day that it narrates, or of its publication.
    """

    id: str
    key: str
    outlet: str | None
    title: str | None
    moment: str | None
    day: str | None
    byline: list[str]
    credit: list[str]
    text: str


class Telling(msgspec.Struct, frozen=True, gc=False):
    """One event as one page tells it.

    `id` is of the document, the category and the words of the sentence, so that it stays the same when a newer
    lexicon reads the page again; `number` is the event's place in the reading, `text` its sentence, `moment`, `day`
    and `outlet` those of the document, `family` its family of copies, `sources` the agencies and media that the page
    or the sentence names as where it has it from.
    """

    id: str
    document: str
    number: int
    event: Event
    text: str
    moment: str | None
    day: str | None
    outlet: str | None
    family: str
    sources: list[str]


class Sketch(msgspec.Struct, frozen=True, gc=False):
    """What copies and stories of a document are found by, made once from its text and its names.

    `signature` is its MinHash (chronicle/copies.py), `bands` the hashes under which it is filed (signed 64 bits);
    `features` the weighted terms that its story is known by, packed (chronicle/stories.py), `keys` the few of them
    under which it is filed.
    """

    signature: bytes
    bands: list[int]
    features: bytes
    keys: list[str]


class Conflict(msgspec.Struct, frozen=True, gc=False):
    """What the tellings of one act do not agree on: each value (JSON-like text) with the ids of its tellings."""

    field: str
    values: dict[str, list[str]]


class Entry(msgspec.Struct, frozen=True, gc=False, rename={"start_day": "from", "end_day": "to"}):
    """One act, however often it is told: the best telling's reading, with what all tellings say between them.

    `best` is the id of the telling that the fields are taken from, `tellings` all of them by moment; `outlets` who
    tells it, `origins` the independent ones among them (a family of copies is one, "theo AP" is AP). `corrections`
    are the numbers of the corrections that changed it, `rejected` whether one of them threw it out.
    """

    id: str
    event: str
    mode: str | None
    context: list[str]
    status: str
    actor: list[Actor]
    recipient: list[Actor]
    start_day: str | None
    end_day: str | None
    place: Place | None
    said_by: list[str]
    text: str
    best: str
    tellings: list[str]
    documents: list[str]
    outlets: list[str]
    origins: list[str]
    conflicts: list[Conflict]
    story: str
    corrections: list[int] = []
    rejected: bool = False


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What became of a plan (`kind`: done, postponed, cancelled, changed, open, unreported).

    `entries` are the ids of the entries that say so, `because` why they are taken for it, in English; of a change,
    `changes` has the field and the new value. `reason` and `values` say the same as `because` in parts that can be put
    into another language (chronicle/reasons.py).
    """

    kind: str
    entries: list[str]
    because: str
    changes: dict[str, str] = {}
    reason: str = ""
    values: dict[str, str] = {}


class Correction(msgspec.Struct, frozen=True, gc=False):
    """A line of the log of corrections. It is never changed; an undo is a line of its own.

    `action`: set, reject, merge, split, undo, rename (an entity), join (two entities), story-join, story-split.
    `target` is the ids that it is about: tellings for an entry (they outlive a new reading), documents for a story,
    names for an entity, the number of a correction for an undo. `values` are the fields that it sets.
    """

    number: int
    time: str
    author: str
    action: str
    target: list[str]
    values: dict[str, str] = {}


class Question(msgspec.Struct, frozen=True, gc=False, rename={"start_day": "from", "end_day": "to"}):
    """What is asked of the chronology; every field that is not None narrows it, a list by any of its members.

    `actor` takes part in any role, `other` ("--with") beside them; names are compared folded (no diacritics, no case),
    a state also by its code. `start_day` and `end_day` are inclusive and meet the entry's own span; `text` is looked
    for in the tellings' sentences. Rejected entries are only shown with `rejected`.
    """

    actor: list[str] | None = None
    other: list[str] | None = None
    event: list[str] | None = None
    mode: list[str] | None = None
    status: list[str] | None = None
    place: list[str] | None = None
    country: list[str] | None = None
    start_day: str | None = None
    end_day: str | None = None
    story: str | None = None
    said_by: list[str] | None = None
    min_origins: int | None = None
    text: str | None = None
    rejected: bool = False


class StoryHead(msgspec.Struct, frozen=True, gc=False):
    """A story in a list: the title of its first document, how many pages and outlets tell it, the days it spans.

    `moment` is that of its newest page, as ISO 8601 local time.
    """

    id: str
    title: str | None
    pages: int
    outlets: int
    first_day: str | None
    last_day: str | None
    moment: str | None


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A document that a search found: `exact` with the diacritics as asked, else folded.

    `snippet` has the words in [ ].
    """

    document: str
    title: str | None
    outlet: str | None
    moment: str | None
    snippet: str
    exact: bool
