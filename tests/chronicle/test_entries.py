"""What an entry says of its tellings, and the pages beside the project."""

import re
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu import read
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.entries import canonical_source, entry_of, origins_of, tellings_of
from thoisu.chronicle.records import Document, Entry, Telling, short_id
from thoisu.model import Reading, replace

from ..conftest import SHARED, needs_shared
from .harness import Chronicle
from .test_acts import law, several

ARRIVAL = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."


def pages(*texts: str, published: str = "2022-11-05") -> Chronicle:
    return Chronicle({f"page {k}": read(text, published=published) for k, text in enumerate(texts)})


def only(chronicle: Chronicle) -> Entry:
    (found,) = chronicle.entries
    return found


# -- tellings -------------------------------------------------------------------------------------------------


def tellings(reading: Reading, key: str = "page") -> list[Telling]:
    document = document_of(reading, key, short_id(key))
    return tellings_of(document, reading, document.id)


def test_the_id_of_a_telling_outlives_what_a_newer_lexicon_changes() -> None:
    reading = read(ARRIVAL, published="2022-11-05")
    (before,) = tellings(reading)
    event = replace(reading.events[0], status="planned", actor=[], start_day=None, mode=None, start=3, trigger="x")
    assert [t.id for t in tellings(replace(reading, events=[event]))] == [before.id]
    assert tellings(replace(reading, events=[replace(event, event="AID")]))[0].id != before.id
    assert tellings(reading, "another page")[0].id != before.id


def test_white_space_and_signs_do_not_change_the_id() -> None:
    one = tellings(read(ARRIVAL, published="2022-11-05"))
    other = tellings(read(ARRIVAL.replace(" (Trung Quốc).", ", (Trung  Quốc) !"), published="2022-11-05"))
    assert [t.id for t in one] == [t.id for t in other]
    assert [t.id for t in tellings(read(ARRIVAL.replace("4/11", "3/11"), published="2022-11-05"))] != [one[0].id]


def test_several_acts_of_a_sentence_have_ids_of_their_own() -> None:
    text = "Tổng thống Pháp Emmanuel Macron sẽ đến Moskva vào ngày 7/2 và Kiev vào ngày 8/2."
    found = tellings(read(text, published="2022-02-05"))
    assert len(found) == len({t.id for t in found}) == 2
    assert {t.text for t in found} == {text}


@pytest.mark.parametrize(
    ("text", "credit", "sources"),
    [
        (ARRIVAL, [], []),
        (ARRIVAL, ["TTXVN", "Vietnam+"], ["VNA"]),
        (ARRIVAL, ["TTXVN", "Reuters"], ["VNA", "Reuters"]),
        (f"Theo Reuters, n{ARRIVAL[1:]}", [], ["Reuters"]),
        (f"Theo hãng tin AP, n{ARRIVAL[1:]}", ["TTXVN"], ["AP"]),
        (ARRIVAL, ["Báo Làng Ta"], ["Báo Làng Ta"]),
    ],
)
def test_sources(text: str, credit: list[str], sources: list[str]) -> None:
    reading = read(text, published="2022-11-05")
    document: Document = replace(document_of(reading, "page"), credit=credit)
    assert [t.sources for t in tellings_of(document, reading, "page")] == [sources]


def test_a_medium_that_acts_is_no_source() -> None:
    reading = read("Ngày 4/11, Nga đã áp đặt lệnh trừng phạt đối với hãng tin Reuters.", published="2022-11-05")
    assert all(a.entity == "Reuters" for t in tellings(reading) for a in t.event.recipient)
    assert [t.sources for t in tellings(reading)] == [[]]


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("TTXVN", "VNA"),
        ("TTXVN/Vietnam+", "VNA"),
        ("vietnamplus.vn", "VNA"),
        ("Báo Tin tức", "VNA"),
        ("Reuters", "Reuters"),
        ("hãng tin Reuters", "Reuters"),
        ("vnexpress.net", canonical_source("VnExpress")),
        ("Tân Hoa xã", "Xinhua"),
        ("Báo Làng Ta", "Báo Làng Ta"),
    ],
)
def test_names_of_sources(name: str, canonical: str) -> None:
    assert canonical_source(name) == canonical


# -- entries --------------------------------------------------------------------------------------------------


def test_the_best_telling_gives_the_fields_and_the_others_fill_them() -> None:
    found = only(pages("Thủ tướng Đức Olaf Scholz ngày 4/11 đã thăm Trung Quốc.", f"Theo hãng tin AP, n{ARRIVAL[1:]}"))
    assert (found.mode, found.start_day, found.place and found.place.name) == ("visit", "2022-11-04", "Beijing")
    assert found.said_by == ["AP"]
    assert len(found.tellings) == len(found.documents) == 2


def test_a_telling_to_the_day_is_better_than_one_by_the_page() -> None:
    found = only(pages(ARRIVAL, "Thủ tướng Đức Olaf Scholz đến Bắc Kinh (Trung Quốc).", published="2022-11-04"))
    assert found.text == ARRIVAL


def test_the_id_is_the_first_tellings_and_later_ones_do_not_change_it() -> None:
    early, late = read(ARRIVAL, published="2022-11-05T07:00"), read(ARRIVAL, published="2022-11-05T09:00")
    one, both = Chronicle({"early": early}), Chronicle({"late": late, "early": early})
    assert only(one).id == only(both).id == only(one).tellings[0]


@pytest.mark.parametrize(
    ("texts", "field", "values"),
    [
        (
            ("Ngày 20/5, Nga không kích thành phố Kherson của Ukraine.",
             "Ngày 20/5, Nga đã không không kích thành phố Kherson của Ukraine."),
            "status", ["denied", "happened"],
        ),
        (
            ("Ngày 20/5, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva.",
             "Ngày 20/5, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Bern (Thụy Sĩ)."),
            "place", ["Bern", "Geneva"],
        ),
        (
            ("Hôm qua, Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Nhật Bản Fumio Kishida.",
             "Ngày 21/5, Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Nhật Bản Fumio Kishida."),
            "day", ["2023-05-20", "2023-05-21"],
        ),
        (
            ("Ngày 20/5, Mỹ, Nhật Bản và Hàn Quốc đã đàm phán ba bên tại Hiroshima.",
             "Ngày 20/5, Mỹ, Nhật Bản và Australia đã đàm phán ba bên tại Hiroshima."),
            "participants", ["AUS, JPN, USA", "JPN, KOR, USA"],
        ),
    ],
)  # fmt: skip
def test_what_tellings_do_not_agree_on_is_kept(texts: tuple[str, str], field: str, values: list[str]) -> None:
    (conflict,) = only(pages(*texts, published="2023-05-21")).conflicts
    assert (conflict.field, sorted(conflict.values)) == (field, values)
    assert all(len(told) == 1 for told in conflict.values.values())


def test_less_said_is_no_conflict() -> None:
    found = only(pages(ARRIVAL, "Thủ tướng Đức Olaf Scholz ngày 4/11 đã thăm Trung Quốc."))
    assert found.conflicts == []


# -- origins --------------------------------------------------------------------------------------------------


def told(*rows: tuple[str, str | None, list[str]]) -> list[Telling]:
    """Tellings by (family, outlet, sources), a minute apart."""
    (telling,) = tellings(read(ARRIVAL, published="2022-11-05"))
    return [
        replace(telling, id=f"t{k}", document=f"d{k}", moment=f"2022-11-05T08:0{k}", family=family, outlet=outlet,
                sources=sources)
        for k, (family, outlet, sources) in enumerate(rows)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "origins"),
    [
        ([("f", "A", []), ("f", "B", [])], ["A"]),
        ([("f", "A", []), ("g", "A", [])], ["A"]),
        ([("f", "A", []), ("g", "B", [])], ["A", "B"]),
        ([("f", "A", ["AP"]), ("g", "B", ["AP"])], ["AP"]),
        ([("f", "A", ["AP"]), ("g", "AP", [])], ["AP"]),
        ([("f", "A", []), ("f", "B", ["VNA"])], ["VNA"]),
        ([("f", "A", ["VNA"]), ("g", "TTXVN", []), ("h", "vietnamplus.vn", [])], ["VNA"]),
        ([("f", "A", ["AP", "Reuters"])], ["AP"]),
        ([("f", "A", ["AP", "Reuters"]), ("g", "B", ["Reuters"])], ["Reuters"]),
        ([("f", "A", ["AP", "Reuters"]), ("g", "B", ["Reuters"]), ("h", "C", ["AP"])], ["AP", "Reuters"]),
        ([("f", None, []), ("g", None, [])], ["f", "g"]),
    ],
)
def test_origins(rows: list[tuple[str, str | None, list[str]]], origins: list[str]) -> None:
    for order in permutations(told(*rows)):
        assert sorted(origins_of(order)) == origins


def test_outlets_are_counted_and_unknown_ones_stand_under_their_documents() -> None:
    found = entry_of(told(("f", "A", []), ("f", None, []), ("f", "A", []), ("f", None, [])), "s")
    assert found.outlets == ["A", "d1", "d3"]


@law
@given(several(), st.randoms())
def test_an_entry_does_not_depend_on_the_order_of_its_tellings(found: list[Telling], random: Any) -> None:
    entry = entry_of(found, "s")
    random.shuffle(found)
    assert entry_of(found, "s") == entry
    assert set(entry.tellings) == {t.id for t in found}
    assert entry.best in entry.tellings
    assert 1 <= len(entry.origins) <= len({t.family for t in found})


# -- pages beside the project ---------------------------------------------------------------------------------


@cache
def shared() -> Chronicle:
    """The two seeds and the flat pages; p01 is a copy of the first seed."""
    files = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "flat").glob("p*.txt"))]
    seed = next(p.stem for p in files if p.name.startswith("000"))
    return Chronicle({p.stem: read(p) for p in files}, [[seed, "p01"]])


@needs_shared
def test_blinken_arrives_in_berlin_once_with_two_outlets_and_one_origin() -> None:
    arrivals = [
        e
        for e in shared().between("2022-01-20", "2022-02-15")
        if e.mode == "visit" and e.status == "happened" and e.place and e.place.name == "Berlin"
    ]
    assert [(len(e.tellings), len(e.outlets), e.origins) for e in arrivals] == [(2, 2, ["VNA"])]


@needs_shared
def test_the_plans_of_the_seeds_are_past_their_day() -> None:
    plans = {
        (e.start_day, tuple(a.entity for a in e.actor), e.place and e.place.name): shared().outcome(e, "2022-03-01")
        for e in shared().plans()
        if e.start_day and "2022-01-20" <= e.start_day <= "2022-02-15"
    }
    for day, who, where in (
        ("2022-01-21", ("Antony Blinken", "Sergei Lavrov"), None),
        ("2022-02-07", ("Emmanuel Macron",), "Moscow"),
        ("2022-02-08", ("Emmanuel Macron",), "Kyiv"),
        ("2022-02-14", ("Olaf Scholz",), "Kyiv"),
        ("2022-02-15", ("Olaf Scholz",), "Moscow"),
    ):
        assert plans[day, who, where].kind == "unreported"
        assert shared().outcome(next(e for e in shared().plans() if e.start_day == day), day).kind == "open"


@needs_shared
def test_every_sentence_of_the_copy_joins_that_of_its_origin() -> None:
    seed = next(name for name in shared().page.values() if re.match("000", name))
    copied = [e for e in shared().entries if "p01" in shared().pages(e)]
    assert [shared().pages(e) for e in copied] == [[seed, "p01"]] * len(copied)
    assert len(copied) > 8
