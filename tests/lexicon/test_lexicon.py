"""The lexicon's files are sound: every cell, id, reference, term of office and rule."""

import inspect
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import thoisu
from thoisu.events.frame import Frame, Kind
from thoisu.events.frames import kinds
from thoisu.lexicon import lexicon, tables
from thoisu.lexicon.overlay import base_rows
from thoisu.lexicon.schema import TABLES, fault_of, side_by_side
from thoisu.names.offices import holders
from thoisu.page.cue import Cue
from thoisu.page.shapes import shape
from thoisu.text import key
from thoisu.times.grammar import check
from thoisu.times.rule import Rule

from ..conftest import ROOT, cases

TSV = [name for name in tables.files() if name.endswith(".tsv")]
TOML = [name for name in tables.files() if name.endswith(".toml")]
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(thoisu.__file__).parent.rglob("*.py")))

DOCS = ROOT / "docs" / "lexicon.md"

COUNTRIES = tables.rows("countries.tsv")
STATES = {r["iso3"] for r in COUNTRIES}
# Territories without a row of their own: nobody's news names them as a party.
TERRITORIES = {"AIA", "ALA", "ATF", "BLM", "CCK", "CXR", "IOT", "MAF", "SGS", "SXM", "UMI"}
# States that are no more: their two letters were withdrawn.
FORMER = {"CSK", "DDR", "SCG", "SUN", "YUG"}
ORGS = tables.rows("orgs.tsv")
INSTITUTIONS = tables.rows("institutions.tsv")
TITLES = tables.rows("titles.tsv")
PLACES = [(name, r) for name in tables.under("places") for r in tables.rows(name)]
PERSONS = [(name, r) for name in tables.under("persons") for r in tables.rows(name)]
TERMS = [(name, r) for name in tables.under("offices") for r in tables.rows(name)]
# -- tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TSV)
def test_rows_are_as_wide_as_the_header(name: str) -> None:
    lines = tables.text(name).split("\n")
    assert lines[-1] == "", "the file ends with a line end"
    width = len(lines[0].split("\t"))
    wrong = [
        number
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#") and len(line.split("\t")) != width
    ]
    assert (width > 1, wrong) == (True, [])


@pytest.mark.parametrize("name", TSV)
def test_cells_are_nfc_and_stripped(name: str) -> None:
    cells = [cell for r in tables.rows(name) for cell in r.values()]
    items = [item for cell in cells for item in tables.items(cell)]
    assert [c for c in cells if unicodedata.normalize("NFC", c) != c] == []
    assert [i for i in items if not i or i != i.strip() or i == "~" or "  " in i] == []


@pytest.mark.parametrize("name", TOML)
def test_rule_files_are_nfc(name: str) -> None:
    text = tables.text(name)
    assert unicodedata.normalize("NFC", text) == text
    assert "\r" not in text
    assert "\t" not in text


@pytest.mark.parametrize("name", [name for name in TSV if name != "syllables.tsv"])  # counted, not collected
def test_every_row_names_its_source(name: str) -> None:
    rows = tables.rows(name)
    assert rows
    assert [next(iter(r.values())) for r in rows if not r["source"]] == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("countries.tsv", "iso3"),
        ("countries.tsv", "iso2"),
        ("orgs.tsv", "id"),
        ("institutions.tsv", "id"),
        ("titles.tsv", "id"),
        *[(name, "id") for name in TSV if name.startswith(("places/", "persons/"))],
    ],
)
def test_ids_are_unique(name: str, column: str) -> None:
    counted = Counter(r[column] for r in tables.rows(name) if r.get("iso3") not in FORMER or column == "iso3")
    assert [k for k, n in counted.items() if n > 1 or not k] == []


@pytest.mark.parametrize("name", [n for n in TSV if not n.startswith("offices/")])
def test_a_row_names_each_form_once(name: str) -> None:
    """`~X` beside `X` would be two ways to read one form."""
    twice = [
        (next(iter(r.values())), form)
        for r in tables.rows(name)
        for column in ("forms", "short", "capital_forms")
        for form, n in Counter(f.removeprefix("~") for f in tables.items(r.get(column, ""))).items()
        if n > 1
    ]
    assert twice == []


@pytest.mark.parametrize("name", [n for n in TSV if "forms" in tables.rows(n)[0]])
def test_every_row_has_a_form(name: str) -> None:
    assert [next(iter(r.values())) for r in tables.rows(name) if not r["forms"]] == []


def test_wikidata_numbers_are_q_numbers_and_a_person_has_one() -> None:
    rows = [*COUNTRIES, *ORGS, *(r for _, r in PERSONS)]
    assert [r["wikidata"] for r in rows if r["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", r["wikidata"])] == []
    numbers: dict[str, set[str]] = defaultdict(set)
    for _, r in PERSONS:
        if r["wikidata"]:
            numbers[r["id"]].add(r["wikidata"])
    assert {k: v for k, v in numbers.items() if len(v) > 1} == {}


# -- states and places ----------------------------------------------------------------------------------------


def test_iso_codes_have_their_shape() -> None:
    assert [r["iso3"] for r in COUNTRIES if not re.fullmatch("[A-Z]{3}", r["iso3"])] == []
    assert {r["iso3"] for r in COUNTRIES if not re.fullmatch("[A-Z]{2}", r["iso2"])} <= FORMER


@pytest.mark.parametrize(
    ("iso3", "iso2"), [("VNM", "VN"), ("USA", "US"), ("DEU", "DE"), ("KOS", "XK"), ("CHE", "CH"), ("ZAF", "ZA")]
)
def test_iso_codes_of_well_known_states(iso3: str, iso2: str) -> None:
    assert {r["iso2"] for r in COUNTRIES if r["iso3"] == iso3} == {iso2}


def test_states_that_are_referred_to_exist() -> None:
    assert {r["country"] for r in ORGS} - STATES - {""} == set()
    assert {r["country"] for _, r in PLACES} - STATES - TERRITORIES - {""} == set()
    assert not TERRITORIES & STATES


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_what_the_schema_says(table: str) -> None:
    rows = [
        (f"{file}:{n}", dict(zip(TABLES[table].columns, cells, strict=True))) for file, n, cells in base_rows(table)
    ]
    assert rows
    assert [(where, fault) for where, row in rows if (fault := fault_of(table, row))] == []


@pytest.mark.parametrize("table", TABLES)
def test_files_have_the_columns_of_the_schema(table: str) -> None:
    place = TABLES[table].place
    for name in tables.under(place.rstrip("/")) if place.endswith("/") else [place]:
        _, header = next(tables.cells(name))
        assert header == TABLES[table].columns, name


def test_titles_stand_before_what_is_known() -> None:
    assert {a for r in TITLES for a in tables.items(r["after"])} <= {"state", "org", "body", "none"}


def test_government_bodies_have_a_state() -> None:
    assert [r["id"] for r in ORGS if r["kind"] == "government" and not r["country"]] == []


@pytest.mark.parametrize("name", ["countries.tsv", *tables.under("places")])
def test_coordinates_are_on_the_earth(name: str) -> None:
    first = "iso3" if name == "countries.tsv" else "id"
    located = [r for r in tables.rows(name) if r["lat"] or r["lon"]]
    assert len(located) > 0.99 * len(tables.rows(name))
    wrong = [
        r[first] for r in located if not (-90 <= float(r["lat"]) <= 90 and -180 <= float(r["lon"]) <= 180)
    ]  # fmt: skip
    assert wrong == []
    assert [r[first] for r in located if r["geonames"] and not r["geonames"].isdecimal()] == []


@pytest.mark.parametrize(
    ("capital", "lat", "lon"),
    [
        ("Hanoi", 21.03, 105.85),
        ("Washington", 38.9, -77.04),
        ("Moscow", 55.75, 37.62),
        ("Beijing", 39.9, 116.4),
        ("Canberra", -35.28, 149.13),
        ("Brasilia", -15.78, -47.93),
        ("Nairobi", -1.29, 36.82),
        ("Kyiv", 50.45, 30.52),
    ],
)
def test_capitals_lie_where_they_lie(capital: str, lat: float, lon: float) -> None:
    place = lexicon().place(capital)
    assert place
    assert place.lat == pytest.approx(lat, abs=0.2)
    assert place.lon == pytest.approx(lon, abs=0.2)


def test_a_capital_listed_as_a_place_lies_at_the_capital() -> None:
    """Within half a degree, and in the same state."""
    capitals = {r["capital"]: r for r in COUNTRIES if r["capital"] and r["lat"]}
    both = [(capitals[r["id"]], r) for _, r in PLACES if r["id"] in capitals]
    assert both
    far = [
        r["id"]
        for c, r in both
        if r["country"] == c["iso3"]
        and (abs(float(c["lat"]) - float(r["lat"])) > 0.5 or abs(float(c["lon"]) - float(r["lon"])) > 0.5)
    ]
    assert far == []


def test_regions_of_states_are_places() -> None:
    forms = {f.removeprefix("~").lower() for _, r in PLACES for f in tables.items(r["forms"])}
    unknown = {g for r in COUNTRIES for g in tables.items(r["regions"]) if g.lower() not in forms}
    assert unknown == set()


# -- bodies, offices, people ----------------------------------------------------------------------------------


def test_bodies_of_states_exist() -> None:
    """`ISO3=id`: the id is an organisation, or ends with the state as the ids of institutions do."""
    known = {r["id"] for r in ORGS}
    overrides = [(r["id"], o.partition("=")) for r in INSTITUTIONS for o in tables.items(r["overrides"])]
    assert overrides
    assert [(i, o) for i, o in overrides if o[0] not in STATES or not o[1]] == []
    assert [(i, o) for i, o in overrides if o[2] not in known and not o[2].endswith(f", {o[0]}")] == []


def test_holders_of_offices_exist() -> None:
    """States, organisations, and places that govern themselves without being states."""
    known = STATES | {r["id"] for r in ORGS} | {r["id"] for _, r in PLACES}
    assert {r["holder"] for _, r in TERMS} - known == set()


def test_people_in_office_have_names() -> None:
    assert {r["person"] for _, r in TERMS} - {r["id"] for _, r in PERSONS} == set()


def test_offices_are_what_some_title_names() -> None:
    assert {r["office"] for _, r in TERMS} - {r["office"] for r in TITLES} == set()


def test_terms_of_one_office_do_not_run_side_by_side() -> None:
    """Save offices that several hold at a time (docs/lexicon.md)."""
    pairs = [(a["holder"], a["office"], a["person"], b["person"]) for a, b in side_by_side(r for _, r in TERMS)]
    assert pairs == []


@pytest.mark.parametrize("row", cases("terms"), ids=lambda r: f"{r['holder']}-{r['office']}-{r['day']}")
def test_who_was_in_office(row: dict[str, str]) -> None:
    found = holders(row["holder"], row["office"], date.fromisoformat(row["day"]))
    assert row["person"] in [t.person for t in found]


# -- rules ----------------------------------------------------------------------------------------------------

KINDS = tables.toml("roles.toml")
FRAMES = [(name, f) for name in tables.under("events") for f in tables.toml(name)["frame"]]
EXAMPLES = {"yes", "no"}


def _attributes(record: type) -> set[str]:
    """What objects of a plain class hold; a compiled one has no list of its slots."""
    return {name for name, held in vars(record).items() if inspect.isdatadescriptor(held)}


# What the code takes from a row is what its records hold; a key beside these is read by nobody.
KEYS = {
    "events": _attributes(Frame) | {"verbs", "nouns"} | EXAMPLES,
    "roles": _attributes(Kind) - {"name", "least"} | {"min"},
    "times": set(Rule._fields) | EXAMPLES,
    "page": set(Cue._fields) - {"longest"} | {"max", "raw"} | EXAMPLES,
    "speech": {"group", "cues"} | EXAMPLES,
    "ambiguous": {"form", "before", "after"},
}


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        pytest.param([f for _, f in FRAMES], KEYS["events"], id="events"),
        pytest.param(list(KINDS.values()), KEYS["roles"], id="roles"),
        pytest.param(tables.toml("times.toml")["rule"], KEYS["times"], id="times"),
        pytest.param(tables.toml("page.toml")["line"], KEYS["page"], id="page"),
        pytest.param(tables.toml("speech.toml")["verb"], KEYS["speech"], id="speech"),
        pytest.param(tables.toml("grammar.toml")["ambiguous"], KEYS["ambiguous"], id="ambiguous"),
    ],
)
def test_rules_have_only_fields_that_the_code_reads(rows: list[dict[str, Any]], keys: set[str]) -> None:
    assert rows
    assert {k for row in rows for k in row} - keys == set()


def _lists(name: str) -> list[tuple[str, str]]:
    """The (table, list) pairs of a TOML file of plain tables."""
    return [(t, n) for t, table in tables.toml(name).items() if isinstance(table, dict) for n in table]


# What the code names in quotation marks: `"table", "list"`, `["table"]["list"]`, and any word.
READ = set(re.findall(r'"(\w+)"(?:,\s*|\]\[)(?="(\w+)")', SOURCE))
QUOTED = set(re.findall(r'"(\w+)"', SOURCE))
# Tables of which the code reads every list, whatever its name.
WHOLE = ("body_kinds", "cases", "councils", "heads", "macros", "wholes")


@pytest.mark.parametrize(
    ("file", "table", "name"),
    [(f, t, n) for f in ("grammar.toml", "times.toml", "page.toml") for t, n in _lists(f) if t not in WHOLE],
)
def test_word_lists_are_read_by_the_code(file: str, table: str, name: str) -> None:
    if file == "grammar.toml":
        assert (table, name) in READ
    else:
        assert name in QUOTED


def test_ids_of_rules_are_unique() -> None:
    ids = [f["id"] for _, f in FRAMES]
    ids += [r["id"] for r in (*tables.toml("times.toml")["rule"], *tables.toml("page.toml")["line"])]
    assert [i for i, n in Counter(ids).items() if n > 1 or not re.fullmatch(r"[a-z]+(?:[.-][a-z]+)*", i)] == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([f for _, f in FRAMES], id="events"),
        pytest.param(tables.toml("times.toml")["rule"], id="times"),
        pytest.param(tables.toml("page.toml")["line"], id="page"),
        pytest.param(tables.toml("speech.toml")["verb"], id="speech"),
    ],
)
def test_rules_carry_examples(rows: list[dict[str, Any]]) -> None:
    assert [r.get("id", r.get("group")) for r in rows if not r.get("yes") or not r.get("no")] == []


@pytest.mark.parametrize("rule", tables.toml("times.toml")["rule"], ids=lambda r: r["id"])
def test_examples_of_a_time_rule(rule: dict[str, Any]) -> None:
    assert check(rule) == []


@pytest.mark.parametrize("rule", tables.toml("page.toml")["line"], ids=lambda r: r["id"])
def test_examples_of_a_page_cue(rule: dict[str, Any]) -> None:
    """A `yes` line gets the rule's label; a `no` line is not labelled by this rule."""
    found = {line: shape(line) for line in (*rule["yes"], *rule["no"])}
    assert {line: cue and cue.label for line, cue in found.items() if line in rule["yes"]} == dict.fromkeys(
        rule["yes"], rule["label"]
    )
    assert [line for line in rule["no"] if getattr(found[line], "id", None) == rule["id"]] == []


@pytest.mark.parametrize(("name", "frame"), FRAMES, ids=[f["id"] for _, f in FRAMES])
def test_frames_refer_to_what_there_is(name: str, frame: dict[str, Any]) -> None:
    assert frame["kind"] in kinds()
    assert frame["event"] in {
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
        "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    }  # fmt: skip
    assert frame["verbs"] or frame["nouns"]
    assert frame.get("status") in {None, "happened", "ongoing", "planned", "proposed", "denied"}
    for words in (frame["verbs"], frame["nouns"]):
        assert [w for w, n in Counter(words).items() if n > 1] == []


def test_role_patterns_are_named_by_frames() -> None:
    assert set(KINDS) == {f["kind"] for _, f in FRAMES}


@pytest.mark.parametrize("kind", list(kinds().values()), ids=lambda k: k.name)
def test_role_patterns_look_where_docs_say(kind: Kind) -> None:
    described = set(re.findall(r"`([a-z-]+)`", DOCS.read_text(encoding="utf-8")))
    assert {*kind.actor, *kind.recipient} - described == set()
    assert set(kind.needs) <= {"actor", "recipient"}
    assert kind.actor or kind.recipient


@pytest.mark.parametrize("field", sorted(KEYS["events"] | KEYS["roles"] | KEYS["times"] | KEYS["page"]))
def test_fields_of_rules_are_described(field: str) -> None:
    assert re.search(rf"`{field}`", DOCS.read_text(encoding="utf-8"))


def test_labels_of_both_languages_have_the_same_keys() -> None:
    labels = tables.toml("labels.toml")
    english, vietnamese = labels["en"], labels["vi"]
    assert list(english) == list(vietnamese)
    tabled = {k for k, v in english.items() if isinstance(v, dict)}
    assert {k: list(english[k]) for k in tabled} == {k: list(vietnamese[k]) for k in tabled}


# -- how much of the world ------------------------------------------------------------------------------------


def test_the_world_is_covered() -> None:
    """All members of the UN, and as many places, bodies and terms as readers of world news need."""
    assert len({r["iso3"] for r in COUNTRIES if r["status"] == "state"} - FORMER) >= 193
    assert sum(1 for _, r in PLACES if r["lat"] and r["lon"]) >= 1500
    assert len(ORGS) >= 400
    recent = [r for _, r in TERMS if (r["to"] or "9999") >= "2010"]
    assert len(recent) >= 2000
    held: dict[str, set[str]] = defaultdict(set)
    for r in recent:
        held[r["office"]].add(r["holder"])
    leading = held["president"] | held["prime minister"] | held["monarch"] | held["supreme leader"]
    for office in (leading, held["foreign minister"], held["defence minister"]):
        assert len(office & STATES) >= 60
    assert len((held["spokesperson"] | held["press secretary"]) & STATES) >= 60
    assert len({r["holder"] for r in recent} - STATES) >= 30


def test_syllables_are_keys_and_the_most_frequent_stand_first() -> None:
    counts = lexicon().syllables
    assert [syllable for syllable in counts if key(syllable) != syllable or not syllable.isalnum()] == []
    assert sorted(counts.values(), reverse=True) == list(counts.values())
    assert min(counts.values()) > 1


def test_women_are_people_of_the_tables() -> None:
    people = {r["id"] for _, r in PERSONS}
    listed = [r["id"] for r in tables.rows("women.tsv")]
    assert [w for w in listed if w not in people] == []
    assert listed == sorted(set(listed))
