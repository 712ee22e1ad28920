"""NOTICE names all that is not our own: each asset by its version and licence, each source of the lexicon's rows."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from .conftest import ROOT
from .test_vendored import FOLDERS

NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
LEXICON = ROOT / "src/thoisu/lexicon"
ASSETS = [asset for folder in FOLDERS for asset in tomllib.loads((folder / "VENDOR.toml").read_text("utf-8"))["asset"]]
# What VENDOR.toml calls a licence, and NOTICE in words.
IN_WORDS = {"0BSD": "Zero-Clause BSD", "ISC": "ISC", "MPL-2.0": "Mozilla Public License 2.0"}


def entries() -> dict[str, str]:
    """The entries of NOTICE by their headings: a heading stands at the margin, what it says is indented."""
    parts = re.split(r"(?m)^(?=\S)(.+)\n(?=  )", NOTICE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("asset", ASSETS, ids=lambda asset: asset["package"])
def test_an_asset_has_an_entry_with_its_version_licence_and_holder(asset: dict[str, str]) -> None:
    told = entries()[f"{asset['package']} {asset['version']}"]
    assert told.strip().startswith(IN_WORDS[asset["licence"]])
    if "notices_file" in asset and asset["package"] == "d3":
        assert asset["notices_file"] in told


def test_what_a_bundle_holds_of_others_is_named_as_its_notices_name_it() -> None:
    told = " ".join(entries()["d3 7.9.2"].split())
    notices = (FOLDERS[0] / "d3-LICENSE-3RD-PARTY.txt").read_text(encoding="utf-8")
    parts = re.findall(r"^-+\n(\S+)$", notices, re.MULTILINE)
    assert len(parts) == 5
    for part in parts:
        assert part in told
    for holder in re.findall(r"Copyright (?:\(c\) )?(\d{4}(?:-\d{4})?),? (\w+ \w+|\w+)", notices):
        assert " ".join(holder) in told


def families(file: Path) -> set[str]:
    """The sources that the rows of a table name by a word; others are the act itself, in words ("sworn in 2021")."""
    with file.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        named = {part for row in rows for part in (row.get("source") or "").split("|")}
    return {part for part in named if re.fullmatch(r"[\w-]+", part)}


def test_every_source_of_the_lexicon_has_one_entry_and_no_entry_names_another() -> None:
    told = [name for text in entries().values() for found in re.findall(r"\(source: ([^)]+)\)", text)
            for name in re.split(r",\s+", found)]  # fmt: skip
    found = set().union(*(families(file) for file in LEXICON.rglob("*.tsv")))
    assert sorted(told) == sorted(found)
    assert {"geonames", "wikidata", "cldr", "reign", "phoenix"} <= found


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("GeoNames", "Creative Commons Attribution 4.0"),
        ("Wikidata", "CC0 1.0"),
        ("Unicode CLDR", "Copyright © 2004-2024 Unicode, Inc."),
        ("Phoenix", "Copyright (c) 2014 Open Event Data Alliance"),
        ("PLOVER", "Creative Commons Attribution-ShareAlike 4.0"),
        ("mypyc", "Copyright (c) 2015-2023 Dropbox, Inc."),
        ("Publishers", "Only these facts were used"),
    ],
)
def test_an_entry_says_under_what_terms(heading: str, says: str) -> None:
    assert says in " ".join(entries()[heading].split())


def test_whoever_is_named_in_the_data_is_named_in_notice() -> None:
    data = [file for file in (ROOT / "src/thoisu").rglob("*") if file.suffix in (".tsv", ".toml", ".json", ".html")]
    text = " ".join(file.read_text(encoding="utf-8") for file in data)
    named = {name for name in ("PLOVER", "CAMEO", "Natural Earth", "GeoNames") if name in text}
    assert {"PLOVER", "CAMEO", "Natural Earth"} <= named
    for name in named:
        assert name in NOTICE
