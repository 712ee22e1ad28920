"""The day that a page narrates: what dates an undated page, and what does not."""

from datetime import date

import pytest

from thoisu.model import Article, StoryDay
from thoisu.names.linker import link
from thoisu.names.tagger import tag
from thoisu.page.asides import find_asides
from thoisu.page.dateline import published_day
from thoisu.page.plain import read_plain
from thoisu.text import Passage
from thoisu.times.anchor import date_story
from thoisu.times.grammar import find_times

TODAY = date(2025, 10, 31)

TALKS = "Ngày 20/1, hai phái đoàn đã gặp nhau ở Berlin và trao đổi về lệnh ngừng bắn trước sự chứng kiến của báo giới."
BLINKEN = (
    "Ngày 20/1, Ngoại trưởng Mỹ Antony Blinken có mặt ở Berlin để trao đổi về lệnh ngừng bắn với các nước châu Âu."
)
BOTH = "Ngày 20/1, Ngoại trưởng Mỹ Antony Blinken đã gặp Ngoại trưởng Anh Liz Truss ở Berlin để bàn về lệnh ngừng bắn."
UNDATED = "Ngoại trưởng Mỹ Antony Blinken đã gặp Ngoại trưởng Anh Liz Truss ở Berlin để bàn về lệnh ngừng bắn mới."
TITLE = "Hai bên bàn về lệnh ngừng bắn"


def dated(
    *lines: str, uri: str = "", published: str | None = None, today: date = TODAY
) -> tuple[StoryDay | None, list[str]]:
    article: Article = read_plain("\n".join(lines), uri, published)
    passages = [Passage(i, p.role, p.text, find_asides(p.text)) for i, p in enumerate(article.paragraphs)]
    names = link(passages, {p.index: tag(p) for p in passages}, published_day(article.published))
    times = {p.index: find_times(p) for p in passages}
    return date_story(article, passages, times, names.mentions, names.people, today)


def value(found: tuple[StoryDay | None, list[str]]) -> tuple[str, str] | None:
    story, _ = found
    return (story.value, story.basis) if story else None


@pytest.mark.parametrize(
    ("lines", "options", "expected"),
    [
        ([TITLE, "21/01/2022 07:05", TALKS], {}, ("2022-01-20", "text")),
        ([TITLE, TALKS], {"uri": "https://example.vn/tin-20220121i6.html"}, ("2022-01-20", "text")),
        ([TITLE, TALKS], {"published": "2022-01-21"}, ("2022-01-20", "text")),
        # The time line is surer than the address, what the caller gives is surer than both.
        ([TITLE, "21/01/2022", TALKS], {"uri": "https://example.vn/tin-20190121i6.html"}, ("2022-01-20", "text")),
        ([TITLE, "21/01/2022", TALKS], {"published": "2019-01-21"}, ("2019-01-20", "text")),
        # Too far from the publication to be what the story narrates.
        ([TITLE, TALKS], {"published": "2022-02-01"}, ("2022-02-01", "published")),
        ([TITLE, TALKS.replace("đã", "sẽ")], {"published": "2022-01-19"}, ("2022-01-19", "published")),
        ([TITLE, UNDATED], {"published": "2022-01-19"}, ("2022-01-19", "published")),
        # A headline's day is often the day of the deed that the story only recalls.
        # The day of a circumstance comes after those of the story, but before none.
        (
            [TITLE, "Ấn Độ gửi hàng cứu trợ tới Nepal sau trận động đất ngày 18/1.", TALKS],
            {"published": "2022-01-21"},
            ("2022-01-20", "text"),
        ),
        (
            [TITLE, "Ấn Độ gửi hàng cứu trợ tới Nepal sau trận động đất ngày 18/1."],
            {"published": "2022-01-21"},
            ("2022-01-18", "text"),
        ),
        (["Cuộc gặp ngày 18/1 ở Berlin", TALKS], {"published": "2022-01-21"}, ("2022-01-20", "text")),
    ],
)
def test_a_dated_page(lines: list[str], options: dict[str, str], expected: tuple[str, str]) -> None:
    found = dated(*lines, **options)  # type: ignore[arg-type]
    assert value(found) == expected
    assert found[1] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thứ Bảy (29/2), hai phái đoàn đã ký văn kiện ở Doha.", "2020-02-29"),
        ("Thứ Hai (29/2), hai phái đoàn đã ký văn kiện ở Doha.", "2016-02-29"),
        ("Chủ nhật, ngày 29/2, hai phái đoàn đã ký văn kiện ở Doha.", "2004-02-29"),
    ],
)
def test_day_and_weekday_together_date_a_page(sentence: str, expected: str) -> None:
    assert value(dated(sentence)) == (expected, "weekday")


def test_day_and_weekday_that_several_years_fit_date_nothing() -> None:
    story, [warning] = dated("Thứ Sáu (21/1), hai phái đoàn đã ký văn kiện ở Doha.")
    assert story is None
    assert "'Thứ Sáu (21/1)' stays open: 4 years fit" in warning


def test_the_offices_of_people_date_a_page() -> None:
    story, warnings = dated(BOTH)
    assert story is not None
    assert (story.value, story.basis, warnings) == ("2022-01-20", "offices", [])
    assert "Antony Blinken (USA, foreign minister)" in story.because
    assert "Liz Truss (GBR, foreign minister)" in story.because


def test_one_long_term_leaves_the_year_open() -> None:
    story, [warning] = dated(BLINKEN)
    assert story is None
    assert "4 years fit what the page says (2022, 2023, 2024, 2025…)" in warning


def test_office_and_weekday_together_close_the_year() -> None:
    assert value(dated(BLINKEN.replace("Ngày 20/1", "Thứ Năm (20/1)"))) == ("2022-01-20", "offices")


def test_office_and_weekday_that_disagree_date_nothing() -> None:
    story, [warning] = dated(BOTH.replace("Ngày 20/1", "Thứ Ba (20/1)"))
    assert story is None
    assert "no year fits all that the page says" in warning


def test_offices_that_never_ran_together_date_nothing() -> None:
    sentence = "Ngày 20/6, Ngoại trưởng Mỹ Hillary Clinton đã gặp Ngoại trưởng Anh Liz Truss ở Berlin để bàn về lệnh."
    story, [warning] = dated(sentence)
    assert story is None
    assert "no year fits all that the page says" in warning


def test_a_former_office_dates_nothing() -> None:
    story, _ = dated(BOTH.replace("Ngoại trưởng Anh Liz", "cựu Ngoại trưởng Anh Liz"))
    assert story is None


CAPTION = "Hai phái đoàn ở Geneva, ngày 16/6/{}. (Ảnh: AFP)"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # With the caption of June 2023 and a term that ends on 20 January 2025, two years are left, with 2024 one.
        ("2024", ("2025-01-20", "offices")),
        ("2023", None),
    ],
)
def test_a_captions_date_is_a_bound(year: str, expected: tuple[str, str] | None) -> None:
    assert value(dated(TITLE, CAPTION.format(year), BLINKEN)) == expected


def test_a_past_date_in_the_text_is_a_bound() -> None:
    assert value(dated(TITLE, BLINKEN, "Hai bên đã gặp nhau lần trước ở Geneva ngày 16/6/2024.")) == (
        "2025-01-20",
        "offices",
    )


@pytest.mark.parametrize("today", [date(2025, 1, 19), date(2025, 1, 20)])
def test_no_story_is_younger_than_the_day_of_reading(today: date) -> None:
    expected = ("2025-01-20", "offices") if today.day == 20 else None
    assert value(dated(TITLE, CAPTION.format("2024"), BLINKEN, today=today)) == expected


def test_a_captions_date_is_never_the_page_s_date() -> None:
    text = UNDATED.replace("Ngoại trưởng Anh Liz Truss", "báo giới")
    story, [warning] = dated(TITLE, CAPTION.format("2021"), text)
    assert story is None
    assert "the page says no day: it is later than 2021-06-16" in warning


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([TITLE, TALKS], "the year of 'Ngày 20/1' stays open: 26 years fit"),
        ([UNDATED], "the page says no day: the offices it names fit 2021-09-15 to 2022-09-06"),
        (["Hôm qua, hai phái đoàn đã gặp nhau ở Berlin để bàn về lệnh ngừng bắn."], "the page says no day"),
        (["Ngày 31/2, hai phái đoàn đã gặp nhau ở Berlin."], "'Ngày 31/2' stays open: no year fits"),
        # A day that lies ahead is not the story's.
        (["Ngày 20/1, hai phái đoàn sẽ gặp nhau ở Berlin."], "the page says no day"),
    ],
)
def test_nothing_is_guessed(lines: list[str], says: str) -> None:
    story, [warning] = dated(*lines)
    assert story is None
    assert says in warning
