"""The compiled package and the pure one are one program (`make test-compiled`, which builds the compiled one)."""

import os
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

from .conftest import ROOT, SHARED, TESTS

COMPILED = os.environ.get("THOISU_COMPILED_PACKAGE", "")
pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiled package is tested by make test-compiled")
FOLDERS = (
    ROOT / "examples", TESTS / "pages", TESTS / "pages" / "html", SHARED / "pages", SHARED / "flat", SHARED / "seeds",
)  # fmt: skip


def thoisu(package: str, *arguments: str) -> list[str]:
    """What a package prints, by lines."""
    command = [sys.executable, "-m", "thoisu.cli", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": package})
    return (run.stdout + run.stderr).splitlines()


def pages() -> list[Path]:
    return [file for folder in FOLDERS for file in sorted(folder.glob("*")) if file.suffix in (".txt", ".html")]


def test_says_that_it_is_compiled() -> None:
    told = [thoisu(package, "--version")[0] for package in (COMPILED, str(ROOT / "src"))]
    assert told == [f"{told[1]} (compiled)", told[1]]


def test_readings_are_the_same() -> None:
    files = [str(file) for file in pages()]
    compiled, pure = (thoisu(package, "read", "--json", *files) for package in (COMPILED, str(ROOT / "src")))
    assert len(pure) >= len(files)
    assert [i for i, (a, b) in enumerate(zip_longest(compiled, pure)) if a != b] == []
