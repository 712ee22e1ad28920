"""The user's own rows: what they add, end and replace, and what is left out of faulty files."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from thoisu.lexicon import Lexicon
from thoisu.lexicon.overlay import add_row, checked_row, folder, read_overlay
from thoisu.text import tokens

HEADS = {
    "persons": "id\tforms\tshort",
    "orgs": "id\tkind\tcountry\tsector\tforms",
    "places": "id\tkind\tcountry\tlat\tlon\tforms",
    "offices": "holder\toffice\tperson\tfrom\tto\tknown_to\tsource",
    "titles": "id\toffice\tforms",
    "countries": "iso3\tforms",
}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of the user's rows."""
    monkeypatch.setenv("THOISU_LEXICON", str(tmp_path))
    return tmp_path


def write(folder: Path, table: str, *rows: str, head: str | None = None) -> None:
    lines = [HEADS[table] if head is None else head, *rows]
    (folder / f"{table}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def named(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    hit = lexicon.names.longest(tokens(text), 0)
    return [(n.entity, n.kind) for n in hit[1]] if hit else []


def faults(lexicon: Lexicon) -> list[str]:
    return [str(f).replace(str(Path(f.file).parent) + "/", "") for f in lexicon.overlay.faults]


@pytest.mark.parametrize(
    ("table", "row", "text", "expected"),
    [
        ("persons", "Ana Example\tAna Ê-xăm-pôn|Ana Example\tExample", "Ana Ê-xăm-pôn", [("Ana Example", "person")]),
        ("persons", "Antony Blinken\tBờ-lin-cần", "Bờ-lin-cần", [("Antony Blinken", "person")]),
        ("orgs", "ExOrg\tngo\tFRA\tNGO\tTổ chức Thí dụ", "Tổ chức Thí dụ", [("ExOrg", "org")]),
        ("orgs", "NATO\t\t\t\tKhối Na-tô", "Khối Na-tô", [("NATO", "org")]),
        ("places", "Exville\tcity\tFRA\t48.1\t2.2\tÊ-xơ-vin", "Ê-xơ-vin", [("Exville", "place")]),
        ("countries", "FRA\tPhú Lang Sa", "Phú Lang Sa", [("FRA", "country")]),
    ],
)
def test_a_row_is_found(own: Path, table: str, row: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert named(Lexicon(), text) == []
    write(own, table, row)
    found = Lexicon()
    assert faults(found) == []
    assert named(found, text) == expected


def test_forms_added_keep_the_rest_of_the_row(own: Path) -> None:
    write(own, "orgs", "NATO\t\t\t\tKhối Na-tô")
    lexicon = Lexicon()
    names = [lexicon.names.longest(tokens(t), 0) for t in ("Khối Na-tô", "NATO")]
    assert names[0]
    assert names[1]
    given, known = (replace(hit[1][0], form="", origin="") for hit in names if hit)
    assert given == known
    assert names[0][1][0].origin == f"{own}/orgs.tsv:2"


def test_a_new_term_ends_the_one_that_runs(own: Path) -> None:
    (running,) = (t for t in Lexicon().terms if (t.holder, t.office) == ("USA", "foreign minister") and not t.end)
    write(own, "persons", "Ana Example\tAna Example\t")
    write(own, "offices", "USA\tforeign minister\tAna Example\t2031-02-03\t\t2031-02\tsworn in")
    lexicon = Lexicon()
    assert faults(lexicon) == []
    terms = {t.person: t for t in lexicon.terms if (t.holder, t.office) == ("USA", "foreign minister")}
    assert terms["Ana Example"].start == "2031-02-03"
    assert terms[running.person].end == "2031-02-03"
    assert date.fromisoformat(terms[running.person].end)


def test_a_term_told_anew_replaces_the_lexicons(own: Path) -> None:
    write(own, "offices", "USA\tforeign minister\tAntony Blinken\t2021-01-26\t2025-01-19\t\tmine")
    found = [t for t in Lexicon().terms if (t.holder, t.person) == ("USA", "Antony Blinken")]
    assert [(t.end, t.source) for t in found if t.office == "foreign minister"] == [("2025-01-19", "mine")]


def test_the_digest_tells_the_users_rows(own: Path) -> None:
    before = Lexicon().digest
    write(own, "persons", "Ana Example\tAna Example\t")
    assert Lexicon().digest != before


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("persons", "\tAna Example\t", "persons.tsv:2: the cell 'id' is empty; the row is left out"),
        ("persons", "Ana Example\t\t", "persons.tsv:2: the cell 'forms' is empty; the row is left out"),
        ("persons", "Ana Example\tAna||Example\t", "persons.tsv:2: '' in 'forms' is no name"),
        ("persons", "Ana\tAna\t\tx\ty", "persons.tsv:2: 5 cells where the header has 3; the row is left out"),
        ("orgs", "ExOrg\tclub\tFRA\tNGO\tThí dụ", "orgs.tsv:2: 'club' is no kind (agency, "),
        ("orgs", "ExOrg\tngo\tFRANCE\tNGO\tThí dụ", "orgs.tsv:2: 'FRANCE' is no state"),
        ("places", "Exville\tcity\tFRA\t95\t2.2\tThí dụ", "places.tsv:2: '95' is no latitude"),
        ("places", "Exville\tcity\tFRA\tx\t2.2\tThí dụ", "places.tsv:2: 'x' is no latitude"),
        (
            "offices", "USA\tforeign minister\tNobody Known\t2031\t\t2031\tx",
            "offices.tsv:2: nobody is named 'Nobody Known'; add the person first",
        ),
        ("offices", "USA\tcook\tJoe Biden\t2031\t\t2031\tx", "offices.tsv:2: 'cook' is no office"),
        ("offices", "UZA\tpresident\tJoe Biden\t2031\t\t2031\tx", "offices.tsv:2: 'UZA' is no state, organisation"),
        ("offices", "USA\tpresident\tJoe Biden\t2031-13\t\t2031\tx", "offices.tsv:2: '2031-13' in 'from' is no day"),
        ("offices", "USA\tpresident\tJoe Biden\t2031-03\t2031-01\t\tx", "the term begins (2031-03) after it ends"),
        ("offices", "USA\tpresident\tJoe Biden\t2031\t\t\tx", "either 'to' or 'known_to' has to say"),
        (
            "offices", "USA\tpresident\tBarack Obama\t2022-01\t2022-05\t\tx",
            "offices.tsv:2: runs beside the term of Joe Biden, 2021-01-20 to 2025-01-20 (USA, president)",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_rest_works(own: Path, table: str, row: str, fault: str) -> None:
    good = {"persons": "Bea Example\tBea Example\t", "orgs": "ExB\tngo\t\tNGO\tBe Example"}.get(table)
    write(own, table, row, *([good] if good else []))
    if table not in ("persons",):
        write(own, "persons", "Bea Example\tBea Example\t")
    lexicon = Lexicon()
    (found,) = faults(lexicon)
    assert fault in found
    assert named(lexicon, "Bea Example") == [("Bea Example", "person")]
    assert named(lexicon, "Mỹ")[0] == ("USA", "country")


@pytest.mark.parametrize(
    ("head", "fault"),
    [("id\tform", "names a column 'form'; the columns are id, "), ("forms\tshort", "has no column 'id'")],
)
def test_a_wrong_header_leaves_out_the_file(own: Path, head: str, fault: str) -> None:
    write(own, "persons", "Ana\tAna", head=head)
    write(own, "orgs", "ExOrg\tngo\t\tNGO\tThí dụ")
    lexicon = Lexicon()
    (found,) = faults(lexicon)
    assert fault in found
    assert named(lexicon, "Thí dụ") == [("ExOrg", "org")]


def test_a_file_of_another_encoding_is_named(own: Path) -> None:
    (own / "persons.tsv").write_bytes("id\tforms\nA\tThí dụ\n".encode("utf-16"))
    (found,) = faults(Lexicon())
    assert "can't be read" in found


def test_a_byte_order_mark_comments_and_short_rows_are_fine(own: Path) -> None:
    (own / "persons.tsv").write_text("\ufeff" + HEADS["persons"] + "\n# mine\n\nAna Example\tAna Example\n", "utf-8")
    lexicon = Lexicon()
    assert faults(lexicon) == []
    assert named(lexicon, "Ana Example") == [("Ana Example", "person")]


def test_what_is_added_is_read_again(own: Path) -> None:
    lexicon = Lexicon()
    row = checked_row("persons", {"id": "Ana Example", "forms": "Ana Ví Dụ"}, lexicon.base, lexicon.overlay)
    path = add_row(own, "persons", row)
    more = checked_row("persons", {"id": "Bea Example", "forms": "Bea Ví Dụ"}, lexicon.base, Lexicon().overlay)
    assert add_row(own, "persons", more) == path
    again = Lexicon()
    assert faults(again) == []
    assert [named(again, t) for t in ("Ana Ví Dụ", "Bea Ví Dụ")] == [
        [("Ana Example", "person")], [("Bea Example", "person")]
    ]  # fmt: skip
    assert sorted(p.name for p in own.iterdir()) == ["persons.tsv"]


def test_no_folder_is_no_rows(tmp_path: Path) -> None:
    assert read_overlay(tmp_path / "none", Lexicon().base).rows == {}


def test_the_users_folder_of_settings_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("THOISU_LEXICON")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert folder().parts[-2:] == ("thoisu", "lexicon")
