"""Elements of HTML: of what kind their tags are, and what their classes say that they hold (lexicon/markup.toml)."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..lexicon import kept, lexicon


class Elements(NamedTuple):
    """Kinds of elements, by tag."""

    unseen: frozenset[str]
    inline: frozenset[str]
    void: frozenset[str]
    picture: frozenset[str]
    heading: frozenset[str]


@cache
def elements() -> Elements:
    data = lexicon().markup["elements"]
    return Elements(*(frozenset(data[name]) for name in Elements._fields))


@lru_cache(maxsize=8192)
def element_hint(tag: str, classes: str, ident: str = "") -> str:
    """What an element says that it holds: a label such as "caption", "related", "lead", or "".

    >>> element_hint("figcaption", ""), element_hint("div", "box-tinlienquan"), element_hint("div", "col-8")
    ('caption', 'related', '')
    """
    data = lexicon().markup
    if tag in data["tags"]:
        return str(data["tags"][tag])
    named = f" {classes} {ident} "
    if named.isspace():
        return ""
    for label, pattern in _zones():
        if pattern.search(named):
            return label
    return ""


@lru_cache(maxsize=8192)
def labels_of(classes: str, ident: str) -> tuple[str, ...]:
    """All labels that a class and an id fit, where element_hint gives the first.

    >>> labels_of("share-time", "")
    ('share', 'time')
    """
    named = f" {classes} {ident} "
    return tuple(label for label, pattern in _zones() if pattern.search(named))


@kept(list[tuple[str, re.Pattern[str]]])
def _zones() -> list[tuple[str, re.Pattern[str]]]:
    return [(zone["label"], re.compile(zone["pattern"], re.IGNORECASE)) for zone in lexicon().markup["zone"]]
