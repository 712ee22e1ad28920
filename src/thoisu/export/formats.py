"""The formats by name. Each has a module with `write(source, out)`, which streams into a binary file, counting."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from ..errors import ExportError
from .source import Source

Writer = Callable[[Source, BinaryIO], int]
FolderWriter = Callable[[Source, Path], int]


class Format(NamedTuple):
    """A format: its module here, its media type, the end of its files' names, what it is for, in one line.

    `needs` is the extra of the package that it takes (`pip install 'thoisu[…]'`), None for none.
    """

    module: str
    media: str
    suffix: str
    told: str
    needs: str | None = None


FORMATS: dict[str, Format] = {
    "csv": Format("csv_table", "text/csv; charset=utf-8", "csv", "entries, one row each, for spreadsheets"),
    "dyads": Format(
        "dyads", "text/csv; charset=utf-8", "csv", "pairs of actor and recipient, to join with ICEWS and GDELT"
    ),
    "jsonl": Format("jsonl", "application/jsonl", "jsonl", "entries with all their evidence, one line of JSON each"),
    "parquet": Format("parquet", "application/zip", "zip", "all tables, for DuckDB and pandas", needs="parquet"),
    "plover": Format("plover", "application/jsonl", "jsonl", "entries as PLOVER 2.0 records, one line of JSON each"),
    "pages": Format(
        "pages", "application/jsonl", "jsonl", "pages with their bytes, one line of JSON each, for `thoisu add`"
    ),
    "readings": Format("readings", "application/jsonl", "jsonl", "readings of pages, one line of JSON each"),
    "ical": Format("ical", "text/calendar; charset=utf-8", "ics", "planned entries, for calendars"),
    "atom": Format("atom", "application/atom+xml; charset=utf-8", "atom", "entries, for feed readers"),
    "timelinejs": Format("timelinejs", "application/json", "json", "dated entries, as slides of TimelineJS 3"),
    "geojson": Format("geojson", "application/geo+json", "geojson", "entries with coordinates, for maps"),
    "gexf": Format("gexf", "application/gexf+xml; charset=utf-8", "gexf", "who did what with whom, as a network"),
    "schemaorg": Format("schemaorg", "application/ld+json", "jsonld", "articles, events and claims, as schema.org"),
    "ninjs": Format("ninjs", "application/x-ndjson", "ndjson", "articles, one line of IPTC ninjs each, for newsrooms"),
}


class Field(NamedTuple):
    """A field of a format: its name there, where it comes from, and what is lost (empty: nothing)."""

    name: str
    origin: str
    lost: str = ""


def writer_of(name: str) -> Writer:
    """The function that writes a format. Raises KeyError for an unknown one, ExportError where its package is missing.

    >>> writer_of("csv").__module__
    'thoisu.export.csv_table'
    """
    write: Writer = _module_of(name).write
    return write


def folder_writer_of(name: str) -> FolderWriter | None:
    """The function that writes a format as a folder of files; None for those that are one file. Raises as `writer_of`.

    >>> folder_writer_of("csv") is None
    True
    """
    write: FolderWriter | None = getattr(_module_of(name), "write_folder", None)
    return write


def _module_of(name: str) -> ModuleType:
    form = FORMATS[name]
    try:
        return import_module(f".{form.module}", __package__)
    except ModuleNotFoundError as fault:
        if form.needs is None:
            raise
        raise ExportError(name, f"{fault.name} is not installed", f"pip install 'thoisu[{form.needs}]'") from None


def fields_of(name: str) -> list[Field]:
    """The fields of a format, as docs/formats.md lists them."""
    found: list[Field] = import_module(f".{FORMATS[name].module}", __package__).FIELDS
    return found
