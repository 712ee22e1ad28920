"""`thoisu explain`: every event of a page with its reasons, and the words that gave none with theirs."""

import json
from pathlib import Path
from typing import Any

import pytest

from thoisu import read
from thoisu.events.trace import REASONS
from thoisu.explain_page import as_text, explain_page
from thoisu.lexicon import lexicon

from .calling import thoisu
from .conftest import ROOT

TITLE = "Bản tin thử nghiệm của tòa soạn"
EXAMPLES = sorted((ROOT / "examples").glob("*.txt")) + sorted((ROOT / "examples").glob("*.html"))


def explained(text: str) -> tuple[list[Any], list[Any]]:
    """The events and misses of a sentence that stands as the only body paragraph of a page."""
    _, found = explain_page(Path("page.txt"), f"{TITLE}\n\n{text}\n".encode(), "2022-01-21")
    return found.events, found.missed


# sentence, (role, entity, path, word or phrase) of its one event
PATHS = [
    (
        "Ngoại trưởng Mỹ Antony Blinken đã gặp Ngoại trưởng Nga Sergei Lavrov.",
        [("actor", "Antony Blinken", "subject", None), ("actor", "Sergei Lavrov", "object", None)],
    ),
    (
        "Ngày 20/1, Thủ tướng Đức Olaf Scholz hội đàm với Tổng thống Pháp Emmanuel Macron.",
        [("actor", "Olaf Scholz", "subject", None), ("actor", "Emmanuel Macron", "after", "với")],
    ),
    (
        "Ngày 20/1, Thủ tướng Đức Olaf Scholz đã tới Paris.",
        [("actor", "Olaf Scholz", "subject", None), ("recipient", "FRA", "ground", "Paris")],
    ),
    (
        "Nga cảnh báo sẽ đáp trả nếu Mỹ triển khai tên lửa.",
        [("actor", "RUS", "subject", None), ("recipient", "USA", "condition", None)],
    ),
    (
        "Ngày 20/1 đã diễn ra cuộc hội đàm giữa Tổng thống Pháp Emmanuel Macron và Thủ tướng Đức Olaf Scholz.",
        [("actor", "Emmanuel Macron", "after", "giữa"), ("actor", "Olaf Scholz", "after", "giữa")],
    ),
]


@pytest.mark.parametrize(("text", "paths"), PATHS)
def test_the_path_of_each_party(text: str, paths: list[tuple[str, str, str, str | None]]) -> None:
    events, _ = explained(text)
    assert [(r.role, r.entity, r.via, r.word) for r in events[0].roles] == paths


def test_a_subject_is_carried_over() -> None:
    events, _ = explained(
        "Ngày 20/1, Thủ tướng Đức Olaf Scholz đã tới Paris và hội đàm với Tổng thống Emmanuel Macron."
    )
    talks = next(e for e in events if e.frame == "consult.talks")
    assert [r.via for r in talks.roles if r.entity == "Olaf Scholz"] == ["carried"]


def test_an_office_names_its_term() -> None:
    events, _ = explained("Ngày 20/1, Ngoại trưởng Mỹ đã hội đàm với Ngoại trưởng Nga tại Geneva (Thụy Sĩ).")
    blinken = next(r for r in events[0].roles if r.holder == "Antony Blinken")
    assert blinken.how == "office"
    file, _, line = (blinken.source or "").partition(":")
    rows = (ROOT / "src/thoisu" / file).read_text(encoding="utf-8").splitlines()
    assert "Antony Blinken" in rows[int(line) - 1]


def test_the_frame_is_where_it_says() -> None:
    events, _ = explained("Nga trục xuất 10 nhà ngoại giao Mỹ.")
    file, _, line = events[0].row.partition(":")
    rows = (ROOT / "src/thoisu" / file).read_text(encoding="utf-8").splitlines()
    assert rows[int(line) - 1] == f'id = "{events[0].frame}"'
    assert "requires" in events[0].words


# reason, trigger, sentence
MISSES = [
    ("few_parties", "hội đàm", "Thủ tướng Đức Olaf Scholz đã hội đàm tại Berlin."),
    ("condition", "thăm", "Nếu Tổng thống Pháp Emmanuel Macron thăm Nhật Bản, dư luận sẽ theo dõi."),
    ("purpose", "viện trợ cho", "Mỹ điều tàu chiến tới Biển Đen để viện trợ cho Ukraine."),
    ("negated", "kêu gọi", "Tổng thống Mỹ Joe Biden chưa kêu gọi Nga rút quân."),
    ("asked", "rút quân", "Tổng thống Mỹ Joe Biden chưa kêu gọi Nga rút quân."),
    ("compared", "thăm", "Ông là tổng thống Mỹ đầu tiên thăm Cuba."),
    ("guard", "gặp", "Mỹ gặp khó khăn trong việc tuyển quân."),
]


@pytest.mark.parametrize(("reason", "trigger", "text"), MISSES)
def test_why_a_trigger_gave_no_event(reason: str, trigger: str, text: str) -> None:
    _, missed = explained(text)
    # Frames learn conditions of their own against some of these words; then those are the reason.
    assert {reason, "guard"} & {m.reason for m in missed if trigger in m.trigger}, missed


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda p: p.stem)
def test_every_event_is_explained_and_the_reading_stays_the_same(page: Path) -> None:
    reading, found = explain_page(page)
    assert reading == read(page)
    assert [t.number for t in found.events] == list(range(1, len(reading.events) + 1))
    assert {t.event.start for t in found.events} == {e.start for e in reading.events}
    for told in found.events:
        parties = [*(a.entity for a in told.event.actor), *(a.entity for a in told.event.recipient)]
        assert [r.entity for r in told.roles] == parties
        assert told.row
        assert told.words
        assert "trigger" in {m.what for m in told.marks}
        text = reading.article.paragraphs[told.event.p].text
        assert all(m.text == text[m.start : m.end] for m in told.marks)
        assert len(told.tellings) == len(told.event.told)
    assert {m.reason for m in found.missed} <= set(REASONS)
    for lang in ("en", "vi"):
        assert f"[{reading.events[0].trigger}/" in " ".join(as_text(found, lang, every=True).split())


def test_every_word_has_a_label() -> None:
    for lang in ("en", "vi"):
        assert set(lexicon().labels[lang]["of_reason"]) == set(REASONS)


def test_the_command(tmp_path: Path) -> None:
    page = EXAMPLES[0]
    count = len(read(page).events)
    whole = thoisu("explain", page)
    assert whole.returncode == 0
    assert whole.stderr == ""
    assert "Not taken" in whole.stdout
    one = thoisu("explain", page, "--event", "2", "--lang", "vi")
    assert one.stdout.startswith(" 2 ")
    assert "khung" in one.stdout
    assert "Không lấy" not in one.stdout
    line = json.loads(thoisu("explain", page, "--json").stdout)
    assert line["schema"] == "thoisu/explanation/1"
    assert len(line["events"]) == count
    assert "--event: the page has no event 99" in thoisu("explain", page, "--event", "99").stderr


BAD = [
    (("no-such-page.txt",), 1, "no such file"),
    ((str(ROOT / "examples"),), 2, "is a folder"),
    ((str(EXAMPLES[0]), "--published", "xx"), 2, "'xx' is no date"),
    (("-",), 1, "is empty"),
]


@pytest.mark.parametrize(("arguments", "code", "says"), BAD)
def test_bad_input(arguments: tuple[str, ...], code: int, says: str) -> None:
    run = thoisu("explain", *arguments)
    assert run.returncode == code
    assert says in run.stderr
    assert "Traceback" not in run.stderr
