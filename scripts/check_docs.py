"""Keeps the docs in step with the code (`make check`).

Prints one line for each fault (where, what, what to do) and exits 1 if there is any. `--write` first prints the
sessions, the figures of the docs and of the desk, and the page of formats anew. Each check takes the folder of a
project and yields its faults, so that the tests can run it on a copy with one thing broken.
"""

import argparse
import contextlib
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import accuracy_data
import alerts_doc
import formats_doc
import msgspec
import promises as security
from figures_doc import figures
from readme_sessions import READMES, Fault, run_python, sessions, text_of

from thoisu import model

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "read", "explain", "lexicon explain", "lexicon check", "lexicon add", "add", "chronology", "story", "search",
    "ledger", "copies", "stats", "correct", "reread", "export", "brief", "serve", "token",
    "watch add", "watch list", "watch remove", "watch run", "watch status", "fetch",
    "alert add", "alert list", "alert run", "alert test", "archive", "backup", "restore", "migrate",
)  # fmt: skip
# Written in pieces: this file is read by its own check, and holds neither an address nor a marker.
FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"py" r"pi\.org/simple|files\.python" r"hosted|registry\.(?:npm" r"js|yarn" r"pkg)|index" r"-url", re.IGNORECASE
    ),
    "a path of one machine": re.compile(r"(?<![\w.:/}-])/(?:home|root|tmp|work|Users|var/folders)/[\w.]"),
    "a marker of unfinished work": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"),
}


def tracked(root: Path) -> list[Path]:
    """The files of the project: git's where this is its checkout, else the tree without what tools left there."""
    git = ["git", "-C", str(root)]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        top = subprocess.run([*git, "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True)
        if Path(top.stdout.strip()) == root.resolve():
            listed = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0")
            return sorted(path for name in set(names) if name and (path := root / name).is_file())
    left = re.compile(r"(?:^|/)(?:\.(?!ci/|gitignore$)|__pycache__/|build/|dist/|[^/]+\.egg-info/)")
    return [p for p in sorted(root.rglob("*")) if p.is_file() and not left.search(p.relative_to(root).as_posix())]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


# -- pages ------------------------------------------------------------------------------------------------


def _prose(text: str) -> str:
    """Markdown with code, and what is for the site only, blanked out, each character in its place."""
    return re.sub(
        r"```.*?```|`[^`\n]*`|<!-- site: .*? -->", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL
    )


@cache
def _anchors(path: Path) -> frozenset[str]:
    """The anchors that GitHub gives the headings of a page."""
    found: list[str] = []
    page = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading).strip().lower()).replace(" ", "-")
        found.append(slug if slug not in found else f"{slug}-{found.count(slug)}")
    return frozenset(found)


def links(root: Path) -> Iterator[Fault]:
    """Every relative link of every page leads to a file, and its anchor to a heading."""
    for page in (p for p in tracked(root) if p.suffix == ".md"):
        text, name = page.read_text(encoding="utf-8"), page.relative_to(root).as_posix()
        # A link's text may be code; the blanked page says where links are.
        for link in re.finditer(r"\]\(([^)\s]+)\)", _prose(text)):
            if re.match(r"[a-z]+:", link[1]):
                continue
            path, _, anchor = link[1].partition("#")
            target = (page.parent / path) if path else page
            if not target.exists():
                yield Fault(name, _line(text, link.start()), f"dead link {link[1]}", "name a file that exists")
            elif anchor and anchor not in _anchors(target.resolve()):
                yield Fault(name, _line(text, link.start()), f"dead anchor {link[1]}", "name a heading of that page")


def _help(root: Path) -> str:
    """What `--help` prints of all commands, by one process: each would load the program anew."""
    code = "import contextlib, sys, thoisu.cli\nfor command in sys.argv[1:]:\n with contextlib.suppress(SystemExit):\n"
    code += "  thoisu.cli.main([*command.split(), '--help'])"
    return run_python(root, ["-c", code, *COMMANDS]).stdout


def options(root: Path) -> Iterator[Fault]:
    """Every option of every command is told in both READMEs."""
    known = sorted(set(re.findall(r"--[a-z][a-z-]+", _help(root))) - {"--help"})
    for name in READMES:
        text = text_of(root, name)
        for option in known:
            if not re.search(rf"{option}(?![\w-])", text):
                yield Fault(name, 1, f"option {option} is not told", "add it to the table of options")


def twins(root: Path) -> Iterator[Fault]:
    """Both READMEs have the same number of sections."""
    counts = [len(re.findall(r"^## ", text_of(root, name), re.MULTILINE)) for name in READMES]
    if counts[0] != counts[1]:
        yield Fault(READMES[1], 1, f"{counts[1]} sections where {READMES[0]} has {counts[0]}", "tell the same in both")


def version(root: Path) -> Iterator[Fault]:
    """The package, pyproject.toml (where it names a version) and the top of CHANGELOG.md agree."""
    package = re.search(r'^__version__ = "(.+)"', text_of(root, "src/thoisu/__init__.py"), re.MULTILINE)
    log = text_of(root, "CHANGELOG.md")
    top = re.search(r"^## \[(.+?)\]", log, re.MULTILINE)
    says = tomllib.loads(text_of(root, "pyproject.toml"))["project"].get("version", package and package[1])
    if not package or not top or not package[1] == top[1] == says:
        line = _line(log, top.start()) if top else 1
        what = f"version {top and top[1]} where the package is {package and package[1]} and pyproject.toml says {says}"
        yield Fault("CHANGELOG.md", line, what, "give all three the same")


# -- files ------------------------------------------------------------------------------------------------


def clean(root: Path) -> Iterator[Fault]:
    """No file holds a registry's address, a machine's path or a marker of unfinished work."""
    for path in tracked(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FORBIDDEN.items():
            for found in pattern.finditer(text):
                name = path.relative_to(root).as_posix()
                yield Fault(name, _line(text, found.start()), f"{what} ('{found[0]}')", "take it out")


def pins(root: Path) -> Iterator[Fault]:
    """constraints.txt holds plain pins only, and one for everything that pyproject.toml asks for."""
    pinned = set()
    for number, line in enumerate(text_of(root, "constraints.txt").splitlines(), 1):
        pin = re.fullmatch(r"([A-Za-z0-9][\w.-]*)==[\w.!+]+", line.strip())
        if pin:
            pinned.add(_same(pin[1]))
        elif line.strip() and not line.startswith("#"):
            yield Fault("constraints.txt", number, f"'{line}' is no pin", "write it as name==version")
    wanted = tomllib.loads(text_of(root, "pyproject.toml"))
    project, build = wanted["project"], wanted.get("build-system", {}).get("requires", [])
    extras = project.get("optional-dependencies", {}).values()
    for asked in itertools.chain(project.get("dependencies", []), *extras, build):
        name = re.match(r"[\w.-]+", asked)
        if name and _same(name[0]) not in pinned:
            yield Fault("constraints.txt", 1, f"{name[0]} is not pinned", f"add {name[0]}==version")


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def contract(root: Path) -> Iterator[Fault]:
    """docs/contract.md shows no key that the records lack, and tells every key that they have."""
    page = "docs/contract.md"
    text = text_of(root, page)
    records = [r for r in vars(model).values() if isinstance(r, type) and issubclass(r, msgspec.Struct)]
    keys = {field.encode_name for record in records for field in msgspec.structs.fields(record)}
    for block in re.finditer(r"^```json.*?^```", text, re.DOTALL | re.MULTILINE):
        for key in re.finditer(r'"(\w+)": ', block[0]):
            if key[1] not in keys:
                line = _line(text, block.start() + key.start())
                yield Fault(page, line, f"no record has a key '{key[1]}'", "name the key as src/thoisu/model.py does")
    for missing in sorted(keys - set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", text))))):
        yield Fault(page, 1, f"key '{missing}' is not told", "add it to the table of its record")


def lexicon(root: Path) -> Iterator[Fault]:
    """docs/lexicon.md describes every file of the lexicon, every column of its lists and field of its rules."""
    page, home = "docs/lexicon.md", root / "src/thoisu/lexicon"
    text = text_of(root, page)
    for file in sorted(p for p in home.rglob("*") if p.suffix in (".tsv", ".toml")):
        name = file.relative_to(home).as_posix()
        group = name if file.parent == home else f"{name.partition('/')[0]}/*{file.suffix}"
        section = re.search(rf"^## `(?:{re.escape(name)}|{re.escape(group)})`\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        if not section:
            yield Fault(page, 1, f"{name} is not described", f"add a section '## `{group}`'")
            continue
        for field in _fields(file):
            if f"`{field}`" not in section[1]:
                line = _line(text, section.start())
                yield Fault(page, line, f"{field} of {name} is not described", "add it to the table")


def _fields(file: Path) -> list[str]:
    """The columns of a list; the fields that the rules of a TOML file have."""
    content = file.read_text(encoding="utf-8")
    if file.suffix == ".tsv":
        return content.splitlines()[0].split("\t")
    rules = [table for table in tomllib.loads(content).values() if isinstance(table, list)]
    return sorted({field for rule in itertools.chain(*rules) if isinstance(rule, dict) for field in rule})


def layout(root: Path) -> Iterator[Fault]:
    """The layout of CONTRIBUTING.md names the modules that there are, and no others."""
    page, home = "CONTRIBUTING.md", root / "src/thoisu"
    text = text_of(root, page)
    start, end = text.find("## Layout"), text.find("\n## ", text.find("## Layout"))
    named: set[str] = set()
    for row in re.compile(r"^\| (`.+?) \|(.+)\|$", re.MULTILINE).finditer(text, start, end):
        places = re.findall(r"`([\w/]+(?:\.py|/))`", row[1])
        folder = places[0] if len(places) == 1 and places[0].endswith("/") else ""
        for place in [*places, *(folder + m for m in re.findall(r"`(\w+\.py)`", row[2]))]:
            named.add(place)
            if not (home / place).exists():
                yield Fault(page, _line(text, row.start()), f"src/thoisu/{place} does not exist", "mend the layout")
    for module in sorted(home.rglob("*.py")):
        name = module.relative_to(home).as_posix()
        # The lexicon's loader has one line for the whole folder.
        if module.name != "__init__.py" and not {name, "lexicon/" if name.startswith("lexicon/") else name} & named:
            yield Fault(page, 1, f"src/thoisu/{name} is not in the layout", "say there what lives in it")


def accuracy(root: Path) -> Iterator[Fault]:
    """The figures that the desk shows are those of the docs."""
    try:
        right = accuracy_data.as_json(root)
    except (OSError, ValueError) as fault:
        yield Fault(accuracy_data.PAGES[0], 1, str(fault), "run make score")
        return
    kept = root / accuracy_data.DATA
    if not kept.exists() or kept.read_text(encoding="utf-8") != right:
        yield Fault(accuracy_data.DATA, 1, "is not what the docs say", "run scripts/check_docs.py --write")


def formats(root: Path) -> Iterator[Fault]:
    """docs/formats.md says what the exports' modules say."""
    page = root / formats_doc.PAGE
    try:
        right = formats_doc.as_text()
    except ValueError as fault:
        yield Fault("src/thoisu/export/formats.py", 1, str(fault), "name each of its fields once, in FIELDS")
        return
    if not page.exists() or page.read_text(encoding="utf-8") != right:
        yield Fault(formats_doc.PAGE, 1, "is not what the code says", "run scripts/check_docs.py --write")


def alerts(root: Path) -> Iterator[Fault]:
    """docs/alert_event.json is the schema of an event, and docs/alerts.md tells all of its keys."""
    schema = root / alerts_doc.SCHEMA
    if not schema.exists() or schema.read_text(encoding="utf-8") != alerts_doc.as_text():
        yield Fault(alerts_doc.SCHEMA, 1, "is not what the code says", "run scripts/check_docs.py --write")
    for missing in alerts_doc.untold(root):
        yield Fault(alerts_doc.PAGE, 1, f"key '{missing}' is not told", "add it to the table of the event")


def promises(root: Path) -> Iterator[Fault]:
    """Every promise of SECURITY.md names tests that exist."""
    yield from security.promises(root)


CHECKS: tuple[Callable[[Path], Iterator[Fault]], ...] = (
    sessions, figures, links, options, twins, version, clean, pins, contract, lexicon, layout, accuracy, formats,
    alerts, promises,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Runs all checks and gives the exit code."""
    parser = argparse.ArgumentParser(description="Checks that the docs are in step with the code.")
    parser.add_argument("--write", action="store_true", help="print sessions, figures and formats anew")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="the project; this one if left out")
    given = parser.parse_args(arguments)
    os.environ["THOISU_LEXICON"] = os.devnull  # the docs show the lexicon as it is shipped
    if given.write:
        list(sessions(given.root, write=True))
        list(figures(given.root, write=True))
        accuracy_data.write(given.root)
        formats_doc.write(given.root)
        alerts_doc.write(given.root)
    faults = [fault for check in CHECKS for fault in check(given.root)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
