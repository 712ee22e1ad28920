"""The publishers of the lexicon: every field, address, feed and selector is sound."""

import datetime
import re
import unicodedata
from collections import Counter
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from thoisu.lexicon import tables
from thoisu.page.publishers import FIELDS, host_of, publisher_of, publishers
from thoisu.text import key

FILES = tables.under("publishers")
ROWS: list[dict[str, Any]] = [row for name in FILES for row in tables.toml(name)["publisher"]]
KEYS = {
    "id": str, "name": str, "credit": list, "domains": list, "owner": str, "kind": str, "agency": bool, "feeds": list,
    "source": str, "yes": list, "no": list,
}  # fmt: skip
KINDS = {"agency", "broadcaster", "daily", "magazine", "portal", "ministry", "government", "party", "province"}
LISTS = [name for name, kind in KEYS.items() if kind is list]

every = pytest.mark.parametrize("row", ROWS, ids=[str(row.get("id")) for row in ROWS])


def texts(value: Any) -> list[str]:
    """All texts of a TOML value, keys too."""
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in [name, *texts(inner)]]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def repeated(values: list[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


@every
def test_an_entry_has_all_fields_and_no_others(row: dict[str, Any]) -> None:
    assert {name: type(row.get(name)) for name in KEYS} == KEYS
    assert set(row) - set(KEYS) <= {"layout", "province"}
    assert [name for name in ("id", "name", "credit", "domains", "kind", "source", "yes", "no") if not row[name]] == []
    assert [item for name in LISTS for item in row[name] if not isinstance(item, str)] == []
    assert row["kind"] in KINDS
    assert row["id"].isascii()
    assert row["id"].isalnum()
    assert row["id"] == row["id"].lower()


@every
def test_only_an_owner_that_the_source_does_not_know_is_empty(row: dict[str, Any]) -> None:
    unknown = re.search(r"owner[^;]*(?:not found|not known|unknown)", row["source"])
    assert row["owner"] or unknown
    assert row["owner"][:1].isupper() or unknown


@every
def test_a_paper_of_a_province_names_it(row: dict[str, Any]) -> None:
    assert isinstance(row.get("province", ""), str)
    assert row.get("province") or (row["kind"] != "province" and "province" not in row)


@every
def test_texts_are_nfc_and_stripped(row: dict[str, Any]) -> None:
    found = texts(row)
    assert [t for t in found if unicodedata.normalize("NFC", t) != t] == []
    assert [t for t in found if t != t.strip() or "  " in t] == []
    assert found.count("") == (row["owner"] == "")


@every
def test_a_list_names_each_item_once(row: dict[str, Any]) -> None:
    assert {name: repeated(row[name]) for name in LISTS} == {name: [] for name in LISTS}


@every
def test_domains_are_bare_hosts(row: dict[str, Any]) -> None:
    assert [d for d in row["domains"] if host_of(f"https://{d}/") != d or "." not in d] == []


@every
def test_its_addresses_belong_to_it_and_no_others(row: dict[str, Any]) -> None:
    owners = [(uri, publisher_of(uri)) for uri in row["yes"]]
    assert [uri for uri, found in owners if found is None or found.id != row["id"]] == []
    strangers = [(uri, publisher_of(uri)) for uri in row["no"]]
    assert [uri for uri, found in strangers if found is not None and found.id == row["id"]] == []
    # A `no` that is no address at all would be no near miss.
    assert [uri for uri in row["no"] if host_of(uri) is None] == []


@every
def test_its_feeds_are_on_its_own_hosts(row: dict[str, Any]) -> None:
    wrong = [
        feed
        for feed in row["feeds"]
        if not feed.startswith("https://") or (found := publisher_of(feed)) is None or found.id != row["id"]
    ]
    assert wrong == []


@every
def test_its_layouts_hold_selectors_that_the_parser_takes(row: dict[str, Any]) -> None:
    page = LexborHTMLParser("<p>")
    for layout in row.get("layout", []):
        assert set(layout) - {"until"} <= set(FIELDS)
        assert set(layout) & set(FIELDS)
        assert datetime.date.fromisoformat(layout.get("until", "2000-01-01"))
        for field in set(layout) & set(FIELDS):
            page.css(layout[field])


@pytest.mark.parametrize("selector", ["div[", "p:::x", ">>", ""])
def test_the_parser_refuses_what_is_no_selector(selector: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        LexborHTMLParser("<p>").css(selector)


def test_ids_domains_and_names_are_of_one_publisher() -> None:
    assert repeated([row["id"] for row in ROWS]) == []
    assert repeated([domain for row in ROWS for domain in row["domains"]]) == []
    assert repeated([key(row["name"]) for row in ROWS]) == []


def test_no_two_publishers_share_a_credit() -> None:
    assert repeated([form for row in ROWS for form in {key(c) for c in (row["name"], *row["credit"])}]) == []


def test_there_are_enough_publishers_of_every_kind() -> None:
    kinds = Counter(row["kind"] for row in ROWS)
    assert len(ROWS) >= 30
    assert kinds["province"] >= 10
    assert KINDS - set(kinds) == set()
    assert len(publishers()) == len(ROWS)


def test_each_file_says_what_it_holds_and_ends_with_a_line_end() -> None:
    found = {name: tables.text(name) for name in FILES}
    assert [name for name, text in found.items() if not text.startswith("# ") or not text.endswith("\n")] == []
