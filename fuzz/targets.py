"""The readers under test: each takes any bytes, may refuse them with an error of ours, and is held to its laws."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from thoisu.chronicle.asking import first_day, last_day
from thoisu.chronicle.corrections import check
from thoisu.chronicle.filters import SEVERAL, question_from
from thoisu.errors import PageError
from thoisu.model import Article, Page, Time
from thoisu.names.incumbents import find_offices
from thoisu.names.linker import link
from thoisu.names.tagger import tag
from thoisu.page.archive import Record, Skipped, records_from
from thoisu.page.decode import MAX_BYTES, decode, plain_text
from thoisu.page.html import parse
from thoisu.page.jsonld import read_linked
from thoisu.page.mail import is_mailbox, mails_of, parse_mail, read_mail
from thoisu.page.metadata import element_time, markup_time, read_metadata
from thoisu.page.plain import read_plain
from thoisu.page.web import read_html
from thoisu.reader import read_article, understood
from thoisu.text import Passage, normalize
from thoisu.times.anchor import date_story
from thoisu.times.grammar import find_times
from thoisu.times.resolve import resolve_times
from thoisu.watch import feeds, robots, sitemaps
from thoisu.watch.addresses import clean
from thoisu.watch.lists import listed
from thoisu.watch.moments import moment

from . import laws

_ADDRESS = "https://baovidu.example/the-gioi/hai-ben-gap-nhau-123456.html"
_DAY = date(2022, 1, 21)


def page(raw: bytes) -> None:
    """A flattened page, to its events."""
    text = plain_text(decode(raw, "page.txt").text)
    _read(read_plain(text, _ADDRESS, _given(raw)), text)


def html(raw: bytes) -> None:
    """A page of HTML, to its events."""
    decoded = decode(raw, "page.html")
    article, _, text = read_html(raw if decoded.is_utf8 else decoded.text, _ADDRESS, _given(raw))
    _read(article, text)


def _given(raw: bytes) -> str | None:
    """Half of the pages are given a day."""
    return _DAY.isoformat() if len(raw) % 2 else None


def _read(article: Article, text: str) -> None:
    laws.article_is_whole(article, text)
    laws.reading_is_sound(read_article(article, Page(_ADDRESS, "")))


def metadata(raw: bytes) -> None:
    """What the head of a page claims, and a script of JSON-LD alone."""
    decoded = decode(raw, "page.html")
    told = parse(raw if decoded.is_utf8 else decoded.text, _ADDRESS)
    for published in (read_metadata(told).published, element_time(told), markup_time(decoded.text)):
        laws.is_published(published)
    linked = read_linked([decoded.text])
    laws.is_published(markup_time(linked.published))


def times(raw: bytes) -> None:
    """The time expressions of some paragraphs, and the days that they name."""
    passages, texts = _passages(raw)
    found = {p.index: find_times(p) for p in passages}
    article = Article(None, None, None, None, None, None, [], [], [], [], [], [])
    story, _ = date_story(article, passages, found, [], {}, _DAY)
    told: list[Time] = []
    for day, anchor in ((_DAY, None), (None, date.fromisoformat(story.value) if story else None), (None, None)):
        resolved, _ = resolve_times(passages, found, day, anchor)
        told += resolved
        laws.spans_are_apart(resolved)
    laws.spans_are_true(texts, told)
    laws.times_are_times(told)


def names(raw: bytes) -> None:
    """The names of some paragraphs, who they are, and the offices that stand without a name."""
    passages, texts = _passages(raw)
    for day in (_DAY, None):
        known = link(passages, {p.index: tag(p) for p in passages}, day)
        laws.spans_are_true(texts, known.mentions)
        laws.spans_are_apart(known.mentions)
        laws.spans_are_true(texts, find_offices(passages, known, day, []))


def _passages(raw: bytes) -> tuple[list[Passage], list[str]]:
    texts = [text for line in raw.decode("utf-8", "replace").split("\n") if (text := normalize(line))]
    return [Passage(i, "body" if i else "title", text) for i, text in enumerate(texts)], texts


def feed(raw: bytes) -> None:
    """A feed and a sitemap."""
    for read in (feeds.offered, sitemaps.offered):
        laws.offer_is_clean(read(raw, "https://baovidu.example/rss/the-gioi.rss", None))


def warc(raw: bytes) -> None:
    """A web archive: its records, each the same where reading begins with it, and their pages."""
    found = list(records_from(io.BytesIO(raw), 0))
    at = -1
    for i, record in enumerate(found):
        assert at <= record.offset <= len(raw), f"out of order or of the file: {record}"
        at = record.offset
        if isinstance(record, Skipped):
            continue
        assert len(record.raw) <= MAX_BYTES, f"larger than a page may be: {record}"
        if i < 4:
            assert next(records_from(io.BytesIO(raw), at), None) == record, f"another record from there on: {record}"
            _archived(record)


def _archived(record: Record) -> None:
    try:
        article, _ = understood(record.raw, "record", None, record)
    except PageError:
        return
    laws.is_published(article.published)


def mail(raw: bytes) -> None:
    """A mailbox, and a mail to its article."""
    if is_mailbox(raw):
        offsets = [at for at, _ in mails_of(io.BytesIO(raw), "mails.mbox")]
        assert offsets == sorted(set(offsets)), "mails out of order"
    article, _ = read_mail(parse_mail(raw, "tin.eml"), "tin.eml")
    laws.is_published(article.published)


def lists(raw: bytes) -> None:
    """A list of pages as RIS or CSV."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        file = Path(folder) / "list.csv"
        file.write_bytes(raw)
        found = listed(file)
    assert len({row.url for row in found}) == len(found), "lists one page twice"
    for row in found:
        assert row.url == clean(row.url), f"not clean: {row}"
        assert row.published is None or moment(row.published) == row.published, f"no day: {row}"


_MEMORY = Path("/dev/shm")


def rules(raw: bytes) -> None:
    """The rules of a site (robots.txt)."""
    told = robots.rules(200, raw)
    told.allows(_ADDRESS)
    assert told.delay is None or 0 <= told.delay <= 300, f"no pause: {told.delay}"


def asked(raw: bytes) -> None:
    """A question and a correction as people give them: lines FIELD=VALUE, those without "=" are what is corrected."""
    given: dict[str, str] = {}
    target: list[str] = []
    for line in raw.decode("utf-8", "replace").splitlines():
        name, sign, value = line.partition("=")
        if sign:
            given[name] = value
        else:
            target.append(line)
    for call in (
        lambda: question_from({k: [v] if k in SEVERAL else v for k, v in given.items() if k != "story"}, None),
        lambda: check(target[0] if target else "set", target[1:], given),
        lambda: (first_day(given.get("from", "")), last_day(given.get("to", ""))),
    ):
        _refused_or(call)


def _refused_or(call: Callable[[], object]) -> None:
    from thoisu.errors import ThoisuError

    try:
        call()
    except ThoisuError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (page, html, metadata, times, names, feed, warc, mail, lists, rules, asked)
}
