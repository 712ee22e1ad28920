"""Atom: feedparser and the standard library's XML parser read it back."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import feedparser
from hypothesis import given

from thoisu.chronicle.records import Question
from thoisu.export.atom import entry_lines, head
from thoisu.export.source import Source
from thoisu.model import replace

from .making import DESK, TEXT, law, told_with, written

NS = "{http://www.w3.org/2005/Atom}"


def test_feedparser_reads_it_back(source: Source) -> None:
    feed = feedparser.parse(written("atom", source))
    told = list(source.told())
    assert not feed.bozo
    assert [e.id for e in feed.entries] == [f"tag:thoisu.invalid,2026:entry/{one.entry.id}" for one in told]
    for found, one in zip(feed.entries, told, strict=True):
        assert found.link == f"{DESK}/entry/{one.entry.id}"
        assert {t.term for t in found.tags} == {
            one.entry.event, one.entry.status, *one.entry.context, *filter(None, [one.entry.mode]),
        }  # fmt: skip
        assert one.entry.text.split()[0] in found.content[0].value
        moments = [datetime.fromisoformat(t.moment) for t in one.tellings if t.moment]
        newest = max(moments, default=datetime.fromisoformat(source.changed()))
        assert datetime(*found.updated_parsed[:6], tzinfo=UTC) == newest
    assert feed.feed.updated == "2023-04-05T17:00:00Z"
    assert written("atom", source) == written("atom", source)


def test_what_rfc_4287_asks_for_is_there(source: Source) -> None:
    root = ET.fromstring(written("atom", source))
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{NS}{name}")) == 1
    ids = [e.findtext(f"{NS}id") for e in root.findall(f"{NS}entry")]
    assert len(set(ids)) == len(ids) > 40
    for entry in root.findall(f"{NS}entry"):
        assert [len(entry.findall(f"{NS}{name}")) for name in ("id", "title", "updated", "content")] == [1, 1, 1, 1]
        assert entry.findall(f"{NS}author")


def test_a_question_has_a_feed_of_its_own(source: Source) -> None:
    own = Source(source.store, Question(actor=["Emmanuel Macron"]))
    one, all_ = feedparser.parse(written("atom", own)), feedparser.parse(written("atom", source))
    assert one.feed.id != all_.feed.id
    assert 0 < len(one.entries) < len(all_.entries)
    assert "Emmanuel Macron" in one.feed.subtitle
    # Without a desk the page on the web is the link, where there is one.
    assert any(getattr(e, "link", "").startswith("https://baovidu.example.vn/") for e in all_.entries) is False
    plain = feedparser.parse(written("atom", Source(source.store)))
    assert any(getattr(e, "link", "").startswith("https://baovidu.example.vn/") for e in plain.entries)


def test_an_entry_of_pages_without_a_time_has_the_feeds(source: Source) -> None:
    told = told_with("Hà Nội")
    late = replace(told, tellings=[replace(t, moment=None) for t in told.tellings])
    found = "".join(entry_lines(late, source))
    assert "<updated>2023-04-05T17:00:00Z</updated>" in found
    assert "<published>" not in found


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    asked = Source(source.store, Question(text=text.encode("utf-8", "ignore").decode()), desk=DESK)
    told = told_with(text)
    page = (head(asked) + "".join(entry_lines(told, source)) + "</feed>").encode("utf-8")
    root = ET.fromstring(page)
    (entry,) = root.findall(f"{NS}entry")
    assert {one.tag for one in root.iter()} <= {
        f"{NS}{name}" for name in ("feed", "id", "title", "subtitle", "updated", "generator", "link", "entry",
                                   "published", "author", "name", "category", "content")
    }  # fmt: skip
    assert entry.findtext(f"{NS}id") == "tag:thoisu.invalid,2026:entry/entryaaaaaa2"
    assert not feedparser.parse(page).bozo
