"""Pieces inside a paragraph that no stage reads: run-in captions, link lines, datelines, bylines."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.asides import find_asides

LONG = (
    "Trong cuộc hội đàm kéo dài gần ba giờ ở Amman, hai bộ trưởng đã trao đổi về an ninh biên giới, hợp tác năng "
    "lượng, thương mại song phương và những vấn đề của khu vực mà cả hai nước cùng quan tâm"
)


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        (
            "Hai bộ trưởng tại Amman. (Ảnh: Petra) Ngày 3/5, Jordan công bố kế hoạch.",
            ["Hai bộ trưởng tại Amman. (Ảnh: Petra)"],
        ),
        (
            "Jordan công bố kế hoạch. Hai bộ trưởng tại Amman. (Nguồn: AFP/TTXVN) Sau đó họ về nước.",
            ["Hai bộ trưởng tại Amman. (Nguồn: AFP/TTXVN)"],
        ),
        (
            "Jordan công bố kế hoạch. Quốc vương Jordan. Ảnh: AFP/TTXVN Sau đó họ về nước.",
            ["Quốc vương Jordan. Ảnh: AFP/TTXVN"],
        ),
        ("Jordan công bố kế hoạch. Quốc vương Jordan. Ảnh: Petra", ["Quốc vương Jordan. Ảnh: Petra"]),
        ("Hai bên đã ký. [Jordan và Iraq ký hiệp định về đường ống] Sau đó họ về nước.", [
            " [Jordan và Iraq ký hiệp định về đường ống]"
        ]),
        (
            ">> Jordan và Iraq họp kín >> Iraq kêu gọi hòa bình ở Basra Hai bên đã ký.",
            [">> Jordan và Iraq họp kín "],
        ),
        ("Hai bên đã ký. >> Iraq kêu gọi hòa bình ở Basra", [">> Iraq kêu gọi hòa bình ở Basra"]),
        ("TTO - Ngày 3/5, Jordan công bố kế hoạch.", ["TTO - "]),
        ("(VOV) - Ngày 3/5, Jordan công bố kế hoạch.", ["(VOV) - "]),
        (f"{LONG}./. Hồng Nhung/VOV", ["Hồng Nhung/VOV"]),
        (f"{LONG}./. Thanh Hà (TTXVN)", ["Thanh Hà (TTXVN)"]),
        (f"{LONG}. Hồng Nhung", ["Hồng Nhung"]),
    ],
)  # fmt: skip
def test_an_aside_is_found(text: str, asides: list[str]) -> None:
    assert [text[a:b] for a, b in find_asides(text)] == asides


@pytest.mark.parametrize(
    "text",
    [
        "Ông nói (nguồn tin không nêu tên) rằng hai bên đã thống nhất.",
        "Ông nói về nguồn cung: dầu mỏ và khí đốt sẽ không bị gián đoạn.",
        "Ảnh hưởng của hạn hán (nhất là ở miền Bắc Jordan) ngày càng rõ.",
        'Ông nói: "Chúng tôi [Jordan và các nước láng giềng Arab] sẽ không lùi bước."',
        "Jordan - Iraq nối lại đàm phán.",
        "Reuters đưa tin hai bên đã ký hiệp định.",
        "Hai bên im lặng. Hồng Nhung/VOV",  # too short a paragraph to end with a byline
        f"{LONG}. Washington im lặng",
        f"{LONG}. Hai bên còn gặp lại vào tuần sau.",
        LONG,
        "",
        "   ",
    ],
)
def test_running_text_is_read(text: str) -> None:
    assert find_asides(text) == ()


PIECES = [
    "Hai bộ trưởng tại Amman.", " (Ảnh: Petra) ", " Ảnh: AFP ", "Nguồn:", "[Jordan và Iraq ký hiệp định]", "TTO - ",
    " Hồng Nhung/VOV", "./.", LONG, "(", ")", '"', " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_asides_are_true_spans_in_order_and_do_not_touch(text: str) -> None:
    spans = find_asides(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))
