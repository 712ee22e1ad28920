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
        # A pronoun for a state is not the state that does it to others, but may be one's own with one's own people.
        ("Ngày 1/3, Moldova phản đối Nga. Sáu máy bay của Nga đã xâm phạm không phận nước này.", "xâm phạm", {"RUS"},
         {"MDA"}),
        ("Quân đội Nga ngày 1/3 đã bắt giữ một nghị sĩ nước này.", "bắt giữ", {"RUS"}, set()),
        # A pledge between two is to the other one; of one who mediates, to both; of help, to whom it would help.
        ("Ngày 1/3, Thủ tướng Nhật Bản Fumio Kishida gặp Tổng thống Mỹ Joe Biden. Ông Kishida cam kết thúc đẩy liên "
         "minh giữa hai nước.", "cam kết", {"Fumio Kishida"}, {"Joe Biden"}),
        ("Pháp ngày 1/3 cam kết hỗ trợ cuộc điều tra của Ba Lan.", "cam kết", {"FRA"}, {"POL"}),
        ("Pháp ngày 1/3 cam kết tăng cường quân đội.", "cam kết", {"FRA"}, set()),
        # What is asked of two by one of them is asked of the other.
        ("Ngày 1/3, Nga và Belarus hội đàm. Nga đề nghị hai nước lập liên minh mới.", "đề nghị", {"RUS"}, {"BLR"}),
        # What meets with criticism was done by whom the page named before.
        ("Ngày 1/3, Nga đã sáp nhập Kherson. Động thái này vấp phải sự chỉ trích của Mỹ.", "vấp phải sự chỉ trích",
         {"USA"}, {"RUS"}),
        # The attack that is condemned is that of the day, and no answer to it nor the one that it answers.
        ("Ngày 2/3, Iran tấn công Israel bằng tên lửa nhằm trả đũa vụ Mỹ sát hại tướng Qassem Soleimani hôm 3/1. Anh "
         "lên án vụ tấn công.", "lên án", {"GBR"}, {"IRN"}),
        ("Ngày 2/3, Iran pháo kích Israel. Quân đội Israel lập tức bắn trả. Anh lên án vụ pháo kích.", "lên án",
         {"GBR"}, {"IRN"}),
        # A decision is a deed before it is words; one that says whose it is may be none that was told.
        ("Ngày 2/3, Mỹ trục xuất 60 nhà ngoại giao Nga. Bộ Ngoại giao Nga cảnh báo sẽ đáp trả. Anh hoan nghênh quyết "
         "định này.", "hoan nghênh", {"GBR"}, {"USA"}),
        ("Ngày 2/3, Bộ Ngoại giao Nga cảnh báo sẽ đáp trả Mỹ. Anh hoan nghênh quyết định của các đồng minh.",
         "hoan nghênh", {"GBR"}, set()),
        # A charge is rejected that was brought against oneself.
        ("Ngày 2/3, Nga lên án Mỹ tấn công Syria. Trung Quốc bác bỏ cáo buộc.", "bác bỏ cáo buộc", {"CHN"}, set()),
        ("Ngày 2/3, Nga nói Ukraine đã pháo kích Belgorod, song Kiev phủ nhận.", "phủ nhận", {"UKR"}, {"RUS"}),
        # Whom one writes to is asked, also where the office's last words begin the body's name.
        ("Ông Putin ngày 1/3 gửi thư cho Chủ tịch Quốc hội Iran đề nghị hủy bỏ nghị quyết.", "đề nghị",
         {"Vladimir Putin"}, {"Parliament, IRN"}),
        # Lists with a comma before "và"; a comma before another clause is none of a list.
        ("Montenegro đã đóng góp cho các chiến dịch của NATO, Liên minh châu Âu, và Liên hợp quốc.", "đóng góp",
         {"MNE"}, {"NATO", "EU", "UN"}),
        ("Nga ngày 1/3 tấn công Ukraine, và Mỹ lên án Nga.", "tấn công", {"RUS"}, {"UKR"}),
        # Numbers before what belongs to a state; governments, and no towns, at which sanctions are aimed.
        ("Anh ngày 1/3 áp đặt trừng phạt lên 5 ngân hàng Nga có quan hệ với Điện Kremlin.", "áp đặt", {"GBR"}, {"RUS"}),
        ("Nhật Bản ngày 1/3 công bố các biện pháp trừng phạt nhằm vào Moskva.", "công bố", {"JPN"}, {"RUS"}),
        ("Mỹ ngày 1/3 dọa áp thuế 25% đối với hàng hóa từ Mexico và Canada.", "dọa", {"USA"}, {"MEX", "CAN"}),
        # With whose help something is done is no party to it.
        ("Quân đội Israel ngày 1/3 đã bắn hạ 30 UAV của Iran với sự hỗ trợ của Mỹ và Jordan.", "bắn hạ", {"ISR"},
         {"IRN"}),
        # Where something is said is not where it was done, and so nobody's ground.
        ("Tại cuộc họp báo ở Kuala Lumpur hôm 1/3, Thủ tướng Malaysia Anwar Ibrahim cho biết ông đã trao đổi với Tổng "
         "thống Indonesia Joko Widodo.", "trao đổi với", {"Anwar Ibrahim", "Joko Widodo"}, set()),
        # Whose government it is stands behind it.
        ("EU ngày 1/3 họp tại Vilnius và lên án việc chính quyền Tổng thống Bashar al-Assad sử dụng vũ khí hóa học.",
         "lên án", {"EU"}, {"Bashar al-Assad"}),
        # A former head of a body is no body; who speaks after what was said is who said it.
        ("Cựu Giám đốc Cục Điều tra Liên bang Mỹ (FBI) James Comey ngày 1/3 ra điều trần. Cựu Giám đốc Cục Điều tra "
         "Liên bang Mỹ chỉ trích Nga.", "chỉ trích", {"James Comey"}, {"RUS"}),
        ("Tổng thống Belarus Alexander Lukashenko ngày 1/3 tuyên bố nước này đã dàn quân, sau khi cáo buộc Ukraine "
         "điều quân.", "cáo buộc", {"Alexander Lukashenko"}, {"UKR"}),
        # Whose charge is denied, whatever it is about; whose words they are that come "từ" somebody.
        ("Ngày 1/3, Iran bác bỏ cáo buộc của Mỹ cho rằng Tehran cung cấp UAV cho Nga.", "bác bỏ cáo buộc", {"IRN"},
         {"USA"}),
        ("Bộ Quốc phòng Campuchia ngày 1/3 bác bỏ tuyên bố từ Thái Lan.", "bác bỏ", {"Ministry of Defence, KHM"},
         {"THA"}),
        # What two promise each other may be about a third.
        ("Ngày 1/3, Mỹ và Nhật Bản cam kết hợp tác về các vấn đề tranh chấp với Trung Quốc.", "cam kết",
         {"USA", "JPN"}, set()),
        # "Các nước phương Tây" is somebody, "các nước" nobody by name.
        ("Ukraine ngày 1/3 kêu gọi các nước phương Tây cung cấp thêm vũ khí.", "kêu gọi", {"UKR"}, {"the West"}),
        ("Ukraine ngày 1/3 kêu gọi các nước cung cấp thêm vũ khí.", "kêu gọi", {"UKR"}, set()),
        # Help for the people of a land; numbers in words before what is a state's; a coup is that of its land.
        ("Nhật Bản ngày 1/3 cung cấp khoản viện trợ khẩn cấp cho nạn nhân động đất ở Thổ Nhĩ Kỳ và Syria.",
         "cung cấp", {"JPN"}, {"TUR", "SYR"}),
        ("Mỹ ngày 1/3 dỡ bỏ lệnh trừng phạt đối với hai ngân hàng Venezuela.", "dỡ bỏ", {"USA"}, {"VEN"}),
        ("Tổng Thư ký Liên hợp quốc Antonio Guterres ngày 1/3 chỉ trích vụ đảo chính ở Burkina Faso.", "chỉ trích",
         {"António Guterres"}, {"BFA"}),
        # Rebels and opponents of a state do not act for it; what is done to them is done to its people.
        ("Phe đối lập Venezuela ngày 1/3 cáo buộc Tổng thống Nicolas Maduro gian lận.", "cáo buộc", set(),
         {"Nicolás Maduro"}),
        ("Phiến quân Syria ngày 1/3 tấn công căn cứ của Nga.", "tấn công", set(), {"RUS"}),
        ("Phiến quân Houthi ngày 1/3 tấn công Saudi Arabia.", "tấn công", {"Houthi"}, {"SAU"}),
        ("Quân đội Nga ngày 1/3 không kích phiến quân Syria.", "không kích", {"RUS"}, {"SYR"}),
        # Convicted there: by the court of that state.
        ("Nam sinh Mỹ Otto Warmbier bị kết án 15 năm tù tại Triều Tiên hôm 1/3.", "bị kết án", {"PRK"},
         {"Otto Warmbier"}),
        # Who held an office at the time told of.
        ("Tháng 5/2018, Tổng thống Mỹ khi đó là ông Donald Trump tuyên bố rút khỏi thỏa thuận hạt nhân Iran.",
         "tuyên bố rút khỏi", {"Donald Trump"}, set()),
        # The body that a pronoun means is of the kind that it names.
        ("NATO đã đình chỉ Hội đồng NATO-Nga. Khối quân sự này ngày 1/3 đã trừng phạt Nga.", "trừng phạt", {"NATO"},
         {"RUS"}),
    ],
)  # fmt: skip
def test_the_parties_of_an_act(text: str, trigger: str, actor: set[str], recipient: set[str]) -> None:
    assert parties(text, trigger) == (actor, recipient)
