"""Work in other processes, with its results in the order in which it was given.

A worker lives as long as its end of a pipe has another: however this process ends, killed too, its workers end with it.
"""

import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import WorkerLost

# What only workers need is loaded with the first of them: most calls have none.
if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Task = TypeVar("Task")
Result = TypeVar("Result")
_AHEAD = 16  # tasks that a worker has before it: some take ten times as long as others
_PATIENCE = 2.0  # seconds for a worker to end by itself


@dataclass(frozen=True)
class Aside:
    """Something to be done here, when all that was given before it is done."""

    do: Callable[[], None]


def usable_cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task | Aside], workers: int = 1, first: int = 0, ahead: int = 0
) -> Generator[Result]:
    """What `work`, a function of a module, makes of each task, in the order of the tasks.

    One worker, and the `first` tasks, are no processes of their own: those take a moment to start. So many tasks as
    `ahead`, or a few more, are worked on before their results are taken. Raises what `work` raises here, WorkerLost
    when a worker ended before its time.

    >>> list(in_order(abs, [-1, Aside(lambda: print("between")), -2]))
    between
    [1, 2]
    """
    pool: _Pool[Task, Result] | None = None
    waiting: deque[Aside | int] = deque()  # the number of the worker that has the task
    try:
        for number, task in enumerate(tasks):
            if pool is None and workers > 1 and number >= first:
                pool = _Pool(work, workers)
            if pool is None:
                if isinstance(task, Aside):
                    task.do()
                else:
                    yield work(task)
                continue
            waiting.append(task if isinstance(task, Aside) else pool.give(task))
            while waiting and (isinstance(waiting[0], Aside) or len(waiting) > max(ahead, _AHEAD * workers)):
                yield from _next(waiting.popleft(), pool)
        while pool and waiting:
            yield from _next(waiting.popleft(), pool)
    finally:
        if pool:
            pool.close()


class Crew(Generic[Task, Result]):
    """Workers for as long as there is work: tasks are given as they come, and results taken in that order.

    They are begun with the first task and end with `close`. One worker is no process of its own, unless it is to be
    `apart`: it works when a result is taken.

    >>> from contextlib import closing
    >>> with closing(Crew(abs)) as crew:
    ...     crew.give(-1), crew.give(-2)
    ...     len(crew), crew.ready(), crew.take(), crew.take(), crew.ready()
    (None, None)
    (2, True, 1, 2, False)
    """

    def __init__(self, work: Callable[[Task], Result], workers: int = 1, apart: bool = False) -> None:
        self._work, self._workers, self._is_here = work, workers, workers == 1 and not apart
        self._pool: _Pool[Task, Result] | None = None
        self._given: deque[Task | int] = deque()

    def __len__(self) -> int:
        """How many results are still to be taken."""
        return len(self._given)

    def give(self, task: Task) -> None:
        """Gives a task. Raises WorkerLost."""
        if self._is_here:
            self._given.append(task)
            return
        self._pool = self._pool or _Pool(self._work, self._workers)
        self._given.append(self._pool.give(task))

    def ready(self, seconds: float = 0.0) -> bool:
        """Whether the next result can be taken without waiting for another process, now or within so many seconds."""
        if not self._given or self._pool is None:
            return bool(self._given)
        return self._pool.ready(self._given[0], seconds)  # type: ignore[arg-type]

    def take(self) -> Result:
        """The next result. Raises what the work raises, and WorkerLost."""
        given = self._given.popleft()
        return self._work(given) if self._pool is None else self._pool.take(given)  # type: ignore[arg-type]

    def close(self) -> None:
        """Ends the workers, also in the midst of a task."""
        if self._pool:
            self._pool.close()


def _next(given: "Aside | int", pool: "_Pool[Any, Result]") -> Iterator[Result]:
    if isinstance(given, Aside):
        given.do()
    else:
        yield pool.take(given)


class _Pool(Generic[Task, Result]):
    """Workers, each with a pipe; tasks go round."""

    def __init__(self, work: Callable[[Task], Result], count: int) -> None:
        from multiprocessing import get_context

        # Processes that begin anew: a fork would have this one's stores, threads and locks.
        context = get_context("spawn")
        self._pipes: list[Connection[Any, Any]] = []
        self._workers = []
        self._given = 0
        with _uninterrupted():
            for _ in range(count):
                ours, theirs = context.Pipe()
                worker = context.Process(target=_serve, args=(work, theirs), daemon=True)
                worker.start()
                theirs.close()
                self._pipes.append(ours)
                self._workers.append(worker)

    def give(self, task: Task) -> int:
        number = self._given % len(self._pipes)
        self._given += 1
        try:
            self._pipes[number].send(task)
        except OSError:
            raise self._lost(number) from None
        return number

    def take(self, number: int) -> Result:
        """The next result of a worker."""
        try:
            result, fault = self._pipes[number].recv()
        except (EOFError, OSError):
            raise self._lost(number) from None
        if fault is not None:
            raise RuntimeError(f"in a worker process:\n{fault}")
        made: Result = result
        return made

    def ready(self, number: int, seconds: float) -> bool:
        """Whether a worker has a result within so many seconds, or has ended."""
        return self._pipes[number].poll(seconds)

    def _lost(self, number: int) -> WorkerLost:
        worker = self._workers[number]
        worker.join(_PATIENCE)
        return WorkerLost(f"a worker process ended before its time (exit code {worker.exitcode}); try --workers 1")

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.close()
        for worker in self._workers:
            worker.join(_PATIENCE)
            if worker.exitcode is None:
                worker.kill()
                worker.join()
            worker.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C, which goes to all processes of a terminal, waits: a worker that begins does not heed it yet."""
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Callable[[Task], Result], pipe: "Connection[Any, Any]") -> None:
    """A worker: does what it is given until the pipe is closed."""
    for number in (signal.SIGINT, signal.SIGTERM):  # both may go to a whole group of processes
        signal.signal(number, signal.SIG_IGN)  # it ends with the process that began it
    from multiprocessing.reduction import ForkingPickler

    tasks: SimpleQueue[Task] = SimpleQueue()
    answers: SimpleQueue[Any] = SimpleQueue()

    # Each on its own: who gives never waits for one who waits to be rid of a result, and who works does not wait until
    # the one who gives has time for it; a pipe holds only a few.
    def receive() -> None:
        try:
            while True:
                tasks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)

    def send() -> None:
        try:
            while True:
                pipe.send_bytes(answers.get())
        except OSError:
            os._exit(0)

    for each in (receive, send):
        threading.Thread(target=each, daemon=True).start()
    while True:
        task = tasks.get()
        try:
            answer = ForkingPickler.dumps((work(task), None))
        except Exception:
            answer = ForkingPickler.dumps((None, traceback.format_exc()))
        answers.put(answer)
