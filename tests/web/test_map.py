"""The map as a page: places as dots and as a table."""

import re

import pytest

from thoisu import add
from thoisu.chronicle.records import Question
from thoisu.model import Place, replace
from thoisu.web.pages.map import spots_of
from thoisu.web.templating import called

from .conftest import Client
from .hostile import faults, hostile


def _rows(text: str) -> dict[str, int]:
    found = re.findall(r'<th scope="row">([^<]+?)(?: <span[^>]*>[^<]*</span>)?</th>.*?<a href="[^"]+">(\d+)<', text)
    return {name.strip(): int(count) for name, count in found}


def _dots(text: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r"<title>([^<]+): (\d+)</title></circle>", text)}


def test_every_place_is_in_the_table_and_those_with_a_position_on_the_map(desk: Client) -> None:
    text = desk.get("/map").text
    with desk.app.state.stores.borrow() as store:
        entries = store.ask(Question())
    placed = [entry.place for entry in entries if entry.place]
    rows, dots = _rows(text), _dots(text)
    assert sum(rows.values()) == len(placed)
    assert rows.keys() == {called(place.name, "en") for place in placed}
    assert dots.keys() == {called(place.name, "en") for place in placed if place.lat is not None}
    assert dots.items() <= rows.items()
    lost = sum(place.lat is None for place in placed)
    without = len(entries) - len(placed)
    assert f"All {len(entries)} entries of this question: {len(placed)} name a place, {lost} of these" in text
    assert f"not known, {without} none." in text


@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ("actor=Joe+Biden", "Geneva", "Kaesong"),
        ("from=2018-04-27&to=2018-04-27", "Kaesong", "Geneva"),
        ("status=denied&event=CONSULT&from=2030-01-01", "No entry of this question names a place", "<circle"),
    ],
)
def test_filters_are_those_of_the_chronology(desk: Client, query: str, some: str, none: str) -> None:
    text = desk.get(f"/map?{query}").text
    assert some in text
    assert none not in text


def test_a_place_leads_to_its_entries(desk: Client) -> None:
    text = desk.get("/map?from=2018-01-01&to=2021-12-31").text
    found = re.findall(r'<a href="(/\?[^"]+)">(\d+)</a>', text)
    assert found
    for address, count in found:
        listed = re.findall(r'id="e-(\w+)"', desk.get(address.replace("&amp;", "&")).text)
        assert len(listed) == int(count)


def test_what_is_asked_for_stays_in_the_form(desk: Client) -> None:
    text = desk.get("/map?actor=Nga&actor=Mỹ&place=Geneva&country=CHE&status=happened&event=CONSULT").text
    for name, value in [("actor", "Nga"), ("actor", "Mỹ"), ("place", "Geneva"), ("country", "CHE")]:
        assert re.search(rf'name="{name}" value="{value}"', text)
    assert '<option value="CONSULT" selected>' in text
    assert 'value="happened" checked' in text


def test_only_the_newest_are_read_and_the_page_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.map.READ", 5)
    assert "The newest 5 entries of this question, from " in desk.get("/map?rejected=").text


def test_months_lead_on(desk: Client) -> None:
    text = desk.get("/map").text
    (month, *_) = re.findall(r'<a href="(/map\?from=\d{4}-\d\d-01&amp;to=[\d-]+)">(\d{4}-\d\d)</a>', text)
    answer = desk.get(month[0].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert f'aria-current="true">{month[1]}</a>' in answer.text


@pytest.mark.parametrize("to", ["0001-01-31", "1000-01-01", "9999-12-31"])
def test_months_at_the_ends_of_the_calendar(desk: Client, to: str) -> None:
    answer = desk.get(f"/map?to={to}")
    assert answer.status_code == 200
    assert f">{to[:7]}</a>" in answer.text


@pytest.mark.parametrize("query", ["from=x", "event=NOTHING", "country=Atlantis"])
def test_a_wrong_filter_is_told(desk: Client, query: str) -> None:
    assert desk.get(f"/map?{query}").status_code == 400


@pytest.mark.parametrize(
    "place",
    [
        Place("X", None, float("nan"), 1.0),
        Place("X", "FRA", float("inf"), 1.0),
        Place("X", None, 91.0, 0.0),
        Place("X", None, 1.0, None),
        Place("X"),
    ],
)
def test_what_is_nowhere_on_earth_is_in_the_table_only(desk: Client, place: Place) -> None:
    with desk.app.state.stores.borrow() as store:
        [entry, *_] = store.ask(Question(), 1)
    [spot] = spots_of([replace(entry, place=place), replace(entry, place=None)])
    assert (spot.name, spot.count, spot.x, spot.y) == ("X", 1, None, None)


def test_a_position_that_one_entry_lacks_is_taken_from_another(desk: Client) -> None:
    with desk.app.state.stores.borrow() as store:
        [entry, *_] = store.ask(Question(), 1)
    with_it, without = Place("Hà Nội", "VNM", 21.03, 105.85), Place("Hà Nội", "VNM")
    for places in ([with_it, without], [without, with_it]):
        [spot] = spots_of([replace(entry, place=place) for place in places])
        assert (spot.count, spot.x, spot.y) == (2, 784.6, 165.7)


def test_an_empty_store_has_an_empty_map(empty: Client) -> None:
    text = empty.get("/map", headers={"Accept-Language": "vi"}).text
    assert "Không mục nào theo bộ lọc này có địa điểm." in text


def test_what_a_page_holds_stays_text(writer: Client) -> None:
    with writer.app.state.stores.borrow() as store:
        add(store, [hostile()])
    assert faults(writer.get("/map").text) == []
