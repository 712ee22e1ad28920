"""What programs send: pages to read and to add, corrections, and every body that can't be taken."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu import incoming, open_store, read
from thoisu.chronicle.records import Entry, Question
from thoisu.model import reading_from_json
from thoisu.web.settings import Settings

from .conftest import Client, client_of
from .examples import COPY, PAGE, PLAN

API = "/api/v1"
JSON = {"Content-Type": "application/json"}
TITLE, SENTENCE = PAGE["text"].split("\n\n")
HTML = (
    f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>{SENTENCE}</p></article></body></html>"
)


def _post(client: Client, path: str, body: Any, status: int) -> Any:
    answer = client.post(API + path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def _ask(store: Path, **question: Any) -> list[Entry]:
    with open_store(store) as opened:
        return opened.ask(Question(**question))


def _counts(store: Path) -> dict[str, int]:
    with open_store(store) as opened:
        return opened.counts()


@pytest.mark.parametrize(
    "given",
    [{"text": PAGE["text"]}, PAGE, {"html": HTML, "published": "2021-06-17"}, {"html": HTML, "uri": PAGE["uri"]},
     {"text": PAGE["text"], "published": "17/6/2021", "html": None}],
)  # fmt: skip
def test_a_page_is_read_as_the_library_reads_it_and_not_kept(
    desk: Client, filled: Path, given: dict[str, str | None]
) -> None:
    before = _counts(filled)
    answer = desk.post(f"{API}/read", json=given)
    right = read(given.get("text") or given["html"] or "", given.get("published"), given.get("uri"))
    assert reading_from_json(answer.content) == right
    assert right.events
    assert _counts(filled) == before


def test_a_page_is_added_known_again_and_versioned(writer: Client, own: Path) -> None:
    before = _counts(own)
    first = writer.post(f"{API}/articles", json=PAGE)
    added = first.json()
    assert (first.status_code, added["what"], added["number"]) == (201, "new", 1)
    assert first.headers["location"] == f"{API}/articles/{added['document']}"
    assert writer.get(first.headers["location"]).json()["document"]["key"] == PAGE["uri"]
    assert _post(writer, "/articles", PAGE, 200) == added | {"what": "known"}
    changed = PAGE | {"text": PAGE["text"] + " Hai bên ra tuyên bố chung."}
    assert _post(writer, "/articles", changed, 201) == added | {"what": "version", "number": 2}
    found = writer.get(f"{API}/articles/{added['document']}").json()
    assert [version["number"] for version in found["versions"]] == [1, 2]
    raws = [writer.get(f"{API}/articles/{added['document']}/raw", params=q).content for q in ({}, {"version": 1})]
    assert raws == [changed["text"].encode(), PAGE["text"].encode()]
    assert writer.get(f"{API}/articles/{added['document']}/raw", params={"version": 3}).status_code == 404
    after = _counts(own)
    assert (after["pages"], after["versions"]) == (before["pages"] + 1, before["versions"] + 2)


def test_what_is_added_is_in_all_answers(writer: Client, own: Path) -> None:
    last = writer.get(f"{API}/stats").json()["last_change"]
    one, copy, plan = (_post(writer, "/articles", page, 201)["document"] for page in (PAGE, COPY, PLAN))
    entries = writer.get(f"{API}/entries", params={"actor": "Joe Biden", "from": "2021-06-16", "to": "2021-06-16"})
    assert [one, copy] in [entry["documents"][-2:] for entry in entries.json()["entries"]]
    [family] = {writer.get(f"{API}/articles/{id}").json()["family"] for id in (one, copy)}
    assert [c["document"]["id"] for c in writer.get(f"{API}/families/{family}").json()["copies"]] == [copy]
    due = writer.get(f"{API}/ledger", params={"from": "2021-07-05", "due": True, "on": "2021-07-10"}).json()["plans"]
    assert [(p["entry"]["documents"], p["outcome"]["kind"]) for p in due] == [([plan], "unreported")]
    assert writer.get(f"{API}/search", params={"q": "Điện Kremlin thông báo"}).json()["hits"][0]["document"] == plan
    new = writer.get(f"{API}/changes", params={"after": last}).json()["changes"]
    assert due[0]["entry"]["id"] in [change["entry"] for change in new if change["what"] == "new"]


def test_the_same_page_as_the_command_line_adds(writer: Client, own: Path, tmp_path: Path) -> None:
    from thoisu import add

    added = _post(writer, "/articles", PAGE, 201)
    with open_store(tmp_path / "other.sqlite") as store:
        [done] = add(store, [incoming(PAGE["text"], PAGE["published"], PAGE["uri"])])
        assert (done.document, done.key) == (added["document"], added["key"])
        with open_store(own) as mine:
            assert mine.reading(done.document) == store.reading(done.document)


def test_an_article_is_read_again(writer: Client, own: Path) -> None:
    added = _post(writer, "/articles", PAGE, 201)
    answer = writer.post(f"{API}/articles/{added['document']}/reread")
    assert (answer.status_code, answer.json()) == (200, added | {"what": "read"})
    assert writer.post(f"{API}/articles/zzzz/reread").status_code == 404


def test_fields_are_set_and_taken_back(writer: Client, own: Path) -> None:
    entry = next(e for e in _ask(own) if e.status == "happened")
    body = {"action": "set", "target": [entry.id[:9]], "values": {"status": "denied", "place": "Geneva"}}
    line = _post(writer, "/corrections", body, 201)
    assert (line["author"], line["action"], line["target"]) == ("bien-tap", "set", sorted(entry.tellings))
    found = writer.get(f"{API}/entries/{entry.id}").json()
    assert (found["entry"]["status"], found["entry"]["place"]["name"]) == ("denied", "Geneva")
    assert found["corrections"] == [line]
    undo = _post(writer, "/corrections", {"action": "undo", "target": [str(line["number"])]}, 201)
    assert writer.get(f"{API}/entries/{entry.id}").json()["entry"] == json.loads(msgspec.json.encode(entry))
    log = writer.get(f"{API}/corrections").json()
    assert [(row["correction"]["number"], row["undone"]) for row in log["corrections"]] == [
        (line["number"], True), (undo["number"], False),
    ]  # fmt: skip
    behind = writer.get(f"{API}/corrections", params={"after": line["number"]}).json()["corrections"]
    assert [row["correction"] for row in behind] == [undo]
    first = writer.get(f"{API}/corrections", params={"limit": 1}).json()
    assert (len(first["corrections"]), first["next"]) == (1, line["number"])


def test_entries_are_merged_split_and_rejected(writer: Client, own: Path) -> None:
    one, other, *_ = _ask(own)
    _post(writer, "/corrections", {"action": "merge", "target": [one.id, other.id]}, 201)
    [joined] = [e for e in _ask(own) if {*one.tellings, *other.tellings} <= {*e.tellings}]
    off = {"off": " ".join(other.tellings)}
    _post(writer, "/corrections", {"action": "split", "target": [joined.id], "values": off}, 201)
    assert sorted(one.tellings) in [sorted(e.tellings) for e in _ask(own)]
    _post(writer, "/corrections", {"action": "reject", "target": [one.id]}, 201)
    assert one.id not in [e.id for e in _ask(own)]
    gone = writer.get(f"{API}/entries", params={"rejected": True, "limit": 200}).json()["entries"]
    assert one.id in [e["id"] for e in gone if e["rejected"]]


def test_a_cursor_outlives_the_entry_that_it_names(writer: Client, own: Path) -> None:
    one, other, *_ = _ask(own)
    _post(writer, "/corrections", {"action": "merge", "target": [one.id, other.id]}, 201)
    gone = ({one.id, other.id} - {e.id for e in _ask(own)}).pop()
    assert writer.get(f"{API}/entries", params={"after": gone}).status_code == 200


def test_stories_are_joined_and_split(writer: Client, own: Path) -> None:
    one, other = (_post(writer, "/articles", page, 201)["document"] for page in (PAGE, PLAN))
    stories = sorted({writer.get(f"{API}/articles/{id}").json()["story"] for id in (one, other)})
    if len(stories) == 1:
        [story] = stories
        body = {"action": "story-split", "target": [story], "values": {"off": other}}
        _post(writer, "/corrections", body, 201)
        stories = sorted({writer.get(f"{API}/articles/{id}").json()["story"] for id in (one, other)})
    assert len(stories) == 2
    _post(writer, "/corrections", {"action": "story-join", "target": stories}, 201)
    assert len({writer.get(f"{API}/articles/{id}").json()["story"] for id in (one, other)}) == 1


def test_a_name_is_changed_and_joined(writer: Client, own: Path) -> None:
    body = {"action": "join", "target": ["Joe Biden", "Biden"], "values": {"to": "Joseph Biden"}}
    _post(writer, "/corrections", body, 201)
    assert writer.get(f"{API}/entries", params={"actor": "Joseph Biden"}).json()["entries"]
    assert _ask(own, actor=["Joe Biden"]) == []


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"action": "praise", "target": ["x"]}, 400, "action: "),
    ({"action": "set"}, 400, "target"),
    ({"action": "set", "target": []}, 400, "target: "),
    ({"action": "set", "target": "x"}, 400, "target: "),
    ({"action": "set", "target": [1]}, 400, "target[0]: "),
    ({"action": "set", "target": [None]}, 400, "target[0]: "),
    ({"action": "set", "target": [""]}, 400, "target[0]: "),
    ({"action": "set", "target": ["\0"]}, 400, "target[0]: "),
    ({"action": "set", "target": ["x"] * 51}, 400, "target: "),
    ({"action": "set", "target": ["x"], "values": {"place": "\0"}}, 400, "values"),
    ({"action": "set", "target": ["x"], "values": {"place": 1}}, 400, "values"),
    ({"action": "set", "target": ["x"], "reason": "y"}, 400, "reason"),
    ({"action": "set", "target": ["zzzz"], "values": {"place": "Huế"}}, 404, "no entry 'zzzz'"),
    ({"action": "set", "target": ["a b"], "values": {"place": "Huế"}}, 422, "'a b' is the id of no entry"),
    ({"action": "set", "target": ["{one}", "{other}"], "values": {"place": "Huế"}}, 422, "set is about one"),
    ({"action": "set", "target": ["{one}"]}, 422, "set: no field"),
    ({"action": "set", "target": ["{one}"], "values": {"status": "maybe"}}, 422, "status: 'maybe' is none"),
    ({"action": "set", "target": ["{one}"], "values": {"colour": "red"}}, 422, "'colour' can't be set"),
    ({"action": "set", "target": ["{one}"], "values": {"from": "2022-02-30"}}, 422, "from: '2022-02-30' is no day"),
    ({"action": "reject", "target": ["{one}"], "values": {"status": "denied"}}, 422, "reject: 'status'"),
    ({"action": "merge", "target": ["{one}"]}, 422, "is already one"),
    ({"action": "merge", "target": ["{one}", "{one}"]}, 422, "is already one"),
    ({"action": "split", "target": ["{single}"]}, 422, "leaves nothing to part"),
    ({"action": "undo", "target": ["1"]}, 422, "there is no correction 1"),
    ({"action": "undo", "target": ["x"]}, 422, "there is no correction x"),
    ({"action": "undo", "target": ["9" * 300]}, 422, "there is no correction 9"),
    ({"action": "rename", "target": ["Nga"]}, 422, "rename: no new name"),
    ({"action": "join", "target": ["Nga"]}, 422, "join: no new name"),
    ({"action": "story-join", "target": ["{story}"]}, 422, "is already one"),
    ({"action": "story-split", "target": ["zzzz"]}, 404, "no story 'zzzz'"),
]


@pytest.mark.parametrize(("body", "status", "says"), WRONG, ids=[str(w[0])[:60] for w in WRONG])
def test_a_correction_that_can_not_be_is_told_in_one_line_and_changes_nothing(
    writer: Client, own: Path, body: dict[str, Any], status: int, says: str
) -> None:
    one, other, *_ = entries = _ask(own)
    single = next(e for e in entries if len(e.tellings) == 1)
    names = {"one": one.id, "other": other.id, "single": single.id, "story": one.story}
    if isinstance(body.get("target"), list):
        body = body | {"target": [t.format(**names) if isinstance(t, str) else t for t in body["target"]]}
    problem = _post(writer, "/corrections", body, status)
    assert says in problem["detail"]
    assert "\n" not in problem["detail"]
    with open_store(own) as store:
        assert store.corrections() == []


BODIES: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"", JSON, 400, "the body: is empty"),
    (b" ", JSON, 400, "no JSON"),
    (b"null", JSON, 400, "the body: "),
    (b"[]", JSON, 400, "the body: "),
    (b"1", JSON, 400, "the body: "),
    (b'"text"', JSON, 400, "the body: "),
    (b"{", JSON, 400, "no JSON"),
    (b"{} {}", JSON, 400, "no JSON"),
    (b'{"text": "\xff"}', JSON, 400, "no JSON in UTF-8"),
    (b'{"text": "\\ud800"}', JSON, 400, "no JSON in UTF-8"),
    ('{"text": "Nga"}'.encode("utf-16"), JSON, 400, "no JSON in UTF-8"),
    (b"[" * 100_000, JSON, 400, "nested too deeply"),
    (b'{"text":' * 100_000, JSON, 400, "nested too deeply"),
    (b'{"text": 1' + b"0" * 5000 + b"}", JSON, 400, ""),
    (b"{}", JSON, 400, ""),
    (b'{"text": null}', JSON, 400, ""),
    (b"{}", {}, 415, "send JSON as Content-Type: application/json"),
    (b"{}", {"Content-Type": "text/plain"}, 415, "'text/plain'"),
    (b"{}", {"Content-Type": ""}, 415, "'nothing'"),
    (b"text=Nga", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "form-urlencoded"),
    (b"--x\r\n\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 415, "form-data"),
]


@pytest.mark.parametrize("path", ["/read", "/articles", "/corrections"])
@pytest.mark.parametrize(
    ("body", "headers", "status", "says"), BODIES, ids=[str(b[0][:20]) + str(b[1])[:30] for b in BODIES]
)
def test_a_body_that_can_not_be_read_is_told_in_one_line(
    writer: Client, own: Path, path: str, body: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    before = _counts(own)
    answer = writer.post(API + path, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]
    assert _counts(own) == before


def test_a_charset_may_stand_in_the_type(writer: Client) -> None:
    body = json.dumps(PAGE, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert writer.post(f"{API}/read", content=body, headers=headers).status_code == 200


UNREAD: list[tuple[dict[str, Any], int, str]] = [
    ({"text": PAGE["text"], "html": HTML}, 400, "text, html: give the page as one of them"),
    ({"published": "2022-01-21"}, 400, "text, html: give the page as one of them"),
    (PAGE | {"published": "hôm qua"}, 400, "published: 'hôm qua' is no date"),
    (PAGE | {"published": "0001-01-01"}, 400, "published: '0001-01-01' is not in 1900 to 2099"),
    (PAGE | {"published": "9999-12-31"}, 400, "published: "),
    (PAGE | {"published": "2" * 41}, 400, "published: "),
    (PAGE | {"published": ""}, 400, "published: "),
    (PAGE | {"uri": "file:///etc/passwd"}, 400, "uri: "),
    (PAGE | {"uri": "javascript:alert(1)"}, 400, "uri: "),
    (PAGE | {"uri": "https://example.vn/a b"}, 400, "uri: "),
    (PAGE | {"uri": "https://example.vn/" + "a" * 2000}, 400, "uri: "),
    (PAGE | {"title": "x"}, 400, "title"),
    ({"text": ""}, 422, "is empty"),
    ({"text": " \n\t"}, 422, "is empty"),
    ({"text": "The two sides met in Geneva on Friday and agreed to meet again."}, 422, "not Vietnamese"),
    ({"text": "\x01" * 50}, 422, "binary"),
    ({"text": "12 13 14"}, 422, "no words"),
    ({"html": "<html><body><a href=/>Trang chủ</a></body></html>"}, 422, "no running text"),
]


@pytest.mark.parametrize("path", ["/read", "/articles"])
@pytest.mark.parametrize(("body", "status", "says"), UNREAD, ids=[str(u[0])[-50:] for u in UNREAD])
def test_a_page_that_can_not_be_read_is_told_in_one_line(
    writer: Client, own: Path, path: str, body: dict[str, Any], status: int, says: str
) -> None:
    before = _counts(own)
    problem = _post(writer, path, body, status)
    assert says in problem["detail"]
    assert _counts(own) == before


@given(text=st.text(max_size=200), uri=st.text(max_size=30), published=st.text(max_size=12) | st.dates().map(str))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_page_is_a_fault_of_the_server(desk: Client, text: str, uri: str, published: str) -> None:
    for body in (
        {"text": f"{PAGE['text']}\n{text}"},
        {"html": f"<p>{PAGE['text']}<p>{text}"},
        PAGE | {"uri": f"https://{uri}"},
        PAGE | {"published": published},
    ):
        content = json.dumps(body).encode()  # lone surrogates as \ud800
        assert desk.post(f"{API}/read", content=content, headers=JSON).status_code in (200, 400, 422)


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://a:b@c:99999/x", "https://xn--/", "http://\u2100.vn/a-1.html"]
)
def test_an_address_that_is_hardly_one_is_taken_as_it_is(writer: Client, address: str) -> None:
    added = _post(writer, "/articles", PAGE | {"uri": address}, 201)
    assert writer.get(f"{API}/articles/{added['document']}").status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(own: Path) -> None:
    with client_of(Settings(str(own), max_body=2000)) as client:
        large = json.dumps({"text": "à" * 2000}).encode()
        for content in (large, iter([large[:1500], large[1500:]])):
            answer = client.post(f"{API}/read", content=content, headers=JSON)
            assert answer.status_code == 413
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"].startswith("the body is larger than 2000 bytes")
        assert client.post(f"{API}/read", json=PAGE).status_code == 200
