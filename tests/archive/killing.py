"""Runs of which a process is killed again and again, at random moments of reading and of grouping."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .processes import Processes, Started, done_in, kill

# Of the grouping, in their order; which of them lets a kill be spread over all of it.
STAGES = ("captures", "choose", "meet", "compare", "name-families", "windows", "link", "name-stories", "file")
GROUPING = 0.3  # of the kills
PATIENCE = 36_000.0  # seconds
_LOOK = 0.1  # seconds between looks at the folder
_LATER = 1.0  # seconds after a moment, at most
Moment = int | str  # so many shards are done; a stage of the grouping has begun


def moments(draw: random.Random, shards: int, times: int) -> list[Moment]:
    """When to kill, one after the other."""
    late = min(round(times * GROUPING), len(STAGES)) if times > 1 else 0
    early = sorted(draw.sample(range(1, shards - 2), times - late))
    return [*early, *(STAGES[i] for i in sorted(draw.sample(range(len(STAGES)), late)))]


def has_come(out: Path, moment: Moment) -> bool:
    """Whether a run is as far."""
    if isinstance(moment, int):
        return done_in(out) >= moment or any(out.glob("_groups/*"))
    return any(out.glob(f"_groups/*/done/{moment}-*.json"))


class Site:
    """A scheduler with two workers, and the command that has them read."""

    def __init__(self, running: Processes, command: Callable[[str], list[str]]) -> None:
        self._running, self._command = running, command
        self._set_up()

    def _set_up(self) -> None:
        self.scheduler, self.address = self._running.scheduler()
        self.workers = [self._running.worker(self.address) for _ in range(2)]
        self.run = self._begin()

    def _begin(self) -> Started:
        return self._running.start(*self._command(self.address))

    def kill_worker(self, draw: random.Random) -> None:
        """One of the two; another one comes in its place."""
        gone = draw.randrange(2)
        _end(self.workers[gone])
        self.workers[gone] = self._running.worker(self.address)

    def kill_scheduler(self, draw: random.Random) -> None:
        """The command ends by itself; all are begun again, unless it had done all."""
        _end(self.scheduler)
        if (code := self.run.wait()) == 0:
            return
        assert code == 2, self._running.said(self.run)
        for worker in self.workers:
            _end(worker)
        self._set_up()

    def kill_command(self, draw: random.Random) -> None:
        """The cluster stays, and is given the same command."""
        _end(self.run)
        self.run = self._begin()

    def close(self) -> None:
        """Ends all."""
        for one in (self.run, *self.workers, self.scheduler):
            _end(one)


KINDS: dict[str, Callable[[Site, random.Random], None]] = {
    "worker": Site.kill_worker,
    "scheduler": Site.kill_scheduler,
    "command": Site.kill_command,
}


def killed(
    site: Site, kinds: list[str], out: Path, when: list[Moment], draw: random.Random
) -> Iterator[tuple[str, Moment]]:
    """Kills one of each kind at each of these moments, as long as the run goes on; yields each that was one."""
    for kind, moment in zip(kinds, when, strict=True):
        begun = time.monotonic()
        while not has_come(out, moment) and site.run.poll() is None:
            assert time.monotonic() - begun < PATIENCE, f"{moment} does not come"
            time.sleep(_LOOK)
        time.sleep(_LATER * draw.random())
        if site.run.poll() is None:
            KINDS[kind](site, draw)
        if site.run.poll() == 0:
            return  # it was too quick: more pages take longer
        yield kind, moment


def _end(one: Started) -> None:
    if one.poll() is None:
        kill(one.pid)
    one.wait()
