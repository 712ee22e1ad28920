"""Acronyms that a page defines in brackets behind a body."""

import pytest

from .test_names import named


@pytest.mark.parametrize(
    ("paragraphs", "acronym", "entity"),
    [
        (
            ["Lực lượng Bảo vệ bờ biển Philippines (PCG) điều tàu. PCG nói không ai bị thương."],
            "PCG",
            "Coast Guard, PHL",
        ),
        (["PCG xác nhận vụ va chạm.", "Cảnh sát biển Philippines (PCG) điều tàu."], "PCG", "Coast Guard, PHL"),
        # What the page defines goes before a body of another state.
        (["Hội đồng Tham mưu trưởng Liên quân Hàn Quốc (JCS) họp. JCS nói đã phát hiện vụ phóng."], "JCS", "KOR"),
        (["Lực lượng vũ trang Philippines (AFP) lên tiếng. AFP nói tàu đã rời bãi cạn."], "AFP", "PHL"),
        (["Bộ Kinh tế, Thương mại và Công nghiệp Nhật Bản (METI) công bố kế hoạch."], "METI", "JPN"),
        # A body of no single state keeps its name.
        (["Bộ phụ trách việc Anh rời Liên minh châu Âu (EU) giải thể. EU hoan nghênh."], "EU", "EU"),
        (["Theo AFP, Hội nghị của NATO (EU) kết thúc."], "AFP", "AFP"),
    ],
)
def test_what_an_acronym_means(paragraphs: list[str], acronym: str, entity: str) -> None:
    found = [e for text, _, e in named(*paragraphs) if text == acronym]
    assert found
    assert all(e == entity or e.endswith(f", {entity}") for e in found)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Hội nghị Bộ trưởng Ngoại giao ASEAN (AMM) khai mạc. AMM bế mạc hôm qua.", "AMM"),
        ("Hàn Quốc (HQX) lên tiếng. HQX phản đối.", "HQX"),
        ("Quân đội Nga (khoảng 500 người) rút lui.", "khoảng"),
    ],
)
def test_what_is_no_acronym_of_a_body(text: str, word: str) -> None:
    assert word not in [t for t, _, _ in named(text)]
