"""The docs are in step with the code, and each kind of fault is found on a copy with one thing broken."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT

SCRIPT = ROOT / "scripts" / "check_docs.py"
GIT = shutil.which("git") or ""


@pytest.fixture(scope="module")
def docs() -> Iterator[ModuleType]:
    """scripts/check_docs.py as a module: scripts/ is no package."""
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        import check_docs

        yield check_docs
    finally:
        sys.path.remove(str(SCRIPT.parent))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the checks read."""
    for pattern in ("*.md", "docs/**/*.md", "docs/*.json", "docs/img/*", "*.toml", "constraints.txt", "examples/*"):
        for file in ROOT.glob(pattern):
            copy = tmp_path / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tests" / "pages").mkdir(parents=True)
    # What SECURITY.md names, without the pages.
    for file in (ROOT / "tests").rglob("*.py"):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.symlink_to(file)
    return tmp_path


# Sessions of each kind: of the whole project all are run.
READS = (r"thoisu read (?:--lang vi )?examples/[\w.-]+", r"event .*", r"python")
KEEPS = (r"thoisu add .*", r"thoisu ledger .*", r"thoisu read --json .*")
# By what the fault says, where it is not in README.md.
SHORT = {
    "thoiso": ("README.vi.md", READS),
    "thoisu correct": ("docs/tutorial.md", (r"thoisu add examples", r"thoisu chronology .*", r"thoisu correct .*")),
    "thoisu serve": ("docs/tutorial.md", (r"thoisu add examples", r"thoisu serve")),
}


def shorten(project: Path, page: str, kinds: tuple[str, ...]) -> None:
    """Leaves sessions in one page, one of each kind, run by the program as it stands: a copy is compiled anew."""
    from readme_sessions import SESSION, pages

    shutil.rmtree(project / "src")
    (project / "src").symlink_to(ROOT / "src")
    for name in pages(project):
        text = (project / name).read_text(encoding="utf-8")
        found = [(block[2], block[0]) for block in SESSION.finditer(text)]
        kinds_here = kinds if name == page else ()
        kept = [next(block for command, block in found if re.fullmatch(kind, command)) for kind in kinds_here]
        (project / name).write_text("\n\n".join(kept), encoding="utf-8")


def test_the_project_is_in_step() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=300)
    assert (run.returncode, run.stderr) == (0, "")


def replaced(name: str, old: str, new: str, times: int = 1) -> Callable[[Path], None]:
    """A break: the first `old` in a file (or the first so many) becomes `new`."""

    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, times), encoding="utf-8")

    return edit


def added(name: str, text: str) -> Callable[[Path], None]:
    """A break: a file gets a line more at its end."""

    def edit(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")

    return edit


def without(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def no_option(root: Path) -> None:
    text = (root / "README.vi.md").read_text(encoding="utf-8")
    (root / "README.vi.md").write_text(text.replace("--published", "--publ"), encoding="utf-8")


HERE = "tests/test_docs.py::test_a_fault_is_found"

# Forbidden words are put together here, so that this file may stand in the tree that is checked.
BROKEN = [
    ("sessions", replaced("README.md", "Story day: ", "Story night: "), "is stale; run scripts/check_docs.py --write"),
    (
        "sessions",
        replaced("README.vi.md", ">>> import thoisu\n", ">>> import thoiso\n"),
        "fails: No module named 'thoiso'",
    ),
    ("sessions", replaced("README.md", "event tới of", "event nowhere of"), "no event has the trigger 'nowhere'"),
    ("sessions", replaced("README.md", "<!-- end -->", ""), "is not closed"),
    ("sessions", replaced("docs/tutorial.md", "1: set;", "2: set;"), "session 'thoisu correct $ID"),
    ("sessions", replaced("docs/tutorial.md", " is served at ", " serves "), "'thoisu serve' is stale"),
    (
        "figures",
        replaced("docs/explanation/dates.md", "| date | ", "| date | 1"),
        "are stale; run scripts/check_docs.py",
    ),
    ("figures", replaced("docs/accuracy.md", "| time value | ", "| time value | 1", 2), "dates.md:"),
    (
        "figures",
        replaced("docs/explanation/limits.md", "figures: dev | what", "figures: dev | how"),
        "no table 'how' under",
    ),
    ("figures", replaced("docs/explanation/dates.md", "| date -->", "| day -->"), "no row 'day' in the table dev"),
    ("links", without("docs/accuracy.md"), "dead link docs/accuracy.md"),
    ("links", without("docs/how-to/name.md"), "docs/tutorial.md:"),
    ("links", replaced("docs/lexicon.md", "(#orgstsv)", "(#orgs)"), "dead anchor #orgs"),
    ("options", no_option, "README.vi.md:1: option --published is not told"),
    ("twins", added("README.md", "## One more"), " sections where README.md has "),
    ("version", replaced("CHANGELOG.md", "## [0.1.0]", "## [0.0.9]"), "version 0.0.9 where the package is 0.1.0"),
    ("clean", added("Makefile", "PIP = --index" + "-url=there"), "Makefile:1: the address of a package registry"),
    ("clean", added("docs/new.md", "see https://py" + "pi.org/" + "simple" + "/"), "the address of a package registry"),
    ("clean", added("docs/new.md", "see /home" + "/somebody/page"), "a path of one machine"),
    ("clean", added("docs/new.md", "FIX" + "ME later"), "a marker of unfinished work"),
    ("pins", replaced("constraints.txt", "rich==", "rich>="), "is no pin; write it as name==version"),
    ("pins", replaced("constraints.txt", "msgspec==", "msgpack=="), "constraints.txt:1: msgspec is not pinned"),
    ("contract", replaced("docs/contract.md", '{"p": 3, "start"', '{"p": 3, "begin"'), "no record has a key 'begin'"),
    ("contract", replaced("docs/contract.md", "published.precision", "published.level"), "key 'precision' is not told"),
    ("lexicon", added("src/thoisu/lexicon/spells.toml", "[words]"), "spells.toml is not described"),
    ("lexicon", replaced("docs/lexicon.md", "`leader`", "leader"), "leader of countries.tsv is not described"),
    ("lexicon", replaced("docs/lexicon.md", "`subject_words`", "words", 2), "subject_words of events/"),
    ("layout", without("src/thoisu/show.py"), "src/thoisu/show.py does not exist"),
    ("layout", added("src/thoisu/page/spells.py", ""), "src/thoisu/page/spells.py is not in the layout"),
    ("accuracy", replaced("docs/accuracy.md", "| event found | ", "| event found | 1"), "is not what the docs say"),
    ("accuracy", without("src/thoisu/web/accuracy.json"), "is not what the docs say; run scripts/check_docs.py"),
    ("accuracy", replaced("docs/accuracy.md", "## dev", "## held"), "no table of 'what' under 'dev'; run make score"),
    ("accuracy", without("docs/accuracy_stories.md"), "accuracy_stories.md"),
    ("formats", replaced("docs/formats.md", "| `SEQUENCE` |", "| `VERSION` |"), "is not what the code says; run"),
    ("formats", added("docs/formats.md", "One more."), "is not what the code says; run"),
    ("formats", without("docs/formats.md"), "formats.md:1: is not what the code says"),
    ("alerts", replaced("docs/alert_event.json", '"seq"', '"number"'), "is not what the code says; run"),
    ("alerts", without("docs/alert_event.json"), "alert_event.json:1: is not what the code says"),
    ("alerts", replaced("docs/alerts.md", "`evidence`", "evidence"), "alerts.md:1: key 'evidence' is not told"),
    ("promises", without("SECURITY.md"), "SECURITY.md:1: holds no promise"),
    ("promises", added("SECURITY.md", "| Z1 | One. |  |"), "promise Z1 names no test; name the test that holds it"),
    ("promises", added("SECURITY.md", f"| Z1 |  | `{HERE}` |"), "promise Z1 says nothing"),
    ("promises", added("SECURITY.md", "| Z1 | One. |"), "is no row of three cells"),
    ("promises", added("SECURITY.md", f"| P1 | One. | `{HERE}` |"), "promise P1 is there twice"),
    ("promises", added("SECURITY.md", "| Z1 | One. | `tests/test_no.py::test_a` |"), "tests/test_no.py does not exist"),
    ("promises", added("SECURITY.md", f"| Z1 | One. | `{HERE}_too` |"), "has no test_a_fault_is_found_too"),
    ("promises", added("SECURITY.md", f"| Z1 | One. | `{HERE[:19]}` |"), "'tests/test_docs.py:' is no test"),
    ("promises", added("SECURITY.md", f"| Z1 | One. | `{HERE}[{'x' * 9}]` |"), "has no case 'xxxxxxxxx'"),
]


@pytest.mark.parametrize(("check", "break_it", "says"), BROKEN, ids=[f"{b[0]}-{i}" for i, b in enumerate(BROKEN)])
def test_a_fault_is_found(
    docs: ModuleType, project: Path, check: str, break_it: Callable[[Path], None], says: str
) -> None:
    if check == "sessions":
        shorten(project, *next((SHORT[part] for part in SHORT if part in says), ("README.md", READS)))
    break_it(project)
    faults = [str(fault) for fault in getattr(docs, check)(project)]
    assert any(says in fault for fault in faults)


@pytest.mark.parametrize(
    "check", ["links", "options", "twins", "version", "pins", "contract", "accuracy", "formats", "alerts", "promises"]
)
def test_a_whole_copy_has_none(docs: ModuleType, project: Path, check: str) -> None:
    assert [str(fault) for fault in getattr(docs, check)(project)] == []


def test_write_mends_a_stale_session(docs: ModuleType, project: Path) -> None:
    shorten(project, "README.md", READS + KEEPS)
    whole = (project / "README.md").read_text(encoding="utf-8")
    replaced("README.md", "Story day: ", "Story night: ")(project)
    assert list(docs.sessions(project, write=True)) == []
    assert (project / "README.md").read_text(encoding="utf-8") == whole


def test_write_makes_the_page_of_formats_anew(docs: ModuleType, project: Path) -> None:
    whole = (project / "docs/formats.md").read_text(encoding="utf-8")
    added("docs/formats.md", "One more.")(project)
    docs.formats_doc.write(project)
    assert (project / "docs/formats.md").read_text(encoding="utf-8") == whole


def test_a_field_that_is_named_twice_is_found(docs: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from thoisu.export import jsonl

    monkeypatch.setattr(jsonl, "FIELDS", [*jsonl.FIELDS, jsonl.FIELDS[0]])
    assert any("jsonl has no fields, or one of them twice" in str(fault) for fault in docs.formats(project))


@pytest.mark.skipif(not GIT, reason="git is not here")
def test_in_a_checkout_only_its_own_files_count(docs: ModuleType, tmp_path: Path) -> None:
    for name in (".gitignore", "page.md", "left.log"):
        (tmp_path / name).write_text("*.log\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "module.py").write_text("", encoding="utf-8")
    assert [p.name for p in docs.tracked(tmp_path)] == [".gitignore", "left.log", "page.md"]
    subprocess.run([GIT, "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("*.log\n.venv/\n", encoding="utf-8")
    assert [p.name for p in docs.tracked(tmp_path)] == [".gitignore", "page.md"]


@pytest.mark.parametrize("page", ["docs/tutorial.md", "docs/tutorial.vi.md"])
def test_no_command_of_the_tutorial_is_only_shown(docs: ModuleType, page: str) -> None:
    from readme_sessions import SESSION

    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(SESSION.findall(text)) >= 10
    assert re.findall(r"^ *\$ .*", SESSION.sub("", text), re.MULTILINE) == ["$ make demo"]


def test_both_tutorials_run_the_same(docs: ModuleType) -> None:
    from readme_sessions import SESSION

    def commands(page: str) -> list[str]:
        return [block[2].replace("--lang vi ", "") for block in SESSION.finditer((ROOT / page).read_text("utf-8"))]

    assert commands("docs/tutorial.md") == [c.removesuffix(" --lang vi") for c in commands("docs/tutorial.vi.md")]


def test_figures_are_written_anew(docs: ModuleType, project: Path) -> None:
    whole = (project / "docs/explanation/dates.md").read_text(encoding="utf-8")
    replaced("docs/explanation/dates.md", "| date | ", "| date | 1")(project)
    assert list(docs.figures(project, write=True)) == []
    assert (project / "docs/explanation/dates.md").read_text(encoding="utf-8") == whole
