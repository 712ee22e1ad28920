"""Times as feeds, sitemaps and lists print them."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.watch.moments import moment, puts_month_first, zoned

SEVENTH = "2026-03-07T08:07:00+07:00"


@pytest.mark.parametrize(
    ("told", "value"),
    [
        # RFC 822 and what is made of it
        ("Sat, 07 Mar 2026 08:07:00 +0700", SEVENTH),
        ("Sat, 7 Mar 2026 08:07:00 +07:00", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00 GMT+7", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00 GMT+07:00", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00 UTC +7", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00 +7", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00 ICT", SEVENTH),
        ("Sat, 07 Mar 2026 08:07:00", SEVENTH),
        ("Sat, 07 Mar 2026 08:07", SEVENTH),
        ("Sat,07 Mar 2026 08:07:00 +0700", SEVENTH),
        ("07 Mar 2026 08:07:00 +0700", SEVENTH),
        ("Sat, 07 Mar 26 08:07:00 +0700", SEVENTH),
        ("Sat, 07-Mar-2026 08:07:00 +0700", SEVENTH),
        ("Saturday, 07 March 2026 08:07:00 +0700", SEVENTH),
        ("Sat, 07 Mar 2026 8:07:00 AM", SEVENTH),
        ("Sat, 07 Mar 2026 8:07:00 PM", "2026-03-07T20:07:00+07:00"),
        ("Sat, 07 Mar 2026 01:07:00 GMT", "2026-03-07T01:07:00+00:00"),
        ("Sat, 07 Mar 2026 01:07:00 Z", "2026-03-07T01:07:00+00:00"),
        ("Fri, 06 Mar 2026 20:07:00 EST", "2026-03-06T20:07:00-05:00"),
        ("Fri, 06 Mar 2026 20:07:00 -0500", "2026-03-06T20:07:00-05:00"),
        ("Sat, 07 Mar 2026", "2026-03-07"),
        # Java's Date
        ("Sat Mar 07 08:07:00 ICT 2026", SEVENTH),
        ("Sat Mar 7 08:07:00 GMT+07:00 2026", SEVENTH),
        # ISO 8601 and its like
        ("2026-03-07T08:07:00+07:00", SEVENTH),
        ("2026-03-07T08:07:00.000+0700", SEVENTH),
        ("2026-03-07T08:07:00.1234567", SEVENTH),
        ("2026-03-07T08:07+07:00", SEVENTH),
        ("2026-03-07 08:07:00", SEVENTH),
        ("2026-03-07 08:07:00 +0700", SEVENTH),
        ("2026/03/07 08:07", SEVENTH),
        ("2026-03-07T01:07:00Z", "2026-03-07T01:07:00+00:00"),
        ("2026-03-07 01:07:00 UTC", "2026-03-07T01:07:00+00:00"),
        ("2026-03-07", "2026-03-07"),
        ("2026-03-07+07:00", "2026-03-07"),
        ("2026/03/07/08:07:00", SEVENTH),  # RIS
        ("2026/03/07/", "2026-03-07"),
        # day before month, as Vietnamese sites print it
        ("07/03/2026 08:07:00", SEVENTH),
        ("7/3/2026 8:07", SEVENTH),
        ("07/03/2026 - 08:07", SEVENTH),
        ("07-03-2026 08:07:00", SEVENTH),
        ("07.03.2026, 08:07", SEVENTH),
        ("08:07 07/03/2026", SEVENTH),
        ("08:07:00, 07/03/2026", SEVENTH),
        ("Thứ bảy, 07/03/2026, 08:07 (GMT+7)", SEVENTH),
        ("07/03/2026 8:07:00 SA", SEVENTH),
        ("07/03/2026 8:07:00 CH", "2026-03-07T20:07:00+07:00"),
        ("07/03/2026 01:07:00 GMT", "2026-03-07T01:07:00+00:00"),
        ("07/03/2026", "2026-03-07"),
        ("2/28/2026 9:15:00 PM", "2026-02-28T21:15:00+07:00"),
        # none
        ("2026-03", None),
        ("2026", None),
        ("", None),
        ("hôm qua", None),
        ("31/02/2026", None),
        ("Sat, 32 Mar 2026 08:07:00 +0700", None),
        ("Sat, 07 Abc 2026 08:07:00 +0700", None),
        ("0001-01-01T00:00:00", None),
        ("01/01/1900 00:00:00", None),
        ("25:61 07/03/2026", None),
        ("123456789", None),
    ],
)
def test_a_time_is_read(told: str, value: str | None) -> None:
    assert moment(told) == value


def test_a_zone_that_no_clock_has_is_that_of_hanoi() -> None:
    assert moment("Sat, 07 Mar 2026 08:07:00 +9900") == SEVENTH


@pytest.mark.parametrize(
    ("told", "month_first"),
    [
        (["3/7/2026 8:07:00 AM", "3/28/2026 8:07:00 AM"], True),
        (["7/3/2026 8:07:00 AM", "28/3/2026 8:07:00 AM"], False),
        (["3/7/2026 8:07:00 AM"], False),  # either: then as Vietnamese is written
        (["13/3/2026", "3/13/2026"], False),  # both: no order at all
        (["2026-03-28T08:07:00", None, "Sat, 28 Mar 2026 08:07:00 +0700"], False),
        ([], False),
    ],
)
def test_the_order_of_day_and_month_is_that_of_all_times_together(told: list[str | None], month_first: bool) -> None:
    assert puts_month_first(told) is month_first


def test_the_order_decides_where_both_fit() -> None:
    assert (moment("3/7/2026 8:07:00 AM", month_first=True), moment("3/7/2026")) == (SEVENTH, "2026-07-03")


def test_a_day_alone_has_its_zone_where_one_is_wanted() -> None:
    assert (zoned("7/3/2026"), zoned(SEVENTH), zoned(None)) == ("2026-03-07T00:00:00+07:00", SEVENTH, None)


zones = st.integers(-12 * 2, 14 * 2).map(lambda halves: timezone(timedelta(minutes=30 * halves)))
times = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=zones)


@given(times)
def test_every_time_comes_back_from_both_standards(when: datetime) -> None:
    when = when.replace(microsecond=0)
    assert moment(format_datetime(when)) == moment(when.isoformat()) == when.isoformat()


@given(st.text("0123456789/-:., TZGMT+aprSCHPM", max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = zoned(text)
    assert found is None or datetime.fromisoformat(found).tzinfo is not None
