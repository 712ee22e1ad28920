"""Labels of the lines in and around an article on an HTML page: by the markup's hint, by shape, by where they stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.framed import Zones, label_framed
from thoisu.page.lines import Line
from thoisu.page.web import read_html

from .test_blocks import LABELS

TITLE = "Brunei và Palau ký hiệp định bay thẳng"
LEAD = "Hai nước sẽ mở bốn chuyến bay thẳng mỗi tuần kể từ tháng 10 tới."
FIRST = "Ngày 2/6, Bộ trưởng Giao thông Brunei và người đồng cấp Palau ký hiệp định tại Bandar Seri Begawan."
SECOND = "Palau mong đón thêm 5.000 du khách mỗi năm, còn Brunei muốn bán hải sản của mình sang thị trường này."
THIRD = "Chuyến bay đầu tiên sẽ cất cánh khi đường băng ở Koror được sửa xong, muộn nhất là cuối tháng 9."
LINKED = "Fiji nối lại đường bay tới Tuvalu"

# A line: its text and what is known of it besides.
Said = str | tuple[str, dict[str, Any]]


def a(text: str = LINKED, **known: Any) -> Said:
    """A line that is all link."""
    return text, {"linked": len(text), **known}


def lines_of(said: tuple[Said, ...]) -> list[Line]:
    lines = []
    for i, one in enumerate(said):
        text, known = one if isinstance(one, tuple) else (one, {})
        lines.append(Line(text, 0, len(text), **{"tag": "p", "box": i + 1, **known}))
    return lines


def labels(
    *text: Said,
    before: tuple[Said, ...] = (),
    head: tuple[Said, ...] = (),
    after: tuple[Said, ...] = (),
    title: str | None = TITLE,
    apart: bool = False,
    authors: tuple[str, ...] = (),
) -> list[str]:
    """The labels of all lines but the title's, in page order."""
    zones = [lines_of(zone) for zone in (before, head, text, after)]
    line = Line(title, 0, len(title)) if title else None
    label_framed(Zones(zones[0], line, *zones[1:], lambda _: apart, authors))
    assert line is None or line.label == "title"
    return [line.label for zone in zones for line in zone]


def label_in_text(said: Said, **known: Any) -> str:
    return labels(FIRST, said, SECOND, THIRD, **known)[1]


# -- one line in the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hint", "text", "label"),
    [
        ("caption", "Đường băng ở Koror", "caption"),
        ("comment", "Hay quá!", "comment"),
        ("related", LINKED, "related"),
        ("other", "Palau", "other"),
        ("share", "Gửi cho bạn bè", "share"),
        ("navigation", "Xem toàn màn hình", "navigation"),
        ("credit", "Ngọc Hà", "credit"),
        ("credit", "Ngọc Hà (từ Koror)", "credit"),
        ("time", "Cập nhật: 15:20 02/06/2021", "time"),
        ("section", "Châu Đại Dương", "section"),
        # Running text stays, whatever its element is called.
        ("share", FIRST, "body"),
        ("navigation", SECOND, "body"),
        ("credit", FIRST, "body"),
        ("time", FIRST, "body"),
        ("section", FIRST, "body"),
        ("lead", FIRST, "body"),
        ("caption", FIRST + " " + SECOND, "caption"),
        ("credit", "Ngọc Hà gửi bài này cho tòa soạn hôm qua.", "body"),
        ("credit", "Gửi thư cho tác giả", "body"),
        ("time", "Thời gian không chờ ai", "body"),
        ("", "Đường băng ở Koror", "body"),
    ],
)
def test_a_hint(hint: str, text: str, label: str) -> None:
    assert label_in_text((text, {"hint": hint})) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Chia sẻ Facebook Twitter", "share"),
        ("Từ khóa: Brunei, Palau", "other"),
        ("[Tuvalu xin gia nhập Khối thịnh vượng chung]", "related"),
        (">> Tuvalu xin gia nhập Khối thịnh vượng chung", "related"),
        ("Ký kết tại Bandar Seri Begawan. (Ảnh: Bernama)", "caption"),
        ("Ảnh minh họa", "caption"),
        ("***", "navigation"),
        (LINKED, "body"),
        ("Một đường băng ngắn", "body"),
        ("Ảnh hưởng tới ngư dân", "body"),
        ("Vì sao?", "body"),
        ("“Không ai bị bỏ lại.”", "body"),
        # A heading of the story may be called as a section is, and a day is no time of publication there.
        ("Kinh tế", "body"),
        ("QUỐC TẾ", "body"),
        ("02/06/2021", "body"),
    ],
)
def test_a_shape(text: str, label: str) -> None:
    assert label_in_text(text) == label


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (a(), "related"),
        (a("Xem tiếp"), "navigation"),
        (a("Theo AFP, " + LINKED + " từ đầu tháng sau."), "related"),
        ((SECOND, {"linked": 40}), "body"),
        ((LINKED, {"linked": 10}), "body"),
        (("Tuvalu, Fiji đã đồng ý hôm qua.", {"linked": 17}), "body"),
    ],
)
def test_a_line_of_links(said: Said, label: str) -> None:
    assert label_in_text(said) == label


@pytest.mark.parametrize(
    ("known", "text", "label"),
    [
        # Right after a picture: in a figure or a cell, set apart, or a scene without a verb.
        ({"pictured": True, "tag": "td"}, "Máy bay rời Koror sáng 1/6.", "caption"),
        ({"pictured": True, "tag": "figure"}, "Máy bay rời Koror sáng 1/6.", "caption"),
        ({"pictured": True, "apart": True}, "Máy bay rời Koror sáng 1/6.", "caption"),
        ({"pictured": True}, "Sân bay quốc tế Palau", "caption"),
        ({"pictured": True}, "Máy bay rời Koror sáng 1/6.", "body"),
        ({"pictured": True}, FIRST, "body"),
        ({"pictured": True, "tag": "h2", "apart": True}, "Sân bay quốc tế Palau", "body"),
        ({"pictured": True, "tag": "td"}, SECOND * 4, "body"),
        ({"apart": True}, "Máy bay rời Koror sáng 1/6.", "body"),
        ({}, "Sân bay quốc tế Palau", "body"),
    ],
)
def test_a_caption_by_its_picture(known: dict[str, Any], text: str, label: str) -> None:
    looks = {name: value for name, value in known.items() if name != "apart"}
    assert label_in_text((text, looks), apart="apart" in known) == label


def test_a_caption_printed_again_is_one() -> None:
    shown = "Máy bay rời Koror"
    assert labels(FIRST, (shown + ". (Ảnh: AFP)", {}), shown + ".", SECOND)[1:3] == ["caption", "caption"]
    assert labels(FIRST, shown + ".", SECOND)[1] == "body"


def test_cells_of_a_table_of_figures_are_other() -> None:
    cells: list[Said] = [(text, {"tag": tag}) for tag, text in (("th", "Nước"), ("td", "Palau"), ("td", "18.000"))]
    assert labels(FIRST, *cells, SECOND) == ["body", "other", "other", "other", "body"]
    # A paragraph in a cell is text, and so is every line where the text itself stands in one.
    assert labels(FIRST, (SECOND, {"tag": "td"}))[1] == "body"
    inside: list[Said] = [(text, {"tag": "td", "box": 1}) for text in (FIRST, "Palau chờ đợi", SECOND)]
    assert labels(*inside) == ["body"] * 3


# -- head and lead --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ((LEAD,), ["lead"]),
        (((LEAD, {"hint": "lead"}), SECOND), ["lead", "other"]),
        ((SECOND, (LEAD, {"hint": "lead"})), ["other", "lead"]),
        # Nothing is called a lead: the last paragraph before the text.
        ((SECOND, LEAD), ["other", "lead"]),
        (("Ngọc Hà", LEAD, "15:20 02/06/2021"), ["credit", "lead", "time"]),
        (("Ngọc Hà (TTXVN)",), ["credit"]),
        ((("Ngọc Hà - 15:20 02/06/2021", {"hint": "credit"}),), ["time"]),
        ((TITLE.upper(), LEAD), ["other", "lead"]),
        (("Cỡ chữ", "Bản tin Thái Bình Dương"), ["navigation", "navigation"]),
        # A lead is a sentence of its own, and no link.
        ((a(LEAD),), ["related"]),
        (((LEAD, {"linked": 5}),), ["other"]),
        ((LEAD.rstrip("."),), ["navigation"]),
        ((("Palau", {"hint": "lead"}),), ["navigation"]),
        (("Tin liên quan", a(), LEAD), ["navigation", "related", "lead"]),
    ],
)
def test_between_headline_and_text(head: tuple[Said, ...], expected: list[str]) -> None:
    assert labels(FIRST, SECOND, head=head) == [*expected, "body", "body"]


@pytest.mark.parametrize(
    ("first", "label"),
    [
        ((LEAD, {"hint": "lead"}), "lead"),
        ((LEAD, {"tag": "h2"}), "lead"),
        ((LEAD, {"strong": len(LEAD)}), "lead"),
        (LEAD, "body"),
        ((LEAD, {"strong": 30}), "body"),
        (("Kế hoạch bay", {"tag": "h2"}), "body"),
        (("Kế hoạch bay", {"hint": "lead"}), "body"),
    ],
)
def test_a_lead_at_the_beginning_of_the_text(first: Said, label: str) -> None:
    assert labels(first, FIRST, SECOND) == [label, "body", "body"]


def test_a_text_all_in_bold_has_no_lead() -> None:
    bold: list[Said] = [(text, {"strong": len(text)}) for text in (LEAD, FIRST, SECOND)]
    assert labels(*bold) == ["body"] * 3


def test_a_lone_paragraph_is_no_lead() -> None:
    assert labels((LEAD, {"hint": "lead"})) == ["body"]


def test_a_lead_printed_again_is_no_paragraph() -> None:
    assert labels(LEAD.upper(), FIRST, head=(LEAD,)) == ["lead", "other", "body"]
    assert labels(SECOND, FIRST, head=(LEAD,)) == ["lead", "body", "body"]


def test_before_the_first_paragraph_the_time_and_the_author_may_stand_in_the_text() -> None:
    assert labels("Kinh tế", "15:20 02/06/2021", ("Ngọc Hà", {"hint": "credit"}), FIRST, SECOND) == [
        "section", "time", "credit", "body", "body",
    ]  # fmt: skip


def test_before_the_headline_nothing_is_text() -> None:
    before = (
        FIRST,
        a(),
        ("Palau", {"hint": "caption"}),
        "Ngọc Hà (TTXVN)",
        "Tin liên quan",
        "Thế giới",
        "15:20 02/06/2021",
    )
    assert labels(SECOND, before=before) == [*["navigation"] * 5, "section", "time", "body"]


# -- the end --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (("Ngọc Hà",), ["credit"]),
        (("(Theo AFP)",), ["credit"]),
        (("NGỌC HÀ - Lê Vân",), ["credit"]),
        (("Ngọc Hà (TTXVN)", "Bài có dùng tư liệu của báo chí Palau."), ["credit", "other"]),
        (("Ngọc Hà (TTXVN)", ("Đọc thêm trên báo giấy số ra hôm nay", {"linked": 8})), ["credit", "related"]),
        (("Ngọc Hà (TTXVN)", ("Hay quá!", {"hint": "comment"}), "Cảm ơn tòa soạn"), ["credit", "comment", "comment"]),
        (("Ngọc Hà (TTXVN)", ("Máy bay ở Koror", {"hint": "caption"})), ["credit", "caption"]),
        # The story plainly goes on.
        (("Ngọc Hà (TTXVN)", FIRST, SECOND, THIRD), ["credit", "body", "body", "body"]),
        # A place, an outlet's headline, a name in a sentence are no signature.
        (("Bandar Seri Begawan",), ["body"]),
        (("Ngọc Hà trở về.",), ["body"]),
        (("Xin cảm ơn bà!",), ["body"]),
        (("Còn tiếp",), ["body"]),
    ],
)
def test_signature(end: tuple[Said, ...], expected: list[str]) -> None:
    assert labels(FIRST, SECOND, THIRD, *end) == ["body", "body", "body", *expected]


def test_a_name_within_the_text_is_a_heading_unless_the_metadata_name_its_author() -> None:
    assert label_in_text("Ngọc Hà") == "body"
    assert label_in_text("Ngọc Hà", authors=("Ngọc Hà", "Lê Vân")) == "credit"
    assert label_in_text("Ngọc Hân", authors=("Ngọc Hà",)) == "body"


SUMMARY = "Chuyến bay đầu tiên sau hai năm chở theo vaccine và thư từ."


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (("Ngọc Hà",), ["credit"]),
        (("Ngọc Hà (TTXVN)", "Từ khóa: Palau", "Lê Vân"), ["credit", "other", "navigation"]),
        (("Tin liên quan", a(), a("Tuvalu họp")), ["navigation", "related", "navigation"]),
        ((a(), "Ngọc Hà"), ["related", "navigation"]),
        # What looks like a time, a section or an author among teasers belongs to them.
        (("Từ khóa: Palau", "15:20 02/06/2021", "Quốc tế", "Ngọc Hà (TTXVN)"), ["other"] * 4),
        (("15:20 02/06/2021",), ["time"]),
        ((("Máy bay ở Koror", {"hint": "caption"}),), ["other"]),
        (((LINKED, {"hint": "caption", "linked": 9}),), ["related"]),
        ((SECOND, "Về đầu trang"), ["other", "navigation"]),
        ((("Hay quá!", {"hint": "comment"}), "Gửi"), ["comment", "navigation"]),
    ],
)
def test_after_the_text(after: tuple[Said, ...], expected: list[str]) -> None:
    assert labels(FIRST, SECOND, after=after) == ["body", "body", *expected]


@pytest.mark.parametrize(
    ("head", "hint"), [("Tin liên quan", "related"), ("TIN LIÊN QUAN:", "related"), ("Đọc nhiều", ""), ("Tin mới", "")]
)
def test_only_a_list_on_the_same_matter_is_named_related(head: str, hint: str) -> None:
    teasers = lines_of((head, a(), a("Tuvalu và Fiji họp về nghề cá")))
    label_framed(Zones([], None, [], lines_of((FIRST,)), teasers, lambda _: False))
    assert [(line.label, line.hint) for line in teasers[1:]] == [("related", hint)] * 2


# -- whole pages ----------------------------------------------------------------------------------------------

STORY = f"<h1>{TITLE}</h1><div class=fck_detail><p>{FIRST}</p>%s<p>{THIRD}</p></div>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"<div class=social-affairs><p>{SECOND}</p></div>", ["body"]),
        ("<h2>Kinh tế</h2>", ["body"]),
        ("<p><strong>Quốc tế</strong></p>", ["body"]),
        ("<p><em>Palau chờ đợi.</em></p>", ["body"]),
        ("<ul><li>Bốn chuyến mỗi tuần.<li>Giá vé 300 USD.</ul>", ["body", "body"]),
        ("<table><tr><th>Nước<th>Dân số<tr><td>Palau<td>18.000</table>", ["other"] * 4),
        ("<table><tr><td><img><tr><td>Máy bay rời Koror.</table>", ["caption"]),
        ("<p align=center><img><br><em>Máy bay rời Koror.</em></p>", ["caption"]),
        ("<p><img></p><p>Máy bay rời Koror.</p>", ["body"]),
        (f"<div class=tin-lienquan><p>Đọc thêm<ul><li><a href=/>{LINKED}</a></ul></div>", ["related", "related"]),
        (f"<p>Tin liên quan</p><ul><li><a href=/>{LINKED}</a></ul>", ["navigation", "related"]),
        (f"<ul><li><a href=/>{LINKED}</a></ul>", ["related"]),
        (f"<p>Theo <a href=/>AFP</a>, {SECOND}</p>", ["body"]),
        ("<div class=ads><p>Quảng cáo</div>", ["navigation"]),
    ],
)
def test_elements_within_the_text(inside: str, expected: list[str]) -> None:
    article = read_html(STORY % inside)[0]
    assert [block.label for block in article.blocks] == ["title", "body", *expected, "body"]


TEXTS = (
    LEAD, FIRST, SECOND, THIRD, TITLE, LINKED, "Kinh tế", "Ngọc Hà (TTXVN)", "Ngọc Hà", "15:20 02/06/2021", "Palau",
    "Tin liên quan", "Ảnh minh họa", "Từ khóa: Palau", "Chia sẻ Facebook", "***", "\u200b", "Máy bay. (Ảnh: AFP)",
)  # fmt: skip
HINTS = ("", "caption", "comment", "related", "other", "share", "navigation", "credit", "time", "section", "lead")
known = st.fixed_dictionaries(
    {"hint": st.sampled_from(HINTS), "linked": st.sampled_from((0, 0, 9, 200)), "strong": st.sampled_from((0, 90)),
     "pictured": st.booleans(), "tag": st.sampled_from(("p", "td", "h2", "figure")), "box": st.integers(0, 3)}
)  # fmt: skip
zone = st.lists(st.tuples(st.sampled_from(TEXTS), known), max_size=6).map(tuple)


@given(zone, zone, zone, zone, st.sampled_from((TITLE, None)), st.booleans(), st.sampled_from(((), ("Ngọc Hà",))))
def test_every_line_has_a_label_of_the_contract(
    before: tuple[Said, ...],
    head: tuple[Said, ...],
    text: tuple[Said, ...],
    after: tuple[Said, ...],
    title: str | None,
    apart: bool,
    authors: tuple[str, ...],
) -> None:
    given = labels(*text, before=before, head=head, after=after, title=title, apart=apart, authors=authors)
    assert set(given) <= LABELS - {"title", "byline"}
    assert given.count("lead") <= 1
    outside = given[: len(before)] + given[len(given) - len(after) :]
    assert not {"lead", "body"} & set(outside)
    assert "body" not in given[len(before) : len(before) + len(head)]
