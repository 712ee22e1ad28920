"""What is watched, on both engines: sources, offers, bytes that wait, hosts, and who has the work under way."""

import asyncio
import os
import signal
from typing import BinaryIO

import pytest

from thoisu.errors import StoreLocked
from thoisu.model import replace
from thoisu.store import open_store
from thoisu.store.base import Store
from thoisu.watch.hosts import Rules
from thoisu.watch.pace import Manners
from thoisu.watch.records import Source
from thoisu.watch.rounds import Settings, Watch
from thoisu.watch.states import Body, Filed, HostState, Tried, Wanted

from ..watch.pages import made, path
from ..watch.site import Document, running
from .making import add
from .processes import end, start

_FEED = Source(name="vidu", url="https://example.vn/rss/the-gioi.rss", kind="feed")
_INDEX = Source(name="vidu", url="https://example.vn/sitemaps.xml", kind="sitemap", every=3600)
_DAY = 86400.0


def wanted(number: int, claimed: float | None = None, moment: float = 0.0, host: str = "example.vn") -> Wanted:
    return Wanted(
        known_by=f"{host}:{number}",
        url=f"https://{host}/tin-{number}.html",
        host=host,
        source=_FEED.url,
        moment=moment,
        title="Hai bên gặp nhau",
        claimed=claimed,
    )


def body(number: int, fetched: float, host: str = "example.vn") -> Body:
    url = f"https://{host}/tin-{number}.html"
    return Body(known_by=f"{host}:{number}", url=url, fetched=fetched, body=b"<p>\xc4\x91</p>", etag='"1"')


def test_a_source_is_due_when_it_comes_and_again_after_its_look(store: Store) -> None:
    with store.writing():
        assert store.put_sources([_FEED, _INDEX], 10.0) == 2
        assert store.put_sources([replace(_FEED, every=60)], 11.0) == 0
    assert [s.source.url for s in store.sources_due(9.0)] == []
    assert {s.source.url for s in store.sources_due(10.0)} == {_FEED.url, _INDEX.url}
    feed = next(s for s in store.sources() if s.source.url == _FEED.url)
    assert (feed.source.every, feed.due, feed.looked) == (60, 10.0, None)
    looked = replace(feed, etag='"7"', modified="Sun", looked=12.0, due=72.0, failures=1, fault="is not there")
    with store.writing():
        store.put_look(looked)
    assert next(s for s in store.sources() if s.source.url == _FEED.url) == looked
    assert [s.source.url for s in store.sources_due(71.0)] == [_INDEX.url]


def test_sitemaps_of_an_index_are_due_when_it_says_that_they_changed(store: Store) -> None:
    one, other = f"{_INDEX.url}?1", f"{_INDEX.url}?2"
    with store.writing():
        store.put_sources([_INDEX], 0.0)
        store.put_sitemaps(_INDEX, {one: 5.0, other: None}, 10.0)
    states = {s.source.url: s for s in store.sources()}
    assert (states[one].parent, states[one].claimed, states[one].source.every) == (_INDEX.url, 5.0, 3600)
    with store.writing():
        for state in states.values():
            store.put_look(replace(state, looked=20.0, due=None))
    rows = [  # what the index says next, and which sitemaps are due then
        ({one: 5.0, other: None}, []),
        ({one: 15.0}, []),  # changed before it was looked at
        ({one: 25.0}, [one]),
        ({one: None}, [one]),
    ]
    for said, due in rows:
        with store.writing():
            store.put_sitemaps(_INDEX, said, 30.0)
        assert [s.source.url for s in store.sources_due(1000.0)] == due, said
    with store.writing():
        assert store.put_sources([Source(name="vidu", url=other, kind="sitemap")], 40.0) == 0
    [state] = (s for s in store.sources() if s.source.url == other)
    assert (state.parent, state.due) == (None, 40.0)  # from now on it comes round by itself


def test_a_source_goes_with_its_sitemaps_and_what_waits(store: Store) -> None:
    child = f"{_INDEX.url}?1"
    with store.writing():
        store.put_sources([_FEED, _INDEX], 0.0)
        store.put_sitemaps(_INDEX, {child: None}, 0.0)
        store.offer([wanted(1), wanted(2), replace(wanted(3), source=child)], 1.0, _DAY)
        store.put_bodies([body(2, 2.0)])
    with store.writing():
        assert store.drop_source(_FEED.url)
        assert store.drop_source(_INDEX.url)
        assert not store.drop_source(_INDEX.url)
    assert store.sources() == []
    assert [p.known_by for p in store.watched_pages(["example.vn:1", "example.vn:2", "example.vn:3"])] == [
        "example.vn:2"
    ]


def test_a_page_is_put_down_once_and_asked_for_once(store: Store) -> None:
    with store.writing(quiet=True):
        assert store.offer([wanted(1, moment=1.0), wanted(2, moment=2.0)], 10.0, _DAY) == {
            "new": 2,
            "known": 0,
            "left": 0,
        }
        assert store.offer([wanted(2), wanted(3, host="khac.vn")], 11.0, _DAY) == {"new": 1, "known": 1, "left": 0}
    assert store.page_hosts_due(9.0) == []
    assert store.page_hosts_due(11.0) == ["example.vn", "khac.vn"]
    assert [p.url for p in store.pages_due("example.vn", 11.0, 5)] == [wanted(2).url, wanted(1).url]  # newest first
    assert [p.url for p in store.pages_due("example.vn", 11.0, 1)] == [wanted(2).url]
    with store.writing():
        store.put_bodies([body(2, 20.0), body(1, 20.0)])
        store.put_bodies([body(2, 21.0)])
    bodies = store.bodies(5)
    assert [(b.known_by, b.fetched, b.body) for b in bodies] == [
        ("example.vn:1", 20.0, "<p>đ</p>".encode()), ("example.vn:2", 21.0, "<p>đ</p>".encode()),
    ]  # fmt: skip
    assert store.bodies(5, after=bodies[0].number) == bodies[1:]
    assert store.bodies(1) == bodies[:1]
    assert store.pages_due("example.vn", 99.0, 5) == []
    with store.writing():
        store.drop_bodies([bodies[1].number])
        store.put_filed([Filed(known_by="example.vn:2", state="kept", document="d2")])
        store.put_tried([Tried(known_by="khac.vn:3", state="waiting", due=50.0, tries=1, cause="500")])
        store.put_tried([Tried(known_by="example.vn:1", state="fetched", url="https://example.vn/moi.html")])
    assert [b.known_by for b in store.bodies(5)] == ["example.vn:1"]
    moved, kept, waiting = store.watched_pages(["example.vn:2", "khac.vn:3", "never:0", "example.vn:1"])
    assert (moved.url, moved.state) == ("https://example.vn/moi.html", "fetched")
    assert (kept.state, kept.document, kept.fetched, kept.etag, kept.due) == ("kept", "d2", 21.0, '"1"', None)
    assert (waiting.state, waiting.due, waiting.tries, waiting.cause) == ("waiting", 50.0, 1, "500")
    assert store.page_hosts_due(49.0) == []
    assert store.watch_counts() == {_FEED.url: {"fetched": 1, "kept": 1, "waiting": 1}}


@pytest.mark.parametrize(
    ("claims", "due"),
    [
        ([None, None], None),
        ([50.0, 50.0], None),  # it says the same again
        ([None, 90.0], None),  # changed before it was fetched
        ([None, 150.0], 400.0),  # not sooner than so long after
        ([50.0, 150.0], 400.0),
        ([250.0, 250.0], None),  # a clock that goes fast is no change
        ([250.0, 260.0], 400.0),
    ],
)
def test_a_fetched_page_is_due_again_when_it_is_said_to_have_changed(
    store: Store, claims: list[float | None], due: float | None
) -> None:
    before, after = claims
    with store.writing():
        store.offer([wanted(1, before)], 10.0, 300.0)
        store.put_bodies([replace(body(1, 100.0), claimed=before)])
        store.put_filed([Filed(known_by="example.vn:1", state="kept", document="d")])
        store.offer([wanted(1, after)], 200.0, 300.0)
    [page] = store.watched_pages(["example.vn:1"])
    assert (page.state, page.due) == ("kept", due)


def test_a_page_that_came_by_another_way_is_known(store: Store) -> None:
    made = add(store, 1)[0]
    with store.writing():
        assert store.offer([wanted(1), wanted(2)], 10.0, _DAY) == {"new": 1, "known": 1, "left": 0}
    page, _ = store.watched_pages(["example.vn:1", "example.vn:2"])
    assert (page.state, page.document, page.due) == ("kept", made.document.id, None)
    assert page.fetched is not None


def test_hosts_are_kept_as_they_stand(store: Store) -> None:
    one = HostState(host="example.vn", pace=b"{}", robots_status=200, robots=b"User-agent: *", robots_until=9.0)
    with store.writing():
        store.put_hosts([one, HostState(host="khac.vn")])
        store.put_hosts([replace(one, pace=b'{"n":1}')])
    assert store.hosts() == [replace(one, pace=b'{"n":1}'), HostState(host="khac.vn")]
    assert store.host("example.vn") == replace(one, pace=b'{"n":1}')
    assert store.host("never.vn") is None


def test_what_is_beside_the_chronicle_leaves_its_revision(store: Store) -> None:
    before = store.revision()
    with store.writing(quiet=True):
        store.put_hosts([HostState(host="example.vn")])
    assert store.revision() == before
    assert store.host("example.vn")


def test_one_at_a_time_has_the_work_and_a_kill_frees_it(where: str) -> None:
    def hold(tell: BinaryIO) -> None:
        with open_store(where) as other, other.lease("watch"):
            tell.write(b"held\n")
            signal.pause()

    with open_store(where) as store:
        child, told = start(hold)
        assert told.readline() == b"held\n"
        with pytest.raises(StoreLocked, match="another process has its watch under way"), store.lease("watch"):
            pass
        with store.lease("other"):
            pass
        os.kill(child, signal.SIGKILL)
        assert end(child, told)[0] == -signal.SIGKILL
        for _ in range(2):
            with store.lease("watch"), store.writing():  # others may write, and so may who has it
                store.put_hosts([HostState(host="example.vn")])


def test_whole_rounds_go_on_either_engine(where: str) -> None:
    settings = Settings(where, "thoisu/test", Rules(Manners(gap=0.0)), allow_private=True)

    async def rounds() -> list[int]:
        async with Watch(settings) as watch:
            return [(await watch.round()).counts["new"] for _ in range(2)]

    with running() as site:
        urls = [site.put(path(n), made(n), n % 3) for n in range(6)]
        items = "".join(f"<item><link>{url}</link></item>" for url in urls)
        feed = Document(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")
        with open_store(where) as store, store.writing():
            store.put_sources([Source(name="vidu", url=site.put("/rss.xml", feed), kind="feed", every=0)], 0.0)
        assert asyncio.run(rounds()) == [6, 0]
    with open_store(where) as store:
        assert store.watch_counts() == {site.url("/rss.xml"): {"kept": 6}}
        assert store.counts()["pages"] == 6
        assert (store.bodies(1), len(store.hosts())) == ([], 3)


def test_of_a_host_only_so_many_pages_wait(store: Store) -> None:
    rows = [wanted(n) for n in range(5)] + [wanted(9, host="khac.vn")]
    with store.writing():
        assert store.offer(rows, 0.0, _DAY, most=3) == {"new": 4, "known": 0, "left": 2}
        assert store.offer(rows, 0.0, _DAY, most=3) == {"new": 0, "known": 4, "left": 2}
        store.put_tried([Tried(known_by="example.vn:0", state="failed")])
        assert store.offer(rows, 0.0, _DAY, most=3) == {"new": 1, "known": 4, "left": 1}


def test_of_sources_of_a_name_only_so_many_sitemaps_are_kept_and_none_of_what_is_gone(store: Store) -> None:
    named = {f"{_INDEX.url}?{n}": None for n in range(5)}
    with store.writing():
        assert store.put_sitemaps(_INDEX, named, 0.0) == 0  # it was dropped while it was looked at
        assert store.sources() == []
        store.put_sources([_INDEX], 0.0)
        assert store.put_sitemaps(_INDEX, named, 0.0, most=3) == 2
        assert store.put_sitemaps(_INDEX, named, 0.0, most=3) == 2
    assert len(store.sources()) == 4


def test_a_chain_of_indexes_goes_with_its_first(store: Store) -> None:
    with store.writing():
        store.put_sources([_INDEX, _FEED], 0.0)
        above = _INDEX
        for n in range(1_200):
            below = replace(_INDEX, url=f"{_INDEX.url}?{n}")
            store.put_sitemaps(above, {below.url: None}, 0.0)
            above = below
        assert store.drop_source(_INDEX.url)
    assert [state.source for state in store.sources()] == [_FEED]


def test_what_is_said_to_have_changed_before_it_was_read_is_asked_again(store: Store) -> None:
    with store.writing():
        store.offer([wanted(1)], 0.0, 60.0)
        store.put_bodies([body(1, 100.0)])
        store.offer([wanted(1, claimed=150.0)], 200.0, 60.0)
        store.put_filed([Filed(known_by="example.vn:1", state="kept", document="d")])
    [page] = store.watched_pages(["example.vn:1"])
    assert (page.state, page.document, page.due) == ("kept", "d", 200.0)
    with store.writing():  # by one who saw it before it was read
        store.put_tried([Tried(known_by="example.vn:1", state="fetched", fetched=210.0)])
    [page] = store.watched_pages(["example.vn:1"])
    assert (page.state, page.due, page.fetched) == ("kept", None, 210.0)


def test_what_is_said_to_have_changed_while_it_was_asked_for_is_asked_again(store: Store) -> None:
    with store.writing():
        store.offer([wanted(1), wanted(2)], 0.0, 60.0)
        # Both are asked for at 100; the first is said to have been changed behind that before its answer is kept.
        store.offer([wanted(1, claimed=150.0), wanted(2, claimed=90.0)], 160.0, 60.0)
        store.put_bodies([body(1, 100.0), body(2, 100.0)], 60.0)
    assert [page.due for page in store.watched_pages(["example.vn:1", "example.vn:2"])] == [160.0, None]
    with store.writing():  # the next answer knows of it
        store.put_tried([Tried(known_by="example.vn:1", state="fetched", fetched=170.0, claimed=150.0)], 60.0)
    assert [page.due for page in store.watched_pages(["example.vn:1"])] == [None]
    with store.writing():
        store.offer([wanted(1, claimed=400.0)], 300.0, 60.0)  # said of a time to come: asked for once
        store.put_tried([Tried(known_by="example.vn:1", state="fetched", fetched=310.0, claimed=400.0)], 60.0)
    assert [page.due for page in store.watched_pages(["example.vn:1"])] == [None]


def test_a_clock_that_was_set_back_puts_nothing_off_for_years(store: Store) -> None:
    ahead, seldom = 400 * _DAY, replace(_FEED, url="https://example.vn/rss/thang.rss", every=int(30 * _DAY))
    with store.writing():
        store.put_sources([_FEED, seldom], ahead)
        store.offer([wanted(1), wanted(2)], ahead, _DAY)
        store.put_tried([Tried(known_by="example.vn:2", state="waiting", due=3 * _DAY)])
        store.put_look(replace(next(s for s in store.sources() if s.source == seldom), due=35 * _DAY))
        store.mind_clock(0.0, 8 * _DAY)
    assert [s.source for s in store.sources_due(0.0)] == [_FEED]
    assert [page.known_by for page in store.pages_due("example.vn", 0.0, 9)] == ["example.vn:1"]
