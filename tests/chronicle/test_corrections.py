"""The log of corrections: what is in force of it, what it changes, and that undoing it leaves nothing behind."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu import read
from thoisu.chronicle.corrections import ACTIONS, apply_to, check, effective, modes, orphaned, renamed
from thoisu.chronicle.records import Correction, Entry
from thoisu.errors import CorrectionError

from .harness import Chronicle

ARRIVAL = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
AGAIN = "Theo hãng tin Reuters, Thủ tướng Đức Olaf Scholz ngày 4/11 đã tới Bắc Kinh trong chuyến thăm Trung Quốc."
CALL = "Ngày 4/11, Tổng thống Pháp Emmanuel Macron đã điện đàm với Tổng thống Ukraine Volodymyr Zelensky."
READINGS = {name: read(text, published="2022-11-05") for name, text in {"a": ARRIVAL, "b": AGAIN, "c": CALL}.items()}
PLAIN = Chronicle(READINGS)
A, B, C = (next(t.id for t in PLAIN.tellings if PLAIN.page[t.id] == name) for name in "abc")


def line(number: int, action: str, target: list[str], **values: str) -> Correction:
    named = {"start": "from", "end": "to"}
    return Correction(
        number, "2022-11-06T08:00+07:00", "an", action, target, {named.get(k, k): v for k, v in values.items()}
    )


def drawn(*log: Correction) -> list[Entry]:
    return Chronicle(READINGS, log=log).entries


def pages(*log: Correction) -> list[list[str]]:
    """The pages of each entry."""
    chronicle = Chronicle(READINGS, log=log)
    return sorted(chronicle.pages(e) for e in chronicle.entries)


def entry(name: str, *log: Correction) -> Entry:
    chronicle = Chronicle(READINGS, log=log)
    (found,) = (e for e in chronicle.entries if name in chronicle.pages(e))
    return found


def test_without_corrections() -> None:
    assert pages() == [["a", "b"], ["c"]]
    assert all(not e.rejected and e.corrections == [] for e in drawn())


# -- set and reject -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("from", "2022-11-03", "start_day", "2022-11-03"),
        ("to", "2022-11-06", "end_day", "2022-11-06"),
        ("from", "", "start_day", None),
        ("status", "planned", "status", "planned"),
        ("event", "COOPERATE", "event", "COOPERATE"),
        ("mode", "third-party", "mode", "third-party"),
        ("mode", "", "mode", None),
        ("said_by", "AP; Reuters", "said_by", ["AP", "Reuters"]),
        ("said_by", "", "said_by", []),
        ("context", "diplomatic;economic", "context", ["diplomatic", "economic"]),
        ("place", "", "place", None),
        ("recipient", "", "recipient", []),
    ],
)
def test_a_field_is_set_for_all_tellings_of_the_entry(field: str, value: str, attribute: str, expected: Any) -> None:
    correction = Correction(1, "2022-11-06T08:00+07:00", "an", "set", [A], {field: value})
    check("set", [A], {field: value})
    found = entry("b", correction)
    assert getattr(found, attribute) == expected
    assert found.corrections == [1]
    assert entry("c", correction) == entry("c")


@pytest.mark.parametrize(
    ("given", "name", "country"),
    [("Thượng Hải", "Shanghai", "CHN"), ("Geneva", "Geneva", "CHE"), ("Xứ Không Tên", "Xứ Không Tên", None)],
)
def test_a_place_may_be_named_in_vietnamese(given: str, name: str, country: str | None) -> None:
    place = entry("a", line(1, "set", [A], place=given)).place
    assert place is not None
    assert (place.name, place.country) == (name, country)


def test_parties_and_places_are_read_as_the_gold_writes_them() -> None:
    found = entry(
        "a", line(1, "set", [A], actor="Jens Stoltenberg@NATO; Olaf Scholz@DEU", recipient="CHN", place="Geneva")
    )
    assert [(a.entity, a.kind, a.country, a.org) for a in found.actor] == [
        ("Jens Stoltenberg", "person", None, "NATO"),
        ("Olaf Scholz", "person", "DEU", None),
    ]
    assert [(a.entity, a.kind) for a in found.recipient] == [("CHN", "country")]
    assert found.place is not None
    assert (found.place.name, found.place.country, round(found.place.lat or 0)) == ("Geneva", "CHE", 46)


def test_the_later_of_two_values_wins() -> None:
    found = entry("a", line(1, "set", [A], status="planned", start="2022-11-03"), line(2, "set", [B], status="denied"))
    assert (found.status, found.start_day, found.corrections) == ("denied", "2022-11-03", [1, 2])


def test_an_entry_is_rejected() -> None:
    assert entry("a", line(1, "reject", [A, B])).rejected
    assert not entry("c", line(1, "reject", [A, B])).rejected


# -- merge and split ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([line(1, "merge", [A, C])], [["a", "b", "c"]], id="merge"),
        pytest.param([line(1, "split", [A, B])], [["a"], ["b"], ["c"]], id="split"),
        pytest.param([line(1, "split", [A, B], off=B)], [["a"], ["b"], ["c"]], id="split-off"),
        pytest.param([line(1, "merge", [A, B, C]), line(2, "split", [A, B, C], off=C)], [["a", "b"], ["c"]], id="off"),
        pytest.param([line(1, "merge", [A, B, C]), line(2, "split", [A, B, C])], [["a"], ["b"], ["c"]], id="all"),
        pytest.param([line(1, "split", [A, B]), line(2, "merge", [A, B])], [["a", "b"], ["c"]], id="later-wins"),
        pytest.param([line(1, "split", [A, B]), line(2, "merge", [B, C])], [["a"], ["b", "c"]], id="elsewhere"),
        pytest.param(
            [line(1, "merge", [A, C]), line(2, "merge", [B, C]), line(3, "split", [A, B])],
            [["a"], ["b", "c"]],
            id="the-later-merge-holds-where-both-can't",
        ),
    ],
)
def test_tellings_forced_together_and_apart(log: list[Correction], expected: list[list[str]]) -> None:
    assert pages(*log) == expected
    assert pages(*reversed(log)) == expected


def test_what_is_forced_together_names_its_corrections() -> None:
    assert entry("a", line(4, "merge", [A, C])).corrections == [4]


# -- undo -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("undone", "in_force"),
    [
        ([], [1]),
        (["1"], []),
        (["1", "2"], [1]),
        (["1", "2", "3"], []),
        (["1", "1"], []),
        (["1", "2", "1"], []),
    ],
)
def test_undo(undone: list[str], in_force: list[int]) -> None:
    log = [line(1, "set", [A], status="planned")]
    log += [line(number, "undo", [target]) for number, target in enumerate(undone, 2)]
    assert [c.number for c in effective(log).lines] == in_force


def test_an_undo_of_what_comes_later_undoes_nothing() -> None:
    log = [line(1, "undo", ["2"]), line(2, "reject", [A])]
    assert [c.number for c in effective(log).lines] == [2]


# -- entities -------------------------------------------------------------------------------------------------


def test_an_entity_is_renamed_wherever_it_stands() -> None:
    log = [line(1, "rename", ["Olaf Scholz"], to="Olaf Scholz (SPD)"), line(2, "rename", ["CHN"], to="PRC")]
    found = entry("a", *log)
    assert [a.entity for a in found.actor] == ["Olaf Scholz (SPD)"]
    assert [(a.entity, a.country) for a in found.recipient] == [("PRC", "PRC")]
    assert found.corrections == [1, 2]
    assert entry("c", *log) == entry("c")


def test_two_names_of_one_are_joined_over_several_lines() -> None:
    force = effective([line(1, "join", ["Scholz", "Olaf Scholz"]), line(2, "rename", ["Scholz"], to="O. Scholz")])
    assert force.names == {"Olaf Scholz": "O. Scholz", "Scholz": "O. Scholz"}


def test_a_name_may_be_given_back() -> None:
    log = [line(1, "rename", ["Kyiv Post"], to="Kyiv"), line(2, "rename", ["Kyiv"], to="Kyiv Post")]
    assert effective(log).names == {"Kyiv": "Kyiv Post"}


def test_tellings_of_joined_entities_become_one_entry() -> None:
    readings = {
        name: read(f"Ngày 4/11, ông {who} đã gặp Thủ tướng Đức Olaf Scholz tại Berlin.", published="2022-11-05")
        for name, who in {"one": "Trần Văn Bình", "other": "Lê Quang Hải"}.items()
    }
    names = sorted({a.entity for t in Chronicle(readings).tellings for a in t.event.actor if "Olaf" not in a.entity})
    assert len(names) == 2
    assert len(Chronicle(readings).entries) == 2
    assert len(Chronicle(readings, log=[line(1, "join", names)]).entries) == 1


# -- stories, and what has lost its tellings --------------------------------------------------------------------


def test_documents_forced_into_stories() -> None:
    force = effective([line(1, "story-join", ["d", "e"]), line(2, "story-split", ["d", "f", "g"], off="g")])
    assert force.stories == [("d", "e")]
    assert sorted(force.stories_parted) == [("d", "g"), ("f", "g")]
    assert (force.together, force.parted) == ([], [])


def test_a_correction_without_its_tellings_is_reported_and_kept() -> None:
    log = [line(1, "set", [A], status="planned"), line(2, "reject", ["gone"]), line(3, "rename", ["X"], to="Y")]
    assert [c.number for c in orphaned(log, {A, B, C})] == [2]
    assert orphaned(log, lambda ids: set(ids)) == []
    assert orphaned([*log, line(4, "undo", ["2"])], {A, B, C}) == []
    assert entry("a", *log).status == "planned"


# -- what can't be --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "target", "values", "says"),
    [
        ("delete", [A], {}, "action: 'delete' is none; give set, reject, merge"),
        ("set", [], {"status": "denied"}, "set: is about nothing"),
        ("set", ["a"], {"place": "Hu\0ế"}, "set: holds a zero byte"),
        ("rename", ["Nga\0"], {"to": "RUS"}, "rename: holds a zero byte"),
        ("set", [A], {}, "set: no field"),
        ("set", [A], {"colour": "red"}, "set: 'colour' can't be set; give from, to, status"),
        ("set", [A], {"status": "maybe"}, "status: 'maybe' is none"),
        ("set", [A], {"from": "4/11/2022"}, "from: '4/11/2022' is no day; give it as 2022-01-31"),
        ("set", [A], {"from": "2022-02-30"}, "from: '2022-02-30' is no day"),
        ("set", [A], {"from": "2022-02-20", "to": "2022-02-19"}, "to: 2022-02-19 is before 2022-02-20"),
        ("set", [A], {"event": "VISIT"}, "event: 'VISIT' is no category; give ACCUSE"),
        ("set", [A], {"mode": "flight"}, "mode: 'flight' is no mode"),
        ("set", [A], {"event": "AID", "mode": "visit"}, "mode: 'visit' is no mode of AID"),
        ("set", [A], {"actor": "@USA"}, "actor: '@USA' names nobody"),
        ("reject", [A], {"status": "denied"}, "reject: 'status' can't be set; give no values"),
        ("merge", [A], {}, f"merge: {A!r} is already one"),
        ("split", [A, B], {"off": "zzz"}, "split: 'zzz' is not among what is to be split"),
        ("rename", ["X"], {}, "rename: no new name; give it as to=NAME"),
        ("undo", ["7"], {}, "undo: there is no correction 7"),
        ("undo", ["one"], {}, "undo: there is no correction one"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(action: str, target: list[str], values: dict[str, str], says: str) -> None:
    with pytest.raises(CorrectionError) as caught:
        check(action, target, values, [line(1, "reject", [A])])
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_categories_and_modes_are_plovers() -> None:
    assert len(modes()) == 16
    assert "visit" in modes()["CONSULT"]
    assert "aerial" in modes()["ASSAULT"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"event": "ASSAULT"}, ("ASSAULT", None, "2022-11-04", "2022-11-04")),
        ({"event": "CONSULT"}, ("CONSULT", "visit", "2022-11-04", "2022-11-04")),
        ({"event": "ASSAULT", "mode": "aerial"}, ("ASSAULT", "aerial", "2022-11-04", "2022-11-04")),
        ({"start": "2022-11-09"}, ("CONSULT", "visit", "2022-11-09", "2022-11-09")),
        ({"end": "2022-11-02"}, ("CONSULT", "visit", "2022-11-02", "2022-11-02")),
        ({"start": "2022-11-02"}, ("CONSULT", "visit", "2022-11-02", "2022-11-04")),
        ({"start": ""}, ("CONSULT", "visit", None, "2022-11-04")),
    ],
)
def test_what_one_field_takes_from_another(
    values: dict[str, str], expected: tuple[str, str | None, str | None, str | None]
) -> None:
    found = entry("a", line(1, "set", [A], **values))
    assert (found.event, found.mode, found.start_day, found.end_day) == expected


# -- laws -----------------------------------------------------------------------------------------------------

NAMES = ["Olaf Scholz", "Emmanuel Macron", "CHN", "DEU"]
VALUES = {"status": "planned", "from": "2022-11-01", "mode": "phone", "actor": "USA;RUS", "place": "Geneva"}


@st.composite
def corrections(draw: Any, number: int) -> Correction:
    action = draw(st.sampled_from(sorted(ACTIONS.keys() - {"undo"})))
    values: dict[str, str] = {}
    if action in ("rename", "join"):
        target = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        values = {"to": draw(st.sampled_from(["Somebody", *NAMES]))}
    else:
        target = draw(st.lists(st.sampled_from([A, B, C]), min_size=2, max_size=3, unique=True))
    if action == "set":
        fields = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, unique=True))
        values = {field: VALUES[field] for field in fields}
    if action.endswith("split") and draw(st.booleans()):
        values = {"off": target[0]}
    return Correction(number, "2022-11-06T08:00+07:00", "an", action, target, values)


@st.composite
def logs(draw: Any) -> list[Correction]:
    return [draw(corrections(number)) for number in range(1, draw(st.integers(1, 5)) + 1)]


law = settings(deadline=None, max_examples=60, derandomize=True)


@law
@given(logs())
def test_any_log_can_be_checked_and_drawn(log: list[Correction]) -> None:
    for correction in log:
        check(correction.action, correction.target, correction.values, log)
    assert sorted(id_ for e in drawn(*log) for id_ in e.tellings) == sorted([A, B, C])


@law
@given(logs(), st.data())
def test_a_correction_and_its_undo_leave_nothing_behind(log: list[Correction], data: Any) -> None:
    more = data.draw(corrections(len(log) + 1))
    undone = [*log, more, line(len(log) + 2, "undo", [str(more.number)])]
    assert effective(undone) == effective(log)
    assert drawn(*undone) == drawn(*log)
    redone = [*undone, line(len(log) + 3, "undo", [str(len(log) + 2)])]
    assert effective(redone) == effective([*log, more])


@law
@given(logs())
def test_applying_twice_is_applying_once(log: list[Correction]) -> None:
    force = effective(log)
    for found in drawn(*log):
        assert apply_to(found, force).status == found.status
        assert apply_to(found, force).actor == found.actor
    for telling in PLAIN.tellings:
        assert renamed(renamed(telling, force), force) == renamed(telling, force)
