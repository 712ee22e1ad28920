"""GeoJSON (RFC 7946): the entries that have coordinates, as points on a map.

Positions are WGS84 degrees, longitude first (section 3.1.1). Of the entries without coordinates only the number is
given, in `left_out`, a foreign member (section 6.1) at the end, where it is known.
"""

from collections import Counter
from typing import Any, BinaryIO

import msgspec

from ..chronicle.records import Entry
from ..model import Place
from .clean import clean, line
from .formats import Field
from .lines import headline
from .source import Source

FIELDS = [
    Field("type, geometry", "Entry.place.lon, Entry.place.lat", "entries without coordinates: `left_out` counts them"),
    Field("id", "Entry.id"),
    Field("properties.title", "Entry.actor, Entry.recipient, Entry.event, Entry.mode in words"),
    Field("properties.from, properties.to", "Entry.from, Entry.to"),
    Field("properties.status", "Entry.status"),
    Field("properties.event, properties.mode", "Entry.event, Entry.mode"),
    Field("properties.context", "Entry.context"),
    Field("properties.actor, properties.recipient", "Entry.actor, Entry.recipient: entity", "office, sector, kind"),
    Field("properties.place, properties.country", "Entry.place.name, Entry.place.country"),
    Field("properties.geonames", "Entry.place.geonames"),
    Field("properties.said_by, properties.outlets, properties.origins", "the same of Entry"),
    Field("properties.disputed", "Entry.conflicts: the fields", "the values, and which telling says which"),
    Field("properties.story", "Entry.story"),
    Field("properties.text", "the sentence of the best telling", "the others; control characters"),
    Field("properties.url", "the entry on the desk, where its address is known"),
]


def write(source: Source, out: BinaryIO) -> int:
    """Writes one FeatureCollection with a feature on each line; gives how many there are."""
    out.write(b'{"type":"FeatureCollection","features":[')
    count = left_out = 0
    for entry in source.entries():
        found = feature(entry, source)
        if found is None:
            left_out += 1
            continue
        out.write((b",\n" if count else b"\n") + msgspec.json.encode(found))
        count += 1
    out.write(b'\n],"left_out":%d}\n' % left_out)
    source.leave_out(Counter({"without coordinates": left_out}))
    return count


def feature(entry: Entry, source: Source) -> dict[str, Any] | None:
    """An entry as a Feature, None where it has no coordinates."""
    place = entry.place
    if place is None or (position := position_of(place)) is None:
        return None
    properties = {
        "title": headline(entry, source.lang),
        "from": entry.start_day,
        "to": entry.end_day,
        "status": entry.status,
        "event": entry.event,
        "mode": entry.mode,
        "context": entry.context,
        "actor": [line(a.entity) for a in entry.actor],
        "recipient": [line(a.entity) for a in entry.recipient],
        "place": line(place.name),
        "country": line(place.country) if place.country else None,
        "geonames": place.geonames,
        "said_by": [line(s) for s in entry.said_by],
        "outlets": [line(o) for o in entry.outlets],
        "origins": [line(o) for o in entry.origins],
        "disputed": [c.field for c in entry.conflicts],
        "story": entry.story,
        "text": clean(entry.text),
        "url": source.link("entry", entry.id),
    }
    geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": entry.id, "geometry": geometry, "properties": properties}


def position_of(place: Place) -> list[float] | None:
    """Longitude and latitude of a place, None where they are not known.

    >>> position_of(Place("Hà Nội", "VNM", 21.0245, 105.8412))
    [105.8412, 21.0245]
    """
    return None if place.lat is None or place.lon is None else [place.lon, place.lat]
