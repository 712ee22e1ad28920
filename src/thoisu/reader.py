"""The stages in order: page → article → names → times → events → statements → Reading."""

import hashlib
from datetime import date
from pathlib import Path

from . import __version__
from .errors import PageError, PageNotFound, PageTooLarge
from .events.coder import code_events
from .lexicon import lexicon
from .model import SCHEMA, Page, Reader, Reading, replace
from .names.linker import link
from .names.tagger import tag
from .page.asides import find_asides
from .page.dateline import published_day
from .page.decode import MAX_BYTES, decode, require_vietnamese
from .page.plain import read_plain
from .text import Passage
from .times.anchor import date_story
from .times.grammar import find_times
from .times.resolve import resolve_times


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
        raw = _bytes_of(source)
    elif isinstance(source, str):
        raw = source.encode("utf-8", errors="surrogatepass")
    else:
        raw = source
    where = uri or "text"
    text = decode(raw, where)
    require_vietnamese(text, where)
    return _read_text(text, raw, where, published)


def _read_text(text: str, raw: bytes, uri: str, published: str | None) -> Reading:
    article = read_plain(text, uri, published)
    passages = [Passage(i, p.role, p.text, find_asides(p.text)) for i, p in enumerate(article.paragraphs)]
    found = {p.index: tag(p) for p in passages}
    expressions = {p.index: find_times(p) for p in passages}
    day = published_day(article.published)
    names = link(passages, found, day)
    story, warnings = date_story(article, passages, expressions, names.mentions, names.people, date.today())
    story_day = date.fromisoformat(story.value) if story else None
    if day is None and story_day is not None:
        names = link(passages, found, story_day)
    times, unanchored = resolve_times(passages, expressions, day, story_day)
    events, statements = code_events(passages, names.mentions, names.people, times, story_day, day)
    return Reading(
        schema=SCHEMA,
        reader=Reader(__version__, lexicon().digest),
        page=Page(uri, hashlib.sha256(raw).hexdigest()),
        article=replace(article, story_day=story),
        mentions=names.mentions,
        times=times,
        events=events,
        statements=statements,
        warnings=warnings + unanchored,
    )


def read_bytes(path: Path, raw: bytes | None = None, published: str | None = None) -> Reading:
    """Reads the page of a file, or of `raw` where its bytes are at hand (then `path` only names it)."""
    return read(path, published) if raw is None else read(raw, published, uri=str(path))


def _bytes_of(path: Path) -> bytes:
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
