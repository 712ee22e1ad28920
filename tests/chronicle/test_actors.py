"""Who somebody is by the lexicon, and with whom entries tell them to have dealt."""

from datetime import date

import pytest

from thoisu import read
from thoisu.chronicle.actors import dealings, profile
from thoisu.chronicle.records import Entry

from .harness import Chronicle

DAY = date(2022, 1, 20)


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("USA", "country", "Mỹ"),
        ("Joe Biden", "person", "Joe Biden"),
        ("NATO", "org", "NATO"),
        ("Abkhazia", "org", None),  # no organisation of the tables, but it has a president
    ],
)
def test_who_the_lexicon_knows(name: str, kind: str, form: str | None) -> None:
    found = profile(name, DAY)
    assert found is not None
    assert found.kind == kind
    assert form is None or form in found.forms[:1] + found.forms[-1:]
    assert not any(form.startswith("~") for form in found.forms)


@pytest.mark.parametrize("name", ["Mỹ", "usa", "Atlantis", ""])
def test_only_what_the_tables_call_them_is_known(name: str) -> None:
    assert profile(name, DAY) is None


@pytest.mark.parametrize(
    ("day", "person"), [(date(2016, 5, 1), "Barack Obama"), (date(2018, 5, 1), "Donald Trump"), (DAY, "Joe Biden")]
)
def test_offices_are_those_of_the_day(day: date, person: str) -> None:
    found = profile("USA", day)
    assert found is not None
    assert (found.holders[0].office, found.holders[0].person) == ("president", person)


def test_the_latest_term_of_a_person_comes_first() -> None:
    found = profile("Joe Biden", DAY)
    assert found is not None
    assert [term.office for term in found.terms] == ["president", "vice president"]
    assert found.country == "USA"


def _entries(text: str) -> list[Entry]:
    return Chronicle({"page": read(text, published="2022-02-10")}).entries


MET = "Ngày 7/2, Tổng thống Pháp Emmanuel Macron đã gặp Tổng thống Nga Vladimir Putin tại Moskva (Nga)."
BOTH = "Ngày 7/2, Mỹ và Nhật Bản đã tập trận chung tại Thái Bình Dương."
ACCUSED = "Ngày 8/2, Ngoại trưởng Nga Sergei Lavrov cáo buộc Mỹ vi phạm thỏa thuận."


@pytest.mark.parametrize(
    ("text", "asked", "by_person", "partners"),
    [
        (MET, ["RUS"], False, [("FRA", 1, 0, 1)]),
        (MET, ["Emmanuel Macron"], True, [("Vladimir Putin", 1, 1, 0)]),
        (BOTH, ["USA"], False, [("JPN", 1, 0, 0)]),
        (ACCUSED, ["USA"], False, [("RUS", 1, 0, 1)]),
        (ACCUSED, ["Nga", "RUS"], False, [("USA", 1, 1, 0)]),
        (ACCUSED, ["DEU"], False, []),
    ],
)
def test_partners_and_who_did_it_to_whom(
    text: str, asked: list[str], by_person: bool, partners: list[tuple[str, int, int, int]]
) -> None:
    found = dealings(_entries(text), asked, by_person)
    assert [(p.name, p.count, p.did, p.received) for p in found] == partners


def test_partners_are_counted_by_category_with_their_last_day() -> None:
    (found,) = dealings([*_entries(MET), *_entries(MET.replace("7/2", "9/2"))], ["RUS"], by_person=False)
    assert (found.name, found.count, found.events, found.last_day) == ("FRA", 2, {"CONSULT": 2}, "2022-02-09")
