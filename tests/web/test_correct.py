"""Corrections from the page of an entry: what they do, who may, and how they are taken back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from thoisu import open_store
from thoisu.chronicle.records import Entry, Question
from thoisu.web.access import hashed, new_token
from thoisu.web.settings import Settings

from .conftest import Client, client_of

_ALL = Question(rejected=True)


@pytest.fixture
def editor(own: Path) -> Iterator[Client]:
    """The desk of a copy of the store for one who has signed in with a token that may write."""
    token = new_token()
    with open_store(own) as store, store.writing():
        store.put_token("bien-tap", hashed(token), True)
    with client_of(Settings(str(own))) as client:
        answer = client.post("/sign-in", data={"token": token, "_csrf_token": _sign(client, "/sign-in")})
        assert answer.status_code == 200
        yield client


def _sign(client: Client, address: str) -> str:
    found = re.search(r'name="_csrf_token" value="(\w+)"', client.get(address).text)
    assert found
    return found[1]


def _entries(own: Path, question: Question = _ALL) -> list[Entry]:
    with open_store(own) as store:
        return store.ask(question)


def _send(client: Client, entry: Entry, **fields: str) -> str:
    data = {"_csrf_token": _sign(client, f"/entry/{entry.id}"), **fields}
    answer = client.post(f"/entry/{entry.id}/correct", data=data)
    return f"{answer.status_code} {answer.text}"


def test_fields_are_set_and_taken_back(editor: Client, own: Path) -> None:
    before = _entries(own)
    [entry, *_] = [e for e in before if e.status == "happened"]
    text = _send(editor, entry, action="set", status="denied", actor="; ".join(a.entity for a in entry.actor))
    assert text.startswith("200")
    assert 'class="status denied"' in text
    assert "bien-tap" in text
    with open_store(own) as store:
        [line] = store.corrections()
    assert (line.author, line.action, line.values) == ("bien-tap", "set", {"status": "denied"})
    answer = editor.post(f"/corrections/{line.number}/undo", data={
        "_csrf_token": _sign(editor, f"/entry/{entry.id}"), "telling": entry.best,
    })  # fmt: skip
    assert answer.url.path == f"/entry/{entry.id}"
    assert 'class="status happened"' in answer.text
    assert _entries(own) == before
    log = editor.get("/corrections").text
    assert "(taken back)" in log
    assert log.count("/undo") == 1  # of the undo


def test_a_rejected_entry_leaves_the_chronology(editor: Client, own: Path) -> None:
    [entry, *_] = _entries(own)
    assert "rejected" in _send(editor, entry, action="reject")
    assert entry.id not in {e.id for e in _entries(own, Question())}


def test_entries_are_joined_and_parted(editor: Client, own: Path) -> None:
    one, other, *_ = _entries(own, Question(event=["CONSULT"]))
    _send(editor, one, action="merge", other=other.id[:8])
    [joined] = [e for e in _entries(own) if one.best in e.tellings]
    assert other.best in joined.tellings
    _send(editor, joined, **{"action": "split", f"off_{other.best}": "1"})
    assert not any(one.best in e.tellings and other.best in e.tellings for e in _entries(own))


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"action": "set"}, 422, "nothing was changed"),
        ({"action": "set", "from": "tomorrow"}, 422, "tomorrow"),
        ({"action": "set", "status": "maybe"}, 422, "maybe"),
        ({"action": "merge", "other": ""}, 400, "begins the ids of several"),
        ({"action": "merge", "other": "zzzz"}, 400, "is the id of no entry"),
        ({"action": "split"}, 422, "nothing would stay"),
        ({"action": "burn"}, 422, "is no correction"),
        ({}, 422, "is no correction"),
    ],
)
def test_what_can_not_be_is_told_and_changes_nothing(
    editor: Client, own: Path, fields: dict[str, str], status: int, says: str
) -> None:
    before = _entries(own)
    [entry, *_] = [e for e in before if len(e.tellings) == 1]
    told = _send(editor, entry, **fields)
    assert told.startswith(str(status))
    assert says in told
    assert _entries(own) == before


def test_nothing_is_corrected_without_a_token_or_a_sign(editor: Client, desk: Client, own: Path) -> None:
    [entry, *_] = _entries(own)
    address = f"/entry/{entry.id}/correct"
    sign = _sign(desk, "/sign-in")
    assert '/correct"' not in desk.get(f"/entry/{entry.id}").text
    assert desk.post(address, data={"action": "reject", "_csrf_token": sign}).status_code == 401
    assert editor.post(address, data={"action": "reject"}).status_code == 403
    assert editor.post(address, data={"action": "reject", "_csrf_token": "0" * 128}).status_code == 403
    assert not any(e.rejected for e in _entries(own))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"_csrf_token=%C4%91&action=reject", "application/x-www-form-urlencoded"),
        (b"_csrf_token=abc&action=%ff%fe", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="_csrf_token"; filename="a"\r\n\r\nabc\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--y", "multipart/form-data; boundary=x"),
    ],
    ids=["letters", "no UTF-8", "a file", "no form", "cut"],
)
def test_a_form_that_is_none_is_refused(editor: Client, own: Path, body: bytes, kind: str) -> None:
    [entry, *_] = _entries(own)
    answer = editor.post(f"/entry/{entry.id}/correct", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 403)
    assert not any(e.rejected for e in _entries(own))
