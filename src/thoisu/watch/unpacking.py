"""A body unpacked while it comes: never more than a limit of it, and known to be whole or not.

aiohttp could unpack too, but takes a page whose packing breaks off in the middle for a whole one.
"""

import zlib
from typing import Any

ACCEPTED = "gzip, deflate"  # of Accept-Encoding; what nearly every server packs in
# What servers also write there for a body that is as it stands.
_AS_IT_STANDS = frozenset({"", "identity", "none", "utf-8", "binary", "8bit"})
_NAMES = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"} | dict.fromkeys(_AS_IT_STANDS, "")
_GZIP = b"\x1f\x8b"


def unpackable(coding: str) -> bool:
    """Whether a Content-Encoding is one of those that Unpacking knows.

    >>> unpackable("GZIP"), unpackable("utf-8"), unpackable("br"), unpackable("gzip, gzip")
    (True, True, False, False)
    """
    return coding.strip().lower() in _NAMES


class Unpacking:
    """The body of an answer with this Content-Encoding, of at most `limit` bytes.

    A gzip body may have several members; zeros and other fillings behind them are left out, as browsers do. "deflate"
    is with its frame (RFC 9110, 8.4.1.2) or, as some servers send it, without.

    >>> trang = Unpacking("gzip", 1000)
    >>> packed = zlib.compress("Hội đàm ở Hà Nội".encode(), wbits=31)
    >>> trang.add(packed[:20]), trang.whole, trang.add(packed[20:]), trang.whole
    (True, False, True, True)
    >>> trang.body.decode()
    'Hội đàm ở Hà Nội'
    """

    def __init__(self, coding: str, limit: int) -> None:
        self.body = bytearray()
        self._kind = _NAMES[coding.strip().lower()]
        self._limit = limit
        self._stream: Any = None  # of zlib, while one has begun and not ended
        self._streams = 0
        self._ended = False
        self._held = b""  # of the next member's mark, where a piece ends in the midst of it

    def add(self, piece: bytes) -> bool:
        """Unpacks a piece; False as soon as the body is larger than the limit, of which it then holds one byte more.

        Raises:
            zlib.error: bytes that are not packed so.
        """
        if not self._kind:
            self.body += piece[: self._limit + 1 - len(self.body)]
            return len(self.body) <= self._limit
        data = self._held + piece
        self._held = b""
        while data and not self._ended:
            if self._stream is None and not self._begun(data):
                break
            self.body += self._stream.decompress(data, self._limit + 1 - len(self.body))
            if len(self.body) > self._limit:
                return False
            data = b""
            if self._stream.eof:
                data = self._stream.unused_data
                self._stream, self._ended = None, self._kind == "deflate"
        return True

    @property
    def whole(self) -> bool:
        """Whether the packing is at an end; also that of a body without a byte."""
        return self._stream is None

    def _begun(self, data: bytes) -> bool:
        """Begins a stream with these bytes; where the first one has ended only one more of gzip follows."""
        if self._streams and not data.startswith(_GZIP):
            self._held, self._ended = (data, False) if data == _GZIP[:1] else (b"", True)
            return False
        self._streams += 1
        # The lower half of the first byte of a frame is 8 (RFC 1950, 2.2).
        framed = 31 if self._kind == "gzip" else 15 if data[0] & 0x0F == 8 else -15
        self._stream = zlib.decompressobj(wbits=framed)
        return True
