"""`thoisu fetch URL…`: single pages, asked for politely, into the store or printed."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from ..errors import PageError, QuestionError
from .lexicon import tell_faults
from .polite import agent_of, asking_options, rules_of
from .stored import print_json, store_option

if TYPE_CHECKING:
    from ..watch.asking import Page


def add_options(fetch: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu fetch`."""
    fetch.add_argument("url", nargs="*", metavar="URL", help="the address of a page")
    fetch.add_argument("--list", action="append", default=[], metavar="FILE", help="addresses in a file: RIS or CSV")
    fetch.add_argument("--print", action="store_true", help="print what is read of it; nothing is kept")
    fetch.add_argument("--json", action="store_true", help="a line of JSON for each page")
    asking_options(fetch)
    store_option(fetch)
