"""Who held which office when: tests/cases/terms.tsv, days on which somebody else did, and how terms are compared."""

from datetime import date

import pytest

from thoisu.lexicon import Term, lexicon
from thoisu.lexicon.schema import SHARED_OFFICES
from thoisu.names.offices import holders, runs, terms_of, years_of

from ..conftest import cases

ROWS = cases("terms")


def in_office(holder: str, office: str, day: date) -> list[str]:
    return [term.person for term in holders(holder, office, day)]


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['holder']}-{r['office']}-{r['day']}" for r in ROWS])
def test_who_held_the_office(row: dict[str, str]) -> None:
    found = holders(row["holder"], row["office"], date.fromisoformat(row["day"]))
    assert row["person"] in [term.person for term in found]
    # Another only where a term is known by its month: both may then hold on every day of it.
    others = [term for term in found if term.person != row["person"] and row["office"] not in SHARED_OFFICES]
    assert all(len(term.start) < 10 or 0 < len(term.end) < 10 for term in others)
    assert len(others) <= 1


@pytest.mark.parametrize(
    ("holder", "office", "day", "person"),
    [
        # The day before the term.
        ("USA", "president", "2009-01-19", "Barack Obama"),
        ("USA", "president", "2017-01-19", "Donald Trump"),
        ("USA", "president", "2021-01-19", "Joe Biden"),
        ("USA", "foreign minister", "2021-01-25", "Antony Blinken"),
        ("USA", "foreign minister", "2018-04-25", "Mike Pompeo"),
        ("GBR", "prime minister", "2016-07-12", "Theresa May"),
        ("GBR", "prime minister", "2019-07-23", "Boris Johnson"),
        ("GBR", "prime minister", "2022-10-24", "Rishi Sunak"),
        ("GBR", "monarch", "2022-09-07", "Charles III"),
        ("DEU", "prime minister", "2021-12-07", "Olaf Scholz"),
        ("DEU", "foreign minister", "2021-12-07", "Annalena Baerbock"),
        ("FRA", "president", "2017-05-13", "Emmanuel Macron"),
        ("FRA", "president", "2012-05-14", "François Hollande"),
        ("ITA", "prime minister", "2022-10-21", "Giorgia Meloni"),
        ("JPN", "prime minister", "2021-10-03", "Fumio Kishida"),
        ("JPN", "monarch", "2019-04-30", "Naruhito"),
        ("KOR", "president", "2017-05-09", "Moon Jae-in"),
        ("CHN", "president", "2013-03-13", "Xi Jinping"),
        ("IND", "prime minister", "2014-05-25", "Narendra Modi"),
        ("UKR", "president", "2019-05-19", "Volodymyr Zelensky"),
        ("BRA", "president", "2018-12-31", "Jair Bolsonaro"),
        ("CAN", "prime minister", "2025-03-13", "Mark Carney"),
        ("NATO", "secretary-general", "2014-09-30", "Jens Stoltenberg"),
        ("UN", "secretary-general", "2016-12-31", "António Guterres"),
        # The day after it.
        ("USA", "president", "2017-01-21", "Barack Obama"),
        ("GBR", "prime minister", "2016-07-14", "David Cameron"),
        ("GBR", "foreign minister", "2022-09-07", "Liz Truss"),
        ("JPN", "monarch", "2019-05-01", "Akihito"),
        ("AFG", "president", "2021-08-16", "Ashraf Ghani"),
        ("SYR", "president", "2024-12-09", "Bashar al-Assad"),
    ],
)
def test_who_did_not_hold_the_office_on_that_day(holder: str, office: str, day: str, person: str) -> None:
    # On another day the person did, so a missing row can't pass for a right answer.
    assert years_of(person, holder, office)
    assert person not in in_office(holder, office, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("holder", "office", "person", "instead"),
    [
        ("USA", "vice president", "Joe Biden", "Kamala Harris"),
        ("FRA", "prime minister", "Emmanuel Macron", "Jean Castex"),
        ("RUS", "prime minister", "Vladimir Putin", "Mikhail Mishustin"),
        ("USA", "president", "Vladimir Putin", "Joe Biden"),
        ("CHN", "prime minister", "Xi Jinping", "Li Keqiang"),
    ],
)
def test_one_office_is_not_another(holder: str, office: str, person: str, instead: str) -> None:
    found = in_office(holder, office, date(2021, 6, 1))
    assert instead in found
    assert person not in found


@pytest.mark.parametrize(
    ("holder", "office", "day", "persons"),
    [
        ("USA", "president", "2021-01-20", {"Donald Trump", "Joe Biden"}),
        ("DEU", "prime minister", "2021-12-08", {"Angela Merkel", "Olaf Scholz"}),
        ("FRA", "president", "2017-05-14", {"François Hollande", "Emmanuel Macron"}),
    ],
)
def test_two_hold_an_office_on_the_day_of_the_handover(holder: str, office: str, day: str, persons: set[str]) -> None:
    assert set(in_office(holder, office, date.fromisoformat(day))) == persons


@pytest.mark.parametrize(
    ("holder", "office", "person"),
    [
        ("DEU", "prime minister", "Angela Merkel"),
        ("FRA", "president", "Emmanuel Macron"),
        ("GBR", "prime minister", "Boris Johnson"),
        ("PRK", "supreme leader", "Kim Jong-un"),
        ("SAU", "monarch", "Salman bin Abdulaziz Al Saud"),
    ],
)
def test_the_leader_is_the_office_that_the_state_is_led_by(holder: str, office: str, person: str) -> None:
    day = date(2021, 6, 1)
    assert in_office(holder, "leader", day) == in_office(holder, office, day) == [person]


@pytest.mark.parametrize(
    ("holder", "office"), [("ZZZ", "president"), ("USA", "monarch"), ("USA", ""), ("", "president"), ("", "leader")]
)
def test_an_office_that_nobody_has_is_held_by_nobody(holder: str, office: str) -> None:
    assert in_office(holder, office, date(2021, 6, 1)) == []


def term(start: str, end: str) -> Term:
    return Term("USA", "president", "X", start, end, "", "")


@pytest.mark.parametrize(
    ("start", "end", "day", "running"),
    [
        ("2021-01-20", "2025-01-20", "2021-01-19", False),
        ("2021-01-20", "2025-01-20", "2021-01-20", True),
        ("2021-01-20", "2025-01-20", "2025-01-20", True),
        ("2021-01-20", "2025-01-20", "2025-01-21", False),
        # Known by the month or the year only: it may hold on every day of it.
        ("2021-01", "2025-01", "2020-12-31", False),
        ("2021-01", "2025-01", "2021-01-01", True),
        ("2021-01", "2025-01", "2025-01-31", True),
        ("2021-01", "2025-01", "2025-02-01", False),
        ("2021", "2025", "2020-12-31", False),
        ("2021", "2025", "2025-12-31", True),
        ("2021", "2025", "2026-01-01", False),
        # Still running.
        ("2021-01-20", "", "2099-12-31", True),
        ("2021-01-20", "", "2021-01-19", False),
    ],
)
def test_whether_a_term_runs(start: str, end: str, day: str, running: bool) -> None:
    assert runs(term(start, end), date.fromisoformat(day)) is running


@pytest.mark.parametrize(
    ("person", "holder", "office", "spans"),
    [
        ("Antony Blinken", "USA", "foreign minister", [(date(2021, 1, 26), date(2025, 1, 20))]),
        ("Antony Blinken", "USA", None, [
            (date(2015, 1, 9), date(2017, 1, 20)), (date(2021, 1, 26), date(2025, 1, 20))
        ]),
        ("Antony Blinken", "GBR", None, []),
        ("Antony Blinken", "USA", "president", []),
        ("Nobody At All", None, None, []),
        ("Donald Trump", "USA", "president", [
            (date(2017, 1, 20), date(2021, 1, 20)), (date(2025, 1, 20), date.max)
        ]),
    ],
)  # fmt: skip
def test_the_spans_of_a_person_in_office(
    person: str, holder: str | None, office: str | None, spans: list[tuple[date, date]]
) -> None:
    assert years_of(person, holder, office) == spans


def test_a_press_secretary_is_a_spokesperson() -> None:
    """ "Người phát ngôn Điện Kremlin Peskov" names the press secretary, and dates a page as such."""
    assert years_of("Dmitry Peskov", "RUS", "spokesperson") == years_of("Dmitry Peskov", "RUS", "press secretary") != []
    assert years_of("Dmitry Peskov", "RUS", "president") == []


def test_every_span_agrees_with_the_terms_on_its_first_and_last_day() -> None:
    wrong = []
    for t in lexicon().terms:
        for first, last in years_of(t.person, t.holder, t.office):
            spoken = {"spokesperson", "press secretary"}
            offices = spoken if t.office in spoken else {t.office}
            inside = [x for x in terms_of(t.person) if x.holder == t.holder and x.office in offices]
            if not any(runs(x, first) for x in inside) or not any(runs(x, last) for x in inside) or first > last:
                wrong.append((t.holder, t.office, t.person, first, last))
    assert wrong == []
