"""Questions: every filter against a plain reading of all entries, the order, pages of answers, and search."""

from collections import Counter
from itertools import product

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu.chronicle.records import Entry, Question
from thoisu.errors import NotInStore
from thoisu.model import Actor, Place, replace
from thoisu.store.base import Store
from thoisu.store.words import folded, name
from thoisu.text import words

from .making import add, entry_of, page

_DAYS = [
    ("2022-01-21", "2022-01-21"), ("2022-01-20", "2022-02-02"), ("2021-01-01", "2021-12-31"), ("2022-02-07", None),
    (None, "2022-02-01"), (None, None), ("2022-02-15", "2022-02-15"), ("2021-12-28", "2022-01-28"),
]  # fmt: skip
_ACTORS = [
    Actor("USA", "country", "USA"),
    Actor("Antony Blinken", "person", "USA", None, "GOV", "foreign minister"),
    Actor("Olaf Scholz", "person", "DEU"),
    Actor("Nguyễn Xuân Phúc", "person", "VNM"),
    Actor("Jens Stoltenberg", "person", None, "NATO"),
    Actor("RUS", "country", "RUS"),
    Actor("Ministry of Defence, DEU", "org"),
]
_PLACES = [None, Place("Geneva", "CHE"), Place("Đà Nẵng", "VNM"), Place("Berlin", "DEU")]
_SENTENCES = ["Căng thẳng tại Ukraine gia tăng.", "Hai bên hội đàm ở Đông Âu.", "Tàu rời cang số 5.", "NOT OR AND *"]


def _entries() -> list[tuple[Entry, str]]:
    """Entries of many shapes, each with its telling's sentence; the same on every run."""
    told = page(1).tellings[0]
    made = []
    statuses = ("happened", "planned", "happened", "denied", "ongoing")
    for i in range(160):
        start, end = _DAYS[i % len(_DAYS)]
        sentence = _SENTENCES[i % 3] if i % 29 else _SENTENCES[3]
        entry = replace(
            entry_of(replace(told, id=f"t{i:011}"), f"story{i % 6}"),
            event=("CONSULT", "AGREE", "ASSAULT")[i % 3],
            mode=("visit", None, "phone", "third-party")[i % 4],
            status=statuses[i % 5],
            actor=[_ACTORS[i % 7]],
            recipient=[_ACTORS[i // 7 % 7]] if i % 8 else [],
            start_day=start,
            end_day=end,
            place=_PLACES[i // 3 % 4],
            said_by=[["AP"], ["Bộ Ngoại giao Đức"], []][i // 2 % 3],
            text=sentence,
            origins=["AP", "TTXVN", "Reuters"][: i % 4],
            rejected=i % 13 == 0,
        )
        made.append((entry, sentence))
    return made


ENTRIES = _entries()


@pytest.fixture(scope="module")
def asked(lasting: Store) -> Store:
    """A store with all of ENTRIES."""
    made = page(1)
    told = made.tellings[0]
    with lasting.writing():
        lasting.put_document(made.document, made.sketch)
        tellings = [replace(told, id=f"t{i:011}", text=text) for i, (_, text) in enumerate(ENTRIES)]
        lasting.put_tellings(made.document.id, tellings, [["b"]] * len(tellings))
        lasting.put_entries(entry for entry, _ in ENTRIES)
    return lasting


def _answers(question: Question) -> list[str]:
    """What a question asks for, read off the rules of `Question` one by one."""
    found = []
    for entry, sentence in ENTRIES:
        parties = [*entry.actor, *entry.recipient]
        names = [{name(n) for n in (p.entity, p.country, p.org, p.power) if n} for p in parties]
        firsts = [i for i, n in enumerate(names) if n & {name(a) for a in question.actor or []}]
        others = [i for i, n in enumerate(names) if n & {name(a) for a in question.other or []}]
        dated = entry.start_day or entry.end_day
        wrong = (
            question.actor is not None and not firsts,
            question.other is not None and not others,
            question.actor and question.other and not any(a != b for a, b in product(firsts, others)),
            question.event is not None and entry.event not in question.event,
            question.mode is not None and entry.mode not in question.mode,
            question.status is not None and entry.status not in question.status,
            question.place is not None and not (entry.place and name(entry.place.name) in map(name, question.place)),
            question.country is not None and (not entry.place or entry.place.country not in question.country),
            question.start_day is not None and not (dated and (entry.end_day or "9999") >= question.start_day),
            question.end_day is not None and not (dated and (entry.start_day or "") <= question.end_day),
            question.story is not None and entry.story != question.story,
            question.said_by is not None and not set(map(name, question.said_by)) & set(map(name, entry.said_by)),
            question.min_origins is not None and len(entry.origins) < question.min_origins,
            question.text is not None and not _holds(sentence, question.text),
            entry.rejected and not question.rejected,
        )
        if not any(wrong):
            found.append(entry)
    found.sort(key=lambda entry: (entry.start_day or entry.end_day or "9999", entry.id))
    return [entry.id for entry in found]


def _holds(sentence: str, asked: str) -> bool:
    wanted = set(folded(words(asked)))
    return bool(wanted) and wanted <= set(folded(words(sentence)))


def _some(*values: str) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(values), min_size=1, max_size=3)


_days = st.none() | st.sampled_from(
    ["0001-01-01", "2021-06-01", "2022-01-20", "2022-01-21", "2022-01-29", "2022-02-05", "2023-01-01", "9999-12-31"]
)
_parties = _some("USA", "usa", "Antony Blinken", "olaf scholz", "NGUYEN XUAN PHUC", "NATO", "DEU", "không ai")
_questions = st.builds(
    Question,
    actor=_parties,
    other=st.none() | _parties,
    event=_some("CONSULT", "AGREE", "AID"),
    mode=st.none() | _some("visit", "phone"),
    status=st.none() | _some("planned", "happened", "denied"),
    place=_some("Geneva", "da nang", "Huế"),
    country=st.none() | _some("CHE", "VNM"),
    start_day=_days,
    end_day=_days,
    story=st.none() | st.sampled_from(["story1", "story5", "x"]),
    said_by=_some("ap", "bo ngoai giao duc"),
    min_origins=st.none() | st.integers(0, 4),
    text=st.none() | st.sampled_from(["căng thẳng", "cang", "dong au", 'ukraine" OR "', "not", "*", ""]),
    rejected=st.booleans(),
)


@given(question=_questions)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_filter_is_what_it_says(asked: Store, question: Question) -> None:
    assert [entry.id for entry in asked.ask(question)] == _answers(question)


@given(question=_questions, size=st.integers(4, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_come_in_pages_that_make_up_the_whole(asked: Store, question: Question, size: int) -> None:
    found: list[str] = []
    while part := asked.ask(question, limit=size, after=found[-1] if found else None):
        assert len(part) <= size
        found += [entry.id for entry in part]
    assert found == _answers(question)


@given(question=_questions, size=st.integers(4, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_newest_come_first_where_it_is_asked_and_the_undated_last(
    asked: Store, question: Question, size: int
) -> None:
    dated = {entry.id: entry.start_day or entry.end_day for entry, _ in ENTRIES}
    right = _answers(question)
    newest = [i for i in reversed(right) if dated[i]] + [i for i in right if not dated[i]]
    assert [entry.id for entry in asked.ask(question, newest=True)] == newest
    found: list[str] = []
    while part := asked.ask(question, limit=size, after=found[-1] if found else None, newest=True):
        found += [entry.id for entry in part]
    assert found == newest


class _Some(msgspec.Struct, frozen=True, rename={"start_day": "from"}):
    id: str
    start_day: str | None
    actor: list[Actor]


@given(question=_questions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_are_given_one_after_the_other_whole_or_in_part(asked: Store, question: Question) -> None:
    right = asked.ask(question)
    assert list(asked.each(question)) == right
    assert list(asked.each(question, _Some)) == [_Some(e.id, e.start_day, e.actor) for e in right]


@given(question=_questions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_density_counts_the_entries_of_each_day(asked: Store, question: Question) -> None:
    days = {entry.id: entry.start_day or entry.end_day for entry, _ in ENTRIES}
    right = Counter(day for i in _answers(question) if (day := days[i]))
    found = asked.density(question)
    assert found == right
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("question", "some"),
    [
        (Question(), True),
        (Question(actor=["nguyen xuan phuc"]), True),
        (Question(actor=["Nguyễn Xuân"]), False),
        (Question(actor=["USA"], other=["RUS"]), True),
        (Question(actor=["Antony Blinken"], other=["Antony Blinken"]), True),
        (Question(country=["CHE"], status=["happened"]), True),
        (Question(country=["che"]), False),
        (Question(start_day="2022-02-15", end_day="2022-02-15"), True),
        (Question(start_day="2030-01-01"), True),
        (Question(end_day="2020-01-01"), True),
        (Question(end_day="2020-01-01", event=["CONSULT"], mode=["visit"], place=["geneva"]), False),
        (Question(text="cang thang ukraine"), True),
        (Question(text="căng"), True),
        (Question(text="thang cang ukraine au"), False),
        (Question(text="and or not"), True),
        (Question(text="?!"), False),
    ],
    ids=repr,
)
def test_questions_find_something_or_nothing(asked: Store, question: Question, some: bool) -> None:
    found = [entry.id for entry in asked.ask(question)]
    assert found == _answers(question)
    assert bool(found) is some


def test_long_lists_are_asked_as_short_ones_are(asked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.store.questions._MANY", 3)
    monkeypatch.setattr("thoisu.store.questions._MANY_TOLD", 3)
    for question in (
        Question(text="cang"), Question(text="căng thẳng", actor=["USA"]),
        Question(text="hội đàm", start_day="2022-02-01"),
        Question(text="hội đàm", status=["happened"], event=["CONSULT", "AGREE"], rejected=True),
    ):  # fmt: skip
        assert [entry.id for entry in asked.ask(question)] == _answers(question)
        assert _answers(question)


@pytest.mark.parametrize("day", ["2022-01-21", "2022-01-20", "1990-01-01", "2030-01-01"])
def test_answers_go_on_behind_a_day(asked: Store, day: str) -> None:
    days = {entry.id: entry.start_day or entry.end_day for entry, _ in ENTRIES}
    right = _answers(Question())
    later = [i for i in right if (days[i] or "9999") > day]
    assert [entry.id for entry in asked.ask(Question(), after=day)] == later
    earlier = [i for i in reversed(right) if (there := days[i]) and there < day] + [i for i in right if not days[i]]
    assert [entry.id for entry in asked.ask(Question(), after=day, newest=True)] == earlier


def test_nothing_comes_after_what_is_not_there(asked: Store) -> None:
    with pytest.raises(NotInStore, match="zzzzzzzzzzzz"):
        asked.ask(Question(), after="zzzzzzzzzzzz")
    assert asked.ask(Question(), limit=0) == []


_TEXTS = {
    1: "Căng thẳng tại Ukraine gia tăng.",
    2: "Cảng biển Ukraine: tháng này thắng lớn.",
    3: "Đức và Hoà Kỳ bàn về hoà bình.",
    4: "CĂNG THẲNG Ukraine hạ nhiệt; giá 1.500 USD, AUKUS-2.",
}


@pytest.mark.parametrize(
    ("asked_for", "exact", "folded_too"),
    [
        ("cang thang ukraine", [], [4, 2, 1]),
        ("căng thẳng ukraine", [4, 1], [2]),
        ("CĂNG THẲNG", [4, 1], [2]),
        ("hòa bình", [3], []),
        ("hoà binh", [], [3]),
        ("Đức", [3], []),
        ("duc", [], [3]),
        ("đức hoa ki", [], [3]),
        ("ukraine", [4, 2, 1], []),
        ("ukraine aukus 500", [4], []),
        ("AUKUS-2", [4], []),
        ('"ukraine" NEAR/2 *', [], []),
        ('ukraine" OR "duc', [], []),
        ("exact : ukraine", [], []),
        ("ukra*", [], []),
        ("-ukraine", [4, 2, 1], []),
        ("ukraine & !duc | (", [], []),
        ("", [], []),
        ("'\";()*:^", [], []),
        ("ukraine bién", [], [2]),
    ],
)
def test_search_finds_exact_words_first_then_folded_ones(
    store: Store, asked_for: str, exact: list[int], folded_too: list[int]
) -> None:
    ids = {}
    with store.writing():
        for number, text in _TEXTS.items():
            made = page(number)
            document = replace(made.document, text=text, title=None, moment=f"2022-11-0{number}T08:00")
            store.put_document(document, made.sketch)
            ids[document.id] = number
    hits = store.search(asked_for)
    assert [ids[hit.document] for hit in hits if hit.exact] == exact
    assert [ids[hit.document] for hit in hits] == [*exact, *folded_too]
    assert all("[" in hit.snippet for hit in hits)


def test_the_newest_are_found_first_and_titles_too(store: Store) -> None:
    made = add(store, *range(30))
    newest = sorted(made, key=lambda one: one.document.moment or "", reverse=True)
    hits = store.search("căng thẳng", limit=7)
    assert [hit.moment for hit in hits] == [one.document.moment for one in newest[:7]]
    assert all(hit.exact and "[Căng] [thẳng]" in hit.snippet for hit in hits)
    assert len(store.search("cang thang", limit=100)) == 30
    undated = replace(made[0].document, moment=None, title="Chim hải âu")
    with store.writing():
        store.put_document(undated, made[0].sketch)
    assert [hit.document for hit in store.search("hải âu")] == [undated.id]
    assert store.search("căng thẳng", limit=100)[-1].document == undated.id
