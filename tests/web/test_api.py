"""What the API answers to questions: the same as the store, in pages, with tags, and every bad one in one line."""

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu import open_store
from thoisu.chronicle.answers import evidence_of, followed
from thoisu.chronicle.filters import FILTERS, question_from
from thoisu.chronicle.records import Entry, Question
from thoisu.model import reading_from_json
from thoisu.web.settings import Settings

from .conftest import Client, client_of

API = "/api/v1"


def _get(desk: Client, path: str, **query: Any) -> Any:
    answer = desk.get(API + path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _plain(value: Any) -> Any:
    return json.loads(msgspec.json.encode(value))


def _all(desk: Client, path: str, key: str, **query: Any) -> list[Any]:
    """All pages of an answer, put together."""
    found: list[Any] = []
    while True:
        page = _get(desk, path, **query)
        found += page[key]
        if page["next"] is None:
            return found
        query["after"] = page["next"]


def _entries(store: Path, question: Question | None = None, newest: bool = False) -> list[Entry]:
    with open_store(store) as opened:
        return opened.ask(question or Question(), newest=newest)


@pytest.mark.parametrize(
    "given",
    [
        {"actor": ["Nga"]}, {"actor": ["Mỹ"], "with": ["Nga"]}, {"status": ["planned"]}, {"event": ["CONSULT"]},
        {"mode": ["visit", "phone"]}, {"place": ["Geneva"]}, {"country": ["Thụy Sĩ"]},
        {"from": "2022", "to": "2022-02"},
        {"said_by": ["Điện Kremlin"]}, {"min_origins": 2}, {"text": "thuong dinh"}, {"actor": ["không ai"]},
        {"rejected": True},
    ],
)  # fmt: skip
def test_each_filter_asks_what_it_asks_of_the_store(desk: Client, filled: Path, given: dict[str, Any]) -> None:
    with open_store(filled) as store:
        right = store.ask(question_from(given, store))
        days = store.density(question_from(given, store))
    assert _all(desk, "/entries", "entries", limit=7, **given) == _plain(right)
    assert _get(desk, "/density", **given) == {"days": days}


@pytest.mark.parametrize("order", ["oldest", "newest"])
@pytest.mark.parametrize("limit", [1, 13, 200])
def test_pages_make_up_the_whole(desk: Client, filled: Path, order: str, limit: int) -> None:
    found = _all(desk, "/entries", "entries", order=order, limit=limit)
    assert found == _plain(_entries(filled, newest=order == "newest"))


def test_a_cursor_may_be_a_day(desk: Client, filled: Path) -> None:
    found = _get(desk, "/entries", order="newest", after="2022-01-01", limit=200)["entries"]
    days = [(e.start_day or e.end_day or "0")[:10] for e in _entries(filled)]
    assert len(found) == sum(day < "2022-01-01" for day in days) > 0
    assert all((e["from"] or e["to"] or "0")[:10] < "2022-01-01" for e in found)


def test_an_entry_has_all_its_evidence(desk: Client, filled: Path) -> None:
    with open_store(filled) as store:
        told = max(store.ask(Question()), key=lambda entry: len(entry.tellings))
        [right] = evidence_of(store, [told])
    found = _get(desk, f"/entries/{told.id}")
    assert (found["entry"], found["evidence"]) == (_plain(right.entry), _plain(right.evidence))
    assert (found["left_out"], found["corrections"]) == (0, [])
    assert _get(desk, f"/entries/{told.id[:8].upper()}") == found


def test_the_ledger_says_what_became_of_plans(desk: Client, filled: Path) -> None:
    from datetime import date

    for day in ("2018-06-01", "2022-01-20", "2030-01-01"):
        for due in (False, True):
            with open_store(filled) as store:
                right = list(followed(store, Question(), date.fromisoformat(day), due=due))
            assert _all(desk, "/ledger", "plans", on=day, due=due, limit=2) == _plain(right)


def test_the_outcome_of_a_plan_stands_with_it(desk: Client) -> None:
    plan, *_ = _get(desk, "/ledger")["plans"]
    assert _get(desk, f"/entries/{plan['entry']['id']}")["outcome"] == plan["outcome"]


def test_articles_stories_and_copies(desk: Client, filled: Path) -> None:
    with open_store(filled) as store:
        for document in store.documents():
            found = _get(desk, f"/articles/{document.id}")
            reading = store.reading(document.id)
            assert found["document"] == _plain(document)
            assert reading_from_json(json.dumps(found["reading"])) == reading
            assert _get(desk, f"/articles/{document.id}/reading", version=1) == _plain(reading)
            answer = desk.get(f"{API}/articles/{document.id}/raw")
            assert answer.content == store.raw(document.id)
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"] == f'attachment; filename="{document.id}.page"'
            told = _get(desk, f"/stories/{found['story']}")
            assert [a["id"] for a in told["articles"]].count(document.id) == 1
            assert told["story"]["pages"] == len(store.in_story(found["story"]))
            assert told["entries"] == _plain(store.ask(Question(story=found["story"]))[:50])
            copies = _get(desk, f"/articles/{document.id}/copies")
            assert copies == _get(desk, f"/families/{found['family']}")
            assert len(copies["copies"]) + 1 == len(store.in_family(found["family"]))


def test_stories_are_listed_by_their_newest_pages(desk: Client, filled: Path) -> None:
    with open_store(filled) as store:
        right = store.story_heads(store.newest_stories(1000))
    assert _all(desk, "/stories", "stories", limit=3) == _plain(right)


def test_copies_come_in_pages(desk: Client, filled: Path) -> None:
    with open_store(filled) as store:
        family = max(store.families([d.id for d in store.documents()]).values(), key=lambda f: len(store.in_family(f)))
    whole = _get(desk, f"/families/{family}")
    assert whole["copies"]
    assert _all(desk, f"/families/{family}", "copies", limit=1) == whole["copies"]


def test_somebody_has_offices_and_partners(desk: Client, filled: Path) -> None:
    found = _get(desk, "/actors/Vladimir Putin")
    assert (found["profile"]["entity"], found["profile"]["kind"]) == ("Vladimir Putin", "person")
    assert [t["from"] for t in found["profile"]["terms"] if t["office"] == "president"]
    assert "Joe Biden" in [p["name"] for p in found["partners"]]
    with open_store(filled) as store:
        right = store.ask(question_from({"actor": ["Đức"]}, store), newest=True)
        day = store.latest()
    state = _get(desk, "/actors/Đức")
    assert (state["names"], state["profile"]["entity"], state["day"]) == (["Đức", "DEU"], "DEU", day)
    assert state["read"] == len(right)
    assert "foreign minister" in [t["office"] for t in state["profile"]["holders"]]
    assert _get(desk, "/actors/Đức", to="2021")["day"] == "2021-12-31"
    assert _get(desk, "/actors/Đức", **{"from": "2031-01-01"})["read"] == 0


def test_places_are_counted_by_day(desk: Client, filled: Path) -> None:
    found = _get(desk, "/places")
    with open_store(filled) as store:
        entries = [e for e in store.ask(Question()) if e.place]
    assert sum(p["entries"] for p in found["places"]) == len(entries)
    assert (found["is_all"], found["places"][0]["entries"]) == (True, max(p["entries"] for p in found["places"]))
    [geneva] = [p for p in _get(desk, "/places", country="CHE")["places"] if p["place"]["name"] == "Geneva"]
    assert geneva["entries"] == sum(e.place is not None and e.place.name == "Geneva" for e in entries)
    assert sum(geneva["days"].values()) <= geneva["entries"]


def test_the_sources_are_counted(desk: Client, filled: Path) -> None:
    found = _get(desk, "/sources")
    with open_store(filled) as store:
        assert found["outlets"] == _plain(store.outlets(5000))
        credits = [name for document in store.documents() for name in set(document.credit)]
    assert {c["name"]: c["pages"] for c in found["credits"]} == {name: credits.count(name) for name in credits}


def test_search_stats_and_changes(desk: Client, filled: Path) -> None:
    with open_store(filled) as store:
        assert _get(desk, "/search", q="hội đàm")["hits"] == _plain(store.search("hội đàm"))
        stats = _get(desk, "/stats")
        assert {k: stats[k] for k in store.counts()} == store.counts()
        last = store.last_change()
    seen: list[int] = []
    while (page := _get(desk, "/changes", after=seen[-1] if seen else 0, limit=50))["changes"]:
        seen += [change["number"] for change in page["changes"]]
        assert page["last"] == seen[-1]
    assert seen == sorted(set(seen))
    assert seen[-1] == last == stats["last_change"]
    assert _get(desk, "/changes", after=last) == {"changes": [], "last": last}


def test_the_index_names_what_there_is(desk: Client) -> None:
    found = desk.get(API).json()
    assert desk.get(f"{API}/").json() == found
    assert {"/api/v1/entries", "/api/v1/entries/{id}", "/api/v1/stream"} <= set(found["resources"])
    document = desk.get(found["openapi"])
    assert document.headers["content-type"] == "application/vnd.oai.openapi+json"
    assert set(document.json()["paths"]) == {*found["resources"], API}


BAD = [
    ("/entries?limit=0", 400, "limit: "),
    ("/entries?limit=201", 400, "limit: "),
    ("/entries?limit=x", 400, "limit: "),
    ("/entries?limit=99999999999999999999999999", 400, "limit: "),
    ("/entries?order=best", 400, "order: "),
    ("/entries?status=maybe", 400, "status: 'maybe' is not known; give one of"),
    ("/entries?event=X", 400, "event: 'X' is not known"),
    ("/entries?from=2022-02-30", 400, "from: '2022-02-30' is no date"),
    ("/entries?from=0000", 400, "from: "),
    ("/entries?from=99999-01-01", 400, "from: "),
    ("/entries?to=%C3%A0", 400, "to: "),
    ("/entries?from=2022-02&to=2022-01", 400, "to: 2022-01 is before 2022-02"),
    ("/entries?country=Atlantis", 400, "country: 'Atlantis'"),
    ("/entries?min_origins=0", 400, "min_origins: "),
    ("/entries?min_origins=999999999999999999999", 400, "min_origins: "),
    ("/entries?rejected=maybe", 400, "rejected: "),
    ("/entries?story=%00", 400, "the address holds a zero byte"),
    ("/entries?story=zzzzzz", 400, "is the id of no story"),
    ("/entries?actor=%00", 400, "the address holds a zero byte"),
    ("/entries?text=a%00b", 400, "the address holds a zero byte"),
    ("/entries?actor=" + "a" * 301, 400, "actor: "),
    ("/entries?" + "&".join(["actor=Nga"] * 51), 400, "actor: "),
    ("/entries?after=zzzzzzzzzzzz", 404, "no entry 'zzzzzzzzzzzz'"),
    ("/entries?after=2022-99-99", 400, "after: '2022-99-99' is no day"),
    ("/entries?after=%00", 400, "the address holds a zero byte"),
    ("/entries/zzzzzzzzzzzz", 404, "no entry 'zzzzzzzzzzzz'"),
    ("/entries/%00", 400, "the address holds a zero byte"),
    ("/entries/%ff", 400, "id: "),
    ("/entries/" + "a" * 5000, 400, "id: "),
    ("/articles/..%2f..%2fetc", 404, ""),
    ("/articles/zzzz", 404, "no article 'zzzz'"),
    ("/articles/zzzz/raw", 404, "no article 'zzzz'"),
    ("/articles/zzzz/copies", 404, "no article 'zzzz'"),
    ("/articles/zzzz/reading?version=0", 400, "version: "),
    ("/stories/zzzz", 404, "no story 'zzzz'"),
    ("/stories?after=zzzz", 404, "no story 'zzzz'"),
    ("/families/zzzz", 404, "no family 'zzzz'"),
    ("/families/zzzz?after=-1", 400, "after: "),
    ("/actors/khong ai ca", 404, "nobody is known as 'khong ai ca'"),
    ("/actors/%00", 400, "the address holds a zero byte"),
    ("/actors/Nga?from=2022-13", 400, "from: "),
    ("/actors/" + "a" * 301, 400, "name: "),
    ("/places?status=maybe", 400, "status: 'maybe'"),
    ("/ledger?on=2022-02-30", 400, "on: '2022-02-30' is no day"),
    ("/ledger?on=yesterday", 400, "on: "),
    ("/ledger?due=maybe", 400, "due: "),
    ("/search", 400, "'q'"),
    ("/search?q=" + "a" * 301, 400, "q: "),
    ("/search?q=x&limit=101", 400, "limit: "),
    ("/changes?after=-1", 400, "after: "),
    ("/changes?after=9999999999999999999999", 400, "after: "),
    ("/corrections?after=x", 400, "after: "),
    ("/stream?after=x", 400, "after: "),
    ("/entries?limit=1&actors=Nga", 400, "'actors' is no parameter of this address; it takes actor, with, event, "),
    ("/search?q=x&Q=x", 400, "'Q' is no parameter of this address; it takes q, limit"),
    ("/stats?actor=Nga", 400, "'actor' is no parameter of this address; it takes none"),
    ("/health?=1", 400, "'' is no parameter"),
    ("/export/csv?limit=3", 400, "'limit' is no parameter"),
    ("/entries?" + "b" * 600 + "=1", 400, "is no parameter"),
    ("/nothing", 404, "/api/v1 says what there is"),
]


@pytest.mark.parametrize(("path", "status", "says"), BAD, ids=[b[0][:40] for b in BAD])
def test_what_can_not_be_answered_is_told_in_one_line(desk: Client, path: str, status: int, says: str) -> None:
    answer = desk.get(API + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], "\n" in problem["detail"]) == (status, False)
    assert says in problem["detail"]
    assert len(problem["detail"]) <= 501


GOOD = ["/entries?from=0001-01-01", "/entries?to=9999-12-31&order=newest", "/entries?actor=&text=", "/search?q=",
        "/ledger?on=0001-01-01", "/ledger?on=9999-12-31&due=true", "/density?text=%ed%a0%80",
        "/entries?actor=%ff", "/entries?limit=1&limit=2"]  # fmt: skip


@pytest.mark.parametrize("path", GOOD)
def test_what_is_strange_and_can_be_answered_is(desk: Client, path: str) -> None:
    assert desk.get(API + path).status_code == 200


_TAKEN = {
    "/entries": [*FILTERS, "limit", "after", "order"], "/density": [*FILTERS], "/places": [*FILTERS],
    "/ledger": [*FILTERS, "on", "due", "limit", "after"], "/search": ["q", "limit"], "/changes": ["limit", "after"],
    "/stories": ["limit", "after"], "/corrections": ["limit", "after"], "/actors/Nga": ["from", "to"],
}  # fmt: skip
_VALUES = (
    st.text(max_size=12)
    | st.integers().map(str)
    | st.dates().map(str)
    | st.floats().map(str)
    | st.sampled_from(["Nga", "planned", "CONSULT", "true", "null", "2022", "2022-02", "٢٠٢٢-٠٢-٠١", "＋1", "1e9"])
)


def _queries(path: str) -> st.SearchStrategy[tuple[str, list[tuple[str, str]]]]:
    return st.tuples(st.just(path), st.lists(st.tuples(st.sampled_from(_TAKEN[path]), _VALUES), max_size=4))


@given(asked=st.sampled_from(sorted(_TAKEN)).flatmap(_queries))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_a_fault_of_the_server(desk: Client, asked: tuple[str, list[tuple[str, str]]]) -> None:
    path, query = asked
    answer = desk.get(API + path, params=[(k, v.encode("utf-8", "replace").decode()) for k, v in query])
    assert answer.status_code in (200, 400, 404), answer.text
    assert "is no parameter" not in answer.text


@given(path=st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace").decode()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_id_is_a_fault_of_the_server(desk: Client, path: str) -> None:
    from urllib.parse import quote

    for kind in ("entries", "articles", "stories", "families"):
        assert desk.get(f"{API}/{kind}/{quote(path, safe='')}").status_code in (200, 400, 404, 405)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_a_method_that_is_not_taken_is_told_which_are(desk: Client, method: str) -> None:
    for path, allowed in (("/entries", {"GET"}), ("/corrections", {"GET", "POST"}), ("/entries/x", {"GET"})):
        answer = desk.request(method, API + path)
        assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, allowed | {"OPTIONS"})
        assert answer.headers["content-type"] == "application/problem+json"


TAGGED = ["/entries?limit=3", "/density", "/stats", "/search?q=hội", "/ledger?limit=2", "/changes", "/corrections"]


@pytest.mark.parametrize("path", TAGGED)
def test_an_answer_that_is_known_is_not_sent_again(desk: Client, path: str) -> None:
    first = desk.get(API + path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = desk.get(API + path, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert desk.get(API + path, headers={"If-None-Match": 'W/"x"'}).status_code == 200


def test_a_change_of_the_store_makes_another_tag(writer: Client) -> None:
    before = writer.get(f"{API}/stats")
    line = {"action": "rename", "target": ["Nga"], "values": {"to": "Liên bang Nga"}}
    assert writer.post(f"{API}/corrections", json=line).status_code == 201
    after = writer.get(f"{API}/stats", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["corrections"] == before.json()["corrections"] + 1


def test_a_filter_in_another_order_is_another_tag_and_the_same_answer(desk: Client) -> None:
    one, other = (desk.get(f"{API}/entries?{q}") for q in ("actor=Nga&limit=2", "limit=2&actor=Nga"))
    assert one.json() == other.json()
    assert one.headers["etag"] != other.headers["etag"]


def test_long_answers_are_packed(desk: Client) -> None:
    with desk.stream("GET", f"{API}/entries", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert len(raw) < len(gzip.decompress(raw)) / 3


def test_without_origins_no_other_site_may_read(desk: Client) -> None:
    answer = desk.get(f"{API}/entries", headers={"Origin": "https://example.vn"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = desk.options(
        f"{API}/corrections", headers={"Origin": "https://example.vn", "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in asked.headers if name.startswith("access-control")]


def test_only_the_sites_that_were_named_may_read(filled: Path) -> None:
    with client_of(Settings(str(filled), origins=("https://example.vn",))) as client:
        answer = client.get(f"{API}/entries", headers={"Origin": "https://example.vn"})
        assert answer.headers["access-control-allow-origin"] == "https://example.vn"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers
        asked = client.options(
            f"{API}/corrections",
            headers={
                "Origin": "https://example.vn",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        assert asked.status_code == 204
        assert "POST" in asked.headers["access-control-allow-methods"]
        for strange in ("https://example.com", "https://example.vn.example.com", "http://example.vn", "null"):
            answer = client.get(f"{API}/entries", headers={"Origin": strange})
            assert "access-control-allow-origin" not in answer.headers, strange


def test_who_asks_too_often_is_told_when_to_come_back(filled: Path) -> None:
    with client_of(Settings(str(filled), rate=3)) as client:
        statuses = [client.get(f"{API}/health").status_code for _ in range(4)]
        if 429 not in statuses:  # a new minute began between them
            statuses = [client.get(f"{API}/health").status_code for _ in range(4)]
        answer = client.get(f"{API}/entries")
        assert (statuses[-1], answer.status_code) == (429, 429)
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert answer.headers["content-type"] == "application/problem+json"
        assert "more than 3 requests in a minute" in answer.json()["detail"]
        assert client.get("/").status_code == 429
        assert client.get("/static/0.1.0/nothing.css").status_code == 404


def test_a_store_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "tin.sqlite").write_bytes(b"x" * 5000)
    with client_of(Settings(str(tmp_path / "tin.sqlite"))) as client:
        for path in ("/entries", "/health", "/stats", "/changes"):
            answer = client.get(API + path)
            assert answer.status_code == 503
            assert "is no SQLite file" in answer.json()["detail"]
        assert client.get(f"{API}/version").status_code == 200


def test_an_answer_is_bounded_however_many_tellings_there_are(desk: Client, filled: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("thoisu.web.api.entries.MOST", 1)
    with open_store(filled) as store:
        told = max(store.ask(Question()), key=lambda entry: len(entry.tellings))
    found = _get(desk, f"/entries/{told.id}")
    assert (len(found["evidence"]), found["left_out"]) == (1, len(told.tellings) - 1)
    assert found["entry"]["tellings"] == told.tellings
