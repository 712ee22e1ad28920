"""Exports and the brief over HTTP: what the command writes, streamed, with a tag, to a reader who may leave."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from docx import Document
from litestar.exceptions import ServiceUnavailableException

from thoisu import open_store
from thoisu.chronicle.filters import question_from
from thoisu.export.formats import FORMATS, writer_of
from thoisu.export.source import Source
from thoisu.web.api.streaming import MOST, Streams

from .conftest import LOCAL, Client


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_format_is_what_the_command_writes(desk: Client, filled: Path, name: str) -> None:
    answer = desk.get(f"/api/v1/export/{name}?from=2018-04&lang=vi")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[name].media
    assert answer.headers["content-disposition"] == f'attachment; filename="thoisu.{FORMATS[name].suffix}"'
    right = BytesIO()
    with open_store(filled) as store:
        question = question_from({"from": "2018-04"}, store)
        assert writer_of(name)(Source(store, question, desk=LOCAL, lang="vi"), right) > 0
    assert answer.content == right.getvalue()
    tag = answer.headers["etag"]
    assert desk.get(f"/api/v1/export/{name}?from=2018-04&lang=vi", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/v1/export/xls", 404, ""),
        ("/api/v1/export/csv?status=maybe", 400, "'maybe' is not known"),
        ("/api/v1/export/csv?lang=fr", 400, "lang"),
        ("/api/v1/brief", 400, "give one of the three"),
        ("/api/v1/brief?actor=Nga&day=2018", 400, "give one of the three"),
        ("/api/v1/brief?story=zzzz", 404, "zzzz"),
        ("/api/v1/brief?day=soon", 400, "is no date"),
    ],
)
def test_what_can_not_be_exported_is_told(desk: Client, path: str, status: int, says: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_the_brief_is_a_page_a_text_and_a_document(desk: Client) -> None:
    assert desk.get("/api/v1/brief?actor=Kim Jong-un&lang=vi").text.startswith("# Kim Jong-un")
    page = desk.get("/brief?actor=Kim Jong-un", headers={"Accept-Language": "vi"})
    assert "<h2>Nguồn</h2>" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    word = desk.get("/brief?actor=Kim Jong-un&form=docx")
    assert Document(BytesIO(word.content)).paragraphs[0].text == "Kim Jong-un"


def test_the_chronology_links_its_own_filters(desk: Client) -> None:
    text = desk.get("/?actor=Nga&from=2018").text
    for name in FORMATS:
        assert f"/api/v1/export/{name}?actor=Nga&amp;from=2018&amp;lang=en" in text


async def _all(pieces: object) -> bytes:
    return b"".join([piece async for piece in pieces])  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_a_stream_gives_all_that_is_written_and_its_faults() -> None:
    streams = Streams()

    def write(out: BinaryIO) -> None:
        for n in range(40):
            out.write(bytes([n]) * 40_000)

    assert await _all(streams.begin(write)) == b"".join(bytes([n]) * 40_000 for n in range(40))

    def fail(out: BinaryIO) -> None:
        out.write(b"begun")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await _all(streams.begin(fail))


@pytest.mark.anyio
async def test_who_leaves_ends_the_writer_and_no_more_than_some_write_at_once() -> None:
    streams, ended = Streams(), threading.Event()

    def write(out: BinaryIO) -> None:
        try:
            for piece in _endless():
                out.write(piece)
        finally:
            ended.set()

    begun = [streams.begin(write) for _ in range(MOST)]
    with pytest.raises(ServiceUnavailableException, match="exports are under way"):
        streams.begin(write)
    for pieces in begun:
        assert await anext(pieces)
        await pieces.aclose()  # type: ignore[attr-defined]
    assert ended.wait(10)


def _endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 100_000
