"""To whom an act is done, and who does it, where the clause does not say so by its order alone."""

import pytest

from ..matching import read_sentence


def parties(text: str, trigger: str) -> tuple[set[str], set[str]]:
    """Actors and recipients of the act told with these words."""
    found = [e for e in read_sentence(text, "2022-03-04")["events"] if e["trigger"] == trigger]
    assert len(found) == 1, f"{trigger} tells {len(found)} acts in {text}"
    return {a["entity"] for a in found[0]["actor"]}, {r["entity"] for r in found[0]["recipient"]}


@pytest.mark.parametrize(
    ("text", "trigger", "actor", "recipient"),
    [
        # Words of the verb itself, and "về việc", open no clause of their own.
        ("Cơ quan Năng lượng Nguyên tử Quốc tế (IAEA) bày tỏ lấy làm tiếc về việc Iran đình chỉ hợp tác.",
         "bày tỏ lấy làm tiếc", {"IAEA"}, {"IRN"}),
        # Who came to harm, not who reports it.
        ("Hãng tin Reuters đưa tin tướng Qassem Soleimani thiệt mạng trong cuộc không kích của Mỹ.", "cuộc không kích",
         {"USA"}, {"Qasem Soleimani"}),
        # Who beats an attack off was its target.
        ("Quân đội Nga đẩy lùi 9 đợt phản công của Ukraine.", "đợt phản công", {"UKR"}, {"RUS"}),
        # An emergency because of somebody, a listing of what belongs to somebody, a sky of somebody.
        ("Tổng thống Mỹ Donald Trump ban bố tình trạng khẩn cấp quốc gia liên quan tới Cuba.",
         "ban bố tình trạng khẩn cấp", {"Donald Trump"}, {"CUB"}),
        ("Saudi Arabia liệt 12 tổ chức có liên quan Qatar vào danh sách khủng bố.", "liệt", {"SAU"}, {"QAT"}),
        ("Sáu máy bay của Nga xâm phạm không phận Moldova.", "xâm phạm", {"RUS"}, {"MDA"}),
        # A threat is to the one whose act is its condition, not to what they would join.
        ("Nga đe dọa sẽ trừng phạt Montenegro nếu gia nhập NATO.", "đe dọa sẽ", {"RUS"}, {"MNE"}),
        ("Nga đe dọa sẽ đáp trả nếu Mỹ triển khai tên lửa ở Ba Lan.", "đe dọa sẽ", {"RUS"}, {"USA"}),
        # A word that is no office stands between the preposition and the name.
        ("Quyết định được đưa ra sau cuộc tranh luận trực tiếp của Tổng thống Mỹ Donald Trump với ứng viên Dân chủ "
         "Joe Biden.", "cuộc tranh luận trực tiếp", {"Donald Trump", "Joe Biden"}, set()),
        # Existential: there were attacks, nobody is said to have made them.
        ("Kể từ khi Tổng thống Mỹ Joe Biden nhậm chức, đã có hơn 20 vụ tấn công nhằm vào Mỹ ở Iraq.", "vụ tấn công",
         set(), {"USA"}),
        # Who tells of arrests was not arrested; who says that they were was.
        ("Ngoại trưởng Ấn Độ Sujata Singh nói với phóng viên rằng 8 thủy thủ bị bắt giữ ở Tuticorin, Ấn Độ.", "bắt giữ",
         {"IND"}, set()),
        # An unnamed doer is not the subject before.
        ("Nga truy nã một nghi phạm, một ngày sau khi người phụ nữ này đánh bom một nhà ga ở Ukraine.", "đánh bom",
         set(), {"UKR"}),
        # Rebels at a place do not stand for its state; a state's forces do not strike their own.
        ("Không quân Syria ngày 1/3 đã ném bom nhằm vào phiến quân tại thành phố Homs.", "ném bom", {"Air Force, SYR"},
         set()),
        ("Không quân Nga ngày 1/3 đã ném bom thành phố Homs của Syria.", "ném bom", {"Air Force, RUS"}, {"SYR"}),
        # Whose city it is does not go on the journey.
        ("Phát biểu tại thủ đô Rome của Italy sau chuyến thăm Mỹ, Ngoại trưởng Nga Sergei Lavrov chỉ trích NATO.",
         "chuyến thăm", {"Sergei Lavrov"}, {"USA"}),
    ],
)  # fmt: skip
def test_the_parties_of_an_act(text: str, trigger: str, actor: set[str], recipient: set[str]) -> None:
    assert parties(text, trigger) == (actor, recipient)
