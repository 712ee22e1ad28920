"""An article as a page: its blocks, what is marked in it, its versions and copies; and why it was read so."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import thoisu
from thoisu import add, incoming, open_store
from thoisu.chronicle.records import Question
from thoisu.model import replace
from thoisu.store.base import Store
from thoisu.web.marked import Mark, cut
from thoisu.web.rows import url
from thoisu.web.settings import Settings

from .conftest import ROOT, Client, client_of
from .hostile import SCRIPT, faults, hostile

SINGAPORE = ROOT / "examples" / "thuong-dinh-my-trieu-2018.txt"
COPY = ROOT / "examples" / "tuyen-bo-chung-my-trieu-2018.txt"
FINLAND = ROOT / "examples" / "phan-lan-nato-2023.html"


@pytest.fixture
def more(own: Path) -> Iterator[Client]:
    """The desk of the store with a page of HTML."""
    with open_store(own) as store:
        add(store, [incoming(FINLAND)])
    with client_of(Settings(str(own))) as client:
        yield client


def _id(client: Client, page: Path) -> str:
    sha256 = thoisu.read(page).page.sha256
    with _store(client) as store:
        return next(d.id for d in store.documents() if store.version(d.id).sha256 == sha256)


def _store(client: Client):
    return client.app.state.stores.borrow()


def _words(text: str) -> str:
    """The text of a page without its marks."""
    text = re.sub(r'<span class="(?:note|label)".*?</span>', "", text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.mark.parametrize("page", [SINGAPORE, COPY, FINLAND], ids=lambda page: page.stem)
def test_every_block_of_a_page_is_there_once_in_its_order(more: Client, page: Path) -> None:
    text = more.get(f"/article/{_id(more, page)}").text
    shown = _words(re.sub(r"<summary.*?</summary>", "", text, flags=re.S))
    at = shown.index("what it stands for")
    for block in thoisu.read(page).article.blocks:
        wanted = " ".join(block.text.split())
        at = shown.index(wanted, at) + len(wanted)
    paragraphs = re.findall(r'id="p(\d+)"', text)
    assert paragraphs == [str(p) for p in range(len(thoisu.read(page).article.paragraphs))]


def test_what_was_set_aside_is_folded(more: Client) -> None:
    text = more.get(f"/article/{_id(more, FINLAND)}").text
    folded = _words("".join(re.findall(r'<details class="aside">.*?</details>', text, re.S)))
    blocks = thoisu.read(FINLAND).article.blocks
    for block in blocks:
        assert (" ".join(block.text.split()) in folded) == (block.label not in ("title", "lead", "body"))
    assert {block.label for block in blocks} > {"caption", "navigation", "related"}


def test_names_times_and_events_are_marked_with_what_they_are(desk: Client) -> None:
    id = _id(desk, SINGAPORE)
    text = desk.get(f"/article/{id}").text
    reading = thoisu.read(SINGAPORE)
    with _store(desk) as store:
        entries = store.entry_ids(t.id for t in store.told_in([id]))
        assert len(entries) == len(reading.events)
    for entry in set(entries.values()):
        assert re.search(rf'<mark class="trigger"[^>]*><a href="/entry/{entry}">', text)
        assert re.search(rf'<tr id="event-\d+">.*?/entry/{entry}', text)
    for mention in reading.mentions:
        link = url("/", place=mention.entity) if mention.kind == "place" else url("/actor", name=mention.entity)
        assert f'<a href="{link}">{mention.text}</a>' in text
    for time in reading.times:
        assert re.search(rf'<mark class="time"[^>]*>{re.escape(time.text)}<span class="note"> \[{time.start_day}', text)
    assert re.search(r'<mark class="name" title="[^"]*United States[^"]*"><a href="/actor\?name=USA">Mỹ</a>', text)


def test_the_tables_say_the_same_as_the_marks(desk: Client) -> None:
    text = desk.get(f"/article/{_id(desk, SINGAPORE)}").text
    reading = thoisu.read(SINGAPORE)
    assert len(re.findall(r'<tr id="event-', text)) == len(reading.events)
    assert len(re.findall(r'class="quoted"', text)) == len(reading.statements)
    named = text[text.index("<summary>Names") :]
    assert all(html.escape(m.text) in named for m in reading.mentions)


def test_marks_nest_and_overlap() -> None:
    a, b, c = Mark(0, 6, "name", "a"), Mark(2, 4, "name", "b"), Mark(4, 8, "trigger", "c")
    assert [(p.text, [m.told for m in p.marks], [m.told for m in p.ends]) for p in cut("0123456789", [a, b, c, a])] == [
        ("01", ["a"], []),
        ("23", ["b", "a"], ["b"]),
        ("45", ["c", "a"], ["a"]),
        ("67", ["c"], ["c"]),
        ("89", [], []),
    ]
    outside = [Mark(8, 12, "name", "x"), Mark(3, 3, "time", "y"), Mark(-1, 2, "time", "z")]
    assert [p.text for p in cut("0123456789", outside)] == ["0123456789"]
    assert cut("", [a]) == []


def test_the_beginning_of_an_id_and_the_family_s_id_lead_to_it(desk: Client) -> None:
    id = _id(desk, SINGAPORE)
    full = desk.get(f"/article/{id}").text
    assert _words(desk.get(f"/article/{id[:6]}").text)[:200] == _words(full)[:200]
    with _store(desk) as store:
        [(_, family)] = store.families([_id(desk, COPY)]).items()
    assert desk.get(f"/article/{family}").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/article/zzzz", 400, "zzzz: is the id of no document"),
        ("/article/a%00b", 400, "the address holds a zero byte"),
        ("/stories?before=zzzz", 400, "zzzz: is the id of no story"),
        ("/article/%20", 400, "begins the ids of several"),
        ("/article/{id}?version=2", 400, "version: &#39;2&#39; is none of this page; give one of 1"),
        ("/article/{id}?version=x", 400, "give one of 1"),
        ("/story/zzzz", 400, "zzzz: is the id of no story"),
        ("/entry/{entry}/why/zzzz", 400, "zzzz: is none of the tellings of the entry"),
        ("/entry/zzzz/why/zzzz", 400, "is the id of no entry"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(desk: Client, address: str, status: int, says: str) -> None:
    with _store(desk) as store:
        [entry] = store.ask(Question(), 1)
    answer = desk.get(address.format(id=_id(desk, SINGAPORE), entry=entry.id))
    assert answer.status_code == status
    assert says in answer.text


def test_a_copy_says_what_it_cut_and_added(desk: Client) -> None:
    origin, copy = _id(desk, SINGAPORE), _id(desk, COPY)
    with _store(desk) as store:
        assert store.families([copy]) == {copy: origin}
    text = desk.get(f"/article/{origin}").text
    copies = text[text.index('id="copies"') :]
    assert f"/article/{copy}" in copies
    assert re.search(r"cut [1-9]\d*, added \d+, reworded \d+ · retitled", copies)
    assert re.search(r"\d\d% of the shorter text in common", copies)
    [cut_] = re.findall(r"<dt>cut</dt>(.*?)<(?:dt|/dl)", copies, re.S)
    paragraphs = " ".join(p.text for p in thoisu.read(SINGAPORE).article.paragraphs)
    assert all(html.unescape(part) in paragraphs for part in re.findall(r"<del>(.*?)</del>", cut_, re.S))
    own = desk.get(f"/article/{copy}").text
    assert f'the origin: <a lang="vi" href="/article/{origin}">' in own
    assert "<strong>this page</strong>" in own


def test_only_some_copies_are_compared_at_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SINGAPORE.read_text(encoding="utf-8")
    with open_store(own) as store:
        add(store, [incoming(text, uri=f"https://example.vn/ban-sao-{n}.html") for n in range(5)])
    monkeypatch.setattr("thoisu.web.pages.article.COPIES", 3)
    with client_of(Settings(str(own))) as client:
        id = _id(client, SINGAPORE)
        few, all_ = client.get(f"/article/{id}").text, client.get(f"/article/{id}?copies=1").text
        assert re.search(r'\?copies=1">Show \d+ more copies', few)
        assert (few.count("Word for word"), all_.count("Word for word")) == (few.count("Word for word"), 5)
        assert few.count("of the shorter text in common") == 2
        assert "more copies" not in all_


def test_an_older_version_is_shown_as_such(own: Path) -> None:
    address = "https://example.vn/duc-1.html"
    old = "Đức\n\nNgày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    with open_store(own) as store:
        add(store, [incoming(old, published="2022-11-05", uri=address)])
        [done] = add(store, [incoming(old.replace("Bắc Kinh", "Thượng Hải"), published="2022-11-05", uri=address)])
    with client_of(Settings(str(own))) as client:
        new, first = (client.get(f"/article/{done.document}{q}").text for q in ("", "?version=1"))
    assert f'<a href="{address}" rel="noopener noreferrer nofollow">' in new
    assert ("Thượng Hải" in new, "Bắc Kinh" in new) == (True, False)
    assert ("Thượng Hải" in first, "Bắc Kinh" in first) == (False, True)
    assert "This is version 1 of the page" in first
    # The chronicle tells what the newest version says: events of an older one lead nowhere but to their own row.
    assert "/entry/" in new
    assert "/entry/" not in first
    assert 'href="#event-1"' in first


def test_a_page_of_very_many_blocks_is_cut_and_says_so(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoisu.web.pages.article.BLOCKS", 5)
    monkeypatch.setattr("thoisu.web.pages.article.ROWS", 2)
    with client_of(Settings(str(own))) as client:
        id = _id(client, SINGAPORE)
        few, all_ = client.get(f"/article/{id}").text, client.get(f"/article/{id}?all=1").text
    blocks = len(thoisu.read(SINGAPORE).article.blocks)
    assert f"Show {blocks - 5} more blocks of the page" in few
    assert few.count('class="block') == 5
    assert all_.count('class="block') == blocks
    assert "Show these lists whole" in few
    assert "Show these lists whole" not in all_
    events = len(thoisu.read(SINGAPORE).events)
    assert [text.count('<tr id="event-') for text in (few, all_)] == [2, events]
    assert f"Events ({events})" in few


# -- why ---------------------------------------------------------------------------------------------------------


def test_the_reasons_for_every_telling_are_those_of_its_event(desk: Client) -> None:
    with _store(desk) as store:
        entries = store.ask(Question())
        tellings = {t.id: t for t in store.tellings(t for entry in entries for t in entry.tellings)}
    assert len(tellings) > 50
    for entry in entries:
        for id in entry.tellings:
            text = desk.get(f"/entry/{entry.id}/why/{id}").text
            part = text[text.index('<section id="why"') : text.index("</section>")]
            event = tellings[id].event
            assert f"<td>{event.rule} [lexicon/events/" in part
            sentence = part[part.index("<blockquote") : part.index("</blockquote>")]
            assert tellings[id].text in html.unescape(re.sub(r'<span class="kind">.*?</span>|<[^>]+>', "", sentence))
            assert "The store holds another reading" not in part
            assert "gives no such event" not in part


def test_a_stored_reading_that_differs_is_said_to(own: Path) -> None:
    with open_store(own) as store:
        [entry, *_] = store.ask(Question(status=["happened"]))
        [telling] = store.tellings([entry.best])
        _reread_by_another(store, telling.document, telling.number)
    with client_of(Settings(str(own))) as client:
        text = client.get(f"/entry/{entry.id}/why/{telling.id}").text
    assert "The store holds another reading of this sentence:" in text
    assert re.search(r"another reading.*?denied", text, re.S)
    assert "The stored reading was made by thoisu 0.0.1 with the lexicon another" in text


def _reread_by_another(store: Store, document: str, number: int) -> None:
    """Puts in the place of a page's reading one by another version, which took one event for denied."""
    reading = store.reading(document)
    events = [replace(e, status="denied") if n == number else e for n, e in enumerate(reading.events)]
    other = replace(reading, events=events, reader=replace(reading.reader, version="0.0.1", lexicon="another"))
    with store.writing():
        store.put_reading(document, other)
        tellings = [replace(t, event=other.events[t.number]) for t in store.told_in([document])]
        store.put_tellings(document, tellings, list(store.blocks(t.id for t in tellings).values()))


def test_an_event_that_is_not_read_any_more_is_said_to_be_gone(own: Path) -> None:
    with open_store(own) as store:
        [entry, *_] = store.ask(Question())
        [telling] = store.tellings([entry.best])
        other = replace(telling, id="0000gone0000", text="Một câu khác.")
        with store.writing():
            tellings = [other if t.id == telling.id else t for t in store.told_in([telling.document])]
            store.put_tellings(telling.document, tellings, [["x"]] * len(tellings))
            swapped = [other.id if id == telling.id else id for id in entry.tellings]
            store.put_entries([replace(entry, tellings=swapped, best=other.id)])
    with client_of(Settings(str(own))) as client:
        answer = client.get(f"/entry/{entry.id}/why/{other.id}")
    assert answer.status_code == 200
    assert "gives no such event here" in answer.text


# -- hostile texts -------------------------------------------------------------------------------------------------


def test_a_page_of_scripts_is_shown_as_text_everywhere(own: Path) -> None:
    with open_store(own) as store:
        [done] = add(store, [hostile()])
        story = store.stories([done.document])[done.document]
        entries = store.entry_ids(t.id for t in store.told_in([done.document]))
    assert entries
    whys = [f"/entry/{entry}/why/{telling}" for telling, entry in entries.items()]
    addresses = [
        f"/article/{done.document}", f"/story/{story}", "/stories", "/search?q=script+alert", "/?actor=Scholz",
        *(f"/entry/{entry}" for entry in entries.values()), *whys, f"/add?kept={done.document}&what=new",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    ]  # fmt: skip
    with client_of(Settings(str(own))) as client:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200
            assert html.escape(SCRIPT, quote=True) in answer.text or "script" not in address
            assert faults(answer.text) == [], address
        text = client.get(addresses[0]).text
    for field in ("example.vn", "AP "):
        assert f"{field}&lt;" in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 8


def test_the_check_for_scripts_finds_them() -> None:
    assert len(faults("<p onclick=x><script>1</script><img src=x onerror=y><a href='javascript:1'>a</a>")) == 5
