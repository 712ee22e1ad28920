"""What the markup says of each line: hints in and around the article, labels away from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.hints import AFTER, BEFORE, hint_lines, set_apart
from thoisu.page.html import Html, parse
from thoisu.page.lines import Line
from thoisu.page.region import find_region

TITLE = "Zambia và Angola cùng khôi phục tuyến đường sắt Benguela"
FIRST = "Hôm 6/7, đoàn tàu chở đồng đầu tiên sau ba năm rời mỏ Kansanshi để tới cảng Lobito của Angola."
SECOND = "Theo Bộ Giao thông Angola, mỗi tháng sẽ có 12 chuyến tàu chở quặng và lương thực qua biên giới."
THIRD = "Zambia mong giảm một phần ba chi phí vận tải so với tuyến đường bộ đi qua Cộng hòa Nam Phi."
TEASER = "Namibia mở thêm một cảng nước sâu ở vịnh Walvis"


def hinted(markup: str, description: str = "") -> tuple[Html, list[Line]]:
    page = parse(markup, "page")
    region = find_region(page, [TITLE])
    assert region is not None
    start, end = hint_lines(page, region, description)
    return page, page.lines[start:end]


def hint_of(words: str, markup: str, description: str = "") -> str:
    """The hint of the first line that begins with some words."""
    return next(line.hint for line in hinted(markup, description)[1] if line.text.startswith(words))


def story(inside: str, name: str = "") -> str:
    return f"<h1>{TITLE}</h1><div class='{name}'><p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p></div>"


@pytest.mark.parametrize(
    ("inside", "hint"),
    [
        ("<p class=sapo>Kansanshi", "lead"),
        ("<p class='desc_image'>Kansanshi", "caption"),
        ("<figure><img><figcaption>Kansanshi</figcaption></figure>", "caption"),
        ("<div class=author><p>Kansanshi</p></div>", "credit"),
        ("<div class=detail-time>Kansanshi</div>", "time"),
        ("<ul class=breadcrumb><li>Kansanshi</ul>", "section"),
        ("<nav class=breadcrumb>Kansanshi</nav>", "navigation"),
        ("<p class=tags>Kansanshi", "other"),
        # The line's first inline element speaks too.
        ("<p><em class=caption>Kansanshi</em>", "caption"),
        ("<p><span class=tac-gia>Kansanshi</span>", "credit"),
        ("<p><time datetime=2022-07-06>Kansanshi</time>", "time"),
        ("<p><time>Kansanshi</time>", ""),
        ("<p>Ở <span class=tac-gia>Kansanshi</span>", "credit"),
        # Kinds that hold for all inside: the outermost counts.
        ("<div class=related><div class=comment><p>Kansanshi</div></div>", "related"),
        ("<div class=related><p class=sapo>Kansanshi</div>", "related"),
        ("<div class=related><figure>Kansanshi</figure></div>", "related"),
        ("<section class=binh-luan><p class=date>Kansanshi</section>", "comment"),
        # Of the others the innermost.
        ("<div class=date><p class=author>Kansanshi</div>", "credit"),
        ("<figure class=sapo><p>Kansanshi</figure>", "caption"),
        # An author and a time may stand in the bar with the share buttons.
        ("<div class=toolbar><p class=author>Kansanshi</div>", "credit"),
        ("<div class=share><p class=date>Kansanshi</div>", "time"),
        ("<div class=share><p class=sapo>Kansanshi</div>", "share"),
        # A link within a line does not make the line what the link is.
        ("<p><a class=related href=/>Kan</a>sanshi", ""),
        ("<p><a class=related href=/>Kansanshi</a>", "related"),
        # Names that say nothing of a line.
        ("<p class=MsoNormal>Kansanshi", ""),
        ("<p style='text-align: justify'>Kansanshi", ""),
        ("<h2>Kansanshi</h2>", ""),
        ("<blockquote><p>Kansanshi</blockquote>", ""),
        ("<div id=content><p>Kansanshi</div>", ""),
        ("<p class=timeline>Kansanshi", ""),
        ("<p class=education>Kansanshi", ""),
    ],
)
def test_hint(inside: str, hint: str) -> None:
    words = "Ở Kansanshi" if ">Ở" in inside else "Kansanshi"
    assert hint_of(words, story(inside + "</p>")) == hint


@pytest.mark.parametrize("name", ["related", "comment", "sapo", "menu", "tags", "social-affairs", "date", "box-tin"])
def test_what_holds_headline_and_text_may_have_any_name(name: str) -> None:
    lines = hinted(f"<div class={name}>{story('<p>Kansanshi</p>')}</div>")[1]
    assert [line.hint for line in lines] == [""] * 5


@pytest.mark.parametrize("name", ["sapo", "tags", "social-affairs", "date", "author", "caption"])
def test_what_holds_the_text_may_be_called_as_its_parts_are(name: str) -> None:
    lines = hinted(story("<p>Kansanshi</p>", name))[1]
    assert [line.hint for line in lines] == [""] * 5


@pytest.mark.parametrize(
    ("description", "hint"),
    [
        (FIRST, "lead"),
        (FIRST.upper(), "lead"),
        (FIRST[:60] + "…", "lead"),
        (FIRST + " " + SECOND, "lead"),
        ("", ""),
        (SECOND[:30] + FIRST, ""),
        ("Trang tin của Báo Đồng Bằng", ""),
    ],
)
def test_the_description_of_the_page_is_its_lead(description: str, hint: str) -> None:
    assert hint_of(FIRST, story(""), description) == hint


def test_a_description_names_no_short_line_and_no_later_one() -> None:
    assert hint_of("Kansanshi", story("<p>Kansanshi</p>"), "Kansanshi") == ""
    assert hint_of(THIRD, story(""), THIRD) == ""
    assert hint_of(FIRST, f"<h1>{TITLE}</h1><div><p>{FIRST}<p>{SECOND}</p>", FIRST) == "lead"
    assert hint_of(TITLE, story(""), TITLE) == ""


@pytest.mark.parametrize(
    ("away", "label"),
    [
        (f"<a href=/>{TEASER}</a>", "related"),
        ("<a href=/>Thế giới</a>", "navigation"),
        ("Liên hệ tòa soạn", "navigation"),
        ("Liên hệ tòa soạn Báo Đồng Bằng Xanh, số 5 phố Ví Dụ, thành phố Ví Dụ", "other"),
        (f"<a href=/>{THIRD}</a>", "related"),
    ],
)
def test_lines_away_from_the_article_are_labelled_by_their_links(away: str, label: str) -> None:
    page, around = hinted(
        "<p>" + away + "</p><p>Lobito</p>" * BEFORE + story("") + "<p>Lobito</p>" * AFTER + f"<p>{away}"
    )
    first, last = page.lines[0], page.lines[-1]
    assert [(line.label, line.outside) for line in (first, last)] == [(label, True)] * 2
    assert len(around) == len(page.lines) - 2
    assert not any(line.outside or line.label for line in around)


def test_lines_that_repeat_on_other_pages_stay_set_apart() -> None:
    page = parse(story("<p>Kansanshi</p>"), "page")
    page.lines[2].outside = True
    region = find_region(page, [])
    assert region is not None
    start, end = hint_lines(page, region, "")
    lines = page.lines[start:end]
    assert [line.hint for line in lines] == ["", "", "", "", ""]
    assert lines[2].outside


@pytest.mark.parametrize(
    ("markup", "apart"),
    [
        ("<p style='text-align:center'>Lobito", True),
        ("<p style='color: red; text-align: right;'>Lobito", True),
        ("<p align=center>Lobito", True),
        ("<p><em>Lobito</em>", True),
        ("<p><i>Cảng Lobito</i>.", True),
        ("<p>Lobito", False),
        ("<p style='text-align:justify'>Lobito", False),
        ("<p align=left>Lobito", False),
        ("<p><em>Cảng</em> Lobito của Angola", False),
        ("<p><b>Lobito</b>", False),
        ("<p style='vertical-align:center'>Lobito", False),
    ],
)
def test_set_apart(markup: str, apart: bool) -> None:
    page = parse(markup, "page")
    assert set_apart(page, page.lines[0]) is apart


PARTS = (f"<p>{FIRST}", f"<p>{SECOND}", f"<h1>{TITLE}</h1>", "<div class=related>", "<div class=sapo>", "</div>",
         f"<a href=/>{TEASER}</a>", "<ul><li>", "</ul>", "<p>Kansanshi", "<figure>", "</figure>",
         "<p>Lobito" * 20)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join), st.sampled_from(("", FIRST, "Kansanshi")))
def test_every_line_is_hinted_at_or_labelled(markup: str, description: str) -> None:
    page = parse(markup, "page")
    region = find_region(page, [])
    if region is None:
        return
    start, end = hint_lines(page, region, description)
    around = page.lines[start:end]
    inside = {id(line) for line in around}
    assert [id(line) in inside for line in page.lines] == [not line.outside for line in page.lines]
    assert all(line.label in ("related", "navigation", "other") for line in page.lines if line.outside)
    assert all(id(line) in inside for line in page.lines[region.first : region.last])
