"""JSON-LD as Vietnamese pages really print it: escaped twice, with raw line breaks, trailing commas, odd times.

What can't be repaired is read field by field with patterns, so that one bad quotation mark does not cost the date.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ..text import normalize

_ARTICLE = re.compile(r"Article$|^(?:BlogPosting|Report|LiveBlogPosting)$")
_OPENED = re.compile(r"(?:<!--|//\s{0,9}<!\[CDATA\[|/\*[^*]{0,99}\*/)")
_CLOSED = ("-->", "]]>", "//", ";", "*/", "/*")
_PIECE = re.compile(r'"(?:[^"\\]++|\\.)*+"|,\s*+(?=[}\]])', re.DOTALL)  # a string, or a comma too many
_CONTROL = re.compile(r"[\x00-\x1f]+")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_FIELD = re.compile(
    r'"(headline|description|datePublished|dateCreated|articleSection|articleBody)"\s*+:\s*+"((?:[^"\\]++|\\.)*+)"',
    re.DOTALL,
)
_MAX = 2_000_000  # code points; a longer script is no metadata


class Linked(NamedTuple):
    """What the JSON-LD of a page says of its article; empty where it says nothing."""

    headline: str = ""
    description: str = ""
    published: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    crumbs: tuple[str, ...] = ()
    body: str = ""


def read_linked(scripts: list[str]) -> Linked:
    """The article's fields from the texts of a page's JSON-LD scripts.

    >>> read_linked(['{"@type": "NewsArticle", "headline": "G7 &amp;amp; EU h\\u1ecdp", "author": {"name": ""},}'])[:2]
    ('G7 & EU họp', '')
    """
    found: dict[str, Any] = {}
    crumbs: tuple[str, ...] = ()
    for script in scripts:
        if len(script) > _MAX:
            continue
        data = _decode(script)
        if data is None:
            for name, value in _FIELD.findall(script):
                found.setdefault(name, _literal(value))
            continue
        for item in _items(data):
            kinds = _texts(item.get("@type"))
            if any(_ARTICLE.search(kind) for kind in kinds) and _same(found, item):
                for name, value in item.items():
                    if value not in (None, "", [], {}):
                        found.setdefault(name, value)
            elif "BreadcrumbList" in kinds and not crumbs:
                crumbs = tuple(_crumbs(item.get("itemListElement")))
    return Linked(
        headline=_text(found.get("headline") or found.get("name")),
        description=_text(found.get("description")),
        published=_text(found.get("datePublished") or found.get("dateCreated")),
        section=_text(found.get("articleSection")),
        authors=tuple(_names(found.get("author"))),
        publisher=next(iter(_names(found.get("publisher"))), ""),
        crumbs=crumbs,
        body=_text(found.get("articleBody")),
    )


def unescape(text: str) -> str:
    """HTML character references resolved, also those that were escaped again.

    >>> unescape("&amp;quot;Vi&#x1EC7;t Nam&amp;quot;")
    '"Việt Nam"'
    """
    for _ in range(3):
        if "&" not in text:
            break
        plain = html.unescape(text)
        if plain == text:
            break
        text = plain
    return text


def _decode(script: str) -> Any:
    text = _unwrapped(script)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        pass
    # Line breaks and tabs stand raw inside strings, a comma before a closing bracket.
    text = _PIECE.sub(_mended, text)
    for attempt in (text, html.unescape(text)):
        try:
            return msgspec.json.decode(attempt)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
    return None


def _same(found: dict[str, Any], item: dict[str, Any]) -> bool:
    """Whether an object tells of the article found before it: with another headline it is a teaser's."""
    return not found.get("headline") or not item.get("headline") or found["headline"] == item["headline"]


def _unwrapped(script: str) -> str:
    """A script without the comment marks and the semicolon that some pages put around it."""
    text = script.strip()
    if m := _OPENED.match(text):
        text = text[m.end() :].lstrip()
    while text.endswith(_CLOSED):
        text = text[: -max(len(end) for end in _CLOSED if text.endswith(end))].rstrip()
    return text


def _mended(m: "re.Match[str]") -> str:
    piece = m[0]
    if piece[0] == ",":
        return ""
    return _CONTROL.sub(" ", _BAD_ESCAPE.sub(r"\\\\", piece.replace("\\'", "'")))


def _literal(value: str) -> str:
    """The text of a JSON string whose object could not be read."""
    try:
        return str(msgspec.json.decode('"' + _CONTROL.sub(" ", value) + '"'))
    except (msgspec.DecodeError, ValueError):
        return value.replace('\\"', '"').replace("\\/", "/")


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for part in data:
            yield from _items(part, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"):
            if isinstance(data.get(name), list | dict):
                yield from _items(data[name], depth + 1)


def _texts(value: Any) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def _text(value: Any) -> str:
    """A text, or a list of texts parted by commas, on one line."""
    if value is None:
        return ""
    joined = ", ".join(_texts(value)) if isinstance(value, list) else value if isinstance(value, str) else ""
    return normalize(unescape(joined))


def _names(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        name = part.get("name") if isinstance(part, dict) else part
        for text in _texts(name):
            tidy = _text(text)
            if tidy:
                yield tidy


def _crumbs(value: Any) -> Iterator[str]:
    parts = value if isinstance(value, list) else [value]
    if all(isinstance(part, dict) and isinstance(part.get("position"), int) for part in parts):
        parts = sorted(parts, key=lambda part: int(part["position"]))
    for part in parts:
        if isinstance(part, list):
            yield from _crumbs(part)
        elif isinstance(part, dict):
            item = part.get("item")
            name = part.get("name") or (item.get("name") if isinstance(item, dict) else None)
            if _text(name):
                yield _text(name)
