"""Addresses of pages: one spelling of each, which may be asked, and by what a page is known before it is fetched.

Nothing here asks a network; which addresses a name stands for is checked where the connection is made (fetching.py).
"""

import ipaddress
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from ..errors import UnsafeAddress as Unsafe
from ..lexicon import lexicon

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4096  # characters of an address; servers take 8,000 bytes for the whole request line at most (RFC 9112, 3)

# RFC 3986, 2.3 and 3.3: what may stand unescaped in a path, and in a query.
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_IN_PATH = "/:@!$&'()*+,;=~%"
_IN_QUERY = _IN_PATH + "?"

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_LAST_IS_NUMBER = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)$")


def clean(url: str) -> str:
    """An address in the one spelling that all its variants share, without what only tracks its reader.

    Scheme and host in lower case (names in Punycode), no default port, no fragment, no "." and ".." in the path, text
    in NFC and percent-encoded as RFC 3986 (6.2.2) wants it, parameters of tracking dropped and the others as they are.

    Raises:
        Unsafe: what may not be asked: not http or https, a name or password in it, no host, a port of another service.

    >>> clean("HTTPS://VietnamPlus.vn:443/thế-giới/a-post1.vnp?utm_source=zalo&trang=2#binh-luan")
    'https://vietnamplus.vn/th%E1%BA%BF-gi%E1%BB%9Bi/a-post1.vnp?trang=2'
    """
    return _spelled(url, tracked=False)


def spelled(url: str) -> str:
    """As clean(), with all parameters: how an address is asked that a site itself leads to.

    Raises:
        Unsafe: as clean().

    >>> spelled("http://example.vn/tin?utm_source=zalo#dau")
    'http://example.vn/tin?utm_source=zalo'
    """
    return _spelled(url, tracked=True)


def joined(base: str, reference: str) -> str:
    """The address to which a page at `base` leads by `reference`, spelled().

    Raises:
        Unsafe: as clean().

    >>> joined("https://example.vn/the-gioi/", "../tin-123456.html")
    'https://example.vn/tin-123456.html'
    """
    try:
        return spelled(urljoin(base, reference.strip()))
    except ValueError as error:
        raise _unsafe("is no address", reference) from error


def shown(url: str) -> str:
    """An address as messages and logs may name it: without name, password, query and fragment.

    >>> shown("https://nguoi:matkhau@example.vn/moc?khoa=bi-mat")
    'https://example.vn/moc'
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "an address that can't be read"
    told = f"{parts.scheme}://{host}{parts.path}" if host else f"{parts.scheme or 'an address without a scheme'}:"
    return "".join(c if c.isprintable() else "?" for c in told)[:200]


def _unsafe(what: str, url: str) -> Unsafe:
    return Unsafe(shown(url), what, "give the address of a page as a browser shows it")


def _spelled(url: str, tracked: bool) -> str:
    url = url.strip(" \t\r\n\f")
    if len(url) > _LONGEST:
        raise _unsafe(f"is longer than {_LONGEST:,} characters", url)
    if _CONTROL.search(url):
        raise _unsafe("has a line break or another control character in it", url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unsafe("has a host or port that is none", url) from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise _unsafe("is not http or https", url)
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise _unsafe("has a user name or password in it", url)
    host = _host(parts.netloc.rpartition(":")[0] if port is not None else parts.netloc.rstrip(":"), url)
    if port is not None and (port == 0 or (port < 1024 and port not in _PORTS.values())):
        raise _unsafe(f"asks port {port}, which is not of the web", url)
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = _without_dots(_escaped(parts.path, _IN_PATH)) or "/"
    query = "&".join(p for p in _escaped(parts.query, _IN_QUERY).split("&") if p and (tracked or not _tracks(p)))
    return f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")


def _host(host: str, url: str) -> str:
    if host.startswith("["):
        try:
            # A zone ("%eth0") is a matter of this machine.
            return f"[{ipaddress.IPv6Address(host.strip('[]').partition('%')[0]).compressed}]"
        except ValueError as error:
            raise _unsafe("has a host or port that is none", url) from error
    try:
        # Full-width digits and the like become plain ones here (RFC 3491), before numbers are looked for.
        host = unicodedata.normalize("NFKC", host).encode("idna").decode().lower().removesuffix(".")
    except UnicodeError as error:
        raise _unsafe("has a host or port that is none", url) from error
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise _unsafe("has no host" if not host else "has a host or port that is none", url)
    if _LAST_IS_NUMBER.search(host):
        # 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to a resolver and to nobody who offers news.
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _unsafe("has an IP address in an unusual spelling", url) from error
    return host


def _escaped(text: str, safe: str) -> str:
    """Text with one way to write each character: what needs no escape has none, hex digits are upper case.

    Surrogates stand for bytes that were no UTF-8 in a header, and become these bytes again.
    """
    raw = quote(unicodedata.normalize("NFC", text), safe=safe, errors="surrogateescape")
    return re.sub(r"%(..)?", _escape, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", raw))


def _escape(found: re.Match[str]) -> str:
    byte = unquote_to_bytes(found[0])
    return byte.decode() if _UNRESERVED.fullmatch(byte) else found[0].upper()


def _without_dots(path: str) -> str:
    """A path without "." and ".." (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    parts = path.split("/")[1:]
    for i, part in enumerate(parts):
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
        if part in (".", "..") and i == len(parts) - 1:
            kept.append("")
    return "".join(f"/{part}" for part in kept)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    tracking = lexicon().looks["tracking"]
    return frozenset(tracking["names"]), tuple(tracking["beginnings"])


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    names, beginnings = _tracking()
    return name in names or name.startswith(beginnings)


# Where clouds tell a machine its own passwords; some are in networks that the registries call global.
_METADATA = frozenset(
    ipaddress.ip_address(a)
    for a in (
        "169.254.169.254",  # AWS, Google, Azure, OpenStack and most others
        "169.254.170.2",  # AWS ECS
        "fd00:ec2::254",  # AWS
        "fd20:ce::254",  # Google
        "100.100.100.200",  # Alibaba
        "192.0.0.192",  # Oracle
        "168.63.129.16",  # Azure
    )
)

# What ipaddress calls global and is not a machine's public address (IANA special-purpose registries; RFC 3879, 4291).
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(n)
    for n in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
# Addresses of IPv6 that stand for one of IPv4, and where in their bytes it is (RFC 4291, 6052, 8215, 3056, 5214).
_EMBEDDED = (
    (ipaddress.IPv6Network("::/96"), 12),
    (ipaddress.IPv6Network("::ffff:0:0/96"), 12),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 12),
    (ipaddress.IPv6Network("64:ff9b::/96"), 12),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 12),
    (ipaddress.IPv6Network("2002::/16"), 2),
)
# What "private" means where it is allowed: other machines of this network, and this one.
_PRIVATE = tuple(
    ipaddress.ip_network(n)
    for n in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def may_ask(ip: str | IP, allow_private: bool = False) -> bool:
    """Whether a machine at this address may be asked: one in public, or also one of this network if so allowed.

    Refused are private, loopback, link-local, shared (100.64/10), multicast, reserved and unspecified addresses, those
    of IPv6 that hold one of these (mapped, NAT64, 6to4), and, whatever is allowed, those at which clouds keep secrets.
    The networks are those of the IANA special-purpose address registries, as Python's ipaddress has them, and more.

    >>> may_ask("203.162.0.181"), may_ask("10.0.0.7"), may_ask("10.0.0.7", allow_private=True)
    (True, False, True)
    >>> may_ask("::ffff:127.0.0.1"), may_ask("169.254.169.254", allow_private=True)
    (False, False)
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _METADATA:
            return False
        if address.scope_id is not None:
            address = ipaddress.IPv6Address(int(address))
        if address != ipaddress.IPv6Address("::1"):
            for network, at in _EMBEDDED:
                if address in network:
                    return may_ask(ipaddress.IPv4Address(address.packed[at : at + 4]), allow_private)
    if address in _METADATA:
        return False
    if any(address in network for network in _PRIVATE):
        return allow_private
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in _NOT_PUBLIC)
    )


def within(ip: str, networks: Sequence[Network]) -> bool:
    """Whether an address is one of these networks and no place where clouds keep secrets.

    >>> within("10.0.0.7", [ipaddress.ip_network("10.0.0.0/24")])
    True
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    return address not in _METADATA and any(address in network for network in networks)


# The number of an article ends the last part of its path: "-post374010.html", "/502129.vnp", "-3934788-v.html".
_ARTICLE = re.compile(r"(?P<before>^|[-_.])(?P<kind>[a-z]{0,8}?)(?P<number>\d{4,20})(?P<after>-[a-z])?$")
# What sites write before a number that is certainly that of an article ("post374010", "ar999004").
_KINDS = frozenset({"post", "postid", "news", "article", "art", "ar"})
_EXTENSION = re.compile(r"\.(?:[a-z]{3,5})$")
# Scripts that give every article under one path and tell them apart by the query.
_SCRIPT = re.compile(r"\.(?:aspx?|php\d?|jspx?|do|cgi|cfm|pl)$")
_SLUG = re.compile(r"(?<![a-z0-9])[a-z0-9]++(?:-[a-z0-9]++){3,}", re.I)
_LANGUAGE = re.compile(r"/([a-z]{2})(?=/)")
_SAME_HOST = re.compile(r"^(?:(?:www|m|mobile|wap|amp)\.)+(?=.+\.)")
# Pages about a subject, an author or a picture are numbered on their own.
_NOT_ARTICLES = frozenset(
    {
        "author", "chu-de", "emagazine", "event", "infographic", "longform", "multimedia", "photo", "podcast",
        "su-kien", "tac-gia", "tag", "tags", "tim-kiem", "topic", "video", "videos",
    }
)  # fmt: skip


def known_by(url: str) -> str:
    """By what a page is known before it is fetched: its site and the number of the article, else its address.

    A number counts where it ends the path and can be no day or amount; "www.", "m.", the scheme, AMP and other forms
    of one page and the words before the number make no difference. Where it is not certain that two addresses are one
    article they are two: a page that is fetched twice costs less than one that is never read.

    Raises:
        Unsafe: as clean().

    >>> known_by("https://www.vietnamplus.vn/hai-ben-gap-nhau-post374010.vnp?utm_source=zalo")
    'vietnamplus.vn/*-post374010'
    >>> known_by("https://m.vietnamplus.vn/amp/hai-ben-lai-gap-nhau-post374010.amp")
    'vietnamplus.vn/*-post374010'
    >>> known_by("https://example.vn/nga-ban-1500-ten-lua?vung=bac"), known_by("https://example.vn/xem.aspx?id=15")
    ('example.vn/nga-ban-1500-ten-lua', 'example.vn/xem.aspx?id=15')
    """
    parts = urlsplit(clean(url))
    host = _SAME_HOST.sub("", parts.netloc)
    path = parts.path.rstrip("/")
    *folders, last = path.split("/")
    if _SCRIPT.search(last.lower()):
        return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")
    name = _EXTENSION.sub("", last.lower())
    numbered = _ARTICLE.search(name)
    if numbered and _NOT_ARTICLES.isdisjoint(folders) and _is_article(numbered["kind"], numbered["number"]):
        language = _LANGUAGE.match(path)
        return f"{host}{language[0] if language else ''}/{'*' if numbered.start() else ''}{numbered[0]}"
    chosen = parts.query and (not _SLUG.search(name) or any(c.isdigit() for c in parts.query))
    return f"{host}{path}" + (f"?{parts.query}" if chosen else "")


def _is_article(kind: str, number: str) -> bool:
    """Whether a number is that of an article: not a day, month or year, and not what a headline counts."""
    if len(number) < 6:
        return kind in _KINDS and not _is_day("1", "1", number)
    if len(number) == 8:
        return not (_is_day(number[6:], number[4:6], number[:4]) or _is_day(number[:2], number[2:4], number[4:]))
    if len(number) == 6 and kind not in _KINDS:
        return not (_is_day("1", number[4:], number[:4]) or _is_day(number[:2], number[2:4], "20" + number[4:]))
    return kind in _KINDS or not number.endswith("000")


def _is_day(day: str, month: str, year: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and 1900 <= int(year) <= 2099
