"""The records that travel between the stages and out of the program.

They mirror the public JSON (docs/contract.md): field for field, in order. All are frozen. Offsets are
Unicode code points into `article.paragraphs[p].text`, end exclusive; days are ISO 8601 local dates.
"""

from typing import Any

import msgspec

SCHEMA = "thoisu/reading/1"


class Reader(msgspec.Struct, frozen=True, gc=False):
    """Which program and which knowledge made a reading."""

    version: str
    lexicon: str


class Page(msgspec.Struct, frozen=True, gc=False):
    """Where the page came from; `sha256` is of its raw bytes.

    `fetched` is when a crawler fetched it, ours or that of an archive; `canonical` the address that the page gives
    itself, `number` the number by which its site knows the article.
    """

    uri: str
    sha256: str
    format: str = "text"
    fetched: str | None = None
    language: str | None = "vi"
    canonical: str | None = None
    number: str | None = None


class Published(msgspec.Struct, frozen=True, gc=False):
    """When the page says that it was published (`basis`: page, markup, url, given)."""

    value: str
    precision: str
    basis: str


class StoryDay(msgspec.Struct, frozen=True, gc=False):
    """The day that the story narrates, how it is known and why, in words."""

    value: str
    basis: str
    because: str


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """A paragraph of the article (`role`: title, lead, body)."""

    role: str
    text: str


class Caption(msgspec.Struct, frozen=True, gc=False):
    """A picture's caption, without its credit; `date` is the day that it names, ISO."""

    text: str
    credit: list[str] = []
    date: str | None = None


class Related(msgspec.Struct, frozen=True, gc=False):
    """A teaser or link to another story."""

    title: str
    summary: str | None = None
    url: str | None = None


class Block(msgspec.Struct, frozen=True, gc=False, rename={"start": "from", "end": "to"}):
    """A piece of the page and what it is; `start` and `end` are offsets into the decoded page."""

    label: str
    text: str
    start: int
    end: int


class Article(msgspec.Struct, frozen=True, gc=False):
    """The page as it was understood."""

    outlet: str | None
    section: str | None
    title: str | None
    lead: str | None
    published: Published | None
    story_day: StoryDay | None
    byline: list[str]
    credit: list[str]
    paragraphs: list[Paragraph]
    captions: list[Caption]
    related: list[Related]
    blocks: list[Block]


class Span(msgspec.Struct, frozen=True, gc=False):
    """A piece of a paragraph."""

    p: int
    start: int
    end: int
    text: str | None = None


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A name in the text and who or what it is (`kind`: person, country, place, org)."""

    p: int
    start: int
    end: int
    text: str
    kind: str
    entity: str
    wikidata: str | None = None
    office: str | None = None
    basis: str = "lexicon"


class Candidate(msgspec.Struct, frozen=True, gc=False, rename={"start": "from", "end": "to"}):
    """One who held an office: the term as ISO prefixes (`end` None while it runs) and where it is known from."""

    entity: str
    start: str
    end: str | None
    source: str


class Office(msgspec.Struct, frozen=True, gc=False):
    """An office that the text names without a name, and who held it on the day (`basis`: page, offices).

    `entity` is None where several fit.
    """

    p: int
    start: int
    end: int
    text: str
    office: str
    holder: str
    entity: str | None
    candidates: list[Candidate]
    basis: str


class Time(msgspec.Struct, frozen=True, gc=False, rename={"start_day": "from", "end_day": "to"}):
    """A time expression and the inclusive interval that it names; null is an open end."""

    p: int
    start: int
    end: int
    text: str
    start_day: str | None
    end_day: str | None
    basis: str
    anchor: str


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Somebody who takes part: a person for a state or organisation, a state, or an organisation."""

    entity: str
    kind: str
    country: str | None = None
    org: str | None = None
    sector: str | None = None
    office: str | None = None
    wikidata: str | None = None
    mention: dict[str, int] | None = None

    @property
    def power(self) -> str:
        """The state or organisation that the actor stands for; a state's ministry stands for its state."""
        if self.country or self.org:
            return self.country or self.org or ""
        body, _, state = self.entity.rpartition(", ")
        return state if body and len(state) == 3 and state.isupper() else self.entity


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where; WGS84 degrees."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


class Event(msgspec.Struct, frozen=True, gc=False, rename={"start_day": "from", "end_day": "to"}):
    """Something that somebody does to or with somebody, or plans to (PLOVER 2.0 codes)."""

    p: int
    start: int
    end: int
    trigger: str
    event: str
    mode: str | None
    context: list[str]
    status: str
    cues: list[Span]
    actor: list[Actor]
    recipient: list[Actor]
    start_day: str | None
    end_day: str | None
    date_basis: str | None
    place: Place | None
    said_by: list[str]
    evidence: list[Span]
    rule: str
    told: list[tuple[int, int, int]]


class Statement(msgspec.Struct, frozen=True, gc=False):
    """What somebody says: the span of the words, who says them, and by which verb."""

    p: int
    start: int
    end: int
    text: str
    speaker: list[Actor]
    cue: str | None
    direct: bool
    channel: str | None


class Reading(msgspec.Struct, frozen=True, gc=False):
    """All that one page says."""

    schema: str
    reader: Reader
    page: Page
    article: Article
    mentions: list[Mention]
    times: list[Time]
    events: list[Event]
    statements: list[Statement]
    warnings: list[str]
    offices: list[Office] = []

    def to_json(self) -> bytes:
        """The reading as one line of JSON, keys in the order of the contract."""
        return msgspec.json.encode(self)


def reading_from_json(line: bytes | str) -> Reading:
    """A reading back from its JSON; raises msgspec.ValidationError when it is none."""
    return msgspec.json.decode(line, type=Reading)


def replace(record: Any, **changes: Any) -> Any:
    """A copy of a record with some fields changed."""
    return msgspec.structs.replace(record, **changes)
