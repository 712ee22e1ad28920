"""What alerts tell of a store that changes, on both engines: pages, corrections and days, and the events of each."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec
import pytest

from thoisu import add, incoming, open_store
from thoisu.alerts import making
from thoisu.alerts.looking import look
from thoisu.alerts.records import Event
from thoisu.alerts.rounds import look_all
from thoisu.alerts.states import Alert, Channel, Known, Letter
from thoisu.chronicle.correcting import correct
from thoisu.chronicle.filters import question_from
from thoisu.chronicle.records import Question
from thoisu.errors import NotInStore
from thoisu.model import replace
from thoisu.store.base import Store

from .conftest import _database

NOW = 1_667_635_200.0
TODAY = date(2022, 11, 6)


class Page(NamedTuple):
    text: str
    published: str = "2022-11-05"
    outlet: str = "bao-a"


class Fix(NamedTuple):
    """A correction: of entries, each by words of its sentence; an undo is of the last."""

    action: str
    words: tuple[str, ...] = ()
    day: str | None = None
    place: str | None = None

    @property
    def values(self) -> dict[str, str]:
        days = {"from": self.day, "to": self.day} if self.day else {}
        return days | ({"place": self.place} if self.place else {})


Step = Page | Fix | date


class Case(NamedTuple):
    why: str
    filters: dict[str, Any]
    steps: list[Step]
    told: list[str]  # kind, and what is another as field: before > after
    before: tuple[Page, ...] = ()
    on: str | None = None
    from_start: bool = False


ARRIVAL = Page("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).")
ARRIVAL_B = Page("Thủ tướng Đức Olaf Scholz ngày 4/11 đã tới Bắc Kinh, Trung Quốc.", outlet="bao-b")
ARRIVAL_C = Page("Hôm 4/11, Thủ tướng Đức Olaf Scholz đã đến thủ đô Bắc Kinh của Trung Quốc.", outlet="bao-c")
EARLIER = Page("Ngày 4/11, Thủ tướng Đức Olaf Scholz đến Bắc Kinh (Trung Quốc).", "2022-11-04", outlet="bao-d")
OTHER = Page("Ngày 4/11, Tổng thống Pháp Emmanuel Macron đã đến Kiev (Ukraine).")
PLAN = Page("Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 12/11.")
DONE = Page("Ngày 12/11, Thủ tướng Nhật Bản Fumio Kishida đã thăm Ấn Độ.", "2022-11-13")
OFF = Page("Chuyến thăm Ấn Độ ngày 12/11 của Thủ tướng Nhật Bản Fumio Kishida bị hoãn.", "2022-11-10")
ANEW = Page("Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 19/11.", "2022-11-10", outlet="bao-b")
CANCELLED = Page("Thủ tướng Nhật Bản Fumio Kishida hủy chuyến thăm Ấn Độ.", "2022-11-10")
BESIDE = Page("Ngày 12/11, Thủ tướng Nhật Bản Fumio Kishida đã thăm Thái Lan.", "2022-11-13")
GENEVA = Page("Ngày 20/5, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva.", "2023-05-21")
BERN = Page(
    "Ngày 20/5, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Bern (Thụy Sĩ).", "2023-05-21", "bao-b"
)
GENEVA_C = Page("Hôm 20/5 tại Geneva, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin.", "2023-05-21", "c")
GERMANY, JAPAN, INDIA, USA = ({"actor": [name]} for name in ("Đức", "Nhật Bản", "Ấn Độ", "Mỹ"))
PLANS = JAPAN | {"status": ["planned"]}
NEXT, AFTER, LATER = date(2022, 11, 7), date(2022, 11, 13), date(2022, 11, 14)

CASES = [
    Case("an entry that matches is new", GERMANY, [ARRIVAL], ["new"]),
    Case("one that does not is not told", GERMANY, [OTHER], []),
    Case("told once more it is not new", GERMANY, [ARRIVAL, ARRIVAL_B, ARRIVAL_C], ["new"]),
    Case("what was there before is known", GERMANY, [ARRIVAL_B], [], before=(ARRIVAL,)),
    Case("unless all is to be told from the start", GERMANY, [], ["new"], before=(ARRIVAL, OTHER,), from_start=True),
    Case("it matches when a second origin tells it", GERMANY | {"min_origins": 2}, [ARRIVAL_B, ARRIVAL_C], ["new"],
         before=(ARRIVAL,)),
    Case("it matches when a correction says where", {"place": ["Geneva"]},
         [Fix("set", ("đã đến Bắc Kinh",), place="Geneva")], ["new"], before=(ARRIVAL,)),
    Case("under the id of an earlier telling it is the same", GERMANY, [ARRIVAL, EARLIER], ["new"]),
    Case("so it is when it was there before", GERMANY, [EARLIER], [], before=(ARRIVAL,)),
    Case("made one with another it is not new", GERMANY,
         [PLAN, Fix("merge", ("đã đến Bắc Kinh", "sẽ thăm Ấn Độ"))], [], before=(ARRIVAL,), on="new"),
    Case("parted again nothing is new", GERMANY | {"status": ["happened"]},
         [ARRIVAL, ARRIVAL_B, Fix("split", ("đã đến Bắc Kinh", "đã tới Bắc Kinh"))], ["new"]),
    Case("thrown out and taken back it tells nothing", GERMANY,
         [ARRIVAL, Fix("reject", ("đã đến",)), Fix("undo"), ARRIVAL_B], ["new"]),
    Case("what was thrown out before is not told", GERMANY, [Fix("reject", ("đã đến",)), ARRIVAL_B], [],
         before=(ARRIVAL,)),
    Case("a plan, and its day is past, once", JAPAN, [PLAN, NEXT, AFTER, LATER],
         ["new", "overdue outcome: open > unreported"]),
    Case("on its last day it is not past", JAPAN, [PLAN, date(2022, 11, 12)], ["new"]),
    Case("a plan that is done", INDIA, [PLAN, DONE, AFTER, LATER], ["new", "new", "plan outcome: open > done"]),
    Case("a plan that is done by what does not match", PLANS, [PLAN, DONE],
         ["new", "plan outcome: open > done"]),
    Case("the same by another is no news of this plan", PLANS, [PLAN, BESIDE, OTHER], ["new"]),
    Case("a plan that was there before is done", PLANS, [DONE],
         ["plan outcome: open > done"], before=(PLAN,)),
    Case("a plan that is put off", PLANS, [PLAN, OFF], ["new", "plan outcome: open > postponed"]),
    Case("and then has a new day", PLANS | {"to": "2022-11-12"}, [PLAN, OFF, ANEW],
         ["new", "plan outcome: open > postponed", "plan new_day: - > 2022-11-19"]),
    Case("a plan that is called off", PLANS, [PLAN, CANCELLED, LATER],
         ["new", "plan outcome: open > cancelled"]),
    Case("past its day, and reported late", PLANS, [PLAN, LATER, DONE],
         ["new", "overdue outcome: open > unreported", "plan outcome: unreported > done"]),
    Case("a report that is thrown out leaves the plan open", PLANS,
         [PLAN, DONE, Fix("reject", ("đã thăm Ấn Độ",))],
         ["new", "plan outcome: open > done", "plan outcome: done > open"]),
    Case("a correction changes the day of a plan", JAPAN, [PLAN, Fix("set", ("sẽ thăm",), day="2022-11-15"), LATER],
         ["new", "plan day: 2022-11-12 > 2022-11-15"]),
    Case("so that it does not match any more", JAPAN | {"to": "2022-11-13"},
         [PLAN, Fix("set", ("sẽ thăm",), day="2022-11-20")],
         ["new", "plan day: 2022-11-12 > 2022-11-20"]),
    Case("a plan whose day was past before", JAPAN, [NEXT, LATER], [],
         before=(Page("Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 2/11.", "2022-11-01"),)),
    Case("a plan that comes when its day is past is only new", JAPAN, [LATER, PLAN, date(2022, 11, 15)], ["new"]),
    Case("unless only that is asked for", JAPAN, [LATER, PLAN, date(2022, 11, 15)],
         ["overdue outcome: open > unreported"], on="overdue"),
    Case("only what is new", JAPAN, [PLAN, DONE, LATER], ["new", "new"], on="new"),
    Case("only what becomes of plans", JAPAN, [PLAN, DONE, LATER], ["plan outcome: open > done"], on="plan,conflict"),
    Case("only plans past their day", JAPAN, [PLAN, NEXT, LATER], ["overdue outcome: open > unreported"], on="overdue"),
    Case("tellings that do not agree", USA, [GENEVA, BERN, GENEVA_C],
         ["new", "conflict place: - > Bern place: - > Geneva"]),
    Case("they did not agree before", USA, [GENEVA_C], [], before=(GENEVA, BERN,)),
    Case("they do not from the beginning, and nothing else is asked for", USA, [BERN],
         ["conflict place: - > Bern place: - > Geneva"], before=(GENEVA,), on="conflict"),
    Case("a name that says nothing matches nothing", {"text": "không có câu nào như vậy"}, [ARRIVAL], []),
    Case("words of the sentence", {"text": "den bac kinh"}, [ARRIVAL, OTHER], ["new"]),
]  # fmt: skip


# The SQL is written once for both engines; on the second one there is a case of each kind.
RUNS = [("sqlite", case) for case in CASES] + [("postgresql", case) for case in CASES[::6]]


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Store]]:
    """A store of each engine for all cases: to empty one takes less time than to make one."""
    made: dict[str, Store] = {}

    def opened_on(engine: str) -> Store:
        if engine not in made:
            is_file = engine == "sqlite"
            path = tmp_path_factory.mktemp("alerts") / "tin.sqlite"
            made[engine] = open_store(path if is_file else _database(request.getfixturevalue("server"), "alerts"))
        empty(made[engine])
        return made[engine]

    yield opened_on
    for store in made.values():
        store.close()


def empty(store: Store) -> None:
    """Drops all that was added, corrected or asked."""
    core: Any = store
    is_file = not store.url.startswith("postgresql")
    tables = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
        " AND name NOT LIKE '%\\_words\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
        if is_file
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'thoisu'"
    )
    names = [name for (name,) in core._rows(tables) if name not in ("store", "revision")]
    if not is_file:
        core._rows(f"TRUNCATE {', '.join(names)}")
        return
    core._rows("PRAGMA foreign_keys = OFF")
    for name in names:
        words = name.endswith("_words")
        core._rows(f"INSERT INTO {name} ({name}) VALUES ('delete-all')" if words else f"DELETE FROM {name}")
    core._rows("PRAGMA foreign_keys = ON")


def put(store: Store, number: int, page: Page) -> None:
    uri = f"https://{page.outlet}.example.vn/tin-{number}.html"
    add(store, [incoming(page.text, published=page.published, uri=uri)])


def fix(store: Store, given: Fix) -> None:
    entries = store.ask(Question(rejected=True))
    targets = [next(t.id for e in entries for t in store.tellings(e.tellings) if w in t.text) for w in given.words]
    if given.action == "undo":
        targets = [str(len(store.corrections()))]
    correct(store, "bien-tap", given.action, targets, given.values)


def made(store: Store, case: Case) -> Alert:
    for number, page in enumerate(case.before):
        put(store, number, page)
    alert = Alert(name="thu", filters=case.filters, on=making.kinds_of(case.on), made=NOW)
    assert making.make(store, alert, [], TODAY, case.from_start)
    return alert


def events(store: Store, name: str = "thu") -> list[Event]:
    return [msgspec.json.decode(body, type=Event) for _, body in store.events(name)]


def in_words(event: Event) -> str:
    changes = [f"{c.field}: {c.before or '-'} > {c.after or '-'}" for c in sorted(event.changes, key=repr)]
    return " ".join([event.kind, *changes])


@pytest.mark.parametrize(("engine", "case"), RUNS, ids=lambda one: one if isinstance(one, str) else one.why)
def test_what_is_told(opened: Callable[[str], Store], engine: str, case: Case) -> None:
    blank = opened(engine)
    made(blank, case)
    today = TODAY
    look(blank, "thu", NOW, today)
    for number, step in enumerate(case.steps, 100):
        if isinstance(step, Page):
            put(blank, number, step)
        elif isinstance(step, Fix):
            fix(blank, step)
        else:
            today = step
        look(blank, "thu", NOW + number, today)
        assert look(blank, "thu", NOW + number, today) == 0
    found = events(blank)
    assert [in_words(event) for event in found] == case.told
    assert [event.seq for event in found] == list(range(1, len(found) + 1))
    assert len({event.id for event in found}) == len(found)


ENGINES = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])


@ENGINES
def test_what_is_kept_of_an_alert_and_its_channels(opened: Callable[[str], Store], engine: str) -> None:
    store = opened(engine)
    alert = Alert(name="thu", filters={"actor": ["Đức"]}, on=["new"], made=NOW + 0.25, lang="vi", desk="https://a.vn")
    hook = Channel(alert="thu", kind="webhook", target="https://b.vn/x", secret="bi-mat")
    mail = Channel(alert="thu", kind="mail", target="toi@c.vn", every=86_400)
    with store.writing(quiet=True):
        assert store.put_alert(alert, [hook, mail])
        assert not store.put_alert(alert, [hook])
        assert store.put_alert(replace(alert, name="khac"))
    assert store.alert("thu") == alert
    assert [one.name for one in store.alerts()] == ["khac", "thu"]
    first, second = store.channels("thu")
    assert (replace(first, number=0), replace(second, number=0)) == (hook, mail)
    later = replace(first, sent=3, last=NOW, due=NOW + 30.5, tries=2, failing_since=NOW, fault="500 không", paused=True)
    letter = Letter(channel=second.number, after=0, until=2, body=b"Subject: a\r\n\r\nTin m\xe1\xbb\x9bi")
    state = replace(alert, cursor=7, day="2022-11-06", seq=2, paused=True, fault="story: is gone")
    with store.writing(quiet=True):
        store.put_channel_state(later)
        store.put_letter(letter)
        store.put_alert_state(state)
        store.put_events("thu", [(1, "e1", b'{"seq":1}'), (2, "e2", b'{"seq":2}')])
    assert store.channels() == [later, second]
    assert store.letter(second.number) == letter
    assert store.letter(first.number) is None
    assert store.alert("thu") == state
    assert store.events("thu", 1) == [(2, b'{"seq":2}')]
    assert store.events("thu", newest=True, limit=1) == [(2, b'{"seq":2}')]
    with store.writing(quiet=True):
        store.drop_letter(second.number)
        assert store.drop_alert("thu")
        assert not store.drop_alert("thu")
    assert (store.letter(second.number), store.channels(), store.alert("thu")) == (None, [], None)
    with pytest.raises(NotInStore, match="has no alert 'thu'; see `thoisu alert list`"):
        store.events("thu")


@ENGINES
def test_what_an_alert_knows_is_found_by_tellings_days_and_steps(opened: Callable[[str], Store], engine: str) -> None:
    store = opened(engine)
    plan = Known(entry="a", status="planned", day="2022-11-12", outcome="open", due="2022-11-12", first=100, last=120)
    deed = Known(entry="b", status="happened", conflicts=[("place", "Geneva")])
    with store.writing(quiet=True):
        store.put_alert(Alert(name="thu", filters={}, on=["new"], made=NOW))
        store.put_alert(Alert(name="khac", filters={}, on=["new"], made=NOW))
        store.put_known("thu", [plan, deed], [("t1", "a"), ("t2", "b"), ("t3", "b")])
        store.put_known("khac", [replace(deed, entry="a")], [("t1", "a")])
    assert store.known("thu", ["a", "b", "c"]) == {"a": plan, "b": deed}
    assert store.known_as("thu", ["t1", "t3", "t9"]) == {"t1": "a", "t3": "b"}
    assert [store.known_due("thu", day) for day in ("2022-11-12", "2022-11-13")] == [[], ["a"]]
    for first, last, there in ((90, 99, False), (90, 100, True), (110, 111, True), (120, 130, True), (121, 130, False)):
        assert store.known_within("thu", first, last) == ({"a": plan} if there else {})
    with store.writing(quiet=True):
        store.put_known("thu", [replace(plan, due=None)], [("t1", "b")])
        store.drop_known("thu", ["b"])
    assert store.known_due("thu", "2023-01-01") == []
    assert store.known("thu", ["a", "b"]).keys() == {"a"}
    assert store.known_as("thu", ["t1", "t2"]) == {"t1": "b", "t2": "b"}
    assert store.known("khac", ["a"]).keys() == {"a"}


@pytest.mark.parametrize(
    "filters",
    [{}, {"actor": ["Đức"]}, {"status": ["planned"]}, {"status": ["happened"]}, {"text": "den bac kinh"},
     {"actor": ["Đức"], "with": ["Trung Quốc"]}, {"from": "2022-11-05"}, {"place": ["Geneva"]}, {"min_origins": 2}],
    ids=repr,
)  # fmt: skip
def test_among_asks_the_same_of_some_entries_as_ask_does_of_all(
    opened: Callable[[str], Store], filters: dict[str, Any]
) -> None:
    store = opened("sqlite")
    for number, page in enumerate((ARRIVAL, ARRIVAL_B, OTHER, PLAN, GENEVA)):
        put(store, number, page)
    question = question_from(filters, store)
    everything = store.ask(Question())
    assert store.among(question, [entry.id for entry in everything]) == store.ask(question)
    for entry in everything:
        assert store.among(question, [entry.id, "khong000co00"]) == [e for e in store.ask(question) if e == entry]
    assert store.among(question, []) == []


def test_a_question_that_can_not_be_asked_any_more_is_told_of_and_asked_again(opened: Callable[[str], Store]) -> None:
    store = opened("sqlite")
    made(store, Case("", GERMANY | {"event": ["CONSULT"]}, [], []))
    broken = Alert(name="hong", filters={"event": ["KHONG-CO"]}, on=["new"], made=NOW)
    with store.writing(quiet=True):
        store.put_alert(broken)
    put(store, 1, ARRIVAL)
    assert look_all(store, NOW, TODAY) == (1, 1)
    found = store.alert("hong")
    assert found is not None
    assert "'KHONG-CO' is not known" in (found.fault or "")
    assert (found.cursor, look_all(store, NOW, TODAY)) == (0, (0, 1))
