"""Lists of pages: Zotero's exports, and the lists that people write."""

from pathlib import Path

import pytest

from thoisu.errors import PageNotFound, SourceError
from thoisu.watch.lists import Listed, is_list, listed

FIRST = "https://baovidu.example/hai-ben-gap-nhau-123456.html"
SECOND = "https://baovidu.example/lenh-ngung-ban-co-hieu-luc-123457.html"
GOOD = Listed(FIRST, "2026-03-07", "Hai bên gặp nhau")

RIS = f"""TY  - NEWS
TI  - Hai bên gặp nhau
AU  - Lê, Đạt
T2  - Báo Ví Dụ
DA  - 2026/03/07/
PY  - 2026
UR  - {FIRST}
Y2  - 2026/03/09/10:11:12
ER  -
"""
ZOTERO = (
    '"Key","Type","Publication Year","Author","Title","Publication Title","Url","Abstract Note","Date","Date Added"'
)


def read(folder: Path, told: str | bytes, name: str) -> tuple[list[Listed], list[str]]:
    """The pages and the faults of a list, the faults without the name of the folder."""
    path = folder / name
    path.write_bytes(told.encode() if isinstance(told, str) else told)
    faults: list[str] = []
    found = listed(path, faults.append)
    assert all(fault.startswith(f"{path}:") for fault in faults)
    return found, [fault.removeprefix(f"{path}:") for fault in faults]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (RIS, [GOOD]),
        (RIS.replace("\n", "\r\n"), [GOOD]),
        ("\ufeff" + RIS, [GOOD]),
        (RIS.replace("TI  -", "T1  -").replace("DA  -", "Y1  -"), [GOOD]),
        (RIS.replace("2026/03/07/", "2026/03/07/08:07:00"), [GOOD._replace(published="2026-03-07T08:07:00+07:00")]),
        (RIS.replace("DA  - 2026/03/07/\n", ""), [GOOD._replace(published=None)]),
        (RIS.replace("2026/03/07/", "2026/03//"), [GOOD._replace(published=None)]),
        (RIS.replace("TI  - Hai bên gặp nhau\n", ""), [GOOD._replace(title=None)]),
        (RIS.replace("UR  - ", "UR  - https://baovidu.example/a;b=1?c;d\nUR  - "),
         [GOOD._replace(url="https://baovidu.example/a;b=1?c;d")]),
        (RIS.replace("ER  -\n", "") + RIS.replace(FIRST, SECOND), [GOOD, GOOD._replace(url=SECOND)]),
        (RIS + "\n\n" + RIS, [GOOD]),
        (RIS.removesuffix("ER  -\n"), [GOOD]),
        (RIS.replace("Hai bên", "Hai bên\n đã"), [GOOD._replace(title="Hai bên đã gặp nhau")]),
    ],
)  # fmt: skip
def test_ris(tmp_path: Path, told: str, expected: list[Listed]) -> None:
    assert read(tmp_path, told, "list.ris") == (expected, [])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (f'{ZOTERO}\n"AB","newspaperArticle","2026","Lê, Đạt","Hai bên gặp nhau","Báo","{FIRST}","Dòng 1\nDòng 2",'
         '"2026-03-07","2026-03-09 10:11:12"', [GOOD]),
        (f'\ufeff{ZOTERO}\n"AB","newspaperArticle","2026","","Hai bên gặp nhau","","{FIRST}","","7/3/2026",""', [GOOD]),
        (f"url,date,title\n{FIRST},2026-03-07,Hai bên gặp nhau", [GOOD]),
        (f"URL;Date;Title\r\n{FIRST};07/03/2026;Hai bên gặp nhau\r\n", [GOOD]),
        (f"Tiêu đề\tĐịa chỉ\tNgày đăng\nHai bên gặp nhau\t{FIRST}\t7.3.2026", [GOOD]),
        (f"{FIRST},2026-03-07,Hai bên gặp nhau", [GOOD]),
        (f"{FIRST};7/3/2026;Hai bên gặp nhau", [GOOD]),
        (f"{FIRST}, 2026-03-07, \"Hai bên gặp nhau\"", [GOOD]),
        (f"2026-03-07,{FIRST},Hai bên gặp nhau", [GOOD]),
        (f"{FIRST},2026-03-07T01:07:00Z", [Listed(FIRST, "2026-03-07T01:07:00+00:00", None)]),
        (f"{FIRST}", [Listed(FIRST, None, None)]),
        (f"# của tôi\n\n{FIRST}\n\n{SECOND}\n", [Listed(FIRST, None, None), Listed(SECOND, None, None)]),
        (f"{FIRST}\n{FIRST}?utm_source=a#b\n", [Listed(FIRST, None, None)]),
        # month before day, as only the second row shows
        (f"{FIRST},3/7/2026\n{SECOND},3/28/2026",
         [Listed(FIRST, "2026-03-07", None), Listed(SECOND, "2026-03-28", None)]),
        (f"url,date\n{FIRST},2026", [Listed(FIRST, None, None)]),
        (f"url,date\n{FIRST}", [Listed(FIRST, None, None)]),
    ],
)  # fmt: skip
def test_csv(tmp_path: Path, told: str, expected: list[Listed]) -> None:
    assert read(tmp_path, told, "list.csv") == (expected, [])


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_charsets_that_spreadsheets_write(tmp_path: Path, charset: str) -> None:
    told = f"{FIRST};7/3/2026;Hai bên gặp nhau\r\n".encode(charset)
    assert read(tmp_path, told, "list.csv") == ([GOOD], [])


@pytest.mark.parametrize(
    ("name", "told", "expected", "faults"),
    [
        ("a.csv", f"url,date\n,2026-03-07\n{FIRST},2026-03-07", [GOOD._replace(title=None)], ["2: names no address"]),
        ("a.csv", f"{FIRST}\nftp://a.example/b\nhttps://u:p@a.example/", [Listed(FIRST, None, None)],
         ["2: names no address", "3: https://a.example/ has a user name or password in it"]),
        ("a.csv", f"url,date\n{FIRST},hôm qua", [Listed(FIRST, None, None)],
         ["2: 'hôm qua' is no day; the page is taken without it"]),
        ("a.csv", f"{FIRST},31/02/2026,Hai bên gặp nhau", [GOOD._replace(published=None)],
         ["1: '31/02/2026' is no day; the page is taken without it"]),
        ("a.csv", f'url,title\n"{FIRST}","Hai\nbên"\n,x\n', [Listed(FIRST, None, "Hai bên")], ["4: names no address"]),
        ("a.csv", f"url,title\n{FIRST},{'x' * 140_000}\n{SECOND},y", [Listed(SECOND, None, "y")],
         ["2: is no row (field larger than field limit (131072))"]),
        ("a.ris", RIS.replace(FIRST, "không có") + RIS, [GOOD], ["1: names no address"]),
        ("a.ris", RIS + RIS.replace(f"UR  - {FIRST}\n", ""), [GOOD], ["10: names no address"]),
        ("a.ris", RIS.replace("2026/03/07/", "tháng trước"), [GOOD._replace(published=None)],
         ["1: 'tháng trước' is no day; the page is taken without it"]),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_costs_no_other(
    tmp_path: Path, name: str, told: str, expected: list[Listed], faults: list[str]
) -> None:
    assert read(tmp_path, told, name) == (expected, faults)


@pytest.mark.parametrize("told", ["url,date\n", "Hai bên gặp nhau", "TY  - NEWS\nER  - \n", "url\nkhông có\n"])
def test_a_list_that_names_no_page_is_told(tmp_path: Path, told: str) -> None:
    with pytest.raises(SourceError, match="names no page"):
        read(tmp_path, told, "list.csv")


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PageNotFound):
        listed(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "told"), [("a.ris", True), ("A.CSV", True), ("a.tsv", True), ("a.html", False), ("csv", False)]
)
def test_lists_are_known_by_their_names(name: str, told: bool) -> None:
    assert is_list(Path(name)) is told
