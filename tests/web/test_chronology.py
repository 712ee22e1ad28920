"""The chronology and an entry as pages."""

import re
from itertools import pairwise

import pytest

from thoisu.chronicle.records import Question

from .conftest import Client


def _days(text: str) -> list[str]:
    return re.findall(r'<time datetime="([\d-]+)">', text)


def _entries(text: str) -> list[str]:
    return re.findall(r'id="e-(\w+)"', text)


def test_the_newest_days_come_first_and_all_are_reached(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.chronology.SHOWN", 7)
    address, seen, days = "/?from=1900-01-01", list[str](), list[str]()
    while address:
        text = desk.get(address).text
        seen += _entries(text)
        days += _days(text)
        more = re.search(r'rel="next" href="([^"]+)"', text)
        address = more[1].replace("&amp;", "&") if more else ""
    assert all(a >= b for a, b in pairwise(days))
    with desk.app.state.stores.borrow() as store:
        right = {entry.id for entry in store.ask(Question(start_day="1900-01-01"))}
    assert len(seen) == len(set(seen)) == len(right)
    assert set(seen) == right


@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ("actor=Nga", "RUS", "Scholz"),
        ("actor=Mỹ&with=Nga", "Putin", "Triều Tiên gửi"),
        ("status=planned", "planned", 'class="status happened"'),
        ("event=CONSULT&from=2021-06-16&to=2021-06-16", "Geneva", "Panmunjom"),
        ("text=thuong dinh", "đỉnh", "trục xuất"),
    ],
)
def test_filters_narrow(desk: Client, query: str, some: str, none: str) -> None:
    text = desk.get(f"/?{query}").text
    results = text[text.index('id="results"') :]
    listed = "".join(re.findall(r'<li class="entry".*?</li>', results, re.S))
    assert some in listed
    assert none not in listed


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("status=maybe", 400, "status: &#39;maybe&#39; is not known"),
        ("from=2022-13-01", 400, "from: "),
        ("from=2022-02-01&to=2022-01-01", 400, "give the days in their order"),
        ("country=Atlantis", 400, "no state"),
        ("min_origins=x", 400, "min_origins: x is no count"),
        ("story=zzzz", 400, "is the id of no story"),
        ("after=zzzzzzzzzzzz", 404, "zzzzzzzzzzzz"),
        ("actor=&text=", 200, "Chronology"),
    ],
)
def test_a_wrong_filter_is_told_in_one_line(desk: Client, query: str, status: int, says: str) -> None:
    answer = desk.get(f"/?{query}")
    assert answer.status_code == status
    assert says in answer.text
    assert "Traceback" not in answer.text


def test_an_entry_shows_its_sentences_with_their_roles(desk: Client) -> None:
    listed = desk.get("/?actor=Joe Biden&with=Vladimir Putin").text
    text = desk.get(f"/entry/{_entries(listed)[0]}").text
    assert re.search(r'<mark class="actor"[^>]*>[^<]*Biden', text)
    assert '<mark class="trigger"' in text
    assert "Rule <code>" in text


def test_an_entry_is_found_by_the_beginning_of_its_id_and_no_other(desk: Client) -> None:
    [first, *_] = _entries(desk.get("/").text)
    assert desk.get(f"/entry/{first[:7]}").status_code == 200
    assert desk.get("/entry/zzzzzzz").status_code == 400


def test_a_page_that_is_known_is_not_sent_again(desk: Client) -> None:
    answer = desk.get("/?actor=Nga")
    tag = answer.headers["etag"]
    again = desk.get("/?actor=Nga", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = desk.get("/?actor=Nga", headers={"If-None-Match": tag, "Accept-Language": "vi"})
    assert other.status_code == 200
    assert "Niên biểu" in other.text


def test_an_empty_store_says_how_to_begin(empty: Client) -> None:
    text = empty.get("/").text
    assert "thoisu add page.html" in text
    assert 'action="/add/examples"' in text


@pytest.mark.parametrize(
    ("lang", "some", "none"),
    [("en", "outlet not known", "own clause"), ("vi", "chưa rõ báo", "own clause"), ("vi", "trong mệnh đề", "clause")],
)
def test_what_is_not_known_of_a_page_is_said_in_words(desk: Client, lang: str, some: str, none: str) -> None:
    headers = {"Accept-Language": lang}
    listed = desk.get("/?from=2018-05-01&to=2019-12-31", headers=headers).text
    told = "".join(desk.get(f"/entry/{id}", headers=headers).text for id in _entries(listed))
    assert some in told
    assert none not in told
    with desk.app.state.stores.borrow() as store:
        ids = [document.id for document in store.documents()]
    for line in re.findall(r'<p class="told">(.*?)<', listed):
        assert not any(id in line for id in ids)
