"""Web archives for the tests: records of every type as bytes, packed or plain, whole or with faults."""

import gzip
import zlib
from collections.abc import Iterable
from typing import NamedTuple

FETCHED = "2022-01-25T03:00:00Z"
HTML = "text/html; charset=utf-8"


class Article(NamedTuple):
    """What the page of an article says; the words are the tests' own."""

    title: str
    paragraphs: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    time: str = "07:01, 21/01/2022"


TALKS = Article(
    "Nga và Mỹ nối lại đàm phán tại Geneva",
    (
        "Ngày 20/1, Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken tại Geneva (Thụy Sĩ) để bàn "
        "về các bảo đảm an ninh mà hai bên đòi hỏi ở nhau.",
        "Sau cuộc gặp, hai bên nhất trí giữ liên lạc và giao cho các chuyên gia soạn văn bản trả lời trong vòng một "
        "tuần, theo thông báo mà phái đoàn hai nước cùng đưa ra.",
        "Vòng đàm phán tiếp theo dự kiến diễn ra vào tháng sau, khi các chuyên gia đã trao đổi xong những điểm còn "
        "khác nhau về vũ khí tầm ngắn và các cuộc tập trận.",
    ),
)

_STATES = ("Pháp", "Đức", "Nhật Bản", "Ấn Độ", "Brazil", "Ai Cập", "Canada", "Indonesia", "Ba Lan", "Kenya", "Chile")
_CITIES = ("Geneva", "Vienna", "Doha", "Singapore", "Nairobi", "Helsinki", "Lima")
_TOPICS = ("thuế quan", "nghề cá", "khí hậu", "vận tải biển", "vệ tinh", "lúa mì", "đường sắt", "dược phẩm")


def story(n: int) -> Article:
    """The n-th of many articles that share no line."""
    one, other = _STATES[n % 11], _STATES[(n + 1 + n // 11 % 10) % 11]
    city, topic, day = _CITIES[n % 7], _TOPICS[n % 8], 1 + n % 28
    return Article(
        f"{one} và {other} bàn về {topic} tại {city}, vòng {n}",
        (
            f"Ngày {day}/3, phái đoàn {one} đã gặp phái đoàn {other} tại {city} để bàn về {topic}, vòng thứ {n} kể từ "
            f"khi hai bên nối lại đàm phán.",
            f"Theo thông báo chung, phía {other} đề nghị lùi thời hạn của thỏa thuận {topic} thêm {n + 2} tháng, còn "
            f"phía {one} muốn giữ như văn bản đã ký.",
            f"Hai bên nhất trí gặp lại tại {city} sau {n + 3} tuần nữa để các chuyên gia xem xét xong phụ lục về "
            f"{topic} mà {one} vừa gửi.",
        ),
        time=f"09:{n % 60:02d}, {day + 1:02d}/03/2023",
    )


def html_of(article: Article, charset: str = "utf-8", head: str = "") -> str:
    """An article as HTML, with lines before and after its text."""
    lines = [f"<p>{line}</p>" for line in article.before]
    lines.append(f"<h1>{article.title}</h1>")
    if article.time:
        lines.append(f"<div class=time>{article.time}</div>")
    lines.append("<div class=content>" + "".join(f"<p>{p}</p>" for p in article.paragraphs) + "</div>")
    lines += [f"<p>{line}</p>" for line in article.after]
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset={charset}><title>{article.title}</title>{head}</head>"
        f"<body>{''.join(lines)}</body></html>"
    )


def text_of(article: Article) -> str:
    """An article as the text that a WET record holds of it."""
    return "\n".join((*article.before, article.title, article.time, *article.paragraphs, *article.after))


# -- records --------------------------------------------------------------------------------------------------


def record(
    kind: str,
    block: bytes = b"",
    uri: str = "",
    mime: str = "",
    date: str | None = FETCHED,
    length: int | None = None,
    version: str = "1.0",
    **more: str,
) -> bytes:
    """A record as it stands in a plain archive; `length` is what it declares where that is not the block's."""
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": date or "",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{zlib.crc32(block + uri.encode()):012x}>",
        "Content-Type": mime,
        **{name.replace("_", "-"): value for name, value in more.items()},
        "Content-Length": str(len(block) if length is None else length),
    }
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in headers.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(
    body: bytes | str,
    uri: str = "https://example.vn/tin-1.html",
    *,
    status: int | str = 200,
    mime: str = HTML,
    packing: str = "",
    chunked: bool = False,
    unpacked: bool = False,
    date: str | None = FETCHED,
    length: int | None = None,
    **headers: str,
) -> bytes:
    """A server's answer; `packing` is its Content-Encoding, only declared where the body is stored `unpacked`."""
    body = body.encode() if isinstance(body, str) else body
    if not unpacked:
        body = PACKINGS[packing](body)
        if chunked:
            body = in_chunks(body)
    fields = {
        "Content-Type": mime,
        "Content-Encoding": packing,
        "Transfer-Encoding": "chunked" if chunked else "",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items() if value)]
    block = "\r\n".join(head).encode() + b"\r\n\r\n" + body
    return record("response", block, uri, "application/http; msgtype=response", date, length)


def conversion(
    text: str | bytes, uri: str = "https://example.vn/tin-1.html", language: str = "vie", date: str | None = FETCHED
) -> bytes:
    """The text of a page, as a WET file holds it."""
    block = text.encode() if isinstance(text, str) else text
    return record("conversion", block, uri, "text/plain", date, WARC_Identified_Content_Language=language)


def resource(body: bytes | str, uri: str = "https://example.vn/tin-1.html", mime: str = "text/html") -> bytes:
    """A page that was stored without its server's headers."""
    return record("resource", body.encode() if isinstance(body, str) else body, uri, mime)


def warcinfo() -> bytes:
    """The note with which an archive begins."""
    return record("warcinfo", b"software: tests\r\nformat: WARC File Format 1.0\r\n", mime="application/warc-fields")


def request(uri: str = "https://example.vn/tin-1.html") -> bytes:
    """What a crawler asked for."""
    block = b"GET /tin-1.html HTTP/1.1\r\nHost: example.vn\r\n\r\n"
    return record("request", block, uri, "application/http; msgtype=request")


def metadata(uri: str = "https://example.vn/tin-1.html") -> bytes:
    """What a crawler notes of a fetch."""
    return record("metadata", b"fetchTimeMs: 314\r\n", uri, "application/warc-fields")


def revisit(uri: str = "https://example.vn/tin-1.html") -> bytes:
    """A page that had not changed since the last visit."""
    return record("revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", uri, "application/http; msgtype=response")


# -- bodies ---------------------------------------------------------------------------------------------------


def in_chunks(body: bytes, size: int = 700) -> bytes:
    """A body in the chunks of HTTP/1.1."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _brotli(body: bytes) -> bytes:
    """A Brotli stream (RFC 7932) whose blocks are stored, for want of a compressor in the standard library."""
    stream, size = bytearray(), 1 << 15
    for at in range(0, len(body), size):
        part = body[at : at + size]
        # Not the last block, four nibbles of length, stored; before the first the bit for a window of 64 KB.
        bits, width = (0 | (len(part) - 1) << 3 | 1 << 19), 20
        if at == 0:
            bits, width = bits << 1, width + 1
        stream += bits.to_bytes((width + 7) // 8, "little") + part
    return bytes(stream) + b"\x03"


def _gzip(body: bytes) -> bytes:
    """Gzip without the time of packing: the same bytes on every run."""
    return gzip.compress(body, mtime=0)


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKINGS = {
    "": bytes,
    "identity": bytes,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": zlib.compress,
    "br": _brotli,
}


def bomb(size: int) -> bytes:
    """White space in gzip that unpacks to `size` bytes and is a thousandth of that."""
    packer, megabyte = zlib.compressobj(9, wbits=31), b" " * (1 << 20)
    parts = [packer.compress(megabyte) for _ in range(size >> 20)]
    return b"".join(parts) + packer.flush()


# -- files ----------------------------------------------------------------------------------------------------


def packed(one: bytes) -> bytes:
    """A record as a gzip member of its own."""
    return gzip.compress(one, mtime=0)


def archive(records: Iterable[bytes], gz: bool = True) -> bytes:
    """An archive: each record a gzip member, or all of them plain."""
    return b"".join(packed(one) if gz else one for one in records)


def offsets(records: Iterable[bytes], gz: bool = True) -> list[tuple[int, int]]:
    """Where the records of an archive begin and end."""
    spans, at = [], 0
    for one in records:
        size = len(packed(one) if gz else one)
        spans.append((at, at + size))
        at += size
    return spans
