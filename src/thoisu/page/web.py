"""An HTML page to its Article: the markup's lines, the head's claims, and the labels of both put together."""

import re
from collections.abc import Callable
from datetime import date

from ..errors import NoArticle
from ..lexicon import lexicon
from ..model import Article, Related
from ..text import key
from .article import article_of, credits_of, outlet_of, related_of, section_of, visible_time
from .blocks import label_blocks
from .credits import byline_parts
from .dateline import given_time
from .framed import Zones, sections_named
from .hints import hint_lines, set_apart
from .html import Html, parse
from .lines import Line, set_repeated
from .metadata import Metadata, element_time, read_metadata, settle_time
from .publishers import Publisher, layouts_on, outlet_names, publisher_of
from .region import Region, find_region
from .shapes import is_related_head

_HEADLINE = 25  # code points; a shorter one is the name of the site
_MOST_TEASERS = 100
_PARTED = re.compile(r"(?:(?<!\s)\s++)?+[/>»›|•]\s*+")
_STRONG_FIELDS = {"lead": "lead", "byline": "credit", "time": "time", "section": "section", "caption": "caption",
                  "related": "related"}  # fmt: skip


def read_html(
    markup: bytes | str,
    uri: str = "",
    published: str | None = None,
    publishers: bool = True,
    furniture: Callable[[str], bool] | None = None,
) -> tuple[Article, Metadata, str]:
    """The article of an HTML page, its metadata, and the visible text in which the blocks' offsets count.

    `markup` is UTF-8 or text; without `publishers` the selectors of known outlets are not used; `furniture` tells
    which lines repeat across the pages of the host. Raises NoArticle
    where no element holds running text, PageTooLarge for too many elements, DateError for a `published` that is none.

    >>> article, _, _ = read_html("<meta property='article:section' content='Thế giới'><h1>Hai bên gặp nhau</h1>"
    ...     "<p class=sapo>Cuộc gặp diễn ra tại Geneva, Thụy Sĩ.</p><div><p>Ngày 20/1, hai bên đã gặp nhau để bàn về "
    ...     "lệnh ngừng bắn.</p><p>Theo kế hoạch, hai bên sẽ gặp lại vào tuần tới.</p><p>Lê Đạt (TTXVN)</p></div>")
    >>> article.title, article.lead, article.byline, article.credit, article.section
    ('Hai bên gặp nhau', 'Cuộc gặp diễn ra tại Geneva, Thụy Sĩ.', ['Lê Đạt'], ['TTXVN'], 'Thế giới')
    """
    page = parse(markup, uri or "page")
    if furniture is not None:
        set_repeated(page.lines, furniture)
    meta = read_metadata(page)
    address = uri if uri.startswith(("http://", "https://")) else meta.canonical or ""
    publisher = publisher_of(address) if publishers else None
    day = meta.published.value[:10] if meta.published else None
    region = _region(page, meta, publisher, date.fromisoformat(day) if day else None)
    if region is None:
        what = "holds its article in a script" if len(meta.linked.body) > 200 else "holds no running text"
        raise NoArticle(uri or "page", what, "save the page as the browser shows it")
    lines = page.lines
    authors = _authors(meta)
    start, end = hint_lines(page, region, meta.description)
    framed = lines[start:end]
    _label(page, region, start, end, authors)
    people, credit = credits_of(framed)
    for line in framed:
        if line.label == "credit":
            names, agencies = byline_parts(line.text)
            line.label = "byline" if names and not agencies else "credit"
    shown = visible_time(framed)
    article = article_of(
        lines,
        published=given_time(published)
        if published
        else settle_time(shown, meta.published or element_time(page), address),
        outlet=outlet_of(uri, meta.canonical, lines),
        section=_section(page, meta, framed),
        byline=people or authors,
        credit=credit,
        related=_related(page, framed, region, address or uri),
        headline=next((h for h in meta.headlines if len(h) >= _HEADLINE and h not in meta.site), None),
    )
    return article, meta, page.text()


def _region(page: Html, meta: Metadata, publisher: Publisher | None, day: date | None) -> Region | None:
    """Where the article stands; a publisher's selectors decide where they find running text."""
    region = find_region(page, meta.headlines)
    if region is None or publisher is None:
        return region
    layouts = layouts_on(publisher, day)
    fits = ((x, page.box_of(x.selectors["body"])) for x in layouts if "body" in x.selectors)
    layout, box = next((fit for fit in fits if fit[1] is not None), (None, None))
    if layout is None or box is None:
        return region
    for field, label in _STRONG_FIELDS.items():
        if field in layout.selectors:
            page.mark(layout.selectors[field], label)
    named = layout.selectors.get("title") if region.title is None else None
    title = page.box_of(named) if named is not None else None
    if title is not None and page.boxes[title].last > page.boxes[title].first:
        region = region._replace(title=page.boxes[title].first)
    if box == region.box:
        return region
    first, last = page.boxes[box].first, page.boxes[box].last
    inside = sum(len(x.text) for x in page.lines[first:last])
    if inside < 0.7 * sum(len(x.text) for x in page.lines[region.first : region.last]):
        return region
    if region.title is not None and first <= region.title < last:
        first = region.title + 1
    return Region(region.title, first, last, box)


def _label(page: Html, region: Region, start: int, end: int, authors: list[str]) -> None:
    lines = page.lines
    head = region.title + 1 if region.title is not None and region.title < region.first else region.first
    top = min(region.title, region.first) if region.title is not None else region.first
    zones = Zones(
        before=lines[start:top],
        title=lines[region.title] if region.title is not None else None,
        head=lines[head : region.first],
        text=lines[region.first : region.last],
        after=lines[region.last : end],
        apart=lambda line: set_apart(page, line),
        authors=authors,
    )
    label_blocks(lines[start:end], zones)


def _authors(meta: Metadata) -> list[str]:
    """People among the authors that the metadata name: no outlets, hosts or agencies."""
    site = {key(s) for s in meta.site}
    people: list[str] = []
    for name in meta.authors:
        if key(name) in site or key(name) in outlet_names() or "." in name or "@" in name:
            continue
        people += [p for p in byline_parts(name)[0] if p not in people and key(p) not in outlet_names()]
    return people


def _section(page: Html, meta: Metadata, framed: list[Line]) -> str | None:
    """The section of the metadata, the broadest that says something; else the page's own line."""
    path = meta.sections or _crumbs(page, framed)
    named = [s for s in path if key(s) not in sections_named()]
    return named[0] if named else path[0] if path else section_of(framed)


def _crumbs(page: Html, framed: list[Line]) -> list[str]:
    """The visible breadcrumb before the headline, without the home page."""
    home = frozenset(lexicon().page["words"]["home"])
    path: list[str] = []
    for line in framed:
        if line.label == "title":
            break
        first = key(line.text)
        at_home = any(first.startswith(word) for word in home)
        if page.near(line.box, "section") or at_home:
            path = [] if at_home else path
            links = [t for t in page.link_texts(line) if key(t) not in home]
            path += links or [t for t in _PARTED.split(line.text) if t and key(t) not in home]
    return [p for p in path if len(p) < 50]


def _related(page: Html, framed: list[Line], region: Region, base: str) -> list[Related]:
    """Teasers inside the text, and those around it that the markup or their heading calls so; no most read ones."""
    inside = {id(line) for line in page.lines[region.first : region.last]}
    kept: list[Line] = []
    named = True
    for line in framed:
        if line.label != "related":
            continue
        if id(line) not in inside and not line.linked and len(line.text) < 60 and not line.text.endswith("."):
            named = is_related_head(line.text)  # the heading of a list
        elif id(line) in inside or (named and line.hint == "related"):
            kept.append(line)
    return related_of(kept[:_MOST_TEASERS], lambda line: page.address(line, base))
