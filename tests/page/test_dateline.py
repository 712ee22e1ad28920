"""The page's own times: time lines, addresses, captions, and days given by the caller."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.errors import DateError
from thoisu.model import Published
from thoisu.page.dateline import caption_day, given_time, line_time, published_day, url_time


@pytest.mark.parametrize(
    ("line", "value", "precision"),
    [
        ("• 07:01, 21/01/2022", "2022-01-21T07:01:00+07:00", "minute"),
        ("21/01/2022 07:01:59", "2022-01-21T07:01:59+07:00", "minute"),
        ("07:01 | 21-01-2022", "2022-01-21T07:01:00+07:00", "minute"),
        ("7h05 ngày 21.1.2022", "2022-01-21T07:05:00+07:00", "minute"),
        ("21/01/2022 07:05 PM", "2022-01-21T19:05:00+07:00", "minute"),
        ("21/01/2022 12:30 PM", "2022-01-21T12:30:00+07:00", "minute"),
        ("21/01/2022 07:05 am", "2022-01-21T07:05:00+07:00", "minute"),
        ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00", "minute"),
        ("Cập nhật: 18/03/2022", "2022-03-18", "day"),
        ("29/02/2020", "2020-02-29", "day"),
        # The figures of the day count, also where the weekday is another.
        ("Thứ Hai, 21/01/2022 07:01", "2022-01-21T07:01:00+07:00", "minute"),
        # An hour that is none leaves the day.
        ("21/01/2022 24:10", "2022-01-21", "day"),
        ("21/01/2022 25:99", "2022-01-21", "day"),
    ],
)
def test_a_time_line(line: str, value: str, precision: str) -> None:
    assert line_time(line) == Published(value, precision, "page")


@pytest.mark.parametrize(
    "line", ["31/02/2022 07:00", "29/02/2022", "13/13/2022", "1/21/2022", "21/01", "07:05", "tháng 1/2022", ""]
)
def test_a_line_without_a_day_has_no_time(line: str) -> None:
    assert line_time(line) is None


@pytest.mark.parametrize(
    ("uri", "value"),
    [
        ("https://example.vn/hai-ben-gap-nhau-20220120i628.html", "2022-01-20"),
        ("https://example.vn/2022/01/20/hai-ben.html", "2022-01-20"),
        ("https://example.vn/2022-01-20/hai-ben", "2022-01-20"),
        ("http://example.vn/20220120143055.htm", "2022-01-20"),
        ("https://example.vn/20190230-20190301.html", "2019-03-01"),
        ("https://example.vn/hai-ben-20221399.html", None),
        ("https://example.vn/hai-ben-20220231.html", None),
        ("https://example.vn/hai-ben-120220120.html", None),
        ("https://example.vn/ke-hoach-2022-2025.html", None),
        ("https://example.vn/hai-ben-post2022.html", None),
        ("https://example.vn/", None),
        # A file is no address: its name says when it was saved, not when it was published.
        ("pages/20220120.txt", None),
        ("", None),
    ],
)
def test_an_address(uri: str, value: str | None) -> None:
    expected = Published(value, "day", "url") if value else None
    assert url_time(uri) == expected


@pytest.mark.parametrize(
    ("given", "value", "precision"),
    [
        ("2022-01-21", "2022-01-21", "day"),
        (" 2022-01-21 ", "2022-01-21", "day"),
        ("21/1/2022", "2022-01-21", "day"),
        ("21.01.2022", "2022-01-21", "day"),
        ("2022-01-21T07:01", "2022-01-21T07:01:00+07:00", "minute"),
        ("2022-01-21 07:01", "2022-01-21T07:01:00+07:00", "minute"),
        ("2022-01-21T07:01:30Z", "2022-01-21T07:01:30+00:00", "minute"),
        ("2022-01-21T07:01+09:00", "2022-01-21T07:01:00+09:00", "minute"),
        ("2022-01-21T07:01:02.5", "2022-01-21T07:01:02+07:00", "minute"),
        ("2020-02-29", "2020-02-29", "day"),
    ],
)
def test_a_given_time(given: str, value: str, precision: str) -> None:
    assert given_time(given) == Published(value, precision, "given")


@pytest.mark.parametrize(
    "given",
    [
        "", " ", "hôm qua", "gestern", "2022", "2022-01", "2022-02-30", "2022-13-01", "2021-02-29", "31/2/2022",
        "1/21/2022", "2022/01/21", "21/1/22", "ngày 21/1/2022", "2022-01-21T25:00", "2022-01-21T07:61", "٢٠٢٢",
        "2022-01-21 hoặc 22",
    ],
)  # fmt: skip
def test_a_given_time_that_is_none_says_what_to_give(given: str) -> None:
    with pytest.raises(DateError, match="YYYY-MM-DD"):
        given_time(given)


@given(st.text(max_size=24))
def test_no_text_given_as_a_time_gives_another_error(text: str) -> None:
    with suppress(DateError):
        assert published_day(given_time(text)) is not None


@pytest.mark.parametrize("given", ["0001-01-01", "1899-12-31", "2100-01-01", "9999-12-31T23:59-12:00"])
def test_no_page_came_out_before_or_after_its_time(given: str) -> None:
    with pytest.raises(DateError, match="is not in 1900 to 2099"):
        given_time(given)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_given_day_is_that_day(day: date) -> None:
    assert published_day(given_time(day.isoformat())) == day


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 31)))
def test_a_time_line_says_its_minute(moment: datetime) -> None:
    there = line_time(f"{moment:%H:%M}, {moment:%d/%m/%Y}")
    assert there is not None
    assert there.value == f"{moment:%Y-%m-%dT%H:%M}:00+07:00"


@pytest.mark.parametrize(
    ("caption", "day"),
    [
        ("Hai bên tại Nairobi, ngày 29/6/2021.", "2021-06-29"),
        ("Hai bên tại Nairobi hôm 29-6-2021", "2021-06-29"),
        ("Hai bên tại Nairobi, từ 29/6/2021 đến 3/7/2021.", "2021-06-29"),
        ("Hai bên tại Nairobi, ngày 29/6.", None),
        ("Hai bên tại Nairobi, ngày 31/6/2021.", None),
        ("Hai bên tại Nairobi năm 2021.", None),
        ("", None),
    ],
)
def test_the_full_date_of_a_caption(caption: str, day: str | None) -> None:
    assert caption_day(caption) == day


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (Published("2022-01-21", "day", "page"), date(2022, 1, 21)),
        # The day of the page's own clock, not of UTC.
        (Published("2022-01-21T00:30:00+07:00", "minute", "page"), date(2022, 1, 21)),
        (None, None),
    ],
)
def test_published_day(published: Published | None, day: date | None) -> None:
    assert published_day(published) == day
