"""Who vouches for an act: the one in whose words it is told, and oneself for a deed that one only tells of."""

import pytest

from ..matching import read_sentence


@pytest.mark.parametrize(
    ("text", "event", "said_by"),
    [
        ("Theo Tổng thống Mỹ Joe Biden, Nga đã rút quân khỏi Kherson.", "RETREAT", ["Joe Biden"]),
        (
            "“Nga đã rút quân khỏi Kherson. Chúng tôi sẽ theo dõi”, Tổng thống Mỹ Joe Biden nói.",
            "RETREAT",
            ["Joe Biden"],
        ),
        ("Theo Reuters, Nga đã rút quân khỏi Kherson.", "RETREAT", ["Reuters"]),
        ("Theo ghi nhận của Hãng tin Reuters, Nga đã rút quân khỏi Kherson.", "RETREAT", ["Reuters"]),
        ("Nga đã rút quân khỏi Kherson, tin từ báo New York Times (Mỹ).", "RETREAT", ["The New York Times"]),
        # One's own deed, told of; what is done by saying it needs nobody.
        ("Belarus cho biết đã điều máy bay tới biên giới.", "MOBILIZE", ["BLR"]),
        ("Belarus điều máy bay tới biên giới.", "MOBILIZE", []),
        ("Canada tuyên bố trục xuất sáu nhà ngoại giao Ấn Độ.", "SANCTION", []),
        ("Tổng thống Nga Vladimir Putin cảnh báo sẽ đáp trả NATO.", "THREATEN", []),
        # Who made a thing does not tell of it.
        ("Nghị quyết do Mỹ đề xuất được đưa ra sau khi Nga sáp nhập Crimea.", "COERCE", []),
    ],
)
def test_an_act_is_vouched_for_by_who_tells_of_it(text: str, event: str, said_by: list[str]) -> None:
    found = [e["said_by"] for e in read_sentence(text)["events"] if e["event"] == event]
    assert found == [said_by]
