"""Exports as bytes, and text that would break out of a format if it could."""

from io import BytesIO

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from thoisu.chronicle.records import Conflict, Document, Entry, Telling
from thoisu.export.formats import writer_of
from thoisu.export.source import Source, Told
from thoisu.model import Actor, Event, Place, Span

DESK = "https://desk.example.vn"
SIGNS = (
    '"', "'", ",", ";", ":", "\\", "\n", "\r\n", "\r", "\t", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\ufffd", "\ud800", "\udfff", "]]>", "<!--", "-->", "<script>alert(1)</script>",
    "</content>", "</entry>", "&amp;", "&#0;", "&lt;", "<", ">", "&", "=1+1", "+1", "-1", "@SUM(A1)", "{", "}", "[",
    "]", "END:VEVENT\r\nBEGIN:VEVENT", "\\n", "javascript:alert(1)", "https://example.vn/a b?c=\"d\"", "\u202e",
    "\u202a", "\u202c", "\u2066", "\u2067", "\u2069", "\u200f", "אב", "حرب", "é", "e\u0301", "🙂",
    "\U0010ffff", "Hà Nội", " ",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4)), max_size=12).map("".join)
law = settings(
    deadline=None,
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def written(form: str, source: Source) -> bytes:
    """An export."""
    out = BytesIO()
    writer_of(form)(source, out)
    return out.getvalue()


def told_with(text: str) -> Told:
    """An entry that has a text in all that comes from pages."""
    actor = Actor(text or "NATO", "person", text or None, None, None, text, "Q1")
    place = Place(text, text or None, 21.0245, 105.8412, 1)
    event = Event(
        0, 0, 1, text, "CONSULT", "visit", [], "planned", [], [actor], [actor], "2022-11-04", "2022-11-06", None, place,
        [text], [Span(0, 0, 1, text)], "visit", [],
    )  # fmt: skip
    moment, key = "2022-11-01T08:30:00+07:00", f"https://example.vn/{text}"
    telling = Telling("tellingaaaa2", "documentaaa2", 0, event, text, moment, "2022-11-01", text, "f", [text])
    entry = Entry(
        "entryaaaaaa2", "CONSULT", "visit", ["diplomatic"], "planned", [actor, Actor("CHN", "country", "CHN")],
        [Actor(f"x{text}", "org")], "2022-11-04", "2022-11-06", place, [text], text, telling.id, [telling.id],
        ["documentaaa2"], [text], [text], [Conflict("place", {text: [telling.id]})], "storyaaaaaa2",
    )  # fmt: skip
    document = Document("documentaaa2", key, text, text, moment, "2022-11-01", [text], [text], text)
    return Told(entry, [telling], {document.id: document})
