"""Bodies unpacked piece by piece: whole or cut off, and never more than the limit."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.watch.unpacking import Unpacking, unpackable

PAGE = "Hai bên gặp nhau ở Hà Nội. ".encode() * 40
GZIP = gzip.compress(PAGE, mtime=0)
RAW = zlib.compress(PAGE, wbits=-15)

# Content-Encoding · as it is sent · what it holds · whether it is whole
BODIES = [
    ("identity", PAGE, PAGE, True),
    ("", PAGE, PAGE, True),
    ("UTF-8", PAGE, PAGE, True),
    ("identity", b"", b"", True),
    ("gzip", GZIP, PAGE, True),
    (" GZip ", GZIP, PAGE, True),
    ("x-gzip", GZIP, PAGE, True),
    ("gzip", b"", b"", True),
    ("gzip", gzip.compress(b"", mtime=0), b"", True),
    ("gzip", GZIP + GZIP, PAGE * 2, True),
    ("gzip", gzip.compress(b"", mtime=0) + GZIP, PAGE, True),
    ("gzip", GZIP + bytes(512), PAGE, True),
    ("gzip", GZIP + b"\x1f", PAGE, True),
    ("gzip", GZIP + b"\x1f\x8c", PAGE, True),
    ("gzip", gzip.compress(b"", mtime=0) + b"abc" + GZIP, b"", True),
    ("gzip", GZIP[:-1], PAGE, False),
    ("gzip", GZIP[:1], b"", False),
    ("gzip", GZIP + GZIP[:10], PAGE, False),
    ("deflate", zlib.compress(PAGE), PAGE, True),
    ("deflate", RAW, PAGE, True),
    ("deflate", RAW + b"abc", PAGE, True),
    ("deflate", zlib.compress(PAGE)[:-1], PAGE, False),
]  # fmt: skip


@pytest.mark.parametrize(("coding", "sent", "body", "whole"), BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_body_is_unpacked_in_whatever_pieces_it_comes(
    coding: str, sent: bytes, body: bytes, whole: bool, size: int
) -> None:
    unpacking = Unpacking(coding, 100_000)
    assert all(unpacking.add(sent[i : i + size]) for i in range(0, len(sent), size))
    assert (bytes(unpacking.body), unpacking.whole) == (body, whole)


@pytest.mark.parametrize(
    ("coding", "sent"), [("gzip", b"abc"), ("gzip", GZIP[:30] + b"abc" * 9), ("deflate", b"\xff" * 9)]
)
def test_what_is_not_packed_so_is_an_error(coding: str, sent: bytes) -> None:
    with pytest.raises(zlib.error):
        Unpacking(coding, 1000).add(sent)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip,br", "rot13"])
def test_what_was_not_asked_for_is_not_unpacked(coding: str) -> None:
    assert not unpackable(coding)


@pytest.mark.parametrize("coding", ["identity", "gzip", "deflate"])
@pytest.mark.parametrize("limit", [0, 1, 100, 999, 1000])
def test_a_body_is_never_more_than_its_limit_and_a_byte(coding: str, limit: int) -> None:
    sent = {"identity": bytes(1000), "gzip": gzip.compress(bytes(1000)), "deflate": zlib.compress(bytes(1000))}[coding]
    unpacking = Unpacking(coding, limit)
    assert unpacking.add(sent) == (limit >= 1000)
    assert len(unpacking.body) == min(limit + 1, 1000)


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=4), st.integers(1, 40), st.integers(0, 300))
def test_members_of_any_size_in_pieces_of_any_size(members: list[bytes], size: int, limit: int) -> None:
    sent, held = b"".join(map(gzip.compress, members)), b"".join(members)
    unpacking = Unpacking("gzip", limit)
    fits = all(unpacking.add(sent[i : i + size]) for i in range(0, len(sent), size))
    assert fits == (len(held) <= limit)
    assert bytes(unpacking.body) == held[: limit + 1]
    assert unpacking.whole or not fits
