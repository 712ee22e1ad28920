"""Credit lines as Vietnamese pages print them: persons, agencies, both, and lines that are no byline at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.credits import byline_parts, credit_names, is_byline, is_outlet, is_person, names_only
from thoisu.page.publishers import publishers
from thoisu.text import normalize

# line, people, agencies
SIGNED = [
    # Persons alone.
    ("Hoài Thu", ["Hoài Thu"], []),
    ("Nguyễn Thị Mai Phương", ["Nguyễn Thị Mai Phương"], []),
    ("Phan Y Nhi", ["Phan Y Nhi"], []),
    ("Vũ Trung Kiên", ["Vũ Trung Kiên"], []),
    ("Hoài Thu.", ["Hoài Thu"], []),
    ("* Hoài Thu *", ["Hoài Thu"], []),
    ("LÊ ĐẠT", ["LÊ ĐẠT"], []),
    ("NGUYỄN VĂN HẢI", ["NGUYỄN VĂN HẢI"], []),
    # Pen names with initials.
    ("H.A.", ["H.A"], []),
    ("H. Anh", ["H. Anh"], []),
    ("Ng. Lan", ["Ng. Lan"], []),
    ("Đ.Hải", ["Đ.Hải"], []),
    ("Q.Tr.", ["Q.Tr"], []),
    ("M.K (TTXVN)", ["M.K"], ["TTXVN"]),
    ("M.H (theo AFP)", ["M.H"], ["AFP"]),
    ("M.H (Tổng hợp)", ["M.H"], []),
    # Several.
    ("Hoài Thu, Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("Hoài Thu và Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("Hoài Thu & Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("Hoài Thu - Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("Hoài Thu – Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("HOÀI THU - LÊ ĐẠT", ["HOÀI THU", "LÊ ĐẠT"], []),
    ("Hoài Thu, Đặng Ánh (Theo CNN)", ["Hoài Thu", "Đặng Ánh"], ["CNN"]),
    # What stands before the name.
    ("Tác giả: Hoài Thu", ["Hoài Thu"], []),
    ("Tác giả Hoài Thu", ["Hoài Thu"], []),
    ("Phóng viên Hoài Thu", ["Hoài Thu"], []),
    ("BTV Hoài Thu", ["Hoài Thu"], []),
    ("CTV Hoài Thu/VOV", ["Hoài Thu"], ["VOV"]),
    ("Biên dịch: Hoài Thu", ["Hoài Thu"], []),
    ("Người dịch: Hoài Thu", ["Hoài Thu"], []),
    ("Thực hiện: Hoài Thu", ["Hoài Thu"], []),
    ("Tổng hợp: Hoài Thu", ["Hoài Thu"], []),
    ("By Hoài Thu", ["Hoài Thu"], []),
    ("Bài: Hoài Thu", ["Hoài Thu"], []),
    ("Bài, ảnh: Hoài Thu", ["Hoài Thu"], []),
    ("Bài và ảnh: Hoài Thu - Đặng Ánh", ["Hoài Thu", "Đặng Ánh"], []),
    ("Tin, ảnh: Hoài Thu (TTXVN)", ["Hoài Thu"], ["TTXVN"]),
    ("Tin, bài: Hoài Thu", ["Hoài Thu"], []),
    # A person and an agency.
    ("Hoài Thu (TTXVN)", ["Hoài Thu"], ["TTXVN"]),
    ("HOÀI THU (TTXVN)", ["HOÀI THU"], ["TTXVN"]),
    ("Hoài Thu (TTXVN/Vietnam+)", ["Hoài Thu"], ["TTXVN", "Vietnam+"]),
    ("Hoài Thu - Đặng Ánh (TTXVN)", ["Hoài Thu", "Đặng Ánh"], ["TTXVN"]),
    ("Hoài Thu/VOV", ["Hoài Thu"], ["VOV"]),
    ("Hoài Thu/VOV.VN (biên dịch)", ["Hoài Thu"], ["VOV.VN"]),
    ("Hoài Thu/Báo Tin tức", ["Hoài Thu"], ["Báo Tin tức"]),
    ("HOÀI THU/Báo Tin tức", ["HOÀI THU"], ["Báo Tin tức"]),
    ("Hoài Thu/Báo Tin tức (Tổng hợp)", ["Hoài Thu"], ["Báo Tin tức"]),
    ("Hoài Thu/Báo Tin tức (Theo RT)", ["Hoài Thu"], ["Báo Tin tức", "RT"]),
    ("Hoài Thu/baotintuc.vn", ["Hoài Thu"], ["baotintuc.vn"]),
    ("HOÀI THU - TTXVN", ["HOÀI THU"], ["TTXVN"]),
    ("Hoài Thu (Theo Reuters)", ["Hoài Thu"], ["Reuters"]),
    ("Hoài Thu (theo Reuters, AFP)", ["Hoài Thu"], ["Reuters", "AFP"]),
    ("Hoài Thu (theo Dân Việt/VOV)", ["Hoài Thu"], ["Dân Việt", "VOV"]),
    ("Hoài Thu (Nguồn: Reuters)", ["Hoài Thu"], ["Reuters"]),
    ("Hoài Thu (tổng hợp)", ["Hoài Thu"], []),
    ("Hoài Thu (lược dịch)", ["Hoài Thu"], []),
    ("Hoài Thu (t/h)", ["Hoài Thu"], []),
    ("Theo Hoài Thu (TTXVN)", ["Hoài Thu"], ["TTXVN"]),
    ("Theo Hoài Thu/VOV", ["Hoài Thu"], ["VOV"]),
    ("Theo Hoài Thu", ["Hoài Thu"], []),
]

# Lines that a page calls a credit, but that by themselves might be something else.
SOURCED = [
    ("TTXVN", [], ["TTXVN"]),
    ("(TTXVN)", [], ["TTXVN"]),
    ("(TTXVN/Vietnam+)", [], ["TTXVN", "Vietnam+"]),
    ("(Vietnam+)", [], ["Vietnam+"]),
    ("(Theo AFP)", [], ["AFP"]),
    ("(Theo TTXVN, Reuters)", [], ["TTXVN", "Reuters"]),
    ("TTXVN/Báo Tin tức", [], ["TTXVN", "Báo Tin tức"]),
    ("Chinhphu.vn", [], ["Chinhphu.vn"]),
    ("VOV.VN", [], ["VOV.VN"]),
    ("Theo TTXVN", [], ["TTXVN"]),
    ("Theo: TTXVN", [], ["TTXVN"]),
    ("Theo TTXVN/Vietnam+", [], ["TTXVN", "Vietnam+"]),
    ("Theo VOV null", [], ["VOV"]),
    ("Theo Reuters, AFP", [], ["Reuters", "AFP"]),
    ("Theo Al Jazeera, The Guardian", [], ["Al Jazeera", "The Guardian"]),
    # Outlets that are spelt as a person is.
    ("Theo Dân trí", [], ["Dân trí"]),
    ("Theo Tuổi Trẻ", [], ["Tuổi Trẻ"]),
    ("Theo Nhân Dân", [], ["Nhân Dân"]),
    ("Theo Hà Nội Mới", [], ["Hà Nội Mới"]),
    ("Theo Thông tấn xã Việt Nam", [], ["Thông tấn xã Việt Nam"]),
    ("Theo baotintuc.vn", [], ["baotintuc.vn"]),
    ("Nguồn: TTXVN", [], ["TTXVN"]),
    ("Nguồn TTXVN", [], ["TTXVN"]),
    ("Nguồn: Báo Nhân Dân", [], ["Báo Nhân Dân"]),
    ("Nguồn: vov.vn", [], ["vov.vn"]),
    ("Nguồn: Theo Reuters", [], ["Reuters"]),
    ("PV TTXVN", [], ["TTXVN"]),
    ("Nhóm phóng viên TTXVN", [], ["TTXVN"]),
    ("Hoài Thu/VOV-Moskva", ["Hoài Thu"], ["VOV-Moskva"]),
    ("Ảnh: AFP/TTXVN", [], ["AFP", "TTXVN"]),
    ("Tổng hợp", [], []),
    ("(Tổng hợp)", [], []),
    ("Ảnh minh họa", [], []),
    # Names of other languages.
    ("John Smith", ["John Smith"], []),
    ("By John Smith", ["John Smith"], []),
    ("Jean-Pierre Dupont", ["Jean-Pierre Dupont"], []),
    ("O'Brien Smith (Reuters)", ["O'Brien Smith"], ["Reuters"]),
    ("", [], []),
    (" . ", [], []),
    ("(", [], []),
    ("21/01/2022 07:01", [], []),
]

NO_BYLINE = [
    # Places.
    "Hà Nội", "Hải Phòng", "An Giang", "Bắc Kinh", "Hàn Quốc", "Nhật Bản", "Nam Phi", "Thái Lan", "Biển Đông",
    "Trung Đông", "Trung Quốc", "Đông Nam Á", "Châu Á", "VIỆT NAM", "CHÂU Á",
    # Sections and furniture.
    "Thế giới", "Quốc tế", "Thời sự", "THỜI SỰ", "Quân sự", "Tin tức", "Mới nhất", "Nổi bật", "Tiêu điểm", "Bình luận",
    "BÌNH LUẬN", "Hồ sơ - Tư liệu", "Bạn Đọc", "Chia sẻ", "Theo dõi", "Đọc thêm", "Tin liên quan", "Gửi Email",
    "Liên hệ quảng cáo", "Gửi thư cho tác giả", "Xem thêm bài của tác giả", "Đang cập nhật", "ĐANG CẬP NHẬT",
    "Ban Biên tập", "Tòa soạn", "Cổng thông tin điện tử Chính phủ",
    # Headlines, captions and running text.
    "Giá vàng", "Mùa xuân ở Nairobi", "Căng thẳng leo thang", "Kenya mở hội nghị về hạn hán", "Tổng thống Kenya Ruto",
    "Thủ tướng Nhật Bản", "Kenya - Somalia: đối thoại bế tắc", "Hai bên gặp nhau tại Nairobi.",
    "Toàn cảnh cuộc họp. Ảnh: AFP", "Ảnh minh họa", "Theo ông Guterres, tình hình xấu đi", "Hoài Thu?", "Hoài Thu…",
    # Agencies alone, times, and nothing.
    "TTXVN", "(TTXVN/Vietnam+)", "Theo Reuters", "Nguồn: TTXVN", "Nhân Dân", "Lao Động", "PV",
    "21/01/2022 07:01", "", "...",
]  # fmt: skip


@pytest.mark.parametrize(("line", "people", "agencies"), [*SIGNED, *SOURCED])
def test_byline_parts(line: str, people: list[str], agencies: list[str]) -> None:
    assert byline_parts(line) == (people, agencies)


@pytest.mark.parametrize("line", [row[0] for row in SIGNED])
def test_a_signature_is_a_byline(line: str) -> None:
    assert is_byline(line)
    assert names_only(line)


@pytest.mark.parametrize("line", NO_BYLINE)
def test_what_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Hoài Thu", "Theo TTXVN", "(TTXVN)", "Nguồn: Reuters", "John Smith", "PV TTXVN", "Chinhphu.vn",
        "By Hoài Thu · 4 min read",
    ],
)  # fmt: skip
def test_names_only(line: str) -> None:
    assert names_only(line)


@pytest.mark.parametrize(
    "line",
    [
        "Gửi thư cho tác giả", "Xem thêm bài của tác giả", "Đang cập nhật", "Chia sẻ", "Theo dõi", "Tổng hợp",
        "Ảnh minh họa", "Liên hệ quảng cáo", "21/01/2022 07:01", "",
    ],
)  # fmt: skip
def test_a_line_of_other_words_holds_no_names(line: str) -> None:
    assert not names_only(line)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Hoài Thu", True),
        ("HOÀI THU", True),
        ("Lý A", True),
        ("H.A", True),
        ("M. Hà", True),
        ("PV Hoài Thu", True),
        ("John Smith", True),
        ("Jean-Pierre Dupont", True),
        # One word, small letters, agencies, bodies, hosts, furniture.
        ("Thu", False),
        ("hoài thu", False),
        ("Hoài thu", False),
        ("TTXVN", False),
        ("AFP", False),
        ("CNN BBC", False),
        ("Tuổi Trẻ", False),
        ("TUỔI TRẺ", False),
        ("Thanh Niên", False),
        ("Báo Sông Hồng", False),
        ("Đài Sông Hồng", False),
        ("example.vn", False),
        ("Đọc Thêm", False),
        ("Đang Cập Nhật", False),
        ("Hoài Thu/VOV", False),
        ("Hoài Thu 2", False),
        ("", False),
    ],
)
def test_is_person(name: str, person: bool) -> None:
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("TTXVN", True),
        ("ttxvn", True),
        (" TTXVN ", True),
        ("Vietnam+", True),
        ("Reuters", True),
        ("Tân Hoa xã", True),
        ("Báo Thanh Hoá", True),
        ("vidu.example.vn", True),
        ("Vidu.vn.", True),
        ("Hoài Thu", False),
        ("Hà Nội", False),
        ("Báo Sông Hồng", False),
        ("TTXVN tại Moskva", False),
        ("", False),
    ],
)
def test_is_outlet(name: str, outlet: bool) -> None:
    assert is_outlet(name) is outlet


@pytest.mark.parametrize("name", sorted({name for p in publishers() for name in (p.name, *p.credit)}))
def test_no_name_of_a_publisher_is_a_persons(name: str) -> None:
    assert is_outlet(name)
    assert not is_person(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ảnh: AFP/TTXVN", ["AFP", "TTXVN"]),
        ("(Ảnh: Reuters)", ["Reuters"]),
        ("Nguồn: Getty Images.", ["Getty Images"]),
        ("Nguồn ảnh: AFP", ["AFP"]),
        ("AFP, Reuters; TASS & Kyodo | RT", ["AFP", "Reuters", "TASS", "Kyodo", "RT"]),
        ("AFP - Getty", ["AFP", "Getty"]),
        ("TTXVN phát", ["TTXVN"]),
        ("VOV null", ["VOV"]),
        # A hyphen inside a name parts nothing.
        ("ITAR-TASS", ["ITAR-TASS"]),
        ("Ảnh tư liệu", []),
        ("Ảnh minh họa", []),
        (" / ", []),
        ("", []),
    ],
)
def test_credit_names(text: str, names: list[str]) -> None:
    assert credit_names(text) == names


# -- laws ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "Hoài Thu",
        "LÊ ĐẠT",
        "H.A",
        "TTXVN",
        "AFP",
        "Theo ",
        "Nguồn: ",
        "Ảnh: ",
        " (",
        ")",
        "/",
        ", ",
        " - ",
        " và ",
        ".",
        ":",
    ]
)
LINES = (st.text(max_size=60) | st.lists(PIECES, max_size=10).map("".join)).map(normalize)


@given(LINES)
def test_names_are_not_empty_and_stand_in_the_line(line: str) -> None:
    people, agencies = byline_parts(line)
    found = [*people, *agencies, *credit_names(line)]
    assert [name for name in found if not name.strip() or name not in line] == []


@given(LINES)
def test_a_byline_has_a_person_and_holds_nothing_but_names(line: str) -> None:
    bare = line.strip(" *•|-–")
    if is_byline(bare):
        assert byline_parts(bare)[0]
        assert names_only(bare)


@given(st.lists(st.sampled_from(["Hoài Thu", "Đặng Ánh", "Lê Đạt", "Mai Phương"]), min_size=1, max_size=3, unique=True))
def test_any_separator_parts_the_same_names(names: list[str]) -> None:
    for separator in (", ", " - ", " – ", " & ", "/", " | ", "; ", " và "):
        line = separator.join(names)
        assert byline_parts(line) == (names, [])
        assert byline_parts(f"{line} (TTXVN)") == (names, ["TTXVN"])


@given(st.text(alphabet="ABaĐđàỸ -/()&:,'", max_size=60))
def test_an_outlet_is_no_person(line: str) -> None:
    assert not (is_outlet(line) and is_person(line))
    assert is_byline(line) in (True, False)
