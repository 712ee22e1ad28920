"""Addresses: one spelling, what may be asked, by what a page is known."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.watch.addresses import Unsafe, clean, joined, known_by, may_ask, shown, spelled, within

# As somebody writes it · in the one spelling
CLEAN = [
    ("HTTP://Example.VN", "http://example.vn/"),
    ("  https://example.vn/tin \n", "https://example.vn/tin"),
    ("https://example.vn:443/tin", "https://example.vn/tin"),
    ("http://example.vn:443/tin", "http://example.vn:443/tin"),
    ("https://example.vn:8443/tin", "https://example.vn:8443/tin"),
    ("https://example.vn:/tin", "https://example.vn/tin"),
    ("https://example.vn./tin", "https://example.vn/tin"),
    ("https://example.vn/tin#binh-luan", "https://example.vn/tin"),
    ("https://example.vn/tin?", "https://example.vn/tin"),
    ("https://example.vn?a=1", "https://example.vn/?a=1"),
    ("https://example.vn/a/./b/../c", "https://example.vn/a/c"),
    ("https://example.vn/a/%2E%2e/../..", "https://example.vn/"),
    ("https://example.vn/a/..", "https://example.vn/"),
    ("https://example.vn/a//b/", "https://example.vn/a//b/"),
    ("https://example.vn/Tin%7e1%2fa%c3%A1", "https://example.vn/Tin~1%2Fa%C3%A1"),
    ("https://example.vn/thế giới", "https://example.vn/th%E1%BA%BF%20gi%E1%BB%9Bi"),
    ("https://example.vn/the\u0302\u0301", "https://example.vn/th%E1%BA%BF"),
    ("https://example.vn/100%", "https://example.vn/100%25"),
    ("https://example.vn/%zz?a=%&b=%4", "https://example.vn/%25zz?a=%25&b=%254"),
    ("https://example.vn/a|b<c>", "https://example.vn/a%7Cb%3Cc%3E"),
    ("https://example.vn/a\\b", "https://example.vn/a%5Cb"),
    ("https://báo.vn/tin", "https://xn--bo-mia.vn/tin"),
    ("https://ba\u0301o.vn/tin", "https://xn--bo-mia.vn/tin"),
    ("https://example.vn/tin?utm_source=zalo&utm_medium=x", "https://example.vn/tin"),
    ("https://example.vn/tin?trang=2&fbclid=a&UTM_Source=b&q=asean", "https://example.vn/tin?trang=2&q=asean"),
    ("https://example.vn/tin?b=2&a=1", "https://example.vn/tin?b=2&a=1"),
    ("https://example.vn/tin?gclid", "https://example.vn/tin"),
    ("https://example.vn/tin?q=fbclid&utm=1", "https://example.vn/tin?q=fbclid&utm=1"),
    ("http://[2001:DB8:0:0::1]:80/", "http://[2001:db8::1]/"),
    ("http://[::ffff:1.2.3.4]:8080/", "http://[::ffff:102:304]:8080/"),
    ("http://203.162.0.181/tin", "http://203.162.0.181/tin"),
    ("http://vnexpress.1.vn/", "http://vnexpress.1.vn/"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), CLEAN)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert clean(url) == expected


# What is given · what is wrong with it
UNSAFE = [
    ("", "is not http or https"),
    ("example.vn/tin", "is not http or https"),
    ("mailto:toasoan@example.vn", "is not http or https"),
    ("data:text/html,<p>", "is not http or https"),
    ("https://", "has no host"),
    ("https://?q", "has no host"),
    ("https://:443/", "has no host"),
    ("https://./", "has a host or port that is none"),
    ("https://a..vn/", "has a host or port that is none"),
    ("https://-a.vn/", "has a host or port that is none"),
    ("https://a b.vn/", "has a host or port that is none"),
    ("https://" + "a" * 64 + ".vn/", "has a host or port that is none"),
    ("https://" + "a." * 127 + "vn/", "has a host or port that is none"),
    ("https://[::1/", "has a host or port that is none"),
    ("https://[1.2.3.4]/", "has a host or port that is none"),
    ("https://[v1.a]/", "has a host or port that is none"),
    ("https://a[::1]/", "has a host or port that is none"),
    ("https://example.vn:0/", "asks port 0, which is not of the web"),
    ("https://example.vn:22/", "asks port 22, which is not of the web"),
    ("https://example.vn:abc/", "has a host or port that is none"),
    ("https://nguoi@example.vn/", "has a user name or password in it"),
    ("https://:matkhau@example.vn/", "has a user name or password in it"),
    ("https://@example.vn/", "has a user name or password in it"),
    ("https://example.vn/a\tb", "has a line break or another control character in it"),
    ("https://exa\nmple.vn/", "has a line break or another control character in it"),
    ("https://example.vn/\x00", "has a line break or another control character in it"),
    ("http://1.2.3/", "has an IP address in an unusual spelling"),
    ("http://1.2.3.4.5/", "has an IP address in an unusual spelling"),
    ("http://256.1.1.1/", "has an IP address in an unusual spelling"),
    ("http://example.0x1f/", "has an IP address in an unusual spelling"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "what"), UNSAFE)
def test_what_may_not_be_asked_says_why(url: str, what: str) -> None:
    with pytest.raises(Unsafe) as caught:
        clean(url)
    assert caught.value.what == what
    assert "matkhau" not in str(caught.value)
    assert "\n" not in str(caught.value)


# Where it stands · what it says · where it leads
JOINED = [
    ("https://example.vn/a/b.html", "/c", "https://example.vn/c"),
    ("https://example.vn/a/b.html", " c?d=1#e ", "https://example.vn/a/c?d=1"),
    ("https://example.vn/a/b.html", "//khac.example/c", "https://khac.example/c"),
    ("https://example.vn/a/b.html", "?p=2", "https://example.vn/a/b.html?p=2"),
    ("https://example.vn/a/b.html", "", "https://example.vn/a/b.html"),
    ("https://example.vn/a/", "HTTP://EXAMPLE.vn:80/x?utm_source=a", "http://example.vn/x?utm_source=a"),
]


@pytest.mark.parametrize(("base", "reference", "expected"), JOINED)
def test_a_reference_leads_from_where_it_stands(base: str, reference: str, expected: str) -> None:
    assert joined(base, reference) == expected


@pytest.mark.parametrize(
    "reference", ["javascript:void(0)", "http://[", "//nguoi:matkhau@example.vn/", "mailto:a@b.vn"]
)
def test_not_every_reference_leads_somewhere(reference: str) -> None:
    with pytest.raises(Unsafe) as caught:
        joined("https://example.vn/", reference)
    assert "matkhau" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a:b@example.vn:8443/x?khoa=1#y", "https://example.vn:8443/x"),
        ("https://[::1", "an address that can't be read"),
        ("mailto:a@b.vn", "mailto:"),
        ("tin.html?khoa=1", "an address without a scheme:"),
        ("https://example.vn/\x1b[31mđỏ", "https://example.vn/?[31mđỏ"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(url: str, expected: str) -> None:
    assert shown(url) == expected


# Addresses of one line are one page.
SAME = [
    ("https://www.vietnamplus.vn/hai-ben-gap-nhau-post374010.vnp", "http://vietnamplus.vn/hai-ben-gap-nhau-post374010.vnp",
     "https://m.vietnamplus.vn/hai-ben-lai-gap-nhau-post374010.vnp?utm_source=zalo", "https://vietnamplus.vn/x-post374010.vnp",
     "https://www.vietnamplus.vn/amp/hai-ben-gap-nhau-post374010.amp"),
    ("https://example.vn/tin-4801234.html", "https://example.vn/the-gioi/tin-moi-4801234.html?trang=2#x",
     "https://example.vn/tin-4801234.html/", "https://EXAMPLE.vn/tin-4801234.htm"),
    ("https://example.vn/nga-my-gap-nhau-o-geneva", "https://m.example.vn/nga-my-gap-nhau-o-geneva/?nguon=trang-chu",
     "https://example.vn/nga-my-gap-nhau-o-geneva?fbclid=1#x"),
    ("https://example.vn/tin-20241115093012345.htm", "https://example.vn/tin-doi-ten-20241115093012345.htm?a=1"),
    ("https://example.vn/tin-post1234.html", "https://example.vn/tin-doi-ten-post1234.html"),
    ("https://example.vn/tin-ar990000.html", "https://example.vn/tin-doi-ten-ar990000.html"),
    ("https://example.vn/502129.html", "http://www.example.vn/502129.html?a#b"),
    ("https://example.vn/tin-3934788-v.html", "https://example.vn/tin-khac-ten-3934788-v.html"),
]  # fmt: skip
# Each of a line is a page of its own.
DIFFERENT = [
    ("https://vietnamplus.vn/tin-post374010.vnp", "https://vietnamplus.vn/tin/374010.vnp",
     "https://vietnamplus.vn/tin-post374011.vnp", "https://en.vietnamplus.vn/tin-post374010.vnp",
     "https://vietnamplus.vn/en/tin-post374010.vnp"),
    ("https://example.vn/nga-ban-1500-ten-lua", "https://example.vn/my-ban-1500-ten-lua",
     "https://example.vn/nga-mat-120000-quan", "https://example.vn/my-co-120000-quan"),
    ("https://example.vn/nga-vien-tro-10000", "https://example.vn/my-vien-tro-10000"),
    ("https://example.vn/bau-cu-nga-2024.html", "https://example.vn/bau-cu-my-2024.html"),
    ("https://example.vn/ban-tin-sang-20241115.html", "https://example.vn/ban-tin-toi-20241115.html"),
    ("https://example.vn/ban-tin-sang-15112024.html", "https://example.vn/ban-tin-toi-15112024.html"),
    ("https://example.vn/ban-tin-sang-151124.html", "https://example.vn/ban-tin-toi-151124.html"),
    ("https://example.vn/hop-bao-covid2021.html", "https://example.vn/tin-covid2021.html"),
    ("https://example.vn/tong-ket-nam2021.html", "https://example.vn/bau-cu-nam2021.html"),
    ("https://example.vn/gia-dau-thang-202411.html", "https://example.vn/gia-vang-thang-202411.html"),
    ("https://example.vn/nga-chi-1000000.html", "https://example.vn/my-chi-1000000.html"),
    ("https://example.vn/xem.aspx?id=1", "https://example.vn/xem.aspx?id=2", "https://example.vn/xem.aspx"),
    ("https://example.vn/chi-tiet-tin-tuc.php?bai=nga", "https://example.vn/chi-tiet-tin-tuc.php?bai=my"),
    ("https://example.vn/chi-tiet-tin-tuc?id=1", "https://example.vn/chi-tiet-tin-tuc?id=2"),
    ("https://example.vn/?p=123456", "https://example.vn/?p=123457", "https://example.vn/"),
    ("https://example.vn/tin?bai=nga", "https://example.vn/tin?bai=my"),
    ("https://example.vn/su-kien/ukraine-374010.html", "https://example.vn/the-gioi/ukraine-374010.html"),
    ("https://a.example/tin-374010.html", "https://b.example/tin-374010.html", "http://a.example:8080/tin-374010.html"),
    ("https://example.vn/tin-abc374010.html", "https://example.vn/tin-374010.html"),
]  # fmt: skip


@pytest.mark.parametrize("urls", SAME)
def test_one_page_is_known_by_one_thing(urls: tuple[str, ...]) -> None:
    assert len({known_by(url) for url in urls}) == 1


@pytest.mark.parametrize("urls", DIFFERENT)
def test_two_pages_are_known_by_two(urls: tuple[str, ...]) -> None:
    assert len({known_by(url) for url in urls}) == len(urls)


_TEXT = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=12)
_ODD = st.sampled_from(
    [*"/.%?&=#@:[]\\ ;+ế", "..", "%2e", "%C3%A1", "%zz", "%41", "\u0301", "utm_a=", "fbclid=b", "%2F", "//"]
)
_URLS = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.vn", "Báo.vn", "1.2.3.4", "[::1]", "m.example.vn.", "xn--bo-mia.vn"]) | _TEXT,
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.lists(_ODD | _TEXT, max_size=12).map("".join),
)


def _clean(url: str) -> str | None:
    try:
        return clean(url)
    except Unsafe:
        return None


@given(_URLS)
def test_what_is_clean_stays_so(url: str) -> None:
    once = _clean(url)
    if once is not None:
        assert clean(once) == once
        assert spelled(once) == once
        assert once.isascii()
        assert once.isprintable()
        assert known_by(url) == known_by(once)


@given(_URLS, st.sampled_from(["utm_source=zalo", "utm_x", "fbclid=a1", "gclid=b2", "zarsrc=30"]), st.booleans())
def test_what_tracks_makes_no_other_page(url: str, tracking: str, first: bool) -> None:
    once = _clean(url)
    if once is not None:
        base, _, query = once.partition("?")
        tracked = f"{base}?{tracking}&{query}" if first else f"{base}?{query}&{tracking}"
        assert clean(tracked) == once
        assert known_by(f"{tracked}#neo") == known_by(once)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_unsafe(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.vn/{text}"):
        once = _clean(url)
        assert once is None or once.startswith(("http://", "https://"))
        assert shown(url).isprintable()


# What no page can lead us to, by the IANA special-purpose address registries.
REFUSED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32", "168.63.129.16/32",
    "::/128", "::1/128", "100::/64", "2001:db8::/32", "2001::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
    "fec0::/10", "ff00::/8",
]  # fmt: skip
_NETWORKS = [ipaddress.ip_network(n) for n in REFUSED]
_INSIDE = st.sampled_from(_NETWORKS).flatmap(
    lambda n: st.integers(int(n.network_address), int(n.broadcast_address)).map(
        ipaddress.IPv4Address if n.version == 4 else ipaddress.IPv6Address
    )
)
# How an address of IPv6 can hold one of IPv4: mapped, compatible, translated, NAT64 (twice), 6to4.
_HOLDS = [
    lambda ip: (0xFFFF << 32) | ip,
    lambda ip: ip,
    lambda ip: (0xFFFF << 48) | ip,
    lambda ip: (0x64_FF9B << 96) | ip,
    lambda ip: (0x64_FF9B_0001 << 80) | ip,
    lambda ip: (0x2002 << 112) | (ip << 80) | 1,
]


@given(_INSIDE, st.sampled_from(_HOLDS))
def test_no_address_of_a_refused_network_may_be_asked(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, held) -> None:
    assert not may_ask(ip)
    assert not may_ask(str(ip))
    if ip.version == 4:
        assert not may_ask(ipaddress.IPv6Address(held(int(ip))))
        assert not may_ask(str(ipaddress.IPv6Address(held(int(ip)))))


@given(st.ip_addresses())
def test_what_is_allowed_is_only_more_and_never_multicast(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert may_ask(ip, allow_private=True) or not may_ask(ip)
    if ip.is_multicast or ip.is_unspecified:
        assert not may_ask(ip, allow_private=True)


@pytest.mark.parametrize(
    ("ip", "public", "private"),
    [
        ("203.162.0.181", True, True),
        ("1.1.1.1", True, True),
        ("2001:4860:4860::8888", True, True),
        ("::ffff:1.1.1.1", True, True),
        ("64:ff9b::1.1.1.1", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("192.168.1.9", False, True),
        ("100.64.0.9", False, True),
        ("fe80::1%eth0", False, True),
        ("fd12::1", False, True),
        ("169.254.1.1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("2002:a9fe:a9fe::1", False, False),
        ("fd00:ec2::254", False, False),
        ("100.100.100.200", False, False),
        ("168.63.129.16", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("255.255.255.255", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("127.1", False, False),
        ("0x7f000001", False, False),
        ("localhost", False, False),
        ("", False, False),
    ],
)
def test_who_may_be_asked(ip: str, public: bool, private: bool) -> None:
    assert (may_ask(ip), may_ask(ip, allow_private=True)) == (public, private)


def test_networks_of_ones_own_hold_no_secrets() -> None:
    link_local = [ipaddress.ip_network("169.254.0.0/16")]
    assert within("169.254.1.1", link_local)
    assert not within("169.254.169.254", link_local)
    assert not within("10.0.0.1", link_local)
    assert not within("example.vn", link_local)
