"""What the head of an HTML page says of its article, and how far it can be believed.

Vietnamese pages print a publication time up to four times (meta, JSON-LD, <time>, a visible line). The faults that
are met: no zone, UTC where local time is meant, another format, the time of the last change. So the sources are
compared: the visible line wins where they differ, unless it names an update.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from ..lexicon import lexicon
from ..model import Published
from ..text import key, normalize
from .dateline import line_time, url_time
from .html import Html
from .jsonld import Linked, read_linked, unescape
from .publishers import host_of, one_site, outlet_names, path_of

_HANOI = timezone(timedelta(hours=7))
_ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"
    r"(?:[T\s]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp][Mm])?)?"
    r"\s*(?P<zone>(?:UTC|GMT)?\s?[+-](?:\d{2}:?\d{2}|\d{1,2}(?!\d))|[Zz]|UTC|GMT)?"
)
_SLASHED = re.compile(
    r"(?:(?<!\d)(?P<h0>\d{1,2}):(?P<mi0>\d{2})(?::\d{2})?[\s,|-]+)?(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)"
    r"(?:[T\s,|-]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))?\s*(?P<half>[AaPp][Mm])?)?(?P<zone>(?!))?"
)
_UPDATED = re.compile(r"(?i)cập nhật|chỉnh sửa|sửa lúc|updated|modified")
_TITLE_TAIL = re.compile(r"\s(?P<sign>[|»–—-]|::)\s+(?P<tail>[^|»–—]{2,60})$")
_SITE = re.compile(r"(?i)\b(?:báo|tạp chí|đài|trang|cổng|tin nhanh|tin tức|news|online|điện tử)\b|\w\.\w{2,}$")
_LONGEST = 400
_FIRST_YEAR = 1990
_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dc.date",
    "date", "published_time", "og:published_time", "article.published", "article:published", "displaydate",
    "cxenseparse:recs:publishtime", "sailthru.date", "dcterms.created", "datecreated", "its_publication",
)  # fmt: skip


class Metadata(NamedTuple):
    """The head's claims, unescaped and tidied; empty or None where there is none."""

    headlines: tuple[str, ...]
    description: str
    published: Published | None
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    canonical: str | None
    site: tuple[str, ...]
    language: str
    linked: Linked


def read_metadata(page: Html) -> Metadata:
    """Meta tags, JSON-LD and links of a page.

    >>> from .html import parse
    >>> page = parse('<meta property="article:published_time" content="2022-01-21T07:01:11.000 +07:00"><p>x', "")
    >>> read_metadata(page).published.value
    '2022-01-21T07:01:11+07:00'
    """
    tree = page.tree
    metas: dict[str, list[str]] = {}
    scripts: list[str] = []
    # One look through the page for both.
    for node in tree.css('meta[content],script[type="application/ld+json"]'):
        if node.tag == "script":
            scripts.append(node.text() or "")
            continue
        a = node.attributes
        content = a["content"]
        if not content:
            continue
        given = a.get("itemprop")
        name = a.get("property") or a.get("name") or given
        if name:
            metas.setdefault(name.lower(), []).append(content)
            if given and given != name:
                metas.setdefault(given.lower(), []).append(content)

    def first(*names: str) -> str:
        return next((tidy for n in names for v in metas.get(n, ()) if (tidy := _tidy(v))), "")

    linked = read_linked(scripts)
    title = _in_head(tree, "title")
    titled = _tidy(title.text() or "") if title is not None else ""
    headlines = (first("og:title"), linked.headline, first("twitter:title", "title", "headline"), bare_title(titled))
    link = _in_head(tree, "link[rel=canonical]")
    canonical = _own_address((link.attributes.get("href") or "") if link is not None else "", first("og:url"))
    times = [v for n in _PUBLISHED for v in metas.get(n, ())] + [linked.published]
    site = (first("og:site_name"), linked.publisher, first("source", "copyright"), first("twitter:site"))
    root = tree.root
    return Metadata(
        headlines=tuple(dict.fromkeys(h for h in headlines if h)),
        description=first("og:description", "description", "twitter:description") or linked.description,
        published=next((p for v in times if v and (p := markup_time(v))), None),
        authors=tuple(dict.fromkeys((*linked.authors, *_people(metas)))),
        sections=_sections(linked, first("article:section")),
        canonical=canonical,
        site=tuple(s for s in site if s),
        language=((root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else "").lower(),
        linked=linked,
    )


def _in_head(tree: Any, selector: str) -> Any:
    """The first such element of the head, else of the page: what does not belong in a head ends it early."""
    found = tree.head.css_first(selector) if tree.head is not None else None
    return found if found is not None else tree.css_first(selector)


def _own_address(linked: str, shared: str) -> str | None:
    """The page's own address: of its canonical link, else of og:url.

    A link to the home page names no article: some sites put it on every page. One to another site is that of the
    text's origin, as republishers set it for search engines (Google Search Central, "Consolidate duplicate URLs").
    """
    found = [a for a in (linked.strip(), shared.strip()) if (path_of(a) or "/") != "/" or "?" in a]
    found = [a for a in found if host_of(a)]
    own = [a for a in found if host_of(shared.strip()) and one_site(a, shared.strip())]
    return next(iter(own or found), None)


def _tidy(text: str) -> str:
    return normalize(unescape(text))


def _people(metas: dict[str, list[str]]) -> list[str]:
    values = metas.get("article:author", []) + metas.get("author", []) + metas.get("dc.creator", [])
    return [_tidy(v) for v in values if not v.startswith("http")]


def _sections(linked: Linked, section: str) -> tuple[str, ...]:
    """The path of sections, broad to narrow, without the home page."""
    home = lexicon().page["words"]["home"]
    crumbs = [c for c in linked.crumbs if c.lower() not in home]
    named = [s for s in (section, *re.split(r"(?:(?<!\s)\s++)?+[,;>|]\s*+", linked.section)) if s]
    return tuple(dict.fromkeys(crumbs or named))


def bare_title(title: str) -> str:
    """A <title> without the name of the site after it.

    >>> bare_title("Hai bên nối lại đàm phán tại Geneva | Báo Ví Dụ")
    'Hai bên nối lại đàm phán tại Geneva'
    """
    m = _TITLE_TAIL.search(title[:_LONGEST])
    if m is None or m.start() <= 15:
        return title
    # Headlines have dashes too ("Mỹ – Triều Tiên"): behind one only the name of an outlet is cut off.
    sure = m["sign"] in "|»::" or _SITE.search(m["tail"]) or key(m["tail"]) in outlet_names()
    return title[: m.start()] if sure else title


def markup_time(value: str) -> Published | None:
    """A time of the markup as local time; without a zone it is taken as +07:00, day before month.

    >>> markup_time("2022-01-21T00:01:00Z").value, markup_time("21/01/2022 7:01:00 PM").value
    ('2022-01-21T07:01:00+07:00', '2022-01-21T19:01:00+07:00')
    >>> markup_time("2022-01-21").precision, markup_time("hôm qua") is None
    ('day', True)
    """
    m = _ISO.search(value) or _SLASHED.search(value)
    if not m:
        return None
    year, month, day = int(m["y"]), int(m["m"]), int(m["d"])
    if month > 12 >= day:
        month, day = day, month  # month first, as only this order fits
    before = m.re is _SLASHED and m["h0"] is not None and m["h"] is None  # the hour stands before the day
    hour, minute = int(m["h0" if before else "h"] or 0), int(m["mi0" if before else "mi"] or 0)
    second = int(m["s"] or 0)
    if m["half"] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (m["half"].lower() == "pm")
    try:
        there = datetime(year, month, day, hour, minute, second, tzinfo=_zone(m["zone"])).astimezone(_HANOI)
    except (ValueError, OverflowError):
        return None
    if year < _FIRST_YEAR:
        return None  # the day on which computers count from
    # A bare day as ASP.NET prints it.
    midnight = m["half"] and (hour, minute, second) == (0, 0, 0)
    if (m["h"] is None and not before) or midnight:
        return Published(f"{year:04d}-{month:02d}-{day:02d}", "day", "markup")
    return Published(there.isoformat(timespec="seconds"), "minute", "markup")


@lru_cache(maxsize=64)
def _zone(text: str | None) -> timezone:
    if not text:
        return _HANOI
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    text = re.sub(r"^(?:UTC|GMT)?\s?", "", text)
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span) if span < timedelta(hours=24) else _HANOI


def element_time(page: Html) -> Published | None:
    """The time of the page's one <time datetime>, or of the first that says that it is the publication.

    >>> from .html import parse
    >>> element_time(parse('<time datetime="2026-03-07 08:07">Thứ bảy</time>', "")).value
    '2026-03-07T08:07:00+07:00'
    """
    nodes = page.tree.css("time[datetime]")
    marked = [n for n in nodes if _says_published(n.attributes)]
    chosen: Sequence[Any] = marked or (nodes if len(nodes) == 1 and "updated" not in str(nodes[0].attributes) else ())
    return next((t for n in chosen if (t := markup_time(n.attributes.get("datetime") or ""))), None)


def _says_published(attributes: dict[str, str | None]) -> bool:
    words = " ".join(f"{name} {value}" for name, value in attributes.items() if name != "datetime").lower()
    if "updated" in words and "publish" not in words:
        return False
    return re.search(r"publish|pubdate|entry-date|posted", words) is not None


def settle_time(visible: str | None, claimed: Published | None, uri: str) -> Published | None:
    """The publication time, from the page's time line, what the markup claims, and the address.

    >>> utc = markup_time("2022-01-21T07:01:00Z")
    >>> settle_time("07:01, 21/01/2022", utc, "").value
    '2022-01-21T07:01:00+07:00'
    """
    shown = line_time(visible) if visible else None
    if shown is None:
        return claimed or url_time(uri)
    if claimed is None:
        return shown
    known = 16 if claimed.precision == shown.precision == "minute" else 10
    if _UPDATED.search(visible or "") and claimed.value[:known] <= shown.value[:known]:
        return claimed  # the line tells of a change, the markup of the publication
    if shown.precision == "day":
        # The line has no hour: the markup's, where it means the same day.
        return claimed if claimed.precision == "minute" and claimed.value[:10] == shown.value else shown
    return claimed if claimed.value[:16] == shown.value[:16] else shown
