"""What is kept of the lexicon between processes: never out of date, never needed, and the same reading with it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thoisu as package
from thoisu.lexicon import Phrases
from thoisu.lexicon.packed import Lookup, packer, unpacker
from thoisu.lexicon.parts import Kept
from thoisu.page.shapes import cues
from thoisu.text import tokens
from thoisu.times.grammar import rules

from ..calling import thoisu
from ..conftest import ROOT

PAGES = sorted((ROOT / "examples").glob("*.txt")) + sorted((ROOT / "examples").glob("*.html"))


def read(**env: str) -> str:
    run = thoisu("read", "--json", *PAGES, **env)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def kept_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("lexicon/*/*.msgpack"))


@pytest.fixture(scope="module")
def unkept() -> str:
    """The readings of a process that keeps nothing."""
    return read(THOISU_CACHE="")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, unkept: str) -> Path:
    """A folder in which the readings above have kept their parts."""
    folder = tmp_path_factory.mktemp("cache")
    assert read(THOISU_CACHE=str(folder)) == unkept
    return folder


# -- the same readings ----------------------------------------------------------------------------------------


def test_pages_are_read_alike_with_parts_that_another_process_kept(cache: Path, unkept: str) -> None:
    before = {file: file.stat().st_mtime_ns for file in kept_in(cache)}
    assert "names" in {file.stem for file in before}
    assert read(THOISU_CACHE=str(cache)) == unkept
    assert {file: file.stat().st_mtime_ns for file in kept_in(cache)} == before


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut off": lambda raw: raw[: len(raw) // 2],
    "a bit in the middle": lambda raw: (
        raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :]
    ),
    "zeros": lambda raw: bytes(len(raw)),
    "another file": lambda raw: b"id\tforms\n",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_files_are_made_anew(cache: Path, unkept: str, damage: str) -> None:
    sizes = {file: file.stat().st_size for file in kept_in(cache)}
    for file in sizes:
        file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert read(THOISU_CACHE=str(cache)) == unkept
    assert {file: file.stat().st_size for file in kept_in(cache)} == sizes


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, unkept: str) -> None:
    (tmp_path / "file").touch()
    assert read(THOISU_CACHE=str(tmp_path / "file" / "cache")) == unkept


def test_two_processes_at_once_keep_whole_files(tmp_path: Path, unkept: str) -> None:
    command = [sys.executable, "-m", "thoisu.cli", "read", "--json", *map(str, PAGES)]
    env = {**os.environ, "THOISU_CACHE": str(tmp_path)}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, env=env) for _ in range(2)]
    assert [run.communicate(timeout=120)[0].decode() for run in both] == [unkept, unkept]
    assert [file.name for file in tmp_path.glob("lexicon/*/*") if file.suffix != ".msgpack"] == []
    assert read(THOISU_CACHE=str(tmp_path)) == unkept


# -- never out of date ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a place of its own, where its files may be edited."""
    folder = tmp_path_factory.mktemp("copied")
    here = Path(package.__file__).parent
    shutil.copytree(here, folder / "thoisu", ignore=shutil.ignore_patterns("__pycache__"))
    for library in here.parent.glob("thoisu__mypyc.*"):  # of the compiled package
        shutil.copy(library, folder)
    return folder


def explained(phrase: str, copied: Path, **env: str) -> str:
    run = thoisu(
        "lexicon", "explain", phrase, "--on", "2022-01-20",
        PYTHONPATH=str(copied), PYTHONDONTWRITEBYTECODE="1", THOISU_CACHE=str(copied / "cache"), **env,
    )  # fmt: skip
    return run.stdout


def test_an_edited_table_is_seen_at_once(copied: Path) -> None:
    """Even one that is as long as before and bears the same time."""
    orgs = copied / "thoisu" / "lexicon" / "orgs.tsv"
    assert "NATO" in explained("NATO", copied)
    assert explained("NAZO", copied) == ""
    text, stat = orgs.read_text(encoding="utf-8"), orgs.stat()
    orgs.write_text(re.sub(r"(?<=[\t|])NATO(?=[\t|])", "NAZO", text), encoding="utf-8")
    os.utime(orgs, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert orgs.stat().st_size == stat.st_size
    assert "NAZO" in explained("NAZO", copied)
    orgs.write_text(text, encoding="utf-8")
    assert explained("NAZO", copied) == ""


def test_an_edited_rule_is_seen_at_once(copied: Path) -> None:
    times = copied / "thoisu" / "lexicon" / "times.toml"
    text = times.read_text(encoding="utf-8")
    assert "day.month.year" in explained("ngày 24/2/2022", copied)
    times.write_text(text.replace('id = "day.month.year"', 'id = "day.whole"'), encoding="utf-8")
    assert "day.whole" in explained("ngày 24/2/2022", copied)
    times.write_text(text, encoding="utf-8")


def test_rows_of_the_user_are_seen_at_once_and_forgotten_with_their_file(copied: Path, tmp_path: Path) -> None:
    own = {"THOISU_LEXICON": str(tmp_path)}
    assert explained("Ana Ê-xăm-pôn", copied, **own) == ""
    (tmp_path / "persons.tsv").write_text("id\tforms\nAna Example\tAna Ê-xăm-pôn\n", encoding="utf-8")
    for _ in range(2):
        assert f"{tmp_path}/persons.tsv:2" in explained("Ana Ê-xăm-pôn", copied, **own)
    (tmp_path / "persons.tsv").rename(tmp_path / "others.tsv")
    assert explained("Ana Ê-xăm-pôn", copied, **own) == ""


@pytest.mark.parametrize("edit", [('__version__ = "', '__version__ = "1.'), ('"""thoisu reads', '"""It reads')])
def test_another_version_or_source_keeps_its_own(copied: Path, edit: tuple[str, str]) -> None:
    explained("NATO", copied)
    before = set((copied / "cache" / "lexicon").iterdir())
    module = copied / "thoisu" / "__init__.py"
    module.write_text(module.read_text(encoding="utf-8").replace(*edit, 1), encoding="utf-8")
    assert "NATO" in explained("NATO", copied)
    assert len(set((copied / "cache" / "lexicon").iterdir()) - before) == 1


def test_what_is_kept_of_other_lexicons_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for knowledge in "abcdefgh":
        assert Kept(tmp_path, knowledge).part("part", str, knowledge.upper) == knowledge.upper()
    assert len(list(tmp_path.iterdir())) == 6
    assert (tmp_path / "mine").is_dir()
    assert [Kept(tmp_path, k).part("part", str, lambda: "anew") for k in "ha"] == ["H", "anew"]


def test_a_part_of_another_type_is_made_anew(tmp_path: Path) -> None:
    assert Kept(tmp_path, "a").part("part", str, lambda: "Hà Nội") == "Hà Nội"
    assert Kept(tmp_path, "a").part("part", dict[str, int], lambda: {"Hà Nội": 1}) == {"Hà Nội": 1}


# -- what is packed is what is unpacked -----------------------------------------------------------------------


@given(st.dictionaries(st.text(max_size=8), st.integers(0, 9)), st.lists(st.text(max_size=8)))
def test_a_table_gives_what_its_dict_gives(items: dict[str, int], others: list[str]) -> None:
    table = unpacker(Lookup[int])(packer()(Lookup(items)))
    assert len(table) == len(items)
    assert [table.get(key) for key in (*items, *others)] == [items.get(key) for key in (*items, *others)]


def test_keys_of_one_checksum_are_told_apart() -> None:
    """The CRC-32 of both is 4DDB0C25."""
    table = unpacker(Lookup[int])(packer()(Lookup({"plumless": 1, "buckeroo": 2})))
    assert [table.get(key) for key in ("plumless", "buckeroo", "Hà Nội")] == [1, 2, None]


@pytest.mark.parametrize("text", ["Hàn Quốc và Nga", "Hàn", "Bắc Triều Tiên", "Bắc Kinh", "và", ""])
def test_phrases_find_what_they_found(text: str) -> None:
    made = Phrases([("Hàn Quốc", 1), ("Hàn", 2), ("Hàn", 3), ("Bắc Triều Tiên", 4)])
    again = unpacker(Phrases[int])(packer()(made))
    run = tokens(text)
    for i in range(len(run) + 1):
        assert again.longest(run, i) == made.longest(run, i)
        assert again.all(run, i) == made.all(run, i)
    assert (len(again), set(again.openers)) == (len(made), set(made.openers))


def test_no_phrases_stay_no_phrases() -> None:
    empty = unpacker(Phrases[str])(packer()(Phrases([])))
    assert (len(empty), len(empty.openers), empty.longest(tokens("Hàn Quốc"), 0)) == (0, 0, None)


@pytest.mark.parametrize("name", ["times", "page"])
def test_patterns_come_back_as_they_are_compiled(name: str) -> None:
    patterns = [rule.pattern for rule in rules()] if name == "times" else [cue.pattern for cue in cues()]
    again = unpacker(list[re.Pattern[str]])(packer()(patterns))
    assert again == [re.compile(pattern.pattern, pattern.flags) for pattern in patterns]
    assert [p.groupindex for p in again] == [p.groupindex for p in patterns]


@pytest.mark.parametrize("code", [b"", b"\xff\xff\0\0" * 3])
def test_a_pattern_without_code_that_the_engine_takes_is_compiled(code: bytes) -> None:
    days = re.compile("ngày (?P<d>[0-9]+)")
    source, flags, _, names, groups = msgspec.msgpack.decode(packer()(days))
    raw = msgspec.msgpack.encode((source, flags, msgspec.msgpack.Ext(0, code), names, groups))
    assert unpacker(re.Pattern[str])(raw) == days
