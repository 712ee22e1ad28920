"""The stages in order: page → article → names → times → events → statements → Reading; of a page or an archive."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .errors import NoArticle, NotVietnamese, PageError, PageNotFound, PageTooLarge
from .events.coder import code_events
from .lexicon import lexicon
from .model import SCHEMA, Article, Page, Reader, Reading, replace
from .names.incumbents import find_offices, incumbents
from .names.linker import link
from .names.tagger import tag
from .page.asides import find_asides
from .page.dateline import fetched_day, given_time, published_day
from .page.decode import MAX_BYTES, decode, is_mail, is_markup, plain_text
from .page.language import may_be_vietnamese, require_vietnamese
from .page.plain import read_plain
from .page.publishers import address_number, host_of, path_of
from .text import Passage, key, normalize
from .times.anchor import date_story
from .times.grammar import find_times
from .times.resolve import resolve_times

# What only HTML and archives need is loaded with the first of them: a page of text starts sooner.
if TYPE_CHECKING:
    from .events.trace import Trace
    from .page.archive import Record, Skipped
    from .page.repeats import Repeats


def read(source: bytes | str | Path, published: str | None = None, uri: str | None = None) -> Reading:
    """Reads one page into a Reading.

    `source` is a page's bytes, its text, or the Path of a file; `published` the day or time of publication
    (ISO 8601) where it is known from elsewhere; `uri` where the page came from, when `source` is not a path.
    Raises PageError when it is no readable Vietnamese page, DateError when `published` is no date.

    >>> reading = read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    >>> event = reading.events[0]
    >>> event.event, event.mode, event.status, event.start_day, [a.entity for a in event.actor], event.place.name
    ('CONSULT', 'visit', 'happened', '2022-11-04', ['Olaf Scholz'], 'Beijing')
    """
    if isinstance(source, Path):
        uri = uri or str(source)
        raw = bytes_of(source)
    elif isinstance(source, str):
        raw = source.encode("utf-8", errors="surrogatepass")
    else:
        raw = source
    return read_page(raw, uri or "text", published)


def read_page(raw: bytes, where: str, published: str | None = None, trace: "Trace | None" = None) -> Reading:
    """Reads the bytes of one page, HTML or flattened text; `where` names it. Raises PageError, DateError."""
    return read_article(*understood(raw, where, published), trace)


def understood(
    raw: bytes,
    where: str,
    published: str | None = None,
    record: "Record | None" = None,
    furniture: Callable[[str], bool] | None = None,
) -> tuple[Article, Page]:
    """The article of a page, of a file or of an archive's record, and where it came from."""
    if record is None and is_mail(raw):
        return _of_mail(raw, where, published)
    decoded = decode(raw, where, record.charset if record else "")
    uri = record.uri if record and record.uri else where
    sha, fetched = hashlib.sha256(raw).hexdigest(), record.fetched if record else None
    if is_markup(decoded.text) and not (record and record.format == "wet"):
        from .page.web import read_html

        article, meta, _ = read_html(raw if decoded.is_utf8 else decoded.text, uri, published, furniture=furniture)
        require_vietnamese("\n".join(p.text for p in article.paragraphs), where, meta.language)
        number = address_number(meta.canonical or uri)
        return article, Page(uri, sha, record.format if record else "html", fetched, "vi", meta.canonical, number)
    text = plain_text(decoded.text)
    require_vietnamese(text, where, record.language if record else "")
    article = read_plain(text, uri, published, furniture)
    return article, Page(uri, sha, record.format if record else "text", fetched, "vi", None, address_number(uri))


def _of_mail(raw: bytes, where: str, published: str | None) -> tuple[Article, Page]:
    from .page.mail import parse_mail, read_mail

    mail = parse_mail(raw, where)
    article, language = read_mail(mail, where)
    require_vietnamese("\n".join(p.text for p in article.paragraphs), where, language)
    if published is not None:
        article = replace(article, published=given_time(published))
    uri = mail.uri or where
    return article, Page(uri, hashlib.sha256(raw).hexdigest(), "mail", None, "vi", None, address_number(uri))


def read_article(article: Article, page: Page, trace: "Trace | None" = None) -> Reading:
    """The stages after the page: names, times, story day, events and statements; `trace` collects what was tried.

    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> read_article(read_plain(text, published="2022-11-05"), Page("page.txt", "")).events[0].event
    'CONSULT'
    """
    # No story is younger than the day of reading, or than the day on which a crawler fetched its page.
    fetched = fetched_day(page.fetched)
    latest = fetched or date.today()
    folded = [key(p.text) for p in article.paragraphs]
    passages = [
        Passage(i, p.role, p.text, find_asides(p.text, k), k)
        for i, (p, k) in enumerate(zip(article.paragraphs, folded, strict=True))
    ]
    found = {p.index: tag(p) for p in passages}
    expressions = {p.index: find_times(p) for p in passages}
    day = published_day(article.published)
    names = link(passages, found, day)
    story, warnings = date_story(
        article, passages, expressions, names.mentions, names.people, latest, archived=fetched is not None
    )
    story_day = date.fromisoformat(story.value) if story else None
    if day is None and story_day is not None:
        names = link(passages, found, story_day)
    times, unanchored = resolve_times(passages, expressions, day, story_day)
    offices = find_offices(passages, names, day or story_day, times)
    events, statements = code_events(
        passages, names.mentions, names.people, times, story_day, day, offices=incumbents(offices), trace=trace
    )
    return Reading(
        schema=SCHEMA,
        reader=Reader(__version__, lexicon().digest),
        page=page,
        article=replace(article, story_day=story),
        mentions=names.mentions,
        times=times,
        events=events,
        statements=statements,
        warnings=warnings + unanchored + [f"{a!r} is taken for {b}" for a, b in names.spellings.items()],
        offices=offices,
    )


def read_fetched(
    raw: bytes, uri: str, fetched: str, published: str | None = None, trace: "Trace | None" = None
) -> Reading:
    """Reads a page that was fetched from the address `uri` at a time (ISO 8601).

    Raises PageError when it is no Vietnamese page, or none that holds an article (holds_article); DateError.
    """
    from .page.archive import Record

    article, page = understood(raw, uri, published, Record(0, uri, fetched, "html", raw))
    if not holds_article(article, uri):
        raise NoArticle(uri, "holds no article", "give the address of an article, not of a list of them")
    return read_article(article, page, trace)


def read_archive(path: Path, published: str | None = None) -> "Iterator[Reading | Skipped]":
    """Every record of a web archive (WARC, WET) in order: a Reading, or why it was skipped.

    The file is gone through twice: first the lines that repeat across the pages of a host are counted. Memory does
    not grow with the file. Raises PageError when the file is no archive, DateError when `published` is no date.
    """
    return (found for _, found in read_archive_pages(path, published))


def read_archive_pages(path: Path, published: str | None = None) -> "Iterator[tuple[bytes, Reading | Skipped]]":
    """The same, each with the bytes of its page (none where it was skipped), for those who keep them."""
    from .page.archive import Skipped

    for raw, found in archive_articles(path, published):
        yield raw, found if isinstance(found, Skipped) else read_article(*found)


def archive_articles(
    path: Path, published: str | None = None
) -> "Iterator[tuple[bytes, tuple[Article, Page] | Skipped]]":
    """The same, with each article as it goes on to read_article(), for those who do that elsewhere."""
    from .page.archive import Record, Skipped, read_records
    from .page.repeats import Repeats

    repeats, possible = Repeats(), bytearray()  # one byte a record: whether it may be Vietnamese
    for record in read_records(path):
        possible.append(isinstance(record, Record) and may_be_vietnamese(record.raw))
        if possible[-1] and isinstance(record, Record) and (host := host_of(record.uri)):
            repeats.add(host, lines_of(record))
    for i, record in enumerate(read_records(path)):
        if isinstance(record, Skipped):
            yield b"", record
        elif not (i < len(possible) and possible[i]):
            yield b"", Skipped(record.offset, record.uri, "language", "is not Vietnamese")
        else:
            yield record.raw, article_of(record, published, repeats)


def lines_of(record: "Record") -> list[str]:
    """The lines of an archive's page, by which those that repeat across its host are counted."""
    from .page.html import parse

    try:
        decoded = decode(record.raw, record.uri, record.charset)
        if record.format == "wet" or not is_markup(decoded.text):
            return [normalize(line) for line in decoded.text.split("\n") if line.strip()]
        return [line.text for line in parse(record.raw if decoded.is_utf8 else decoded.text, record.uri).lines]
    except PageError:
        return []  # the second time through says why


def article_of(record: "Record", published: str | None, repeats: "Repeats") -> "tuple[Article, Page] | Skipped":
    """The article of an archive's page without the lines that repeat across its host, or why it is skipped."""
    from .page.archive import Skipped

    where = f"record at {record.offset}"
    try:
        furniture = repeats.of(host_of(record.uri) or "")
        article, page = understood(record.raw, where, published, record, furniture)
    except PageError as fault:
        kinds = {NotVietnamese: "language", PageTooLarge: "large"}
        return Skipped(record.offset, record.uri, kinds.get(type(fault), "article"), fault.what)
    if not holds_article(article, record.uri):
        return Skipped(record.offset, record.uri, "article", "holds no article")
    return article, page


def holds_article(article: Article, uri: str) -> bool:
    """Whether a page of an archive is an article, rather than a front page or a list of teasers.

    It has a headline, more than one sentence of running text, and is not the root of its site.

    >>> holds_article(read("Hai bên gặp nhau\\n\\nNgày 20/1, hai bên đã gặp nhau.").article, "https://example.vn/")
    False
    """
    if path_of(uri) in ("", "/"):
        return False
    told = [p.text for p in article.paragraphs if p.role != "title"]
    ended = [text for text in told if len(text) >= 80 and text.rstrip(' "”’)').endswith((".", "!", "?", "…", "/"))]
    teasers = sum(1 for block in article.blocks if block.label == "related" and len(block.text) >= 25)
    return article.title is not None and sum(map(len, ended)) >= 250 and (len(ended) > 2 or teasers < 40)


def read_bytes(
    path: Path, raw: bytes | None = None, published: str | None = None, trace: "Trace | None" = None
) -> Reading:
    """Reads the page of a file, or of `raw` where its bytes are at hand (then `path` only names it)."""
    return read_page(bytes_of(path) if raw is None else raw, str(path), published, trace)


def bytes_of(path: Path) -> bytes:
    """The bytes of a page's file. Raises PageNotFound, PageTooLarge, or PageError where it can't be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES and path.is_file():
            raise PageTooLarge(
                str(path), f"{size // 2**20} MB, more than the {MAX_BYTES // 2**20} MB that one page may have",
                "split it into single pages",
            )  # fmt: skip
        return path.read_bytes()
    except FileNotFoundError:
        raise PageNotFound(str(path), "no such file", "check the name") from None
    except OSError as fault:
        raise PageError(str(path), f"can't be read ({fault.strerror})", "check the file and its permissions") from None
