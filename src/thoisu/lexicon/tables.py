"""Reading of the lexicon's files: TSV for lists, TOML for rules, with faults named by file and line."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ..errors import LexiconError

Row = dict[str, str]


@cache
def _root() -> Traversable:
    return resources.files("thoisu") / "lexicon"


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".tsv", ".toml")):
            yield prefix + item.name, item


@cache
def files() -> dict[str, Traversable]:
    """All data files of the lexicon by their path in it, in order."""
    return dict(_walk(_root()))


def under(folder: str) -> list[str]:
    """The data files of a folder of the lexicon."""
    return [name for name in files() if name.startswith(folder + "/")]


def rows(name: str) -> list[Row]:
    """The rows of a TSV file as dicts; raises LexiconError for a row of the wrong width."""
    lines = files()[name].read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise LexiconError(name, number, f"{len(cells)} cells where the header has {len(header)}")
        found.append(dict(zip(header, cells, strict=True)))
    return found


def toml(name: str) -> dict[str, Any]:
    """A TOML file; raises LexiconError with the line that the parser names."""
    try:
        return tomllib.loads(files()[name].read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise LexiconError(name, 0, str(fault)) from fault


def items(cell: str) -> list[str]:
    """The items of a list cell.

    >>> items("Moskva|Moscow"), items("")
    (['Moskva', 'Moscow'], [])
    """
    return cell.split("|") if cell else []
