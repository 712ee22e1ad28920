"""Whether two places that tellings name are one: by name, by state, and by how far they lie from one another."""

import math

from ..lexicon import lexicon
from ..model import Place

NEAR_KM, SPOT_KM = 50.0, 10.0  # a city and its airport; a city and a venue in it


def one_spot(a: Place | None, b: Place | None) -> bool:
    """Whether both name the same town or venue; a whole state is none."""
    if a is None or b is None or is_state(a) or is_state(b):
        return False
    distance = _km(a, b)
    return a.name == b.name or (distance is not None and distance <= SPOT_KM)


def far(a: Place | None, b: Place | None, stops: bool) -> bool:
    """Whether two places are two: in two states, or two `stops` in one, further apart than an airport from its city."""
    if a is None or b is None or a.name == b.name:
        return False
    if a.country and b.country and a.country != b.country:
        return True
    if not stops or is_state(a) or is_state(b):
        return False
    distance = _km(a, b)
    return distance is not None and distance > NEAR_KM


def is_state(place: Place) -> bool:
    """Whether a place is a whole state, whose point on the map says nothing."""
    state = lexicon().countries.get(place.country or "")
    return state is not None and place.name in (place.country, state.iso3, state.name)


def _km(a: Place, b: Place) -> float | None:
    """The distance on the sphere, in kilometres (haversine)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    up, down = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((down - up) / 2) ** 2
    h += math.cos(up) * math.cos(down) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))
