"""Calls that block, each in a thread that nobody has to wait for: a program that is told to end ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[..., T], *given: object) -> T:
    """What `work` gives or raises, called in a thread of its own.

    asyncio.to_thread has a few threads for all, and a loop that ends waits for each of them: a name server or a mail
    server that does not answer would hold up all others, and the end of the program.

    >>> asyncio.run(in_thread("Hà Nội".upper))
    'HÀ NỘI'
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(result: T | None, fault: BaseException | None) -> None:
        if done.cancelled():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, fault = None, None
        try:
            result = work(*given)
        except BaseException as raised:
            fault = raised
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, result, fault)

    threading.Thread(target=run, name="thoisu-call", daemon=True).start()
    return await done
