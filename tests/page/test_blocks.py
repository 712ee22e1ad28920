"""Blocks: the laws that hold for every page, and the rules that look at more than one line."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.blocks import Line, label_blocks
from thoisu.page.plain import read_plain
from thoisu.text import normalize

LABELS = {
    "title", "lead", "body", "caption", "byline", "credit", "time", "section", "related", "share", "navigation",
    "comment", "other",
}  # fmt: skip

TITLE = "Kenya và Somalia nối lại đàm phán về biên giới biển"
PARAGRAPH = "Bộ Ngoại giao Kenya cho biết vòng đàm phán mới sẽ diễn ra ở Nairobi và kéo dài ba ngày theo lịch đã định."
OTHER = "Chính phủ Somalia xác nhận sẽ cử bộ trưởng năng lượng dẫn đầu phái đoàn, cùng nhiều chuyên gia về luật biển."
THIRD = "Tòa án Công lý quốc tế từng phân xử tranh chấp này nhưng phán quyết không được cả hai bên cùng chấp nhận."

# One line of each kind that a page may hold, and lines that are two kinds at once.
KINDS = [
    TITLE, PARAGRAPH, OTHER, THIRD, PARAGRAPH + "/.", TITLE + " ảnh 1Hai bên ký kết", "Quốc tế", "Thế giới Quân sự",
    "09:15, 04/09/2016", "31/02/2016", "Facebook", "Chia sẻ", "Trang chủ", "Chú thích ảnh", "Tin liên quan",
    "Bình luận", "Từ khóa: Kenya", "(TTXVN)", "Hoài Thu/VOV", "Ảnh: AFP", "Hai bên tại Nairobi. (Ảnh: AFP)",
    "[Somalia bầu tổng thống mới]", ">> Somalia bầu tổng thống mới", "Toàn cảnh Nairobi", "Vì sao?", "./.", "-", "…",
    "Somalia bầu tổng thống mới Somalia bầu tổng thống mới", "12", "ẢNH", "[]", "\u200b", "\ufffd",
]  # fmt: skip

pages = st.one_of(
    st.lists(st.sampled_from(KINDS), max_size=14).map("\n".join),
    st.text(st.sampled_from("aàđ Ế\n\t\r.:/[]()>“”-–…0123456789\u00a0\u0301\u200b\x0b\x85\u2028"), max_size=120),
)


@given(pages)
def test_the_blocks_are_the_whole_page_in_order(page: str) -> None:
    blocks = read_plain(page).blocks
    at = 0
    for block in blocks:
        assert at <= block.start < block.end
        assert page[at : block.start].strip() == ""
        assert normalize(page[block.start : block.end]) == block.text
        at = block.end
    assert page[at:].strip() == ""


@given(pages)
def test_every_block_has_a_label_of_the_contract(page: str) -> None:
    labels = [block.label for block in read_plain(page).blocks]
    assert set(labels) <= LABELS
    assert labels.count("title") <= 1
    assert labels.count("lead") <= 1


@given(pages)
def test_paragraphs_are_the_blocks_of_the_story(page: str) -> None:
    article = read_plain(page)
    rank = {"title": 0, "lead": 1, "body": 2}
    told = sorted((b for b in article.blocks if b.label in rank), key=lambda b: rank[b.label])
    assert [(p.role, p.text) for p in article.paragraphs] == [(b.label, b.text) for b in told]


@given(pages)
def test_a_caption_is_given_once(page: str) -> None:
    texts = [caption.text for caption in read_plain(page).captions]
    assert len(set(texts)) == len(texts)


def labels_of(*texts: str) -> list[str]:
    ends = itertools.accumulate(len(t) + 1 for t in texts)
    lines = [Line(t, end - len(t) - 1, end - 1) for t, end in zip(texts, ends, strict=True)]
    label_blocks(lines)
    return [line.label for line in lines]


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ((TITLE, PARAGRAPH), 0),
        (("Tin mới", "Quốc tế", TITLE, PARAGRAPH), 2),
        # The last fitting line before the time line.
        (("Chuyên trang Đông Phi", TITLE, "09:15, 04/09/2016", PARAGRAPH), 1),
        # Without a time line the first.
        ((TITLE, "Chuyên trang Đông Phi", PARAGRAPH), 0),
        # The time line may stand before the headline.
        (("09:15, 04/09/2016", TITLE, PARAGRAPH), 1),
        ((PARAGRAPH, OTHER), None),
        (("Kenya:", PARAGRAPH), None),
        (("Tin liên quan", TITLE), None),
    ],
)
def test_title(texts: tuple[str, ...], title: int | None) -> None:
    labels = labels_of(*texts)
    assert ([i for i, label in enumerate(labels) if label == "title"] or [None]) == [title]


def test_the_title_printed_again_is_no_paragraph() -> None:
    assert labels_of(TITLE, "09:15, 04/09/2016", TITLE.upper(), PARAGRAPH, OTHER)[2] == "other"


@pytest.mark.parametrize(
    ("texts", "has_lead"),
    [
        ((TITLE, PARAGRAPH, OTHER, THIRD), True),
        ((TITLE, PARAGRAPH, "Ngày 3/9, " + OTHER), True),
        ((TITLE, PARAGRAPH, "Hai bên tại Nairobi. (Ảnh: AFP)", OTHER), True),
        ((TITLE, PARAGRAPH, PARAGRAPH.replace("cho biết", "thông báo")), True),
        # A first paragraph that opens with the day tells the story itself.
        ((TITLE, "Ngày 3/9, " + PARAGRAPH, OTHER, THIRD), False),
        ((TITLE, "Sáng ngày 3/9, " + PARAGRAPH, OTHER, THIRD), False),
        ((TITLE, PARAGRAPH, OTHER), False),
        ((TITLE, PARAGRAPH), False),
        ((PARAGRAPH, OTHER, THIRD), False),
        ((TITLE, PARAGRAPH * 8, OTHER, THIRD), False),
    ],
)
def test_lead(texts: tuple[str, ...], has_lead: bool) -> None:
    assert ("lead" in labels_of(*texts)) is has_lead


@pytest.mark.parametrize(
    "end",
    ["(TTXVN)", "Hoài Thu/VOV", "Từ khóa: Kenya", "Tin liên quan", "Bình luận", THIRD[:-1] + "./."],
)
def test_a_paragraph_after_the_end_of_the_story_is_not_body(end: str) -> None:
    labels = labels_of(TITLE, PARAGRAPH, OTHER, end, THIRD)
    assert labels[4] in ("related", "comment")


@pytest.mark.parametrize("between", ["Facebook", "09:15, 04/09/2016", "Quốc tế", "[Somalia bầu tổng thống mới]"])
def test_furniture_in_the_middle_does_not_end_the_story(between: str) -> None:
    labels = labels_of(TITLE, PARAGRAPH, OTHER, between, THIRD)
    assert labels[4] == "body"
    assert labels[3] not in ("body", "lead")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Toàn cảnh cảng Mombasa", "caption"),
        ("Tổng thống Kenya William Ruto", "caption"),
        # A verb of telling, or mostly small letters: a subheading.
        ("Somalia bác bỏ đề nghị", "body"),
        ("Những khác biệt về ranh giới ngoài khơi", "body"),
    ],
)
def test_a_short_line_between_two_paragraphs(line: str, label: str) -> None:
    assert labels_of(TITLE, PARAGRAPH, OTHER, line, THIRD)[3] == label
