"""An alert as an Atom feed (RFC 4287): one entry for each event, the newest first, as it was told.

An entry's id is that of its event in a tag URI (RFC 4151), and what it holds never changes.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from ..export.clean import clean, line, uri
from ..export.lines import tag
from .records import Event
from .states import Alert
from .wording import sentences, title, told, words_of

NEWEST = 100  # events of a feed
MEDIA = "application/atom+xml"


def as_atom(alert: Alert, events: Sequence[Event], lang: str | None = None, address: str | None = None) -> bytes:
    """The feed of an alert's events, which come newest first; `address` is its own, where it is served.

    >>> alert = Alert(name="tham-viet-nam", filters={}, on=["new"], made=1667635200)
    >>> as_atom(alert, [], "vi").decode().splitlines()[3]
    '<title>Cảnh báo: tham-viet-nam</title>'
    """
    return "".join(_lines(alert, events, lang or alert.lang, address)).encode("utf-8")


def _lines(alert: Alert, events: Sequence[Event], lang: str, address: str | None) -> Iterator[str]:
    made = f"{datetime.fromtimestamp(int(alert.made), UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>{_text(tag('alert', alert.name, str(int(alert.made))))}</id>\n"
    yield f"<title>{_text(words_of(lang)['title'].format(name=alert.name))}</title>\n"
    yield f"<updated>{events[0].made if events else made}</updated>\n"
    yield "<generator>thoisu</generator>\n"
    if address:
        yield f'<link rel="self" type="{MEDIA}" href={_value(address)}/>\n'
    if alert.desk:
        yield f'<link rel="alternate" href={_value(f"{alert.desk}/alerts")}/>\n'
    for event in events:
        yield from _entry(event, lang)
    yield "</feed>\n"


def _entry(event: Event, lang: str) -> Iterator[str]:
    yield f"<entry>\n<id>{tag('event', event.id)}</id>\n"
    yield f"<title>{_text(title(event, lang))}</title>\n"
    yield f"<updated>{event.made}</updated>\n<published>{event.made}</published>\n"
    outlets = event.entry.outlets if event.entry else []
    # Each entry needs an author (section 4.2.1): who tells it.
    for outlet in outlets or [event.alert]:
        yield f"<author><name>{_text(line(outlet) or event.alert)}</name></author>\n"
    yield f"<category scheme={_value(tag('alert'))} term={_value(event.kind)}/>\n"
    said = sentences(event)
    pages = list(dict.fromkeys(page for _, _, page in said if page))
    if alternate := event.link or next(iter(pages), None):
        yield f'<link rel="alternate" href={_value(alternate)}/>\n'
    yield from (f'<link rel="via" href={_value(page)}/>\n' for page in pages)
    content = [*told(event, lang), *(f"{text} — {', '.join(filter(None, rest))}" for text, *rest in said)]
    yield f'<content type="text">{_text(chr(10).join(content))}</content>\n</entry>\n'


def _text(text: str) -> str:
    return escape(clean(text))


def _value(text: str) -> str:
    return quoteattr(clean(uri(text) if text.startswith(("http://", "https://")) else text))
