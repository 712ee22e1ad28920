"""The place of an act: named in its clause, and on the right side of a border."""

import pytest

from ..matching import read_sentence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Litva ban bố tình trạng khẩn cấp tại biên giới với Belarus.", None),
        ("Cảnh sát Georgia bắt giữ 20 người biểu tình ở Tbilisi.", "Tbilisi"),
        ("Nga và Ukraine đã hội đàm tại Gomel (Belarus).", "Gomel"),
    ],
)
def test_an_act_is_where_its_clause_says(text: str, place: str | None) -> None:
    (event,) = read_sentence(text)["events"]
    assert (event["place"] or {}).get("name") == place
