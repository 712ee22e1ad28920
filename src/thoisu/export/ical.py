"""iCalendar (RFC 5545): planned entries as events of a calendar that can be subscribed to.

A plan that is still ahead, or of which nothing is told, is TENTATIVE; one that was carried out is CONFIRMED, on the
days on which it was; one that was called off is CANCELLED. A plan that was put off stands CANCELLED on its old day
where the new day is another plan of the store, which has an event of its own; else its event moves to the new day.
Whatever status a question asks for, the calendar has its plans, as `thoisu ledger` does.

The writer is our own: it is an escape of three characters and a fold of lines (sections 3.1 and 3.3.11), and tests
read all that it writes back with the icalendar library.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import BinaryIO

import msgspec

from ..called import called
from ..chronicle.answers import Plan, follow_beside
from ..chronicle.reasons import because
from ..chronicle.records import Entry, Outcome
from .clean import clean, line, uri
from .formats import Field
from .lines import AUTHORITY, cited, facts, headline, newest, place_name
from .source import Source, Told

_AT_ONCE = 100  # plans that are followed together
_OCTETS = 75  # of a line, without its end (section 3.1)
_STATUS = {
    "done": "CONFIRMED", "open": "TENTATIVE", "unreported": "TENTATIVE",
    "postponed": "CANCELLED", "cancelled": "CANCELLED", "changed": "CANCELLED",
}  # fmt: skip
FIELDS = [
    Field("NAME, X-WR-CALNAME", "the word for plans in the language of the labels", "the filters of the question"),
    Field("UID", f"Entry.id, before `@{AUTHORITY}`"),
    Field("SEQUENCE", "the number of the newest change of the entry, or of one that may tell what became of it: it "
          "grows with each, and only falls back where a page no longer tells such a one", "which change it was"),
    Field("DTSTAMP", "Telling.moment of the newest telling, in UTC; the day of the store's newest page where none has "
          "one", "when the store was changed"),
    Field("DTSTART", "Entry.from, else Entry.to; the new day of a plan that was moved, the day on which it was carried "
          "out; a day (VALUE=DATE), or with its hour in floating time, since pages name no zone", "undated plans"),
    Field("DTEND", "the day behind Entry.to (it is exclusive), or its hour; left out where the end is open or is the "
          "beginning", "that an end is open: the description says it"),
    Field("SUMMARY", "Entry.actor, Entry.recipient, Entry.event, Entry.mode in words"),
    Field("DESCRIPTION", "the sentences with their sources; status, days, place, voices; what became of the plan, and "
          "why", "control characters, half surrogate pairs (U+FFFD instead), tellings behind the tenth"),
    Field("LOCATION, GEO", "Entry.place: name and state; latitude and longitude. Of a plan that was moved elsewhere "
          "the new place by name"),
    Field("STATUS", "what became of the plan: TENTATIVE (still ahead, nothing told), CONFIRMED (done), CANCELLED "
          "(cancelled, or put off while another plan has the new day)", "the difference: the description says it"),
    Field("CATEGORIES", "Entry.event, Entry.mode, Entry.context"),
    Field("URL", "the entry on the desk, where its address is known"),
    Field("TRANSP", "always TRANSPARENT: it takes nobody's time"),
]  # fmt: skip


class Kept(msgspec.Struct, frozen=True):
    """A plan as its calendar keeps it: days and place as they are now, its status there, and how new that is."""

    first: str
    last: str | None
    place: str
    status: str
    sequence: int


def write(source: Source, out: BinaryIO) -> int:
    """Writes the calendar of the plans among what is asked for; gives how many events it has."""
    title = escaped(f"thoisu: {source.words['of_status']['planned']}")
    # Few programs know NAME (RFC 7986); most know the name by which it went before.
    names = (f"NAME:{title}", f"X-WR-CALNAME:{title}")
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//thoisu//thoisu//EN", "CALSCALE:GREGORIAN", *names)
    out.write(_folded(head))
    question = msgspec.structs.replace(source.question, status=["planned"])
    plans = Source(source.store, question).told()
    count = left_out = 0
    while some := list(islice(plans, _AT_ONCE)):
        batch = [told for told in some if told.entry.start_day or told.entry.end_day]
        left_out += len(some) - len(batch)
        followed = follow_beside(source.store, [told.entry for told in batch], source.today)
        ids = {entry.id for one in followed for entry in (one.plan.entry, *one.beside)}
        changes = source.store.newest_changes(ids)
        for told, (plan, near, *_) in zip(batch, followed, strict=True):
            out.write(_folded(event(told, kept(plan, near, changes, source.lang), plan.outcome, source)))
        count += len(batch)
    out.write(_folded(("END:VCALENDAR",)))
    source.leave_out(Counter({"without a day": left_out}))
    return count


def kept(plan: Plan, near: list[Entry], changes: Mapping[str, int], lang: str) -> Kept:
    """Days, place and status of a dated plan after what became of it.

    `near` are the entries that may tell it, `changes` the newest change of each entry.
    """
    entry, found = plan.entry, plan.outcome
    first, last = entry.start_day or entry.end_day or "", entry.end_day
    place, status = place_name(entry, lang), _STATUS[found.kind]
    new = found.changes
    said = [other for other in near if other.id in found.entries]
    if new and found.kind in ("postponed", "changed") and not any(other.status == "planned" for other in said):
        status = "TENTATIVE"  # no other event of the calendar has the new day or place
    if new and status != "CANCELLED":
        first, last = new.get("from", first), new.get("to", last)
        place = line(called(new["place"], lang)) if "place" in new else place
    sequence = max(changes.get(other.id, 0) for other in (entry, *near))
    return Kept(first, last, place, status, sequence)


def event(told: Told, now: Kept, found: Outcome, source: Source) -> Iterator[str]:
    """A plan as the unfolded lines of its VEVENT."""
    entry, words = told.entry, source.words
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@{AUTHORITY}"
    yield f"DTSTAMP:{newest(told, source.changed()):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{now.sequence}"
    yield from _days(now.first, now.last)
    yield f"SUMMARY:{escaped(headline(entry, source.lang))}"
    outcome_told = f"{words['of_store']['outcome']}: {words['of_store']['of_outcome'][found.kind]}"
    reason = because(found, words)
    description = [*cited(told), *facts(entry, source.lang), f"{outcome_told} ({reason})" if reason else outcome_told]
    yield f"DESCRIPTION:{escaped(chr(10).join(description))}"
    if now.place:
        yield f"LOCATION:{escaped(now.place)}"
    place = entry.place
    if place and now.place == place_name(entry, source.lang) and place.lat is not None and place.lon is not None:
        yield f"GEO:{place.lat:.6f};{place.lon:.6f}"
    yield f"STATUS:{now.status}"
    yield f"CATEGORIES:{','.join(escaped(line(c)) for c in (entry.event, entry.mode, *entry.context) if c)}"
    if url := source.link("entry", entry.id):
        yield f"URL:{uri(url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _days(first: str, last: str | None) -> Iterator[str]:
    """DTSTART and DTEND: days where one end has no hour, else both with it; an open end is left out."""
    if len(first) > 10 and (last is None or len(last) > 10):
        yield f"DTSTART:{_hour(first)}"
        if last and last > first:
            yield f"DTEND:{_hour(last)}"
        return
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last and last[:10] > first[:10]:
        yield f"DTEND;VALUE=DATE:{_day(last, 1)}"


def _day(day: str, later: int = 0) -> str:
    return f"{date.fromisoformat(day[:10]) + timedelta(later):%Y%m%d}"


def _hour(day: str) -> str:
    return f"{_day(day)}T{day[11:13]}{day[14:16]}00"


def escaped(text: str) -> str:
    """A value of type TEXT (section 3.3.11).

    >>> escaped("Mỹ, Nga; \\\\ Hà Nội\\nngày 4/11")
    'Mỹ\\\\, Nga\\\\; \\\\\\\\ Hà Nội\\\\nngày 4/11'
    """
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return clean(text).replace("\n", "\\n").replace("\t", " ")


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(folded(one) for one in lines)


def folded(text: str) -> bytes:
    """A content line with its end, in pieces of at most 75 octets; no character is parted.

    >>> [len(piece) for piece in folded("SUMMARY:" + "ế" * 40).split(b"\\r\\n ")]
    [74, 56]
    """
    pieces: list[bytes] = []
    piece = b""
    for letter in text:
        octets = letter.encode("utf-8")
        if len(piece) + len(octets) > _OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
