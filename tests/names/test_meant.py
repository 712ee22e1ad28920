"""Whom slips of spelling, initials and bare surnames mean, and where nobody is guessed."""

from datetime import date

import pytest

import thoisu

from .test_names import named, read_names


@pytest.mark.parametrize(
    ("text", "day", "printed", "person"),
    [
        ("Tổng thống Ukraine Petro Proshenko tới Minsk.", date(2015, 2, 18), "Petro Proshenko", "Petro Poroshenko"),
        ("Thủ tướng New Zealand Jacindar Ardern chủ trì.", date(2021, 11, 12), "Jacindar Ardern", "Jacinda Ardern"),
        ("Thủ tướng Ấn Độ N. Modi tới Tokyo.", date(2022, 1, 21), "N. Modi", "Narendra Modi"),
        ("Ngoại trưởng Nga Sergey Lavrop lên tiếng.", date(2022, 1, 21), "Sergey Lavrop", "Sergei Lavrov"),
    ],
)
def test_a_slip_is_mended_and_told(text: str, day: date, printed: str, person: str) -> None:
    assert (printed, "person", person) in [(m.text, m.kind, m.entity) for m in read_names(text, day=day).mentions]
    assert f"'{printed}' is taken for {person}" in thoisu.read(text, published=day.isoformat()).warnings


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # Of another state, of another time, or too far from the name.
        ("Tổng thống Ba Lan Petro Proshenko tới Minsk.", "Petro Proshenko"),
        ("Tổng thống Ukraine Petro Proshenko tới Minsk.", "Petro Proshenko"),
        ("Ngoại trưởng Nga Sergei Petrov lên tiếng.", "Sergei Petrov"),
        ("Thủ tướng Ấn Độ K. Modi tới Tokyo.", "K. Modi"),
    ],
)
def test_another_name_stays_as_it_is_printed(text: str, printed: str) -> None:
    assert (printed, "person", printed) in named(text)
    assert read_names(text).spellings == {}


@pytest.mark.parametrize(
    ("text", "printed", "person"),
    [
        ("Bà Nga, 62 tuổi, sống một mình ở ngoại ô Praha.", "Nga", "Nga"),
        ("Anh Kim, 30 tuổi, nhân viên văn phòng ở Seoul, nói sẽ không đi bầu.", "Kim", "Kim"),
        ("Bà Lý, chủ nhà hàng ở Bắc Kinh, than phiền vì vắng khách.", "Lý", "Lý"),
        ("Ông Tập sẽ thăm châu Âu, theo truyền thông Trung Quốc.", "Tập", "Xi Jinping"),
    ],
)
def test_a_bare_surname_needs_an_office_and_its_state_on_the_page(text: str, printed: str, person: str) -> None:
    assert (printed, "person", person) in named(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ngoại trưởng Campuchia lên tiếng. Người phát ngôn Bộ Ngoại giao Lê Thị Thu Hằng trả lời báo chí.", "VNM"),
        ("Ngoại trưởng Campuchia lên tiếng. Người phát ngôn Bộ Ngoại giao nước này trả lời báo chí.", "KHM"),
    ],
)
def test_a_ministry_is_of_the_state_of_the_person_behind_it(text: str, state: str) -> None:
    assert ("Bộ Ngoại giao", "org", f"Ministry of Foreign Affairs, {state}") in named(text)
