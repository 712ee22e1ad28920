"""`thoisu explain PAGE`: says why each event of a page was read as it was, and why others were not taken."""

import argparse
import sys
from pathlib import Path

from ..errors import PageError
from ..lexicon import lexicon
from .given import is_no_date
from .lexicon import tell_faults


def add_options(explain: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu explain`."""
    explain.add_argument("page", metavar="PAGE", help="a page, or - for standard input")
    explain.add_argument("--event", metavar="N", type=int, help="only the event that `thoisu read` numbers N")
    explain.add_argument("--all", action="store_true", help="also list words whose frame has a condition against them")
    explain.add_argument("--json", action="store_true", help="one line of JSON (docs/contract.md)")
    explain.add_argument("--published", metavar="DATE", help="when the page was published, where it does not say it")


def explain_one(options: argparse.Namespace) -> int:
    """Explains a page and gives the exit code: 0 it was read, 1 it can't be, 2 the call is wrong."""
    import msgspec

    from ..explain_page import explain_page, show_explanation
    from ..page.recovery import begins_record, is_archive

    path = Path(options.page)
    raw = sys.stdin.buffer.read() if options.page == "-" else None
    archive = begins_record(raw[:4096]) if raw is not None else path.is_file() and is_archive(path)
    if archive or path.is_dir():
        what = "is a web archive" if archive else "is a folder"
        print(f"thoisu: {options.page}: {what}; give one page of it", file=sys.stderr)
        return 2
    if is_no_date(options.published):
        return 2
    tell_faults()
    try:
        _, explanation = explain_page(path, raw, options.published)
    except PageError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 1
    if options.event is not None:
        one = [t for t in explanation.events if t.number == options.event]
        if not one:
            words = lexicon().labels[options.lang]["of_explain"]
            what = words["no_event"].format(number=options.event, count=len(explanation.events))
            print(f"thoisu: --event: {what}", file=sys.stderr)
            return 2
        explanation = msgspec.structs.replace(explanation, events=one, missed=[])
    if options.json:
        sys.stdout.buffer.write(msgspec.json.encode(explanation) + b"\n")
        sys.stdout.buffer.flush()
    else:
        show_explanation(explanation, options.lang, whole=options.event is None, every=options.all)
    return 0
