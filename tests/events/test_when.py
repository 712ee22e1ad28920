"""When an act takes place: which of a sentence's times is its own, and that none is made up."""

from datetime import date

import pytest

from thoisu.events.telling import Telling
from thoisu.events.timing import time_for

from ..matching import staged

DAY = date(2022, 3, 2)


def when(text: str, trigger: str, planned: bool = False) -> tuple[str | None, str | None, str] | None:
    """The interval of the trigger with these words and the rule that gave it."""
    stages = staged(text, DAY)
    run = stages.passage.tokens
    for segment in stages.segments:
        for found in segment.triggers:
            if text[run[found.lo].start : run[found.hi - 1].end] == trigger:
                passage, sentence = stages.passage, stages.passage.sentences[0]
                told = Telling(passage, sentence, stages.segments, segment, found, {}, stages.times)
                own = time_for(told, planned)
                return own and tuple(own)
    raise AssertionError(f"{trigger} is no trigger in {text}")


@pytest.mark.parametrize(
    ("text", "trigger", "planned", "start", "end", "basis"),
    [
        ("Nga ngày 1/3 đã trục xuất nhà ngoại giao Đức.", "trục xuất", False, "2022-03-01", "2022-03-01",
         "own clause: ngày 1/3"),
        ("Tổng thống Pháp sẽ thăm Nhật Bản vào ngày 9/3.", "thăm", True, "2022-03-09", "2022-03-09",
         "own clause: ngày 9/3"),
        ("Ngày 1/3, Nga đã trục xuất nhà ngoại giao Đức.", "trục xuất", False, "2022-03-01", "2022-03-01",
         "beside the clause: Ngày 1/3"),
        ("Tổng thống Pháp tới Kiev hôm 1/3 để gặp Tổng thống Ukraine.", "gặp", False, "2022-03-01", "2022-03-01",
         "main clause: hôm 1/3"),
        ("Tổng thống Pháp sẽ thăm Nhật Bản từ ngày 9 đến 11/3.", "thăm", True, "2022-03-09", "2022-03-11",
         "own clause: từ ngày 9 đến 11/3"),
        ("Nga đã tập trận với Belarus hôm 28/2 và trục xuất nhà ngoại giao Đức hôm 1/3.", "trục xuất", False,
         "2022-03-01", "2022-03-01", "own clause: hôm 1/3"),
        ("Nga đã tập trận với Belarus hôm 28/2 và trục xuất nhà ngoại giao Đức hôm 1/3.", "tập trận", False,
         "2022-02-28", "2022-02-28", "own clause: hôm 28/2"),
        ("Hôm 1/3, Nga cho biết đã trục xuất nhà ngoại giao Đức.", "trục xuất", False, "2022-03-01", "2022-03-01",
         "sentence: Hôm 1/3"),
        ("Tổng thống Pháp sẽ thăm Nhật Bản vào tuần sau, ngày 9/3.", "thăm", True, "2022-03-07", "2022-03-13",
         "own clause: tuần sau"),
    ],
)  # fmt: skip
def test_the_time_of_an_act(text: str, trigger: str, planned: bool, start: str, end: str, basis: str) -> None:
    assert when(text, trigger, planned) == (start, end, basis)


@pytest.mark.parametrize(
    ("text", "trigger", "planned"),
    [
        ("Nga đã trục xuất nhà ngoại giao Đức.", "trục xuất", False),
        # The day of the announcement is not the day of what is announced.
        ("Hôm 1/3, Pháp thông báo Tổng thống Pháp sẽ thăm Nhật Bản.", "thăm", True),
        # The day of what went before is not the day of the act; one in the words of a time is.
        ("Nga đã trục xuất nhà ngoại giao Đức sau cuộc bầu cử hồi tháng 2.", "trục xuất", False),
        # A duration is no day.
        ("Tổng thống Pháp đã hội đàm với Tổng thống Nga trong 5 giờ.", "hội đàm với", False),
    ],
)
def test_no_time_is_made_up(text: str, trigger: str, planned: bool) -> None:
    assert when(text, trigger, planned) is None
