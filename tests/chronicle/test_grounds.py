"""Whether two places are one."""

import pytest

from thoisu.chronicle.grounds import far, is_state, one_spot
from thoisu.lexicon import lexicon
from thoisu.model import Place


def place(name: str) -> Place:
    found = lexicon().place(name)
    assert found is not None
    return Place(found.entity, found.country, found.lat, found.lon)


CHINA = Place("China", "CHN", 35.0, 105.0)
NOWHERE = Place("Somewhere", None)


@pytest.mark.parametrize(
    ("a", "b", "spot", "two_stops", "two_grounds"),
    [
        (place("Moscow"), place("Kremlin"), True, False, False),
        (place("Moscow"), place("Moscow"), True, False, False),
        (place("Beijing"), place("Shanghai"), False, True, False),
        (place("Beijing"), CHINA, False, False, False),
        (place("Geneva"), place("Vienna"), False, True, True),
        (place("Geneva"), CHINA, False, True, True),
        (place("Geneva"), NOWHERE, False, False, False),
        (place("Geneva"), None, False, False, False),
        (None, None, False, False, False),
    ],
)
def test_two_places(a: Place | None, b: Place | None, spot: bool, two_stops: bool, two_grounds: bool) -> None:
    for one, other in ((a, b), (b, a)):
        assert one_spot(one, other) == spot
        assert far(one, other, stops=True) == two_stops
        assert far(one, other, stops=False) == two_grounds


def test_states() -> None:
    assert is_state(CHINA)
    assert not is_state(place("Beijing"))
    assert not is_state(NOWHERE)
