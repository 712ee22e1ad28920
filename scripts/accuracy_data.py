"""The figures of docs/accuracy.md and docs/accuracy_stories.md as data, for the page that the desk shows.

The scores write the docs; whoever writes one of them calls `write` after it, and `check_docs.py` looks whether both
agree. The data lie in the package, since an installed one has no docs.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = "src/thoisu/web/accuracy.json"
PAGES = ("docs/accuracy.md", "docs/accuracy_stories.md")
# Name in the data, page, heading, first cell of the head of the table under it.
_TABLES = (
    ("rates", PAGES[0], "dev", "what"),
    ("fields", PAGES[0], "dev", "of events found"),
    ("whole", PAGES[0], "seeds", "what"),
    ("categories", PAGES[0], "Events of dev by category", "category"),
    ("stories", PAGES[1], "Stories", "stories"),
    ("copies", PAGES[1], "Copies", "copies"),
)
_SIZES = (
    ("articles", PAGES[0], r"paragraphs of (\d+) articles"),
    ("dated", PAGES[1], r"are (\d+) dated"),
    ("groups", PAGES[1], r"in (\d+) groups"),
)


def data_of(root: Path) -> dict[str, Any]:
    """The figures of both docs: sizes of the sets as counts, tables as rows of cells, as they stand in the docs.

    Raises ValueError where a table or a size is not there.
    """
    texts = {page: (root / page).read_text(encoding="utf-8") for page in PAGES}
    found: dict[str, Any] = {}
    for name, page, pattern in _SIZES:
        size = re.search(pattern, texts[page])
        if size is None:
            raise ValueError(f"{page} does not say {pattern!r}")
        found[name] = int(size[1])
    for name, page, heading, first in _TABLES:
        rows = next((rows for at, rows in tables(texts[page]) if at == heading and rows[0][0] == first), None)
        if rows is None:
            raise ValueError(f"{page} has no table of {first!r} under {heading!r}")
        found[name] = rows[1:]
    return found


def as_json(root: Path) -> str:
    """The data as the package holds them, one row a line, so that a change can be read."""
    parts = []
    for name, value in data_of(root).items():
        if isinstance(value, int):
            parts.append(f'"{name}": {value}')
            continue
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
        parts.append(f'"{name}": [\n  {rows}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write(root: Path) -> None:
    """Puts the figures of the docs into the package."""
    (root / DATA).write_text(as_json(root), encoding="utf-8")


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table of a page with its heading, as rows of cells without the line under the head."""
    heading, rows = "", list[list[str]]()
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield heading, [row for row in rows if not set("".join(row)) <= {"-"}]
            rows = []
        if line.startswith("## "):
            heading = line.removeprefix("## ")
