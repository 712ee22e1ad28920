"""Outlets, credits and copies as a page."""

import re

import pytest

from thoisu import add, incoming
from thoisu.chronicle.preparing import Incoming
from thoisu.model import replace

from .conftest import ROOT, Client
from .hostile import SCRIPT, faults, hostile


def _page(name: str, outlet: str, published: str) -> Incoming:
    text = (ROOT / f"tests/chronicle/pages/{name}.txt").read_text(encoding="utf-8")
    found = incoming(text, published=published, uri=f"https://{outlet}/{name}.html")
    return Incoming(
        replace(found.reading, article=replace(found.reading.article, outlet=outlet)), found.raw, found.key
    )  # fmt: skip


def _rows(text: str, id: str) -> list[list[str]]:
    section = text[text.index(f'id="{id}"') :].split("</section>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr>.*?</tr>", section, re.S)]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in rows[1:]]


def test_who_publishes_whose_texts_how_much_later(empty: Client) -> None:
    with empty.app.state.stores.borrow() as store:
        add(store, [_page("wire", "bao-a.vn", "2023-04-05T18:30"), _page("copy", "bao-b.vn", "2023-04-05T20:00")])
    text = empty.get("/sources").text
    assert ["bao-a.vn", "bao-b.vn", "1", "90 min"] in _rows(text, "between")
    outlets = {row[0]: row[1:4] for row in _rows(text, "outlets")}
    assert outlets["bao-a.vn"][1:] == ["0", "0 %"]
    assert outlets["bao-b.vn"][1:] == ["1", "100 %"]


def test_agencies_that_are_credited(desk: Client) -> None:
    text = desk.get("/sources").text
    rows = _rows(text, "credits")
    with desk.app.state.stores.borrow() as store:
        credits = [document.credit for document in store.documents()]
    assert rows
    for name, count in rows:
        assert int(count) == sum(name in credit for credit in credits)
    assert f"Of the newest {len(credits)} pages; {sum(map(bool, credits))} of them have a credit line." in text
    assert [int(count) for _, count in rows] == sorted((int(count) for _, count in rows), reverse=True)


def test_a_short_table_says_what_it_leaves_out(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _rows(desk.get("/sources").text, "credits")
    monkeypatch.setattr("thoisu.web.pages.sources.ROWS", 1)
    text = desk.get("/sources?again").text
    assert _rows(text, "credits") == whole[:1]
    assert f"{len(whole) - 1} more are left out here." in text


def test_an_empty_store_has_no_sources(empty: Client) -> None:
    text = empty.get("/sources", headers={"Accept-Language": "vi"}).text
    for says in ("Không trang nào trong kho nêu tên báo", "có dòng ghi nguồn", "bản sao của báo khác"):
        assert says in text


def test_what_a_page_holds_stays_text(writer: Client) -> None:
    with writer.app.state.stores.borrow() as store:
        add(store, [hostile()])
    text = writer.get("/sources").text
    assert faults(text) == []
    assert "example.vn&lt;script&gt;" in text
    assert SCRIPT not in text
