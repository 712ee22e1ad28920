"""Credits, and who publishes whose texts how much later."""

import pytest

from thoisu.chronicle.records import Document
from thoisu.chronicle.sources import Reprinting, credited, reprinting
from thoisu.store.base import Reprint

AT = "2022-01-21T07:00+07:00"


def _credits(*credit: str) -> Document:
    return Document("id", "key", None, None, None, None, [], list(credit), "")


def test_who_is_named_most_comes_first_and_a_page_counts_once() -> None:
    pages = [_credits("AP", "Reuters"), _credits("Reuters", "Reuters"), _credits(), _credits("TASS")]
    assert credited(pages) == [("Reuters", 2), ("AP", 1), ("TASS", 1)]


@pytest.mark.parametrize(
    ("moments", "delay"),
    [
        ([("2022-01-21T07:30+07:00", AT)], 30),
        ([("2022-01-21T00:30+00:00", AT)], 30),  # another zone, the same half hour
        ([("2022-01-21T07:10+07:00", AT), ("2022-01-21T09:00+07:00", AT), ("2022-01-22T07:00+07:00", AT)], 120),
        ([("2022-01-21T07:10+07:00", AT), ("2022-01-21T09:00+07:00", AT)], 10),
        ([("2022-01-21", AT), (None, AT), ("2022-01-21T07:30+07:00", "2022-01-21"), (AT, None)], None),
    ],
)
def test_the_delay_is_the_median_of_those_that_are_known(
    moments: list[tuple[str | None, str | None]], delay: int | None
) -> None:
    reprints = [Reprint(str(i), "bao-b.vn", late, "bao-a.vn", early) for i, (late, early) in enumerate(moments)]
    assert reprinting(reprints) == [Reprinting("bao-a.vn", "bao-b.vn", len(moments), delay)]


def test_both_directions_are_told_apart() -> None:
    pairs = [("a", "b"), ("b", "a"), ("b", "a")]
    found = reprinting(Reprint(str(i), outlet, None, origin, None) for i, (origin, outlet) in enumerate(pairs))
    assert [(r.origin, r.outlet, r.pages) for r in found] == [("b", "a", 2), ("a", "b", 1)]
