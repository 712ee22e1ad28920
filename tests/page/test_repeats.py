"""Lines that repeat across the pages of a host: which count as furniture, and that none is missed."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.page.lines import Line, set_repeated
from thoisu.page.repeats import Repeats

MENU = "Thời sự Quốc tế Kinh tế Văn hóa"


@pytest.fixture(scope="module")
def counts() -> Repeats:
    """One for all tests, as its tables are large; each test has hosts of its own."""
    return Repeats()


@pytest.mark.parametrize(
    ("pages", "having", "is_furniture"),
    [
        (3, 3, True), (3, 2, False), (4, 3, True), (5, 1, False), (10, 3, True), (10, 2, False), (15, 3, True),
        (20, 4, True), (20, 3, False), (100, 20, True), (100, 19, False), (100, 1, False), (100, 100, True),
    ],
)  # fmt: skip
def test_a_line_of_a_fifth_of_the_pages_and_three_at_least(
    counts: Repeats, pages: int, having: int, is_furniture: bool
) -> None:
    host = f"{pages}-{having}.example.vn"
    for n in range(pages):
        counts.add(host, [f"Tin số {n}"] + [MENU] * (n < having))
    furniture = counts.of(host)
    assert furniture is not None
    assert furniture(MENU) is is_furniture
    assert not any(furniture(f"Tin số {n}") for n in range(pages))
    assert not furniture("Một dòng chưa ai in")


@pytest.mark.parametrize("pages", [0, 1, 2])
def test_too_few_pages_tell_nothing(counts: Repeats, pages: int) -> None:
    host = f"few-{pages}.example.vn"
    for _ in range(pages):
        counts.add(host, [MENU])
    assert counts.of(host) is None


def test_a_line_that_stands_twice_on_a_page_counts_once(counts: Repeats) -> None:
    for n in range(3):
        counts.add("twice.example.vn", [f"Tin số {n}", *([MENU] * 5 if n == 0 else [])])
    furniture = counts.of("twice.example.vn")
    assert furniture is not None
    assert not furniture(MENU)


def test_hosts_are_counted_apart(counts: Repeats) -> None:
    for n in range(5):
        counts.add("one.example.vn", [MENU, f"Tin số {n}"])
        counts.add("two.example.vn", [f"Tin số {n}"])
    one, two = counts.of("one.example.vn"), counts.of("two.example.vn")
    assert one is not None
    assert two is not None
    assert one(MENU)
    assert not two(MENU)


def test_a_page_without_lines_is_a_page(counts: Repeats) -> None:
    for n in range(20):
        counts.add("blank.example.vn", [MENU] if n < 3 else [])
    furniture = counts.of("blank.example.vn")
    assert furniture is not None
    assert not furniture(MENU)


def test_a_count_does_not_run_over(counts: Repeats) -> None:
    for _ in range(70_000):
        counts.add("long.example.vn", (MENU,))
    furniture = counts.of("long.example.vn")
    assert furniture is not None
    assert furniture(MENU)


_host = iter(range(10**9))


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.lists(st.lists(st.text(max_size=6), max_size=8), min_size=3, max_size=25))
def test_no_line_that_repeats_is_missed(counts: Repeats, pages: list[list[str]]) -> None:
    host = f"law-{next(_host)}.example.vn"
    for lines in pages:
        counts.add(host, lines)
    furniture = counts.of(host)
    assert furniture is not None
    held = Counter(line for lines in pages for line in set(lines))
    # Counts are never too low; too high only by a collision, which these few lines do not have.
    assert {line for line in held if furniture(line)} == {
        line for line, n in held.items() if n >= 3 and n >= 0.2 * len(pages)
    }


# -- what is done with them -----------------------------------------------------------------------------------

LONG = (
    "Ngày 20/1, hai bên đã gặp nhau tại Geneva để bàn về lệnh ngừng bắn, theo thông báo của hai phái đoàn sau cuộc gặp."
)


def _lines(*texts: str) -> list[Line]:
    return [Line(text, 0, len(text)) for text in texts]


@pytest.mark.parametrize(
    ("texts", "repeated", "outside"),
    [
        ((MENU, LONG), {MENU}, {MENU}),
        ((MENU, LONG), set(), set()),
        ((MENU, LONG, LONG + " Thêm.", LONG + " Nữa."), {MENU, LONG}, {MENU, LONG}),
        # A copy of an article: nothing is set apart, its menu neither.
        ((MENU, LONG, LONG + " Thêm."), {MENU, LONG, LONG + " Thêm."}, set()),
        ((MENU, LONG, LONG + " Thêm dài hơn."), {MENU, LONG + " Thêm dài hơn."}, set()),
        ((MENU, "Hết."), {MENU, "Hết."}, {MENU, "Hết."}),
        ((), {MENU}, set()),
    ],
)
def test_furniture_is_set_apart_unless_it_is_most_of_the_page(
    texts: tuple[str, ...], repeated: set[str], outside: set[str]
) -> None:
    lines = _lines(*texts)
    set_repeated(lines, repeated.__contains__)
    assert {line.text for line in lines if line.outside} == outside
    assert {line.label for line in lines if line.outside} <= {"navigation"}
    assert {line.label for line in lines if not line.outside} <= {""}
