"""Families of one text: what a text is known by, whether one is a copy or an excerpt of another, and what was changed.

A text is a set of shingles, runs of five syllables that overlap (Broder, "On the resemblance and containment of
documents", 1997). Kept of it are a MinHash, for finding candidates by its bands, and a sketch of the shingles' hashes
(all of them up to a number, else the smallest ones), from which the share of the shorter text that both have follows.
An excerpt of a long text is little like it as a whole; it is found by samples of longer runs that both hold.
"""

import struct
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

import msgspec
from rensa import RMinHash

from ..page.credits import is_outlet
from ..page.publishers import publishers
from ..text import key, sentences, words
from .moments import minute_of
from .records import Document

_SHINGLE = 5  # syllables
_RUN = 12  # syllables of a sampled run: a clause, which two reports of one matter seldom have in common
_SAMPLED = 2**64 // 32  # one run in 32 is a key of its text
_RUNS = 96  # at most, of a long text
_ROWS, _BANDS = 3, 24  # a pair alike by a half shares a band in 96 of 100 cases, by a tenth in 2
_SEED = 1
_KEPT = 512  # hashes of shingles in a sketch: a share of a long text is off by some 4 points at most
_SHARE = 0.5  # of the shorter text
_LEAST = 24  # shingles of a text that can be an excerpt: a formula or a slogan is none
_REWORDED = 0.5  # of the words of two sentences: the one is the other in other words
_HEAD = struct.Struct("<BBHI")  # version of the hash functions, sampled runs, hashes kept, distinct shingles


class Changes(msgspec.Struct, frozen=True):
    """What a copy made of its origin.

    `cut` and `added` are passages (sentences that follow each other in one paragraph), `reworded` pairs of sentences
    (origin, copy); `title` and `credit` are (origin, copy) where they differ, else None.
    """

    cut: list[str]
    added: list[str]
    reworded: list[tuple[str, str]]
    title: tuple[str | None, str | None] | None = None
    credit: tuple[list[str], list[str]] | None = None


class Claim(NamedTuple):
    """What a document's part in its family is told by: `letters` is the length of its text."""

    id: str
    outlet: str | None
    credit: list[str]
    moment: str | None
    letters: int


class _Sketch(NamedTuple):
    """A signature unpacked; hashes of shingles above `bound` were not kept."""

    total: int
    hashes: frozenset[int]
    bound: int


def signature(text: str) -> bytes:
    """What copies of a text are found and known by: at most 3.1 kB, the same on every machine.

    A text of fewer than five syllables is one shingle; a text without syllables has none, and no copies.

    >>> len(signature("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."))
    336
    """
    said = words(text)
    joined = " ".join(said).encode()
    ends = list(accumulate([len(word) + 1 for word in joined.split(b" ")]))
    starts = [0, *ends]
    shingles = [joined[a : b - 1] for a, b in zip(starts, ends[_SHINGLE - 1 :] or ends[-1:], strict=False)]
    (hashed,) = RMinHash.hash_token_sets([shingles if said else []])
    # A run is sampled by the shingle that it begins with, so that most need not be hashed.
    chosen = [i for i, h in enumerate(hashed) if h < _SAMPLED and i + _RUN <= len(said)][:_RUNS]
    (runs,) = RMinHash.hash_token_sets([[joined[starts[i] : ends[i + _RUN - 1] - 1] for i in chosen]])
    # The upper half: of a multiplicative hash the lower bits are the weaker ones.
    distinct = sorted({h >> 32 for h in hashed})
    kept = distinct[:_KEPT]
    minhash = RMinHash(_ROWS * _BANDS, _SEED)
    minhash.update(shingles)
    head = _HEAD.pack(RMinHash.ALGORITHM_VERSION, len(runs), len(kept), len(distinct))
    return head + struct.pack(f"<{len(runs)}Q{_ROWS * _BANDS + len(kept)}I", *runs, *minhash.digest(), *kept)


def bands(signature: bytes) -> list[int]:
    """The keys under which a signature is filed (signed 64 bits): texts that share none are not compared.

    >>> bands(signature(""))
    []
    """
    _, runs, _, total = _HEAD.unpack_from(signature)
    if not total:
        return []
    numbers = struct.unpack_from(f"<{runs}q{_ROWS * _BANDS}I", signature, _HEAD.size)
    digest = numbers[runs:]
    found = {*numbers[:runs]}
    for band in range(_BANDS):
        # FNV-1a over the rows and the number of the band: the same key in another band is another key.
        value = 0xCBF29CE484222325 ^ band
        for row in digest[band * _ROWS : (band + 1) * _ROWS]:
            value = (value ^ row) * 0x100000001B3 % 2**64
        found.add(value - 2**64 if value >= 2**63 else value)
    return sorted(found)


@lru_cache(maxsize=128)
def _sketch(signature: bytes) -> _Sketch:
    _, runs, kept, total = _HEAD.unpack_from(signature)
    hashes = struct.unpack_from(f"<{kept}I", signature, _HEAD.size + 8 * runs + 4 * _ROWS * _BANDS)
    return _Sketch(total, frozenset(hashes), hashes[-1] if total > kept else 2**32)


def share(a: bytes, b: bytes) -> float:
    """How much of the shorter text both have, 0 to 1, in shingles; the same whichever is named first.

    >>> short = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh."
    >>> share(signature(short), signature(short + " Ông hội đàm với Chủ tịch Trung Quốc Tập Cận Bình."))
    1.0
    """
    return _shared(_sketch(a), _sketch(b))[0]


def _shared(one: _Sketch, other: _Sketch) -> tuple[float, int, int]:
    """The share of the shorter, and how many shingles the shorter and the longer are compared by."""
    if not one.total or not other.total:
        return 0.0, 0, 0
    first, second = one.hashes, other.hashes
    # Below the lower bound both sketches are whole, and a sample of both texts by the same rule.
    bound = min(one.bound, other.bound)
    common = len(first & second)
    if one.bound != other.bound:
        first, second = (frozenset(h for h in kept if h <= bound) for kept in (first, second))
    shorter, longer = sorted((len(first), len(second)))
    return (min(1.0, common / shorter) if shorter else 0.0), shorter, longer


def is_copy(a: bytes, b: bytes) -> float | None:
    """The share of the shorter text that both have, if the one is a copy or an excerpt of the other, else None.

    A text too short to be an excerpt (fewer than 28 syllables) is a copy only of a text of its own length.

    >>> lead = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh."
    >>> is_copy(signature(lead), signature(lead.upper())), is_copy(signature(lead), signature("Ngày 4/11, mưa to."))
    (1.0, None)
    """
    one, other = _sketch(a), _sketch(b)
    found, shorter, longer = _shared(one, other)
    if found < _SHARE:
        return None
    if min(one.total, other.total) < _LEAST and found * shorter < _SHARE * longer:
        return None
    return found


def origin(documents: list[Document]) -> str:
    """Which document of a family the others are copies of (its id), in whatever order they are given.

    The one whose outlet the others credit; else one that credits that outlet itself, for who tells an agency's text
    without naming it has dropped the credit; of these the earliest, then the longest.

    >>> wire = Document("a", "a", "VietnamPlus", "Mỹ và Nga hội đàm", "2022-01-21T20:00+07:00", None, [], [], "")
    >>> copy = Document("b", "b", "vgt.vn", "Nga, Mỹ gặp nhau", "2022-01-21T19:00+07:00", None, [], ["TTXVN"], "")
    >>> origin([copy, wire])
    'a'
    """
    return origin_among([Claim(d.id, d.outlet, d.credit, d.moment, len(d.text)) for d in documents])


def origin_among(claims: Sequence[Claim]) -> str:
    """The same of what it is told by."""
    borrowed = {c.id: {house(n) for n in c.credit if is_outlet(n)} - {house(c.outlet)} for c in claims}
    credited = frozenset[str | None]().union(*borrowed.values())

    def rank(claim: Claim) -> tuple[bool, bool, int, int, str]:
        named = house(claim.outlet) in credited
        return (
            not named,
            bool(credited) and not borrowed[claim.id],
            minute_of(claim.moment),
            -claim.letters,
            claim.id,
        )

    return min(claims, key=rank).id


def house(name: str | None) -> str | None:
    """The publisher that a credit or an outlet's name means; what belongs to an agency is the agency.

    >>> house("Vietnam+") == house("TTXVN") == house("vietnamplus.vn"), house("example.vn")
    (True, 'example.vn')
    """
    return _houses().get(key(name), key(name)) if name else None


@cache
def _houses() -> dict[str, str]:
    agencies = {p.name: p.id for p in publishers() if p.agency}
    found: dict[str, str] = {}
    for p in publishers():
        for name in (p.name, *p.credit, *p.domains):
            found.setdefault(key(name), agencies.get(p.owner, p.id) if p.agency else p.id)
    return found


def changes(origin: Document, copy: Document) -> Changes:
    """What a copy cut, added, reworded, and whether it has another title or credit.

    Sentences are compared, because portals set their own paragraphs; a sentence that only stands elsewhere is kept.

    >>> text = "Hai bên đã gặp nhau tại Geneva.\\nÔng Lavrov nói Nga chờ trả lời bằng văn bản."
    >>> told = Document("a", "a", None, "Mỹ và Nga hội đàm", None, None, [], [], text)
    >>> cut = Document("b", "b", None, "MỸ VÀ NGA HỘI ĐÀM", None, None, [], [], "Hai bên đã gặp nhau tại Geneva.")
    >>> found = changes(told, cut)
    >>> found.cut, found.added, found.title
    (['Ông Lavrov nói Nga chờ trả lời bằng văn bản.'], [], None)
    """
    before, after = _sentences(origin.text), _sentences(copy.text)
    gone, new = _unmatched(before, after)
    reworded: list[tuple[int, int]] = []
    scored = sorted((-_alike(before[i].words, after[j].words), i, j) for i in gone for j in new)
    for score, i, j in scored:
        if score <= -_REWORDED and i in gone and j in new:
            gone.remove(i)
            new.remove(j)
            reworded.append((i, j))
    return Changes(
        _passages(origin.text, before, gone),
        _passages(copy.text, after, new),
        [(before[i].of(origin.text), after[j].of(copy.text)) for i, j in sorted(reworded)],
        None if words(origin.title or "") == words(copy.title or "") else (origin.title, copy.title),
        None if {house(n) for n in origin.credit} == {house(n) for n in copy.credit} else (origin.credit, copy.credit),
    )


class _Sentence(NamedTuple):
    paragraph: int
    start: int
    end: int
    words: tuple[str, ...]

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def _sentences(text: str) -> list[_Sentence]:
    found: list[_Sentence] = []
    at = 0
    for number, paragraph in enumerate(text.split("\n")):
        for start, end in sentences(paragraph):
            said = words(paragraph[start:end])
            if said:
                found.append(_Sentence(number, at + start, at + end, said))
        at += len(paragraph) + 1
    return found


def _unmatched(before: list[_Sentence], after: list[_Sentence]) -> tuple[set[int], set[int]]:
    """The sentences of either text that the other lacks, each counted as often as it stands there."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, sentence in enumerate(before):
        places.setdefault(sentence.words, []).append(i)
    new: set[int] = set()
    for j, sentence in enumerate(after):
        left = places.get(sentence.words)
        if left:
            left.pop(0)
        else:
            new.add(j)
    return {i for left in places.values() for i in left}, new


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of words that two sentences have in common (Dice)."""
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / (len(one) + len(other))


def _passages(text: str, sentences: list[_Sentence], chosen: set[int]) -> list[str]:
    """The chosen sentences, those that follow each other in a paragraph as one passage."""
    found: list[tuple[int, int]] = []
    last = -2
    for i in sorted(chosen):
        one = sentences[i]
        if i == last + 1 and sentences[last].paragraph == one.paragraph:
            found[-1] = (found[-1][0], one.end)
        else:
            found.append((one.start, one.end))
        last = i
    return [text[start:end] for start, end in found]
