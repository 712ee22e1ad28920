"""The parent that is found among many at once is the one that a store finds among them."""

import struct
from datetime import date

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.archive.parents import Parents
from thoisu.archive.shuffle import names_of, numbers_of
from thoisu.chronicle import stories
from thoisu.chronicle.moments import UNKNOWN
from thoisu.chronicle.records import short_id

_DAY = 24 * 60
_FIRST = date(2022, 1, 1).toordinal()
# Few terms that all share, of which some fall together under 16 bits.
_TERMS = [*range(1, 25), *(n + (1 << 16) for n in range(1, 9))]


def packed(name: str, minute: int, syllables: int, weights: dict[int, float]) -> bytes:
    """Features as stories.features() packs them: the heaviest terms first."""
    terms = sorted(weights, key=lambda term: (-weights[term], term))
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    head = struct.pack("<qiIHB", minute, _FIRST + minute % UNKNOWN // _DAY, syllables, len(terms), len(name))
    numbers = struct.pack(f"<{len(terms)}I{len(terms)}f", *terms, *(weights[term] / length for term in terms))
    return head + name.encode() + numbers


documents = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 20 * _DAY), st.sampled_from([0, _DAY, UNKNOWN])),
        st.integers(20, 2000),
        st.dictionaries(st.sampled_from(_TERMS), st.floats(0.25, 9), min_size=1, max_size=20),
    ),
    min_size=2,
    max_size=30,
)


@given(documents)
@settings(max_examples=60)
def test_it_is_the_parent_of_a_store(given_: list[tuple[int, int, dict[int, float]]]) -> None:
    names = sorted(short_id("parents", str(number)) for number in range(len(given_)))
    features = [packed(name, *rest) for name, rest in zip(names, given_, strict=True)]
    ids = numbers_of(names)
    parents = Parents(ids.tolist(), pa.array(features))
    every = numbers_of(names).argsort()
    for row, own in enumerate(features):
        moment = stories.in_order(own)
        earlier = {n: p for n, p in zip(names, features, strict=True) if stories.in_order(p) < moment}
        found = parents.of(row, every)
        assert (found and (names_of([found[0]])[0], found[1])) == stories.parent(own, earlier)
