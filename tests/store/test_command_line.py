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
    assert "retitled" in call("copies", call.ids["wire"])
    assert lines(call("stats", "--json"))[0]["pages"] == len(ALL)
    assert call("chronology", "--csv").startswith("id,from,to,")


def test_stories_are_joined_and_split_by_hand(call: Call) -> None:
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
    assert "story-split" in call("correct", "--log")
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
