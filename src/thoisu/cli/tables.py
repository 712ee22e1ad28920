"""Answers for people: entries, a story, hits, plans, a family of copies, as tables with their sentences."""

import sys
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ..chronicle.answers import Answer, Family, Plan, Story
from ..chronicle.reasons import because
from ..chronicle.records import Document, Entry, Hit
from ..lexicon import lexicon
from ..show import STYLES, console_for, parties, what, when

if TYPE_CHECKING:
    from ..archive.asking import Told

ENTRY_COLUMNS = [
    "id", "from", "to", "status", "event", "mode", "context", "actor", "recipient", "place", "country", "said_by",
    "outlets", "origins", "conflicts", "story", "text",
]  # fmt: skip
PLAN_COLUMNS = [
    "id", "from", "to", "event", "mode", "actor", "recipient", "place", "outcome", "because", "entries", "text",
]  # fmt: skip
SHOWN = 7  # letters of an id: enough to tell a hundred thousand apart, and any more may be typed
_OUTCOMES = {"done": "green", "changed": "yellow", "postponed": "yellow", "cancelled": "red", "unreported": "magenta"}


def show_entries(answers: list[Answer], lang: str, more: bool = False) -> None:
    """The chronology: a table, and under it the sentence of each entry and what its tellings do not agree on."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]
    mine = words["of_store"]
    if not answers:
        console.print(mine["no_entries"])
        return
    console.print(_entry_table([a.entry for a in answers], words))
    console.print()
    for answer in answers:
        console.print(_sentence(answer, mine))
        for conflict in answer.entry.conflicts:
            values = " / ".join(f"{value} ({len(told)})" for value, told in conflict.values.items())
            label = mine["of_field"][conflict.field]
            console.print(Text(f"        {mine['disputed']}: {label} {values}", style="yellow"))
    if more:
        console.print()
        console.print(Text(mine["more"].format(id=answers[-1].entry.id[:SHOWN]), style="dim"))


def _entry_table(entries: list[Entry], words: dict[str, Any]) -> Table:
    table = _table()
    mine = words["of_store"]
    table.add_column("id", style="dim", no_wrap=True)
    for label, ratio in (("when", 2), ("status", 2), ("who", 5), ("what", 3), ("where", 2)):
        table.add_column(words[label], ratio=ratio, min_width=8)
    table.add_column(mine["told"], ratio=2, min_width=6)
    for entry in entries:
        status = Text(words["of_status"][entry.status], style=STYLES[entry.status])
        if entry.rejected:
            status = Text(mine["rejected"], style="strike")
        table.add_row(
            entry.id[:SHOWN],
            when(entry, words),
            status,
            escape(parties(entry)),
            what(entry, words),
            escape(entry.place.name) if entry.place else "–",
            mine["told_by"].format(outlets=len(entry.outlets), origins=len(entry.origins)),
        )
    return table


def _sentence(answer: Answer, mine: dict[str, Any]) -> Text:
    entry = answer.entry
    line = Text(f"{entry.id[:SHOWN]} ", style="dim")
    line.append(entry.text, style="")
    best = next((e for e in answer.evidence if e.telling == entry.best), None)
    if best:
        source = best.outlet or ", ".join(best.sources) or _name_of(best.key)
        line.append(f"  {source}{f', {_moment(best.moment)}' if best.moment else ''}", style="dim")
    if entry.corrections:
        numbers = ", ".join(map(str, entry.corrections))
        line.append(f"  {mine['corrected'].format(numbers=numbers)}", style="magenta")
    return line


def show_told(answers: "list[Told]", lang: str, more: bool) -> None:
    """Acts as the pages of a data set tell them: a table, and under it the sentence of each."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]
    mine = words["of_store"]
    if not answers:
        console.print(mine["none_told"])
        return
    table = _table()
    table.add_column("id", style="dim", no_wrap=True)
    for label, ratio in (("when", 2), ("status", 2), ("who", 5), ("what", 3), ("where", 2)):
        table.add_column(words[label], ratio=ratio, min_width=8)
    for told in answers:
        event = told.telling.event
        status = Text(words["of_status"][event.status], style=STYLES[event.status])
        place = escape(event.place.name) if event.place else "–"
        table.add_row(
            told.telling.id[:SHOWN], when(event, words), status, escape(parties(event)), what(event, words), place
        )
    console.print(table)
    console.print()
    for told in answers:
        telling = told.telling
        line = Text.assemble((f"{telling.id[:SHOWN]} ", "dim"), telling.text)
        moment = f", {_moment(telling.moment)}" if telling.moment else ""
        line.append(f"  {telling.outlet or _name_of(told.key)}{moment}", style="dim")
        console.print(line)
    if more:
        console.print()
        console.print(Text(mine["more_told"], style="dim"))


def show_story(story: Story, lang: str) -> None:
    """A story: its pages in time, then its chronology."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]
    mine = words["of_store"]
    console.print(Text(story.title or story.id, style="bold"))
    console.print(Text(f"{mine['story']} {story.id[:SHOWN]}", style="dim"))
    console.print()
    table = _table()
    for label in ("article", "published", "outlet", "title"):
        table.add_column(mine["of_column"][label], overflow="fold")
    for document in story.documents:
        family = story.families[document.id]
        copy = f" ({mine['copy_of'].format(id=family[:SHOWN])})" if family != document.id else ""
        table.add_row(*_document(document)[:3], escape(f"{document.title or '–'}{copy}"))
    console.print(table)
    console.print()
    if story.entries:
        console.print(_entry_table(story.entries, words))


def show_hits(hits: list[Hit], lang: str) -> None:
    """The pages that a search found."""
    console, mine = console_for(sys.stdout), lexicon().labels[lang]["of_store"]
    if not hits:
        console.print(mine["no_hits"])
    for hit in hits:
        console.print(Text.assemble((f"{hit.document[:SHOWN]} ", "dim"), (hit.title or "–", "bold")))
        about = " · ".join(
            part for part in (hit.outlet, _moment(hit.moment), None if hit.exact else mine["folded"]) if part
        )
        console.print(Text(f"        {about}", style="dim"))
        console.print(Text(f"        {' '.join(hit.snippet.split())}"))


def show_plans(plans: list[Plan], lang: str) -> None:
    """The ledger: each plan and what became of it."""
    console, words = console_for(sys.stdout), lexicon().labels[lang]
    mine = words["of_store"]
    if not plans:
        console.print(mine["no_plans"])
        return
    table = _table()
    table.add_column("id", style="dim", no_wrap=True)
    for label, ratio in (("when", 2), ("who", 5), ("what", 3), ("where", 2)):
        table.add_column(words[label], ratio=ratio, min_width=8)
    table.add_column(mine["outcome"], ratio=3, min_width=10)
    for plan in plans:
        entry, found = plan.entry, plan.outcome
        outcome = Text(mine["of_outcome"][found.kind], style=_OUTCOMES.get(found.kind, ""))
        place = escape(entry.place.name) if entry.place else "–"
        table.add_row(entry.id[:SHOWN], when(entry, words), escape(parties(entry)), what(entry, words), place, outcome)
    console.print(table)
    console.print()
    for plan in plans:
        console.print(Text.assemble((f"{plan.entry.id[:SHOWN]} ", "dim"), plan.entry.text))
        shown = ", ".join(id[:SHOWN] for id in plan.outcome.entries)
        console.print(Text(f"        → {because(plan.outcome, words)}{f' ({shown})' if shown else ''}", style="dim"))


def show_family(family: Family, lang: str) -> None:
    """A family of copies: the origin, and what each copy cut, added and retitled."""
    console, mine = console_for(sys.stdout), lexicon().labels[lang]["of_store"]
    for copy in family.copies:
        document = copy.document
        id, moment, outlet = _document(document)[:3]
        console.print(Text.assemble((f"{id} ", "dim"), (document.title or "–", "bold"), f"  {outlet}, {moment}"))
        if copy.changes is None:
            credit = f" ({', '.join(document.credit)})" if document.credit else ""
            console.print(Text(f"        {mine['origin']}{credit}", style="green"))
            continue
        changed = copy.changes
        lines = [mine["share"].format(share=f"{copy.share:.0%}")] if copy.share is not None else []
        lines += [mine["retitled"]] if changed.title else []
        if changed.credit:
            lines.append(
                f"{mine['credit']}: {', '.join(changed.credit[0]) or '–'} → {', '.join(changed.credit[1]) or '–'}"
            )
        lines += [f"− {passage}" for passage in changed.cut]
        lines += [f"+ {passage}" for passage in changed.added]
        lines += [f"~ {before} → {after}" for before, after in changed.reworded]
        for line in lines:
            style = {"−": "red", "+": "green", "~": "yellow"}.get(line[:1], "dim")
            console.print(Text(f"        {line}", style=style))


def _table() -> Table:
    return Table(box=None, padding=(0, 1), show_edge=False, header_style="bold", expand=False)


def _document(document: Document) -> tuple[str, str, str, str]:
    outlet = document.outlet or ", ".join(document.credit) or _name_of(document.key)
    return document.id[:SHOWN], _moment(document.moment) or "–", escape(outlet), escape(document.title or "–")


def _moment(moment: str | None) -> str | None:
    return moment[:16].replace("T", " ") if moment else None


def _name_of(key: str) -> str:
    """The last part of an address or a path; of a page without either its hash."""
    return key.rpartition("/")[2] or key
