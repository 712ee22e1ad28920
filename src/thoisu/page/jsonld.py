"""JSON-LD as Vietnamese pages really print it: escaped twice, with raw line breaks, trailing commas, odd times.

What can't be repaired is read field by field with patterns, so that one bad quotation mark does not cost the date.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

_ARTICLE = re.compile(r"Article$|^(?:BlogPosting|Report|LiveBlogPosting)$")
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)\s*|\s*(?:-->|//\s*\]\]>|;)\s*$", re.DOTALL)
_COMMA = re.compile(r",(?=\s*[}\]])")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_FIELD = re.compile(
    r'"(headline|description|datePublished|dateCreated|articleSection|articleBody)"\s*:\s*"((?:[^"\\]|\\.)*)"',
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
                found.setdefault(name, value.replace('\\"', '"').replace("\\/", "/"))
            continue
        for item in _items(data):
            kinds = _texts(item.get("@type"))
            if any(_ARTICLE.search(kind) for kind in kinds):
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
    text = _WRAPPED.sub("", script)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        pass
    # Line breaks and tabs stand raw inside strings, a comma before a closing bracket.
    text = _STRING.sub(lambda m: _CONTROL.sub(" ", _BAD_ESCAPE.sub(r"\\\\", m[0])), text)
    text = _COMMA.sub("", text)
    for attempt in (text, html.unescape(text)):
        try:
            return msgspec.json.decode(attempt)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
    return None


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for part in data:
            yield from _items(part, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(name), list | dict):
                yield from _items(data[name], depth + 1)


def _texts(value: Any) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def _text(value: Any) -> str:
    """A text, or a list of texts parted by commas, on one line."""
    joined = ", ".join(_texts(value)) if isinstance(value, list) else value if isinstance(value, str) else ""
    return " ".join(unescape(joined).split())


def _names(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        name = part.get("name") if isinstance(part, dict) else part
        for text in _texts(name):
            tidy = _text(text)
            if tidy:
                yield tidy


def _crumbs(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else []:
        if isinstance(part, list):
            yield from _crumbs(part)
        elif isinstance(part, dict):
            item = part.get("item")
            name = part.get("name") or (item.get("name") if isinstance(item, dict) else None)
            if _text(name):
                yield _text(name)
