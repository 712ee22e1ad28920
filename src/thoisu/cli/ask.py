"""Questions to the store: `thoisu chronology`, `story`, `search`, `ledger`, `copies`, `stats`."""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from ..chronicle.filters import story_named
from ..errors import DateError, QuestionError
from ..lexicon import lexicon
from .stored import form_options, one_of, print_csv, print_json, question_of, question_options, store_option

if TYPE_CHECKING:
    from ..store.base import Store

LIMIT = 50


def chronology_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu chronology`."""
    question_options(parser)
    parser.add_argument("--limit", type=int, metavar="N", help=f"at most N entries ({LIMIT}; of --json and --csv all)")
    parser.add_argument("--after", metavar="ID", help="go on behind this entry")
    form_options(parser)
    store_option(parser)
    parser.add_argument("--archive", metavar="DIR", help="ask a data set of `thoisu archive` instead of a store")


def story_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu story`."""
    parser.add_argument("id", metavar="ID", help="the story, or one of its articles or entries")
    form_options(parser)
    store_option(parser)


def search_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu search`."""
    parser.add_argument("words", nargs="+", metavar="WORD", help="words, with or without diacritics")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most N articles (20)")
    form_options(parser)
    store_option(parser)


def ledger_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu ledger`."""
    question_options(parser)
    parser.add_argument("--due", action="store_true", help="only plans whose day has come and of which nothing is told")
    parser.add_argument("--on", metavar="DATE", help="as of that day; today if left out")
    form_options(parser)
    store_option(parser)


def copies_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu copies`."""
    parser.add_argument("id", metavar="ID", help="an article, or a family of copies")
    form_options(parser)
    store_option(parser)


def stats_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu stats`."""
    form_options(parser)
    store_option(parser)


def run(options: argparse.Namespace) -> int:
    """Answers a question: 0 with an answer (an empty one too), 2 where the call or the store is wrong."""
    if options.command == "chronology" and options.archive:
        return _asked_archive(options)
    from ..store import open_store

    answer = {
        "chronology": _chronology, "story": _story, "search": _search, "ledger": _ledger, "copies": _copies,
        "stats": _stats,
    }[options.command]  # fmt: skip
    try:
        with open_store(options.store, create=False) as store:
            return answer(options, store)
    except (QuestionError, DateError) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _asked_archive(options: argparse.Namespace) -> int:
    from .asked_archive import answer

    try:
        return answer(options, _limit(options))
    except (QuestionError, DateError) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _limit(options: argparse.Namespace) -> int | None:
    limit: int | None = options.limit
    if limit is None and not (options.json or options.csv):
        limit = LIMIT
    if limit is not None and limit < 1:
        raise QuestionError("--limit", f"{limit} is no count", "give 1 or more")
    return limit


def _chronology(options: argparse.Namespace, store: "Store") -> int:
    from ..chronicle.answers import entry_row, evidence_of
    from .tables import ENTRY_COLUMNS, show_entries

    limit = _limit(options)
    after = one_of(store, "entry", options.after) if options.after else None
    question = question_of(options, store)
    entries = store.ask(question, limit if limit is None else limit + 1, after)
    more = limit is not None and len(entries) > limit
    entries = entries[:limit]
    if options.json:
        print_json(evidence_of(store, entries))
    elif options.csv:
        print_csv((entry_row(entry) for entry in entries), ENTRY_COLUMNS)
    else:
        show_entries(list(evidence_of(store, entries)), options.lang, more)
    return 0


def _story(options: argparse.Namespace, store: "Store") -> int:
    from ..chronicle.answers import story_of
    from .tables import show_story

    story = story_of(store, story_named(store, options.id))
    if options.json:
        print_json([story])
    elif options.csv:
        columns = ["id", "moment", "outlet", "title", "key", "family"]
        print_csv(story.rows(), columns)
    else:
        show_story(story, options.lang)
    return 0


def _search(options: argparse.Namespace, store: "Store") -> int:
    from .tables import show_hits

    if options.limit < 1:
        raise QuestionError("--limit", f"{options.limit} is no count", "give 1 or more")
    hits = store.search(" ".join(options.words), options.limit)
    if options.json:
        print_json(hits)
    elif options.csv:
        columns = ["document", "moment", "outlet", "title", "snippet", "exact"]
        print_csv(({c: getattr(hit, c) for c in columns} for hit in hits), columns)
    else:
        show_hits(hits, options.lang)
    return 0


def _ledger(options: argparse.Namespace, store: "Store") -> int:
    from ..chronicle.answers import followed, plan_row
    from .tables import PLAN_COLUMNS, show_plans

    try:
        today = date.fromisoformat(options.on) if options.on else date.today()
    except ValueError:
        raise DateError(f"--on: {options.on!r} is no date; give it as YYYY-MM-DD") from None
    plans = list(followed(store, question_of(options, store), today, due=options.due))
    if options.json:
        print_json(plans)
    elif options.csv:
        print_csv(map(plan_row, plans), PLAN_COLUMNS)
    else:
        show_plans(plans, options.lang)
    return 0


def _copies(options: argparse.Namespace, store: "Store") -> int:
    from ..chronicle.answers import family_of
    from .tables import show_family

    if store.resolve("document", options.id.strip().lower()):
        document = one_of(store, "document", options.id)
        family = store.families([document])[document]
    else:
        family = one_of(store, "family", options.id)
    copies = family_of(store, family)
    if options.json:
        print_json([copies])
    elif options.csv:
        columns = ["id", "moment", "outlet", "title", "share", "retitled", "cut", "added", "credit", "key"]
        print_csv(copies.rows(), columns)
    else:
        show_family(copies, options.lang)
    return 0


def _stats(options: argparse.Namespace, store: "Store") -> int:
    counts = store.counts()
    if options.json:
        print_json([counts])
    elif options.csv:
        print_csv(({"what": what, "count": n} for what, n in counts.items()), ["what", "count"])
    else:
        words = lexicon().labels[options.lang]["of_store"]
        width = max(len(words[what]) for what in counts)
        for what, n in counts.items():
            print(f"{words[what]:<{width}}  {n:>8}")
    return 0
