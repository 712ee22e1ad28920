"""Why a page was read as it was, for people: each event with its sentence, frame, roles, status and time."""

import sys
from collections.abc import Iterable
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .events.explain import Explanation, Mark, Missed, Role, Told, explain_events
from .events.trace import Trace
from .lexicon import lexicon
from .model import Reading, Span
from .reader import read_bytes
from .show import PLAIN_WIDTH, console_for, in_order, summary

_STYLES = {
    "trigger": "bold reverse",
    "cue": "yellow",
    "actor": "bold green",
    "recipient": "bold cyan",
    "place": "magenta",
    "time": "blue",
}


def explain_page(path: Path, raw: bytes | None = None, published: str | None = None) -> tuple[Reading, Explanation]:
    """Reads the page of a file (or of `raw`) and gives the reading with the reasons for it; raises as `read` does.

    >>> page = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> reading, explanation = explain_page(Path("page.txt"), page.encode(), "2022-11-05")
    >>> [(t.number, t.frame, t.words) for t in explanation.events]
    [(1, 'consult.arrive', {'verbs': ['đến']})]
    """
    trace = Trace()
    reading = read_bytes(path, raw, published, trace)
    return reading, explain_events(reading, trace, in_order(reading.events))


def show_explanation(
    explanation: Explanation, lang: str = "en", console: Console | None = None, whole: bool = True, every: bool = False
) -> None:
    """Prints an explanation; `whole` with what was not taken, `every` also where a frame's own conditions failed."""
    console = console or console_for(sys.stdout)
    words: dict[str, Any] = lexicon().labels[lang]
    for k, told in enumerate(explanation.events):
        if k:
            console.print()
        _event(told, words, console)
    if not explanation.events:
        console.print(words["of_explain"]["none"])
    missed = [m for m in explanation.missed if every or m.reason != "guard"]
    hidden = len(explanation.missed) - len(missed)
    if whole and explanation.missed:
        console.print()
        console.print(Text(words["of_explain"]["missed"], style="bold"))
        for miss in missed:
            console.print(_miss(miss, words))
        if hidden:
            console.print(Text(words["of_explain"]["hidden"].format(count=hidden), style="dim"))


def as_text(explanation: Explanation, lang: str = "en", every: bool = False) -> str:
    """The same as plain text.

    >>> page = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> text = as_text(explain_page(Path("page.txt"), page.encode(), "2022-11-05")[1])
    >>> "[Thủ tướng Đức Olaf Scholz/actor] [đã/cue] [đến/trigger]" in text
    True
    """
    stream = StringIO()
    plain = Console(file=stream, no_color=True, highlight=False, width=PLAIN_WIDTH, emoji=False)
    show_explanation(explanation, lang, plain, every=every)
    return stream.getvalue()


def _event(told: Told, words: dict[str, Any], console: Console) -> None:
    labels = words["of_explain"]
    console.print(Text.assemble((f"{told.number:>2} ", "dim"), (summary(told.event, words), "bold")))
    console.print(_sentence(told.sentence, told.marks, labels))
    table = Table(box=None, padding=(0, 1), show_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, why in reasons(told, words):
        table.add_row(label, Text(why))
    console.print(table)


def reasons(told: Told, words: dict[str, Any]) -> list[tuple[str, str]]:
    """Why an event was read so: what is explained, and the reason in words; `words` are the labels of a language."""
    labels, event = words["of_explain"], told.event
    rows = [
        (labels["frame"], f"{told.frame} [{told.row}] {_words(told, labels)}"),
        (labels["status"], f"{words['of_status'][event.status]}: {_status(told, words)}"),
    ]
    rows += [(labels[role.role], _role(role, words)) for role in told.roles]
    rows.append((labels["time"], _time(told, words)))
    place = f"{event.place.name}: {_quoted(told.place) or labels['nowhere']}" if event.place else labels["no_place"]
    rows += [(labels["place"], place), (labels["voice"], _voice(told, labels))]
    told_too = (f"{labels['paragraph'].format(p=telling.p)}: {telling.text}" for telling in told.tellings)
    return [*rows, *((labels["told"], where) for where in told_too)]


def pieces(text: str, base: int, marks: Iterable[tuple[int, int, str]]) -> list[tuple[str, list[str]]]:
    """A text cut where marks (from, to, what) begin and end, each piece with what it is; `base` is where it begins.

    >>> pieces("Nga gặp Mỹ", 10, [(10, 13, "actor"), (14, 17, "trigger")])
    [('Nga', ['actor']), (' ', []), ('gặp', ['trigger']), (' Mỹ', [])]
    """
    found = [mark for mark in marks if base <= mark[0] and mark[1] <= base + len(text)]
    cuts = sorted({base, base + len(text)} | {a for a, _, _ in found} | {b for _, b, _ in found})
    cut = []
    for a, b in pairwise(cuts):
        names = list(dict.fromkeys(what for start, end, what in found if start <= a and b <= end))
        cut.append((text[a - base : b - base], names))
    return cut


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""


def _sentence(sentence: Span, marks: list[Mark], labels: dict[str, str]) -> Text:
    """The sentence with what was found in it in brackets; pieces that are two things at once bear both names."""
    line = Text("   ")
    for piece, names in pieces(sentence.text or "", sentence.start, ((m.start, m.end, m.what) for m in marks)):
        if not names or not piece.strip():
            line.append(piece)
            continue
        style = _STYLES["trigger" if "trigger" in names else names[0]]
        line.append("[")
        line.append(piece, style=style)
        line.append(f"/{', '.join(labels[n] for n in names)}", style="dim")
        line.append("]")
    return line


def _words(told: Told, labels: dict[str, str]) -> str:
    first, *conditions = told.words.items()
    parts = [f"{labels['by']} {', '.join(map(_quoted, first[1]))}"]
    parts += [f"{labels['with']} {', '.join(map(_quoted, found))} ({field})" for field, found in conditions]
    return ", ".join(parts)


def _status(told: Told, words: dict[str, Any]) -> str:
    why: str = words["of_status_by"][told.status]
    cues = ", ".join(_quoted(c.text) for c in told.event.cues)
    return f"{why} {cues}" if told.status == "cues" else why


def _role(role: Role, words: dict[str, Any]) -> str:
    line = f"{role.entity}: {words['of_path'][role.via].format(word=role.word)}"
    if role.text:
        line += f", {_quoted(role.text)}"
    if role.how:
        line += (
            f" ({words['of_phrase'][role.how].format(entity=role.holder)}{f', {role.source}' if role.source else ''})"
        )
    return line


def _time(told: Told, words: dict[str, Any]) -> str:
    labels, event = words["of_explain"], told.event
    if not told.time:
        return str(labels["no_time"])
    days = " – ".join(dict.fromkeys((event.start_day or "…", event.end_day or "…")))
    basis, *rest = told.time
    line = f"{days}: {_basis(basis, words)}"
    if rest:
        line += f", {_quoted(rest[0])}"
    if len(rest) == 3:
        anchor = words["of_anchor"].get(rest[2], rest[2])
        line += f" ({labels['rule'].format(rule=rest[1], anchor=anchor)})"
    return line


def _basis(basis: str, words: dict[str, Any]) -> str:
    return "; ".join(str(words["of_when"].get(part, part)) for part in basis.split("; "))


def _voice(told: Told, labels: dict[str, str]) -> str:
    if not told.event.said_by:
        return labels["itself"]
    how = f"{labels['reports']} {_quoted(told.voice)}" if told.voice else labels["source"]
    return f"{', '.join(told.event.said_by)}: {how}"


def _miss(miss: Missed, words: dict[str, Any]) -> Text:
    text, base = miss.sentence.text or "", miss.sentence.start
    line = Text(" • ")
    line.append(words["of_reason"][miss.reason].format(field=miss.field), style="yellow")
    line.append(f" ({miss.frame}): ", style="dim")
    line.append(text[: miss.start - base])
    line.append(f"[{miss.trigger}]", style="bold reverse")
    line.append(text[miss.end - base :])
    return line
