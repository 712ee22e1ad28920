"""What must hold after a run: nothing that was acknowledged is lost, and nothing grows or slows down."""

import json
import sqlite3
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from thoisu import open_store
from thoisu.chronicle.corrections import taken_back
from thoisu.chronicle.records import Correction
from thoisu.store.base import Store

from .clients import Answer
from .news import page
from .run import ALERT, Run, errors_in
from .trees import Taken

GROWTH = 1.10  # the last third to the first: memory, files and threads
SLOWER = 1.5  # the last third to the first: the 95th percentile of readers' answers
DEARER = 1.25  # the last third to the first: processor time of the desk for an answer
TREES = ("serve", "watch")
_MOST = 20  # faults that are told one by one


class Third(NamedTuple):
    """A third of a run without its beginning, in which caches fill: the median over it of each minute's peak."""

    memory: dict[str, int]
    files: dict[str, int]
    threads: dict[str, int]
    p95: float
    answers: int
    processor: float  # of the desk, milliseconds an answer; unlike p95 it is the same beside other programs
    load: float


def faults(run: Run) -> Iterator[str]:
    """What of a run is not as it must be, but for what needs a long one (`grown`); of what is often wrong the first."""
    found = list(_all_faults(run))
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more"


def _all_faults(run: Run) -> Iterator[str]:
    for name in run.ends:
        if run.ends[name] != 0:
            yield f"`thoisu {name}` ended with {run.ends[name]}"
        for line in errors_in(run.said[name])[:5]:
            yield f"{name} logged: {line[:300]}"
    for what, count in run.log.unwanted.items():
        yield f"{count} times {what}"
    if not run.caught_up:
        yield "what was published last did not come into the store"
    if any(b <= a for a, b in zip(run.log.followed, run.log.followed[1:], strict=False)):
        yield "the stream told a change twice, or changes out of order"
    with open_store(run.store) as store:
        yield from _lost(run, store)
        yield from _not_in_force(run, store)
        yield from _deliveries(run, store)
    yield from _damage(run.store)


def _lost(run: Run, store: Store) -> Iterator[str]:
    """Pages and corrections that were published or acknowledged, and are not in the store."""
    wanted = {url: page(number, version) for url, (number, version) in run.out.items()} | run.log.sent
    for url, html in wanted.items():
        kept = store.kept_at(url)
        if kept is None:
            yield f"{url} is not in the store"
        elif store.raw(kept) != html.encode():
            yield f"{url} is in the store in another version"
    # What was not acknowledged in time may have been written all the same.
    pages, unknown = store.counts()["pages"], run.log.unanswered["/api/v1/articles"]
    if not 0 <= pages - run.begin - len(wanted) <= unknown:
        yield f"{pages} pages where {run.begin + len(wanted)} were given, and {unknown} without an answer"
    kept_lines = {line.number: line for line in store.corrections()}
    for line in run.log.corrections:
        found = kept_lines.get(line["number"])
        if found is None or (found.action, found.target, found.values) != (
            line["action"], line["target"], line["values"]
        ):  # fmt: skip
            yield f"correction {line['number']} is not in the log as it was acknowledged"
    unknown = run.log.unanswered["/api/v1/corrections"]
    if not 0 <= len(kept_lines) - len(run.log.corrections) <= unknown:
        yield f"{len(kept_lines)} corrections, {len(run.log.corrections)} acknowledged, {unknown} without an answer"


def _not_in_force(run: Run, store: Store) -> Iterator[str]:
    """Entries that do not have the status which a correction gave them, and no other one touches."""
    lines = store.corrections()
    undone = taken_back(lines)
    of_telling: dict[str, list[Correction]] = {}
    for line in lines:
        if line.number not in undone and line.action != "undo":
            for telling in line.target:
                of_telling.setdefault(telling, []).append(line)
    entry_of = store.entry_ids(of_telling)
    entries = {entry.id: entry for entry in store.entries(set(entry_of.values()))}
    for telling, id in entry_of.items():
        entry = entries[id]
        touching = {line.number: line for one in entry.tellings for line in of_telling.get(one, [])}
        [*_, last] = [touching[number] for number in sorted(touching)]
        of_status = {line.values["status"] for line in touching.values() if "status" in line.values}
        if {line.action for line in touching.values()} == {"set"} and len(of_status) == 1:
            [status] = of_status
            if entry.status != status:
                yield f"entry {id} is {entry.status} where correction {last.number} of {telling} says {status}"


def _deliveries(run: Run, store: Store) -> Iterator[str]:
    """Events of the alert that its webhook did not get, or got twice."""
    got = Counter(headers["Thoisu-Event-Id"] for headers, _ in run.hook.got)
    made = [json.loads(body)["id"] for _, body in store.events(ALERT, 0, 10**9)]
    for id in made:
        if got[id] != 1:
            yield f"event {id} of the alert came {got[id]} times"
    if strange := set(got) - set(made):
        yield f"{len(strange)} events came that the store does not have"


def _damage(store: str) -> Iterator[str]:
    if "://" in store:
        return
    with sqlite3.connect(store) as db:
        for check in ("integrity_check", "foreign_key_check"):
            found = [tuple(row) for row in db.execute(f"PRAGMA {check}")]
            if found not in ([], [("ok",)]):
                yield f"{check}: {found[:3]}"
    db.close()


def thirds(run: Run) -> list[Third]:
    """The thirds of a run behind the time in which caches fill."""
    start = warm(run)
    length = (run.seconds - start) / 3
    return [_third(run, start + n * length, start + (n + 1) * length) for n in range(3)]


def warm(run: Run) -> float:
    """Seconds in which caches fill: what is kept of entries, texts and the lexicon has bounds, reached late."""
    return run.seconds / 4


def peaks(run: Run, begin: float, end: float, of: Callable[[Taken], int]) -> dict[str, int]:
    """The median of each minute's peak: readers of pages come and go with each round of watching."""
    found = {}
    for name in TREES:
        minutes: dict[int, int] = {}
        for one in run.samples:
            if begin <= one.at < end:
                minute = int((one.at - begin) // 60)
                minutes[minute] = max(minutes.get(minute, 0), of(one.trees[name]))
        found[name] = int(statistics.median(minutes.values())) if minutes else 0
    return found


def p95(answers: list[Answer]) -> float:
    """The 95th percentile of the times of answers, in milliseconds."""
    took = [1000 * answer.took for answer in answers]
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else sum(took)


def answers_in(run: Run, begin: float, end: float) -> list[Answer]:
    """The answers to questions that were asked in a time."""
    return [answer for answer in run.log.answers if begin <= answer.at < end]


def _third(run: Run, begin: float, end: float) -> Third:
    answers = answers_in(run, begin, end)
    samples = [one for one in run.samples if begin <= one.at < end]
    processor = samples[-1].trees["serve"].processor - samples[0].trees["serve"].processor if samples else 0
    return Third(
        memory=peaks(run, begin, end, lambda taken: taken.memory),
        files=peaks(run, begin, end, lambda taken: taken.files),
        threads=peaks(run, begin, end, lambda taken: taken.threads),
        p95=p95(answers),
        answers=len(answers),
        processor=10 * processor / max(1, len(answers)),
        load=statistics.mean([one.load for one in samples] or [0.0]),
    )


def grown(first: Third, last: Third) -> Iterator[str]:
    """What takes more in the last third than in the first."""
    kinds: list[tuple[str, Any]] = [("memory", "kB"), ("files", "open files"), ("threads", "threads")]
    for kind, unit in kinds:
        for name in TREES:
            before, after = getattr(first, kind)[name], getattr(last, kind)[name]
            if after > before * GROWTH + (2 if kind != "memory" else 0):
                yield f"{name}: {before:,} {unit} in the first third, {after:,} in the last"
    if last.processor > first.processor * DEARER:
        yield f"processor: {first.processor:.1f} ms an answer in the first third, {last.processor:.1f} ms in the last"
    if last.p95 > first.p95 * SLOWER:
        yield f"p95 of answers: {first.p95:.0f} ms in the first third, {last.p95:.0f} ms in the last"
