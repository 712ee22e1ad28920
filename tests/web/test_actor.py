"""Somebody as a page."""

import re

import pytest

from thoisu import add
from thoisu.chronicle.filters import question_from
from thoisu.chronicle.records import Question

from .conftest import Client
from .hostile import SCRIPT, faults, hostile


def _section(text: str, id: str) -> str:
    return re.split(r"</section>", text[text.index(f'id="{id}"') :])[0]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Mỹ", ["USA", "state", "Q30", 'href="/actor?name=Joe+Biden"']),
        ("USA", ["USA", "United States"]),
        ("Vladimir Putin", ["Vladimir Putin", "person", "Offices held", "president"]),
        ("Putin", ["Vladimir Putin", "Offices held"]),
        ("NATO", ["NATO", "organisation: intergovernmental organisation", "secretary-general"]),
    ],
)
def test_who_somebody_is(desk: Client, name: str, says: list[str]) -> None:
    answer = desk.get("/actor", params={"name": name})
    assert answer.status_code == 200
    for piece in says:
        assert piece in answer.text


def test_partners_lead_to_the_entries_that_both_stand_in(desk: Client) -> None:
    text = desk.get("/actor", params={"name": "Nga"}).text
    rows = re.findall(r'name=([^"&]+)">[^<]+</a>[^<]*</th>\s*<td class="number"><a href="([^"]+)">(\d+)<', text)
    assert rows
    with desk.app.state.stores.borrow() as store:
        whole = store.ask(Question(actor=["Nga", "RUS"]))
        latest = store.latest()
    assert latest
    for name, address, count in rows:
        with desk.app.state.stores.borrow() as store:
            together = store.ask(question_from({"actor": ["Nga"], "with": [name]}, store))
        assert len(together) >= int(count) > 0
        listed = re.findall(r'id="e-(\w+)"', desk.get(address.replace("&amp;", "&")).text)
        assert {entry.id for entry in together} >= set(listed)
        assert listed
    told = re.search(r"From all (\d+) entries", text)
    assert told
    # Without what is planned for later than the newest page.
    assert int(told[1]) == len([e for e in whole if (e.start_day or e.end_day or "9999") <= latest or not e.start_day])


def test_the_picture_says_what_the_table_says(desk: Client) -> None:
    text = _section(desk.get("/actor", params={"name": "Nga"}).text, "partners")
    assert 'role="img" aria-label="Russia and those' in text
    drawn = dict(re.findall(r"<g><title>([^<]+): (\d+)</title>", text))
    rows = dict(re.findall(r'name=[^"]+">([^<]+)</a>[^<]*</th>\s*<td class="number"><a [^>]+>(\d+)<', text))
    assert drawn
    assert drawn.items() <= rows.items()


def test_only_the_newest_are_read_and_the_page_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.actor.READ", 3)
    text = desk.get("/actor?name=Nga&lang=x").text  # an address of its own: pages are kept by theirs
    assert "From the newest 3 entries" in text
    assert len(re.findall(r'<li class="entry"', text)) == 3


def test_days_narrow(desk: Client) -> None:
    text = desk.get("/actor?name=Nga&from=2021-06-16&to=2021-06-16").text
    assert set(re.findall(r'<time datetime="([\d-]+)">', text)) == {"2021-06-16"}
    assert 'href="/actor?name=Nga">All days' in text


@pytest.mark.parametrize("name", ["Vương Quốc Chưa Ai Biết", "<b>x</b>", "%", "' OR 1=1"])
def test_nobody_is_a_page_too(desk: Client, name: str) -> None:
    answer = desk.get("/actor", params={"name": name})
    assert answer.status_code == 200
    assert "Nobody is known or told of" in answer.text
    assert "<b>" not in answer.text
    assert name in re.sub(r"&#39;", "'", answer.text.replace("&lt;", "<").replace("&gt;", ">"))


@pytest.mark.parametrize("address", ["/actor", "/actor?name=", "/actor?name=+"])
def test_without_a_name_it_is_asked_for(desk: Client, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 200
    assert "Give a name" in answer.text


@pytest.mark.parametrize("span", ["to=0001-01-05", "from=9999-12-30", "from=0001-01-01&to=9999-12-31"])
def test_days_at_the_ends_of_the_calendar(desk: Client, span: str) -> None:
    assert desk.get(f"/actor?name=Nga&{span}").status_code == 200


@pytest.mark.parametrize("query", ["from=x", "from=2022-02-01&to=2022-01-01"])
def test_wrong_days_are_told(desk: Client, query: str) -> None:
    answer = desk.get(f"/actor?name=Nga&{query}")
    assert answer.status_code == 400
    assert "This can&#39;t be asked" in answer.text


def test_a_known_name_of_which_nothing_is_told(empty: Client) -> None:
    text = empty.get("/actor?name=NATO", headers={"Accept-Language": "vi"}).text
    assert "tổ chức liên chính phủ" in text
    assert "Kho không có mục nào về đối tượng này." in text


def test_what_a_page_holds_stays_text(writer: Client) -> None:
    with writer.app.state.stores.borrow() as store:
        add(store, [hostile()])
    for name in ("Olaf Scholz", SCRIPT):
        assert faults(writer.get("/actor", params={"name": name}).text) == []


def test_offices_in_both_languages_are_the_same() -> None:
    from thoisu.lexicon import lexicon
    from thoisu.web.words import words

    offices = {term.office for term in lexicon().terms}
    assert all(offices <= words(lang)["actor"]["of_office"].keys() for lang in ("en", "vi"))
    sorts = {cells[1] for _, _, cells in lexicon().rows("orgs")}
    assert all(sorts <= words(lang)["actor"]["of_sort"].keys() for lang in ("en", "vi"))
