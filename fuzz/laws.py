"""What holds for whatever a reader makes of any bytes. A law that does not hold is an AssertionError that says so."""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from thoisu.model import Article, Mention, Office, Published, Reading, Span, Statement, Time, reading_from_json
from thoisu.watch.addresses import clean
from thoisu.watch.records import Offered

_STATUSES = frozenset(("happened", "ongoing", "planned", "proposed", "denied"))
_INDEFINITE = "9999-12-31"


def spans_are_true(texts: Sequence[str], records: Iterable[Mention | Time | Statement | Office | Span]) -> None:
    """What a record says that stands at its offsets stands there."""
    for record in records:
        text = texts[record.p]
        assert 0 <= record.start < record.end <= len(text), f"outside of its paragraph: {record}"
        assert record.text is None or text[record.start : record.end] == record.text, f"its text is not there: {record}"


def spans_are_apart(records: Iterable[Mention | Time]) -> None:
    """No two of a kind share a letter."""
    spans = sorted((r.p, r.start, r.end) for r in records)
    for one, other in itertools.pairwise(spans):
        assert one[0] < other[0] or one[2] <= other[1], f"{one} overlaps {other}"


def times_are_times(times: Iterable[Time]) -> None:
    """Each begins on a day, ends on a day, and not before it began."""
    for time in times:
        days = [day and date.fromisoformat(day[:10]) for day in (time.start_day, time.end_day)]
        assert not all(days) or str(days[0]) <= str(days[1]), f"ends before it begins: {time}"


def is_published(published: Published | None) -> None:
    """A time of publication is the ISO day or time that its precision says."""
    if published is not None:
        read = date.fromisoformat if published.precision == "day" else datetime.fromisoformat
        read(published.value)


def article_is_whole(article: Article, page: str) -> None:
    """The blocks lie in the page in order, with nothing but white space between them."""
    is_published(article.published)
    at = 0
    for block in article.blocks:
        assert at <= block.start <= block.end <= len(page), f"out of order or of the page: {block}"
        piece = unicodedata.normalize("NFC", page[block.start : block.end])
        assert " ".join(piece.split()) == block.text, f"not what stands there: {block}"
        assert not page[at : block.start].strip(), f"left out before {block}: {page[at : block.start]!r}"
        at = block.end
    assert not page[at:].strip(), f"left out at the end: {page[at:]!r}"


def reading_is_sound(reading: Reading) -> None:
    """Offsets, references and days of a reading are true, and its JSON gives it back."""
    texts = [p.text for p in reading.article.paragraphs]
    spans_are_true(texts, (*reading.mentions, *reading.times, *reading.statements, *reading.offices))
    spans_are_apart(reading.mentions)
    spans_are_apart(reading.times)
    times_are_times(reading.times)
    mentions = {(m.p, m.start, m.end) for m in reading.mentions}
    parties = [a for e in reading.events for role in (e.actor, e.recipient) for a in role]
    for party in (*parties, *(a for s in reading.statements for a in s.speaker)):
        named = party.mention
        assert named is None or (named["p"], named["start"], named["end"]) in mentions, f"no such mention: {party}"
    for event in reading.events:
        assert texts[event.p][event.start : event.end] == event.trigger != "", f"its trigger is not there: {event}"
        spans_are_true(texts, (*event.cues, *event.evidence))
        sentence = event.evidence[0]
        assert sentence.p == event.p, f"its sentence stands elsewhere: {event}"
        assert sentence.start <= event.start < event.end <= sentence.end, f"outside of its sentence: {event}"
        assert all(0 <= a < b <= len(texts[p]) for p, a, b in event.told), f"told where nothing stands: {event}"
        assert event.status in _STATUSES, f"no status: {event}"
        first, last = event.start_day or "", event.end_day or _INDEFINITE
        assert first[:10] <= last[:10], f"ends before it begins: {event}"
    assert reading_from_json(reading.to_json()) == reading, "its JSON is not the reading"


def offer_is_clean(found: Offered) -> None:
    """Something is offered or a fault told; addresses are clean, each once, with days that are days."""
    assert found.pages or found.sitemaps or found.faults, "neither offers anything nor tells why"
    known = [page.known_by for page in found.pages]
    assert len(known) == len(set(known)), "offers one page twice"
    for page in found.pages:
        assert page.url == clean(page.url), f"not clean: {page}"
        for told in (page.published, page.modified):
            assert told is None or datetime.fromisoformat(told), f"no day: {page}"
