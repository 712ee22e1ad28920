"""The map: where the entries of a question take place, as dots on the world and as a table."""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get

from ...chronicle.filters import question_from
from ...chronicle.records import Entry, Question
from ...model import Place
from ..desk import Desk, show
from ..pictures import world
from .chronology import filters

READ = 2000  # entries, the newest of the question
ROWS = 100  # of the table; all places are on the map
LABELS = 8  # dots with their name beside them
MONTHS = 12


class Spot(msgspec.Struct, frozen=True):
    """A place with its entries: how many, on which days (with how many each), and where it stands on the map.

    `x` and `y` are None where its degrees are not known.
    """

    name: str
    country: str | None
    count: int
    days: dict[str, int]
    x: float | None
    y: float | None
    r: float


@get("/map", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Entries by place; the filters are those of the chronology."""
    return show(request, "map.html", view)


def view(desk: Desk) -> dict[str, Any]:
    """What the page shows: the newest entries of the question by place, and how many have none."""
    given = filters(desk)
    question = question_from(given, desk.store)
    entries = desk.store.ask(question, READ, newest=True)
    spots = spots_of(entries)
    drawn = [spot for spot in spots if spot.x is not None]
    days = sorted(day for spot in drawn for day in spot.days)
    kept = {name: value for name, value in given.items() if name not in ("from", "to")}
    return {
        "given": given,
        "kept": kept,
        "narrowed": any(given.values()),
        "read": len(entries),
        "is_all": len(entries) < READ,
        "first": min((day for e in entries if (day := _day(e))), default=None),
        "spots": spots,
        "rows": ROWS,
        "labels": LABELS,
        # Large dots first, so that small ones lie on them and can be reached.
        "drawn": sorted(drawn, key=lambda spot: -spot.r),
        "placed": sum(spot.count for spot in spots),
        "lost": sum(spot.count for spot in spots if spot.x is None),
        "span": (days[0], days[-1]) if days else None,
        "months": _months(desk, question),
        "land": world.land(),
        "edge": world.edge(),
        "world": world,
    }


def spots_of(entries: list[Entry]) -> list[Spot]:
    """Entries by their place, the place with the most first; those without a place are in none."""
    days: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    counts: Counter[tuple[str, str | None]] = Counter()
    places: dict[tuple[str, str | None], Place] = {}
    for entry in entries:
        if entry.place is None:
            continue
        key = entry.place.name, entry.place.country
        known = places.setdefault(key, entry.place)
        if not world.is_on_earth(known.lat, known.lon):
            places[key] = entry.place
        counts[key] += 1
        if day := _day(entry):
            days[key][day] += 1
    most = max(counts.values(), default=1)
    found = [_spot(places[key], count, dict(sorted(days[key].items())), most) for key, count in counts.items()]
    return sorted(found, key=lambda spot: (-spot.count, spot.name, spot.country or ""))


def _spot(place: Place, count: int, days: dict[str, int], most: int) -> Spot:
    x, y = None, None
    if place.lat is not None and place.lon is not None and world.is_on_earth(place.lat, place.lon):
        x, y = world.project(place.lon, place.lat)
    return Spot(place.name, place.country, count, days, x, y, world.radius(count, most))


def _day(entry: Entry) -> str | None:
    day = entry.start_day or entry.end_day
    return day[:10] if day else None


def _months(desk: Desk, question: Question) -> list[tuple[str, str, str]]:
    """The last months up to the newest page, the newest first: name (YYYY-MM), first and last day."""
    newest = question.end_day or desk.store.latest()
    found: list[tuple[str, str, str]] = []
    day = date.fromisoformat(newest).replace(day=1) if newest else None
    while day and len(found) < MONTHS:
        last = day.replace(day=monthrange(day.year, day.month)[1])
        found.append((day.isoformat()[:7], day.isoformat(), last.isoformat()))
        day = (day - timedelta(1)).replace(day=1) if day > date.min else None
    return found
