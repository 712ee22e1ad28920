"""Two lanes for requests: what takes long must not stand before pages that are quick.

The interpreter does one thing at a time. Two threads are enough for pages, one at work while the other waits for the
store; with more, each page took up to two thirds more of the processor, for passing the turn around, and the slowest
waited longest (benchmarks/bench_desk.py). What reads a page, writes, or waits for a writer has threads of its own.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

QUICK, SLOW = 2, 2  # requests at work at once
P = ParamSpec("P")
T = TypeVar("T")
_slow_ones: RunVar[CapacityLimiter] = RunVar("thoisu.web.slow")


def open_lanes(others: int) -> None:
    """Gives the running loop its threads for handlers with `sync_to_thread`; they end with the loop.

    `others` is how many may look for other things at once (tokens, what is new).
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(QUICK, "page"))
    to_thread.current_default_thread_limiter().total_tokens = others


def slow(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A handler that is answered in the other lane, as one that can be waited for."""

    @wraps(handler)
    async def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        return await to_thread.run_sync(partial(handler, *args, **kwargs), limiter=_limiter())

    return answered


def _limiter() -> CapacityLimiter:
    """That of the running loop."""
    found = _slow_ones.get(None)
    if found is None:
        found = CapacityLimiter(SLOW)
        _slow_ones.set(found)
    return found
