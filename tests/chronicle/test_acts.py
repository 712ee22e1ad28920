"""When two tellings tell one act: tests/cases/acts.tsv, and laws for any tellings."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu import read
from thoisu.chronicle.acts import apart, blocks_of, facts_of, one_person, outright, same_act
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.entries import MANY, NEXT, compared, components, tellings_of
from thoisu.chronicle.records import Telling, short_id
from thoisu.model import Actor, Event, Place, Span, replace

from ..conftest import cases


def only_telling(text: str, published: str, name: str) -> Telling:
    reading = read(text, published=published)
    document = document_of(reading, name, short_id(name))
    (telling,) = tellings_of(document, reading, name)
    return telling


@pytest.mark.parametrize("row", cases("acts"), ids=lambda row: f"{row['same']}-{row['why']}")
def test_two_tellings(row: dict[str, str]) -> None:
    one = only_telling(row["text"], row["published"], "one")
    other = only_telling(row["other"], row["other_published"], "other")
    assert (same_act(one, other) is not None) == (row["same"] == "yes"), (one, other)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Benigno S. Aquino III", "Benigno Aquino III", True),
        ("Kim Jong Un", "Kim Jong-un", True),
        ("Marcos", "Bongbong Marcos", True),
        ("George W. Bush", "George H. W. Bush", False),
        ("Ferdinand Marcos", "Ferdinand Marcos Jr.", False),
        ("Joe Biden", "Donald Trump", False),
    ],
)
def test_names_of_one_person(a: str, b: str, same: bool) -> None:
    assert one_person(a, b) == one_person(b, a) == same


# -- laws -----------------------------------------------------------------------------------------------------

BLINKEN, BIDEN = (Actor(name, "person", country="USA") for name in ("Antony Blinken", "Joe Biden"))
LAVROV, STOLTENBERG = Actor("Sergei Lavrov", "person", country="RUS"), Actor("Jens Stoltenberg", "person", org="NATO")
USA, RUS, DEU = (Actor(code, "country", country=code) for code in ("USA", "RUS", "DEU"))
MINISTRY = Actor("Ministry of Foreign Affairs, RUS", "org")
# Who meets whom: the same meeting told more and less exactly, others like it, and one-sided ones.
SIDES = [
    ([BLINKEN, LAVROV], []), ([BLINKEN, LAVROV], []), ([USA, MINISTRY], []), ([BIDEN, LAVROV], []), ([USA, RUS], []),
    ([BLINKEN, STOLTENBERG], []), ([USA, RUS, DEU], []), ([BLINKEN], [DEU]), ([USA], [DEU]), ([USA], [RUS]), ([], []),
]  # fmt: skip
PLACES = [
    None,
    Place("Geneva", "CHE", 46.2, 6.15),
    Place("Switzerland", "CHE", 46.8, 8.2),
    Place("Berlin", "DEU", 52.52, 13.41),
    Place("Vienna", "AUT", 48.2, 16.4),
]
DAYS = [None, *(f"2022-01-{day}" for day in range(20, 24))]
SENTENCES = [
    "Hai ngoại trưởng gặp nhau tại Geneva để bàn về an ninh châu Âu",
    "Ngoại trưởng hai nước đã gặp nhau ở Thụy Sĩ và bàn về an ninh châu Âu",
    "Mỹ kêu gọi Nga rút quân khỏi biên giới",
    "Cuộc gặp bị hoãn",
]


@st.composite
def made(draw: Any, number: int = 0) -> Telling:
    day = draw(st.sampled_from(DAYS))
    length = draw(st.integers(0, 2))
    end = min(f"2022-01-{int(day[-2:]) + length}", "2022-01-31") if day else None
    told = draw(st.sampled_from(DAYS))
    actors, recipients = draw(st.sampled_from(SIDES))
    text = draw(st.sampled_from(SENTENCES))
    event = Event(
        p=draw(st.integers(0, 2)), start=0, end=3, trigger=text[:3],
        event=draw(st.sampled_from(["CONSULT", "CONSULT", "CONSULT", "REQUEST"])),
        mode=draw(st.sampled_from([None, None, "visit", "phone"])), context=[],
        status=draw(st.sampled_from(["happened", "happened", "ongoing", "planned", "denied"])), cues=[],
        actor=actors, recipient=recipients,
        start_day=day, end_day=draw(st.sampled_from([end, end, None])) if day else None,
        date_basis=draw(st.sampled_from(["own clause: ngày 20/1", "own clause: hôm qua", "narrated day"])),
        place=draw(st.sampled_from(PLACES)), said_by=[], evidence=[Span(0, 0, len(text))],
        rule=draw(st.sampled_from(["consult.meet", "consult.meet", "consult.visit"])), told=[],
    )  # fmt: skip
    document = draw(st.sampled_from("abcdef"))
    return Telling(
        id=short_id(document, str(number)), document=document, number=number, event=event, text=text,
        moment=f"{told}T08:00+07:00" if told else None, day=told, outlet=draw(st.sampled_from([None, "A", "B"])),
        family=draw(st.sampled_from(["one", document])), sources=draw(st.sampled_from([[], ["AP"], ["AP", "VNA"]])),
    )  # fmt: skip


@st.composite
def several(draw: Any) -> list[Telling]:
    return [draw(made(number)) for number in range(draw(st.integers(4, 12)))]


law = settings(deadline=None, max_examples=80, derandomize=True)


@law
@given(made(0), made(1))
def test_same_act_and_apart_are_symmetric(a: Telling, b: Telling) -> None:
    assert same_act(a, b) == same_act(b, a)
    assert apart(facts_of(a), facts_of(b)) == apart(facts_of(b), facts_of(a))


@law
@given(made(0), made(1))
def test_tellings_that_say_the_same_outright_are_not_apart(a: Telling, b: Telling) -> None:
    elsewhere = replace(a, id=b.id, document=f"{b.document}'", text=b.text, moment=b.moment, day=b.day, family=b.family)
    one, other = facts_of(a), facts_of(elsewhere)
    said = outright(one)
    assert said is None or said != outright(other) or not apart(one, other)


@law
@given(several())
def test_tellings_of_one_act_share_a_block(tellings: list[Telling]) -> None:
    for a, b in combinations(tellings, 2):
        if same_act(a, b):
            assert set(blocks_of(a)) & set(blocks_of(b)), (a, b)


@law
@given(several(), st.randoms())
def test_components_do_not_depend_on_the_order(tellings: list[Telling], random: Any) -> None:
    found = components(tellings)
    random.shuffle(tellings)
    assert components(tellings) == found
    assert sorted(t.id for members in found for t in members) == sorted(t.id for t in tellings)


@law
@given(several())
def test_no_entry_holds_two_tellings_that_cannot_be_one_act(tellings: list[Telling]) -> None:
    for members in components(tellings):
        for a, b in combinations(members, 2):
            assert not apart(facts_of(a), facts_of(b)), (a, b)


@law
@given(several())
def test_a_telling_alone_tells_one_act_whatever_else_is_there(tellings: list[Telling]) -> None:
    """Only what is tied joins: tellings of other categories never matter."""
    chosen = [t for t in tellings if t.event.event == "CONSULT"]
    consult = [[t.id for t in members] for members in components(tellings) if members[0].event.event == "CONSULT"]
    assert [[t.id for t in members] for members in components(chosen)] == consult


# -- what must not chain --------------------------------------------------------------------------------------


def entries_of(*told: tuple[str, str]) -> list[list[str]]:
    """The entries of pages given as (day, text), each as the days of its pages."""
    tellings = []
    for number, (day, text) in enumerate(told):
        reading = read(text, published=day)
        document = document_of(reading, str(number), short_id(str(number)))
        tellings += tellings_of(document, reading, str(number))
    return [[t.moment or "" for t in members] for members in components(tellings)]


TEN_DAYS = [f"2023-05-{day:02}" for day in range(10, 20)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Mỹ kêu gọi Nga rút quân khỏi Ukraine.", 10),
        ("Ngày {day}, Mỹ kêu gọi Nga rút quân khỏi Ukraine.", 10),
        ("Ngoại trưởng Mỹ Antony Blinken kêu gọi Nga rút toàn bộ quân khỏi lãnh thổ Ukraine.", 10),
        ("Ngày {day}, quân đội Nga pháo kích thành phố Kherson của Ukraine.", 10),
        ("Hôm nay, quân đội Nga pháo kích thành phố Kherson của Ukraine.", 10),
        ("Quân đội Nga cho biết trong đêm qua đã không kích {number} mục tiêu quân sự của Ukraine ở vùng Kharkov.", 10),
        ("Ngày {day}, Mỹ áp đặt lệnh trừng phạt đối với Nga.", 10),
        ("Ngày {day}, Ngoại trưởng Mỹ Antony Blinken đã gặp Ngoại trưởng Nga Sergei Lavrov tại Geneva.", 10),
        ("Ngày {day}, Triều Tiên phóng thử tên lửa đạn đạo ra biển Nhật Bản.", 10),
        ("Thủ tướng Đức Olaf Scholz sẽ thăm Ấn Độ vào ngày 2/6.", 1),
        ("Thủ tướng Đức Olaf Scholz sẽ thăm Ấn Độ.", 1),
    ],
)
def test_what_is_told_on_ten_days(text: str, number: int) -> None:
    found = entries_of(*((day, text.format(day=f"{int(day[-2:])}/5", number=day[-2:])) for day in TEN_DAYS))
    assert len(found) == number, found


@pytest.mark.parametrize(
    "texts",
    [
        ["Ngày {day}/5, Nga và Ukraine đã đàm phán tại Istanbul (Thổ Nhĩ Kỳ).",
         "Nga và Ukraine đàm phán tại Thổ Nhĩ Kỳ.",
         "Vòng đàm phán giữa Nga và Ukraine đang diễn ra tại Istanbul."],
        ["Israel không kích Dải Gaza trong ngày {day}/5, làm {day} người thiệt mạng.",
         "Không quân Israel hôm nay không kích Dải Gaza khiến {day} người chết.",
         "Israel tiếp tục không kích Dải Gaza."],
    ],
)  # fmt: skip
def test_what_goes_on_for_days_is_an_act_a_day(texts: list[str]) -> None:
    told = [(day, text.format(day=day[-2:])) for day in TEN_DAYS for text in texts]
    assert entries_of(*told) == [[day] * 3 for day in TEN_DAYS]


def test_ten_outlets_tell_one_plan_on_five_days() -> None:
    words = ["sẽ thăm Ấn Độ vào ngày 2/6", "sẽ có chuyến thăm Ấn Độ từ ngày 2/6", "dự kiến thăm Ấn Độ ngày 2/6"]
    told = [(TEN_DAYS[k // 2], f"Thủ tướng Đức Olaf Scholz {words[k % 3]}.") for k in range(10)]
    assert [len(members) for members in entries_of(*told)] == [10]


def test_a_day_that_very_many_pages_tell_is_one_act() -> None:
    words = ["giá dầu tăng", "chứng khoán giảm", "giá vàng lên cao", "đồng yên mất giá", "người dân lo lắng"]
    first = [("2022-03-01", f"Ngày 24/2, Nga tấn công Ukraine khiến {words[k % 5]}.") for k in range(MANY + 40)]
    next_day = [("2022-03-01", f"Ngày 25/2, Nga tấn công Ukraine khiến {word}.") for word in words]
    assert sorted(len(members) for members in entries_of(*first, *next_day)) == [5, MANY + 40]


@pytest.mark.parametrize(("filed", "pairs"), [(4, 6), (MANY, MANY * (MANY - 1) // 2), (2 * MANY, 2 * MANY * NEXT)])
def test_of_very_many_only_those_that_come_next_are_compared(filed: int, pairs: int) -> None:
    one = facts_of(only_telling("Ngày 24/2, Nga tấn công Ukraine.", "2022-03-01", "one"))
    assert pairs - NEXT * NEXT < len(list(compared([one] * filed))) <= pairs


def test_a_vague_telling_does_not_chain_two_meetings() -> None:
    vague = ("2023-05-21", "Ngày 20/5, Mỹ và Nga đã đàm phán tại Geneva.")
    ministers = "Ngày 20/5, Ngoại trưởng Mỹ Antony Blinken đã đàm phán với Ngoại trưởng Nga Sergei Lavrov tại Geneva."
    presidents = "Ngày 20/5, Tổng thống Mỹ Joe Biden đã đàm phán với Tổng thống Nga Vladimir Putin tại Geneva."
    found = entries_of(("2023-05-21", ministers), vague, ("2023-05-21", presidents))
    assert sorted(map(len, found)) == [1, 2]


def test_a_summit_with_many_meetings_is_many_acts() -> None:
    guests = [
        "Tổng thống Hàn Quốc Yoon Suk-yeol", "Tổng thống Pháp Emmanuel Macron", "Thủ tướng Đức Olaf Scholz",
        "Thủ tướng Ấn Độ Narendra Modi", "Thủ tướng Anh Rishi Sunak",
    ]  # fmt: skip
    host = "Thủ tướng Nhật Bản Fumio Kishida"
    told = [("2023-05-20", f"Ngày 20/5, {host} đã gặp {guest} tại Hiroshima.") for guest in guests for _ in range(2)]
    assert [len(members) for members in entries_of(*told)] == [2] * 5


def test_a_journey_told_day_by_day_is_one() -> None:
    span = "Ngoại trưởng Mỹ Antony Blinken đang thăm Israel từ ngày 10 đến ngày 13/5."
    daily = "Ngoại trưởng Mỹ Antony Blinken đang thăm Israel."
    assert [len(m) for m in entries_of(("2023-05-10", span), *((day, daily) for day in TEN_DAYS[:4]))] == [5]


def test_a_tour_is_a_visit_to_each() -> None:
    stops = [("10/5", "Jerusalem (Israel)"), ("11/5", "Amman (Jordan)"), ("12/5", "Cairo (Ai Cập)")]
    told = [("2023-05-13", f"Ngày {day}, Ngoại trưởng Mỹ Antony Blinken đã đến {place}.") for day, place in stops * 2]
    assert [len(members) for members in entries_of(*told)] == [2, 2, 2]
