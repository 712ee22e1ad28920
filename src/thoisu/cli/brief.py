"""`thoisu brief`: a story, somebody or a day on a page or two, each line with its sources."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import QuestionError, ThoisuError
from .stored import store_option

if TYPE_CHECKING:
    from ..chronicle.records import Question
    from ..store.base import Store


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu brief`."""
    about = parser.add_mutually_exclusive_group(required=True)
    about.add_argument("--story", metavar="ID", help="of a story (or of an article or entry in it)")
    about.add_argument("--actor", metavar="NAME", help="of what somebody does and what is done to them")
    about.add_argument("--day", metavar="DATE", help="of a day, a month or a year (YYYY-MM-DD, YYYY-MM, YYYY)")
    parser.add_argument("--from", dest="start_day", metavar="DATE", help="not before")
    parser.add_argument("--to", dest="end_day", metavar="DATE", help="not after")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--md", dest="form", action="store_const", const="md", help="as Markdown (so without another)")
    form.add_argument("--html", dest="form", action="store_const", const="html", help="as a page of HTML")
    form.add_argument("--docx", dest="form", action="store_const", const="docx", help="as a Word document")
    parser.add_argument("--out", metavar="FILE", help="the file to write; else standard output")
    store_option(parser)
    parser.set_defaults(form="md")


def run(options: argparse.Namespace) -> int:
    """Writes the brief: 0 done, 1 nothing is told of it, 2 the call or the store is wrong."""
    from ..export import brief_forms
    from ..export.brief import brief_of
    from ..export.files import into
    from ..store import open_store

    try:
        with open_store(options.store, create=False) as store:
            title, question = _asked(options, store)
            latest = store.latest()
            today = date.fromisoformat(latest) if latest else date.today()
            brief = brief_of(store, title, question, today, options.lang)
        if not brief.sections:
            print(f"thoisu: nothing is told of {title!r}; ask `thoisu chronology` or `thoisu search`", file=sys.stderr)
            return 1
        make = {"md": brief_forms.markdown, "html": brief_forms.as_html, "docx": brief_forms.docx}[options.form]
        written = make(brief, options.lang)
        if options.out is not None:
            into(Path(options.out), lambda out: out.write(written))
            return 0
    except ThoisuError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write(written)
    sys.stdout.flush()
    return 0


def _asked(options: argparse.Namespace, store: "Store") -> tuple[str, "Question"]:
    from ..chronicle.filters import question_from, story_named

    given = {"from": options.start_day, "to": options.end_day}
    if options.story:
        from ..chronicle.answers import story_of

        id = story_named(store, options.story)
        title = story_of(store, id).title or id
        return title, question_from({**given, "story": id}, store, _option)
    if options.actor:
        return options.actor, question_from({**given, "actor": [options.actor]}, store, _option)
    if options.start_day or options.end_day:
        raise QuestionError("--day", "is a span itself", "leave --from and --to out, or give an actor or a story")
    return options.day, question_from({"from": options.day, "to": options.day}, store, _option)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
