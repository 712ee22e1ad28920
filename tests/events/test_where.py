"""The place of an act: named in its clause, and on the right side of a border."""

import pytest

from ..matching import read_sentence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Litva ban bố tình trạng khẩn cấp tại biên giới với Belarus.", None),
        ("Cảnh sát Georgia bắt giữ 20 người biểu tình ở Tbilisi.", "Tbilisi"),
        ("Nga và Ukraine đã hội đàm tại Gomel (Belarus).", "Gomel"),
        # Behind words is what they are about, before them where they are said.
        ("Trung Quốc lên án Mỹ bán vũ khí cho Đài Loan tại Eo biển Đài Loan.", None),
        ("Phát biểu tại Berlin, Thủ tướng Anh Keir Starmer chỉ trích Nga.", "Berlin"),
        # What is hit is nearer than the region around it; a territory hit is its state.
        ("Nga tấn công Kharkov ở miền đông Ukraine.", "Kharkiv"),
        ("Iran phóng tên lửa vào lãnh thổ Israel.", "Israel"),
        # Where somebody has a seat is not where they act.
        ("Đại sứ Mỹ tại Ukraine Bridget Brink đã gặp Tổng thống Ukraine Volodymyr Zelensky.", None),
        # A capital named by its state; words between the preposition and the name; what is talked of is elsewhere.
        ("Cảnh sát bắt giữ 20 người biểu tình tại thủ đô của Brazil.", "Brasilia"),
        ("Malaysia và Indonesia tuần tra chung ở vùng biển ngoài khơi đảo Mindanao của Philippines.", "Mindanao"),
        ("Ngoại trưởng Pháp đã thảo luận với Ngoại trưởng Đức về tình hình ở Ukraine.", None),
        ("Ngoại trưởng Pháp đã thảo luận tại Berlin với Ngoại trưởng Ba Lan về tình hình ở Ukraine.", "Berlin"),
    ],
)
def test_an_act_is_where_its_clause_says(text: str, place: str | None) -> None:
    (event,) = read_sentence(text)["events"]
    assert (event["place"] or {}).get("name") == place
