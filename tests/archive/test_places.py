"""Places: this machine's folders, a store that speaks S3 (a real server on loopback), and web servers."""

import hashlib
import http.server
import socket
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from thoisu import Question
from thoisu.archive.asking import ask
from thoisu.archive.dataset import digest
from thoisu.archive.places import Folder, files_at, opened
from thoisu.archive.sources import sources_of
from thoisu.errors import ArchiveError, UnreadableSource

from . import making
from .processes import processes, until
from .test_dataset import built, files_of

PAGES = 8


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web archive."""
    return making.warc(tmp_path_factory.mktemp("crawl") / "crawl.warc.gz", PAGES)


# -- folders --------------------------------------------------------------------------------------------------


@pytest.fixture(params=["local", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """A folder of this machine, and one of a store of objects."""
    return Folder(str(tmp_path / "out") if request.param == "local" else f"memory://{tmp_path.name}")


def test_what_is_written_is_there(folder: Folder) -> None:
    folder.write("a/b.txt", b"tin")
    folder.write("a/c.txt", b"tin moi")
    folder.write("a/b.txt", b"khac")
    assert folder.names() == {"a/b.txt": 4, "a/c.txt": 7}
    assert folder.names("a") == folder.names()
    assert folder.read("a/b.txt") == b"khac"


def test_what_is_removed_is_gone(folder: Folder) -> None:
    for name in ("a/b.txt", "a/c.txt", "d/e.txt"):
        folder.write(name, b"tin")
    folder.remove(["a/b.txt", "never/there.txt"])
    folder.clear("d")
    folder.clear("d")
    assert folder.names() == {"a/c.txt": 3}


def test_half_a_file_is_never_seen(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "out"))

    def write() -> None:
        with folder.scratch() as beside:
            (beside / "a.parquet").write_bytes(b"half")
            raise OSError(28, "no space left on the device")

    with pytest.raises(ArchiveError, match="no space"):
        write()
    assert folder.names() == {}


@pytest.mark.parametrize(
    ("out", "what"),
    [("a-file", "can't be written"), ("a-file/below", "can't be written"), ("nowhere://a", "can't be opened")],
)
def test_what_is_no_folder(tmp_path: Path, out: str, what: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(ArchiveError, match=what):
        Folder(out if "://" in out else str(tmp_path / out)).write("a.txt", b"tin")


# -- S3 -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory, crawl: Path) -> Iterator[str]:
    """The address of a server that speaks S3, with the archive in a bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with processes(tmp_path_factory.mktemp("logs")) as running:
        server = running.start("moto.server", "-H", "127.0.0.1", "-p", str(port))
        until(lambda: "Running on" in running.said(server))
        address = f"http://127.0.0.1:{port}"
        for path, content in (("news", b""), ("news/crawl.warc.gz", crawl.read_bytes())):
            head = {"Content-Type": "application/octet-stream"}
            request = urllib.request.Request(f"{address}/{path}", content, head, method="PUT")
            urllib.request.urlopen(request, timeout=30).close()
        yield address


@pytest.fixture
def credentials(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user of S3 has in the environment."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "thu")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thu")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.usefixtures("credentials")
def test_s3(tmp_path: Path) -> None:
    """From S3 into S3, and into a folder: the same files; again: nothing is done."""
    source: Any = "s3://news/crawl.warc.gz"
    built(tmp_path / "out", source, step=3000, groups=True)
    first = built("s3://news/tin", source, step=3000, groups=True)  # type: ignore[arg-type]
    there = Folder("s3://news/tin")
    assert {name: hashlib.sha256(there.read(name)).hexdigest() for name in there.names()} == files_of(tmp_path / "out")
    assert digest(there) == digest(Folder(str(tmp_path / "out")))
    assert sum(record.kept for record in first.records) == PAGES
    again = built("s3://news/tin", source, step=3000, groups=True)  # type: ignore[arg-type]
    assert again.before == len(first.records) > 1
    assert [told.telling for told in ask("s3://news/tin", Question())] == [
        told.telling for told in ask(str(tmp_path / "out"), Question())
    ]


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("location", ["s3://news/none.warc.gz", "s3://no-such-bucket/crawl.warc.gz"])
def test_s3_has_none(location: str) -> None:
    with pytest.raises(UnreadableSource, match=r"no such file|holds no file"):
        sources_of([location], 1 << 20)


# -- web servers ----------------------------------------------------------------------------------------------


class _Whole(http.server.SimpleHTTPRequestHandler):
    """A server that sends files as a whole, as the standard library's does."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Ranges(_Whole):
    """One that sends any piece of a file."""

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        path = Path(self.translate_path(self.path))
        if not wanted or not path.is_file():
            return super().do_GET()
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        content = path.read_bytes()
        piece = content[int(first) : int(last or len(content)) + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{int(first) + len(piece) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(piece)))
        self.end_headers()
        self.wfile.write(piece)
        return None

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()


@pytest.fixture(params=[_Whole, _Ranges])
def web(request: pytest.FixtureRequest, crawl: Path) -> Iterator[str]:
    """A web server with the archive's folder."""
    handler = partial(request.param, directory=str(crawl.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_web(web: str, crawl: Path, tmp_path: Path) -> None:
    location: Any = f"{web}/crawl.warc.gz"
    with opened(location, files_at(location)[0].size is not None) as file:
        assert file.read() == crawl.read_bytes()
    outcome = built(tmp_path / "out", location, step=3000)
    assert sum(record.kept for record in outcome.records) == PAGES


def test_web_has_none(web: str) -> None:
    with pytest.raises(UnreadableSource, match="no such file"):
        sources_of([f"{web}/none.warc.gz"], 1 << 20)


def test_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreadableSource):
        sources_of([f"http://127.0.0.1:{port}/crawl.warc.gz"], 1 << 20)
