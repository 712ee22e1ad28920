"""What the commands on a store have in common: its place, the filters of a question, and the three forms of output."""

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from ..chronicle.records import Question
from ..errors import DateError, QuestionError
from ..lexicon import lexicon

if TYPE_CHECKING:
    from ..store.base import Store


def store_option(parser: argparse.ArgumentParser) -> None:
    """`--store`."""
    parser.add_argument(
        "--store",
        metavar="PATH",
        help="the store: a file, or postgresql://…; else THOISU_STORE, else a file in your data folder",
    )


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


def question_of(options: argparse.Namespace, store: "Store") -> Question:
    """The question of a call. Raises QuestionError or DateError, which say which option is wrong and what it takes."""
    from ..chronicle.asking import country_meant, first_day, last_day, meant, places_meant

    known = lexicon().labels["en"]
    events = _codes("--event", options.event, {name.upper(): name for name in known["of_event"]}, str.upper)
    modes = _codes("--mode", options.mode, {name: name for name in known["of_mode"]}, str.lower)
    status = _codes("--status", options.status, {name: name for name in known["of_status"]}, str.lower)
    countries = None
    if options.country:
        countries = []
        for name in options.country:
            code = country_meant(name)
            if code is None:
                raise QuestionError("--country", f"{name!r} is no state that the lexicon knows", "give a code like DEU")
            countries.append(code)
    if options.min_origins is not None and options.min_origins < 1:
        raise QuestionError("--min-origins", f"{options.min_origins} is no count", "give 1 or more")
    bounds = {}
    for option, field, turn in (("--from", "start_day", first_day), ("--to", "end_day", last_day)):
        given = getattr(options, field)
        try:
            bounds[field] = turn(given) if given else None
        except DateError as fault:
            raise DateError(f"{option}: {fault}") from None
    if bounds["start_day"] and bounds["end_day"] and bounds["start_day"] > bounds["end_day"]:
        raise QuestionError("--to", f"{options.end_day} is before {options.start_day}", "give the days in their order")
    # Who holds an office, and what a short name stands for, is asked as of the ends of the days that are asked about.
    ends = [bounds["start_day"], bounds["end_day"] or date.today().isoformat()]
    on = [date.fromisoformat(day) for day in ends if day]
    return Question(
        actor=meant(options.actor, on) if options.actor else None,
        other=meant(options.other, on) if options.other else None,
        event=events,
        mode=modes,
        status=status,
        place=places_meant(options.place) if options.place else None,
        country=countries,
        start_day=bounds["start_day"],
        end_day=bounds["end_day"],
        story=one_of(store, "story", options.story) if options.story else None,
        said_by=meant(options.said_by, on) if options.said_by else None,
        min_origins=options.min_origins,
        text=options.text,
        rejected=options.rejected,
    )


def _codes(option: str, given: list[str] | None, known: dict[str, str], turn: Any) -> list[str] | None:
    if not given:
        return None
    for name in given:
        if turn(name) not in known:
            raise QuestionError(option, f"{name!r} is not known", f"give one of {', '.join(sorted(known))}")
    return [known[turn(name)] for name in given]


def one_of(store: "Store", kind: str, beginning: str) -> str:
    """The id that begins so. Raises QuestionError where none does, or more than one."""
    found = store.resolve(kind, beginning.strip().lower())
    if not found:
        raise QuestionError(beginning, f"is the id of no {kind} in the store", "copy one from `thoisu chronology`")
    if len(found) > 1:
        raise QuestionError(beginning, f"begins the ids of several ({', '.join(found[:3])} …)", "give more of it")
    return found[0]


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
