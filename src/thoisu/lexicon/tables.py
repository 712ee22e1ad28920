"""Reading of the lexicon's files: TSV for lists, TOML for rules, with faults named by file and line."""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from ..errors import LexiconError

Row = dict[str, str]


def walk(folder: str, suffixes: tuple[str, ...], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The files of a folder and its subfolders with one of the suffixes, as (path in it, path), in order."""
    for item in sorted(os.scandir(folder), key=lambda i: i.name):
        if item.is_dir():
            yield from walk(item.path, suffixes, f"{prefix}{item.name}/")
        elif item.name.endswith(suffixes):
            yield prefix + item.name, item.path


@cache
def files() -> dict[str, bytes]:
    """All data files of the lexicon by their path in it, in order; read once, so that all parts are of one state."""
    found = {}
    for name, path in walk(os.path.dirname(__file__), (".tsv", ".toml")):
        with open(path, "rb") as file:
            found[name] = file.read()
    return found


def text(name: str) -> str:
    """The text of a data file."""
    return files()[name].decode("utf-8")


def under(folder: str) -> list[str]:
    """The data files of a folder of the lexicon."""
    return [name for name in files() if name.startswith(folder + "/")]


def cells(name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a TSV file, its header first, as (line number, cells); raises LexiconError for a wrong width."""
    width = 0
    for number, line in enumerate(text(name).splitlines(), 1):
        if not line or line[0] == "#":
            continue
        row = tuple(line.split("\t"))
        width = width or len(row)
        if len(row) != width:
            raise LexiconError(name, number, f"{len(row)} cells where the header has {width}")
        yield number, row


def rows(name: str) -> list[Row]:
    """The rows of a TSV file as dicts; raises LexiconError for a row of the wrong width."""
    found = cells(name)
    _, header = next(found)
    return [dict(zip(header, row, strict=True)) for _, row in found]


def toml(name: str) -> dict[str, Any]:
    """A TOML file, days as ISO 8601 like those of the tables; raises LexiconError with the line the parser names."""
    import tomllib  # only for what is not kept (parts.py)

    try:
        with uncollected():
            found: dict[str, Any] = _plain(tomllib.loads(text(name)))
            return found
    except tomllib.TOMLDecodeError as fault:
        raise LexiconError(name, 0, str(fault)) from fault


def _plain(value: Any) -> Any:
    # MessagePack has no days, and what is kept has to be what was read.
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def items(cell: str) -> list[str]:
    """The items of a list cell.

    >>> items("Moskva|Moscow"), items("")
    (['Moskva', 'Moscow'], [])
    """
    return cell.split("|") if cell else []


def spelled(pattern: str) -> list[str]:
    """The phrases that a pattern stands for: "{a|b}" is one of these, an empty one may be left out.

    >>> spelled("{mở|phát động} {một |}cuộc tấn công")
    ['mở một cuộc tấn công', 'mở cuộc tấn công', 'phát động một cuộc tấn công', 'phát động cuộc tấn công']
    >>> spelled("thăm")
    ['thăm']
    """
    if "{" not in pattern:
        return [pattern]
    pieces = [piece.split("|") for piece in re.split(r"[{}]", pattern)]
    # Outside of braces "|" says nothing: pieces at even places are text.
    parts = [choices if k % 2 else ["|".join(choices)] for k, choices in enumerate(pieces)]
    return [" ".join("".join(way).split()) for way in product(*parts)]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection: building tables makes no garbage, and looking for it among them costs much."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
