"""HTML pages that we wrote ourselves (tests/pages/html), each with its article, and laws for what is left of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu.errors import DateError, NoArticle, PageError, PageTooLarge
from thoisu.model import Article
from thoisu.page import html
from thoisu.page.web import read_html
from thoisu.text import fold

from ..conftest import TESTS
from .test_blocks import LABELS

GOLD = sorted((TESTS / "pages" / "html").glob("*.json"))
FIELDS = ("title", "lead", "body", "published", "byline", "credit", "section", "captions")


@cache
def wanted(file: Path) -> dict[str, Any]:
    """The article that a page should give."""
    return dict(json.loads(file.read_text(encoding="utf-8")))


@cache
def markup(file: Path) -> str:
    """The page of a reading."""
    return file.with_suffix(".html").read_text(encoding="utf-8")


def read_page(file: Path, publishers: bool = True) -> tuple[Article, str]:
    article, _, text = read_html(markup(file).encode(), wanted(file)["uri"], publishers=publishers)
    return article, text


def field_of(file: Path, field: str) -> Any:
    """A field of a page's article as the readings write it."""
    article, _ = read_page(file)
    if field == "body":
        return [p.text for p in article.paragraphs if p.role == "body"]
    if field == "captions":
        return [(c.text, c.credit) for c in article.captions]
    if field == "published":
        return article.published and article.published.value[: len(wanted(file)["published"])]
    return getattr(article, field)


@pytest.mark.parametrize(
    ("file", "field"), [pytest.param(file, field, id=f"{file.stem}-{field}") for file in GOLD for field in FIELDS]
)
def test_a_field_is_exact(file: Path, field: str) -> None:
    value = wanted(file)[field]
    assert field_of(file, field) == ([(c["text"], c["credit"]) for c in value] if field == "captions" else value)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_captions_and_teasers_are_no_paragraphs(file: Path) -> None:
    article, _ = read_page(file)
    told = {fold(p.text) for p in article.paragraphs}
    apart = [*(c["text"] for c in wanted(file)["captions"]), *wanted(file)["related"]]
    assert [text for text in apart if fold(text) in told] == []
    assert [p.role for p in article.paragraphs][:1] == ["title"]


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_captions_date_themselves(file: Path) -> None:
    dates = {c.text: c.date for c in read_page(file)[0].captions}
    for caption in wanted(file)["captions"]:
        # A day without its year, or a month, is no full date.
        full = (caption["date"] or "")[:4] in caption["text"] and len(caption["date"] or "") == 10
        assert dates[caption["text"]] == (caption["date"] if full else None)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_the_blocks_are_the_visible_page(file: Path) -> None:
    check_blocks(*read_page(file))


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_pages_read_alike_without_the_selectors_of_publishers(file: Path) -> None:
    assert read_page(file, publishers=False) == read_page(file)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_text_and_bytes_read_alike(file: Path) -> None:
    uri = wanted(file)["uri"]
    assert read_html(markup(file), uri) == read_html(markup(file).encode(), uri)


# -- what the caller gives ------------------------------------------------------------------------------------

TITLE = "Ghana và Togo mở lại tuyến xe buýt qua biên giới"
FIRST = "Ngày 8/3, chuyến xe đầu tiên chở 40 hành khách rời Accra và tới Lomé sau gần bốn giờ."
SECOND = "Bộ Giao thông Ghana cho biết mỗi ngày sẽ có sáu chuyến, nhiều gấp đôi so với năm ngoái."
STORY = f"<h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>"


@pytest.mark.parametrize(
    ("given", "value", "basis"),
    [
        ("2023-03-09", "2023-03-09", "given"),
        ("2023-03-09T08:00", "2023-03-09T08:00:00+07:00", "given"),
        (None, "2023-03-08T17:05:00+07:00", "page"),
    ],
)
def test_a_given_day_counts_before_the_pages_own(given: str | None, value: str, basis: str) -> None:
    page = STORY.replace("<div>", "<div><p>17:05 08/03/2023</p>")
    published = read_html(page, published=given)[0].published
    assert published is not None
    assert (published.value, published.basis) == (value, basis)


def test_a_given_day_that_is_none_is_an_error() -> None:
    with pytest.raises(DateError, match="is no date"):
        read_html(STORY, published="hôm qua")


def test_lines_that_repeat_on_the_host_are_no_paragraphs() -> None:
    page = STORY.replace("</div>", f"<p>{FIRST.replace('Accra', 'Kumasi')}</p></div>")
    assert len(read_html(page)[0].paragraphs) == 4
    article = read_html(page, furniture=lambda text: "Kumasi" in text)[0]
    assert [p.text for p in article.paragraphs] == [TITLE, FIRST, SECOND]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("", "^page: holds no running text; save the page as the browser shows it$"),
        (f"<h1>{TITLE}</h1><ul><li><a href=/>Trang chủ</a></ul>", "^page: holds no running text;"),
        (
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{FIRST * 4}"}}</script>',
            "^page: holds its article in a script; save the page as the browser shows it$",
        ),
    ],
)
def test_pages_without_an_article(page: str, message: str) -> None:
    with pytest.raises(NoArticle, match=message):
        read_html(page)


def test_a_page_of_too_many_elements_names_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ELEMENTS", 10)
    with pytest.raises(PageTooLarge, match=r"^https://example\.vn/1: more than 10 elements; "):
        read_html("<p>Ghana" * 11, "https://example.vn/1")


# -- laws -----------------------------------------------------------------------------------------------------

INSERTED = (
    "<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<table><td>", "</td></tr></table>", "<br><br>", "<ul><li>",
    "<article>", "</article>", "<aside>", "<figure><img><figcaption>", "<!--", "-->", "<script>", "</script>",
    "<div hidden>", "<div class=comments>", "<div class=related>", "<p class=sapo>", "<select>", "<svg>", "<template>",
    "<b>", "<a href=/>", "</a>", "<", "&#0;", "\x00", "\u200b", "\u0301", "<title>", "</body>", "<plaintext>",
    "<meta name=description content='…'>", "<link rel=canonical href=http://[>", "<time datetime=9999-99-99>",
    "<meta property=article:published_time content='0001-01-01T00:00+14:00'>", "<link rel=canonical href=x>",
    "<script type=application/ld+json>[{\"@type\": []}, 7]</script>", f"<p>{FIRST}</p>", f"<h1>{TITLE}</h1>",
)  # fmt: skip
law = settings(
    deadline=None, max_examples=500, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


def check_blocks(article: Article, text: str) -> None:
    """The blocks are the visible text, each where it says, and the paragraphs are the blocks of the story."""
    assert "\n".join(block.text for block in article.blocks) == text
    assert all(text[block.start : block.end] == block.text for block in article.blocks)
    labels = [block.label for block in article.blocks]
    assert set(labels) <= LABELS
    assert labels.count("title") <= 1
    assert labels.count("lead") <= 1
    told = sorted(b.text for b in article.blocks if b.label in ("title", "lead", "body"))
    # A page that shows no headline has the one of its head, which is no block.
    shown = any(b.label == "title" for b in article.blocks)
    assert sorted(p.text for p in article.paragraphs if shown or p.role != "title") == told
    assert len({c.text for c in article.captions}) == len(article.captions)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A page after a few cuts, copies and stray tags."""
    page = markup(draw(st.sampled_from(GOLD)))
    for _ in range(draw(st.integers(1, 4))):
        # Most of a page is menus and scripts: half of the changes fall on its story.
        start = max(0, page.find("<h1")) if draw(st.booleans()) else 0
        i = draw(st.integers(start, max(start, len(page) - 1)))
        j = i + draw(st.sampled_from((1, 7, 60, 400, 3000)))
        change = draw(st.sampled_from(("delete", "duplicate", "insert", "insert")))
        if change == "delete":
            page = page[:i] + page[j:]
        elif change == "duplicate":
            page = page[:j] + page[i:]
        else:
            page = page[:i] + draw(st.sampled_from(INSERTED)) + page[i:]
    return page


@law
@given(mutated(), st.booleans())
def test_what_is_left_of_a_page_is_read_or_refused(page: str, publishers: bool) -> None:
    try:
        article, meta, text = read_html(page, "https://www.vietnamplus.vn/tin-post1.vnp", publishers=publishers)
    except PageError:
        return
    check_blocks(article, text)
    assert text == html.parse(page, "page").text()
    json.dumps([meta.headlines, meta.authors, meta.sections, meta.canonical])


@settings(deadline=None, max_examples=200, derandomize=True)
@given(
    st.lists(st.sampled_from((*INSERTED, TITLE, FIRST, SECOND, "Quốc tế", "Lê Đạt (TTXVN)")), max_size=14).map("".join)
)
def test_any_page_is_read_or_refused(page: str) -> None:
    try:
        article, _, text = read_html(page)
    except PageError:
        return
    check_blocks(article, text)
