"""What thoisu knows of the world and of the language, loaded once at the first use.

`lexicon()` gives the one Lexicon; each part of it is read when a stage first asks for it. The files are
described in docs/lexicon.md: TSV for lists (countries, places, organisations, people, offices), TOML for
rules (page, times, grammar, frames).
"""

import hashlib
from collections.abc import Callable
from functools import cache, cached_property, partial, wraps
from typing import Any, NamedTuple, TypeVar

from . import tables
from .gazetteer import Gazetteer, Sourced
from .match import Phrases
from .name import Name, capital_name, place_name
from .overlay import Overlay, base_rows, folder, merged_terms, read_overlay
from .packed import Lookup
from .parts import Kept, cache_folder
from .tables import items, uncollected

__all__ = ["Country", "Institution", "Lexicon", "Lookup", "Name", "Phrases", "Term", "Title", "kept", "lexicon"]

T = TypeVar("T")


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


def _part(make: Callable[["Lexicon"], T]) -> cached_property[T]:
    """A part that is made of the files alone: kept between processes, as its annotation says what it is."""

    @wraps(make)
    def part(lexicon: "Lexicon") -> T:
        return lexicon.kept.part(make.__name__, make.__annotations__["return"], partial(make, lexicon))

    return cached_property(part)


def kept(kind: type[T]) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """A table that a stage makes of the lexicon alone: made once, and kept between processes like the lexicon's own.

    `kind` is what the table is: a compiled function does not tell what it returns.
    """

    def keeping(make: Callable[[], T]) -> Callable[[], T]:
        @cache
        @wraps(make)
        def table() -> T:
            return lexicon().kept.part(f"{make.__module__.removeprefix('thoisu.')}.{make.__name__}", kind, make)

        return table

    return keeping


class Lexicon:
    """All tables and rules, each read when first used; what the user adds is read with them."""

    @cached_property
    def digest(self) -> str:
        """sha256 over all files, names and bytes, in order, the user's too: which knowledge made a reading."""
        total = hashlib.sha256()
        for name, content in tables.files().items():
            total.update(name.encode() + b"\0" + content + b"\0")
        for name, text in self.overlay.texts:
            total.update(b"overlay/" + name.encode() + b"\0" + text.encode() + b"\0")
        return total.hexdigest()

    @cached_property
    def kept(self) -> Kept:
        """The parts as an earlier process made them. Rows name the user's files, so their folder counts too."""
        return Kept(cache_folder(), f"{self.digest}\0{folder() if self.overlay.texts else ''}")

    # -- the world ---------------------------------------------------------------------------------

    @cached_property
    def overlay(self) -> Overlay:
        """The user's own rows, and what is wrong with those that were left out."""
        where = folder()
        return read_overlay(where, self.base) if where.is_dir() else Overlay({}, [], [])

    @cached_property
    def base(self) -> Callable[[str], list[Sourced]]:
        """The rows of a table without the user's."""
        return cache(base_rows)

    def rows(self, table: str) -> list[Sourced]:
        """The rows of a table as (file, line, cells in the order of schema.TABLES), the user's at the end."""
        added = self.overlay.rows.get(table, [])
        return merged_terms(self.base(table), added) if table == "offices" and added else self.base(table) + added

    @_part
    def countries(self) -> dict[str, Country]:
        """States and territories by ISO 3166-1 alpha-3."""
        found: dict[str, Country] = {}
        for _, _, (iso3, _, wikidata, name, _, regions, _, leader, capital, *_) in self.rows("countries"):
            country = Country(iso3, name, wikidata or None, frozenset(items(regions)), leader, capital)
            found.setdefault(iso3, country)
        return found

    @_part
    def _places(self) -> Lookup[tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for _, _, cells in self.rows("places"):
            found.setdefault(cells[0], cells)
        return Lookup(found)

    @_part
    def _capitals(self) -> dict[str, tuple[str, ...]]:
        return {cells[8]: cells for _, _, cells in self.rows("countries") if cells[9]}

    def place(self, entity: str) -> Name | None:
        """A place by its id, with its coordinates; None when the tables have no such place.

        >>> lexicon().place("Geneva").country
        'CHE'
        """
        place = self._places.get(entity)
        if place is not None:
            return place_name(place, entity)
        return capital_name(self._capitals[entity], entity) if entity in self._capitals else None

    @_part
    def capitals(self) -> dict[str, str]:
        """Capitals' ids (as places) to the state for which their name stands."""
        return {capital: cells[0] for capital, cells in self._capitals.items()}

    @_part
    def names(self) -> Gazetteer:
        """The gazetteer: states, places, organisations and people by every form of their names."""
        return Gazetteer(self.rows)

    @_part
    def institutions(self) -> Phrases[Institution]:
        """Ministries, parliaments, embassies and the like, named with their state."""
        pairs: list[tuple[str, Institution]] = []
        for _, _, (id_, sector, forms, standalone, overrides, _) in self.rows("institutions"):
            own = dict(o.split("=", 1) for o in items(overrides))
            office = Institution(id_, sector, standalone == "yes", own)
            pairs.extend((form, office) for form in items(forms))
        return Phrases(pairs)

    @_part
    def bare_institutions(self) -> frozenset[str]:
        """The ids of institutions that are named without their state ("Quốc hội")."""
        return frozenset(cells[0] for _, _, cells in self.rows("institutions"))

    @_part
    def titles(self) -> Phrases[Title]:
        """Titles of people."""
        pairs: list[tuple[str, Title]] = []
        for _, _, (id_, office, sector, forms, after, _) in self.rows("titles"):
            title = Title(id_, office, sector, frozenset(items(after)))
            pairs.extend((form, title) for form in items(forms))
        return Phrases(pairs)

    @_part
    def state_bodies(self) -> dict[str, str]:
        """Named bodies of one state (Kremlin, Pentagon, FBI) to their state."""
        return {c[0]: c[2] for _, _, c in self.rows("orgs") if c[1] == "government" and c[2]}

    @_part
    def org_kinds(self) -> dict[str, str]:
        """The kinds of organisations by their ids: igo, company, party, armed …"""
        return {c[0]: c[1] for _, _, c in self.rows("orgs")}

    @_part
    def state_forces(self) -> dict[str, str]:
        """Armed forces of one state to their state: who leads them acts for it."""
        return {c[0]: c[2] for _, _, c in self.rows("orgs") if c[3] == "MIL" and c[2]}

    @_part
    def org_numbers(self) -> dict[str, str]:
        """The Wikidata numbers of organisations, where they have one, by their ids."""
        return {c[0]: c[4] for _, _, c in self.rows("orgs") if c[4]}

    @_part
    def media(self) -> frozenset[str]:
        """News agencies and media: they vouch for events rather than act."""
        return frozenset(c[0] for _, _, c in self.rows("orgs") if c[1] in ("agency", "media"))

    @_part
    def known_people(self) -> frozenset[str]:
        """The people of the tables."""
        return frozenset(c[0] for _, _, c in self.rows("persons"))

    @_part
    def women(self) -> frozenset[str]:
        """The people of the tables whom "bà" can mean."""
        return frozenset(r["id"] for r in tables.rows("women.tsv"))

    @_part
    def terms(self) -> list[Term]:
        """Who held which office when."""
        with uncollected():
            return [Term._make(cells) for _, _, cells in self.rows("offices")]

    @_part
    def holders(self) -> frozenset[str]:
        """States, organisations and places that have offices of their own (Abkhazia has a president)."""
        return frozenset(t.holder for t in self.terms)

    # -- the language ------------------------------------------------------------------------------

    @_part
    def page(self) -> dict[str, Any]:
        """Cues of page furniture."""
        return tables.toml("page.toml")

    @_part
    def markup(self) -> dict[str, Any]:
        """What tags and classes of HTML elements say that they hold."""
        return tables.toml("markup.toml")

    @_part
    def publishers(self) -> list[dict[str, Any]]:
        """Vietnamese outlets: names, hosts, owners, selectors."""
        return [row for file in tables.under("publishers") for row in tables.toml(file)["publisher"]]

    @_part
    def looks(self) -> dict[str, Any]:
        """What addresses look like: articles, tags, videos, forms."""
        return tables.toml("looks.toml")

    @_part
    def times(self) -> dict[str, Any]:
        """Rules of time expressions."""
        return tables.toml("times.toml")

    @_part
    def syllables(self) -> dict[str, int]:
        """How often each syllable, by its key, stands in the sentences written for this project."""
        return {syllable: int(count) for _, (syllable, count) in list(tables.cells("syllables.tsv"))[1:]}

    @_part
    def labels(self) -> dict[str, Any]:
        """The words of the terminal output by language."""
        return tables.toml("labels.toml")

    @_part
    def grammar(self) -> dict[str, Any]:
        """Closed classes of words: prepositions, tense and negation, anaphors, collectives."""
        return tables.toml("grammar.toml")

    @_part
    def speech(self) -> dict[str, Any]:
        """Reporting verbs, source words, media words and channels."""
        return tables.toml("speech.toml")

    @_part
    def roles(self) -> dict[str, Any]:
        """Role patterns that frames name."""
        return tables.toml("roles.toml")

    @_part
    def contexts(self) -> list[dict[str, Any]]:
        """PLOVER's contexts with the words that give them."""
        found: list[dict[str, Any]] = tables.toml("contexts.toml")["context"]
        return found

    @_part
    def outcomes(self) -> dict[str, Any]:
        """What becomes of plans: by which acts they are done, and the words that put them off or change them."""
        return tables.toml("outcomes.toml")

    @_part
    def frames(self) -> list[dict[str, Any]]:
        """Frames of all event categories, each with the file that it is from."""
        return [_spelled_out(frame) for file in tables.under("events") for frame in tables.toml(file)["frame"]]


# The word lists of a frame, in which "{a|b}" stands for one of several.
_FORMS = frozenset(("verbs", "nouns", "before", "not_before", "not_after", "not_near_before", "requires"))
_FORMS |= {"excludes", "also", "happens", "subject_words"}


def _spelled_out(frame: dict[str, Any]) -> dict[str, Any]:
    def spell(words: list[str]) -> list[str]:
        return list(dict.fromkeys(form for word in words for form in tables.spelled(word)))

    out: dict[str, Any] = {name: spell(value) if name in _FORMS else value for name, value in frame.items()}
    if "modes" in out:
        out["modes"] = [{**mode, "words": spell(mode["words"])} for mode in out["modes"]]
    return out


@cache
def lexicon() -> Lexicon:
    """The one lexicon of the process."""
    return Lexicon()
