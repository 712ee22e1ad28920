"""docs/formats.md, made of the formats and of the fields that their modules name; `check_docs.py` looks whether it is.

The notes of a format are those at the head of its module, so that they are written once.
"""

import inspect
import re
from importlib import import_module
from pathlib import Path

from thoisu.export import formats

PAGE = "docs/formats.md"
_HEAD = """# Formats

`thoisu export FORMAT [filters] [--out FILE] [--desk URL]` writes what the filters of `thoisu chronology` ask for in \
the form of another tool. All formats are UTF-8, and streamed but for `gexf`; the same store gives the same bytes: no \
clock and no chance is in them. Ids are those of the store; with `--desk` links lead to the entry or the article there.

This page is made of the code (`scripts/check_docs.py --write`). Each table says of every field where it comes from \
(records are those of [chronicle.md](chronicle.md) and [contract.md](contract.md)) and what of that is lost on the way.

Text of pages is text in each format: quoted or escaped as the format asks for. In the formats for people (ical, atom, \
timelinejs, geojson, gexf, schemaorg, ninjs) control characters are taken out, half of a surrogate pair becomes \
U+FFFD, and marks of direction are closed where their text ends; in a line that holds other things too, text from \
right to left is set apart (U+2068, U+2069), so that it turns nothing beside it.
"""


def as_text() -> str:
    """The page.

    Raises ValueError where a format has no fields, or one of them twice.
    """
    parts = [_HEAD, _contents()]
    parts += [_section(name, form) for name, form in formats.FORMATS.items()]
    return "\n".join(parts)


def write(root: Path) -> None:
    """Writes the page of a project."""
    (root / PAGE).write_text(as_text(), encoding="utf-8")


def _contents() -> str:
    rows = [
        f"| [`{name}`](#{name}) | {form.told} | `.{form.suffix}` | `{form.media}` | {_extra(form)} |"
        for name, form in formats.FORMATS.items()
    ]
    return "\n".join(["| format | what | file | media type | needs |", "|---|---|---|---|---|", *rows, ""])


def _section(name: str, form: formats.Format) -> str:
    fields = formats.fields_of(name)
    names = [field.name for field in fields]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{name} has no fields, or one of them twice")
    rows = [f"| `{field.name}` | {_cell(field.origin)} | {_cell(field.lost) or '–'} |" for field in fields]
    table = ["| field | from | lost |", "|---|---|---|", *rows, ""]
    return "\n".join([f"## {name}", "", _notes(form.module), "", *table])


def _notes(module: str) -> str:
    """The docstring of a format's module, each paragraph on one line."""
    text = inspect.getdoc(import_module(f"{formats.__package__}.{module}")) or ""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


def _extra(form: formats.Format) -> str:
    return f"`pip install 'thoisu[{form.needs}]'`" if form.needs else "–"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
