"""What watching shows people: how a round goes, what it did, and how far sources and hosts are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from ..lexicon import lexicon
from ..show import console_for
from ..watch.standing import Standing
from ..watch.tally import Tally


def summed_up(tally: Tally, lang: str) -> str:
    """What a round did, in one line.

    >>> tally = Tally()
    >>> tally.count("offered", 3), tally.count("fetched", 2), tally.count("new", 2)
    (None, None, None)
    >>> summed_up(tally, "en")
    '3 pages offered, 2 fetched, 2 new'
    """
    words = lexicon().labels[lang]["of_watch"]["of_count"]
    return ", ".join(word.format(n=tally.counts[name]) for name, word in words.items() if tally.counts[name])


@contextmanager
def progress(tally: Tally, lang: str) -> Iterator[None]:
    """Shows on a terminal how a round goes; nothing where no person looks on."""
    if not sys.stderr.isatty():
        yield
        return
    spinner = Spinner("dots")

    def shown() -> Spinner:
        spinner.update(text=summed_up(tally, lang) or lexicon().labels[lang]["of_watch"]["begun"])
        return spinner

    with Live(get_renderable=shown, console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield


def show_standing(rows: Standing, lang: str) -> None:
    """Sources and hosts as tables, and under them what is wrong with them."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]["of_watch"]
    if not rows.sources:
        console.print(words["no_sources"])
    else:
        console.print(_sources(rows, words["of_column"]))
    for source in rows.sources:
        if source.fault:
            console.print(Text(f"{source.url}: {source.fault}", style="yellow"))
    if rows.hosts:
        console.print()
        console.print(_hosts(rows, words["of_column"]))


def _sources(rows: Standing, labels: dict[str, str]) -> Table:
    columns = ("source", "kind", "looked", "next_look", "offered", "waiting", "kept", "none", "refused", "failed")
    table = Table(box=None, padding=(0, 1), show_edge=False, header_style="bold")
    for name in columns:
        table.add_column(labels[name], justify="left" if name in columns[:4] else "right", overflow="fold")
    for source in rows.sources:
        counts = [source.offered, source.waiting, source.kept, source.none, source.refused, source.failed]
        table.add_row(
            escape(f"{source.name} {source.url}"), source.kind, _time(source.looked), _time(source.next_look),
            *(f"{n:,}" for n in counts),
        )  # fmt: skip
    return table


def _hosts(rows: Standing, labels: dict[str, str]) -> Table:
    table = Table(box=None, padding=(0, 1), show_edge=False, header_style="bold")
    for name in ("host", "asked_today", "next_at", "failures", "delay"):
        table.add_column(labels[name], overflow="fold")
    for host in rows.hosts:
        delay = "–" if host.delay is None else f"{host.delay:g}"
        table.add_row(escape(host.host), f"{host.asked_today:,}", _time(host.next_at), str(host.failures), delay)
    return table


def _time(moment: str | None) -> str:
    """A time of the reader's own clock."""
    return "–" if moment is None else datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
