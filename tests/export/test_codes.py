"""The tables of codes.toml are whole, and say what their sources say."""

import tomllib
from pathlib import Path

import pytest

import thoisu.export.codes as codes
from thoisu.chronicle.corrections import modes
from thoisu.lexicon import lexicon
from thoisu.model import Actor

FACTS = tomllib.loads(Path(codes.__file__).with_name("codes.toml").read_text(encoding="utf-8"))
ROOTS = [f"{n:02}" for n in range(1, 21)]
# Modes of the frames for which no code of CAMEO is known: they have what their category has.
WITHOUT = {
    ("ASSAULT", "crowd-control"), ("ASSAULT", "execute"), ("ASSAULT", "primitive"), ("COERCE", "censor"),
    ("COERCE", "cyber"), ("CONSULT", "multilateral"), ("MOBILIZE", "weapons"), ("PROTEST", "vandalize"),
    ("RETREAT", "resign"), ("THREATEN", "arrest"),
}  # fmt: skip


def test_every_category_and_mode_of_the_frames_is_there() -> None:
    assert {event: set() for event in modes()}.keys() == codes.categories().keys()
    used = {(event, mode) for event, known in modes().items() for mode in known}
    assert used - {(c.event, mode) for c in codes.categories().values() for mode in c.modes} == WITHOUT


def test_every_code_has_a_score_and_a_quad() -> None:
    assert sorted(root for roots in FACTS["quadclass"].values() for root in roots) == ROOTS
    named = [
        code for c in codes.categories().values() for code in (*c.cameo, *(x for m in c.modes.values() for x in m))
    ]
    assert set(named) <= FACTS["goldstein"].keys()
    assert {code for code in FACTS["goldstein"] if len(code) == 2} == set(ROOTS)
    assert all(-10 <= score <= 10 for score in FACTS["goldstein"].values())


def test_the_quads_are_the_codebooks() -> None:
    by_quad: dict[int, list[str]] = {}
    for c in codes.categories().values():
        by_quad.setdefault(c.quad, []).append(c.event)
        assert (c.score > 0) == (c.quad < 3)
    assert by_quad == {
        1: ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
        2: ["COOPERATE", "AID", "RETREAT"],
        3: ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
        4: ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    }
    assert [c.event for c in codes.categories().values() if c.recipient] == ["COOPERATE", "AID", "SANCTION"]


@pytest.mark.parametrize(
    ("event", "mode", "status", "act"),
    [
        ("CONSULT", "visit", "planned", ("AGREE", None, None)),
        ("SUPPORT", None, "planned", ("AGREE", None, None)),
        ("COOPERATE", None, "planned", ("AGREE", None, None)),
        ("AID", None, "planned", ("AGREE", None, None)),
        ("AGREE", None, "planned", ("AGREE", None, None)),
        ("CONCEDE", None, "planned", ("CONCEDE", None, None)),
        ("RETREAT", "withdraw", "planned", ("RETREAT", "withdraw", "future")),
        ("ASSAULT", "aerial", "planned", ("ASSAULT", "aerial", "future")),
        ("CONSULT", "visit", "happened", ("CONSULT", "visit", None)),
        ("CONSULT", "visit", "ongoing", ("CONSULT", "visit", None)),
        ("CONSULT", "visit", "proposed", ("CONSULT", "visit", "hypothetical")),
        ("AID", None, "denied", ("AID", None, "negation")),
    ],
)
def test_the_rule_on_the_future(event: str, mode: str | None, status: str, act: tuple[str, str | None, str]) -> None:
    assert codes.act_of(event, mode, status) == act


@pytest.mark.parametrize(
    ("event", "mode", "code", "root", "quad", "goldstein"),
    [
        ("CONSULT", "visit", "042", "04", 1, 1.9),
        ("CONSULT", "phone", "041", "04", 1, 1.0),
        ("CONSULT", "multilateral", "04", "04", 1, 1.0),
        ("AGREE", None, "03", "03", 1, 4.0),
        ("RETREAT", "ceasefire", "087", "08", 2, 9.0),
        ("RETREAT", None, "08", "08", 2, 5.0),
        ("REQUEST", "yield", "105", "10", 3, -5.0),
        ("REQUEST", "change", "10", "10", 3, -5.0),
        ("ACCUSE", "allege", "11", "11", 3, -2.0),
        ("ACCUSE", "investigate", "09", "09", 2, -2.0),
        ("ACCUSE", None, None, None, None, None),
        ("PROTEST", "demo", "141", "14", 3, -6.5),
        ("SANCTION", "expel", "166", "16", 4, -7.0),
        ("SANCTION", "convict", "116", "11", 3, -2.0),
        ("COERCE", "seize", None, None, 4, None),
        ("COERCE", "arrest", "173", "17", 4, -5.0),
        ("ASSAULT", None, None, None, 4, None),
        ("ASSAULT", "aerial", "195", "19", 4, -10.0),
        ("ASSAULT", "cleansing", "20", "20", 4, -10.0),
    ],
)
def test_cameo(event: str, mode: str, code: str, root: str, quad: int, goldstein: float) -> None:
    assert codes.cameo_of(event, mode) == (code, root, quad, goldstein)


def test_every_state_is_known_or_said_to_be_unknown() -> None:
    countries = lexicon().countries
    unknown = set(FACTS["unknown"]["states"])
    assert {iso3 for iso3 in countries if not codes.icews_state(iso3)} == unknown
    assert {iso3 for iso3 in countries if not codes.cameo_state(iso3)} == unknown | set(FACTS["unknown"]["territories"])
    assert {*FACTS["icews"], *FACTS["cameo_states"]} <= countries.keys()
    assert all(countries[iso3].name != name for iso3, name in FACTS["icews"].items())


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (Actor("VNM", "country", "VNM"), "VNM"),
        (Actor("Joe Biden", "person", "USA", sector="GOV"), "USA"),
        (Actor("Ministry of Foreign Affairs, RUS", "org", sector="GOV"), "RUS"),
        (Actor("Jens Stoltenberg", "person", org="NATO", sector="IGO"), "IGO"),
        (Actor("NATO", "org", sector="IGO"), "IGO"),
        (Actor("Airbus", "org", sector="BUS"), ""),
        (Actor("the West", "place"), ""),
    ],
)
def test_actors(actor: Actor, code: str) -> None:
    assert codes.actor_code(actor) == code
