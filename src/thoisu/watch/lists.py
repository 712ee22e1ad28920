"""Lists of pages that somebody keeps: RIS and CSV as Zotero exports them, and plain lists of addresses with days.

RIS: the tags of the Research Information Systems format (read by rispy). CSV: with a row of names or without, parted
by commas, semicolons or tabs.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import rispy

from ..errors import SourceError, UnsafeAddress
from ..page.decode import decode
from ..reader import bytes_of
from ..text import fold, normalize
from .addresses import clean
from .moments import moment, puts_month_first

SUFFIXES = (".ris", ".csv", ".tsv")
_RIS = re.compile(r"^\ufeff?[^\S\n]*+TY {1,2}-", re.MULTILINE)
_RIS_BEGIN = re.compile(r"\ufeff?[^\S\n]*+TY {1,2}-")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LIKE_DAY = re.compile(r"[\d\s:/.,+TZ-]{8,40}|\w{3},? .{8,40}")
_DELIMITERS = ",;\t|"
# Names of columns in plain letters; Zotero's are "Url", "Date" and "Title".
_COLUMNS = {
    "url": ("url", "link", "address", "uri", "diachi", "lienket", "duongdan"),
    "date": ("date", "published", "datepublished", "publicationdate", "pubdate", "ngay", "ngaydang", "ngayxuatban"),
    "title": ("title", "headline", "tieude", "tua", "tenbai"),
}


class Listed(NamedTuple):
    """A page of a list; `published` is ISO 8601, a day alone or a time with its zone."""

    url: str
    published: str | None
    title: str | None


class _Row(NamedTuple):
    line: int
    url: str
    date: str
    title: str


def is_list(path: Path) -> bool:
    """Whether a file is a list of pages, by its name.

    >>> is_list(Path("Ukraine.RIS")), is_list(Path("page.html"))
    (True, False)
    """
    return path.suffix.lower() in SUFFIXES


def listed(path: Path, tell: Callable[[str], object] = lambda fault: None) -> list[Listed]:
    """The pages that a file names, each once, in its order; `tell` is given what is wrong with which line.

    Raises:
        PageError: the file can't be read.
        SourceError: it names no page at all.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile(suffix=".csv") as file:
    ...     _ = file.write("https://example.vn/hai-ben-gap-nhau-374010.html;7/3/2026;Hai bên gặp nhau".encode())
    ...     file.flush()
    ...     listed(Path(file.name))
    [Listed(url='https://example.vn/hai-ben-gap-nhau-374010.html', published='2026-03-07', title='Hai bên gặp nhau')]
    """
    text = decode(bytes_of(path), str(path)).text.removeprefix("\ufeff")
    found: dict[str, Listed] = {}
    rows = list(_ris(text) if _RIS.search(text) else _csv(text, lambda line, what: tell(f"{path}:{line}: {what}")))
    month_first = puts_month_first(row.date for row in rows)
    for row in rows:
        try:
            url = clean(row.url)
        except UnsafeAddress as fault:
            tell(
                f"{path}:{row.line}: {fault.where} {fault.what}" if row.url else f"{path}:{row.line}: names no address"
            )
            continue
        published = moment(row.date, month_first)
        if row.date and published is None:
            tell(f"{path}:{row.line}: {row.date!r} is no day; the page is taken without it")
        found.setdefault(url, Listed(url, published, normalize(row.title) or None))
    if not found:
        raise SourceError(str(path), "names no page", "give a list with an address in each row, or an export of Zotero")
    return list(found.values())


def _ris(text: str) -> Iterator[_Row]:
    lines = text.splitlines()
    begins = [i for i, line in enumerate(lines) if _RIS_BEGIN.match(line)]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        # One by one and each with an end, so that one without its own costs no other, and each has its line.
        told = [lines[begin].lstrip("\ufeff").lstrip(), *lines[begin + 1 : end]]
        record = "\n".join([*(line for line in told if not line.startswith("ER  -")), "ER  - "])
        # An address may have a semicolon in it, at which rispy would part it.
        fields: dict[str, Any] = next(iter(rispy.loads(record, delimiter_tags_mapping={})), {})
        addresses = [m[0] for told in fields.get("urls", ()) if (m := _ADDRESS.search(told))]
        days = [fields.get(name, "") for name in ("date", "publication_year")]
        titles = [fields.get(name, "") for name in ("title", "primary_title")]
        yield _Row(begin + 1, next(iter(addresses), ""), _day(days), next(filter(None, titles), ""))


def _day(told: list[str]) -> str:
    """The first that is a day; a year or a month alone says no day and is no fault."""
    days = [day.strip() for day in told if day.strip(" /")]
    whole = [day for day in days if moment(day)]
    return whole[0] if whole else next((d for d in days if not re.fullmatch(r"\d{4}(?:[-/]\d{0,2}){0,2}/*", d)), "")


def _csv(text: str, tell: Callable[[int, str], object]) -> Iterator[_Row]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    columns: dict[str, int] | None = None
    first = True
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as fault:
            tell(line, f"is no row ({fault})")
            continue
        if not any(cells) or cells[0].startswith("#"):
            continue
        if first:
            first, columns = False, _columns(cells)
            if columns:
                continue
        yield _named_row(line, cells, columns) if columns else _bare_row(line, cells)


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Where the columns stand, of a row of names; None where the first row is a page."""
    if any(_ADDRESS.match(cell) for cell in cells):
        return None
    names = ["".join(c for c in fold(cell) if c.isalnum()) for cell in cells]
    places = {column: [names.index(form) for form in forms if form in names] for column, forms in _COLUMNS.items()}
    return {column: found[0] for column, found in places.items() if found} if places["url"] else None


def _named_row(line: int, cells: list[str], columns: dict[str, int]) -> _Row:
    told = {name: cells[i] if i < len(cells) else "" for name, i in columns.items()}
    return _Row(line, told.get("url", ""), _day([told.get("date", "")]), told.get("title", ""))


def _bare_row(line: int, cells: list[str]) -> _Row:
    """A row without names: the address, what is like a day, and the longest of the rest."""
    url = next((cell for cell in cells if _ADDRESS.match(cell)), "")
    rest = [cell for cell in cells if cell != url]
    day = next((cell for cell in rest if moment(cell) and _LIKE_DAY.fullmatch(cell)), None)
    # The cell behind the address is the day, where it is written so that nobody can read it.
    if day is None and len(rest) > 1:
        day = rest[0] if len(rest[0]) < 20 else ""
    return _Row(line, url, _day([day or ""]), max((cell for cell in rest if cell != day), key=len, default=""))
