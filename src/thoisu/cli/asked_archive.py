"""`thoisu chronology --archive DIR`: the acts of a data set, as its pages tell them."""

import argparse
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

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
        from ..archive.asking import ask
    except ModuleNotFoundError as fault:
        print(f"thoisu: --archive: {fault.name} is not installed; pip install 'thoisu[archive]'", file=sys.stderr)
        return 2
    if options.after:
        raise QuestionError("--after", "is for stores", "ask for days with --from and --to")
    if options.store:
        raise QuestionError("--archive", "is asked instead of a store", "give one of --archive and --store")
    try:
        found = ask(options.archive, question_of(options, None))
        if options.json:
            print_json(islice(found, limit))
        elif options.csv:
            print_csv(map(_row, islice(found, limit)), COLUMNS)
        else:
            from .tables import show_told

            show_told(list(islice(found, limit)), options.lang, more=next(found, None) is not None)
    except ArchiveError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    return 0


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
