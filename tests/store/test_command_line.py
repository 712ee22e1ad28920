"""The commands on a store of either engine, called in this process: what they answer, and what they refuse."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from thoisu.cli import main

from ..chronicle.pages import ALL

Call = Any  # what the fixture `call` gives


@pytest.fixture
def call(where: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls a command on a store that holds the pages; what it printed."""

    def run(*arguments: str, code: int = 0) -> str:
        assert main([*arguments, "--store", where]) == code
        printed = capfd.readouterr()
        return str(printed.out if code == 0 else printed.err)

    for name, text in ALL.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    added = run("add", *(str(tmp_path / f"{name}.txt") for name in ALL), "--json")
    run.ids = {Path(p["key"]).stem: p["document"] for p in map(json.loads, added.splitlines())}  # type: ignore[attr-defined]
    return run


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def story(call: Call, name: str) -> tuple[str, set[str]]:
    """The story of a page and the names of its pages."""
    (found,) = lines(call("story", call.ids[name], "--json"))
    names = {id: name for name, id in call.ids.items()}
    return found["id"], {names[d["id"]] for d in found["documents"]}


def test_every_question_is_answered(call: Call) -> None:
    assert "Emmanuel Macron" in call("chronology", "--actor", "Pháp", "--text", "den Bac Kinh")
    assert "Macron" in call("search", "bac", "kinh")
    assert {p["outcome"]["kind"] for p in lines(call("ledger", "--json"))} >= {"done"}
    assert "planned for" in call("ledger", "--json", "--lang", "vi")
    assert "kế hoạch là" in call("ledger", "--lang", "vi")
    assert "retitled" in call("copies", call.ids["wire"])
    assert lines(call("stats", "--json"))[0]["pages"] == len(ALL)
    assert call("chronology", "--csv").startswith("id,from,to,")


def test_days_that_tellings_differ_on_stand_side_by_side(call: Call, tmp_path: Path) -> None:
    talk = "Tổng thống Mỹ Joe Biden và Chủ tịch Trung Quốc Tập Cận Bình đã điện đàm"
    pages = {"told": f"03/04/2024 08:00\n\nNgày 2/4, {talk}.", "counted": f"04/04/2024 01:00\n\nHôm qua, {talk}."}
    for name, text in pages.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        call("add", str(tmp_path / f"{name}.txt"))
    shown = call("chronology", "--mode", "phone")
    assert "disputed: day 2024-04-02 (1) / 2024-04-03 (1)" in shown
    assert "chưa thống nhất: ngày 2024-04-02 (1)" in call("chronology", "--mode", "phone", "--lang", "vi")
    (entry,) = lines(call("chronology", "--mode", "phone", "--json"))
    assert [c["field"] for c in entry["entry"]["conflicts"]] == ["day"]


def test_stories_are_joined_and_split_by_hand(call: Call) -> None:
    assert call("correct", "--log") == "No correction has been made.\n"
    wire, pages = story(call, "wire")
    other, alone = story(call, "elsewhere")
    assert not pages & alone
    call("correct", wire, "--merge", other)
    assert story(call, "elsewhere")[1] == story(call, "wire")[1] == pages | alone
    call("correct", "--undo", "1")
    assert (story(call, "wire"), story(call, "elsewhere")) == ((wire, pages), (other, alone))
    call("correct", wire, "--split", call.ids["other"])
    assert "other" not in story(call, "wire")[1]
    assert story(call, "other")[1] <= pages
    log = call("correct", "--log").splitlines()
    assert ["(taken back)" in line for line in log] == [True, False, False]
    assert "story-split" in log[2]
    call("correct", wire, "--undo")
    assert story(call, "other") == (wire, pages)
    assert "only --merge, --split and --undo" in call("correct", wire, "--reject", code=2)


def test_entries_are_corrected_and_the_corrections_exported(call: Call, tmp_path: Path) -> None:
    (found,) = lines(call("chronology", "--actor", "Macron", "--mode", "visit", "--from", "2023-04-05",
                          "--to", "2023-04-05", "--json"))  # fmt: skip
    call("correct", found["entry"]["id"], "--set", "status=denied", "--author", "desk")
    assert lines(call("chronology", "--status", "denied", "--json"))[0]["entry"]["id"] == found["entry"]["id"]
    call("correct", "--gold", str(tmp_path / "gold"))
    assert len(list((tmp_path / "gold").glob("*.json"))) == len(found["evidence"])
    call("reread", "--all")
    assert lines(call("chronology", "--status", "denied", "--json"))[0]["entry"]["corrections"] == [1]


def test_corrections_that_would_change_nothing(call: Call, capfd: pytest.CaptureFixture[str], where: str) -> None:
    one, *_ = (e["entry"]["id"] for e in lines(call("chronology", "--json")) if len(e["entry"]["tellings"]) == 1)
    assert "leaves nothing to part" in call("correct", one, "--split", code=2)
    assert "itself" in call("correct", one, "--merge", one, code=2)
    assert "is one already" in call("correct", "--join", "Emmanuel Macron", code=2)
    assert call("correct", "--log", "--json") == ""
    for name, told in (("Emmanuel Macron", False), ("emmanuel macron", True), ("FRA", False), ("Nobody", True)):
        assert main(["correct", "--rename", name, "Somebody", "--store", where]) == 0
        assert ("no entry names" in capfd.readouterr().err) is told
        call("correct", "--undo", str(len(lines(call("correct", "--log", "--json")))))


@pytest.mark.parametrize(
    ("pattern", "other"),
    [
        (r"thoisu:[0-9a-f]+@", "thoisu:falsch-und-geheim@"),
        (r"@127\.0\.0\.1:\d+", "@127.0.0.1:1"),
        (r"@127\.0\.0\.1", "@no-such-host.invalid"),
        (r"/tin$", "/nosuchdatabase"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_the_password(
    database: str, capfd: pytest.CaptureFixture[str], pattern: str, other: str
) -> None:
    address = re.sub(pattern, other, database)
    assert address != database
    password = address.split("@")[0].rpartition(":")[2]
    assert main(["stats", "--store", address]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("thoisu: postgresql://")
    assert password not in said
