"""What the commands on a store have in common: its place, the filters of a question, and the three forms of output."""

import argparse
import csv
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from ..chronicle.filters import FILTERS, one_of, question_from
from ..chronicle.records import Question

if TYPE_CHECKING:
    from ..store.base import Store


__all__ = [
    "form_options", "given_filters", "log_option", "one_of", "print_csv", "print_json", "question_of",
    "question_options", "store_option",
]  # fmt: skip

# The filters whose option is not kept under their own name.
_FIELDS = {name: {"with": "other", "from": "start_day", "to": "end_day"}.get(name, name) for name in FILTERS}


def store_option(parser: argparse.ArgumentParser) -> None:
    """`--store`."""
    parser.add_argument(
        "--store",
        metavar="PATH",
        help="the store: a file, or postgresql://…; else THOISU_STORE, else a file in your data folder",
    )


def log_option(parser: argparse.ArgumentParser) -> None:
    """`--log`, of commands that run by themselves."""
    told = "the log: lines of JSON always (json), or only where standard error is no terminal (auto)"
    parser.add_argument("--log", choices=("auto", "json"), default="auto", help=told)


def form_options(parser: argparse.ArgumentParser) -> None:
    """`--json` and `--csv`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one line of JSON for each row")
    form.add_argument("--csv", action="store_true", help="comma-separated values with a head line")


def question_options(parser: argparse.ArgumentParser) -> None:
    """The filters of the chronology."""
    add = parser.add_argument
    add("--actor", action="append", metavar="NAME", help="who takes part (again: or)")
    add("--with", dest="other", action="append", metavar="NAME", help="who takes part beside them")
    add("--event", action="append", metavar="CODE", help="PLOVER category (CONSULT, SANCTION, …)")
    add("--mode", action="append", metavar="MODE", help="PLOVER mode (visit, phone, …)")
    add("--status", action="append", metavar="STATUS", help="happened, ongoing, planned, proposed or denied")
    add("--place", action="append", metavar="NAME", help="where")
    add("--country", action="append", metavar="STATE", help="in which state (code or name)")
    add("--from", dest="start_day", metavar="DATE", help="not before (YYYY-MM-DD, YYYY-MM or YYYY)")
    add("--to", dest="end_day", metavar="DATE", help="not after")
    add("--story", metavar="ID", help="of one story")
    add("--said-by", action="append", metavar="NAME", help="vouched for by")
    add("--min-origins", type=int, metavar="N", help="told by N independent origins or more")
    add("--text", metavar="WORDS", help="with these words in its sentences")
    add("--rejected", action="store_true", help="show those too that a correction has thrown out")


def given_filters(options: argparse.Namespace) -> dict[str, Any]:
    """The filters of a call, by their names (chronicle/filters.py)."""
    return {name: getattr(options, field) for name, field in _FIELDS.items()}


def question_of(options: argparse.Namespace, store: "Store | None") -> Question:
    """The question of a call. Raises QuestionError or DateError, which say which option is wrong and what it takes."""
    return question_from(given_filters(options), store, lambda name: f"--{name.replace('_', '-')}")


def print_json(rows: Iterable[Any]) -> None:
    """Each row as a line of JSON."""
    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def print_csv(rows: Iterable[dict[str, Any]], columns: list[str]) -> None:
    """Rows as comma-separated values, lists joined by "; "; a quote stands before what would be calculated."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    sys.stdout.flush()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
