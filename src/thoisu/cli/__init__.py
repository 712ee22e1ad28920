"""The command line: pages (`thoisu read`, `explain`), what is known (`lexicon`), and the store.

Into the store: `thoisu add`, `reread`, `correct`. Out of it: `chronology`, `story`, `search`, `ledger`, `copies`,
`stats`. For other tools and readers: `export`, `brief`. Over HTTP: `serve`, `token`. From the web: `watch`, `fetch`.
What is new: `alert`. For more pages than a store takes: `archive`, and `load` from there into the store.
As a whole: `backup`, `restore`, `migrate`.

Exit codes: 0 all went well, 1 a part did not (a page, a row), 2 the call itself is wrong; 130 stopped by Ctrl-C, 143
by SIGTERM.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import FrameType, ModuleType

from .. import __version__
from ..errors import LexiconError, StoreError, WorkerLost

__all__ = ["main"]

# Each command with its module there, the function that gives its arguments, the one that runs it, and what it is for.
# A call loads the module of its own command alone: the others would make every page wait for what they need.
COMMANDS = {
    "read": ("read", "add_options", "read_pages", "read pages and print their chronology"),
    "explain": ("explain", "add_options", "explain_one", "say why a page was read so"),
    "lexicon": ("lexicon", "add_options", "run", "explain and extend what is known of the world"),
    "add": ("add", "add_options", "add_pages", "add pages to the store"),
    "chronology": ("ask", "chronology_options", "run", "who did what to whom, by day"),
    "story": ("ask", "story_options", "run", "one story: its pages and its chronology"),
    "search": ("ask", "search_options", "run", "find pages by their words"),
    "ledger": ("ask", "ledger_options", "run", "plans, and what became of them"),
    "copies": ("ask", "copies_options", "run", "who copied a page, and what they changed"),
    "stats": ("ask", "stats_options", "run", "how much the store holds"),
    "correct": ("correct", "add_options", "run", "correct, reject, merge or split entries, names and stories"),
    "export": ("export", "add_options", "run", "entries in the forms of other tools"),
    "brief": ("brief", "add_options", "run", "a story, somebody or a day on a page, with its sources"),
    "serve": ("serve", "add_options", "run", "the store as web pages and as an HTTP API"),
    "watch": ("watch", "add_options", "run", "watch feeds, sitemaps and sections, and add what is new"),
    "fetch": ("fetch", "add_options", "run", "fetch single pages, and add or print them"),
    "token": ("token", "add_options", "run", "who may read and write over HTTP"),
    "backup": ("moving", "backup_options", "backup", "the whole store into a file, also while it is used"),
    "restore": ("moving", "restore_options", "restore", "put a backup in the place of the store"),
    "migrate": ("moving", "migrate_options", "migrate", "copy a store, from SQLite to PostgreSQL or back"),
    "alert": ("alert", "add_options", "run", "be told what is new: by a feed, a webhook or mail"),
    "archive": ("archive", "add_options", "run", "archives of any size into a Parquet data set"),
    "load": ("load", "add_options", "run", "articles of such a data set into the store"),
    "reread": ("add", "reread_options", "reread", "read the stored pages again with this version"),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and gives its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    module, _, run, _ = COMMANDS[options.command]
    try:
        with _terminated():
            return int(getattr(_module(module), run)(options))
    except BrokenPipeError:
        # The reader of our output has gone (`thoisu read … | head`): no fault of the pages.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        # Output and the file of --errors are all that is written here; a page that can't be read is a PageError.
        print(f"thoisu: the output can't be written ({fault.strerror}); what was read so far is kept", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt as fault:
        print("thoisu: stopped", file=sys.stderr)
        return 143 if isinstance(fault, Terminated) else 130
    except (StoreError, WorkerLost) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    except LexiconError as fault:
        print(f"thoisu: the lexicon is damaged: {fault}; install thoisu again", file=sys.stderr)
        return 2


class Terminated(KeyboardInterrupt):
    """SIGTERM, by which systemd and containers stop a program: what is under way ends as it does with Ctrl-C."""


@contextmanager
def _terminated() -> Iterator[None]:
    """Has SIGTERM raise Terminated. Commands that run until they are stopped have a way of their own, and set it up."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # it is heard: a second one would only break off the tidying up
        raise Terminated

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _module(name: str) -> ModuleType:
    return import_module(f".{name}", __name__)


def _parser(given: list[str]) -> argparse.ArgumentParser:
    """The parser of a call: only a command whose name stands in it gets its arguments."""
    parser = argparse.ArgumentParser(
        prog="thoisu",
        description="Reads Vietnamese news pages about world affairs into a chronology that can be checked.",
    )
    parser.add_argument("--version", action="version", version=f"thoisu {__version__}{_built()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, options, _, told) in COMMANDS.items():
        command = commands.add_parser(name, help=told)
        if name in given:
            getattr(_module(module), options)(command)
            if name not in ("lexicon", "watch", "alert"):  # their actions have the option
                language_option(command)
    return parser


def _built() -> str:
    """Says of a package whose stages are compiled that they are."""
    stage = find_spec("thoisu.text")
    return "" if stage is None or str(stage.origin).endswith(".py") else " (compiled)"


def language_option(parser: argparse.ArgumentParser) -> None:
    """`--lang`."""
    parser.add_argument("--lang", choices=("en", "vi"), default=_own_language(), help="language of the labels")


def _own_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if locale.startswith("vi") else "en"
