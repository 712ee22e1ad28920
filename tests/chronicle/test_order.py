"""The chronicle is a function of the pages and of the log: in which order they came is not seen.

Short pages of our own on one week, made so that each part of the chronicle is there: copies cut, credited and without
a date, plans put off and called off, days told otherwise, talks of three sides, acts repeated day by day, and the
corrections of every kind about them.
"""

from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import thoisu
from thoisu.chronicle.adding import add, incoming
from thoisu.chronicle.correcting import correct
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.entries import tellings_of
from thoisu.chronicle.preparing import Incoming
from thoisu.chronicle.records import Question
from thoisu.chronicle.rereading import outdated, reread_documents
from thoisu.store import open_store
from thoisu.store.base import Store

_TALKS = (
    "Ngày 12/9, Thủ tướng Nhật Bản Fumio Kishida đã đến New Delhi (Ấn Độ), bắt đầu chuyến thăm chính thức ba ngày.",
    "Tại hội đàm cùng ngày với Thủ tướng Ấn Độ Narendra Modi, hai bên nhất trí mở rộng hợp tác về đường sắt cao tốc.",
    "Theo kế hoạch, ngày 14/9, Thủ tướng Kishida sẽ tới thăm Sri Lanka trước khi về nước.",
    "Kim ngạch thương mại giữa hai nước năm ngoái vượt hai mươi tỷ USD, tăng mười phần trăm so với năm trước đó.",
)
_LONG = (
    "Thủ tướng Australia Anthony Albanese sẽ thăm Bắc Kinh để bàn với phía Trung Quốc về thuế đối với rượu vang.",
    "Ngoại trưởng Australia Penny Wong dự kiến thăm Indonesia, nơi bà sẽ bàn về an ninh hàng hải và đánh bắt cá.",
    "Giới trồng nho ở Nam Australia cho biết họ đã mất phần lớn doanh thu từ khi mức thuế mới được áp dụng.",
    "Các nhà xuất khẩu thịt bò và lúa mạch cũng mong thị trường lớn nhất của họ sớm mở cửa hoàn toàn trở lại.",
)


def _page(title: str, when: str | None, *paragraphs: str, end: str = "") -> str:
    return "\n\n".join(part for part in (title, when, *paragraphs, end) if part)


TEXTS = {
    "wire": _page("Nhật Bản, Ấn Độ hội đàm", "12/09/2023 20:15", *_TALKS, end="TTXVN"),
    "cut": _page("Thủ tướng Nhật thăm Ấn Độ", "12/09/2023 21:00", *_TALKS[:3], end="Theo TTXVN"),
    "late": _page("Tokyo và New Delhi xích lại", "14/09/2023 06:00", *_TALKS, end="Theo TTXVN"),
    "own": _page(
        "Kishida gặp Modi",
        "13/09/2023 07:00",
        "Thủ tướng Nhật Bản Fumio Kishida hôm 12/9 tới New Delhi gặp Thủ tướng Ấn Độ Narendra Modi, theo AP.",
        "Ông Kishida dự kiến thăm Sri Lanka ngày 14/9.",
    ),
    "off": _page(
        "Hoãn chuyến thăm",
        "13/09/2023 15:00",
        "Thủ tướng Nhật Bản Fumio Kishida đã hoãn chuyến thăm Sri Lanka dự kiến vào ngày 14/9 do bão.",
    ),
    "whole": _page("Australia tính chuyện thuế", None, *_LONG),
    "first": _page("Rượu vang và thuế", None, _LONG[0], *_LONG[2:]),
    "second": _page("Người trồng nho lo lắng", None, _LONG[1], *_LONG[2:], end="Theo AFP"),
    "call": _page(
        "Điện đàm ba bên",
        "12/09/2023 09:00",
        "Ngày 11/9, lãnh đạo Mỹ, Nhật Bản và Hàn Quốc đã điện đàm về tình hình bán đảo Triều Tiên.",
    ),
    "call2": _page(
        "Mỹ - Hàn - Nhật trao đổi",
        "12/09/2023 10:30",
        "Tổng thống Mỹ Joe Biden, Thủ tướng Nhật Bản Fumio Kishida và Tổng thống Hàn Quốc Yoon Suk-yeol điện đàm ngày "
        "11/9 về tình hình bán đảo Triều Tiên.",
    ),
    **{
        f"shells{day}": _page(
            f"Chiến sự ngày {day}/9",
            f"{day}/09/2023 20:00",
            f"Ngày {day}/9, quân đội Nga đã pháo kích thành phố Avdiivka ở Donetsk, khiến {day} người bị thương.",
            "Ukraine tuyên bố đã bắn hạ máy bay không người lái của Nga trong đêm.",
        )
        for day in (11, 12, 13)
    },
}
PAGES = {name: Incoming(thoisu.read(text), text.encode(), f"file:/{name}.txt") for name, text in TEXTS.items()}
DOCUMENTS = {name: document_of(page.reading) for name, page in PAGES.items()}
TOLD = {name: [t.id for t in tellings_of(DOCUMENTS[name], page.reading, name)] for name, page in PAGES.items()}


class Line(NamedTuple):
    """A correction as it is asked for."""

    action: str
    target: list[str]
    values: dict[str, str]


def _stories(*names: str) -> list[str]:
    return [DOCUMENTS[name].id for name in names]


LOG = [
    Line("set", [TOLD["wire"][0]], {"actor": "Narendra Modi@IND", "place": "Mumbai"}),
    Line("rename", ["Fumio Kishida"], {"to": "Kishida Fumio"}),
    Line("merge", [TOLD["shells11"][0], TOLD["shells13"][0]], {}),
    Line("split", [TOLD["wire"][0], TOLD["cut"][0]], {}),
    Line("reject", [TOLD["off"][0]], {}),
    Line("story-join", _stories("call", "shells12"), {}),
    Line("story-split", _stories("wire", "own"), {"off": DOCUMENTS["own"].id}),
    Line("set", [TOLD["call"][0]], {"actor": "USA", "recipient": ""}),
    Line("join", ["KOR", "JPN"], {"to": "KOR"}),
    Line("undo", ["9"], {}),
    Line("undo", ["4"], {}),
]


def chronicle(store: Store) -> tuple[object, ...]:
    """All that is derived from the pages and the log."""
    documents = sorted(d.id for d in store.documents())
    entries = sorted(store.ask(Question(rejected=True)), key=lambda e: e.id)
    tellings = [id for entry in entries for id in entry.tellings]
    return (
        store.families(documents), store.stories(documents), entries, store.counts(), store.blocks(tellings),
    )  # fmt: skip


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The chronicle of all pages in one batch, after none of the log, after its first line, and so on."""
    with open_store(str(tmp_path_factory.mktemp("settled") / "a.sqlite")) as store:
        add(store, PAGES.values())
        found = [chronicle(store)]
        for line in LOG:
            correct(store, "desk", *line)
            found.append(chronicle(store))
    return found


class Course(NamedTuple):
    """How a store came about: batches of pages, and before which of them each line of the log was written."""

    batches: list[list[str]]
    before: list[int]


@st.composite
def courses(draw: Any) -> Course:
    names = draw(st.permutations(sorted(PAGES)))
    bounds = sorted({0, *draw(st.lists(st.integers(1, len(names) - 1), max_size=6)), len(names)})
    batches = [names[a:b] for a, b in pairwise(bounds)]
    return Course(batches, sorted(draw(st.lists(st.integers(0, len(batches)), max_size=len(LOG)))))


@settings(max_examples=30, deadline=None)
@given(courses())
def test_the_chronicle_is_a_function_of_the_pages_and_the_log(
    tmp_path_factory: pytest.TempPathFactory, settled: list[tuple[object, ...]], course: Course
) -> None:
    with open_store(str(tmp_path_factory.mktemp("store") / "b.sqlite")) as store:
        for number, batch in enumerate([*course.batches, []]):
            for line, at in zip(LOG, course.before, strict=False):
                if at == number:
                    correct(store, "desk", *line)
            add(store, [PAGES[name] for name in batch])
        assert chronicle(store) == settled[len(course.before)]


def test_a_copy_without_a_date_is_filed_under_the_origin_that_its_family_has_now(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "d.sqlite")) as store:
        for name in ("whole", "second", "first"):  # "second" credits an agency: it is the origin from then on
            add(store, [PAGES[name]])
        (entry,) = (e for e in store.ask(Question(actor=["Anthony Albanese"])))
        assert set(entry.documents) == {DOCUMENTS["whole"].id, DOCUMENTS["first"].id}


def test_a_page_that_comes_after_its_story_was_split_stays_out_of_it(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "e.sqlite")) as store:
        add(store, [PAGES["wire"]])
        correct(store, "desk", "story-split", _stories("wire", "own"), {"off": DOCUMENTS["own"].id})
        add(store, [PAGES["own"]])
        assert len(set(store.stories(_stories("wire", "own")).values())) == 2


def test_names_that_no_entry_shows_are_joined_too(tmp_path: Path) -> None:
    """Made in either order: the states of the talks were corrected away before two of them were made one."""
    lines = (
        Line("set", [TOLD["call"][0]], {"actor": "USA", "recipient": ""}),
        Line("join", ["KOR", "JPN"], {"to": "KOR"}),
    )
    filed = []
    for pages_first in (True, False):
        with open_store(str(tmp_path / f"{pages_first}.sqlite")) as store:
            if pages_first:
                add(store, [PAGES["call"]])
            for line in lines:
                correct(store, "desk", *line)
            add(store, [PAGES["call"]])
            filed.append(store.blocks(TOLD["call"]))
    assert filed[0] == filed[1]
    assert any("KOR+USA" in block for block in filed[0][TOLD["call"][0]])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(sorted(TEXTS))] * 2), max_size=8), courses())
def test_older_versions_leave_nothing_behind(
    tmp_path_factory: pytest.TempPathFactory, older: list[tuple[str, str]], course: Course
) -> None:
    """Pages with addresses, of which some had the text of another page before."""
    folder = tmp_path_factory.mktemp("stores")
    with open_store(str(folder / "new.sqlite")) as new, open_store(str(folder / "changed.sqlite")) as changed:
        add(new, [_addressed(name, name) for name in TEXTS])
        add(changed, [_addressed(name, text) for name, text in older])
        for batch in course.batches:
            add(changed, [_addressed(name, name) for name in batch])
        (*told, _, filed), (*told_then, _, filed_then) = chronicle(changed), chronicle(new)
        assert (told, filed) == (told_then, filed_then)


def _addressed(name: str, text: str) -> Incoming:
    return incoming(TEXTS[text], uri=f"https://{name}.example.vn/tin.html")


def test_reading_again_with_corrections_changes_nothing(tmp_path: Path, settled: list[tuple[object, ...]]) -> None:
    with open_store(str(tmp_path / "c.sqlite")) as store:
        add(store, PAGES.values())
        for line in LOG:
            correct(store, "desk", *line)
        reread_documents(store, outdated(store, every=True))
        assert chronicle(store) == settled[-1]


STATES = (
    "Pháp", "Đức", "Nhật Bản", "Ấn Độ", "Brazil", "Ai Cập", "Canada", "Indonesia", "Ba Lan", "Kenya", "Chile", "Italy",
    "Tây Ban Nha", "Hàn Quốc", "Thái Lan", "Thụy Điển", "Na Uy", "Phần Lan", "Peru", "Argentina", "Mexico", "Australia",
    "New Zealand", "Thổ Nhĩ Kỳ", "Israel",
)  # fmt: skip


def _meetings(*pairs: tuple[str, str]) -> list[str]:
    return [f"Ngày 12/9, Ngoại trưởng {a} đã gặp Ngoại trưởng {b} tại Geneva (Thụy Sĩ)." for a, b in pairs]


def test_a_large_batch_is_tied_to_what_was_there(tmp_path: Path) -> None:
    """Three hundred acts on each page of a batch; one of them was told before, on a page of its own."""
    own = _page("Pháp, Đức bàn chuyện khí đốt", "12/09/2023 22:15", *_meetings(("Pháp", "Đức")), _LONG[2])
    whole = _page("Các cuộc gặp tại Geneva", "12/09/2023 20:15", *_meetings(*combinations(STATES, 2)))
    pages = [incoming(text, uri=f"https://bao{n}.example.vn/tin.html") for n, text in enumerate((own, whole, whole))]
    counts = []
    for batches in ([pages], [pages[:1], pages[1:]]):
        with open_store(str(tmp_path / f"{len(batches)}.sqlite")) as store:
            for batch in batches:
                add(store, batch)
            counts.append(store.counts())
    assert counts[0] == counts[1]
    assert counts[0]["tellings"] > 600
    assert counts[0]["entries"] == 300
