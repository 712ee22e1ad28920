"""What anaphors mean: "ông", "bà", "quốc gia … này", "hai ngoại trưởng"."""

import pytest

import thoisu

BOTH = "Ngoại trưởng Mỹ Antony Blinken gặp Ngoại trưởng Đức Annalena Baerbock ngày 20/1. "
THREE = "Ngày 20/1, Triều Tiên lên án Mỹ. "


@pytest.mark.parametrize(
    ("text", "event", "actors"),
    [
        (BOTH + "Bà lên án Nga.", "ACCUSE", ["Annalena Baerbock"]),
        (BOTH + "Ông lên án Nga.", "ACCUSE", ["Antony Blinken"]),
        # The page's honorifics go before tables.
        ("Ông Jens Muster gặp bà Ana Example ngày 20/1 tại Berlin. Bà lên án Nga.", "ACCUSE", ["Ana Example"]),
        ("Ông Jens Muster gặp bà Ana Example ngày 20/1 tại Berlin. Ông lên án Nga.", "ACCUSE", ["Jens Muster"]),
        (THREE + "Ngày 21/1, quốc gia Đông Bắc Á này phóng hai tên lửa đạn đạo.", "MOBILIZE", ["PRK"]),
        # "Bộ trên" is a ministry, whatever body was named after it.
        (
            "Ngày 20/1, Bộ Ngoại giao Hàn Quốc lên án Triều Tiên trước Hội đồng Bảo an Liên hợp quốc. "
            "Ngày 21/1, bộ trên kêu gọi Triều Tiên đối thoại.",
            "REQUEST",
            ["Ministry of Foreign Affairs, KOR"],
        ),
        # "Hai nước" are those that the sentence has named together.
        (
            "Ngày 20/1, Ngoại trưởng Mỹ Antony Blinken gặp Ngoại trưởng Nga Sergei Lavrov. "
            "Séc và Ba Lan nhất trí tăng cường hợp tác quốc phòng giữa hai nước.",
            "AGREE",
            ["CZE", "POL"],
        ),
        (
            "Ngoại trưởng Mỹ Antony Blinken và Ngoại trưởng Nga Sergei Lavrov đã đến Geneva ngày 20/1. "
            "Ngày 21/1, hai ngoại trưởng đã hội đàm.",
            "CONSULT",
            ["Antony Blinken", "Sergei Lavrov"],
        ),
    ],
)
def test_whom_an_anaphor_means(text: str, event: str, actors: list[str]) -> None:
    found = [e for e in thoisu.read(text, published="2022-01-22").events if e.event == event]
    assert [a.entity for a in found[-1].actor] == actors


@pytest.mark.parametrize(
    ("text", "not_actor"),
    [
        # No woman was named, and no state of that region.
        ("Ông Sergei Lavrov tới Geneva ngày 20/1. Bà lên án Ukraine.", "Sergei Lavrov"),
        (THREE + "Ngày 21/1, quốc gia Nam Mỹ này phóng hai tên lửa đạn đạo.", "PRK"),
    ],
)
def test_whom_it_does_not_mean(text: str, not_actor: str) -> None:
    sentence = thoisu.read(text, published="2022-01-22").events
    later = [e for e in sentence if e.start > 30]
    assert all(not_actor not in [a.entity for a in e.actor] for e in later)


@pytest.mark.parametrize(
    "text", ["Ông Trump và", "Ông Trump, ", "Nga và", "Ngoại trưởng Mỹ và", "hai ngoại trưởng và", "Theo ông Putin"]
)
def test_a_page_may_end_in_a_joiner(text: str) -> None:
    assert thoisu.read(f"Ngày 20/1, hai bên đã gặp nhau tại Geneva. {text}", published="2022-01-22").events is not None


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Iran và nhóm P5+1 (gồm Mỹ, Anh và Pháp) ngày 20/1 đã đạt được thỏa thuận.", {"IRN", "P5+1"}),
        # A bracket that is never closed, as where a page was cut.
        ("Iran và nhóm P5+1 (gồm Mỹ, Anh và Pháp ngày 20/1 đã đạt được thỏa thuận.", {"USA", "GBR", "FRA"}),
    ],
)
def test_who_a_group_is_made_of_stands_in_brackets(text: str, actors: set[str]) -> None:
    events = thoisu.read(text, published="2022-01-22").events
    assert [{a.entity for a in e.actor} for e in events] == [actors]
