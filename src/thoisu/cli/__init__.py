"""The command line: pages (`thoisu read`, `explain`), what is known (`lexicon`), and the store.

Into the store: `thoisu add`, `reread`, `correct`. Out of it: `chronology`, `story`, `search`, `ledger`, `copies`,
`stats`.

Exit codes: 0 all went well, 1 a part did not (a page, a row), 2 the call itself is wrong.
"""

import argparse
import os
import sys

from .. import __version__
from ..errors import LexiconError, StoreError
from . import add, ask, correct, explain, lexicon, read

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and gives its exit code."""
    options = _parser().parse_args(arguments)
    run = {
        "read": read.read_pages, "explain": explain.explain_one, "lexicon": lexicon.run, "add": add.add_pages,
        "reread": add.reread, "correct": correct.run,
    }.get(options.command, ask.run)  # fmt: skip
    try:
        return run(options)
    except BrokenPipeError:
        # The reader of our output has gone (`thoisu read … | head`): no fault of the pages.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        # Output and the file of --errors are all that is written here; a page that can't be read is a PageError.
        print(f"thoisu: the output can't be written ({fault.strerror}); what was read so far is kept", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("thoisu: stopped", file=sys.stderr)
        return 130
    except StoreError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    except LexiconError as fault:
        print(f"thoisu: the lexicon is damaged: {fault}; install thoisu again", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="thoisu",
        description="Reads Vietnamese news pages about world affairs into a chronology that can be checked.",
    )
    parser.add_argument("--version", action="version", version=f"thoisu {__version__}")
    labels = argparse.ArgumentParser(add_help=False)
    labels.add_argument("--lang", choices=("en", "vi"), default=_own_language(), help="language of the labels")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    read.add_options(commands.add_parser("read", help="read pages and print their chronology", parents=[labels]))
    explain.add_options(commands.add_parser("explain", help="say why a page was read so", parents=[labels]))
    lexicon.add_options(commands.add_parser("lexicon", help="explain and extend what is known of the world"), labels)
    for name, fill, told in (
        ("add", add.add_options, "add pages to the store"),
        ("chronology", ask.chronology_options, "who did what to whom, by day"),
        ("story", ask.story_options, "one story: its pages and its chronology"),
        ("search", ask.search_options, "find pages by their words"),
        ("ledger", ask.ledger_options, "plans, and what became of them"),
        ("copies", ask.copies_options, "who copied a page, and what they changed"),
        ("stats", ask.stats_options, "how much the store holds"),
        ("correct", correct.add_options, "correct, reject, merge or split entries, names and stories"),
        ("reread", add.reread_options, "read the stored pages again with this version"),
    ):
        fill(commands.add_parser(name, help=told, parents=[labels]))
    return parser


def _own_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if locale.startswith("vi") else "en"
