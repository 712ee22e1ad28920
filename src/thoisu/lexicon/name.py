"""A name as the gazetteer holds it, and as the rows of places give it."""

import msgspec


class Name(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name as the gazetteer holds it.

    `weak` forms are names only in a fitting context ("Trung" in "Mỹ - Trung"); `form` is as printed, for names
    whose capitals matter; `origin` is the file and line of its row.
    """

    entity: str
    kind: str
    form: str
    sort: str = ""
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    weak: bool = False
    origin: str = ""


def place_name(cells: tuple[str, ...], form: str, weak: bool = False, origin: str = "") -> Name:
    """A row of the places as a name."""
    lat, lon, number = cells[3:6]
    return Name(
        cells[0], "place", form, cells[1], None, cells[2] or None, None,
        float(lat) if lat else None, float(lon) if lon else None, int(number) if number else None, weak, origin,
    )  # fmt: skip


def capital_name(cells: tuple[str, ...], form: str, weak: bool = False, origin: str = "") -> Name:
    """The capital of a row of the countries as the name of a place."""
    return place_name((cells[8], "capital", cells[0], *cells[10:13]), form, weak, origin)
