"""What watching shows people: how a round goes, what it did, and how far sources and hosts are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
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
    """Shows on a terminal how a round goes."""
    spinner = Spinner("dots")

    def shown() -> Spinner:
        spinner.update(text=summed_up(tally, lang) or lexicon().labels[lang]["of_watch"]["begun"])
        return spinner

    with Live(get_renderable=shown, console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield


def show_standing(rows: Standing, lang: str) -> None:
    """Each source with its looks and pages and what is wrong with it; then each host with its requests and rest."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]["of_watch"]
    if not rows.sources:
        console.print(words["no_sources"])
    for source in rows.sources:
        console.print(Text.assemble((source.name, "bold"), f"  {source.kind}  {source.url}"))
        told = [
            words["looked"].format(time=_time(source.looked)), words["next_look"].format(time=_time(source.next_look)),
        ]  # fmt: skip
        told += _counted(source, words["of_standing"])
        console.print(Text(f"        {' · '.join(told)}"))
        if source.fault:
            console.print(Text(f"        {source.fault}", style="yellow"))
    if rows.hosts:
        console.print()
    for host in rows.hosts:
        told = _counted(host, words["of_standing"])
        told += [words["rests"].format(time=_time(host.next_at))] if host.next_at else []
        console.print(Text.assemble((host.host, "bold"), f"  {' · '.join(told)}"))


def _counted(row: msgspec.Struct, words: dict[str, str]) -> list[str]:
    """The counts of a row that are not 0, in words."""
    found = [(word, getattr(row, name, None)) for name, word in words.items()]
    return [word.format(n=f"{value:,g}") for word, value in found if value]


def _time(moment: str | None) -> str:
    """A time of the reader's own clock."""
    return "–" if moment is None else datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
