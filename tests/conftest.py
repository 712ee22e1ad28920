"""Shared paths and readers of the case tables."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import settings

# A law that takes long on a busy machine holds all the same.
settings.register_profile("thoisu", deadline=None)
settings.load_profile("thoisu")
# Tests read the lexicon as it is shipped, not with rows of whoever runs them.
os.environ["THOISU_LEXICON"] = os.devnull


def pytest_configure(config: pytest.Config) -> None:
    """Tests keep what they compile in pytest's own cache, not in that of whoever runs them."""
    os.environ["THOISU_CACHE"] = str(config.cache.mkdir("thoisu")) if config.cache else ""


TESTS = Path(__file__).parent
ROOT = TESTS.parent
SHARED = ROOT.parent / "shared"


def cases(name: str) -> list[dict[str, str]]:
    """The rows of tests/cases/NAME.tsv; quotation marks are text, not quoting."""
    with (TESTS / "cases" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def page_of(gold_name: str) -> Path:
    """The page that a reading in tests/pages is of."""
    beside = TESTS / "pages" / gold_name
    return beside if beside.exists() else ROOT / "examples" / gold_name


needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the gold beside the project is not here")
