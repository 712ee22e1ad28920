"""The gazetteer: states, places, organisations and people by every form of their names.

It holds tens of thousands of forms of which a page uses a few dozen, so a `Name` is made when its form is first
found; until then there is only the row that it is from.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .match import Phrases, joined
from .tables import uncollected

Sourced = tuple[str, int, tuple[str, ...]]  # file, line, cells in the order of schema.TABLES
_Entry = tuple[str, Sourced, str, str]  # table, row, form as written, what sort of form


class Name(NamedTuple):
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


class Gazetteer(Phrases[Name]):
    """Names by every form.

    >>> from thoisu.lexicon import lexicon
    >>> from thoisu.text import tokens
    >>> end, names = lexicon().names.longest(tokens("Hàn Quốc và Nga"), 0)
    >>> end, names[0].entity, names[0].kind
    (2, 'KOR', 'country')
    """

    __slots__ = ("_columns", "_first", "_others", "small_openers")

    def __init__(self, rows: Callable[[str], Iterable[Sourced]]) -> None:
        super().__init__()
        self._of = self._named
        with uncollected():
            # Columns of plain values, and numbers into them: what holds no containers costs the collector nothing.
            self._columns = tuple(zip(*_entries(rows), strict=True))
            self._first: dict[str, int] = {}
            self._others: dict[str, list[int]] = {}
            for i, form in enumerate(joined(self._columns[2])):
                # "~" marks a weak form and is no part of it.
                form = form[2:] if form[0] == "~" else form
                if form in self._first:
                    self._others.setdefault(form, []).append(i)
                else:
                    self._first[form] = i
            self._note_lengths(self._first)
            small = (f for f in self._columns[2] if f.removeprefix("~")[0].islower())
            #: Tokens with which forms in small letters begin ("phương Tây"); all others need a capital on the page.
            self.small_openers = frozenset(form.partition(" ")[0] for form in joined(small))

    def __len__(self) -> int:
        return len(self._first)

    def _named(self, form: str) -> list[Name] | None:
        made = self._forms.get(form)
        if made is None and form in self._first:
            found = [_name(*(c[i] for c in self._columns)) for i in (self._first[form], *self._others.get(form, ()))]
            made = self._forms[form] = list({(m.entity, m.kind, m.sort, m.form): m for m in found}.values())
        return made


def _entries(rows: Callable[[str], Iterable[Sourced]]) -> Iterator[_Entry]:
    """Every form of every row; the order decides between names of one form that nothing else tells apart."""
    capitals: dict[str, str] = {}
    for row in rows("countries"):
        cells = row[2]
        yield from (("countries", row, form, cells[6]) for form in cells[4].split("|"))
        if cells[9]:
            capitals[cells[8]] = f"|{cells[9]}|".replace("|~", "|")
            yield from (("capitals", row, form, "capital") for form in cells[9].split("|"))
    for row in rows("places"):
        cells = row[2]
        named = capitals.get(cells[0])  # capitals are places too: of their forms one row is enough
        for form in cells[6].split("|"):
            if named is None or f"|{form.removeprefix('~')}|" not in named:
                yield "places", row, form, cells[1]
    for row in rows("orgs"):
        yield from (("orgs", row, form, row[2][1]) for form in row[2][5].split("|"))
    for row in rows("persons"):
        cells = row[2]
        yield from (("persons", row, form, "full") for form in cells[2].split("|"))
        if cells[3]:
            yield from (("persons", row, form, "short") for form in cells[3].split("|"))


def _name(table: str, row: Sourced, form: str, sort: str) -> Name:
    file, line, cells = row
    weak = form[0] == "~"
    form, origin = form.removeprefix("~"), f"{file}:{line}"
    if sort == "territory":  # a place with a capital of its own, and no power among states
        place = place_name((cells[3], sort, cells[0], *cells[10:13]), form, weak, origin)
        return place._replace(wikidata=cells[2] or None)
    if table == "countries":
        return Name(cells[0], "country", form, sort, cells[2] or None, cells[0], "GOV", weak=weak, origin=origin)
    if table == "orgs":
        wikidata, country, sector = cells[4] or None, cells[2] or None, cells[3] or None
        return Name(cells[0], "org", form, sort, wikidata, country, sector, weak=weak, origin=origin)
    if table == "persons":
        return Name(cells[0], "person", form, sort, cells[1] or None, weak=weak, origin=origin)
    if table == "capitals":
        return capital_name(cells, form, weak, origin)
    return place_name(cells, form, weak, origin)


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
