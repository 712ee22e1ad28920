"""Each row of lexicon/looks.toml against its own addresses: `yes` it finds, `no` it leaves."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from thoisu.lexicon import lexicon
from thoisu.page.publishers import host_of
from thoisu.watch.addresses import clean
from thoisu.watch.looks import look_of, looks_like_article

LOOKS = lexicon().looks["look"]
every = pytest.mark.parametrize("row", LOOKS, ids=[row["id"] for row in LOOKS])


def examples(which: str) -> list[Any]:
    """(row, address) for each example of each row."""
    return [pytest.param(row, url, id=f"{row['id']}-{k}") for row in LOOKS for k, url in enumerate(row[which])]


def found(row: dict[str, Any], url: str) -> bool:
    """Whether a row's own pattern finds an address, as the program searches it."""
    parts = urlsplit(url)
    named = f"{host_of(url)}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    return re.search(row["pattern"], named, re.IGNORECASE) is not None


@pytest.mark.parametrize(("row", "url"), examples("yes"))
def test_a_pattern_finds_its_yes_addresses(row: dict[str, Any], url: str) -> None:
    assert found(row, url)
    assert look_of(url) == row["label"]
    assert looks_like_article(url) is (row["label"] == "article")


@pytest.mark.parametrize(("row", "url"), examples("no"))
def test_a_pattern_leaves_its_no_addresses(row: dict[str, Any], url: str) -> None:
    assert not found(row, url)


@pytest.mark.parametrize(("row", "url"), [x for x in examples("no") if x.values[0]["label"] != "article"])
def test_a_near_miss_is_an_article(row: dict[str, Any], url: str) -> None:
    assert look_of(url) in ("", "article")
    assert looks_like_article(url)


@every
def test_every_row_has_a_name_a_label_and_both_kinds_of_example(row: dict[str, Any]) -> None:
    assert set(row) == {"id", "label", "pattern", "yes", "no"}
    assert [r["id"] for r in LOOKS].count(row["id"]) == 1
    assert row["id"].startswith("look.")
    assert row["label"] in ("list", "media", "service", "article")
    assert row["yes"]
    assert row["no"]
    assert not re.search(row["pattern"], "", re.IGNORECASE), "the pattern fits everything"


def test_parameters_of_tracking_are_told_from_others() -> None:
    tracking = lexicon().looks["tracking"]
    for name in tracking["yes"]:
        assert clean(f"https://example.vn/tin?{name}=1") == "https://example.vn/tin"
    for name in tracking["no"]:
        assert clean(f"https://example.vn/tin?{name}=1") == f"https://example.vn/tin?{name}=1"
