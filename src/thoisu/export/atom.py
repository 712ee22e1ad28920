"""An Atom feed (RFC 4287) of a question: one entry each, for feed readers.

Ids are tag URIs (RFC 4151), so that they outlive a move of the desk. The feed has no link to itself: what asked for
it knows its own address.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from .clean import clean, line, uri
from .formats import Field
from .lines import SOURCES, address, best_first, cited, facts, headline, instant, newest, table_title, tag
from .source import Source, Told

FIELDS = [
    Field("feed/id", "the question, as a hash in a tag URI: the same question, the same feed"),
    Field("feed/title, feed/subtitle", "the words of the table of entries; the filters of the question as JSON"),
    Field("feed/updated", "the day of the newest page in the store", "the hour"),
    Field("entry/id", "Entry.id in a tag URI"),
    Field("entry/title", "Entry.actor, Entry.recipient, Entry.event, Entry.mode in words"),
    Field("entry/updated", "Telling.moment of the newest telling; the feed's where none has one"),
    Field("entry/published", "Telling.moment of the oldest telling; left out where none has one"),
    Field("entry/author", "Entry.outlets, one each; the document's id where a page has no outlet"),
    Field("entry/category", "Entry.event, Entry.mode, Entry.status and Entry.context, each with its scheme"),
    Field("entry/link[@rel='alternate']", "the entry on the desk, else the page of the best telling on the web"),
    Field("entry/link[@rel='via']", "the pages of the tellings on the web", f"those behind the first {SOURCES}"),
    Field(
        "entry/content",
        f"the sentences of up to {SOURCES} tellings with their sources; status, days, place and voices",
        "further tellings; control characters, half surrogate pairs (U+FFFD instead)",
    ),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes the feed; gives how many entries it has. They stand in the order of their days, not of their telling."""
    out.write(_utf8(head(source)))
    count = 0
    for count, told in enumerate(source.told(), 1):  # noqa: B007
        out.write(_utf8("".join(entry_lines(told, source))))
    out.write(b"</feed>\n")
    return count


def head(source: Source) -> str:
    """All of the feed that stands before its entries."""
    question = msgspec.json.encode(source.question)
    asked = {k: v for k, v in msgspec.json.decode(question).items() if v not in (None, False)}
    filters = msgspec.json.encode(asked).decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{tag('question', sha256(question).hexdigest()[:16])}</id>\n"
        f"<title>{_text(table_title(source.words))}</title>\n"
        f"<subtitle>{_text(line(filters))}</subtitle>\n"
        f"<updated>{_time(source.changed())}</updated>\n"
        "<generator>thoisu</generator>\n"
        + (f'<link rel="alternate" href={_value(uri(source.desk))}/>\n' if source.desk else "")
    )


def entry_lines(told: Told, source: Source) -> Iterator[str]:
    """An entry as the lines of its element."""
    entry = told.entry
    moments = sorted(instant(t.moment) for t in told.tellings if t.moment)
    yield f"<entry>\n<id>{tag('entry', entry.id)}</id>\n"
    yield f"<title>{_text(headline(entry, source.lang))}</title>\n"
    yield f"<updated>{newest(told, source.changed()):%Y-%m-%dT%H:%M:%SZ}</updated>\n"
    if moments:
        yield f"<published>{moments[0]:%Y-%m-%dT%H:%M:%SZ}</published>\n"
    # Each entry needs an author (section 4.2.1): who tells it.
    for outlet in entry.outlets or [entry.id]:
        yield f"<author><name>{_text(line(outlet) or entry.id)}</name></author>\n"
    for scheme, terms in _categories(told):
        yield from (f"<category scheme={_value(tag(scheme))} term={_value(line(t))}/>\n" for t in terms if line(t))
    pages = [told.documents[t.document] for t in best_first(told) if t.document in told.documents]
    found = list(dict.fromkeys(filter(None, map(address, pages))))
    if alternate := source.link("entry", entry.id) or next(iter(found), None):
        yield f'<link rel="alternate" href={_value(uri(alternate))}/>\n'
    yield from (f'<link rel="via" href={_value(url)}/>\n' for url in found)
    content = "\n".join([*cited(told), *facts(entry, source.lang)])
    yield f'<content type="text">{_text(content)}</content>\n</entry>\n'


def _categories(told: Told) -> list[tuple[str, list[str]]]:
    entry = told.entry
    mode = [entry.mode] if entry.mode else []
    return [("event", [entry.event]), ("mode", mode), ("status", [entry.status]), ("context", entry.context)]


def _time(moment: str) -> str:
    return f"{instant(moment):%Y-%m-%dT%H:%M:%SZ}"


def _text(text: str) -> str:
    return escape(clean(text))


def _value(text: str) -> str:
    return quoteattr(clean(text))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8")
