"""Whole rounds on sites that behave badly: what becomes of pages and sources, and how often they were asked for."""

import asyncio
import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from thoisu.alerts.rounds import Report
from thoisu.cli import main as thoisu
from thoisu.errors import StoreLocked
from thoisu.store import open_store
from thoisu.watch.addresses import known_by
from thoisu.watch.fetching import Limits
from thoisu.watch.hosts import Rules, pace_of
from thoisu.watch.pace import Manners
from thoisu.watch.records import Source
from thoisu.watch.rounds import Settings, Watch
from thoisu.watch.states import PageStatus, SourceState
from thoisu.watch.tally import Tally

from .pages import made, path
from .site import HOSTS, Document, Handler, Site, in_turn, raw, status, to

_DAY = 86_400.0
_NOON = 1_793_620_800.0  # 2026-11-02 12:00 UTC
_LIMITS = Limits(connect=2, first_byte=0.8, whole=1.2, size=100_000)
_ALLOWED = tuple(ipaddress.ip_network(f"127.0.0.{n}/32") for n in (2, 3))


class Turned:
    """A clock that goes only when somebody waits, or turns it."""

    def __init__(self, now: float = _NOON) -> None:
        self.at = now

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds
        await asyncio.sleep(0)


class Bench:
    """A store that is watched by a clock that the test turns."""

    def __init__(self, where: Path, budget: int | None = None, patience: float = 10 * _DAY) -> None:
        self.where, self.clock = str(where / "tin.sqlite"), Turned()
        rules = Rules(Manners(gap=1.0, back_off=1.0), budget, patience)
        self.settings = Settings(self.where, "thoisu/test", rules, _LIMITS, allowed=_ALLOWED, again=60.0)

    def watch(self, *urls: str, kind: str = "feed") -> None:
        with open_store(self.where) as store, store.writing():
            sources = [Source(name="vidu", url=url, kind=kind, every=600) for url in urls]  # type: ignore[arg-type]
            store.put_sources(sources, self.clock.at)

    def round(self, later: float = 0.0) -> Tally:
        async def one() -> Tally:
            self.clock.at += later
            async with Watch(self.settings, self.clock) as watch:
                return await watch.round()

        return asyncio.run(one())

    def pages(self, *urls: str) -> list[PageStatus]:
        with open_store(self.where) as store:
            found = {page.known_by: page for page in store.watched_pages(map(known_by, urls))}
            return [found[known_by(url)] for url in urls]

    def source(self, url: str) -> SourceState:
        with open_store(self.where) as store:
            return next(state for state in store.sources() if state.source.url == url)

    def counts(self) -> dict[str, int]:
        with open_store(self.where) as store:
            return store.counts()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def feed(*urls: str, changed: str | None = None) -> Document:
    """A feed of pages, said to have been changed at a time."""
    told = f"<atom:updated>{changed}</atom:updated>" if changed else ""
    items = "".join(f"<item><title>Tin</title><link>{url}</link>{told}</item>" for url in urls)
    head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Tin</title>'
    return Document(f"{head}{items}</channel></rss>".encode(), "application/rss+xml")


def sitemap(*urls: str, changed: str | None = None, index: bool = False) -> Document:
    """A sitemap of pages, or an index of sitemaps."""
    told = f"<lastmod>{changed}</lastmod>" if changed else ""
    name, entry = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(f"<{entry}><loc>{url}</loc>{told}</{entry}>" for url in urls)
    head = f'<?xml version="1.0"?><{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Document(f"{head}{rows}</{name}>".encode(), "application/xml")


_LONG = made(7).encode("utf-16-le")
_ENGLISH = (
    "<title>Talks</title><body><article><h1>Talks held</h1>" + "<p>The two sides met in the city on Monday.</p>" * 9
)
_WRONG_CHARSET = raw(
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nConnection: close\r\n\r\n" + made(8).encode()
)

# What stands at a page's address (None: what the site does there by itself), and what becomes of the page: its state,
# a part of its cause, whether it is asked for again, and how often it was asked for (None: the site logs it later).
_CASES: dict[str, tuple[Handler | Document | str | None, str, str, bool, int | None]] = {
    path(1): (made(1), "kept", "", False, 1),
    path(2): (_WRONG_CHARSET, "kept", "", False, 1),
    path(3): (Document(_LONG, "text/html; charset=utf-16le"), "kept", "", False, 1),
    "/ngan.html": ("<title>Tin</title><h1>Tin ngắn</h1><p>Hai bên đã gặp nhau ở Hà Nội.", "none", "holds no", False, 1),
    "/english.html": (_ENGLISH, "none", "is not Vietnamese", False, 1),
    "/anh.html": (Document(b"\x89PNG", "image/png"), "none", "no page of text (image/png)", False, 1),
    "/trong": (None, "none", "is empty", False, 1),
    "/404": (None, "failed", "404 Not Found", False, 1),
    "/410": (None, "failed", "410 Gone", False, 1),
    "/403": (None, "refused", "403 Forbidden", False, 1),
    "/451": (None, "refused", "451", False, 1),
    "/cam/tin.html": (made(4), "refused", "robots.txt does not allow it", False, 0),
    "/429-giay": (None, "waiting", "429", True, 1),
    "/503": (None, "waiting", "503", True, 1),
    "/500": (None, "waiting", "500", True, 1),
    "/im-lang": (None, "waiting", "nothing came for 0.8 seconds", True, None),
    "/nho-giot": (None, "waiting", "not all had come after 1.2 seconds", True, 1),
    "/dut-giua-chung": (None, "waiting", "cut off", True, 1),
    "/vong-1": (None, "failed", "in a circle", False, 1),
    "/xa-dan": (None, "failed", "more than 5 redirects", False, 6),
    "/vao-trong": (None, "refused", "127.0.0.1 is not a public address", False, 1),
    "/vao-may-chu-bi-mat": (None, "refused", "169.254.169.254 is not a public address", False, 1),
    "/vao-mat-khau": (None, "refused", "has a user name or password in it", False, 1),
    "/khong-het": (None, "failed", "more than 100,000 bytes", False, 1),
    "/bom": (None, "failed", "more than 100,000 bytes", False, 1),
}


@pytest.fixture(scope="module")
def after_one_round(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Site]]:
    """All cases on one host, offered by one feed; the site as one round left it."""
    bench = Bench(tmp_path_factory.mktemp("cases"))
    for place, (what, *_) in _CASES.items():
        if what is not None:
            site.put(place, what, host=1)
    site.put("/robots.txt", "User-agent: *\nDisallow: /cam/\n", host=1)
    bench.watch(site.put("/rss.xml", feed(*(site.url(place, 1) for place in _CASES)), host=1))
    bench.round()
    return bench, site


@pytest.mark.parametrize("place", _CASES)
def test_what_becomes_of_a_page(after_one_round: tuple[Bench, Site], place: str) -> None:
    bench, site = after_one_round
    _, state, cause, again, requests = _CASES[place]
    [page] = bench.pages(site.url(place, 1))
    assert page.state == state
    assert cause in (page.cause or "")
    assert (page.due is not None) == again
    assert page.due is None or page.due > bench.clock.at - _DAY
    assert requests is None or len(site.asked(place, 1)) == requests


def test_each_request_says_who_asks_and_nothing_of_before(after_one_round: tuple[Bench, Site]) -> None:
    _, site = after_one_round
    assert all("thoisu/test" in asked.headers["User-Agent"] for asked in site.asked(host=1))
    assert all("Cookie" not in asked.headers for asked in site.asked(host=1))


def test_a_page_is_asked_again_until_it_is_given_up(bench: Bench, site: Site) -> None:
    well, never = site.put("/lai-duoc-post200001.html", in_turn(status(500), status(503), _page(1)), 2), "/500"
    bench.watch(site.put("/rss-lai.xml", feed(well, site.url(never, 2)), 2))
    states = []
    for _ in range(8):
        bench.round(later=5 * 3600)
        states.append([page.state for page in bench.pages(well, site.url(never, 2))])
    assert [first for first, _ in states][:3] == ["waiting", "waiting", "kept"]
    assert [last for _, last in states] == ["waiting"] * 5 + ["failed"] * 3
    assert len(site.asked("/500", 2)) == 6


def _page(number: int) -> Handler:
    async def answer(request: object) -> object:
        return Document(made(number).encode()).answer(request)  # type: ignore[arg-type]

    return answer  # type: ignore[return-value]


def test_pages_are_fetched_once_and_sources_asked_conditionally(bench: Bench, site: Site) -> None:
    urls = [site.put(path(n), made(n), 2) for n in range(20, 25)]
    source = site.put("/rss-mot-lan.xml", feed(*urls, f"{urls[0]}?utm_source=zalo"), 2)
    bench.watch(source)
    assert bench.round().counts["new"] == 5
    assert bench.round(later=700).counts == {"looked unchanged": 1}
    more = site.put(path(25), made(25), 2)
    site.put("/rss-mot-lan.xml", feed(*urls, more), 2)
    assert bench.round(later=700).counts["new"] == 1
    assert [len(site.asked(path(n), 2)) for n in range(20, 26)] == [1] * 6
    assert [a.status for a in site.asked("/rss-mot-lan.xml", 2)] == [200, 304, 200]
    assert bench.counts()["pages"] == bench.counts()["versions"] == 6


def test_a_page_that_is_said_to_have_changed_is_asked_conditionally(bench: Bench, site: Site) -> None:
    same, other, cosmetic = (site.put(path(n), made(n), 2) for n in (30, 31, 32))
    source = site.put("/rss-doi.xml", feed(same, other, cosmetic, changed="2026-11-02T08:00:00Z"), 2)
    bench.watch(source)
    bench.round()
    site.put(path(31), made(31, version=2), 2)
    site.put(path(32), made(32).replace("<body>", "<body><!-- quảng cáo -->"), 2)
    site.put("/rss-doi.xml", feed(same, other, cosmetic, changed="2026-11-02T12:05:00Z"), 2)
    tally = bench.round(later=700)
    assert tally.counts["answered unchanged"] == 1
    assert tally.counts["version"] == 1
    assert [a.status for n in (30, 31, 32) for a in site.asked(path(n), 2)] == [200, 304, 200, 200, 200, 200]
    assert all(a.conditional for n in (30, 31, 32) for a in site.asked(path(n), 2)[1:])
    with open_store(bench.where) as store:
        [document] = (p.document for p in bench.pages(other))
        assert document is not None
        assert [v.number for v in store.versions(document)] == [1, 2]
        assert "thứ 2" in store.reading(document).article.paragraphs[-1].text
    assert bench.counts()["versions"] == 4
    assert bench.round(later=700).counts == {"looked unchanged": 1}


def test_a_page_that_goes_stays_kept(bench: Bench, site: Site) -> None:
    url = site.put(path(35), made(35), 2)
    bench.watch(site.put("/rss-mat.xml", feed(url, changed="2026-11-02T08:00:00Z"), 2))
    bench.round()
    site.put(path(35), status(410), 2)
    site.put("/rss-mat.xml", feed(url, changed="2026-11-02T12:05:00Z"), 2)
    bench.round(later=700)
    [page] = bench.pages(url)
    assert (page.state, page.cause, page.due) == ("kept", "410 Gone", None)


def test_two_addresses_of_one_page_are_one(bench: Bench, site: Site) -> None:
    first = site.url("/hai-ben-hop-ban-tron.html", 2)
    link = f'<link rel="canonical" href="{first}">'
    site.put("/hai-ben-hop-ban-tron.html", made(40).replace("<title>", f"{link}<title>"), 2)
    page = made(40).replace("<title>", f"{link}<title>").replace("<body>", "<body><p>Nghe bài này</p>")
    second = site.put("/chau-au/hai-ben-hop-ban-tron.html", page, 2)
    bench.watch(site.put("/rss-hai.xml", feed(first, second), 2))
    tally = bench.round()
    assert (tally.counts["new"], tally.counts["known"]) == (1, 1)
    assert len({p.document for p in bench.pages(first, second)}) == 1
    assert bench.counts()["versions"] == 1


def test_an_index_leads_to_its_sitemaps_and_to_those_that_changed(bench: Bench, site: Site) -> None:
    urls = [site.put(path(n), made(n), 2) for n in range(50, 53)]
    maps = [site.put(f"/map-{n}.xml", sitemap(urls[n]), 2) for n in range(2)]
    index = site.put("/map.xml", sitemap(*maps, changed="2026-11-02T08:00:00Z", index=True), 2)
    bench.watch(index, kind="sitemap")
    assert bench.round().counts["new"] == 2
    site.put("/map-1.xml", sitemap(*urls[1:]), 2)
    head, tail = sitemap(maps[0], changed="2026-11-02T08:00:00Z", index=True).body.split(b"</sitemapindex>")
    changed = sitemap(maps[1], changed="2026-11-02T12:05:00Z", index=True).body.partition(b"<sitemap>")[2]
    site.put("/map.xml", Document(head + b"<sitemap>" + changed + tail, "application/xml"), 2)
    assert bench.round(later=700).counts["new"] == 1
    assert [len(site.asked(f"/map-{n}.xml", 2)) for n in range(2)] == [1, 2]


def test_a_long_sitemap_is_put_down_whole_and_the_budget_kept(tmp_path: Path, site: Site) -> None:
    bench = Bench(tmp_path, budget=4, patience=60.0)
    limits = _LIMITS._replace(size=10_000_000, whole=20)
    bench.settings = bench.settings._replace(limits=limits)
    urls = [site.url(path(n), 2) for n in range(4_000)]
    bench.watch(site.put("/map-lon.xml", sitemap(*urls), 2), kind="sitemap")
    before = len(site.asked(host=2))
    tally = bench.round()
    assert (tally.counts["offered anew"], len(site.asked(host=2)) - before) == (4_000, 4)
    with open_store(bench.where) as store:
        assert sum(sum(of.values()) for of in store.watch_counts().values()) == 4_000
    assert len(site.asked(host=2)) - before == 4
    bench.round(later=_DAY / 2)  # another day in UTC: robots.txt is known, so that all four go to pages
    assert len(site.asked(host=2)) - before == 8


_BROKEN = b"<rss version='2.0'><channel><item><title>A & B</title><link>{url}</link></item><item><title>ch"
_BOMB = (
    b"<!DOCTYPE r [<!ENTITY a 'ha'>%s]><rss><channel><item><title>&z;</title><link>{url}</link></item></channel></rss>"
)
_ENTITIES = b"".join(
    b"<!ENTITY %c '%s'>" % (b, b"&%c;" % (b - 1) * 10) for b in range(ord("b"), ord("z") + 1)
)  # of ten each, 25 times over


@pytest.mark.parametrize(
    ("name", "body", "is_faulty"),
    [
        ("hong.xml", _BROKEN, True),
        ("bom.xml", _BOMB.replace(b"%s", _ENTITIES), None),
        ("trang.xml", b"<html><body><p>Trang kh\xc3\xb4ng c\xc3\xb3", True),
    ],
)
def test_a_bad_feed_gives_what_it_can(bench: Bench, site: Site, name: str, body: bytes, is_faulty: bool | None) -> None:
    url = site.put(f"/{name[:-4]}-post300001.html", made(60), 2)
    source = site.put(f"/{name}", Document(body.replace(b"{url}", url.encode()), "application/rss+xml"), 2)
    bench.watch(source)
    tally = bench.round()
    assert tally.counts["new"] == (0 if name == "trang.xml" else 1)
    state = bench.source(source)
    assert is_faulty is None or bool(state.fault) == is_faulty
    assert state.looked is not None


def test_a_source_that_fails_is_asked_ever_more_seldom(bench: Bench, site: Site) -> None:
    source = site.put("/rss-500.xml", status(500), 2)
    bench.watch(source)
    pauses = []
    for _ in range(3):
        bench.round(later=_DAY)
        state = bench.source(source)
        pauses.append((state.due or 0.0) - bench.clock.at)
    assert pauses[0] < pauses[1] < pauses[2]
    assert (state.failures, state.fault) == (3, "500 Internal Server Error")


def test_robots_txt_that_can_not_be_had_forbids_for_now(bench: Bench, site: Site) -> None:
    url = site.put(path(70), made(70), 2)
    site.put("/robots.txt", status(503), 2)
    bench.settings = bench.settings._replace(rules=bench.settings.rules._replace(patience=60.0))
    source = site.put("/rss-robots.xml", feed(url), 2)
    bench.watch(source)
    bench.round()
    assert (site.asked("/rss-robots.xml", 2), bench.source(source).looked) == ([], None)
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", 2)
    before = bench.clock.at + _DAY
    assert bench.round(later=_DAY).counts["new"] == 1
    assert bench.clock.at - before >= 14  # two pauses of its own choice
    site.put("/robots.txt", status(404), 2)


def test_one_process_at_a_time_watches_a_store(bench: Bench) -> None:
    async def both() -> None:
        async with Watch(bench.settings):
            with pytest.raises(StoreLocked, match="another process has its watch under way"):
                async with Watch(bench.settings):
                    pass

    asyncio.run(both())


def test_a_round_that_is_stopped_keeps_what_came(bench: Bench, site: Site) -> None:
    urls = [site.put(path(n), made(n), 2) for n in range(80, 84)]
    bench.watch(site.put("/rss-dung.xml", feed(*urls, site.url("/im-lang", 2)), 2))

    async def stopped() -> None:
        async with Watch(bench.settings, bench.clock) as watch:
            task = asyncio.create_task(watch.round())
            while not site.asked("/rss-dung.xml", 2):
                await asyncio.sleep(0.01)
            watch.stop()
            await asyncio.wait_for(task, 5)

    asyncio.run(stopped())
    tally = bench.round(later=1.0)
    assert tally.counts["looked ok"] <= 1
    assert bench.counts()["versions"] == 4
    assert all(len(site.asked(path(n), 2)) <= 2 for n in range(80, 84))


def test_what_was_wrong_with_asking_is_forgotten_when_the_site_answers(bench: Bench, site: Site) -> None:
    url = site.put("/rss-loi.xml", feed(site.put(path(95), made(95), 2)), 2)
    bench.watch(url)
    bench.round()
    site.put("/rss-loi.xml", status(500), 2)
    bench.round(later=700)
    assert bench.source(url).fault
    site.put("/rss-loi.xml", feed(site.url(path(95), 2)), 2)
    assert bench.round(later=_DAY).counts == {"looked unchanged": 1}
    assert (bench.source(url).fault, bench.source(url).failures) == (None, 0)


def test_a_host_is_left_alone_for_what_it_answers_itself(bench: Bench, site: Site) -> None:
    from_here = [site.put(f"/di-{n}-post30100{n}.html", to(site.url(f"/ban-{n}", 1)), 2) for n in (1, 2)]
    for n in (1, 2):
        site.put(f"/ban-{n}", status(429, Retry_After="7000"), 1)
    bench.settings = bench.settings._replace(rules=bench.settings.rules._replace(patience=60.0))
    page = site.put(path(130), made(130), 2)
    bench.watch(site.put("/rss-di.xml", feed(*from_here, page), 2))
    assert bench.round().counts["new"] == 1
    with open_store(bench.where) as store:
        paces = {state.host: pace_of(state) for state in store.hosts()}
    [leads] = [pace for host, pace in paces.items() if host.startswith(f"{HOSTS[2]}:")]
    assert (leads.failures, leads.next_at - bench.clock.at <= 10) == (0, True)
    assert len(site.asked("/ban-1", 1)) + len(site.asked("/ban-2", 1)) == 1
    assert {state.state for state in bench.pages(*from_here)} == {"waiting"}


def test_a_host_offers_no_more_than_can_wait_and_the_rest_later(bench: Bench, site: Site) -> None:
    bench.settings = bench.settings._replace(most_pages=2)
    urls = [site.put(path(n), made(n), 2) for n in range(100, 104)]
    url = site.put("/map-day.xml", sitemap(*urls), 2)
    bench.watch(url, kind="sitemap")
    assert bench.round().counts["fetched"] == 2
    state = bench.source(url)
    assert (state.fault, state.etag) == ("2 left for later: too many wait already", None)
    assert bench.round(later=_DAY).counts["fetched"] == 2
    assert bench.source(url).fault is None


def test_nothing_more_is_asked_while_too_much_waits_to_be_read(bench: Bench, site: Site) -> None:
    bench.settings = bench.settings._replace(most_bodies=1)
    waiting: list[int] = []

    def counted(number: int) -> Handler:
        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            with open_store(bench.where) as store:
                waiting.append(store.waiting_bodies())
            return web.Response(body=made(number).encode(), content_type="text/html")

        return answer

    pages = [site.put(path(n), counted(n), 2) for n in range(110, 114)]
    bench.watch(site.put("/rss-cho.xml", feed(*pages), 2))
    assert bench.round().counts["new"] == 4
    assert waiting == [0, 0, 0, 0]


def test_a_round_that_is_cut_goes_on_with_what_was_not_looked_at(bench: Bench, site: Site) -> None:
    urls = [site.put(path(n), made(n), 2) for n in range(120, 124)]
    bench.watch(site.put("/rss-cat.xml", feed(*urls), 2))

    async def slices() -> list[Tally]:
        looked: set[str] = set()
        done: list[Tally] = []
        async with Watch(bench.settings, bench.clock) as watch:
            while not done or done[-1].is_cut:
                done.append(await watch.round(2.0, Tally(), looked))
                bench.clock.at += 1_000.0  # the source is due again, and looked at in another run
        return done

    done = asyncio.run(slices())
    assert len(done) > 1
    assert sum(tally.counts["new"] for tally in done) == 4
    assert sum(tally.counts["looked ok"] for tally in done) == 1


def test_alerts_are_told_what_a_round_brought(bench: Bench, site: Site) -> None:
    bench.watch(site.put("/rss-bao.xml", feed(site.put(path(90), made(90), 2)), 2))
    assert thoisu(["alert", "add", "tat-ca", "--store", bench.where]) == 0

    async def one() -> Report | None:
        async with Watch(bench.settings, bench.clock) as watch:
            await watch.round()
            return await watch.tell()

    told = asyncio.run(one())
    assert told is not None
    assert told.told >= 1
