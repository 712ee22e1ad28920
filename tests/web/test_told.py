"""What a reading says in English, in the reader's language: reasons of story days, offices, contexts."""

import re
from datetime import date

import pytest

from thoisu.lexicon import lexicon, tables
from thoisu.model import StoryDay
from thoisu.times import anchor
from thoisu.web.told import context, day_reason, office
from thoisu.web.words import LANGUAGES, words

from ..times.test_anchor import BLINKEN, BOTH, CAPTION, TALKS, TITLE, UNDATED, dated
from .conftest import Client

BLINKEN_ONLY = "chỉ năm 2025 có Antony Blinken (bộ trưởng ngoại giao, Mỹ) tại chức"
READ = [
    (dated(TITLE, "21/01/2022 07:05", TALKS), "ngày đầu tiên bài kể như chuyện đã qua là “Ngày 20/1”"),
    (dated(TITLE, UNDATED, published="2022-01-19"), "bài không nêu ngày nào khác gần ngày đăng"),
    (
        dated("Thứ Bảy (29/2), hai phái đoàn đã ký văn kiện ở Doha."),
        "ngày của tin là “Thứ Bảy (29/2)”; chỉ năm 2020 ngày ấy mới rơi vào thứ mà trang nêu",
    ),
    (
        dated(TITLE, CAPTION.format("2024"), BLINKEN),
        f"ngày của tin là “Ngày 20/1”, sau ngày 16/6/2024; trong các năm còn lại, {BLINKEN_ONLY}",
    ),
    (
        dated(BOTH),
        "ngày của tin là “Ngày 20/1”; trong các năm còn lại, chỉ năm 2022 có Antony Blinken (bộ trưởng ngoại giao, Mỹ);"
        " Liz Truss (bộ trưởng ngoại giao, Anh) tại chức",
    ),
]


@pytest.mark.parametrize(("found", "told"), READ, ids=[str(i) for i in range(len(READ))])
def test_the_reason_of_a_day_that_was_read(found: tuple[StoryDay | None, list[str]], told: str) -> None:
    day, _ = found
    assert day is not None
    assert day_reason(day, "vi") == told
    if day.basis != "offices":
        assert re.sub("[“”]", "'", day_reason(day, "en")) == day.because
    else:
        assert "has Antony Blinken (foreign minister, United States)" in day_reason(day, "en")


def test_each_basis_that_a_day_is_known_by_has_its_sentence() -> None:
    for lang in LANGUAGES:
        bases = lexicon().labels[lang]["of_basis"].keys()
        assert bases == words(lang)["article"]["of_day"].keys() - {"after"}


def test_the_bound_of_an_archive() -> None:
    because = anchor._because("archive", "Ngày 20/1", date(2022, 1, 20), {}, [date(2021, 6, 16)], date(2022, 3, 1))
    told = "ngày của tin là “Ngày 20/1”, sau ngày 16/6/2021; trang được tải về ngày 1/3/2022"
    assert day_reason(StoryDay("2022-01-20", "archive", because), "vi") == told


@pytest.mark.parametrize(
    "day",
    [
        StoryDay("2022-01-20", "text", "the first day that the story tells"),
        StoryDay("2022-01-20", "offices", "the first day that the story tells as past is 'Ngày 20/1'"),
        StoryDay("2022-01-20", "given", "it was given"),
        StoryDay("2022-01-20", "text", ""),
    ],
)
def test_a_sentence_of_another_reader_stays(day: StoryDay) -> None:
    assert day_reason(day, "vi") == day.because


def test_what_stands_on_the_page_is_only_text() -> None:
    day = StoryDay("2022-01-20", "text", "the first day that the story tells as past is '{year} {quote!r}\\' <b>'")
    assert day_reason(day, "vi").endswith("là “{year} {quote!r}' <b>”")


def test_every_office_and_every_context_has_its_words() -> None:
    offices = {term.office for term in lexicon().terms} | {cells[1] for _, _, cells in lexicon().rows("titles")}
    contexts = [rule["id"] for rule in tables.toml("contexts.toml")["context"]]
    assert len(contexts) == 37
    for lang in LANGUAGES:
        assert offices <= words(lang)["actor"]["of_office"].keys()
        assert contexts == list(words(lang)["entry"]["of_context"])
    assert office("keeper of the seal", "vi") == "keeper of the seal"
    assert context("weather", "vi") == "weather"


def test_pages_in_vietnamese_have_no_codes(desk: Client) -> None:
    found = {code for entry in desk.get("/api/v1/entries?limit=200").json()["entries"] for code in entry["context"]}
    assert found
    for entry in desk.get("/api/v1/entries?limit=40").json()["entries"]:
        text = desk.get(f"/entry/{entry['id']}", headers={"Accept-Language": "vi"}).text
        told = re.search(r"<dt>Bối cảnh</dt><dd>(.*?)</dd>", text)
        assert bool(told) == bool(entry["context"])
        if told:
            assert told[1] == ", ".join(context(code, "vi") for code in entry["context"])
