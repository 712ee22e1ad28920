"""`thoisu lexicon`: says what a phrase means and why, checks the user's own rows, and adds to them."""

import argparse
import sys
from datetime import date

from ..errors import LexiconError
from ..lexicon import lexicon
from ..lexicon.overlay import add_row, checked_row, folder
from ..lexicon.schema import TABLES
from . import language_option

_SINGULAR = {"country": "countries", "person": "persons", "term": "offices"} | {t.removesuffix("s"): t for t in TABLES}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu lexicon`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    explain = actions.add_parser("explain", help="say who or what a phrase names, and why")
    explain.add_argument("phrase", metavar="PHRASE", help="a name, an office or a time, as a page prints it")
    explain.add_argument("--on", metavar="DATE", help="the day of the page (YYYY-MM-DD); today if left out")
    check = actions.add_parser("check", help="check your own rows")
    add = actions.add_parser("add", help="add a row of your own")
    add.add_argument("table", metavar="TABLE", help=", ".join(TABLES))
    add.add_argument("cell", nargs="+", metavar="COLUMN=VALUE", help="cells of the row (docs/lexicon.md)")
    for action in (explain, check, add):
        language_option(action)


def run(options: argparse.Namespace) -> int:
    """Runs an action and gives the exit code."""
    actions = {"explain": _explain, "check": _check, "add": _add}
    return actions[options.action](options)


def _explain(options: argparse.Namespace) -> int:
    from ..explain import explain

    try:
        day = date.fromisoformat(options.on) if options.on else date.today()
    except ValueError:
        print(f"thoisu: --on: {options.on!r} is no date; give it as YYYY-MM-DD", file=sys.stderr)
        return 2
    words = lexicon().labels[options.lang]["of_lexicon"]
    lines = explain(options.phrase, day, words)
    tell_faults()
    if not lines:
        print(f"thoisu: {words['nothing'].format(phrase=options.phrase, day=day.isoformat())}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def _check(options: argparse.Namespace) -> int:
    words = lexicon().labels[options.lang]["of_lexicon"]
    overlay = lexicon().overlay
    for fault in overlay.faults:
        print(f"thoisu: {fault}", file=sys.stderr)
    for table, rows in overlay.rows.items():
        print(words["rows"].format(count=len(rows), file=folder() / f"{table}.tsv"))
    if not overlay.rows and not overlay.faults:
        print(words["none"].format(folder=folder()))
    return 1 if overlay.faults else 0


def _add(options: argparse.Namespace) -> int:
    table = _SINGULAR.get(options.table, options.table)
    if table not in TABLES:
        known = ", ".join(TABLES)
        print(f"thoisu: {options.table!r} is no table of the lexicon; name one of {known}", file=sys.stderr)
        return 2
    given = dict(cell.partition("=")[::2] for cell in options.cell)
    unknown = [c for c in given if c not in TABLES[table].columns]
    if unknown:
        columns = ", ".join(TABLES[table].columns)
        print(f"thoisu: {unknown[0]!r} is no column of {table}; its columns are {columns}", file=sys.stderr)
        return 2
    try:
        row = checked_row(table, given, lexicon().base, lexicon().overlay)
        path = add_row(folder(), table, row)
    except LexiconError as fault:
        print(f"thoisu: {fault}; nothing was added", file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"thoisu: {folder()} can't be written ({fault.strerror}); set THOISU_LEXICON", file=sys.stderr)
        return 2
    print(lexicon().labels[options.lang]["of_lexicon"]["added"].format(file=path, row=next(iter(row.values()))))
    return 0


def tell_faults() -> None:
    """Names the rows of the user that were left out, one line each."""
    for fault in lexicon().overlay.faults:
        print(f"thoisu: {fault}", file=sys.stderr)
