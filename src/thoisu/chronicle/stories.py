"""Documents joined into stories as they arrive: each goes on with the earlier document that it is most like.

A document is known by its heaviest terms: words and pairs of words, those of the title and the lead counted more,
weighed by how rare their syllables are. The weights are fixed (lexicon/syllables.tsv) and do not follow what else is in
the store, so that what is like what is a matter of two documents alone, and the stories one of the set of documents,
whatever the order in which they came. A story is a tree of such links; a new document touches its neighbours only.
"""

import math
import struct
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from ..lexicon import lexicon
from ..model import Reading
from .copies import words
from .moments import UNKNOWN, minute_of
from .records import Document

WINDOW_DAYS = 14  # a document goes on with none that is older by more
_LIKE = 0.26
_HALF_LIFE = 7.0  # days after which two documents must be twice as like to be one story
_TITLE, _LEAD = 3, 2  # how often a word of the title counts, and one of the lead; one of the body counts once
_WORD, _PAIR = 1.5, 3.0  # powers of ten by which a word, a pair must be rarer than one in one to weigh anything
_FLOOR = 0.05
_TERMS = 256
_KEYS = 16
_HEAD = struct.Struct("<qiHB")  # minute, day, terms, length of the id
_NO_DAY = -1
_DAY = 24 * 60


class _Features(NamedTuple):
    minute: int
    day: int
    id: str
    terms: dict[int, float]


@cache
def _weights() -> tuple[dict[str, float], float]:
    """How rare the syllables are, in powers of ten, and how rare those are that the table has not."""
    counts = lexicon().syllables
    total = math.log10(sum(counts.values()))
    return {word: total - math.log10(count + 0.5) for word, count in counts.items()}, total - math.log10(0.5)


def features(document: Document, reading: Reading) -> bytes:
    """What the story of a document is found by, packed: its moment, day, id, and its heaviest terms; at most 1.6 kB."""
    title = words(document.title or "")
    lead = words(reading.article.lead or "")
    text = words(document.text)
    counts: Counter[str] = Counter()
    for said, times in ((title, _TITLE), (lead, _LEAD - 1), (text, 1)):
        for terms in (said, [f"{a} {b}" for a, b in pairwise(said)]):
            for term, count in Counter(terms).items():
                counts[term] += count * times
    rare, unknown = _weights()
    weighed: list[tuple[float, str]] = []
    for term, count in counts.items():
        first, _, second = term.partition(" ")
        weight = rare.get(first, unknown) + (rare.get(second, unknown) - _PAIR if second else -_WORD)
        weighed.append((-count * max(weight, _FLOOR), term))
    heaviest = nsmallest(_TERMS, weighed)
    length = math.sqrt(sum(weight * weight for weight, _ in heaviest))
    own = document.id.encode()
    head = _HEAD.pack(minute_of(document.moment), _day(document), len(heaviest), len(own)) + own
    return head + struct.pack(
        f"<{len(heaviest)}I{len(heaviest)}f",
        *(crc32(term.encode()) for _, term in heaviest),
        *(-weight / length for weight, _ in heaviest),
    )


def _day(document: Document) -> int:
    named = document.moment or document.day
    return date.fromisoformat(named[:10]).toordinal() if named else _NO_DAY


@lru_cache(maxsize=4096)
def _unpacked(features: bytes) -> _Features:
    minute, day, count, length = _HEAD.unpack_from(features)
    at = _HEAD.size + length
    numbers = struct.unpack_from(f"<{count}I{count}f", features, at)
    terms = dict(zip(numbers[:count], numbers[count:], strict=True))
    return _Features(minute, day, features[_HEAD.size : at].decode(), terms)


def keys(features: bytes) -> list[str]:
    """The terms under which a document is filed: its heaviest ones (their hashes, as eight hexadecimal digits)."""
    return [f"{term:08x}" for term in list(_unpacked(features).terms)[:_KEYS]]


def likeness(a: bytes, b: bytes) -> float:
    """How like two documents are, 0 to 1, the same whichever is named first.

    The cosine of their terms, less the more days lie between them, and none beyond WINDOW_DAYS or without a day.
    """
    one, other = _unpacked(a), _unpacked(b)
    days = _days_between(one, other)
    if days is None or days > WINDOW_DAYS:
        return 0.0
    return _cosine(one.terms, other.terms) / (1 + days / _HALF_LIFE)


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    # Summed exactly, so that it is the same whichever is named first.
    return min(1.0, math.fsum(one[term] * other[term] for term in one.keys() & other.keys()))


def _days_between(one: _Features, other: _Features) -> float | None:
    if one.minute != UNKNOWN and other.minute != UNKNOWN:
        return abs(one.minute - other.minute) / _DAY
    return abs(one.day - other.day) if _NO_DAY not in (one.day, other.day) else None


def parent(own: bytes, others: Mapping[str, bytes]) -> tuple[str, float] | None:
    """The earlier document whose story this one goes on with, and how like it is; None where it begins its own.

    Earlier is by moment, then by id. Of two that are equally like it is the one with the smaller id.
    """
    mine = _unpacked(own)
    best: tuple[float, str] | None = None
    for id_, packed in others.items():
        other = _unpacked(packed)
        if (other.minute, other.id) >= (mine.minute, mine.id):
            continue
        found = likeness(own, packed)
        if found >= _LIKE and (best is None or (-found, id_) < best):
            best = (-found, id_)
    return (best[1], -best[0]) if best else None
