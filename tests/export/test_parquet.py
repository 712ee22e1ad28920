"""Parquet tables are read back by pyarrow, DuckDB and pandas, and the docs show how."""

import doctest
import io
import zipfile
from pathlib import Path

import duckdb
import pandas
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu import Question
from thoisu.cli import main
from thoisu.export import parquet
from thoisu.export.parquet import TABLES, write, write_folder
from thoisu.export.source import Source
from thoisu.store.base import Store

from ..conftest import ROOT


@pytest.fixture
def folder(source: Source, tmp_path: Path) -> Path:
    write_folder(source, tmp_path)
    return tmp_path


def test_tables_have_their_columns(folder: Path) -> None:
    assert sorted(p.stem for p in folder.iterdir()) == sorted(TABLES)
    for table, columns in TABLES.items():
        schema = pq.read_schema(folder / f"{table}.parquet")
        assert [(f.name, f.type) for f in schema] == [(c.name, c.kind) for c in columns]


def test_words_that_come_again_are_dictionary_encoded(folder: Path) -> None:
    for table, columns in TABLES.items():
        group = pq.ParquetFile(folder / f"{table}.parquet").metadata.row_group(0)
        for number, column in enumerate(columns):
            assert ("RLE_DICTIONARY" in group.column(number).encodings) == column.again, (table, column.name)


def test_rows_are_those_of_the_store(folder: Path, store: Store) -> None:
    entries = list(store.each(Question()))
    table = pq.read_table(folder / "entries.parquet").to_pylist()
    assert [row["id"] for row in table] == [e.id for e in entries]
    assert [row["text"] for row in table] == [e.text for e in entries]
    assert [row["tellings"] for row in table] == [e.tellings for e in entries]
    readings = {d.id: store.reading(d.id) for d in store.documents()}
    for name in ("mentions", "events", "statements"):
        found = pq.read_table(folder / f"{name}.parquet").column("document").to_pylist()
        assert found == [id_ for id_, r in readings.items() for _ in getattr(r, name)]
    for row in pq.read_table(folder / "events.parquet").to_pylist():
        event = readings[row["document"]].events[row["number"]]
        text = readings[row["document"]].article.paragraphs[row["p"]].text
        assert (text[row["start"] : row["end"]], row["event"]) == (row["trigger"], event.event)
        assert row["text"] in text


def test_duckdb_and_pandas_join_the_tables(folder: Path, store: Store) -> None:
    sql = f"""
        SELECT count(DISTINCT e.id) FROM (SELECT id, unnest(documents) AS document FROM '{folder}/entries.parquet') e
        JOIN '{folder}/articles.parquet' a USING (document)
    """
    count = len(list(store.each(Question())))
    assert duckdb.sql(sql).fetchall() == [(count,)]
    entries = pandas.read_parquet(folder / "entries.parquet").explode("documents")
    articles = pandas.read_parquet(folder / "articles.parquet")
    assert entries.merge(articles, left_on="documents", right_on="document")["id"].nunique() == count


def test_the_zip_is_the_same_each_time_and_holds_the_folder(store: Store, folder: Path) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    assert write(Source(store), one) == write(Source(store), other) > 400
    assert one.getvalue() == other.getvalue()
    with zipfile.ZipFile(one) as packed:
        assert packed.namelist() == [f"{table}.parquet" for table in TABLES]
        for info in packed.infolist():
            assert (info.compress_type, info.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
            assert packed.read(info) == (folder / info.filename).read_bytes()


def test_row_groups_are_bounded(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 7)
    write_folder(source, tmp_path)
    for table in ("entries", "mentions"):
        metadata = pq.ParquetFile(tmp_path / f"{table}.parquet").metadata
        sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        assert max(sizes) == 7
        assert sum(sizes) == metadata.num_rows > 50


def test_long_texts_make_small_row_groups(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_LETTERS", 2000)
    write_folder(source, tmp_path)
    assert pq.ParquetFile(tmp_path / "articles.parquet").metadata.num_row_groups > 3


@given(st.lists(st.tuples(st.text(), st.none() | st.text(), st.lists(st.text(), max_size=2)), max_size=5))
def test_any_text_is_read_back(rows: list[tuple[str, str | None, list[str]]]) -> None:
    columns = [parquet.Column("a", parquet._TEXT, ""), parquet._again("b", ""), parquet.Column("c", parquet._LIST, "")]
    out = io.BytesIO()
    with parquet._Table(out, columns) as table:  # type: ignore[arg-type]
        for row in rows:
            table.add(row)
    out.seek(0)
    assert [tuple(row.values()) for row in pq.read_table(out).to_pylist()] == rows


def test_the_command_line_writes_a_folder(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tables"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert main(["export", "parquet", "--store", str(filled), "--out", str(out), "--event", "SANCTION"]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tables"]
    assert sorted(p.name for p in out.iterdir()) == sorted([*(f"{t}.parquet" for t in TABLES), "mine.txt"])
    assert set(pq.read_table(out / "entries.parquet").column("event").to_pylist()) == {"SANCTION"}
    assert "rows of parquet" in capsys.readouterr().err


def test_a_path_that_cannot_be_written(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, what in (("parquet", "folder"), ("csv", "file")):
        assert main(["export", form, "--store", str(filled), "--out", str(tmp_path / "no" / "where")]) == 2
        told = capsys.readouterr().err
        assert told.endswith(f"can't be written (No such file or directory); give another {what}\n")


def test_the_docs_show_sessions_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["add", "--store", "tin.sqlite", str(ROOT / "examples")]) == 0
    assert main(["export", "parquet", "--store", "tin.sqlite", "--out", "tables"]) == 0
    failed, tried = doctest.testfile(str(ROOT / "docs" / "parquet.md"), module_relative=False)
    assert tried > 4
    assert failed == 0
