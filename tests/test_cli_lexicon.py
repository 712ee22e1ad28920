"""`thoisu lexicon`, run as a user runs it."""

from pathlib import Path

import pytest

from .calling import thoisu
from .test_cli import PAGE


@pytest.mark.parametrize(
    ("phrase", "day", "expected"),
    [
        (
            "Ngoại trưởng Mỹ",
            "2022-01-20",
            ["foreign minister, USA: Antony Blinken", "offices/americas.tsv:", "sworn in"],
        ),
        ("Ngoại trưởng Mỹ", "2018-06-20", ["Mike Pompeo"]),
        ("Thủ tướng Anh", "2022-09-06", ["several fit", "Boris Johnson", "Liz Truss"]),
        ("Tập Cận Bình", "2022-01-20", ["person Xi Jinping", "president, CHN, 2013-03-14 – now"]),
        ("tuần trước", "2022-01-20", ["time 2022-01-10 – 2022-01-16", "times.toml: "]),
        ("Trung", "2022-01-20", ["state CHN, only in a fitting context"]),
        ("Moskva", "2022-01-20", ["state RUS (the capital stands for its government)", "also be: place Moscow"]),
    ],
)
def test_explain_says_who_and_why(phrase: str, day: str, expected: list[str]) -> None:
    run = thoisu("lexicon", "explain", phrase, "--on", day)
    assert (run.returncode, run.stderr) == (0, "")
    assert [e for e in expected if e not in run.stdout] == []


def test_explain_in_vietnamese() -> None:
    run = thoisu("lexicon", "explain", "Ngoại trưởng Mỹ", "--on", "2022-01-20", "--lang", "vi")
    assert "theo nhiệm kỳ" in run.stdout


def test_explain_nothing() -> None:
    run = thoisu("lexicon", "explain", "cái bàn", "--on", "2022-01-20")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("thoisu: nothing is known of 'cái bàn' on 2022-01-20;")
    assert run.stderr.count("\n") == 1


def test_a_wrong_day_is_wrong_usage() -> None:
    run = thoisu("lexicon", "explain", "Nga", "--on", "20/1/2022")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "thoisu: --on: '20/1/2022' is no date; give it as YYYY-MM-DD\n"


def test_a_name_that_is_added_is_read(tmp_path: Path) -> None:
    own, page = tmp_path / "own", tmp_path / "page.txt"
    page.write_text(PAGE.replace("Siemens", "nhóm Xưởng Thí Dụ"), encoding="utf-8")
    env = {"THOISU_LEXICON": str(own)}
    run = thoisu(
        "lexicon", "add", "org", "id=Example Works", "kind=company", "country=DEU", "forms=Xưởng Thí Dụ", **env
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"added 'Example Works' to {own / 'orgs.tsv'}\n"
    assert "Example Works" in thoisu("read", "--json", page, "--published", "2022-11-05", **env).stdout
    assert thoisu("lexicon", "check", **env).stdout == f"1 rows of your own work: {own / 'orgs.tsv'}\n"


def test_a_term_that_is_added_is_explained(tmp_path: Path) -> None:
    env = {"THOISU_LEXICON": str(tmp_path)}
    assert thoisu("lexicon", "add", "person", "id=Ana Example", "forms=Ana Example", **env).returncode == 0
    cells = ("holder=FRA", "office=foreign minister", "person=Ana Example", "from=2031-02-03", "known_to=2031-02")
    assert thoisu("lexicon", "add", "term", *cells, **env).returncode == 0
    run = thoisu("lexicon", "explain", "Ngoại trưởng Pháp", "--on", "2031-05-01", **env)
    assert "foreign minister, FRA: Ana Example (by the terms of office)" in run.stdout
    assert f"{tmp_path}/offices.tsv:2: user" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("cheese", "id=x"), "'cheese' is no table of the lexicon; name one of countries, "),
        (("person", "id=x", "colour=red"), "'colour' is no column of persons; its columns are id, "),
        (("person", "forms=x"), "the cell 'id' is empty; nothing was added"),
        (("person", "id=x"), "the cell 'forms' is empty; nothing was added"),
        (("term", "holder=USA", "office=president", "person=Nobody", "from=2031"), "nobody is named 'Nobody'"),
    ],
)
def test_a_wrong_row_is_not_added(tmp_path: Path, arguments: tuple[str, ...], fault: str) -> None:
    run = thoisu("lexicon", "add", *arguments, THOISU_LEXICON=str(tmp_path))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("thoisu: ")
    assert fault in run.stderr
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = thoisu("lexicon", "add", "person", "id=x", "forms=X", THOISU_LEXICON=str(tmp_path / "file" / "own"))
    assert run.returncode == 2
    assert "can't be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_bad_row_is_told_when_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "persons.tsv").write_text("id\tforms\n\tX\nAna Example\tAna Example\n", encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    run = thoisu("read", page, "--published", "2022-11-05", THOISU_LEXICON=str(tmp_path))
    assert run.returncode == 0
    assert run.stderr == f"thoisu: {tmp_path}/persons.tsv:2: the cell 'id' is empty; the row is left out\n"
    check = thoisu("lexicon", "check", THOISU_LEXICON=str(tmp_path))
    assert check.returncode == 1
    assert check.stderr == run.stderr


def test_no_rows_of_the_users_own(tmp_path: Path) -> None:
    run = thoisu("lexicon", "check", THOISU_LEXICON=str(tmp_path))
    assert (run.returncode, run.stderr) == (0, "")
    assert str(tmp_path) in run.stdout
