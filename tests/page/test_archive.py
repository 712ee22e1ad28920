"""Web archives: every kind of record, bodies however packed, and every kind of damage, which costs one record."""

import gzip
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu.errors import PageError
from thoisu.page.archive import Record, Skipped, read_records
from thoisu.page.decode import MAX_BYTES
from thoisu.page.recovery import is_archive

from ..warcs import (
    FETCHED,
    HTML,
    PACKINGS,
    TALKS,
    archive,
    bomb,
    conversion,
    html_of,
    in_chunks,
    metadata,
    offsets,
    packed,
    record,
    request,
    resource,
    response,
    revisit,
    text_of,
    warcinfo,
)

PAGE = html_of(TALKS).encode()
FORMS = pytest.mark.parametrize("gz", [True, False], ids=["gzip", "plain"])
Found = list[Record | Skipped]


def found_in(raw: bytes, path: Path) -> Found:
    path.write_bytes(raw)
    return list(read_records(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crawl.warc.gz"


# -- records --------------------------------------------------------------------------------------------------

PAGES = [
    ("response", response(PAGE), "warc", PAGE),
    ("resource", resource(PAGE), "warc", PAGE),
    ("conversion", conversion(text_of(TALKS)), "wet", text_of(TALKS).encode()),
    ("xhtml", response(PAGE, mime="application/xhtml+xml"), "warc", PAGE),
    ("capitals", response(PAGE, mime="TEXT/HTML; Charset=UTF-8"), "warc", PAGE),
    ("no content type", response(PAGE, mime=""), "warc", PAGE),
    ("http/2", response(PAGE).replace(b"HTTP/1.1", b"HTTP/2.0"), "warc", PAGE),
    ("no http headers", record("response", PAGE, "https://example.vn/tin-1.html", "application/http"), "warc", PAGE),
    ("warc 1.1", resource(PAGE).replace(b"WARC/1.0", b"WARC/1.1"), "warc", PAGE),
    ("an address in brackets", resource(PAGE, "<https://example.vn/tin-1.html>"), "warc", PAGE),
    ("an empty page", response(b""), "warc", b""),
]

SKIPPED = [
    ("warcinfo", warcinfo(), "other", "warcinfo"),
    ("request", request(), "other", "request"),
    ("metadata", metadata(), "other", "metadata"),
    ("revisit", revisit(), "other", "revisit"),
    ("a later part of a record", record("continuation", PAGE), "other", "continuation"),
    ("a type of its own", record("thumbnail", PAGE), "other", "thumbnail"),
    ("moved", response(PAGE, status="301 Moved Permanently", Location="/tin-2.html"), "other", "status 301"),
    ("not modified", response(b"", status=304), "other", "status 304"),
    ("not found", response(PAGE, status="404 Not Found"), "other", "status 404"),
    ("a server's fault", response(PAGE, status=503), "other", "status 503"),
    ("an image", response(b"\x89PNG\r\n\x1a\n", mime="image/png"), "other", "image/png"),
    ("a photograph stored bare", resource(b"\xff\xd8\xff\xe0", mime="image/jpeg"), "other", "image/jpeg"),
    ("a style sheet", response("p {}", mime="text/css"), "other", "text/css"),
    ("data", response("{}", mime="application/json; charset=utf-8"), "other", "application/json"),
    ("a broken packing", response(b"\x00\x01" * 9, packing="br", unpacked=True), "damaged", "can't be unpacked"),
    ("an endless header", response(PAGE, X_Note="x" * 200_000), "damaged", "header"),
]


@FORMS
@pytest.mark.parametrize(("one", "form", "raw"), [p[1:] for p in PAGES], ids=[p[0] for p in PAGES])
def test_pages(path: Path, one: bytes, form: str, raw: bytes, gz: bool) -> None:
    records = [warcinfo(), one, response(PAGE, "https://example.vn/tin-2.html")]
    _, found, after = found_in(archive(records, gz), path)
    assert isinstance(found, Record)
    assert (found.format, found.uri, found.fetched) == (form, "https://example.vn/tin-1.html", FETCHED)
    assert found.raw == raw
    assert found.offset == offsets(records, gz)[1][0]
    assert isinstance(after, Record)


@FORMS
@pytest.mark.parametrize(("one", "kind", "why"), [s[1:] for s in SKIPPED], ids=[s[0] for s in SKIPPED])
def test_what_is_no_page(path: Path, one: bytes, kind: str, why: str, gz: bool) -> None:
    records = [response(PAGE), one, response(PAGE, "https://example.vn/tin-2.html")]
    _, found, after = found_in(archive(records, gz), path)
    assert isinstance(found, Skipped)
    assert (found.kind, found.offset) == (kind, offsets(records, gz)[1][0])
    assert why in found.why
    assert isinstance(after, Record)
    assert after.raw == PAGE


@pytest.mark.parametrize(
    ("one", "charset", "language"),
    [
        (response(PAGE, mime="text/html; charset=Windows-1258"), "windows-1258", ""),
        (response(PAGE, mime="text/html"), "", ""),
        (response(PAGE, mime=""), "", ""),
        (conversion("Tin", language="vie,eng"), "utf-8", "vie,eng"),
        (conversion("Tin", language=""), "utf-8", ""),
    ],
)
def test_what_the_headers_declare(path: Path, one: bytes, charset: str, language: str) -> None:
    [found] = found_in(archive([one]), path)
    assert isinstance(found, Record)
    assert (found.charset.lower(), found.language) == (charset, language)


def test_a_head_that_is_none_is_a_part_of_the_page(path: Path) -> None:
    [found] = found_in(archive([response(PAGE, status="OK")]), path)
    assert isinstance(found, Record)
    assert found.raw.startswith(b"HTTP/1.1 OK")
    assert found.raw.endswith(PAGE)


def test_a_record_without_date_or_address(path: Path) -> None:
    [found] = found_in(archive([record("resource", PAGE, mime="text/html", date=None)]), path)
    assert isinstance(found, Record)
    assert (found.fetched, found.uri) == (None, "")


# -- bodies ---------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("unpacked", [False, True], ids=["packed", "stored unpacked"])
@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "chunked"])
@pytest.mark.parametrize("packing", sorted(PACKINGS.keys() - {"x-gzip"}))
@pytest.mark.parametrize("body", [PAGE, PAGE * 100], ids=["short", "long"])
def test_a_body_comes_out_as_the_server_wrote_it(
    path: Path, body: bytes, packing: str, chunked: bool, unpacked: bool, gz: bool
) -> None:
    one = response(body, packing=packing, chunked=chunked, unpacked=unpacked)
    found, after = found_in(archive([one, resource(PAGE)], gz), path)
    assert isinstance(found, Record)
    assert found.raw == body
    assert isinstance(after, Record)


@pytest.mark.parametrize("packing", ["GZIP", "gzip, gzip", "identity, gzip"])
def test_names_of_packings(path: Path, packing: str) -> None:
    body = gzip.compress(PAGE)
    body = gzip.compress(body) if packing == "gzip, gzip" else body
    [found] = found_in(archive([response(body, Content_Encoding=packing)]), path)
    assert isinstance(found, Record)
    assert found.raw == PAGE


@pytest.mark.parametrize(
    "body",
    [b"zz\r\n" + PAGE, b"ffffffffffffffff\r\n" + PAGE, b"10\r\n" + bytes(16), b"-1\r\n" + PAGE, in_chunks(PAGE)[:-200]],
    ids=["no size", "a huge size", "cut", "a size below zero", "cut in a late chunk"],
)
def test_broken_chunks_cost_no_more_than_their_page(path: Path, body: bytes) -> None:
    one = response(body, Transfer_Encoding="chunked")
    *_, after = found_in(archive([one, response(PAGE, "https://example.vn/tin-2.html")]), path)
    assert isinstance(after, Record)
    assert after.raw == PAGE


@pytest.mark.parametrize("size", [MAX_BYTES + (1 << 20), 4 * MAX_BYTES])
def test_a_body_that_unpacks_to_too_much(path: Path, size: int) -> None:
    records = [response(bomb(size), Content_Encoding="gzip"), response(PAGE)]
    found, after = found_in(archive(records), path)
    assert isinstance(found, Skipped)
    assert (found.kind, found.offset) == ("large", 0)
    assert "32 MB" in found.why
    assert isinstance(after, Record)


@FORMS
@pytest.mark.parametrize("kind", ["response", "metadata"])
def test_a_record_that_is_too_large(path: Path, kind: str, gz: bool) -> None:
    records = [warcinfo(), record(kind, b" " * (MAX_BYTES + 1), "https://example.vn/tin-1.html"), response(PAGE)]
    _, found, after = found_in(archive(records, gz), path)
    assert isinstance(found, Skipped)
    assert found.kind == ("large" if kind == "response" else "other")
    assert isinstance(after, Record)
    assert after.offset == offsets(records, gz)[2][0]


# -- damage ---------------------------------------------------------------------------------------------------

ADDRESSES = [f"https://example.vn/tin-{n}.html" for n in range(5)]
JUNK = b"no record stands here\r\n" * 20
Spans = list[tuple[int, int]]


def _five(third: bytes | None = None) -> list[bytes]:
    records = [response(PAGE, address) for address in ADDRESSES]
    return records if third is None else [*records[:2], third, *records[3:]]


def lying(by: int) -> Callable[[], list[bytes]]:
    """Five records of which the third declares a length that is wrong by some bytes."""
    true = len(_five()[2].partition(b"\r\n\r\n")[2]) - 4
    return lambda: _five(response(PAGE, ADDRESSES[2], length=max(0, true + by)))


def _spoilt(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[:at] + new + raw[at + len(new) :]


# What is done to five records, the number of the first one hit, and those that are lost.
DAMAGE: list[tuple[str, Callable[[bytes, Spans], bytes], int, set[int]]] = [
    ("garbage between", lambda raw, at: raw[: at[2][0]] + JUNK + raw[at[2][0] :], 2, set()),
    ("garbage after", lambda raw, at: raw + JUNK, 5, set()),
    ("zeros between", lambda raw, at: raw[: at[2][0]] + bytes(500) + raw[at[2][0] :], 2, set()),
    ("a spoilt beginning", lambda raw, at: _spoilt(raw, at[2][0], b"\xff\xff\xff\xff"), 2, {2}),
    ("the half of a record", lambda raw, at: raw[: at[2][0]] + raw[at[2][0] + 40 :], 2, {2}),
]
ONLY_GZIP: list[tuple[str, Callable[[bytes, Spans], bytes], int, set[int]]] = [
    ("a spoilt middle", lambda raw, at: _spoilt(raw, at[2][0] + 200, bytes(20)), 2, {2}),
    ("a spoilt checksum", lambda raw, at: _spoilt(raw, at[2][1] - 8, b"\xff\xff\xff\xff"), 2, {2}),
    ("a member cut in the middle", lambda raw, at: raw[: at[2][1] - 200] + raw[at[2][1] :], 2, {2}),
    ("two members spoilt", lambda raw, at: _spoilt(_spoilt(raw, at[1][0] + 9, b"\xff" * 9), at[3][0], b"?"), 1, {1, 3}),
]  # fmt: skip
CASES = [(gz, *row) for gz in (True, False) for row in DAMAGE] + [(True, *row) for row in ONLY_GZIP]


@pytest.mark.parametrize(
    ("gz", "damage", "first", "lost"),
    [(gz, *row) for gz, _, *row in CASES],
    ids=[f"{case[1]}-{'gzip' if case[0] else 'plain'}" for case in CASES],
)
def test_damage_costs_the_records_that_it_hits(
    path: Path, gz: bool, damage: Callable[[bytes, Spans], bytes], first: int, lost: set[int]
) -> None:
    spans = offsets(_five(), gz)
    found = found_in(damage(archive(_five(), gz), spans), path)
    assert [r.uri for r in found if isinstance(r, Record) and r.raw == PAGE] == [
        address for n, address in enumerate(ADDRESSES) if n not in lost
    ]
    faults = [s for s in found if isinstance(s, Skipped)]
    assert faults
    assert {s.kind for s in faults} == {"damaged"}
    # A fault is told once, of the record hit, of the one before, behind which no record was found, or of the end.
    assert len(faults) == len({s.offset for s in faults})
    assert faults[0].offset in {start for start, _ in spans[max(0, first - 1) : first + 1]} | {spans[-1][1]}
    assert [r.offset for r in found] == sorted(r.offset for r in found)


LENGTHS = [
    ("a little too short", -3, True), ("far too short", -300, True), ("zero", -(1 << 20), True),
    ("a byte too long", 1, False), ("into the next record", 100, True), ("over all records", 900_000, True),
    ("over 32 MB", MAX_BYTES, True), ("a terabyte", 10**12, True), ("more than a machine's word", 10**30, True),
]  # fmt: skip


@FORMS
@pytest.mark.parametrize(("by", "told"), [row[1:] for row in LENGTHS], ids=[row[0] for row in LENGTHS])
def test_lengths_that_lie(path: Path, by: int, told: bool, gz: bool) -> None:
    records = lying(by)()
    found = found_in(archive(records, gz), path)
    whole = [r.uri for r in found if isinstance(r, Record) and r.raw == PAGE]
    assert [uri for uri in whole if uri != ADDRESSES[2]] == [ADDRESSES[n] for n in (0, 1, 3, 4)]
    faults = [s for s in found if isinstance(s, Skipped)]
    assert bool(faults) == told
    assert {s.offset for s in faults} <= {offsets(records, gz)[2][0]}
    assert {s.kind for s in faults} <= {"damaged", "large"}


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "0x10", ""])
def test_lengths_that_are_no_number(path: Path, length: str) -> None:
    third = re.sub(
        rb"\r\nContent-Length: \d+\r\n\r\nHTTP", f"\r\nContent-Length: {length}\r\n\r\nHTTP".encode(), _five()[2]
    )
    found = found_in(archive(_five(third)), path)
    assert [r.uri for r in found if isinstance(r, Record) and r.raw == PAGE] == [ADDRESSES[n] for n in (0, 1, 3, 4)]
    assert [s.kind for s in found if isinstance(s, Skipped)] == ["damaged"]


@FORMS
@pytest.mark.parametrize("short", [6, 10, 200])
def test_a_file_that_is_cut_off_in_its_last_body(path: Path, short: int, gz: bool) -> None:
    # In gzip the last bytes are a checksum: without it the page is still whole.
    short = short + 300 if gz else short
    found = found_in(archive(_five(), gz)[:-short], path)
    assert [r.uri for r in found[:4]] == ADDRESSES[:4]
    assert all(isinstance(r, Record) and r.raw == PAGE for r in found[:4])
    assert not [r for r in found[4:] if isinstance(r, Record) and r.raw == PAGE]


@FORMS
def test_zeros_at_the_end_are_padding(path: Path, gz: bool) -> None:
    found = found_in(archive(_five(), gz) + bytes(500), path)
    assert [r.uri for r in found] == ADDRESSES


@FORMS
@pytest.mark.parametrize("short", [1, 2, 20])
def test_a_file_that_is_cut_off_in_the_first_bytes_of_a_record(path: Path, short: int, gz: bool) -> None:
    spans = offsets(_five(), gz)
    found = found_in(archive(_five(), gz)[: spans[4][0] + short], path)
    assert [r.uri for r in found[:4]] == ADDRESSES[:4]
    assert [s.kind for s in found[4:] if isinstance(s, Skipped)] == ["damaged"]


def test_a_compressed_archive_whose_first_bytes_are_spoilt(path: Path) -> None:
    found = found_in(b"\xff\xff\xff" + archive(_five())[3:], path)
    assert isinstance(found[0], Skipped)
    assert [r.uri for r in found[1:]] == ADDRESSES[1:]


def test_a_charset_in_quotation_marks(path: Path) -> None:
    (found,) = found_in(archive([response(PAGE, mime='text/html; charset="windows-1258"')]), path)
    assert isinstance(found, Record)
    assert found.charset == "windows-1258"


def test_a_file_of_nothing_but_faults_ends(path: Path) -> None:
    found = found_in(archive([response(PAGE)]) + archive([b"WARC/1.0\r\nbad\r\n\r\n"] * 500), path)
    assert len(found) < 250
    assert "the rest of the file is not read" in found[-1].why


def test_garbage_before_a_plain_archive(path: Path) -> None:
    found = found_in(JUNK + archive(_five(), gz=False), path)
    assert isinstance(found[0], Skipped)
    assert (found[0].kind, found[0].offset) == ("damaged", 0)
    assert [r.uri for r in found[1:]] == ADDRESSES
    assert [r.offset for r in found[1:]] == [len(JUNK) + start for start, _ in offsets(_five(), gz=False)]


def test_one_member_for_all_records(path: Path) -> None:
    found = found_in(gzip.compress(archive(_five(), gz=False)), path)
    assert [r.uri for r in found] == ADDRESSES


def test_a_page_may_quote_an_archive(path: Path) -> None:
    quoting = PAGE + b"\r\nWARC/1.0\r\nis how a record begins.\r\n"
    [found] = found_in(archive([response(quoting)]), path)
    assert isinstance(found, Record)
    assert found.raw == quoting


# -- no archive -----------------------------------------------------------------------------------------------

NONE = [
    ("empty", b""), ("one letter", b"W"), ("a page", PAGE), ("zeros", bytes(5000)), ("white space", b"\r\n" * 99),
    ("the first bytes of gzip", b"\x1f\x8b\x08"), ("a packed page", packed(PAGE)), ("packed nothing", packed(b"")),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(99)), ("words", b"WARC is a format of archives.\n" * 99),
]  # fmt: skip


@pytest.mark.parametrize("raw", [row[1] for row in NONE], ids=[row[0] for row in NONE])
def test_a_file_that_is_no_archive(path: Path, raw: bytes) -> None:
    with pytest.raises(PageError, match="holds no WARC record; give"):
        found_in(raw, path)


def test_a_file_that_can_not_be_opened(tmp_path: Path) -> None:
    for there, told in ((tmp_path / "missing.warc.gz", "no such file"), (tmp_path, "can't be read")):
        with pytest.raises(PageError, match=told):
            list(read_records(there))


@pytest.mark.parametrize(
    ("name", "raw", "is_one"),
    [
        ("a.warc.gz", b"", True), ("A.WARC", b"", True), ("a.warc.wet.gz", b"", True), ("a.wet", b"", True),
        ("a.warc.zst", b"", True), ("download", archive([warcinfo()]), True),
        ("page.txt", archive([warcinfo()], False), True), ("a.warc.html", PAGE, False),
        ("warc.gz", packed(PAGE), False), ("page.html", PAGE, False), ("empty", b"", False),
        ("short", b"\x1f\x8b\x08", False), ("about.txt", "Định dạng WARC/1.0 là gì?".encode(), False),
    ],
)  # fmt: skip
def test_what_is_taken_for_an_archive(tmp_path: Path, name: str, raw: bytes, is_one: bool) -> None:
    (tmp_path / name).write_bytes(raw)
    assert is_archive(tmp_path / name) is is_one


def test_a_folder_and_a_missing_file_are_no_archives(tmp_path: Path) -> None:
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "missing")


# -- the law of damage ----------------------------------------------------------------------------------------


@st.composite
def records_of_any_kind(draw: st.DrawFn) -> bytes:
    """A record: its kind, how its body is packed, how long it is."""
    uri = f"https://example.vn/tin-{draw(st.integers(1, 99))}.html"
    body = PAGE[: draw(st.integers(0, len(PAGE)))] + draw(st.binary(max_size=40))
    kind = draw(st.sampled_from(["response", "response", "response", "conversion", "resource", "request", "warcinfo"]))
    if kind == "response":
        packing, chunked = draw(st.sampled_from(["", "gzip", "deflate", "br"])), draw(st.booleans())
        status, mime = draw(st.sampled_from([200, 200, 200, 404])), draw(st.sampled_from([HTML, HTML, "image/png"]))
        return response(body, uri, packing=packing, chunked=chunked, status=status, mime=mime)
    made = {"conversion": lambda: conversion(body, uri), "resource": lambda: resource(body, uri)}
    return made.get(kind, lambda: record(kind, body, uri))()


@st.composite
def damaged(draw: st.DrawFn) -> tuple[list[bytes], bool, int, bytes]:
    """Records, whether they are packed, where the damage begins, and the file."""
    records, gz = draw(st.lists(records_of_any_kind(), min_size=1, max_size=6)), draw(st.booleans())
    raw = archive(records, gz)
    start = draw(st.integers(0, len(raw) - 1))
    size = draw(st.one_of(st.integers(1, 12), st.integers(1, len(raw))))
    way = draw(st.sampled_from(["cut off", "cut out", "zeros", "noise", "flipped", "put in", "again"]))
    rest = {
        "cut off": b"",
        "cut out": raw[start + size :],
        "zeros": bytes(size) + raw[start + size :],
        "noise": draw(st.binary(min_size=1, max_size=64)) + raw[start + size :],
        "flipped": bytes(b ^ 0xFF for b in raw[start : start + size]) + raw[start + size :],
        "put in": draw(st.binary(min_size=1, max_size=64)) + raw[start:],
        "again": raw[start : start + size] + raw[start:],
    }[way]
    return records, gz, start, raw[:start] + rest


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(damaged())
def test_damage_never_reaches_back(case: tuple[list[bytes], bool, int, bytes]) -> None:
    records, gz, start, raw = case
    before = sum(1 for _, end in offsets(records, gz) if end <= start)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc"
        path.write_bytes(archive(records, gz))
        whole = list(read_records(path))
        path.write_bytes(raw)
        found: Found = []
        try:
            for one in read_records(path):
                found.append(one)
        except PageError:
            assert not before
    assert len(whole) == len(records)
    assert found[:before] == whole[:before]
    assert [r.offset for r in found] == sorted(r.offset for r in found)
    assert all(0 <= r.offset <= len(raw) for r in found)
