"""CSV is read back cell for cell, and no cell of a page's text is calculated."""

import csv
import io

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.chronicle.records import Question
from thoisu.export.csv_table import FIELDS, Party, Row, line, safe, write, write_rows
from thoisu.export.source import Source
from thoisu.model import Actor, Place
from thoisu.show import name
from thoisu.store.base import Store

HEAD = [field.name for field in FIELDS]
NUMBERS = {"lat", "lon"}


def read_back(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def written(source: Source) -> bytes:
    out = io.BytesIO()
    assert write(source, out) == len(read_back(out.getvalue())) - 1
    return out.getvalue()


def test_each_entry_is_a_row(source: Source, store: Store) -> None:
    head, *rows = read_back(written(source))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    entries = list(store.each(Question()))
    assert head == HEAD
    assert [(r["id"], r["from"], r["event"], r["story"]) for r in found] == [
        (e.id, e.start_day or "", e.event, e.story) for e in entries
    ]
    assert [r["actor"] for r in found] == ["; ".join(map(name, e.actor)) for e in entries]
    assert any('"' in r["text"] for r in found)


def test_pandas_reads_the_same(source: Source) -> None:
    raw = written(source)
    frame = pandas.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    assert [list(frame.columns), *frame.to_numpy().tolist()] == read_back(raw)


def test_the_same_store_gives_the_same_bytes(store: Store) -> None:
    assert written(Source(store)) == written(Source(store))


def test_only_what_is_asked_for(store: Store) -> None:
    rows = read_back(written(Source(store, Question(event=["SANCTION"]))))[1:]
    assert {row[HEAD.index("event")] for row in rows} == {"SANCTION"}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+84 24", "'+84 24"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("\x00=1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("Nga", "Nga"),
        ("1-1", "1-1"),
        ("", ""),
    ],
)
def test_formulas_are_text(text: str, cell: str) -> None:
    assert safe(text) == cell


ANY = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1,2", '"', "a\r\nb", "]]>", "\u202e=1", "\x00", "'", ";", "\ufeff=1"]
)
PARTIES = st.lists(st.builds(Party, ANY, st.sampled_from(["person", "org"]), st.none() | ANY), max_size=3)
ROWS = st.builds(
    Row, ANY.map(lambda _: "id"), st.just("AID"), st.none(), st.just(["legal"]), st.just("happened"), PARTIES, PARTIES,
    st.none(), st.none(), st.none() | st.builds(Place, ANY, st.none(), st.floats(-90, 0)), st.lists(ANY, max_size=2),
    ANY, st.lists(ANY, max_size=2), st.lists(ANY, max_size=2), st.just([]), st.just("story"),
)  # fmt: skip


@given(st.lists(ROWS, max_size=4))
def test_no_text_breaks_out_of_its_cell(rows: list[Row]) -> None:
    back = list(csv.reader(io.StringIO("".join(map(line, rows)), newline="")))
    assert len(back) == len(rows)
    for row, told in zip(rows, back, strict=True):
        cells = dict(zip(HEAD, told, strict=True))
        texts = {
            "actor": "; ".join(name(Actor(a.entity, a.kind, a.country)) for a in row.actor),
            "place": row.place.name if row.place else "",
            "said_by": "; ".join(row.said_by),
            "outlets": "; ".join(row.outlets),
            "origins": "; ".join(row.origins),
            "text": row.text,
        }
        assert {column: cells[column] for column in texts} == {column: safe(text) for column, text in texts.items()}
        assert (cells["id"], cells["context"], cells["story"]) == ("id", "legal", "story")
        assert not any(cell[:1] in tuple("=+-@\t\r") and cell for n, cell in cells.items() if n not in NUMBERS)


@given(st.lists(st.lists(ANY, min_size=2, max_size=2)))
def test_rows_of_cells_come_back(rows: list[list[str]]) -> None:
    out = io.BytesIO()
    assert write_rows(["a", "b"], rows, out) == len(rows)
    assert read_back(out.getvalue()) == [["a", "b"], *rows]


def test_a_lone_surrogate_is_replaced() -> None:
    out = io.BytesIO()
    write_rows(["text"], [["a\ud800b"]], out)
    assert read_back(out.getvalue())[1] == ["a?b"]
