"""Stories: what goes on with what, whatever the order in which pages come."""

import importlib
import random
from collections.abc import Sequence
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu import read
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.stories import WINDOW_DAYS, features, keys, likeness, parent
from thoisu.model import replace

from ..conftest import ROOT, SHARED, TESTS, needs_shared

law = settings(deadline=None, max_examples=60, derandomize=True)

ARRIVES = (
    "Ngoại trưởng Mỹ tới Berlin bàn về Ukraine\n\nNgày 20/1, Ngoại trưởng Mỹ Antony Blinken đã đến Berlin (Đức) để hội "
    "đàm với quan chức các nước Anh, Pháp và Đức về căng thẳng ở biên giới Nga – Ukraine.\n\nÔng Blinken cam kết "
    "Washington sẽ theo đuổi ngoại giao chừng nào còn có thể. Ông dự kiến gặp Ngoại trưởng Nga Sergei Lavrov."
)
MEETS = (
    "Mỹ và Nga bàn về Ukraine tại Geneva\n\nNgày 21/1, Ngoại trưởng Mỹ Antony Blinken và Ngoại trưởng Nga Sergei "
    "Lavrov đã hội đàm tại Geneva (Thụy Sĩ) về tình hình Ukraine.\n\nTrước đó ông Blinken đã đến Berlin gặp quan chức "
    "Anh, Pháp, Đức để bàn về căng thẳng ở biên giới Nga – Ukraine."
)
IN_OTHER_WORDS = (
    "Ông Blinken đến Đức trước cuộc gặp với ông Lavrov\n\nHôm thứ năm, người đứng đầu ngành ngoại giao Hoa Kỳ Antony "
    "Blinken có mặt ở thủ đô của Đức.\n\nTại Berlin, ông Blinken trao đổi với đồng nhiệm Anh, Pháp và Đức về Ukraine; "
    "sau đó ông Blinken sẽ gặp Ngoại trưởng Nga Sergei Lavrov."
)
OIL = (
    "Giá dầu thế giới tăng ngày thứ tư liên tiếp\n\nNgày 20/1, giá dầu Brent tăng lên mức cao nhất trong bảy năm do "
    "nguồn cung thắt chặt.\n\nCác nhà phân tích cho rằng OPEC khó tăng thêm sản lượng, trong khi nhu cầu phục hồi."
)
VISIT = (
    "Thủ tướng Nhật Bản thăm Ấn Độ\n\nNgày 19/3, Thủ tướng Nhật Bản Kishida Fumio đã đến New Delhi, bắt đầu chuyến "
    "thăm Ấn Độ.\n\nÔng Kishida hội đàm với Thủ tướng Ấn Độ Narendra Modi về đầu tư và an ninh."
)


@cache
def sketch(text: str, moment: str | None, name: str = "a") -> bytes:
    reading = read(text, published=moment)
    return features(document_of(reading, name), reading)


@pytest.mark.parametrize(
    ("earlier", "later", "one_story"),
    [
        ((ARRIVES, "2022-01-21T07:00+07:00"), (MEETS, "2022-01-21T22:00+07:00"), True),
        ((ARRIVES, "2022-01-21T07:00+07:00"), (IN_OTHER_WORDS, "2022-01-21T07:05+07:00"), True),
        ((ARRIVES, "2022-01-21"), (MEETS, "2022-01-22"), True),
        ((ARRIVES, "2022-01-21T07:00+07:00"), (ARRIVES, "2022-02-02T07:00+07:00"), True),  # the same, taken up again
        (
            (ARRIVES, "2022-01-21T07:00+07:00"),
            (IN_OTHER_WORDS, "2022-02-02T07:00+07:00"),
            False,
        ),  # too late for so little
        ((ARRIVES, "2022-01-21T07:00+07:00"), (ARRIVES, "2022-02-21T07:00+07:00"), False),  # beyond the window
        ((ARRIVES, "2022-01-21T07:00+07:00"), (OIL, "2022-01-21T08:00+07:00"), False),  # only the day is the same
        ((ARRIVES, "2022-03-20T07:00+07:00"), (VISIT, "2022-03-20T08:00+07:00"), False),
        ((OIL, "2022-01-21T07:00+07:00"), (VISIT, "2022-01-21T08:00+07:00"), False),
    ],
)
def test_what_goes_on_with_what(earlier: tuple[str, str], later: tuple[str, str], one_story: bool) -> None:
    first, second = sketch(*earlier, "first"), sketch(*later, "second")
    found = parent(second, {"earlier": first})
    assert (found is not None) is one_story
    assert found is None or found == ("earlier", likeness(second, first))
    assert parent(first, {"later": second}) is None


def test_of_one_minute_the_smaller_id_is_the_earlier() -> None:
    moment = "2022-01-21T07:00+07:00"
    reading = read(ARRIVES, published=moment)
    small, large = sorted((document_of(reading, "x"), document_of(reading, "y")), key=lambda d: d.id)
    one, other = features(small, reading), features(large, reading)
    assert parent(other, {small.id: one}) == (small.id, pytest.approx(likeness(one, other)))
    assert parent(one, {large.id: other}) is None


def test_of_two_that_are_equally_like_it_is_the_smaller_id() -> None:
    own, earlier = sketch(MEETS, "2022-01-21T22:00+07:00"), sketch(ARRIVES, "2022-01-21T07:00+07:00")
    assert parent(own, {"b": earlier, "a": earlier, "c": earlier}) == ("a", likeness(own, earlier))
    assert parent(own, {}) is None


def test_without_a_day_there_is_no_story() -> None:
    undated = sketch("Ngoại trưởng Mỹ đã đến Berlin.\n\n" + "Ông hội đàm với quan chức Anh, Pháp và Đức. " * 3, None)
    assert likeness(undated, undated) == 0
    assert parent(undated, {"a": sketch(ARRIVES, "2022-01-21")}) is None


def test_a_day_stands_for_a_moment() -> None:
    """Where a page does not say when it was published, the day that it narrates says how far it is from others."""
    reading = read(MEETS, published="2022-01-21T22:00+07:00")
    dated = document_of(reading, "undated")
    earlier = {"dated": sketch(ARRIVES, "2022-01-21T07:00+07:00")}
    for day, near in (("2022-01-21", True), ("2022-01-20", True), ("2022-02-20", False), (None, False)):
        document = replace(dated, moment=None, day=day)
        assert (parent(features(document, reading), earlier) is not None) is near


def test_spellings_of_a_name_are_one_term() -> None:
    moment = "2022-01-21T07:00+07:00"
    us, hoa_ky = (read(f"Nga gặp {name}\n\nNga và {name} đã hội đàm.", published=moment) for name in ("Mỹ", "Hoa Kỳ"))
    one, other = features(document_of(us, "a"), us), features(document_of(hoa_ky, "b"), hoa_ky)
    assert len(set(keys(one)) & set(keys(other))) >= 2
    assert likeness(one, other) > 0.3


def test_features_are_small() -> None:
    long = " ".join(f"Ông A{i}b đã gặp bà C{i}d tại E{i}g." for i in range(200))
    own = sketch(f"{ARRIVES}\n\n{long}", "2022-01-21")
    assert len(own) < 2200
    assert len(keys(own)) == 16


# -- laws -----------------------------------------------------------------------------------------------------------


@cache
def bases() -> list[str]:
    """The texts of this file and of the pages of this project, each cut into beginnings of several lengths."""
    files = [*sorted((TESTS / "pages").glob("*.txt")), *sorted((ROOT / "examples").glob("*.txt"))]
    texts = [ARRIVES, MEETS, IN_OTHER_WORDS, OIL, VISIT]
    texts += ["\n\n".join(p.text for p in read(f).article.paragraphs) for f in files]
    return [text[: len(text) * part // 3] for text in texts for part in (2, 3)]


PAGES = st.tuples(st.integers(0, len(bases()) - 1), st.integers(0, 40), st.integers(0, 2), st.integers(0, 99))


def page(base: int, day: int, minute: int, name: int) -> bytes:
    moment = f"2022-0{1 + day // 28}-{1 + day % 28:02}T07:0{minute}+07:00"
    return sketch(bases()[base], moment, f"{base}-{name}")


@law
@given(PAGES, PAGES)
def test_likeness_is_mutual(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> None:
    a, b = page(*one), page(*other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) >= max(0.5, likeness(a, b) - 0.2)
    if abs(one[1] - other[1]) > WINDOW_DAYS:
        assert likeness(a, b) == 0


def stories(arriving: Sequence[tuple[str, bytes]]) -> set[frozenset[str]]:
    """Stories as a store makes them: who comes finds a parent, and becomes that of later ones that it suits better."""
    there: dict[str, bytes] = {}
    parents: dict[str, tuple[str, float]] = {}
    for id_, own in arriving:
        near = {other: found for other, found in there.items() if set(keys(own)) & set(keys(found))}
        if found := parent(own, near):
            parents[id_] = found
        for other, later in near.items():
            better = parent(later, {id_: own})
            now = parents.get(other)
            if better and (now is None or (-better[1], better[0]) < (-now[1], now[0])):
                parents[other] = better
        there[id_] = own
    groups = {id_: {id_} for id_ in there}
    for id_, (other, _) in parents.items():
        joined = groups[id_] | groups[other]
        for member in joined:
            groups[member] = joined
    return {frozenset(group) for group in groups.values()}


@law
@given(st.lists(PAGES, min_size=2, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_stories_do_not_depend_on_the_order(some: list[tuple[int, int, int, int]], draw: random.Random) -> None:
    arriving = [(str(one), page(*one)) for one in some]
    expected = stories(arriving)
    for _ in range(3):
        draw.shuffle(arriving)
        assert stories(arriving) == expected


def test_any_order_of_a_few() -> None:
    pages = [
        ("a", sketch(ARRIVES, "2022-01-21T07:00+07:00", "a")),
        ("b", sketch(MEETS, "2022-01-21T22:00+07:00", "b")),
        ("c", sketch(IN_OTHER_WORDS, "2022-01-21T07:00+07:00", "c")),
        ("d", sketch(OIL, "2022-01-21T07:00+07:00", "d")),
    ]
    found = {frozenset(stories(order)) for order in permutations(pages)}
    assert found == {frozenset((frozenset("abc"), frozenset("d")))}


@needs_shared
def test_pages_of_other_matters_are_no_story() -> None:
    """Though the same states and offices are in them. (p01, a copy of the first seed, has lost its day.)"""
    files = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "flat").glob("*.txt"))]
    readings = [read(f) for f in files]
    own = {f.stem: features(document_of(r, f.stem), r) for f, r in zip(files, readings, strict=True)}
    assert not [p for p in permutations(own, 2) if parent(own[p[0]], {p[1]: own[p[1]]})]


@needs_shared
def test_the_articles_of_the_set_are_joined_as_the_score_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamed in any order of those that bear the same minute, and well ahead of what is asked for."""
    pytest.importorskip("sklearn")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    score = importlib.import_module("score_stories")
    told = score.read_set(SHARED / "stories" / "vnmds-odd.jsonl")
    gold = {t.document.id: t.group for t in told}
    found = score.our_stories(told)
    assert score.b_cubed(found, gold).f1 >= 0.95
    shuffled = [(t.document.id, t.features) for t in told]
    random.Random(1).shuffle(shuffled)
    groups: dict[str, set[str]] = {}
    for id_, story in found.items():
        groups.setdefault(story, set()).add(id_)
    assert stories(shuffled) == {frozenset(group) for group in groups.values()}
