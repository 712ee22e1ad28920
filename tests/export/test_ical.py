"""iCalendar: the icalendar library reads the calendar back; days, status and SEQUENCE follow what becomes of a plan."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar
from icalendar.cal import Component

from thoisu import add, incoming, open_store
from thoisu.chronicle import answers
from thoisu.chronicle.correcting import correct
from thoisu.chronicle.records import Outcome, Question
from thoisu.export.ical import Kept, event, folded
from thoisu.export.source import Source
from thoisu.model import replace
from thoisu.store.base import Store

from .making import DESK, TEXT, law, told_with, written

PLAN = "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 21/3."
OFF = "Chuyến thăm Ấn Độ ngày 21/3 của Thủ tướng Nhật Bản Fumio Kishida bị hoãn."
TO_ANOTHER_DAY = "Chuyến thăm Ấn Độ của Thủ tướng Nhật Bản Fumio Kishida được dời sang ngày 28/3."
ANEW = "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ vào ngày 28/3."
DONE = "Ngày 21/3, Thủ tướng Nhật Bản Fumio Kishida đã thăm Ấn Độ."
DONE_LATER = "Ngày 22/3, Thủ tướng Nhật Bản Fumio Kishida đã thăm Ấn Độ."
CANCELLED = "Thủ tướng Nhật Bản Fumio Kishida hủy chuyến thăm Ấn Độ."


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "tin.sqlite") as opened:
        yield opened


def tell(own: Store, *texts: str, published: str = "2022-03-18") -> None:
    for number, text in enumerate(texts, own.counts()["pages"]):
        add(own, [incoming(text, published=published, uri=f"https://example.vn/tin-{number}.html")])


def events(source: Source) -> list[Component]:
    data = written("ical", source)
    calendar = Calendar.from_ical(data)
    assert all(not found.errors for found in calendar.walk())
    return list(calendar.walk("VEVENT"))


def days(found: Component) -> tuple[Any, Any]:
    return found["DTSTART"].dt, found["DTEND"].dt if "DTEND" in found else None


def test_the_library_reads_the_plans_back(source: Source) -> None:
    plans = [e for e in source.entries() if e.status == "planned" and (e.start_day or e.end_day)]
    found = events(source)
    assert [str(one["UID"]) for one in found] == [f"{plan.id}@thoisu.invalid" for plan in plans]
    assert len(plans) > 5
    for one, plan in zip(found, plans, strict=True):
        assert plan.text in str(one["DESCRIPTION"])
        assert str(one["URL"]) == f"{DESK}/entry/{plan.id}"
        assert one["DTSTAMP"].dt.utcoffset() == timedelta(0)
        if plan.place and plan.place.lat is not None:
            assert one["GEO"].to_ical() == f"{plan.place.lat};{plan.place.lon}"
    assert written("ical", source) == written("ical", source)


def test_its_lines_are_those_of_rfc_5545(source: Source) -> None:
    data = written("ical", source)
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode("utf-8")  # no character is parted


@pytest.mark.parametrize(
    ("later", "status", "first", "behind"),
    [
        ([], "TENTATIVE", date(2022, 3, 21), None),
        ([DONE], "CONFIRMED", date(2022, 3, 21), None),
        ([DONE_LATER], "CONFIRMED", date(2022, 3, 22), None),
        ([CANCELLED], "CANCELLED", date(2022, 3, 21), None),
        ([OFF], "CANCELLED", date(2022, 3, 21), None),
        ([OFF, ANEW], "CANCELLED", date(2022, 3, 21), None),
        ([TO_ANOTHER_DAY], "TENTATIVE", date(2022, 3, 28), None),
    ],
)
def test_what_becomes_of_a_plan(own: Store, later: list[str], status: str, first: date, behind: date | None) -> None:
    tell(own, PLAN)
    (before,) = events(Source(own))
    assert (str(before["STATUS"]), days(before)) == ("TENTATIVE", (date(2022, 3, 21), None))
    if later:
        tell(own, *later, published="2022-03-22")
    found = next(one for one in events(Source(own)) if one["UID"] == before["UID"])
    assert (str(found["STATUS"]), days(found)) == (status, (first, behind))
    assert (int(found["SEQUENCE"]) > int(before["SEQUENCE"])) == bool(later)


def test_a_plan_that_is_put_off_has_one_event_for_each_day(own: Store) -> None:
    tell(own, PLAN)
    tell(own, OFF, ANEW, published="2022-03-20")
    found = {days(one)[0]: str(one["STATUS"]) for one in events(Source(own))}
    assert found == {date(2022, 3, 21): "CANCELLED", date(2022, 3, 28): "TENTATIVE"}


def test_sequence_grows_with_what_is_corrected_and_stays_with_other_pages(own: Store) -> None:
    tell(own, PLAN)
    first = events(Source(own))[0]
    tell(own, "Ngày 16/3, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva (Thụy Sĩ).")
    same = events(Source(own))[0]
    assert same["SEQUENCE"] == first["SEQUENCE"]
    (plan,) = own.ask(Question(status=["planned"]))
    correct(own, "an", "set", plan.tellings, {"from": "2022-03-23", "to": "2022-03-23"})
    moved = events(Source(own))[0]
    assert moved["UID"] == first["UID"]
    assert days(moved) == (date(2022, 3, 23), None)
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    tell(own, "Ngày 23/3, Thủ tướng Nhật Bản Fumio Kishida đã thăm Ấn Độ.", published="2022-03-24")
    done = events(Source(own))[0]
    assert str(done["STATUS"]) == "CONFIRMED"
    # Whoever throws the deed out changes the plan's event again: its number must not fall back.
    (deed,) = own.ask(Question(status=["happened"], start_day="2022-03-23"))
    correct(own, "an", "reject", deed.tellings, {})
    open_ = events(Source(own))[0]
    assert str(open_["STATUS"]) == "TENTATIVE"
    assert int(open_["SEQUENCE"]) > int(done["SEQUENCE"]) > int(moved["SEQUENCE"])


@pytest.mark.parametrize(
    ("first", "last", "starts", "ends"),
    [
        ("2022-11-04", "2022-11-04", date(2022, 11, 4), None),
        ("2022-11-04", "2022-11-06", date(2022, 11, 4), date(2022, 11, 7)),
        ("2022-12-01", "2022-12-31", date(2022, 12, 1), date(2023, 1, 1)),
        ("2022-11-04", None, date(2022, 11, 4), None),
        ("2022-11-04T14:30", "2022-11-04T14:30", datetime(2022, 11, 4, 14, 30), None),
        ("2022-11-04T14:30", "2022-11-04T16:00", datetime(2022, 11, 4, 14, 30), datetime(2022, 11, 4, 16, 0)),
        ("2022-11-04T14:30", "2022-11-06", date(2022, 11, 4), date(2022, 11, 7)),
        ("2022-11-04T14:30", None, datetime(2022, 11, 4, 14, 30), None),
    ],
)
def test_days(source: Source, first: str, last: str | None, starts: date, ends: date | None) -> None:
    found = read_back(source, told_with("Hà Nội"), Kept(first, last, "", "TENTATIVE", 1))
    assert days(found) == (starts, ends)
    assert type(found["DTSTART"].dt) is type(starts)
    assert "LOCATION" not in found


def read_back(source: Source, told: Any, now: Kept) -> Component:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event(told, now, OPEN, source), "END:VCALENDAR"]
    calendar = Calendar.from_ical(b"".join(map(folded, lines)))
    (found,) = calendar.walk("VEVENT")
    assert not found.errors
    return found


OPEN = Outcome("open", [], "")


def test_undated_plans_and_what_is_no_plan_are_left_out(source: Source) -> None:
    undated = [e for e in source.entries() if e.status == "planned" and not (e.start_day or e.end_day)]
    assert undated
    ids = {str(one["UID"]).partition("@")[0] for one in events(source)}
    assert not ids & {e.id for e in undated}
    happened = events(Source(source.store, Question(status=["happened"])))
    assert {str(one["UID"]).partition("@")[0] for one in happened} == ids
    assert events(Source(source.store, Question(actor=["Emmanuel Macron"])))
    assert not events(Source(source.store, Question(actor=["XYZ"])))


def test_labels_are_in_the_language_that_is_asked_for(source: Source) -> None:
    data = {lang: Calendar.from_ical(written("ical", Source(source.store, lang=lang))) for lang in ("en", "vi")}
    assert {lang: str(one["NAME"]) for lang, one in data.items()} == {"en": "thoisu: planned", "vi": "thoisu: dự kiến"}
    first = {lang: str(one.walk("VEVENT")[0]["DESCRIPTION"]) for lang, one in data.items()}
    assert "status: planned" in first["en"]
    assert "tình trạng: dự kiến" in first["vi"]


def test_status_is_that_of_the_ledger(source: Source) -> None:
    outcomes = {p.entry.id: p.outcome.kind for p in answers.followed(source.store, Question(), source.today)}
    for one in events(source):
        kind = outcomes[str(one["UID"]).partition("@")[0]]
        assert (str(one["STATUS"]) == "CONFIRMED") == (kind == "done")


@law
@given(TEXT)
def test_no_text_breaks_out(source: Source, text: str) -> None:
    told = told_with(text)
    found = read_back(source, told, Kept("2022-11-04", None, "Hà Nội, VNM", "TENTATIVE", 7))
    assert str(found["UID"]) == f"{told.entry.id}@thoisu.invalid"
    assert (int(found["SEQUENCE"]), str(found["STATUS"])) == (7, "TENTATIVE")
    assert set(found) == {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "CATEGORIES", "URL",
        "TRANSP",
    }  # fmt: skip


@law
@given(TEXT)
def test_a_fold_can_be_undone(text: str) -> None:
    one = text.replace("\r", "").replace("\n", "").encode("utf-8", "ignore").decode()
    data = folded(one)
    assert data.endswith(b"\r\n")
    assert all(len(piece) <= 75 for piece in data.split(b"\r\n"))
    assert data[:-2].replace(b"\r\n ", b"").decode() == one


def test_open_plans_without_a_beginning_stand_on_their_last_day(source: Source, own: Store) -> None:
    tell(own, "Thủ tướng Nhật Bản Fumio Kishida sẽ thăm Ấn Độ trước ngày 25/3.")
    (plan,) = own.ask(Question(status=["planned"]))
    with own.writing():
        own.put_entries([replace(plan, start_day=None, end_day="2022-03-25")])
    (found,) = events(Source(own))
    assert days(found) == (date(2022, 3, 25), None)
    assert "… – 2022-03-25" in str(found["DESCRIPTION"])
