"""Figures of docs/accuracy.md and docs/accuracy_stories.md where other pages show them: taken over, never typed.

A mark `<!-- figures: HEADING | FIRST | ROW, ROW -->` stands for the table under that heading whose head begins with
FIRST; with rows named, only these are shown. What stands between the mark and `<!-- end -->` is made of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from accuracy_data import PAGES, tables
from readme_sessions import Fault, text_of

MARK = re.compile(r"(<!-- figures: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def figures(root: Path, write: bool = False) -> Iterator[Fault]:
    """Every table behind a mark is that of the accuracy pages; with `write` it is made so."""
    for page in sorted((root / "docs").rglob("*.md")):
        name, text = page.relative_to(root).as_posix(), page.read_text(encoding="utf-8")
        new, at = "", 0
        for block in MARK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            try:
                now = table(root, block[2])
            except ValueError as fault:
                yield Fault(name, line, str(fault), "mend the mark, or run make score")
                now = block[3]
            if now != block[3] and not write:
                yield Fault(name, line, f"figures '{block[2]}' are stale", "run scripts/check_docs.py --write")
            new, at = new + text[at : block.start()] + block[1] + now + block[4], block.end()
        if write and new + text[at:] != text:
            page.write_text(new + text[at:], encoding="utf-8")


def table(root: Path, asked: str) -> str:
    """The table of a mark, as Markdown. Raises ValueError where the accuracy pages have no such table or row."""
    heading, first, *wanted = (part.strip() for part in asked.split("|"))
    for page in PAGES:
        for under, rows in tables(text_of(root, page)):
            if (under, rows[0][0]) == (heading, first):
                return _markdown(rows[0], _chosen(rows[1:], wanted[0] if wanted else "", f"{heading} | {first}"))
    raise ValueError(f"no table '{first}' under '{heading}' in {' or '.join(PAGES)}")


def _chosen(rows: list[list[str]], names: str, where: str) -> list[list[str]]:
    if not names:
        return rows
    known = {row[0]: row for row in rows}
    for name in (wanted := [name.strip() for name in names.split(",")]):
        if name not in known:
            raise ValueError(f"no row '{name}' in the table {where}")
    return [known[name] for name in wanted]


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n".replace(" --- ", "---").replace(" ---", "---") for cells in lines)
