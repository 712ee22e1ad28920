"""The commands on a store, run as a user runs them: pages in, questions out, corrections, and every bad call."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from .calling import thoisu
from .chronicle.pages import ALL
from .conftest import SHARED

ARRIVAL = ("--actor", "Macron", "--from", "2023-04-05", "--to", "2023-04-05", "--mode", "visit")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, text in ALL.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("store") / "chronicle.sqlite"
    assert thoisu("add", folder, "--store", store).returncode == 0
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled store, to be changed."""
    copy = tmp_path / "chronicle.sqlite"
    copy.write_bytes(filled.read_bytes())
    return copy


def ask(store: Path, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    run = thoisu(*arguments, "--store", store, **env)
    assert run.returncode == 0, run.stderr
    return run


def answers(store: Path, *arguments: str) -> list[dict[str, dict[str, object]]]:
    return [json.loads(line) for line in ask(store, "chronology", *arguments, "--json").stdout.splitlines()]


def test_add_tells_what_it_did(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "new.sqlite"
    run = ask(store, "add", folder, "--json")
    assert [json.loads(line)["what"] for line in run.stdout.splitlines()] == ["new"] * len(ALL)
    assert f"{len(ALL)} pages: {len(ALL)} new" in run.stderr
    assert f"{len(ALL)} known already" in ask(store, "add", folder).stderr


def test_the_store_is_named_by_the_environment(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "named.sqlite"
    assert thoisu("add", folder / "wire.txt", THOISU_STORE=str(store)).returncode == 0
    assert store.exists()
    assert "Macron" in thoisu("chronology", THOISU_STORE=str(store)).stdout


def test_a_page_that_cannot_be_read_does_not_keep_the_others_out(folder: Path, tmp_path: Path) -> None:
    store, image = tmp_path / "some.sqlite", tmp_path / "image.txt"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    run = thoisu("add", image, folder / "wire.txt", "--store", store)
    assert run.returncode == 1
    assert "image.txt" in run.stderr
    assert "1 pages: 1 new" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--published", "soon"), "--published"), (("--errors", "PAGE"), "it is one of the pages")],
)
def test_a_bad_call_adds_nothing(folder: Path, tmp_path: Path, arguments: tuple[str, str], said: str) -> None:
    page = tmp_path / "wire.txt"
    page.write_bytes((folder / "wire.txt").read_bytes())
    given = [str(page) if argument == "PAGE" else argument for argument in arguments]
    run = thoisu("add", page, *given, "--store", tmp_path / "none.sqlite")
    assert run.returncode == 2
    assert said in run.stderr
    assert not (tmp_path / "none.sqlite").exists()
    assert page.read_bytes() == (folder / "wire.txt").read_bytes()


def test_the_chronology_shows_one_entry_with_its_origins(filled: Path) -> None:
    shown = " ".join(ask(filled, "chronology", *ARRIVAL).stdout.split())
    assert "Emmanuel Macron (FRA)" in shown
    assert "3, origins: 2" in shown
    assert "nơi đăng" in ask(filled, "chronology", *ARRIVAL, "--lang", "vi").stdout


def test_json_carries_the_evidence(filled: Path) -> None:
    (answer,) = answers(filled, *ARRIVAL)
    assert answer["entry"]["origins"] == ["VNA", "Reuters"]
    assert {Path(e["key"]).name for e in answer["evidence"]} == {"wire.txt", "copy.txt", "other.txt"}
    assert all("Bắc Kinh" in e["text"] for e in answer["evidence"])


def test_csv_has_a_row_for_each_entry(filled: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(filled, "chronology", "--csv").stdout)))
    assert len(rows) == len(answers(filled))
    assert {"id", "from", "to", "event", "origins"} <= set(rows[0])


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--actor", "Pháp"), True), (("--actor", "FRA", "--with", "Trung Quốc"), True),
        (("--actor", "Nhật Bản"), False), (("--event", "consult"), True), (("--event", "ASSAULT"), False),
        (("--status", "planned"), True), (("--status", "denied"), False), (("--place", "Bắc Kinh"), True),
        (("--country", "Trung Quốc"), True), (("--country", "JPN"), False), (("--min-origins", "2"), True),
        (("--min-origins", "9"), False), (("--text", "doanh nghiệp vũ trụ"), False), (("--text", "den Bac Kinh"), True),
        (("--said-by", "Reuters"), True), (("--actor", "Tổng thống Pháp", "--from", "2023-04"), True),
        (("--actor", "Tổng thống Pháp", "--from", "2016"), True), (("--actor", "Thủ tướng Pháp"), False),
        (("--from", "2023-04"), True), (("--to", "2018"), False),
    ],
)  # fmt: skip
def test_filters(filled: Path, arguments: tuple[str, ...], found: bool) -> None:
    assert bool(answers(filled, *arguments)) is found


def test_the_chronology_goes_on_behind_an_entry(filled: Path) -> None:
    whole = [a["entry"]["id"] for a in answers(filled)]
    assert [a["entry"]["id"] for a in answers(filled, "--limit", "3")] == whole[:3]
    assert [a["entry"]["id"] for a in answers(filled, "--after", str(whole[2]))] == whole[3:]
    assert f"--after {str(whole[2])[:7]}" in ask(filled, "chronology", "--limit", "3").stdout


@pytest.mark.parametrize("words", ["Bắc Kinh", "bac kinh", "BAC KINH", "khi hau"])
def test_search_with_and_without_diacritics(filled: Path, words: str) -> None:
    assert "Macron" in ask(filled, "search", *words.split()).stdout


def test_a_story_a_family_the_ledger_and_the_counts(filled: Path) -> None:
    (answer,) = answers(filled, *ARRIVAL)
    story = json.loads(ask(filled, "story", str(answer["entry"]["id"]), "--json").stdout)
    assert len(story["documents"]) == 4
    copy = next(e for e in answer["evidence"] if str(e["key"]).endswith("copy.txt"))
    shown = ask(filled, "copies", str(copy["document"])).stdout
    assert "retitled" in shown
    assert "− Phát biểu với cộng đồng" in shown
    plans = [json.loads(line) for line in ask(filled, "ledger", "--json").stdout.splitlines()]
    assert "done" in {plan["outcome"]["kind"] for plan in plans}
    assert ask(filled, "ledger", "--due").stdout
    counts = json.loads(ask(filled, "stats", "--json").stdout)
    assert counts["pages"] == len(ALL)


def test_corrections_hold_over_a_new_reading_and_can_be_undone(store: Path) -> None:
    before = answers(store)
    (arrival,) = answers(store, *ARRIVAL)
    entry = str(arrival["entry"]["id"])
    ask(store, "correct", entry, "--set", "status=happened", "--set", "mode=visit", "--author", "desk")
    assert answers(store, *ARRIVAL)[0]["entry"]["status"] == "happened"
    ask(store, "reread", "--all")
    assert answers(store, *ARRIVAL)[0]["entry"]["status"] == "happened"
    assert "desk" in ask(store, "correct", "--log").stdout
    ask(store, "correct", entry, "--undo")
    assert answers(store) == before


def test_corrected_pages_are_gold(store: Path, tmp_path: Path) -> None:
    entry = str(answers(store, *ARRIVAL)[0]["entry"]["id"])
    ask(store, "correct", entry, "--set", "status=happened")
    ask(store, "correct", "--gold", tmp_path / "gold")
    pages = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "gold").glob("*.json")]
    assert len(pages) == 3
    assert all("happened" in {event["status"] for event in page["events"]} for page in pages)


def test_a_rejected_entry_is_out_of_sight(store: Path) -> None:
    entry = str(answers(store, *ARRIVAL)[0]["entry"]["id"])
    ask(store, "correct", entry, "--reject")
    assert answers(store, *ARRIVAL) == []
    assert len(answers(store, *ARRIVAL, "--rejected")) == 1


def test_entries_are_merged_split_and_renamed(store: Path) -> None:
    whole = answers(store)
    arrival, other = (
        str(answers(store, *ARRIVAL)[0]["entry"]["id"]),
        str(next(a["entry"]["id"] for a in whole if a["entry"]["event"] == "THREATEN")),
    )
    ask(store, "correct", arrival, "--merge", other)
    assert len(answers(store)) == len(whole) - 1
    ask(store, "correct", "--undo", "1")
    assert answers(store) == whole
    ask(store, "correct", arrival, "--split")
    assert len(answers(store)) == len(whole) + 2
    ask(store, "correct", "--undo", "3")
    ask(store, "correct", "--rename", "Emmanuel Macron", "E. Macron")
    assert answers(store, "--actor", "E. Macron")
    assert ask(store, "correct", "--log", "--json").stdout.count("\n") == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chronology", "--status", "maybe"), "--status: 'maybe' is not known; give one of denied"),
        (("chronology", "--event", "WAR"), "--event: 'WAR' is not known"),
        (("chronology", "--from", "31/1/2022"), "--from: '31/1/2022' is no date"),
        (("chronology", "--country", "Atlantis"), "--country: 'Atlantis' is no state"),
        (("chronology", "--limit", "0"), "--limit: 0 is no count"),
        (("chronology", "--story", "zzzz"), "zzzz: is the id of no story"),
        (("story", "zzzz"), "zzzz: is the id of no story"),
        (("story", ""), "begins the ids of several"),
        (("copies", "zzzz"), "zzzz: is the id of no family"),
        (("copies", ""), "begins the ids of several"),
        (("chronology", "--from", "2022-03", "--to", "2022-02"), "--to: 2022-02 is before 2022-03"),
        (("ledger", "--on", "tomorrow"), "--on: 'tomorrow' is no date"),
        (("search", "x", "--limit", "-1"), "--limit: -1 is no count"),
        (("correct", "zzzz", "--reject"), "zzzz: is the id of no entry and no story"),
        (("correct", "--reject"), "ENTRY: is missing"),
        (("correct", "--undo", "99"), "there is no correction 99"),
    ],
)
def test_bad_calls_say_what_to_do(filled: Path, arguments: tuple[str, ...], said: str) -> None:
    run = thoisu(*arguments, "--store", filled)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert said in run.stderr
    assert run.stdout == ""


def test_bad_values_of_a_correction(store: Path) -> None:
    entry = str(answers(store, *ARRIVAL)[0]["entry"]["id"])
    for value, said in (("status=maybe", "maybe"), ("from=soon", "soon"), ("colour=red", "colour"), ("status", "sets")):
        run = thoisu("correct", entry, "--set", value, "--store", store)
        assert run.returncode == 2
        assert said in run.stderr
        assert run.stderr.count("\n") == 1


def test_asking_makes_no_store(tmp_path: Path) -> None:
    run = thoisu("chronology", "--store", tmp_path / "none.sqlite")
    assert run.returncode == 2
    assert "is no store yet; `thoisu add PAGE…` makes one" in run.stderr
    assert not (tmp_path / "none.sqlite").exists()


def test_another_file_is_no_store(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ngày 4/11", encoding="utf-8")
    run = thoisu("stats", "--store", page)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert page.read_text(encoding="utf-8") == "Ngày 4/11"


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_first_pages(tmp_path: Path) -> None:
    store = tmp_path / "first.sqlite"
    ask(store, "add", SHARED / "seeds", SHARED / "flat")
    berlin = [
        a for a in answers(store, "--from", "2022-01-20", "--to", "2022-02-15", "--actor", "Antony Blinken")
        if a["entry"]["place"] and a["entry"]["place"]["name"] == "Berlin"
    ]  # fmt: skip
    assert len(berlin) == 1
    assert len(berlin[0]["entry"]["outlets"]) == 2
    assert len(berlin[0]["entry"]["origins"]) == 1
    plans = [json.loads(line) for line in ask(store, "ledger", "--due", "--from", "2022-01-20", "--to", "2022-02-15",
                                              "--json").stdout.splitlines()]  # fmt: skip
    due = {(p["entry"]["actor"][0]["entity"], p["entry"]["from"]) for p in plans}
    assert {("Antony Blinken", "2022-01-21"), ("Emmanuel Macron", "2022-02-07"), ("Emmanuel Macron", "2022-02-08"),
            ("Olaf Scholz", "2022-02-14"), ("Olaf Scholz", "2022-02-15")} <= due  # fmt: skip
    assert {p["outcome"]["kind"] for p in plans} == {"unreported"}
