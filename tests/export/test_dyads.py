"""Dyads: who to whom, in columns that join with ICEWS and GDELT."""

import csv
import io
from pathlib import Path

import duckdb
import pytest

from thoisu.chronicle.records import Entry, Question
from thoisu.export.dyads import FIELDS, pairs, write
from thoisu.export.source import Source
from thoisu.model import Actor, replace
from thoisu.store.base import Store

HEAD = [field.name for field in FIELDS]


def rows(source: Source) -> list[dict[str, str]]:
    out = io.BytesIO()
    count = write(source, out)
    found = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert len(found) == count
    return found


def test_each_pair_is_a_row(source: Source, store: Store) -> None:
    found = rows(source)
    assert list(found[0]) == HEAD
    assert len(HEAD) == len({name.lower() for name in HEAD})
    entries = {e.id: e for e in store.each(Question())}
    for entry in entries.values():
        mine = [row for row in found if row["entry"] == entry.id]
        assert [row["pair"] for row in mine] == [str(n) for n in range(1, len(mine) + 1)]
        assert len(mine) in (0, len(pairs(entry)))
    assert {row["Event ID"] for row in found} == {f"{row['entry']}-{row['pair']}" for row in found}


def test_what_did_not_happen_is_left_out_and_counted(source: Source, store: Store) -> None:
    found = rows(source)
    assert {row["status"] for row in found} == {"happened", "ongoing", "planned"}
    assert {row["plover_event"] for row in found if row["status"] == "planned"} == {"AGREE"}
    left = len(list(store.each(Question()))) - len({row["entry"] for row in found})
    assert source.notes[0].startswith(f"left out {left} entries: 2 denied, ")


def test_a_visit(source: Source) -> None:
    [row] = [r for r in rows(source) if r["Source Name"] == "Olaf Scholz" and r["status"] == "happened"]
    of = {name: row[name] for name in HEAD}
    assert {
        "date": "2022-11-04", "source_code": "DEU", "target_code": "CHN", "plover_event": "CONSULT",
        "plover_quad": "1", "plover_score": "2.1", "Event Date": "2022-11-04", "Source Country": "Germany",
        "Target Country": "China", "CAMEO Code": "042", "Intensity": "1.9", "SQLDATE": "20221104",
        "MonthYear": "202211", "Year": "2022", "Actor1CountryCode": "DEU", "Actor2CountryCode": "CHN",
        "EventCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9", "NumArticles": "1",
        "Country": "China", "ActionGeo_FullName": "Beijing", "SOURCEURL": "https://example.vn/rude.html",
    }.items() <= of.items()  # fmt: skip


def test_they_join_with_the_other_data_sets(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "dyads.csv"
    with path.open("wb") as out:
        write(source, out)
    # Rows as the others have them, of the same meeting.
    found = duckdb.sql(
        f"""
        WITH ours AS (SELECT * FROM read_csv('{path}', all_varchar = true)),
        icews AS (SELECT '2022-11-04' AS "Event Date", 'Germany' AS "Source Country", 'China' AS "Target Country"),
        gdelt AS (SELECT 20221104 AS "SQLDATE", 'DEU' AS "Actor1CountryCode", 'CHN' AS "Actor2CountryCode",
                  '04' AS "EventRootCode", 1 AS "QuadClass")
        SELECT count(*) FROM ours JOIN icews USING ("Event Date", "Source Country", "Target Country")
        JOIN gdelt ON ours."SQLDATE"::INT = gdelt."SQLDATE" AND ours."QuadClass"::INT = gdelt."QuadClass"
        AND ours."Actor1CountryCode" = gdelt."Actor1CountryCode" AND ours."EventRootCode" = gdelt."EventRootCode"
        """
    ).fetchall()
    assert found == [(1,)]


def test_the_same_store_gives_the_same_rows(store: Store) -> None:
    assert rows(Source(store)) == rows(Source(store))


def test_no_cell_is_a_formula(source: Source) -> None:
    numbers = {
        "plover_score",
        "Intensity",
        "Latitude",
        "Longitude",
        "GoldsteinScale",
        "ActionGeo_Lat",
        "ActionGeo_Long",
    }
    for row in rows(source):
        assert not any(cell[:1] in tuple("=+-@\t\r") and cell for name, cell in row.items() if name not in numbers)


USA, RUS, FRA = (Actor(code, "country", code) for code in ("USA", "RUS", "FRA"))
ENTRY = Entry(
    "a", "CONSULT", None, [], "happened", [USA, RUS], [], "2023-01-02", None, None, [], "", "t", [], [], [], [], [], "s"
)


@pytest.mark.parametrize(
    ("event", "actors", "recipients", "expected"),
    [
        ("CONSULT", [USA, RUS], [], [(USA, RUS), (RUS, USA)]),
        ("ASSAULT", [USA, RUS], [], [(USA, RUS), (RUS, USA)]),
        ("CONSULT", [USA, RUS, FRA], [], [(USA, RUS), (USA, FRA), (RUS, USA), (RUS, FRA), (FRA, USA), (FRA, RUS)]),
        ("SANCTION", [USA, FRA], [RUS], [(USA, RUS), (FRA, RUS)]),
        ("AGREE", [USA, FRA], [], [(USA, None), (FRA, None)]),
        ("CONSULT", [USA], [], [(USA, None)]),
        ("COERCE", [], [RUS], [(None, RUS)]),
        ("COERCE", [], [], []),
    ],
)
def test_pairs(event: str, actors: list[Actor], recipients: list[Actor], expected: list[tuple[Actor, Actor]]) -> None:
    assert pairs(replace(ENTRY, event=event, actor=actors, recipient=recipients)) == expected
