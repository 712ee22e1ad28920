"""The tables of the lexicon: their files, columns and closed words, against which rows are checked."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from .tables import Row, items

# PLOVER's sectors, and the empty one of bodies that have none.
SECTORS = frozenset(
    ("", "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "JUD", "LAB", "LEG", "MED", "MIL", "NGO",
     "OPP", "PTY", "REB", "REL", "SPY")
)  # fmt: skip
STATUSES = frozenset(("state", "territory"))
LEADERS = frozenset(("", "president", "prime minister", "monarch", "party leader", "supreme leader"))
ORG_KINDS = frozenset(
    ("igo", "government", "agency", "media", "armed", "party", "company", "ngo", "university", "social", "court",
     "sport", "body")
)  # fmt: skip
PLACE_KINDS = frozenset(
    ("city", "province", "state", "region", "country-part", "island", "peninsula", "sea", "ocean", "strait", "gulf",
     "lake", "river", "canal", "mountain", "border", "continent", "venue", "plant")
)  # fmt: skip
# Several hold these at a time: the co-princes of Andorra, the seven federal councillors of Switzerland, a
# ministry's spokespersons. So do the Captains Regent of San Marino, whose title is another state's.
SHARED_OFFICES = frozenset(("co-prince", "federal councillor", "spokesperson"))
SHARED_SEATS = frozenset((("SMR", "president"),))
_DAY = re.compile(r"(?:1[6-9]|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


class Table(NamedTuple):
    """A table: where its files lie, its columns, those that no row may leave empty, and its closed words."""

    place: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    closed: Mapping[str, frozenset[str]] = MappingProxyType({})


TABLES = {
    "countries": Table(
        "countries.tsv",
        ("iso3", "iso2", "wikidata", "name", "forms", "regions", "status", "leader", "capital", "capital_forms",
         "lat", "lon", "geonames", "source"),
        ("iso3", "name", "forms", "status"),
        {"leader": LEADERS, "status": STATUSES},
    ),
    "places": Table(
        "places/",
        ("id", "kind", "country", "lat", "lon", "geonames", "forms", "source"),
        ("id", "kind", "forms"),
        {"kind": PLACE_KINDS},
    ),
    "orgs": Table(
        "orgs.tsv",
        ("id", "kind", "country", "sector", "wikidata", "forms", "source"),
        ("id", "kind", "forms"),
        {"kind": ORG_KINDS, "sector": SECTORS},
    ),
    "persons": Table("persons/", ("id", "wikidata", "forms", "short", "source"), ("id", "forms")),
    "titles": Table(
        "titles.tsv", ("id", "office", "sector", "forms", "after", "source"), ("id", "office", "forms"),
        {"sector": SECTORS},
    ),
    "institutions": Table(
        "institutions.tsv",
        ("id", "sector", "forms", "standalone", "overrides", "source"),
        ("id", "forms", "standalone"),
        {"sector": SECTORS, "standalone": frozenset(("yes", "no"))},
    ),
    "offices": Table(
        "offices/",
        ("holder", "office", "person", "from", "to", "known_to", "source"),
        ("holder", "office", "person", "from"),
    ),
}  # fmt: skip


def fault_of(table: str, row: Row) -> str | None:
    """What is wrong with a row by itself, in words, or None.

    >>> fault_of("persons", {"id": "A B", "wikidata": "12", "forms": "A B", "short": "", "source": "press"})
    "'12' is no Wikidata number (Q…)"
    """
    shape = TABLES[table]
    empty = [c for c in (*shape.required, "source") if not row[c]]
    if empty:
        return f"the cell {empty[0]!r} is empty"
    for column, words in shape.closed.items():
        if row[column] not in words:
            return f"{row[column]!r} is no {column} ({', '.join(sorted(w for w in words if w))})"
    for column in ("forms", "short", "capital_forms"):
        named = [form.removeprefix("~") for form in items(row.get(column, ""))]
        wrong = next((f for f in named if not f or f != f.strip()), None)
        if wrong is not None:
            return f"{wrong!r} in {column!r} is no name; part names by | without spaces"
    if row.get("wikidata") and not _WIKIDATA.fullmatch(row["wikidata"]):
        return f"{row['wikidata']!r} is no Wikidata number (Q…)"
    return _fault_of_numbers(row) or (_fault_of_term(row) if table == "offices" else None)


def _fault_of_numbers(row: Row) -> str | None:
    for column, most in (("lat", 90), ("lon", 180)):
        if row.get(column):
            try:
                fits = abs(float(row[column])) <= most
            except ValueError:
                fits = False
            if not fits:
                return f"{row[column]!r} is no {'latitude' if column == 'lat' else 'longitude'} in degrees"
    if row.get("geonames") and not row["geonames"].isdecimal():
        return f"{row['geonames']!r} is no GeoNames number"
    return None


def _fault_of_term(row: Row) -> str | None:
    for column in ("from", "to", "known_to"):
        if row[column] and not _DAY.fullmatch(row[column]):
            return f"{row[column]!r} in {column!r} is no day (YYYY-MM-DD, YYYY-MM or YYYY)"
    if bool(row["to"]) == bool(row["known_to"]):
        return "either 'to' or 'known_to' has to say until when the term runs or is known to run"
    if later(row["from"], row["to"] or row["known_to"]):
        return f"the term begins ({row['from']}) after it ends ({row['to'] or row['known_to']})"
    return None


def later(day: str, other: str) -> bool:
    """Whether a day is later than another, as far as both are known.

    >>> later("2021-02", "2021-01-31"), later("2021-01-31", "2021-01")
    (True, False)
    """
    known = min(len(day), len(other))
    return day[:known] > other[:known]


def side_by_side(terms: Iterable[Row]) -> list[tuple[Row, Row]]:
    """The pairs of terms of one office that run at the same time, shared offices aside."""
    seats: dict[tuple[str, str], list[Row]] = {}
    for term in terms:
        seat = (term["holder"], term["office"])
        if term["office"] not in SHARED_OFFICES and seat not in SHARED_SEATS:
            seats.setdefault(seat, []).append(term)
    pairs = []
    for held in seats.values():
        held.sort(key=lambda t: (t["from"], t["to"] or "9999"))
        pairs += [(a, b) for a, b in pairwise(held) if not a["to"] or later(a["to"], b["from"])]
    return pairs
