"""The ledger as a page: a month as a calendar, and what became of each plan."""

import re

import pytest

from thoisu import add
from thoisu.chronicle.answers import followed
from thoisu.chronicle.records import Question

from .conftest import Client
from .hostile import faults, hostile

MONTH = "/ledger?month=2023-04"


def _plans(text: str) -> dict[str, str]:
    """The plans of the list and what became of them."""
    return dict(
        re.findall(r'<li class="entry" id="e-(\w+)">\s*<p class="line"><span class="outcome \w+">([^<]+)<', text)
    )


def test_the_plans_of_a_month_and_what_became_of_them(desk: Client) -> None:
    from datetime import date

    text = desk.get(f"{MONTH}&on=2023-05-01").text
    with desk.app.state.stores.borrow() as store:
        question = Question(start_day="2023-04-01", end_day="2023-04-30")
        right = {plan.entry.id: plan.outcome.kind for plan in followed(store, question, date(2023, 5, 1))}
    said = {"done": "done", "open": "still ahead", "unreported": "past its day, nothing told"}
    assert right
    assert _plans(text) == {id: said[kind] for id, kind in right.items()}


def test_a_plan_stands_on_its_day_with_its_outcome(desk: Client) -> None:
    text = desk.get(f"{MONTH}&on=2023-05-01").text
    assert "Plans of April 2023, by day" in text
    cell = re.search(r'datetime="2023-04-06">6</time>(.*?)</td>', text, re.S)
    assert cell
    assert '<span class="outcome done">done</span>' in cell[1]
    assert "Emmanuel Macron" in cell[1]
    assert len(re.findall(r"<td ", text)) % 7 == 0


def test_reasons_and_the_entries_behind_them_in_the_readers_language(desk: Client) -> None:
    english = desk.get(MONTH).text
    assert re.search(r"CONSULT of Emmanuel Macron.* on 2023-04-06, planned for 2023-04-06", english)
    text = desk.get(MONTH, headers={"Accept-Language": "vi"}).text
    assert "kế hoạch là ngày 2023-04-06" in text
    assert "planned for" not in text
    [linked] = re.findall(r'<ul class="links">.*?href="(/entry/\w+)"', text, re.S)
    assert desk.get(linked).status_code == 200


def test_only_what_is_due(desk: Client) -> None:
    whole, due = desk.get(f"{MONTH}&on=2023-05-01").text, desk.get(f"{MONTH}&on=2023-05-01&due=1").text
    assert _plans(due) == {id: kind for id, kind in _plans(whole).items() if "nothing told" in kind}
    assert 'name="due" value="1" checked' in due


def test_on_a_day_before_it_a_plan_is_still_ahead(desk: Client) -> None:
    text = desk.get("/ledger?from=2018-06-13&to=2018-06-14&on=2018-06-12&actor=Mike+Pompeo").text
    assert _plans(text)
    assert set(_plans(text).values()) == {"still ahead"}
    assert re.search(r'<h2 id="calendar">June 2018', text)


def test_months_lead_on(desk: Client) -> None:
    text = desk.get(f"{MONTH}&actor=Nga").text
    before = re.search(r'rel="prev" href="([^"]+)"', text)
    behind = re.search(r'rel="next" href="([^"]+)"', text)
    assert before
    assert behind
    assert (before[1], behind[1]) == (
        "/ledger?actor=Nga&amp;month=2023-03",
        "/ledger?actor=Nga&amp;month=2023-05",
    )


def test_without_a_month_it_is_that_of_the_newest_page(desk: Client) -> None:
    with desk.app.state.stores.borrow() as store:
        latest = store.latest()
    assert latest
    text = desk.get("/ledger").text
    assert f'datetime="{latest}"' in text


def test_of_too_many_plans_those_that_begin_last_are_shown(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/ledger?from=2018-01-01&to=2023-12-31"
    whole = list(_plans(desk.get(address).text))
    monkeypatch.setattr("thoisu.web.pages.ledger.FOLLOWED", 2)
    text = desk.get(f"{address}&month=2018-06").text
    assert "Only the 2 plans that begin last are shown" in text
    assert len(whole) > 2
    assert list(_plans(text)) == whole[-2:]
    # The calendar still says that there are more.
    assert re.search(r'href="/ledger\?from=2018-06-14&amp;to=2018-06-14" aria-label="1 more on Thursday 14 June', text)


@pytest.mark.parametrize("query", ["month=x", "month=2022-13", "on=2022", "from=x", "from=2022-02-01&to=2022-01-01"])
def test_wrong_days_are_told(desk: Client, query: str) -> None:
    answer = desk.get(f"/ledger?{query}")
    assert answer.status_code == 400
    assert "YYYY" in answer.text or "order" in answer.text


@pytest.mark.parametrize(("month", "status"), [("0001-01", 400), ("1000-01", 200), ("8999-12", 200), ("9999-12", 400)])
def test_the_calendar_ends_somewhere(desk: Client, month: str, status: int) -> None:
    for query in (f"month={month}", f"from={month}-01", f"to={month}-01&month={month}"):
        answer = desk.get(f"/ledger?{query}")
        assert answer.status_code == status
        assert (status == 200) is ("1000-01-01 to 8999-12-31" not in answer.text)


def test_an_empty_store_has_no_plans(empty: Client) -> None:
    assert "Không có kế hoạch nào" in empty.get("/ledger", headers={"Accept-Language": "vi"}).text


def test_what_a_page_holds_stays_text(writer: Client) -> None:
    with writer.app.state.stores.borrow() as store:
        add(store, [hostile()])
    assert faults(writer.get("/ledger?month=2022-11").text) == []
