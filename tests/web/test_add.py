"""Adding a page by hand: read at once by everybody, kept by those who may write."""

import html
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from thoisu import open_store
from thoisu.web.access import hashed, new_token
from thoisu.web.examples import FOLDER, example_pages
from thoisu.web.settings import Settings

from . import hostile
from .conftest import ROOT, Client, client_of

TEXT = (
    "Thủ tướng Đức thăm Trung Quốc\n\n"
    "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc). Tại đây, ông hội đàm với Chủ tịch Trung Quốc "
    "Tập Cận Bình."
)


@contextmanager
def _signed(store: Path, writes: bool) -> Iterator[Client]:
    token = new_token()
    with open_store(store) as opened, opened.writing():
        opened.put_token("bien-tap", hashed(token), writes)
    with client_of(Settings(str(store))) as client:
        client.post("/sign-in", data={"token": token, "_csrf_token": _sign(client, "/sign-in")})
        yield client


@pytest.fixture
def editor(own: Path) -> Iterator[Client]:
    """The desk of a filled store for one who has signed in with a token that may write."""
    with _signed(own, True) as client:
        yield client


@pytest.fixture
def guest(own: Path) -> Iterator[Client]:
    """The same for one whose token may only read."""
    with _signed(own, False) as client:
        yield client


def _sign(client: Client, address: str = "/add") -> str:
    found = re.search(r'name="_csrf_token" value="(\w+)"', client.get(address).text)
    assert found
    return found[1]


def _send(client: Client, file: tuple[str, bytes] | None = None, **fields: str) -> tuple[int, str]:
    given = {name: (None, value) for name, value in {"_csrf_token": _sign(client), **fields}.items()}
    files = {**given, "file": file or ("", b"")}
    answer = client.post("/add", files=files)
    return answer.status_code, answer.text


def _area(text: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S)
    assert found
    return found[1]


def test_a_text_is_read_at_once_and_nothing_is_kept(empty: Client) -> None:
    status, text = _send(empty, text=TEXT, published="2022-11-05", do="read")
    assert status == 200
    assert re.search(r'<mark class="trigger"[^>]*><a href="#event-1">đến</a>', text)
    assert '<a href="/actor?name=Olaf+Scholz">' in text
    assert re.search(r'<tr id="event-1">.*?2022-11-04', text)
    assert _area(text) == TEXT
    assert 'value="2022-11-05"' in text
    with empty.app.state.stores.borrow() as store:
        assert store.counts()["pages"] == 0


def test_a_page_is_kept_and_shown_with_its_entries(editor: Client) -> None:
    fields = {"text": TEXT, "published": "2022-11-05", "uri": "https://example.vn/duc-1.html", "do": "keep"}
    status, text = _send(editor, **fields)
    assert (status, "Kept:" in text) == (200, True)
    [article] = re.findall(r'</strong> <a lang="vi" href="(/article/\w+)"', text)
    assert "Olaf Scholz" in editor.get(article).text
    entries = re.findall(r'<li><a href="(/entry/\w+)"', text)
    assert entries
    assert all(editor.get(entry).status_code == 200 for entry in entries)
    assert "The store has this page already:" in _send(editor, **fields)[1]
    assert "Kept as a new version:" in _send(editor, **{**fields, "text": f"{TEXT} Hai bên ký thỏa thuận."})[1]


def test_lines_that_a_browser_ends_its_own_way_are_the_same_page(editor: Client) -> None:
    _send(editor, text=TEXT, do="keep")
    assert "The store has this page already:" in _send(editor, text=TEXT.replace("\n", "\r\n"), do="keep")[1]


@pytest.mark.parametrize(("client", "status"), [("desk", 401), ("guest", 403)])
def test_who_may_not_write_keeps_the_text_but_not_the_page(
    client: str, status: int, request: pytest.FixtureRequest
) -> None:
    asked: Client = request.getfixturevalue(client)
    with asked.app.state.stores.borrow() as store:
        before = store.revision()
    found, text = _send(asked, text=TEXT, published="2022-11-05", do="keep")
    assert found == status
    assert 'href="/sign-in?back=%2Fadd" target="_blank"' in text
    assert _area(text) == TEXT
    with asked.app.state.stores.borrow() as store:
        assert store.revision() == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": ""}, "text: is empty; give a page"),
        ({"text": "The ministers met in Geneva on Friday and agreed to meet again next month, they said."}, "text: "),
        ({"text": TEXT, "published": "hôm qua"}, "is no date; give it as YYYY-MM-DD"),
        ({"text": TEXT, "published": "2022-13-01"}, "is no date"),
        ({"text": TEXT, "published": "0001-01-01"}, "is not in 1900 to 2099"),
        ({"text": TEXT, "published": "9999-12-31T23:59-12:00"}, "is not in 1900 to 2099"),
        ({"text": TEXT, "uri": "javascript:alert(1)"}, "is no address of a web page"),
        ({"text": TEXT, "uri": "http://["}, "is no address of a web page"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_line_over_the_filled_form(
    desk: Client, fields: dict[str, str], says: str
) -> None:
    status, text = _send(desk, **fields)
    assert status == 422
    [fault] = re.findall(r'<p class="fault" role="alert">(.*?)</p>', text, re.S)
    assert says in fault
    assert "\n" not in fault
    assert _area(text) == fields["text"]
    assert f'name="published" value="{fields.get("published", "")}"' in text
    assert f'name="uri" value="{fields.get("uri", "")}"' in text


def test_a_file_is_read_in_the_place_of_the_text_which_it_then_is(editor: Client) -> None:
    [raw] = [path.read_bytes() for path in example_pages() if path.suffix == ".html"]
    status, text = _send(editor, file=("C:\\tin\\trang.html", raw), text="cũ")
    assert status == 200
    assert "The text of trang.html stands in the field now" in text
    assert 'href="#event-1"' in text
    assert _area(text).startswith("&lt;!")


def test_a_file_in_another_charset_has_to_be_chosen_again(desk: Client) -> None:
    _, text = _send(desk, file=("trang.txt", TEXT.encode("utf-16")))
    assert "To keep trang.txt, choose the file once more" in text
    assert _area(text) == ""
    assert "Olaf Scholz" in text


def test_a_file_may_not_pass_for_an_address(editor: Client) -> None:
    _, text = _send(editor, file=("https://example.vn/khac-1.html", TEXT.encode()), do="keep")
    [article] = re.findall(r'</strong> <a lang="vi" href="/article/(\w+)"', text)
    with editor.app.state.stores.borrow() as store:
        assert store.version(article).key.startswith("sha256:")


def test_who_may_not_write_has_no_very_long_page_read(
    desk: Client, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thoisu.web.pages.add.MOST", len(TEXT.encode()) - 1)
    status, text = _send(desk, text=TEXT)
    assert status == 422
    assert "that are read for who may not write; sign in, or give a shorter page" in text
    assert _send(editor, text=TEXT)[0] == 200


def test_a_file_that_is_no_text_is_refused(desk: Client) -> None:
    status, text = _send(desk, file=("anh.png", b"\x89PNG\r\n\x1a\n0000"))
    assert status == 422
    assert "anh.png: is a binary file, not text" in text


@pytest.mark.parametrize(
    ("file", "fields", "status"),
    [
        (None, {"text": hostile.TEXT, "published": "2022-11-05"}, 200),
        ((f"{hostile.SCRIPT}.txt", hostile.TEXT.encode()), {}, 200),
        ((f"{hostile.SCRIPT}.txt", hostile.TEXT.encode("utf-16")), {}, 200),
        ((f"{hostile.IMAGE}.png", b"\x89PNG"), {}, 422),
        (None, {"text": hostile.TEXT, "uri": f"https://x/{hostile.BREAK}{hostile.SCRIPT}"}, 200),
        (None, {"text": hostile.TEXT, "uri": hostile.SCRIPT}, 422),
        (None, {"text": hostile.TEXT, "published": hostile.BREAK}, 422),
    ],
)
def test_what_is_given_is_only_ever_shown_as_text(
    desk: Client, file: tuple[str, bytes] | None, fields: dict[str, str], status: int
) -> None:
    found, text = _send(desk, file, **fields)
    assert found == status
    assert hostile.faults(text) == []
    if fields.get("text"):
        assert html.unescape(_area(text)) == hostile.TEXT


def test_forms_without_their_sign_are_refused(editor: Client) -> None:
    for sign in ({}, {"_csrf_token": "0" * 128}, {"_csrf_token": "x"}):
        for address in ("/add", "/add/examples"):
            answer = editor.post(address, files={name: (None, value) for name, value in {"text": TEXT, **sign}.items()})
            assert answer.status_code == 403
            [fault] = re.findall(r'<p class="fault" role="alert">(.*?)</p>', answer.text, re.S)
            assert "\n" not in fault
    with editor.app.state.stores.borrow() as store:
        assert not store.search("Scholz Bắc Kinh")


def test_the_examples_fill_an_empty_store(tmp_path: Path) -> None:
    with _signed(tmp_path / "tin.sqlite", True) as editor:
        answer = editor.post("/add/examples", data={"_csrf_token": _sign(editor, "/")})
        assert (answer.status_code, answer.url.path) == (200, "/")
        assert 'class="entry"' in answer.text
        with editor.app.state.stores.borrow() as store:
            assert store.counts()["pages"] == len(example_pages()) == 7


def test_who_is_not_signed_in_is_asked_to_before_the_examples(empty: Client) -> None:
    answer = empty.post("/add/examples", data={"_csrf_token": _sign(empty, "/")}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?back=%2F")


def test_each_reader_of_an_empty_store_gets_a_sign_of_their_own(empty: Client) -> None:
    first = _sign(empty, "/")
    empty.cookies.clear()
    assert _sign(empty, "/") != first
    assert empty.get("/").headers["cache-control"] == "no-store"


def test_the_examples_of_the_checkout_are_found() -> None:
    assert {path.name for path in example_pages()} >= {"nga-my-geneva-2021.txt", "phan-lan-nato-2023.html"}


def test_a_wheel_has_the_examples_where_they_are_looked_for() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["force-include"] == {"examples": f"thoisu/web/{FOLDER}"}
