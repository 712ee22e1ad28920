"""Search: the articles whose title and text hold all the words."""

import re
from typing import Any

import msgspec
from litestar import Request, Response, get

from ...chronicle.records import Hit
from ...store.words import folded
from ...text import words
from ..desk import Desk, show

SHOWN = 40
_LONGEST = 300  # characters of a search
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


class Found(msgspec.Struct, frozen=True):
    """An article that was found: its snippet in pieces, each with whether it is one of the words; its story."""

    hit: Hit
    pieces: list[tuple[str, bool]]
    story: str | None


@get("/search", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Words in titles and texts: as they are asked first, then without diacritics."""
    return show(request, "search.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows of the words `q`."""
    asked = (desk.one("q") or "")[:_LONGEST]
    hits = desk.store.search(asked, SHOWN + 1) if asked else []
    stories = desk.store.stories(hit.document for hit in hits)
    shown = [Found(hit, pieces(hit.snippet, asked), stories.get(hit.document)) for hit in hits[:SHOWN]]
    return {"asked": asked, "found": shown, "more": len(hits) > SHOWN}


def pieces(snippet: str, asked: str) -> list[tuple[str, bool]]:
    """A snippet without the brackets around the words that were asked for; those of the text itself stay.

    >>> pieces("…[Căng] thẳng [ảnh: AP] tại [Đông] Âu", "căng đông")
    [('…', False), ('Căng', True), (' thẳng [ảnh: AP] tại ', False), ('Đông', True), (' Âu', False)]
    """
    wanted = set(folded(words(asked)))
    found, at = [], 0
    for m in _BRACKETS.finditer(snippet):
        if wanted.intersection(folded(words(m[1]))) and len(words(m[1])) == 1:
            found += [(snippet[at : m.start()], False), (m[1], True)]
            at = m.end()
    return [piece for piece in (*found, (snippet[at:], False)) if piece[0]]
