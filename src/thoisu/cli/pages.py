"""The pages that a call names: files, folders, archives, mailboxes, standard input; read and told of in their order."""

import hashlib
import io
import re
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar

import msgspec

from ..errors import PageError, PageNotFound
from ..model import Article, Page, Reading
from ..output import Ledger, progress, spooled, told
from ..page.recovery import begins_record, is_archive
from ..reader import archive_articles, bytes_of, read_article, read_bytes
from ..workers import Aside, in_order

if TYPE_CHECKING:
    from ..chronicle.preparing import Prepared
    from ..page.archive import Skipped

T = TypeVar("T")
_ALONE = 32  # pages that are read before workers are begun: they take a second to start
SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".eml", ".mbox", ".warc", ".wet")
PACKED = (".gz", ".zst", ".lz4")
ENTRIES = b'{"entry":{"'  # how the lines of `thoisu export jsonl` begin
LINES = (b'{"document":"', ENTRIES)  # and those of `pages` and `readings`
_ID = re.compile(r"[a-z2-7]{12}")  # chronicle.records.short_id
_KEYS = ("file:", "sha256:")
_LONGEST = 256 * 1024 * 1024  # bytes of a line: a page of 32 MB in Base64, and its reading


class ReadPage(NamedTuple):
    """A page that was read, its bytes, its key where it has no address, and its id where another store gave it one."""

    reading: Reading
    raw: bytes
    key: str | None = None
    id: str | None = None


class Unread(NamedTuple):
    """A page that is to be read: of a file, of `raw` (then `path` only names it), or what an archive holds of one.

    Of a line that `thoisu export pages` wrote, `raw` is the line.
    """

    path: Path
    raw: bytes | None
    published: str | None
    article: tuple[Article, Page] | None = None
    is_line: bool = False


def read_each(arguments: list[str], published: str | None, ledger: Ledger) -> Generator[ReadPage]:
    """The pages of a call, one after the other; what can't be read goes to the ledger, the others still are read."""
    with ExitStack() as end:
        yield from _good(in_order(read_one, _tasks(arguments, published, ledger, end, counted=True)), ledger)


def prepare_each(
    arguments: list[str], published: str | None, ledger: Ledger, workers: int, ahead: int
) -> "Generator[Prepared]":
    """The same, made ready for a store by so many workers, some of them `ahead` while others are written."""
    from ..chronicle.preparing import Prepared

    with ExitStack() as end:
        given = _tasks(arguments, published, ledger, end, counted=False)
        for page in _good(in_order(prepare_one, given, workers, _ALONE, ahead), ledger):
            yield msgspec.msgpack.decode(page, type=Prepared)


def _good(pages: "Generator[T | PageError]", ledger: Ledger) -> Generator[T]:
    with closing(pages):
        for page in pages:
            if isinstance(page, PageError):
                ledger.page(page)
            else:
                yield page


def read_one(task: Unread) -> ReadPage | PageError:
    """Reads a page."""
    if task.article and task.raw is not None:
        return ReadPage(read_article(*task.article), task.raw)
    try:
        if task.is_line:
            return _read_line(str(task.path), task.raw or b"")
        raw = bytes_of(task.path) if task.raw is None else task.raw
        key = f"file:{task.path.resolve()}" if task.raw is None else None
        return ReadPage(read_bytes(task.path, raw, task.published), raw, key)
    except PageError as fault:
        return fault


def _read_line(where: str, line: bytes) -> ReadPage:
    """Reads the page of a line that `thoisu export pages` wrote. Raises PageError."""
    from ..chronicle.rereading import read_again
    from ..export.pages import Line

    try:
        kept = msgspec.json.decode(line, type=Line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise PageError(where, "is no page that was exported", "write it with `thoisu export pages`") from None
    if hashlib.sha256(kept.raw).hexdigest() != kept.reading.page.sha256 or not _ID.fullmatch(kept.document):
        raise PageError(where, "holds other bytes than were exported", "write it with `thoisu export pages` again")
    key = kept.key if kept.key.startswith(_KEYS) else None  # an address is the page's own
    return ReadPage(read_again(kept.reading, kept.raw), kept.raw, key, kept.document)


def prepare_one(task: Unread) -> bytes | PageError:
    """Reads a page and makes it ready for a store; as MessagePack, which one process gives another at little cost."""
    from ..chronicle.preparing import Incoming, prepare

    page = read_one(task)
    if isinstance(page, PageError):
        return page
    made = prepare(Incoming(page.reading, page.raw, page.key))
    if page.id and page.id != made.content.document.id:
        made = made.under(page.id)
    return msgspec.msgpack.encode(made)


def _tasks(
    arguments: list[str], published: str | None, ledger: Ledger, end: ExitStack, counted: bool
) -> Generator[Unread | Aside]:
    """The pages of a call as tasks, and in their turn what goes to the ledger of that which is no page.

    The records of an archive are `counted` as they come, unless the caller counts the pages itself. What is still to be
    told when the call is stopped is told at its `end`.
    """
    for path in _pages(arguments):
        try:
            if isinstance(path, PageError):
                raise path
            if str(path) != "-" and is_archive(path):
                yield from _in_archive(path, published, ledger, end, counted)
            elif str(path) == "-" and begins_record(_first_of_input()):
                with spooled(sys.stdin.buffer) as copy:
                    yield from _in_archive(copy, published, ledger, end, counted, named="-")
            elif str(path) == "-" and _first_of_input().startswith(LINES):
                yield from _in_lines(sys.stdin.buffer, "-")
            elif str(path) != "-" and _begins(path, LINES):
                with path.open("rb") as file:
                    yield from _in_lines(file, str(path))
            elif str(path) != "-" and _is_mailbox(path):
                yield from _in_mailbox(path, published, ledger)
            else:
                yield Unread(path, sys.stdin.buffer.read() if str(path) == "-" else None, published)
        except PageError as fault:
            yield Aside(partial(ledger.page, fault))


def _first_of_input() -> bytes:
    """The first bytes of standard input, which stay in it."""
    stream = sys.stdin.buffer
    return stream.peek(4096) if isinstance(stream, io.BufferedReader) else b""


def _in_archive(
    path: Path, published: str | None, ledger: Ledger, end: ExitStack, counted: bool, named: str | None = None
) -> Generator[Unread | Aside]:
    """The articles of an archive; tells its damaged records and, at the end or when stopped, how many were read."""
    from ..page.archive import Skipped  # with the archive reader, which a page of text does without

    counts: Counter[str] = Counter()
    label = named or str(path)

    def skip(skipped: "Skipped") -> None:
        counts[skipped.kind] += 1
        ledger.record(label, skipped)

    def sum_up() -> None:
        if counts:
            print(f"thoisu: {label}: {told(counts)}", file=sys.stderr)
            counts.clear()

    end.callback(sum_up)
    try:
        records = archive_articles(path, published)
        for raw, found in progress(records, label) if counted else records:
            if isinstance(found, Skipped):
                yield Aside(partial(skip, found))
            else:
                yield Aside(partial(counts.update, read=1))
                yield Unread(path, raw, published, found)
    except PageError:
        yield Aside(sum_up)
        raise
    yield Aside(sum_up)


def _begins(path: Path, with_: tuple[bytes, ...]) -> bool:
    """Whether a file begins with one of these."""
    return _head(path, max(map(len, with_))).startswith(with_)


def _head(path: Path, size: int) -> bytes:
    try:
        if not path.is_file():
            return b""  # what is read from a pipe to look at it is gone from it
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _in_lines(file: BinaryIO, named: str) -> Generator[Unread]:
    """The pages that `thoisu export pages` wrote, each named by its line. Raises PageError where another export is."""
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if number == 1 and line.startswith(ENTRIES):
            raise PageError(
                named, "holds entries, not the pages that tell them", "add what `thoisu export pages` writes"
            )
        if line.strip():
            yield Unread(Path(f"{named}, line {number}"), line, None, is_line=True)


def _is_mailbox(path: Path) -> bool:
    """Whether a file is a mailbox; its first bytes decide, as mailboxes have any name or none."""
    head = _head(path, 16_384)
    if not head.startswith(b"From "):
        return False
    from ..page.mail import is_mailbox

    return is_mailbox(head)


def _in_mailbox(path: Path, published: str | None, ledger: Ledger) -> Generator[Unread | Aside]:
    """The mails of a mailbox as pages, each named by where it begins."""
    from ..page.mail import mails_of

    try:
        with path.open("rb") as file:
            for offset, mail in mails_of(file, str(path)):
                if isinstance(mail, PageError):
                    yield Aside(partial(ledger.page, mail))
                else:
                    yield Unread(Path(f"{path}, mail at {offset}"), mail, published)
    except OSError as fault:
        raise PageError(str(path), f"can't be read ({fault.strerror})", "check the file and its permissions") from None


def _pages(arguments: list[str]) -> list[Path | PageError]:
    """The page files that the arguments name, folders opened, in order."""
    pages: list[Path | PageError] = []
    for argument in arguments:
        path = Path(argument)
        if argument != "-" and path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _is_page(p))
            if not inside:
                pages.append(
                    PageNotFound(argument, "is a folder without pages", f"give one with {' or '.join(SUFFIXES)} files")
                )
            pages += inside
        else:
            pages.append(path)
    return pages


def _is_page(path: Path) -> bool:
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        return len(suffixes) > 1 and suffixes[-2] in (".warc", ".wet")
    return bool(suffixes) and suffixes[-1] in SUFFIXES
