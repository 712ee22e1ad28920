"""What a writer writes, sent while it is written: the writer works in a thread of its own, a few pieces ahead."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from io import BufferedWriter, RawIOBase
from queue import Empty, Full, Queue
from threading import BoundedSemaphore, Thread
from typing import BinaryIO

from anyio import CapacityLimiter, to_thread
from litestar.exceptions import ServiceUnavailableException

MOST = 2  # streams at once in a process: each has a connection and a thread of its own
_PIECE = 1 << 16  # bytes
_AHEAD = 8  # pieces that wait for a slow reader
_PATIENCE = 0.2  # seconds after which a thread that waits looks whether the other is still there


class _Gone(OSError):
    """Nobody reads any more."""


class _Pipe(RawIOBase):
    """Written in one thread, read in another."""

    def __init__(self) -> None:
        self.pieces: Queue[bytes | BaseException | None] = Queue(_AHEAD)
        self.is_left = False

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.put(piece)
        return len(piece)

    def put(self, piece: bytes | BaseException | None) -> None:
        """Hands on a piece, a fault, or the end (None). Raises _Gone when nobody reads any more."""
        while not self.is_left:
            try:
                return self.pieces.put(piece, timeout=_PATIENCE)
            except Full:
                continue
        raise _Gone


class Streams:
    """The streams of a process; `begin` refuses one more than MOST."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(MOST)
        self._waiting: CapacityLimiter | None = None

    def begin(self, write: Callable[[BinaryIO], object]) -> AsyncIterator[bytes]:
        """Runs a writer and gives what it writes. Raises ServiceUnavailableException when too many are at work."""
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailableException(f"{MOST} exports are under way; ask again when one is done")
        pipe = _Pipe()
        Thread(target=self._run, args=(pipe, write), daemon=True).start()
        return self._read(pipe)

    def _run(self, pipe: _Pipe, write: Callable[[BinaryIO], object]) -> None:
        try:
            with BufferedWriter(pipe, _PIECE) as out:
                write(out)
            pipe.put(None)
        except _Gone:
            pass
        except BaseException as fault:
            with suppress(_Gone):
                pipe.put(fault)
        finally:
            self._places.release()

    async def _read(self, pipe: _Pipe) -> AsyncIterator[bytes]:
        # Those that wait here don't take the threads in which pages are made.
        self._waiting = self._waiting or CapacityLimiter(2 * MOST)
        try:
            while True:
                piece = await to_thread.run_sync(_next, pipe, limiter=self._waiting)
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise piece
                if piece:
                    yield piece
        finally:
            pipe.is_left = True


def _next(pipe: _Pipe) -> bytes | BaseException | None:
    """The next piece; an empty one after a while, so that a reader who left is noticed."""
    try:
        return pipe.pieces.get(timeout=_PATIENCE)
    except Empty:
        return b""
