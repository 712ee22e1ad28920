"""The figures of a run in words, and as the block of docs/reliability.md that is written anew by each whole run."""

import os
import platform
import re
from collections import Counter
from pathlib import Path

from .run import Run
from .trees import Taken
from .verdict import DEARER, GROWTH, SLOWER, TREES, answers_in, p95, thirds, warm

BEGIN, END = "<!-- soak -->", "<!-- /soak -->"
_ROWS = 10  # of the table


def row(run: Run, minute: int) -> str:
    """A minute of a run on a line."""
    begin, end = (minute - 1) * 60.0, minute * 60.0
    answers = answers_in(run, begin, end)
    trees = {name: _peak(run, name, begin, end) for name in TREES}
    _, pages, entries = run.counts[minute - 1]
    told = " · ".join(f"{name} {t.memory // 1024} MB {t.files} files {t.threads} threads" for name, t in trees.items())
    return (
        f"{minute:>3} min  {len(answers)} answers, p95 {p95(answers):.0f} ms · {told} · {pages} pages,"
        f" {entries} entries, {len(run.log.corrections)} corrections, {len(run.hook.got)} webhooks,"
        f" {len(run.log.sent)} sent, {run.log.gone} gone, {sum(run.log.unwanted.values())} unwanted"
    )


def _peak(run: Run, name: str, begin: float, end: float) -> Taken:
    found = [one.trees[name] for one in run.samples if begin <= one.at < end] or [Taken()]
    return Taken(*(max(values) for values in zip(*found, strict=True)))


def block(run: Run, found: list[str]) -> str:
    """What docs/reliability.md says of a run; `found` is what of it was not as it must be."""
    first, _, last = thirds(run)
    minutes = (run.seconds - warm(run)) / 60
    rates, of = run.rates, Counter(answer.kind for answer in run.log.answers)
    engine = "PostgreSQL" if "://" in run.store else "SQLite"
    lines = [
        f"Written by `make soak`: {minutes:g} minutes, behind {warm(run) / 60:g} in which caches fill, on one store of"
        f" {engine} that began with {run.begin:,}"
        f" pages: `thoisu serve` and `thoisu watch run` as they are by default, {rates.questions:g} questions a"
        f" second of {len(of)} kinds, {rates.corrections:g} correction, {rates.pages:g} page published,"
        f" {rates.changes:g} changed and {rates.sent:g} sent over HTTP, an alert with a"
        f" webhook, and a listener to the stream; on {_machine()}.",
        "",
        f"| | first third | last third | must be |\n|---|---|---|---|\n"
        f"| p95 of {first.answers + last.answers:,} answers, ms | {first.p95:.0f} | {last.p95:.0f} |"
        f" ≤ {SLOWER:g} × the first |",
        f"| processor of the desk, ms an answer | {first.processor:.1f} | {last.processor:.1f} |"
        f" ≤ {DEARER:g} × the first |",
    ]
    for kind, told, unit in (("memory", "memory, MB", 1024), ("files", "open files", 1), ("threads", "threads", 1)):
        for name in TREES:
            a, b = (getattr(third, kind)[name] / unit for third in (first, last))
            bar = f"≤ {GROWTH:.2f} × the first" + ("" if kind == "memory" else ", or two more")
            lines.append(f"| `{name}`: {told} | {a:.0f} | {b:.0f} | {bar} |")
    lines += [
        f"| load of the machine (runnable processes, other programs' too) | {first.load:.1f} | {last.load:.1f} | |",
        "",
        f"Before all, {run.warm:,} questions were asked as fast as they were answered. The minutes in which caches fill"
        " are in the table below, and not in the thirds. Memory is that of all processes of"
        " a command, what they share counted once (PSS); of a third it is the median of each minute's peak.",
        "",
        "| minute | answers | p50, ms | p95, ms | serve, MB | watch, MB | pages | entries |",
        "|---|---|---|---|---|---|---|---|",
    ]
    step = max(1, len(run.counts) // _ROWS)
    for minute in range(step, len(run.counts) + 1, step):
        begin, end = (minute - step) * 60.0, minute * 60.0
        answers = answers_in(run, begin, end)
        took = sorted(answer.took for answer in answers) or [0.0]
        serve, watch = (_peak(run, name, begin, end).memory / 1024 for name in TREES)
        _, pages, entries = run.counts[minute - 1]
        lines.append(
            f"| {minute} | {len(answers):,} | {1000 * took[len(took) // 2]:.0f} | {p95(answers):.0f} | {serve:.0f} |"
            f" {watch:.0f} | {pages:,} | {entries:,} |"
        )
    asked = len(run.log.answers)
    lines += [
        "",
        f"At the end: of {len(run.out):,} published pages with {run.changes:,} changes, {len(run.log.sent):,} sent"
        f" pages and {len(run.log.corrections):,} acknowledged corrections each was looked for in the store, of"
        f" {len(run.hook.got):,} webhooks each for its one event; the file was checked (`integrity_check`,"
        f" `foreign_key_check`). Of {asked:,} answers {sum(run.log.unwanted.values()):,} were errors; {run.log.gone:,}"
        " questions and corrections were about an entry that had become part of another meanwhile (404).",
        "",
        "What was not as it must be: " + ("nothing." if not found else "; ".join(found) + "."),
    ]
    return "\n".join(lines)


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def written(doc: Path, text: str) -> None:
    """Puts the block into its place in the page; where it has none, at its end."""
    page = doc.read_text(encoding="utf-8") if doc.exists() else "# Reliability, measured\n"
    new = f"{BEGIN}\n{text}\n{END}"
    found = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.DOTALL)
    if found.search(page):
        page = found.sub(lambda _: new, page)
    else:
        page = f"{page.rstrip()}\n\n## A newsroom for half an hour\n\n{new}\n"
    doc.write_text(page, encoding="utf-8")
