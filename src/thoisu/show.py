"""A reading for people: header, chronology with its sentences, statements, what was set aside."""

import os
import sys
from collections import Counter
from io import StringIO
from typing import Any, Protocol

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from .lexicon import lexicon
from .model import Actor, Event, Reading, Statement
from .names.words import single
from .text import key

STYLES = {
    "happened": "green",
    "ongoing": "cyan",
    "planned": "yellow",
    "proposed": "magenta",
    "denied": "red",
}
PLAIN_WIDTH = 100


def console_for(stream: Any) -> Console:
    """A console on a stream: plain when it is no terminal or with NO_COLOR."""
    plain = not stream.isatty() or bool(os.environ.get("NO_COLOR"))
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, no_color=plain, highlight=False, width=width, emoji=False, soft_wrap=False)


def show(reading: Reading, lang: str = "en", console: Console | None = None) -> None:
    """Prints a reading to a console (standard output by default), labels in `lang` (en or vi)."""
    console = console or console_for(sys.stdout)
    words: dict[str, Any] = lexicon().labels[lang]
    _header(reading, words, console)
    console.print()
    if reading.events:
        _chronology(reading, words, console)
    else:
        console.print(words["empty"])
    if reading.statements:
        console.print()
        console.print(Text(words["statements"], style="bold"))
        for statement in reading.statements:
            console.print(_statement(statement, words))
    console.print()
    console.print(Text(f"{words['aside']}: {_aside(reading, words)}", style="dim"))
    for warning in reading.warnings:
        console.print(Text(f"{words['warning']}: {warning}", style="yellow"))


def as_text(reading: Reading, lang: str = "en") -> str:
    """The same as plain text.

    >>> from thoisu import read
    >>> page = "Ngày 16/6/2021, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva (Thụy Sĩ)."
    >>> "Joe Biden (USA), Vladimir" in as_text(read(page))
    True
    """
    stream = StringIO()
    show(reading, lang, Console(file=stream, no_color=True, highlight=False, width=PLAIN_WIDTH, emoji=False))
    return stream.getvalue()


def _header(reading: Reading, words: dict[str, Any], console: Console) -> None:
    article = reading.article
    console.print(Text(article.title or reading.page.uri, style="bold"))
    rows = []
    if article.outlet:
        rows.append((words["outlet"], article.outlet))
    if article.published:
        how = words[f"by_{article.published.basis}"]
        rows.append((words["published"], f"{article.published.value[:16].replace('T', ' ')} ({how})"))
    else:
        rows.append((words["published"], words["unknown"]))
    if article.story_day:
        basis = words["of_basis"][article.story_day.basis]
        rows.append((words["story_day"], f"{article.story_day.value} ({basis}: {article.story_day.because})"))
    if article.byline:
        rows.append((words["byline"], ", ".join(article.byline)))
    if article.credit:
        rows.append((words["credit"], ", ".join(article.credit)))
    for label, value in rows:
        console.print(Text.assemble((f"{label}: ", "dim"), value))


def _chronology(reading: Reading, words: dict[str, Any], console: Console) -> None:
    table = Table(box=None, padding=(0, 1), show_edge=False, header_style="bold", expand=False)
    table.add_column("#", justify="right", style="dim")
    for label, ratio in (("when", 2), ("status", 2), ("who", 5), ("what", 3), ("where", 2), ("said_by", 2)):
        table.add_column(words[label], ratio=ratio, min_width=8)
    ordered = in_order(reading.events)
    for number, event in enumerate(ordered, 1):
        table.add_row(
            str(number),
            when(event, words),
            Text(words["of_status"][event.status], style=STYLES[event.status]),
            escape(parties(event)),
            what(event, words),
            escape(event.place.name) if event.place else "–",
            escape(", ".join(event.said_by)) or "–",
        )
    console.print(table)
    console.print()
    for number, event in enumerate(ordered, 1):
        console.print(_evidence(reading, event, number))


def in_order(events: list[Event]) -> list[Event]:
    """The events as the chronology numbers them, from 1: by day, what has none at the end."""
    return sorted(events, key=lambda e: (e.start_day or e.end_day or "9999", e.p, e.start))


class Act(Protocol):
    """What an event of a page and an entry of a store are told by alike."""

    @property
    def event(self) -> str: ...
    @property
    def mode(self) -> str | None: ...
    @property
    def actor(self) -> list[Actor]: ...
    @property
    def recipient(self) -> list[Actor]: ...
    @property
    def start_day(self) -> str | None: ...
    @property
    def end_day(self) -> str | None: ...


def what(act: Act, words: dict[str, Any]) -> str:
    """Category and mode in words."""
    category = str(words["of_event"][act.event])
    return f"{category}: {words['of_mode'].get(act.mode, act.mode)}" if act.mode else category


def summary(event: Event, words: dict[str, Any]) -> str:
    """One line of the chronology: what, status, who and whom, when, where."""
    parts = [what(event, words), words["of_status"][event.status], parties(event), when(event, words)]
    return " · ".join(parts + ([event.place.name] if event.place else []))


def when(act: Act, words: dict[str, Any]) -> str:
    """The day or days of an act, open ends as dots."""
    start, end = act.start_day, act.end_day
    if not start and not end:
        return str(words["undated"])
    if start == end:
        return str(start)
    return f"{start or '…'} – {end or '…'}"


def parties(act: Act) -> str:
    """Who does it to whom."""
    left = ", ".join(name(a) for a in act.actor) or "–"
    right = ", ".join(name(a) for a in act.recipient)
    return f"{left} → {right}" if right else left


def name(actor: Actor) -> str:
    """An actor as people are named: with the state or organisation that they stand for."""
    power = actor.country or actor.org
    return f"{actor.entity} ({power})" if actor.kind == "person" and power else actor.entity


def _evidence(reading: Reading, event: Event, number: int) -> Text:
    span = event.evidence[0]
    text = reading.article.paragraphs[span.p].text
    line = Text(f"{number:>2} ", style="dim")
    line.append(text[span.start : event.start])
    line.append(f"[{text[event.start : event.end]}]", style="bold reverse")
    line.append(text[event.end : span.end])
    line.append(f"  {event.rule}", style="dim")
    return line


def _statement(statement: Statement, words: dict[str, Any]) -> Text:
    who = ", ".join(name(a) for a in statement.speaker) or str(words["unknown"])
    line = Text("  • ")
    cue = statement.cue or str(words["says"])
    if key(cue) in single("cases", "source"):
        line.append(f"{cue} ")  # a preposition: it stands before who is quoted
        cue = ""
    line.append(who, style="bold")
    line.append(f"{' ' if cue else ''}{cue}: {statement.text}")
    notes = [n for n in (words["direct"] if statement.direct else None, statement.channel) if n]
    if notes:
        line.append(f" ({', '.join(notes)})", style="dim")
    return line


def _aside(reading: Reading, words: dict[str, Any]) -> str:
    kept = ("title", "lead", "body")
    counts = Counter(b.label for b in reading.article.blocks if b.label not in kept)
    return ", ".join(f"{n} × {words['of_label'][label]}" for label, n in counts.most_common()) or "–"
