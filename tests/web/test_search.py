"""Search as a page."""

import html
import re

import pytest

from thoisu.web.pages.search import pieces

from .conftest import Client


def _found(text: str) -> list[str]:
    return re.findall(r'<li><a lang="vi" href="/article/(\w+)"', text)


@pytest.mark.parametrize(
    ("asked", "folded"), [("hội đàm", False), ("hoi dam", True), ("HỘI ĐÀM", False), ("Donald Trump", False)]
)
def test_articles_with_all_words_are_found(desk: Client, asked: str, folded: bool) -> None:
    text = desk.get("/search", params={"q": asked}).text
    with desk.app.state.stores.borrow() as store:
        hits = store.search(asked, 40)
        stories = store.stories(hit.document for hit in hits)
    assert hits
    assert _found(text) == [hit.document for hit in hits]
    assert all(f'href="/story/{story}"' in text for story in stories.values())
    assert ("found without diacritics" in text) == folded or not folded
    assert f"{len(hits)} articles" in text
    assert re.search(r"<mark>[^<]+</mark>", text)


def test_what_is_found_as_asked_comes_before_what_is_found_folded(desk: Client) -> None:
    text = desk.get("/search", params={"q": "đàm"}).text
    folded = ["found without diacritics" in item for item in re.findall(r"<li><a lang.*?</li>", text, re.S)]
    assert folded == sorted(folded)


def test_the_words_lead_to_the_chronology(desk: Client) -> None:
    text = desk.get("/search", params={"q": "hội đàm"}).text
    [link] = re.findall(r'href="(/\?text=[^"]+)"', text)
    assert 'class="entry"' in desk.get(html.unescape(link)).text


@pytest.mark.parametrize("asked", ["zzzz", "!!!", '"', "hội zzzz", "<b>", "a" * 5000, "%", "* AND OR ("])
def test_what_is_nowhere_is_said_to_be(desk: Client, asked: str) -> None:
    answer = desk.get("/search", params={"q": asked})
    assert answer.status_code == 200
    assert "No page holds these words." in answer.text
    assert _found(answer.text) == []


def test_without_words_there_is_only_the_form(desk: Client) -> None:
    text = desk.get("/search").text
    assert "All of the words must be there" in text
    assert "No page holds" not in text


def test_more_than_are_shown_is_said(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.search.SHOWN", 2)
    text = desk.get("/search?q=ngày").text
    assert len(_found(text)) == 2
    assert "The first 2 articles: more words narrow the search" in text


@pytest.mark.parametrize(
    ("snippet", "asked", "right"),
    [
        ("Hôm qua, [căng] thẳng", "cang", [("Hôm qua, ", False), ("căng", True), (" thẳng", False)]),
        ("[ảnh] của [AP]", "AP", [("[ảnh] của ", False), ("AP", True)]),
        ("[ảnh minh họa] [x]", "ảnh", [("[ảnh minh họa] [x]", False)]),
        ("[[căng]] [", "căng", [("[", False), ("căng", True), ("] [", False)]),
        ("", "x", []),
    ],
)
def test_only_the_words_that_were_asked_for_are_marked(snippet: str, asked: str, right: list[tuple[str, bool]]) -> None:
    assert pieces(snippet, asked) == right
