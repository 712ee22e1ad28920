"""Network, world and calendar as figures: what stands where, and laws that hold for whatever is drawn."""

import itertools
import random
import re
from datetime import date, timedelta
from math import asin, degrees, hypot, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.web.pictures import world
from thoisu.web.pictures.calendar import month_of
from thoisu.web.pictures.network import SHOWN, Network, network
from thoisu.web.pictures.strip import HEIGHT, WIDTH, strip

PARTNERS = st.lists(
    st.tuples(st.text(min_size=1, max_size=60), st.integers(1, 10_000)), max_size=40, unique_by=lambda pair: pair[0]
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


# -- strip --------------------------------------------------------------------------------------------------------


@given(st.dictionaries(DAYS.map(date.isoformat), st.integers(1, 10_000), min_size=1, max_size=60))
def test_bars_lie_in_the_box_and_count_everything(density: dict[str, int]) -> None:
    drawn = strip(density)
    assert drawn is not None
    assert sum(bar.count for bar in drawn.bins) == drawn.total == sum(density.values())
    for bar in drawn.bins:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 1
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.01
    assert strip(dict(reversed(density.items()))) == drawn


# -- network ------------------------------------------------------------------------------------------------------


@given(PARTNERS)
def test_a_network_lies_in_its_box_without_dots_on_each_other(partners: list[tuple[str, int]]) -> None:
    drawn = network(partners)
    assert len(drawn.nodes) + drawn.others == len(partners)
    assert len(drawn.nodes) <= SHOWN
    for node in drawn.nodes:
        assert all(map(isfinite, (node.x, node.y, node.r, node.width, node.text_x, node.text_y)))
        assert node.r <= node.x <= drawn.width - node.r
        assert node.r <= node.y <= drawn.height - node.r
        assert 0 < node.text_y < drawn.height
    for i, one in enumerate(drawn.nodes):
        assert all(hypot(one.x - other.x, one.y - other.y) > one.r + other.r for other in drawn.nodes[:i])


@given(PARTNERS, st.randoms())
def test_a_network_does_not_depend_on_the_order(partners: list[tuple[str, int]], draw: random.Random) -> None:
    shuffled = list(partners)
    draw.shuffle(shuffled)
    assert network(shuffled) == network(partners)


@given(PARTNERS)
def test_who_is_met_more_often_has_the_wider_line(partners: list[tuple[str, int]]) -> None:
    nodes = network(partners).nodes
    assert all(a.count >= b.count and a.width >= b.width and a.r >= b.r for a, b in itertools.pairwise(nodes))


def test_nobody_gives_an_empty_network() -> None:
    assert network([]) == Network(280.0, 200.0, [], 0)


# -- world --------------------------------------------------------------------------------------------------------


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_place_stands_on_the_map(lon: float, lat: float) -> None:
    x, y = world.project(lon, lat)
    assert 0 <= x <= world.WIDTH
    assert 0 <= y <= world.HEIGHT


@given(st.floats(-180, 180), st.floats(-89, 88), st.floats(0.5, 1))
def test_north_is_up_and_east_is_right(lon: float, lat: float, more: float) -> None:
    assert world.project(lon, lat + more)[1] < world.project(lon, lat)[1]
    if lon < 179 and abs(lat) < 80:
        assert world.project(lon + more, lat)[0] > world.project(lon, lat)[0]


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0.5, 0.5),
        (180, 0, 1, 0.5),
        (-180, 0, 0, 0.5),
        (0, 90, 0.5, 0),
        (190, 0, (190 - 360 + 180) / 360, 0.5),
    ],
)
def test_the_corners_of_the_projection(lon: float, lat: float, x: float, y: float) -> None:
    at = world.project(lon, lat)
    assert at == pytest.approx((x * world.WIDTH, y * world.HEIGHT), abs=0.3)


def test_equal_areas_are_equal_on_the_map() -> None:
    # Bands of one area on the sphere: between the latitudes whose sines are 0, 1/4, 1/2 and 3/4.
    def band(low: float, high: float) -> float:
        steps = [low + (high - low) * i / 200 for i in range(201)]
        corners = [(world.project(180, degrees(asin(s))), world.project(0, degrees(asin(s)))) for s in steps]
        wide = [(a[0] - b[0], a[1]) for a, b in corners]
        return sum((w + w2) / 2 * abs(y - y2) for (w, y), (w2, y2) in itertools.pairwise(wide))

    areas = [band(low, low + 0.25) for low in (0, 0.25, 0.5)]
    assert areas == pytest.approx([areas[0]] * 3, rel=0.02)


def _polygons(path: str) -> list[list[tuple[float, float]]]:
    found = []
    for part in path.split("z")[:-1]:
        start, moves = re.fullmatch(r"M(-?\d+,-?\d+)l(.*)", part).groups()  # type: ignore[union-attr]
        x, y = map(int, start.split(","))
        points = [(x, y)]
        numbers = [int(n) for n in re.findall(r"-?\d+", moves)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append([(x / world.FINE, y / world.FINE) for x, y in points])
    return found


def _inside(point: tuple[float, float], polygons: list[list[tuple[float, float]]]) -> bool:
    """Whether a point lies inside, by the even-odd rule that the page draws with."""
    x, y = point
    is_in = False
    for ring in polygons:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                is_in = not is_in
    return is_in


@pytest.mark.parametrize(
    ("lon", "lat", "is_land"),
    [
        (105.0, 21.5, True),  # Hà Nội and its hinterland
        (37.6, 55.7, True),  # Moskva
        (-100.0, 40.0, True),
        (135.0, -25.0, True),
        (0.0, -85.0, True),  # Antarctica, round the pole
        (179.0, 68.0, True),  # Chukotka on this side of the antimeridian
        (-176.0, 67.0, True),  # and beyond it
        (-150.0, 10.0, False),
        (-179.5, 0.0, False),
        (51.0, 42.0, False),  # the Caspian
        (0.0, 80.0, False),
    ],
)
def test_land_is_where_it_is(lon: float, lat: float, is_land: bool) -> None:
    assert _inside(world.project(lon, lat), _polygons(world.land())) is is_land


def test_no_line_crosses_the_map_where_a_coast_crosses_the_antimeridian() -> None:
    for ring in _polygons(world.land()):
        for (x, y), (x2, y2) in itertools.pairwise(ring):
            along_the_pole = y == y2 >= world.HEIGHT - 1
            assert abs(x2 - x) < 40 or along_the_pole


def test_the_path_is_small_and_lies_in_the_picture() -> None:
    assert len(world.land()) + len(world.edge()) < 40_000
    points = [point for ring in _polygons(world.land()) for point in ring]
    assert min(x for x, _ in points) >= 0
    assert max(x for x, _ in points) <= world.WIDTH
    assert "nan" not in world.land() + world.edge()


@pytest.mark.parametrize("most", [0, 1, 7, 2000])
def test_dots_are_seen_and_grow(most: int) -> None:
    sizes = [world.radius(count, most) for count in range(1, most + 1)]
    assert sizes == sorted(sizes)
    assert all(3 <= size <= 14 for size in sizes)


# -- calendar -----------------------------------------------------------------------------------------------------


@given(
    st.integers(1950, 2100), st.integers(1, 12), st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=8),
)  # fmt: skip
def test_a_month_has_all_its_days_and_each_what_falls_on_it(
    year: int, number: int, begun: list[tuple[date, int]]
) -> None:
    spans = [(day, day + timedelta(more), i) for i, (day, more) in enumerate(begun)]
    month = month_of(year, number, spans)
    cells = [cell for week in month.weeks for cell in week]
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in month.weeks)
    own = [cell for cell in cells if cell.is_of_month]
    assert [cell.day for cell in own] == [month.first + timedelta(i) for i in range(len(own))]
    assert own[-1].day == month.last
    for cell in cells:
        right = [i for first, last, i in spans if first <= cell.day <= last] if cell.is_of_month else []
        assert cell.items == right


@pytest.mark.parametrize(
    ("year", "number", "before", "behind"),
    [(2022, 1, "2021-12", "2022-02"), (2024, 2, "2024-01", "2024-03"), (1000, 5, None, None)],
)
def test_months_beside_it(year: int, number: int, before: str | None, behind: str | None) -> None:
    month = month_of(year, number, [])
    assert (month.before, month.behind) == (before, behind)
