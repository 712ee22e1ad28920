"""Where the article stands: the choice of its headline and of the element that holds its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.html import parse
from thoisu.page.region import find_region, find_title

SITE = "Báo Vịnh Xanh điện tử"
TITLE = "Peru và Chile nối lại đàm phán về ranh giới trên biển"
FIRST = "Sáng 4/9, trưởng đoàn hai nước gặp nhau tại Lima để bàn về vùng đánh cá chung ở ngoài khơi."
SECOND = "Theo Bộ Ngoại giao Peru, phiên họp tới sẽ diễn ra ở Santiago vào giữa tháng 11 năm nay."
THIRD = "Ngư dân hai nước mong có thỏa thuận trước mùa cá, vốn bắt đầu ngay sau lễ Giáng sinh."
FOURTH = "Chile cho biết sẽ mời các chuyên gia luật biển của Tây Ban Nha làm cố vấn cho cả hai đoàn."
STORY = (FIRST, SECOND, THIRD)
REMARK = "Tôi sống ở vùng này đã lâu và thấy ngư dân hai bên chưa bao giờ coi nhau là người xa lạ."
TEASER = "Bolivia nhắc lại đòi hỏi đường ra biển"
SUMMARY = "Tổng thống Bolivia cho rằng lịch sử đứng về phía nước này và lẽ phải sẽ thắng."


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def story(*texts: str, name: str = "") -> str:
    return f"<div class='{name}'>{paragraphs(*texts)}</div>"


def teasers(count: int, summary: str = "") -> str:
    return "<ul>" + f"<li><a href=/>{TEASER}</a>{summary}</li>" * count + "</ul>"


def region(markup: str, *headlines: str) -> tuple[str | None, list[str]] | None:
    """The texts of the headline and of the article's lines."""
    page = parse(markup, "page")
    found = find_region(page, headlines)
    if found is None:
        return None
    texts = [line.text for line in page.lines]
    return None if found.title is None else texts[found.title], texts[found.first : found.last]


@pytest.mark.parametrize(
    ("before", "headlines", "title"),
    [
        (f"<h1>{TITLE}</h1>", [], TITLE),
        (f"<h1>{TITLE}</h1>", ["Một câu khác hẳn, do máy đặt ra"], TITLE),
        # Of several the one that the metadata name, or is most like it; else the first.
        (f"<h1>{SITE}</h1><h1>{TITLE}</h1>", [TITLE], TITLE),
        (f"<h1>{TITLE}</h1><h1>{SITE}</h1>", [TITLE.upper()], TITLE),
        (f"<h1>{SITE}</h1><h1>{TITLE}</h1>", [TITLE + " - " + SITE], TITLE),
        (f"<h1>{SITE}</h1><h1>{TITLE}</h1>", [TITLE.replace("nối lại", "mở lại")], TITLE),
        (f"<h1>{TITLE}</h1><h1>{SITE}</h1>", [], TITLE),
        # An h1 that is not like the headline.
        (f"<h1>www.vinhxanh.example</h1><div>{TITLE}</div>", [TITLE], TITLE),
        # Without an h1: the line that the metadata name.
        (f"<div>{TITLE}</div>", [TITLE], TITLE),
        (f"<div>{TITLE}</div>", ["", "Khác hẳn tên bài này", TITLE.lower()], TITLE),
        # Nothing names it: the likest line above the text.
        (f"<div>{TITLE}</div>", [], TITLE),
        (f"<div>{SITE}</div><div class=tieude>{TITLE}</div><div>Chuyên trang Nam Mỹ hôm nay</div>", [], TITLE),
        (f"<h2>{TITLE}</h2><div>Chuyên trang Nam Mỹ hôm nay</div>", [], TITLE),
        # Links, sentences, sections and short lines are no headlines.
        (f"<div><a href=/>{TITLE}</a></div>", [], None),
        ("<div>Quốc tế</div><div>Peru, Chile</div><div>Bài đăng trên số báo hôm qua.</div>", [], None),
        ("<h1>Peru</h1>", [], None),
        ("", [TITLE], None),
    ],
)
def test_title(before: str, headlines: list[str], title: str | None) -> None:
    assert region(before + story(*STORY), *headlines) == (title, list(STORY))


@pytest.mark.parametrize("tag", ["div", "h2", "p"])
def test_of_equal_lines_the_one_at_the_text_is_the_title(tag: str) -> None:
    bar = f"<{tag}>{TITLE}</{tag}>"
    page = parse(f"{bar}{teasers(30)}<p><a href=/>{TITLE}</a><p>Peru{bar}{story(*STORY)}<p>Lima{bar}", "page")
    found = find_region(page, [TITLE])
    assert found is not None
    assert found[:3] == (33, 34, 37)


def test_a_linked_copy_is_the_title_only_where_no_other_is() -> None:
    page = parse(f"<p><a href=/>{TITLE}</a></p>{story(*STORY)}", "page")
    assert find_title(page, [TITLE], [0.0, 1.0, 1.0, 1.0]) == 0
    assert find_title(page, [], [0.0, 1.0, 1.0, 1.0]) is None


H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    "markup",
    [
        H1 + story(*STORY),
        f"<article>{H1}{paragraphs(*STORY)}</article>",
        f"<main><header>{H1}</header><section>{story(*STORY)}</section></main>",
        # Bare text between line breaks, cells of a table.
        f"<article>{H1}{'<br><br>'.join(STORY)}</article>",
        f"<table><tr><td>{H1}</td></tr><tr><td>{'<br><br>'.join(STORY)}</td></tr></table>",
        # Lists of stories above, beside and below, with and without summaries.
        teasers(12) + H1 + story(*STORY) + teasers(30),
        f"<div class=tin-khac>{teasers(9, paragraphs(SUMMARY))}</div>{H1}{story(*STORY)}",
        f"{H1}{story(*STORY)}<aside>{teasers(9, paragraphs(SUMMARY))}</aside>",
        f"{H1}{story(*STORY)}<div class=most-read>{teasers(9, paragraphs(SUMMARY))}</div>",
        # Comments, named so, longer than the article.
        f"{H1}<main>{story(*STORY)}</main><div class=binh-luan><ul>{'<li>' + paragraphs(REMARK) * 2}</ul></div>",
        f"{H1}<main>{story(*STORY)}</main><div id=comments><ul>{('<li>' + paragraphs(REMARK)) * 12}</ul></div>",
        f"{H1}<main>{story(*STORY)}</main><div class=cmt>{('<div>' + paragraphs(REMARK) + '</div>') * 12}</div>",
        # A notice at the foot.
        f"{H1}{story(*STORY)}<footer><p>Tòa soạn Báo Vịnh Xanh đặt tại số 5 phố Ví Dụ, mở cửa từ 8h đến 17h.</footer>",
    ],
)
def test_text(markup: str) -> None:
    assert region(markup, TITLE) == (TITLE, list(STORY))


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        # A text cut in pieces around banners.
        (f"<div>{story(FIRST, SECOND)}<div>Quảng cáo</div>{story(THIRD, FOURTH)}</div>",
         [FIRST, SECOND, "Quảng cáo", THIRD, FOURTH]),
        (f"<div>{story(FIRST, SECOND)}{story(THIRD)}{story(FOURTH)}</div>", [*STORY, FOURTH]),
        (f"<div>{paragraphs(FIRST)}{story(SECOND, THIRD)}{paragraphs(FOURTH)}</div>", [*STORY, FOURTH]),
        # Not a single paragraph beside, nor one that is fenced or holds links.
        (f"<div>{story(*STORY)}{story(FOURTH)}</div>", list(STORY)),
        (f"<div>{story(*STORY)}{story(REMARK, SUMMARY, name='comment-list')}</div>", list(STORY)),
        (f"<div>{story(*STORY)}{story(REMARK, SUMMARY, name='tin-khac')}</div>", list(STORY)),
        (f"<div>{story(*STORY)}<div>" + f"<p><a href=/>{TEASER}</a>, {SUMMARY}" * 2 + "</div></div>", list(STORY)),
    ],
)  # fmt: skip
def test_pieces(markup: str, texts: list[str]) -> None:
    assert region(H1 + markup) == (TITLE, texts)


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        # Briefs: one paragraph, or one short sentence, among longer lists.
        (H1 + story(FIRST), [FIRST]),
        (H1 + story("Hai bên họp trong ba giờ."), ["Hai bên họp trong ba giờ."]),
        (teasers(20) + H1 + story("Hai bên họp trong ba giờ.") + teasers(20), ["Hai bên họp trong ba giờ."]),
        (teasers(20) + H1 + story(FIRST) + teasers(20), [FIRST]),
        # No text: a headline alone, links alone, words.
        (H1, None),
        (H1 + teasers(20), None),
        (H1 + f"<p><a href=/>{FIRST}</a><p>Peru<p>Chile<p>12/6", None),
        ("", None),
        ("<script>var x = 1</script>", None),
        (f"<!-- {FIRST} --><div hidden>{FIRST}</div>", None),
    ],
)
def test_briefs_and_pages_without_text(markup: str, texts: list[str] | None) -> None:
    found = region(markup)
    assert (found and found[1]) == texts


def test_lines_that_repeat_on_other_pages_are_no_text() -> None:
    page = parse(H1 + story(REMARK, SUMMARY, FOURTH) + story(FIRST), "page")
    for line in page.lines[1:4]:
        line.outside = True
    assert find_region(page, [])[:3] == (0, 4, 5)  # type: ignore[index]


PARTS = (H1, f"<div>{TITLE}</div>", *(f"<p>{text}</p>" for text in (*STORY, REMARK, SUMMARY)), story(FIRST, SECOND),
         teasers(3), teasers(2, SUMMARY), "<div>", "</div>", "<ul><li>", "</ul>", "<p>Peru", "<h1>", "<a href=/>",
         "<div class=comments>", "<div class=sapo>", "<td>", FIRST, SECOND, "<br>")  # fmt: skip


@given(
    st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.lists(st.sampled_from((TITLE, SITE, "")), max_size=2)
)
def test_a_region_holds_text_and_not_its_title(markup: str, headlines: list[str]) -> None:
    page = parse(markup, "page")
    found = find_region(page, headlines)
    if found is None:
        assert not any(len(line.text) >= 110 and not line.linked for line in page.lines)
        return
    assert 0 <= found.first <= found.last <= len(page.lines)
    assert found.title is None or not found.first <= found.title < found.last
    # A headline that closes the element is cut off its end.
    assert found.last in (page.boxes[found.box].last, found.title)
    assert found.first >= page.boxes[found.box].first
