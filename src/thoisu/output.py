"""Where the command line puts what it read: readings to standard output, what was skipped to a file, progress."""

import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, TYPE_CHECKING, TextIO, TypeVar

from .errors import PageError
from .model import Reading

if TYPE_CHECKING:
    from .page.archive import Skipped

T = TypeVar("T")
_FAULTS = ("damaged", "large")  # what is wrong with a file, rather than not asked for


class Writer:
    """Prints readings as lines of JSON or for people."""

    def __init__(self, as_json: bool, lang: str) -> None:
        self._json, self._lang, self._shown = as_json, lang, 0

    def write(self, reading: Reading) -> None:
        """Prints one reading and sends it off, so that what was read is kept when the run is killed."""
        if self._json:
            with whole():
                sys.stdout.buffer.write(reading.to_json() + b"\n")
                sys.stdout.buffer.flush()
        else:
            from .show import console_for, show

            console = console_for(sys.stdout)
            if self._shown:
                console.print()
                console.rule(characters="─")
            show(reading, self._lang, console)
        self._shown += 1


@contextmanager
def whole() -> Iterator[None]:
    """Puts off Ctrl-C until a line is written whole; a second Ctrl-C does not wait (the reader of a pipe may hang)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopped: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if stopped:
            raise KeyboardInterrupt
        stopped.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if stopped:
        raise KeyboardInterrupt


@contextmanager
def spooled(stream: IO[bytes]) -> Iterator[Path]:
    """A stream copied to a file for as long as it is read: archives are gone through twice."""
    import shutil
    import tempfile

    with tempfile.NamedTemporaryFile(prefix="thoisu-", suffix=".warc") as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
        copy.flush()
        yield Path(copy.name)


class Ledger(AbstractContextManager["Ledger"]):
    """Keeps what was skipped: faults go to standard error, everything to the file that `--errors` names.

    `failed` is whether a page could not be read or a record is damaged. Raises OSError when the file can't be opened.
    """

    def __init__(self, path: str | None) -> None:
        self._file: TextIO | None = open(path, "w", encoding="utf-8") if path else None  # noqa: SIM115
        self.failed = False

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def say(self, what: str) -> None:
        """Something that is wrong beside the pages, as a row of a list of them."""
        print(f"thoisu: {what}", file=sys.stderr)
        self.failed = True

    def page(self, fault: PageError) -> None:
        """A file that can't be read."""
        print(f"thoisu: {fault}", file=sys.stderr)
        self._note(fault.where, None, fault.where, "page", fault.what)
        self.failed = True

    def record(self, path: str, skipped: "Skipped") -> None:
        """A record of an archive that was not read."""
        if skipped.kind in _FAULTS:
            named = f" ({skipped.uri})" if skipped.uri else ""
            print(f"thoisu: {path}: record at {skipped.offset}{named}: {skipped.why}; skipped", file=sys.stderr)
            self.failed = True
        self._note(path, skipped.offset, skipped.uri, skipped.kind, skipped.why)

    def _note(self, file: str, offset: int | None, uri: str, kind: str, why: str) -> None:
        if self._file:
            import json

            line = {"file": file, "offset": offset, "uri": uri, "kind": kind, "why": why}
            print(json.dumps(line, ensure_ascii=False), file=self._file, flush=True)


def told(counts: Counter[str]) -> str:
    """Counts of an archive in words; what was read and skipped adds up to what was seen.

    >>> told(Counter(read=2, other=3, damaged=1))
    '6 records seen: 2 read, 4 skipped (3 other, 1 damaged)'
    """
    skipped = [(kind, n) for kind, n in counts.most_common() if kind != "read"]
    kinds = f" ({', '.join(f'{n} {kind}' for kind, n in skipped)})" if skipped else ""
    return f"{counts.total()} records seen: {counts['read']} read, {sum(n for _, n in skipped)} skipped{kinds}"


def progress(found: Iterable[T], named: str, unit: str = "records") -> Iterator[T]:
    """The same items, with a line on standard error that counts them where a person looks on."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn(f"{{task.description}}: {{task.completed}} {unit}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(named, total=None)
        for item in found:
            bar.advance(task)
            yield item
