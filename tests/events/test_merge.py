"""One act, one record: told in title, lead and body it is one; two acts are two."""

import json

import pytest

from thoisu import read

from ..matching import Record


def events(*paragraphs: str, published: str = "2022-03-02") -> list[Record]:
    """The events of a page of these paragraphs, the first of which is its title."""
    reading: Record = json.loads(read("\n\n".join(paragraphs) + "\n", published).to_json())
    assert [p["text"] for p in reading["article"]["paragraphs"]] == list(paragraphs)
    found: list[Record] = reading["events"]
    return found


def of(found: list[Record], category: str) -> list[Record]:
    """The events of one category."""
    return [e for e in found if e["event"] == category]


def test_title_and_body_tell_one_visit() -> None:
    found = of(
        events(
            "Thủ tướng Anh Boris Johnson thăm Ba Lan",
            "Ngày 1/3, Thủ tướng Anh Boris Johnson đã tới Warsaw, bắt đầu chuyến công du Đông Âu của ông.",
        ),
        "CONSULT",
    )
    assert len(found) == 1
    assert (found[0]["p"], found[0]["from"], found[0]["to"]) == (1, "2022-03-01", "2022-03-01")
    assert [p for p, _, _ in found[0]["told"]] == [0]


def test_title_lead_and_body_tell_one_call() -> None:
    found = of(
        events(
            "Lãnh đạo Mỹ và Canada điện đàm về Ukraine",
            "Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Canada Justin Trudeau về các biện pháp hỗ trợ Ukraine.",
            "Nhà Trắng cho biết ngày 1/3, Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Canada Justin Trudeau.",
        ),
        "CONSULT",
    )
    assert [(e["mode"], e["from"]) for e in found] == [("phone", "2022-03-01")]
    assert {a["entity"] for a in found[0]["actor"]} == {"Joe Biden", "Justin Trudeau"}
    assert found[0]["told"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Two days.
        (
            "Ngày 25/2, Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Canada Justin Trudeau.",
            "Ngày 1/3, Tổng thống Mỹ Joe Biden đã điện đàm với Thủ tướng Canada Justin Trudeau.",
        ),
        # Two recipients.
        (
            "Ngày 1/3, Nga đã trục xuất 5 nhà ngoại giao Bulgaria.",
            "Ngày 1/3, Nga đã trục xuất 7 nhà ngoại giao Slovakia.",
        ),
        # Two actors.
        (
            "Ngày 1/3, Canada áp đặt lệnh trừng phạt đối với Belarus.",
            "Ngày 1/3, Nhật Bản áp đặt lệnh trừng phạt đối với Belarus.",
        ),
        # A call and a meeting.
        (
            "Ngày 1/3, Tổng thống Pháp Emmanuel Macron đã điện đàm với Thủ tướng Đức Olaf Scholz.",
            "Ngày 1/3, Tổng thống Pháp Emmanuel Macron đã gặp Thủ tướng Đức Olaf Scholz tại Brussels.",
        ),
        # Meetings with other company.
        (
            "Ngày 1/3, Bộ trưởng Quốc phòng Mỹ Lloyd Austin đã gặp Bộ trưởng Quốc phòng Israel Yoav Gallant.",
            "Ngày 1/3, Thủ tướng Israel Benjamin Netanyahu đã gặp Bộ trưởng Quốc phòng Israel Yoav Gallant.",
        ),
    ],
    ids=["days", "recipients", "actors", "modes", "company"],
)
def test_two_acts_are_two_records(first: str, second: str) -> None:
    found = events("Tin vắn thế giới trong ngày đầu tháng", first, second)
    assert [(e["p"], e["told"]) for e in found] == [(1, []), (2, [])]


def test_what_a_call_was_about_is_the_call() -> None:
    found = events(
        "Tin vắn thế giới trong ngày đầu tháng",
        "Ngày 1/3, Tổng thống Pháp Emmanuel Macron đã điện đàm với Thủ tướng Đức Olaf Scholz.",
        "Ngày 1/3, Tổng thống Pháp Emmanuel Macron và Thủ tướng Đức Olaf Scholz đã thảo luận về tình hình Ukraine.",
    )
    assert [(e["mode"], len(e["told"])) for e in found] == [("phone", 1)]


@pytest.mark.parametrize(
    ("plan", "outcome", "statuses"),
    [
        (
            "Theo kế hoạch, Tổng thống Pháp Emmanuel Macron sẽ thăm Nhật Bản vào ngày 28/2.",
            "Ngày 28/2, Tổng thống Pháp Emmanuel Macron đã thăm Nhật Bản.",
            ["planned", "happened"],
        ),
        (
            "Nga sẽ trục xuất 5 nhà ngoại giao Bulgaria.",
            "Ngày 1/3, Nga đã trục xuất 5 nhà ngoại giao Bulgaria.",
            ["planned", "happened"],
        ),
        (
            "Tổng thống Pháp Emmanuel Macron sẽ thăm Nhật Bản vào ngày 9/3.",
            "Tổng thống Pháp Emmanuel Macron đã hủy chuyến thăm Nhật Bản ngày 9/3.",
            ["planned", "denied"],
        ),
    ],
)
def test_a_plan_and_its_outcome_keep_their_own_status(plan: str, outcome: str, statuses: list[str]) -> None:
    found = events("Tin vắn thế giới trong ngày đầu tháng", plan, outcome)
    assert [(e["p"], e["status"]) for e in found] == list(zip([1, 2], statuses, strict=True))


def test_the_order_of_tellings_does_not_change_the_act() -> None:
    bare = "Nga đã trục xuất 5 nhà ngoại giao Bulgaria."
    full = "Ngày 1/3, Nga đã trục xuất 5 nhà ngoại giao Bulgaria."
    title = "Tin vắn thế giới trong ngày đầu tháng"
    forward, back = events(title, bare, full), events(title, full, bare)
    assert len(forward) == len(back) == 1
    assert (forward[0]["from"], forward[0]["status"]) == (back[0]["from"], back[0]["status"])
    assert forward[0]["from"] == "2022-03-01"
