"""Laws of whatever a site may send: it is offered or told, and never raises; what is offered is clean and once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.errors import PageError, SourceError
from thoisu.page.mail import parse_mail
from thoisu.watch.addresses import clean
from thoisu.watch.records import Fetched, Kind
from thoisu.watch.sources import offered, sources_of

URL = "https://baovidu.example/tin"
PIECES = [
    b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"</link>",
    b"<feed>", b"<entry>", b"<link href='", b"' rel='alternate'/>", b"<urlset>", b"<url>", b"</url>", b"<loc>",
    b"</loc>", b"<sitemap>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"]>",
    b"<?xml version='1.0' encoding='", b"'?>", b"&amp;", b"&x;", b"&#55296;", b"&#xdfff;", b"&#0;",
    b"https://baovidu.example/hai-ben-gap-nhau-123456.html", b"/a-1.html", b"//[", b"http://", b"<html><body>",
    b"<a href='", b"'>", b"</a>", b"<pubDate>", b"07/03/2026 99:99", b"<base href='", b"\xff\xfe", b"\x00",
    b"\x1f\x8b", b" ", b"From: a@b.example\n", b"Subject: =?utf-8?b?", b"?=\n",
    b"Content-Type: multipart/mixed; boundary=x\n\n", b"--x\n", b"Content-Transfer-Encoding: base64\n", b"Date: ",
    b"Content-Type: message/rfc822\n\n", b"\n\n", b"charset=utf-16; ",
]  # fmt: skip
bodies = st.one_of(
    st.binary(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)), max_size=30).map(b"".join),
)


@pytest.mark.parametrize("kind", ["feed", "sitemap", "section"])
@given(body=bodies, content_type=st.sampled_from([None, "text/html", "text/xml; charset=x-none", ";charset"]))
@settings(max_examples=60)
def test_any_bytes_are_offered_or_told(kind: Kind, body: bytes, content_type: str | None) -> None:
    found = offered(kind, body, URL, content_type)
    assert found.pages or found.sitemaps or found.faults
    assert not any("failed" in fault for fault in found.faults)
    assert [page.url for page in found.pages] == [clean(page.url) for page in found.pages]
    assert len({page.known_by for page in found.pages}) == len(found.pages)


@given(body=bodies)
@settings(max_examples=60)
def test_any_bytes_are_sources_or_told(body: bytes) -> None:
    try:
        found = sources_of(Fetched(url=URL, outcome="ok", body=body))
    except SourceError as fault:
        assert URL in str(fault)  # noqa: PT017
    else:
        assert found


@given(body=bodies)
@settings(max_examples=60)
def test_any_bytes_are_a_mail_or_told(body: bytes) -> None:
    try:
        found = parse_mail(body, "a.eml")
    except PageError as fault:
        assert str(fault).startswith("a.eml: ")  # noqa: PT017
    else:
        assert found.html or found.plain
