"""How often a host is asked: tables of outcomes, and laws over any history of them."""

import math
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.watch.pace import LONGEST, POLITE, Manners, Pace, after, ready, seconds_to_wait
from thoisu.watch.records import Fetched, Outcome

NOON = 1_793_620_800.0  # 2026-11-02T12:00:00Z
HOST = Pace(host="example.vn")
QUICK = Manners(gap=1.0, back_off=10.0, longest=60.0)


def answer(outcome: Outcome, status: int | None = None, retry_after: float | None = None, requests: int = 1) -> Fetched:
    return Fetched(
        url="https://example.vn/tin", outcome=outcome, status=status, retry_after=retry_after, requests=requests
    )


# Outcome · status · Retry-After · failures before · seconds that the host is left alone · failures then
ONE = [
    ("ok", 200, None, 0, 1, 0),
    ("ok", 200, None, 3, 1, 0),
    ("unchanged", 304, None, 2, 1, 0),
    ("gone", 404, None, 2, 1, 0),
    ("redirects", 302, None, 0, 1, 0),
    ("too large", 200, None, 0, 1, 0),
    ("broken", 418, None, 1, 1, 0),
    ("broken", 500, None, 0, 10, 1),
    ("broken", 502, None, 1, 20, 2),
    ("refused", 403, None, 0, 10, 1),
    ("busy", 429, None, 0, 10, 1),
    ("busy", 429, None, 2, 40, 3),
    ("busy", 429, None, 9, 60, 10),
    ("busy", 503, None, 100_000, 60, 100_001),
    ("busy", 429, 5.0, 0, 10, 1),
    ("busy", 429, 25.0, 0, 25, 1),
    ("busy", 503, 3600.0, 0, 3600, 1),
    ("busy", 503, 1e12, 0, LONGEST, 1),
    ("ok", 200, 30.0, 0, 30, 0),
    ("too slow", None, None, 0, 10, 1),
    ("unreachable", None, None, 0, 10, 1),
]  # fmt: skip


@pytest.mark.parametrize(("outcome", "status", "retry_after", "failures", "pause", "then"), ONE)
def test_after_each_outcome_a_host_is_left_alone_for_a_while(
    outcome: Outcome, status: int, retry_after: float | None, failures: int, pause: float, then: int
) -> None:
    pace = msgspec.structs.replace(HOST, failures=failures)
    got = after(pace, answer(outcome, status, retry_after), NOON, 0.0, QUICK)
    assert (ready(got, NOON), got.failures, got.count, got.day) == (pause, then, 1, "2026-11-02")


def test_the_table_has_every_outcome() -> None:
    assert {row[0] for row in ONE} | {"forbidden", "unsafe"} == set(get_args(Outcome))


@pytest.mark.parametrize("outcome", ["forbidden", "unsafe"])
def test_what_was_not_asked_costs_nothing_and_what_was_does(outcome: Outcome) -> None:
    assert after(HOST, answer(outcome, requests=0), NOON, 0.0) == HOST
    led = after(HOST, answer(outcome, 302, requests=2), NOON, 0.0, QUICK)
    assert (ready(led, NOON), led.count, led.failures) == (1.0, 2, 0)


def test_the_delay_that_a_site_asks_for_is_kept() -> None:
    pace = msgspec.structs.replace(HOST, delay=7.0)
    assert ready(after(pace, answer("ok", 200), NOON, 0.0, QUICK), NOON) == 7.0
    assert ready(after(pace, answer("busy", 429), NOON, 0.0, QUICK), NOON) == 10.0
    assert ready(after(msgspec.structs.replace(HOST, delay=0.1), answer("ok", 200), NOON, 0.0, QUICK), NOON) == 1.0


def test_the_days_budget_is_spent_and_comes_back_at_midnight() -> None:
    pace = HOST
    for n in range(3):
        pace = after(pace, answer("ok", 200), NOON + n, 0.0, QUICK)
    assert ready(pace, NOON + 60, budget=4) == 0.0
    assert ready(pace, NOON + 60, budget=3) == math.inf
    assert ready(pace, NOON + 60) == 0.0
    assert ready(pace, NOON + 12 * 3600, budget=3) == 0.0
    assert after(pace, answer("ok", 200), NOON + 12 * 3600, 0.0, QUICK).count == 1
    assert ready(HOST, NOON, budget=0) == math.inf


def test_a_clock_that_was_set_back_does_not_silence_a_host_for_years() -> None:
    pace = after(HOST, answer("ok", 200), NOON + 10 * 365 * 86400, 0.0)
    assert ready(pace, NOON) == 0
    told = after(HOST, answer("busy", 429, retry_after=2 * LONGEST), NOON, 1.0)
    assert ready(told, NOON) == LONGEST


# Retry-After · Date · seconds from 2026-11-02T12:00:00Z
WAITS = [
    (None, None, None),
    ("120", None, 120.0),
    (" 0 ", None, 0.0),
    ("9" * 400, None, 999_999_999_999.0),
    ("-5", None, None),
    ("1.5", None, None),
    ("١٢", None, None),
    ("", None, None),
    ("ngày mai", None, None),
    ("Mon, 02 Nov 2026 12:01:30 GMT", None, 90.0),
    ("Mon, 02 Nov 2026 11:00:00 GMT", None, 0.0),
    ("Monday, 02-Nov-26 12:01:30 GMT", None, 90.0),
    ("Mon Nov  2 12:01:30 2026", None, 90.0),
    ("Mon, 02 Nov 2026 19:01:30 +0700", None, 90.0),
    ("Mon, 02 Nov 2026 08:05:00 GMT", "Mon, 02 Nov 2026 08:00:00 GMT", 300.0),
    ("Mon, 02 Nov 2026 12:01:30 GMT", "hôm qua", 90.0),
    ("Mon, 99 Nov 2026 12:01:30 GMT", None, None),
    ("Mon, 02 Nov 99999 12:01:30 GMT", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "date", "seconds"), WAITS)
def test_how_long_retry_after_says(header: str | None, date: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOON, date) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_of_retry_after_is_seconds_or_nothing(header: str, date: str) -> None:
    seconds = seconds_to_wait(header, NOON, date)
    assert seconds is None or seconds >= 0


_FETCHED = st.builds(
    answer,
    st.sampled_from(get_args(Outcome)),
    st.none() | st.integers(200, 599),
    st.none() | st.floats(0, 2 * LONGEST),
    st.integers(0, 6),
)
_STEPS = st.lists(st.tuples(_FETCHED, st.floats(0, 1), st.floats(0, 100_000)), max_size=12)


@given(_STEPS, st.none() | st.floats(0, 300), st.integers(0, 20))
def test_laws_of_any_history(steps: list[tuple[Fetched, float, float]], delay: float | None, budget: int) -> None:
    pace, now, asked = msgspec.structs.replace(HOST, delay=delay), NOON, {}
    for fetched, jitter, later in steps:
        before = pace
        pace = after(pace, fetched, now, jitter)
        wait = ready(pace, now)
        if pace is not before:
            asked[pace.day] = asked.get(pace.day, 0) + max(fetched.requests, 1)
            assert wait >= min(fetched.retry_after or 0.0, LONGEST) * (1 - 1e-9) - 1e-6, "never before Retry-After"
            assert wait >= max(POLITE.gap, delay or 0.0) - 1e-6, "never sooner than polite"
            assert wait <= 1.5 * LONGEST
            assert pace.count == asked[pace.day]
        # Time goes on: the wait gets shorter by just that much, and the host is ready in the end.
        assert ready(pace, now + wait + 1e-3) == 0.0
        today = datetime.fromtimestamp(now, UTC).date().isoformat()
        assert (ready(pace, now, budget) == math.inf) == (asked.get(today, 0) >= budget)
        now += later
    assert msgspec.convert(msgspec.to_builtins(pace), Pace) == pace


@given(st.integers(0, 60), st.floats(0, 1), st.floats(0, 1))
def test_each_failure_doubles_the_pause_up_to_a_limit(failures: int, one: float, other: float) -> None:
    def wait(n: int, jitter: float) -> float:
        return ready(after(msgspec.structs.replace(HOST, failures=n), answer("busy", 429), NOON, jitter), NOON)

    assert wait(failures, 0.0) == pytest.approx(min(POLITE.back_off * 2**failures, POLITE.longest))
    assert wait(failures, 0.0) <= wait(failures, one) <= 1.5 * wait(failures, 0.0) + 1e-6
    assert wait(failures, one) <= wait(failures + 1, other) * 1.5 + 1e-6
