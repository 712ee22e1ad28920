"""Each zone of lexicon/markup.toml against its own class values: `yes` it finds, `no` it leaves."""

import re
from typing import Any

import pytest

from thoisu.lexicon import lexicon
from thoisu.page.elements import element_hint

from ..page.test_blocks import LABELS

MARKUP = lexicon().markup
ZONES = MARKUP["zone"]
PATTERNS = [*ZONES, MARKUP["content"]]


def examples(rows: list[Any], which: str) -> list[Any]:
    """(row, class value) for each example of each row."""
    return [
        pytest.param(
            row,
            value,
            id=f"{row['id']}-{k}",
        )
        for row in rows
        for k, value in enumerate(row[which])
    ]


def found(row: dict[str, Any], value: str) -> bool:
    """Whether a row's own pattern finds a class value, as the program searches it."""
    return re.search(row["pattern"], f" {value}  ", re.IGNORECASE) is not None


@pytest.mark.parametrize(("row", "value"), examples(PATTERNS, "yes"))
def test_a_pattern_finds_its_yes_names(row: dict[str, Any], value: str) -> None:
    assert found(row, value)
    assert found(row, value.upper())


@pytest.mark.parametrize(("row", "value"), examples(PATTERNS, "no"))
def test_a_pattern_leaves_its_no_names(row: dict[str, Any], value: str) -> None:
    assert not found(row, value)


@pytest.mark.parametrize(("zone", "value"), examples(ZONES, "yes"))
def test_an_element_of_a_yes_name_is_hinted_at(zone: dict[str, Any], value: str) -> None:
    assert element_hint("div", value) == element_hint("div", "", value) == zone["label"]


@pytest.mark.parametrize(("zone", "value"), examples(ZONES, "no"))
def test_an_element_of_a_no_name_is_not(zone: dict[str, Any], value: str) -> None:
    assert element_hint("div", value) != zone["label"]


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row["id"])
def test_every_zone_has_a_name_and_both_kinds_of_example(row: dict[str, Any]) -> None:
    assert [r["id"] for r in PATTERNS].count(row["id"]) == 1
    assert row["id"].startswith("zone.")
    assert row["yes"]
    assert row["no"]
    assert len({*row["yes"], *row["no"]}) == len(row["yes"]) + len(row["no"])
    assert row.get("label", "body") in LABELS
    assert not found(row, ""), "the pattern fits everything"


def test_labels_are_those_of_the_contract() -> None:
    assert {*MARKUP["strong"], *MARKUP["tags"].values()} <= LABELS
    assert set(MARKUP["strong"]) <= {zone["label"] for zone in ZONES}


@pytest.mark.parametrize(("tag", "label"), MARKUP["tags"].items())
def test_a_tag_tells_before_its_class(tag: str, label: str) -> None:
    assert element_hint(tag, "") == element_hint(tag, "sapo comment-list") == label


@pytest.mark.parametrize("tag", ["div", "p", "section", "article", "span", "td", "li", "figures", "navy", "h1"])
def test_other_tags_say_nothing(tag: str) -> None:
    assert element_hint(tag, "") == ""


def test_an_element_is_of_one_kind() -> None:
    kinds = MARKUP["elements"]
    listed = [tag for kind in ("unseen", "inline", "void") for tag in kinds[kind]]
    assert len(set(listed)) == len(listed)
    assert set(kinds["picture"]) <= {*kinds["void"], *kinds["unseen"]}
    assert not set(kinds["heading"]) & set(listed)
    assert not MARKUP["tags"].keys() & set(listed)
    assert all(tag == tag.lower() for tag in [*listed, *MARKUP["tags"]])
