"""robots.txt: which addresses of a site may be asked, and how often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.watch.records import Fetched
from thoisu.watch.robots import robots_address, rules, rules_of

SITE = "https://example.vn"
# What stands in robots.txt · a path · whether it may be asked
ALLOWED = [
    ("", "/tin", True),
    ("User-agent: *\nDisallow:", "/tin", True),
    ("User-agent: *\nDisallow: /", "/tin", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("User-agent: *\nDisallow: /noi-bo\n", "/noi-bo/tin", False),
    ("User-agent: *\nDisallow: /noi-bo\n", "/the-gioi", True),
    ("User-agent: *\nDisallow: /noi-bo\nAllow: /noi-bo/cong-khai", "/noi-bo/cong-khai/1", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?b", True),
    ("User-agent: *\nDisallow: /*?q=", "/tim?q=asean", False),
    ("User-agent: *\nDisallow: /thế-giới", "/th%E1%BA%BF-gi%E1%BB%9Bi/1", False),
    ("User-agent: *\nDisallow: /th%e1%ba%bf", "/th%E1%BA%BF", False),
    ("User-agent: thoisu\nDisallow: /\n\nUser-agent: *\nAllow: /", "/tin", False),
    ("User-agent: THOISU\nAllow: /\n\nUser-agent: *\nDisallow: /", "/tin", True),
    ("User-agent: khac\nDisallow: /", "/tin", True),
    ("User-agent: khac\nUser-agent: thoisu\nDisallow: /", "/tin", False),
    ("User-agent: thoisu/1.0 # chúng ta\nDisallow: /", "/tin", False),
    ("user agent Thoisu*\nDisallow: /", "/tin", False),
    ("User-agent: t\nDisallow: /", "/tin", True),
    ("User-agent: thoisu-anh\nDisallow: /", "/tin", True),
    ("User-agent:\nDisallow: /", "/tin", True),
    ("User-agent: khac\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
    ("User-agent: soi-thoisu\nDisallow: /", "/tin", True),
    ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/tin", False),
    ("User-agent: *\rDisallow: /", "/tin", False),
    ("Disallow: /", "/tin", True),
    ("<!doctype html><html><title>Trang chủ</title><p>Disallow: /", "/tin", True),
    ("\x00\x01\x02", "/tin", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "allowed"), ALLOWED)
def test_what_a_file_allows(text: str, path: str, allowed: bool) -> None:
    assert rules(200, text.encode()).allows(SITE + path) is allowed


# What came back · whether pages may be asked now
ANSWERS = [
    (200, b"", True), (200, b"\xff\xfe\x80", True), (204, b"", True), (200, None, False),
    (301, None, True), (302, b"", True),
    (400, b"", True), (401, b"", True), (403, b"User-agent: *\nDisallow: /", True), (404, None, True), (410, b"", True),
    (429, b"", False), (500, b"", False), (503, b"User-agent: *\nAllow: /", False), (599, None, False),
    (None, None, False), (100, b"", False),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "allowed"), ANSWERS)
def test_what_an_answer_without_a_file_means(status: int | None, body: bytes | None, allowed: bool) -> None:
    assert rules(status, body).allows(f"{SITE}/tin") is allowed


@pytest.mark.parametrize(
    ("fetched", "allowed"),
    [
        (Fetched(url=SITE, outcome="ok", status=200, body=b"User-agent: *\nDisallow: /"), False),
        (Fetched(url=SITE, outcome="gone", status=404), True),
        (Fetched(url=SITE, outcome="redirects", status=302), True),
        (Fetched(url=SITE, outcome="busy", status=429), False),
        (Fetched(url=SITE, outcome="broken", status=500), False),
        (Fetched(url=SITE, outcome="too slow", status=200), False),
        (Fetched(url=SITE, outcome="too large", status=200), False),
        (Fetched(url=SITE, outcome="unreachable"), False),
        (Fetched(url=SITE, outcome="unsafe", status=302), False),
    ],
    ids=lambda x: x.outcome if isinstance(x, Fetched) else "",
)
def test_what_became_of_asking_for_the_file(fetched: Fetched, allowed: bool) -> None:
    assert rules_of(fetched).allows(f"{SITE}/tin") is allowed


# What stands there · the pause in seconds
DELAYS = [
    ("", None),
    ("User-agent: *\nCrawl-delay: 5", 5.0),
    ("User-agent: *\nCrawl-delay: 0.5", 0.5),
    ("User-agent: *\nCrawl-delay: 0", None),
    ("User-agent: *\nCrawl-delay: -3", None),
    ("User-agent: *\nCrawl-delay: nan", None),
    ("User-agent: *\nCrawl-delay: inf", None),
    ("User-agent: *\nCrawl-delay: 1e9", 300.0),
    ("User-agent: *\nCrawl-delay: nhanh", None),
    ("User-agent: *\nRequest-rate: 1/10", 10.0),
    ("User-agent: *\nRequest-rate: 2/1m", 30.0),
    ("User-agent: *\nRequest-rate: 0/10", None),
    ("User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 2", 10.0),
    ("User-agent: khac\nCrawl-delay: 9", None),
    ("User-agent: thoisu\nCrawl-delay: 3\n\nUser-agent: *\nCrawl-delay: 9", 3.0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "delay"), DELAYS)
def test_how_long_a_site_wants_to_be_left_alone(text: str, delay: float | None) -> None:
    assert rules(200, text.encode()).delay == delay


def test_the_sitemaps_are_told_once_each() -> None:
    text = f"Sitemap: {SITE}/a.xml\nUser-agent: *\nDisallow: /\nSitemap: {SITE}/b.xml.gz\nsitemap: {SITE}/a.xml\n"
    assert rules(200, text.encode()).sitemaps == (f"{SITE}/a.xml", f"{SITE}/b.xml.gz")
    assert rules(404, text.encode()).sitemaps == ()


def test_of_a_file_half_a_megabyte_counts_and_no_half_line() -> None:
    filling = b"# " + b"a" * 97 + b"\n"
    late = b"User-agent: *\nDisallow: /\n"
    assert not rules(200, filling * 5_000 + late).allows(f"{SITE}/tin")
    assert rules(200, filling * 6_000 + late).allows(f"{SITE}/tin")
    # The limit falls behind "Disallow: /" of this line.
    cut = b"User-agent: *\n" + b"#" * (500 * 1024 - 14 - 12) + b"\nDisallow: /noi-bo\n"
    assert rules(200, cut).allows(f"{SITE}/tin")


# Files that take a minute, or all memory, where they are read without thought.
HOSTILE = [
    (b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200_000, True),
    (b"User-agent: *\n" + b"".join(b"Disallow: /%d*b*c$\n" % n for n in range(20_000)), True),
    (b"User-agent: a\n" * 40_000 + b"Disallow: /\n", True),
    (b"User-agent: *\n" * 30_000 + b"Disallow: /\n", False),
    (b"".join(b"User-agent: a%d\n" % n for n in range(10_000)) + b"Disallow: /a*b\n" * 20_000, True),
    (b"".join(b"useragent thoisu%s\n" % (b"*" * n) for n in range(500)) + b"Disallow: /a*a\n" * 20_000, False),
]


@pytest.mark.parametrize(("body", "allowed"), HOSTILE, ids=range(len(HOSTILE)))
def test_no_file_takes_long(body: bytes, allowed: bool) -> None:
    assert rules(200, body).allows(f"{SITE}/{'a' * 2000}") is allowed


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_rules(body: bytes, path: str) -> None:
    found = rules(200, b"User-agent: *\n" + body)
    assert found.allows(f"{SITE}/{path}") in (True, False)
    assert found.delay is None or 0 < found.delay <= 300


def test_the_rules_of_an_address_stand_at_the_root_of_its_site() -> None:
    assert robots_address("HTTP://Example.vn:80/a/b?c#d") == "http://example.vn/robots.txt"
    assert robots_address("http://[::1]:8080/a") == "http://[::1]:8080/robots.txt"
