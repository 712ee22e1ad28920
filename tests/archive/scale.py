"""The figures of the proof in words, and what follows from them for larger archives; written into docs/scale.md."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_BLOCK = re.compile(r"(?<=<!-- measured: make archive-proof -->\n).*?(?=<!-- end -->)", re.DOTALL)
_GROUPED = ("families", "stories", "entries")  # tables of the grouping
_BETWEEN = ("sketches", "tellings")  # of which it holds twice as much while it goes on
_KINDS = {"worker": "a worker", "scheduler": "the scheduler", "command": "the command"}
Figures = dict[str, Any]


class Archive(NamedTuple):
    """An archive that was not read: gigabytes (10⁹ bytes, packed), pages, and the share of them in Vietnamese."""

    name: str
    gigabytes: float
    pages: float
    share: float


# docs/scale.md says where these come from.
MONTH = Archive("a month of CC-NEWS", 600, 12e6, 0.03)
MANY = Archive("10⁹ pages of such a crawl", 600 * 1e9 / 12e6, 1e9, 0.03)
DENSE = Archive("10⁹ Vietnamese articles", 600 * 1e9 / 12e6, 1e9, 1.0)


def per_article(figures: Figures) -> tuple[float, float]:
    """CPU seconds that an article takes to be read, and to be grouped; of a run of one process."""
    one = figures["one"]
    share = one["seconds_read"] / one["seconds"]
    each = one["cpu"] / one["kept"]
    return each * share, each * (1 - share)


def per_gigabyte(figures: Figures) -> float:
    """CPU seconds that 10⁹ packed bytes take of which nothing is kept."""
    other = figures["other"]
    spent = other["cpu"] - other["kept"] * sum(per_article(figures))
    return float(spent / (other["megabytes"] * (1 << 20) / 1e9))


def speed_lines(figures: Figures) -> Iterator[str]:
    """What one worker and two took."""
    one, words, reading = figures["one"], figures["words"], per_article(figures)
    yield (
        f"{one['seen']:,} pages and records, {one['kept']:,} articles kept of {words['mean']:.0f} words on average"
        f" (quartiles {words['lower']:.0f}, {words['median']:.0f}, {words['upper']:.0f}),"
        f" {sum(one['events'].values()):,} events, in {one['shards']} shards of a file of {figures['megabytes']} MB"
    )
    for name, run in (("one worker", one), ("two workers", figures["two"])):
        grouping = run["seconds"] - run["seconds_read"]
        yield (
            f"{name}: {run['whole']:.0f} s ({run['seconds_read']:.0f} s until all was read, {grouping:.0f} s for"
            f" copies, stories and entries), {run['kept'] / run['whole']:.1f} articles/s,"
            f" {run['peak']:.0f} MB at most in a process"
        )
    yield f"two workers are {one['whole'] / figures['two']['whole']:.2f} times one"
    yield (
        f"an article took {1000 * reading[0]:.1f} ms of CPU to be read and {1000 * reading[1]:.1f} ms to be grouped:"
        f" {1 / sum(reading):.0f} articles a CPU-second"
    )
    tables = ", ".join(f"`{name}` {size / one['kept'] / 1000:.2f}" for name, size in sorted(figures["tables"].items()))
    yield f"{sum(figures['tables'].values()) / one['kept'] / 1000:.1f} kB of tables an article ({tables})"


def beside_lines(figures: Figures) -> Iterator[str]:
    """trafilatura beside it all."""
    one, beside = figures["one"], figures["trafilatura"]
    yield f"thoisu archive: {one['kept'] / one['cpu']:.1f} articles a CPU-second, read to events, written and grouped"
    yield (
        f"a plain loop over trafilatura with metadata, the first {beside['read']:,} pages of the same file:"
        f" {beside['pages'] / beside['cpu']:.1f} pages a CPU-second, text and metadata, written nowhere"
    )


def crawl_lines(figures: Figures) -> Iterator[str]:
    """A crawl of which most is in other languages."""
    other = figures["other"]
    yield (
        f"a crawl in several languages, {other['kept'] / other['seen']:.1%} kept: {other['megabytes']:.0f} MB,"
        f" {other['seen']:,} pages and records in {other['cpu']:.0f} s of CPU, {other['peak']:.0f} MB at most"
    )


def proof_lines(figures: Figures) -> Iterator[str]:
    """What came out the same."""
    if found := figures.get("shards"):
        yield f"the rows of 1 shard and of 50: {_said(found, figures)}"
    if found := figures.get("kills"):
        times = ", ".join(f"{name} {found['kills'][kind]} times" for kind, name in _KINDS.items())
        yield f"the files of a run in which {times} was killed (`kill -9`): {_said(found, figures)}"
    if found := figures.get("cable"):
        out = f"the cable of a worker was out for {found['seconds']:.0f} s"
        yield f"the files of a run in which {out}: {_said(found, figures)}"


def _said(found: Figures, figures: Figures) -> str:
    by = "" if found["program"] == figures["stamp"] else ", before the program's last change"
    return f"{'the same' if found['good'] else 'not the same'} ({found['pages']:,} pages{by})"


def larger(figures: Figures) -> Iterator[str]:
    """Core-hours and storage of larger archives, as a table."""
    reading, grouping = per_article(figures)
    passing = per_gigabyte(figures)
    tables = figures["tables"]
    each = sum(tables.values()) / figures["one"]["kept"]
    between = 2 * sum(tables[name] for name in _BETWEEN) / figures["one"]["kept"]
    yield f"core-hours = (gigabytes × {passing:.1f} s + articles × ({reading:.4f} s + {grouping:.4f} s)) / 3600"
    yield f"storage = articles × {each / 1000:.1f} kB, and {between / 1000:.1f} kB more for each while it is grouped"
    yield ""
    yield "| archive | packed | pages | articles | core-hours | of them copies, stories, entries | tables | between |"
    yield "|---|---|---|---|---|---|---|---|"
    for archive in (MONTH, MANY, DENSE):
        articles = archive.pages * archive.share
        grouped = articles * grouping / 3600
        hours = (archive.gigabytes * passing + articles * reading) / 3600 + grouped
        yield (
            f"| {archive.name} | {archive.gigabytes / 1000:,.1f} TB | {archive.pages:,.0f} | {articles:,.0f}"
            f" | {hours:,.0f} | {grouped:,.1f} | {articles * each / 1e9:,.1f} GB | {articles * between / 1e9:,.1f} GB |"
        )


def text_of(figures: Figures) -> str:
    """The block of docs/scale.md; of what was not measured it says nothing."""
    lines = [
        f"{figures['pages']:,} pages made of {figures['bases']} by substitution, the {figures['package']} package,"
        f" a machine with {os.cpu_count()} cores."
    ]
    parts = [("one", speed_lines), ("wanted", proof_lines), ("trafilatura", beside_lines), ("other", crawl_lines)]
    told = [f"- {line}" for part, of in parts if part in figures for line in of(figures)]
    memory = [figures[kind]["told"] for kind in sorted(figures) if kind.startswith("dense ")]
    lines += ["", *told, *(f"- {line}" for line in memory)]
    if {"one", "other"} <= figures.keys():
        lines += ["", *larger(figures)]
    return "\n".join(lines) + "\n"


def write(path: Path, figures: Figures) -> None:
    """Puts the block into the page."""
    page = path.read_text(encoding="utf-8")
    assert _BLOCK.search(page), f"{path} has no place for what was measured"
    path.write_text(_BLOCK.sub(lambda _: text_of(figures), page), encoding="utf-8")
