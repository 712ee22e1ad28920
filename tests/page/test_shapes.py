"""Single lines: the rules of lexicon/page.toml against their own examples, and the shapes built on them."""

import pytest

from thoisu.lexicon import lexicon
from thoisu.page.credits import byline_parts, credit_names
from thoisu.page.shapes import (
    caption_parts,
    cues,
    dateline,
    is_menu,
    is_related_head,
    is_section,
    is_time_line,
    own_label,
    shape,
    without_related_cue,
    without_time,
)

RULES = lexicon().page["line"]


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule["label"], line, id=f"{rule['id']}-{i}") for rule in RULES for i, line in enumerate(rule[kind])
    ]


@pytest.mark.parametrize(("label", "line"), examples("yes"))
def test_a_rule_labels_its_yes_lines(label: str, line: str) -> None:
    cue = shape(line)
    assert cue is not None
    assert cue.label == label


@pytest.mark.parametrize(("label", "line"), examples("no"))
def test_a_rule_leaves_its_no_lines(label: str, line: str) -> None:
    cue = shape(line)
    assert cue is None or cue.label != label


def test_every_rule_has_its_own_name_and_both_kinds_of_example() -> None:
    assert len({cue.id for cue in cues()}) == len(RULES)
    assert [rule["id"] for rule in RULES if not rule["yes"] or not rule["no"]] == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Facebook Twitter Zalo", "share"),
        ("Chia sẻ:", "share"),
        ("Dòng sự kiện: Xung đột tại Yemen", "navigation"),
        ("0:00 / 2:31", "navigation"),
        ("Liên hệ quảng cáo", "navigation"),
        ("Mọi góp ý xin gửi về toasoan@example.vn", "navigation"),
        ("Ý kiến bạn đọc (0)", "comment"),
        ("Tags: Kenya, Somalia", "other"),
        ("TIN LIÊN QUAN", "related.head"),
        ("Có thể bạn quan tâm", "related.head"),
        ("(Theo AFP, Reuters)", "credit"),
        ("Hoài Thu (theo AFP)", "credit"),
        ("Tác giả: Hoài Thu", "credit"),
        ("21/01/2022", "time"),
        ("30/03/2018 | 08:20", "time"),
        ("Đăng lúc 07:30 21-01-2022", "time"),
        # The same words in running text.
        ("Chia sẻ trách nhiệm là điều các nước Nam Âu mong muốn", None),
        ("Theo dõi sát tình hình ở Sahel", None),
        ("Trang chủ của Bộ Ngoại giao Kenya bị tin tặc tấn công", None),
        ("Video cho thấy tên lửa rơi xuống biển", None),
        ("Liên hệ giữa hai nước đã bị cắt", None),
        ("Bình luận của giới phân tích Nhật Bản về ngân sách mới", None),
        ("Trả lời phỏng vấn tờ báo, bà nói đàm phán sẽ tiếp tục", None),
        ("Đọc thêm một số văn kiện lịch sử về Tuyên bố Balfour", None),
        ("Theo ông Guterres", None),
        ("Theo ông Guterres, tình hình xấu đi", None),
        ("Nguồn tin ngoại giao", None),
        ("Hoài Thu", None),
        ("Hiệp định ký ngày 27/01/1973", None),
        ("ngày 21/1", None),
        ("Tổng thống Kenya (thứ hai từ phải sang)", None),
    ],
)
def test_shape(line: str, label: str | None) -> None:
    cue = shape(line)
    assert (cue.label if cue else None) == label


@pytest.mark.parametrize(
    ("line", "title", "parts"),
    [
        ("Hai bên tại Nairobi. (Ảnh: AFP/TTXVN)", None, ("Hai bên tại Nairobi.", ["AFP", "TTXVN"])),
        ("Hai bên tại Nairobi. Ảnh: Reuters", None, ("Hai bên tại Nairobi.", ["Reuters"])),
        ("Hai bên tại Nairobi (Nguồn: AFP)", None, ("Hai bên tại Nairobi", ["AFP"])),
        ("Hai bên tại Nairobi. (Ảnh tư liệu)", None, ("Hai bên tại Nairobi.", [])),
        ("Kenya họp ảnh 2Hai bên tại Nairobi", "Kenya họp", ("Hai bên tại Nairobi", [])),
        ("Ảnh minh họa.", None, ("Ảnh minh họa.", [])),
        ("Kenya họp ở Nairobi", "Kenya họp", None),
        ("Hai bên tại Nairobi.", None, None),
        ("Ảnh hưởng của hạn hán ngày càng rõ.", None, None),
        ("Nguồn cung dầu mỏ bị gián đoạn.", None, None),
    ],
)
def test_caption_parts(line: str, title: str | None, parts: tuple[str, list[str]] | None) -> None:
    assert caption_parts(line, title) == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ảnh: AFP/TTXVN", ["AFP", "TTXVN"]),
        ("Nguồn: Getty Images", ["Getty Images"]),
        ("Ảnh: AFP, Reuters", ["AFP", "Reuters"]),
        ("AFP - Getty", ["AFP", "Getty"]),
        ("Ảnh minh họa", []),
        ("", []),
    ],
)
def test_credit_names(text: str, names: list[str]) -> None:
    assert credit_names(text) == names


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        ("Hoài Thu (TTXVN)", ["Hoài Thu"], ["TTXVN"]),
        ("Hoài Thu/VOV", ["Hoài Thu"], ["VOV"]),
        ("Theo Hoài Thu (AFP)", ["Hoài Thu"], ["AFP"]),
        ("Theo: Vietnam+", [], ["Vietnam+"]),
        ("(TTXVN/Vietnam+)", [], ["TTXVN", "Vietnam+"]),
        ("Theo VOV null", [], ["VOV"]),
        ("(Tổng hợp)", [], []),
        ("Theo: Kenya News (biên soạn lại)", [], ["Kenya News"]),
    ],
)
def test_byline_parts(line: str, people: list[str], agencies: list[str]) -> None:
    assert byline_parts(line) == (people, agencies)


@pytest.mark.parametrize(
    ("line", "section", "menu"),
    [
        ("Quốc tế", True, False),
        ("» Châu Âu »", True, False),
        ("THẾ GIỚI", True, False),
        ("Quân sự Kinh tế", False, True),
        ("Thế giới | Phân tích | Quân sự", False, True),
        ("Quốc tế lên án", False, False),
        ("Quân sự Kenya", False, False),
        ("", False, False),
    ],
)
def test_sections_and_menus(line: str, section: bool, menu: bool) -> None:
    assert (is_section(line), is_menu(line)) == (section, menu)


@pytest.mark.parametrize(
    ("text", "tag", "rest"),
    [
        ("TTO - Ngày 3/5, Kenya công bố kế hoạch.", "TTO", "Ngày 3/5, Kenya công bố kế hoạch."),
        ("(PLVN) - Kenya công bố kế hoạch.", "PLVN", "Kenya công bố kế hoạch."),
        ("VOV.VN – Kenya công bố kế hoạch.", "VOV.VN", "Kenya công bố kế hoạch."),
        ("Kenya - Somalia nối lại đàm phán.", None, None),
        ("EU - Nga: đối thoại bế tắc.", None, None),
        ("(Kenya) - Hai bên gặp nhau.", None, None),
        ("TTO đưa tin hai bên gặp nhau.", None, None),
    ],
)
def test_dateline(text: str, tag: str | None, rest: str | None) -> None:
    found = dateline(text)
    assert (found and found[0]) == tag
    assert (found and text[found[1] :]) == rest


# Lines on which a pattern once tried every way to cut the same letters in pieces, and did not end.
@pytest.mark.parametrize(
    "line",
    [
        "0912345678 - 0987654321 - 0243123456: đường dây nóng",
        "1" * 60 + " của",
        "Theo " + "A-a" * 40 + "!",
        "Facebook Zalo " * 8 + "và",
        "A. " * 40,
        "Lê-" * 30 + "(",
        " " * 110 + "x",
        "a/" * 55,
        "(" * 110,
    ],
)
def test_no_line_keeps_the_patterns_busy(line: str) -> None:
    assert own_label(line) in ("", "share", "navigation", "credit", "related", "caption", "other")
    assert byline_parts(line)[0] == [] or len(line) < 130
    without_time(line)
    caption_parts(line, None)
    is_time_line(line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Lê Đạt - Thứ sáu, 21/01/2022 07:01 (GMT+7)", "Lê Đạt"),
        ("07:01 | 21/01/2022 | Quốc tế", "Quốc tế"),
        ("Hạnh Nguyên · 14:09 03/04/2023 · Trung Đông", "Hạnh Nguyên | Trung Đông"),
        ("Đăng lúc 07:01 ngày 21/01/2022", ""),
        ("Hai bên gặp nhau", "Hai bên gặp nhau"),
    ],
)
def test_what_stands_beside_a_time(line: str, rest: str) -> None:
    assert without_time(line) == rest


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Thứ 6, 21/01/2022 07:01", True),
        ("Lê Đạt 07:01 21/01/2022", True),
        ("2 Tháng Mười Một 2023, 13:34", True),
        ("Quốc tế - Thứ sáu, 21/01/2022", True),
        ("Hà Nội, 21/01/2022", False),
        ("Hai bên gặp nhau ngày 21/01/2022", False),
        ("31/02/2022", False),
        ("07:01", False),
    ],
)
def test_time_lines(line: str, is_one: bool) -> None:
    assert is_time_line(line) is is_one


@pytest.mark.parametrize(
    ("line", "named", "bare"),
    [
        ("TIN LIÊN QUAN", True, "TIN LIÊN QUAN"),
        ("Xem thêm: Uganda mở cửa biên giới với Rwanda", True, "Uganda mở cửa biên giới với Rwanda"),
        ("Đọc thêmUganda mở cửa biên giới với Rwanda", True, "Uganda mở cửa biên giới với Rwanda"),
        ("Đọc nhiều", False, "Đọc nhiều"),
        ("Uganda mở cửa biên giới với Rwanda", False, "Uganda mở cửa biên giới với Rwanda"),
        # The words belong to the headline.
        ("Liên quan đến vụ nổ, ba người bị bắt", False, "Liên quan đến vụ nổ, ba người bị bắt"),
    ],
)
def test_what_announces_a_teaser(line: str, named: bool, bare: str) -> None:
    assert is_related_head(line) is named
    assert without_related_cue(line) == bare
