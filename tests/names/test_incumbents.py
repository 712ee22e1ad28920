"""Offices without a name: tests/cases/offices.tsv, and words that speak of no incumbent."""

from datetime import date

import pytest

import thoisu
from thoisu.model import Office

from ..conftest import cases


def offices(text: str, day: str) -> list[Office]:
    return thoisu.read(text, published=day).offices


@pytest.mark.parametrize("row", cases("offices"), ids=lambda r: r["id"])
def test_who_is_meant(row: dict[str, str]) -> None:
    found = {o.text: o for o in offices(row["text"], row["day"])}
    if not row["office"]:
        assert row["phrase"] not in found
        return
    office = found[row["phrase"]]
    assert (office.office, office.holder, office.entity or "") == (row["office"], row["holder"], row["person"])
    assert office.basis == row["basis"]


def test_two_who_fit_are_both_shown() -> None:
    """Two prime ministers were in office on the day of the handover."""
    (office,) = offices("Thủ tướng Anh ngày 6/9 điện đàm với các đồng minh.", "2022-09-06")
    assert office.entity is None
    assert [(c.entity, c.start, c.end) for c in office.candidates] == [
        ("Boris Johnson", "2019-07-24", "2022-09-06"),
        ("Liz Truss", "2022-09-06", "2022-10-25"),
    ]
    assert all(c.source for c in office.candidates)


def test_who_is_not_named_on_the_page_is_no_actor() -> None:
    reading = thoisu.read("Ngày 20/1, Ngoại trưởng Mỹ đã gặp Thủ tướng Đức tại Berlin.", published="2022-01-20")
    visit = reading.events[0]
    assert [(a.entity, a.office) for a in visit.actor] == [("USA", "foreign minister")]
    assert [(a.entity, a.office) for a in visit.recipient] == [("DEU", "prime minister")]
    assert [o.entity for o in reading.offices] == ["Antony Blinken", "Olaf Scholz"]


def test_who_is_named_elsewhere_on_the_page_is_the_actor() -> None:
    text = "Ông Antony Blinken đang ở châu Âu. Ngày 20/1, Ngoại trưởng Mỹ đã gặp Thủ tướng Đức tại Berlin."
    visit = thoisu.read(text, published="2022-01-20").events[0]
    assert [(a.entity, a.country) for a in visit.actor] == [("Antony Blinken", "USA")]


def test_without_a_day_nobody_is_guessed() -> None:
    assert thoisu.read("Ngoại trưởng Mỹ sẽ thăm Berlin trong thời gian tới để bàn về Ukraine.").offices == []


@pytest.mark.parametrize("day", ["2010-06-01", "2016-06-01", "2022-06-01", "2025-06-01"])
def test_candidates_hold_the_office_on_the_day(day: str) -> None:
    text = "Tổng thống Mỹ, Thủ tướng Nhật Bản và Ngoại trưởng Đức đều có mặt. Tổng thống Nga vắng mặt."
    found = offices(text, day)
    assert len(found) == 4
    for office in found:
        for candidate in office.candidates:
            assert candidate.start <= day
            assert candidate.end is None or day[: len(candidate.end)] <= candidate.end
    assert date.fromisoformat(day)
