"""What holds for all formats: they are named whole, and the same store gives the same bytes."""

from pathlib import Path

import pytest

from thoisu import add, incoming, open_store
from thoisu.cli import main
from thoisu.export.formats import FORMATS, fields_of
from thoisu.export.source import Source

from .making import written

ONE_LINE_EACH = {"jsonl", "ndjson"}
FOR_OTHERS = ("ical", "atom", "timelinejs", "geojson", "gexf", "schemaorg", "ninjs")
PAGE = "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm New Delhi (Ấn Độ) vào ngày 21/3."


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_named_whole(name: str) -> None:
    form, fields = FORMATS[name], fields_of(name)
    assert form.media.partition(";")[0].count("/") == 1
    assert not form.suffix.startswith(".")
    assert form.told[:1].islower() or form.told[:1].isupper()
    assert len({field.name for field in fields}) == len(fields) > 0
    assert all(field.name.strip() and field.origin.strip() for field in fields)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_gives_the_same_bytes(filled: Path, name: str) -> None:
    exports = []
    for _ in range(2):
        with open_store(filled, create=False) as store:
            exports.append(written(name, Source(store)))
    assert exports[0] == exports[1]


@pytest.mark.parametrize("name", FOR_OTHERS)
def test_where_a_file_lies_is_nobody_elses_matter(tmp_path: Path, name: str) -> None:
    page = tmp_path / "tin.txt"
    page.write_text(PAGE, encoding="utf-8")
    with open_store(tmp_path / "tin.sqlite") as store:
        add(store, [incoming(page, published="2022-03-18")])
        (document,) = store.documents()
        data = written(name, Source(store)).decode()
    assert str(tmp_path) in document.key
    assert str(tmp_path) not in data
    assert "Fumio Kishida" in data


@pytest.mark.parametrize("name", FORMATS)
def test_of_an_empty_store_there_is_an_empty_export(tmp_path: Path, name: str) -> None:
    with open_store(tmp_path / "tin.sqlite") as store:
        data = written(name, Source(store))
    assert bool(data) == (FORMATS[name].suffix not in ONE_LINE_EACH)


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_it(filled: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"tin.{FORMATS[name].suffix}"
    assert main(["export", name, "--store", str(filled), "--out", str(file), "--lang", "en"]) == 0
    with open_store(filled, create=False) as store:
        assert file.read_bytes() == written(name, Source(store))
    assert f"rows of {name} in {file}" in capsys.readouterr().err
    assert [found.name for found in tmp_path.iterdir()] == [file.name]
