"""The promises of SECURITY.md, and the tests that hold them: none without a test, none with one that is not there.

A promise is a row of a table, `| P1 | what is promised | tests |`, where the last cell names tests as pytest does
(`tests/web/test_access.py::test_a_revoked_token_is_refused_at_once`, with `[id]` for one case of a table). They are
looked up in the source by its syntax tree: no test is run, and none is imported.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from readme_sessions import Fault, text_of

PAGE = "SECURITY.md"
_ROW = re.compile(r"^\| (?P<id>[A-Z]+\d+) \|(?P<promise>[^|]*)\|(?P<tests>[^|]*)\|$", re.MULTILINE)
_LOOKS_LIKE_ONE = re.compile(r"^\|\s*`?[A-Z]+\d+\b", re.MULTILINE)
_NAMED = re.compile(r"`([^`]+)`")
_TEST = re.compile(r"(?P<file>tests/[\w/]+\.py)::(?P<name>test_\w+)(?:\[(?P<case>.+)\])?")


class Tests(NamedTuple):
    """The tests of a module, which of them are tables of cases, and all texts that stand in it."""

    names: frozenset[str]
    tables: frozenset[str]
    texts: frozenset[str]


@cache
def _tests_of(path: Path, changed: int) -> Tests:
    """The tests of a module as it was at a time of its changing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    tables = {node.name for node in functions if any("parametrize" in ast.unparse(d) for d in node.decorator_list)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return Tests(frozenset(node.name for node in functions), frozenset(tables), frozenset(texts))


def promises(root: Path) -> Iterator[Fault]:
    """Every promise of SECURITY.md has an id of its own and names tests that exist."""
    text = text_of(root, PAGE)
    rows = list(_ROW.finditer(text))
    if not rows:
        yield Fault(PAGE, 1, "holds no promise", "write them as rows '| P1 | promise | `tests/…::test_…` |'")
    whole = {row.start() for row in rows}
    for begun in _LOOKS_LIKE_ONE.finditer(text):
        if begun.start() not in whole:
            yield Fault(PAGE, _line(text, begun.start()), "is no row of three cells", "write id, promise and tests")
    seen: set[str] = set()
    for row in rows:
        line, id_ = _line(text, row.start()), row["id"]
        if id_ in seen:
            yield Fault(PAGE, line, f"promise {id_} is there twice", "give each an id of its own")
        seen.add(id_)
        if not row["promise"].strip():
            yield Fault(PAGE, line, f"promise {id_} says nothing", "say what is promised")
        named = _NAMED.findall(row["tests"])
        if not named:
            yield Fault(PAGE, line, f"promise {id_} names no test", "name the test that holds it, or take it back")
        for test in named:
            why = _missing(root, test)
            if why:
                yield Fault(PAGE, line, f"promise {id_}: {why}", "name a test that exists")


def _missing(root: Path, test: str) -> str | None:
    """Why there is no such test."""
    parts = _TEST.fullmatch(test)
    if not parts:
        return f"'{test}' is no test"
    path = root / parts["file"]
    if not path.is_file():
        return f"{parts['file']} does not exist"
    tests = _tests_of(path, path.stat().st_mtime_ns)
    if parts["name"] not in tests.names:
        return f"{parts['file']} has no {parts['name']}"
    if parts["case"] and (parts["name"] not in tests.tables or parts["case"] not in tests.texts):
        return f"{parts['name']} has no case '{parts['case']}'"
    return None


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
