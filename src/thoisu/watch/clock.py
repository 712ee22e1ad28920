"""The time, and waiting for it: a parameter of all that is done by the clock, so that a test turns it as it likes."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since 1970 (UTC)."""

    def now(self) -> float:
        """The time."""

    async def sleep(self, seconds: float) -> None:
        """Waits."""


class RealClock:
    """The clock of this machine."""

    def now(self) -> float:
        """The time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await asyncio.sleep(seconds)
