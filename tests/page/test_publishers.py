"""Addresses to publishers: hosts, subdomains and look-alikes; layouts that end on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.publishers import Layout, Publisher, host_of, layouts_on, outlet_names, publisher_of, publishers
from thoisu.text import key


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("https://www.example.vn/tin-1.html", "example.vn"),
        ("http://example.vn", "example.vn"),
        ("https://EXAMPLE.VN/Tin", "example.vn"),
        ("https://WWW.Example.vn/", "example.vn"),
        ("https://example.vn:8443/tin", "example.vn"),
        ("https://example.vn:cong/tin", "example.vn"),
        ("https://ban:doc@example.vn/tin", "example.vn"),
        ("https://example.vn@other.vn/tin", "other.vn"),
        ("https://beta.example.vn/tin", "beta.example.vn"),
        ("https://www2.example.vn/tin", "www2.example.vn"),
        ("https://example.vn?tin=1", "example.vn"),
        ("https://example.vn#tin", "example.vn"),
        ("https://báo.vn/tin", "báo.vn"),
        ("https://xn--bo-kia.vn/tin", "xn--bo-kia.vn"),
        ("http://127.0.0.1/tin", "127.0.0.1"),
        ("http://[::1]:80/tin", "::1"),
        ("example.vn/tin", None),
        ("//example.vn/tin", None),
        ("ftp://example.vn/tin", None),
        ("file:///trang/tin.html", None),
        ("trang.html", None),
        ("https://", None),
        ("https:///tin", None),
        ("http://[example.vn/tin", None),
        ("", None),
    ],
)
def test_host_of(uri: str, host: str | None) -> None:
    assert host_of(uri) == host


@pytest.mark.parametrize(
    ("uri", "ident"),
    [
        ("https://www.vietnamplus.vn/tin-post1.vnp", "vietnamplus"),
        ("http://VIETNAMPLUS.VN:80/tin", "vietnamplus"),
        ("https://en.vietnamplus.vn/tin", "vietnamplus"),
        ("https://a.b.c.vietnamplus.vn/tin", "vietnamplus"),
        ("https://nhandan.com.vn/tin", "nhandan"),
        ("https://nhandan.vn/tin", "nhandan"),
        ("https://baotintuc.vn/tin", "baotintuc"),
        # The longer domain is a publisher of its own.
        ("https://dantocmiennui.baotintuc.vn/tin", "dantocmiennui"),
        ("https://news.zing.vn/tin", "znews"),
        ("https://zing.vn/tin", None),
        ("https://vietnamplus.vn.example.com/tin", None),
        ("https://vietnamplus.vn@example.com/tin", None),
        ("https://xvietnamplus.vn/tin", None),
        ("https://vietnamplus-vn.com/tin", None),
        ("https://vietnamplus.com/tin", None),
        ("https://example.vn/vietnamplus.vn/tin", None),
        ("https://example.vn/?u=https://vietnamplus.vn/", None),
        ("https://com.vn/tin", None),
        ("https://vn/tin", None),
        ("https://127.0.0.1/tin", None),
        ("https://báo.vn/tin", None),
        ("vietnamplus.vn", None),
        ("ftp://vietnamplus.vn/tin", None),
        ("http://[vietnamplus.vn/tin", None),
        ("", None),
    ],
)
def test_publisher_of(uri: str, ident: str | None) -> None:
    found = publisher_of(uri)
    assert (found.id if found else None) == ident


@given(st.text(max_size=40))
def test_no_address_raises(rest: str) -> None:
    assert host_of(rest) is None or rest.startswith("http")
    publisher_of(f"https://{rest}")
    publisher_of(f"http://{rest}.vn/tin")


@given(
    st.sampled_from([d for p in publishers() for d in p.domains]),
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8})", fullmatch=True),
)
def test_a_subdomain_is_its_domains_and_a_longer_name_is_not(domain: str, label: str) -> None:
    owner = publisher_of(f"https://{domain}/tin")
    assert owner is not None
    assert domain in owner.domains
    below = publisher_of(f"https://{label}.{domain}/tin")
    assert below is not None
    assert below == owner or f"{label}.{domain}" in below.domains
    assert publisher_of(f"https://{domain}.{label}x/tin") is None


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("TTXVN", True),
        ("ttxvn", True),
        ("Tuổi Trẻ", True),
        ("tuoitre.vn", True),
        ("Báo Thanh Hoá", True),
        ("Báo Thanh Hóa", True),
        ("Hoài Thu", False),
        ("Hà Nội", False),
        ("example.vn", False),
        ("", False),
    ],
)
def test_outlet_names(name: str, known: bool) -> None:
    assert (key(name) in outlet_names()) is known


OLD = Layout(date(2015, 12, 31), {"body": "#cu"})
MIDDLE = Layout(date(2020, 6, 30), {"body": "#giua"})
NEW = Layout(None, {"body": "#moi"})
EARLIER = Layout(None, {"body": "#truoc"})


@pytest.mark.parametrize(
    ("layouts", "day", "chosen"),
    [
        ((NEW, MIDDLE, OLD), date(2010, 1, 1), OLD),
        # The last day is a day of the layout.
        ((NEW, MIDDLE, OLD), date(2015, 12, 31), OLD),
        ((NEW, MIDDLE, OLD), date(2016, 1, 1), MIDDLE),
        ((OLD, NEW, MIDDLE), date(2020, 6, 30), MIDDLE),
        ((NEW, MIDDLE, OLD), date(2020, 7, 1), NEW),
        ((NEW, MIDDLE, OLD), None, NEW),
        ((MIDDLE, OLD), date(2020, 7, 1), None),
        ((MIDDLE, OLD), None, None),
        # Of those without an end the first is the newest.
        ((NEW, EARLIER), None, NEW),
        ((NEW, EARLIER), date(2010, 1, 1), NEW),
        ((), None, None),
        ((), date(2010, 1, 1), None),
    ],
)
def test_the_first_layout_on_a_day(layouts: tuple[Layout, ...], day: date | None, chosen: Layout | None) -> None:
    publisher = Publisher("vidu", "Ví Dụ", (), ("example.vn",), "", "portal", False, (), layouts)
    assert next(iter(layouts_on(publisher, day)), None) == chosen
