"""`thoisu chronology --archive DIR`: the entries of a data set, or the acts as its pages tell them if it has none."""

import argparse
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from ..chronicle.answers import entry_row
from ..errors import ArchiveError, QuestionError
from .stored import print_csv, print_json, question_of

if TYPE_CHECKING:
    from ..archive.asking import Told

COLUMNS = [
    "id", "from", "to", "status", "event", "mode", "context", "actor", "recipient", "place", "country", "said_by",
    "outlet", "moment", "title", "key", "text",
]  # fmt: skip


def answer(options: argparse.Namespace, limit: int | None) -> int:
    """Answers from a data set. Raises QuestionError or DateError; 2 where there is no data set."""
    try:
        from ..archive.chronology import has_entries
    except ModuleNotFoundError as fault:
        print(f"thoisu: --archive: {fault.name} is not installed; pip install 'thoisu[archive]'", file=sys.stderr)
        return 2
    if options.store:
        raise QuestionError("--archive", "is asked instead of a store", "give one of --archive and --store")
    if options.rejected:
        raise QuestionError("--rejected", "is for stores", "leave it out: a data set has no corrections")
    try:
        if has_entries(options.archive):
            _answer_entries(options, limit)
        else:
            _answer_told(options, limit)
    except ArchiveError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    return 0


def _answer_entries(options: argparse.Namespace, limit: int | None) -> None:
    from ..archive.chronology import Chronology
    from .tables import ENTRY_COLUMNS, show_entries

    with Chronology(options.archive) as chronology:
        story = chronology.one_of("story", options.story) if options.story else None
        after = chronology.one_of("entry", options.after) if options.after else None
        asked = argparse.Namespace(**{**vars(options), "story": None})
        found = chronology.ask(msgspec.structs.replace(question_of(asked, None), story=story), after)
        if options.json:
            print_json(islice(found, limit))
        elif options.csv:
            print_csv((entry_row(answer.entry) for answer in islice(found, limit)), ENTRY_COLUMNS)
        else:
            show_entries(list(islice(found, limit)), options.lang, more=next(found, None) is not None)


def _answer_told(options: argparse.Namespace, limit: int | None) -> None:
    for option in ("story", "min_origins", "after"):
        if getattr(options, option):
            how = "run thoisu archive on it without --no-groups"
            raise QuestionError(f"--{option.replace('_', '-')}", "needs entries, which the data set has not", how)
    from ..archive.asking import ask
    from .tables import show_told

    found = ask(options.archive, question_of(options, None))
    if options.json:
        print_json(islice(found, limit))
    elif options.csv:
        print_csv(map(_row, islice(found, limit)), COLUMNS)
    else:
        show_told(list(islice(found, limit)), options.lang, more=next(found, None) is not None)


def _row(told: "Told") -> dict[str, Any]:
    from ..show import name

    t, e = told.telling, told.telling.event
    return {
        "id": t.id, "from": e.start_day, "to": e.end_day, "status": e.status, "event": e.event, "mode": e.mode,
        "context": e.context, "actor": [name(a) for a in e.actor], "recipient": [name(a) for a in e.recipient],
        "place": e.place.name if e.place else None, "country": e.place.country if e.place else None,
        "said_by": e.said_by, "outlet": t.outlet, "moment": t.moment, "title": told.title, "key": told.key,
        "text": t.text,
    }  # fmt: skip
