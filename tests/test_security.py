"""Promises of SECURITY.md that are about all of the source: what it never calls, and who alone asks the network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCE = sorted((ROOT / "src" / "thoisu").rglob("*.py"))
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "breakpoint"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "xml.etree", "xml.dom", "xml.sax.expatreader"}
# Who may open a connection, and for whom. Everything that a page, a feed or a saved alert names goes through `watch`.
NETWORK = {
    "aiohttp": {"watch/fetching.py", "watch/names.py", "watch/ways.py"},
    "socket": {"watch/fetching.py", "watch/names.py", "web/server.py", "alerts/letters.py"},
    "smtplib": {"alerts/letters.py"},
    "fsspec": {"archive/places.py"},  # the archives that the caller names
    "urllib.request": set(),
    "http.client": set(),
    "httpx": set(),
    "requests": set(),
    "urllib3": set(),
    "ftplib": set(),
    "telnetlib": set(),
    "paramiko": set(),
}


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a source imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_of(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def faults(source: str, place: str) -> list[str]:
    """What a module does that it may not do."""
    tree, found = ast.parse(source), []
    for module in sorted(set(imported(tree))):
        if is_of(module, UNSAFE):
            found.append(f"imports {module}")
        if any(is_of(module, {name}) and place not in places for name, places in NETWORK.items()):
            found.append(f"opens connections by {module}")
        if is_of(module, {"subprocess"}) and place != "cli/beside.py":
            found.append("begins programs")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in RUNS_TEXT or called in {"os.system", "os.popen"} or called.startswith(("os.exec", "os.spawn")):
                found.append(f"calls {called}")
            if any(argument.arg == "shell" for argument in node.keywords):
                found.append(f"calls {called} with a shell")
    return found


@pytest.mark.parametrize("module", SOURCE, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_nothing_that_is_read_is_run_and_the_network_has_few_doors(module: Path) -> None:
    assert faults(module.read_text(encoding="utf-8"), module.relative_to(ROOT / "src/thoisu").as_posix()) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("eval(text)", "calls eval"),
        ("import os\nos.system(text)", "calls os.system"),
        ("def f():\n    import pickle", "imports pickle"),
        ("from xml.etree import ElementTree", "imports xml.etree"),
        ("import aiohttp", "opens connections by aiohttp"),
        ("from urllib import request", "opens connections by urllib.request"),
        ("import subprocess", "begins programs"),
        ("run(text, shell=True)", "calls run with a shell"),
    ],
)
def test_what_may_not_be_is_found(source: str, fault: str) -> None:
    assert fault in faults(source, "page/html.py")
