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
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

from ..lexicon import lexicon
from ..model import Reading
from ..text import words
from .moments import UNKNOWN, minute_of
from .records import Document

WINDOW_DAYS = 14  # a document goes on with none that is older by more
LIKE = 0.23  # documents that are less like are of different stories
_HALF_LIFE = 7.0  # days after which two documents must be twice as like to be one story
_TITLE, _LEAD = 3, 2  # how often a word of the title counts, and one of the lead; one of the body counts once
_WORD, _PAIR = 1.5, 3.0  # powers of ten by which a word, a pair must be rarer than one in one to weigh anything
_NUMBER = 2  # how rare a number is, in powers of ten, without its digits
_KINDS = {"person": 4, "org": 4, "place": 2, "country": 2}  # weight of a name that stands once in the body
_ACT = 8  # weight of an act
LENGTH, _LONGER = 200, 0.25  # longer texts share more by chance: likeness falls with the shorter's syllables
TERMS = 256  # of a document, at most
_KEYS = 16
SHARED = 2  # keys that two documents must share: one is shared by too many that have nothing to do with each other
_HEAD = struct.Struct("<qiIHB")  # minute, day, syllables, terms, length of the id
_NO_DAY = -1
_DAY = 24 * 60


class _Features(NamedTuple):
    minute: int
    day: int
    syllables: int
    order: tuple[int, bytes]  # moment and id, by which documents are in order
    terms: dict[int, float]
    heaviest: frozenset[int]


class _Rarity(dict[str, float]):
    """How rare syllables are, in powers of ten, those that the table has not and numbers too."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        total = math.log10(sum(counts.values()))
        super().__init__((word, total - math.log10(count + 0.5)) for word, count in counts.items())
        self._unknown = total - math.log10(0.5)
        for word in filter(str.isdigit, counts):
            self[word] = self[word]

    def __missing__(self, word: str) -> float:
        return min(_NUMBER + len(word), self._unknown) if word.isdigit() else self._unknown


@cache
def _rarity() -> _Rarity:
    return _Rarity(lexicon().syllables)


def features(document: Document, reading: Reading) -> bytes:
    """What the story of a document is found by, packed: its moment, day, id, and its heaviest terms; at most 2.1 kB."""
    weights = _weights(document, reading)
    # Most terms are light: they are put aside before they are spelled and put in order.
    least = max([0.0, *sorted(weights.values(), reverse=True)[TERMS - 1 : TERMS]])
    kept = [(-w, t if type(t) is str else " ".join(t)) for t, w in weights.items() if w >= least and w > 0]
    heaviest = sorted(kept)[:TERMS]
    length = math.sqrt(sum([weight * weight for weight, _ in heaviest]))
    id_ = document.id.encode()
    syllables = len(words(document.text))
    head = _HEAD.pack(minute_of(document.moment), _day(document), syllables, len(heaviest), len(id_)) + id_
    return head + struct.pack(
        f"<{len(heaviest)}I{len(heaviest)}f",
        *[crc32(term.encode()) for _, term in heaviest],
        *[-weight / length for weight, _ in heaviest],
    )


def _weights(document: Document, reading: Reading) -> dict[str | tuple[str, str], float]:
    """The terms of a document, words, pairs of words, names and acts, and what each weighs in it."""
    title, lead, text = words(document.title or ""), words(reading.article.lead or ""), words(document.text)
    single, pairs = Counter(text), Counter(pairwise(text))
    for said, more in ((title, _TITLE), (lead, _LEAD - 1)):
        for _ in range(more):
            single.update(said)
            pairs.update(pairwise(said))
    own = _rarity()
    found: dict[str | tuple[str, str], float] = {}
    found.update(_named(reading) + _acts(reading))
    found.update({word: n * (own[word] - _WORD) for word, n in single.items()})
    found.update({pair: n * (own[pair[0]] + own[pair[1]] - _PAIR) for pair, n in pairs.items()})
    return found


def _named(reading: Reading) -> Counter[str]:
    """Who and what the page names, by its id: however it is spelled, it is one term."""
    roles = [p.role for p in reading.article.paragraphs]
    found: Counter[str] = Counter()
    for mention in reading.mentions:
        times = {"title": _TITLE, "lead": _LEAD}.get(roles[mention.p], 1)
        found[f"={mention.entity}"] += _KINDS.get(mention.kind, 0) * times
    return found


def _acts(reading: Reading) -> Counter[str]:
    """What is done by whom, to whom, between whom, and on which day."""
    found: Counter[str] = Counter()
    for event in reading.events:
        actors, recipients = {a.power for a in event.actor}, {r.power for r in event.recipient}
        parties = [f"{a}>" for a in actors] + [f">{r}" for r in recipients]
        parties += [f"{a}>{r}" for a in actors for r in recipients]
        for what in (*parties, event.start_day):
            if what:
                found[f"!{event.event} {what}"] += _ACT
    return found


def _day(document: Document) -> int:
    named = document.moment or document.day
    return date.fromisoformat(named[:10]).toordinal() if named else _NO_DAY


@lru_cache(maxsize=512)  # some 12 MB: those of the last days, which most of what comes is compared with
def _unpacked(features: bytes) -> _Features:
    minute, day, syllables, count, length = _HEAD.unpack_from(features)
    at = _HEAD.size + length
    numbers = struct.unpack_from(f"<{count}I{count}f", features, at)
    terms = dict(zip(numbers[:count], numbers[count:], strict=True))
    order = minute, features[_HEAD.size : at]
    return _Features(minute, day, syllables, order, terms, frozenset(numbers[: min(count, _KEYS)]))


def in_order(features: bytes) -> tuple[int, bytes]:
    """What puts documents in their order, by their features: moment, then id."""
    minute, *_, length = _HEAD.unpack_from(features)
    return minute, features[_HEAD.size : _HEAD.size + length]


def _heaviest(features: bytes) -> tuple[int, ...]:
    """The terms under which a document is filed, without unpacking the others."""
    *_, count, length = _HEAD.unpack_from(features)
    return struct.unpack_from(f"<{min(count, _KEYS)}I", features, _HEAD.size + length)


class Sized(NamedTuple):
    """What is asked of documents by the thousand: moment in minutes, syllables, and terms, the heaviest first.

    `hashes` and `weights` of the terms have 32 bits each, the smallest byte first: integers without sign, and floating
    point. The products of the weights of the terms that two documents have in common, in sum, times longer(), over
    faded(), are never less than their likeness().
    """

    minute: int
    syllables: int
    hashes: bytes
    weights: bytes


def sized(features: bytes) -> Sized:
    """The same of a document's features."""
    minute, _, syllables, count, length = _HEAD.unpack_from(features)
    at = _HEAD.size + length
    return Sized(minute, syllables, features[at : at + 4 * count], features[at + 4 * count : at + 8 * count])


def keys(features: bytes) -> list[str]:
    """The terms under which a document is filed: its heaviest ones (their hashes, as eight hexadecimal digits).

    Two documents that share fewer than two of them are not like each other.
    """
    return [f"{term:08x}" for term in _heaviest(features)]


def likeness(a: bytes, b: bytes) -> float:
    """How like two documents are, 0 to 1, the same whichever is named first.

    The cosine of their terms, less for long texts and for each day between them; none beyond WINDOW_DAYS or without
    a day.
    """
    if len({*_heaviest(a)}.intersection(_heaviest(b))) < SHARED:
        return 0.0
    one = _unpacked(a)
    return _likeness(one, frozenset(one.terms), _unpacked(b))


def _likeness(one: _Features, named: frozenset[int], other: _Features) -> float:
    """The same of two that share keys enough; `named` are the terms of the first."""
    days = _days_between(one, other)
    if days is None or days > WINDOW_DAYS:
        return 0.0
    ours, theirs = one.terms, other.terms
    # Summed exactly, so that it is the same whichever is named first.
    cosine: float = math.fsum([ours[term] * theirs[term] for term in named.intersection(theirs)])
    shorter = max(LENGTH, min(one.syllables, other.syllables))
    alike: float = min(1.0, cosine * longer(shorter) / faded(days))
    return alike


def longer(shorter: Any) -> Any:
    """By how much documents are less like for the syllables of the shorter; of a number from 200, or an array of them.

    >>> longer(200), longer(3200)
    (1.0, 0.5)
    """
    return (LENGTH / shorter) ** _LONGER


def faded(days: Any) -> Any:
    """By how much documents are less like for so many days between them; of a number, or of an array of them.

    >>> faded(0), faded(7.0)
    (1.0, 2.0)
    """
    return 1 + days / _HALF_LIFE


def _days_between(one: _Features, other: _Features) -> float | None:
    if one.minute != UNKNOWN and other.minute != UNKNOWN:
        return abs(one.minute - other.minute) / _DAY
    return abs(one.day - other.day) if _NO_DAY not in (one.day, other.day) else None


def parent(own: bytes, others: Mapping[str, bytes]) -> tuple[str, float] | None:
    """The earlier document whose story this one goes on with, and how like it is; None where it begins its own.

    Earlier is by moment, then by id. Of two that are equally like it is the one with the smaller id.
    """
    return kin(own, others)[0]


def kin(own: bytes, others: Mapping[str, bytes]) -> tuple[tuple[str, float] | None, dict[str, float]]:
    """The parent of a document, and the later documents of which it may be the parent with how like they are."""
    one = _unpacked(own)
    mine, keys_, named = one.order, one.heaviest, frozenset(one.terms)
    best: tuple[float, str] | None = None
    later: dict[str, float] = {}
    for id_, packed in others.items():
        other = _unpacked(packed)
        if other.order == mine or len(keys_ & other.heaviest) < SHARED:
            continue
        found = _likeness(one, named, other)
        if found < LIKE:
            continue
        if other.order > mine:
            later[id_] = found
        elif best is None or (-found, id_) < best:
            best = (-found, id_)
    return ((best[1], -best[0]) if best else None), later
