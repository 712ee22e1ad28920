"""Time expressions against tests/cases/times.tsv and times_none.tsv, the rules' own examples, and laws."""

import itertools
from datetime import date
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thoisu.lexicon import lexicon
from thoisu.model import Time
from thoisu.text import Passage
from thoisu.times.grammar import check, find_times, rules
from thoisu.times.resolve import resolve_times

from ..conftest import cases

ROWS = cases("times")
NONE = cases("times_none")
BY_TEXT = {text: list(rows) for text, rows in itertools.groupby(ROWS, key=lambda row: row["text"])}

LUNAR = {"t189"}
# Rows whose interval is right and whose span takes in words too many.
TRAILING_ZONE = {"t045", "t214"}


@cache
def times_in(text: str, published: str | None) -> list[Time]:
    passage = Passage(0, "body", text)
    day = date.fromisoformat(published) if published else None
    return resolve_times([passage], {0: find_times(passage)}, day, day)[0]


def missed(*known: tuple[set[str], str]) -> list[object]:
    """The rows as cases, those of the sets as misses that are known."""
    reasons = {row_id: reason for ids, reason in known for row_id in ids}
    return [
        pytest.param(
            row, id=row["id"],
            marks=[pytest.mark.xfail(strict=True, reason=reasons[row["id"]])] if row["id"] in reasons else [],
        )
        for row in ROWS
    ]  # fmt: skip


def day_of(cell: str) -> str | None:
    return None if cell == "-" else cell


@pytest.mark.parametrize("row", missed((LUNAR, "the lunar calendar is not read")))
def test_the_interval_of_a_phrase(row: dict[str, str]) -> None:
    found = [
        (time.start_day, time.end_day)
        for time in times_in(row["text"], row["published"])
        if time.text in row["phrase"] or row["phrase"] in time.text
    ]
    assert (day_of(row["from"]), day_of(row["to"])) in found


@pytest.mark.parametrize(
    "row",
    missed(
        (LUNAR, "the lunar calendar is not read"),
        (TRAILING_ZONE, "the span takes in '(giờ địa phương)'"),
    ),
)
def test_the_span_of_a_phrase(row: dict[str, str]) -> None:
    assert row["phrase"] in [time.text for time in times_in(row["text"], row["published"])]


@pytest.mark.parametrize("rows", BY_TEXT.values(), ids=[rows[0]["id"] for rows in BY_TEXT.values()])
def test_a_sentence_holds_no_other_times(rows: list[dict[str, str]]) -> None:
    text, published = rows[0]["text"], rows[0]["published"]
    found = times_in(text, published)
    phrases = [row["phrase"] for row in rows]
    assert [t.text for t in found if not any(t.text in p or p in t.text for p in phrases)] == []
    # What can't be read right is left alone rather than read wrong.
    assert len(found) == sum(row["id"] not in LUNAR for row in rows)


@pytest.mark.parametrize("row", NONE, ids=[row["id"] for row in NONE])
def test_no_time(row: dict[str, str]) -> None:
    passage = Passage(0, "body", row["text"])
    assert [row["text"][f.start : f.end] for f in find_times(passage)] == []


@pytest.mark.parametrize("rule", lexicon().times["rule"], ids=[rule["id"] for rule in lexicon().times["rule"]])
def test_a_rule_finds_its_yes_phrases_and_not_its_no_phrases(rule: dict[str, object]) -> None:
    assert check(rule) == []
    assert rule["yes"]
    assert rule["no"]


def test_the_check_of_examples_names_both_faults() -> None:
    assert check({"id": "week", "yes": ["hàng tuần"], "no": ["tuần tới"]}) == [
        "week: does not find 'hàng tuần'",
        "week: finds 'tuần tới'",
    ]


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.id for rule in rules()}) == len(rules())


# -- laws ----------------------------------------------------------------------------------------------------

days = st.dates(date(1500, 1, 1), date(2199, 12, 31))
published_days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
patterns = st.sampled_from(
    ["ngày {d}/{m}/{y}", "ngày {d:02}/{m:02}/{y}", "sáng {d}-{m}-{y}", "ngày {d}.{m}.{y}", "ngày {d} tháng {m} năm {y}"]
)


@given(days, patterns, st.none() | published_days)
def test_a_full_date_is_that_day_whatever_the_page_says(day: date, pattern: str, published: date | None) -> None:
    phrase = pattern.format(d=day.day, m=day.month, y=day.year)
    text = f"Hai bên gặp nhau {phrase}, theo thông báo chung."
    [time] = times_in(text, published.isoformat() if published else None)
    assert (time.text, time.start_day, time.end_day) == (phrase, day.isoformat(), day.isoformat())
    assert time.anchor == "page"


@given(days, published_days)
def test_a_day_without_its_year_is_the_one_nearest_to_publication(day: date, published: date) -> None:
    assume((day.month, day.day) != (2, 29))
    [time] = times_in(f"Hội nghị ngày {day.day}/{day.month} ở Geneva.", published.isoformat())
    assert time.start_day == time.end_day
    there = date.fromisoformat(time.start_day or "")
    assert (there.day, there.month) == (day.day, day.month)
    assert abs((there - published).days) <= 184


IMPOSSIBLE = ["31/2", "30/2", "31/4", "31/6", "31/9", "31/11", "31/2/2022", "29/2/2021", "31 tháng 4 năm 2022", "0/5"]


@pytest.mark.parametrize("published", ["2022-03-03", None])
@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_a_day_that_does_not_exist_gets_no_interval(day: str, published: str | None) -> None:
    times = times_in(f"Hai bên gặp nhau ngày {day}, theo thông báo chung.", published)
    assert [(t.start_day, t.end_day) for t in times if t.start_day or t.end_day] == []


@pytest.mark.parametrize("day", ["31/2", "31/2/2022", "30 tháng 2 năm 2022"])
def test_a_day_that_does_not_exist_is_named_in_a_warning_on_an_undated_page(day: str) -> None:
    passage = Passage(0, "body", f"Hai bên gặp nhau ngày {day}, theo thông báo chung.")
    [time], [warning] = resolve_times([passage], {0: find_times(passage)}, None, None)
    assert (time.start_day, time.end_day, time.anchor) == (None, None, "page")
    assert day in warning


VOCABULARY = (
    "ngày hôm tháng năm tuần quý mùa thứ sáng chiều tối đêm đầu giữa cuối từ đến tới trước sau này qua nay mai cùng "
    "đó hai ba mười mùng Tết xuân thế kỷ thập niên giờ phút lúc khoảng vòng trong vào kể nửa cả hết 0 1 12 24 31 99 "
    "2022 1999 2100 20/1 31/2 29/2 1/1/2022 20-22/3 7h 19h30 12:59 XX IV / - – . , ; ( ) % số người đã sẽ"
)
WORDS = st.sampled_from(VOCABULARY.split())
texts = st.one_of(
    st.lists(WORDS, max_size=16).map(" ".join),
    st.lists(WORDS, max_size=10).map("".join),
    st.text(max_size=60),
)


@given(texts, st.none() | published_days, st.none() | published_days)
def test_any_text_gives_true_spans_and_ordered_intervals(text: str, published: date | None, story: date | None) -> None:
    passage = Passage(3, "body", text)
    times, warnings = resolve_times([passage], {3: find_times(passage)}, published, story)
    assert all(time.p == 3 and text[time.start : time.end] == time.text != "" for time in times)
    assert all(first.end <= second.start for first, second in itertools.pairwise(times))
    assert all(t.start_day <= t.end_day for t in times if t.start_day and t.end_day)
    assert all(warning.isprintable() for warning in warnings)


@pytest.mark.parametrize("after", [",", ".", ";", " và", " -", ")", ", hai bên", " đến", " 5", "/"])
def test_every_phrase_resolves_whatever_follows_it(after: str) -> None:
    # A rule whose groups are filled on one branch only would break here.
    for rule in lexicon().times["rule"]:
        for phrase in rule["yes"]:
            for cut in (len(phrase), phrase.rfind("/"), phrase.rfind(" ")):
                text = f"Hai bên gặp nhau {phrase[: cut if cut > 0 else None]}{after}"
                assert all(text[t.start : t.end] == t.text for t in times_in(text, "2022-01-21"))
