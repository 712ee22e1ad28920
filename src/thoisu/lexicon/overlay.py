"""What users add to the lexicon: files of their own beside it, of the same form (docs/lexicon.md).

An overlay row whose id the lexicon has adds its forms to that row; any other is a new row. A term of office in an
overlay replaces the one of the same holder, office, person and first day, and ends the term that runs when it
begins. A faulty row is left out and named by file and line; all others work.
"""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..errors import LexiconError
from . import tables
from .gazetteer import Sourced
from .schema import TABLES, fault_of, later, side_by_side
from .tables import Row

Rows = Callable[[str], list[Sourced]]


class Overlay(NamedTuple):
    """The rows of the user's files by table, in the columns of the lexicon, and what was left out and why."""

    rows: dict[str, list[Sourced]]
    faults: list[LexiconError]
    texts: list[tuple[str, str]]  # (file, text) of every file, for the digest


def folder() -> Path:
    """Where the user's files lie: THOISU_LEXICON, else `lexicon` in the user's folder of settings."""
    given = os.environ.get("THOISU_LEXICON")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("thoisu", appauthor=False) / "lexicon"


def read_overlay(where: Path, base: Rows) -> Overlay:
    """Reads and checks the files of a folder; one without files, or none, gives an empty overlay."""
    overlay = Overlay({}, [], [])
    for name in TABLES:
        path = where / f"{name}.tsv"
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as fault:
            overlay.faults.append(LexiconError(str(path), 0, f"can't be read ({fault}); save it as UTF-8"))
            continue
        overlay.texts.append((path.name, text))
        overlay.rows[name] = []
        known = {row[2][0]: row for row in base(name)} if name != "offices" else {}
        for number, row in _rows_of(path, text, name, overlay.faults):
            old = known.get(row.get(TABLES[name].columns[0], ""))
            whole = _completed(name, row, old)
            why = fault_of(name, whole)
            if why:
                overlay.faults.append(LexiconError(str(path), number, f"{why}; the row is left out"))
                continue
            sourced = (str(path), number, tuple(whole[c] for c in TABLES[name].columns))
            overlay.rows[name].append(sourced)
            known.setdefault(sourced[2][0], sourced)
    _check_references(overlay, base)
    return overlay


def _rows_of(path: Path, text: str, name: str, faults: list[LexiconError]) -> list[tuple[int, Row]]:
    """The rows as dicts over all columns, where the file may leave out some; faulty ones are named and left out."""
    found: list[tuple[int, Row]] = []
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            unknown = [c for c in cells if c not in TABLES[name].columns]
            missing = [c for c in TABLES[name].required[:1] if c not in cells]
            if unknown or missing:
                what = f"has no column {missing[0]!r}" if missing else f"names a column {unknown[0]!r}"
                columns = ", ".join(TABLES[name].columns)
                faults.append(LexiconError(str(path), number, f"the header {what}; the columns are {columns}"))
                return found
            header = cells
        elif len(cells) > len(header):
            what = f"{len(cells)} cells where the header has {len(header)}; the row is left out"
            faults.append(LexiconError(str(path), number, what))
        else:
            row = dict.fromkeys(TABLES[name].columns, "")
            found.append((number, row | dict(zip(header, cells, strict=False))))
    return found


def _completed(name: str, row: Row, old: Sourced | None) -> Row:
    """A row that adds forms to one of the lexicon, with the other cells of that one."""
    if old is not None:
        row = {c: row[c] or cell for c, cell in zip(TABLES[name].columns, old[2], strict=True)}
    row["source"] = row["source"] or "user"
    return row


def _check_references(overlay: Overlay, base: Rows) -> None:
    """Leaves out rows that name a state, person or holder that nobody knows, and terms that run side by side."""

    def known(table: str) -> set[str]:
        return {row[2][0] for row in base(table)} | {row[2][0] for row in overlay.rows.get(table, ())}

    def leave_out(name: str, fits: Callable[[Row], str | None]) -> None:
        kept = []
        for sourced in overlay.rows.get(name, ()):
            why = fits(dict(zip(TABLES[name].columns, sourced[2], strict=True)))
            if why:
                overlay.faults.append(LexiconError(sourced[0], sourced[1], f"{why}; the row is left out"))
            else:
                kept.append(sourced)
        if name in overlay.rows:
            overlay.rows[name] = kept

    def state(row: Row) -> str | None:
        code = row["country"]
        return None if not code or code in states else f"{code!r} is no state (ISO 3166-1 alpha-3)"

    states = known("countries") if overlay.rows else set()
    for name in ("places", "orgs"):
        leave_out(name, state)
    if overlay.rows.get("offices"):
        holders, people = states | known("orgs") | known("places"), known("persons")
        titles = (*base("titles"), *overlay.rows.get("titles", ()))
        offices = {cells[1] for _, _, cells in (*base("offices"), *titles)}

        def term(row: Row) -> str | None:
            if row["holder"] not in holders:
                return f"{row['holder']!r} is no state, organisation or place of the lexicon"
            if row["office"] not in offices:
                return f"{row['office']!r} is no office (see `thoisu lexicon explain`)"
            return None if row["person"] in people else f"nobody is named {row['person']!r}; add the person first"

        leave_out("offices", term)
        clashes = _clashes(merged_terms(base("offices"), overlay.rows["offices"]))
        leave_out("offices", lambda row: clashes.get((row["holder"], row["office"], row["person"], row["from"])))


def _clashes(terms: list[Sourced]) -> dict[tuple[str, ...], str]:
    columns = TABLES["offices"].columns
    found = {}
    for a, b in side_by_side(dict(zip(columns, cells, strict=True)) for _, _, cells in terms):
        told = f"runs beside the term of {{}} ({a['holder']}, {a['office']})"
        found[tuple(b[c] for c in columns[:4])] = told.format(f"{a['person']}, {a['from']} to {a['to'] or 'now'}")
        found[tuple(a[c] for c in columns[:4])] = told.format(f"{b['person']}, {b['from']} to {b['to'] or 'now'}")
    return found


def merged_terms(base: list[Sourced], added: list[Sourced]) -> list[Sourced]:
    """The terms of the lexicon and of an overlay: those that it tells anew replaced, those that it ends ended."""
    anew = {cells[:4] for _, _, cells in added}
    follows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for _, _, cells in added:
        follows[cells[0], cells[1]].append(cells[3])
    terms = []
    for file, line, cells in base:
        if cells[:4] in anew:
            continue
        after = [day for day in follows.get((cells[0], cells[1]), ()) if not later(cells[5], day)]
        if cells[5] and after:
            cells = (*cells[:4], min(after), "", cells[6])
        terms.append((file, line, cells))
    return terms + added


def checked_row(table: str, given: Row, base: Rows, overlay: Overlay) -> Row:
    """A row of a table from the cells given, whole and right beside all others; raises LexiconError when it is not."""
    wanted = [c for c in TABLES[table].required[:1] if not given.get(c)]
    if wanted:
        raise LexiconError(table, 0, f"the cell {wanted[0]!r} is empty")
    if any("\t" in cell or "\n" in cell for cell in given.values()):
        raise LexiconError(table, 0, "a cell holds a tab or a line end")
    row = dict.fromkeys(TABLES[table].columns, "") | {c: unicodedata.normalize("NFC", v) for c, v in given.items()}
    if table == "offices" and not row["to"] and not row["known_to"]:
        row["known_to"] = max(date.today().isoformat()[:7], row["from"][:7])
    added = overlay.rows.get(table, [])
    known = {r[2][0]: r for r in (*added, *base(table))} if table != "offices" else {}
    whole = _completed(table, dict(row), known.get(row[TABLES[table].columns[0]]))
    why = fault_of(table, whole)
    if why:
        raise LexiconError(table, 0, why)
    rows = {t: list(r) for t, r in overlay.rows.items()}
    rows.setdefault(table, []).append((table, 0, tuple(whole[c] for c in TABLES[table].columns)))
    trial = Overlay(rows, [], [])
    _check_references(trial, base)
    if trial.faults:
        raise LexiconError(table, 0, str(trial.faults[0]).partition(": ")[2].removesuffix("; the row is left out"))
    row["source"] = row["source"] or "user"
    return row


def add_row(where: Path, table: str, row: Row) -> Path:
    """Appends a row to the user's file of a table and gives the file; the caller has checked the row.

    A new file gets the whole header; the file is written anew beside and renamed, so that no crash leaves half a row.
    """
    path = where / f"{table}.tsv"
    columns: list[str] = list(TABLES[table].columns)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else "\t".join(columns) + "\n"
    header = next(line for line in text.splitlines() if line.strip() and not line.startswith("#")).split("\t")
    line = "\t".join(row[c.strip()] for c in header) + "\n"
    where.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tsv.new")
    beside.write_text((text if text.endswith("\n") else text + "\n") + line, encoding="utf-8")
    beside.replace(path)
    return path


def base_rows(table: str) -> list[Sourced]:
    """The rows of the lexicon's own files of a table, without their headers."""
    place = TABLES[table].place
    names = tables.under(place.rstrip("/")) if place.endswith("/") else [place]
    found: list[Sourced] = []
    for name in names:
        lines = iter(tables.cells(name))
        next(lines)
        found += [(name, number, cells) for number, cells in lines]
    return found
