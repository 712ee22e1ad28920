"""A hundred thousand articles made of a few: names, days and a part of the words are put in the place of others.

What is made is a reading, as `thoisu read` writes it, so that a store can be filled without reading. A tenth are
copies of the article before, cut and retitled, and two tenths tell the acts of another article in words of their own:
about as often as wires are taken over and matters are told twice on the portals. A hundred articles make a day.
"""

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from thoisu.chronicle.preparing import Incoming
from thoisu.model import Paragraph, Reading, reading_from_json, replace

A_DAY = 100
FIRST = date(2015, 1, 1)
_CHANGED = 0.45  # of the syllables with a diacritic: two articles made of one are then no copies
_PARTS = re.compile(r'"entity":"([^"]+)"|(\d{4}-\d\d-\d\d)|"[A-Z]{3}"|\b([A-Z][a-z]+)\b|\w*[^\W\x00-\x7f]\w*')
_CODE = re.compile(r'"([A-Z]{3})"')


class Maker:
    """Makes articles of readings; the same number gives the same article."""

    def __init__(self, bases: list[Reading]) -> None:
        self._bases = [base for base in bases if base.events and base.article.story_day]
        lines = [base.to_json().decode() for base in self._bases]
        self._lines = lines
        joined = "\n".join(lines)
        self._syllables = sorted(
            {m[0] for m in _PARTS.finditer(joined) if not (m[1] or m[2] or m[3] or m[0][0] == '"')}
        )
        self._names = sorted({m[3] for m in _PARTS.finditer(joined) if m[3]})
        self._people = sorted({m[1] for m in _PARTS.finditer(joined) if m[1] and " " in m[1]})
        self._states = sorted(set(_CODE.findall(joined)))

    def article(self, number: int) -> Incoming:
        """The article with a number."""
        kind = number % 10
        if kind == 9:
            return self._copy(number)
        acts = number - kind + 2 if kind in (3, 4) else number
        return self._made(number, acts)

    def articles(self, count: int) -> Iterator[Incoming]:
        """The first articles, in the order of their publication."""
        return map(self.article, range(count))

    def _made(self, number: int, acts: int) -> Incoming:
        """An article in words of its own that tells the acts of the article with the number `acts`."""
        base = self._lines[acts % len(self._lines)]
        story_day = self._bases[acts % len(self._lines)].article.story_day
        assert story_day is not None
        shift = FIRST + timedelta(acts // A_DAY) - date.fromisoformat(story_day.value)
        people, states = _mapping(acts, self._people, 1.0), _mapping(acts, self._states, 1.0)
        names = _mapping(acts, self._names, 1.0, alike=len)
        words = _mapping(number, self._syllables, _CHANGED, alike=len)

        def put(match: re.Match[str]) -> str:
            found = match[0]
            if match[2]:
                return (date.fromisoformat(found) + shift).isoformat()
            if match[1]:
                return f'"entity":"{people.get(match[1]) or states.get(match[1], match[1])}"'
            if match[3]:
                return names.get(found, found)
            if found[0] == '"':
                return f'"{states.get(found[1:4], found[1:4])}"'
            return words.get(found, found)

        return _incoming(reading_from_json(_PARTS.sub(put, base)), number)

    def _copy(self, number: int) -> Incoming:
        reading = self.article(number - 1).reading
        told = [p for p in reading.article.paragraphs if p.role != "title"]
        kept = {id(p) for p in told[: max(2, len(told) * 7 // 10)]}
        paragraphs = [
            p if id(p) in kept else Paragraph(p.role, f"Tin thêm số {number}" if p.role == "title" else "")
            for p in reading.article.paragraphs
        ]
        article = replace(reading.article, title=f"Tin thêm số {number}", paragraphs=paragraphs)
        return _incoming(replace(reading, article=article), number)


def _mapping(seed: int, values: list[str], share: float, alike: Callable[[str], object] = bool) -> dict[str, str]:
    """For a share of the values which other one stands in their place: one that is `alike`.

    Words of one length change places with each other, so that the spans of the reading hold.
    """
    chance = random.Random(seed)
    chosen: dict[object, list[str]] = {}
    for value in values:
        if chance.random() < share:
            chosen.setdefault(alike(value), []).append(value)
    found: dict[str, str] = {}
    for those in chosen.values():
        turned = those[:]
        chance.shuffle(turned)
        found.update(zip(those, turned, strict=True))
    return found


def _incoming(reading: Reading, number: int) -> Incoming:
    raw = "\n\n".join(p.text for p in reading.article.paragraphs).encode()
    uri = f"https://bao{number % 40}.example/the-gioi/tin-{number}.html"
    moment = FIRST + timedelta(number // A_DAY)
    published = reading.article.published
    if published is not None:
        minutes = number % A_DAY * 14
        value = f"{moment.isoformat()}T{minutes // 60:02}:{minutes % 60:02}+07:00"
        published = replace(published, value=value, precision="minute")
    page = replace(reading.page, uri=uri, canonical=uri, sha256=hashlib.sha256(raw).hexdigest())
    article = replace(reading.article, outlet=f"bao{number % 40}.example", published=published)
    return Incoming(msgspec.structs.replace(reading, page=page, article=article), raw)
