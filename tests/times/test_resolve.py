"""What times count from: the clock moves with the text, and says what anchored each value."""

from datetime import date

import pytest

from thoisu.text import Passage
from thoisu.times.clock import nearest_year, number, safe, weekday_index, year_of
from thoisu.times.grammar import find_times
from thoisu.times.resolve import resolve_times, tense_around
from thoisu.times.values import Clock

FRIDAY = date(2022, 1, 21)


def resolved(
    *paragraphs: str, published: date | None = FRIDAY, story: date | None = FRIDAY
) -> list[tuple[str, str | None, str | None, str]]:
    passages = [Passage(i, "body", text) for i, text in enumerate(paragraphs)]
    times, _ = resolve_times(passages, {p.index: find_times(p) for p in passages}, published, story)
    return [(t.text, t.start_day, t.end_day, t.anchor) for t in times]


def day(text: str, iso: str, anchor: str) -> tuple[str, str, str, str]:
    return text, iso, iso, anchor


def test_the_narrated_day_is_the_day_last_told_as_done() -> None:
    assert resolved(
        "Ngày 19/1, ông đã tới Nairobi.",
        "Cùng ngày, ông đã gặp tổng thống nước chủ nhà.",
        "Ông sẽ tới Kampala ngày 25/1.",
        "Cùng ngày, phe đối lập phản đối chuyến thăm.",
        "Hai ngày sau đó, ông đã về nước.",
    ) == [
        day("Ngày 19/1", "2022-01-19", "published"),
        day("Cùng ngày", "2022-01-19", "narrated day"),
        day("ngày 25/1", "2022-01-25", "published"),
        # The visit to come is not what the story has told.
        day("Cùng ngày", "2022-01-19", "narrated day"),
        day("Hai ngày sau đó", "2022-01-21", "narrated day"),
    ]


@pytest.mark.parametrize(
    ("told", "same"),
    [
        # Since when, and in passing: the story goes on on the day that it told.
        (
            "Ngày 19/1, Kenya ban bố tình trạng khẩn cấp ở Mombasa, nơi bạo loạn tiếp diễn kể từ ngày 16/1.",
            "2022-01-19",
        ),
        ("Ngày 19/1, người dân Kenya tuần hành phản đối vụ bắt giữ ông hai ngày trước đó.", "2022-01-19"),
        ("Ngày 19/1, ông đã tới Nairobi. Hai ngày trước đó, ông thăm Kampala.", "2022-01-17"),
    ],
)
def test_a_day_told_in_passing_is_not_the_narrated_one(told: str, same: str) -> None:
    assert resolved(told, "Cùng ngày, phe đối lập phản đối.")[-1] == day("Cùng ngày", same, "narrated day")


def test_the_story_day_is_the_narrated_day_until_another_is_told() -> None:
    assert resolved("Cùng ngày, ông đã tới Nairobi.", story=date(2022, 1, 18)) == [
        day("Cùng ngày", "2022-01-18", "narrated day")
    ]


def test_an_hour_stands_on_the_day_before_it() -> None:
    assert resolved("Ngày 19/1, ông đã tới Nairobi. Máy bay hạ cánh, 7h30 sáng.")[1:] == [
        ("7h30 sáng", "2022-01-19T07:30", "2022-01-19T07:30", "narrated day")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ông đã tới hôm thứ Ba.", day("hôm thứ Ba", "2022-01-18", "published")),
        ("Ông sẽ tới hôm thứ Ba.", day("hôm thứ Ba", "2022-01-25", "published")),
        ("Ông đã từ chức ngày 20/12.", day("ngày 20/12", "2021-12-20", "published")),
        ("Ông sẽ từ chức ngày 20/9.", day("ngày 20/9", "2022-09-20", "published")),
        ("Ông sẽ từ chức ngày 25/1.", day("ngày 25/1", "2022-01-25", "published")),
        ("Ông đã từ chức hôm qua.", day("hôm qua", "2022-01-20", "published")),
        ("Ông đã từ chức ngày 3/5/2015.", day("ngày 3/5/2015", "2015-05-03", "page")),
        ("Ông nhậm chức năm 2014.", ("năm 2014", "2014-01-01", "2014-12-31", "page")),
        ("Ông sẽ tới trong những tuần tới.", ("trong những tuần tới", "2022-01-21", None, "published")),
        ("Ông đã tới nhiều lần trong những ngày qua.", ("trong những ngày qua", None, "2022-01-21", "published")),
        # The figures of the day count, also where the weekday is another.
        ("Ông đã tới thứ Hai (20/1).", day("thứ Hai (20/1)", "2022-01-20", "published")),
    ],
)
def test_what_an_expression_counts_from(sentence: str, expected: tuple[str, str, str, str]) -> None:
    assert resolved(sentence) == [expected]


@pytest.mark.parametrize(
    ("published", "story", "anchor", "iso"),
    [
        (FRIDAY, None, "published", "2022-01-20"),
        (FRIDAY, date(2022, 1, 19), "published", "2022-01-20"),
        (None, date(2022, 1, 19), "story_day", "2022-01-18"),
    ],
)
def test_the_day_of_publication_goes_before_the_story_day(
    published: date | None, story: date | None, anchor: str, iso: str
) -> None:
    assert resolved("Ông đã từ chức hôm qua.", published=published, story=story) == [day("hôm qua", iso, anchor)]


@pytest.mark.parametrize(
    "phrase",
    ["hôm qua", "ngày 20/1", "tuần trước", "cùng ngày", "cuối tuần", "tháng 3", "năm ngoái", "hai tháng trước"],
)
def test_nothing_is_guessed_without_an_anchor(phrase: str) -> None:
    passage = Passage(0, "body", f"Ông đã tới Nairobi {phrase}, theo thông báo.")
    [time], [warning] = resolve_times([passage], {0: find_times(passage)}, None, None)
    assert (time.start_day, time.end_day, time.anchor) == (None, None, "page")
    assert phrase in warning
    assert "no anchor" in warning


@pytest.mark.parametrize("phrase", ["ngày 20/1/2022", "tháng 3/2021", "năm 2014", "những năm 1990", "quý II/2020"])
def test_a_complete_expression_needs_no_anchor(phrase: str) -> None:
    passage = Passage(0, "body", f"Ông đã tới Nairobi {phrase}, theo thông báo.")
    [time], warnings = resolve_times([passage], {0: find_times(passage)}, None, None)
    assert time.start_day is not None
    assert time.anchor == "page"
    assert warnings == []


def test_asides_hold_no_times() -> None:
    text = "Hai bên bắt tay, ngày 16/6/2021. (Ảnh: AFP) Hai bên gặp lại nhau ngày 20/1."
    passage = Passage(0, "body", text, ((0, 43),))
    assert [text[f.start : f.end] for f in find_times(passage)] == ["ngày 20/1"]


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("Ông sẽ đến Nairobi ngày 25/1.", "future"),
        ("Ngày 25/1, ông sẽ đến Nairobi.", "future"),
        ("Ông đã đến Nairobi ngày 25/1.", "past"),
        ("Ông cho biết ngày 25/1 là hạn chót.", "told"),
        ("Hai bên nhất trí gặp lại ngày 25/1.", "promised"),
        ("Ông đã đến Kampala; ngày 25/1, ông sẽ đến Nairobi.", "future"),
        ("Ông sẽ đến Kampala. Hội nghị ngày 25/1 ở Nairobi.", None),
        ("Hội nghị ngày 25/1 ở Nairobi.", None),
    ],
)
def test_the_tense_around_a_time(sentence: str, tense: str | None) -> None:
    [found] = find_times(Passage(0, "body", sentence))
    assert tense_around(Passage(0, "body", sentence), found.start, found.end) == tense


@pytest.mark.parametrize(
    ("month", "dom", "tense", "expected"),
    [
        (1, 20, None, date(2022, 1, 20)),
        (12, 20, None, date(2021, 12, 20)),
        (9, 20, None, date(2021, 9, 20)),
        (9, 20, "future", date(2022, 9, 20)),
        (4, 20, None, date(2022, 4, 20)),
        (4, 20, "past", date(2021, 4, 20)),
        # A day or two ahead of a page that tells it as past is a matter of zones and of night editions.
        (1, 23, "past", date(2022, 1, 23)),
        (2, 29, None, None),
        (4, 31, None, None),
    ],
)
def test_the_nearest_year(month: int, dom: int, tense: str | None, expected: date | None) -> None:
    assert nearest_year(month, dom, Clock(FRIDAY, tense=tense)) == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [("7", 7), ("bảy", 7), ("tư", 4), ("mười hai", 12), ("giêng", 1), ("chạp", 12), ("iv", 4), ("xxi", 21)],
)
def test_numbers(words: str, value: int) -> None:
    assert number(words) == value


def test_a_word_that_is_no_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        number("vài")


@pytest.mark.parametrize(
    ("name", "index"), [("thứ hai", 0), ("thứ tư", 2), ("thứ 4", 2), ("thứ bảy", 5), ("chủ nhật", 6)]
)
def test_weekdays(name: str, index: int) -> None:
    assert weekday_index(name) == index


@pytest.mark.parametrize(
    ("groups", "year"),
    [({"y": "2014"}, 2014), ({"ry": "nay"}, 2022), ({"ry": "ngoái"}, 2021), ({"ry": "tới"}, 2023), ({}, None)],
)
def test_the_year_that_an_expression_names(groups: dict[str, str], year: int | None) -> None:
    assert year_of(groups, Clock(FRIDAY)) == year


@pytest.mark.parametrize(("ymd", "there"), [((2020, 2, 29), True), ((2021, 2, 29), False), ((2021, 13, 1), False)])
def test_a_day_is_safe_or_none(ymd: tuple[int, int, int], there: bool) -> None:
    assert (safe(*ymd) == date(*ymd)) if there else safe(*ymd) is None
