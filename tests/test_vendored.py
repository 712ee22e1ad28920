"""What lies here of other projects is what they released, and its licence lies beside it."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from .conftest import ROOT, TESTS

FOLDERS = [ROOT / "src/thoisu/web/static/vendor", TESTS / "browser/vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_every_file_is_the_one_that_was_released(folder: Path) -> None:
    assets = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["asset"]
    named = {asset[key] for asset in assets for key in ("file", "licence_file", "notices_file") if key in asset}
    for asset in assets:
        assert hashlib.sha256((folder / asset["file"]).read_bytes()).hexdigest() == asset["sha256"], asset["file"]
        assert {"package", "version", "licence", "licence_file", "home"} <= set(asset)
    assert {path.name for path in folder.iterdir()} == {"VENDOR.toml", *named}
