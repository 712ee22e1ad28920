"""Flattened pages: what each line is, and what of it goes into the article."""

import pytest

from thoisu.model import Caption, Related
from thoisu.page.plain import read_plain

Labelled = list[tuple[str, str]]

TITLE = "Maroc và Algeria mở lại đường bay thẳng"
LEAD = "Hai nước Bắc Phi thông báo mở lại đường bay thẳng sau hơn hai năm gián đoạn vì căng thẳng ngoại giao kéo dài."
FIRST = "Ngày 1/5, Bộ Ngoại giao Maroc cho biết chuyến bay đầu tiên từ Rabat tới Algiers sẽ cất cánh vào tuần sau."
SECOND = (
    "Hãng hàng không quốc gia Algeria nói vé đã được bán hết trong ba ngày và hãng đang tính chuyện tăng thêm chuyến."
)
LAST = "Bộ trưởng Giao thông Maroc gọi đây là bước đi của thiện chí và mong biên giới trên bộ cũng sớm mở lại./."

PAGES: dict[str, Labelled] = {
    "share bar, section, time, lead, caption twice, link, byline, tags, teasers, comments": [
        ("share", "• icon facebook"),
        ("share", "Facebook"),
        ("share", "Chia sẻ Facebook Twitter"),
        ("section", "Thế giới"),
        ("title", TITLE),
        ("time", "09:15, 02/05/2019"),
        ("lead", LEAD),
        ("caption", "Hành khách làm thủ tục tại Rabat. (Ảnh: AFP/TTXVN)"),
        ("caption", "Hành khách làm thủ tục tại Rabat. (Ảnh: AFP/TTXVN)"),
        ("body", FIRST),
        ("related", "[Tunisia đề nghị làm trung gian giữa hai nước láng giềng]"),
        ("body", SECOND),
        ("body", LAST),
        ("credit", "Trần Bảo Khanh (TTXVN/Vietnam+)"),
        ("other", "Từ khóa: Maroc, Algeria, hàng không"),
        ("navigation", "Tin cùng chuyên mục"),
        ("related", "Uganda mở cửa biên giới với Rwanda"),
        ("comment", "Bình luận (3)"),
        ("comment", "Bình luận sẽ được biên tập trước khi đăng."),
        ("navigation", "© 2019 Bản quyền thuộc về tòa soạn"),
    ],
    "a menu and the time before the title": [
        ("navigation", "Trang chủ"),
        ("navigation", "Thế giới Phân tích Quân sự"),
        ("time", "Thứ năm, 2/5/2019, 09:15 (GMT+7)"),
        ("title", TITLE),
        ("body", FIRST),
        ("body", LAST),
        ("credit", "(TTXVN)"),
    ],
    "headlines of other stories below the time line": [
        ("title", TITLE),
        ("time", "02/05/2019 09:15"),
        ("related", "Uganda mở cửa biên giới với Rwanda"),
        ("related", "Mali hoãn bầu cử"),
        ("lead", LEAD),
        ("body", FIRST),
        ("body", SECOND),
    ],
    "the title's picture": [
        ("title", TITLE),
        ("caption", f"{TITLE} ảnh 1Một chuyến bay hạ cánh xuống Rabat. (Ảnh: AFP)"),
        ("body", FIRST),
        ("body", LAST),
    ],
    "a caption under its heading": [
        ("title", TITLE),
        ("navigation", "Chú thích ảnh"),
        ("caption", "Nhân viên sân bay chuẩn bị đón khách"),
        ("lead", LEAD),
        ("body", FIRST),
        ("body", SECOND),
    ],
    "a scene without a credit between two paragraphs": [
        ("title", TITLE),
        ("body", FIRST),
        ("caption", "Toàn cảnh sân bay Rabat Sale"),
        ("body", SECOND),
    ],
    "'./.' ends the story, whatever follows": [
        ("title", TITLE),
        ("lead", LEAD),
        ("body", FIRST),
        ("body", LAST),
        ("related", "Chính phủ Uganda cho biết ba cửa khẩu với Rwanda sẽ hoạt động trở lại từ đầu tuần sau."),
    ],
    "teasers with and without summaries, picture credits between them": [
        ("title", TITLE),
        ("body", FIRST),
        ("body", LAST),
        ("credit", "Lê Hạnh/VOV"),
        ("navigation", "Tin khác"),
        ("related", "Uganda mở cửa biên giới với Rwanda Uganda mở cửa biên giới với Rwanda"),
        ("related", "Bộ Nội vụ Uganda cho biết ba cửa khẩu sẽ hoạt động trở lại từ đầu tuần sau."),
        ("caption", "Ảnh minh họa. (Nguồn: Reuters)"),
        ("related", "Kenya và Somalia nối lại đàm phán về biên giới biển"),
        ("related", "Mali hoãn bầu cử?"),
        ("caption", "Ảnh: Getty Images"),
        ("related", "Chính quyền chuyển tiếp Mali cho rằng tình hình an ninh chưa cho phép tổ chức bỏ phiếu."),
    ],
    "teasers with no heading": [
        ("title", TITLE),
        ("body", FIRST),
        ("body", SECOND),
        ("related", "Uganda mở cửa biên giới với Rwanda"),
        ("related", "Kenya và Somalia nối lại đàm phán"),
    ],
    "a link to another story in the middle": [
        ("title", TITLE),
        ("body", FIRST),
        ("related", ">> Tunisia đề nghị làm trung gian"),
        ("body", LAST),
    ],
    "subheadings stay in the body": [
        ("title", "Maroc - Algeria: Nối lại đường bay"),
        ("lead", LEAD),
        ("body", "Bối cảnh căng thẳng"),
        ("body", FIRST),
        ("body", "Phản ứng của các nước"),
        ("body", SECOND),
    ],
    "one paragraph and no title": [("body", FIRST)],
    "a title alone": [("title", TITLE)],
    "a section alone": [("section", "Thế giới")],
}


def page_text(page: Labelled) -> str:
    return "\n\n".join(text for _, text in page)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_labels_of_the_lines(page: Labelled) -> None:
    article = read_plain(page_text(page))
    assert [(block.label, block.text) for block in article.blocks] == page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_paragraphs_are_title_lead_and_body_in_this_order(page: Labelled) -> None:
    article = read_plain(page_text(page))
    by_role = {role: [text for label, text in page if label == role] for role in ("title", "lead", "body")}
    expected = [(role, text) for role, texts in by_role.items() for text in texts]
    assert [(p.role, p.text) for p in article.paragraphs] == expected
    assert article.title == next(iter(by_role["title"]), None)
    assert article.lead == next(iter(by_role["lead"]), None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Chia sẻ quan điểm này, Thủ tướng Na Uy kêu gọi hai bên kiềm chế và sớm trở lại bàn đàm phán.",
        "Facebook gỡ bỏ hàng nghìn tài khoản giả mạo có liên hệ với quân đội nước này.",
        "Theo kế hoạch, hai bên sẽ gặp lại nhau ở Tunis.",
        "Theo Reuters, chuyến bay đầu tiên đã kín chỗ.",
        "Nguồn tin ngoại giao xác nhận cuộc gặp đã diễn ra.",
        "Bình luận về thông tin trên, đại sứ Tây Ban Nha nói đây là tín hiệu tốt cho cả vùng.",
        "Trả lời phỏng vấn tờ báo, bà nói đàm phán sẽ tiếp tục.",
        "Lúc 14:30 ngày 30/4/2019, hai ngoại trưởng đã điện đàm và thống nhất lịch bay của mùa hè.",
        "Hiệp định hàng không được ký ngày 27/01/1973.",
        "Thế giới lo ngại trước diễn biến này.",
        "Đọc thêm bản tuyên bố, giới phân tích cho rằng hai bên còn nhiều khác biệt.",
        "Liên hệ giữa hai nước đã bị cắt từ lâu.",
        "Video do quân đội công bố cho thấy một đường băng bị hư hỏng nặng.",
        "Hình ảnh hai ngoại trưởng bắt tay đã được phát trên truyền hình.",
        "Tin liên quan đến vụ nổ được cả hai chính phủ xác nhận.",
        '"Chúng tôi [Maroc và Algeria] là láng giềng", ông nói.',
        "Vì sao lại như vậy?",
        "Hai bên chưa bình luận.",
    ],
)
def test_a_sentence_that_looks_like_furniture_is_body(sentence: str) -> None:
    article = read_plain("\n".join([TITLE, LEAD, FIRST, sentence, SECOND]))
    assert ("body", sentence) in [(p.role, p.text) for p in article.paragraphs]


@pytest.mark.parametrize(
    ("lines", "section"),
    [
        (["Thế giới >", TITLE, FIRST], "Thế giới"),
        (["QUỐC TẾ", TITLE, FIRST], "QUỐC TẾ"),
        (["Thời sự quốc tế - Thứ năm, ngày 02/05/2019 06:30 GMT+7", TITLE, FIRST], "Thời sự quốc tế"),
        ([TITLE, "Thứ năm, 02/05/2019 06:30", FIRST], None),
        ([TITLE, FIRST], None),
        (["Thế giới lo ngại", FIRST], None),
    ],
)
def test_section(lines: list[str], section: str | None) -> None:
    assert read_plain("\n".join(lines)).section == section


@pytest.mark.parametrize(
    ("line", "byline", "credit"),
    [
        ("Trần Bảo Khanh (TTXVN/Vietnam+)", ["Trần Bảo Khanh"], ["TTXVN", "Vietnam+"]),
        ("Lê Hạnh/VOV", ["Lê Hạnh"], ["VOV"]),
        ("(Theo AFP, Reuters)", [], ["AFP", "Reuters"]),
        ("Nguồn: TTXVN", [], ["TTXVN"]),
        ("Theo Lê Hạnh", ["Lê Hạnh"], []),
        ("(Tổng hợp)", [], []),
        ("Theo kế hoạch", [], []),
    ],
)
def test_byline_and_credit(line: str, byline: list[str], credit: list[str]) -> None:
    article = read_plain("\n".join([TITLE, FIRST, LAST, line]))
    assert (article.byline, article.credit) == (byline, credit)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Hành khách tại Rabat. (Ảnh: AFP/TTXVN)", Caption("Hành khách tại Rabat.", ["AFP", "TTXVN"])),
        ("Hành khách tại Rabat, ngày 30/4/2019. Ảnh: Reuters", Caption(
            "Hành khách tại Rabat, ngày 30/4/2019.", ["Reuters"], "2019-04-30"
        )),
        ("Hành khách tại Rabat (Ảnh tư liệu)", Caption("Hành khách tại Rabat")),
        ("Hành khách tại Rabat, ngày 31/4/2019. (Ảnh: AFP)", Caption("Hành khách tại Rabat, ngày 31/4/2019.", ["AFP"])),
        ("Hành khách tại Rabat, ngày 30/4. (Ảnh: AFP)", Caption("Hành khách tại Rabat, ngày 30/4.", ["AFP"])),
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 2])
def test_a_caption_is_given_once_without_its_credit(line: str, caption: Caption, times: int) -> None:
    assert read_plain("\n".join([TITLE, LEAD, *[line] * times, FIRST, SECOND])).captions == [caption]


def test_captions_after_the_story_are_of_other_stories() -> None:
    article = read_plain(page_text(PAGES["teasers with and without summaries, picture credits between them"]))
    assert article.captions == []


def test_teasers_keep_their_summaries_and_no_picture_credits() -> None:
    article = read_plain(page_text(PAGES["teasers with and without summaries, picture credits between them"]))
    assert article.related == [
        Related(
            "Uganda mở cửa biên giới với Rwanda",
            "Bộ Nội vụ Uganda cho biết ba cửa khẩu sẽ hoạt động trở lại từ đầu tuần sau.",
        ),
        Related("Kenya và Somalia nối lại đàm phán về biên giới biển"),
        Related(
            "Mali hoãn bầu cử?",
            "Chính quyền chuyển tiếp Mali cho rằng tình hình an ninh chưa cho phép tổ chức bỏ phiếu.",
        ),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "[Tunisia đề nghị làm trung gian]",
        ">> Tunisia đề nghị làm trung gian",
        ">>> Tunisia đề nghị làm trung gian",
        "» Tunisia đề nghị làm trung gian",
        "→ Tunisia đề nghị làm trung gian",
    ],
)
def test_an_inline_link_is_related_without_its_marks(link: str) -> None:
    article = read_plain("\n".join([TITLE, FIRST, link, LAST]))
    assert article.related == [Related("Tunisia đề nghị làm trung gian")]


@pytest.mark.parametrize(
    ("first", "uri", "outlet"),
    [
        ("TTO - " + FIRST, "", "TTO"),
        ("(VTV.vn) - " + FIRST, "", "VTV.vn"),
        ("TTO - " + FIRST, "https://www.example.vn/tin.html", "example.vn"),
        (FIRST, "", None),
        ("Maroc - Algeria: " + FIRST, "", None),
        (FIRST, "pages/example.vn/tin.txt", None),
    ],
)
def test_outlet(first: str, uri: str, outlet: str | None) -> None:
    assert read_plain(f"{TITLE}\n{first}", uri).outlet == outlet


@pytest.mark.parametrize(
    ("time", "uri", "given", "value", "basis"),
    [
        ("09:15, 02/05/2019", "", None, "2019-05-02T09:15:00+07:00", "page"),
        ("09:15, 02/05/2019", "https://example.vn/tin-20190430i1.html", None, "2019-05-02T09:15:00+07:00", "page"),
        ("09:15, 02/05/2019", "", "2019-05-03", "2019-05-03", "given"),
        ("Uganda", "https://example.vn/tin-20190430i1.html", None, "2019-04-30", "url"),
        ("Uganda", "https://example.vn/tin-20190430i1.html", "2019-05-03T08:00", "2019-05-03T08:00:00+07:00", "given"),
        # A time line with no such day says nothing, so the address does.
        ("09:15, 31/04/2019", "https://example.vn/tin-20190430i1.html", None, "2019-04-30", "url"),
    ],
)
def test_published_is_the_given_day_before_the_time_line_before_the_address(
    time: str, uri: str, given: str | None, value: str, basis: str
) -> None:
    published = read_plain("\n".join([TITLE, time, FIRST, LAST]), uri, given).published
    assert published is not None
    assert (published.value, published.basis) == (value, basis)


@pytest.mark.parametrize(
    "line",
    [
        "Hành khách tại Rabat, ngày 30/4/2019. (Ảnh: AFP)",
        "Hai nước lập quan hệ ngày 1/10/1962 và nhiều lần cắt đứt quan hệ từ đó đến nay vì tranh chấp biên giới.",
    ],
)
def test_a_date_in_a_caption_or_sentence_is_no_publication(line: str) -> None:
    assert read_plain("\n".join([TITLE, line, FIRST, LAST])).published is None


def test_white_space_and_composition_make_no_difference() -> None:
    import unicodedata

    page = PAGES["a menu and the time before the title"]
    plain, odd = page_text(page), page_text(page).replace(" ", "\u00a0 ").replace("\n\n", " \n\t\n\n ")
    for other in (odd, unicodedata.normalize("NFD", plain)):
        assert [(b.label, b.text) for b in read_plain(other).blocks] == page
