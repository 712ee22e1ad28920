"""The land of the world as one path, and where a place stands on it: TopoJSON in the Equal Earth projection.

The arcs are those of world-atlas (VENDOR.toml), quantized and delta-encoded as the TopoJSON specification says
(https://github.com/topojson/topojson-specification, 2.1.4). The projection is Equal Earth (Šavrič, Patterson and
Jenny, 2019, doi:10.1080/13658816.2018.1504949): areas are true, so that dots stand as densely as what they count.
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

Point = tuple[float, float]

WIDTH, HEIGHT = 1000, 487
_LAND = "static/vendor/world-atlas-2.0.2-land-110m.json"
# The polynomial of Equal Earth.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2
FINE = 2  # points of the path to one of the picture, so that the coast stays smooth where the map is made larger
_STEP = 6  # degrees between the points of the edge of the map


def project(lon: float, lat: float) -> Point:
    """Where a point (WGS84 degrees) stands on the picture, in its own units: right and down from the upper left.

    >>> project(0, 0), project(105.85, 21.03)
    ((500.0, 243.5), (784.6, 165.7))
    """
    x, y = _equal_earth(_wrapped(lon), max(-90.0, min(90.0, lat)))
    return round(WIDTH / 2 + x * _scale(), 1), round(HEIGHT / 2 - y * _scale(), 1)


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _equal_earth(lon: float, lat: float) -> Point:
    a1, a2, a3, a4 = _A
    t = asin(_M * sin(radians(lat)))
    t2 = t * t
    t6 = t2 * t2 * t2
    down = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    return radians(lon) * cos(t) / (_M * down), t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


@cache
def _scale() -> float:
    return WIDTH / 2 / _equal_earth(180, 0)[0]


@cache
def land() -> str:
    """The path of all land, for a picture of WIDTH and HEIGHT that is drawn at `1 / FINE`.

    >>> land()[0], land().count("z") > 100
    ('M', True)
    """
    topology = json.loads((files("thoisu.web") / _LAND).read_text(encoding="utf-8"))
    return "".join(_drawn(piece) for ring in _rings(topology) for piece in _cut(ring))


@cache
def edge() -> str:
    """The path of the edge of the map, where the sea ends."""
    sides = [(180.0, float(lat)) for lat in range(-90, 91, _STEP)]
    return _drawn([*sides, *((-180.0, lat) for _, lat in reversed(sides))])


def _rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The rings of a topology's polygons in degrees, first point and last the same."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(numbers: Iterable[int]) -> list[Point]:
        found: list[Point] = []
        for number in numbers:
            # ~n is arc n from its end; the first point of an arc is the last of the one before.
            points = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += points[1:] if found else points
        return found

    for shape in _shapes(topology["objects"]["land"]):
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield from (ring(numbers) for polygon in polygons for numbers in polygon)


def _shapes(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from found.get("geometries", [found])


def _cut(ring: list[Point]) -> Iterator[list[Point]]:
    """The pieces of a ring on this side and on the others of the antimeridian, each between -180 and 180 degrees.

    A ring that goes round a pole is closed along it.
    """
    whole = [ring[0]]
    for lon, lat in ring[1:]:
        before = whole[-1][0]
        # The shorter way: no coast goes half round the earth from one point to the next.
        whole.append((before + (lon - before + 180) % 360 - 180, lat))
    turned = whole[-1][0] - whole[0][0]
    if abs(turned) > 180:
        pole = -90.0 if sum(lat for _, lat in whole) < 0 else 90.0
        whole += [(whole[-1][0], pole), (whole[0][0], pole), whole[0]]
    for turn in (-360.0, 0.0, 360.0):
        piece = _clipped(_clipped([(lon + turn, lat) for lon, lat in whole], -180.0, 1), 180.0, -1)
        if len(piece) > 2:
            yield piece


def _clipped(ring: list[Point], at: float, side: int) -> list[Point]:
    """A ring without what lies beyond a meridian (Sutherland and Hodgman, 1974)."""
    found: list[Point] = []
    for (x, y), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = side * (x - at) >= 0, side * (x2 - at) >= 0
        if inside:
            found.append((x, y))
        if inside != next_inside:
            found.append((at, y + (y2 - y) * (at - x) / (x2 - x)))
    return found


def _drawn(ring: Iterable[Point]) -> str:
    """A ring as a path in whole units, relative: the shortest that a browser reads. A speck gives nothing."""
    points: list[tuple[int, int]] = []
    for lon, lat in ring:
        x, y = project(lon, lat)
        at = round(x * FINE), round(y * FINE)
        if not points or points[-1] != at:
            points.append(at)
    if len(points) < 3:
        return ""
    parts = [f"M{points[0][0]},{points[0][1]}l"]
    parts += [f"{b[0] - a[0]},{b[1] - a[1]} ".replace(",-", "-") for a, b in itertools.pairwise(points)]
    return "".join(parts).rstrip() + "z"


def is_on_earth(lat: float | None, lon: float | None) -> bool:
    """Whether both degrees are there and name a point.

    >>> is_on_earth(21.03, 105.85), is_on_earth(None, 105.85), is_on_earth(float("nan"), 0.0), is_on_earth(91.0, 0.0)
    (True, False, False, False)
    """
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return False
    return abs(lat) <= 90 and abs(lon) <= 180


def radius(count: int, most: int) -> float:
    """The radius of a dot: its area grows with the count.

    >>> radius(1, 100), radius(25, 100), radius(100, 100)
    (3.0, 7.0, 14.0)
    """
    return round(max(3.0, 14 * sqrt(count / max(most, 1))), 1)
