"""What thoisu knows of the world and of the language, loaded once at the first use.

`lexicon()` gives the one Lexicon; each part of it is read when a stage first asks for it. The files are
described in docs/lexicon.md: TSV for lists (countries, places, organisations, people, offices), TOML for
rules (page, times, grammar, frames).
"""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, NamedTuple

from . import tables
from .match import Phrases
from .tables import items

__all__ = ["Country", "Institution", "Lexicon", "Name", "Phrases", "Term", "Title", "lexicon"]


class Name(NamedTuple):
    """A name as the gazetteer holds it.

    `weak` forms are names only in a fitting context ("Trung" in "Mỹ - Trung"); `cased` is the form as
    printed, for names whose capitals matter.
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


class Country(NamedTuple):
    """A state: what it is called, where it lies, and whose name the press takes for it."""

    iso3: str
    name: str
    wikidata: str | None
    regions: frozenset[str]
    leader: str
    capital: str


class Title(NamedTuple):
    """A title of people: the office that it names and what may stand between it and the name."""

    id: str
    office: str
    sector: str
    after: frozenset[str]


class Institution(NamedTuple):
    """A body that states have, named with the state after it (a ministry, a parliament)."""

    id: str
    sector: str
    standalone: bool
    overrides: dict[str, str]

    def of(self, iso3: str) -> str:
        """The id of this institution of one state."""
        return self.overrides.get(iso3, f"{self.id}, {iso3}")


class Term(NamedTuple):
    """A term of office; days as ISO prefixes (a month where no day is known)."""

    holder: str
    office: str
    person: str
    start: str
    end: str
    known_to: str
    source: str


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: building the gazetteer makes no garbage, and looking for it costs much."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _float(cell: str) -> float | None:
    return float(cell) if cell else None


def _strip(form: str) -> tuple[str, bool]:
    return (form[1:], True) if form.startswith("~") else (form, False)


class Lexicon:
    """All tables and rules, each read when first used."""

    @cached_property
    def digest(self) -> str:
        """sha256 over all files, names and bytes, in order: which knowledge made a reading."""
        total = hashlib.sha256()
        for name, file in tables.files().items():
            total.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
        return total.hexdigest()

    # -- the world ---------------------------------------------------------------------------------

    @cached_property
    def _country_rows(self) -> list[tables.Row]:
        return tables.rows("countries.tsv")

    @cached_property
    def countries(self) -> dict[str, Country]:
        """States and territories by ISO 3166-1 alpha-3."""
        return {
            r["iso3"]: Country(
                r["iso3"],
                r["name"],
                r["wikidata"] or None,
                frozenset(items(r["regions"])),
                r["leader"],
                r["capital"],
            )
            for r in self._country_rows
        }

    @cached_property
    def _person_rows(self) -> list[tables.Row]:
        return [r for file in tables.under("persons") for r in tables.rows(file)]

    @cached_property
    def _org_rows(self) -> list[tables.Row]:
        return tables.rows("orgs.tsv")

    @cached_property
    def place_names(self) -> dict[str, Name]:
        """Places by id, capitals among them."""
        found: dict[str, Name] = {}
        for name in self._places():
            found.setdefault(name.entity, name)
        return found

    def _places(self) -> list[Name]:
        names = []
        for file in tables.under("places"):
            for r in tables.rows(file):
                geonames = int(r["geonames"]) if r["geonames"] else None
                lat, lon = _float(r["lat"]), _float(r["lon"])
                for form in items(r["forms"]):
                    form, weak = _strip(form)
                    names.append(
                        Name(
                            r["id"],
                            "place",
                            form,
                            r["kind"],
                            None,
                            r["country"] or None,
                            None,
                            lat,
                            lon,
                            geonames,
                            weak,
                        )
                    )
        return names

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Capitals' ids (as places) to the state for which their name stands."""
        return {r["capital"]: r["iso3"] for r in self._country_rows if r["capital_forms"]}

    @cached_property
    def capital_places(self) -> dict[str, Name]:
        """Capitals as places by id, with their coordinates."""
        return {
            r["capital"]: Name(
                r["capital"], "place", r["capital"], "capital", None, r["iso3"], None,
                _float(r["lat"]), _float(r["lon"]), int(r["geonames"]) if r["geonames"] else None,
            )
            for r in self._country_rows
            if r["capital_forms"]
        }  # fmt: skip

    @cached_property
    def names(self) -> Phrases[Name]:
        """The gazetteer: states, places, organisations and people by every form of their names."""
        with _uncollected():
            return Phrases(self._name_pairs())

    def _name_pairs(self) -> list[tuple[str, Name]]:
        pairs: list[tuple[str, Name]] = []
        taken: set[tuple[str, str]] = set()
        for r in self._country_rows:
            for form in items(r["forms"]):
                form, weak = _strip(form)
                name = Name(r["iso3"], "country", form, "state", r["wikidata"] or None, r["iso3"], "GOV", weak=weak)
                pairs.append((form, name))
            lat, lon = _float(r["lat"]), _float(r["lon"])
            geonames = int(r["geonames"]) if r["geonames"] else None
            for form in items(r["capital_forms"]):
                form, weak = _strip(form)
                taken.add((r["capital"], form))
                pairs.append(
                    (
                        form,
                        Name(
                            r["capital"],
                            "place",
                            form,
                            "capital",
                            None,
                            r["iso3"],
                            None,
                            lat,
                            lon,
                            geonames,
                            weak,
                        ),
                    )
                )
        pairs.extend((n.form, n) for n in self._places() if (n.entity, n.form) not in taken)
        for r in self._org_rows:
            for form in items(r["forms"]):
                form, weak = _strip(form)
                pairs.append(
                    (
                        form,
                        Name(
                            r["id"], "org", form, r["kind"], r["wikidata"] or None,
                            r["country"] or None, r["sector"] or None, weak=weak,
                        ),
                    )
                )  # fmt: skip
        for r in self._person_rows:
            for column, sort in (("forms", "full"), ("short", "short")):
                for form in items(r[column]):
                    form, weak = _strip(form)
                    pairs.append((form, Name(r["id"], "person", form, sort, r["wikidata"] or None, weak=weak)))
        return pairs

    @cached_property
    def institutions(self) -> Phrases[Institution]:
        """Ministries, parliaments, embassies and the like, named with their state."""
        pairs: list[tuple[str, Institution]] = []
        for r in tables.rows("institutions.tsv"):
            overrides = dict(o.split("=", 1) for o in items(r["overrides"]))
            office = Institution(r["id"], r["sector"], r["standalone"] == "yes", overrides)
            pairs.extend((form, office) for form in items(r["forms"]))
        return Phrases(pairs)

    @cached_property
    def bare_institutions(self) -> frozenset[str]:
        """The ids of institutions that are named without their state ("Quốc hội")."""
        return frozenset(r["id"] for r in tables.rows("institutions.tsv"))

    @cached_property
    def titles(self) -> Phrases[Title]:
        """Titles of people."""
        pairs: list[tuple[str, Title]] = []
        for r in tables.rows("titles.tsv"):
            title = Title(r["id"], r["office"], r["sector"], frozenset(items(r["after"])))
            pairs.extend((form, title) for form in items(r["forms"]))
        return Phrases(pairs)

    @cached_property
    def state_bodies(self) -> dict[str, str]:
        """Named bodies of one state (Kremlin, Pentagon, FBI) to their state."""
        return {r["id"]: r["country"] for r in self._org_rows if r["kind"] == "government" and r["country"]}

    @cached_property
    def state_forces(self) -> dict[str, str]:
        """Armed forces of one state to their state: who leads them acts for it."""
        return {r["id"]: r["country"] for r in self._org_rows if r["sector"] == "MIL" and r["country"]}

    @cached_property
    def media(self) -> frozenset[str]:
        """News agencies and media: they vouch for events rather than act."""
        return frozenset(r["id"] for r in self._org_rows if r["kind"] in ("agency", "media"))

    @cached_property
    def known_people(self) -> frozenset[str]:
        """The people of the tables."""
        return frozenset(r["id"] for r in self._person_rows)

    @cached_property
    def terms(self) -> list[Term]:
        """Who held which office when."""
        return [
            Term(r["holder"], r["office"], r["person"], r["from"], r["to"], r["known_to"], r["source"])
            for file in tables.under("offices")
            for r in tables.rows(file)
        ]

    @cached_property
    def holders(self) -> frozenset[str]:
        """States, organisations and places that have offices of their own (Abkhazia has a president)."""
        return frozenset(t.holder for t in self.terms)

    # -- the language ------------------------------------------------------------------------------

    @cached_property
    def page(self) -> dict[str, Any]:
        """Cues of page furniture."""
        return tables.toml("page.toml")

    @cached_property
    def markup(self) -> dict[str, Any]:
        """What tags and classes of HTML elements say that they hold."""
        return tables.toml("markup.toml")

    @cached_property
    def publishers(self) -> list[dict[str, Any]]:
        """Vietnamese outlets: names, hosts, owners, selectors."""
        return [row for file in tables.under("publishers") for row in tables.toml(file)["publisher"]]

    @cached_property
    def times(self) -> dict[str, Any]:
        """Rules of time expressions."""
        return tables.toml("times.toml")

    @cached_property
    def labels(self) -> dict[str, Any]:
        """The words of the terminal output by language."""
        return tables.toml("labels.toml")

    @cached_property
    def grammar(self) -> dict[str, Any]:
        """Closed classes of words: prepositions, tense and negation, anaphors, collectives."""
        return tables.toml("grammar.toml")

    @cached_property
    def speech(self) -> dict[str, Any]:
        """Reporting verbs, source words, media words and channels."""
        return tables.toml("speech.toml")

    @cached_property
    def roles(self) -> dict[str, Any]:
        """Role patterns that frames name."""
        return tables.toml("roles.toml")

    @cached_property
    def frames(self) -> list[dict[str, Any]]:
        """Frames of all event categories, each with the file that it is from."""
        return [frame for file in tables.under("events") for frame in tables.toml(file)["frame"]]


@cache
def lexicon() -> Lexicon:
    """The one lexicon of the process."""
    return Lexicon()
