"""A story, and the list of the newest ones, as pages."""

import html
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from thoisu import add, incoming, open_store
from thoisu.chronicle.records import Entry, Question
from thoisu.web.pages.story import counted, folded
from thoisu.web.settings import Settings

from .conftest import Client, client_of


def _largest(client: Client) -> tuple[str, list[str]]:
    """The story with the most documents, and these."""
    with client.app.state.stores.borrow() as store:
        stories = set(store.stories(d.id for d in store.documents()).values())
        return max(((story, store.in_story(story)) for story in stories), key=lambda pair: (len(pair[1]), pair[0]))


def _entries(client: Client, story: str) -> list[Entry]:
    with client.app.state.stores.borrow() as store:
        return store.ask(Question(story=story))


def test_a_story_has_all_its_entries_documents_and_actors(desk: Client) -> None:
    story, documents = _largest(desk)
    entries = _entries(desk, story)
    text = desk.get(f"/story/{story}").text
    assert re.findall(r'id="e-(\w+)"', text) == [entry.id for entry in entries]
    assert set(re.findall(r'href="/article/(\w+)"', text)) == set(documents)
    days = re.findall(r'<h3><time datetime="([\d-]+)">', text)
    assert days == sorted(set(days))
    for actor in {a.entity for e in entries for a in (*e.actor, *e.recipient)}:
        count = sum(actor in {a.entity for a in (*e.actor, *e.recipient)} for e in entries)
        assert (actor, count) in [(a.entity, n) for a, n in counted(entries)]
    assert f"pages {len(documents)}, outlets" in text


def test_the_strip_narrows_the_story_to_a_span(desk: Client) -> None:
    story, _ = _largest(desk)
    text = desk.get(f"/story/{story}").text
    assert f'data-strip="/story/{story}"' in text
    spans = re.findall(rf'href="/story/{story}\?from=([\d-]+)&amp;to=([\d-]+)"', text)
    assert len(spans) > 1
    days = set(re.findall(r'<h3><time datetime="([\d-]+)">', text))
    first, last = spans[0]
    one = desk.get(f"/story/{story}?from={first}&to={last}").text
    shown = set(re.findall(r'<h3><time datetime="([\d-]+)">', one))
    assert shown == {day for day in days if first <= day <= last}
    assert set() < shown < days
    assert f'<a href="/story/{story}">All its days</a>' in one


def test_a_story_is_found_by_its_articles_and_entries(desk: Client) -> None:
    story, documents = _largest(desk)
    for id in (*documents, *(e.id for e in _entries(desk, story)), story[:8]):
        text = desk.get(f"/story/{id}").text
        assert f"<code>{story}</code>" in text


def test_the_entries_of_a_long_story_come_in_pages(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.story.SHOWN", 3)
    monkeypatch.setattr("thoisu.web.pages.story.COUNTED", 4)
    story, _ = _largest(desk)
    address, seen = f"/story/{story}", list[str]()
    while address:
        text = desk.get(address, headers={"Cookie": f"theme=dark; n={len(seen)}"}).text
        seen += re.findall(r'id="e-(\w+)"', text)
        more = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(more[1]) if more else ""
        assert "Counted over its first 4 entries." in text
    assert seen == [e.id for e in _entries(desk, story)]


def test_copies_are_folded_under_their_origin(desk: Client) -> None:
    with desk.app.state.stores.borrow() as store:
        pairs = [pair for d in store.documents() for pair in store.copies([d.id])]
        families = store.families(pairs[0][:2])
        documents = sorted(store.documents(families), key=lambda d: d.moment or "")
    [family] = set(families.values())
    [text] = folded(documents, families)
    assert (text.first.id, len(text.copies)) == (family, 1)
    # The origin leads however late it came; where it is not shown, the first that is.
    assert folded(documents[::-1], families)[0].first.id == family
    assert folded(documents[::-1], dict.fromkeys(families, "elsewhere"))[0].first == documents[-1]
    page = desk.get(f"/story/{family}").text
    assert re.search(rf'href="/article/{family}".*?<summary>1 copies</summary>.*?{text.copies[0].id}', page, re.S)


def test_the_newest_stories_come_first_and_all_are_reached(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.stories.SHOWN", 2)
    address, seen = "/stories", list[str]()
    while address:
        text = desk.get(address).text
        seen += re.findall(r'href="/story/(\w+)"', text)
        more = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(more[1]) if more else ""
    with desk.app.state.stores.borrow() as store:
        assert len(seen) == store.counts()["stories"] == len(set(seen))
        moments = [head.moment for head in store.story_heads(seen)]
    known = [moment for moment in moments if moment]
    assert all(a[:16] >= b[:16] for a, b in pairwise(known))
    assert moments[: len(known)] == known


def test_a_story_in_the_list_says_what_it_is(desk: Client) -> None:
    story, documents = _largest(desk)
    text = desk.get("/stories").text
    [line] = re.findall(rf'<li><a[^>]*href="/story/{story}".*?</li>', text, re.S)
    with desk.app.state.stores.borrow() as store:
        first = min(store.documents(documents), key=lambda d: (d.moment or d.day or "9999", d.id))
    assert html.escape(first.title or "") in line
    assert f"pages {len(documents)}, outlets" in line


def test_a_page_behind_no_story_is_told_in_one_line(desk: Client) -> None:
    answer = desk.get("/stories?before=zzzz")
    assert (answer.status_code, "zzzz: is the id of no story" in answer.text) == (400, True)


def test_an_empty_store_has_no_stories(empty: Client) -> None:
    assert "The store holds no story here." in empty.get("/stories").text


def test_the_documents_of_a_long_story_are_cut_and_it_says_so(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Ngày {day}, Thủ tướng Đức Olaf Scholz đã hội đàm với Chủ tịch Trung Quốc Tập Cận Bình tại Bắc Kinh."
    days = [date(2022, 11, 4) + timedelta(n) for n in range(4)]
    pages = [
        incoming(f"Đức và Trung Quốc\n\n{told.format(day=f'{d.day}/{d.month}')} Đây là ngày thứ {n}.", d.isoformat())
        for n, d in enumerate(days)
    ]
    with open_store(own) as store:
        ids = [done.document for done in add(store, pages)]
        story = store.stories(ids)[ids[0]]
        assert len(store.in_story(story)) == 4
    monkeypatch.setattr("thoisu.web.pages.story.DOCUMENTS", 3)
    with client_of(Settings(str(own))) as client:
        text = client.get(f"/story/{story}").text
    assert len(set(re.findall(r'href="/article/(\w+)"', text))) == 3
    assert "1 later articles of this story are not listed here." in text


@pytest.mark.parametrize("address", ["/stories", "/story/{story}", "/article/{document}", "/search?q=hội", "/search"])
def test_the_pages_are_there_in_vietnamese(desk: Client, address: str) -> None:
    story, documents = _largest(desk)
    answer = desk.get(address.format(story=story, document=documents[0]), headers={"Accept-Language": "vi"})
    assert answer.status_code == 200
    assert '<html lang="vi"' in answer.text
    assert not re.search(r">\s*(Search|Stories|Events|Copies|Versions|Who takes part|Sources)\s*<", answer.text)
