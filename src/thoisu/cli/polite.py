"""What the commands that ask sites are given alike: who asks, how often, and which machines may be asked."""

import argparse
import os
from typing import TYPE_CHECKING

from ..errors import QuestionError

if TYPE_CHECKING:
    from ..watch.hosts import Rules

GAP = 2.0  # seconds between two requests to one host; a reader's clicks are as far apart
BUDGET = 5000  # requests a host and day


def asking_options(parser: argparse.ArgumentParser) -> None:
    """`--contact`, `--budget`, `--gap` and `--allow-private`."""
    add = parser.add_argument
    add("--contact", metavar="ADDRESS", help="mail or web address in the user agent; else THOISU_CONTACT")
    add("--budget", type=int, default=BUDGET, metavar="N", help=f"requests a host and day ({BUDGET})")
    add("--gap", type=float, default=GAP, metavar="SECONDS", help=f"pause between two requests to a host ({GAP:g})")
    add("--allow-private", action="store_true", help="ask machines of this network too")


def agent_of(options: argparse.Namespace) -> str:
    """The user agent of a call. Raises QuestionError."""
    from ..watch.fetching import user_agent

    return user_agent(options.contact or os.environ.get("THOISU_CONTACT") or None)


def rules_of(options: argparse.Namespace) -> "Rules":
    """How hosts are asked by a call. Raises QuestionError."""
    from ..watch.hosts import Rules
    from ..watch.pace import Manners

    if options.budget < 1:
        raise QuestionError("--budget", f"{options.budget} is no number of requests", "give 1 or more")
    if not 0 <= options.gap <= 86_400:
        raise QuestionError("--gap", f"{options.gap:g} is no pause", "give seconds, 0 to 86400")
    return Rules(Manners(gap=options.gap), options.budget)
